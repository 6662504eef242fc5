// What a start from known routes costs beside a cold start, after one link is closed:
//   bench_warm_start FOLDER [LINKS [REPEATS [GAP]]]         Chicago Sketch of the TNTP collection under FOLDER
//   bench_warm_start PROJECT.gpkg [LINKS [REPEATS [GAP]]]   the morning peak of a project's city
// Links are spread over the ranks of flow, from the busiest on; one thread; CPU seconds of the process. The base is solved to a tenth of
// the gap. What the closed network needs before its first shortest path (`streets`) is timed apart: both starts find it made.

#include "simulation/project/project_store.h"
#include "simulation/traffic/city/traffic_base.h"
#include "simulation/traffic/equilibrium.h"
#include "simulation/traffic/tntp.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <iterator>

using namespace isopolis;

namespace {

std::string readAll(const std::string& path)
{
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

double cpuSeconds()
{
    timespec t{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return static_cast<double>(t.tv_sec) + 1e-9 * static_cast<double>(t.tv_nsec);
}

struct Problem {
    AssignmentNetwork network;
    OdDemand demand;
    std::vector<Point2> at = {};
    double toll = 0, distance = 0;
    EquilibriumOptions options(double gap) const { return {.relativeGap = gap, .tollWeight = toll, .distanceWeight = distance}; }
};

Expected<Problem> chicago(const std::string& folder)
{
    const std::string stem = folder + "/Chicago-Sketch/ChicagoSketch";
    auto network = parseTntpNetwork(readAll(stem + "_net.tntp"));
    auto demand = parseTntpTrips(readAll(stem + "_trips.tntp"));
    if (!network || !demand)
        return unexpected(!network ? network.error() : demand.error());
    return Problem{std::move(*network), std::move(*demand), {}, 0.02, 0.04};
}

Expected<Problem> peakOf(const char* project)
{
    auto store = ProjectStore::open(project);
    auto city = store ? store->loadCity() : Expected<CityPtr>(unexpected(store.error()));
    const auto applied = city ? applyScenario(*city, Scenario{}) : Expected<AppliedScenario>(unexpected(city.error()));
    QuietControl control(1);
    TrafficMemory memory;
    const auto base = applied ? memory.obtain(*applied, control) : unexpected(applied.error());
    if (!base)
        return unexpected(base.error());
    return Problem{(*base)->net.graph, OdDemand::fromMatrix((*base)->demand.trips_veh_h.front()), (*base)->net.at};
}

struct Closed {
    AssignmentNetwork network;
    std::vector<std::uint32_t> linkNow;
};

Closed without(const Problem& p, std::uint32_t link)
{
    Closed closed;
    std::vector<AssignmentLink> links;
    for (std::uint32_t l = 0; l < p.network.linkCount(); ++l) {
        closed.linkNow.push_back(l == link ? ~0U : static_cast<std::uint32_t>(links.size()));
        if (l != link)
            links.push_back(p.network.link(l));
    }
    closed.network =
        AssignmentNetwork::create({p.network.zoneCount(), p.network.nodeCount(), p.network.firstThrough()}, std::move(links), p.at).value();
    closed.network.orderLike(p.network);
    return closed;
}

struct Timed {
    double cpu = 1e300;
    Equilibrium e;
};
Timed solveTimed(const AssignmentNetwork& network, const OdDemand& demand, const EquilibriumOptions& options, int repeats)
{
    Timed best;
    for (int r = 0; r < repeats; ++r) {
        QuietControl control(1);
        const double began = cpuSeconds();
        auto e = solveEquilibrium(network, demand, options, control);
        best.cpu = std::min(best.cpu, cpuSeconds() - began);
        if (e)
            best.e = std::move(*e);
    }
    return best;
}

int bench(const Problem& p, std::size_t count, int repeats, double gap)
{
    EquilibriumOptions options = p.options(gap / 10);
    options.keepRoutes = true;
    QuietControl control(1);
    const auto base = solveEquilibrium(p.network, p.demand, options, control);
    if (!base)
        return std::fprintf(stderr, "%s\n", base.error().text().c_str()), 1;
    (void)p.network.streets();
    std::printf("%zu zones, %zu nodes, %zu links, %.0f trips; gap %.0e\n", p.network.zoneCount(), p.network.nodeCount(),
                p.network.linkCount(), p.demand.total(), gap);
    std::vector<std::uint32_t> byFlow;
    for (std::uint32_t l = 0; l < p.network.linkCount(); ++l)
        if (p.network.tail(l) >= p.network.zoneCount() && p.network.head(l) >= p.network.zoneCount() && base->flow[l] > 0)
            byFlow.push_back(l);
    std::stable_sort(byFlow.begin(), byFlow.end(), [&](std::uint32_t a, std::uint32_t b) { return base->flow[a] > base->flow[b]; });
    std::vector<double> shares;
    for (std::size_t k = 0; k < count; ++k) {
        const std::uint32_t link = byFlow[k * byFlow.size() / count];
        const Closed closed = without(p, link);
        const double began = cpuSeconds();
        (void)closed.network.streets();
        const double index = cpuSeconds() - began;
        EquilibriumOptions next = p.options(gap);
        const Timed cold = solveTimed(closed.network, p.demand, next, std::min(repeats, 3));
        next.warm = {base->routes, closed.linkNow};
        const Timed warm = solveTimed(closed.network, p.demand, next, repeats);
        shares.push_back(warm.cpu / cold.cpu);
        std::printf("  flow %6.0f: cold %7.1f ms, %d iterations, gap %.1e; warm %7.1f ms, %d iterations, gap %.1e: %5.1f %%  objective "
                    "%+.1e  (streets %.1f ms)\n",
                    base->flow[link], 1e3 * cold.cpu, cold.e.iterations, cold.e.relativeGap, 1e3 * warm.cpu, warm.e.iterations,
                    warm.e.relativeGap, 100 * shares.back(), warm.e.objective / cold.e.objective - 1, 1e3 * index);
        std::fflush(stdout);
    }
    std::sort(shares.begin(), shares.end());
    std::printf("  warm beside cold: median %.1f %%, worst %.1f %%\n", 100 * shares[shares.size() / 2], 100 * shares.back());
    return 0;
}

}  // namespace

int main(int argc, char** argv)
{
    if (argc < 2)
        return std::fprintf(stderr, "usage: bench_warm_start FOLDER | PROJECT.gpkg [LINKS [REPEATS [GAP]]]\n"), 2;
    const std::string_view what = argv[1];
    const auto problem = what.ends_with(".gpkg") ? peakOf(argv[1]) : chicago(argv[1]);
    if (!problem)
        return std::fprintf(stderr, "%s\n", problem.error().text().c_str()), 1;
    const auto links = static_cast<std::size_t>(argc > 2 ? std::max(1, std::atoi(argv[2])) : 10);
    return bench(*problem, links, argc > 3 ? std::max(1, std::atoi(argv[3])) : 3, argc > 4 ? std::atof(argv[4]) : 1e-5);
}
