#pragma once
/// What a scheme can do to a city, as plain values. Targets are external ids ("osm:way/123") or geometry in the city's CRS
/// (in the JSON form: GeoJSON, WGS 84 unless `crs` says otherwise).
///
///   Intervention bridge{.name = "Close the bridge", .operations = {CloseRoad{.target = "osm:way/123"}}};

#include "gis/core/city/road_network.h"
#include "gis/core/geometry/geometry.h"
#include "gis/core/units.h"

#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace isopolis {

class DemandFactors;

/// Which links: those that `target` names, or all that `area` touches if the target is empty. A target is the external id of
/// a mapped object ("osm:way/123") or of one link ("osm:way/123#5>9"), "street:NAME", "neighbourhood:ID" (links whose
/// midpoint lies in it), or a road that an earlier operation made ("new:INTERVENTION/1").
struct RoadTarget {
    std::string target = {};
    MultiPolygon area = {};
    friend bool operator==(const RoadTarget&, const RoadTarget&) = default;
};

struct CloseRoad {  ///< to all motor traffic
    RoadTarget where;
    friend bool operator==(const CloseRoad&, const CloseRoad&) = default;
};
struct SetSpeedLimit {
    RoadTarget where;
    Speed limit = Speed::kmh(30);
    friend bool operator==(const SetSpeedLimit&, const SetSpeedLimit&) = default;
};
struct SetLanes {  ///< lanes per direction
    RoadTarget where;
    double lanes = 1;
    friend bool operator==(const SetLanes&, const SetLanes&) = default;
};
/// Keeps the mapped direction (Forward) or the opposite one for motor traffic. Of two links that are each other's reverse the
/// lower id is the mapped direction, unless the target names one of them alone. A one-way street can be turned round.
struct OneWay {
    enum class Direction : std::uint8_t { Forward, Backward };
    RoadTarget where;
    Direction direction = Direction::Forward;
    friend bool operator==(const OneWay&, const OneWay&) = default;
};
struct TrafficFilter {  ///< cars and lorries may not pass; buses, cycles and people may
    RoadTarget where;
    friend bool operator==(const TrafficFilter&, const TrafficFilter&) = default;
};
struct AddRoad {
    std::string name = {};
    Polyline axis = {};  ///< ends are joined to the nearest node of the car network
    RoadClass roadClass = RoadClass::Residential;
    Speed limit = Speed::kmh(50);
    double lanes = 1;  ///< per direction
    bool bothDirections = true;
    friend bool operator==(const AddRoad&, const AddRoad&) = default;
};
struct LowEmissionZone {  ///< vehicles below the standard may not drive in the area
    MultiPolygon area = {};
    int minimumEuroPetrol = 4, minimumEuroDiesel = 6;
    double compliance = 0.9;  ///< share of the barred vehicle-km that is driven by a compliant vehicle instead
    std::string target = {};  ///< "neighbourhood:ID" instead of an area; applyScenario fills in the area
    friend bool operator==(const LowEmissionZone&, const LowEmissionZone&) = default;
};
struct FleetShift {              ///< a share of car vehicle-km becomes battery electric, everywhere
    double electricShare = 0.1;  ///< 0…1 of the combustion cars' vehicle-km
    friend bool operator==(const FleetShift&, const FleetShift&) = default;
};
struct AddBuilding {
    std::string name = {};
    MultiPolygon footprint = {};
    Length height = Length::m(12);
    double residents = 0, jobs = 0;
    friend bool operator==(const AddBuilding&, const AddBuilding&) = default;
};

/// Takes away a building of the city, or one that an earlier operation made ("new:INTERVENTION/1"). Its ground is left open.
struct RemoveBuilding {
    std::string target = {};               ///< external id: "osm:way/5"
    std::optional<double> residents = {};  ///< who leave the city with it; empty: by its share of the neighbourhood's floor area
    std::optional<double> jobs = {};       ///< likewise
    friend bool operator==(const RemoveBuilding&, const RemoveBuilding&) = default;
};

/// A new public park: people walk to its edge, the ground under it absorbs sound. It moves no street and no building.
struct GreenSpace {
    std::string name = {};
    MultiPolygon area = {};
    std::string target = {};  ///< "neighbourhood:ID" instead of an area: all of it, e.g. a former port or airfield
    friend bool operator==(const GreenSpace&, const GreenSpace&) = default;
};

/// One lane of each direction is for buses alone: cars lose it, and buses of the timetable that run along save part of their running time
/// (transit.bus_lane.gain). A direction with one lane has none to give.
struct BusLane {
    RoadTarget where;
    friend bool operator==(const BusLane&, const BusLane&) = default;
};

/// A congestion charge or a toll, at all hours. With an area (drawn, or "neighbourhood:ID") a car pays each time it drives in, not once a
/// day; on streets it pays for driving along all of them, and for a part of the way that part of the charge, by length. Everybody pays.
struct RoadCharge {
    RoadTarget where;
    double charge_eur = 5;  ///< a car
    friend bool operator==(const RoadCharge&, const RoadCharge&) = default;
};

/// Opens streets to cycles with a lane of their own: painted on the carriageway, or protected from motor traffic by a kerb, posts or
/// parked cars. It takes no lane from cars: combine it with SetLanes. A better facility that is there already stays.
struct CycleLane {
    RoadTarget where;
    CycleFacility kind = CycleFacility::Protected;  ///< Painted or Protected
    friend bool operator==(const CycleLane&, const CycleLane&) = default;
};

/// A line with a departure every so many minutes. Its stops are joined to stops of the city nearby, or are new ones. A bus takes the
/// shortest way that buses may drive; other modes run straight from stop to stop.
struct AddTransitLine {
    std::string name = {};
    std::string mode = "bus";  ///< "bus", "tram", "rail" or "ferry"
    Polyline stops = {};       ///< in order
    double headway_min = 10;
    Speed speed = Speed::kmh(18);  ///< mean from the first to the last stop, halts included
    int first_s = 6 * 3600, last_s = 22 * 3600;
    bool bothDirections = true;
    friend bool operator==(const AddTransitLine&, const AddTransitLine&) = default;
};
// Targets of the next four: the external id of a line or stop ("gtfs:route/7", "gtfs:stop/12"), "line:NAME", or a line that an earlier
// operation made ("new:INTERVENTION/1").
/// Departures from each terminal at equal steps from the first to the last one within the period. A new departure runs as the old
/// one nearest in time did: same stops, same running times.
struct ChangeHeadway {
    std::string target = {};
    double headway_min = 10;
    int from_s = 0, to_s = 30 * 3600;
    friend bool operator==(const ChangeHeadway&, const ChangeHeadway&) = default;
};
struct SetTransitSpeed {  ///< running times between stops become shorter by this factor; halts stay
    std::string target = {};
    double factor = 1.1;  ///< 1.1: ten percent faster
    friend bool operator==(const SetTransitSpeed&, const SetTransitSpeed&) = default;
};
struct MoveStop {  ///< running times stay as they are
    std::string target = {};
    Point2 to = {};
    friend bool operator==(const MoveStop&, const MoveStop&) = default;
};
struct WithdrawLine {
    std::string target = {};
    friend bool operator==(const WithdrawLine&, const WithdrawLine&) = default;
};

/// A wall along a line, equally high above the ground; nothing but sound meets it.
struct NoiseBarrier {
    std::string name = {};
    Polyline axis = {};
    Length height = Length::m(3);
    friend bool operator==(const NoiseBarrier&, const NoiseBarrier&) = default;
};
struct RoadSurface {  ///< a new surface, by its key in the directive's tables: "NL02" is two-layer porous asphalt
    RoadTarget where;
    std::string surface = "DEF";
    friend bool operator==(const RoadSurface&, const RoadSurface&) = default;
};

/// Car trips between pairs of zones times a factor, e.g. as fitted to counts: named, with its source, and off where the intervention is
/// switched off. At most one of a scenario.
struct AdjustDemand {
    std::string name = {};
    std::string source = {};                                               ///< what the factors rest on, in words
    std::shared_ptr<const DemandFactors> factors = nullptr;                ///< demand_factors.h
    friend bool operator==(const AdjustDemand& a, const AdjustDemand& b);  ///< factors by their content
};

using Operation = std::variant<CloseRoad, SetSpeedLimit, SetLanes, OneWay, TrafficFilter, AddRoad, LowEmissionZone, FleetShift, AddBuilding,
                               CycleLane, AddTransitLine, ChangeHeadway, SetTransitSpeed, MoveStop, WithdrawLine, NoiseBarrier, RoadSurface,
                               AdjustDemand, GreenSpace, RemoveBuilding, BusLane, RoadCharge>;

/// The name in snake_case, e.g. "close_road": the `type` of the JSON form.
std::string_view operationType(const Operation& operation);
/// English label in the context "operation", e.g. "Close road".
std::string_view operationLabel(const Operation& operation);

struct Intervention {
    std::string name;
    std::vector<Operation> operations;
    bool enabled = true;
    double cost = 0;  ///< in the project's currency; 0 unknown
    std::string note = {};
    friend bool operator==(const Intervention&, const Intervention&) = default;
};

}  // namespace isopolis
