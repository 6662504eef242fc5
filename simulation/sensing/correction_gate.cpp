#include "simulation/sensing/correction_gate.h"

#include "gis/core/text.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <random>

namespace isopolis {

namespace {

constexpr std::size_t kFewestForPositions = 7, kFewestInCommon = 24;

std::string oneDecimal(double v)
{
    const long long tenths = std::llround(v * 10);
    return std::to_string(tenths / 10) + "." + std::to_string(std::abs(tenths % 10));
}

}  // namespace

double positionChance(const ResidualHistory& h, int permutations)
{
    const std::size_t n = h.sensors();
    if (n < kFewestForPositions)
        return std::numeric_limits<double>::quiet_NaN();
    // Correlations rather than covariances: a loud pair must not decide alone.
    SymmetricMatrix r = secondMoments(h, kFewestInCommon);
    std::vector<double> scale(n, 0);
    for (std::size_t i = 0; i < n; ++i)
        scale[i] = r(i, i) > 0 ? 1 / std::sqrt(r(i, i)) : 0;
    double meanR = 0, meanD = 0, pairs = 0;
    for (std::size_t i = 0; i < n; ++i)
        for (std::size_t j = 0; j < i; ++j) {
            const double value = r(i, j) * scale[i] * scale[j];
            r.set(i, j, std::isfinite(value) ? value : 0);
            meanR += r(i, j);
            meanD += distance(h.at[i], h.at[j]);
            pairs += 1;
        }
    meanR /= pairs;
    meanD /= pairs;
    SymmetricMatrix d(n);
    for (std::size_t i = 0; i < n; ++i)
        for (std::size_t j = 0; j < i; ++j) {
            r.set(i, j, r(i, j) - meanR);
            d.set(i, j, meanD - distance(h.at[i], h.at[j]));
        }
    std::vector<std::size_t> order(n);
    std::iota(order.begin(), order.end(), std::size_t{0});
    const auto statistic = [&] {
        double sum = 0;
        for (std::size_t i = 0; i < n; ++i)
            for (std::size_t j = 0; j < i; ++j)
                sum += r(i, j) * d(order[i], order[j]);
        return sum;
    };
    const double seen = statistic();
    std::mt19937_64 random(1);
    int asLarge = 1;
    for (int k = 0; k < permutations; ++k) {
        for (std::size_t i = n - 1; i > 0; --i)
            std::swap(order[i], order[random() % (i + 1)]);
        asLarge += statistic() >= seen ? 1 : 0;
    }
    return static_cast<double>(asLarge) / (permutations + 1);
}

CorrectionGate judgeCorrection(const ResidualHistory& past, const ResidualHistory& recent, const SymmetricMatrix& b,
                               const GateSettings& settings)
{
    CorrectionGate gate;
    gate.left = leaveOneOut(recent, b);
    gate.positionChance = positionChance(past, settings.permutations);
    const std::string figures = "one sensor left out, the error is " + oneDecimal(gate.left.before) + " without and " +
                                oneDecimal(gate.left.after) + " with them (" + std::to_string(gate.left.values) + " values)";
    if (gate.left.values < settings.fewestValues) {
        gate.sentence = ISO_TR("sensing", "Too little was measured to tell whether sensors improve the model here; it is shown as it is.");
        return gate;
    }
    if (gate.positionChance > settings.positionLevel) {
        gate.sentence =
            ISO_TR("sensing", "Sensors do not improve the model here: near sensors agree no more than far ones, so their positions "
                              "may be wrong.");
        return gate;
    }
    gate.applied = gate.left.gain() >= settings.leastGain;
    gate.sentence = (gate.applied ? ISO_TR("sensing", "Sensors improve the model here: ")
                                  : ISO_TR("sensing", "Sensors do not improve the model here: ")) +
                    figures + ".";
    if (std::isnan(gate.positionChance))
        gate.sentence += ISO_TR("sensing", " There are too few sensors to test whether their positions are right.");
    return gate;
}

}  // namespace isopolis
