// What a start from known routes costs beside a cold start, after one link is closed:
//   bench_warm_start FOLDER [LINKS [REPEATS [GAP [THREADS]]]]         Chicago Sketch of the TNTP collection under FOLDER
//   bench_warm_start PROJECT.gpkg [LINKS [REPEATS [GAP [THREADS]]]]   the morning peak of a project's city
// Links are spread over the ranks of flow, from the busiest on; CPU seconds of the process on one thread, elapsed ones on more. The base is
// solved to a tenth of the gap. A cold and a warm start take turns, and the quickest of each counts. What the closed network needs before
// its first shortest path (`streets`) is timed apart: both starts find it made.

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

double secondsOn(int threads)
{
    timespec t{};
    clock_gettime(threads == 1 ? CLOCK_PROCESS_CPUTIME_ID : CLOCK_MONOTONIC, &t);
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
    double seconds = 1e300;
    Equilibrium e;
};
void solveTimed(const AssignmentNetwork& network, const OdDemand& demand, const EquilibriumOptions& options, int threads, Timed& best)
{
    QuietControl control(threads);
    const double began = secondsOn(threads);
    auto e = solveEquilibrium(network, demand, options, control);
    best.seconds = std::min(best.seconds, secondsOn(threads) - began);
    if (e)
        best.e = std::move(*e);
}

int bench(const Problem& p, std::size_t count, int repeats, double gap, int threads)
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
        const double began = secondsOn(threads);
        (void)closed.network.streets();
        const double index = secondsOn(threads) - began;
        EquilibriumOptions next = p.options(gap);
        Timed cold, warm;
        for (int r = 0; r < repeats; ++r) {
            next.warm = {};
            solveTimed(closed.network, p.demand, next, threads, cold);
            next.warm = {base->routes, closed.linkNow};
            solveTimed(closed.network, p.demand, next, threads, warm);
        }
        shares.push_back(warm.seconds / cold.seconds);
        std::printf("  flow %6.0f: cold %7.1f ms, %d iterations, gap %.1e; warm %7.1f ms, %d iterations, gap %.1e: %5.1f %%  objective "
                    "%+.1e  (streets %.1f ms)\n",
                    base->flow[link], 1e3 * cold.seconds, cold.e.iterations, cold.e.relativeGap, 1e3 * warm.seconds, warm.e.iterations,
                    warm.e.relativeGap, 100 * shares.back(), warm.e.objective / cold.e.objective - 1, 1e3 * index);
        std::fflush(stdout);
    }
    std::sort(shares.begin(), shares.end());
    const double median = (shares[(shares.size() - 1) / 2] + shares[shares.size() / 2]) / 2;
    const auto within = std::count_if(shares.begin(), shares.end(), [](double share) { return share <= 0.15; });
    std::printf("  warm beside cold: median %.1f %%, worst %.1f %%; %td of %zu links within 15 %%\n", 100 * median, 100 * shares.back(),
                within, shares.size());
    return 0;
}

}  // namespace

int main(int argc, char** argv)
{
    if (argc < 2)
        return std::fprintf(stderr, "usage: bench_warm_start FOLDER | PROJECT.gpkg [LINKS [REPEATS [GAP [THREADS]]]]\n"), 2;
    const std::string_view what = argv[1];
    const auto problem = what.ends_with(".gpkg") ? peakOf(argv[1]) : chicago(argv[1]);
    if (!problem)
        return std::fprintf(stderr, "%s\n", problem.error().text().c_str()), 1;
    const auto links = static_cast<std::size_t>(argc > 2 ? std::max(1, std::atoi(argv[2])) : 10);
    return bench(*problem, links, argc > 3 ? std::max(1, std::atoi(argv[3])) : 3, argc > 4 ? std::atof(argv[4]) : 1e-5,
                 argc > 5 ? std::max(1, std::atoi(argv[5])) : 1);
}
