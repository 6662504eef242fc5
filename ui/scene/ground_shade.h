#pragma once
/// Soft shadow that buildings throw on the ground, computed once on the CPU: a picture of light, 255 = full.

#include "simulation/scenario/apply_scenario.h"
#include "ui/scene/overlay.h"

#include <osg/Vec3f>

namespace isopolis {

struct GroundShade {
    Box box;
    int columns = 1, rows = 1;
    std::vector<std::uint8_t> light{255};
};

/// `sun` points to the sun. Nothing is computed (one white cell) where a cell would be larger than a small building.
/// Buildings that the scheme takes away throw none.
GroundShade makeGroundShade(const City& city, const AppliedScenario* applied, const osg::Vec3f& sun);

}  // namespace isopolis
