#include "app/commands/command_line.h"

#include <algorithm>
#include <exception>
#include <string_view>

#include <CLI/CLI.hpp>

namespace isopolis {

namespace {

/// The parser reports a missing argument before an unknown one; a mistyped word is the likelier cause of both.
std::string usageProblem(const CLI::App& app, const CLI::ParseError& e)
{
    const std::vector<std::string> unknown = app.remaining(true);
    return unknown.empty() ? std::string(e.what()) : "'" + unknown.front() + "' is no command or option here";
}

}  // namespace

void addCommonOptions(CLI::App& app, Console& console)
{
    app.set_version_flag("--version", "Isopolis 0.1.0");
    app.require_subcommand(1);
    // Lets `--json` and `--threads` stand behind the command.
    app.fallthrough();
    app.add_flag("--json", console.json, "one JSON object on standard output instead of text");
    app.add_option("--threads", console.threads, "worker threads; results do not depend on it")->check(CLI::Range(0, 256));
}

int runCommandLine(CLI::App& app, Console& console, int argc, char** argv)
{
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& e) {
        if (e.get_exit_code() == 0)
            return app.exit(e);
        // The parser may have stopped before it came to the flag.
        console.json = std::find(argv, argv + argc, std::string_view("--json")) != argv + argc;
        return console.wrongUsage(usageProblem(app, e));
    } catch (const std::exception& e) {
        return console.fail(Error{ErrorCode::Internal, std::string("an unexpected failure: ") + e.what()}.cure(
            "Please report it with the command that you gave."));
    }
    return console.exitCode;
}

}  // namespace isopolis
