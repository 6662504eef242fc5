#include "simulation/traffic/bush_repair.h"

#include <algorithm>
#include <cmath>
#include <queue>
#include <tuple>

namespace isopolis {

namespace {

constexpr std::uint32_t kNowhere = ~0U;
constexpr double kNever = std::numeric_limits<double>::infinity();

/// A change of a bush's flow on a link below this part is rounding.
constexpr double kRounding = 1e-12;

double flowInto(const Bush& bush, std::uint32_t position)
{
    double sum = 0;
    for (std::uint32_t s = bush.begin[position]; s < bush.begin[position + 1]; ++s)
        sum += bush.flow[s];
    return sum;
}

std::uint32_t placeOf(const Bush& bush, std::size_t slot)
{
    return static_cast<std::uint32_t>(std::upper_bound(bush.begin.begin(), bush.begin.end(), static_cast<std::uint32_t>(slot)) -
                                      bush.begin.begin() - 1);
}

void clear(const Bush& then, Bush& now)
{
    now.origin = then.origin;
    now.userClass = then.userClass;
    for (std::vector<std::uint32_t>* v : {&now.order, &now.begin, &now.link, &now.tail})
        v->clear();
    now.flow.clear();
    now.order.reserve(then.order.size());
    now.begin.reserve(then.begin.size());
    now.link.reserve(then.link.size());
    now.tail.reserve(then.link.size());
    now.flow.reserve(then.link.size());
}

}  // namespace

BushRepair::BushRepair(const AssignmentState& state, const RouteMap& map)
    : m_state(state), m_map(map), m_closed(state.classCount(), std::vector<char>(map.link.size(), 0)),
      m_place(state.network().nodeCount(), kNowhere), m_was(state.network().nodeCount(), kNowhere), m_seen(state.network().nodeCount(), 0)
{
    for (std::size_t c = 0; c < m_closed.size(); ++c)
        for (std::size_t l = 0; l < map.link.size(); ++l)
            m_closed[c][l] = map.link[l] == kNoLink || !std::isfinite(state.cost(c)[map.link[l]]) ? 1 : 0;
}

BushDamage BushRepair::damage(const Bush& then, BushKind kind) const
{
    BushDamage found;
    for (std::size_t s = 0; s < then.link.size(); ++s) {
        if (open(then.link[s], then.userClass))
            continue;
        found.closed = true;
        found.cut |= then.flow[s] > 0;
        if (found.torn)
            continue;
        const std::uint32_t k = placeOf(then, s);
        bool kept = false, used = kind == BushKind::Full;
        for (std::uint32_t i = then.begin[k]; i < then.begin[k + 1]; ++i) {
            kept |= open(then.link[i], then.userClass);
            used |= then.flow[i] > 0;
        }
        found.torn = used && !kept;
    }
    return found;
}

void BushRepair::carry(const Bush& then, Bush& now)
{
    clear(then, now);
    m_newPlace.resize(then.size());
    for (std::uint32_t k = 0; k < then.size(); ++k) {
        const std::size_t first = now.link.size();
        for (std::uint32_t s = then.begin[k]; s < then.begin[k + 1]; ++s)
            if (open(then.link[s], then.userClass) && m_newPlace[then.tail[s]] != kNowhere) {
                now.link.push_back(m_map.link[then.link[s]]);
                now.tail.push_back(m_newPlace[then.tail[s]]);
                now.flow.push_back(then.flow[s]);
            }
        if (k > 0 && now.link.size() == first) {
            m_newPlace[k] = kNowhere;
            continue;
        }
        m_newPlace[k] = static_cast<std::uint32_t>(now.order.size());
        now.order.push_back(m_map.node[then.order[k]]);
        now.begin.push_back(static_cast<std::uint32_t>(first));
    }
    now.begin.push_back(static_cast<std::uint32_t>(now.link.size()));
}

/// Takes flow off the ways to the closed links and puts it on the other links into their heads, last place first. Only the places
/// whose flow changes are looked at.
bool BushRepair::reroute(const Bush& then, Bush& now, std::vector<FlowChange>& changes)
{
    carry(then, now);
    m_least.clear();
    m_through.assign(now.size(), 0);  // here: what must come in beyond what does
    std::uint32_t last = 0;
    for (std::size_t s = 0; s < then.link.size(); ++s) {
        if (open(then.link[s], then.userClass) || !(then.flow[s] > 0))
            continue;
        const std::uint32_t head = m_newPlace[placeOf(then, s)], tail = m_newPlace[then.tail[s]];
        if (head == kNowhere || tail == kNowhere)
            return false;
        m_through[head] += then.flow[s];
        m_through[tail] -= then.flow[s];
        last = std::max(last, head);
    }
    for (std::uint32_t k = last; k > 0; --k) {
        const double more = m_through[k], sum = more != 0 ? flowInto(now, k) : 0;
        if (more == 0)
            continue;
        const double ratio = sum + more > kRounding * sum && sum > 0 ? (sum + more) / sum : 0;
        const std::uint32_t only = sum > 0 ? kNoSlot : cheapestInto(now, k);
        for (std::uint32_t s = now.begin[k]; s < now.begin[k + 1]; ++s) {
            const double was = now.flow[s];
            now.flow[s] = s == only ? std::max(more, 0.0) : was * ratio;
            if (now.flow[s] == was)
                continue;
            changes.push_back({now.link[s], now.flow[s] - was});
            m_through[now.tail[s]] += now.flow[s] - was;
        }
    }
    return true;
}

void BushRepair::labelLeast(const Bush& bush)
{
    const std::vector<double>& cost = m_state.cost(bush.userClass);
    m_least.assign(bush.size(), kNever);
    m_least[0] = 0;
    for (std::uint32_t k = 1; k < bush.size(); ++k)
        for (std::uint32_t s = bush.begin[k]; s < bush.begin[k + 1]; ++s)
            m_least[k] = std::min(m_least[k], m_least[bush.tail[s]] + cost[bush.link[s]]);
}

std::uint32_t BushRepair::cheapestInto(const Bush& bush, std::uint32_t position)
{
    if (m_least.size() != bush.size())
        labelLeast(bush);
    const std::vector<double>& cost = m_state.cost(bush.userClass);
    double low = kNever;
    std::uint32_t cheapest = bush.begin[position];
    for (std::uint32_t s = bush.begin[position]; s < bush.begin[position + 1]; ++s)
        if (const double via = m_least[bush.tail[s]] + cost[bush.link[s]]; via < low) {
            low = via;
            cheapest = s;
        }
    return cheapest;
}

/// A place is lost if no link leads to it from one that is not.
void BushRepair::findLost(const Bush& then)
{
    m_lost.assign(then.size(), 0);
    for (std::uint32_t k = 1; k < then.size(); ++k) {
        bool kept = false;
        for (std::uint32_t s = then.begin[k]; s < then.begin[k + 1] && !kept; ++s)
            kept = m_lost[then.tail[s]] == 0 && open(then.link[s], then.userClass);
        m_lost[k] = kept && m_map.node[then.order[k]] != kNowhere ? 0 : 1;
    }
}

/// Adds a place with what is left of its links from places before it, and `via`. `was`: its position then, or kNowhere.
void BushRepair::append(const Bush& then, std::uint32_t node, std::uint32_t was, std::uint32_t via, Bush& now,
                        std::vector<FlowChange>& changes)
{
    const auto place = static_cast<std::uint32_t>(now.order.size());
    now.order.push_back(node);
    now.begin.push_back(static_cast<std::uint32_t>(now.link.size()));
    const auto add = [&](std::uint32_t l, std::uint32_t tail, double flow) {
        now.link.push_back(l);
        now.tail.push_back(tail);
        now.flow.push_back(flow);
        m_old.push_back(flow);
    };
    for (std::uint32_t s = was == kNowhere || was == 0 ? 0 : then.begin[was]; was != kNowhere && was != 0 && s < then.begin[was + 1]; ++s) {
        if (!open(then.link[s], then.userClass))
            continue;
        if (const std::uint32_t tail = m_newPlace[then.tail[s]]; tail != kNowhere) {
            add(m_map.link[then.link[s]], tail, then.flow[s]);
            via = now.link.back() == via ? kNoLink : via;
        } else if (then.flow[s] > 0) {
            changes.push_back({m_map.link[then.link[s]], -then.flow[s]});
        }
    }
    if (via != kNoLink)
        add(via, m_place[m_state.network().tail(via)], 0);
    m_place[node] = place;
    if (was != kNowhere)
        m_newPlace[was] = place;
}

void BushRepair::attachAlongTree(const Bush& then, std::span<const OdDemand::Pair> trips, const StreetTree& tree, Bush& now,
                                 std::vector<FlowChange>& changes)
{
    const AssignmentNetwork& network = m_state.network();
    m_wanted.clear();
    const auto want = [&](std::uint32_t node) {
        while (m_place[node] == kNowhere && m_seen[node] == 0 && tree.reached(node)) {
            m_seen[node] = 1;
            m_wanted.push_back(node);
            node = network.tail(tree.via(node));
        }
    };
    for (std::uint32_t k = 1; k < then.size(); ++k)
        if (m_lost[k] != 0 && m_map.node[then.order[k]] != kNowhere && flowInto(then, k) > 0)
            want(m_map.node[then.order[k]]);
    for (const OdDemand::Pair& pair : trips)
        if (pair.trips > 0)
            want(pair.to);
    std::sort(m_wanted.begin(), m_wanted.end(), [&](std::uint32_t a, std::uint32_t b) {
        const double ua = tree.units(a), ub = tree.units(b);
        return ua < ub || (ua == ub && a < b);
    });
    for (const std::uint32_t node : m_wanted) {
        m_seen[node] = 0;
        append(then, node, m_was[node], tree.via(node), now, changes);
    }
}

/// Dijkstra's search among the lost places, from those that are not.
void BushRepair::attachBySearch(const Bush& then, Bush& now, std::vector<FlowChange>& changes)
{
    const AssignmentNetwork& network = m_state.network();
    const std::vector<double>& cost = m_state.cost(then.userClass);
    now.begin.push_back(static_cast<std::uint32_t>(now.link.size()));
    labelLeast(now);
    now.begin.pop_back();
    struct Waiting {
        double cost;
        std::uint32_t node, via;
        bool operator<(const Waiting& other) const { return std::tie(cost, node, via) > std::tie(other.cost, other.node, other.via); }
    };
    std::priority_queue<Waiting> waiting;
    for (std::uint32_t k = 1; k < then.size(); ++k)
        if (const std::uint32_t node = m_map.node[then.order[k]]; m_lost[k] != 0 && node != kNowhere)
            for (const std::uint32_t l : network.into(node))
                if (const std::uint32_t tail = network.tail(l);
                    m_place[tail] != kNowhere && network.passable(tail, now.origin) && std::isfinite(cost[l]))
                    waiting.push({m_least[m_place[tail]] + cost[l], node, l});
    while (!waiting.empty()) {
        const Waiting next = waiting.top();
        waiting.pop();
        if (m_place[next.node] != kNowhere)
            continue;
        append(then, next.node, m_was[next.node], next.via, now, changes);
        m_least.push_back(next.cost);  // no kept link of the place is cheaper, or the search had come by it
        if (!network.passable(next.node, now.origin))
            continue;
        for (const std::uint32_t l : network.out(next.node))
            if (m_place[network.head(l)] == kNowhere && m_was[network.head(l)] != kNowhere && std::isfinite(cost[l]))
                waiting.push({next.cost + cost[l], network.head(l), l});
    }
}

void BushRepair::spreadTrips(Bush& now, std::span<const OdDemand::Pair> trips)
{
    m_through.assign(now.size(), 0);
    for (const OdDemand::Pair& pair : trips)
        if (pair.to != now.origin && m_place[pair.to] != kNowhere)
            m_through[m_place[pair.to]] += pair.trips;
    for (auto k = static_cast<std::uint32_t>(now.size()); k-- > 1;) {
        const std::uint32_t begin = now.begin[k], end = now.begin[k + 1];
        if (end - begin == 1) {
            now.flow[begin] = m_through[k];
        } else {
            const double sum = flowInto(now, k);
            const std::uint32_t only = sum > 0 || m_through[k] == 0 ? kNoSlot : cheapestInto(now, k);
            for (std::uint32_t s = begin; s < end; ++s)
                now.flow[s] = m_through[k] * (sum > 0 ? now.flow[s] / sum : s == only ? 1 : 0);
        }
        for (std::uint32_t s = begin; s < end; ++s)
            m_through[now.tail[s]] += now.flow[s];
    }
}

bool BushRepair::holdsAllReached(const Bush& bush) const
{
    const AssignmentNetwork& network = m_state.network();
    const std::vector<double>& cost = m_state.cost(bush.userClass);
    for (const std::uint32_t node : bush.order) {
        if (!network.passable(node, bush.origin))
            continue;
        const std::span<const std::uint32_t> links = network.out(node), heads = network.outHeads(node);
        for (std::size_t n = 0; n < links.size(); ++n)
            if (m_place[heads[n]] == kNowhere && std::isfinite(cost[links[n]]))
                return false;
    }
    return true;
}

bool BushRepair::mend(const Bush& then, std::span<const OdDemand::Pair> trips, bool spread, const StreetTree* tree, Bush& now,
                      std::vector<FlowChange>& changes)
{
    clear(then, now);
    std::fill(m_place.begin(), m_place.end(), kNowhere);
    std::fill(m_was.begin(), m_was.end(), kNowhere);
    m_newPlace.assign(then.size(), kNowhere);
    m_least.clear();
    m_old.clear();
    findLost(then);
    for (std::uint32_t k = 0; k < then.size(); ++k) {
        const std::uint32_t node = m_map.node[then.order[k]];
        if (m_lost[k] == 0)
            append(then, node, k, kNoLink, now, changes);
        else if (node != kNowhere)
            m_was[node] = k;
    }
    if (tree != nullptr)
        attachAlongTree(then, spread ? trips : std::span<const OdDemand::Pair>(), *tree, now, changes);
    else
        attachBySearch(then, now, changes);
    now.begin.push_back(static_cast<std::uint32_t>(now.link.size()));
    for (std::uint32_t k = 1; k < then.size(); ++k)
        for (std::uint32_t s = then.begin[k]; m_newPlace[k] == kNowhere && s < then.begin[k + 1]; ++s)
            if (then.flow[s] > 0 && open(then.link[s], then.userClass))
                changes.push_back({m_map.link[then.link[s]], -then.flow[s]});
    if (spread)
        spreadTrips(now, trips);
    for (std::size_t s = 0; s < now.link.size(); ++s)
        if (const double change = now.flow[s] - m_old[s]; std::abs(change) > kRounding * std::max(now.flow[s], m_old[s]))
            changes.push_back({now.link[s], change});
    return tree != nullptr || holdsAllReached(now);
}

}  // namespace isopolis
