#pragma once
/// Shortest paths from one zone to all nodes (Dijkstra 1959, four-ary heap).
///
///   ShortestPaths paths(network);   paths.run(origin, cost);   paths.cost(node);   paths.via(node);   // last link, kNoLink at the origin
///
/// Ties go to the lower node and the first link, so the tree is the same on every machine. Buffers are reused between runs. Costs must
/// not be negative; links of zero cost are allowed.

#include "simulation/traffic/assignment_network.h"

#include <limits>

namespace isopolis {

inline constexpr std::uint32_t kNoLink = ~0U;

class ShortestPaths {
public:
    explicit ShortestPaths(const AssignmentNetwork& network);
    void run(std::uint32_t origin, std::span<const double> cost);

    double cost(std::uint32_t node) const { return m_cost[node]; }  ///< infinity if there is no way
    std::uint32_t via(std::uint32_t node) const { return m_via[node]; }
    bool reached(std::uint32_t node) const { return m_cost[node] < std::numeric_limits<double>::infinity(); }
    /// Reached nodes, nearest first: each after the node that leads to it.
    std::span<const std::uint32_t> order() const { return m_order; }

private:
    struct Waiting {
        double cost;
        std::uint32_t node;
        bool operator<(const Waiting& other) const { return cost < other.cost || (cost == other.cost && node < other.node); }
    };
    std::uint32_t pop();
    void siftUp(std::size_t at, Waiting item);
    void siftDown(std::size_t at, Waiting item);
    void put(std::size_t at, Waiting item)
    {
        m_heap[at] = item;
        m_place[item.node] = static_cast<std::uint32_t>(at);
    }

    const AssignmentNetwork& m_network;
    std::vector<double> m_cost;
    std::vector<std::uint32_t> m_via, m_order, m_place;
    std::vector<Waiting> m_heap;
};

}  // namespace isopolis
