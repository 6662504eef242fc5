#include "app/commands/console.h"
#include "app/commands/parameter_option.h"
#include "app/commands/uncertainty_commands.h"
#include "app/project_session.h"
#include "simulation/scenario/number_text.h"
#include "simulation/uncertainty/what_if.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <tuple>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

namespace isopolis {

namespace {

using nlohmann::json;

struct WhatIfOptions {
    std::string project, scenario, against = std::string(kBaseScenarioName), indicator = "no2_ug_m3", keep;
    std::vector<std::string> set;
    bool switching = false, all = false;
    std::size_t pairs = 8;
};

Error unknownIndicator(const std::string& key)
{
    return Error{ErrorCode::NotFound, "there is no indicator '" + key + "'"}.about("--indicator");
}

std::string withUnit(double value, const ParameterSpec& spec)
{
    const std::string unit(unitSymbol(spec.unit));
    return numberText(value) + (unit.empty() ? "" : " " + unit);
}

json sideJson(const Conclusion& c) { return {{"says", c.says}, {"value", number(c.value)}}; }

json changesJson(const std::vector<ParameterChange>& changes, const ParameterSet& standard)
{
    json all = json::array();
    for (const ParameterChange& change : changes) {
        const ParameterSpec& spec = *findParameter(change.id);
        all.push_back({{"id", spec.id},
                       {"label", spec.label},
                       {"unit", unitSymbol(spec.unit)},
                       {"compared_value", standard.value(spec)},
                       {"value", change.value},
                       {"low", spec.low},
                       {"high", spec.high},
                       {"source", spec.source}});
    }
    return all;
}

json peopleJson(const GroupScore& everyone)
{
    return {{"better", everyone.better}, {"worse", everyone.worse}, {"unchanged", everyone.unchanged}};
}

json answerJson(const WhatIfAnswer& answer, const EquityReport& standard, const ParameterSet& parameters)
{
    json flips = json::array(), rankings = json::array(), people = json::object();
    for (const ConclusionFlip& c : answer.conclusions)
        flips.push_back({{"key", c.before.key},
                         {"about", c.before.about},
                         {"indicator", indicatorInfo(c.before.indicator).key},
                         {"kind", conclusionKindKey(c.before.kind)},
                         {"compared", sideJson(c.before)},
                         {"what_if", sideJson(c.after)},
                         {"flips", c.flips()}});
    for (const RankAgreement& r : answer.rankings)
        rankings.push_back({{"indicator", indicatorInfo(r.indicator).key},
                            {"neighbourhoods", r.places},
                            {"kendall_tau_b", number(r.kendall)},
                            {"spearman_rho", number(r.spearman)},
                            {"worst_listed", r.listed},
                            {"worst_listed_what_if", r.listedNow},
                            {"worst_in_both", r.stay}});
    for (const IndicatorAssessment& a : standard.indicators)
        people[std::string(indicatorInfo(a.indicator).key)] = {{"compared", peopleJson(a.everyone)},
                                                               {"what_if", peopleJson(answer.report->of(a.indicator).everyone)}};
    return {{"set", changesJson(answer.changes, parameters)},
            {"conclusions", flips},
            {"holds", answer.conclusions.size() - answer.flips()},
            {"flips", answer.flips()},
            {"rankings", rankings},
            {"people", people},
            {"run_before", answer.report->runBefore.hex()},
            {"run_after", answer.report->runAfter.hex()}};
}

std::string mark(const ConclusionFlip& c) { return c.flips() ? "✗ flips" : "✓ holds"; }

void printSigns(const Console& console, const WhatIfAnswer& answer)
{
    std::vector<std::vector<std::string>> rows;
    for (const ConclusionFlip& c : answer.conclusions)
        if (c.before.kind == ConclusionKind::Sign && c.before.key.ends_with("/everyone")) {
            const int digits = indicatorInfo(c.before.indicator).decimals + 1;
            rows.push_back({std::string(indicatorInfo(c.before.indicator).label), c.before.says, fixed(c.before.value, digits),
                            c.after.says, fixed(c.after.value, digits), mark(c)});
        }
    console.line("\nMean change of everybody:");
    console.table({"effect", "compared", "change", "what if", "change", ""}, rows);
}

void printFlips(const Console& console, const WhatIfAnswer& answer, bool all)
{
    std::vector<std::vector<std::string>> rows;
    std::size_t places = 0;
    for (const ConclusionFlip& c : answer.conclusions) {
        if (!c.flips() || (c.before.kind == ConclusionKind::Sign && c.before.key.ends_with("/everyone")))
            continue;
        if (c.before.kind == ConclusionKind::Place && !all) {
            ++places;
            continue;
        }
        rows.push_back({c.before.about, c.before.says, c.after.says});
    }
    if (!rows.empty()) {
        console.line("\nOther conclusions that flip:");
        console.table({"about", "compared", "what if"}, rows);
    }
    if (places > 0)
        console.line("and the verdict of " + std::to_string(places) + " neighbourhoods, one effect each (with --all: which)");
}

void printRankings(const Console& console, const WhatIfAnswer& answer, const EquityReport& standard)
{
    std::vector<std::vector<std::string>> rows;
    for (const RankAgreement& r : answer.rankings) {
        const GroupScore &then = standard.of(r.indicator).everyone, &now = answer.report->of(r.indicator).everyone;
        rows.push_back({std::string(indicatorInfo(r.indicator).label), fixed(r.kendall, 2), fixed(r.spearman, 2),
                        std::to_string(r.stay) + " of " + std::to_string(r.listed), fixed(then.better, 0) + " → " + fixed(now.better, 0),
                        fixed(then.worse, 0) + " → " + fixed(now.worse, 0)});
    }
    console.line("\nOrder of the neighbourhoods by their change (changes below the threshold count as none), and people:");
    console.table({"effect", "Kendall's tau", "Spearman's rho", "stay worst off", "better", "worse"}, rows);
}

json pointJson(const std::optional<SwitchPoint>& point)
{
    if (!point)
        return nullptr;
    return {{"value", point->middle()}, {"holds_at", point->holds}, {"flips_at", point->flips}, {"says", point->says}};
}

void printSwitch(const Console& console, const SwitchSearch& found, const ParameterSpec& spec)
{
    console.line("\n" + found.key + " says '" + found.says + "' at " + withUnit(found.value, spec) + ":");
    for (const auto& [point, end, says, side] :
         {std::tuple(&found.below, spec.low, &found.saysAtLow, "below"), std::tuple(&found.above, spec.high, &found.saysAtHigh, "above")})
        if (*point)
            console.line(std::string("  ") + side + " about " + withUnit((*point)->middle(), spec) + " it says '" + (*point)->says +
                         "' (it holds at " + numberText((*point)->holds) + " and flips at " + numberText((*point)->flips) + ")");
        else if (end != found.value)
            console.line(std::string("  ") + side + ": it still says '" + *says + "' at the end of the range, " + withUnit(end, spec));
    console.line("  " + std::to_string(found.pairs) + " pairs of runs; a flip and back between two tried values is not seen");
}

/// A branch of the scenario in which the parameters have the other values.
Expected<void> keepBranch(const OpenProject& project, const WhatIfOptions& o, const std::vector<ParameterChange>& changes)
{
    const bool exists =
        std::any_of(project.scenarios.begin(), project.scenarios.end(), [&](const Scenario& s) { return s.name == o.keep; });
    if (exists || o.keep == kBaseScenarioName)
        return unexpected(Error{ErrorCode::Conflict, "there is a scenario '" + o.keep + "' already"}.about("--keep").cure(
            "Give the branch another name."));
    Scenario branch{.name = o.keep};
    branch.base = o.scenario == kBaseScenarioName ? std::string() : o.scenario;
    for (const ParameterChange& change : changes)
        if (auto set = branch.parameters.set(change.id, {.value = change.value, .reason = "what if", .evidence = {}}); !set)
            return set;
    return project.store->saveScenario(branch);
}

Expected<json> ask(const WhatIfOptions& o, const Console& console)
{
    const auto indicator = indicatorFromKey(o.indicator);
    if (!indicator)
        return unexpected(unknownIndicator(o.indicator));
    // Refused before the long part.
    Scenario tried;
    for (const std::string& text : o.set)
        if (auto set = setParameter(tried, text); !set)
            return unexpected(set.error());
    std::vector<ParameterChange> changes;
    for (const auto& [id, wanted] : tried.parameters.overrides())
        changes.push_back({id, wanted.value});
    auto project = openProject(o.project);
    if (!project)
        return unexpected(project.error());
    ConsoleControl control(console);
    auto study = makeStudy(*project, o.scenario, o.against, control);
    if (!study)
        return unexpected(study.error());
    auto before = findScenario(*project, o.against);
    if (!before)
        return unexpected(before.error());
    const WhatIfQuestion question{project->city, *before, study->scenario};
    const ObtainRun stored = [&](const Scenario& scenario, RunControl& c) -> Expected<RunPtr> {
        auto run = runScenario(*project, scenario, c);
        if (!run)
            return unexpected(run.error());
        return run->run;
    };
    auto answer = whatIf(question, changes, study->report, stored, control);
    if (!answer)
        return unexpected(answer.error());
    for (const ParameterChange& change : changes) {
        const ParameterSpec& spec = *findParameter(change.id);
        console.line("What if '" + std::string(spec.label) + "' (" + change.id + ") were " + withUnit(change.value, spec) + " instead of " +
                     withUnit(study->scenario.parameters.value(spec), spec) + "? Range " + numberText(spec.low) + " to " +
                     withUnit(spec.high, spec) + "; " + std::string(spec.source));
    }
    console.line(std::to_string(answer->conclusions.size() - answer->flips()) + " conclusions hold, " + std::to_string(answer->flips()) +
                 " flip.");
    printSigns(console, *answer);
    printFlips(console, *answer, o.all);
    printRankings(console, *answer, study->report);
    json out = answerJson(*answer, study->report, study->scenario.parameters);
    if (o.switching) {
        // Tried values are steps of a search, not results: they are not stored.
        const ObtainRun passing = [&](const Scenario& scenario, RunControl& c) { return study->runOf(scenario, c); };
        auto found = findSwitch(question, changes.front().id, o.indicator + "/sign/everyone", study->report, passing, control, o.pairs);
        if (!found)
            return unexpected(found.error());
        printSwitch(console, *found, *findParameter(changes.front().id));
        out["switch"] = {{"conclusion", found->key},         {"says", found->says},          {"value", found->value},
                         {"at_low", found->saysAtLow},       {"at_high", found->saysAtHigh}, {"below", pointJson(found->below)},
                         {"above", pointJson(found->above)}, {"pairs_of_runs", found->pairs}};
    }
    if (!o.keep.empty()) {
        if (auto kept = keepBranch(*project, o, changes); !kept)
            return unexpected(kept.error());
        console.line("kept as the branch '" + o.keep + "'");
        out["kept"] = o.keep;
    }
    return out;
}

}  // namespace

void addWhatIfCommand(CLI::App& app, Console& console)
{
    auto o = std::make_shared<WhatIfOptions>();
    CLI::App* command =
        app.add_subcommand("what-if", "Which conclusions of a comparison hold and which flip if a parameter has another value");
    command->add_option("PROJECT", o->project, "project, *.gpkg")->required();
    command->add_option("SCENARIO", o->scenario, "its name")->required();
    command->add_option("--set", o->set, "parameter.id=value, within its range; can be repeated")->required()->take_all();
    command->add_option("--against", o->against, "what it is compared with")->capture_default_str();
    command->add_flag("--switch", o->switching, "also search the value of the parameter at which the mean change of everybody flips");
    command->add_option("--indicator", o->indicator, "effect that --switch looks at")->capture_default_str();
    command->add_option("--pairs", o->pairs, "most pairs of runs of that search")->check(CLI::Range(2, 64))->capture_default_str();
    command->add_option("--keep", o->keep, "keep the values as a branch of the scenario, with this name");
    command->add_flag("--all", o->all, "list each neighbourhood whose verdict flips");
    command->callback([o, &console] {
        if (o->switching && o->set.size() != 1) {
            console.wrongUsage("--switch needs exactly one --set");
            return;
        }
        auto answer = ask(*o, console);
        if (!answer) {
            console.fail(answer.error());
            return;
        }
        console.answer(*answer);
    });
}

}  // namespace isopolis
