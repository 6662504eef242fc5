#pragma once
/// Reads a GeoTIFF of heights into square cells of the city's frame.
///
///   Expected<TerrainData> terrain = readTerrain("srtm.tif", window.box(), frame, 0, log);
///   terrain->raster.sample(p);
///
/// Cells are the source's own resolution (at least 1 m) unless a size is given; values are bilinear between source pixels.
/// No-data pixels become NaN. Only the first band is read. At most 4 million cells: a finer wish is coarsened and reported.
/// Errors: not a GeoTIFF; no coordinate system or no position; no overlap with the window.

#include "gis/core/geometry/raster.h"
#include "gis/io/crs.h"
#include "gis/io/issue_log.h"

#include <filesystem>

namespace isopolis {

struct TerrainData {
    Raster raster;
    std::string crs;
    int sourceColumns = 0, sourceRows = 0;
    double lowest_m = 0, highest_m = 0;
};

Expected<TerrainData> readTerrain(const std::filesystem::path& file, const Box& window, const LocalFrame& frame, double cell_m,
                                  IssueLog& log);

/// Centre (WGS 84) of a GeoTIFF and half its larger side in metres, to choose a frame for a look at it.
struct RasterOutline {
    LonLat centre;
    double half_m = 0;
};
Expected<RasterOutline> rasterOutline(const std::filesystem::path& file);

}  // namespace isopolis
