#pragma once
/// The metric coordinate system in which a city's coordinates are stored.

#include "gis/core/geometry/geometry.h"

#include <string>

namespace isopolis {

struct LocalFrame {
    std::string crs;                     ///< authority code, e.g. "EPSG:2056"
    std::string wkt;                     ///< WKT2 definition, as PROJ gives it; empty for the sample city's own plane
    std::string name;                    ///< e.g. "CH1903+ / LV95"
    double longitude = 0, latitude = 0;  ///< of the city's centre, degrees WGS 84: sun position, meteorology
    Point2 origin;                       ///< the city's centre: subtracted when drawing in single precision
    friend bool operator==(const LocalFrame&, const LocalFrame&) = default;
};

}  // namespace isopolis
