#pragma once
/// Jobs that people reach by car and on foot within a cut-off time, and the mean time of car trips, per neighbourhood.
///
///   Expected<AccessResult> access = computeAccess(applied, traffic, control);   (*access).jobsByCar[neighbourhood];
///
/// A_i = Σ_p people_p Σ_q jobs_q [t_pq ≤ T] / Σ_p people_p over the activity points p of neighbourhood i; a job counts fully or
/// not at all. Times are between junctions: by car on the congested link times of the modelled hour plus a terminal time, on
/// foot along links with Mode::Walk in either direction plus the straight ways from and to the nearest junction.
///
/// What surprises: by car a neighbourhood is timed from at most `access.car.origins` junctions that stand for equal numbers of its
/// people, always the same ones whatever the traffic; people and jobs without a junction within `access.connector` reach
/// nothing and are reached by nobody (an issue says how many). Slopes do not slow people down. Turn bans and delays are not modelled.
/// `carTime_min` leaves out trips within the zone (the traffic model has no time for them) and the terminal time.
/// Source: cumulative opportunities, Wachs & Kumagai 1973; Dijkstra 1959.
/// Errors: Conflict if the traffic result belongs to another network, Cancelled.

#include "gis/core/expected.h"
#include "simulation/access/access_result.h"
#include "simulation/run/run_control.h"
#include "simulation/scenario/apply_scenario.h"
#include "simulation/traffic/traffic_result.h"

namespace isopolis {

Expected<AccessResult> computeAccess(const AppliedScenario& applied, const TrafficResult& traffic, RunControl& control);

}  // namespace isopolis
