// Algorithm B after Dial 2006, with the order of work of Nie 2010: all bushes are renewed and shifted once, then shifted several
// times more before the next renewal. Shifts take origins in turn (Gauss–Seidel) on one thread. On large networks the renewals, which
// take most of the time there, are done for all bushes on the same costs, in parallel. The same bits at any number of threads.

#include "simulation/run/parallel.h"
#include "simulation/traffic/persistent_shift.h"
#include "simulation/traffic/proportionality.h"
#include "simulation/traffic/warm_start.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <utility>

namespace isopolis {

namespace {

/// Sweeps over all bushes between two renewals, at most.
constexpr int kMostSweeps = 20;
/// A sweep goes on while the bushes hold more than this part of the excess cost at the last renewal.
constexpr double kInnerShare = 0.05;
/// Bushes whose excess cost, summed, could not exceed this part of the target are left alone.
constexpr double kQuiet = 0.1;
/// Nor does it pay to push the excess cost within the bushes below this part of the target.
constexpr double kEnough = 0.1;
/// Once the gap is below kNear, a round that leaves more than kStall of it is followed by persistent shifts, until a sweep finds no more
/// than kTraded of it.
constexpr double kNear = 1e-2, kStall = 0.5, kTraded = 0.005;
/// Networks with more links get lean bushes, and this many new trees on the same costs.
constexpr std::size_t kLargestFull = 5000;
constexpr std::size_t kLeanBatch = 32;

class BushSolver {
public:
    BushSolver(AssignmentState& state, std::span<const OdDemand* const> demand, const EquilibriumOptions& options, int threads)
        : m_state(state), m_demand(demand), m_options(options), m_threads(threads),
          m_kind(state.network().linkCount() > kLargestFull ? BushKind::Lean : BushKind::Full), m_workshop(state.network()),
          m_trees(state, threads), m_classFlow(demand.size())
    {}

    /// The trace is whole if a warm start was enough.
    Expected<bool> begin(SolverTrace& trace, RunControl& control)
    {
        for (std::uint32_t c = 0; c < m_demand.size(); ++c)
            for (std::uint32_t o = 0; o < m_state.network().zoneCount(); ++o)
                if (std::any_of(m_demand[c]->from(o).begin(), m_demand[c]->from(o).end(),
                                [&](const OdDemand::Pair& pair) { return pair.to != o && pair.trips > 0; }))
                    m_bushes.push_back({.origin = o, .userClass = c, .order = {}, .begin = {}, .link = {}, .tail = {}, .flow = {}});
        if (m_options.warm.routes) {
            Expected<WarmAnswer> warm = continueFrom({m_state, m_demand, m_options, m_kind, m_threads, m_trees}, m_bushes, control);
            if (!warm)
                return unexpected(warm.error());
            const bool whole = warm->bushes.empty() && !m_bushes.empty();
            if (whole)
                trace = std::move(warm->trace);
            trace.gaps = std::move(warm->gaps);
            trace.iterations = warm->rounds;
            if (whole)
                return true;
            m_bushes = std::move(warm->bushes);
        }
        plantMissing();
        m_cost.assign(m_bushes.size(), {});
        return false;
    }

    /// Sums the links' flows over the bushes again, so that rounding of single moves does not pile up.
    void resum()
    {
        sumClasses();
        std::vector<double> total(m_state.network().linkCount(), 0);
        for (const std::vector<double>& flow : m_classFlow)
            for (std::size_t l = 0; l < total.size(); ++l)
                total[l] += flow[l];
        m_state.setFlows(std::move(total));
    }

    /// Costs of all bushes on the costs as they are. Lean bushes are renewed on the same trees.
    double gap()
    {
        if (m_kind == BushKind::Full) {
            std::vector<std::vector<double>> outCost;
            for (std::size_t c = 0; c < m_demand.size(); ++c)
                outCost.push_back(costsByTail(m_state.network(), m_state.cost(c)));
            parallelBlocks(m_bushes.size(), std::min(kOriginBlocks, m_bushes.size()), m_threads,
                           [&](std::size_t, std::size_t begin, std::size_t end) {
                               const auto worker = m_trees.take();
                               for (std::size_t b = begin; b < end; ++b) {
                                   const std::uint32_t c = m_bushes[b].userClass;
                                   m_cost[b] = worker->least.of({m_bushes[b], m_state.cost(c), {}}, outCost[c], tripsOf(m_bushes[b]));
                               }
                           });
        } else {
            m_trees.forget();
            m_trees.onTrees(m_bushes, all(), [&](BushTrees::Worker& worker, std::size_t b, const StreetTree& tree) {
                const std::vector<double>& cost = m_state.cost(m_bushes[b].userClass);
                m_cost[b] = worker.workshop.costs(m_bushes[b], cost, tripsOf(m_bushes[b]), tree);
                if (m_cost[b].excess > 0)
                    worker.workshop.renew(m_bushes[b], cost, tree);
            });
        }
        m_least.assign(m_demand.size(), 0);
        for (std::size_t b = 0; b < m_bushes.size(); ++b)
            m_least[m_bushes[b].userClass] += m_cost[b].least;
        long double total = 0, least = 0;
        for (std::size_t c = 0; c < m_demand.size(); ++c) {
            total += costOf(m_classFlow[c], m_state.cost(c));
            least += m_least[c];
        }
        m_total = static_cast<double>(total);
        const double before = std::exchange(m_gapCost, static_cast<double>(total - least));
        m_stalled = m_gapCost > kStall * before;
        return total > 0 ? static_cast<double>((total - least) / total) : 0;
    }

    /// False if cancelled.
    bool improve(const RunControl& control)
    {
        const double quiet = kQuiet * m_options.relativeGap * m_total / static_cast<double>(m_bushes.size());
        std::vector<double> excess(m_bushes.size(), 0);
        for (std::size_t b = 0; b < m_bushes.size(); ++b) {
            if (control.cancelled())
                return false;
            if (!(m_cost[b].excess > quiet))
                continue;
            if (m_kind == BushKind::Full)
                m_workshop.renew(m_bushes[b], m_state.cost(m_bushes[b].userClass));
            excess[b] = m_workshop.shift(m_bushes[b], m_state);
        }
        for (int sweep = 0; sweep < kMostSweeps; ++sweep) {
            double sum = 0;
            for (const double e : excess)
                sum += e;
            if (!(sum > std::max(kInnerShare * m_gapCost, kEnough * m_options.relativeGap * m_total)))
                break;
            // Bushes that hold less than a fair share of what is still wrong wait for the next renewal.
            const double enough = 0.1 * sum / static_cast<double>(m_bushes.size());
            for (std::size_t b = 0; b < m_bushes.size(); ++b)
                if (excess[b] > enough)
                    excess[b] = m_workshop.shift(m_bushes[b], m_state);
            if (control.cancelled())
                return false;
        }
        if (m_stalled && m_gapCost < kNear * m_total)
            shiftPersistently(m_workshop, m_bushes, all(), m_state,
                              std::max(kTraded * m_gapCost, kEnough * m_options.relativeGap * m_total), control);
        return !control.cancelled();
    }

    /// Makes the flows of origins and classes unique; links keep their totals and so their costs.
    void share(SolverTrace& trace, const RunControl& control)
    {
        trace.proportionality = makeProportional(m_bushes, {m_state, m_demand, m_options.relativeGap, m_threads}, control);
        if (trace.proportionality.done)
            sumClasses();
    }

    void finish(SolverTrace& trace)
    {
        trace.shortestCost = m_least;
        trace.unreachable = unreachableOf(m_bushes, m_cost, m_demand.size(), m_state.network().zoneCount());
        trace.classFlow = std::move(m_classFlow);
        if (m_options.keepRoutes)
            trace.routes = takeRoutes(trace.classFlow);
    }

private:
    std::shared_ptr<RouteState> takeRoutes(const std::vector<std::vector<double>>& flow)
    {
        auto routes = std::make_shared<RouteState>();
        routes->zones = m_state.network().zoneCount();
        routes->nodes = m_state.network().nodeCount();
        routes->classes = m_demand.size();
        routes->pcu.assign(m_demand.size(), 1);
        for (const OdDemand* trips : m_demand)
            routes->demand.push_back(*trips);
        for (const AssignmentLink& link : m_state.network().links()) {
            routes->from.push_back(link.from);
            routes->to.push_back(link.to);
        }
        routes->bushes = std::move(m_bushes);
        routes->flow = flow;
        routes->longest = m_trees.longest();
        return routes;
    }

    void sumClasses()
    {
        for (std::vector<double>& flow : m_classFlow)
            flow.assign(m_state.network().linkCount(), 0);
        for (const Bush& bush : m_bushes)
            for (std::size_t s = 0; s < bush.link.size(); ++s)
                m_classFlow[bush.userClass][bush.link[s]] += bush.flow[s];
    }

    std::span<const OdDemand::Pair> tripsOf(const Bush& bush) const { return m_demand[bush.userClass]->from(bush.origin); }

    void addFlow(const Bush& bush)
    {
        for (std::size_t s = 0; s < bush.link.size(); ++s)
            if (bush.flow[s] > 0)
                m_state.addFlow(bush.link[s], bush.flow[s]);
    }

    void plantMissing()
    {
        std::vector<std::size_t> missing;
        for (std::size_t b = 0; b < m_bushes.size(); ++b)
            if (m_bushes[b].size() == 0)
                missing.push_back(b);
        if (m_kind == BushKind::Full) {
            ShortestPaths paths(m_state.network());
            for (const std::size_t b : missing) {
                const std::uint32_t origin = m_bushes[b].origin, userClass = m_bushes[b].userClass;
                paths.run(origin, m_state.cost(userClass));
                m_bushes[b] = m_workshop.plant(paths, origin, tripsOf(m_bushes[b]));
                m_bushes[b].userClass = userClass;
                addFlow(m_bushes[b]);
            }
            return;
        }
        for (std::size_t first = 0; first < missing.size(); first += kLeanBatch) {
            const std::span<const std::size_t> batch = std::span(missing).subspan(first, std::min(kLeanBatch, missing.size() - first));
            m_trees.forget();
            m_trees.onTrees(m_bushes, batch, [&](BushTrees::Worker& worker, std::size_t b, const StreetTree& tree) {
                const std::uint32_t userClass = m_bushes[b].userClass;
                m_bushes[b] = worker.workshop.plant(tree, tripsOf(m_bushes[b]));
                m_bushes[b].userClass = userClass;
            });
            for (const std::size_t b : batch)
                addFlow(m_bushes[b]);
        }
    }

    std::vector<std::size_t> all() const
    {
        std::vector<std::size_t> bushes(m_bushes.size());
        std::iota(bushes.begin(), bushes.end(), std::size_t{0});
        return bushes;
    }

    AssignmentState& m_state;
    std::span<const OdDemand* const> m_demand;
    const EquilibriumOptions& m_options;
    int m_threads;
    BushKind m_kind;
    BushWorkshop m_workshop;
    BushTrees m_trees;
    std::vector<Bush> m_bushes;
    std::vector<BushCost> m_cost;  ///< per bush, as the last gap found it
    std::vector<std::vector<double>> m_classFlow;
    std::vector<long double> m_least;
    double m_total = 0, m_gapCost = std::numeric_limits<double>::infinity();
    bool m_stalled = false;  ///< the last round left most of the gap
};

}  // namespace

Expected<SolverTrace> solveBushes(AssignmentState& state, std::span<const OdDemand* const> demand, const EquilibriumOptions& options,
                                  RunControl& control)
{
    BushSolver solver(state, demand, options, control.threads());
    SolverTrace trace;
    const Expected<bool> done = solver.begin(trace, control);
    if (!done)
        return unexpected(done.error());
    if (*done)
        return trace;
    while (true) {
        if (control.cancelled())
            return cancelledError();
        solver.resum();
        trace.gaps.push_back(solver.gap());
        reportGap(control, trace.gaps.back(), options.relativeGap);
        if (trace.gaps.back() <= options.relativeGap || trace.iterations >= options.maxIterations)
            break;
        if (!solver.improve(control))
            return cancelledError();
        ++trace.iterations;
    }
    if (options.proportional)
        solver.share(trace, control);
    if (control.cancelled())
        return cancelledError();
    solver.finish(trace);
    return trace;
}

}  // namespace isopolis
