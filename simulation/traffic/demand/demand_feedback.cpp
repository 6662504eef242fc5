#include "simulation/traffic/demand/demand_feedback.h"

#include <cmath>

namespace isopolis {

namespace {

double demandGap(const HourMatrices& cost, const HourMatrices& assigned, const HourMatrices& called)
{
    double difference = 0, all = 0;
    for (std::size_t h = 0; h < cost.size(); ++h)
        for (std::size_t k = 0; k < cost[h].values.size(); ++k)
            if (const double c = cost[h].values[k]; std::isfinite(c)) {
                difference += c * std::abs(called[h].values[k] - assigned[h].values[k]);
                all += c * assigned[h].values[k];
            }
    return all > 0 ? difference / all : 0;
}

void moveTowards(HourMatrices& demand, const HourMatrices& target, double weight)
{
    for (std::size_t h = 0; h < demand.size(); ++h)
        for (std::size_t k = 0; k < demand[h].values.size(); ++k)
            demand[h].values[k] += weight * (target[h].values[k] - demand[h].values[k]);
}

}  // namespace

double relativeChange(const HourMatrices& before, const HourMatrices& after)
{
    double squares = 0, sum = 0, n = 0;
    for (std::size_t h = 0; h < before.size(); ++h)
        for (std::size_t k = 0; k < before[h].values.size(); ++k) {
            const double d = after[h].values[k] - before[h].values[k];
            squares += d * d;
            sum += before[h].values[k];
            ++n;
        }
    if (squares == 0)
        return 0;
    return sum > 0 ? std::sqrt(squares / n) / (sum / n) : std::numeric_limits<double>::infinity();
}

Expected<FeedbackResult> iterateDemand(HourMatrices start, const std::function<Expected<HourMatrices>(const HourMatrices& cost)>& demandOf,
                                       const std::function<Expected<HourMatrices>(const HourMatrices& demand)>& costOf,
                                       const FeedbackOptions& options, RunControl& control)
{
    FeedbackResult result;
    result.demand = std::move(start);
    while (true) {
        if (control.cancelled())
            return cancelledError();
        auto cost = costOf(result.demand);
        if (!cost)
            return unexpected(cost.error());
        result.cost = std::move(*cost);
        auto called = demandOf(result.cost);
        if (!called)
            return unexpected(called.error());
        ++result.iterations;
        result.changes.push_back(relativeChange(result.demand, *called));
        result.gap = demandGap(result.cost, result.demand, *called);
        result.converged = result.changes.back() <= options.tolerance;
        if (result.converged || result.iterations >= options.maxIterations)
            return result;
        const double weight = options.averaging == Averaging::Constant ? options.weight : 1.0 / (result.iterations + 1);
        moveTowards(result.demand, *called, weight);
    }
}

}  // namespace isopolis
