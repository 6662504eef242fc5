#pragma once
/// Shortest paths on one graph for many costs: a customisable contraction hierarchy.
///
///   PathHierarchy streets(topology, control.threads());          // once per graph
///   PathCosts congested = streets.customise(seconds, threads);   // once per cost vector, one cost an arc
///   double s = PointQuery(streets).cost(from, to, congested);    // many times
///
/// Nodes are numbered by rank: `rankOf(node)`. Each node keeps arcs to higher ranks only (streets and shortcuts), each with a cost up
/// and a cost down; all upward neighbours of a node are neighbours of each other, and the lowest is its parent in the elimination tree.
/// Customising takes, for each triangle of a node and two upward neighbours, the way over the node if it is shorter.
///
/// What surprises: costs must not be negative, infinity closes an arc. A distance is a sum in another order than Dijkstra's: equal up to
/// rounding, and equal to the bit where costs are whole numbers (milliseconds, say). The same path with the same costs has the same
/// bits whatever costs change elsewhere. Same bits at any number of threads.
/// Source: Dibbelt, Strasser & Wagner 2016, Customizable contraction hierarchies, ACM J. Experimental Algorithmics 21, doi:10.1145/2886843.

#include "simulation/traffic/paths/path_topology.h"

#include <limits>
#include <span>

namespace isopolis {

inline constexpr double kNoPath = std::numeric_limits<double>::infinity();

/// Costs of one customisation, per upward arc: from the lower to the higher rank, and back.
struct PathCosts {
    std::vector<double> up, down;
};

class PathHierarchy {
public:
    explicit PathHierarchy(const PathTopology& topology, int threads);
    /// With an order that is known, `order[rank]` = node: any order gives the same distances, a bad one many shortcuts.
    PathHierarchy(const PathTopology& topology, std::span<const std::uint32_t> order);
    PathCosts customise(std::span<const double> arcCosts, int threads) const;

    /// False if the graph is so far from a street network that shortcuts would fill the memory; then nothing else may be asked.
    bool complete() const { return m_complete; }
    std::size_t nodes() const { return m_begin.size() - 1; }
    std::size_t upArcs() const { return m_head.size(); }
    std::size_t triangles() const { return m_triangles; }
    std::uint32_t rankOf(std::uint32_t node) const { return m_rank[node]; }
    /// Upward arcs of a rank, `begin(r)` to `begin(r + 1)`, heads ascending.
    std::size_t begin(std::size_t rank) const { return m_begin[rank]; }
    std::uint32_t head(std::size_t arc) const { return m_head[arc]; }
    /// kNone for the roots.
    std::uint32_t parent(std::uint32_t rank) const { return m_begin[rank] < m_begin[rank + 1] ? m_head[m_begin[rank]] : kNone; }
    static constexpr std::uint32_t kNone = ~0U;

private:
    void build(const PathTopology& topology, std::span<const std::uint32_t> order);
    void contract(const PathTopology& topology);
    void collectLower();
    void collectLevels();
    void relaxLower(std::uint32_t rank, PathCosts& costs, std::vector<std::uint32_t>& arcTo) const;

    std::vector<std::uint32_t> m_rank;      ///< per node
    std::vector<std::size_t> m_begin;       ///< per rank
    std::vector<std::uint32_t> m_head;      ///< per upward arc
    std::vector<std::size_t> m_lowerBegin;  ///< per rank: upward arcs that end there …
    std::vector<std::uint32_t> m_lowerArc, m_lowerTail;
    std::vector<std::uint32_t> m_levelBegin, m_byLevel;  ///< ranks whose lower neighbours are all on earlier levels
    struct Place {
        std::uint32_t arc = kNone;  ///< kNone: a loop
        bool up = true;
    };
    std::vector<Place> m_placeOf;  ///< of each arc of the topology
    std::size_t m_triangles = 0;
    bool m_complete = false;
};

/// Single distances: climbs the elimination tree from both ends. Buffers are reused; one object a thread.
class PointQuery {
public:
    explicit PointQuery(const PathHierarchy& hierarchy);
    double cost(std::uint32_t from, std::uint32_t to, const PathCosts& costs);

private:
    const PathHierarchy& m_hierarchy;
    std::vector<double> m_forward, m_backward;
};

}  // namespace isopolis
