#include "app/commands/console.h"
#include "app/commands/uncertainty_commands.h"
#include "app/project_session.h"
#include "simulation/project/ensemble_store.h"
#include "simulation/uncertainty/sensitivity_study.h"

#include <chrono>
#include <cmath>
#include <memory>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

namespace isopolis {

namespace {

using nlohmann::json;

constexpr std::size_t kInputsShown = 10;

struct SensitivityOptions {
    std::string project, scenario, against = std::string(kBaseScenarioName), neighbourhood;
    std::vector<std::string> indicators, only;
    SensitivitySettings settings;
};

json inputJson(const InputSensitivity& i)
{
    return {{"input", i.name},
            {"label", i.label},
            {"mu", number(i.effects.mu)},
            {"mu_star", number(i.effects.muStar)},
            {"sigma", number(i.effects.sigma)},
            {"mu_star_error", number(i.effects.muStarError)},
            {"kept", i.kept},
            {"first", number(i.first)},
            {"first_error", number(i.firstError)},
            {"total", number(i.total)},
            {"total_error", number(i.totalError)},
            {"at_low", number(i.bar.low)},
            {"at_high", number(i.bar.high)}};
}

json resultJson(const SensitivityResult& result)
{
    json outputs = json::array();
    for (const OutputSensitivity& o : result.outputs) {
        json inputs = json::array();
        for (const InputSensitivity& i : o.inputs)
            inputs.push_back(inputJson(i));
        outputs.push_back({{"output", o.key},
                           {"label", o.label},
                           {"unit", o.unit},
                           {"standard", number(o.standard)},
                           {"mean", number(o.mean)},
                           {"variance", number(o.variance)},
                           {"inputs", inputs}});
    }
    return {{"pairs_of_runs", result.points}, {"from_store", result.taken}, {"outputs", outputs}};
}

void print(const Console& console, const SensitivityResult& result)
{
    constexpr int kDigits = 4;
    for (const OutputSensitivity& o : result.outputs) {
        console.line("\n" + o.label + " (" + o.unit + ")" +
                     (std::isfinite(o.standard) ? ", in the middle " + fixed(o.standard, kDigits) : ""));
        std::vector<std::vector<std::string>> rows;
        for (std::size_t i = 0; i < std::min(kInputsShown, o.inputs.size()); ++i) {
            const InputSensitivity& in = o.inputs[i];
            rows.push_back({in.label, fixed(in.effects.muStar, kDigits), fixed(in.effects.sigma, kDigits), fixed(in.first, 2),
                            fixed(in.total, 2), fixed(in.bar.low, kDigits), fixed(in.bar.high, kDigits)});
        }
        console.table({"parameter", "mu*", "sigma", "S first", "S total", "at low end", "at high end"}, rows);
    }
}

Expected<std::vector<Indicator>> indicatorsOf(const SensitivityOptions& o)
{
    std::vector<Indicator> list;
    for (const std::string& key : o.indicators) {
        const auto indicator = indicatorFromKey(key);
        if (!indicator)
            return unexpected(Error{ErrorCode::NotFound, "there is no indicator '" + key + "'"}.about("--indicator"));
        list.push_back(*indicator);
    }
    if (list.empty())
        for (const IndicatorInfo& info : allIndicators())
            list.push_back(info.indicator);
    return list;
}

Expected<json> sensitivity(const SensitivityOptions& o, const Console& console)
{
    auto indicators = indicatorsOf(o);
    if (!indicators)
        return unexpected(indicators.error());
    auto project = openProject(o.project);
    if (!project)
        return unexpected(project.error());
    NeighbourhoodId where;
    if (!o.neighbourhood.empty()) {
        where = project->city->findNeighbourhood(o.neighbourhood);
        if (!where.valid())
            return unexpected(Error{ErrorCode::NotFound, "there is no single neighbourhood '" + o.neighbourhood + "'"}
                                  .in(o.project)
                                  .about("--neighbourhood")
                                  .cure("Use an id from `compare --json`."));
    }
    ConsoleControl control(console);
    auto study = makeStudy(*project, o.scenario, o.against, control);
    if (!study)
        return unexpected(study.error());
    auto before = findScenario(*project, o.against);
    if (!before)
        return unexpected(before.error());
    auto store = EnsembleStore::obtain(ensembleStorePath(o.project));
    if (!store)
        return unexpected(store.error());
    const EnsemblePlan plan = ensemblePlan(study->city, *before, study->scenario, {.samples = 1, .seed = o.settings.seed, .only = o.only});
    const auto outputs = sensitivityOutputs(*study->city, study->report, *indicators, where);
    const auto begin = std::chrono::steady_clock::now();
    auto result = sensitivityStudy(plan, rememberingFigures(study->city, *before, study->scenario), outputs, o.settings, &*store, control,
                                   [&](std::size_t done, std::size_t all) {
                                       console.note("pair of runs " + std::to_string(done) + " of about " + std::to_string(all));
                                   });
    if (!result)
        return unexpected(result.error());
    print(console, *result);
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    console.line("\n" + std::to_string(plan.design.axes.size()) + " inputs, " + std::to_string(result->points) + " pairs of runs (" +
                 std::to_string(result->taken) + " stored before), " + fixed(seconds, 1) + " s");
    json answer = resultJson(*result);
    answer["seconds"] = seconds;
    return answer;
}

}  // namespace

void addSensitivityCommand(CLI::App& app, Console& console)
{
    auto o = std::make_shared<SensitivityOptions>();
    CLI::App* command =
        app.add_subcommand("sensitivity", "Which parameters the effect of a scheme hangs on: Morris, then Sobol and a tornado");
    command->add_option("PROJECT", o->project, "project, *.gpkg")->required();
    command->add_option("--scenario", o->scenario, "its name")->required();
    command->add_option("--against", o->against, "what it is compared with")->capture_default_str();
    command->add_option("--indicator", o->indicators, "one or more indicators; all if left out")->take_all();
    command->add_option("--neighbourhood", o->neighbourhood, "also the change in one neighbourhood: id, or name if that is unique");
    command->add_option("--only", o->only, "vary only parameters whose id begins so; can be repeated")->take_all();
    command->add_option("--trajectories", o->settings.trajectories, "of the screening")->check(CLI::Range(1, 1000))->capture_default_str();
    command->add_option("--keep", o->settings.keep, "parameters that go on to Sobol and the tornado; 0: none")
        ->check(CLI::Range(0, 100))
        ->capture_default_str();
    command->add_option("--samples", o->settings.samples, "of the Sobol design, each keep + 2 pairs of runs")
        ->check(CLI::Range(0, 100000))
        ->capture_default_str();
    command->add_option("--seed", o->settings.seed, "of trajectories and samples")->capture_default_str();
    command->callback([o, &console] {
        auto answer = sensitivity(*o, console);
        if (!answer) {
            console.fail(answer.error());
            return;
        }
        console.answer(*answer);
    });
}

}  // namespace isopolis
