#pragma once
/// Air stations with what NAME.sensors.db holds of them, for the correction of the modelled air.
///
///   auto stations = storedStations("town.gpkg", *city, AirQuantity::No2, place);
///
/// The city's own sensors, and those that only a feed knows and that stand in it; `place` takes WGS 84 to city metres, without it only the
/// first count. Their class of device says how far their values are trusted. Values that are suspect, failed or missing are left out, and
/// so are stations without a value. No store: no stations. Errors: those of the store.

#include "gis/core/city/city.h"
#include "simulation/sensing/air_correction.h"

#include <filesystem>
#include <functional>
#include <optional>

namespace isopolis {

using PlaceOfDegrees = std::function<std::optional<Point2>(double lon_deg, double lat_deg)>;

Expected<std::vector<AirStation>> storedStations(const std::filesystem::path& project, const City& city, AirQuantity quantity,
                                                 const PlaceOfDegrees& place = {});

}  // namespace isopolis
