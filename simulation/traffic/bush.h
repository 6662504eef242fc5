#pragma once
/// The acyclic sub-network that carries the trips of one origin and class.
///
/// Nodes are held in topological order (position 0 = the origin); the bush links into a node are its slots, with the link's position
/// in the network, the position of its tail and the flow from this origin. A *full* bush holds every node that the origin reaches, a
/// *lean* one only nodes with flow and the detours that may get some: small networks are faster with full ones, large networks have
/// hundreds of origins and room only for lean ones.

#include "simulation/traffic/assignment_state.h"
#include "simulation/traffic/shortest_path.h"
#include "simulation/traffic/street_trees.h"

#include <limits>

namespace isopolis {

struct Bush {
    std::uint32_t origin = 0, userClass = 0;
    std::vector<std::uint32_t> order;  ///< node per position
    std::vector<std::uint32_t> begin;  ///< first slot per position, one more at the end
    std::vector<std::uint32_t> link, tail;
    std::vector<double> flow;

    std::size_t size() const { return order.size(); }
};

class PersistentShift;  ///< persistent_shift.h

enum class BushKind { Full, Lean };

inline constexpr std::uint32_t kNoSlot = ~0U;

/// Least and largest cost from the origin to a position, and the last slot of each path.
struct BushLabel {
    double least = 0, most = 0;
    std::uint32_t leastSlot = kNoSlot, mostSlot = kNoSlot;  ///< mostSlot: kNoSlot where no used path ends
};

struct BushLabels {
    std::vector<BushLabel> at;  ///< per position
    /// `most` over links with flow. Returns the cost that the origin's trips pay beyond the least one within the bush.
    /// Flow that leaves a node without entering it, a rest of rounding, is taken out of the bush.
    double scanUsed(Bush& bush, const std::vector<double>& cost);
};

/// What the trips of a bush would cost on the least-cost paths of the whole network, and what they pay beyond that.
struct BushCost {
    long double least = 0;
    double excess = 0;
    std::vector<OdDemand::Pair> lost = {};  ///< trips without a way
};

/// Trips without a way per class and zone. `cost`: per bush; `bushes` by class, then by origin.
std::vector<Unreachable> unreachableOf(std::span<const Bush> bushes, std::span<const BushCost> cost, std::size_t classes,
                                       std::size_t zones);

/// Buffers for one bush at a time.
class BushWorkshop {
public:
    explicit BushWorkshop(const AssignmentNetwork& network);

    /// The tree of shortest paths with the origin's trips on it. Unreachable destinations are left out. Full bushes.
    Bush plant(const ShortestPaths& paths, std::uint32_t origin, std::span<const OdDemand::Pair> trips);
    /// The same for a lean bush: only ways to destinations.
    Bush plant(const StreetTree& tree, std::span<const OdDemand::Pair> trips);
    /// Drops unused links and adds those that shorten the way; keeps the bush acyclic. True if anything changed. Full bushes.
    bool renew(Bush& bush, const std::vector<double>& cost);
    /// The same for a lean bush: what the tree of shortest paths does better is added.
    void renew(Bush& bush, const std::vector<double>& cost, const StreetTree& tree);
    /// Moves flow from the longest used to the shortest path into each node, last node first. Returns the excess cost before.
    double shift(Bush& bush, AssignmentState& state, PersistentShift* persistent = nullptr);
    /// The same in two parts: the second may come when other bushes have changed the costs, for each step looks at them anew.
    void shift(Bush& bush, AssignmentState& state, const BushLabels& labels, PersistentShift* persistent = nullptr);
    /// Costs on the whole network. Lean bushes; least_costs.h has those of full ones.
    BushCost costs(const Bush& bush, const std::vector<double>& cost, std::span<const OdDemand::Pair> trips, const StreetTree& tree);

private:
    void place(const Bush& bush);
    void collectGrowth(const Bush& bush, const std::vector<double>& cost);
    void rebuild(Bush& bush);
    void shiftInto(Bush& bush, AssignmentState& state, const BushLabels& labels, std::uint32_t position, PersistentShift* persistent);
    void labelUsed(const Bush& bush, const std::vector<double>& cost, const StreetTree& tree);
    bool addDetours(const Bush& bush, const std::vector<double>& cost, const StreetTree& tree);
    void rebuildLean(Bush& bush);

    const AssignmentNetwork& m_network;
    std::vector<std::uint32_t> m_position;  ///< per node, of the bush placed last
    BushLabels m_labels;
    std::vector<char> m_keep;            ///< per slot
    std::vector<std::uint32_t> m_stamp;  ///< per link: in the bush if equal to m_round
    std::uint32_t m_round = 0;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> m_growth;  ///< (position of head, link), sorted
    std::vector<std::uint32_t> m_dear, m_cheap;                     ///< slots of the two segments
    std::vector<std::uint32_t> m_newPosition, m_stack;
    std::vector<double> m_through;  ///< per node: trips that pass
    /// A node of the lean bush that is being made: its longest used cost and the link that is added.
    struct Draft {
        double most = 0, units = 0;  ///< units: least cost, see StreetTree
        std::uint32_t node = 0, added = kNoLink;
        bool alive = false, improvable = false;
    };
    std::vector<Draft> m_draft;
    Bush m_spare;
};

}  // namespace isopolis
