#include "simulation/traffic/bush_repair.h"

#include <algorithm>
#include <cmath>
#include <queue>
#include <tuple>

namespace isopolis {

namespace {

constexpr std::uint32_t kNowhere = ~0U;
constexpr double kNever = std::numeric_limits<double>::infinity();

double flowInto(const Bush& bush, std::uint32_t position)
{
    double sum = 0;
    for (std::uint32_t s = bush.begin[position]; s < bush.begin[position + 1]; ++s)
        sum += bush.flow[s];
    return sum;
}

}  // namespace

BushRepair::BushRepair(const AssignmentState& state, const RouteMap& map)
    : m_state(state), m_map(map), m_place(state.network().nodeCount(), kNowhere), m_was(state.network().nodeCount(), kNowhere)
{}

BushDamage BushRepair::damage(const Bush& then) const
{
    BushDamage found = BushDamage::None;
    for (std::size_t s = 0; s < then.link.size(); ++s)
        if (!open(then.link[s], then.userClass)) {
            if (then.flow[s] > 0)
                return BushDamage::Cut;
            found = BushDamage::Unused;
        }
    return found;
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
void BushRepair::append(const Bush& then, std::uint32_t node, std::uint32_t was, std::uint32_t via, Bush& now)
{
    const std::vector<double>& cost = m_state.cost(then.userClass);
    const auto place = static_cast<std::uint32_t>(now.order.size());
    now.order.push_back(node);
    now.begin.push_back(static_cast<std::uint32_t>(now.link.size()));
    double low = place == 0 ? 0 : kNever;
    const auto add = [&](std::uint32_t l, std::uint32_t tail, double flow) {
        now.link.push_back(l);
        now.tail.push_back(tail);
        now.flow.push_back(flow);
        low = std::min(low, m_least[tail] + cost[l]);
    };
    for (std::uint32_t s = was == kNowhere || was == 0 ? 0 : then.begin[was]; was != kNowhere && was != 0 && s < then.begin[was + 1]; ++s)
        if (const std::uint32_t tail = m_newPlace[then.tail[s]]; tail != kNowhere && open(then.link[s], then.userClass)) {
            add(m_map.link[then.link[s]], tail, then.flow[s]);
            via = now.link.back() == via ? kNoLink : via;
        }
    if (via != kNoLink)
        add(via, m_place[m_state.network().tail(via)], 0);
    m_least.push_back(low);
    m_place[node] = place;
    if (was != kNowhere)
        m_newPlace[was] = place;
}

void BushRepair::attachAlongTree(const Bush& then, std::span<const OdDemand::Pair> trips, const StreetTree& tree, Bush& now)
{
    const AssignmentNetwork& network = m_state.network();
    std::vector<std::uint32_t> wanted;
    std::vector<char> seen(network.nodeCount(), 0);
    const auto want = [&](std::uint32_t node) {
        while (m_place[node] == kNowhere && seen[node] == 0 && tree.reached(node)) {
            seen[node] = 1;
            wanted.push_back(node);
            node = network.tail(tree.via(node));
        }
    };
    for (std::uint32_t k = 1; k < then.size(); ++k)
        if (m_lost[k] != 0 && m_map.node[then.order[k]] != kNowhere && flowInto(then, k) > 0)
            want(m_map.node[then.order[k]]);
    for (const OdDemand::Pair& pair : trips)
        if (pair.trips > 0)
            want(pair.to);
    std::sort(wanted.begin(), wanted.end(), [&](std::uint32_t a, std::uint32_t b) {
        const double ua = tree.units(a), ub = tree.units(b);
        return ua < ub || (ua == ub && a < b);
    });
    for (const std::uint32_t node : wanted)
        append(then, node, m_was[node], tree.via(node), now);
}

/// Dijkstra's search among the lost places, from those that are not.
void BushRepair::attachBySearch(const Bush& then, Bush& now)
{
    const AssignmentNetwork& network = m_state.network();
    const std::vector<double>& cost = m_state.cost(then.userClass);
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
        append(then, next.node, m_was[next.node], next.via, now);
        if (!network.passable(next.node, now.origin))
            continue;
        for (const std::uint32_t l : network.out(next.node))
            if (m_place[network.head(l)] == kNowhere && m_was[network.head(l)] != kNowhere && std::isfinite(cost[l]))
                waiting.push({next.cost + cost[l], network.head(l), l});
    }
}

void BushRepair::spreadTrips(Bush& now, std::span<const OdDemand::Pair> trips)
{
    const std::vector<double>& cost = m_state.cost(now.userClass);
    m_through.assign(now.size(), 0);
    for (const OdDemand::Pair& pair : trips)
        if (pair.to != now.origin && m_place[pair.to] != kNowhere)
            m_through[m_place[pair.to]] += pair.trips;
    for (std::size_t k = now.size(); k-- > 1;) {
        double sum = 0, low = kNever;
        std::uint32_t cheapest = now.begin[k];
        for (std::uint32_t s = now.begin[k]; s < now.begin[k + 1]; ++s) {
            sum += now.flow[s];
            if (const double via = m_least[now.tail[s]] + cost[now.link[s]]; via < low) {
                low = via;
                cheapest = s;
            }
        }
        for (std::uint32_t s = now.begin[k]; s < now.begin[k + 1]; ++s) {
            now.flow[s] = m_through[k] * (sum > 0 ? now.flow[s] / sum : s == cheapest ? 1 : 0);
            m_through[now.tail[s]] += now.flow[s];
        }
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

bool BushRepair::mend(const Bush& then, std::span<const OdDemand::Pair> trips, bool spread, const StreetTree* tree, Bush& now)
{
    now = {};
    now.origin = then.origin;
    now.userClass = then.userClass;
    std::fill(m_place.begin(), m_place.end(), kNowhere);
    std::fill(m_was.begin(), m_was.end(), kNowhere);
    m_newPlace.assign(then.size(), kNowhere);
    m_least.clear();
    findLost(then);
    for (std::uint32_t k = 0; k < then.size(); ++k) {
        const std::uint32_t node = m_map.node[then.order[k]];
        if (m_lost[k] == 0)
            append(then, node, k, kNoLink, now);
        else if (node != kNowhere)
            m_was[node] = k;
    }
    if (tree != nullptr)
        attachAlongTree(then, spread ? trips : std::span<const OdDemand::Pair>(), *tree, now);
    else
        attachBySearch(then, now);
    now.begin.push_back(static_cast<std::uint32_t>(now.link.size()));
    if (spread)
        spreadTrips(now, trips);
    return tree != nullptr || holdsAllReached(now);
}

}  // namespace isopolis
