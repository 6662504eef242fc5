#pragma once
/// Deaths attributable to polluted air in an ensemble: the relative risks, death rates and ages are drawn with everything else.
///
///   DrawFigures::before[allIndicators().size() + 0 … 1]     // deaths a year by NO2 and by PM2.5, per neighbourhood, behind the indicators
///   for (const UncertainDeaths& d : uncertainDeaths(ensemble, 0.9, before.health, after.health)) d.change.low …
///
/// A draw takes a relative risk from its published 95 % interval (log-normal, the interval as ±2 deviations, cut there), so that the
/// interval of the change covers both what the scheme does to the air and how much the air does to people. Deaths by NO2 and by PM2.5
/// overlap and are never added. Draws that hold no deaths give no figure (NoData).

#include "simulation/health/health_result.h"
#include "simulation/uncertainty/ensemble_result.h"

namespace isopolis {

inline constexpr std::size_t kDeathFigures = 2;
/// What a draw holds for one branch: all indicators, then deaths by NO2 and by PM2.5.
std::size_t figuresOfABranch();
/// Deaths a year per neighbourhood, in that order.
std::vector<IdVector<NeighbourhoodId, double>> deathsOf(const HealthResult& health);

struct UncertainDeaths {
    std::string key, label;  ///< "no2", "pm25"; in the context "health"
    UncertainFigure change;  ///< deaths a year in the whole city, after − before; verdicts count every change
};

/// `before`, `after`: of the runs with standard values.
std::vector<UncertainDeaths> uncertainDeaths(const Ensemble& ensemble, double confidence, const HealthResult& before,
                                             const HealthResult& after);

}  // namespace isopolis
