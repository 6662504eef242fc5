#pragma once
/// The acyclic sub-network that carries the trips of one origin.
///
/// Nodes are held in topological order (position 0 = the origin); the bush links into a node are its slots, with the link's position
/// in the network, the position of its tail and the flow from this origin. `order` and the slots are kept compact because large
/// cities have hundreds of bushes.

#include "simulation/traffic/assignment_state.h"
#include "simulation/traffic/shortest_path.h"

#include <limits>

namespace isopolis {

struct Bush {
    std::uint32_t origin = 0;
    std::vector<std::uint32_t> order;  ///< node per position
    std::vector<std::uint32_t> begin;  ///< first slot per position, one more at the end
    std::vector<std::uint32_t> link, tail;
    std::vector<double> flow;

    std::size_t size() const { return order.size(); }
};

inline constexpr std::uint32_t kNoSlot = ~0U;

/// Least and largest cost from the origin to each position, and the last slot of each path.
struct BushLabels {
    std::vector<double> least, most;
    std::vector<std::uint32_t> leastSlot, mostSlot;  ///< mostSlot: kNoSlot where no used path ends
    /// `most` over links with flow. Returns the cost that the origin's trips pay beyond the least one within the bush.
    /// Flow that leaves a node without entering it, a rest of rounding, is taken out of the bush.
    double scanUsed(Bush& bush, const std::vector<double>& cost);
    void resize(std::size_t positions);
};

/// Buffers for one bush at a time.
class BushWorkshop {
public:
    explicit BushWorkshop(const AssignmentNetwork& network);

    /// The tree of shortest paths with the origin's trips on it. Unreachable destinations are left out.
    Bush plant(const ShortestPaths& paths, std::uint32_t origin, std::span<const OdDemand::Pair> trips);
    /// Drops unused links and adds those that shorten the way; keeps the bush acyclic. True if anything changed.
    bool renew(Bush& bush, const std::vector<double>& cost);
    /// Moves flow from the longest used to the shortest path into each node, last node first. Returns the excess cost before.
    double shift(Bush& bush, AssignmentState& state);
    /// Σ trips × least cost on the whole network, starting from the least costs within the bush.
    long double leastCost(const Bush& bush, const std::vector<double>& cost, std::span<const OdDemand::Pair> trips);

private:
    void place(const Bush& bush);
    void collectGrowth(const Bush& bush, const std::vector<double>& cost);
    void rebuild(Bush& bush);
    void shiftInto(Bush& bush, AssignmentState& state, std::uint32_t position);

    const AssignmentNetwork& m_network;
    std::vector<std::uint32_t> m_position;  ///< per node, of the bush placed last
    BushLabels m_labels;
    std::vector<char> m_keep;            ///< per slot
    std::vector<std::uint32_t> m_stamp;  ///< per link: in the bush if equal to m_round
    std::uint32_t m_round = 0;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> m_growth;  ///< (position of head, link), sorted
    std::vector<std::uint32_t> m_dear, m_cheap;                     ///< slots of the two segments
    std::vector<std::uint32_t> m_newPosition, m_stack, m_queue;
    std::vector<char> m_queued;
    std::vector<double> m_nodeCost;
    Bush m_spare;
};

}  // namespace isopolis
