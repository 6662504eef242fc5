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

/// Of all threads: what the machine's other work does not change.
double cpuSeconds()
{
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval& t) { return static_cast<double>(t.tv_sec) + 1e-6 * static_cast<double>(t.tv_usec); };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

struct Watch {
    std::chrono::steady_clock::time_point start = std::chrono::steady_clock::now();
    double cpuStart_s = cpuSeconds();
    double wall_s() const { return since(start); }
    double cpu_s() const { return cpuSeconds() - cpuStart_s; }
};

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
    std::printf(
        "kernels (raster of 10 m and facades of homes); seconds: wall / processor\n%8s %8s %8s %10s %8s %14s %14s %14s %14s %14s %8s\n",
        "km2", "cells", "facades", "units", "MB", "build", "air", "noise", "emissions", "error %", "peak MB");
    for (const double share : {0.25, 0.5, 1.0}) {
        const Box area = partOf(streets, share);
        const AirPlaces places{.area = area, .cell_m = 10, .points = facadesIn(*noise, area)};
        const auto timed = [](const auto& work) {
            const Watch watch;
            work();
            return std::pair{watch.wall_s(), watch.cpu_s()};
        };
        AirKernelsPtr kernel;
        const auto build = timed([&] { kernel = buildAirKernels(applied, places, control).value(); });
        // One street carries more: emissions, air at all places and noise at all façades anew.
        traffic.flow_veh_day[LinkId(0)] += 5000;
        traffic.flow_veh_h[LinkId(0)] += 500;
        EmissionResult q;
        AirField field;
        const auto emission = timed([&] { q = computeEmissions(applied, traffic, control).value(); });
        const auto air = timed([&] { field = airField(*kernel, applied, q, control).value(); });
        const auto heard = timed([&] { (void)computeNoise(applied, traffic, *noise, control).value(); });
        const AirProbe probe(applied, q, control);
        std::vector<double> errors;
        for (std::size_t i = 0; i < places.points.size(); i += std::max<std::size_t>(1, places.points.size() / 200)) {
            const double exact = probe.at(places.points[i]).levels.roadNox_ug_m3;
            if (exact > 0)
                errors.push_back(std::abs(field.points[i].roadNox_ug_m3 / exact - 1));
        }
        std::sort(errors.begin(), errors.end());
        std::printf("%8.2f %8zu %8zu %10zu %8.1f %6.2f /%6.2f %6.3f /%6.3f %6.3f /%6.3f %6.3f /%6.3f %6.3f /%6.3f %8.0f\n",
                    area.width() * area.height() / 1e6, field.no2.values.size(), places.points.size(), kernel->units(),
                    static_cast<double>(kernel->bytes()) / 1e6, build.first, build.second, air.first, air.second, heard.first, heard.second,
                    emission.first, emission.second, errors.empty() ? 0 : 100 * errors[errors.size() / 2],
                    errors.empty() ? 0 : 100 * errors.back(), peakMemory_MB());
        std::fflush(stdout);
    }
    std::printf("error: median / largest of 200 facades against the exact sum over all streets within reach\n\n");
}

/// The annual mean by the plume formula: every hour's plume along every street. `hours`: with weights that sum to one.
struct Hour {
    RlineMeteorology met;
    double weight = 0;
};

double receptorByReceptor(const std::vector<Hour>& hours, const std::vector<RoadLine>& lines, const KernelSettings& p, Point2 at,
                          double reach_m)
{
    double sum = 0;
    for (const RoadLine& line : lines) {
        if (!line.total.any() || nearestOnLine(*line.geometry.line, at).distance_m >= reach_m)
            continue;
        for (std::size_t s = 0; s + 1 < line.geometry.line->size(); ++s) {
            const RlineSource source{(*line.geometry.line)[s], (*line.geometry.line)[s + 1], p.sourceHeight_m, p.sigmaZ0_m, p.roadWidth_m};
            for (const Hour& hour : hours)
                sum += hour.weight * line.total.nox *
                       rlineConcentration(hour.met, RlineCoefficients::Year2023, source, at, p.receptorHeight_m);
        }
    }
    return sum;
}

/// `width_m`: 0 leaves the integrator alone; else the kernel's lateral spread is the mean over angles, the formula's that of each angle.
void integrator(const AppliedScenario& applied, const std::vector<RoadLine>& lines, double width_m, RunControl& control)
{
    KernelSettings settings;
    settings.roadWidth_m = width_m;
    settings.reach_m = applied.parameters.value(kCutOff);
    constexpr int kDirections = 36, kPerSector = 5;
    constexpr double kReach_m = 200;
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
    Box box;
    for (const RoadLine& line : lines)
        box.add(line.bounds);
    const Point2 centre = box.centre();
    std::vector<double> errors;
    double slow = 0, quick = 0;
    int n = 0;
    for (const double angle : {0.4, 1.5, 2.5, 3.5, 4.4, 5.5}) {
        const Point2 at = centre + Point2{60 * n * std::cos(angle), 60 * n * std::sin(angle)};
        const Watch formulaWatch;
        const double formula = receptorByReceptor(hours, lines, settings, at, kReach_m);
        slow += formulaWatch.cpu_s();
        constexpr int kRepeats = 20;
        double table = 0;
        const Watch tableWatch;
        for (int k = 0; k < kRepeats; ++k) {
            table = 0;
            for (const RoadLine& line : lines)
                if (line.total.any() && nearestOnLine(*line.geometry.line, at).distance_m < kReach_m)
                    table += line.total.nox * kernel.alongLine(line.geometry, at);
        }
        quick += tableWatch.cpu_s() / kRepeats;
        errors.push_back(std::abs(table / formula - 1));
        ++n;
    }
    std::sort(errors.begin(), errors.end());
    std::printf("%8.0f %12zu %14.4f %14.6f %10.0f %10.3f %10.3f\n", width_m, hours.size(), slow / n, quick / n, slow / quick,
                100 * errors[errors.size() / 2], 100 * errors.back());
    std::fflush(stdout);
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
    std::vector<RoadLine> lines = groundLines(applied);
    setStrengths(lines, applied, computeEmissions(applied, traffic, control).value());
    std::printf("annual mean by the exact integrator against R-LINE called receptor by receptor, processor seconds each\n"
                "%8s %12s %14s %14s %10s %10s %10s\n",
                "width m", "winds", "R-LINE", "integrator", "times", "median %", "worst %");
    for (const double width_m : {0.0, 7.0})
        integrator(applied, lines, width_m, control);
    return 0;
}
