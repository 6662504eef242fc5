#pragma once
/// The modelled hours of a day, each in user equilibrium.
///
///   Expected<Hours> hours = assignHours(net.graph, trips_veh_h, settings, control);   (*hours)[0].flow[link];
///
/// Hours do not know of each other. They can go on from the solved hours of another network of the same zones. Errors: those of
/// solveEquilibrium.

#include "simulation/traffic/city/traffic_settings.h"
#include "simulation/traffic/demand/demand_feedback.h"
#include "simulation/traffic/equilibrium.h"

namespace isopolis {

using Hours = std::vector<Equilibrium>;

struct HoursStart {
    const Hours* from = nullptr;              ///< with routes, one per hour; null: a cold start
    std::vector<std::uint32_t> linkNow = {};  ///< WarmStart::linkNow
    bool keepRoutes = false;
};

Expected<Hours> assignHours(const AssignmentNetwork& network, const HourMatrices& trips_veh_h, const TrafficSettings& settings,
                            RunControl& control, const HoursStart& start = {});

}  // namespace isopolis
