#pragma once
/// Whose car trips use a street of the city: from which zone to which, in the modelled hour.
///
///   Expected<StreetRoutes> routes = streetRoutes(applied, traffic, control);      // seconds: solves the equilibrium again, keeping routes
///   Expected<StreetUsers> users = routes->usersOf(link);                          // milliseconds
///
/// The answer also says along which streets these trips come and go: on the street itself that is its whole flow.
/// The flows of the answer sum to the street's flow in `traffic` within the relative gap. What surprises: link flows of an equilibrium are
/// unique, whose trips they are is not: where several ways are equally long the answer is the most likely one, in which everybody who has
/// the same two ways splits in the same ratio (proportionality.h).
/// Errors: Conflict (the traffic result belongs to another network), NotFound (cars may not use the link), Cancelled.

#include "gis/core/expected.h"
#include "simulation/run/run_control.h"
#include "simulation/scenario/apply_scenario.h"
#include "simulation/traffic/traffic_result.h"

#include <map>
#include <memory>

namespace isopolis {

class RouteState;

struct StreetUsers {
    struct Pair {
        ZoneId from, to;  ///< neighbourhoods in order, then external stations
        double trips_veh_h = 0;
    };
    std::vector<Pair> pairs;                   ///< most trips first
    IdVector<LinkId, double> flow_veh_h = {};  ///< of these trips, on all streets along their ways; per link of the scenario
    double total_veh_h = 0;
};

class StreetRoutes {
public:
    Expected<StreetUsers> usersOf(LinkId link) const;
    const Zones& zones() const { return m_zones; }

private:
    friend Expected<StreetRoutes> streetRoutes(const AppliedScenario&, const TrafficResult&, RunControl&);
    std::shared_ptr<const RouteState> m_routes;
    std::map<LinkId, std::uint32_t> m_position;  ///< of a street in the assignment network
    std::size_t m_links = 0;                     ///< of the scenario
    Zones m_zones;
};

Expected<StreetRoutes> streetRoutes(const AppliedScenario& applied, const TrafficResult& traffic, RunControl& control);

}  // namespace isopolis
