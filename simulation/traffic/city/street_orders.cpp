#include "simulation/traffic/city/street_orders.h"

#include <algorithm>

namespace isopolis {

namespace {

bool sameStreets(const AssignmentNetwork& a, const AssignmentNetwork& b)
{
    return a.nodeCount() == b.nodeCount() && a.firstThrough() == b.firstThrough() &&
           std::equal(a.links().begin(), a.links().end(), b.links().begin(), b.links().end(),
                      [](const AssignmentLink& x, const AssignmentLink& y) { return x.from == y.from && x.to == y.to; });
}

}  // namespace

void StreetOrders::follow(AssignmentNetwork& network)
{
    const std::scoped_lock lock(m_mutex);
    const auto same = std::find_if(m_recent.begin(), m_recent.end(), [&](const auto& known) { return sameStreets(known, network); });
    if (same != m_recent.end()) {
        m_recent.splice(m_recent.begin(), m_recent, same);
        network.orderLike(m_recent.front());
        return;
    }
    if (!m_recent.empty())
        network.orderLike(m_recent.front());
    m_recent.push_front(network);
    if (m_recent.size() > kMost)
        m_recent.pop_back();
}

}  // namespace isopolis
