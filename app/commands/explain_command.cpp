#include "app/commands/console.h"
#include "app/commands/files.h"
#include "app/known_draws.h"
#include "app/project_session.h"
#include "simulation/explain/figures/figure_tree.h"
#include "simulation/report/export/results_json.h"
#include "simulation/uncertainty/interval_note.h"

#include <cmath>
#include <memory>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

namespace isopolis {

namespace {

using nlohmann::json;

json traceJson(const TraceNode& node)
{
    json parameters = json::array(), data = json::array(), inputs = json::array();
    for (const TraceParameter& p : node.parameters)
        parameters.push_back(parameterJson(p));
    for (const TraceData& d : node.data)
        data.push_back(dataJson(d));
    for (const TraceNode& input : node.inputs)
        inputs.push_back(traceJson(input));
    return {{"id", node.id},           {"what", node.what}, {"value", number(node.value)}, {"unit", node.unit},
            {"formula", node.formula}, {"run", node.run},   {"parameters", parameters},    {"data", data},
            {"caveats", node.caveats}, {"inputs", inputs}};
}

json contributionsJson(const std::vector<Contribution>& list)
{
    json all = json::array();
    for (const Contribution& c : list)
        all.push_back({{"id", c.id}, {"label", c.label}, {"delta", number(c.delta)}, {"first", number(c.first)}, {"last", number(c.last)}});
    return all;
}

void printTrace(const Console& console, const TraceNode& node, int depth)
{
    const std::string indent(static_cast<std::size_t>(depth) * 2, ' ');
    console.line(indent + node.what + " = " + json(node.value).dump() + " " + node.unit +
                 (node.formula.empty() ? "" : "   [" + node.formula + "]"));
    for (const TraceParameter& p : node.parameters)
        console.line(indent + "  parameter " + p.id + " = " + json(p.value).dump() + " " + p.unit +
                     (p.overridden ? " (CHANGED from " + json(p.standard).dump() + ")" : "") + ", range " + json(p.low).dump() + " to " +
                     json(p.high).dump() + "; " + p.source);
    for (const TraceData& d : node.data)
        console.line(indent + "  data " + d.title + " · " + d.licence + " · " + d.attribution);
    for (const std::string& caveat : node.caveats)
        console.line(indent + "  note: " + caveat);
    for (const TraceNode& input : node.inputs)
        printTrace(console, input, depth + 1);
}

void printContributions(const Console& console, const std::vector<Contribution>& list, double residual, double total,
                        const std::string& rest, int decimals)
{
    std::vector<std::vector<std::string>> rows;
    for (const Contribution& c : list)
        rows.push_back({c.label, fixed(c.delta, decimals + 2)});
    rows.push_back({rest, fixed(residual, decimals + 2)});
    rows.push_back({"sum = change", fixed(total, decimals + 2)});
    console.table({"because of", "change"}, rows);
}

/// Nothing to write without a file.
Expected<void> writeProv(const std::string& file, const FigureNode& figure)
{
    return file.empty() ? Expected<void>() : writeTextFile(file, provJson(figure, "Isopolis " ISOPOLIS_VERSION).dump(1) + "\n");
}

void printFigure(const Console& console, const FigureNode& node, int depth)
{
    constexpr std::size_t kMostInputs = 12;
    const std::string indent(static_cast<std::size_t>(depth) * 2, ' ');
    std::string line =
        indent + (node.role.empty() ? "" : node.role + ": ") + node.what + " = " + number(node.value).dump() + " " + node.unit;
    if (depth > 0 && node.role.empty() && node.weight != 1)
        line += "   weight " + number(node.weight).dump();
    if (node.operation != FigureOperation::Datum)
        line += "   [" + std::string(operationRule(node.operation)) +
                (node.fifth > 0 ? "; fifth " + std::to_string(node.fifth) + " by income" : "") + "]";
    console.line(line);
    if (depth == 0) {
        console.line("  address: " + node.address);
        if (!node.formula.empty())
            console.line("  model: " + node.formula);
        for (const TraceData& d : node.data)
            console.line("  data: " + d.title + " · " + d.licence + " · " + d.attribution);
        for (const std::string& caveat : node.caveats)
            console.line("  note: " + caveat);
    }
    std::size_t shown = 0, left = 0;
    for (const FigureNode& input : node.inputs)
        if (!input.role.empty() || shown < kMostInputs) {
            shown += input.role.empty() ? 1 : 0;
            printFigure(console, input, depth + 1);
        } else {
            ++left;
        }
    if (left > 0)
        console.line(indent + "  and " + std::to_string(left) + " more (with --json: all)");
}

void explainFigure(const Study& study, const std::string& address, const std::string& prov, Console& console)
{
    const auto figure = traceFigureAt(study, address);
    if (!figure) {
        console.fail(Error(figure.error()).about("--figure"));
        return;
    }
    if (auto written = writeProv(prov, *figure); !written) {
        console.fail(written.error());
        return;
    }
    printFigure(console, *figure, 0);
    console.answer(figureJson(*figure));
}

/// `sure`: what stored draws say; null if there are none.
void explainOne(const Study& study, const EnsembleResult* sure, NeighbourhoodId where, Indicator indicator, const std::string& prov,
                Console& console)
{
    ConsoleControl control(console);
    auto why = explain(study, where, indicator, control);
    if (!why) {
        console.fail(why.error());
        return;
    }
    if (const UncertainIndicator* of = sure ? sure->of(indicator) : nullptr; of && of->places.contains(where))
        sayInterval(why->trace, of->places[where], indicator, *sure);
    if (auto written = writeProv(prov, figureNode(why->trace)); !written) {
        console.fail(written.error());
        return;
    }
    const IndicatorInfo& info = indicatorInfo(indicator);
    const Neighbourhood& n = study.city->neighbourhoods()[where];
    console.line(why->sentence);
    console.line("\nBy intervention (" + std::string(unitSymbol(info.unit)) + "):");
    printContributions(console, why->interventions, why->interventionResidual, why->change, "not attributed", info.decimals);
    console.line("\nBy street:");
    if (why->streetsRefused.empty())
        printContributions(console, why->streets, why->streetResidual, why->change, "all other streets", info.decimals);
    else
        console.line("  " + why->streetsRefused);
    for (const std::string& note : why->notes)
        console.line("note: " + note);
    console.line("\nWhere the figure comes from:");
    printTrace(console, why->trace, 0);
    console.answer({{"neighbourhood", n.externalId},
                    {"name", n.name},
                    {"indicator", info.key},
                    {"unit", unitSymbol(info.unit)},
                    {"before", number(why->before)},
                    {"after", number(why->after)},
                    {"change", number(why->change)},
                    {"sentence", why->sentence},
                    {"interventions", contributionsJson(why->interventions)},
                    {"intervention_residual", number(why->interventionResidual)},
                    {"streets", contributionsJson(why->streets)},
                    {"street_residual", number(why->streetResidual)},
                    {"streets_refused", why->streetsRefused},
                    {"notes", why->notes},
                    {"trace", traceJson(why->trace)}});
}

std::string indicatorKeys()
{
    std::string keys;
    for (const IndicatorInfo& info : allIndicators())
        keys += (keys.empty() ? "" : ", ") + std::string(info.key);
    return keys;
}

}  // namespace

void addExplainCommand(CLI::App& app, Console& console)
{
    struct Options {
        std::string project, scenario, against = std::string(kBaseScenarioName), neighbourhood, indicator, figure, prov;
    };
    auto o = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand(
        "explain",
        "Why a neighbourhood's figure changes: interventions, streets, and the full trace; or where any other figure comes from");
    command->add_option("PROJECT", o->project, "project, *.gpkg")->required();
    command->add_option("--scenario", o->scenario, "its name")->required();
    command->add_option("--against", o->against, "what it is compared with")->capture_default_str();
    CLI::Option* place = command->add_option("--neighbourhood", o->neighbourhood, "id, or name if that is unique");
    CLI::Option* indicator = command->add_option("--indicator", o->indicator, "one of " + indicatorKeys());
    command
        ->add_option("--figure", o->figure,
                     "any figure of `compare --json` by its path there, with the id of list items: equity/no2_ug_m3/by_quintile/q1/change, "
                     "neighbourhoods/ID/indicators/no2_ug_m3/after, health/no2/people_above_eu/change")
        ->excludes(place)
        ->excludes(indicator);
    command->add_option("--prov", o->prov, "file to write: the same trace as W3C PROV-JSON");
    command->callback([o, &console] {
        if (o->figure.empty() && (o->neighbourhood.empty() || o->indicator.empty())) {
            console.wrongUsage("--neighbourhood and --indicator are needed, or --figure");
            return;
        }
        if (!o->prov.empty())
            if (auto writable = canWriteTo(o->prov); !writable) {
                console.fail(writable.error());
                return;
            }
        const auto chosen = o->figure.empty() ? indicatorFromKey(o->indicator) : Indicator::No2;
        if (!chosen) {
            console.fail(Error{ErrorCode::NotFound, "there is no indicator '" + o->indicator + "'"}
                             .about("--indicator")
                             .cure("It is one of " + indicatorKeys() + "."));
            return;
        }
        auto project = openProject(o->project);
        if (!project) {
            console.fail(project.error());
            return;
        }
        const NeighbourhoodId where = project->city->findNeighbourhood(o->neighbourhood);
        if (o->figure.empty() && !where.valid()) {
            console.fail(Error{ErrorCode::NotFound, "there is no single neighbourhood '" + o->neighbourhood + "'"}
                             .in(o->project)
                             .about("--neighbourhood")
                             .cure("Use an id from `compare --json`."));
            return;
        }
        ConsoleControl control(console);
        auto study = makeStudy(*project, o->scenario, o->against, control);
        if (!study) {
            console.fail(study.error());
            return;
        }
        if (!o->figure.empty()) {
            explainFigure(*study, o->figure, o->prov, console);
            return;
        }
        auto before = findScenario(*project, o->against);
        auto sure =
            before ? knownDraws(o->project, *study, *before) : Expected<std::shared_ptr<const EnsembleResult>>(unexpected(before.error()));
        if (!sure) {
            console.fail(sure.error());
            return;
        }
        explainOne(*study, sure->get(), where, *chosen, o->prov, console);
    });
}

}  // namespace isopolis
