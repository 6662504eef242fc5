#pragma once
/// What the sun does to the scene: where its light comes from, its colour, and the shadow it throws on the ground.
///
///   GroundShade shade = shadeUnder(*city, applied, sun);   scene.setSun(sun, shade);

#include "ui/scene/ground_shade.h"
#include "ui/scene/sun.h"

#include <osg/Vec4f>

namespace isopolis {

/// A vector towards the sun; below everything at night, so that nothing is lit by it.
osg::Vec3f towardsSun(const SunPosition& sun);

/// Golden light of a low sun, added to its own colour and (last component) to the light from all sides; nothing while it stands as
/// high as in the standard light.
osg::Vec4f eveningLight(const SunPosition& sun);

/// A moment's work in a large city, so for any thread. `applied` may be null.
GroundShade shadeUnder(const City& city, const AppliedScenario* applied, const SunPosition& sun);

}  // namespace isopolis
