#include "simulation/traffic/warm_start.h"

#include "simulation/run/parallel.h"
#include "simulation/traffic/bush_repair.h"
#include "simulation/traffic/persistent_shift.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <tuple>
#include <utility>

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
/// Once the gap is below kNear, a round that leaves more than kStall of it is followed by persistent shifts, until a sweep finds no more
/// than kTraded of it.
constexpr double kNear = 1e-2, kStall = 0.5, kTraded = 0.02;
/// Stands for the cost of a closed link: never the least, and nothing when there is no flow.
constexpr double kNever = 1e300;

class WarmRounds {
public:
    WarmRounds(const WarmStartInput& input, RouteMap map, std::vector<Bush> wanted)
        : m_in(input), m_state(input.state), m_map(std::move(map)), m_then(*input.options.warm.routes), m_bushes(std::move(wanted)),
          m_was(m_bushes.size(), nullptr), m_unusedTorn(m_bushes.size(), 0), m_workshop(input.state.network()), m_cost(m_bushes.size()),
          m_change(input.state.network().linkCount(), 0)
    {}

    void begin()
    {
        m_in.trees.expectLongest(m_then.longest);
        m_state.setFlows(flowThen());
        std::vector<Torn> torn;
        bool otherTrips = false;
        auto old = m_then.bushes.begin();
        const auto before = [](const Bush& a, const Bush& b) { return std::tie(a.userClass, a.origin) < std::tie(b.userClass, b.origin); };
        const auto repair = repairer();
        std::vector<FlowChange> changes;
        for (std::size_t b = 0; b < m_bushes.size(); ++b) {
            for (; old != m_then.bushes.end() && before(*old, m_bushes[b]); ++old)
                replaceFlow(&*old, {});  // nobody starts there any more
            const bool known = old != m_then.bushes.end() && !before(m_bushes[b], *old);
            m_was[b] = known ? &*old++ : nullptr;
            const bool sameTrips = known && std::ranges::equal(tripsOf(b), m_then.demand[m_bushes[b].userClass].from(m_bushes[b].origin));
            otherTrips |= !sameTrips;
            const BushDamage damage = known ? repair->damage(*m_was[b], m_in.kind) : BushDamage{true, true, true};
            // Bushes that only lost links without flow stay as they are until their turn comes.
            m_unusedTorn[b] = damage.torn && !damage.cut ? 1 : 0;
            if (sameTrips && !damage.cut && !reachesMore())
                continue;
            if (sameTrips && !damage.torn && !reachesMore()) {
                changes.clear();
                if (repair->reroute(*m_was[b], m_bushes[b], changes)) {
                    settle(b, changes, true);
                    continue;
                }
                m_bushes[b] = blank(b);
            }
            torn.push_back({b, !sameTrips || damage.cut, sameTrips});
        }
        for (; old != m_then.bushes.end(); ++old)
            replaceFlow(&*old, {});
        if (m_in.kind == BushKind::Full)
            mendFull(torn);
        else
            mendLean(torn);
        // Other trips concern all bushes, so that most of the work can be done before the first gap. A closed link concerns few, and the
        // others answer: there it pays to look at them soon.
        sweep(m_mended, target(), otherTrips ? 0 : kInnerShare);
    }

    /// The gap on the costs as they are, and what each bush has to do with it.
    double gap()
    {
        const std::size_t classes = m_in.demand.size();
        // Bushes of then read the costs of now by their own numbers.
        std::vector<std::vector<double>> costThen(classes), outCost(classes);
        for (std::size_t c = 0; c < classes; ++c) {
            costThen[c].assign(m_map.link.size(), kNever);
            for (std::size_t l = 0; l < m_map.link.size(); ++l)
                if (m_map.link[l] != kNoLink)
                    costThen[c][l] = std::min(m_state.cost(c)[m_map.link[l]], kNever);
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
                        cost.lost.push_back(pair);
                }
                cost.excess = paidIn(view(b)) - static_cast<double>(cost.least);
                m_cost[b] = std::move(cost);
            });
        long double least = 0, excess = 0;
        for (const BushCost& cost : m_cost) {
            least += cost.least;
            excess += cost.excess;
        }
        m_total = static_cast<double>(least + excess);
        const double before = std::exchange(m_gapCost, static_cast<double>(excess));
        m_stalled = m_gapCost > kStall * before;
        return m_total > 0 ? m_gapCost / m_total : 0;
    }

    void improve(const RunControl& control)
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
        sweep(chosen, target(), kInnerShare);
        if (m_stalled && m_gapCost < kNear * m_total)
            shiftPersistently(m_workshop, m_bushes, chosen, m_state, std::max(kTraded * m_gapCost, kEnough * target()), control);
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
                if (const std::uint32_t l = held(b) ? bush.link[s] : m_map.link[bush.link[s]]; l != kNoLink)
                    sum[l] += bush.flow[s];
            trace.shortestCost[bush.userClass] += m_cost[b].least;
        }
        std::vector<double> total(m_state.network().linkCount(), 0);
        for (const std::vector<double>& part : flow)
            for (std::size_t l = 0; l < total.size(); ++l)
                total[l] += part[l];
        m_state.setFlows(std::move(total));
        trace.classFlow = std::move(flow);
        trace.unreachable = unreachableOf(m_bushes, m_cost, classes, zones);
        return trace;
    }

    std::vector<Bush> takeAll()
    {
        for (std::size_t b = 0; b < m_bushes.size(); ++b)
            own(b);
        return std::move(m_bushes);
    }

private:
    /// A bush of which a place has lost all its ways, or whose trips are others now.
    struct Torn {
        std::size_t bush = 0;
        bool spread = false;  ///< flows must be found anew
        bool sameTrips = false;
    };
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
        if (m_unusedTorn[b] == 0) {
            repairer()->carry(*m_was[b], bush);
            return bush;
        }
        std::vector<FlowChange> none;
        Bush made;
        if (!repairer()->mend(*m_was[b], {}, false, nullptr, made, none)) {
            made = plant(b);
            replaceFlow(m_was[b], made);
        }
        return bush = std::move(made);
    }

    /// A full bush on the shortest ways.
    Bush plant(std::size_t b)
    {
        if (!m_paths)
            m_paths.emplace(m_state.network());
        m_paths->run(m_bushes[b].origin, m_state.cost(m_bushes[b].userClass));
        Bush made = m_workshop.plant(*m_paths, m_bushes[b].origin, tripsOf(b));
        made.userClass = m_bushes[b].userClass;
        return made;
    }

    std::shared_ptr<BushRepair> repairer()
    {
        return m_repairs.take([this] { return std::make_unique<BushRepair>(m_state, m_map); });
    }

    /// The same origin and class, and no places yet.
    Bush blank(std::size_t b) const
    {
        Bush bush;
        bush.origin = m_bushes[b].origin;
        bush.userClass = m_bushes[b].userClass;
        return bush;
    }

    /// Takes a rerouted or mended bush's changes of flow to the network. `shift`: at once, so that the next one sees what this one does to
    /// the way round; else in the sweep that follows.
    void settle(std::size_t b, const std::vector<FlowChange>& changes, bool shift)
    {
        for (const FlowChange& change : changes)
            m_state.addFlow(change.link, std::max(change.flow, -m_state.flow()[change.link]));
        if (shift)
            m_workshop.shift(m_bushes[b], m_state);
        m_mended.push_back(b);
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
    void mendFull(const std::vector<Torn>& torn)
    {
        const auto repair = repairer();
        std::vector<FlowChange> changes;
        for (const auto& [b, spread, sameTrips] : torn) {
            Bush made;
            changes.clear();
            const bool known = m_was[b] != nullptr && repair->mend(*m_was[b], tripsOf(b), spread, nullptr, made, changes);
            if (!known) {
                made = plant(b);
                replaceFlow(m_was[b], made);
                changes.clear();
            }
            m_bushes[b] = std::move(made);
            if (spread)
                settle(b, changes, sameTrips);
        }
    }

    void mendLean(const std::vector<Torn>& torn)
    {
        std::vector<Bush> made(m_bushes.size());
        std::vector<std::vector<FlowChange>> changes(m_bushes.size());
        std::vector<char> spreads(m_bushes.size(), 0);
        std::vector<std::size_t> which;
        for (const Torn& t : torn) {
            spreads[t.bush] = t.spread ? 1 : 0;
            which.push_back(t.bush);
        }
        for (std::size_t first = 0; first < which.size(); first += kBatch) {
            const std::span<const std::size_t> batch = std::span(which).subspan(first, std::min(kBatch, which.size() - first));
            m_in.trees.forget();
            m_in.trees.onTrees(m_bushes, batch, [&](BushTrees::Worker& worker, std::size_t b, const StreetTree& tree) {
                const std::uint32_t userClass = m_bushes[b].userClass;
                if (m_was[b] == nullptr) {
                    made[b] = worker.workshop.plant(tree, tripsOf(b));
                    made[b].userClass = userClass;
                    return;
                }
                repairer()->mend(*m_was[b], tripsOf(b), spreads[b] != 0, &tree, made[b], changes[b]);
            });
            for (const std::size_t b : batch) {
                if (m_was[b] == nullptr)
                    replaceFlow(nullptr, made[b]);
                m_bushes[b] = std::move(made[b]);
                if (spreads[b] != 0)
                    settle(b, changes[b], true);
            }
        }
    }

    /// Shifts within the bushes until they hold little; full bushes grow first.
    void sweep(const std::vector<std::size_t>& chosen, double target, double innerShare)
    {
        std::vector<double> excess(chosen.size(), 0);
        for (std::size_t k = 0; k < chosen.size(); ++k) {
            Bush& bush = own(chosen[k]);
            if (m_in.kind == BushKind::Full)
                m_workshop.renew(bush, m_state.cost(bush.userClass));
            excess[k] = m_workshop.shift(bush, m_state);
        }
        double first = m_gapCost;
        for (int sweep = 0; sweep < kMostSweeps; ++sweep) {
            const double sum = std::accumulate(excess.begin(), excess.end(), 0.0);
            first = std::max(first, sum);
            if (!(sum > std::max(innerShare * first, kEnough * target)))
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
    std::vector<char> m_unusedTorn;     ///< full bushes: places without flow have lost their ways
    std::vector<std::size_t> m_mended;  ///< bushes whose trips had to be spread anew
    BushWorkshop m_workshop;
    std::optional<ShortestPaths> m_paths;
    IdlePool<BushRepair> m_repairs;
    std::vector<BushCost> m_cost;  ///< per bush, as the last gap found it
    std::vector<double> m_change;  ///< per link, zero between uses
    double m_total = 0, m_gapCost = 0;
    bool m_stalled = false;  ///< the last round left most of the gap
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
        warm.improve(control);
        ++answer.rounds;
    }
    if (answer.reached && !input.options.keepRoutes && !input.options.proportional)
        answer.trace = warm.finish();
    else
        answer.bushes = warm.takeAll();
    return answer;
}

}  // namespace isopolis
