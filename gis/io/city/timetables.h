#pragma once
/// The GTFS feeds of a recipe as one timetable of one day.
///
///   auto counts = importTimetables(recipe, window, frame, assumptions, log, city.transit);
///
/// The day is the recipe's `date`; without one it is the Monday to Friday with most trips in all feeds together, and an issue names it.
/// Errors: a feed that cannot be read, a date on which no feed runs at all, two sources that name different dates.

#include "gis/io/city_importer.h"
#include "gis/io/city_recipe.h"
#include "gis/io/import_assumptions.h"
#include "gis/io/issue_log.h"
#include "gis/io/window.h"

namespace isopolis {

Expected<std::vector<ImportCount>> importTimetables(const CityRecipe& recipe, const CityWindow& window, const LocalFrame& frame,
                                                    AssumptionSet& assumptions, IssueLog& log, TransitNetwork& network);

}  // namespace isopolis
