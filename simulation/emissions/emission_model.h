#pragma once
/// Emissions of road traffic per link and day: EMEP/EEA tier 3 functions of speed for a stated fleet, plus wear.
///
///   Expected<EmissionResult> emissions = computeEmissions(applied, traffic, control);   (*emissions).nox_g_day[link];
///
/// What surprises: the assigned flow counts as all vehicles, split by the fleet's weights, the same on every street;
/// they drive at the speeds of the modelled hours; where only one is modelled, the rest is faster (`emissions.peak_share`). Low-emission
/// zones act on links whose midpoint lies inside; the shift to electric cars acts everywhere. CO2 is from the tank to the wheel, power
/// stations stand apart. Cold starts: the same share of every street's distance in towns (their places are not known), at the city's mean
/// temperature. Slopes come from the terrain at a link's ends and act on lorries and buses. Not included: evaporation, resuspension, idling
/// beyond what the functions hold. PM2.5 and PM10 are exhaust particles plus tyre, brake and road wear.
/// Source: EMEP/EEA air pollutant emission inventory guidebook 2019, 1.A.3.b (exhaust tier 3, wear tier 2).
/// Errors: Conflict if the traffic result belongs to another network, Cancelled.

#include "gis/core/expected.h"
#include "simulation/emissions/emission_result.h"
#include "simulation/run/run_control.h"
#include "simulation/scenario/apply_scenario.h"
#include "simulation/traffic/traffic_result.h"

namespace isopolis {

Expected<EmissionResult> computeEmissions(const AppliedScenario& applied, const TrafficResult& traffic, RunControl& control);

}  // namespace isopolis
