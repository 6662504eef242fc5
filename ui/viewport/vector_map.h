#pragma once
/// The map from above as shapes: areas, neighbourhoods with class colours and patterns, streets, buildings, lines and stops, in the colours
/// and the order of the scene. For pictures that stay sharp at any size and can be taken apart in a drawing program.
///
///   camera.setFlat(true);   const VectorMapCounts drawn = paintVectorMap(painter, camera, {.city = city, .overlay = inTheme(overlay,
///   dark)}); paintDecoration(painter, camera, GroundSurface(), …);   // names, legend, scale bar, north arrow above it
///
/// One painter unit is one pixel of the camera. What would be smaller than a pixel is left out and counted, as are streets that the
/// scene leaves out at this scale; corners closer than a third of a pixel are joined. Needs neither OpenGL nor clipping.

#include "simulation/scenario/apply_scenario.h"
#include "ui/scene/map_camera.h"
#include "ui/scene/overlay.h"
#include "ui/scene/pick.h"

class QPainter;

namespace isopolis {

struct VectorMap {
    CityPtr city;
    std::shared_ptr<const AppliedScenario> applied = {};
    Overlay overlay = {};  ///< in the colours of the theme
    SceneSelection selection = {};
    bool dark = false, buildings = true;
};

struct VectorMapCounts {
    std::size_t areas = 0, neighbourhoods = 0, roads = 0, buildings = 0, streets = 0, lines = 0, spots = 0;
    std::size_t tooSmall = 0;  ///< areas and buildings below a pixel, streets too quiet for this scale
    std::size_t all() const { return areas + neighbourhoods + roads + buildings + streets + lines + spots; }
};

VectorMapCounts paintVectorMap(QPainter& painter, const MapCamera& camera, const VectorMap& map);

}  // namespace isopolis
