#include "ui/scene/scene_theme.h"

#include "ui/scene/colour_scale.h"
#include "ui/scene/road_chains.h"

#include <algorithm>
#include <array>
#include <memory>

namespace isopolis {
namespace {

bool isMain(RoadClass c) { return c <= RoadClass::Secondary; }

/// Widths of a whole street as drawn, m and px at least: a little wider than true, for legibility.
constexpr std::array<RoadLook, kRoadClassCount> kLooks{{{13, 2.6},
                                                        {12, 2.4},
                                                        {12, 2.2},
                                                        {10.5, 1.9},
                                                        {9, 1.6},
                                                        {7.5, 1.1},
                                                        {7, 1.0},
                                                        {5.5, 0.8},
                                                        {3.6, 0.4},
                                                        {5.5, 0.7},
                                                        {2.6, 0.3},
                                                        {2.2, 0.35},
                                                        {1.6, 0.25},
                                                        {1.6, 0.25}}};

constexpr double kMostVaried = 0.09;

/// What becomes of each component under each of 256 shifts: a city has a million buildings to recolour.
using VariedComponents = std::array<std::array<std::uint8_t, 256>, 256>;

std::unique_ptr<const VariedComponents> variedComponents()
{
    auto table = std::make_unique<VariedComponents>();
    for (std::size_t hash = 0; hash < 256; ++hash) {
        const double shift = (static_cast<double>(hash) / 255 - 0.5) * kMostVaried;
        for (std::size_t value = 0; value < 256; ++value) {
            const auto v = static_cast<std::uint8_t>(value);
            const Colour colour{v, v, v};
            (*table)[hash][value] = (shift > 0 ? mixed(colour, {255, 255, 255}, shift) : mixed(colour, {0, 0, 0}, -shift)).r;
        }
    }
    return table;
}

}  // namespace

Colour varied(Colour colour, std::uint32_t number)
{
    static const std::unique_ptr<const VariedComponents> table = variedComponents();
    const auto& shifted = (*table)[(number * 2654435761U) >> 24];
    return {shifted[colour.r], shifted[colour.g], shifted[colour.b], colour.a};
}

RoadLook roadLook(RoadClass roadClass, double lanes)
{
    RoadLook look = kLooks[static_cast<std::size_t>(roadClass)];
    if (roadClass <= RoadClass::Residential)
        look.width_m = std::clamp(lanes * 3.5 + 1, look.width_m * 0.75, look.width_m * 2);
    return look;
}

Colour SceneTheme::land() const { return dark ? Colour{0x1F, 0x24, 0x2A} : Colour{0xF1, 0xEE, 0xE8}; }
Colour SceneTheme::haze() const { return dark ? Colour{0x2A, 0x31, 0x3A} : Colour{0xE9, 0xEE, 0xF3}; }

Colour SceneTheme::area(AreaKind kind) const
{
    const bool quiet = tone != BaseTone::Plain;
    switch (kind) {
    case AreaKind::Water: return dark ? Colour{0x1B, 0x33, 0x48} : quiet ? Colour{0xC3, 0xD6, 0xE2} : Colour{0xA9, 0xCD, 0xE2};
    case AreaKind::Green: return dark ? Colour{0x25, 0x33, 0x2B} : quiet ? Colour{0xE0, 0xE6, 0xD6} : Colour{0xCC, 0xE0, 0xBC};
    case AreaKind::Residential: return dark ? Colour{0x23, 0x28, 0x2F} : Colour{0xEC, 0xE8, 0xE1};
    case AreaKind::Commercial: return dark ? Colour{0x27, 0x2A, 0x30} : Colour{0xEE, 0xE6, 0xE2};
    case AreaKind::Industrial: return dark ? Colour{0x26, 0x28, 0x2E} : Colour{0xE6, 0xE3, 0xE4};
    case AreaKind::Other: return dark ? Colour{0x22, 0x27, 0x2C} : Colour{0xEB, 0xEA, 0xE0};
    }
    return land();
}

Colour SceneTheme::road(RoadClass c) const
{
    // Values lie on the streets themselves: these are only hinted at.
    if (tone == BaseTone::UnderRaster)
        return dark ? Colour{0x16, 0x1A, 0x1F, isPath(c) ? std::uint8_t{0} : std::uint8_t{70}}
                    : Colour{0xFF, 0xFF, 0xFF, isPath(c) ? std::uint8_t{0} : std::uint8_t{85}};
    if (tone == BaseTone::UnderAreas) {
        // Opaque, since ends of translucent streets would show where they overlap.
        const std::uint8_t alpha = isPath(c) ? 70 : 255;
        return dark ? Colour{0x16, 0x1A, 0x1F, alpha} : isMain(c) ? Colour{0xFF, 0xFF, 0xFF, alpha} : Colour{0xF3, 0xF4, 0xF6, alpha};
    }
    if (isPath(c))
        return dark ? Colour{0x48, 0x50, 0x58, 120} : Colour{0xC9, 0xBD, 0xAC, 150};
    if (tone == BaseTone::UnderLinks)
        return dark ? Colour{0x36, 0x3D, 0x45} : Colour{0xFA, 0xFA, 0xF8};
    if (c == RoadClass::Motorway || c == RoadClass::Trunk)
        return dark ? Colour{0x6E, 0x5F, 0x43} : Colour{0xF6, 0xD2, 0x8B};
    if (isMain(c))
        return dark ? Colour{0x58, 0x55, 0x4C} : Colour{0xFC, 0xEE, 0xC6};
    return dark ? Colour{0x40, 0x48, 0x51} : Colour{0xFF, 0xFF, 0xFF};
}

Colour SceneTheme::casing(RoadClass c) const
{
    if (tone == BaseTone::UnderRaster)
        return {0, 0, 0, 0};
    if (tone == BaseTone::UnderAreas)
        return dark ? Colour{0x08, 0x0A, 0x0C, 70} : Colour{0x50, 0x56, 0x60, isMain(c) ? std::uint8_t{90} : std::uint8_t{50}};
    if (dark)
        return {0x12, 0x15, 0x19, 200};
    if (tone == BaseTone::UnderLinks)
        return {0xD5, 0xD2, 0xCC};
    return c == RoadClass::Motorway || c == RoadClass::Trunk ? Colour{0xD6, 0xA5, 0x55}
           : isMain(c)                                       ? Colour{0xD8, 0xC4, 0x95}
                                                             : Colour{0xD0, 0xCA, 0xC0};
}

Colour SceneTheme::tunnel(RoadClass c) const
{
    Colour colour = casing(c);
    colour.a = static_cast<std::uint8_t>(colour.a * 2 / 3);
    return colour;
}

Colour SceneTheme::border() const
{
    if (tone == BaseTone::UnderAreas || tone == BaseTone::UnderRaster)
        return dark ? Colour{0x0E, 0x11, 0x14, 190} : Colour{0x3A, 0x42, 0x4C, 150};
    return dark ? Colour{0x9A, 0xA4, 0xB0, 70} : Colour{0x5A, 0x60, 0x74, 90};
}

Colour SceneTheme::building(BuildingUse use) const
{
    if (dark)
        return use == BuildingUse::Public       ? Colour{0x6A, 0x66, 0x60}
               : use == BuildingUse::Commercial ? Colour{0x5B, 0x63, 0x6E}
                                                : Colour{0x5D, 0x62, 0x68};
    switch (use) {
    case BuildingUse::Commercial: return {0xE4, 0xE7, 0xEC};
    case BuildingUse::Industrial: return {0xDF, 0xDC, 0xDB};
    case BuildingUse::Public: return {0xEC, 0xDF, 0xCB};
    default: return {0xEE, 0xE8, 0xDF};
    }
}

Colour SceneTheme::building(Colour area) const
{
    return dark ? mixed(area, {0x50, 0x55, 0x5B}, 0.3) : mixed(area, {0xFF, 0xFF, 0xFF}, 0.38);
}

Colour SceneTheme::tree(std::uint32_t variant) const
{
    constexpr Colour kLight[] = {{0xC4, 0xE4, 0xA4}, {0xB4, 0xDA, 0x9A}, {0xD0, 0xE6, 0xA9}, {0xA8, 0xD0, 0x96}};
    constexpr Colour kQuiet[] = {{0xCF, 0xD8, 0xC6}, {0xC8, 0xD3, 0xC0}, {0xD4, 0xDA, 0xC9}, {0xC3, 0xCF, 0xBC}};
    constexpr Colour kDark[] = {{0x3D, 0x55, 0x44}, {0x37, 0x4F, 0x40}, {0x44, 0x5A, 0x46}, {0x32, 0x49, 0x3C}};
    const Colour* colours = dark ? kDark : tone == BaseTone::Plain ? kLight : kQuiet;
    return colours[variant % kTreeVariants];
}
Colour SceneTheme::trunk() const { return dark ? Colour{0x4A, 0x42, 0x3B} : Colour{0xA8, 0x95, 0x80}; }

Colour SceneTheme::emphasis() const { return dark ? Colour{0xFF, 0xFF, 0xFF} : Colour{0x12, 0x18, 0x22}; }
Colour SceneTheme::emphasisHalo() const { return dark ? Colour{0x10, 0x14, 0x18, 200} : Colour{0xFF, 0xFF, 0xFF, 215}; }
Colour SceneTheme::hover() const { return dark ? Colour{0xE6, 0xEC, 0xF2, 210} : Colour{0x2A, 0x33, 0x40, 200}; }
Colour SceneTheme::added() const { return dark ? Colour{0x6F, 0xB7, 0xFF} : Colour{0x1F, 0x6F, 0xC9}; }
Colour SceneTheme::changed() const { return dark ? Colour{0x5F, 0xD0, 0xC0} : Colour{0x00, 0x7F, 0x7A}; }
Colour SceneTheme::closed() const { return {0xC8, 0x10, 0x2E}; }
Colour SceneTheme::zone() const { return dark ? Colour{0xC9, 0xA6, 0xF2} : Colour{0x6A, 0x3F, 0xA0}; }

}  // namespace isopolis
