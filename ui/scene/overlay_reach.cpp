#include "gis/core/text.h"
#include "ui/scene/colour_scale.h"
#include "ui/scene/overlay.h"

#include <algorithm>

namespace isopolis {

Overlay makeReachOverlay(const std::vector<ReachRing>& rings, Point2 from)
{
    Overlay overlay;
    overlay.key = "reach";
    overlay.legend.title = ISO_TR("indicator", "Within reach");
    overlay.legend.unit = Unit::Minute;
    overlay.legend.decimals = 0;
    // Near is dark: it is reached by whoever reaches the rest.
    const auto palette = sequentialPalette(Ramp::Cool);
    const auto colourOf = [&](std::size_t i) { return palette[palette.size() - 1 - std::min(i, palette.size() - 1)]; };
    double nearer = 0;
    for (std::size_t i = 0; i < rings.size(); ++i) {
        overlay.legend.classes.push_back({.colour = colourOf(i), .from = nearer, .to = rings[i].minutes});
        nearer = rings[i].minutes;
    }
    // The far areas hold the near ones, which therefore come last.
    for (std::size_t i = rings.size(); i-- > 0;)
        overlay.areas.push_back({rings[i].outline, colourOf(i)});
    overlay.spots.push_back({from, {0xC4, 0x1E, 0x3A}, 11});
    return overlay;
}

}  // namespace isopolis
