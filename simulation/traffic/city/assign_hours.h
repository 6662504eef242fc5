#pragma once
/// The modelled hours of a day, each in user equilibrium.
///
///   Expected<Hours> hours = assignHours(net.graph, trips_veh_h, settings, control);   (*hours)[0].flow[link];
///
/// Where a link has a toll, it counts with the mean value of time and the routes are kept, so that what people pay can be told
/// (charge_payments.h). Hours do not know of each other. Errors: those of solveEquilibrium.

#include "simulation/traffic/city/traffic_settings.h"
#include "simulation/traffic/demand/demand_feedback.h"
#include "simulation/traffic/equilibrium.h"

namespace isopolis {

using Hours = std::vector<Equilibrium>;

Expected<Hours> assignHours(const AssignmentNetwork& network, const HourMatrices& trips_veh_h, const TrafficSettings& settings,
                            RunControl& control);

}  // namespace isopolis
