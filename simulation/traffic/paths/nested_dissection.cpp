#include "simulation/traffic/paths/nested_dissection.h"

#include "simulation/run/parallel.h"
#include "simulation/traffic/paths/inertial_flow.h"

#include <algorithm>
#include <numeric>

namespace isopolis {

namespace {

constexpr std::size_t kSmall = 8;        ///< parts of this size are ordered by their neighbours alone
constexpr std::size_t kParallel = 4096;  ///< larger halves are worth a thread of their own
constexpr std::uint32_t kUnseen = ~0U;

using Nodes = std::vector<std::uint32_t>;

class Dissection {
public:
    Dissection(const UndirectedGraph& graph, Nodes& order, int threads)
        : m_graph(graph), m_order(order), m_part(graph.nodes(), 0), m_threads(threads)
    {}

    /// Puts `nodes` (ascending) at the ranks from `rank` on. `m_part` holds `part` for them and for no other node.
    void place(const Nodes& nodes, std::size_t rank, std::uint32_t part)
    {
        std::vector<Nodes> pieces = connected(nodes, part);
        if (pieces.size() > 1) {
            for (const Nodes& piece : pieces) {
                placeConnected(piece, rank, part);
                rank += piece.size();
            }
            return;
        }
        placeConnected(nodes, rank, part);
    }

private:
    void placeConnected(const Nodes& nodes, std::size_t rank, std::uint32_t part)
    {
        if (nodes.size() <= kSmall) {
            placeSmall(nodes, rank);
            return;
        }
        const Bisection cut = bisect(m_graph, nodes);
        mark(cut.separator, kUnseen);
        const std::size_t last = rank + cut.left.size() + cut.right.size();
        for (std::size_t i = 0; i < cut.separator.size(); ++i)
            m_order[last + i] = cut.separator[i];
        mark(cut.right, part + 1);
        mark(cut.left, part + 1);
        const auto half = [&](std::size_t which) {
            if (which == 0)
                place(cut.left, rank, part + 1);
            else
                place(cut.right, rank + cut.left.size(), part + 1);
        };
        // The halves touch each other nowhere: each walks over its own nodes and their neighbours' marks.
        if (nodes.size() > kParallel)
            parallelBlocks(2, 2, m_threads, [&](std::size_t, std::size_t begin, std::size_t end) {
                for (std::size_t which = begin; which < end; ++which)
                    half(which);
            });
        else
            for (const std::size_t which : {std::size_t{0}, std::size_t{1}})
                half(which);
    }

    void mark(const Nodes& nodes, std::uint32_t part)
    {
        for (const std::uint32_t node : nodes)
            m_part[node] = part;
    }

    /// Connected pieces, each ascending, in the order of their lowest node.
    std::vector<Nodes> connected(const Nodes& nodes, std::uint32_t part)
    {
        std::vector<Nodes> pieces;
        std::vector<bool> seen(nodes.size(), false);
        const auto positionOf = [&](std::uint32_t node) {
            return static_cast<std::size_t>(std::lower_bound(nodes.begin(), nodes.end(), node) - nodes.begin());
        };
        for (std::size_t i = 0; i < nodes.size(); ++i) {
            if (seen[i])
                continue;
            seen[i] = true;
            Nodes piece = {nodes[i]};
            for (std::size_t at = 0; at < piece.size(); ++at)
                for (const std::uint32_t neighbour : m_graph.of(piece[at])) {
                    if (m_part[neighbour] != part)
                        continue;
                    const std::size_t position = positionOf(neighbour);
                    if (position == nodes.size() || nodes[position] != neighbour || seen[position])
                        continue;
                    seen[position] = true;
                    piece.push_back(neighbour);
                }
            std::sort(piece.begin(), piece.end());
            pieces.push_back(std::move(piece));
        }
        return pieces;
    }

    /// Fewest neighbours within the part first.
    void placeSmall(const Nodes& nodes, std::size_t rank)
    {
        std::vector<std::pair<std::size_t, std::uint32_t>> byDegree;
        for (const std::uint32_t node : nodes) {
            std::size_t degree = 0;
            for (const std::uint32_t neighbour : m_graph.of(node))
                degree += std::binary_search(nodes.begin(), nodes.end(), neighbour) ? 1 : 0;
            byDegree.emplace_back(degree, node);
        }
        std::sort(byDegree.begin(), byDegree.end());
        for (std::size_t i = 0; i < byDegree.size(); ++i)
            m_order[rank + i] = byDegree[i].second;
    }

    const UndirectedGraph& m_graph;
    Nodes& m_order;
    Nodes m_part;
    int m_threads;
};

}  // namespace

std::vector<std::uint32_t> dissectionOrder(const PathTopology& topology, int threads)
{
    const UndirectedGraph graph(topology);
    Nodes order(topology.nodes()), all(topology.nodes());
    std::iota(all.begin(), all.end(), 0U);
    Dissection(graph, order, threads).place(all, 0, 0);
    return order;
}

}  // namespace isopolis
