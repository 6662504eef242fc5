#include "simulation/scenario/apply_scenario.h"

#include "simulation/scenario/nearest_word.h"

#include <algorithm>
#include <cmath>

namespace isopolis {

namespace {

constexpr std::string_view kStreet = "street:", kNeighbourhood = "neighbourhood:";

Error missing(const std::string& target, std::string what, std::string cure)
{
    return Error{ErrorCode::NotFound, std::move(what)}.about(target).cure(std::move(cure));
}

Expected<std::vector<LinkId>> linksOfStreet(const City& city, const std::string& target)
{
    const std::string name = target.substr(kStreet.size());
    auto links = name.empty() ? std::vector<LinkId>() : city.roads().linksNamed(name);
    if (!links.empty())
        return links;
    std::vector<std::string_view> names;
    for (const RoadWay& way : city.roads().ways())
        if (!way.name.empty())
            names.push_back(way.name);
    const std::string_view near = nearestWord(name, names);
    return unexpected(
        missing(target, "no street of the city has this name",
                near.empty() ? "Write the name as on the map, or use the street's id." : "Did you mean “" + std::string(near) + "”?"));
}

Expected<std::vector<LinkId>> linksOfNeighbourhood(const City& city, const std::string& target)
{
    const auto area = resolveArea(city, target);
    if (!area)
        return unexpected(area.error());
    const Box box = bounds(*area);
    std::vector<LinkId> links;
    for (const LinkId id : idsOf(city.roads().links())) {
        const Polyline& line = city.roads().links()[id].geometry;
        const Point2 middle = pointAlong(line, length(line) / 2);
        if (box.contains(middle) && contains(*area, middle))
            links.push_back(id);
    }
    if (links.empty())
        return unexpected(missing(target, "the neighbourhood holds no street", "Choose another neighbourhood or draw an area."));
    return links;
}

Expected<std::vector<LinkId>> linksInArea(const City& city, const MultiPolygon& area)
{
    if (auto usable = checkArea(area); !usable)
        return unexpected(usable.error());
    const Box box = bounds(area);
    std::vector<LinkId> links;
    for (const LinkId id : idsOf(city.roads().links())) {
        const Polyline& line = city.roads().links()[id].geometry;
        if (bounds(line).intersects(box) && crosses(line, area))
            links.push_back(id);
    }
    if (links.empty())
        return unexpected(missing("geometry", "the area touches no street of the city", "Draw it over the streets that are meant."));
    return links;
}

bool usableRing(const Ring& ring)
{
    return ring.size() >= 3 && std::all_of(ring.begin(), ring.end(), [](Point2 p) { return std::isfinite(p.x) && std::isfinite(p.y); });
}

}  // namespace

Expected<void> checkArea(const MultiPolygon& area)
{
    for (const Polygon& polygon : area)
        if (!usableRing(polygon.outer) || !std::all_of(polygon.holes.begin(), polygon.holes.end(), usableRing))
            return unexpected(
                Error{ErrorCode::BadValue, "a ring of the area has fewer than three points or a coordinate that is not a number"}
                    .about("geometry")
                    .cure("Draw the area again."));
    if (!(isopolis::area(area) > 0))
        return unexpected(
            Error{ErrorCode::BadValue, "the area is empty"}.about("geometry").cure("Draw an area with at least three corners."));
    return {};
}

Expected<MultiPolygon> resolveArea(const City& city, const std::string& target)
{
    if (!target.starts_with(kNeighbourhood))
        return unexpected(Error{ErrorCode::BadValue, "only a neighbourhood can be named as an area"}.about(target).cure(
            "Write “neighbourhood:ID”, or draw the area as geometry."));
    const std::string id = target.substr(kNeighbourhood.size());
    if (const NeighbourhoodId found = city.findNeighbourhood(id); found.valid())
        return city.neighbourhoods()[found].outline;
    std::vector<std::string_view> names;
    for (const Neighbourhood& n : city.neighbourhoods()) {
        names.push_back(n.externalId);
        names.push_back(n.name);
    }
    const std::string_view near = nearestWord(id, names);
    return unexpected(missing(target, "the city has no such neighbourhood, or several of this name",
                              near.empty() ? "Use an id from the list of neighbourhoods." : "Did you mean “" + std::string(near) + "”?"));
}

Expected<std::vector<LinkId>> resolveTarget(const City& city, const RoadTarget& where)
{
    if (where.target.empty()) {
        if (where.area.empty())
            return unexpected(Error{ErrorCode::BadValue, "the operation names no street"}.about("target").cure(
                "Give the id of a street as target, or an area as geometry."));
        return linksInArea(city, where.area);
    }
    if (where.target.starts_with(kStreet))
        return linksOfStreet(city, where.target);
    if (where.target.starts_with(kNeighbourhood))
        return linksOfNeighbourhood(city, where.target);
    auto links = city.roads().linksOf(where.target);
    if (links.empty())
        return unexpected(
            missing(where.target, "the city has no street of this id",
                    "Choose the street on the map, or take its id from the layer of roads; a name is written “street:NAME”."));
    return links;
}

}  // namespace isopolis
