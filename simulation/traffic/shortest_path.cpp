#include "simulation/traffic/shortest_path.h"

#include <algorithm>

namespace isopolis {

namespace {
constexpr std::uint32_t kNotInHeap = ~0U;
constexpr std::size_t kArity = 4;
}  // namespace

ShortestPaths::ShortestPaths(const AssignmentNetwork& network)
    : m_network(network), m_cost(network.nodeCount()), m_via(network.nodeCount()), m_place(network.nodeCount())
{
    m_order.reserve(network.nodeCount());
    m_heap.reserve(network.nodeCount());
}

void ShortestPaths::run(std::uint32_t origin, std::span<const double> cost)
{
    std::fill(m_cost.begin(), m_cost.end(), std::numeric_limits<double>::infinity());
    std::fill(m_via.begin(), m_via.end(), kNoLink);
    std::fill(m_place.begin(), m_place.end(), kNotInHeap);
    m_order.clear();
    m_heap.clear();
    m_cost[origin] = 0;
    m_heap.push_back({0, origin});
    m_place[origin] = 0;
    while (!m_heap.empty()) {
        const std::uint32_t node = pop();
        m_order.push_back(node);
        if (!m_network.passable(node, origin))
            continue;
        const std::span<const std::uint32_t> links = m_network.out(node), heads = m_network.outHeads(node);
        for (std::size_t k = 0; k < links.size(); ++k) {
            const std::uint32_t next = heads[k];
            const double there = m_cost[node] + cost[links[k]];
            if (!(there < m_cost[next]))
                continue;
            m_cost[next] = there;
            m_via[next] = links[k];
            if (m_place[next] == kNotInHeap) {
                m_heap.push_back({});
                siftUp(m_heap.size() - 1, {there, next});
            } else {
                siftUp(m_place[next], {there, next});
            }
        }
    }
}

std::uint32_t ShortestPaths::pop()
{
    const std::uint32_t top = m_heap.front().node;
    m_place[top] = kNotInHeap;
    const Waiting last = m_heap.back();
    m_heap.pop_back();
    if (!m_heap.empty())
        siftDown(0, last);
    return top;
}

void ShortestPaths::siftUp(std::size_t at, Waiting item)
{
    while (at > 0) {
        const std::size_t parent = (at - 1) / kArity;
        if (!(item < m_heap[parent]))
            break;
        put(at, m_heap[parent]);
        at = parent;
    }
    put(at, item);
}

void ShortestPaths::siftDown(std::size_t at, Waiting item)
{
    while (true) {
        const std::size_t first = at * kArity + 1;
        if (first >= m_heap.size())
            break;
        std::size_t best = first;
        for (std::size_t child = first + 1; child < std::min(first + kArity, m_heap.size()); ++child)
            if (m_heap[child] < m_heap[best])
                best = child;
        if (!(m_heap[best] < item))
            break;
        put(at, m_heap[best]);
        at = best;
    }
    put(at, item);
}

}  // namespace isopolis
