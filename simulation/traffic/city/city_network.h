#pragma once
/// The city under a scenario as an assignment network: zones, connectors and the links that cars may use.
///
///   CityNetwork net = buildCityNetwork(applied, settings);   net.graph.linkCount();   net.linkOf[l];   // invalid: a connector or a turn
///
/// Turns that are forbidden to cars are taken out (turns.h): the junctions concerned are taken apart, with links without length or time
/// between the parts; they come last. Bans hold between the mapped links, whatever a scheme does around them; streets that a scheme adds
/// may be turned into and out of. Only where a turn is forbidden may nobody turn back at the next junction either, unless nothing else
/// leads on: that would undo the ban, and elsewhere turning back is never the shortest way.
///
/// A link's toll is the road charge in euro.
///
/// Zones are the neighbourhoods, then the external stations; nodes 0…zones−1 are their centres, through which no trip passes. Free
/// speed = legal limit × factor of the road class, capacity = lanes × capacity of a lane, delay by the BPR function. Minutes, veh/h.

#include "simulation/traffic/assignment_network.h"
#include "simulation/traffic/city/zone_access.h"
#include "simulation/traffic/turns.h"

namespace isopolis {

struct CityNetwork {
    AssignmentNetwork graph;
    Zones zones;
    std::vector<ZoneAccess> access;  ///< per neighbourhood
    std::vector<LinkId> linkOf;      ///< per assignment link; invalid for connectors and turns
    std::vector<Point2> at;          ///< per node of the graph; the origin for zone centres
    bool connected(std::size_t zone) const { return zone >= access.size() || !access[zone].connectors.empty(); }
};

/// Errors: NotFound if there is no link that cars may use.
Expected<CityNetwork> buildCityNetwork(const AppliedScenario& applied, const TrafficSettings& settings);

/// The rules for cars in a network whose first links are `streets`, ascending.
std::vector<TurnRule> turnRules(const AppliedScenario& applied, const std::vector<LinkId>& streets);

/// The same city without the scenario's changes of streets and timetable; activity and parameters stay.
AppliedScenario withoutNetworkChanges(const AppliedScenario& applied);

/// Least costs between zones; infinity where there is no way. Within a zone: half of the least cost to another zone, either way.
/// Rounded as in street_trees.h: a way has the same bits whatever changes elsewhere.
ZoneMatrix skim(const AssignmentNetwork& network, const std::vector<double>& cost, int threads);
/// Sets the diagonal as `skim` does.
void fillWithinZones(ZoneMatrix& times);

struct Skim {
    ZoneMatrix time_min, length_km;
};
/// The same with the length of each least-cost way; infinity where there is none.
Skim skimWithLength(const AssignmentNetwork& network, const std::vector<double>& cost, int threads);

/// Tolls of each least-cost way; 0 within zones and where there is no way.
ZoneMatrix leastCostTolls(const AssignmentNetwork& network, const std::vector<double>& cost, int threads);

/// The first zones of a matrix: neighbourhoods without stations.
ZoneMatrix firstZones(const ZoneMatrix& matrix, std::size_t zones);

}  // namespace isopolis
