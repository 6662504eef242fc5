#pragma once
/// The shape of an intervention that was drawn, as the tools take it up again to change it.
///
///   if (const std::optional<Sketch> shape = shapeOf(intervention)) controller.resume(*shape);
///   intervention = withShape(intervention, points);

#include "ui/panels/tools/draw_tool.h"

#include <optional>

namespace isopolis {

/// Empty unless the intervention is one operation with one drawn line or outline.
std::optional<Sketch> shapeOf(const Intervention& intervention);
/// The same measure along other points; all its numbers stay.
Intervention withShape(Intervention intervention, const Polyline& points);

}  // namespace isopolis
