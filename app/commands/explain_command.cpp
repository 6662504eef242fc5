#include "app/commands/console.h"
#include "app/project_session.h"

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
        parameters.push_back({{"id", p.id},
                              {"label", p.label},
                              {"value", number(p.value)},
                              {"standard", number(p.standard)},
                              {"low", number(p.low)},
                              {"high", number(p.high)},
                              {"unit", p.unit},
                              {"overridden", p.overridden},
                              {"source", p.source}});
    for (const TraceData& d : node.data)
        data.push_back({{"source", d.sourceId}, {"title", d.title}, {"licence", d.licence}, {"attribution", d.attribution}});
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

void explainOne(const Study& study, NeighbourhoodId where, Indicator indicator, Console& console)
{
    ConsoleControl control(console);
    auto why = explain(study, where, indicator, control);
    if (!why) {
        console.fail(why.error());
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
        std::string project, scenario, against = std::string(kBaseScenarioName), neighbourhood, indicator;
    };
    auto o = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("explain", "Why a neighbourhood's figure changes: interventions, streets, and the full trace");
    command->add_option("PROJECT", o->project, "project, *.gpkg")->required();
    command->add_option("--scenario", o->scenario, "its name")->required();
    command->add_option("--against", o->against, "what it is compared with")->capture_default_str();
    command->add_option("--neighbourhood", o->neighbourhood, "id, or name if that is unique")->required();
    command->add_option("--indicator", o->indicator, "one of " + indicatorKeys())->required();
    command->callback([o, &console] {
        const auto indicator = indicatorFromKey(o->indicator);
        if (!indicator) {
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
        if (!where.valid()) {
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
        explainOne(*study, where, *indicator, console);
    });
}

}  // namespace isopolis
