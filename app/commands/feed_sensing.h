#pragma once
/// `feed coverage` and `feed correct`: who is seen by sensors, and the air field corrected by them where that helps.
///
///   isopolis-cli feed coverage town.gpkg --quantity no2_ug_m3 --places 5
///   isopolis-cli feed correct town.gpkg --quantity no2_ug_m3

#include "gis/core/expected.h"
#include "simulation/sensing/air_correction.h"

#include <filesystem>

namespace CLI {
class App;
}

namespace isopolis {

class Console;

void addFeedSensing(CLI::App& feed, Console& console);

/// Stations of the city with what NAME.sensors.db holds of them; values that failed quality control are left out.
Expected<std::vector<AirStation>> storedStations(const std::filesystem::path& project, const City& city, AirQuantity quantity);

}  // namespace isopolis
