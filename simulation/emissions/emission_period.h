#pragma once
/// Emissions of one period of the day, as if the whole day were like it: what maps of the morning, midday, evening or night are made of.
///
///   Expected<EmissionResult> rush = emissionsOfPeriod(applied, traffic, Period::Morning, control);   // g/day at that hour's rate
///
/// The modelled hour of the period, its flows and speeds. Errors: NotFound if the run models the morning alone, and those of
/// computeEmissions.

#include "simulation/emissions/emission_model.h"
#include "simulation/traffic/demand/demand_types.h"

namespace isopolis {

Expected<EmissionResult> emissionsOfPeriod(const AppliedScenario& applied, const TrafficResult& traffic, Period period,
                                           RunControl& control);

}  // namespace isopolis
