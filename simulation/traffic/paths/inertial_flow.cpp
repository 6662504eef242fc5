#include "simulation/traffic/paths/inertial_flow.h"

#include <algorithm>
#include <array>
#include <numeric>

namespace isopolis {

namespace {

constexpr double kHeldApart = 0.25;  ///< share of nodes at either end of a direction
constexpr std::array<Point2, 4> kDirections = {
    {{1, 0}, {0, 1}, {0.7071067811865476, 0.7071067811865476}, {0.7071067811865476, -0.7071067811865476}}};
constexpr std::uint32_t kNone = ~0U;

/// A part of the graph with its own numbers, and unit flows on its streets.
class FlowPart {
public:
    FlowPart(const UndirectedGraph& graph, std::span<const std::uint32_t> nodes) : m_begin(nodes.size() + 1, 0)
    {
        // Positions in `nodes` by binary search: parts are small on most levels.
        const auto positionOf = [&](std::uint32_t node) {
            const auto found = std::lower_bound(nodes.begin(), nodes.end(), node);
            return found != nodes.end() && *found == node ? static_cast<std::uint32_t>(found - nodes.begin()) : kNone;
        };
        for (std::size_t i = 0; i < nodes.size(); ++i) {
            for (const std::uint32_t neighbour : graph.of(nodes[i]))
                if (const std::uint32_t j = positionOf(neighbour); j != kNone)
                    m_head.push_back(j);
            m_begin[i + 1] = static_cast<std::uint32_t>(m_head.size());
        }
        m_back.resize(m_head.size());
        for (std::uint32_t i = 0; i < nodes.size(); ++i)
            for (std::uint32_t e = m_begin[i]; e < m_begin[i + 1]; ++e) {
                const auto first = m_head.begin() + m_begin[m_head[e]], last = m_head.begin() + m_begin[m_head[e] + 1];
                m_back[e] = static_cast<std::uint32_t>(std::lower_bound(first, last, i) - m_head.begin());
            }
        m_flow.assign(m_head.size(), 0);
        m_level.resize(nodes.size());
        m_next.resize(nodes.size());
    }
    std::uint32_t nodes() const { return static_cast<std::uint32_t>(m_begin.size() - 1); }
    std::span<const std::uint32_t> of(std::uint32_t node) const
    {
        return {m_head.data() + m_begin[node], m_begin[node + 1] - m_begin[node]};
    }

    /// Streets between the first and the last `held` nodes of the order, at most `most`; then `reached` tells the source's side.
    std::size_t cut(std::span<const std::uint32_t> order, std::size_t held, std::size_t most)
    {
        std::fill(m_flow.begin(), m_flow.end(), static_cast<signed char>(0));
        m_isSink.assign(nodes(), false);
        for (std::size_t k = 0; k < held; ++k)
            m_isSink[order[order.size() - 1 - k]] = true;
        std::size_t flow = 0;
        while (flow <= most && levels(order.first(held))) {
            for (std::uint32_t i = 0; i < nodes(); ++i)
                m_next[i] = m_begin[i];
            for (std::size_t k = 0; k < held && flow <= most; ++k)
                while (flow <= most && augment(order[k]))
                    ++flow;
        }
        return flow;
    }
    bool reached(std::uint32_t node) const { return m_level[node] != kNone; }

private:
    /// Breadth-first from the sources; false if no sink can be reached any more.
    bool levels(std::span<const std::uint32_t> sources)
    {
        std::fill(m_level.begin(), m_level.end(), kNone);
        m_queue.assign(sources.begin(), sources.end());
        for (const std::uint32_t source : sources)
            m_level[source] = 0;
        bool sink = false;
        for (std::size_t at = 0; at < m_queue.size(); ++at) {
            const std::uint32_t node = m_queue[at];
            sink = sink || m_isSink[node];
            for (std::uint32_t e = m_begin[node]; e < m_begin[node + 1]; ++e)
                if (m_flow[e] < 1 && m_level[m_head[e]] == kNone) {
                    m_level[m_head[e]] = m_level[node] + 1;
                    m_queue.push_back(m_head[e]);
                }
        }
        return sink;
    }

    /// One more unit along rising levels, without recursion.
    bool augment(std::uint32_t source)
    {
        m_path.clear();
        std::uint32_t node = source;
        while (true) {
            if (m_isSink[node]) {
                for (const std::uint32_t e : m_path) {
                    ++m_flow[e];
                    --m_flow[m_back[e]];
                }
                return true;
            }
            std::uint32_t& next = m_next[node];
            while (next < m_begin[node + 1] && !(m_flow[next] < 1 && m_level[m_head[next]] == m_level[node] + 1))
                ++next;
            if (next < m_begin[node + 1]) {
                m_path.push_back(next);
                node = m_head[next];
                continue;
            }
            if (m_path.empty())
                return false;
            const std::uint32_t before = m_head[m_back[m_path.back()]];
            m_path.pop_back();
            ++m_next[before];
            node = before;
        }
    }

    std::vector<std::uint32_t> m_begin, m_head, m_back, m_level, m_next, m_queue, m_path;
    std::vector<signed char> m_flow;
    std::vector<bool> m_isSink;
};

/// Ends of cut streets on one side.
std::vector<std::uint32_t> border(const FlowPart& part, const std::vector<bool>& isLeft, bool ofLeft)
{
    std::vector<std::uint32_t> ends;
    for (std::uint32_t i = 0; i < part.nodes(); ++i)
        if (isLeft[i] == ofLeft && std::any_of(part.of(i).begin(), part.of(i).end(), [&](std::uint32_t j) { return isLeft[j] != ofLeft; }))
            ends.push_back(i);
    return ends;
}

}  // namespace

UndirectedGraph::UndirectedGraph(const PathTopology& topology) : at(topology.at), begin(topology.nodes() + 1, 0)
{
    std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs;
    pairs.reserve(2 * topology.arcs.size());
    for (const PathArc& arc : topology.arcs)
        if (arc.tail != arc.head) {
            pairs.emplace_back(arc.tail, arc.head);
            pairs.emplace_back(arc.head, arc.tail);
        }
    std::sort(pairs.begin(), pairs.end());
    pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
    heads.reserve(pairs.size());
    for (const auto& [from, to] : pairs) {
        ++begin[from + 1];
        heads.push_back(to);
    }
    std::partial_sum(begin.begin(), begin.end(), begin.begin());
}

Bisection bisect(const UndirectedGraph& graph, std::span<const std::uint32_t> nodes)
{
    FlowPart part(graph, nodes);
    const std::size_t n = nodes.size(), held = std::max<std::size_t>(1, static_cast<std::size_t>(kHeldApart * static_cast<double>(n)));
    std::vector<bool> best;
    double bestRatio = 0;
    std::vector<std::uint32_t> order(n);
    std::vector<double> along(n);
    for (const Point2 direction : kDirections) {
        for (std::size_t i = 0; i < n; ++i) {
            const Point2 at = graph.at[nodes[i]];
            along[i] = at.x * direction.x + at.y * direction.y;
        }
        std::iota(order.begin(), order.end(), 0U);
        std::sort(order.begin(), order.end(),
                  [&](std::uint32_t a, std::uint32_t b) { return along[a] < along[b] || (along[a] == along[b] && a < b); });
        // A cut that cannot beat the best one, even if it were even, need not be finished.
        const std::size_t most = best.empty() ? ~std::size_t{0} / 2 : static_cast<std::size_t>(bestRatio * static_cast<double>(n) / 2);
        const std::size_t cut = part.cut(order, held, most);
        if (cut > most)
            continue;
        std::size_t left = 0;
        for (std::uint32_t i = 0; i < n; ++i)
            left += part.reached(i) ? 1 : 0;
        const double ratio = static_cast<double>(cut) / static_cast<double>(std::max<std::size_t>(1, std::min(left, n - left)));
        if (!best.empty() && !(ratio < bestRatio))
            continue;
        bestRatio = ratio;
        best.assign(n, false);
        for (std::uint32_t i = 0; i < n; ++i)
            best[i] = part.reached(i);
    }
    std::vector<std::uint32_t> separator = border(part, best, true), other = border(part, best, false);
    if (other.size() < separator.size())
        separator.swap(other);
    Bisection result;
    std::vector<bool> apart(n, false);
    for (const std::uint32_t i : separator)
        apart[i] = true;
    for (std::uint32_t i = 0; i < n; ++i)
        (apart[i] ? result.separator : best[i] ? result.left : result.right).push_back(nodes[i]);
    return result;
}

}  // namespace isopolis
