#include "ui/scene/road_chains.h"

namespace isopolis {

std::vector<RoadChain> roadChains(const RoadNetwork& roads)
{
    std::vector<std::vector<LinkId>> byWay(roads.ways().size());
    for (LinkId id : idsOf(roads.links())) {
        const RoadLink& link = roads.links()[id];
        const bool second = link.reverse.valid() && link.reverse < id && roads.links()[link.reverse].way == link.way;
        if (!second && link.geometry.size() >= 2)
            byWay[link.way.index()].push_back(id);
    }
    std::vector<RoadChain> chains;
    for (const std::vector<LinkId>& links : byWay) {
        const std::size_t first = chains.size();
        for (LinkId id : links) {
            const RoadLink& link = roads.links()[id];
            const double lanes = link.lanes + (link.reverse.valid() ? roads.links()[link.reverse].lanes : 0);
            const bool joins = chains.size() > first && chains.back().end == link.from && chains.back().lanes == lanes;
            if (joins)
                chains.back().line.insert(chains.back().line.end(), link.geometry.begin() + 1, link.geometry.end());
            else
                chains.push_back({link.way, link.geometry, lanes, link.to});
            chains.back().end = link.to;
        }
    }
    return chains;
}

bool isPath(RoadClass c) { return c == RoadClass::Footway || c == RoadClass::Steps || c == RoadClass::Cycleway || c == RoadClass::Track; }

}  // namespace isopolis
