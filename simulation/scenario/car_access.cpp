#include "simulation/scenario/car_access.h"

#include <algorithm>
#include <cstdint>

namespace isopolis {

namespace {

/// Junctions of the largest strongly connected part of what cars may drive on (Tarjan 1972, without recursion: a city is deep).
class CarNetwork {
public:
    explicit CarNetwork(const AppliedScenario& applied) : m_nodes(applied.city->roads().nodes().size())
    {
        m_first.assign(m_nodes + 1, 0);
        const auto each = [&](auto&& use) {
            for (std::size_t i = 0; i < applied.linkCount(); ++i)
                if (const LinkId id = LinkId::fromIndex(i); applied.links[id].modes.has(Mode::Car))
                    use(applied.from(id).index(), applied.to(id).index());
        };
        each([&](std::size_t from, std::size_t) { ++m_first[from + 1]; });
        for (std::size_t n = 0; n < m_nodes; ++n)
            m_first[n + 1] += m_first[n];
        m_head.resize(m_first.back());
        std::vector<std::uint32_t> next(m_first.begin(), m_first.end() - 1);
        each([&](std::size_t from, std::size_t to) { m_head[next[from]++] = static_cast<std::uint32_t>(to); });
    }

    IdVector<NodeId, char> mainPart()
    {
        m_low.assign(m_nodes, 0);
        m_part.assign(m_nodes, 0);
        for (std::uint32_t n = 0; n < m_nodes; ++n)
            if (m_low[n] == 0)
                search(n);
        std::vector<std::size_t> size(m_parts + 1, 0);
        for (const std::uint32_t part : m_part)
            ++size[part];
        const auto largest = static_cast<std::uint32_t>(std::max_element(size.begin(), size.end()) - size.begin());
        IdVector<NodeId, char> in;
        in.resize(m_nodes, 0);
        // A part of one junction is no network.
        for (std::size_t n = 0; size[largest] > 1 && n < m_nodes; ++n)
            in[NodeId::fromIndex(n)] = m_part[n] == largest ? 1 : 0;
        return in;
    }

private:
    struct Visit {
        std::uint32_t node, next, seen;
    };

    void search(std::uint32_t root)
    {
        std::vector<Visit> path{enter(root)};
        while (!path.empty()) {
            Visit& top = path.back();
            if (top.next < m_first[top.node + 1]) {
                const std::uint32_t head = m_head[top.next++];
                if (m_low[head] == 0)
                    path.push_back(enter(head));
                else if (m_part[head] == 0)
                    m_low[top.node] = std::min(m_low[top.node], m_low[head]);
                continue;
            }
            const Visit done = top;
            path.pop_back();
            if (!path.empty())
                m_low[path.back().node] = std::min(m_low[path.back().node], m_low[done.node]);
            if (m_low[done.node] == done.seen)
                leave(done.node);
        }
    }
    Visit enter(std::uint32_t node)
    {
        m_low[node] = ++m_time;
        m_open.push_back(node);
        return {node, m_first[node], m_time};
    }
    void leave(std::uint32_t node)
    {
        ++m_parts;
        for (std::uint32_t member = ~0U; member != node; m_open.pop_back()) {
            member = m_open.back();
            m_part[member] = m_parts;
        }
    }

    std::size_t m_nodes;
    std::vector<std::uint32_t> m_first, m_head;        ///< out-links by node
    std::vector<std::uint32_t> m_low, m_part, m_open;  ///< 0: not met yet; 0: in no part yet
    std::uint32_t m_time = 0, m_parts = 0;
};

}  // namespace

std::vector<LinkId> streetsWithoutCars(const AppliedScenario& before, const AppliedScenario& after)
{
    const IdVector<NodeId, char> was = CarNetwork(before).mainPart(), is = CarNetwork(after).mainPart();
    const auto reached = [](const IdVector<NodeId, char>& part, const AppliedScenario& applied, LinkId id) {
        return part[applied.from(id)] != 0 || part[applied.to(id)] != 0;
    };
    std::vector<LinkId> lost;
    for (std::size_t i = 0; i < after.linkCount(); ++i) {
        const LinkId id = LinkId::fromIndex(i);
        const bool fresh = i >= before.linkCount();
        const ModeSet modes = fresh ? after.links[id].modes : before.links[id].modes;
        if (modes.has(Mode::Car) && !reached(is, after, id) && (fresh || reached(was, before, id)))
            lost.push_back(id);
    }
    return lost;
}

}  // namespace isopolis
