#pragma once
/// Costs from eight origins at once to all nodes, or to the few that matter.
///
///   PathTargets all(hierarchy);   PathTargets zones(hierarchy, zoneNodes);     // once per set of destinations
///   PathSweep sweep(hierarchy, zones);
///   sweep.run(costs, {{nodeA, 0}, {nodeB, 1.5}});     // an origin is a list of starts with a cost of their own
///   sweep.cost(lane, node);                           // of lane 0 … 7
///
/// Climbs from each origin, then walks once down the ranks, all lanes side by side: what PHAST does, with the elimination tree in the
/// place of a priority queue. Destinations that are not asked for are left out together with all that only they need.
/// Source: Delling, Goldberg, Nowatzyk & Werneck 2013, PHAST, J. Parallel and Distributed Computing 73(7), doi:10.1016/j.jpdc.2012.02.007;
/// restricted: Delling, Goldberg & Werneck 2011, ATMOS, doi:10.4230/OASIcs.ATMOS.2011.52.

#include "simulation/traffic/paths/path_hierarchy.h"

namespace isopolis {

/// Where a trip may begin, and what it costs to get there.
struct PathStart {
    std::uint32_t node = 0;
    double cost = 0;
};

/// The ranks that a set of destinations needs, in descending order.
class PathTargets {
public:
    explicit PathTargets(const PathHierarchy& hierarchy);  ///< all nodes
    PathTargets(const PathHierarchy& hierarchy, std::span<const std::uint32_t> nodes);
    std::size_t size() const { return m_ranks.size(); }
    /// Row of a rank in a sweep; kNone if it is not needed.
    std::uint32_t position(std::uint32_t rank) const { return m_position[rank]; }

private:
    friend class PathSweep;
    void build(const PathHierarchy& hierarchy, std::vector<bool> wanted);
    std::vector<std::uint32_t> m_ranks, m_position;  ///< position of each rank; kNone if it is not needed
    std::vector<std::size_t> m_begin;
    std::vector<std::uint32_t> m_head, m_arc;  ///< positions of higher ranks, and the hierarchy's arcs
};

/// One object a thread; the targets must outlive it.
class PathSweep {
public:
    static constexpr std::size_t kLanes = 8;
    PathSweep(const PathHierarchy& hierarchy, const PathTargets& targets);
    /// At most kLanes origins.
    void run(const PathCosts& costs, std::span<const std::vector<PathStart>> origins);
    /// Infinity if there is no way. The node must be a target.
    double cost(std::size_t lane, std::uint32_t node) const
    {
        return m_cost[m_targets.m_position[m_hierarchy.rankOf(node)] * kLanes + lane];
    }
    /// Rows of `kLanes` costs each, as `PathTargets::position` counts them.
    const double* rows() const { return m_cost.data(); }
    /// Largest finite cost of the last run.
    double longest() const { return m_longest; }

private:
    void climb(const PathCosts& costs, const std::vector<PathStart>& origin, std::size_t lane);
    const PathHierarchy& m_hierarchy;
    const PathTargets& m_targets;
    std::vector<double> m_cost;  ///< targets × lanes
    std::vector<double> m_up;    ///< per rank, of one climb
    std::vector<char> m_met;     ///< per rank
    std::vector<std::uint32_t> m_climbed;
    double m_longest = 0;
};

/// Row by row: costs from each origin to each destination. Parallel over origins.
std::vector<double> manyToMany(const PathHierarchy& hierarchy, const PathCosts& costs, std::span<const std::vector<PathStart>> origins,
                               std::span<const std::uint32_t> destinations, int threads);

}  // namespace isopolis
