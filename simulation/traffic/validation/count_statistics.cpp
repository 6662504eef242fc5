#include "simulation/traffic/validation/count_statistics.h"

#include <cmath>
#include <limits>

namespace isopolis {

namespace {
constexpr double kNoValue = std::numeric_limits<double>::quiet_NaN();
// UK TAG unit M3.1, table 2.
constexpr double kSmallFlow = 700, kLargeFlow = 2700, kSmallTolerance = 100, kMiddleTolerance = 0.15, kLargeTolerance = 400;

bool usable(const CountPair& p) { return std::isfinite(p.modelled) && std::isfinite(p.counted) && p.modelled >= 0 && p.counted >= 0; }

double ratio(double a, double b) { return b > 0 ? a / b : kNoValue; }
}  // namespace

double geh(double modelled, double counted)
{
    const double sum = modelled + counted, difference = modelled - counted;
    return sum > 0 ? std::sqrt(2 * difference * difference / sum) : 0;
}

bool withinFlowCriterion(double modelled, double counted)
{
    const double difference = std::abs(modelled - counted);
    if (counted < kSmallFlow)
        return difference <= kSmallTolerance;
    return difference <= (counted <= kLargeFlow ? kMiddleTolerance * counted : kLargeTolerance);
}

FitStatistics fitOf(std::span<const CountPair> pairs, Flows flows)
{
    FitStatistics fit;
    double m = 0, c = 0, mc = 0, cc = 0, squares = 0, gehSum = 0;
    std::size_t below5 = 0, below10 = 0, within = 0;
    for (const CountPair& p : pairs) {
        if (!usable(p)) {
            ++fit.leftOut;
            continue;
        }
        ++fit.n;
        m += p.modelled;
        c += p.counted;
        mc += p.modelled * p.counted;
        cc += p.counted * p.counted;
        squares += (p.modelled - p.counted) * (p.modelled - p.counted);
        const double g = geh(p.modelled, p.counted);
        gehSum += g;
        below5 += g < 5 ? 1 : 0;
        below10 += g < 10 ? 1 : 0;
        within += withinFlowCriterion(p.modelled, p.counted) ? 1 : 0;
    }
    const auto n = static_cast<double>(fit.n);
    fit.meanCounted = ratio(c, n);
    fit.meanModelled = ratio(m, n);
    const bool hourly = flows == Flows::Hourly;
    fit.gehBelow5 = hourly ? ratio(static_cast<double>(below5), n) : kNoValue;
    fit.gehBelow10 = hourly ? ratio(static_cast<double>(below10), n) : kNoValue;
    fit.meanGeh = hourly ? ratio(gehSum, n) : kNoValue;
    fit.withinCriterion = hourly ? ratio(static_cast<double>(within), n) : kNoValue;
    fit.rmsePercent = 100 * ratio(std::sqrt(ratio(squares, n - 1)), fit.meanCounted);
    fit.slope = ratio(mc, cc);
    fit.biasPercent = 100 * ratio(m - c, c);
    // Deviations from the means in a second pass: the difference of large sums would lose digits.
    double vm = 0, vc = 0, covariance = 0;
    for (const CountPair& p : pairs)
        if (usable(p)) {
            const double dm = p.modelled - fit.meanModelled, dc = p.counted - fit.meanCounted;
            vm += dm * dm;
            vc += dc * dc;
            covariance += dm * dc;
        }
    fit.r2 = ratio(covariance * covariance, vm * vc);
    return fit;
}

}  // namespace isopolis
