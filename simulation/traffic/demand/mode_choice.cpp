#include "simulation/traffic/demand/mode_choice.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

namespace isopolis {

namespace {

double leastOf(std::span<const double> cost) { return cost.empty() ? kNoMode : *std::min_element(cost.begin(), cost.end()); }

}  // namespace

double logit(std::span<const double> cost, double theta, std::span<double> share)
{
    const double least = leastOf(cost);
    if (!std::isfinite(least)) {
        std::fill(share.begin(), share.end(), 0.0);
        return kNoMode;
    }
    double sum = 0;
    for (std::size_t m = 0; m < cost.size(); ++m)
        sum += share[m] = std::isfinite(cost[m]) ? std::exp(-theta * (cost[m] - least)) : 0;
    for (double& s : share)
        s /= sum;
    return least - std::log(sum) / theta;
}

double nestedLogit(std::span<const double> cost, std::span<const Nest> nests, double theta, std::span<double> share)
{
    std::fill(share.begin(), share.end(), 0.0);
    // Composite cost of each nest, and the conditional shares within it.
    std::array<double, kMostNests> composites, betweens;
    composites.fill(kNoMode);
    const std::span<double> composite(composites.data(), nests.size()), between(betweens.data(), nests.size());
    for (std::size_t n = 0; n < nests.size(); ++n) {
        double least = kNoMode;
        for (const std::size_t m : nests[n].alternatives)
            least = std::min(least, cost[m]);
        if (!std::isfinite(least))
            continue;
        const double scale = theta / nests[n].lambda;
        double sum = 0;
        for (const std::size_t m : nests[n].alternatives)
            sum += share[m] = std::isfinite(cost[m]) ? std::exp(-scale * (cost[m] - least)) : 0;
        for (const std::size_t m : nests[n].alternatives)
            share[m] /= sum;
        composite[n] = least - std::log(sum) / scale;
    }
    const double all = logit(composite, theta, between);
    for (std::size_t n = 0; n < nests.size(); ++n)
        for (const std::size_t m : nests[n].alternatives)
            share[m] *= between[n];
    return all;
}

Expected<void> checkNests(std::span<const Nest> nests, std::size_t alternatives)
{
    std::vector<int> seen(alternatives, 0);
    if (nests.size() > kMostNests)
        return unexpected(Error{ErrorCode::BadValue, "there are more than " + std::to_string(kMostNests) + " nests"});
    for (const Nest& nest : nests) {
        if (!(nest.lambda > 0 && nest.lambda <= 1))
            return unexpected(Error{ErrorCode::BadValue, "the scale of a nest is " + std::to_string(nest.lambda)}.cure(
                "It lies above 0 and at most at 1 (1: no nest at all)."));
        for (const std::size_t m : nest.alternatives)
            if (m >= alternatives || ++seen[m] > 1)
                return unexpected(Error{ErrorCode::BadValue, "alternative " + std::to_string(m) + " is unknown or in two nests"}.cure(
                    "Put each alternative into one nest."));
    }
    for (std::size_t m = 0; m < alternatives; ++m)
        if (seen[m] == 0)
            return unexpected(Error{ErrorCode::BadValue, "alternative " + std::to_string(m) + " is in no nest"}.cure(
                "Put each alternative into one nest."));
    return {};
}

double ruleOfHalf(std::span<const double> tripsBefore, std::span<const double> costBefore, std::span<const double> tripsAfter,
                  std::span<const double> costAfter)
{
    double gain = 0;
    for (std::size_t m = 0; m < costBefore.size(); ++m)
        if (std::isfinite(costBefore[m]) && std::isfinite(costAfter[m]))
            gain += (tripsBefore[m] + tripsAfter[m]) * (costBefore[m] - costAfter[m]) / 2;
    return gain;
}

}  // namespace isopolis
