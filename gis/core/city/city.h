#pragma once
/// The city as an immutable snapshot: what importers make, projects store and every model reads.
///
///   Expected<CityPtr> city = City::create(std::move(data));      // checks that all ids fit together
///   (*city)->neighbourhoods()[NeighbourhoodId(4)].name;
///
/// `revision()` is a hash of the whole content: same data, same number, on every machine. Coordinates are metres of
/// `frame()`. NaN means "not known"; nothing is filled in silently: what an importer assumed stands in `assumptions()`.

#include "gis/core/city/road_network.h"
#include "gis/core/expected.h"
#include "gis/core/geometry/local_frame.h"
#include "gis/core/geometry/raster.h"
#include "gis/core/hash.h"
#include "gis/core/units.h"

#include <limits>
#include <map>
#include <memory>

namespace isopolis {

inline constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

enum class BuildingUse : std::uint8_t { Residential, Mixed, Commercial, Industrial, Public, Other };
enum class HeightOrigin : std::uint8_t { Height, Levels, Default };  ///< tag height, tag levels × storey height, or the default rule
std::string_view buildingUseKey(BuildingUse use);
BuildingUse buildingUseFromKey(std::string_view key);

/// One plane of a roof: its corners in plan, and their heights above the building's ground, one each, m.
struct RoofFace {
    Ring outline;
    std::vector<double> height_m;
    friend bool operator==(const RoofFace&, const RoofFace&) = default;
};

struct Building {
    std::string externalId;  ///< "osm:way/5", "osm:relation/9"
    MultiPolygon footprint;
    double height_m = 0, ground_m = 0;
    HeightOrigin heightOrigin = HeightOrigin::Default;
    BuildingUse use = BuildingUse::Other;
    std::vector<RoofFace> roof = {};  ///< empty: flat at `height_m`, which is the highest point. Models take all roofs as flat
    friend bool operator==(const Building&, const Building&) = default;
};

/// A group column of the zone data, e.g. {"age_65_plus", "People aged 65 or more"}: counts of people.
struct GroupDefinition {
    std::string key, label;
    friend bool operator==(const GroupDefinition&, const GroupDefinition&) = default;
};

struct Neighbourhood {
    std::string externalId, name;
    MultiPolygon outline;
    double population = 0;     ///< people
    double income = kUnknown;  ///< per year, in the source's own unit; used for ranking only
    double jobs = 0;
    std::vector<double> groups;  ///< people per City::groups(), same order; NaN unknown
    friend bool operator==(const Neighbourhood&, const Neighbourhood&) = default;
};

/// Where people live and work within a neighbourhood: trip ends, receptors and access points.
struct ActivityPoint {
    Point2 at;
    NeighbourhoodId neighbourhood;
    double people = 0, jobs = 0;
    friend bool operator==(const ActivityPoint&, const ActivityPoint&) = default;
};

enum class AreaKind : std::uint8_t { Water, Green, Residential, Commercial, Industrial, Other };
std::string_view areaKindKey(AreaKind kind);
AreaKind areaKindFromKey(std::string_view key);

struct LandArea {
    std::string externalId;
    AreaKind kind = AreaKind::Other;
    MultiPolygon outline;
    std::string name = {};
    friend bool operator==(const LandArea&, const LandArea&) = default;
};

/// A single tree that the source maps. Pictures show it; no model reads it.
struct Tree {
    Point2 at;
    double height_m = kUnknown, crown_m = kUnknown;  ///< height and diameter of the crown; NaN unknown
    friend bool operator==(const Tree&, const Tree&) = default;
};

enum class PlaceKind : std::uint8_t { School, Clinic, Park, Shop, Other };
std::string_view placeKindKey(PlaceKind kind);
PlaceKind placeKindFromKey(std::string_view key);

struct Place {
    std::string externalId, name;
    PlaceKind kind = PlaceKind::Other;
    Point2 at;
    double capacity = kUnknown;  ///< pupils, beds, m²; NaN unknown
    friend bool operator==(const Place&, const Place&) = default;
};

struct TransitStop {
    std::string externalId, name;
    Point2 at;
    friend bool operator==(const TransitStop&, const TransitStop&) = default;
};

/// Trips of one line with the same stops: departures from the first stop plus fixed running times.
struct TransitPattern {
    std::vector<StopId> stops;
    std::vector<int> arrival_s, departure_s;  ///< after the departure from the first stop, one per stop
    std::vector<int> starts_s;                ///< departures of the trips, seconds after midnight of the service day
    friend bool operator==(const TransitPattern&, const TransitPattern&) = default;
};

struct TransitLine {
    std::string externalId, name, mode;  ///< mode: "bus", "tram", "rail", "ferry"
    Polyline geometry;
    std::vector<TransitPattern> patterns;
    double fare = kUnknown;  ///< of one ride, in TransitNetwork::currency; NaN unknown
    friend bool operator==(const TransitLine&, const TransitLine&) = default;
};

/// What the source says about changing between two stops, beyond the walk from one to the other.
struct TransitTransfer {
    StopId from, to;
    int minTime_s = 0;       ///< the change takes at least this long, from arrival to departure
    bool forbidden = false;  ///< nobody changes here
    friend bool operator==(const TransitTransfer&, const TransitTransfer&) = default;
};

struct TransitNetwork {
    IdVector<StopId, TransitStop> stops;
    IdVector<TransitLineId, TransitLine> lines;
    std::vector<TransitTransfer> transfers = {};
    std::string sources = {};     ///< ids in CityData::sources, separated by commas
    std::string serviceDay = {};  ///< date whose timetable this is, "2019-05-13"; empty if the source knows no days
    std::string currency = {};    ///< ISO 4217 code of the lines' fares; empty if the source has none
    friend bool operator==(const TransitNetwork&, const TransitNetwork&) = default;
};

/// One traffic counting point and direction.
struct TrafficCount {
    std::string externalId;
    Point2 at;
    double veh_day = kUnknown;  ///< mean of all days
    double workday_veh_day = kUnknown;
    double am_peak_veh_h = kUnknown, pm_peak_veh_h = kUnknown;
    int year = 0;  ///< 0 unknown
    std::string direction = {};
    LinkId link = {};  ///< matched link; invalid if none lies near
    friend bool operator==(const TrafficCount&, const TrafficCount&) = default;
};

enum class SensorKind : std::uint8_t { Traffic, Air, Noise, Weather };
struct Sensor {
    std::string externalId, name;
    SensorKind kind = SensorKind::Traffic;
    Point2 at;
    double height_m = kUnknown;
    std::string quantities = {};  ///< comma-separated keys, e.g. "no2_ug_m3,pm25_ug_m3"
    friend bool operator==(const Sensor&, const Sensor&) = default;
};

/// One class of the wind rose.
struct WindClass {
    double from_deg = 0;   ///< direction the wind comes from, clockwise from north
    double speed_ms = 0;   ///< at `height_m` of the rose
    double frequency = 0;  ///< share of hours; the classes sum to 1
    friend bool operator==(const WindClass&, const WindClass&) = default;
};

/// One hour at a weather station; NaN where it has no value.
struct WeatherHour {
    std::int64_t hour = 0;  ///< since 1970-01-01T00 UTC
    double from_deg = kUnknown, speed_ms = kUnknown;
    double cloud = kUnknown;  ///< cover, 0…1
    double temperature_c = kUnknown;
    friend bool operator==(const WeatherHour&, const WeatherHour&) = default;
};

struct Weather {
    std::vector<WindClass> rose;
    std::vector<WeatherHour> hours = {};  ///< ascending; empty if only a rose is known
    double height_m = 10;
    double temperature_c = kUnknown;
    std::string origin;  ///< in words: measured where and when, or assumed
    friend bool operator==(const Weather&, const Weather&) = default;
};

/// Concentrations that come from outside the modelled roads, µg/m³; NaN unknown.
struct Background {
    double no2 = kUnknown, pm25 = kUnknown, o3 = kUnknown;
    std::string origin;
    friend bool operator==(const Background&, const Background&) = default;
};

/// Emission factors of a licensed handbook in the user's own file, as it is: read and checked by simulation/emissions/factor_sheet.h.
struct FactorSheet {
    std::string file;    ///< its name
    std::string sha256;  ///< of the file
    std::string text;    ///< its content; empty: there is none
    friend bool operator==(const FactorSheet&, const FactorSheet&) = default;
};

/// One data set of the source register.
struct SourceRecord {
    std::string id;  ///< short key that figures refer to, e.g. "osm"
    std::string title, publisher, licence, attribution, retrieved, hash;
    std::string purpose, legalBasis, retention;
    bool personal = false;
    std::string location;  ///< path or URL as the recipe names it
    friend bool operator==(const SourceRecord&, const SourceRecord&) = default;
};

/// A number that the importer needed and the data did not hold, e.g. residents per taxpayer.
struct CityAssumption {
    std::string id, label, meaning, unit;
    double value = 0, low = 0, high = 0;
    std::string source;  ///< citation, or "Assumption of the recipe's author"
    friend bool operator==(const CityAssumption&, const CityAssumption&) = default;
};

struct CityData {
    std::string name;
    bool synthetic = false;  ///< shown as "synthetic" wherever the city is shown
    LocalFrame frame;
    Box extent;  ///< the window that the data cover, m
    IdVector<NodeId, RoadNode> nodes;
    IdVector<RoadWayId, RoadWay> ways;
    IdVector<LinkId, RoadLink> links;
    std::vector<TurnBan> turnBans = {};      ///< ascending by `from`, then `to`
    std::vector<Point2> trafficLights = {};  ///< nodes with signals, in the order of the source; empty also if the source does not say
    IdVector<BuildingId, Building> buildings;
    std::vector<GroupDefinition> groups;
    IdVector<NeighbourhoodId, Neighbourhood> neighbourhoods;
    std::vector<ActivityPoint> activity;
    std::vector<LandArea> areas;
    std::vector<Place> places;
    std::vector<Tree> trees = {};
    TransitNetwork transit;
    std::vector<TrafficCount> counts;
    IdVector<SensorId, Sensor> sensors;
    Raster terrain;
    Weather weather;
    Background background;
    FactorSheet factors = {};
    std::vector<SourceRecord> sources;
    std::vector<CityAssumption> assumptions;
    std::string populationSource, roadSource, incomeSource;  ///< ids in `sources`: what figures cite
    std::string incomeMeaning;                               ///< e.g. "median gross income of married taxpayers, CHF per year"
};

class City;
using CityPtr = std::shared_ptr<const City>;

class City {
public:
    /// Refuses data whose ids do not fit together or whose figures are not finite; names the first offender.
    static Expected<CityPtr> create(CityData data);

    const std::string& name() const { return m_data.name; }
    bool synthetic() const { return m_data.synthetic; }
    const LocalFrame& frame() const { return m_data.frame; }
    const Box& extent() const { return m_data.extent; }
    const RoadNetwork& roads() const { return m_roads; }
    const std::vector<TurnBan>& turnBans() const { return m_data.turnBans; }
    const std::vector<Point2>& trafficLights() const { return m_data.trafficLights; }
    const IdVector<BuildingId, Building>& buildings() const { return m_data.buildings; }
    const std::vector<GroupDefinition>& groups() const { return m_data.groups; }
    const IdVector<NeighbourhoodId, Neighbourhood>& neighbourhoods() const { return m_data.neighbourhoods; }
    const std::vector<ActivityPoint>& activity() const { return m_data.activity; }
    const std::vector<LandArea>& areas() const { return m_data.areas; }
    const std::vector<Place>& places() const { return m_data.places; }
    const std::vector<Tree>& trees() const { return m_data.trees; }
    const TransitNetwork& transit() const { return m_data.transit; }
    const std::vector<TrafficCount>& counts() const { return m_data.counts; }
    const IdVector<SensorId, Sensor>& sensors() const { return m_data.sensors; }
    const Raster& terrain() const { return m_data.terrain; }
    const Weather& weather() const { return m_data.weather; }
    const Background& background() const { return m_data.background; }
    const FactorSheet& factors() const { return m_data.factors; }
    const std::vector<SourceRecord>& sources() const { return m_data.sources; }
    const std::vector<CityAssumption>& assumptions() const { return m_data.assumptions; }
    const std::string& populationSource() const { return m_data.populationSource; }
    const std::string& roadSource() const { return m_data.roadSource; }
    const std::string& incomeSource() const { return m_data.incomeSource; }
    const std::string& incomeMeaning() const { return m_data.incomeMeaning; }

    double population() const;  ///< people in all neighbourhoods
    /// The neighbourhood whose external id or (if that is unique) name this is.
    NeighbourhoodId findNeighbourhood(std::string_view idOrName) const;
    /// The neighbourhood that contains a point; invalid if none.
    NeighbourhoodId neighbourhoodAt(Point2 p) const;
    const Hash& revision() const { return m_revision; }

private:
    explicit City(CityData data);
    CityData m_data;
    RoadNetwork m_roads;
    Hash m_revision;
};

/// SHA-256 over all content of a city in a fixed order.
Hash hashCity(const CityData& data, const RoadNetwork& roads);

}  // namespace isopolis
