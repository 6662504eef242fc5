#pragma once
/// Car traffic of the modelled hour: trips from people and jobs, then the user equilibrium of routes.
///
///   Expected<TrafficResult> traffic = runTraffic(applied, control);   traffic->flow_veh_h[link];
///
/// Trips: productions people × trips per day × share of car drivers × peak share; attractions jobs + κ·people, scaled to the
/// productions; external stations by counts or parameters; doubly constrained gravity with exp(−γ·minutes). Routes: relative gap.
///
/// What surprises: the trip table depends on free-flow times of the city *without* the scenario, so a closed bridge changes
/// routes, not destinations; new homes and jobs change both. Trips that find no way are counted in `unassigned_veh_h` and named
/// in `issues`. Trips within a zone are counted and stay off the network. Buses and lorries are not assigned.
/// Source: Wilson 1967; Furness 1965; Beckmann 1956; Bureau of Public Roads 1964.
/// Errors: NotFound if the city has no street for cars, Cancelled.

#include "gis/core/expected.h"
#include "simulation/run/run_control.h"
#include "simulation/scenario/apply_scenario.h"
#include "simulation/traffic/traffic_result.h"

namespace isopolis {

Expected<TrafficResult> runTraffic(const AppliedScenario& applied, RunControl& control);

}  // namespace isopolis
