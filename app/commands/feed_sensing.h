#pragma once
/// `feed coverage` and `feed correct`: who is seen by sensors, and the air field corrected by them where that helps.
///
///   isopolis-cli feed coverage town.gpkg --quantity no2_ug_m3 --places 5
///   isopolis-cli feed correct town.gpkg --quantity no2_ug_m3

namespace CLI {
class App;
}

namespace isopolis {

class Console;

void addFeedSensing(CLI::App& feed, Console& console);

}  // namespace isopolis
