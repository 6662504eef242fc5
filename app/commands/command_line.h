#pragma once
/// What the programs without a window share: options that hold for all commands, and what becomes of a command line.
///
///   addCommonOptions(app, console);   addAssignCommand(app, console, …);   return runCommandLine(app, console, argc, argv);

#include "app/commands/console.h"

namespace isopolis {

/// `--version`, `--json`, `--threads`; they may stand behind the command.
void addCommonOptions(CLI::App& app, Console& console);
/// The exit code: 0 done, 1 could not, 2 wrong usage.
int runCommandLine(CLI::App& app, Console& console, int argc, char** argv);

}  // namespace isopolis
