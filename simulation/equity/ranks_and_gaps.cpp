#include "simulation/equity/inequality.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace isopolis {

namespace {
constexpr double kNoValue = std::numeric_limits<double>::quiet_NaN();
constexpr double kHalf = 0.5;

std::vector<std::size_t> ascending(std::span<const double> key)
{
    std::vector<std::size_t> order(key.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return key[a] < key[b]; });
    return order;
}
}  // namespace

std::vector<double> fractionalRanks(std::span<const double> rank, std::span<const double> weight)
{
    const std::vector<std::size_t> order = ascending(rank);
    const double total = std::accumulate(weight.begin(), weight.end(), 0.0);
    std::vector<double> ranks(rank.size(), kNoValue);
    double before = 0;
    for (std::size_t i = 0; i < order.size();) {
        double tied = 0;
        std::size_t j = i;
        for (; j < order.size() && rank[order[j]] == rank[order[i]]; ++j)
            tied += weight[order[j]];
        for (std::size_t k = i; k < j; ++k)
            ranks[order[k]] = (before + kHalf * tied) / total;
        before += tied;
        i = std::max(j, i + 1);
    }
    return ranks;
}

namespace {
/// Shares of people and of the total, ordered by `key`; one point per set of equal keys, so that their order never matters.
std::vector<LorenzPoint> cumulated(std::span<const double> value, std::span<const double> weight, std::span<const double> key)
{
    double people = 0, total = 0;
    for (std::size_t i = 0; i < value.size(); ++i) {
        if (!(value[i] >= 0) || !(weight[i] >= 0) || std::isnan(key[i]))
            return {};
        people += weight[i];
        total += weight[i] * value[i];
    }
    if (!(people > 0) || !(total > 0))
        return {};
    std::vector<LorenzPoint> curve{{0, 0}};
    double atPeople = 0, atValue = 0;
    const std::vector<std::size_t> order = ascending(key);
    for (std::size_t at = 0; at < order.size(); ++at) {
        const std::size_t i = order[at];
        atPeople += weight[i];
        atValue += weight[i] * value[i];
        if (at + 1 == order.size() || key[order[at + 1]] != key[i])
            curve.push_back({atPeople / people, atValue / total});
    }
    return curve;
}
}  // namespace

std::vector<LorenzPoint> lorenzCurve(std::span<const double> value, std::span<const double> weight)
{
    return cumulated(value, weight, value);
}

std::vector<LorenzPoint> concentrationCurve(std::span<const double> value, std::span<const double> weight, std::span<const double> rank)
{
    return cumulated(value, weight, rank);
}

GroupGap groupGap(std::span<const double> value, std::span<const double> groupPeople, std::span<const double> otherPeople)
{
    double group = 0, others = 0, groupSum = 0, otherSum = 0;
    for (std::size_t i = 0; i < value.size(); ++i) {
        group += groupPeople[i];
        others += otherPeople[i];
        groupSum += groupPeople[i] * value[i];
        otherSum += otherPeople[i] * value[i];
    }
    GroupGap gap;
    gap.group = group > 0 ? groupSum / group : kNoValue;
    gap.others = others > 0 ? otherSum / others : kNoValue;
    gap.all = group + others > 0 ? (groupSum + otherSum) / (group + others) : kNoValue;
    gap.difference = gap.group - gap.others;
    if (gap.others > 0)
        gap.ratio = gap.group / gap.others;
    gap.dissimilarity = group > 0 && others > 0 ? 0 : kNoValue;
    for (std::size_t i = 0; i < value.size(); ++i)
        gap.dissimilarity += kHalf * std::abs(groupPeople[i] / group - otherPeople[i] / others);
    return gap;
}

}  // namespace isopolis
