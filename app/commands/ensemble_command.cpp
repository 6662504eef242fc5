#include "app/commands/console.h"
#include "app/commands/uncertainty_commands.h"
#include "app/project_session.h"
#include "simulation/project/ensemble_store.h"
#include "simulation/report/export/results_json.h"
#include "simulation/uncertainty/ensemble_health.h"
#include "simulation/uncertainty/interval_note.h"
#include "simulation/uncertainty/interval_trace.h"
#include "simulation/uncertainty/shared_draws.h"
#include "simulation/uncertainty/surrogate.h"

#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>
#include <thread>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

namespace isopolis {

namespace {

using nlohmann::json;

struct EnsembleOptions {
    std::string project, scenario, against = std::string(kBaseScenarioName);
    EnsembleSettings settings;
    std::size_t surrogate = 0;  ///< draws to be answered by a surrogate; 0: none
    std::string figure;         ///< address of one to be traced
};

std::string interval(const UncertainFigure& f, int decimals) { return fixed(f.low, decimals) + " … " + fixed(f.high, decimals); }

void print(const Console& console, const Study& study, const EnsembleResult& result, const std::vector<UncertainDeaths>& deaths)
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
        if (const std::string_view note = gridlockNote(u); !note.empty())
            console.line("  " + std::string(note));
    }
    console.line("\nHealth: both pollutants overlap, never add them");
    std::vector<std::vector<std::string>> rows;
    for (const UncertainDeaths& d : deaths)
        rows.push_back({d.label, fixed(d.change.standard, 2), interval(d.change, 2), fixed(d.change.pBetter, 2), fixed(d.change.pWorse, 2),
                        std::string(sureVerdictLabel(d.change.verdict))});
    console.table({"in the whole city", "change", "interval", "P(better)", "P(worse)", "verdict"}, rows);
    console.line("\n" + std::to_string(result.done) + " of " + std::to_string(result.samples) + " draws of " +
                 std::to_string(result.parameters) + " parameters, seed " + std::to_string(result.seed) + ", intervals of " +
                 fixed(100 * result.confidence, 0) + " %; " + std::to_string(study.city->neighbourhoods().size()) +
                 " neighbourhoods (with --json: each)");
}

/// Figures of a surrogate, never without that name and the share of the variance that it predicts.
json surrogate(const Console& console, const SurrogateResult& result)
{
    json figures = json::array();
    std::vector<std::vector<std::string>> rows;
    for (const SurrogateFigure& f : result.figures) {
        constexpr int kDigits = 4;
        rows.push_back({f.label + " (" + f.unit + ")", fixed(f.r2, 3), f.refused ? "refused" : interval(f.change, kDigits),
                        f.refused ? "" : fixed(f.change.pBetter, 2), f.refused ? "" : fixed(f.change.pWorse, 2),
                        f.refused ? "" : std::string(sureVerdictLabel(f.change.verdict))});
        json one = f.refused ? json::object() : figureJson(f.change);
        one["output"] = f.key;
        one["r2_cross_validated"] = number(f.r2);
        one["refused"] = f.refused;
        one["surrogate"] = true;
        figures.push_back(one);
    }
    console.line("\nSURROGATE: " + std::to_string(result.draws) + " draws answered by quadratic models that were fitted to " +
                 std::to_string(result.runs) + " pairs of full runs, not by runs; refused below a cross-validated R² of " +
                 fixed(result.leastR2, 2));
    console.table({"by surrogate", "R²", "interval", "P(better)", "P(worse)", "verdict"}, rows);
    return {{"pairs_of_runs", result.runs}, {"draws", result.draws}, {"least_r2", result.leastR2}, {"figures", figures}};
}

void printTree(const Console& console, const FigureNode& node, int depth)
{
    constexpr std::size_t kMostInputs = 8;
    console.line(std::string(static_cast<std::size_t>(2 * depth), ' ') + (node.role.empty() ? "" : node.role + ": ") + node.what + " = " +
                 number(node.value).dump() + " " + node.unit +
                 (node.operation == FigureOperation::Datum ? "" : "   [" + std::string(operationRule(node.operation)) + "]") + "   " +
                 node.address);
    for (const std::string& caveat : node.caveats)
        console.line("  note: " + caveat);
    std::size_t shown = 0;
    for (const FigureNode& input : node.inputs)
        if (!input.role.empty() || shown++ < kMostInputs)
            printTree(console, input, depth + 1);
    if (shown > kMostInputs)
        console.line(std::string(static_cast<std::size_t>(2 * depth + 2), ' ') + "and " + std::to_string(shown - kMostInputs) +
                     " more (with --json: all)");
}

/// Says how far the draws are, and how long the rest takes at the pace so far.
class DrawClock {
public:
    explicit DrawClock(const Console& console) : m_console(console), m_begin(std::chrono::steady_clock::now()) {}
    double seconds() const { return std::chrono::duration<double>(std::chrono::steady_clock::now() - m_begin).count(); }
    void tell(std::size_t done, std::size_t all)
    {
        if (!m_first) {
            m_first = done;
            if (done > 0)
                m_console.note(std::to_string(done) + " of " + std::to_string(all) + " draws are stored already");
            return;
        }
        const double rest = seconds() / static_cast<double>(done - *m_first) * static_cast<double>(all - done);
        m_console.note("draw " + std::to_string(done) + " of " + std::to_string(all) + ", about " + fixed(rest / 60, 1) + " min left");
    }

private:
    const Console& m_console;
    std::chrono::steady_clock::time_point m_begin;
    std::optional<std::size_t> m_first;
};

/// A process that helps another: it needs the city and both scenarios, not their standard runs, and writes nothing.
Expected<void> help(const EnsembleOptions& o, DrawMessenger& others, RunControl& control)
{
    const auto cannot = [&](const Error& error) {
        dismissOthers(others);
        return unexpected(error);
    };
    auto project = openProject(o.project);
    if (!project)
        return cannot(project.error());
    auto before = findScenario(*project, o.against), after = findScenario(*project, o.scenario);
    for (const auto* scenario : {&before, &after})
        if (!*scenario)
            return cannot(scenario->error());
    const EnsemblePlan plan = ensemblePlan(project->city, *before, *after, o.settings);
    return followDraws(plan, chainFigures(project->city, *before, *after), others, control);
}

/// This process and those that help it.
struct Hands {
    DrawMessenger* others = nullptr;
    bool sentHome = false;
};

/// The draws, by this process alone or with the others.
Expected<Ensemble> drawn(const EnsemblePlan& plan, const FiguresOfDraw& figures, EnsembleStore& store, Hands& hands, RunControl& control,
                         const Console& console)
{
    hands.sentHome = true;
    DrawClock clock(console);
    const DrawsDone told = [&](std::size_t done, std::size_t all) { clock.tell(done, all); };
    auto ensemble = hands.others ? leadDraws(plan, figures, &store, *hands.others, control,
                                             {.done = told, .note = [&](const std::string& message) { console.note(message); }})
                                 : drawEnsemble(plan, figures, &store, control, told);
    if (ensemble)
        console.note(fixed(clock.seconds(), 1) + " s for " + std::to_string(ensemble->draws.size() - ensemble->taken) + " draws");
    else if (ensemble.error().code == ErrorCode::Cancelled)
        console.note("The finished draws are kept: the same command goes on from there.");
    return ensemble;
}

Expected<void> ensemble(const EnsembleOptions& o, Console& console, Hands& hands, RunControl& control)
{
    auto project = openProject(o.project);
    if (!project)
        return unexpected(project.error());
    auto study = makeStudy(*project, o.scenario, o.against, control);
    if (!study)
        return unexpected(study.error());
    auto before = findScenario(*project, o.against);
    if (!before)
        return unexpected(before.error());
    auto store = EnsembleStore::obtain(ensembleStorePath(o.project));
    if (!store)
        return unexpected(store.error());
    const EnsemblePlan plan = ensemblePlan(study->city, *before, study->scenario, o.settings);
    auto ensemble = drawn(plan, chainFigures(study->city, *before, study->scenario), *store, hands, control, console);
    if (!ensemble)
        return unexpected(ensemble.error());
    if (!o.figure.empty()) {
        auto node = traceIntervalAt(*study, *ensemble, o.figure);
        if (!node)
            return unexpected(Error(node.error()).about("--figure"));
        printTree(console, *node, 0);
        console.answer(figureJson(*node));
        return {};
    }
    const EnsembleResult result = summarise(*study->city, *ensemble, study->report);
    const std::vector<UncertainDeaths> deaths = uncertainDeaths(*ensemble, result.confidence, study->before->health, study->after->health);
    print(console, *study, result, deaths);
    json answer = ensembleJson(*study->city, result);
    answer["run_before"] = study->report.runBefore.hex();
    answer["run_after"] = study->report.runAfter.hex();
    answer["draws_hash"] = drawsHash(*ensemble).hex();
    for (const UncertainDeaths& d : deaths)
        answer["deaths"][d.key] = figureJson(d.change);
    if (o.surrogate > 0) {
        EnsembleSettings many = o.settings;
        many.samples = many.blocks = o.surrogate;
        const DrawDesign asked = ensemblePlan(study->city, *before, study->scenario, many).design;
        answer["surrogate"] = surrogate(console, surrogateFigures(*study->city, *ensemble, asked, study->report));
    }
    console.answer(answer);
    return {};
}

/// Alone, or with the processes that mpirun started beside this one; the first of them leads.
void ensemble(const EnsembleOptions& o, Console& console, const FindProcesses& findProcesses)
{
    auto others = findProcesses ? findProcesses() : nullptr;
    if (!others) {
        console.fail(others.error());
        return;
    }
    if (*others && console.threads == 0)
        console.threads = std::max(1, static_cast<int>(std::thread::hardware_concurrency()) / (*others)->neighbours());
    ConsoleControl control(console);
    if (*others && (*others)->rank() > 0) {
        // It ends well whatever happened: the starter would end all others if it did not.
        if (auto helped = help(o, **others, control); !helped)
            console.note("process " + std::to_string((*others)->rank()) + ": " + helped.error().text());
        return;
    }
    Hands hands{.others = others->get()};
    if (auto made = ensemble(o, console, hands, control); !made) {
        if (hands.others && !hands.sentHome)
            dismissOthers(*hands.others);
        console.fail(made.error());
    }
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

void addEnsembleCommand(CLI::App& app, Console& console, FindProcesses findProcesses)
{
    auto o = std::make_shared<EnsembleOptions>();
    CLI::App* command = app.add_subcommand(
        "ensemble",
        "How sure it is who gains and who loses: paired draws of the parameters; can be interrupted and goes on from there. "
        "Draws are kept in PROJECT's sibling NAME.ensembles.db, which holds this ensemble and the " +
            std::to_string(EnsembleStore::kMostOthers) + " used last before it, at most " +
            std::to_string(EnsembleStore::kMostBytes / (1024 * 1024)) +
            " MiB of those; it may be deleted at any time. Started by mpirun, the processes share the draws: `mpirun -n 8 --bind-to none "
            "isopolis-cli ensemble ...`, with the project or a copy of it at the same path on every machine; the answer is the same "
            "to the last byte. With --continuous in front of -n a lost process costs its draws in flight; without it mpirun "
            "ends all, and the same command goes on from the finished draws.");
    command->add_option("PROJECT", o->project, "project, *.gpkg")->required();
    command->add_option("--scenario", o->scenario, "its name")->required();
    command->add_option("--against", o->against, "what it is compared with")->capture_default_str();
    command->add_option("--samples", o->settings.samples, "draws of the parameters")->check(CLI::Range(2, 100000))->capture_default_str();
    command->add_option("--seed", o->settings.seed, "of the draws")->capture_default_str();
    command->add_option("--blocks", o->settings.blocks, "values of parameters that make the noise kernel new")
        ->check(CLI::Range(1, 1000))
        ->capture_default_str();
    command
        ->add_option("--surrogate", o->surrogate,
                     "also answer this many draws by a surrogate fitted to the full runs, with its cross-validated R² per figure")
        ->check(CLI::Range(100, 1000000));
    command->add_option(
        "--figure", o->figure,
        "instead: how a figure of this answer follows from the draws, by its path, e.g. indicators/no2_ug_m3/gap_q1_q5/low");
    command->add_option("--only", o->settings.only, "draw only parameters whose id begins so; can be repeated")->take_all();
    command->callback([o, &console, find = std::move(findProcesses)] { ensemble(*o, console, find); });
}

}  // namespace isopolis
