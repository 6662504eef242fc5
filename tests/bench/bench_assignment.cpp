// Prints gap, CPU time, memory and warm starts of the equilibrium solver:
//   bench_assignment FOLDER [full]        FOLDER holds SiouxFalls, Anaheim, Barcelona, Chicago-Sketch (TNTP collection); one and two
//   threads;
//                                         full: more gaps, and Frank-Wolfe
//   bench_assignment zones POPULATION N   the streets of a sample city with N zones of equal rights and invented trips
//   bench_assignment scaling              sample cities of 50,000 to 1,000,000 people: seconds per iteration
//   bench_assignment sample POPULATION [threads]   the whole traffic model on a sample city
// CPU seconds are those of the process; elapsed time says something on a quiet machine only. The hash is one of all flows' bits.

#include "gis/core/hash.h"
#include "gis/core/sample/sample_city.h"
#include "simulation/traffic/city/traffic_base.h"
#include "simulation/traffic/equilibrium.h"
#include "simulation/traffic/shortest_path.h"
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

/// Largest memory of the process since `forgetPeak`; Linux only, 0 elsewhere.
double peakMegabytes()
{
    std::ifstream status("/proc/self/status");
    std::string word;
    double kilobytes = 0;
    while (status >> word)
        if (word == "VmHWM:")
            status >> kilobytes;
    return kilobytes / 1024;
}

void forgetPeak() { std::ofstream("/proc/self/clear_refs") << 5; }

std::string hashOf(const std::vector<double>& flow)
{
    Hasher h;
    for (const double f : flow)
        h.add(f);
    return h.finish().shortHex();
}

double cpuSeconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

struct Problem {
    AssignmentNetwork network;
    OdDemand demand;
    std::vector<Point2> at = {};  ///< per node, or empty
    double toll = 0, distance = 0;
};

EquilibriumOptions optionsOf(const Problem& p, double gap)
{
    return {.relativeGap = gap, .tollWeight = p.toll, .distanceWeight = p.distance};
}

/// One gap on one thread and on two: CPU, elapsed, bits, memory.
void benchGap(const Problem& p, double gap)
{
    double elapsed[2] = {};
    std::string hash[2];
    for (const int threads : {1, 2}) {
        QuietControl control(threads);
        forgetPeak();
        const double before = peakMegabytes(), cpu = cpuSeconds();
        const auto began = std::chrono::steady_clock::now();
        const auto e = solveEquilibrium(p.network, p.demand, optionsOf(p, gap), control);
        if (!e) {
            std::printf("  %s\n", e.error().text().c_str());
            return;
        }
        elapsed[threads - 1] = seconds(began);
        hash[threads - 1] = hashOf(e->flow);
        std::printf(
            "  gap %.0e  %d thread%s  CPU %7.3f s  elapsed %7.3f s  %3d iterations  reached %.1e  memory +%.1f MB, %.1f in all  %s\n", gap,
            threads, threads > 1 ? "s" : " ", cpuSeconds() - cpu, elapsed[threads - 1], e->iterations, e->relativeGap,
            peakMegabytes() - before, peakMegabytes(), hash[threads - 1].c_str());
    }
    std::printf("           elapsed on two threads / one: %.2f; %s bits\n", elapsed[1] / elapsed[0], hash[0] == hash[1] ? "same" : "OTHER");
    std::fflush(stdout);
}

/// Closes roads of different flow one by one: CPU of a cold start and of a start from the routes of the open network.
void benchWarm(const Problem& p)
{
    const AssignmentNetwork& network = p.network;
    EquilibriumOptions options = optionsOf(p, 1e-6);
    options.keepRoutes = true;
    QuietControl control(1);
    const auto base = solveEquilibrium(network, p.demand, options, control);
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
        auto closed = AssignmentNetwork::create({network.zoneCount(), network.nodeCount(), network.firstThrough()}, std::move(links), p.at);
        closed->orderLike(network);
        (void)closed->streets();  // both starts find it made
        double cpu[2] = {}, gaps[2] = {};
        int iterations[2] = {};
        for (const int k : {0, 1}) {
            EquilibriumOptions next = optionsOf(p, 1e-5);
            if (k == 1)
                next.warm = warm;
            const double began = cpuSeconds();
            const auto e = solveEquilibrium(*closed, p.demand, next, control);
            cpu[k] = cpuSeconds() - began;
            gaps[k] = e ? e->relativeGap : -1;
            iterations[k] = e ? e->iterations : -1;
        }
        std::printf("  one link closed (flow %.0f), gap 1e-5: cold %.3f s, %d iterations, gap %.1e; warm %.3f s, %d iterations, gap %.1e: "
                    "%.0f %%\n",
                    base->flow[byFlow[rank]], cpu[0], iterations[0], gaps[0], cpu[1], iterations[1], gaps[1], 100 * cpu[1] / cpu[0]);
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

void bench(const std::string& base, const Instance& instance, bool full)
{
    const std::string stem = base + "/" + instance.folder + "/" + instance.stem;
    auto network = parseTntpNetwork(readAll(stem + "_net.tntp"));
    auto demand = parseTntpTrips(readAll(stem + "_trips.tntp"));
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
    const Problem p{std::move(*network), std::move(*demand), {}, instance.toll, instance.distance};
    std::printf("%s: %zu zones, %zu nodes, %zu links, %.3f trips\n", instance.folder, p.network.zoneCount(), p.network.nodeCount(),
                p.network.linkCount(), p.demand.total());
    for (const double gap : full ? std::vector{1e-4, 1e-6, 1e-8, 1e-10, 1e-12} : std::vector{1e-6, 1e-12})
        benchGap(p, gap);
    QuietControl control(1);
    if (const auto e = solveEquilibrium(p.network, p.demand, optionsOf(p, 1e-12), control))
        std::printf("  objective %.6f  total cost %.3f  worst flow beside the best known %.2e\n", e->objective, e->totalCost,
                    flowError(p.network, *e, *best));
    for (const double gap : {1e-4, 1e-6})
        if (full) {
            EquilibriumOptions options = optionsOf(p, gap);
            options.algorithm = EquilibriumAlgorithm::BiconjugateFrankWolfe;
            options.maxIterations = 3000;
            const double cpu = cpuSeconds();
            if (const auto e = solveEquilibrium(p.network, p.demand, options, control))
                std::printf("  bi-conjugate Frank-Wolfe, gap %.0e: CPU %.3f s, %d iterations, reached %.1e\n", gap, cpuSeconds() - cpu,
                            e->iterations, e->relativeGap);
        }
    if (p.network.linkCount() > 500)
        benchWarm(p);
}

Expected<AppliedScenario> sampleCity(double population)
{
    auto data = makeSampleCity({.population = population});
    auto city = data ? City::create(std::move(*data)) : Expected<CityPtr>(unexpected(data.error()));
    return city ? applyScenario(*city, Scenario{}) : Expected<AppliedScenario>(unexpected(city.error()));
}

/// The streets of a sample city with many zones: every n-th junction is a centre, joined to itself and to its neighbours.
/// Trips fall with distance, T = e^(-d / 2 km), and are as many as give some queues.
int benchZones(double population, std::size_t zones)
{
    const auto applied = sampleCity(population);
    const auto city = applied ? buildCityNetwork(*applied, trafficSettings(applied->parameters)) : unexpected(applied.error());
    if (!city || city->graph.nodeCount() <= 2 * zones)
        return std::printf("%s\n", city ? "the city is too small" : city.error().text().c_str()), 1;
    const auto old = static_cast<std::uint32_t>(city->graph.zoneCount()), nodes = static_cast<std::uint32_t>(city->graph.nodeCount());
    const auto shift = [&](std::uint32_t node) { return node - old + static_cast<std::uint32_t>(zones); };
    std::vector<AssignmentLink> links;
    for (AssignmentLink link : city->graph.links())
        if (link.from >= old && link.to >= old) {
            link.from = shift(link.from);
            link.to = shift(link.to);
            links.push_back(link);
        }
    std::vector<Point2> at(zones);
    at.insert(at.end(), city->at.begin() + old, city->at.end());
    for (std::uint32_t z = 0; z < zones; ++z) {
        const auto centre = static_cast<std::uint32_t>(old + std::size_t{z} * (nodes - old) / zones);
        at[z] = city->at[centre];
        std::vector<std::uint32_t> joined{centre};
        for (const std::uint32_t head : city->graph.outHeads(centre))
            if (head >= old && joined.size() < 4)
                joined.push_back(head);
        for (const std::uint32_t node : joined) {
            links.push_back({z, shift(node), {0.5, 0, 0, 0}});
            links.push_back({shift(node), z, {0.5, 0, 0, 0}});
        }
    }
    ZoneMatrix trips(zones);
    for (std::size_t i = 0; i < zones; ++i)
        for (std::size_t j = 0; j < zones; ++j)
            trips.values[i * zones + j] = i == j ? 0 : std::exp(-distance(at[i], at[j]) / 2000);
    const double scale = 0.12 * population / trips.total();
    for (double& t : trips.values)
        t *= scale;
    auto network = AssignmentNetwork::create({zones, nodes - old + zones, zones}, std::move(links), at);
    if (!network)
        return std::printf("%s\n", network.error().text().c_str()), 1;
    const Problem p{std::move(*network), OdDemand::fromMatrix(trips), std::move(at)};
    std::printf("sample city of %.0f: %zu zones, %zu nodes, %zu links, %.0f trips\n", population, zones, p.network.nodeCount(),
                p.network.linkCount(), p.demand.total());
    for (const double gap : {1e-4, 1e-6})
        benchGap(p, gap);
    benchWarm(p);
    return 0;
}

/// The hours of sample cities of rising size, one thread.
int benchScaling()
{
    double first = 0;
    for (const double population : {50e3, 100e3, 200e3, 500e3, 1e6}) {
        const auto applied = sampleCity(population);
        QuietControl control(1);
        TrafficMemory memory;
        const auto base = applied ? memory.obtain(*applied, control) : unexpected(applied.error());
        if (!base)
            return std::printf("%s\n", base.error().text().c_str()), 1;
        const TrafficBase& b = **base;
        forgetPeak();
        const double cpu = cpuSeconds();
        const auto hours = assignHours(b.net.graph, b.demand.trips_veh_h, b.settings, control);
        if (!hours)
            return std::printf("%s\n", hours.error().text().c_str()), 1;
        int rounds = 0;
        for (const Equilibrium& e : *hours)
            rounds += e.iterations + 1;  // the first routes cost about as much as an iteration
        const double each = (cpuSeconds() - cpu) / rounds, links = static_cast<double>(b.net.graph.linkCount());
        const double work = links * std::log(links) * static_cast<double>(b.net.graph.zoneCount());
        first = first > 0 ? first : each / work;
        std::printf(
            "%8.0f people  %4zu zones  %6zu nodes  %6.0f links  CPU %6.2f s, %3d iterations of %.4f s  per zones x links x log links: "
            "%.2f of the first  peak %.1f MB\n",
            population, b.net.graph.zoneCount(), b.net.graph.nodeCount(), links, each * rounds, rounds, each, each / work / first,
            peakMegabytes());
        std::fflush(stdout);
    }
    return 0;
}

int benchSample(double population, int threads)
{
    auto start = std::chrono::steady_clock::now();
    const auto applied = sampleCity(population);
    if (!applied) {
        std::printf("%s\n", applied.error().text().c_str());
        return 1;
    }
    std::printf("sample city of %.0f: %zu links, %zu neighbourhoods, made in %.2f s\n", population, applied->linkCount(),
                applied->city->neighbourhoods().size(), seconds(start));
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
    const std::string_view what = argc > 1 ? argv[1] : "";
    if (what == "sample")
        return benchSample(argc > 2 ? std::atof(argv[2]) : 50000, argc > 3 ? std::atoi(argv[3]) : 1);
    if (what == "zones" && argc > 3)
        return benchZones(std::atof(argv[2]), static_cast<std::size_t>(std::atoi(argv[3])));
    if (what == "scaling")
        return benchScaling();
    if (what.empty() || what == "zones") {
        std::fprintf(stderr, "usage: bench_assignment FOLDER [full] | zones POPULATION N | scaling | sample POPULATION [threads]\n");
        return 2;
    }
    for (const Instance& instance : kInstances)
        bench(argv[1], instance, argc > 2);
    return 0;
}
