#pragma once
/// Our GLSL, written once and compiled in the dialect that the context speaks.

#include <osg/Program>
#include <osg/ref_ptr>

#include <cstdint>

namespace isopolis {

enum class ShaderDialect : std::uint8_t {
    Glsl120,  ///< OpenGL 2.1 and compatibility profiles
    Glsl330,  ///< core profiles from 3.3
};

struct ScenePrograms {
    osg::ref_ptr<osg::Program> area, zone, ribbon, building, raster, sky;
};
ScenePrograms makePrograms(ShaderDialect dialect);

/// Vertex attributes beside the position (location 0).
inline constexpr unsigned kDataAttribute = 6, kStyleAttribute = 7;
/// Texture units.
inline constexpr unsigned kSlotUnit = 0, kShadeUnit = 1;

}  // namespace isopolis
