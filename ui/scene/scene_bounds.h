#pragma once
/// How far a city reaches: what there is to see of it, and what a view of the whole of it shows.
///
///   camera.fit(sceneFocus(*city), 0);

#include "gis/core/city/city.h"

namespace isopolis {

/// The extent of its data, or of what lies in it; a kilometre about the origin if there is nothing.
Box sceneBounds(const City& city);
/// Its neighbourhoods, or all of it if it has none.
Box sceneFocus(const City& city);

}  // namespace isopolis
