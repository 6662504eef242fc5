#include "simulation/traffic/city/car_graph.h"

#include <algorithm>

namespace isopolis {

namespace {

/// Tarjan's search with its stack on the heap.
class PartSearch {
public:
    PartSearch(const std::vector<DirectedEdge>& edges, CarGraph& graph) : m_graph(graph), m_begin(graph.part.size() + 1, 0)
    {
        const std::size_t nodes = m_begin.size() - 1;
        for (const auto& [from, to] : edges)
            ++m_begin[from.index() + 1];
        for (std::size_t n = 0; n < nodes; ++n)
            m_begin[n + 1] += m_begin[n];
        m_heads.resize(edges.size());
        std::vector<std::uint32_t> next(m_begin.begin(), m_begin.end() - 1);
        for (const auto& [from, to] : edges)
            m_heads[next[from.index()]++] = to.value();
        m_index.assign(nodes, kUnseen);
        m_low.assign(nodes, 0);
        m_open.assign(nodes, 0);
    }

    void from(std::uint32_t root)
    {
        if (m_index[root] != kUnseen)
            return;
        enter(root);
        while (!m_path.empty()) {
            Step& step = m_path.back();
            if (step.next < m_begin[step.node + 1]) {
                const std::uint32_t head = m_heads[step.next++];
                if (m_index[head] == kUnseen)
                    enter(head);
                else if (m_open[head] != 0)
                    m_low[step.node] = std::min(m_low[step.node], m_index[head]);
                continue;
            }
            const std::uint32_t node = step.node;
            m_path.pop_back();
            if (!m_path.empty())
                m_low[m_path.back().node] = std::min(m_low[m_path.back().node], m_low[node]);
            if (m_low[node] == m_index[node])
                close(node);
        }
    }

private:
    static constexpr std::uint32_t kUnseen = ~0U;
    struct Step {
        std::uint32_t node, next;
    };

    void enter(std::uint32_t node)
    {
        m_index[node] = m_low[node] = m_count++;
        m_open[node] = 1;
        m_stack.push_back(node);
        m_path.push_back({node, m_begin[node]});
    }

    void close(std::uint32_t root)
    {
        const auto part = static_cast<std::uint32_t>(m_graph.partSize.size());
        m_graph.partSize.push_back(0);
        std::uint32_t node = 0;
        do {
            node = m_stack.back();
            m_stack.pop_back();
            m_open[node] = 0;
            m_graph.part[NodeId(node)] = part;
            ++m_graph.partSize.back();
        } while (node != root);
    }

    CarGraph& m_graph;
    std::vector<std::uint32_t> m_begin, m_heads, m_index, m_low, m_stack;
    std::vector<char> m_open;
    std::vector<Step> m_path;
    std::uint32_t m_count = 0;
};

}  // namespace

std::size_t CarGraph::largest() const { return partSize.empty() ? 0 : *std::max_element(partSize.begin(), partSize.end()); }

bool carsMayUse(const AppliedScenario& applied, LinkId link)
{
    const LinkState& state = applied.links[link];
    return state.modes.has(Mode::Car) && state.speed_kmh > 0 && state.lanes > 0;
}

CarGraph carGraph(const AppliedScenario& applied)
{
    std::vector<LinkId> links;
    std::vector<DirectedEdge> edges;
    for (const LinkId link : idsOf(applied.links))
        if (carsMayUse(applied, link)) {
            links.push_back(link);
            edges.emplace_back(applied.from(link), applied.to(link));
        }
    return graphOf(applied.city->roads().nodes().size(), std::move(links), edges);
}

CarGraph graphOf(std::size_t nodes, std::vector<LinkId> links, const std::vector<DirectedEdge>& edges)
{
    CarGraph graph;
    graph.links = std::move(links);
    graph.part = IdVector<NodeId, std::uint32_t>(nodes, kNoPart);
    PartSearch search(edges, graph);
    for (const auto& [from, to] : edges) {
        search.from(from.value());
        search.from(to.value());
    }
    return graph;
}

}  // namespace isopolis
