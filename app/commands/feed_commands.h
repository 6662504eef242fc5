#pragma once
/// The commands of live sensors: `feed parse`, `feed import`, `feed run`, `feed status`, `feed replay`.
///
///   isopolis-cli feed parse loops.xml --json
///
/// `parse` stores nothing; the others write to NAME.sensors.db beside the project.

#include <nlohmann/json_fwd.hpp>

namespace CLI {
class App;
}

namespace isopolis {

class Console;

void addFeedCommands(CLI::App& app, Console& console);

}  // namespace isopolis
