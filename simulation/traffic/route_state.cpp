#include "simulation/traffic/route_state.h"

#include <algorithm>

namespace isopolis {

namespace {

constexpr std::uint32_t kNowhere = ~0U;

Error badState(std::string what)
{
    return Error{ErrorCode::BadValue, std::move(what)}.cure("Start from the routes of the same zones and classes, or without any.");
}

}  // namespace

Expected<RouteMap> mapRoutes(const AssignmentNetwork& network, std::size_t classes, const WarmStart& warm)
{
    const RouteState& then = *warm.routes;
    if (then.zones != network.zoneCount() || then.classes != classes)
        return unexpected(badState("the routes to start from are for other zones or classes"));
    if (warm.linkNow.empty() ? then.from.size() != network.linkCount() : warm.linkNow.size() != then.from.size())
        return unexpected(badState("the routes to start from are for another number of links"));
    RouteMap map;
    map.link = warm.linkNow;
    if (map.link.empty())
        for (std::uint32_t l = 0; l < network.linkCount(); ++l)
            map.link.push_back(l);
    map.node.assign(then.nodes, kNowhere);
    for (std::uint32_t z = 0; z < then.zones; ++z)
        map.node[z] = z;
    for (std::size_t l = 0; l < map.link.size(); ++l) {
        const std::uint32_t now = map.link[l];
        if (now == kNoLink)
            continue;
        if (now >= network.linkCount())
            return unexpected(badState("a link to start from does not exist any more"));
        for (const auto& [was, is] : {std::pair{then.from[l], network.tail(now)}, std::pair{then.to[l], network.head(now)}}) {
            if (map.node[was] != kNowhere && map.node[was] != is)
                return unexpected(badState("a node to start from would be in two places"));
            map.node[was] = is;
        }
    }
    map.grown = static_cast<std::size_t>(std::count_if(map.link.begin(), map.link.end(), [](std::uint32_t l) { return l != kNoLink; })) <
                network.linkCount();
    return map;
}

LinksInto::LinksInto(const AssignmentNetwork& network) : m_link(network.linkCount()), m_begin(network.nodeCount() + 1, 0)
{
    for (const AssignmentLink& link : network.links())
        ++m_begin[link.to + 1];
    for (std::size_t n = 0; n < network.nodeCount(); ++n)
        m_begin[n + 1] += m_begin[n];
    std::vector<std::uint32_t> next(m_begin.begin(), m_begin.end() - 1);
    for (std::uint32_t l = 0; l < network.linkCount(); ++l)
        m_link[next[network.head(l)]++] = l;
}

BushMover::BushMover(const AssignmentState& state, const RouteMap& map)
    : m_state(state), m_map(map), m_into(state.network()), m_position(state.network().nodeCount(), kNowhere)
{}

bool BushMover::renumber(const Bush& then, BushKind kind, Bush& now)
{
    for (const std::uint32_t l : then.link)
        if (!open(l, then.userClass))
            return false;
    now = then;
    for (std::uint32_t& l : now.link)
        l = m_map.link[l];
    for (std::uint32_t& node : now.order)
        node = m_map.node[node];
    if (kind == BushKind::Lean || !m_map.grown)
        return true;
    // New streets may lead to junctions that no full bush of then could hold.
    std::fill(m_position.begin(), m_position.end(), kNowhere);
    for (std::uint32_t k = 0; k < now.size(); ++k)
        m_position[now.order[k]] = k;
    return closed(now);
}

bool BushMover::lostFlow(const Bush& then) const
{
    for (std::size_t s = 0; s < then.link.size(); ++s)
        if (then.flow[s] > 0 && !open(then.link[s], then.userClass))
            return true;
    return false;
}

bool BushMover::move(const Bush& then, BushKind kind, Bush& now)
{
    const AssignmentNetwork& network = m_state.network();
    const std::vector<double>& cost = m_state.cost(then.userClass);
    now = {};
    now.origin = then.origin;
    now.userClass = then.userClass;
    std::fill(m_position.begin(), m_position.end(), kNowhere);
    m_least.assign(then.size(), 0);
    for (std::uint32_t k = 0; k < then.size(); ++k) {
        const std::uint32_t node = m_map.node[then.order[k]];
        if (node == kNowhere)
            return false;
        now.order.push_back(node);
        now.begin.push_back(static_cast<std::uint32_t>(now.link.size()));
        double low = std::numeric_limits<double>::infinity();
        for (std::uint32_t s = then.begin[k]; k > 0 && s < then.begin[k + 1]; ++s) {
            if (!open(then.link[s], then.userClass))
                continue;
            now.link.push_back(m_map.link[then.link[s]]);
            now.tail.push_back(then.tail[s]);
            now.flow.push_back(then.flow[s]);
            low = std::min(low, m_least[then.tail[s]] + cost[now.link.back()]);
        }
        if (k > 0 && now.link.size() == now.begin.back()) {
            std::uint32_t best = kNoLink;
            for (const std::uint32_t l : m_into[node]) {
                const std::uint32_t tail = m_position[network.tail(l)];
                if (tail == kNowhere || !network.passable(network.tail(l), now.origin) || !(m_least[tail] + cost[l] < low))
                    continue;
                low = m_least[tail] + cost[l];
                best = l;
            }
            if (best == kNoLink)
                return false;
            now.link.push_back(best);
            now.tail.push_back(m_position[network.tail(best)]);
            now.flow.push_back(0);
        }
        m_least[k] = k == 0 ? 0 : low;
        m_position[node] = k;
    }
    now.begin.push_back(static_cast<std::uint32_t>(now.link.size()));
    return kind == BushKind::Lean || closed(now);
}

bool BushMover::closed(const Bush& bush) const
{
    const AssignmentNetwork& network = m_state.network();
    const std::vector<double>& cost = m_state.cost(bush.userClass);
    for (const std::uint32_t node : bush.order) {
        if (!network.passable(node, bush.origin))
            continue;
        const std::span<const std::uint32_t> links = network.out(node), heads = network.outHeads(node);
        for (std::size_t n = 0; n < links.size(); ++n)
            if (m_position[heads[n]] == kNowhere && std::isfinite(cost[links[n]]))
                return false;
    }
    return true;
}

}  // namespace isopolis
