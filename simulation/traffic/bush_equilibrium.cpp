// Algorithm B after Dial 2006, with the order of work of Nie 2010: all bushes are renewed and shifted once, then shifted several
// times more before the next renewal. Shifts take origins in turn (Gauss–Seidel) on one thread. On large networks the renewals, which
// take most of the time there, are done for all bushes on the same costs, in parallel. The same bits at any number of threads.

#include "simulation/run/parallel.h"
#include "simulation/traffic/proportionality.h"
#include "simulation/traffic/route_state.h"

#include <algorithm>
#include <array>
#include <memory>
#include <mutex>
#include <numeric>
#include <tuple>

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
/// Networks with more links get lean bushes, and this many new trees on the same costs.
constexpr std::size_t kLargestFull = 5000;
constexpr std::size_t kLeanBatch = 32;
/// After a change: rounds over the bushes that it cut, then sweeps over all, before anything else is looked at; a bush that holds less
/// than this part of its fair share of the target rests.
constexpr int kTouchedRounds = 2, kSettleSweeps = 4;
constexpr double kSettled = 0.5;
/// A guess at the longest way, as part of the dearest link, that is too short rather than too long.
constexpr double kShortGuess = 1e-5;
/// A change of a bush's flow on a link below this part is rounding.
constexpr double kRounding = 1e-12;

/// What one thread needs at a time.
struct Worker {
    BushWorkshop workshop;
    std::optional<StreetTrees> trees;
    explicit Worker(const AssignmentNetwork& network, BushKind kind) : workshop(network)
    {
        if (kind == BushKind::Lean)
            trees.emplace(network);
    }
};
/// Workers are handed out and come back; which one does what changes nothing.
class Workers {
public:
    Workers(const AssignmentNetwork& network, BushKind kind) : m_network(network), m_kind(kind) {}
    std::shared_ptr<Worker> take()
    {
        std::unique_ptr<Worker> worker;
        {
            const std::scoped_lock lock(m_mutex);
            if (!m_idle.empty()) {
                worker = std::move(m_idle.back());
                m_idle.pop_back();
            }
        }
        if (!worker)
            worker = std::make_unique<Worker>(m_network, m_kind);
        return {worker.release(), [this](Worker* back) {
                    const std::scoped_lock lock(m_mutex);
                    m_idle.emplace_back(back);
                }};
    }

private:
    const AssignmentNetwork& m_network;
    BushKind m_kind;
    std::mutex m_mutex;
    std::vector<std::unique_ptr<Worker>> m_idle;
};

class BushSolver {
public:
    BushSolver(AssignmentState& state, std::span<const OdDemand* const> demand, const EquilibriumOptions& options, int threads)
        : m_state(state), m_demand(demand), m_options(options), m_threads(threads),
          m_kind(state.network().linkCount() > kLargestFull ? BushKind::Lean : BushKind::Full), m_workshop(state.network()),
          m_workers(state.network(), m_kind), m_classFlow(demand.size()), m_longest(demand.size(), 0)
    {}

    Expected<void> begin()
    {
        std::vector<Bush> wanted;
        for (std::uint32_t c = 0; c < m_demand.size(); ++c)
            for (std::uint32_t o = 0; o < m_state.network().zoneCount(); ++o)
                if (std::any_of(m_demand[c]->from(o).begin(), m_demand[c]->from(o).end(),
                                [&](const OdDemand::Pair& pair) { return pair.to != o && pair.trips > 0; }))
                    wanted.push_back({.origin = o, .userClass = c, .order = {}, .begin = {}, .link = {}, .tail = {}, .flow = {}});
        m_bushes = std::move(wanted);
        if (m_options.warm.routes)
            if (const Expected<void> moved = move(); !moved)
                return moved;
        plantMissing();
        m_cost.assign(m_bushes.size(), {});
        settle();
        return {};
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
        if (m_kind == BushKind::Full)
            parallelBlocks(
                m_bushes.size(), std::min(kOriginBlocks, m_bushes.size()), m_threads, [&](std::size_t, std::size_t begin, std::size_t end) {
                    const auto worker = m_workers.take();
                    for (std::size_t b = begin; b < end; ++b)
                        m_cost[b] = worker->workshop.costs(m_bushes[b], m_state.cost(m_bushes[b].userClass), tripsOf(m_bushes[b]));
                });
        else
            onTrees(all(), [&](Worker& worker, std::size_t b, const StreetTree& tree) {
                const std::vector<double>& cost = m_state.cost(m_bushes[b].userClass);
                m_cost[b] = worker.workshop.costs(m_bushes[b], cost, tripsOf(m_bushes[b]), tree);
                if (m_cost[b].excess > 0)
                    worker.workshop.renew(m_bushes[b], cost, tree);
            });
        m_least.assign(m_demand.size(), 0);
        for (std::size_t b = 0; b < m_bushes.size(); ++b)
            m_least[m_bushes[b].userClass] += m_cost[b].least;
        long double total = 0, least = 0;
        for (std::size_t c = 0; c < m_demand.size(); ++c) {
            total += costOf(m_classFlow[c], m_state.cost(c));
            least += m_least[c];
        }
        m_total = static_cast<double>(total);
        m_gapCost = static_cast<double>(total - least);
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
        return true;
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
        for (std::size_t c = 0; c < m_demand.size(); ++c) {
            double lost = 0;
            for (std::size_t b = 0; b < m_bushes.size(); ++b)
                lost += m_bushes[b].userClass == c ? m_cost[b].lost : 0;
            const std::size_t zones = m_state.network().zoneCount();
            trace.unreachable.push_back(
                lost > 0 ? loadAllOrNothing(m_state.network(), *m_demand[c], m_state.cost(c), false, m_threads).unreachable
                         : Unreachable{std::vector<double>(zones, 0), std::vector<double>(zones, 0)});
        }
        trace.classFlow = std::move(m_classFlow);
        if (!m_options.keepRoutes)
            return;
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
        trace.routes = std::move(routes);
    }

private:
    /// After a warm start: bushes whose ways were cut find new ones among themselves first, then all shift within the ways they have.
    void settle()
    {
        for (int round = 0; round < kTouchedRounds && !m_touched.empty(); ++round) {
            if (m_kind == BushKind::Lean)
                onTrees(m_touched, [&](Worker& worker, std::size_t b, const StreetTree& tree) {
                    worker.workshop.renew(m_bushes[b], m_state.cost(m_bushes[b].userClass), tree);
                });
            for (const std::size_t b : m_touched) {
                if (m_kind == BushKind::Full)
                    m_workshop.renew(m_bushes[b], m_state.cost(m_bushes[b].userClass));
                m_workshop.shift(m_bushes[b], m_state);
            }
        }
        long double total = 0;
        for (std::size_t l = 0; l < m_state.flow().size(); ++l)
            total += static_cast<long double>(m_state.flow()[l]) * m_state.timeAt(l, m_state.flow()[l]);
        const double enough = kSettled * m_options.relativeGap * static_cast<double>(total) / static_cast<double>(m_bushes.size());
        std::vector<double> excess(m_bushes.size(), std::numeric_limits<double>::infinity());
        for (int sweep = 0; sweep < kSettleSweeps && !m_touched.empty(); ++sweep)
            for (std::size_t b = 0; b < m_bushes.size(); ++b)
                if (excess[b] > enough)
                    excess[b] = m_workshop.shift(m_bushes[b], m_state);
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

    /// Fills bushes from those of then where they can be carried over.
    Expected<void> move()
    {
        const Expected<RouteMap> map = mapRoutes(m_state.network(), m_demand.size(), m_options.warm);
        if (!map)
            return unexpected(map.error());
        const std::vector<Bush>& then = m_options.warm.routes->bushes;
        std::vector<double> flow(m_state.network().linkCount(), 0);
        for (const Bush& bush : then)
            for (std::size_t s = 0; s < bush.link.size(); ++s)
                if (map->link[bush.link[s]] != kNoLink)
                    flow[map->link[bush.link[s]]] += bush.flow[s];
        m_state.setFlows(flow);
        BushMover mover(m_state, *map);
        std::vector<double> change(flow.size(), 0);
        auto old = then.begin();
        for (std::size_t b = 0; b < m_bushes.size(); ++b) {
            Bush& bush = m_bushes[b];
            const auto before = [&](const Bush& o) { return std::tie(o.userClass, o.origin) < std::tie(bush.userClass, bush.origin); };
            for (; old != then.end() && before(*old); ++old)
                replaceFlow(*old, *map, {}, change);  // nobody starts there any more
            if (old == then.end() || old->origin != bush.origin || old->userClass != bush.userClass)
                continue;
            const Bush& was = *old++;
            const bool sameTrips = std::ranges::equal(tripsOf(bush), m_options.warm.routes->demand[bush.userClass].from(bush.origin));
            Bush moved;
            if (sameTrips && mover.renumber(was, m_kind, moved)) {
                bush = std::move(moved);
                continue;
            }
            // Only an unused link went: the bush keeps its flow.
            if (sameTrips && !mover.lostFlow(was) && mover.move(was, m_kind, moved)) {
                bush = std::move(moved);
                continue;
            }
            // Each bush sees what those before it have done to the costs, or all would take the same way out.
            m_touched.push_back(b);
            if (mover.move(was, m_kind, moved)) {
                const double lost = m_workshop.reload(moved, m_state.cost(bush.userClass), tripsOf(bush));
                if (lost <= 0 || m_kind == BushKind::Full)
                    bush = std::move(moved);
            }
            replaceFlow(was, *map, bush, change);
        }
        return {};
    }

    void addFlow(const Bush& bush)
    {
        for (std::size_t s = 0; s < bush.link.size(); ++s)
            if (bush.flow[s] > 0)
                m_state.addFlow(bush.link[s], bush.flow[s]);
    }

    /// Takes the flow of a bush of then off the network and puts that of one of now on; links where both agree are not looked at again.
    void replaceFlow(const Bush& then, const RouteMap& map, const Bush& now, std::vector<double>& change)
    {
        for (std::size_t s = 0; s < now.link.size(); ++s)
            change[now.link[s]] += now.flow[s];
        const auto settle = [&](std::uint32_t l, double flow) {
            if (std::abs(change[l]) > kRounding * flow)
                m_state.addFlow(l, std::max(change[l], -m_state.flow()[l]));
            change[l] = 0;
        };
        for (std::size_t s = 0; s < then.link.size(); ++s)
            if (const std::uint32_t l = map.link[then.link[s]]; l != kNoLink)
                change[l] -= then.flow[s];
        for (std::size_t s = 0; s < then.link.size(); ++s)
            if (const std::uint32_t l = map.link[then.link[s]]; l != kNoLink)
                settle(l, then.flow[s]);
        for (std::size_t s = 0; s < now.link.size(); ++s)
            settle(now.link[s], now.flow[s]);
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
            onTrees(batch, [&](Worker& worker, std::size_t b, const StreetTree& tree) {
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

    /// Calls `body` with the tree of shortest paths of each bush's origin, on the costs as they are; in parallel. Bushes by class.
    template <class Body>
    void onTrees(std::span<const std::size_t> bushes, const Body& body)
    {
        struct Group {
            std::size_t first = 0, count = 0;
            double longest = 0;
        };
        std::vector<Group> groups;
        std::vector<std::optional<StreetCosts>> costs(m_demand.size());
        const auto classOf = [&](std::size_t k) { return m_bushes[bushes[k]].userClass; };
        for (std::size_t k = 0; k < bushes.size(); ++k) {
            if (groups.empty() || groups.back().count == StreetTrees::kLanes || classOf(groups.back().first) != classOf(k))
                groups.push_back({k, 0, 0});
            ++groups.back().count;
            if (const std::uint32_t c = classOf(k); !costs[c])
                costs[c].emplace(m_state.network(), m_state.cost(c), longestOf(c, m_bushes[bushes[k]].origin), m_threads);
        }
        parallelBlocks(groups.size(), groups.size(), m_threads, [&](std::size_t, std::size_t begin, std::size_t end) {
            const auto worker = m_workers.take();
            for (std::size_t g = begin; g < end; ++g) {
                Group& group = groups[g];
                std::array<std::uint32_t, StreetTrees::kLanes> origins{};
                for (std::size_t k = 0; k < group.count; ++k)
                    origins[k] = m_bushes[bushes[group.first + k]].origin;
                worker->trees->run(*costs[classOf(group.first)], std::span(origins).first(group.count));
                group.longest = worker->trees->longest();
                for (std::size_t k = 0; k < group.count; ++k)
                    body(*worker, bushes[group.first + k], worker->trees->tree(k));
            }
        });
        for (std::size_t c = 0; c < costs.size(); ++c)
            m_longest[c] = costs[c] ? 0 : m_longest[c];
        for (const Group& group : groups)
            m_longest[classOf(group.first)] = std::max(m_longest[classOf(group.first)], group.longest);
    }

    /// About the longest way of a class: of the trees before, else from one origin.
    double longestOf(std::uint32_t userClass, std::uint32_t origin)
    {
        if (m_longest[userClass] > 0)
            return m_longest[userClass];
        double dearest = 0;
        for (const double cost : m_state.cost(userClass))
            dearest = std::isfinite(cost) ? std::max(dearest, cost) : dearest;
        const auto worker = m_workers.take();
        const StreetCosts costs(m_state.network(), m_state.cost(userClass), dearest * kShortGuess, m_threads);
        worker->trees->run(costs, {&origin, 1});
        return worker->trees->longest();
    }

    AssignmentState& m_state;
    std::span<const OdDemand* const> m_demand;
    const EquilibriumOptions& m_options;
    int m_threads;
    BushKind m_kind;
    BushWorkshop m_workshop;
    Workers m_workers;
    std::vector<Bush> m_bushes;
    std::vector<std::size_t> m_touched;  ///< bushes that a warm start could not take over as they were
    std::vector<BushCost> m_cost;        ///< per bush, as the last gap found it
    std::vector<std::vector<double>> m_classFlow;
    std::vector<long double> m_least;
    std::vector<double> m_longest;  ///< per class: the longest way of the trees before
    double m_total = 0, m_gapCost = 0;
};

}  // namespace

Expected<SolverTrace> solveBushes(AssignmentState& state, std::span<const OdDemand* const> demand, const EquilibriumOptions& options,
                                  RunControl& control)
{
    BushSolver solver(state, demand, options, control.threads());
    if (const Expected<void> begun = solver.begin(); !begun)
        return unexpected(begun.error());
    SolverTrace trace;
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
