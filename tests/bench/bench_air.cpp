// Times the air kernels of a project's city: raster of 10 m and façades, one edit of a road with noise, at a quarter, half and all of the
// area; then the exact integrator against R-LINE called street by street, receptor by receptor and hour by hour.
//
//   bench_air PROJECT.gpkg [THREADS]

#include "simulation/air/air_field.h"
#include "simulation/air/air_model.h"
#include "simulation/air/air_parameters.h"
#include "simulation/emissions/emission_model.h"
#include "simulation/noise/noise_model.h"
#include "simulation/project/project_store.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <numbers>

#include <sys/resource.h>

using namespace isopolis;

namespace {

double since(std::chrono::steady_clock::time_point start)
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

std::chrono::steady_clock::time_point now() { return std::chrono::steady_clock::now(); }

double peakMemory_MB()
{
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024;
}

TrafficResult someTraffic(const AppliedScenario& applied)
{
    TrafficResult traffic;
    for (const LinkId link : idsOf(applied.links)) {
        const bool cars = applied.links[link].modes.has(Mode::Car);
        traffic.flow_veh_day.push(cars ? 1000.0 + 400.0 * static_cast<double>(link.index() % 23) : 0.0);
        traffic.speed_kmh.push(std::max(10.0, 0.7 * applied.links[link].speed_kmh));
    }
    traffic.flow_veh_h = traffic.flow_veh_day;
    for (const LinkId link : idsOf(applied.links))
        traffic.flow_veh_h[link] *= 0.1;
    return traffic;
}

std::vector<Point2> facadesIn(const NoiseKernel& kernel, const Box& area)
{
    std::vector<Point2> points;
    for (const NoiseReceptor& r : kernel.receptors())
        if (area.contains(r.at))
            points.push_back(r.at);
    return points;
}

Box partOf(const Box& all, double share)
{
    const double k = 0.5 * std::sqrt(share);
    const Point2 c = all.centre();
    return {c.x - k * all.width(), c.y - k * all.height(), c.x + k * all.width(), c.y + k * all.height()};
}

void kernels(const AppliedScenario& applied, TrafficResult traffic, RunControl& control)
{
    const auto noise = buildNoiseKernel(applied, control).value();
    Box streets;
    for (const RoadLine& line : groundLines(applied))
        streets.add(line.bounds);
    std::printf("kernels (raster of 10 m and facades of homes)\n%8s %9s %9s %11s %8s %9s %9s %9s %12s %9s\n", "area km2", "cells",
                "facades", "units", "MB", "build s", "run s", "noise s", "error %", "peak MB");
    for (const double share : {0.25, 0.5, 1.0}) {
        const Box area = partOf(streets, share);
        const AirPlaces places{.area = area, .cell_m = 10, .points = facadesIn(*noise, area)};
        auto start = now();
        const AirKernelsPtr kernel = buildAirKernels(applied, places, control).value();
        const double build = since(start);
        // One street carries more: emissions, air at all places and noise at all façades anew.
        traffic.flow_veh_day[LinkId(0)] += 5000;
        traffic.flow_veh_h[LinkId(0)] += 500;
        start = now();
        const EmissionResult q = computeEmissions(applied, traffic, control).value();
        const double emission = since(start);
        start = now();
        const AirField field = airField(*kernel, applied, q, control).value();
        const double run = since(start);
        start = now();
        const NoiseResult heard = computeNoise(applied, traffic, *noise, control).value();
        const double noiseSeconds = since(start);
        const AirProbe probe(applied, q, control);
        std::vector<double> errors;
        for (std::size_t i = 0; i < places.points.size(); i += std::max<std::size_t>(1, places.points.size() / 200)) {
            const double exact = probe.at(places.points[i]).levels.roadNox_ug_m3;
            if (exact > 0)
                errors.push_back(std::abs(field.points[i].roadNox_ug_m3 / exact - 1));
        }
        std::sort(errors.begin(), errors.end());
        std::printf("%8.2f %9zu %9zu %11zu %8.1f %9.2f %9.3f %9.3f %5.3f/%5.3f %9.0f   (emissions %.3f s)\n",
                    area.width() * area.height() / 1e6, field.no2.values.size(), places.points.size(), kernel->units(),
                    static_cast<double>(kernel->bytes()) / 1e6, build, run, noiseSeconds,
                    errors.empty() ? 0 : 100 * errors[errors.size() / 2], errors.empty() ? 0 : 100 * errors.back(), peakMemory_MB(),
                    emission);
        std::fflush(stdout);
    }
    std::printf("error: median / largest of 200 facades against the exact sum over all streets within reach\n\n");
}

/// The annual mean by the plume formula: every hour's plume along every street. `hours`: with weights that sum to one.
struct Hour {
    RlineMeteorology met;
    double weight = 0;
};

double receptorByReceptor(const std::vector<Hour>& hours, const std::vector<RoadLine>& lines, const ParameterSet& p, Point2 at,
                          double reach_m)
{
    double sum = 0;
    for (const RoadLine& line : lines) {
        if (!line.total.any() || nearestOnLine(*line.geometry.line, at).distance_m >= reach_m)
            continue;
        for (std::size_t s = 0; s + 1 < line.geometry.line->size(); ++s) {
            const RlineSource source{(*line.geometry.line)[s], (*line.geometry.line)[s + 1], p.value(kSourceHeight),
                                     p.value(kInitialSigmaZ), p.value(kRoadWidth)};
            for (const Hour& hour : hours)
                sum += hour.weight * line.total.nox *
                       rlineConcentration(hour.met, RlineCoefficients::Year2023, source, at, p.value(kReceptorHeight));
        }
    }
    return sum;
}

/// The table integrates over sectors of the rose; the formula needs as many directions.
void integrator(const AppliedScenario& applied, const TrafficResult& traffic, RunControl& control)
{
    const ParameterSet& p = applied.parameters;
    const EmissionResult q = computeEmissions(applied, traffic, control).value();
    std::vector<RoadLine> lines = groundLines(applied);
    setStrengths(lines, applied, q);
    KernelSettings settings;
    settings.reach_m = p.value(kCutOff);
    settings.nearest_m = 1;
    constexpr int kDirections = 36, kPerSector = 10;
    std::vector<WindClass> rose;
    for (int d = 0; d < kDirections; ++d)
        rose.push_back({360.0 * d / kDirections, 2 + std::cos(d * std::numbers::pi / 18), 1.0 / kDirections});
    const AnnualKernel kernel = AnnualKernel::build(settings, rose, control);
    std::vector<Hour> hours;
    for (const WindClass& w : rose)
        for (int k = 0; k < kPerSector; ++k) {
            Hour hour{neutralMeteorology(w.speed_ms, settings.windHeight_m, settings.roughness_m, settings.displacement_m),
                      w.frequency / kPerSector};
            hour.met.windFrom_deg = w.from_deg + 360.0 / kDirections * ((k + 0.5) / kPerSector - 0.5);
            hours.push_back(hour);
        }
    const RoadLineIndex index(lines, kernel.reach_m());
    Box box;
    for (const RoadLine& line : lines)
        box.add(line.bounds);
    const Point2 centre = box.centre();
    std::printf("exact integrator against R-LINE called receptor by receptor (%zu winds), one thread\n%8s %12s %12s %10s %10s %10s\n",
                hours.size(), "reach m", "rline s/rec", "ours s/rec", "times", "median %", "worst %");
    for (const double reach_m : {200.0, 400.0}) {
        std::vector<double> errors;
        double slow = 0, quick = 0;
        int n = 0;
        for (const double r : {35.0, 130.0, 260.0})
            for (const double angle : {0.4, 2.5, 4.4}) {
                const Point2 at = centre + Point2{r * std::cos(angle), r * std::sin(angle)};
                auto start = now();
                const double formula = receptorByReceptor(hours, lines, p, at, reach_m);
                slow += since(start);
                constexpr int kRepeats = 20;
                double table = 0;
                start = now();
                for (int k = 0; k < kRepeats; ++k) {
                    table = 0;
                    for (const RoadLine& line : lines)
                        if (line.total.any() && nearestOnLine(*line.geometry.line, at).distance_m < reach_m)
                            table += line.total.nox * kernel.alongLine(line.geometry, at);
                }
                quick += since(start) / kRepeats;
                errors.push_back(std::abs(table / formula - 1));
                ++n;
            }
        std::sort(errors.begin(), errors.end());
        std::printf("%8.0f %12.4f %12.6f %10.0f %10.3f %10.3f\n", reach_m, slow / n, quick / n, slow / quick,
                    100 * errors[errors.size() / 2], 100 * errors.back());
        std::fflush(stdout);
    }
}

}  // namespace

int main(int argc, char** argv)
{
    if (argc < 2) {
        std::fprintf(stderr, "usage: bench_air PROJECT.gpkg [THREADS]\n");
        return 2;
    }
    auto store = ProjectStore::open(argv[1]);
    if (!store) {
        std::fprintf(stderr, "%s\n", store.error().text().c_str());
        return 1;
    }
    const CityPtr city = store->loadCity().value();
    QuietControl control(argc > 2 ? std::atoi(argv[2]) : 0);
    const AppliedScenario applied = applyScenario(city, {}).value();
    const TrafficResult traffic = someTraffic(applied);
    kernels(applied, traffic, control);
    integrator(applied, traffic, control);
    return 0;
}
