#include "app/commands/feed_commands.h"

#include "app/commands/console.h"
#include "app/commands/feed_key.h"
#include "app/commands/feed_live.h"
#include "app/commands/feed_parse.h"
#include "app/commands/feed_sensing.h"

#include <CLI/CLI.hpp>

namespace isopolis {

void addFeedCommands(CLI::App& app, Console& console)
{
    CLI::App* feed = app.add_subcommand("feed", "Live sensors: listen to them, import what was recorded, see what is there");
    feed->require_subcommand(1);
    addFeedParse(*feed, console);
    addFeedLive(*feed, console);
    addFeedSensing(*feed, console);
    addFeedKey(*feed, console);
}

}  // namespace isopolis
