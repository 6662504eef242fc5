/// `isopolis-cli`: the program without a window. Exit 0 done, 1 could not, 2 wrong usage.

#include "app/calculation_resources.h"
#include "app/commands/console.h"
#include "app/commands/feed_commands.h"
#include "app/commands/publication.h"
#include "app/commands/uncertainty_commands.h"

#include <algorithm>
#include <exception>
#include <string_view>

#include <CLI/CLI.hpp>

namespace {

/// The parser reports a missing argument before an unknown one; a mistyped word is the likelier cause of both.
std::string usageProblem(const CLI::App& app, const CLI::ParseError& e)
{
    const std::vector<std::string> unknown = app.remaining(true);
    return unknown.empty() ? std::string(e.what()) : "'" + unknown.front() + "' is no command or option here";
}

}  // namespace

int main(int argc, char** argv)
{
    using namespace isopolis;
    keepFreedMemory();
    useKernelFolder();
    Console console;
    CLI::App app{"Isopolis: see who gains and who loses before you build.\n\n"
                 "The whole job on the command line:\n"
                 "  isopolis-cli city sample town.gpkg\n"
                 "  isopolis-cli scenario add town.gpkg --from scheme.scenario.json\n"
                 "  isopolis-cli run town.gpkg --scenario NAME\n"
                 "  isopolis-cli compare town.gpkg --scenario NAME\n"
                 "  isopolis-cli explain town.gpkg --scenario NAME --neighbourhood ID --indicator no2_ug_m3\n"
                 "  isopolis-cli report town.gpkg --scenario NAME --output report.pdf\n\n"
                 "Each command has --help. Exit code: 0 done, 1 could not, 2 wrong usage.",
                 "isopolis-cli"};
    app.set_version_flag("--version", "Isopolis 0.1.0");
    app.require_subcommand(1);
    // Lets `--json` and `--threads` stand behind the command.
    app.fallthrough();
    app.add_flag("--json", console.json, "one JSON object on standard output instead of text");
    app.add_option("--threads", console.threads, "worker threads; results do not depend on it")->check(CLI::Range(0, 256));
    addCityCommands(app, console);
    addScenarioCommands(app, console);
    addRunCommands(app, console);
    addExplainCommand(app, console);
    addEnsembleCommand(app, console);
    addSensitivityCommand(app, console);
    addReportCommands(app, console);
    addReproduceCommand(app, console);
    addAccessCommand(app, console);
    addAnalysisCommands(app, console);
    addNoiseCommand(app, console);
    addTransitCommand(app, console);
    addEmissionCommand(app, console);
    addAirCommand(app, console);
    addValidateCommand(app, console);
    addCalibrateCommand(app, console);
    addFeedCommands(app, console);
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
