#include "simulation/access/reach_rings.h"

#include <algorithm>

namespace isopolis {

Expected<std::vector<ReachRing>> reachRings(const AppliedScenario& applied, TravelMode mode, Point2 from,
                                            const std::vector<double>& minutes, const TrafficResult* traffic)
{
    const Expected<Isochrone> reach = isochrone(applied, mode, from, minutes, traffic);
    if (!reach)
        return unexpected(reach.error());
    return ringsOf(applied, reach->areas);
}

std::vector<ReachRing> ringsOf(const AppliedScenario& applied, const std::vector<Isochrone::Area>& areas)
{
    const std::vector<ActivityPoint> points = applied.activity();
    std::vector<ReachRing> rings;
    for (const Isochrone::Area& area : areas) {
        ReachRing ring{.minutes = area.minutes, .outline = area.outline};
        const Box box = bounds(area.outline);
        const auto inside = [&](Point2 p) { return box.contains(p) && contains(area.outline, p); };
        for (const ActivityPoint& point : points)
            if (inside(point.at)) {
                ring.people += point.people;
                ring.jobs += point.jobs;
            }
        for (const Place& place : applied.city->places()) {
            const auto kind = std::find(kRingPlaces.begin(), kRingPlaces.end(), place.kind);
            if (kind != kRingPlaces.end() && inside(place.at))
                ++ring.places[static_cast<std::size_t>(kind - kRingPlaces.begin())];
        }
        const auto parks =
            static_cast<std::size_t>(std::find(kRingPlaces.begin(), kRingPlaces.end(), PlaceKind::Park) - kRingPlaces.begin());
        for (const AddedPark& park : applied.addedParks)
            ring.places[parks] += inside(interiorPoint(park.area)) ? 1 : 0;
        rings.push_back(std::move(ring));
    }
    return rings;
}

}  // namespace isopolis
