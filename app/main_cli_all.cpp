/// `isopolis-cli-all`: every command of `isopolis-cli`, which starts it for all that needs maps. Exit 0 done, 1 could not, 2 wrong usage.

#include "app/calculation_resources.h"
#include "app/commands/command_line.h"
#include "app/commands/feed_commands.h"
#include "app/commands/layer_command.h"
#include "app/commands/publication.h"
#include "app/commands/uncertainty_commands.h"
#include "app/processes/processes.h"

#include <CLI/CLI.hpp>

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
    addCommonOptions(app, console);
    addCityCommands(app, console);
    addScenarioCommands(app, console);
    addRunCommands(app, console);
    addExplainCommand(app, console);
    addEnsembleCommand(app, console, joinProcesses);
    addSensitivityCommand(app, console);
    addWhatIfCommand(app, console);
    addReportCommand(app, console);
    addShotCommand(app, console);
    addLayerCommand(app, console);
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
    return runCommandLine(app, console, argc, argv);
}
