#pragma once
/// The ground term A_ground of CNOSSOS-EU over a mean plane.
///
///   GroundTerms g = groundHomogeneous(medium, plane, gPath, gPrime);
///
/// Source: Directive (EU) 2015/996 §2.5.6, equations 2.5.14 to 2.5.20.

#include "simulation/noise/propagation.h"

namespace isopolis {

struct GroundTerms {
    Octaves w{}, cf{}, ground{};
};

/// G'_path: the ground at the source counts where source and receiver are close for their heights.
double nearGroundFactor(const MeanPlane& plane, double sourceG);
GroundTerms groundHomogeneous(const Medium& medium, const MeanPlane& plane, double gPrime);
/// `gMinimum`: G'_path between source and receiver or first edge, G_path behind the last edge.
GroundTerms groundFavourable(const Medium& medium, const MeanPlane& plane, double gMinimum);

}  // namespace isopolis
