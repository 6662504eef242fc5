#include "ui/scene/sun_light.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace isopolis {
namespace {

constexpr double kGoldenBelow_deg = 32, kGoldenFull_deg = 22;

}  // namespace

osg::Vec3f towardsSun(const SunPosition& sun)
{
    if (sun.height_deg <= 0)
        return {0, 0, -1};
    const double azimuth = sun.azimuth_deg * std::numbers::pi / 180, height = sun.height_deg * std::numbers::pi / 180;
    return {static_cast<float>(std::sin(azimuth) * std::cos(height)), static_cast<float>(std::cos(azimuth) * std::cos(height)),
            static_cast<float>(std::sin(height))};
}

osg::Vec4f eveningLight(const SunPosition& sun)
{
    const double low = sun.height_deg > 0 ? std::clamp((kGoldenBelow_deg - sun.height_deg) / kGoldenFull_deg, 0.0, 1.0) : 0;
    return osg::Vec4f(0.30F, 0.06F, -0.20F, 0.12F) * static_cast<float>(low);
}

GroundShade shadeUnder(const City& city, const AppliedScenario* applied, const SunPosition& sun)
{
    return sun.height_deg > 0 ? makeGroundShade(city, applied, towardsSun(sun)) : GroundShade{};
}

}  // namespace isopolis
