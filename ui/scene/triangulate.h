#pragma once
/// Polygons as triangles. Own ear clipping for what is small and simple, OpenSceneGraph's tessellator for holes and long rings.
///
///   for (const auto& [a, b, c] : triangulated(polygon)) …    // counter-clockwise
///
/// Touching, doubled and crossing edges are survived: some triangulation of the even-odd inside comes back, possibly none.

#include "gis/core/geometry/geometry.h"

#include <array>
#include <cstdint>

namespace isopolis {

std::vector<std::array<Point2, 3>> triangulated(const Polygon& polygon);

/// Without repeated points and points that lie within `tolerance_m` of the line through their neighbours; counter-clockwise.
Ring cleanedRing(const Ring& ring, double tolerance_m);
/// Indices into the ring, three a triangle; empty if no ear is found (crossing edges). The ring is counter-clockwise.
std::vector<std::uint32_t> earClipped(const Ring& ring);

}  // namespace isopolis
