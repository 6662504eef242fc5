#include "simulation/noise/noise_model.h"

#include "simulation/noise/noise_exposure.h"
#include "simulation/noise/noise_parameters.h"
#include "simulation/noise/noise_powers.h"
#include "simulation/run/parallel.h"

#include <algorithm>
#include <atomic>
#include <limits>

namespace isopolis {

namespace {

constexpr std::size_t kBlocks = 256;
constexpr double kNoValue = std::numeric_limits<double>::quiet_NaN();
constexpr double kDenLimit_dB = 55, kNightLimit_dB = 50;  // Directive 2002/49/EC, annex VI: bands that are reported

Expected<void> checkTraffic(const AppliedScenario& applied, const TrafficResult& traffic)
{
    bool fits = traffic.flow_veh_day.size() == applied.linkCount() && traffic.speed_kmh.size() == applied.linkCount();
    for (const HourTraffic& hour : traffic.hours)
        fits = fits && hour.flow_veh_h.size() == applied.linkCount() && hour.speed_kmh.size() == applied.linkCount();
    if (!fits)
        return unexpected(Error{ErrorCode::Conflict, "the traffic result belongs to another road network"});
    return {};
}

std::size_t bandOf(double level_dB, double lowest_dB)
{
    const double band = std::floor((level_dB - lowest_dB) / kNoiseBand_dB) + 1;
    return static_cast<std::size_t>(std::clamp(band, 0.0, static_cast<double>(kNoiseBandCount - 1)));
}

/// Sums over residents, per neighbourhood and in receptor order.
void addExposure(NoiseResult& r, std::size_t neighbourhoods)
{
    IdVector<NeighbourhoodId, double> people(neighbourhoods, 0.0);
    const std::array<IdVector<NeighbourhoodId, double>*, 6> means{&r.ldenMean_dB,      &r.lnightMean_dB,     &r.above55_pct,
                                                                  &r.nightAbove50_pct, &r.highlyAnnoyed_pct, &r.sleepDisturbed_pct};
    for (auto* mean : means)
        *mean = IdVector<NeighbourhoodId, double>(neighbourhoods, 0.0);
    for (std::size_t i = 0; i < r.receptors.size(); ++i) {
        const NoiseReceptor& receptor = r.receptors[i];
        const double den = r.lden_dB[i], night = r.lnight_dB[i], n = receptor.people;
        const double annoyed = highlyAnnoyedShare(den), disturbed = highlySleepDisturbedShare(night);
        r.peopleByDen[bandOf(den, kLowestDenBand_dB)] += n;
        r.peopleByNight[bandOf(night, kLowestNightBand_dB)] += n;
        r.highlyAnnoyed += n * annoyed;
        r.sleepDisturbed += n * disturbed;
        if (!people.contains(receptor.neighbourhood))
            continue;
        people[receptor.neighbourhood] += n;
        const std::array<double, 6> values{
            den, night, den > kDenLimit_dB ? 100.0 : 0.0, night > kNightLimit_dB ? 100.0 : 0.0, 100 * annoyed, 100 * disturbed};
        for (std::size_t k = 0; k < means.size(); ++k)
            (*means[k])[receptor.neighbourhood] += n * values[k];
    }
    for (auto* mean : means)
        for (const NeighbourhoodId id : idsOf(people))
            (*mean)[id] = people[id] > 0 ? (*mean)[id] / people[id] : kNoValue;
}

}  // namespace

Expected<NoiseResult> computeNoise(const AppliedScenario& applied, const TrafficResult& traffic, const NoiseKernel& kernel,
                                   RunControl& control)
{
    if (auto fits = checkTraffic(applied, traffic); !fits)
        return unexpected(fits.error());
    NoiseResult result;
    result.issues = kernel.issues();
    result.receptors = kernel.receptors();
    const NoisePowers powers = noisePowers(applied, traffic, kernel.lines(), result.issues, control.threads());
    const std::size_t n = result.receptors.size();
    result.lden_dB.resize(n);
    result.lnight_dB.resize(n);
    const double quiet = energy(applied.parameters.value(kQuietLevel));
    parallelBlocks(n, kBlocks, control.threads(), [&](std::size_t, std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
            double den = quiet, night = quiet;
            for (const NoiseTransfer& t : kernel.of(i)) {
                den += powers.den[t.line].energyFrom(t);
                night += powers.night[t.line].energyFrom(t);
            }
            result.lden_dB[i] = level(den);
            result.lnight_dB[i] = level(night);
        }
    });
    if (control.cancelled())
        return cancelledError();
    addExposure(result, applied.city->neighbourhoods().size());
    return result;
}

Expected<NoiseResult> computeNoise(const AppliedScenario& applied, const TrafficResult& traffic, RunControl& control)
{
    auto kernel = obtainNoiseKernel(applied, control);
    if (!kernel)
        return unexpected(kernel.error());
    return computeNoise(applied, traffic, **kernel, control);
}

NoiseAtPlace noiseAt(const AppliedScenario& applied, const TrafficResult& traffic, Point2 at)
{
    return noiseAt(NoiseProbe(applied), applied, traffic, at);
}

NoiseAtPlace noiseAt(const NoiseProbe& probe, const AppliedScenario& applied, const TrafficResult& traffic, Point2 at)
{
    NoiseAtPlace place;
    if (!checkTraffic(applied, traffic))
        return place;
    std::vector<Issue> issues;
    const NoisePowers powers = noisePowers(applied, traffic, probe.city().lines, issues, 1);
    const double quiet = energy(applied.parameters.value(kQuietLevel));
    double den = quiet, night = quiet, day = quiet, evening = quiet;
    for (const NoiseTransfer& t : probe.transfersAt(at)) {
        evening += powers.evening[t.line].energyFrom(t);
        for (std::size_t side = 0; side < 2; ++side) {
            const double denPart = powers.denOf[t.line][side].energyFrom(t), nightPart = powers.nightOf[t.line][side].energyFrom(t);
            if (!(denPart > 0))
                continue;
            den += denPart;
            night += nightPart;
            day += powers.dayOf[t.line][side].energyFrom(t);
            place.streets.push_back({probe.city().lines[t.line].links[side], denPart, nightPart, 0});
        }
    }
    place.lden_dB = level(den);
    place.lnight_dB = level(night);
    place.lday_dB = level(day);
    place.levening_dB = level(evening);
    for (NoiseShare& s : place.streets) {
        s.denWithout_dB = level(den - s.denShare);
        s.denShare /= den;
        s.nightShare /= night;
    }
    std::stable_sort(place.streets.begin(), place.streets.end(),
                     [](const NoiseShare& a, const NoiseShare& b) { return a.denShare > b.denShare; });
    return place;
}

Expected<Raster> noiseRaster(const AppliedScenario& applied, const TrafficResult& traffic, const Box& area, double cell_m,
                             RunControl& control, std::size_t mostCells)
{
    const NoiseRun run{&applied, &traffic};
    auto grids = noiseRasters({&run, 1}, area, cell_m, control, mostCells);
    if (!grids)
        return unexpected(grids.error());
    return std::move(grids->front().lden_dB);
}

namespace {

struct Sources {
    NoisePowers powers;
    double quiet = 0;
};

/// The grids of runs that share the geometry of the probe: the rays, which take the time, are traced once.
bool fillRasters(const NoiseProbe& probe, std::span<const Sources> sources, std::span<NoiseRasters> grids, RunControl& control)
{
    const Raster raster = grids.front().lden_dB;
    const std::size_t n = raster.values.size();
    std::atomic<std::size_t> done{0};
    parallelBlocks(n, kBlocks, control.threads(), [&](std::size_t, std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
            if (control.cancelled())
                return;
            const Point2 at = raster.centreOf(static_cast<int>(i % static_cast<std::size_t>(raster.columns)),
                                              static_cast<int>(i / static_cast<std::size_t>(raster.columns)));
            control.progress(Stage::Noise, static_cast<double>(++done) / static_cast<double>(n));
            if (probe.city().scene.buildingAt(at) != NoiseScene::kNone)
                continue;
            const std::vector<NoiseTransfer> transfers = probe.transfersAt(at);
            for (std::size_t s = 0; s < sources.size(); ++s) {
                const NoisePowers& powers = sources[s].powers;
                double den = sources[s].quiet, night = den, day = den, evening = den;
                for (const NoiseTransfer& t : transfers) {
                    den += powers.den[t.line].energyFrom(t);
                    night += powers.night[t.line].energyFrom(t);
                    day += powers.day[t.line].energyFrom(t);
                    evening += powers.evening[t.line].energyFrom(t);
                }
                grids[s].lden_dB.values[i] = static_cast<float>(level(den));
                grids[s].lnight_dB.values[i] = static_cast<float>(level(night));
                grids[s].lday_dB.values[i] = static_cast<float>(level(day));
                grids[s].levening_dB.values[i] = static_cast<float>(level(evening));
            }
        }
    });
    return !control.cancelled();
}

}  // namespace

Expected<std::vector<NoiseRasters>> noiseRasters(std::span<const NoiseRun> runs, const Box& area, double cell_m, RunControl& control,
                                                 std::size_t mostCells)
{
    for (const NoiseRun& run : runs)
        if (auto fits = checkTraffic(*run.applied, *run.traffic); !fits)
            return unexpected(fits.error());
    if (area.empty() || !(cell_m > 0) || mostCells == 0)
        return unexpected(Error{ErrorCode::BadValue, "the area of the noise map is empty"}.cure("Choose an area and a cell size above 0."));
    Raster raster;
    raster.cell_m = std::max(cell_m, std::sqrt(area.width() * area.height() / static_cast<double>(mostCells)));
    raster.columns = std::max(1, static_cast<int>(area.width() / raster.cell_m));
    raster.rows = std::max(1, static_cast<int>(area.height() / raster.cell_m));
    raster.origin = {area.minX, area.minY};
    raster.values.assign(static_cast<std::size_t>(raster.columns) * static_cast<std::size_t>(raster.rows),
                         std::numeric_limits<float>::quiet_NaN());
    std::vector<NoiseRasters> grids(runs.size(), NoiseRasters{raster, raster, raster, raster});
    for (std::size_t begin = 0; begin < runs.size();) {
        const Hash geometry = noiseGeometryHash(*runs[begin].applied);
        const NoiseProbe probe(*runs[begin].applied);
        std::vector<Sources> sources;
        std::vector<Issue> issues;
        std::size_t end = begin;
        for (; end < runs.size() && noiseGeometryHash(*runs[end].applied) == geometry; ++end)
            sources.push_back({noisePowers(*runs[end].applied, *runs[end].traffic, probe.city().lines, issues, control.threads()),
                               energy(runs[end].applied->parameters.value(kQuietLevel))});
        if (!fillRasters(probe, sources, std::span(grids).subspan(begin, end - begin), control))
            return cancelledError();
        begin = end;
    }
    return grids;
}

}  // namespace isopolis
