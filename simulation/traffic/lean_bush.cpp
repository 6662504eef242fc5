// Lean bushes: only nodes with flow, and the detours that a tree of shortest paths offers them.

#include "simulation/traffic/bush.h"

#include <algorithm>

namespace isopolis {

namespace {
constexpr std::uint32_t kNowhere = ~0U;
/// Two ways whose costs differ by less than this part are as good as each other: sums over a hundred links round by about that much.
constexpr double kSame = 1e-14;
/// The same in units of the tree's rounding.
constexpr double kSameUnits = 2;
}  // namespace

BushCost BushWorkshop::costs(const Bush& bush, const std::vector<double>& cost, std::span<const OdDemand::Pair> trips,
                             const StreetTree& tree)
{
    BushCost result;
    for (const OdDemand::Pair& pair : trips)
        if (pair.to != bush.origin && tree.reached(pair.to))
            result.least += static_cast<long double>(pair.trips) * tree.cost(pair.to);
        else if (pair.to != bush.origin)
            result.lost.push_back(pair);
    double paid = 0;
    for (std::size_t s = 0; s < bush.link.size(); ++s)
        paid += bush.flow[s] * cost[bush.link[s]];
    result.excess = paid - static_cast<double>(result.least);
    return result;
}

Bush BushWorkshop::plant(const StreetTree& tree, std::span<const OdDemand::Pair> trips)
{
    Bush bush;
    bush.origin = tree.origin();
    bush.order.push_back(bush.origin);
    bush.begin = {0, 0};
    std::fill(m_position.begin(), m_position.end(), kNowhere);
    m_position[bush.origin] = 0;
    for (const OdDemand::Pair& pair : trips) {
        if (pair.trips <= 0 || m_position[pair.to] != kNowhere || !tree.reached(pair.to))
            continue;
        m_stack.assign(1, tree.via(pair.to));
        while (m_position[m_network.tail(m_stack.back())] == kNowhere)
            m_stack.push_back(tree.via(m_network.tail(m_stack.back())));
        for (; !m_stack.empty(); m_stack.pop_back()) {
            const std::uint32_t via = m_stack.back();
            m_position[m_network.head(via)] = static_cast<std::uint32_t>(bush.size());
            bush.order.push_back(m_network.head(via));
            bush.link.push_back(via);
            bush.tail.push_back(m_position[m_network.tail(via)]);
            bush.begin.push_back(static_cast<std::uint32_t>(bush.link.size()));
        }
    }
    bush.flow.assign(bush.link.size(), 0);
    for (const OdDemand::Pair& pair : trips)
        if (pair.to != bush.origin && m_position[pair.to] != kNowhere)
            bush.flow[m_position[pair.to] - std::size_t{1}] += pair.trips;
    for (std::size_t s = bush.flow.size(); s-- > 0;)
        if (bush.tail[s] > 0)
            bush.flow[bush.tail[s] - std::size_t{1}] += bush.flow[s];
    for (auto* v : {&bush.order, &bush.begin, &bush.link, &bush.tail})
        v->shrink_to_fit();
    return bush;
}

/// Drafts of the nodes that flow reaches, with the largest cost over used links and whether the tree does better.
void BushWorkshop::labelUsed(const Bush& bush, const std::vector<double>& cost, const StreetTree& tree)
{
    m_draft.assign(bush.size(), {});
    m_keep.assign(bush.link.size(), 0);
    m_draft[0] = {0, 0, bush.order[0], kNoLink, true, false};
    for (std::uint32_t k = 1; k < bush.size(); ++k) {
        Draft& draft = m_draft[k];
        draft.node = bush.order[k];
        draft.units = tree.units(draft.node);
        for (std::uint32_t s = bush.begin[k]; s < bush.begin[k + 1]; ++s) {
            const Draft& tail = m_draft[bush.tail[s]];
            if (!(bush.flow[s] > 0) || !tail.alive)
                continue;
            m_keep[s] = 1;
            draft.alive = true;
            draft.most = std::max(draft.most, tail.most + cost[bush.link[s]]);
            draft.improvable |= tail.units + tree.linkUnits(bush.link[s]) > draft.units * (1 + kSame) + kSameUnits;
        }
    }
}

/// Walks back along the tree from each node that it serves better, to the first node of the bush. The largest cost must rise along the
/// detour too, or a cycle could close (Dial 2006). True if there is anything to add.
bool BushWorkshop::addDetours(const Bush& bush, const std::vector<double>& cost, const StreetTree& tree)
{
    const auto placed = [&](std::uint32_t node) { return m_position[node] != kNowhere && m_draft[m_position[node]].alive; };
    bool any = false;
    for (std::uint32_t k = 1; k < bush.size(); ++k) {
        if (!m_draft[k].alive || !m_draft[k].improvable)
            continue;
        m_stack.assign(1, tree.via(m_draft[k].node));
        while (!placed(m_network.tail(m_stack.back())))
            m_stack.push_back(tree.via(m_network.tail(m_stack.back())));
        double most = m_draft[m_position[m_network.tail(m_stack.back())]].most;
        for (std::size_t i = m_stack.size(); i-- > 0;)
            most += cost[m_stack[i]];
        if (!(most < m_draft[k].most))
            continue;
        if (m_stack.size() == 1) {
            std::uint32_t s = bush.begin[k];
            while (s < bush.begin[k + 1] && bush.link[s] != m_stack[0])
                ++s;
            if (s < bush.begin[k + 1] && bush.tail[s] == m_position[m_network.tail(m_stack[0])]) {
                m_keep[s] = 1;
                continue;
            }
        }
        most = m_draft[m_position[m_network.tail(m_stack.back())]].most;
        for (std::size_t i = m_stack.size(); i-- > 1;) {
            const std::uint32_t node = m_network.head(m_stack[i]);
            most += cost[m_stack[i]];
            m_position[node] = static_cast<std::uint32_t>(m_draft.size());
            m_draft.push_back({most, 0, node, m_stack[i], true, false});
        }
        m_draft[k].added = m_stack[0];
        any = true;
    }
    return any;
}

void BushWorkshop::renew(Bush& bush, const std::vector<double>& cost, const StreetTree& tree)
{
    place(bush);
    labelUsed(bush, cost, tree);
    if (addDetours(bush, cost, tree))
        rebuildLean(bush);
}

/// Writes the kept and added links anew. Nodes keep their order, but one that a detour leads to waits for it.
void BushWorkshop::rebuildLean(Bush& bush)
{
    m_newPosition.assign(m_draft.size(), kNowhere);
    m_spare.origin = bush.origin;
    m_spare.userClass = bush.userClass;
    m_spare.order.clear();
    m_spare.begin.clear();
    m_spare.link.clear();
    m_spare.tail.clear();
    m_spare.flow.clear();
    const auto tailOfAdded = [&](std::uint32_t d) { return m_position[m_network.tail(m_draft[d].added)]; };
    const auto missingTail = [&](std::uint32_t d) {
        if (d < bush.size())
            for (std::uint32_t s = bush.begin[d]; s < bush.begin[d + 1]; ++s)
                if (m_keep[s] != 0 && m_newPosition[bush.tail[s]] == kNowhere)
                    return bush.tail[s];
        if (m_draft[d].added != kNoLink && m_newPosition[tailOfAdded(d)] == kNowhere)
            return tailOfAdded(d);
        return kNowhere;
    };
    const auto append = [&](std::uint32_t d) {
        m_newPosition[d] = static_cast<std::uint32_t>(m_spare.order.size());
        m_spare.order.push_back(m_draft[d].node);
        m_spare.begin.push_back(static_cast<std::uint32_t>(m_spare.link.size()));
        if (d < bush.size())
            for (std::uint32_t s = bush.begin[d]; s < bush.begin[d + 1]; ++s)
                if (m_keep[s] != 0) {
                    m_spare.link.push_back(bush.link[s]);
                    m_spare.tail.push_back(m_newPosition[bush.tail[s]]);
                    m_spare.flow.push_back(bush.flow[s]);
                }
        if (m_draft[d].added != kNoLink) {
            m_spare.link.push_back(m_draft[d].added);
            m_spare.tail.push_back(m_newPosition[tailOfAdded(d)]);
            m_spare.flow.push_back(0);
        }
    };
    for (std::uint32_t d = 0; d < bush.size(); ++d) {
        if (!m_draft[d].alive || m_newPosition[d] != kNowhere)
            continue;
        m_stack.assign(1, d);
        while (!m_stack.empty()) {
            const std::uint32_t top = m_stack.back(), missing = missingTail(top);
            if (missing != kNowhere) {
                m_stack.push_back(missing);
                continue;
            }
            append(top);
            m_stack.pop_back();
        }
    }
    m_spare.begin.push_back(static_cast<std::uint32_t>(m_spare.link.size()));
    bush = m_spare;
}

}  // namespace isopolis
