#pragma once
/// Brings the buildings of 3D city models into a city that is being imported.
///
///   Expected<ImportCount> count = importModels(source, window, frame, city.buildings, outbuilding, log);
///
/// Errors: as `readBuildingModels`, and a coordinate system that PROJ does not know.

#include "gis/io/city_importer.h"
#include "gis/io/city_recipe.h"
#include "gis/io/issue_log.h"
#include "gis/io/window.h"

namespace isopolis {

/// Those with a part in the window replace the buildings of `buildings` that they overlap (one of the two holds the other's inner point)
/// and take the use of the first of them. `outbuilding` has one entry per building, and keeps it.
Expected<ImportCount> importModels(const RecipeSource& source, const CityWindow& window, const LocalFrame& frame,
                                   IdVector<BuildingId, Building>& buildings, std::vector<bool>& outbuilding, IssueLog& log);

/// West, south, east and north of a file's buildings as a ring of degrees: the window of a city that has nothing else.
Expected<Ring> extentOfModels(const RecipeSource& source, IssueLog& log);

}  // namespace isopolis
