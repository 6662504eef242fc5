#include "simulation/traffic/warm_start.h"

#include "simulation/run/parallel.h"
#include "simulation/traffic/bush_repair.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <tuple>

namespace isopolis {

namespace {

/// Lean bushes that are mended on the same costs.
constexpr std::size_t kBatch = 32;
/// Bushes are taken in the order of their excess until the rest holds this part of the target.
constexpr double kRest = 0.3;
/// Sweeps over the bushes at work end when they hold this part of the target or of the last gap.
constexpr double kEnough = 0.2, kInnerShare = 0.1;
constexpr int kMostSweeps = 20;
/// After so many rounds, and for gaps below this, all bushes go on together.
constexpr int kMostRounds = 8;
constexpr double kFinest = 1e-10;
/// A change of a bush's flow on a link below this part is rounding.
constexpr double kRounding = 1e-12;

class WarmRounds {
public:
    WarmRounds(const WarmStartInput& input, RouteMap map, std::vector<Bush> wanted)
        : m_in(input), m_state(input.state), m_map(std::move(map)), m_then(*input.options.warm.routes), m_bushes(std::move(wanted)),
          m_was(m_bushes.size(), nullptr), m_workshop(input.state.network()), m_cost(m_bushes.size()),
          m_change(input.state.network().linkCount(), 0)
    {}

    void begin()
    {
        m_in.trees.expectLongest(m_then.longest);
        m_state.setFlows(flowThen());
        std::vector<std::size_t> broken;
        std::vector<char> spread;
        auto old = m_then.bushes.begin();
        const auto before = [](const Bush& a, const Bush& b) { return std::tie(a.userClass, a.origin) < std::tie(b.userClass, b.origin); };
        BushRepair repair(m_state, m_map);
        for (std::size_t b = 0; b < m_bushes.size(); ++b) {
            for (; old != m_then.bushes.end() && before(*old, m_bushes[b]); ++old)
                replaceFlow(&*old, {});  // nobody starts there any more
            const bool known = old != m_then.bushes.end() && !before(m_bushes[b], *old);
            m_was[b] = known ? &*old++ : nullptr;
            const bool sameTrips = known && std::ranges::equal(tripsOf(b), m_then.demand[m_bushes[b].userClass].from(m_bushes[b].origin));
            const BushDamage damage = known ? repair.damage(*m_was[b]) : BushDamage::Cut;
            if (sameTrips && damage == BushDamage::None && !reachesMore())
                continue;
            broken.push_back(b);
            spread.push_back(sameTrips && damage != BushDamage::Cut ? 0 : 1);
        }
        for (; old != m_then.bushes.end(); ++old)
            replaceFlow(&*old, {});
        if (m_in.kind == BushKind::Full)
            mendFull(broken, spread);
        else
            mendLean(broken, spread);
        sweep(m_mended, target());
    }

    /// The gap on the costs as they are, and what each bush has to do with it.
    double gap()
    {
        const std::size_t classes = m_in.demand.size();
        // Bushes of then read the costs of now by their own numbers.
        std::vector<std::vector<double>> costThen(classes), outCost(classes);
        for (std::size_t c = 0; c < classes; ++c) {
            costThen[c].assign(m_map.link.size(), 0);
            for (std::size_t l = 0; l < m_map.link.size(); ++l)
                if (m_map.link[l] != kNoLink)
                    costThen[c][l] = m_state.cost(c)[m_map.link[l]];
            if (m_in.kind == BushKind::Full)
                outCost[c] = costsByTail(m_state.network(), m_state.cost(c));
        }
        const auto view = [&](std::size_t b) {
            const std::uint32_t c = m_bushes[b].userClass;
            return held(b) ? BushView{m_bushes[b], m_state.cost(c), {}} : BushView{*m_was[b], costThen[c], m_map.node};
        };
        m_in.trees.forget();
        if (m_in.kind == BushKind::Full)
            parallelBlocks(m_bushes.size(), std::min(kOriginBlocks, m_bushes.size()), m_in.threads,
                           [&](std::size_t, std::size_t begin, std::size_t end) {
                               const auto worker = m_in.trees.take();
                               for (std::size_t b = begin; b < end; ++b)
                                   m_cost[b] = worker->least.of(view(b), outCost[m_bushes[b].userClass], tripsOf(b));
                           });
        else
            m_in.trees.onZones(m_bushes, all(), [&](BushTrees::Worker&, std::size_t b, const ZoneCosts& zones, std::size_t lane) {
                BushCost cost;
                for (const OdDemand::Pair& pair : tripsOf(b)) {
                    if (pair.to == m_bushes[b].origin)
                        continue;
                    const double least = zones.cost(lane, pair.to);
                    if (least < kNoPath)
                        cost.least += static_cast<long double>(pair.trips) * least;
                    else
                        cost.lost += pair.trips;
                }
                cost.excess = paidIn(view(b)) - static_cast<double>(cost.least);
                m_cost[b] = cost;
            });
        long double least = 0, excess = 0;
        for (const BushCost& cost : m_cost) {
            least += cost.least;
            excess += cost.excess;
        }
        m_total = static_cast<double>(least + excess);
        m_gapCost = static_cast<double>(excess);
        return m_total > 0 ? m_gapCost / m_total : 0;
    }

    void improve()
    {
        std::vector<std::size_t> chosen = all();
        std::stable_sort(chosen.begin(), chosen.end(), [&](std::size_t a, std::size_t b) { return m_cost[a].excess > m_cost[b].excess; });
        double rest = 0;
        for (std::size_t n = chosen.size(); n-- > 0; chosen.pop_back()) {
            rest += std::max(0.0, m_cost[chosen[n]].excess);
            if (rest > kRest * target())
                break;
        }
        std::sort(chosen.begin(), chosen.end());
        if (m_in.kind == BushKind::Lean)
            m_in.trees.onTrees(m_bushes, chosen, [&](BushTrees::Worker& worker, std::size_t b, const StreetTree& tree) {
                worker.workshop.renew(own(b), m_state.cost(m_bushes[b].userClass), tree);
            });
        sweep(chosen, target());
    }

    bool lost() const
    {
        return std::any_of(m_cost.begin(), m_cost.end(), [](const BushCost& cost) { return cost.lost > 0; });
    }

    SolverTrace finish()
    {
        SolverTrace trace;
        const std::size_t classes = m_in.demand.size(), zones = m_state.network().zoneCount();
        std::vector<std::vector<double>> flow(classes, std::vector<double>(m_state.network().linkCount(), 0));
        trace.shortestCost.assign(classes, 0);
        for (std::size_t b = 0; b < m_bushes.size(); ++b) {
            const Bush& bush = held(b) ? m_bushes[b] : *m_was[b];
            std::vector<double>& sum = flow[bush.userClass];
            for (std::size_t s = 0; s < bush.link.size(); ++s)
                sum[held(b) ? bush.link[s] : m_map.link[bush.link[s]]] += bush.flow[s];
            trace.shortestCost[bush.userClass] += m_cost[b].least;
        }
        std::vector<double> total(m_state.network().linkCount(), 0);
        for (const std::vector<double>& part : flow)
            for (std::size_t l = 0; l < total.size(); ++l)
                total[l] += part[l];
        m_state.setFlows(std::move(total));
        trace.classFlow = std::move(flow);
        trace.unreachable.assign(classes, Unreachable{std::vector<double>(zones, 0), std::vector<double>(zones, 0)});
        return trace;
    }

    std::vector<Bush> takeAll()
    {
        for (std::size_t b = 0; b < m_bushes.size(); ++b)
            own(b);
        return std::move(m_bushes);
    }

private:
    bool held(std::size_t b) const { return m_bushes[b].size() > 0; }
    std::span<const OdDemand::Pair> tripsOf(std::size_t b) const { return m_in.demand[m_bushes[b].userClass]->from(m_bushes[b].origin); }
    double target() const { return m_in.options.relativeGap * m_total; }
    /// A full bush must hold every place that its origin reaches.
    bool reachesMore() const { return m_in.kind == BushKind::Full && m_map.grown; }

    std::vector<std::size_t> all() const
    {
        std::vector<std::size_t> bushes(m_bushes.size());
        std::iota(bushes.begin(), bushes.end(), std::size_t{0});
        return bushes;
    }

    Bush& own(std::size_t b)
    {
        Bush& bush = m_bushes[b];
        if (held(b))
            return bush;
        bush = *m_was[b];
        for (std::uint32_t& l : bush.link)
            l = m_map.link[l];
        for (std::uint32_t& node : bush.order)
            node = m_map.node[node];
        return bush;
    }

    std::vector<double> flowThen()
    {
        std::vector<double> flow(m_state.network().linkCount(), 0);
        long double total = 0;
        for (const std::vector<double>& part : m_then.flow)
            for (std::size_t l = 0; l < part.size(); ++l)
                if (m_map.link[l] != kNoLink)
                    flow[m_map.link[l]] += part[l];
        for (std::size_t l = 0; l < flow.size(); ++l)
            total += static_cast<long double>(flow[l]) * m_state.timeAt(l, flow[l]);
        m_total = static_cast<double>(total);
        return flow;
    }

    /// Takes the flow of a bush of then off the network and puts that of one of now on; links where both agree are not looked at again.
    void replaceFlow(const Bush* then, const Bush& now)
    {
        for (std::size_t s = 0; s < now.link.size(); ++s)
            m_change[now.link[s]] += now.flow[s];
        const auto settle = [&](std::uint32_t l, double flow) {
            if (std::abs(m_change[l]) > kRounding * flow)
                m_state.addFlow(l, std::max(m_change[l], -m_state.flow()[l]));
            m_change[l] = 0;
        };
        const std::size_t slots = then == nullptr ? 0 : then->link.size();
        for (std::size_t s = 0; s < slots; ++s)
            if (const std::uint32_t l = m_map.link[then->link[s]]; l != kNoLink)
                m_change[l] -= then->flow[s];
        for (std::size_t s = 0; s < slots; ++s)
            if (const std::uint32_t l = m_map.link[then->link[s]]; l != kNoLink)
                settle(l, then->flow[s]);
        for (std::size_t s = 0; s < now.link.size(); ++s)
            settle(now.link[s], now.flow[s]);
    }

    /// Each bush sees what those before it have done to the costs, or all would take the same way out.
    void mendFull(const std::vector<std::size_t>& broken, const std::vector<char>& spread)
    {
        BushRepair repair(m_state, m_map);
        std::optional<ShortestPaths> paths;
        for (std::size_t k = 0; k < broken.size(); ++k) {
            const std::size_t b = broken[k];
            const std::uint32_t origin = m_bushes[b].origin, userClass = m_bushes[b].userClass;
            Bush made;
            if (m_was[b] == nullptr || !repair.mend(*m_was[b], tripsOf(b), spread[k] != 0, nullptr, made)) {
                if (!paths)
                    paths.emplace(m_state.network());
                paths->run(origin, m_state.cost(userClass));
                made = m_workshop.plant(*paths, origin, tripsOf(b));
                made.userClass = userClass;
            }
            replaceFlow(m_was[b], made);
            m_bushes[b] = std::move(made);
            if (spread[k] != 0)
                m_mended.push_back(b);
        }
    }

    void mendLean(const std::vector<std::size_t>& broken, const std::vector<char>& spread)
    {
        IdlePool<BushRepair> repairs;
        std::vector<Bush> made(m_bushes.size());
        std::vector<char> spreads(m_bushes.size(), 0);
        for (std::size_t k = 0; k < broken.size(); ++k)
            spreads[broken[k]] = spread[k];
        for (std::size_t first = 0; first < broken.size(); first += kBatch) {
            const std::span<const std::size_t> batch = std::span(broken).subspan(first, std::min(kBatch, broken.size() - first));
            m_in.trees.forget();
            m_in.trees.onTrees(m_bushes, batch, [&](BushTrees::Worker& worker, std::size_t b, const StreetTree& tree) {
                const std::uint32_t userClass = m_bushes[b].userClass;
                if (m_was[b] == nullptr) {
                    made[b] = worker.workshop.plant(tree, tripsOf(b));
                    made[b].userClass = userClass;
                    return;
                }
                const auto repair = repairs.take([&] { return std::make_unique<BushRepair>(m_state, m_map); });
                repair->mend(*m_was[b], tripsOf(b), spreads[b] != 0, &tree, made[b]);
            });
            for (const std::size_t b : batch) {
                replaceFlow(m_was[b], made[b]);
                m_bushes[b] = std::move(made[b]);
                if (spreads[b] == 0)
                    continue;
                m_workshop.shift(m_bushes[b], m_state);
                m_mended.push_back(b);
            }
        }
    }

    /// Shifts within the bushes until they hold little; full bushes grow first.
    void sweep(const std::vector<std::size_t>& chosen, double target)
    {
        std::vector<double> excess(chosen.size(), 0);
        for (std::size_t k = 0; k < chosen.size(); ++k) {
            Bush& bush = own(chosen[k]);
            if (m_in.kind == BushKind::Full)
                m_workshop.renew(bush, m_state.cost(bush.userClass));
            excess[k] = m_workshop.shift(bush, m_state);
        }
        for (int sweep = 0; sweep < kMostSweeps; ++sweep) {
            const double sum = std::accumulate(excess.begin(), excess.end(), 0.0);
            if (!(sum > std::max(kInnerShare * m_gapCost, kEnough * target)))
                break;
            const double enough = 0.1 * sum / static_cast<double>(chosen.size());
            for (std::size_t k = 0; k < chosen.size(); ++k)
                if (excess[k] > enough)
                    excess[k] = m_workshop.shift(m_bushes[chosen[k]], m_state);
        }
    }

    const WarmStartInput& m_in;
    AssignmentState& m_state;
    const RouteMap m_map;
    const RouteState& m_then;
    std::vector<Bush> m_bushes;         ///< without places: still that of then
    std::vector<const Bush*> m_was;     ///< null: there was none
    std::vector<std::size_t> m_mended;  ///< bushes whose trips had to be spread anew
    BushWorkshop m_workshop;
    std::vector<BushCost> m_cost;  ///< per bush, as the last gap found it
    std::vector<double> m_change;  ///< per link, zero between uses
    double m_total = 0, m_gapCost = 0;
};

}  // namespace

Expected<WarmAnswer> continueFrom(const WarmStartInput& input, std::vector<Bush> wanted, RunControl& control)
{
    Expected<RouteMap> map = mapRoutes(input.state.network(), input.demand.size(), input.options.warm);
    if (!map)
        return unexpected(map.error());
    WarmRounds warm(input, std::move(*map), std::move(wanted));
    warm.begin();
    WarmAnswer answer;
    const double target = input.options.relativeGap;
    const int most = std::min(kMostRounds, input.options.maxIterations);
    while (true) {
        if (control.cancelled())
            return cancelledError();
        answer.gaps.push_back(warm.gap());
        reportGap(control, answer.gaps.back(), target);
        const bool enough = answer.gaps.back() <= target;
        answer.reached = enough && target >= kFinest;
        if (enough || answer.rounds >= most)
            break;
        warm.improve();
        ++answer.rounds;
    }
    if (answer.reached && !warm.lost() && !input.options.keepRoutes && !input.options.proportional)
        answer.trace = warm.finish();
    else
        answer.bushes = warm.takeAll();
    return answer;
}

}  // namespace isopolis
