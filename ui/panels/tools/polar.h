#pragma once
/// Sides by length and direction, as a planner types them: degrees from north, clockwise.

#include "ui/panels/tools/draw_tool.h"

#include <cmath>
#include <numbers>

namespace isopolis {

/// In [0, 360).
inline double directionOf_deg(Point2 along)
{
    const double deg = std::atan2(along.x, along.y) * 180 / std::numbers::pi;
    return deg < 0 ? deg + 360 : deg;
}

inline NextSide sideBetween(Point2 from, Point2 to)
{
    return {.length_m = distance(from, to), .direction_deg = directionOf_deg(to - from)};
}

inline Point2 endOfSide(Point2 from, double length_m, double direction_deg)
{
    const double angle = direction_deg * std::numbers::pi / 180;
    return from + Point2{std::sin(angle), std::cos(angle)} * length_m;
}

}  // namespace isopolis
