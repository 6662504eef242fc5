#include "simulation/traffic/paths/path_sweep.h"

#include "simulation/run/parallel.h"

#include <algorithm>
#include <array>

namespace isopolis {

// Eight lanes fill wider registers than the oldest machines have. Sums and minima are the same bits in any of them.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define ISOPOLIS_WIDE __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define ISOPOLIS_WIDE
#endif

namespace {

constexpr std::size_t kBlocks = 64;
constexpr std::size_t kLaneCount = PathSweep::kLanes;

/// The rows and arcs of a sweep, by position.
struct SweepArcs {
    const std::size_t* begin;
    const std::uint32_t *head, *arc;
    const double* down;
};

/// Walks down all rows; `longest`: the largest finite cost per lane.
ISOPOLIS_WIDE void sweepDown(const SweepArcs& arcs, std::size_t rows, double* cost, double* longest)
{
    for (std::size_t i = 0; i < rows; ++i) {
        double best[kLaneCount];
        double* const here = cost + i * kLaneCount;
        for (std::size_t lane = 0; lane < kLaneCount; ++lane)
            best[lane] = here[lane];
        for (std::size_t k = arcs.begin[i]; k < arcs.begin[i + 1]; ++k) {
            const double* const above = cost + std::size_t{arcs.head[k]} * kLaneCount;
            const double down = arcs.down[arcs.arc[k]];
            for (std::size_t lane = 0; lane < kLaneCount; ++lane) {
                const double there = above[lane] + down;
                best[lane] = there < best[lane] ? there : best[lane];
            }
        }
        for (std::size_t lane = 0; lane < kLaneCount; ++lane) {
            here[lane] = best[lane];
            const double finite = best[lane] < kNoPath ? best[lane] : 0;
            longest[lane] = longest[lane] < finite ? finite : longest[lane];
        }
    }
}

}  // namespace

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
    : m_hierarchy(hierarchy), m_targets(targets), m_cost(targets.size() * kLanes), m_up(hierarchy.nodes(), kNoPath),
      m_met(hierarchy.nodes(), 0)
{}

void PathSweep::climb(const PathCosts& costs, const std::vector<PathStart>& origin, std::size_t lane)
{
    // The ways up of several starts soon meet: each rank is relaxed once, lower ranks first.
    m_climbed.clear();
    for (const PathStart& start : origin) {
        std::uint32_t rank = m_hierarchy.rankOf(start.node);
        m_up[rank] = std::min(m_up[rank], start.cost);
        for (; rank != PathHierarchy::kNone && m_met[rank] == 0; rank = m_hierarchy.parent(rank)) {
            m_met[rank] = 1;
            m_climbed.push_back(rank);
        }
    }
    if (origin.size() > 1)
        std::sort(m_climbed.begin(), m_climbed.end());
    for (const std::uint32_t rank : m_climbed)
        if (m_up[rank] < kNoPath)
            for (std::size_t arc = m_hierarchy.begin(rank); arc < m_hierarchy.begin(rank + std::size_t{1}); ++arc) {
                double& there = m_up[m_hierarchy.head(arc)];
                there = std::min(there, m_up[rank] + costs.up[arc]);
            }
    for (const std::uint32_t rank : m_climbed) {
        if (const std::uint32_t position = m_targets.m_position[rank]; position != PathHierarchy::kNone)
            m_cost[position * kLanes + lane] = std::min(m_cost[position * kLanes + lane], m_up[rank]);
        m_up[rank] = kNoPath;
        m_met[rank] = 0;
    }
}

void PathSweep::run(const PathCosts& costs, std::span<const std::vector<PathStart>> origins)
{
    std::fill(m_cost.begin(), m_cost.end(), kNoPath);
    for (std::size_t lane = 0; lane < origins.size() && lane < kLanes; ++lane)
        climb(costs, origins[lane], lane);
    std::array<double, kLanes> longest{};
    sweepDown({m_targets.m_begin.data(), m_targets.m_head.data(), m_targets.m_arc.data(), costs.down.data()}, m_targets.size(),
              m_cost.data(), longest.data());
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
