#include "simulation/traffic/bush.h"

#include <algorithm>

namespace isopolis {

namespace {

constexpr std::uint32_t kNowhere = ~0U;
/// Labels closer than this, relative to the longer one, are equal: below it rounding decides.
constexpr double kRounding = 4e-16;

}  // namespace

void BushLabels::resize(std::size_t positions)
{
    least.resize(positions);
    most.resize(positions);
    leastSlot.resize(positions);
    mostSlot.resize(positions);
}

double BushLabels::scanUsed(Bush& bush, const std::vector<double>& cost)
{
    resize(bush.size());
    least[0] = most[0] = 0;
    leastSlot[0] = mostSlot[0] = kNoSlot;
    double excess = 0;
    for (std::size_t k = 1; k < bush.size(); ++k) {
        double low = std::numeric_limits<double>::infinity(), high = -1;
        std::uint32_t lowSlot = kNoSlot, highSlot = kNoSlot;
        for (std::uint32_t s = bush.begin[k]; s < bush.begin[k + 1]; ++s) {
            const double c = cost[bush.link[s]];
            // A rest of rounding: flow leaves a node that none enters. Left alone it would hold up the longest path for ever.
            if (bush.tail[s] != 0 && mostSlot[bush.tail[s]] == kNoSlot)
                bush.flow[s] = 0;
            const double viaLeast = least[bush.tail[s]] + c;
            if (viaLeast < low) {
                low = viaLeast;
                lowSlot = s;
            }
            if (bush.flow[s] > 0 && most[bush.tail[s]] + c > high) {
                high = most[bush.tail[s]] + c;
                highSlot = s;
            }
        }
        if (bush.begin[k + 1] - bush.begin[k] > 1)
            for (std::uint32_t s = bush.begin[k]; s < bush.begin[k + 1]; ++s)
                excess += bush.flow[s] * (least[bush.tail[s]] + cost[bush.link[s]] - low);
        least[k] = low;
        leastSlot[k] = lowSlot;
        most[k] = highSlot == kNoSlot ? low : high;
        mostSlot[k] = highSlot;
    }
    return excess;
}

BushWorkshop::BushWorkshop(const AssignmentNetwork& network)
    : m_network(network), m_position(network.nodeCount(), kNowhere), m_stamp(network.linkCount(), 0)
{}

void BushWorkshop::place(const Bush& bush)
{
    std::fill(m_position.begin(), m_position.end(), kNowhere);
    for (std::size_t k = 0; k < bush.size(); ++k)
        m_position[bush.order[k]] = static_cast<std::uint32_t>(k);
}

Bush BushWorkshop::plant(const ShortestPaths& paths, std::uint32_t origin, std::span<const OdDemand::Pair> trips)
{
    Bush bush;
    bush.origin = origin;
    bush.order.assign(paths.order().begin(), paths.order().end());
    place(bush);
    const std::size_t n = bush.size();
    bush.begin.assign(n + 1, 0);
    for (std::size_t k = 1; k <= n; ++k)
        bush.begin[k] = static_cast<std::uint32_t>(k - 1);
    std::vector<double> through(n, 0);
    for (const OdDemand::Pair& pair : trips)
        if (pair.to != origin && m_position[pair.to] != kNowhere)
            through[m_position[pair.to]] += pair.trips;
    bush.link.resize(n - 1);
    bush.tail.resize(n - 1);
    bush.flow.resize(n - 1);
    for (std::size_t k = n; k-- > 1;) {
        const std::uint32_t via = paths.via(bush.order[k]);
        const std::uint32_t tail = m_position[m_network.tail(via)];
        bush.link[k - 1] = via;
        bush.tail[k - 1] = tail;
        bush.flow[k - 1] = through[k];
        through[tail] += through[k];
    }
    return bush;
}

bool BushWorkshop::renew(Bush& bush, const std::vector<double>& cost)
{
    place(bush);
    m_labels.resize(bush.size());
    m_keep.assign(bush.link.size(), 0);
    ++m_round;
    m_labels.least[0] = m_labels.most[0] = 0;
    bool dropped = false;
    for (std::size_t k = 1; k < bush.size(); ++k) {
        double low = std::numeric_limits<double>::infinity(), high = 0;
        std::uint32_t lowSlot = kNoSlot;
        for (std::uint32_t s = bush.begin[k]; s < bush.begin[k + 1]; ++s) {
            const double via = m_labels.least[bush.tail[s]] + cost[bush.link[s]];
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
            high = std::max(high, m_labels.most[bush.tail[s]] + cost[bush.link[s]]);
        }
        m_labels.least[k] = low;
        m_labels.most[k] = high;  // here over all kept links: what keeps the order acyclic
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
            const double slack = kRounding * m_labels.most[j];
            if (m_stamp[l] == m_round || j == 0)
                continue;
            if (m_labels.least[i] + cost[l] < m_labels.least[j] - slack && m_labels.most[i] + cost[l] < m_labels.most[j])
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
    bush = m_spare;  // a copy: the spare keeps its room, the bush takes no more than it needs
}

double BushWorkshop::shift(Bush& bush, AssignmentState& state)
{
    const double excess = m_labels.scanUsed(bush, state.cost());
    for (std::size_t k = bush.size(); k-- > 1;) {
        const std::uint32_t dear = m_labels.mostSlot[k], cheap = m_labels.leastSlot[k];
        if (dear == kNoSlot || dear == cheap || !(m_labels.most[k] - m_labels.least[k] > kRounding * m_labels.most[k]))
            continue;
        shiftInto(bush, state, static_cast<std::uint32_t>(k));
    }
    return excess;
}

void BushWorkshop::shiftInto(Bush& bush, AssignmentState& state, std::uint32_t position)
{
    m_dear.assign(1, m_labels.mostSlot[position]);
    m_cheap.assign(1, m_labels.leastSlot[position]);
    std::uint32_t a = bush.tail[m_dear[0]], b = bush.tail[m_cheap[0]];
    while (a != b) {
        if (a > b) {
            const std::uint32_t s = m_labels.mostSlot[a];
            m_dear.push_back(s);
            a = bush.tail[s];
        } else {
            m_cheap.push_back(m_labels.leastSlot[b]);
            b = bush.tail[m_cheap.back()];
        }
    }
    double gap = 0, slope = 0, room = std::numeric_limits<double>::infinity();
    for (const std::uint32_t s : m_dear) {
        gap += state.cost()[bush.link[s]];
        slope += state.slope()[bush.link[s]];
        room = std::min(room, bush.flow[s]);
    }
    for (const std::uint32_t s : m_cheap) {
        gap -= state.cost()[bush.link[s]];
        slope += state.slope()[bush.link[s]];
    }
    if (!(gap > 0 && room > 0))
        return;
    double moved = slope > 0 ? std::min(gap / slope, room) : room;
    // Newton overshoots where the cheap segment steepens: draw the secant through both ends until the gap no longer turns over.
    for (int i = 0; i < 12 && slope > 0; ++i) {
        double after = 0;
        for (const std::uint32_t s : m_dear)
            after += state.costAt(bush.link[s], state.flow()[bush.link[s]] - moved);
        for (const std::uint32_t s : m_cheap)
            after -= state.costAt(bush.link[s], state.flow()[bush.link[s]] + moved);
        if (after >= -0.25 * gap)
            break;
        moved *= gap / (gap - after);
    }
    for (const std::uint32_t s : m_dear) {
        bush.flow[s] = bush.flow[s] > moved ? bush.flow[s] - moved : 0;
        state.addFlow(bush.link[s], -moved);
    }
    for (const std::uint32_t s : m_cheap) {
        bush.flow[s] += moved;
        state.addFlow(bush.link[s], moved);
    }
}

long double BushWorkshop::leastCost(const Bush& bush, const std::vector<double>& cost, std::span<const OdDemand::Pair> trips)
{
    place(bush);
    m_nodeCost.resize(bush.size());
    m_queued.assign(bush.size(), 0);
    m_queue.clear();
    m_nodeCost[0] = 0;
    for (std::size_t k = 1; k < bush.size(); ++k) {
        double low = std::numeric_limits<double>::infinity();
        for (std::uint32_t s = bush.begin[k]; s < bush.begin[k + 1]; ++s)
            low = std::min(low, m_nodeCost[bush.tail[s]] + cost[bush.link[s]]);
        m_nodeCost[k] = low;
    }
    // Label correcting: near the equilibrium the bush holds the shortest paths already and one look at each link is enough.
    const auto improve = [&](std::size_t k) {
        if (!m_network.passable(bush.order[k], bush.origin))
            return;
        const std::span<const std::uint32_t> links = m_network.out(bush.order[k]), heads = m_network.outHeads(bush.order[k]);
        for (std::size_t n = 0; n < links.size(); ++n) {
            const std::uint32_t l = links[n], j = m_position[heads[n]];
            if (!(m_nodeCost[k] + cost[l] < m_nodeCost[j]))
                continue;
            m_nodeCost[j] = m_nodeCost[k] + cost[l];
            if (m_queued[j] == 0)
                m_queue.push_back(j);
            m_queued[j] = 1;
        }
    };
    for (std::size_t k = 0; k < bush.size(); ++k)
        improve(k);
    for (std::size_t at = 0; at < m_queue.size(); ++at) {
        m_queued[m_queue[at]] = 0;
        improve(m_queue[at]);
    }
    long double sum = 0;
    for (const OdDemand::Pair& pair : trips)
        if (pair.to != bush.origin && m_position[pair.to] != kNowhere)
            sum += static_cast<long double>(pair.trips) * m_nodeCost[m_position[pair.to]];
    return sum;
}

}  // namespace isopolis
