#include "app/commands/console.h"
#include "app/commands/files.h"
#include "app/project_session.h"
#include "simulation/scenario/scenario_json.h"

#include <algorithm>
#include <memory>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

namespace isopolis {

namespace {

using nlohmann::json;

constexpr std::uintmax_t kLargestScenarioFile = 4 << 20;

Expected<Scenario> addScenario(OpenProject& project, const std::string& name, const std::string& file, const std::string& base,
                               bool replace)
{
    auto text = readTextFile(file, kLargestScenarioFile);
    if (!text)
        return unexpected(text.error());
    auto scenario = scenarioFromJson(*text, file, toCityOf(*project.city));
    if (!scenario)
        return scenario;
    if (!name.empty())
        scenario->name = name;
    if (!base.empty())
        scenario->base = base;
    if (scenario->base == kBaseScenarioName)
        scenario->base.clear();
    if (scenario->name.empty() || scenario->name == kBaseScenarioName)
        return unexpected(Error{ErrorCode::BadValue, "a scenario needs a name other than 'base'"}.in(file).about("name"));
    const bool exists =
        std::any_of(project.scenarios.begin(), project.scenarios.end(), [&](const Scenario& s) { return s.name == scenario->name; });
    if (exists && !replace)
        return unexpected(Error{ErrorCode::Conflict, "there is a scenario '" + scenario->name + "' already"}
                              .in(project.store->path().string())
                              .cure("Give it another name, or add --replace."));
    // Refused now rather than at the first run: unknown base, unknown targets.
    std::vector<Scenario> all = project.scenarios;
    std::erase_if(all, [&](const Scenario& s) { return s.name == scenario->name; });
    all.push_back(*scenario);
    auto flat = flattened(*scenario, all);
    if (!flat)
        return unexpected(Error(flat.error()).in(file));
    if (auto applied = applyScenario(project.city, *flat); !applied)
        return unexpected(Error(applied.error()).in(file));
    if (auto saved = project.store->saveScenario(*scenario); !saved)
        return unexpected(saved.error());
    return scenario;
}

void addAdd(CLI::App& group, Console& console)
{
    struct Options {
        std::string project, name, file, base;
        bool replace = false;
    };
    auto o = std::make_shared<Options>();
    CLI::App* add = group.add_subcommand("add", "Add a scenario from its JSON form (assets/scenario.schema.json)");
    add->add_option("PROJECT", o->project, "project, *.gpkg")->required();
    add->add_option("NAME", o->name, "its name; else the name in the file");
    add->add_option("--from", o->file, "operations, *.scenario.json")->required();
    add->add_option("--base", o->base, "scenario that it branches from; else the one in the file");
    add->add_flag("--replace", o->replace, "replace a scenario of this name");
    add->callback([o, &console] {
        auto project = openProject(o->project);
        if (!project) {
            console.fail(project.error());
            return;
        }
        auto added = addScenario(*project, o->name, o->file, o->base, o->replace);
        if (!added) {
            console.fail(added.error());
            return;
        }
        console.line("added scenario '" + added->name + "' with " + std::to_string(added->interventions.size()) + " interventions");
        console.answer({{"name", added->name}, {"base", added->base}, {"interventions", added->interventions.size()}});
    });
}

void addList(CLI::App& group, Console& console)
{
    auto path = std::make_shared<std::string>();
    CLI::App* list = group.add_subcommand("list", "List the scenarios of a project");
    list->add_option("PROJECT", *path, "project, *.gpkg")->required();
    list->callback([path, &console] {
        auto project = openProject(*path);
        if (!project) {
            console.fail(project.error());
            return;
        }
        std::vector<std::vector<std::string>> rows;
        json all = json::array();
        for (const Scenario& s : project->scenarios) {
            rows.push_back({s.name, s.base.empty() ? std::string(kBaseScenarioName) : s.base, std::to_string(s.interventions.size())});
            all.push_back({{"name", s.name}, {"base", s.base}, {"interventions", s.interventions.size()}});
        }
        console.table({"name", "base", "interventions"}, rows);
        console.answer({{"scenarios", all}});
    });
}

void addShow(CLI::App& group, Console& console)
{
    auto o = std::make_shared<std::pair<std::string, std::string>>();
    CLI::App* show = group.add_subcommand("show", "Print a scenario in its JSON form");
    show->add_option("PROJECT", o->first, "project, *.gpkg")->required();
    show->add_option("NAME", o->second, "its name")->required();
    show->callback([o, &console] {
        auto project = openProject(o->first);
        if (!project) {
            console.fail(project.error());
            return;
        }
        const auto found =
            std::find_if(project->scenarios.begin(), project->scenarios.end(), [&](const Scenario& s) { return s.name == o->second; });
        if (found == project->scenarios.end()) {
            console.fail(findScenario(*project, o->second).error());
            return;
        }
        const std::string text = scenarioToJson(*found);
        console.line(text);
        console.answer(json::parse(text));
    });
}

void addRemove(CLI::App& group, Console& console)
{
    auto o = std::make_shared<std::pair<std::string, std::string>>();
    CLI::App* remove = group.add_subcommand("remove", "Remove a scenario that no other branches from");
    remove->add_option("PROJECT", o->first, "project, *.gpkg")->required();
    remove->add_option("NAME", o->second, "its name")->required();
    remove->callback([o, &console] {
        auto project = openProject(o->first);
        if (!project) {
            console.fail(project.error());
            return;
        }
        if (auto removed = project->store->removeScenario(o->second); !removed) {
            console.fail(removed.error());
            return;
        }
        console.line("removed scenario '" + o->second + "'");
        console.answer({{"removed", o->second}});
    });
}

}  // namespace

void addScenarioCommands(CLI::App& app, Console& console)
{
    CLI::App* group = app.add_subcommand("scenario", "List, add, show and remove scenarios");
    group->require_subcommand(1);
    addList(*group, console);
    addAdd(*group, console);
    addShow(*group, console);
    addRemove(*group, console);
}

}  // namespace isopolis
