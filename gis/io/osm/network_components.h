#pragma once
/// Strongly connected parts of the links that a mode may use. Private to gis/io/osm.

#include "gis/core/city/road_network.h"

namespace isopolis {

struct Components {
    std::vector<std::uint32_t> ofNode;  ///< part of each node; ~0 if no link of the mode touches it
    std::vector<double> length_m;       ///< of the links with both ends in one part
    std::uint32_t largest = ~0U;
};

/// Tarjan's algorithm (SIAM J. Comput. 1, 1972) without recursion: parts of any size, in linear time.
Components strongComponents(const IdVector<NodeId, RoadNode>& nodes, const IdVector<LinkId, RoadLink>& links, Mode mode);

}  // namespace isopolis
