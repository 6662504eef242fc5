#include "simulation/traffic/validation/screenlines.h"

#include "simulation/traffic/city/car_graph.h"

#include <algorithm>
#include <map>
#include <set>

namespace isopolis {

namespace {

bool linesCross(const Polyline& a, const Polyline& b)
{
    if (!bounds(a).intersects(bounds(b)))
        return false;
    for (std::size_t i = 0; i + 1 < a.size(); ++i)
        for (std::size_t j = 0; j + 1 < b.size(); ++j)
            if (segmentsCross(a[i], a[i + 1], b[j], b[j + 1]))
                return true;
    return false;
}

}  // namespace

Screenline screenlineAcross(const AppliedScenario& applied, std::string name, const Polyline& line)
{
    Screenline result{std::move(name), {}};
    if (line.size() < 2)
        return result;
    for (const LinkId link : idsOf(applied.links))
        if (carsMayUse(applied, link) && linesCross(applied.geometry(link), line))
            result.links.push_back(link);
    return result;
}

std::vector<Screenline> waterScreenlines(const AppliedScenario& applied)
{
    std::map<std::string, std::set<LinkId>> byName;
    const City& city = *applied.city;
    for (const LandArea& area : city.areas()) {
        if (area.kind != AreaKind::Water)
            continue;
        const Box box = bounds(area.outline);
        const std::string& name = area.name.empty() ? area.externalId : area.name;
        for (const LinkId link : idsOf(city.roads().links()))
            if (carsMayUse(applied, link) && city.roads().wayOf(link).structure == Structure::Bridge &&
                bounds(applied.geometry(link)).intersects(box) && crosses(applied.geometry(link), area.outline))
                byName[name].insert(link);
    }
    std::vector<Screenline> lines;
    for (const auto& [name, links] : byName)
        if (links.size() > 1)
            lines.push_back({name, {links.begin(), links.end()}});
    return lines;
}

}  // namespace isopolis
