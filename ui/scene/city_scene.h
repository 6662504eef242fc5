#pragma once
/// The 3D twin as an OpenSceneGraph scene: a function of city, scheme, overlay, selection, draft and options.
///
///   CityScene scene(ShaderDialect::Glsl120);
///   scene.setCity(city);  scene.setOverlay(overlay);  scene.setView(camera);  renderer.draw(scene, camera);
///
/// Only what changed is rebuilt; a new overlay rewrites colour tables. Nothing here needs an OpenGL context.

#include "simulation/scenario/apply_scenario.h"
#include "ui/scene/ground_surface.h"
#include "ui/scene/map_camera.h"
#include "ui/scene/overlay.h"
#include "ui/scene/pick.h"
#include "ui/scene/scene_bounds.h"
#include "ui/scene/shaders.h"
#include "ui/scene/sun.h"

#include <memory>

namespace osg {
class Group;
}

namespace isopolis {

struct SceneOptions {
    bool dark = false;
    bool buildings = true;
    bool flat = false;  ///< map mode: no buildings, no haze, no shadow
    SunPosition sun = kStandardSun;
    friend bool operator==(const SceneOptions&, const SceneOptions&) = default;
};

struct GroundShade;

struct SceneCounts {
    std::size_t buildings = 0, buildingTriangles = 0, roadPieces = 0, neighbourhoods = 0, overlayLinks = 0, closedLinks = 0, drawables = 0;
};

class CityScene {
public:
    explicit CityScene(ShaderDialect dialect);
    ~CityScene();

    void setCity(CityPtr city);  ///< null: empty ground
    void setApplied(std::shared_ptr<const AppliedScenario> applied);
    void setOverlay(const Overlay& overlay);
    void setSelection(const SceneSelection& selection);
    void setHover(NeighbourhoodId neighbourhood);
    void setDraft(const Draft& draft);
    void setOptions(const SceneOptions& options);
    /// The sun alone, with its shadow as shadeUnder() made it.
    void setSun(const SunPosition& sun, const GroundShade& shade);
    /// Sets what depends on the camera: thickness of lines, haze, level of detail.
    void setView(const MapCamera& camera);
    /// Device pixels per pixel of a line's thickness: 2 on a dense screen.
    void setPixelScale(double scale);

    osg::Group* root() const;
    const std::shared_ptr<const GroundSurface>& ground() const;
    Point2 origin() const;  ///< what is subtracted from world coordinates
    Box bounds() const;     ///< of what there is to see
    Box focus() const;      ///< of the neighbourhoods: what a view of the whole city shows
    double top_m() const;   ///< highest roof or hill
    Colour background() const;
    SceneCounts counts() const;
    Colour buildingColour(BuildingId building) const;  ///< as drawn before light

private:
    struct Parts;
    std::unique_ptr<Parts> m_parts;
};

}  // namespace isopolis
