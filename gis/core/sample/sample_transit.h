#pragma once
/// Bus and tram lines along the streets, with stops and a timetable for both directions.

#include "gis/core/city/city.h"
#include "gis/core/sample/town_shape.h"

namespace isopolis::sample {

/// Cross-town lines from edge to edge through the centre, and a circle line; the first ones are trams.
void addTransit(CityData& data, const TownShape& shape, std::uint64_t seed);

}  // namespace isopolis::sample
