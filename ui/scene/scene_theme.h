#pragma once
/// Colours of the base map, light and dark: quiet, so that what is shown on top is what is seen.

#include "gis/core/city/city.h"
#include "ui/scene/overlay.h"

namespace isopolis {

/// What lies under the roads: how loud the base map may be.
enum class BaseTone : std::uint8_t {
    Plain,        ///< nothing on top
    UnderAreas,   ///< neighbourhoods are coloured
    UnderLinks,   ///< streets are coloured
    UnderRaster,  ///< the ground is coloured, streets too
};

struct SceneTheme {
    bool dark = false;
    BaseTone tone = BaseTone::Plain;

    Colour land() const;
    Colour haze() const;
    Colour area(AreaKind kind) const;
    Colour road(RoadClass roadClass) const;
    Colour casing(RoadClass roadClass) const;
    Colour tunnel(RoadClass roadClass) const;
    Colour border() const;
    Colour building(BuildingUse use) const;
    Colour building(Colour area) const;  ///< in a coloured neighbourhood
    Colour tree(std::uint32_t variant) const;
    Colour trunk() const;
    Colour emphasis() const;  ///< selected
    Colour emphasisHalo() const;
    Colour hover() const;
    Colour added() const;    ///< what a scheme builds
    Colour changed() const;  ///< a street whose speed, lanes or users a scheme changes
    Colour closed() const;
    Colour zone() const;  ///< edge of a low-emission zone
};

/// A breath lighter or darker, by a fixed hash of the number: neighbours can be told apart.
Colour varied(Colour colour, std::uint32_t number);

inline constexpr std::uint32_t kTreeVariants = 4;  ///< shades of green
inline constexpr Colour kTransparent{0, 0, 0, 0};

struct RoadLook {
    double width_m = 6, least_px = 1;
};
RoadLook roadLook(RoadClass roadClass, double lanes);

}  // namespace isopolis
