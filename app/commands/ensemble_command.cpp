#include "app/commands/console.h"
#include "app/commands/uncertainty_commands.h"
#include "app/project_session.h"
#include "simulation/project/ensemble_store.h"
#include "simulation/uncertainty/ensemble_health.h"

#include <chrono>
#include <memory>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

namespace isopolis {

namespace {

using nlohmann::json;

struct EnsembleOptions {
    std::string project, scenario, against = std::string(kBaseScenarioName);
    EnsembleSettings settings;
};

std::string interval(const UncertainFigure& f, int decimals) { return fixed(f.low, decimals) + " … " + fixed(f.high, decimals); }

void print(const Console& console, const Study& study, const EnsembleResult& result, const std::vector<UncertainDeaths>& deaths,
           double seconds)
{
    for (const UncertainIndicator& u : result.indicators) {
        const IndicatorInfo& info = indicatorInfo(u.indicator);
        console.line("\n" + std::string(info.label) + " (" + std::string(unitSymbol(info.unit)) + ")");
        console.line("  " + u.headline);
        std::vector<std::vector<std::string>> rows;
        for (const UncertainGroup& g : u.groups)
            rows.push_back({g.label, fixed(g.people, 0), fixed(g.change.standard, info.decimals + 1), interval(g.change, info.decimals + 1),
                            fixed(g.change.pBetter, 2), fixed(g.change.pWorse, 2), std::string(sureVerdictLabel(g.change.verdict))});
        console.table({"group", "people", "change", "interval", "P(better)", "P(worse)", "verdict"}, rows);
    }
    console.line("\nHealth: both pollutants overlap, never add them");
    std::vector<std::vector<std::string>> rows;
    for (const UncertainDeaths& d : deaths)
        rows.push_back({d.label, fixed(d.change.standard, 2), interval(d.change, 2), fixed(d.change.pBetter, 2), fixed(d.change.pWorse, 2),
                        std::string(sureVerdictLabel(d.change.verdict))});
    console.table({"in the whole city", "change", "interval", "P(better)", "P(worse)", "verdict"}, rows);
    console.line("\n" + std::to_string(result.done) + " of " + std::to_string(result.samples) + " draws of " +
                 std::to_string(result.parameters) + " parameters, seed " + std::to_string(result.seed) + ", intervals of " +
                 fixed(100 * result.confidence, 0) + " %, " + fixed(seconds, 1) + " s; " +
                 std::to_string(study.city->neighbourhoods().size()) + " neighbourhoods (with --json: each)");
}

void ensemble(const EnsembleOptions& o, Console& console)
{
    auto project = openProject(o.project);
    if (!project) {
        console.fail(project.error());
        return;
    }
    ConsoleControl control(console);
    auto study = makeStudy(*project, o.scenario, o.against, control);
    if (!study) {
        console.fail(study.error());
        return;
    }
    auto before = findScenario(*project, o.against);
    if (!before) {
        console.fail(before.error());
        return;
    }
    auto store = EnsembleStore::obtain(ensembleStorePath(o.project));
    if (!store) {
        console.fail(store.error());
        return;
    }
    const EnsemblePlan plan = ensemblePlan(study->city, *before, study->scenario, o.settings);
    const auto begin = std::chrono::steady_clock::now();
    const auto seconds = [&] { return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count(); };
    std::size_t first = 0;
    bool told = false;
    auto ensemble =
        drawEnsemble(plan, chainFigures(study->city, *before, study->scenario), &*store, control, [&](std::size_t done, std::size_t all) {
            if (!told) {
                told = true;
                first = done;
                if (done > 0)
                    console.note(std::to_string(done) + " of " + std::to_string(all) + " draws are stored already");
                return;
            }
            const double rest = seconds() / static_cast<double>(done - first) * static_cast<double>(all - done);
            console.note("draw " + std::to_string(done) + " of " + std::to_string(all) + ", about " + fixed(rest / 60, 1) + " min left");
        });
    if (!ensemble) {
        if (ensemble.error().code == ErrorCode::Cancelled)
            console.note("The finished draws are kept: the same command goes on from there.");
        console.fail(ensemble.error());
        return;
    }
    const EnsembleResult result = summarise(*study->city, *ensemble, study->report);
    const std::vector<UncertainDeaths> deaths = uncertainDeaths(*ensemble, result.confidence, study->before->health, study->after->health);
    print(console, *study, result, deaths, seconds());
    json answer = ensembleJson(*study->city, result);
    answer["run_before"] = study->report.runBefore.hex();
    answer["run_after"] = study->report.runAfter.hex();
    answer["from_store"] = ensemble->taken;
    for (const UncertainDeaths& d : deaths)
        answer["deaths"][d.key] = figureJson(d.change);
    answer["seconds"] = seconds();
    console.answer(answer);
}

}  // namespace

json ensembleJson(const City& city, const EnsembleResult& result)
{
    json places = json::array(), indicators = json::object();
    for (const NeighbourhoodId id : idsOf(city.neighbourhoods())) {
        json own = json::object();
        for (const UncertainIndicator& u : result.indicators)
            own[std::string(indicatorInfo(u.indicator).key)] = figureJson(u.places[id]);
        places.push_back({{"id", city.neighbourhoods()[id].externalId}, {"name", city.neighbourhoods()[id].name}, {"indicators", own}});
    }
    for (const UncertainIndicator& u : result.indicators) {
        json groups = json::array();
        for (const UncertainGroup& g : u.groups) {
            json one = figureJson(g.change);
            one["group"] = g.key;
            one["label"] = g.label;
            one["people"] = number(g.people);
            groups.push_back(one);
        }
        indicators[std::string(indicatorInfo(u.indicator).key)] = {
            {"threshold", u.threshold},       {"groups", groups},           {"gap_q1_q5", figureJson(u.gap)},
            {"people_better", u.better},      {"people_worse", u.worse},    {"people_unchanged", u.unchanged},
            {"people_too_close", u.tooClose}, {"people_no_data", u.noData}, {"headline", u.headline}};
    }
    return {{"ensemble", result.key.hex()},    {"samples", result.samples},       {"draws", result.done},     {"seed", result.seed},
            {"confidence", result.confidence}, {"parameters", result.parameters}, {"neighbourhoods", places}, {"indicators", indicators}};
}

json figureJson(const UncertainFigure& f)
{
    return {
        {"change", number(f.standard)},  {"low", number(f.low)},        {"median", number(f.median)},           {"high", number(f.high)},
        {"p_better", number(f.pBetter)}, {"p_worse", number(f.pWorse)}, {"verdict", sureVerdictKey(f.verdict)}, {"draws", f.draws}};
}

void addEnsembleCommand(CLI::App& app, Console& console)
{
    auto o = std::make_shared<EnsembleOptions>();
    CLI::App* command = app.add_subcommand(
        "ensemble", "How sure it is who gains and who loses: paired draws of the parameters; can be interrupted and goes on from there. "
                    "Draws are kept in PROJECT's sibling NAME.ensembles.db, which holds this ensemble and the " +
                        std::to_string(EnsembleStore::kMostOthers) + " used last before it, at most " +
                        std::to_string(EnsembleStore::kMostBytes / (1024 * 1024)) + " MiB of those; it may be deleted at any time.");
    command->add_option("PROJECT", o->project, "project, *.gpkg")->required();
    command->add_option("--scenario", o->scenario, "its name")->required();
    command->add_option("--against", o->against, "what it is compared with")->capture_default_str();
    command->add_option("--samples", o->settings.samples, "draws of the parameters")->check(CLI::Range(2, 100000))->capture_default_str();
    command->add_option("--seed", o->settings.seed, "of the draws")->capture_default_str();
    command->add_option("--blocks", o->settings.blocks, "values of parameters that make the noise kernel new")
        ->check(CLI::Range(1, 1000))
        ->capture_default_str();
    command->add_option("--only", o->settings.only, "draw only parameters whose id begins so; can be repeated")->take_all();
    command->callback([o, &console] { ensemble(*o, console); });
}

}  // namespace isopolis
