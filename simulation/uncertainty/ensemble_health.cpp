#include "simulation/uncertainty/ensemble_health.h"

#include "simulation/scenario/parameter_spec.h"

#include <array>
#include <cmath>
#include <limits>

namespace isopolis {

namespace {

/// Over places where somebody lives; NaN if the branch holds no deaths.
double sumOf(const std::vector<IdVector<NeighbourhoodId, double>>& branch, std::size_t which)
{
    const std::size_t at = allIndicators().size() + which;
    if (at >= branch.size())
        return std::numeric_limits<double>::quiet_NaN();
    double sum = 0;
    for (const double deaths : branch[at])
        sum += std::isfinite(deaths) ? deaths : 0;
    return sum;
}

}  // namespace

std::size_t figuresOfABranch() { return allIndicators().size() + kDeathFigures; }

std::vector<IdVector<NeighbourhoodId, double>> deathsOf(const HealthResult& health)
{
    std::vector<IdVector<NeighbourhoodId, double>> all;
    for (const auto* cases : {&health.no2Deaths, &health.pm25Deaths}) {
        IdVector<NeighbourhoodId, double>& central = all.emplace_back();
        for (const AttributableCases& c : *cases)
            central.push(c.central);
    }
    return all;
}

std::vector<UncertainDeaths> uncertainDeaths(const Ensemble& ensemble, double confidence, const HealthResult& before,
                                             const HealthResult& after)
{
    struct Asked {
        std::string_view key, label;
        PollutantHealth HealthResult::*figures;
    };
    static constexpr std::array<Asked, kDeathFigures> kPollutants{{
        {"no2", ISO_TR("health", "Deaths a year attributable to NO2"), &HealthResult::no2},
        {"pm25", ISO_TR("health", "Deaths a year attributable to PM2.5"), &HealthResult::pm25},
    }};
    std::vector<UncertainDeaths> result;
    for (std::size_t k = 0; k < kPollutants.size(); ++k) {
        std::vector<double> changes;
        for (const auto& [index, draw] : ensemble.draws)
            changes.push_back(sumOf(draw.after, k) - sumOf(draw.before, k));
        const Asked& p = kPollutants[k];
        const double standard = (after.*p.figures).deaths.central - (before.*p.figures).deaths.central;
        result.push_back({std::string(p.key), std::string(p.label), uncertainFigure(std::move(changes), standard, 0, false, confidence)});
    }
    return result;
}

}  // namespace isopolis
