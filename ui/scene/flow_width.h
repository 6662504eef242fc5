#pragma once
/// How wide traffic is drawn: what is legible, not what is true.
///
///   overlay.links[link] = {colour, flowWidth_m(900)};   // veh/h → metres on the map
///
/// The width grows with the square root of the flow, so that small flows stay visible beside large ones.

#include <algorithm>
#include <cmath>

namespace isopolis {

inline constexpr double kFullWidth_m = 26, kFullWidthFlow_veh_h = 3000, kThinnest_m = 1.5;

inline float flowWidth_m(double flow_veh_h)
{
    return static_cast<float>(std::max(kThinnest_m, kFullWidth_m * std::min(1.5, std::sqrt(std::abs(flow_veh_h) / kFullWidthFlow_veh_h))));
}

}  // namespace isopolis
