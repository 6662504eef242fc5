#pragma once
/// Reads an OpenStreetMap extract (.osm.pbf, .osm, .osm.bz2 …) into streets, buildings, land and places.
///
///   Expected<OsmExtent> extent = osmExtent("city.osm.pbf");
///   Expected<OsmData> data = readOsm("city.osm.pbf", frame, window, assumptions, log);
///   data->ways[0].vertices[0].at;
///
/// Relations first, then everything. Multipolygons are assembled with their holes, waters that the edge cuts by cut_waters.h; what cannot
/// be assembled is reported with its relation's id; turn restrictions likewise (turn_restrictions.h). Objects without any part in the
/// window are left out. Coordinates are metres. Errors: a missing, truncated or foreign file; a file without any street or building.

#include "gis/io/city_importer.h"
#include "gis/io/osm/osm_tags.h"
#include "gis/io/osm/turn_restrictions.h"
#include "gis/io/window.h"

namespace isopolis {

struct OsmExtent {
    double west = 0, south = 0, east = 0, north = 0;  ///< degrees
    bool fromHeader = false;                          ///< false: the extent of all nodes
};

struct OsmVertex {
    std::int64_t node = 0;
    Point2 at;
    ModeSet blocked = {};  ///< modes that a barrier on the node stops
    bool atEdge = false;   ///< outside the window, or beside nodes that the extract lacks
};

struct OsmWay {
    std::int64_t id = 0;
    RoadRule rule;
    std::vector<OsmVertex> vertices;
};

/// A place where people work that is no building: where jobs may be.
struct Workplace {
    Point2 at;
};

struct OsmData {
    std::vector<OsmWay> ways;
    std::vector<OsmRestriction> restrictions;  ///< those that concern the streets of the window
    std::vector<Building> buildings;
    std::vector<bool> buildingUseKnown, outbuilding;  ///< one per building
    std::vector<LandArea> areas;
    std::vector<Place> places;
    std::vector<Tree> trees;
    std::vector<Workplace> workplaces;
    std::vector<TransitStop> stops;
    std::vector<Point2> trafficLights;  ///< nodes tagged as signals, of junctions and of crossings for people on foot
    std::vector<ImportCount> counts;
};

Expected<OsmExtent> osmExtent(const std::filesystem::path& file);
Expected<OsmData> readOsm(const std::filesystem::path& file, const LocalFrame& frame, const CityWindow& window, AssumptionSet& assumptions,
                          IssueLog& log);

}  // namespace isopolis
