#include "simulation/traffic/proportionality.h"

#include "simulation/run/parallel.h"
#include "simulation/traffic/entropy_shares.h"

#include <algorithm>
#include <cmath>

namespace isopolis {

namespace {
/// Ways count as equal up to this multiple of gap^(2/3), relative to the cost from the origin.
constexpr double kEqualWays = 3;
/// The totals must be kept to this at least, or the flows stay as they were.
constexpr double kAcceptable = 1e-9;
}  // namespace

Proportionality makeProportional(std::vector<Bush>& bushes, const ProportionalityInput& input, const RunControl& control)
{
    Proportionality result;
    std::vector<Bush> ways(bushes.size());
    std::vector<Choice> choices(bushes.size());
    std::vector<std::vector<double>> flows(bushes.size());
    std::vector<double> slack(bushes.size(), 0);
    const double equal = kEqualWays * std::pow(input.relativeGap, 2.0 / 3);
    parallelBlocks(bushes.size(), kOriginBlocks, input.threads, [&](std::size_t, std::size_t begin, std::size_t end) {
        EqualWays finder(input.state, input.demand, equal);
        for (std::size_t b = begin; b < end; ++b) {
            ways[b] = finder.find(bushes[b], slack[b]);
            choices[b] = choiceOf(ways[b]);
            for (const std::uint32_t s : choices[b].slot)
                flows[b].push_back(ways[b].flow[s]);
        }
    });
    std::vector<double> total(input.state.network().linkCount(), 0);
    for (const Bush& bush : ways)
        for (std::size_t s = 0; s < bush.link.size(); ++s)
            total[bush.link[s]] += bush.flow[s];
    for (const double s : slack)
        result.costSlack = std::max(result.costSlack, s);

    EntropyShares shares(choices, flows, std::move(total), input.threads);
    result.steps = shares.solve(control);
    result.totalsError = shares.error();
    if (control.cancelled() || !(result.totalsError <= kAcceptable))
        return result;
    for (std::size_t b = 0; b < ways.size(); ++b) {
        const std::vector<double> flow = shares.flows(b);
        for (std::size_t s = 0; s < flow.size(); ++s) {
            result.moved = std::max(result.moved, std::abs(flow[s] - flows[b][s]));
            ways[b].flow[choices[b].slot[s]] = flow[s];
        }
    }
    result.done = true;
    bushes = std::move(ways);
    return result;
}

}  // namespace isopolis
