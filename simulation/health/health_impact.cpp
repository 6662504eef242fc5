#include "simulation/health/health_impact.h"

#include <algorithm>
#include <cmath>

namespace isopolis {

namespace {
constexpr double kRiskStep_ug_m3 = 10;
}

double attributableShare(double exposure_ug_m3, double counterfactual_ug_m3, double relativeRisk)
{
    const double above = std::max(0.0, exposure_ug_m3 - counterfactual_ug_m3);
    return 1 - std::exp(-std::log(relativeRisk) / kRiskStep_ug_m3 * above);
}

AttributableCases attributableCases(const Exposure& e, const RelativeRisk& risk)
{
    const auto cases = [&](double rr) {
        return e.incidence_per_year * e.people * attributableShare(e.exposure_ug_m3, e.counterfactual_ug_m3, rr);
    };
    return {cases(risk.central), cases(risk.low), cases(risk.high)};
}

double riskAt(double exposure, double threshold, double relativeRisk, double step)
{
    return std::pow(relativeRisk, std::max(0.0, exposure - threshold) / step);
}

double populationAttributableFraction(std::span<const double> people, std::span<const double> relativeRisks)
{
    double all = 0, weighted = 0;
    for (std::size_t i = 0; i < std::min(people.size(), relativeRisks.size()); ++i) {
        all += people[i];
        weighted += people[i] * relativeRisks[i];
    }
    return all > 0 && weighted > 0 ? (weighted - all) / weighted : 0;
}

}  // namespace isopolis
