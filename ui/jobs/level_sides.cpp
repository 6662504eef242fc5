#include "ui/jobs/level_sides.h"

#include "simulation/air/air_field.h"
#include "simulation/noise/noise_model.h"

#include <algorithm>

namespace isopolis {

namespace {

/// Finest cell, and the most cells of a map: a compromise of sharpness and time.
constexpr double kCell_m = 10;
constexpr std::size_t kMostCells = 60000, kMostAirCells = 250000;
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

Expected<LevelPair> noiseSides(const Run& run, RunControl& control)
{
    const City& city = *run.applied.city;
    auto rasters = noiseRasters(run.applied, run.traffic, areaOf(city), kCell_m, control, kMostCells);
    if (!rasters)
        return unexpected(rasters.error());
    return LevelPair{levelSide(city, std::move(rasters->lden_dB), noisePlaces(run.noise, run.noise.lden_dB), kBeforeWall_m),
                     levelSide(city, std::move(rasters->lnight_dB), noisePlaces(run.noise, run.noise.lnight_dB), kBeforeWall_m)};
}

/// The façades are those of the noise model.
Expected<LevelPair> airSides(const Run& run, RunControl& control)
{
    const City& city = *run.applied.city;
    AirPlaces places{.area = areaOf(city), .cell_m = kCell_m, .mostCells = kMostAirCells};
    for (const NoiseReceptor& receptor : run.noise.receptors)
        places.points.push_back(receptor.at);
    auto air = airField(run.applied, run.emissions, places, control);
    if (!air)
        return unexpected(air.error());
    std::vector<LevelPlace> no2, pm25;
    for (std::size_t i = 0; i < std::min(air->points.size(), places.points.size()); ++i) {
        no2.push_back({places.points[i], air->points[i].no2_ug_m3});
        pm25.push_back({places.points[i], air->points[i].pm25_ug_m3});
    }
    return LevelPair{levelSide(city, std::move(air->no2), no2, kBeforeWall_m), levelSide(city, std::move(air->pm25), pm25, kBeforeWall_m)};
}

}  // namespace

bool isAir(LevelField field) { return field == LevelField::No2 || field == LevelField::Pm25; }

Expected<LevelPair> levelSides(const Run& run, LevelField field, RunControl& control)
{
    return isAir(field) ? airSides(run, control) : noiseSides(run, control);
}

}  // namespace isopolis
