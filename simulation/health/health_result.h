#pragma once
/// What the health model knows of a city: people above limit values, and deaths attributable to the air, per place and altogether.
///
/// Cases by NO2 and by PM2.5 overlap and are never added. Annoyance and disturbed sleep stand in NoiseResult.

#include "gis/core/error.h"
#include "gis/core/ids.h"
#include "simulation/health/health_impact.h"

#include <vector>

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
    PollutantHealth pm10;       ///< without deaths: PM10 holds PM2.5, whose deaths are counted there
    /// Shares of the residents of a place; NaN where nobody lives.
    IdVector<NeighbourhoodId, double> no2AboveWho_percent, no2AboveEu_percent, pm25AboveWho_percent, pm25AboveEu_percent,
        pm10AboveWho_percent, pm10AboveEu_percent;
    IdVector<NeighbourhoodId, AttributableCases> no2Deaths, pm25Deaths;  ///< per year
    std::vector<Issue> issues;
    friend bool operator==(const HealthResult&, const HealthResult&) = default;
};

}  // namespace isopolis
