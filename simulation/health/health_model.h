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
#include "simulation/health/health_impact.h"
#include "simulation/scenario/apply_scenario.h"

namespace isopolis {

struct PollutantHealth {
    double mean_ug_m3 = 0;             ///< weighted by people; NaN if there are none
    double aboveWho = 0, aboveEu = 0;  ///< people
    AttributableCases deaths;          ///< per year
    friend bool operator==(const PollutantHealth&, const PollutantHealth&) = default;
};

struct HealthResult {
    double people = 0;
    PollutantHealth no2, pm25;  ///< of the whole city
    IdVector<NeighbourhoodId, double> no2AboveWho_percent, no2AboveEu_percent, pm25AboveWho_percent, pm25AboveEu_percent;
    IdVector<NeighbourhoodId, AttributableCases> no2Deaths, pm25Deaths;  ///< per year
};

HealthResult computeHealth(const AppliedScenario& applied, const AirResult& air);

/// "12.3 deaths a year (6.1 to 24.0)": English source text in the context "health", filled in.
std::string casesText(const AttributableCases& cases);

}  // namespace isopolis
