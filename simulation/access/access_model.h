#pragma once
/// Jobs that people reach by car, on foot and by cycle within a cut-off time, the walk to the nearest school, clinic and park, and the
/// mean time of car trips, per neighbourhood.
///
///   Expected<AccessResult> access = computeAccess(applied, traffic, control);   (*access).jobsByCar[neighbourhood];
///
/// A_i = Σ_p people_p Σ_q jobs_q [t_pq ≤ T] / Σ_p people_p over the activity points p of neighbourhood i; a job counts fully or
/// not at all. Times are between junctions: by car on the congested link times of the modelled hour plus a terminal time, on foot and
/// by cycle as `mode_network.h` says, plus the straight ways from and to the nearest junction. The walk to the nearest place is
/// w_i = Σ_p people_p min(T, min_q t_pq) / Σ_p people_p.
///
/// What surprises: by car and by cycle a neighbourhood is timed from at most `access.car.origins` or `access.cycle.origins` places that
/// stand for equal numbers of its people, always the same ones whatever the traffic; people and jobs without a junction within
/// `access.connector` reach nothing and are reached by nobody (an issue says how many). Turn bans and delays are not modelled. Whoever
/// lives farther than `access.walk.longest` from a place counts with that time; a city whose data name no school, clinic or park has
/// NaN there and an issue `no_schools`, `no_clinics` or `no_parks`.
/// `carTime_min` leaves out trips within the zone (the traffic model has no time for them) and the terminal time.
/// Source: cumulative opportunities, Wachs & Kumagai 1973; Dijkstra 1959.
/// Errors: Conflict if the traffic result belongs to another network, Cancelled.

#include "gis/core/expected.h"
#include "simulation/access/access_result.h"
#include "simulation/run/run_control.h"
#include "simulation/scenario/apply_scenario.h"
#include "simulation/traffic/traffic_result.h"

namespace isopolis {

class AccessMemory;  // access_memory.h

/// `memory`: finds again what schemes of a city leave as it is, e.g. walks where only cars are kept out; never changes a bit.
Expected<AccessResult> computeAccess(const AppliedScenario& applied, const TrafficResult& traffic, RunControl& control,
                                     AccessMemory* memory = nullptr);

}  // namespace isopolis
