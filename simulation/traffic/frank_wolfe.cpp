// Bi-conjugate Frank–Wolfe after Mitradjieva & Lindberg 2013: each search direction is conjugate, with respect to the Hessian of
// Beckmann's objective, to the two before it.

#include "simulation/traffic/assignment_state.h"

#include <algorithm>

namespace isopolis {

namespace {

/// Targets of the last two directions; the flows themselves are where the next one starts.
struct Targets {
    std::vector<double> last, beforeLast;
    double lastStep = 0;
    int count = 0;
};

/// A step this long ends at the target itself: nothing of the old directions is left.
constexpr double kFullStep = 0.99999;
/// Largest weight of the previous target in a conjugate direction (δ = 0.01 in the source).
constexpr double kMostConjugate = 0.99;

/// Target of the next direction: `fresh` (all or nothing) mixed with the two targets before.
std::vector<double> mixedTarget(const AssignmentState& state, const Targets& targets, const std::vector<double>& fresh)
{
    const std::vector<double>& x = state.flow();
    const std::vector<double>& h = state.slope();
    std::vector<double> target = fresh;
    if (targets.count == 0)
        return target;
    if (targets.count == 1) {
        double n = 0, d = 0;
        for (std::size_t l = 0; l < x.size(); ++l) {
            n += (targets.last[l] - x[l]) * h[l] * (fresh[l] - x[l]);
            d += (targets.last[l] - x[l]) * h[l] * (fresh[l] - targets.last[l]);
        }
        const double alpha = d == 0 ? 0 : std::clamp(n / d, 0.0, kMostConjugate);
        for (std::size_t l = 0; l < x.size(); ++l)
            target[l] = alpha * targets.last[l] + (1 - alpha) * fresh[l];
        return target;
    }
    const double step = targets.lastStep;
    double muOver = 0, muUnder = 0, nuOver = 0, nuUnder = 0;
    for (std::size_t l = 0; l < x.size(); ++l) {
        const double older = step * targets.last[l] + (1 - step) * targets.beforeLast[l] - x[l];
        const double newer = targets.last[l] - x[l];
        muOver += older * h[l] * (fresh[l] - x[l]);
        muUnder += older * h[l] * (targets.beforeLast[l] - targets.last[l]);
        nuOver += newer * h[l] * (fresh[l] - x[l]);
        nuUnder += newer * h[l] * newer;
    }
    const double mu = muUnder == 0 ? 0 : std::max(0.0, -muOver / muUnder);
    const double nu = nuUnder == 0 ? 0 : std::max(0.0, -nuOver / nuUnder + mu * step / (1 - step));
    const double scale = 1 / (1 + mu + nu);
    for (std::size_t l = 0; l < x.size(); ++l)
        target[l] = scale * (fresh[l] + nu * targets.last[l] + mu * targets.beforeLast[l]);
    return target;
}

/// Step in [0, 1] at which the objective stops falling: root of its slope along the direction, by bisection kept inside by signs.
double lineSearch(const AssignmentState& state, const std::vector<double>& target)
{
    const auto slopeAt = [&](double step) {
        double sum = 0;
        for (std::size_t l = 0; l < target.size(); ++l) {
            const double d = target[l] - state.flow()[l];
            if (d != 0)
                sum += d * state.costAt(l, state.flow()[l] + step * d);
        }
        return sum;
    };
    double low = 0, high = 1, atLow = slopeAt(0), atHigh = slopeAt(1);
    if (atLow >= 0)
        return 0;
    if (atHigh <= 0)
        return 1;
    const double small = 1e-10 * -atLow;
    for (int i = 0; i < 60; ++i) {
        // Regula falsi, with a bisection every third time so that a steep side cannot hold one end for ever.
        const double step = i % 3 == 2 ? (low + high) / 2 : low + (high - low) * -atLow / (atHigh - atLow);
        const double at = slopeAt(step);
        if (std::abs(at) <= small)
            return step;
        (at < 0 ? low : high) = step;
        (at < 0 ? atLow : atHigh) = at;
    }
    return low;
}

}  // namespace

Expected<SolverTrace> solveFrankWolfe(AssignmentState& state, std::span<const OdDemand* const> demand, const EquilibriumOptions& options,
                                      RunControl& control)
{
    const auto load = [&] { return loadAllOrNothing(state.network(), *demand[0], state.cost(), true, control.threads()); };
    state.setFlows(load().flow);
    SolverTrace trace;
    Targets targets;
    for (;; ++trace.iterations) {
        if (control.cancelled())
            return cancelledError();
        AllOrNothing best = load();
        const long double total = costOf(state.flow(), state.cost());
        trace.shortestCost.assign(1, best.shortestCost);
        trace.unreachable.assign(1, std::move(best.unreachable));
        trace.gaps.push_back(total > 0 ? static_cast<double>((total - best.shortestCost) / total) : 0);
        reportGap(control, trace.gaps.back(), options.relativeGap);
        if (trace.gaps.back() <= options.relativeGap || trace.iterations >= options.maxIterations)
            break;
        std::vector<double> target = mixedTarget(state, targets, best.flow);
        double step = lineSearch(state, target);
        if (step <= 0 && targets.count > 0) {  // not a way down: start afresh
            targets.count = 0;
            target = best.flow;
            step = lineSearch(state, target);
        }
        std::vector<double> flow = state.flow();
        for (std::size_t l = 0; l < flow.size(); ++l)
            flow[l] += step * (target[l] - flow[l]);
        state.setFlows(std::move(flow));
        targets.beforeLast = std::move(targets.last);
        targets.last = std::move(target);
        targets.lastStep = step;
        targets.count = step > kFullStep ? 0 : std::min(targets.count + 1, 2);
    }
    trace.classFlow.assign(1, state.flow());
    return trace;
}

}  // namespace isopolis
