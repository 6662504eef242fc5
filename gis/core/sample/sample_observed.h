#pragma once
/// What is measured in and around the town: terrain, wind, background air, counts and sensors, and where it all comes from.

#include "gis/core/city/city.h"
#include "gis/core/sample/town_shape.h"

namespace isopolis::sample {

void addTerrain(CityData& data, const TownShape& shape);
void addWeather(CityData& data);
void addCounts(CityData& data, const TownShape& shape, double population, std::uint64_t seed);
void addSensors(CityData& data, const TownShape& shape, double population, std::uint64_t seed);
void addSources(CityData& data, double population, std::uint64_t seed);

}  // namespace isopolis::sample
