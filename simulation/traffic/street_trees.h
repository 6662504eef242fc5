#pragma once
/// Least costs from many zones to all nodes, with the last link of each way: what Dijkstra's trees say, in a fraction of the time.
///
///   const StreetCosts costs(network, cost, longest, threads);          // once per cost vector
///   StreetTrees trees(network);   trees.run(costs, origins);  // at most kLanes origins at once
///   StreetTree tree = trees.tree(0);   tree.cost(node);   tree.via(node);   // kNoLink at the origin and where no way leads
///
/// Costs are rounded to whole multiples, at least one, of a power of two far below the longest way. Sums of such costs are exact, so a
/// distance does not hang on the order of its sum: hierarchy and Dijkstra say the same to the bit, with any order of nodes, and a street
/// that is closed far away moves nothing. A way's cost differs from the sum of the costs given by half a unit a link. A link
/// of no cost counts one unit, so costs rise along every way and the links that lead to the nodes never close a ring; of links that are as
/// good, the first wins.
///
/// What surprises: no way passes a node below `firstThrough` but its origin, as everywhere in this solver. Small networks, and graphs
/// that are no street networks, go by Dijkstra.
/// Source: Dibbelt, Strasser & Wagner 2016, doi:10.1145/2886843; Delling et al. 2013, doi:10.1016/j.jpdc.2012.02.007.

#include "simulation/traffic/assignment_network.h"
#include "simulation/traffic/paths/path_sweep.h"
#include "simulation/traffic/shortest_path.h"

#include <optional>

namespace isopolis {

/// What trees need of a network besides its costs: made once, see AssignmentNetwork::streets.
class StreetIndex {
public:
    StreetIndex(const AssignmentNetwork& network, std::span<const Point2> at);
    /// With the order of another network's nodes; `rank` of each node there, kNone for nodes that are new.
    StreetIndex(const AssignmentNetwork& network, std::span<const std::uint32_t> rank);
    bool usesHierarchy() const { return m_hierarchy.has_value(); }
    const PathHierarchy& hierarchy() const { return *m_hierarchy; }

private:
    friend class StreetCosts;
    friend class StreetTrees;
    friend class StreetTree;
    friend class ZoneCosts;
    struct Into {
        std::uint32_t link, tail, row;  ///< row of the tail
    };
    std::span<const Into> into(std::uint32_t node) const
    {
        return {m_into.data() + m_intoBegin[node], m_into.data() + m_intoBegin[node + 1]};
    }
    void prepare(const AssignmentNetwork& network);
    std::vector<Into> m_into;
    std::vector<std::uint32_t> m_intoBegin;
    std::optional<PathHierarchy> m_hierarchy;
    std::optional<PathTargets> m_targets, m_zones;  ///< all nodes; those from which zones are entered
    std::vector<std::uint32_t> m_row, m_zoneRow;    ///< per node: its row in a sweep to these
};

/// One cost per link, rounded, and the shortcuts that follow.
class StreetCosts {
public:
    /// `longest`: about the longest way that will be asked for, in the unit of the costs; sets the unit of rounding.
    StreetCosts(const AssignmentNetwork& network, std::span<const double> cost, double longest, int threads);
    double unit() const { return m_unit; }
    double units(std::uint32_t link) const { return m_units[link]; }

private:
    friend class StreetTrees;
    friend class ZoneCosts;
    friend void startsOf(const AssignmentNetwork&, const StreetCosts&, std::uint32_t, std::vector<PathStart>&);
    std::shared_ptr<const StreetIndex> m_index;
    std::span<const double> m_cost;
    std::vector<double> m_units;
    double m_unit = 1;
    PathCosts m_arcs;
};

/// Sums of whole units below this are exact.
inline constexpr double kExactUnits = 9007199254740992.0;

/// Where ways from an origin enter the streets that carry through traffic, with the units to get there.
void startsOf(const AssignmentNetwork& network, const StreetCosts& costs, std::uint32_t origin, std::vector<PathStart>& starts);

class StreetTree;

/// One object a thread; the network must outlive it.
class StreetTrees {
public:
    static constexpr std::size_t kLanes = PathSweep::kLanes;
    explicit StreetTrees(const AssignmentNetwork& network);
    /// At most kLanes origins. If their ways are too long for the unit, it is made coarser for this run.
    void run(const StreetCosts& costs, std::span<const std::uint32_t> origins);
    /// The same but for false, and trees that are not exact, if ways are too long: for whoever makes the unit coarser for many runs at
    /// once.
    bool runExact(const StreetCosts& costs, std::span<const std::uint32_t> origins);
    StreetTree tree(std::size_t lane) const;
    double longest() const { return m_longest * m_costs->unit(); }  ///< cost of the longest way of the last run

private:
    friend class StreetTree;
    void sweep(std::span<const std::uint32_t> origins);
    void search(std::span<const std::uint32_t> origins);
    void enterZones(std::span<const std::uint32_t> origins);

    const AssignmentNetwork& m_network;
    std::shared_ptr<const StreetIndex> m_index;
    const StreetCosts* m_costs = nullptr;
    std::optional<StreetCosts> m_coarser;
    std::optional<PathSweep> m_sweep;
    std::optional<ShortestPaths> m_paths;
    std::vector<std::vector<PathStart>> m_starts;
    std::vector<std::uint32_t> m_origins;
    std::vector<double> m_outer;     ///< rows of nodes below firstThrough
    std::vector<double> m_searched;  ///< rows of all nodes, by Dijkstra
    const double* m_rows = nullptr;
    double m_longest = 0;
};

/// One lane of the last run.
class StreetTree {
public:
    StreetTree(const StreetTrees& trees, std::size_t lane) : m_trees(trees), m_lane(lane), m_origin(trees.m_origins[lane]) {}
    /// Cost in units of the rounding, exact; infinity if there is no way.
    double units(std::uint32_t node) const
    {
        if (node < m_trees.m_network.firstThrough())
            return m_trees.m_outer[node * StreetTrees::kLanes + m_lane];
        return m_trees.m_rows[std::size_t{m_trees.m_index->m_row[node]} * StreetTrees::kLanes + m_lane];
    }
    double cost(std::uint32_t node) const { return units(node) * m_trees.m_costs->unit(); }
    bool reached(std::uint32_t node) const { return units(node) < kNoPath; }
    double linkUnits(std::uint32_t link) const { return m_trees.m_costs->units(link); }
    std::uint32_t origin() const { return m_origin; }
    /// Last link of the least way to a node.
    std::uint32_t via(std::uint32_t node) const;

private:
    const StreetTrees& m_trees;
    std::size_t m_lane;
    std::uint32_t m_origin;
};

}  // namespace isopolis
