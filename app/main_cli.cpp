/// `isopolis-cli`: the program without a window. Exit 0 done, 1 could not, 2 wrong usage.
///
/// Readers of maps bring some 150 libraries with them, and to load these takes longer than many a calculation. Commands that need none of
/// them are done here; for all others this program makes way for `isopolis-cli-all`, which stands beside it.

#include "app/calculation_resources.h"
#include "app/commands/assign_command.h"
#include "app/commands/command_line.h"

#include <algorithm>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <CLI/CLI.hpp>
#include <unistd.h>

namespace {

using namespace isopolis;

/// `assign` with trips in its own format.
bool needsNoMaps(const std::vector<std::string_view>& words)
{
    const auto command = std::find_if(words.begin(), words.end(), [](std::string_view word) {
        return !word.starts_with('-') && word.find_first_not_of("0123456789") != std::string_view::npos;  // not the 2 of --threads 2
    });
    return command != words.end() && *command == "assign" && std::none_of(command, words.end(), isTripMatrix);
}

int becomeAll(char** argv)
{
    std::error_code failed;
    std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", failed);
    if (failed)
        program = argv[0];
    program.replace_filename("isopolis-cli-all");
    execv(program.c_str(), argv);
    return Console{}.fail(Error{ErrorCode::NotFound, "the part of this program that reads maps cannot be started"}
                              .in(program.string())
                              .cure("Install it anew, with isopolis-cli-all beside isopolis-cli."));
}

}  // namespace

int main(int argc, char** argv)
{
    if (!needsNoMaps({argv + std::min(argc, 1), argv + argc}))
        return becomeAll(argv);
    keepFreedMemory();
    Console console;
    CLI::App app{"Isopolis: see who gains and who loses before you build.", "isopolis-cli"};
    addCommonOptions(app, console);
    addAssignCommand(app, console, [](const std::string& file, const std::string&, std::size_t) -> Expected<OdDemand> {
        return unexpected(Error{ErrorCode::Internal, "this file needs the readers of maps"}.in(file));
    });
    return runCommandLine(app, console, argc, argv);
}
