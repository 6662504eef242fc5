#pragma once
/// `feed import`, `feed run`, `feed status`, `feed replay`: messages into NAME.sensors.db beside a project, and what is there.
///
///   isopolis-cli feed run town.gpkg --for 60          # sources from town.feeds.json
///   isopolis-cli feed import town.gpkg loops.xml --source loops
///
/// Sources are described in gis/feeds/feed_source.h.

namespace CLI {
class App;
}

namespace isopolis {

class Console;

void addFeedLive(CLI::App& feed, Console& console);

}  // namespace isopolis
