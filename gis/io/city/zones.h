#pragma once
/// Neighbourhoods from a recipe's zone source: polygons, centres, or a grid made here.
///
///   Expected<ZoneSet> zones = readZones(source, window, frame, assumptions, log);
///
/// Zones that touch the window are kept. A zone that lies partly outside is cut at the window, and its people, jobs and
/// groups are reduced to the share of its area inside; each such zone is reported. A missing income stays unknown (NaN)
/// and is reported. Counts that are missing are 0 and reported.

#include "gis/io/city_importer.h"
#include "gis/io/source_table.h"
#include "gis/io/window.h"

namespace isopolis {

struct ZoneSet {
    std::vector<GroupDefinition> groups;
    IdVector<NeighbourhoodId, Neighbourhood> neighbourhoods;
    bool populationKnown = false, jobsKnown = false, incomeKnown = false;
    std::vector<Place> places;  ///< schools and clinics that zone points count
    ImportCount count{"neighbourhoods"};
};

Expected<ZoneSet> readZones(const RecipeSource& source, const CityWindow& window, const LocalFrame& frame, AssumptionSet& assumptions,
                            IssueLog& log);
/// Square cells over the window that hold at least one of the points (buildings); named "B7" from the south-west.
Expected<ZoneSet> gridZones(const RecipeSource& source, const CityWindow& window, const std::vector<Point2>& points, IssueLog& log);

}  // namespace isopolis
