// How bushes come to be and how their links change: the growing part of Algorithm B.

#include "simulation/traffic/bush.h"

#include <algorithm>

namespace isopolis {

namespace {
constexpr std::uint32_t kNowhere = ~0U;
/// Labels closer than this, relative to the longer one, are equal: below it rounding decides.
constexpr double kRounding = 4e-16;
}  // namespace

void BushWorkshop::place(const Bush& bush)
{
    std::fill(m_position.begin(), m_position.end(), kNowhere);
    for (std::size_t k = 0; k < bush.size(); ++k)
        m_position[bush.order[k]] = static_cast<std::uint32_t>(k);
}

Bush BushWorkshop::plant(const ShortestPaths& paths, std::uint32_t origin, std::span<const OdDemand::Pair> trips)
{
    m_through.assign(m_network.nodeCount(), 0);
    for (const OdDemand::Pair& pair : trips)
        if (pair.to != origin && paths.reached(pair.to))
            m_through[pair.to] += pair.trips;
    const std::span<const std::uint32_t> reached = paths.order();
    for (std::size_t k = reached.size(); k-- > 1;)
        m_through[m_network.tail(paths.via(reached[k]))] += m_through[reached[k]];
    Bush bush;
    bush.origin = origin;
    bush.order.assign(reached.begin(), reached.end());
    place(bush);
    const std::size_t n = bush.size();
    bush.begin.assign(n + 1, 0);
    bush.link.resize(n - 1);
    bush.tail.resize(n - 1);
    bush.flow.resize(n - 1);
    for (std::size_t k = 1; k < n; ++k) {
        const std::uint32_t via = paths.via(bush.order[k]);
        bush.begin[k + 1] = static_cast<std::uint32_t>(k);
        bush.link[k - 1] = via;
        bush.tail[k - 1] = m_position[m_network.tail(via)];
        bush.flow[k - 1] = m_through[bush.order[k]];
    }
    return bush;
}

bool BushWorkshop::renew(Bush& bush, const std::vector<double>& cost)
{
    place(bush);
    std::vector<BushLabel>& at = m_labels.at;
    at.resize(bush.size());
    m_keep.assign(bush.link.size(), 0);
    ++m_round;
    at[0] = {};
    bool dropped = false;
    for (std::size_t k = 1; k < bush.size(); ++k) {
        double low = std::numeric_limits<double>::infinity(), high = 0;
        std::uint32_t lowSlot = kNoSlot;
        for (std::uint32_t s = bush.begin[k]; s < bush.begin[k + 1]; ++s) {
            const double via = at[bush.tail[s]].least + cost[bush.link[s]];
            if (via < low) {
                low = via;
                lowSlot = s;
            }
        }
        for (std::uint32_t s = bush.begin[k]; s < bush.begin[k + 1]; ++s) {
            if (!(bush.flow[s] > 0 || s == lowSlot)) {
                dropped = true;
                continue;
            }
            m_keep[s] = 1;
            m_stamp[bush.link[s]] = m_round;
            high = std::max(high, at[bush.tail[s]].most + cost[bush.link[s]]);
        }
        at[k].least = low;
        at[k].most = high;  // here over all kept links: what keeps the order acyclic
    }
    collectGrowth(bush, cost);
    if (!dropped && m_growth.empty())
        return false;
    rebuild(bush);
    return true;
}

/// Links that shorten the least path into their head, and whose longest path stays below the head's: the largest costs then
/// grow strictly along every added link, so no cycle can close (Dial 2006).
void BushWorkshop::collectGrowth(const Bush& bush, const std::vector<double>& cost)
{
    m_growth.clear();
    for (std::size_t i = 0; i < bush.size(); ++i) {
        if (!m_network.passable(bush.order[i], bush.origin))
            continue;
        const std::span<const std::uint32_t> links = m_network.out(bush.order[i]), heads = m_network.outHeads(bush.order[i]);
        for (std::size_t n = 0; n < links.size(); ++n) {
            const std::uint32_t l = links[n], j = m_position[heads[n]];
            if (m_stamp[l] == m_round || j == 0 || j == kNowhere)  // nowhere: behind a banned link
                continue;
            const BushLabel &tail = m_labels.at[i], &head = m_labels.at[j];
            if (tail.least + cost[l] < head.least - kRounding * head.most && tail.most + cost[l] < head.most)
                m_growth.emplace_back(j, l);
        }
    }
    std::sort(m_growth.begin(), m_growth.end());
}

/// Writes the kept and added links anew, in an order in which every tail stands before its head.
void BushWorkshop::rebuild(Bush& bush)
{
    const std::size_t n = bush.size();
    std::vector<std::uint32_t> firstGrowth(n + 1, 0);
    for (const auto& [head, link] : m_growth)
        ++firstGrowth[head + 1];
    for (std::size_t k = 0; k < n; ++k)
        firstGrowth[k + 1] += firstGrowth[k];
    const auto tailOfGrowth = [&](std::uint32_t g) { return m_position[m_network.tail(m_growth[g].second)]; };

    m_newPosition.assign(n, kNowhere);
    m_spare.origin = bush.origin;
    m_spare.order.clear();
    m_spare.begin.clear();
    m_spare.link.clear();
    m_spare.tail.clear();
    m_spare.flow.clear();
    const auto append = [&](std::uint32_t k) {
        m_newPosition[k] = static_cast<std::uint32_t>(m_spare.order.size());
        m_spare.order.push_back(bush.order[k]);
        m_spare.begin.push_back(static_cast<std::uint32_t>(m_spare.link.size()));
        for (std::uint32_t s = bush.begin[k]; s < bush.begin[k + 1]; ++s)
            if (m_keep[s] != 0) {
                m_spare.link.push_back(bush.link[s]);
                m_spare.tail.push_back(m_newPosition[bush.tail[s]]);
                m_spare.flow.push_back(bush.flow[s]);
            }
        for (std::uint32_t g = firstGrowth[k]; g < firstGrowth[k + 1]; ++g) {
            m_spare.link.push_back(m_growth[g].second);
            m_spare.tail.push_back(m_newPosition[tailOfGrowth(g)]);
            m_spare.flow.push_back(0);
        }
    };
    // Kept links point forward in the old order, so only the tails of added links can be missing.
    const auto missingTail = [&](std::uint32_t k) {
        for (std::uint32_t s = bush.begin[k]; s < bush.begin[k + 1]; ++s)
            if (m_keep[s] != 0 && m_newPosition[bush.tail[s]] == kNowhere)
                return bush.tail[s];
        for (std::uint32_t g = firstGrowth[k]; g < firstGrowth[k + 1]; ++g)
            if (m_newPosition[tailOfGrowth(g)] == kNowhere)
                return tailOfGrowth(g);
        return kNowhere;
    };
    for (std::uint32_t k = 0; k < n; ++k) {
        if (m_newPosition[k] != kNowhere)
            continue;
        m_stack.assign(1, k);
        while (!m_stack.empty()) {
            const std::uint32_t top = m_stack.back();
            const std::uint32_t missing = m_newPosition[top] == kNowhere ? missingTail(top) : kNowhere;
            if (missing != kNowhere) {
                m_stack.push_back(missing);
                continue;
            }
            if (m_newPosition[top] == kNowhere)
                append(top);
            m_stack.pop_back();
        }
    }
    m_spare.begin.push_back(static_cast<std::uint32_t>(m_spare.link.size()));
    m_spare.userClass = bush.userClass;
    bush = m_spare;  // a copy: the spare keeps its room, the bush takes no more than it needs
}

}  // namespace isopolis
