#include "simulation/traffic/least_costs.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace isopolis {

std::vector<double> costsByTail(const AssignmentNetwork& network, std::span<const double> cost)
{
    std::vector<double> sorted;
    sorted.reserve(cost.size());
    for (std::uint32_t node = 0; node < network.nodeCount(); ++node)
        for (const std::uint32_t l : network.out(node))
            sorted.push_back(cost[l]);
    return sorted;
}

double paidIn(const BushView& view)
{
    double paid = 0;
    for (std::size_t s = 0; s < view.bush.link.size(); ++s)
        paid += view.bush.flow[s] * view.cost[view.bush.link[s]];
    return paid;
}

LeastCosts::LeastCosts(const AssignmentNetwork& network) : m_network(network)
{
    m_begin.push_back(0);
    for (std::uint32_t node = 0; node < network.nodeCount(); ++node) {
        for (const std::uint32_t head : network.outHeads(node)) {
            m_tail.push_back(node);
            m_head.push_back(head);
        }
        m_begin.push_back(static_cast<std::uint32_t>(m_tail.size()));
    }
}

void LeastCosts::lower(std::uint32_t node, double cost)
{
    m_cost[node] = cost;
    if (m_queued[node] == 0)
        m_queue.push_back(node);
    m_queued[node] = 1;
}

void LeastCosts::scan(std::size_t begin, std::size_t end, std::span<const double> outCost)
{
    for (std::size_t i = begin; i < end; ++i)
        if (const double there = m_cost[m_tail[i]] + outCost[i]; there < m_cost[m_head[i]])
            lower(m_head[i], there);
}

BushCost LeastCosts::of(const BushView& view, std::span<const double> outCost, std::span<const OdDemand::Pair> trips)
{
    const Bush& bush = view.bush;
    const auto nodeOf = [&](std::uint32_t node) { return view.node.empty() ? node : view.node[node]; };
    // Per node of the network, so that the many looks at links need no positions.
    m_cost.assign(m_network.nodeCount(), std::numeric_limits<double>::infinity());
    m_queued.assign(m_network.nodeCount(), 0);
    m_queue.clear();
    m_cost[bush.origin] = 0;
    double paid = 0;
    for (std::size_t k = 1; k < bush.size(); ++k) {
        double low = std::numeric_limits<double>::infinity();
        for (std::uint32_t s = bush.begin[k]; s < bush.begin[k + 1]; ++s) {
            const double c = view.cost[bush.link[s]];
            low = std::min(low, m_cost[nodeOf(bush.order[bush.tail[s]])] + c);
            paid += bush.flow[s] * c;
        }
        m_cost[nodeOf(bush.order[k])] = low;
    }
    // Only the origin may be left among the nodes that carry no through traffic.
    if (bush.origin < m_network.firstThrough())
        scan(m_begin[bush.origin], m_begin[bush.origin + 1], outCost);
    scan(m_begin[m_network.firstThrough()], m_tail.size(), outCost);
    for (std::size_t at = 0; at < m_queue.size(); ++at) {
        const std::uint32_t node = m_queue[at];
        m_queued[node] = 0;
        if (m_network.passable(node, bush.origin))
            scan(m_begin[node], m_begin[node + 1], outCost);
    }
    BushCost result;
    for (const OdDemand::Pair& pair : trips)
        if (pair.to != bush.origin && std::isfinite(m_cost[pair.to]))
            result.least += static_cast<long double>(pair.trips) * m_cost[pair.to];
        else if (pair.to != bush.origin)
            result.lost.push_back(pair);
    result.excess = paid - static_cast<double>(result.least);
    return result;
}

}  // namespace isopolis
