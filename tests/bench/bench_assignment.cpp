// Prints, per TNTP network, gap and time of both equilibrium algorithms, or the traffic of a sample city:
//   bench_assignment FOLDER [threads]             FOLDER holds SiouxFalls, Anaheim, Barcelona, Chicago-Sketch (TNTP collection)
//   bench_assignment sample POPULATION [threads]

#include "gis/core/sample/sample_city.h"
#include "simulation/traffic/equilibrium.h"
#include "simulation/traffic/tntp.h"
#include "simulation/traffic/traffic_model.h"
#include "simulation/traffic/traffic_parameters.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <iterator>

using namespace isopolis;

namespace {

struct Instance {
    const char *folder, *stem;
    double toll, distance;  ///< cost weights stated by the collection
};
constexpr Instance kInstances[] = {{"SiouxFalls", "SiouxFalls", 0, 0},
                                   {"Anaheim", "Anaheim", 0, 0},
                                   {"Barcelona", "Barcelona", 0, 0},
                                   {"Chicago-Sketch", "ChicagoSketch", 0.02, 0.04}};

std::string readAll(const std::string& path)
{
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

double seconds(std::chrono::steady_clock::time_point since)
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - since).count();
}

double peakMegabytes()
{
    std::ifstream status("/proc/self/status");  // Linux only; 0 elsewhere
    std::string word;
    double kilobytes = 0;
    while (status >> word)
        if (word == "VmHWM:")
            status >> kilobytes;
    return kilobytes / 1024;
}

double cpuSeconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

/// Closes roads of different flow one by one: CPU of a cold start and of a start from the routes of the open network.
void benchWarm(const AssignmentNetwork& network, const OdDemand& demand, const Instance& instance, int threads)
{
    EquilibriumOptions options{.relativeGap = 1e-6, .tollWeight = instance.toll, .distanceWeight = instance.distance, .keepRoutes = true};
    QuietControl control(threads);
    const auto base = solveEquilibrium(network, demand, options, control);
    if (!base)
        return;
    std::vector<std::uint32_t> byFlow;
    for (std::uint32_t l = 0; l < network.linkCount(); ++l)
        if (network.tail(l) >= network.zoneCount() && network.head(l) >= network.zoneCount())
            byFlow.push_back(l);
    std::stable_sort(byFlow.begin(), byFlow.end(), [&](std::uint32_t a, std::uint32_t b) { return base->flow[a] > base->flow[b]; });
    for (std::size_t rank = byFlow.size() / 20; rank < byFlow.size(); rank += byFlow.size() / 6) {
        WarmStart warm{base->routes};
        std::vector<AssignmentLink> links;
        for (std::uint32_t l = 0; l < network.linkCount(); ++l) {
            warm.linkNow.push_back(l == byFlow[rank] ? ~0U : static_cast<std::uint32_t>(links.size()));
            if (l != byFlow[rank])
                links.push_back(network.link(l));
        }
        const auto closed = AssignmentNetwork::create({network.zoneCount(), network.nodeCount(), network.firstThrough()}, std::move(links));
        double seconds[2] = {}, gaps[2] = {};
        int iterations[2] = {};
        for (const int k : {0, 1}) {
            EquilibriumOptions next{.relativeGap = 1e-5, .tollWeight = instance.toll, .distanceWeight = instance.distance};
            if (k == 1)
                next.warm = warm;
            const double began = cpuSeconds();
            const auto e = solveEquilibrium(*closed, demand, next, control);
            seconds[k] = cpuSeconds() - began;
            gaps[k] = e ? e->relativeGap : -1;
            iterations[k] = e ? e->iterations : -1;
        }
        std::printf("  one link closed (flow %.0f), gap 1e-5: cold %.3f s, %d iterations, gap %.1e; warm %.3f s, %d iterations, gap %.1e\n",
                    base->flow[byFlow[rank]], seconds[0], iterations[0], gaps[0], seconds[1], iterations[1], gaps[1]);
    }
}

/// Largest difference of a link's flow from the best-known one.
double flowError(const AssignmentNetwork& network, const Equilibrium& e, const std::vector<TntpFlow>& best)
{
    double worst = best.size() == network.linkCount() ? 0 : -1;
    for (std::size_t l = 0; l < best.size() && worst >= 0; ++l)
        worst = std::max(worst, std::abs(best[l].volume - e.flow[l]));
    return worst;
}

void bench(const std::string& base, const Instance& instance, int threads)
{
    const std::string stem = base + "/" + instance.folder + "/" + instance.stem;
    const auto start = std::chrono::steady_clock::now();
    const auto network = parseTntpNetwork(readAll(stem + "_net.tntp"));
    const auto demand = parseTntpTrips(readAll(stem + "_trips.tntp"));
    const auto best = parseTntpFlows(readAll(stem + "_flow.tntp"));
    if (!network || !demand || !best) {
        std::printf("%-15s not readable: %s\n", instance.folder,
                    (!network  ? network.error()
                     : !demand ? demand.error()
                               : best.error())
                        .text()
                        .c_str());
        return;
    }
    std::printf("%s: %zu zones, %zu nodes, %zu links, %.3f trips, read in %.3f s\n", instance.folder, network->zoneCount(),
                network->nodeCount(), network->linkCount(), demand->total(), seconds(start));
    for (const auto algorithm : {EquilibriumAlgorithm::Bush, EquilibriumAlgorithm::BiconjugateFrankWolfe})
        for (const double target : {1e-4, 1e-6, 1e-8, 1e-10, 1e-12}) {
            const bool bush = algorithm == EquilibriumAlgorithm::Bush;
            if (!bush && target < 0.5e-6)
                continue;
            QuietControl control(threads);
            const auto began = std::chrono::steady_clock::now();
            const double cpu = cpuSeconds();
            const auto e =
                solveEquilibrium(*network, *demand, {algorithm, target, bush ? 200 : 3000, instance.toll, instance.distance}, control);
            if (!e)
                std::printf("  %s\n", e.error().text().c_str());
            else
                std::printf("  %-5s target %.0e  gap %9.2e  %8.3f s (CPU %.3f s)  %5d iterations  objective %.6f  total cost %.3f  worst "
                            "flow %.2e\n",
                            bush ? "bush" : "bfw", target, e->relativeGap, seconds(began), cpuSeconds() - cpu, e->iterations, e->objective,
                            e->totalCost, flowError(*network, *e, *best));
            std::fflush(stdout);
        }
    if (network->linkCount() > 500)
        benchWarm(*network, *demand, instance, threads);
    std::printf("  peak memory of the process so far %.1f MB\n", peakMegabytes());
}

int benchSample(double population, int threads)
{
    auto start = std::chrono::steady_clock::now();
    auto data = makeSampleCity({.population = population});
    auto city = data ? City::create(std::move(*data)) : Expected<CityPtr>(unexpected(data.error()));
    const auto applied = city ? applyScenario(*city, Scenario{}) : Expected<AppliedScenario>(unexpected(city.error()));
    if (!applied) {
        std::printf("%s\n", applied.error().text().c_str());
        return 1;
    }
    std::printf("sample city of %.0f: %zu links, %zu neighbourhoods, made in %.2f s\n", population, applied->linkCount(),
                (*city)->neighbourhoods().size(), seconds(start));
    for (const double gap : {1e-4, 1e-6, 1e-8}) {
        AppliedScenario a = *applied;
        (void)a.parameters.set(kRelativeGap, {gap, "benchmark", {}});
        QuietControl control(threads);
        start = std::chrono::steady_clock::now();
        const std::clock_t cpu = std::clock();
        const auto t = runTraffic(a, control);
        if (!t)
            return std::printf("%s\n", t.error().text().c_str()), 1;
        const double total = t->trips_veh_h.total();
        double worst = 0, mean = 0;
        for (const LinkId id : idsOf(t->flow_veh_h))
            if (t->capacity_veh_h[id] > 0)
                worst = std::max(worst, t->flow_veh_h[id] / t->capacity_veh_h[id]);
        for (std::size_t k = 0; k < t->time_min.values.size(); ++k)
            mean += t->trips_veh_h.values[k] > 0 ? t->trips_veh_h.values[k] * t->time_min.values[k] / total : 0;
        std::printf("  gap %9.2e  %7.2f s (CPU %.2f s)  %4d iterations  %zu stations  %.0f trips (%.0f within zones, %.1f unassigned)  "
                    "mean %.2f min"
                    "  %.0f veh h  %.0f veh km  worst flow/capacity %.2f  conservation %.1e\n",
                    t->relativeGap, seconds(start), static_cast<double>(std::clock() - cpu) / CLOCKS_PER_SEC, t->iterations,
                    t->zones.external.size(), total, t->intrazonal_veh_h, t->unassigned_veh_h, mean, t->totalTime_veh_h,
                    t->totalDistance_veh_km, worst, t->conservationError_veh_h);
        if (gap == 1e-4)
            for (const Issue& issue : t->issues)
                std::printf("    %s: %s\n", issue.code.c_str(), issue.message.c_str());
        std::fflush(stdout);
    }
    return 0;
}

}  // namespace

int main(int argc, char** argv)
{
    if (argc < 2) {
        std::fprintf(stderr, "usage: bench_assignment FOLDER [threads]\n       bench_assignment sample POPULATION [threads]\n");
        return 2;
    }
    if (std::string_view(argv[1]) == "sample")
        return benchSample(argc > 2 ? std::atof(argv[2]) : 50000, argc > 3 ? std::atoi(argv[3]) : 1);
    const int threads = argc > 2 ? std::atoi(argv[2]) : 1;
    for (const Instance& instance : kInstances)
        bench(argv[1], instance, threads);
    return 0;
}
