#pragma once
/// Whose trips use a street, before and after in the same classes.
///
///   Overlay shown = makeStreetUsersOverlay(city, users->after, users->before);   // the other side counts for the classes alone

#include "ui/scene/overlay.h"

namespace isopolis {

Overlay makeStreetUsersOverlay(const City& city, const StreetUsers& users, const StreetUsers& other);

}  // namespace isopolis
