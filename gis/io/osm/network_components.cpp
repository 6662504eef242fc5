#include "gis/io/osm/network_components.h"

#include <algorithm>

namespace isopolis {

namespace {

constexpr std::uint32_t kNone = ~0U;

/// Links that leave each node, for one mode.
struct Outgoing {
    std::vector<std::uint32_t> begin, to;
    Outgoing(std::size_t nodes, const IdVector<LinkId, RoadLink>& links, Mode mode) : begin(nodes + 1, 0)
    {
        for (const RoadLink& link : links)
            if (link.modes.has(mode))
                ++begin[link.from.index() + 1];
        for (std::size_t i = 1; i < begin.size(); ++i)
            begin[i] += begin[i - 1];
        to.resize(begin.back());
        std::vector<std::uint32_t> at(begin.begin(), begin.end() - 1);
        for (const RoadLink& link : links)
            if (link.modes.has(mode))
                to[at[link.from.index()]++] = link.to.value();
    }
};

class Tarjan {
public:
    explicit Tarjan(const Outgoing& graph)
        : part(graph.begin.size() - 1, kNone), m_graph(graph), m_order(part.size(), kNone), m_low(part.size(), 0), m_next(part.size(), 0)
    {
        for (std::uint32_t node = 0; node < part.size(); ++node)
            if (m_order[node] == kNone)
                visit(node);
    }
    std::vector<std::uint32_t> part;
    std::uint32_t parts = 0;

private:
    void enter(std::uint32_t node)
    {
        m_order[node] = m_low[node] = m_count++;
        m_next[node] = m_graph.begin[node];
        m_open.push_back(node);
        m_path.push_back(node);
    }
    void visit(std::uint32_t root)
    {
        enter(root);
        while (!m_path.empty()) {
            const std::uint32_t node = m_path.back();
            if (m_next[node] < m_graph.begin[node + 1]) {
                const std::uint32_t to = m_graph.to[m_next[node]++];
                if (m_order[to] == kNone)
                    enter(to);
                else if (part[to] == kNone)
                    m_low[node] = std::min(m_low[node], m_order[to]);
                continue;
            }
            m_path.pop_back();
            if (!m_path.empty())
                m_low[m_path.back()] = std::min(m_low[m_path.back()], m_low[node]);
            if (m_low[node] == m_order[node])
                close(node);
        }
    }
    void close(std::uint32_t root)
    {
        std::uint32_t node = kNone;
        do {
            node = m_open.back();
            m_open.pop_back();
            part[node] = parts;
        } while (node != root);
        ++parts;
    }
    const Outgoing& m_graph;
    std::vector<std::uint32_t> m_order, m_low, m_next, m_open, m_path;
    std::uint32_t m_count = 0;
};

}  // namespace

Components strongComponents(const IdVector<NodeId, RoadNode>& nodes, const IdVector<LinkId, RoadLink>& links, Mode mode)
{
    const Outgoing graph(nodes.size(), links, mode);
    Tarjan tarjan(graph);
    Components result{std::move(tarjan.part), std::vector<double>(tarjan.parts, 0.0)};
    std::vector<bool> touched(nodes.size(), false);
    for (const RoadLink& link : links) {
        if (!link.modes.has(mode))
            continue;
        touched[link.from.index()] = touched[link.to.index()] = true;
        const std::uint32_t part = result.ofNode[link.from.index()];
        if (part == result.ofNode[link.to.index()])
            result.length_m[part] += link.length_m;
    }
    for (std::size_t node = 0; node < nodes.size(); ++node)
        if (!touched[node])
            result.ofNode[node] = kNone;
    const auto most = std::max_element(result.length_m.begin(), result.length_m.end());
    if (most != result.length_m.end() && *most > 0)
        result.largest = static_cast<std::uint32_t>(most - result.length_m.begin());
    return result;
}

}  // namespace isopolis
