#pragma once
/// What the sun does to the scene: where its light comes from, the colours of light, haze and sky, and the shadow on the ground.
///
///   SceneLight light = lightOf(sun);   GroundShade shade = shadeUnder(*city, applied, sun);   scene.setSun(sun, shade);
///
/// Colours that say something (a legend's) are never lit: see zone.frag.

#include "ui/scene/colour_scale.h"
#include "ui/scene/ground_shade.h"
#include "ui/scene/sun.h"

#include <osg/Vec3f>
#include <osg/Vec4f>

namespace isopolis {

/// A vector towards the sun; below everything at night, so that nothing is lit by it.
osg::Vec3f towardsSun(const SunPosition& sun);

/// Factors on red, green and blue, 1 leaves a colour as it is. A low sun is golden and leaves the sides it does not reach to the blue sky.
struct SceneLight {
    osg::Vec4f allSides;  ///< colour of the light from all sides; last its strength, share of full light
    osg::Vec3f direct;    ///< added to that colour where the sun shines straight on
    osg::Vec3f ground;    ///< factor on the base map's colours
};
SceneLight lightOf(const SunPosition& sun);

/// What is seen where the ground ends. `haze`: of the base map by day.
struct SkyLook {
    Colour haze, zenith, glow;  ///< haze at the horizon; glow about a low sun, as far as its alpha says
};
SkyLook skyOf(const SunPosition& sun, Colour haze, bool dark);

/// A moment's work in a large city, so for any thread. `applied` may be null.
GroundShade shadeUnder(const City& city, const AppliedScenario* applied, const SunPosition& sun);

}  // namespace isopolis
