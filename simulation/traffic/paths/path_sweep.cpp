#include "simulation/traffic/paths/path_sweep.h"

#include "simulation/run/parallel.h"

#include <algorithm>
#include <array>

namespace isopolis {

namespace {
constexpr std::size_t kBlocks = 64;
}

PathTargets::PathTargets(const PathHierarchy& hierarchy) { build(hierarchy, std::vector<bool>(hierarchy.nodes(), true)); }

PathTargets::PathTargets(const PathHierarchy& hierarchy, std::span<const std::uint32_t> nodes)
{
    std::vector<bool> wanted(hierarchy.nodes(), false);
    for (const std::uint32_t node : nodes)
        for (std::uint32_t rank = hierarchy.rankOf(node); rank != PathHierarchy::kNone && !wanted[rank]; rank = hierarchy.parent(rank))
            wanted[rank] = true;
    build(hierarchy, std::move(wanted));
}

void PathTargets::build(const PathHierarchy& hierarchy, std::vector<bool> wanted)
{
    m_position.assign(hierarchy.nodes(), PathHierarchy::kNone);
    m_begin.push_back(0);
    for (std::size_t down = hierarchy.nodes(); down-- > 0;) {
        if (!wanted[down])
            continue;
        m_position[down] = static_cast<std::uint32_t>(m_ranks.size());
        m_ranks.push_back(static_cast<std::uint32_t>(down));
        // All upward neighbours are ancestors, so they are wanted too.
        for (std::size_t arc = hierarchy.begin(down); arc < hierarchy.begin(down + 1); ++arc) {
            m_head.push_back(m_position[hierarchy.head(arc)]);
            m_arc.push_back(static_cast<std::uint32_t>(arc));
        }
        m_begin.push_back(m_head.size());
    }
}

PathSweep::PathSweep(const PathHierarchy& hierarchy, const PathTargets& targets)
    : m_hierarchy(hierarchy), m_targets(targets), m_cost(targets.size() * kLanes), m_up(hierarchy.nodes(), kNoPath)
{}

void PathSweep::climb(const PathCosts& costs, const std::vector<PathStart>& origin, std::size_t lane)
{
    // Each start relaxes all of its ancestors again: whatever it improves lies on its own way up.
    for (const PathStart& start : origin) {
        std::uint32_t rank = m_hierarchy.rankOf(start.node);
        m_up[rank] = std::min(m_up[rank], start.cost);
        for (; rank != PathHierarchy::kNone; rank = m_hierarchy.parent(rank))
            if (m_up[rank] < kNoPath)
                for (std::size_t arc = m_hierarchy.begin(rank); arc < m_hierarchy.begin(rank + std::size_t{1}); ++arc) {
                    double& there = m_up[m_hierarchy.head(arc)];
                    there = std::min(there, m_up[rank] + costs.up[arc]);
                }
    }
    for (const PathStart& start : origin)
        for (std::uint32_t rank = m_hierarchy.rankOf(start.node); rank != PathHierarchy::kNone; rank = m_hierarchy.parent(rank)) {
            if (const std::uint32_t position = m_targets.m_position[rank]; position != PathHierarchy::kNone)
                m_cost[position * kLanes + lane] = std::min(m_cost[position * kLanes + lane], m_up[rank]);
            m_up[rank] = kNoPath;
        }
}

void PathSweep::run(const PathCosts& costs, std::span<const std::vector<PathStart>> origins)
{
    std::fill(m_cost.begin(), m_cost.end(), kNoPath);
    for (std::size_t lane = 0; lane < origins.size() && lane < kLanes; ++lane)
        climb(costs, origins[lane], lane);
    double* const all = m_cost.data();
    std::array<double, kLanes> longest{};
    for (std::size_t i = 0; i < m_targets.size(); ++i) {
        std::array<double, kLanes> best;
        double* const here = all + i * kLanes;
        std::copy(here, here + kLanes, best.begin());
        for (std::size_t k = m_targets.m_begin[i]; k < m_targets.m_begin[i + 1]; ++k) {
            const double* const above = all + std::size_t{m_targets.m_head[k]} * kLanes;
            const double down = costs.down[m_targets.m_arc[k]];
            for (std::size_t lane = 0; lane < kLanes; ++lane) {
                const double there = above[lane] + down;
                best[lane] = there < best[lane] ? there : best[lane];
            }
        }
        std::copy(best.begin(), best.end(), here);
        for (std::size_t lane = 0; lane < kLanes; ++lane) {
            const double finite = best[lane] < kNoPath ? best[lane] : 0;
            longest[lane] = longest[lane] < finite ? finite : longest[lane];
        }
    }
    m_longest = *std::max_element(longest.begin(), longest.end());
}

std::vector<double> manyToMany(const PathHierarchy& hierarchy, const PathCosts& costs, std::span<const std::vector<PathStart>> origins,
                               std::span<const std::uint32_t> destinations, int threads)
{
    const PathTargets targets(hierarchy, destinations);
    std::vector<double> matrix(origins.size() * destinations.size(), kNoPath);
    const std::size_t groups = (origins.size() + PathSweep::kLanes - 1) / PathSweep::kLanes;
    parallelBlocks(groups, kBlocks, threads, [&](std::size_t, std::size_t begin, std::size_t end) {
        PathSweep sweep(hierarchy, targets);
        for (std::size_t group = begin; group < end; ++group) {
            const std::size_t first = group * PathSweep::kLanes, n = std::min(PathSweep::kLanes, origins.size() - first);
            sweep.run(costs, origins.subspan(first, n));
            for (std::size_t lane = 0; lane < n; ++lane)
                for (std::size_t d = 0; d < destinations.size(); ++d)
                    matrix[(first + lane) * destinations.size() + d] = sweep.cost(lane, destinations[d]);
        }
    });
    return matrix;
}

}  // namespace isopolis
