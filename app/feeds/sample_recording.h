#pragma once
/// The sample city's recorded week through the same doors as live messages: parsed, checked, stored, with its outage.
///
///   recordSampleWeek(city, seed, "town.gpkg");            // into town.sensors.db
///   writeSampleSources("town.gpkg");                      // town.feeds.json: what the source is for, and its licence

#include "gis/core/city/city.h"
#include "gis/core/expected.h"

#include <filesystem>

namespace isopolis {

Expected<void> recordSampleWeek(const City& city, std::uint64_t seed, const std::filesystem::path& project);
Expected<void> writeSampleSources(const std::filesystem::path& project);

}  // namespace isopolis
