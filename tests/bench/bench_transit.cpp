// Transit queries on a project with a timetable: bench_transit RECIPE.city.json [HOUR]
//   a single query, a range of two hours from one origin to all stops, and the matrix between all neighbourhoods (60 departures).
#include "gis/io/city_importer.h"
#include "simulation/transit/journey.h"
#include "simulation/transit/raptor.h"
#include "simulation/transit/transit_access.h"
#include "simulation/transit/transit_parameters.h"
#include "simulation/transit/travel_times.h"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <random>

using namespace isopolis;

namespace {

struct Timer {
    std::chrono::steady_clock::time_point wall = std::chrono::steady_clock::now();
    std::clock_t cpu = std::clock();
    void print(const char* what, double times = 1) const
    {
        const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - wall).count();
        const double cpuSeconds = static_cast<double>(std::clock() - cpu) / CLOCKS_PER_SEC;
        std::printf("%-52s %10.3f ms wall %10.3f ms CPU\n", what, 1000 * seconds / times, 1000 * cpuSeconds / times);
        std::fflush(stdout);
    }
};

}  // namespace

int main(int argc, char** argv)
{
    if (argc < 2) {
        std::puts("usage: bench_transit RECIPE.city.json [HOUR]");
        return 2;
    }
    // The buses of the Porto Alegre sample run from 12 to 17 o'clock only.
    const int hour = argc > 2 ? std::atoi(argv[2]) : 13;
    Timer reading;
    auto city = importCity(argv[1], {});
    if (!city) {
        std::puts(city.error().text().c_str());
        return 1;
    }
    reading.print("import of the city, feeds included");
    Scenario scenario;
    if (!scenario.parameters.set(kTransitWindowStart, {.value = static_cast<double>(hour), .reason = {}, .evidence = {}}))
        return 2;
    auto applied = applyScenario(city->city, scenario);
    QuietControl one(1), all;
    Timer building;
    auto made = applied ? makeTransitModel(*applied, one) : Expected<TransitModelPtr>(unexpected(applied.error()));
    if (!made) {
        std::puts(made.error().text().c_str());
        return 1;
    }
    const TransitModel& model = **made;
    building.print("timetable and footpaths");
    std::printf("%zu stops, %zu routes, %zu trips, %zu events, %zu footpaths\n", model.timetable.stopCount(), model.timetable.routeCount(),
                model.timetable.tripCount(), model.timetable.eventCount(), model.footpathCount());

    std::mt19937 random(1);
    const auto door = [&] { return city->city->activity()[random() % city->city->activity().size()].at; };
    constexpr int kQueries = 200;
    std::vector<std::vector<StopWalk>> access;
    for (int i = 0; i < kQueries; ++i)
        access.push_back(model.stopsNear(door()));
    Raptor search(model);
    Timer single;
    for (const auto& walks : access) {
        search.clear();
        search.depart(walks, hour * 3600);
    }
    single.print("one departure, one origin to all stops", kQueries);
    Timer range;
    for (const auto& walks : access) {
        search.clear();
        for (int at = (hour + 2) * 3600 - 60; at >= hour * 3600; at -= 60)
            search.depart(walks, at);
    }
    range.print("120 departures of two hours, one origin to all stops", kQueries);
    Timer journeys;
    for (int i = 0; i < kQueries; ++i)
        findJourney(model, door(), door(), hour * 3600);
    journeys.print("one journey door to door, with its legs", kQueries);

    std::vector<Point2> points;
    for (const ActivityPoint& p : city->city->activity())
        points.push_back(p.at);
    Timer matrix;
    const auto times = travelTimes(model, points, points, {hour * 3600, 3600, 60}, all);
    matrix.print("matrix of all places, 60 departures");
    std::size_t reachable = 0;
    for (const TravelTime& t : times.times)
        reachable += std::isfinite(t.percentile_min[2]) ? 1 : 0;
    std::printf("%zu places, %zu of %zu pairs reached in half of the departures\n", points.size(), reachable, times.times.size());
    Timer chain;
    const auto jobs = computeTransit(*applied, all);
    chain.print("stage of the chain: access to jobs");
    return jobs ? 0 : 1;
}
