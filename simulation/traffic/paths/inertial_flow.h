#pragma once
/// Cuts a part of a street graph in two along few streets: the inner part of nested dissection.
///
///   Bisection cut = bisect(graph, nodes);   // cut.left, cut.right, cut.separator
///
/// Inertial flow: nodes are ordered along a direction, the first and the last quarter are held apart, and the smallest number of
/// streets that separates them is found as a maximum flow; of four directions the best ratio of cut to smaller side wins. The separator are
/// the ends of cut streets on the side that has fewer. Deterministic: ties go to the lower node and the first direction.
/// Source: Schild & Sommer 2015, On balanced separators in road networks, SEA 2015, doi:10.1007/978-3-319-20086-6_22;
/// maximum flow: Dinitz 1970.

#include "simulation/traffic/paths/path_topology.h"

#include <span>

namespace isopolis {

/// Each street once in both directions, no loops; neighbours ascending.
struct UndirectedGraph {
    explicit UndirectedGraph(const PathTopology& topology);
    std::span<const std::uint32_t> of(std::uint32_t node) const { return {heads.data() + begin[node], begin[node + 1] - begin[node]}; }
    std::size_t nodes() const { return begin.size() - 1; }
    const std::vector<Point2>& at;
    std::vector<std::size_t> begin;
    std::vector<std::uint32_t> heads;
};

struct Bisection {
    std::vector<std::uint32_t> left, right, separator;  ///< ascending
};

/// `nodes` ascending and connected, at least four of them.
Bisection bisect(const UndirectedGraph& graph, std::span<const std::uint32_t> nodes);

}  // namespace isopolis
