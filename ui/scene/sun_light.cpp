#include "ui/scene/sun_light.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace isopolis {
namespace {

/// Light is golden from below the first height, fully so at the second; night is complete at the end of civil twilight.
constexpr double kGoldenBelow_deg = 32, kGoldenFull_deg = 10, kNight_deg = -6;

double lowness(const SunPosition& sun)
{
    return std::clamp((kGoldenBelow_deg - sun.height_deg) / (kGoldenBelow_deg - kGoldenFull_deg), 0.0, 1.0);
}
double darkness(const SunPosition& sun) { return std::clamp(sun.height_deg / kNight_deg, 0.0, 1.0); }

}  // namespace

osg::Vec3f towardsSun(const SunPosition& sun)
{
    if (sun.height_deg <= 0)
        return {0, 0, -1};
    const double azimuth = sun.azimuth_deg * std::numbers::pi / 180, height = sun.height_deg * std::numbers::pi / 180;
    return {static_cast<float>(std::sin(azimuth) * std::cos(height)), static_cast<float>(std::cos(azimuth) * std::cos(height)),
            static_cast<float>(std::sin(height))};
}

SceneLight lightOf(const SunPosition& sun)
{
    const auto low = static_cast<float>(lowness(sun)), dusk = static_cast<float>(darkness(sun));
    const SceneLight day{{0.97F, 0.985F, 1.03F, 0.61F}, {0.05F, 0.015F, -0.06F}, {1, 1, 1}};
    const SceneLight golden{{0.98F, 0.95F, 0.97F, 0.65F}, {0.10F, -0.03F, -0.28F}, {1.00F, 0.95F, 0.88F}};
    const SceneLight night{{0.80F, 0.88F, 1.08F, 0.52F}, {0, 0, 0}, {0.70F, 0.75F, 0.86F}};
    const auto between = [](const auto& from, const auto& to, float share) { return from * (1 - share) + to * share; };
    const auto mixed = [&](const SceneLight& from, const SceneLight& to, float share) {
        return SceneLight{between(from.allSides, to.allSides, share), between(from.direct, to.direct, share),
                          between(from.ground, to.ground, share)};
    };
    return mixed(mixed(day, golden, low), night, dusk);
}

SkyLook skyOf(const SunPosition& sun, Colour haze, bool dark)
{
    const double low = lowness(sun), dusk = darkness(sun);
    const Colour blue = dark ? Colour{0x17, 0x20, 0x2C} : Colour{0x8F, 0xB9, 0xE0};
    const Colour warm = dark ? Colour{0x4A, 0x3A, 0x35} : Colour{0xF6, 0xD9, 0xB4};
    SkyLook look{mixed(haze, warm, 0.75 * low), mixed(blue, dark ? Colour{0x1E, 0x26, 0x38} : Colour{0x86, 0xA4, 0xCC}, low),
                 dark ? Colour{0x9A, 0x62, 0x3C} : Colour{0xFF, 0xD0, 0x7E}};
    look.haze = mixed(look.haze, dark ? Colour{0x1C, 0x21, 0x2B} : Colour{0x8E, 0x9A, 0xB2}, dusk);
    look.zenith = mixed(look.zenith, dark ? Colour{0x0C, 0x10, 0x1A} : Colour{0x3B, 0x4C, 0x70}, dusk);
    look.glow.a = static_cast<std::uint8_t>(std::lround(255 * 0.85 * low * (1 - dusk)));
    return look;
}

GroundShade shadeUnder(const City& city, const AppliedScenario* applied, const SunPosition& sun)
{
    return sun.height_deg > 0 ? makeGroundShade(city, applied, towardsSun(sun)) : GroundShade{};
}

}  // namespace isopolis
