#include "simulation/scenario/building_people.h"

#include <algorithm>

namespace isopolis {

namespace {

struct Floors {
    double all = 0, homes = 0, work = 0;
};

double floorOf(const Building& building) { return area(building.footprint) * std::max(0.0, building.height_m); }

void add(Floors& floors, const Building& building, double mixedHomes)
{
    const double floor = floorOf(building);
    double homes = 0, work = 0;
    switch (building.use) {
    case BuildingUse::Residential: homes = 1; break;
    case BuildingUse::Mixed:
        homes = mixedHomes;
        work = 1 - mixedHomes;
        break;
    case BuildingUse::Commercial:
    case BuildingUse::Industrial:
    case BuildingUse::Public: work = 1; break;
    case BuildingUse::Other: break;
    }
    floors.all += floor;
    floors.homes += homes * floor;
    floors.work += work * floor;
}

/// Of the floor of one kind; of all floor where there is none of that kind.
double shareOf(const Floors& part, const Floors& whole, double Floors::*kind)
{
    if (whole.*kind > 0)
        return part.*kind / (whole.*kind);
    return whole.all > 0 ? part.all / whole.all : 0;
}

}  // namespace

BuildingPeople buildingPeople(const City& city, const std::vector<BuildingId>& parts, double mixedHomes)
{
    BuildingPeople guess;
    const auto placeOf = [&](BuildingId id) {
        const MultiPolygon& footprint = city.buildings()[id].footprint;
        return footprint.empty() ? NeighbourhoodId() : city.neighbourhoodAt(centroid(footprint));
    };
    if (!parts.empty())
        guess.neighbourhood = placeOf(parts.front());
    if (!guess.neighbourhood.valid())
        return guess;
    const Neighbourhood& zone = city.neighbourhoods()[guess.neighbourhood];
    const Box box = bounds(zone.outline);
    Floors whole, part;
    for (const BuildingId id : idsOf(city.buildings())) {
        const Building& building = city.buildings()[id];
        if (building.footprint.empty())
            continue;
        const Point2 at = centroid(building.footprint);
        if (box.contains(at) && contains(zone.outline, at))
            add(whole, building, mixedHomes);
    }
    for (const BuildingId id : parts)
        if (placeOf(id) == guess.neighbourhood)
            add(part, city.buildings()[id], mixedHomes);
    guess.residents = zone.population * shareOf(part, whole, &Floors::homes);
    guess.jobs = zone.jobs * shareOf(part, whole, &Floors::work);
    guess.floorShare = whole.all > 0 ? part.all / whole.all : 0;
    return guess;
}

}  // namespace isopolis
