#pragma once
/// The area of a grid where a value is at most a limit, as polygons with holes.
///
///   MultiPolygon within15 = areaWithin(minutes, 15);   // `minutes` a Raster; infinity where nobody comes
///
/// Marching squares between cell centres: edges run where the value is interpolated to the limit, or halfway to a cell without a
/// value. Where two corners meet, areas stay apart. Outer rings run counter-clockwise, holes clockwise.
/// Source: Lorensen & Cline 1987 (marching cubes), in the plane.

#include "gis/core/geometry/raster.h"

namespace isopolis {

MultiPolygon areaWithin(const Raster& values, double limit);

}  // namespace isopolis
