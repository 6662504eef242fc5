#include "simulation/traffic/city/network_match.h"

#include <map>

namespace isopolis {

std::vector<std::uint32_t> linksNow(const CityNetwork& then, const CityNetwork& now)
{
    std::map<LinkId, std::uint32_t> streets;
    std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> connectors;
    for (std::uint32_t l = 0; l < now.graph.linkCount(); ++l)
        if (now.linkOf[l].valid())
            streets.emplace(now.linkOf[l], l);
        else
            connectors.emplace(std::pair{now.graph.tail(l), now.graph.head(l)}, l);

    std::vector<std::uint32_t> linkNow(then.graph.linkCount(), ~0U), nodeNow(then.graph.nodeCount(), ~0U);
    for (std::uint32_t z = 0; z < then.graph.zoneCount(); ++z)
        nodeNow[z] = z;
    for (std::uint32_t l = 0; l < linkNow.size(); ++l) {
        const auto found = then.linkOf[l].valid() ? streets.find(then.linkOf[l]) : streets.end();
        if (found == streets.end())
            continue;
        linkNow[l] = found->second;
        nodeNow[then.graph.tail(l)] = now.graph.tail(found->second);
        nodeNow[then.graph.head(l)] = now.graph.head(found->second);
    }
    for (std::uint32_t l = 0; l < linkNow.size(); ++l) {
        if (then.linkOf[l].valid())
            continue;
        const auto found = connectors.find({nodeNow[then.graph.tail(l)], nodeNow[then.graph.head(l)]});
        if (found != connectors.end())
            linkNow[l] = found->second;
    }
    return linkNow;
}

}  // namespace isopolis
