#pragma once
/// What the trips of a full bush would pay on the least-cost ways of the whole network, found by correcting the least costs in the bush.
///
///   const std::vector<double> outCost = costsByTail(network, cost);      // once per cost vector
///   LeastCosts least(network);                                          // one a thread
///   BushCost paid = least.of({bush, cost, {}}, outCost, trips);
///
/// Near the equilibrium the bush holds the shortest ways already, and one look at each link is enough.

#include "simulation/traffic/bush.h"

namespace isopolis {

/// A bush as it was made, with what its numbers of links and nodes mean now.
struct BushView {
    const Bush& bush;
    std::span<const double> cost;              ///< per link as the bush counts them
    std::span<const std::uint32_t> node = {};  ///< per node as the bush counts them: its number now; empty: the same
};

/// Costs of the links in the order of `AssignmentNetwork::out`, tail by tail.
std::vector<double> costsByTail(const AssignmentNetwork& network, std::span<const double> cost);

/// What the trips of a bush pay now: Σ flow × cost.
double paidIn(const BushView& view);

class LeastCosts {
public:
    explicit LeastCosts(const AssignmentNetwork& network);
    BushCost of(const BushView& view, std::span<const double> outCost, std::span<const OdDemand::Pair> trips);

private:
    void scan(std::size_t begin, std::size_t end, std::span<const double> outCost);
    void lower(std::uint32_t node, double cost);

    const AssignmentNetwork& m_network;
    std::vector<std::uint32_t> m_tail, m_head, m_begin;  ///< by tail
    std::vector<double> m_cost;                          ///< per node
    std::vector<std::uint32_t> m_queue;
    std::vector<char> m_queued;
};

}  // namespace isopolis
