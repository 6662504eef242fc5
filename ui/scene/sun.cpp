#include "ui/scene/sun.h"

#include <cmath>
#include <numbers>

namespace isopolis {

namespace {

double radians(double degrees) { return degrees * std::numbers::pi / 180; }
double degrees(double radians) { return radians * 180 / std::numbers::pi; }

}  // namespace

SunPosition sunAt(Point2 place, double utc_s)
{
    // Days since 2000-01-01T12:00Z.
    const double days = (utc_s - 946728000.0) / 86400;
    const double meanLongitude = 280.460 + 0.9856474 * days, anomaly = radians(357.528 + 0.9856003 * days);
    const double longitude = radians(meanLongitude + 1.915 * std::sin(anomaly) + 0.020 * std::sin(2 * anomaly));
    const double obliquity = radians(23.439 - 0.0000004 * days);
    const double ascension = std::atan2(std::cos(obliquity) * std::sin(longitude), std::cos(longitude));
    const double declination = std::asin(std::sin(obliquity) * std::sin(longitude));
    // Greenwich mean sidereal time, degrees.
    const double sidereal = 280.46061837 + 360.98564736629 * days;
    const double hour = radians(sidereal + place.x) - ascension, latitude = radians(place.y);
    const double height =
        std::asin(std::sin(latitude) * std::sin(declination) + std::cos(latitude) * std::cos(declination) * std::cos(hour));
    const double azimuth = std::atan2(-std::sin(hour), std::tan(declination) * std::cos(latitude) - std::sin(latitude) * std::cos(hour));
    return {std::fmod(degrees(azimuth) + 360, 360), degrees(height)};
}

}  // namespace isopolis
