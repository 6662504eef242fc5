#pragma once
/// A sound path unfolded into a vertical plane: ground, roofs, walls, edges from source to receiver.
///
///   CutProfile profile;
///   profile.points = {{.kind = CutKind::Source, .x = 0, .z = 1, .ground = 0, .G = 0.5}, …, {.kind = CutKind::Receiver, …}};
///   MeanPlane plane = meanPlane(profile, 0, profile.points.size() - 1);
///
/// Points ascend in x, the distance along the (unfolded) path on the ground. `G` of a point holds from there to the next one;
/// between BuildingEnter and BuildingExit the ground is the roof, acoustically hard. A building's points carry the height of
/// its roof, a wall's that of its top, a reflection's that of the ray; `ground` is the terrain below.
/// Source: Directive (EU) 2015/996 §2.5.3 (mean planes), §2.5.6 (ground factor of a path).

#include "simulation/noise/octaves.h"

#include <vector>

namespace isopolis {

enum class CutKind : unsigned char {
    Source,
    Ground,
    Topography,
    ThinWall,
    BuildingEnter,
    BuildingExit,
    VerticalEdge,
    Reflection,
    Receiver
};

struct CutPoint {
    CutKind kind = CutKind::Ground;
    double x = 0, z = 0;       ///< m along the path; m above datum
    double ground = 0, G = 0;  ///< terrain height, m; ground factor 0 (hard) … 1 (soft) from here on
    double wallTop = 0;        ///< of a Reflection: top of the reflecting wall there, m
    Octaves absorption{};      ///< of a Reflection: α of the wall per octave
};

struct CutProfile {
    std::vector<CutPoint> points;
    double sourceG = 0;  ///< ground factor at the source, G_s
};

/// A point of the vertical plane.
struct PlanePoint {
    double x = 0, z = 0;
};

/// z = a x + b by least squares over a part of the profile, and what follows from it for the part's two ends.
struct MeanPlane {
    double a = 0, b = 0;
    double zs = 0, zr = 0, dp = 0;  ///< heights above the plane (≥ 0), distance along it, m
    double G = 0;                   ///< mean ground factor of the part
    /// Mirror image of a point in the plane.
    PlanePoint image(PlanePoint p) const;
    double height(PlanePoint p) const;  ///< orthogonal, never negative
};

/// Mean plane between two points of the profile; zs and zr are those of the two points themselves.
MeanPlane meanPlane(const CutProfile& profile, std::size_t first, std::size_t last);

}  // namespace isopolis
