#pragma once
/// An order of nodes in which a street graph can be contracted with few shortcuts: separators last, on every level.
///
///   std::vector<std::uint32_t> order = dissectionOrder(topology, threads);   // order[rank] = node
///
/// Depends on streets and coordinates, never on costs: made once, used for every cost. Same order at any number of threads.
/// Source: George 1973, SIAM J. Numerical Analysis 10(2) (nested dissection); Dibbelt, Strasser & Wagner 2016.

#include "simulation/traffic/paths/path_topology.h"

namespace isopolis {

std::vector<std::uint32_t> dissectionOrder(const PathTopology& topology, int threads);

}  // namespace isopolis
