#pragma once
/// Reads one layer of a GeoPackage, GeoJSON, Shapefile or FlatGeobuf file into the city's frame.
///
///   Expected<FeatureTable> table = readVector("blocks.gpkg", "", frame, log);
///
/// The name's ending decides which one driver may open the file. Empty and broken geometries are reported with the
/// feature's id and do not stop the reading (an invalid polygon is repaired). Curves become lines, heights are dropped.
/// Errors: not such a file; several layers and none named; no coordinate system; nearly all coordinates out of reach.

#include "gis/io/crs.h"
#include "gis/io/format/feature_table.h"
#include "gis/io/issue_log.h"

#include <filesystem>

namespace isopolis {

/// `stated`: the coordinate system in which the file was made, where it names none or a wrong one; empty: as the file says.
Expected<FeatureTable> readVector(const std::filesystem::path& file, const std::string& layer, const LocalFrame& frame, IssueLog& log,
                                  const std::string& stated = {});

/// The layers of a file, and of the first one the centre (WGS 84), to choose a frame for a look at it.
struct VectorOutline {
    std::vector<std::string> layers;
    LonLat centre;
};
Expected<VectorOutline> vectorOutline(const std::filesystem::path& file, const std::string& stated = {});

/// Some of a layer's features as their coordinates stand in the file, and the extent of all, to see where they lie.
struct VectorSample {
    std::string crs;               ///< WKT; empty: the file names none
    std::vector<Polyline> shapes;  ///< lines and outlines of at most some fifty corners; a point is a line of one
    Box extent;
};
Expected<VectorSample> sampleVector(const std::filesystem::path& file, const std::string& layer);

}  // namespace isopolis
