#include "ui/jobs/level_sides.h"

#include "simulation/air/air_field.h"
#include "simulation/noise/noise_model.h"

#include <algorithm>

namespace isopolis {

namespace {

/// Finest cell, and the most cells of a map: a compromise of sharpness and time. A cell of noise takes some 4 ms, one of air far less.
constexpr double kCell_m = 10;
constexpr std::size_t kMostCells = 16000, kMostAirCells = 250000;
/// How far a receptor stands from the walls it belongs to.
constexpr double kBeforeWall_m = 2;

Box areaOf(const City& city)
{
    Box box;
    for (const Neighbourhood& n : city.neighbourhoods())
        box.add(bounds(n.outline));
    return box;
}

std::vector<LevelPlace> noisePlaces(const NoiseResult& noise, const std::vector<double>& levels)
{
    std::vector<LevelPlace> out;
    for (std::size_t i = 0; i < std::min(noise.receptors.size(), levels.size()); ++i)
        out.push_back({noise.receptors[i].at, levels[i]});
    return out;
}

Expected<std::vector<LevelPair>> noiseSides(const std::vector<const Run*>& runs, RunControl& control)
{
    std::vector<NoiseRun> wanted;
    for (const Run* run : runs)
        wanted.push_back({&run->applied, &run->traffic});
    const City& city = *runs.front()->applied.city;
    auto grids = noiseRasters(wanted, areaOf(city), kCell_m, control, kMostCells);
    if (!grids)
        return unexpected(grids.error());
    std::vector<LevelPair> out;
    for (std::size_t i = 0; i < runs.size(); ++i) {
        const NoiseResult& noise = runs[i]->noise;
        out.push_back({levelSide(city, std::move((*grids)[i].lden_dB), noisePlaces(noise, noise.lden_dB), kBeforeWall_m),
                       levelSide(city, std::move((*grids)[i].lnight_dB), noisePlaces(noise, noise.lnight_dB), kBeforeWall_m),
                       levelSide(city, std::move((*grids)[i].lday_dB), {}, kBeforeWall_m),
                       levelSide(city, std::move((*grids)[i].levening_dB), {}, kBeforeWall_m)});
    }
    return out;
}

/// The façades are those of the noise model.
Expected<LevelPair> airSides(const Run& run, const AirHours& hours, RunControl& control)
{
    const City& city = *run.applied.city;
    AirPlaces places{.area = areaOf(city), .cell_m = kCell_m, .mostCells = kMostAirCells, .points = {}, .hours = hours};
    for (const NoiseReceptor& receptor : run.noise.receptors)
        places.points.push_back(receptor.at);
    auto air = airFieldOfHours(run.applied, run.traffic, run.emissions, places, control);
    if (!air)
        return unexpected(air.error());
    std::vector<LevelPlace> no2, pm25, pm10;
    for (std::size_t i = 0; i < std::min(air->points.size(), places.points.size()); ++i) {
        no2.push_back({places.points[i], air->points[i].no2_ug_m3});
        pm25.push_back({places.points[i], air->points[i].pm25_ug_m3});
        pm10.push_back({places.points[i], air->points[i].pm10_ug_m3});
    }
    return LevelPair{levelSide(city, std::move(air->no2), no2, kBeforeWall_m), levelSide(city, std::move(air->pm25), pm25, kBeforeWall_m),
                     levelSide(city, std::move(air->pm10), pm10, kBeforeWall_m)};
}

}  // namespace

bool isAir(LevelField field) { return field == LevelField::No2 || field == LevelField::Pm25 || field == LevelField::Pm10; }

Expected<std::vector<LevelPair>> levelSides(const std::vector<const Run*>& runs, LevelField field, RunControl& control,
                                            const AirHours& hours)
{
    if (runs.empty())
        return std::vector<LevelPair>{};
    if (!isAir(field))
        return noiseSides(runs, control);
    std::vector<LevelPair> out;
    for (const Run* run : runs) {
        auto sides = airSides(*run, hours, control);
        if (!sides)
            return unexpected(sides.error());
        out.push_back(std::move(*sides));
    }
    return out;
}

}  // namespace isopolis
