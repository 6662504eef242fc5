#include "simulation/traffic/bush.h"

#include "simulation/traffic/persistent_shift.h"

#include <algorithm>

namespace isopolis {

namespace {

constexpr std::uint32_t kNowhere = ~0U;
/// Labels closer than this, relative to the longer one, are equal: below it rounding decides.
constexpr double kRounding = 4e-16;

}  // namespace

double BushLabels::scanUsed(Bush& bush, const std::vector<double>& cost)
{
    at.resize(bush.size());
    at[0] = {};
    double excess = 0;
    for (std::size_t k = 1; k < bush.size(); ++k) {
        const std::uint32_t begin = bush.begin[k], end = bush.begin[k + 1];
        BushLabel label{std::numeric_limits<double>::infinity(), -1, kNoSlot, kNoSlot};
        for (std::uint32_t s = begin; s < end; ++s) {
            const double c = cost[bush.link[s]];
            const BushLabel& tail = at[bush.tail[s]];
            // A rest of rounding: flow leaves a node that none enters. Left alone it would hold up the longest path for ever.
            if (bush.tail[s] != 0 && tail.mostSlot == kNoSlot)
                bush.flow[s] = 0;
            if (tail.least + c < label.least) {
                label.least = tail.least + c;
                label.leastSlot = s;
            }
            if (bush.flow[s] > 0 && tail.most + c > label.most) {
                label.most = tail.most + c;
                label.mostSlot = s;
            }
        }
        if (end - begin > 1)
            for (std::uint32_t s = begin; s < end; ++s)
                excess += bush.flow[s] * (at[bush.tail[s]].least + cost[bush.link[s]] - label.least);
        if (label.mostSlot == kNoSlot)
            label.most = label.least;
        at[k] = label;
    }
    return excess;
}

std::vector<Unreachable> unreachableOf(std::span<const Bush> bushes, std::span<const BushCost> cost, std::size_t classes, std::size_t zones)
{
    std::vector<Unreachable> lost(classes, Unreachable{std::vector<double>(zones, 0), std::vector<double>(zones, 0)});
    for (std::size_t b = 0; b < bushes.size(); ++b)
        for (const OdDemand::Pair& pair : cost[b].lost) {
            lost[bushes[b].userClass].from[bushes[b].origin] += pair.trips;
            lost[bushes[b].userClass].to[pair.to] += pair.trips;
        }
    return lost;
}

BushWorkshop::BushWorkshop(const AssignmentNetwork& network)
    : m_network(network), m_position(network.nodeCount(), kNowhere), m_stamp(network.linkCount(), 0)
{}

double BushWorkshop::shift(Bush& bush, AssignmentState& state, PersistentShift* persistent)
{
    const double excess = m_labels.scanUsed(bush, state.cost(bush.userClass));
    shift(bush, state, m_labels, persistent);
    return excess;
}

void BushWorkshop::shift(Bush& bush, AssignmentState& state, const BushLabels& labels, PersistentShift* persistent)
{
    for (std::size_t k = bush.size(); k-- > 1;) {
        const BushLabel& label = labels.at[k];
        if (label.mostSlot == kNoSlot || label.mostSlot == label.leastSlot || !(label.most - label.least > kRounding * label.most))
            continue;
        shiftInto(bush, state, labels, static_cast<std::uint32_t>(k), persistent);
    }
}

void BushWorkshop::shiftInto(Bush& bush, AssignmentState& state, const BushLabels& labels, std::uint32_t position,
                             PersistentShift* persistent)
{
    m_dear.assign(1, labels.at[position].mostSlot);
    m_cheap.assign(1, labels.at[position].leastSlot);
    std::uint32_t a = bush.tail[m_dear[0]], b = bush.tail[m_cheap[0]];
    while (a != b) {
        if (a > b) {
            const std::uint32_t s = labels.at[a].mostSlot;
            m_dear.push_back(s);
            a = bush.tail[s];
        } else {
            m_cheap.push_back(labels.at[b].leastSlot);
            b = bush.tail[m_cheap.back()];
        }
    }
    const std::vector<double>& cost = state.cost(bush.userClass);
    double gap = 0, slope = 0, room = std::numeric_limits<double>::infinity();
    for (const std::uint32_t s : m_dear) {
        gap += cost[bush.link[s]];
        slope += state.slope()[bush.link[s]];
        room = std::min(room, bush.flow[s]);
    }
    for (const std::uint32_t s : m_cheap) {
        gap -= cost[bush.link[s]];
        slope += state.slope()[bush.link[s]];
    }
    if (!(gap > 0 && room > 0))
        return;
    double moved = slope > 0 ? std::min(gap / slope, room) : room;
    // Newton overshoots where the cheap segment steepens: draw the secant through both ends until the gap no longer turns over.
    for (int i = 0; i < 12 && slope > 0; ++i) {
        double after = 0;
        for (const std::uint32_t s : m_dear)
            after += state.costAt(bush.link[s], state.flow()[bush.link[s]] - moved, bush.userClass);
        for (const std::uint32_t s : m_cheap)
            after -= state.costAt(bush.link[s], state.flow()[bush.link[s]] + moved, bush.userClass);
        if (after >= -0.25 * gap)
            break;
        moved *= gap / (gap - after);
    }
    if (persistent)
        moved = persistent->longer(bush, bush.order[position], gap, moved, room);
    for (const std::uint32_t s : m_dear) {
        bush.flow[s] = bush.flow[s] > moved ? bush.flow[s] - moved : 0;
        state.addFlow(bush.link[s], -moved);
    }
    for (const std::uint32_t s : m_cheap) {
        bush.flow[s] += moved;
        state.addFlow(bush.link[s], moved);
    }
}

}  // namespace isopolis
