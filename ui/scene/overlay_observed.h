#pragma once
/// Which streets are observed, which follow from an observation, and which the model alone knows.
///
///   auto known = linkKnowledge(city.roads(), sensorPlaces);
///   showKnowledge(overlay, city.roads(), known);        // solid, dashed and plain middle lines above the overlay's streets
///
/// Observed: a working traffic sensor stands on the street. Inferred: cars that pass the sensor can only go on to here, or come from here,
/// since no other street for cars joins in between: what goes in must come out. All else is the model's alone. Colours stay the model's.

#include "gis/core/city/city.h"
#include "ui/scene/overlay.h"

#include <span>

namespace isopolis {

enum class LinkKnowledge : std::uint8_t { ModelOnly, Inferred, Observed };

IdVector<LinkId, LinkKnowledge> linkKnowledge(const RoadNetwork& roads, std::span<const Point2> sensors);
/// Adds lines and classes of the legend; nothing if no link is observed.
void showKnowledge(Overlay& overlay, const RoadNetwork& roads, const IdVector<LinkId, LinkKnowledge>& known);

}  // namespace isopolis
