#pragma once
/// The sound paths between two points of a scene: over, round the sides, and by one reflection.
///
///   for (const SoundPath& path : searchPaths(scene, source, receiver, {.reflections = 1, .lateral = true}))
///       PathTerms terms = evaluate(path, medium);
///
/// Side paths follow the convex hull of the obstacles that the direct line crosses, in the inclined plane through source and
/// receiver, as ISO/TR 17534-4 does; obstacles that only the detour meets do not lengthen it (their roofs are ground below it). Side
/// paths exist under a condition whose direct ray is blocked.
/// Source: Directive (EU) 2015/996 §2.5.3 and §2.5.6 (lateral diffraction, reflections on vertical obstacles).

#include "simulation/noise/noise_scene.h"
#include "simulation/noise/propagation.h"

namespace isopolis {

enum class PathKind : unsigned char { Direct, LateralRight, LateralLeft, Reflected };

struct SoundPath {
    PathKind kind = PathKind::Direct;
    CutProfile profile;
    double direct_m = 0;                                     ///< straight distance in space
    bool homogeneousExists = true, favourableExists = true;  ///< of side paths
};

struct PathSettings {
    int reflections = 1;  ///< 0 or 1
    bool lateral = true;
    double detour_m = 500;  ///< reflected and side paths longer than the direct one by more are left out
};

std::vector<SoundPath> searchPaths(const NoiseScene& scene, Point3 source, Point3 receiver, const PathSettings& settings);
PathTerms evaluate(const SoundPath& path, const Medium& medium);

}  // namespace isopolis
