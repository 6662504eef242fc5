// Times the noise kernel of a project's city and one edit of a road, at a quarter, half and all of its receptors; then whole runs.
//
//   bench_noise PROJECT.gpkg [THREADS]

#include "simulation/noise/noise_model.h"
#include "simulation/noise/noise_parameters.h"
#include "simulation/project/project_store.h"
#include "simulation/run/model_chain.h"
#include "simulation/traffic/traffic_model.h"

#include <chrono>
#include <cstdio>
#include <cstdlib>

using namespace isopolis;

namespace {

double since(std::chrono::steady_clock::time_point start)
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// The city with every n-th place where people live.
CityPtr thinned(const City& city, std::size_t n)
{
    CityData data;
    data.name = city.name();
    data.frame = city.frame();
    data.extent = city.extent();
    data.nodes = city.roads().nodes();
    data.ways = city.roads().ways();
    data.links = city.roads().links();
    data.buildings = city.buildings();
    data.neighbourhoods = city.neighbourhoods();
    data.areas = city.areas();
    data.terrain = city.terrain();
    data.groups = city.groups();
    for (std::size_t i = 0; i < city.activity().size(); i += n)
        data.activity.push_back(city.activity()[i]);
    return City::create(std::move(data)).value();
}

/// The whole chain: the base, a scheme that changes one street's limit, and one that adds a building.
void runTwice(const CityPtr& city, RunControl& control)
{
    const std::string street = city->roads().links()[LinkId(0)].externalId;
    const Point2 middle = city->activity().empty() ? Point2{} : city->activity()[city->activity().size() / 2].at;
    const Ring block{middle + Point2{40, 40}, middle + Point2{70, 40}, middle + Point2{70, 60}, middle + Point2{40, 60}};
    const Scenario base{.name = "base"};
    const Scenario limit{.name = "limit", .interventions = {{"limit", {SetSpeedLimit{{.target = street}, Speed::kmh(20)}}}}};
    const Scenario house{.name = "house",
                         .interventions = {{"house", {AddBuilding{"house", {Polygon{.outer = block}}, Length::m(20), 0, 0}}}}};
    for (const Scenario* s : {&base, &limit, &house}) {
        const auto run = runChain(city, *s, control);
        if (!run) {
            std::printf("%s: %s\n", s->name.c_str(), run.error().text().c_str());
            continue;
        }
        double total = 0;
        std::printf("%-6s", s->name.c_str());
        for (const StageTime& t : (*run)->stageTimes) {
            std::printf("  %s %.2f", t.stage.c_str(), t.seconds);
            total += t.seconds;
        }
        std::printf("  total %.2f s; highly annoyed %.0f, sleep disturbed %.0f\n", total, (*run)->noise.highlyAnnoyed,
                    (*run)->noise.sleepDisturbed);
        std::fflush(stdout);
    }
}

}  // namespace

int main(int argc, char** argv)
{
    if (argc < 2) {
        std::fprintf(stderr, "usage: bench_noise PROJECT.gpkg [THREADS]\n");
        return 2;
    }
    auto store = ProjectStore::open(argv[1]);
    if (!store) {
        std::fprintf(stderr, "%s\n", store.error().text().c_str());
        return 1;
    }
    const CityPtr city = store->loadCity().value();
    QuietControl control(argc > 2 ? std::atoi(argv[2]) : 0);
    std::printf("%10s %10s %12s %10s %10s %12s %10s\n", "receptors", "lines", "transfers", "MB", "build s", "road edit s", "mean Lden");
    for (const std::size_t n : {std::size_t{4}, std::size_t{2}, std::size_t{1}}) {
        const CityPtr part = thinned(*city, n);
        AppliedScenario applied = applyScenario(part, {}).value();
        TrafficResult traffic;
        traffic.flow_veh_day = IdVector<LinkId, double>(applied.linkCount(), 3000.0);
        traffic.speed_kmh = IdVector<LinkId, double>(applied.linkCount(), 40.0);
        const auto start = std::chrono::steady_clock::now();
        const auto kernel = buildNoiseKernel(applied, control).value();
        const double build = since(start);
        traffic.flow_veh_day[LinkId(0)] = 9000;
        const auto edit = std::chrono::steady_clock::now();
        const NoiseResult result = computeNoise(applied, traffic, *kernel, control).value();
        double people = 0, mean = 0;
        for (std::size_t i = 0; i < result.receptors.size(); ++i) {
            people += result.receptors[i].people;
            mean += result.receptors[i].people * result.lden_dB[i];
        }
        std::printf("%10zu %10zu %12zu %10.1f %10.2f %12.3f %10.2f\n", kernel->receptors().size(), kernel->lines().size(),
                    kernel->transferCount(), static_cast<double>(kernel->bytes()) / 1e6, build, since(edit), mean / people);
        std::fflush(stdout);
    }
    runTwice(city, control);
    return 0;
}
