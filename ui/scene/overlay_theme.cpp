#include "ui/scene/overlay_theme.h"

#include "ui/scene/colour_scale.h"

#include <array>

namespace isopolis {

namespace {

/// Smallest CIEDE2000 distance between any two over normal vision, protanopia, deuteranopia and tritanopia: 12.9.
constexpr std::array<Colour, 3> kBetterDark{{{0x2F, 0x52, 0x80}, {0x4F, 0x8E, 0xD0}, {0xB4, 0xDC, 0xFA}}};
constexpr std::array<Colour, 3> kWorseDark{{{0x74, 0x48, 0x1E}, {0xD2, 0x82, 0x36}, {0xFB, 0xD0, 0x9C}}};
constexpr Colour kUnchangedDark{0x3E, 0x43, 0x49}, kTooCloseDark{0x84, 0x86, 0x86}, kHiddenDark{0x16, 0x1A, 0x1F};

Colour withAlpha(Colour colour, std::uint8_t alpha)
{
    colour.a = alpha;
    return colour;
}

}  // namespace

Colour inTheme(Colour colour, bool dark)
{
    if (!dark)
        return colour;
    const Colour plain = withAlpha(colour, 255);
    for (std::size_t i = 0; i < kBetterDark.size(); ++i) {
        if (plain == betterPalette()[i])
            return withAlpha(kBetterDark[i], colour.a);
        if (plain == worsePalette()[i])
            return withAlpha(kWorseDark[i], colour.a);
    }
    return plain == unchangedColour()  ? withAlpha(kUnchangedDark, colour.a)
           : plain == tooCloseColour() ? withAlpha(kTooCloseDark, colour.a)
           : plain == hiddenColour()   ? withAlpha(kHiddenDark, colour.a)
                                       : colour;
}

Overlay inTheme(Overlay overlay, bool dark)
{
    if (!dark)
        return overlay;
    for (LegendClass& c : overlay.legend.classes)
        c.colour = inTheme(c.colour, dark);
    for (AreaStyle& style : overlay.neighbourhoods)
        style.colour = inTheme(style.colour, dark);
    for (LinkStyle& style : overlay.links)
        style.colour = inTheme(style.colour, dark);
    for (Colour& colour : overlay.buildings)
        colour = inTheme(colour, dark);
    if (overlay.raster) {
        auto raster = std::make_shared<OverlayRaster>(*overlay.raster);
        for (AreaStyle& style : raster->styles)
            style.colour = inTheme(style.colour, dark);
        overlay.raster = std::move(raster);
    }
    return overlay;
}

}  // namespace isopolis
