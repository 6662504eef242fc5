#pragma once
/// A wind rose from hourly values of a station.
///
///   Expected<Weather> weather = readWindRose(source, calmSpeed_ms, log);
///
/// 16 directions × 6 classes of speed; each class carries the mean speed of its hours. Hours below the calm speed have no
/// direction: they are spread over the directions in proportion to the other hours, at the calm speed.
/// Where the recipe names a time column (YYYYMMDDhhmm or ISO 8601, UTC), the hours are kept one by one, too: the air model
/// derives stability from them. Full hours count; hours between the first and the last that the file lacks or that hold no wind
/// are told as a gap.
/// Rows without direction or speed are skipped (many stations write ten-minute rows with hourly values).
/// Errors: a missing column; fewer than 24 usable hours.

#include "gis/io/city_recipe.h"
#include "gis/io/format/csv_reader.h"

namespace isopolis {

Expected<Weather> readWindRose(const RecipeSource& source, double calm_ms, IssueLog& log);

struct WindHour {
    double from_deg = 0, speed_ms = 0;
};
std::vector<WindClass> windRose(const std::vector<WindHour>& hours, double calm_ms);

}  // namespace isopolis
