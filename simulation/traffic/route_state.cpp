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

}  // namespace isopolis
