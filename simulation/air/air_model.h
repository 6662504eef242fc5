#pragma once
/// Annual mean NO2 and PM2.5 where people live: line sources by the R-LINE formulation under the city's wind rose.
///
///   Expected<AirResult> air = computeAir(applied, emissions, control);   (*air).no2Mean_ug_m3[neighbourhood];
///
/// What surprises: with hourly weather each class of wind and stability counts, weighted by the traffic of the day; a bare rose counts as
/// neutral air. At homes in recognised street canyons (canyons.h) the own street counts by OSPM, for the share of people who face it;
/// elsewhere buildings do not deflect the plume. Streets farther than `air.cut_off` and tunnels add nothing. Road parts are linear in
/// emission at given traffic. NO2 follows van den Hout's annual relation with background ozone, or with `air.chemistry` the balance of NO,
/// NO2 and ozone by class of time and stability (photochemistry.h). Receptors are the activity points with people, equal places merged, in
/// the order of first appearance. Sources: Snyder et al. 2013 (R-LINE), AERMOD 24142 coefficients; Berkowicz 2000 (OSPM); van den Hout &
/// Baars 1988. Errors: Conflict if the emissions belong to another network, BadValue if a figure is not finite, Cancelled.

#include "gis/core/expected.h"
#include "simulation/air/air_result.h"
#include "simulation/emissions/emission_result.h"
#include "simulation/run/run_control.h"
#include "simulation/scenario/apply_scenario.h"

namespace isopolis {

class AnnualKernel;

Expected<AirResult> computeAir(const AppliedScenario& applied, const EmissionResult& emissions, RunControl& control);
/// With a kernel from `annualKernel` (road_lines.h) of the same city and parameters: for many runs under one weather.
Expected<AirResult> computeAir(const AppliedScenario& applied, const EmissionResult& emissions, const AnnualKernel& kernel,
                               RunControl& control);

}  // namespace isopolis
