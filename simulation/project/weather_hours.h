#pragma once
/// The hours of a weather station as one text in the project's properties: "hour,from,speed,cloud,temperature;…".
///
///   weatherHoursText(hours) == "374880,270,0.8,,11.6;…"     weatherHoursFrom(text) gives the same bits back
///
/// Hours since 1970-01-01T00 UTC, degrees, m/s, 0…1, °C; an empty cell is not known. Damaged parts are left out.

#include "gis/core/city/city.h"

namespace isopolis {

std::string weatherHoursText(const std::vector<WeatherHour>& hours);
std::vector<WeatherHour> weatherHoursFrom(std::string_view text);

/// Points likewise: "x,y;x,y" in metres of the city.
std::string pointsText(const std::vector<Point2>& points);
std::vector<Point2> pointsFrom(std::string_view text);

}  // namespace isopolis
