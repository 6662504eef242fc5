#pragma once
/// Air stations of a city with what NAME.sensors.db holds of them, for the correction of the modelled air.
///
///   auto stations = storedStations("town.gpkg", *city, AirQuantity::No2);
///
/// Values that are suspect, failed or missing are left out, and so are stations without a value. No store: no stations. Errors: those of
/// the store.

#include "gis/core/city/city.h"
#include "simulation/sensing/air_correction.h"

#include <filesystem>

namespace isopolis {

Expected<std::vector<AirStation>> storedStations(const std::filesystem::path& project, const City& city, AirQuantity quantity);

}  // namespace isopolis
