#pragma once
/// How many residents and jobs a building of the city holds, estimated: city data know them by neighbourhood, not by building.
///
///   BuildingPeople guess = buildingPeople(city, {id}, 0.7);   guess.residents
///
/// A building's share of its neighbourhood's floor area, taken in proportion to footprint times height: of the floor with homes for
/// residents, of the floor with places of work for jobs, by the buildings' use; `mixedHomes` of a building of mixed use is homes. Where no
/// building of the neighbourhood is known to have homes (or places of work), all of its buildings share them. No people outside the
/// neighbourhoods.

#include "gis/core/city/city.h"

namespace isopolis {

struct BuildingPeople {
    NeighbourhoodId neighbourhood;
    double residents = 0, jobs = 0;
    double floorShare = 0;  ///< of all floor area of the neighbourhood
};

/// Together, for the parts of one building, which lie in one neighbourhood.
BuildingPeople buildingPeople(const City& city, const std::vector<BuildingId>& parts, double mixedHomes);

}  // namespace isopolis
