#pragma once
/// Where the sun stands in the sky of a place: what lights the twin.
///
///   SunPosition now = sunAt({6.14, 46.2}, secondsSince1970);   // height below 0: night
///
/// Low-precision formulas of the Astronomical Almanac (U.S. Naval Observatory; 1950 to 2050 within 0.01°), without refraction.

#include "gis/core/geometry/geometry.h"

namespace isopolis {

struct SunPosition {
    double azimuth_deg = 0;  ///< clockwise from north
    double height_deg = 0;   ///< above the horizon
    friend bool operator==(const SunPosition&, const SunPosition&) = default;
};

/// Afternoon sun from the south-west: the walls that face a map reader who looks north are lit.
inline constexpr SunPosition kStandardSun{228, 44};

/// `place`: longitude and latitude, degrees; `utc_s`: seconds since 1970-01-01T00:00Z.
SunPosition sunAt(Point2 place, double utc_s);

}  // namespace isopolis
