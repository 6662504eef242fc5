#pragma once
/// Planes of roofs around courts: one closed outline that runs along a seam into each court and back, since a plane is one ring.
///
///   RoofFace face = cutCourts({outer, heights}, {{court, courtHeights}});   // the seam's two sides cancel each other
///
/// A court that no seam reaches without crossing an edge (rings that cross each other) is left out.

#include "gis/core/city/city.h"

namespace isopolis {

RoofFace cutCourts(RoofFace outer, std::vector<RoofFace> courts);

}  // namespace isopolis
