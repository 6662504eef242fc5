#pragma once
/// The links that cars may use in a scenario, and the parts of the network in which every place reaches every other.
///
///   CarGraph cars = carGraph(applied);   cars.part[node];

#include "simulation/scenario/apply_scenario.h"

namespace isopolis {

struct CarGraph {
    std::vector<LinkId> links;             ///< ascending
    IdVector<NodeId, std::uint32_t> part;  ///< strongly connected part; kNoPart where no car link ends
    std::vector<std::size_t> partSize;     ///< nodes
    std::size_t largest() const;
};

inline constexpr std::uint32_t kNoPart = ~0U;

using DirectedEdge = std::pair<NodeId, NodeId>;

bool carsMayUse(const AppliedScenario& applied, LinkId link);
/// Parts by Tarjan's algorithm (SIAM J. Comput. 1, 1972), without recursion.
CarGraph carGraph(const AppliedScenario& applied);
/// The same for the edges of another mode; `links` are those that the edges lie on, ascending.
CarGraph graphOf(std::size_t nodes, std::vector<LinkId> links, const std::vector<DirectedEdge>& edges);

}  // namespace isopolis
