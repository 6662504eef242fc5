#include "app/commands/layer_command.h"

#include "app/commands/files.h"
#include "app/layer_export.h"
#include "app/project_session.h"

#include <memory>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

namespace isopolis {

void addLayerCommand(CLI::App& app, Console& console)
{
    struct Options {
        std::string project, scenario, against = std::string(kBaseScenarioName), layer, output;
    };
    auto o = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("layer", "Results as a layer for other programs: GeoPackage, GeoJSON or CSV");
    command->add_option("PROJECT", o->project, "project, *.gpkg")->required();
    command->add_option("--scenario", o->scenario, "its name; the city as it is if left out");
    command->add_option("--against", o->against, "what it is compared with")->capture_default_str();
    command->add_option("--layer", o->layer, "neighbourhoods with every indicator, or streets with their flows")
        ->required()
        ->check(CLI::IsMember(
            {std::string(exportedLayerKey(ExportedLayer::Neighbourhoods)), std::string(exportedLayerKey(ExportedLayer::Streets))}));
    command->add_option("--output", o->output, "file to write: *.gpkg, *.geojson or *.csv; replaced if it exists")->required();
    command->footer("GeoPackage keeps the city's coordinate system; GeoJSON is in longitude and latitude; CSV has no geometry.\n"
                    "Each figure has columns _before, _after and _change; empty where it is not known.");
    command->callback([o, &console] {
        if (auto writable = canWriteTo(o->output); !writable) {
            console.fail(writable.error());
            return;
        }
        ConsoleControl control(console);
        auto opened = studyProject(o->project, o->scenario, o->against, control);
        if (!opened) {
            console.fail(opened.error());
            return;
        }
        auto& [project, study] = *opened;
        const bool streets = o->layer == exportedLayerKey(ExportedLayer::Streets);
        const FeatureLayer layer = streets ? streetLayer(study) : neighbourhoodLayer(study);
        if (auto written = writeLayer(layer, o->output); !written) {
            console.fail(written.error());
            return;
        }
        console.line("wrote " + std::to_string(layer.rows.size()) + " " + layer.name + " to " + o->output);
        nlohmann::json fields = nlohmann::json::array();
        for (const LayerField& field : layer.fields)
            fields.push_back(field.name);
        console.answer({{"output", o->output}, {"layer", layer.name}, {"rows", layer.rows.size()}, {"fields", fields}});
    });
}

}  // namespace isopolis
