#include "simulation/traffic/equal_ways.h"

#include <algorithm>

namespace isopolis {

EqualWays::EqualWays(const AssignmentState& state, std::span<const OdDemand* const> demand, double slack)
    : m_state(state), m_demand(demand), m_slack(slack), m_paths(state.network()), m_node(state.network().nodeCount()),
      m_flow(state.network().linkCount(), 0), m_into(state.network().nodeCount())
{}

bool EqualWays::before(std::uint32_t a, std::uint32_t b) const
{
    const Place &p = m_node[a], &q = m_node[b];
    return p.key != q.key ? p.key < q.key : p.rank != q.rank ? p.rank < q.rank : a < b;
}

/// Orders the nodes so that every link with flow leads forward: by the largest cost of used ways.
void EqualWays::place(const Bush& bush, const std::vector<double>& cost, double& costSlack)
{
    const auto outside = static_cast<std::uint32_t>(bush.size());
    for (std::uint32_t node = 0; node < m_node.size(); ++node)
        m_node[node] = {m_paths.cost(node), outside, 0, false};
    m_node[bush.origin] = {};
    for (std::uint32_t k = 1; k < bush.size(); ++k) {
        const std::uint32_t node = bush.order[k];
        const double least = m_paths.cost(node);
        double most = -1;
        for (std::uint32_t s = bush.begin[k]; s < bush.begin[k + 1]; ++s) {
            if (!(bush.flow[s] > 0))
                continue;
            const std::uint32_t tail = bush.order[bush.tail[s]];
            most = std::max(most, m_node[tail].key + cost[bush.link[s]]);
            if (least > 0)
                costSlack = std::max(costSlack, (m_paths.cost(tail) + cost[bush.link[s]] - least) / least);
        }
        if (most >= 0)
            m_node[node] = {most, k, 0, false};
    }
}

/// The link is used by anybody, costs no more than the least, and leads forward, so that no cycle can close.
bool EqualWays::equal(std::uint32_t link, std::uint32_t from, std::uint32_t to, const std::vector<double>& cost) const
{
    const double assigned = m_state.flow()[link] - (m_state.preload().empty() ? 0 : m_state.preload()[link]);
    return assigned > 0 && m_paths.cost(from) + cost[link] - m_paths.cost(to) <= m_slack * m_paths.cost(to) && before(from, to);
}

Bush EqualWays::find(const Bush& bush, double& costSlack)
{
    const AssignmentNetwork& network = m_state.network();
    const std::vector<double>& cost = m_state.cost(bush.userClass);
    m_paths.run(bush.origin, cost);
    place(bush, cost, costSlack);
    for (std::size_t s = 0; s < bush.link.size(); ++s)
        m_flow[bush.link[s]] = bush.flow[s];
    m_order.assign(m_paths.order().begin(), m_paths.order().end());
    std::sort(m_order.begin(), m_order.end(), [this](std::uint32_t a, std::uint32_t b) { return before(a, b); });
    for (const std::uint32_t node : m_order)
        m_into[node].clear();
    for (const std::uint32_t u : m_order) {
        if ((u != bush.origin && m_into[u].empty()) || !network.passable(u, bush.origin))
            continue;  // where no way leads on links that anybody uses, none goes on
        const std::span<const std::uint32_t> links = network.out(u), heads = network.outHeads(u);
        for (std::size_t k = 0; k < links.size(); ++k)
            if (heads[k] != bush.origin && (m_flow[links[k]] > 0 || equal(links[k], u, heads[k], cost)))
                m_into[heads[k]].push_back(links[k]);
    }
    Bush ways = collect(bush);
    for (const std::uint32_t l : bush.link)
        m_flow[l] = 0;
    return ways;
}

/// Keeps what leads to a destination.
Bush EqualWays::collect(const Bush& bush)
{
    const AssignmentNetwork& network = m_state.network();
    for (const OdDemand::Pair& pair : m_demand[bush.userClass]->from(bush.origin))
        if (pair.trips > 0 && pair.to != bush.origin && m_paths.reached(pair.to))
            m_node[pair.to].wanted = true;
    for (std::size_t k = m_order.size(); k-- > 0;)
        if (m_node[m_order[k]].wanted)
            for (const std::uint32_t l : m_into[m_order[k]])
                m_node[network.tail(l)].wanted = true;
    Bush ways;
    ways.origin = bush.origin;
    ways.userClass = bush.userClass;
    for (const std::uint32_t node : m_order) {
        if (!m_node[node].wanted && node != bush.origin)
            continue;
        m_node[node].position = static_cast<std::uint32_t>(ways.order.size());
        ways.order.push_back(node);
        ways.begin.push_back(static_cast<std::uint32_t>(ways.link.size()));
        for (const std::uint32_t l : m_into[node]) {
            ways.link.push_back(l);
            ways.tail.push_back(m_node[network.tail(l)].position);
            ways.flow.push_back(m_flow[l]);
        }
    }
    ways.begin.push_back(static_cast<std::uint32_t>(ways.link.size()));
    return ways;
}

namespace {

/// Per node the last one that all ways to it pass (Cooper, Harvey & Kennedy 2001; one pass, since the ways have no cycle).
std::vector<std::uint32_t> lastCommonNodes(const Bush& ways)
{
    std::vector<std::uint32_t> common(ways.size(), 0);
    for (std::uint32_t k = 1; k < ways.size(); ++k) {
        std::uint32_t a = ways.tail[ways.begin[k]];
        for (std::uint32_t s = ways.begin[k] + 1; s < ways.begin[k + 1]; ++s)
            for (std::uint32_t b = ways.tail[s]; a != b;)
                (a > b ? a : b) = common[a > b ? a : b];
        common[k] = a;
    }
    return common;
}

}  // namespace

Choice choiceOf(const Bush& ways)
{
    const std::vector<std::uint32_t> common = lastCommonNodes(ways);
    // Walks back from each junction where ways meet to the last node that they share: all between is choice.
    std::vector<char> inside(ways.size(), 0);
    std::vector<std::uint32_t> stack, seen(ways.size(), 0);
    for (std::uint32_t k = 1; k < ways.size(); ++k) {
        if (ways.begin[k + 1] - ways.begin[k] < 2)
            continue;
        stack.assign(1, k);
        while (!stack.empty()) {
            const std::uint32_t node = stack.back();
            stack.pop_back();
            if (node == common[k] || seen[node] == k)
                continue;
            seen[node] = k;
            inside[node] = 1;
            stack.insert(stack.end(), ways.tail.begin() + ways.begin[node], ways.tail.begin() + ways.begin[node + 1]);
        }
    }
    std::vector<char> begins(ways.size(), 0);
    for (std::uint32_t k = 1; k < ways.size(); ++k)
        for (std::uint32_t s = ways.begin[k]; inside[k] != 0 && s < ways.begin[k + 1]; ++s)
            if (inside[ways.tail[s]] == 0)
                begins[ways.tail[s]] = 1;
    Choice choice;
    std::vector<std::uint32_t> position(ways.size(), 0);
    for (std::uint32_t k = 0; k < ways.size(); ++k) {
        if (inside[k] == 0 && begins[k] == 0)
            continue;
        position[k] = static_cast<std::uint32_t>(choice.size());
        choice.begin.push_back(static_cast<std::uint32_t>(choice.link.size()));
        double in = 0;
        for (std::uint32_t s = ways.begin[k]; inside[k] != 0 && s < ways.begin[k + 1]; ++s) {
            const std::uint32_t tail = position[ways.tail[s]];
            choice.link.push_back(ways.link[s]);
            choice.tail.push_back(tail);
            choice.slot.push_back(s);
            choice.trips[tail] -= inside[ways.tail[s]] != 0 ? ways.flow[s] : 0;
            in += ways.flow[s];
        }
        choice.trips.push_back(in);
    }
    choice.begin.push_back(static_cast<std::uint32_t>(choice.link.size()));
    for (double& trips : choice.trips)
        trips = std::max(trips, 0.0);
    return choice;
}

}  // namespace isopolis
