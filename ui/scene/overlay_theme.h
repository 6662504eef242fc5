#pragma once
/// Overlays on a dark ground: there the middle of a change must be as quiet as it is on a light one, and a large change must stand out.
///
///   viewport.setOverlay(inTheme(overlay, dark));   // map and legend alike
///
/// Colours of changes get dark counterparts of equal meaning (further from the middle is brighter); levels and lines of transport keep
/// theirs, which are told apart on any ground.

#include "ui/scene/overlay.h"

namespace isopolis {

Colour inTheme(Colour colour, bool dark);
Overlay inTheme(Overlay overlay, bool dark);

}  // namespace isopolis
