#pragma once
/// The city as a scenario leaves it: an overlay of changed link states and additions, never a copied city.
///
///   Expected<AppliedScenario> applied = applyScenario(city, flattened);   // refuses unknown targets
///   if (applied->link(id).modes.has(Mode::Car)) …

#include "gis/core/city/city.h"
#include "simulation/scenario/scenario.h"

#include <optional>
#include <set>

namespace isopolis {

/// What a scenario can change about a link.
struct LinkState {
    double speed_kmh = 0, lanes = 1;
    ModeSet modes;
    CycleFacility cycle = CycleFacility::None;
    friend bool operator==(const LinkState&, const LinkState&) = default;
};

/// A link that an AddRoad made; its id follows those of the city.
struct AddedLink {
    NodeId from, to;
    Polyline geometry;
    double length_m = 0;
    RoadClass roadClass = RoadClass::Residential;
    std::string name, externalId;  ///< "new:<intervention>/<operation>#f|b"
};

struct AddedBuilding {
    MultiPolygon footprint;
    double height_m = 0, residents = 0, jobs = 0;
    NeighbourhoodId neighbourhood;  ///< invalid if it stands outside all of them
    std::string name;
    std::string externalId = {};  ///< "new:<intervention>/<operation>"
};

/// A building of the city that a scheme takes away. Its people and jobs leave the places of activity nearest to it.
struct RemovedBuilding {
    BuildingId building;
    NeighbourhoodId neighbourhood;  ///< invalid if it stands outside all of them
    Point2 at;
    double residents = 0, jobs = 0;
};

/// A park that a GreenSpace made.
struct AddedPark {
    MultiPolygon area;
    std::string name;
    double size_m2 = 0;
};

/// A scheme takes away a street that a bus line drives along. Which streets a line drives along is not in the timetable: it is the
/// shortest way for buses between its stops, streets along the line's drawn way preferred. The timetable stays as it is.
struct LineConflict {
    TransitLineId line;
    LinkId link;                      ///< the first closed one on the way
    StopId from, to;                  ///< between these stops
    bool cut = false;                 ///< no other way for buses is left
    double extra_m = 0, extra_s = 0;  ///< else the longer way, at the line's own speed there
    friend bool operator==(const LineConflict&, const LineConflict&) = default;
};

/// An area that cars pay to drive into.
struct ChargedArea {
    MultiPolygon area;
    double charge_eur = 0;
};

struct AddedBarrier {
    Polyline axis;
    double height_m = 0;  ///< above the ground
    std::string name;
};

class AppliedScenario {
public:
    CityPtr city;
    IdVector<LinkId, LinkState> links;  ///< the city's links, then the added ones
    std::vector<AddedLink> addedLinks;
    std::vector<AddedBuilding> addedBuildings;
    std::vector<RemovedBuilding> removedBuildings;  ///< of the city, in the order of the operations
    std::vector<AddedPark> addedParks;
    std::vector<AddedBarrier> barriers;      ///< against noise
    std::map<LinkId, std::string> surfaces;  ///< links with another than the reference surface: its key
    std::set<LinkId> busLanes;               ///< links that gave a lane to buses: `lanes` counts those that are left for cars
    std::vector<LowEmissionZone> lowEmissionZones;
    std::vector<ChargedArea> chargedAreas;
    std::map<LinkId, double> roadCharge_eur;  ///< what a car pays for driving along the link, by areas and streets; only above 0
    std::shared_ptr<const TransitNetwork> changedTransit;  ///< null: the city's own
    std::vector<LineConflict> lineConflicts;               ///< worst stretch of each line and street; told in `issues` too
    std::optional<AdjustDemand> demandAdjustment;          ///< factors on car trips, if an operation asks for them
    double electricShift = 0;                              ///< share of combustion-car vehicle-km turned electric
    ParameterSet parameters;
    std::uint64_t seed = 1;
    std::vector<Issue> issues;  ///< e.g. an operation that changes nothing

    std::size_t linkCount() const { return links.size(); }
    bool isAdded(LinkId id) const { return id.index() >= city->roads().links().size(); }
    const AddedLink& added(LinkId id) const { return addedLinks[id.index() - city->roads().links().size()]; }
    const TransitNetwork& transit() const { return changedTransit ? *changedTransit : city->transit(); }
    NodeId from(LinkId id) const;
    NodeId to(LinkId id) const;
    double length_m(LinkId id) const;
    const Polyline& geometry(LinkId id) const;
    RoadClass roadClass(LinkId id) const;
    const std::string& name(LinkId id) const;  ///< street name, may be empty
    const std::string& externalId(LinkId id) const;
    /// People and jobs per activity point: the city's, in their order and without those whose building goes, then one point per added
    /// building inside a neighbourhood.
    std::vector<ActivityPoint> activity() const;
    /// Whether the city's building still stands.
    bool stands(BuildingId id) const;
    /// Per neighbourhood, the people who are left of those of the mapped city's activity points: 1 where no building goes.
    IdVector<NeighbourhoodId, double> shareLeft() const;
    /// What a scheme does to buildings: none made, none taken away.
    bool buildingsAsMapped() const { return addedBuildings.empty() && removedBuildings.empty(); }
};

/// Refuses an operation whose target does not exist or whose value is out of range (operation_limits.h), naming intervention,
/// operation and cure. Operations act in order, each on the state that the earlier ones left; one that changes nothing is an
/// Issue `changes_nothing`. New roads get the external ids "new:<intervention>/<operation, from 1>#f" and "#b"; they join the
/// nearest junction for their modes in the mapped city, so that switching another intervention off never moves them.
Expected<AppliedScenario> applyScenario(const CityPtr& city, const Scenario& flattened);

/// Links that a target means in this city; an error that names the target if there is none.
Expected<std::vector<LinkId>> resolveTarget(const City& city, const RoadTarget& where);
/// The outline that "neighbourhood:ID" (external id or unique name) means.
Expected<MultiPolygon> resolveArea(const City& city, const std::string& target);
/// Refuses an area without surface, with rings of fewer than three points or coordinates that are not finite.
Expected<void> checkArea(const MultiPolygon& area);

}  // namespace isopolis
