#pragma once
/// A street graph without costs: where nodes lie, and which arcs there are.
///
///   PathTopology streets{.at = places, .arcs = {{0, 1}, {1, 0}, {1, 2}}};
///
/// Several arcs between two nodes and arcs from a node to itself are allowed.

#include "gis/core/geometry/geometry.h"

#include <cstdint>
#include <vector>

namespace isopolis {

struct PathArc {
    std::uint32_t tail = 0, head = 0;
};

struct PathTopology {
    std::vector<Point2> at;  ///< one per node, m; guides the order of nodes only
    std::vector<PathArc> arcs;
    std::size_t nodes() const { return at.size(); }
};

}  // namespace isopolis
