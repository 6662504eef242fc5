#pragma once
/// How a neighbourhood's cars get into the network: a few junctions near its people and jobs.
///
///   std::vector<ZoneAccess> access = zoneAccess(applied, cars, settings);   access[zone].connectors[0].node;
///
/// Every activity point is joined to the nearest junction within `traffic.connector.reach` that lies on a street (no motorway, no trunk
/// road) from which the network can be reached; points without one are lost to cars and counted. Of the junctions,
/// `traffic.connector.count` are kept that stand for equal parts of people and jobs along a Z-order curve. A connector's time is the mean
/// straight distance of all the zone's joined points to the junction, with detour: so a far junction is no short cut.

#include "simulation/traffic/city/car_graph.h"
#include "simulation/traffic/city/traffic_settings.h"

namespace isopolis {

struct ZoneConnector {
    NodeId node;
    double time_min = 0;
};

struct ZoneAccess {
    std::vector<ZoneConnector> connectors;  ///< empty: no way into the network
    double people = 0, jobs = 0;            ///< joined to it
    double lostPeople = 0, lostJobs = 0;    ///< too far from any street for cars
};

std::vector<ZoneAccess> zoneAccess(const AppliedScenario& applied, const CarGraph& cars, const TrafficSettings& settings);

}  // namespace isopolis
