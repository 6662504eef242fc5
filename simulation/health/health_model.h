#pragma once
/// What the air means for people: exposure, people above limit values, and deaths attributable to NO2 and to PM2.5.
///
///   HealthResult health = computeHealth(applied, air);
///   health.no2AboveEu_percent[neighbourhood];   health.pm25Deaths.central;   // with low and high
///
/// What surprises: exposure is that at home; deaths by NO2 and by PM2.5 overlap and are never added; the interval is that of the
/// relative risk alone. A change of deaths is the difference of two runs. Places where nobody lives have NaN shares.
/// Source: WHO AirQ+ and guidelines 2021; Directive (EU) 2024/2881.

#include "simulation/air/air_result.h"
#include "simulation/health/health_result.h"
#include "simulation/scenario/apply_scenario.h"

namespace isopolis {

HealthResult computeHealth(const AppliedScenario& applied, const AirResult& air);
/// With other parameters than those of the run, e.g. another level below which no deaths are counted.
HealthResult computeHealth(const City& city, const ParameterSet& parameters, const AirResult& air);

/// "12.3 deaths a year (6.1 to 24.0)": English source text in the context "health", filled in.
std::string casesText(const AttributableCases& cases);

}  // namespace isopolis
