#include "ui/dialogs/street_index.h"

#include <map>
#include <set>

namespace isopolis {

StreetIndex::StreetIndex(const City& city)
{
    const RoadNetwork& roads = city.roads();
    std::map<std::string, StreetItem> byName;
    std::set<RoadWayId> seen;
    for (LinkId id : idsOf(roads.links())) {
        const RoadLink& link = roads.links()[id];
        const RoadWay& way = roads.wayOf(id);
        if (way.name.empty() || !(link.modes.has(Mode::Car) || link.modes.has(Mode::Lorry) || link.modes.has(Mode::Bus)))
            continue;
        StreetItem& street = byName[way.name];
        street.name = way.name;
        if (seen.insert(link.way).second)
            street.ways.push_back(way.externalId);
        // Both directions of one street are one length.
        if (!link.reverse.valid() || id < link.reverse)
            street.length_m += link.length_m;
    }
    for (auto& [name, street] : byName)
        m_items.push_back(std::move(street));
}

}  // namespace isopolis
