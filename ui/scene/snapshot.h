#pragma once
/// A picture of the scene without window or display server (EGL, surfaceless; Linux).
///
///   Expected<Snapshot> image = renderSnapshot(description, camera);   // camera.width() × height() pixels
///
/// Drawn at twice the size and averaged down, so that lines and roofs have smooth edges; areas of one colour keep it exactly.
/// Errors: Unsupported if the build or the machine has no EGL with OpenGL, BadValue for a size outside 16…8192.

#include "gis/core/expected.h"
#include "ui/scene/city_scene.h"

namespace isopolis {

struct Snapshot {
    int width = 0, height = 0;
    std::vector<std::uint8_t> rgba;  ///< rows from the top, 4 bytes a pixel, opaque
    Colour at(int x, int y) const
    {
        const std::size_t i = 4 * (static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x));
        return {rgba[i], rgba[i + 1], rgba[i + 2], rgba[i + 3]};
    }
};

struct SceneDescription {
    CityPtr city;
    std::shared_ptr<const AppliedScenario> applied = {};
    Overlay overlay = {};
    SceneSelection selection = {};
    Draft draft = {};
    SceneOptions options = {};
};

/// The scene made from a description; `dialect` by the context that will draw it.
std::unique_ptr<CityScene> makeScene(const SceneDescription& description, ShaderDialect dialect);

Expected<Snapshot> renderSnapshot(const SceneDescription& description, const MapCamera& camera);
/// Draws an already made scene (dialect Glsl120).
Expected<Snapshot> renderSnapshot(CityScene& scene, const MapCamera& camera);

}  // namespace isopolis
