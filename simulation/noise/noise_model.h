#pragma once
/// Road noise where people live: traffic of a run through the kernel of the city's geometry.
///
///   Expected<NoiseResult> noise = computeNoise(applied, traffic, control);
///   noise->ldenMean_dB[neighbourhood];   noise->lden_dB[0]   // receptor 0
///
/// Lden weighs 12 hours of day, 4 of evening (+5 dB), 8 of night (+10 dB). Flows of the periods are shares of the day's vehicles; speeds
/// are those of the modelled hour by day and the off-peak ones in the evening and at night. Cars and vans are category 1, rigid lorries,
/// buses and coaches 2, articulated lorries 3, two-wheelers 4b; the fleet is that of the emissions, with low-emission zones and electric
/// cars. Slopes from the terrain, direction by direction. Roundabouts
/// and traffic lights count as mapped; trams of the timetable as simplified line sources (tram_noise.h).
/// Receptors stand before the four longest façades of the house in which an activity point lies (people in equal parts), else at the point
/// itself. A mean is one of decibels over residents. Warned of: negative or non-finite flows, speeds outside 5–200 km/h, receptors inside
/// houses, streets inside houses. Source: Directive 2002/49/EC annex I and III; (EU) 2015/996; (EU) 2020/367; (EU) 2021/1226.

#include "simulation/noise/noise_kernel.h"
#include "simulation/noise/noise_result.h"
#include "simulation/traffic/traffic_result.h"

#include "gis/core/geometry/raster.h"

#include <span>

namespace isopolis {

Expected<NoiseResult> computeNoise(const AppliedScenario& applied, const TrafficResult& traffic, RunControl& control);
Expected<NoiseResult> computeNoise(const AppliedScenario& applied, const TrafficResult& traffic, const NoiseKernel& kernel,
                                   RunControl& control);

/// A-weighted energy of Lden and Lnight that a street adds at a place; shares of the sum over streets and `quiet` are exact.
struct NoiseShare {
    LinkId link;                          ///< invalid: trams
    double denShare = 0, nightShare = 0;  ///< of the energy at the place, 0…1
    double denWithout_dB = 0;             ///< Lden if the street were silent
};

struct NoiseAtPlace {
    double lden_dB = 0, lnight_dB = 0, lday_dB = 0, levening_dB = 0;  ///< day: 7 to 19 o'clock, evening: 19 to 23
    std::vector<NoiseShare> streets;                                  ///< loudest first, only those that are heard
};

/// What one point hears, and from which streets: the answer to a click on a façade.
NoiseAtPlace noiseAt(const AppliedScenario& applied, const TrafficResult& traffic, Point2 at);
/// With a probe of the same scenario, made once: for many clicks.
NoiseAtPlace noiseAt(const NoiseProbe& probe, const AppliedScenario& applied, const TrafficResult& traffic, Point2 at);

/// Lden, Lnight, Lday (7 to 19 o'clock) and Levening (19 to 23), without penalties but in Lden, on the same grid; NaN inside houses.
struct NoiseRasters {
    Raster lden_dB, lnight_dB, lday_dB, levening_dB;
};
struct NoiseRun {
    const AppliedScenario* applied = nullptr;
    const TrafficResult* traffic = nullptr;
};
/// One pair of grids per run. Neighbours in the list that share streets, houses and barriers share the tracing of rays, which takes nearly
/// all of the time. Cells beyond `mostCells` make the cell larger. Runs in parallel; cancellable.
Expected<std::vector<NoiseRasters>> noiseRasters(std::span<const NoiseRun> runs, const Box& area, double cell_m, RunControl& control,
                                                 std::size_t mostCells = 40000);
/// Lden of one run.
Expected<Raster> noiseRaster(const AppliedScenario& applied, const TrafficResult& traffic, const Box& area, double cell_m,
                             RunControl& control, std::size_t mostCells = 40000);

}  // namespace isopolis
