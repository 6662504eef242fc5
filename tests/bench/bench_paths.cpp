// Prints what the path hierarchy costs beside plain Dijkstra, and isochrones, on one city:
//   bench_paths sample POPULATION [threads]
//   bench_paths project FILE.gpkg [threads]

#include "gis/core/sample/sample_city.h"
#include "simulation/access/isochrone.h"
#include "simulation/project/project_store.h"
#include "simulation/traffic/city/city_network.h"
#include "simulation/traffic/paths/path_sweep.h"
#include "simulation/traffic/shortest_path.h"
#include "simulation/traffic/street_trees.h"
#include "simulation/traffic/traffic_model.h"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>

using namespace isopolis;

namespace {

/// CPU seconds of the whole process: other programs on the machine do not count.
double cpu() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

template <class F>
double millisecondsOf(int times, const F& f)
{
    const double begin = cpu();
    for (int i = 0; i < times; ++i)
        f();
    return (cpu() - begin) / times * 1000;
}

Expected<CityPtr> cityOf(const std::string& kind, const std::string& what)
{
    if (kind == "project") {
        auto store = ProjectStore::open(what);
        return store ? store->loadCity() : Expected<CityPtr>(unexpected(store.error()));
    }
    auto data = makeSampleCity({.population = std::atof(what.c_str())});
    return data ? City::create(std::move(*data)) : Expected<CityPtr>(unexpected(data.error()));
}

void benchPaths(const AppliedScenario& applied, int threads)
{
    const TrafficSettings settings = trafficSettings(applied.parameters);
    const auto net = buildCityNetwork(applied, settings);
    if (!net) {
        std::printf("%s\n", net.error().text().c_str());
        return;
    }
    const AssignmentNetwork& graph = net->graph;
    std::vector<double> cost;
    for (const AssignmentLink& link : graph.links())
        cost.push_back(link.delay.time(0));
    const double begin = cpu();
    if (!graph.streets()->usesHierarchy()) {
        std::printf("cars: %zu nodes are searched without a hierarchy\n", graph.nodeCount());
        return;
    }
    const PathHierarchy& hierarchy = graph.streets()->hierarchy();
    std::printf("cars: %zu nodes, %zu links, %zu zones\n", graph.nodeCount(), graph.linkCount(), graph.zoneCount());
    std::printf("  order and contraction        %9.1f ms   %zu upward arcs, %zu triangles\n", (cpu() - begin) * 1000, hierarchy.upArcs(),
                hierarchy.triangles());
    PathCosts customised;
    std::printf("  customise                    %9.2f ms\n", millisecondsOf(10, [&] { customised = hierarchy.customise(cost, threads); }));

    const auto zones = static_cast<std::uint32_t>(graph.zoneCount()), nodes = static_cast<std::uint32_t>(graph.nodeCount());
    PointQuery query(hierarchy);
    std::uint32_t from = zones, to = zones + 7;
    const auto next = [&](std::uint32_t& node, std::uint32_t step) { node = zones + (node - zones + step) % (nodes - zones); };
    double reached = 0;
    std::printf("  point query                  %9.2f us\n", 1000 * millisecondsOf(5000, [&] {
                                                                 next(from, 7919);
                                                                 next(to, 104729);
                                                                 reached += query.cost(from, to, customised) < kNoPath ? 1 : 0;
                                                             }));
    const PathTargets all(hierarchy);
    PathSweep sweep(hierarchy, all);
    std::vector<std::vector<PathStart>> origins(PathSweep::kLanes);
    std::printf("  one to all, a sweep of eight %9.3f ms an origin\n", millisecondsOf(20, [&] {
                                                                           for (auto& origin : origins) {
                                                                               next(from, 7919);
                                                                               origin = {{from, 0}};
                                                                           }
                                                                           sweep.run(customised, origins);
                                                                       }) / PathSweep::kLanes);
    ShortestPaths paths(graph);
    std::printf("  one to all, Dijkstra         %9.3f ms an origin\n", millisecondsOf(20, [&] {
                    next(from, 7919);
                    paths.run(from, cost);
                }));
    ZoneMatrix fast;
    const double dijkstra = millisecondsOf(1, [&] {
        for (std::uint32_t zone = 0; zone < zones; ++zone)
            paths.run(zone, cost);
    });
    const double skimmed = millisecondsOf(3, [&] { fast = skim(graph, cost, threads); });
    double worst = 0;
    for (std::uint32_t zone = 0; zone < zones; zone += 10) {
        paths.run(zone, cost);
        for (std::uint32_t end = 0; end < zones; ++end)
            if (end != zone && paths.reached(end))
                worst = std::max(worst, std::abs(paths.cost(end) - fast.values[zone * zones + end]) / std::max(1e-9, paths.cost(end)));
    }
    std::printf("  zones to zones, Dijkstra     %9.1f ms\n  zones to zones, hierarchy    %9.1f ms with customising; largest relative "
                "difference %.1e\n",
                dijkstra, skimmed, worst);
}

void benchIsochrones(const AppliedScenario& applied)
{
    // Free-flow times stand for a traffic result: the search costs the same.
    TrafficResult traffic;
    traffic.time_s.resize(applied.linkCount(), 0);
    traffic.speed_kmh.resize(applied.linkCount(), 0);
    for (const LinkId id : idsOf(applied.links))
        if (applied.links[id].modes.has(Mode::Car)) {
            traffic.speed_kmh[id] = applied.links[id].speed_kmh;
            traffic.time_s[id] = applied.length_m(id) / (applied.links[id].speed_kmh / 3.6);
        }
    for (const TravelMode mode : {TravelMode::Walk, TravelMode::Cycle, TravelMode::Car}) {
        const double begin = cpu();
        const IsochroneFinder finder(applied, mode, &traffic);
        const double made = (cpu() - begin) * 1000;
        std::size_t points = 0;
        const Point2 middle = applied.city->extent().centre();
        const auto one = finder.find(middle, {5, 10, 15, 30});
        const double ms = millisecondsOf(10, [&] { (void)finder.find(middle, {5, 10, 15, 30}); });
        if (one)
            for (const Isochrone::Area& area : one->areas)
                for (const Polygon& polygon : area.outline)
                    points += polygon.outer.size();
        std::printf("isochrone, %-5s 5, 10, 15, 30 min: network %7.1f ms once, then %7.1f ms a point; %zu points of outline%s%s\n",
                    std::string(travelModeKey(mode)).c_str(), made, ms, points, one ? "" : ": ", one ? "" : one.error().text().c_str());
    }
}

}  // namespace

int main(int argc, char** argv)
{
    if (argc < 3) {
        std::fprintf(stderr, "usage: bench_paths sample POPULATION [threads]\n       bench_paths project FILE.gpkg [threads]\n");
        return 2;
    }
    const auto city = cityOf(argv[1], argv[2]);
    const auto applied = city ? applyScenario(*city, Scenario{}) : Expected<AppliedScenario>(unexpected(city.error()));
    if (!applied) {
        std::printf("%s\n", applied.error().text().c_str());
        return 1;
    }
    std::printf("%s: %.0f people, %zu links\n", argv[2], (*city)->population(), applied->linkCount());
    benchPaths(*applied, argc > 3 ? std::atoi(argv[3]) : 1);
    benchIsochrones(*applied);
    return 0;
}
