#pragma once
/// What lies within given minutes of a place: the areas on the map, and the people, jobs and places inside them.
///
///   Expected<std::vector<ReachRing>> rings = reachRings(applied, TravelMode::Walk, from, {5, 10, 15});   (*rings)[1].jobs
///
/// People and jobs are those of the activity points whose position lies inside the area, so that the table says what the map shows;
/// the access indicators count by network time instead and may differ at the edge of an area.
/// Errors: as isochrone().

#include "simulation/access/isochrone.h"

#include <array>

namespace isopolis {

inline constexpr std::array kRingPlaces{PlaceKind::School, PlaceKind::Clinic, PlaceKind::Park, PlaceKind::Shop};

struct ReachRing {
    double minutes = 0;
    MultiPolygon outline;
    double people = 0, jobs = 0;
    std::array<std::size_t, kRingPlaces.size()> places{};
};

Expected<std::vector<ReachRing>> reachRings(const AppliedScenario& applied, TravelMode mode, Point2 from,
                                            const std::vector<double>& minutes, const TrafficResult* traffic = nullptr);
/// The same for areas found another way, e.g. by public transport.
std::vector<ReachRing> ringsOf(const AppliedScenario& applied, const std::vector<Isochrone::Area>& areas);

}  // namespace isopolis
