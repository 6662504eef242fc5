// How long the trace of a figure takes until it stands in the window's tree: figures of the comparison, and figures of paired draws.
//
//   bench_trace PROJECT.gpkg SCENARIO [FIGURES [DRAWS]]
//
// What draws hold does not change the time a trace takes: they are made up here, around the standard runs.

#include "simulation/project/project_store.h"
#include "simulation/run/model_chain.h"
#include "simulation/uncertainty/ensemble_health.h"
#include "simulation/uncertainty/interval_trace.h"
#include "tests/bench/bench_support.h"
#include "ui/models/trace_tree_model.h"

#include <QCoreApplication>
#include <QElapsedTimer>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <random>

using namespace isopolis;

namespace {

Ensemble madeUpDraws(const Study& study, const Scenario& before, std::size_t draws, std::mt19937_64& random)
{
    Ensemble ensemble;
    ensemble.plan = ensemblePlan(study.city, before, study.scenario, {.samples = draws});
    std::normal_distribution<double> error(0, 0.05);
    for (std::size_t i = 0; i < draws; ++i) {
        DrawFigures figures;
        for (const auto& [run, side] : {std::pair(&study.before, &figures.before), {&study.after, &figures.after}}) {
            for (const IndicatorInfo& info : allIndicators())
                side->push_back(valuesOf(**run, info.indicator));
            for (IdVector<NeighbourhoodId, double>& deaths : deathsOf((*run)->health))
                side->push_back(std::move(deaths));
            for (IdVector<NeighbourhoodId, double>& values : *side)
                for (double& value : values)
                    value *= 1 + error(random);
        }
        ensemble.draws.emplace(i, std::move(figures));
    }
    return ensemble;
}

struct Kind {
    const char* name;
    bool ofDraws;
    std::vector<std::string> addresses = {};
    std::vector<double> seconds = {};
    std::size_t nodes = 0;
};

std::size_t nodesOf(const FigureNode& node)
{
    std::size_t n = 1;
    for (const FigureNode& input : node.inputs)
        n += nodesOf(input);
    return n;
}

std::string pick(const std::vector<std::string>& of, std::mt19937_64& random)
{
    return of[std::uniform_int_distribution<std::size_t>(0, of.size() - 1)(random)];
}

std::vector<Kind> kindsOf(const Study& study, std::size_t each, std::mt19937_64& random)
{
    std::vector<Kind> kinds{{"places", false}, {"groups", false}, {"indices", false}, {"intervals", true}, {"single draws", true}};
    std::vector<std::string> ids, keys, fifths{"q1", "q2", "q3", "q4", "q5"};
    for (const Neighbourhood& n : study.city->neighbourhoods())
        if (n.population > 0)
            ids.push_back(n.externalId);
    for (const IndicatorInfo& info : allIndicators())
        keys.emplace_back(info.key);
    for (std::size_t i = 0; i < each; ++i) {
        const std::string key = pick(keys, random), place = "neighbourhoods/" + pick(ids, random) + "/indicators/" + key,
                          group = pick(fifths, random);
        kinds[0].addresses.push_back(place + "/" + pick({"before", "after", "change"}, random));
        kinds[1].addresses.push_back("equity/" + key + "/by_quintile/" + group + "/" +
                                     pick({"people", "before", "after", "change", "better", "worse"}, random));
        kinds[2].addresses.push_back("equity/" + key + "/indices_" + pick({"before", "after"}, random) + "/" +
                                     pick({"gini", "theil_t", "mld", "hoover"}, random));
        kinds[3].addresses.push_back((i % 2 == 0 ? place : "indicators/" + key + "/groups/" + group) + "/" +
                                     pick({"low", "median", "high", "p_better", "p_worse"}, random));
        kinds[4].addresses.push_back("draws/0/" + (i % 2 == 0 ? place : "indicators/" + key + "/groups/" + group));
    }
    return kinds;
}

}  // namespace

int main(int argc, char** argv)
{
    QCoreApplication application(argc, argv);
    if (argc < 3)
        return std::fprintf(stderr, "usage: bench_trace PROJECT.gpkg SCENARIO [FIGURES [DRAWS]]\n"), 2;
    const std::size_t figures = argc > 3 ? std::strtoul(argv[3], nullptr, 10) : 200,
                      draws = argc > 4 ? std::strtoul(argv[4], nullptr, 10) : 256;
    auto store = ProjectStore::open(argv[1]);
    if (!store)
        return fail(store.error());
    auto city = store->loadCity();
    if (!city)
        return fail(city.error());
    auto after = scenarioOf(*store, argv[2]);
    if (!after)
        return fail(after.error());
    Scenario before{.name = "base"};
    before.parameters = after->parameters;
    before.seed = after->seed;
    QuietControl quiet;
    Study study;
    study.city = *city;
    study.scenario = *after;
    for (const auto& [scenario, run] : {std::pair(&before, &study.before), {&*after, &study.after}}) {
        auto done = runChain(*city, *scenario, quiet);
        if (!done)
            return fail(done.error());
        *run = std::move(*done);
    }
    study.report = assess(**city, *study.before, *study.after, EquitySettings{after->parameters});
    std::mt19937_64 random(1);
    const Ensemble ensemble = madeUpDraws(study, before, draws, random);
    std::printf("%zu neighbourhoods, %zu draws of %zu parameters\n%-14s %8s %8s %10s %10s %10s\n", (*city)->neighbourhoods().size(), draws,
                ensemble.plan.design.parameters.size(), "figures", "number", "rows", "median ms", "95 % ms", "longest ms");
    std::size_t missing = 0;
    for (Kind& kind : kindsOf(study, std::max<std::size_t>(1, figures / 5), random)) {
        for (const std::string& address : kind.addresses) {
            TraceTreeModel model;
            QElapsedTimer timer;
            timer.start();
            const Expected<FigureNode> node = kind.ofDraws ? traceIntervalAt(study, ensemble, address) : traceFigureAt(study, address);
            if (!node) {
                ++missing;  // an index that is refused has no trace
                continue;
            }
            model.setFigure(*node);
            kind.seconds.push_back(1e-9 * static_cast<double>(timer.nsecsElapsed()));
            kind.nodes = std::max(kind.nodes, nodesOf(*node));
        }
        std::sort(kind.seconds.begin(), kind.seconds.end());
        if (kind.seconds.empty())
            continue;
        const std::size_t n = kind.seconds.size();
        std::printf("%-14s %8zu %8zu %10.1f %10.1f %10.1f\n", kind.name, n, kind.nodes, 1e3 * kind.seconds[n / 2],
                    1e3 * kind.seconds[std::min(n - 1, n * 95 / 100)], 1e3 * kind.seconds.back());
    }
    std::printf("addresses without a figure (refused or not known): %zu\n", missing);
    return 0;
}
