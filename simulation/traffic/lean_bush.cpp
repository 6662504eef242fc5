// Lean bushes: only nodes with flow, and the detours that a tree of shortest paths offers them.

#include "simulation/traffic/bush.h"

#include <algorithm>

namespace isopolis {

namespace {
constexpr std::uint32_t kNowhere = ~0U;
/// Two ways whose costs differ by less than this part are as good as each other: sums over a hundred links round by about that much.
constexpr double kSame = 1e-14;
}  // namespace

BushCost BushWorkshop::costs(const Bush& bush, const std::vector<double>& cost, std::span<const OdDemand::Pair> trips,
                             const ShortestPaths& tree)
{
    BushCost result;
    for (const OdDemand::Pair& pair : trips)
        if (pair.to != bush.origin && tree.reached(pair.to))
            result.least += static_cast<long double>(pair.trips) * tree.cost(pair.to);
        else if (pair.to != bush.origin)
            result.lost += pair.trips;
    double paid = 0;
    for (std::size_t s = 0; s < bush.link.size(); ++s)
        paid += bush.flow[s] * cost[bush.link[s]];
    result.excess = paid - static_cast<double>(result.least);
    return result;
}

/// Drafts of the nodes that flow reaches, with the largest cost over used links and whether the tree does better.
void BushWorkshop::labelUsed(const Bush& bush, const std::vector<double>& cost, const ShortestPaths& tree)
{
    m_draft.assign(bush.size(), {});
    m_keep.assign(bush.link.size(), 0);
    m_draft[0] = {0, bush.order[0], kNoLink, true, false};
    for (std::uint32_t k = 1; k < bush.size(); ++k) {
        Draft& draft = m_draft[k];
        draft.node = bush.order[k];
        const double best = tree.cost(draft.node);
        for (std::uint32_t s = bush.begin[k]; s < bush.begin[k + 1]; ++s) {
            const Draft& tail = m_draft[bush.tail[s]];
            if (!(bush.flow[s] > 0) || !tail.alive)
                continue;
            m_keep[s] = 1;
            draft.alive = true;
            draft.most = std::max(draft.most, tail.most + cost[bush.link[s]]);
            draft.improvable |= tree.cost(tail.node) + cost[bush.link[s]] > best * (1 + kSame);
        }
    }
}

/// Walks back along the tree from each node that it serves better, to the first node of the bush. The largest cost must rise along the
/// detour too, or a cycle could close (Dial 2006).
void BushWorkshop::addDetours(const Bush& bush, const std::vector<double>& cost, const ShortestPaths& tree)
{
    const auto placed = [&](std::uint32_t node) { return m_position[node] != kNowhere && m_draft[m_position[node]].alive; };
    for (std::uint32_t k = 1; k < bush.size(); ++k) {
        if (!m_draft[k].alive || !m_draft[k].improvable)
            continue;
        m_stack.assign(1, tree.via(m_draft[k].node));
        while (!placed(m_network.tail(m_stack.back())))
            m_stack.push_back(tree.via(m_network.tail(m_stack.back())));
        bool known = false;
        if (m_stack.size() == 1)
            for (std::uint32_t s = bush.begin[k]; s < bush.begin[k + 1]; ++s)
                known |= m_keep[s] != 0 && bush.link[s] == m_stack[0];
        double most = m_draft[m_position[m_network.tail(m_stack.back())]].most;
        for (std::size_t i = m_stack.size(); i-- > 0;)
            most += cost[m_stack[i]];
        if (known || !(most < m_draft[k].most))
            continue;
        most = m_draft[m_position[m_network.tail(m_stack.back())]].most;
        for (std::size_t i = m_stack.size(); i-- > 1;) {
            const std::uint32_t node = m_network.head(m_stack[i]);
            most += cost[m_stack[i]];
            m_position[node] = static_cast<std::uint32_t>(m_draft.size());
            m_draft.push_back({most, node, m_stack[i], true, false});
        }
        m_draft[k].added = m_stack[0];
    }
}

void BushWorkshop::renewOnTree(Bush& bush, const std::vector<double>& cost, const ShortestPaths& tree)
{
    place(bush);
    labelUsed(bush, cost, tree);
    addDetours(bush, cost, tree);
    rebuildLean(bush);
}

/// Every link of the bush leads to a node whose largest cost is not below its tail's; equals keep the order in which they were found.
void BushWorkshop::rebuildLean(Bush& bush)
{
    m_queue.clear();
    for (std::uint32_t d = 0; d < m_draft.size(); ++d)
        if (m_draft[d].alive)
            m_queue.push_back(d);
    std::sort(m_queue.begin(), m_queue.end(), [&](std::uint32_t a, std::uint32_t b) {
        return m_draft[a].most < m_draft[b].most || (m_draft[a].most == m_draft[b].most && a < b);
    });
    m_newPosition.assign(m_draft.size(), kNowhere);
    m_spare.origin = bush.origin;
    m_spare.userClass = bush.userClass;
    m_spare.order.clear();
    m_spare.begin.clear();
    m_spare.link.clear();
    m_spare.tail.clear();
    m_spare.flow.clear();
    for (const std::uint32_t d : m_queue) {
        const Draft& draft = m_draft[d];
        m_newPosition[d] = static_cast<std::uint32_t>(m_spare.order.size());
        m_spare.order.push_back(draft.node);
        m_spare.begin.push_back(static_cast<std::uint32_t>(m_spare.link.size()));
        if (d < bush.size())
            for (std::uint32_t s = bush.begin[d]; s < bush.begin[d + 1]; ++s)
                if (m_keep[s] != 0) {
                    m_spare.link.push_back(bush.link[s]);
                    m_spare.tail.push_back(m_newPosition[bush.tail[s]]);
                    m_spare.flow.push_back(bush.flow[s]);
                }
        if (draft.added != kNoLink) {
            m_spare.link.push_back(draft.added);
            m_spare.tail.push_back(m_newPosition[m_position[m_network.tail(draft.added)]]);
            m_spare.flow.push_back(0);
        }
    }
    m_spare.begin.push_back(static_cast<std::uint32_t>(m_spare.link.size()));
    bush = m_spare;
}

}  // namespace isopolis
