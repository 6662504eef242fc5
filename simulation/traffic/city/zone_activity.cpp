#include "simulation/traffic/city/zone_activity.h"

#include "simulation/equity/income_fifths.h"

#include <cmath>

namespace isopolis {

std::vector<ZoneActivity> zoneActivity(const AppliedScenario& applied, const std::vector<ZoneAccess>& access, double pupilsPerSchool)
{
    const City& city = *applied.city;
    const auto shares = incomeQuintileShares(city);
    std::vector<ZoneActivity> zones;
    for (const NeighbourhoodId id : idsOf(city.neighbourhoods())) {
        const Neighbourhood& n = city.neighbourhoods()[id];
        ZoneActivity z{.name = n.name, .externalId = n.externalId, .people = access[id.index()].people, .jobs = access[id.index()].jobs};
        double known = 0;
        for (std::size_t q = 0; q < shares[id].size(); ++q)
            known += z.fifths[q + 1] = shares[id][q];
        // Shares are those of all people or of none.
        z.fifths[0] = known > 0 ? 0 : 1;
        zones.push_back(std::move(z));
    }
    for (const Place& place : city.places()) {
        if (place.kind != PlaceKind::School && place.kind != PlaceKind::Shop)
            continue;
        const NeighbourhoodId where = city.neighbourhoodAt(place.at);
        if (!where.valid())
            continue;
        ZoneActivity& z = zones[where.index()];
        if (place.kind == PlaceKind::School)
            z.pupils += std::isfinite(place.capacity) && place.capacity > 0 ? place.capacity : pupilsPerSchool;
        else
            z.shops += 1;
    }
    return zones;
}

}  // namespace isopolis
