#pragma once
/// The least-cost ways of one origin among links that anybody uses, and the part of them where there is a choice.
///
///   EqualWays finder(state, demand, 1e-8);   Bush ways = finder.find(bush, slack);   Choice choice = choiceOf(ways);
///
/// Ways hold the bush's own flow (and so all links that carry it) and every other link whose relative excess is within the slack, as far
/// as no cycle closes. Flow outside the choice cannot go elsewhere: between a junction where ways part and the one where they have all met
/// again lies one region; regions hang together only by links that everything must pass.

#include "simulation/traffic/bush.h"

namespace isopolis {

/// Slots of the ways on which flow can move, as a small graph in topological order.
struct Choice {
    std::vector<std::uint32_t> begin;             ///< first slot per node, one more at the end; nodes without slots begin a region
    std::vector<std::uint32_t> link, tail, slot;  ///< per slot: link, node that it comes from, slot of the ways
    std::vector<double> trips;                    ///< per node: what ends there or leaves the region there

    std::size_t size() const { return trips.size(); }
};
Choice choiceOf(const Bush& ways);

class EqualWays {
public:
    /// `slack`: excess that counts as none, relative to the cost from the origin. Flows and costs are those of `state`.
    EqualWays(const AssignmentState& state, std::span<const OdDemand* const> demand, double slack);
    /// Raises `costSlack` to the largest relative excess of a link that carries flow.
    Bush find(const Bush& bush, double& costSlack);

private:
    struct Place {
        double key = 0;          ///< largest cost over used links, else the least cost
        std::uint32_t rank = 0;  ///< orders equal keys as the bush does
        std::uint32_t position = 0;
        bool wanted = false;
    };
    bool before(std::uint32_t a, std::uint32_t b) const;
    void place(const Bush& bush, const std::vector<double>& cost, double& costSlack);
    bool equal(std::uint32_t link, std::uint32_t from, std::uint32_t to, const std::vector<double>& cost) const;
    Bush collect(const Bush& bush);

    const AssignmentState& m_state;
    std::span<const OdDemand* const> m_demand;
    double m_slack;
    ShortestPaths m_paths;
    std::vector<Place> m_node;
    std::vector<double> m_flow;  ///< per link, of the bush in hand
    std::vector<std::uint32_t> m_order;
    std::vector<std::vector<std::uint32_t>> m_into;  ///< per node
};

}  // namespace isopolis
