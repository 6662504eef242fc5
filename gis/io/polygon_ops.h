#pragma once
/// Overlay of polygons (through GEOS) and the nearest-centre zones of points.
///
///   MultiPolygon inside = intersection(neighbourhood, window.outline());
///   std::vector<Ring> cells = nearestZones(centres, 210.0);     // one per centre, in their order

#include "gis/core/expected.h"
#include "gis/core/geometry/geometry.h"

namespace isopolis {

/// The common part; slivers without area are dropped. Invalid input is repaired first.
/// Errors: GEOS cannot make sense of the outlines.
Expected<MultiPolygon> intersection(const MultiPolygon& a, const MultiPolygon& b);

/// Polygons that touch or overlap as one. Errors: GEOS cannot make sense of the outlines.
Expected<MultiPolygon> unite(const MultiPolygon& polygons);

/// The parts that the lines cut the window into (GEOS polygonize of lines and edge). Pieces of line that end within the window
/// without meeting another line enclose nothing and are ignored. Errors: GEOS cannot make sense of the lines.
Expected<std::vector<Polygon>> facesBetween(const std::vector<Polyline>& lines, const MultiPolygon& window);

/// For each centre the places that are nearer to it than to any other, at most `radius_m` away (a regular 24-gon).
/// Of centres at the same place only the first gets a zone; the others get an empty ring.
std::vector<Ring> nearestZones(const std::vector<Point2>& centres, double radius_m);

}  // namespace isopolis
