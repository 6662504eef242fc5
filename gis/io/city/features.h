#pragma once
/// Point and area sources of a recipe: traffic counts, sensors, places, stops, water and green areas.
///
/// Each function reads one source into the city's tables, keeps what lies in the window, and reports empty points, missing
/// values and the like with the ids of their features. Errors are for unreadable files and wrong columns only.

#include "gis/io/city_importer.h"
#include "gis/io/source_table.h"
#include "gis/io/window.h"

namespace isopolis {

struct FeatureImport {
    const RecipeSource& source;
    const CityWindow& window;
    const LocalFrame& frame;
    IssueLog& log;
};

/// Volumes of 0 count as unknown. A count without any volume is left out. `bearings_deg`: one more for each count, the direction of its
/// traffic clockwise from north, NaN where the source does not tell.
Expected<ImportCount> importCounts(const FeatureImport& input, CityData& city, std::vector<double>& bearings_deg);
Expected<ImportCount> importSensors(const FeatureImport& input, CityData& city);
Expected<ImportCount> importPlaces(const FeatureImport& input, CityData& city);
Expected<ImportCount> importStops(const FeatureImport& input, CityData& city);
Expected<ImportCount> importAreas(const FeatureImport& input, CityData& city);

/// Gives each count the nearest link for cars within the assumed distance: with a bearing, of those that run its way to within 60°. Without
/// one, two counts at one two-way street share its directions in the order of the file, because the source does not say which is which.
void matchCounts(CityData& city, const std::vector<double>& bearings_deg, AssumptionSet& assumptions, IssueLog& log);

/// Cuts areas that reach beyond the window, such as lakes.
void clipAreas(std::vector<LandArea>& areas, const CityWindow& window, IssueLog& log);

/// Warns of waters in which buildings stand: a water map of another coordinate system lies beside the streets.
void checkWaters(const CityData& city, IssueLog& log);

}  // namespace isopolis
