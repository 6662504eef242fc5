#include "app/commands/console.h"
#include "app/commands/files.h"
#include "app/commands/parameter_option.h"
#include "app/project_session.h"
#include "simulation/traffic/calibration/calibration.h"

#include <algorithm>
#include <memory>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

namespace isopolis {

namespace {

using nlohmann::json;

struct Options {
    std::string project, scenario = std::string(kBaseScenarioName), name = "Fitted to counts", csv;
    std::vector<std::string> set;
    bool replace = false, dry = false;
};

std::string quoted(const std::string& text)
{
    std::string out = "\"";
    for (const char c : text)
        out += c == '"' ? std::string("\"\"") : std::string(1, c);
    return out + "\"";
}

Expected<void> writeCounts(const std::string& path, const Calibration& c)
{
    std::string out = "count,street,direction,year,role,counted_veh_h,before_veh_h,after_veh_h,geh_before,geh_after\n";
    for (const CalibratedCount& row : c.counts) {
        out += quoted(row.externalId) + "," + quoted(row.street) + "," + quoted(row.direction) + "," + std::to_string(row.year) + "," +
               std::string(countRoleKey(row.role));
        for (const double v : {row.counted_veh_h, row.before_veh_h, row.after_veh_h, row.gehBefore, row.gehAfter})
            out += "," + json(v).dump();
        out += "\n";
    }
    return writeTextFile(path, out);
}

json fitJson(const FitStatistics& f)
{
    return {{"n", f.n},
            {"geh_below_5_share", number(f.gehBelow5)},
            {"geh_below_10_share", number(f.gehBelow10)},
            {"mean_geh", number(f.meanGeh)},
            {"rmse_percent", number(f.rmsePercent)},
            {"r2", number(f.r2)},
            {"slope_through_origin", number(f.slope)},
            {"bias_percent", number(f.biasPercent)}};
}

json tableJson(const BeforeAfter& t) { return {{"before", fitJson(t.before)}, {"after", fitJson(t.after)}}; }

json calibrationJson(const Calibration& c, const std::string& saved)
{
    json counts = json::array(), conflicts = json::array(), rounds = json::array(), criteria = json::array();
    for (const CalibratedCount& row : c.counts)
        counts.push_back({{"id", row.externalId},
                          {"street", row.street},
                          {"direction", row.direction},
                          {"year", row.year > 0 ? json(row.year) : json(nullptr)},
                          {"role", countRoleKey(row.role)},
                          {"counted_veh_h", row.counted_veh_h},
                          {"before_veh_h", row.before_veh_h},
                          {"after_veh_h", row.after_veh_h},
                          {"geh_before", row.gehBefore},
                          {"geh_after", row.gehAfter}});
    for (const InconsistentCount& conflict : c.inconsistent)
        conflicts.push_back({{"kind", countConflictKey(conflict.kind)},
                             {"counts", conflict.ids},
                             {"message", conflict.message},
                             {"left_out", conflict.leftOut}});
    for (const CountFitRound& r : c.rounds)
        rounds.push_back({{"objective", r.objective},
                          {"mean_geh_used", number(r.usedGeh)},
                          {"mean_geh_held_out", number(r.heldOutGeh)},
                          {"trips_veh_h", r.trips},
                          {"mean_length_km", number(r.meanLength_km)}});
    for (const Criterion& k : c.change.criteria)
        criteria.push_back({{"key", k.key}, {"what", k.what}, {"value", number(k.value)}, {"met", k.met}, {"source", k.source}});
    return {{"scenario", saved.empty() ? json(nullptr) : json(saved)},
            {"source", c.source},
            {"pairs_changed", c.factors ? c.factors->cells().size() : 0},
            {"used", tableJson(c.used)},
            {"held_out", tableJson(c.heldOut)},
            {"all", tableJson(c.all)},
            {"counts", counts},
            {"inconsistent", conflicts},
            {"rounds", rounds},
            {"round", c.chosenRound},
            {"ended", countFitEndKey(c.end)},
            {"left_out", {{"no_street", c.noStreet}, {"no_figure", c.noFigure}}},
            {"trips_before_veh_h", c.change.totalBefore},
            {"trips_after_veh_h", c.change.totalAfter},
            {"mean_length_before_km", number(c.change.meanLengthBefore_km)},
            {"mean_length_after_km", number(c.change.meanLengthAfter_km)},
            {"length_coincidence", number(c.change.coincidence)},
            {"criteria", criteria},
            {"caveats", c.caveats}};
}

void print(const Console& console, const Calibration& c)
{
    std::vector<std::vector<std::string>> rows;
    for (const CalibratedCount& row : c.counts)
        rows.push_back({row.externalId, row.street + (row.direction.empty() ? "" : " → " + row.direction),
                        row.year > 0 ? std::to_string(row.year) : "–", std::string(countRoleKey(row.role)), fixed(row.counted_veh_h, 0),
                        fixed(row.before_veh_h, 0), fixed(row.after_veh_h, 0), fixed(row.gehBefore, 1), fixed(row.gehAfter, 1)});
    console.table({"count", "street", "year", "role", "counted veh/h", "before", "after", "GEH before", "GEH after"}, rows);
    rows.clear();
    const auto row = [&](const std::string& what, const FitStatistics& f) {
        rows.push_back({what, std::to_string(f.n), fixed(f.meanCounted, 0), fixed(f.meanModelled, 0), fixed(100 * f.gehBelow5, 1),
                        fixed(100 * f.gehBelow10, 1), fixed(f.meanGeh, 1), fixed(f.rmsePercent, 1), fixed(f.r2, 3)});
    };
    row("used, before", c.used.before);
    row("used, after", c.used.after);
    row("set aside, before", c.heldOut.before);
    row("set aside, after", c.heldOut.after);
    console.line("");
    console.table({"counts", "n", "mean counted", "mean modelled", "GEH<5 %", "GEH<10 %", "mean GEH", "RMSE %", "R²"}, rows);
    rows.clear();
    for (const Criterion& k : c.change.criteria)
        rows.push_back({k.what, fixed(k.value, 3), k.met ? "met" : "NOT MET", k.source});
    console.line("");
    console.table({"change of the trips", "value", "verdict", "source"}, rows);
    console.line("car trips of the modelled hour " + fixed(c.change.totalBefore, 0) + " → " + fixed(c.change.totalAfter, 0) +
                 ", mean length " + fixed(c.change.meanLengthBefore_km, 2) + " → " + fixed(c.change.meanLengthAfter_km, 2) + " km; round " +
                 std::to_string(c.chosenRound) + " of " + std::to_string(c.rounds.size() - 1));
    for (const InconsistentCount& conflict : c.inconsistent) {
        std::string ids;
        for (const std::string& id : conflict.ids)
            ids += (ids.empty() ? "" : ", ") + id;
        console.line("inconsistent: " + ids + ": " + conflict.message);
    }
    console.line("left out: " + std::to_string(c.noStreet) + " without a street near, " + std::to_string(c.noFigure) +
                 " without a morning peak");
    for (const std::string& caveat : c.caveats)
        console.line("note: " + caveat);
}

/// A branch of the scenario with the adjustment as its one intervention.
Scenario branchOf(const Options& o, const Calibration& c)
{
    Scenario made{.name = o.name};
    made.base = o.scenario == kBaseScenarioName ? std::string() : o.scenario;
    made.description = "Car trips " + c.source + ".";
    made.interventions.push_back(asIntervention(c, o.name));
    return made;
}

int calibrate(const Options& o, Console& console)
{
    if (!o.csv.empty())
        if (auto writable = canWriteTo(o.csv); !writable)
            return console.fail(writable.error());
    auto project = openProject(o.project);
    if (!project)
        return console.fail(project.error());
    const bool exists =
        std::any_of(project->scenarios.begin(), project->scenarios.end(), [&](const Scenario& s) { return s.name == o.name; });
    if (!o.dry && (o.name.empty() || o.name == kBaseScenarioName || (exists && !o.replace)))
        return console.fail(Error{ErrorCode::Conflict, "there is a scenario '" + o.name + "' already"}.in(o.project).cure(
            "Give another --name, or add --replace."));
    auto scenario = findScenario(*project, o.scenario);
    if (!scenario)
        return console.fail(scenario.error());
    for (const std::string& assignment : o.set)
        if (auto set = setParameter(*scenario, assignment); !set)
            return console.fail(set.error());
    auto applied = applyScenario(project->city, *scenario);
    if (!applied)
        return console.fail(applied.error());
    ConsoleControl control(console);
    auto fitted = calibrateDemand(*applied, project->shared->traffic, control);
    if (!fitted)
        return console.fail(fitted.error());
    if (!o.csv.empty())
        if (auto written = writeCounts(o.csv, *fitted); !written)
            return console.fail(written.error());
    std::string saved;
    if (!o.dry && fitted->factors) {
        if (auto stored = project->store->saveScenario(branchOf(o, *fitted)); !stored)
            return console.fail(stored.error());
        saved = o.name;
    }
    print(console, *fitted);
    if (!saved.empty())
        console.line("stored as scenario '" + saved + "': switch its intervention off to go back, or branch schemes from it");
    console.answer(calibrationJson(*fitted, saved));
    return kDone;
}

}  // namespace

void addCalibrateCommand(CLI::App& app, Console& console)
{
    auto o = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand(
        "calibrate", "Fit the car trips of the morning to traffic counts, with a fifth of the counters set aside to judge the fit");
    command->add_option("PROJECT", o->project, "project, *.gpkg")->required();
    command->add_option("--scenario", o->scenario, "what is fitted")->capture_default_str();
    command->add_option("--name", o->name, "name of the scenario that holds the factors")->capture_default_str();
    command->add_option("--set", o->set, "a parameter of the fit, id=value; can be repeated")->take_all();
    command->add_option("--csv", o->csv, "write the table of counts here");
    command->add_flag("--replace", o->replace, "replace a scenario of this name");
    command->add_flag("--dry-run", o->dry, "show the tables and store nothing");
    command->footer(
        "The result is a scenario with one intervention, \"Adjusted demand\": factors on the car trips between pairs of places, with "
        "their\n"
        "source. `run --scenario NAME` uses it, schemes branch from it, and its switch turns it off. Parameters: calibration.*.");
    command->callback([o, &console] { calibrate(*o, console); });
}

}  // namespace isopolis
