#pragma once
/// Who lives and works where: neighbourhoods with groups, activity points, land use and places.
///
///   Housing housing = settle(plan, buildings, population);     // people and jobs per building, sums exact
///   addNeighbourhoods(data, plan, shape, buildings, housing, names, seed);

#include "gis/core/sample/block_builder.h"
#include "gis/core/sample/sample_names.h"

namespace isopolis::sample {

/// People and jobs per building; they sum to the town's population and jobs.
struct Housing {
    std::vector<double> people, jobs;
};
Housing settle(const std::vector<PlannedBuilding>& buildings, double population);

/// Neighbourhoods, group columns and activity points; returns the neighbourhood of each face.
std::vector<int> addNeighbourhoods(CityData& data, const StreetPlan& plan, const TownShape& shape,
                                   const std::vector<PlannedBuilding>& buildings, const Housing& housing, NameMaker& names,
                                   std::uint64_t seed);

void addAreas(CityData& data, const StreetPlan& plan, const TownShape& shape, const std::vector<int>& neighbourhoodOfFace,
              const std::vector<Point2>& roundabouts, NameMaker& names, std::uint64_t seed);
void addPlaces(CityData& data, const StreetPlan& plan, const TownShape& shape, const std::vector<PlannedBuilding>& buildings,
               const std::vector<int>& neighbourhoodOfFace, NameMaker& names, std::uint64_t seed);

/// Trees in parks and woods and along main streets, clear of buildings, water and carriageways. After areas and buildings.
void addTrees(CityData& data, std::uint64_t seed);

/// Whole numbers near `shares` that sum to `total`.
std::vector<double> roundedTo(const std::vector<double>& shares, double total);

}  // namespace isopolis::sample
