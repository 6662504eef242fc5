// Times demand and traffic of a project's city: the base, an edit with and without the memory of the base, and answers of modes and
// destinations; prints trips, lengths and how the counts are met.
//
//   bench_demand PROJECT.gpkg [STREET [THREADS]]

#include "simulation/project/project_store.h"
#include "simulation/traffic/city/traffic_base.h"
#include "simulation/traffic/demand/demand_parameters.h"
#include "simulation/traffic/traffic_model.h"
#include "simulation/traffic/validation/count_validation.h"

#include <chrono>
#include <cstdio>
#include <cstdlib>

using namespace isopolis;

namespace {

using Clock = std::chrono::steady_clock;

void print(const char* what, Clock::time_point start, const TrafficResult& t)
{
    const DemandSummary& d = t.demand;
    std::printf("%-28s %6.2f s  cars %.0f veh/h, trips %.0f/day, car %.2f transit %.2f cycle %.2f walk %.2f %%, car km %.2f, rounds %d%s\n",
                what, std::chrono::duration<double>(Clock::now() - start).count(), t.trips_veh_h.total(), d.total(),
                100 * d.modeShare(TripMode::Car), 100 * d.modeShare(TripMode::Transit), 100 * d.modeShare(TripMode::Cycle),
                100 * d.modeShare(TripMode::Walk), d.meanLength_km[indexOf(TripMode::Car)], d.feedbackRounds,
                d.feedbackConverged ? "" : " NOT CONVERGED");
    std::fflush(stdout);
}

void printCounts(const AppliedScenario& applied, const TrafficResult& t)
{
    const CountValidation v = validateCounts(applied, t, {waterScreenlines(applied)});
    for (const auto& [what, fit] : {std::pair{"hour", v.hourly}, {"day", v.daily}})
        std::printf(
            "%s: n %zu, counted %.0f, modelled %.0f, GEH<5 %.1f %%, GEH<10 %.1f %%, mean GEH %.1f, RMSE %.1f %%, R2 %.3f, slope %.3f\n",
            what, fit.n, fit.meanCounted, fit.meanModelled, 100 * fit.gehBelow5, 100 * fit.gehBelow10, fit.meanGeh, fit.rmsePercent, fit.r2,
            fit.slope);
    for (const ScreenlineResult& s : v.screenlines)
        std::printf("screenline %s: %zu counts, %.1f %%\n", s.name.c_str(), s.counts, s.differencePercent);
}

}  // namespace

int main(int argc, char** argv)
{
    if (argc < 2)
        return std::fprintf(stderr, "usage: bench_demand PROJECT.gpkg [STREET [THREADS]]\n"), 2;
    auto store = ProjectStore::open(argv[1]);
    auto city = store ? store->loadCity() : Expected<CityPtr>(unexpected(store.error()));
    if (!city)
        return std::fprintf(stderr, "%s\n", city.error().text().c_str()), 1;
    QuietControl control(argc > 3 ? std::atoi(argv[3]) : 0);
    Scenario base{.name = "base"}, edit{.name = "edit"};
    if (argc > 2)
        edit.interventions.push_back({"closed", {CloseRoad{{.target = std::string("street:") + argv[2]}}}});
    TrafficMemory memory;
    std::printf("%zu neighbourhoods\n", (*city)->neighbourhoods().size());
    for (const int response : {0, 1, 2}) {
        for (Scenario* s : {&base, &edit})
            if (!s->parameters.set(kResponse, {.value = static_cast<double>(response), .reason = {}, .evidence = {}}))
                return 1;
        for (const Scenario* s : {&base, &edit, &edit}) {
            const auto applied = applyScenario(*city, *s);
            if (!applied)
                return std::fprintf(stderr, "%s\n", applied.error().text().c_str()), 1;
            const auto start = Clock::now();
            const auto t = runTraffic(*applied, control, {.memory = &memory});
            if (!t)
                return std::fprintf(stderr, "%s\n", t.error().text().c_str()), 1;
            print((s->name + ", response " + std::to_string(response)).c_str(), start, *t);
            if (response == 0 && s == &base) {
                printCounts(*applied, *t);
                for (const Issue& issue : t->issues)
                    std::printf("  %s\n", issue.message.c_str());
            }
        }
    }
    return 0;
}
