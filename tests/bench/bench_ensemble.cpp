// Where the time of an ensemble goes: CPU seconds by stage and branch of paired draws, and the throughput of the ensemble against that of
// plain runs, each branch from nothing.
//
//   bench_ensemble PROJECT.gpkg SCENARIO [DRAWS [NAIVE_DRAWS [THREADS]]]

#include "simulation/air/road_lines.h"
#include "simulation/noise/noise_kernel.h"
#include "simulation/project/project_store.h"
#include "simulation/run/model_chain.h"
#include "simulation/uncertainty/ensemble.h"
#include "simulation/uncertainty/ensemble_health.h"
#include "tests/bench/bench_support.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <mutex>
#include <tuple>

using namespace isopolis;

namespace {

/// Of the whole process: the machine may be shared, so the clock on the wall says little.
double cpuSeconds()
{
    timespec t{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return static_cast<double>(t.tv_sec) + 1e-9 * static_cast<double>(t.tv_nsec);
}

constexpr std::array kStages{Stage::Prepare,   Stage::Demand, Stage::Traffic, Stage::Access, Stage::Transit,
                             Stage::Emissions, Stage::Air,    Stage::Noise,   Stage::Health};

/// CPU seconds since the last sign of life count for the stage that gives it.
class StageClock : public RunControl {
public:
    explicit StageClock(int threads) : m_threads(threads), m_last(cpuSeconds()) {}
    void progress(Stage stage, double) override
    {
        const std::lock_guard lock(m_mutex);
        const double now = cpuSeconds();
        const auto place = std::find(kStages.begin(), kStages.end(), stage);
        if (place != kStages.end())
            m_seconds[static_cast<std::size_t>(place - kStages.begin())] += now - m_last;
        m_last = now;
    }
    bool cancelled() const override { return false; }
    int threads() const override { return m_threads; }
    void print(const char* what) const
    {
        double sum = 0;
        std::printf("%-10s", what);
        for (const double s : m_seconds) {
            std::printf(" %9.2f", s);
            sum += s;
        }
        std::printf(" %9.2f\n", sum);
        std::fflush(stdout);
    }

private:
    int m_threads;
    std::mutex m_mutex;
    double m_last;
    std::array<double, kStages.size()> m_seconds{};
};

void printHead()
{
    std::printf("%-10s", "CPU s");
    for (const Stage stage : kStages)
        std::printf(" %9s", std::string(stageKey(stage)).c_str());
    std::printf(" %9s\n", "all");
}

bool equal(const DrawFigures& a, const DrawFigures& b)
{
    const auto same = [](const auto& x, const auto& y) {
        for (std::size_t k = 0; k < x.size(); ++k)
            for (const NeighbourhoodId id : idsOf(x[k]))
                if (!(x[k][id] == y[k][id] || (x[k][id] != x[k][id] && y[k][id] != y[k][id])))
                    return false;
        return x.size() == y.size();
    };
    return same(a.before, b.before) && same(a.after, b.after);
}

/// One branch as a program without memory runs it: the kernels that the process holds are made once more, and their time counts.
Expected<RunPtr> branchFromNothing(const CityPtr& city, const Scenario& scenario, int threads, const char* name, double& seconds)
{
    QuietControl quiet(threads);
    auto applied = applyScenario(city, scenario);
    if (!applied)
        return unexpected(applied.error());
    std::vector<Issue> issues;
    if (auto known = obtainNoiseKernel(*applied, quiet); !known)
        return unexpected(known.error());
    sharedKernel(*applied, issues, quiet);
    const double begin = cpuSeconds();
    if (auto noise = buildNoiseKernel(*applied, quiet); !noise)
        return unexpected(noise.error());
    const double noise_s = cpuSeconds() - begin;
    annualKernel(*applied, issues, quiet);
    const double air_s = cpuSeconds() - begin - noise_s;
    StageClock clock(threads);
    auto run = runChain(city, scenario, clock);
    seconds += cpuSeconds() - begin;
    clock.print(name);
    std::printf("  and kernels of noise %.2f, air %.2f\n", noise_s, air_s);
    return run;
}

struct Timed {
    double seconds = 0;
};

Expected<std::pair<DrawFigures, Timed>> fromNothing(const CityPtr& city, const Scenario& before, const Scenario& after,
                                                    const ParameterSet& values, int threads)
{
    std::pair<DrawFigures, Timed> result;
    for (const auto& [scenario, name, side] :
         {std::tuple(&before, "before", &result.first.before), {&after, "after", &result.first.after}}) {
        Scenario drawn = *scenario;
        drawn.parameters = values;
        drawn.seed = after.seed;
        auto run = branchFromNothing(city, drawn, threads, name, result.second.seconds);
        if (!run)
            return unexpected(run.error());
        for (const IndicatorInfo& info : allIndicators())
            side->push_back(valuesOf(**run, info.indicator));
        for (IdVector<NeighbourhoodId, double>& deaths : deathsOf((*run)->health))
            side->push_back(std::move(deaths));
    }
    return result;
}

}  // namespace

int main(int argc, char** argv)
{
    if (argc < 3)
        return std::fprintf(stderr, "usage: bench_ensemble PROJECT.gpkg SCENARIO [DRAWS [NAIVE_DRAWS [THREADS]]]\n"), 2;
    const std::size_t draws = argc > 3 ? std::strtoul(argv[3], nullptr, 10) : 8;
    const std::size_t naive = std::min(draws, argc > 4 ? std::strtoul(argv[4], nullptr, 10) : 1);
    const int threads = argc > 5 ? std::atoi(argv[5]) : 0;
    auto store = ProjectStore::open(argv[1]);
    if (!store)
        return fail(store.error());
    auto city = store->loadCity();
    if (!city)
        return fail(city.error());
    const Scenario base{.name = "base"};
    auto after = scenarioOf(*store, argv[2]);
    if (!after)
        return fail(after.error());

    const EnsemblePlan plan = ensemblePlan(*city, base, *after, {.samples = draws, .blocks = 1});
    std::printf("%zu neighbourhoods, %zu draws of %zu parameters in one block\n", (*city)->neighbourhoods().size(), draws,
                plan.design.parameters.size());
    printHead();
    double plainSeconds = 0;
    std::vector<DrawFigures> plain;
    for (std::size_t i = 0; i < naive; ++i) {
        const double begin = cpuSeconds();
        auto figures = fromNothing(*city, base, *after, plan.design.draw(i), threads);
        if (!figures)
            return fail(figures.error());
        plainSeconds += figures->second.seconds;
        plain.push_back(std::move(figures->first));
        std::printf("plain draw %zu: %.1f CPU s\n", i + 1, cpuSeconds() - begin);
    }

    StageClock clock(threads);
    const FiguresOfDraw figuresOf = chainFigures(*city, base, *after);
    const double begin = cpuSeconds();
    auto first = figuresOf(plan.design.draw(0), clock);
    if (!first)
        return fail(first.error());
    clock.print("first pair");
    const double first_s = cpuSeconds() - begin;
    QuietControl quiet(threads);
    const double rest = cpuSeconds();
    const FiguresOfDraw told = [&](const ParameterSet& values, RunControl& control) {
        if (threads != 1)  // clocks of draws side by side would count each other's time
            return figuresOf(values, control);
        StageClock own(1);
        auto figures = figuresOf(values, own);
        own.print("pair");
        return figures;
    };
    auto ensemble = drawEnsemble(plan, told, nullptr, quiet);
    if (!ensemble)
        return fail(ensemble.error());
    const double pair_s = (cpuSeconds() - rest) / static_cast<double>(draws);
    for (std::size_t i = 0; i < naive; ++i)
        if (!equal(plain[i], ensemble->draws.at(i)))
            return std::printf("DRAW %zu DIFFERS FROM PLAIN RUNS\n", i + 1), 1;
    constexpr double kDraws = 256, kBlocks = 8;
    const double all = kBlocks * std::max(0.0, first_s - pair_s) + kDraws * pair_s;
    std::printf("ensemble: first pair of a block %.2f, others %.2f CPU s a pair; %zu pairs equal plain runs bit for bit\n", first_s, pair_s,
                naive);
    if (naive > 0)
        std::printf("plain: %.2f CPU s a pair; the ensemble's throughput is %.2f times that\n", plainSeconds / static_cast<double>(naive),
                    plainSeconds / static_cast<double>(naive) / (all / kDraws));
    std::printf("projection: 256 draws in 8 blocks %.0f CPU s, %.1f min on two cores\n", all, all / 120);
    return 0;
}
