#include "simulation/traffic/paths/path_hierarchy.h"

#include "simulation/run/parallel.h"
#include "simulation/traffic/paths/nested_dissection.h"

#include <algorithm>
#include <numeric>

namespace isopolis {

namespace {
/// Fewer nodes on a level are not worth waking threads.
constexpr std::size_t kParallelLevel = 512, kLevelBlocks = 16;
/// Street networks need two to four upward arcs a node.
constexpr std::size_t kMostArcsPerStreet = 24, kAlwaysAllowed = 100000;
}  // namespace

PathHierarchy::PathHierarchy(const PathTopology& topology, int threads) { build(topology, dissectionOrder(topology, threads)); }

PathHierarchy::PathHierarchy(const PathTopology& topology, std::span<const std::uint32_t> order) { build(topology, order); }

void PathHierarchy::build(const PathTopology& topology, std::span<const std::uint32_t> order)
{
    m_rank.resize(topology.nodes());
    for (std::uint32_t rank = 0; rank < order.size(); ++rank)
        m_rank[order[rank]] = rank;
    contract(topology);
    if (!m_complete)
        return;
    collectLower();
    collectLevels();
}

void PathHierarchy::contract(const PathTopology& topology)
{
    const std::size_t n = topology.nodes();
    std::vector<std::vector<std::uint32_t>> upward(n);
    for (const PathArc& arc : topology.arcs) {
        const std::uint32_t a = m_rank[arc.tail], b = m_rank[arc.head];
        if (a != b)
            upward[std::min(a, b)].push_back(std::max(a, b));
    }
    m_begin.assign(n + 1, 0);
    const std::size_t most = kAlwaysAllowed + kMostArcsPerStreet * topology.arcs.size();
    for (std::size_t rank = 0; rank < n; ++rank) {
        std::vector<std::uint32_t>& heads = upward[rank];
        std::sort(heads.begin(), heads.end());
        heads.erase(std::unique(heads.begin(), heads.end()), heads.end());
        m_head.insert(m_head.end(), heads.begin(), heads.end());
        m_begin[rank + 1] = m_head.size();
        if (m_head.size() > most)
            return;
        m_triangles += heads.empty() ? 0 : heads.size() * (heads.size() - 1) / 2;
        if (heads.size() > 1)
            upward[heads[0]].insert(upward[heads[0]].end(), heads.begin() + 1, heads.end());
        std::vector<std::uint32_t>().swap(heads);
    }
    m_complete = true;
    m_placeOf.reserve(topology.arcs.size());
    for (const PathArc& arc : topology.arcs) {
        const std::uint32_t a = m_rank[arc.tail], b = m_rank[arc.head];
        if (a == b) {
            m_placeOf.push_back({});
            continue;
        }
        const auto first = m_head.begin() + static_cast<std::ptrdiff_t>(m_begin[std::min(a, b)]);
        const auto last = m_head.begin() + static_cast<std::ptrdiff_t>(m_begin[std::min(a, b) + 1]);
        m_placeOf.push_back({static_cast<std::uint32_t>(std::lower_bound(first, last, std::max(a, b)) - m_head.begin()), a < b});
    }
}

void PathHierarchy::collectLower()
{
    m_lowerBegin.assign(nodes() + 1, 0);
    for (const std::uint32_t head : m_head)
        ++m_lowerBegin[head + 1];
    std::partial_sum(m_lowerBegin.begin(), m_lowerBegin.end(), m_lowerBegin.begin());
    m_lowerArc.resize(m_head.size());
    m_lowerTail.resize(m_head.size());
    std::vector<std::size_t> next(m_lowerBegin.begin(), m_lowerBegin.end() - 1);
    for (std::uint32_t rank = 0; rank < nodes(); ++rank)
        for (std::size_t arc = m_begin[rank]; arc < m_begin[rank + 1]; ++arc) {
            const std::size_t at = next[m_head[arc]]++;
            m_lowerArc[at] = static_cast<std::uint32_t>(arc);
            m_lowerTail[at] = rank;
        }
}

void PathHierarchy::collectLevels()
{
    std::vector<std::uint32_t> level(nodes(), 0);
    std::uint32_t levels = nodes() > 0 ? 1 : 0;
    for (std::uint32_t rank = 0; rank < nodes(); ++rank)
        for (std::size_t arc = m_begin[rank]; arc < m_begin[rank + 1]; ++arc) {
            std::uint32_t& above = level[m_head[arc]];
            above = std::max(above, level[rank] + 1);
            levels = std::max(levels, above + 1);
        }
    m_levelBegin.assign(levels + 1, 0);
    for (const std::uint32_t l : level)
        ++m_levelBegin[l + 1];
    std::partial_sum(m_levelBegin.begin(), m_levelBegin.end(), m_levelBegin.begin());
    m_byLevel.resize(nodes());
    std::vector<std::uint32_t> next(m_levelBegin.begin(), m_levelBegin.end() - 1);
    for (std::uint32_t rank = 0; rank < nodes(); ++rank)
        m_byLevel[next[level[rank]]++] = rank;
}

void PathHierarchy::relaxLower(std::uint32_t rank, PathCosts& costs, std::vector<std::uint32_t>& arcTo) const
{
    for (std::size_t arc = m_begin[rank]; arc < m_begin[rank + 1]; ++arc)
        arcTo[m_head[arc]] = static_cast<std::uint32_t>(arc);
    for (std::size_t k = m_lowerBegin[rank]; k < m_lowerBegin[rank + 1]; ++k) {
        const std::uint32_t here = m_lowerArc[k];
        const std::size_t end = m_begin[m_lowerTail[k] + 1];
        const double toLower = costs.down[here], fromLower = costs.up[here];
        // Heads ascend: what follows `here` are the neighbours above this rank.
        for (std::size_t other = here + std::size_t{1}; other < end; ++other) {
            const std::uint32_t arc = arcTo[m_head[other]];
            costs.up[arc] = std::min(costs.up[arc], toLower + costs.up[other]);
            costs.down[arc] = std::min(costs.down[arc], costs.down[other] + fromLower);
        }
    }
}

PathCosts PathHierarchy::customise(std::span<const double> arcCosts, int threads) const
{
    PathCosts costs{std::vector<double>(m_head.size(), kNoPath), std::vector<double>(m_head.size(), kNoPath)};
    for (std::size_t a = 0; a < m_placeOf.size(); ++a)
        if (const Place place = m_placeOf[a]; place.arc != kNone) {
            double& cost = place.up ? costs.up[place.arc] : costs.down[place.arc];
            cost = std::min(cost, arcCosts[a]);
        }
    std::vector<std::uint32_t> arcTo(nodes());
    for (std::size_t level = 1; level + 1 < m_levelBegin.size(); ++level) {
        const std::size_t first = m_levelBegin[level], n = m_levelBegin[level + 1] - first;
        if (threads == 1 || n < kParallelLevel) {
            for (std::size_t k = first; k < first + n; ++k)
                relaxLower(m_byLevel[k], costs, arcTo);
            continue;
        }
        parallelBlocks(n, kLevelBlocks, threads, [&](std::size_t, std::size_t begin, std::size_t end) {
            std::vector<std::uint32_t> own(nodes());
            for (std::size_t k = first + begin; k < first + end; ++k)
                relaxLower(m_byLevel[k], costs, own);
        });
    }
    return costs;
}

PointQuery::PointQuery(const PathHierarchy& hierarchy)
    : m_hierarchy(hierarchy), m_forward(hierarchy.nodes(), kNoPath), m_backward(hierarchy.nodes(), kNoPath)
{}

double PointQuery::cost(std::uint32_t from, std::uint32_t to, const PathCosts& costs)
{
    const auto climb = [&](std::uint32_t rank, std::vector<double>& best, const std::vector<double>& arcs) {
        best[rank] = 0;
        for (; rank != PathHierarchy::kNone; rank = m_hierarchy.parent(rank))
            if (best[rank] < kNoPath)
                for (std::size_t arc = m_hierarchy.begin(rank); arc < m_hierarchy.begin(rank + std::size_t{1}); ++arc) {
                    double& there = best[m_hierarchy.head(arc)];
                    there = std::min(there, best[rank] + arcs[arc]);
                }
    };
    const std::uint32_t start = m_hierarchy.rankOf(from), end = m_hierarchy.rankOf(to);
    climb(start, m_forward, costs.up);
    climb(end, m_backward, costs.down);
    double best = kNoPath;
    for (std::uint32_t rank = start; rank != PathHierarchy::kNone; rank = m_hierarchy.parent(rank)) {
        best = std::min(best, m_forward[rank] + m_backward[rank]);
        m_forward[rank] = kNoPath;
    }
    for (std::uint32_t rank = end; rank != PathHierarchy::kNone; rank = m_hierarchy.parent(rank))
        m_backward[rank] = kNoPath;
    return best;
}

}  // namespace isopolis
