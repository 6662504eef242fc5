#pragma once
/// A believable synthetic city of any size, for demonstration, tests and benchmarks.
///
///   Expected<CityData> data = makeSampleCity({.population = 50000, .seed = 1});
///   auto city = City::create(std::move(*data));
///
/// Same options, same bits on every machine. Everything is invented; `synthetic` is set and every source says so. Coordinates
/// look like UTM 31N (EPSG:32631) so that GIS programs open the project file, but the place does not exist.
/// External ids begin with "sample:"; the bridge in the centre is always "sample:way/old-bridge".
/// Cars reach every car link from every other; roads cross the river on bridges only; buildings keep clear of streets.

#include "gis/core/city/city.h"

namespace isopolis {

struct SampleOptions {
    double population = 50000;  ///< people, 2,000 to 5,000,000
    std::uint64_t seed = 1;
};

/// Refuses a population out of range.
Expected<CityData> makeSampleCity(const SampleOptions& options);

}  // namespace isopolis
