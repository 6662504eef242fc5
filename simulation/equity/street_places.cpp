#include "simulation/equity/street_places.h"

#include <vector>

namespace isopolis {

namespace {
constexpr double kMiddle = 0.5;

NeighbourhoodId placeOf(Point2 p, const IdVector<NeighbourhoodId, Neighbourhood>& neighbourhoods, const std::vector<Box>& boxes)
{
    for (std::size_t i = 0; i < boxes.size(); ++i) {
        const NeighbourhoodId id = NeighbourhoodId::fromIndex(i);
        if (boxes[i].contains(p) && contains(neighbourhoods[id].outline, p))
            return id;
    }
    return {};
}
}  // namespace

IdVector<LinkId, NeighbourhoodId> streetPlaces(const AppliedScenario& applied)
{
    const auto& neighbourhoods = applied.city->neighbourhoods();
    std::vector<Box> boxes;
    boxes.reserve(neighbourhoods.size());
    for (const Neighbourhood& n : neighbourhoods)
        boxes.push_back(bounds(n.outline));
    IdVector<LinkId, NeighbourhoodId> places(applied.linkCount());
    for (std::size_t i = 0; i < applied.linkCount(); ++i) {
        const LinkId link = LinkId::fromIndex(i);
        const Polyline& line = applied.geometry(link);
        if (!line.empty())
            places[link] = placeOf(pointAlong(line, kMiddle * length(line)), neighbourhoods, boxes);
    }
    return places;
}

}  // namespace isopolis
