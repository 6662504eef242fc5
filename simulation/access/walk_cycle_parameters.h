#pragma once
/// What a modeller could dispute about walking and cycling: slopes, speeds, and the traffic that people on cycles put up with.

#include "simulation/scenario/parameter_spec.h"

namespace isopolis {

inline constexpr ParameterSpec kWalkSlopeDecay{
    .id = "access.walk.slope_decay",
    .label = ISO_TR("parameter", "How slopes slow people on foot"),
    .meaning =
        ISO_TR("parameter", "Walking speed falls by e to the power of this number times the slope beyond the easiest one; 0: not at all."),
    .symbol = "k",
    .unit = Unit::One,
    .standard = 3.5,
    .low = 0,
    .high = 5,
    .distribution = Distribution::Triangular,
    .source =
        "Tobler 1993, Three presentations on geographical analysis and modeling, NCGIA report 93-1: hiking function; range: assumption"};

inline constexpr ParameterSpec kWalkBestSlope{
    .id = "access.walk.best_slope",
    .label = ISO_TR("parameter", "Downhill slope that is walked fastest"),
    .meaning = ISO_TR("parameter", "Share of fall at which people walk fastest."),
    .symbol = "s0",
    .unit = Unit::One,
    .standard = 0.05,
    .low = 0,
    .high = 0.1,
    .distribution = Distribution::Fixed,
    .source = "Tobler 1993, Three presentations on geographical analysis and modeling, NCGIA report 93-1: 0.05; range: assumption"};

inline constexpr ParameterSpec kWalkLongest{
    .id = "access.walk.longest",
    .label = ISO_TR("parameter", "Longest walk to the nearest place"),
    .meaning = ISO_TR("parameter", "Whoever lives farther from the nearest school, clinic or park counts with this time."),
    .symbol = "Tmax",
    .unit = Unit::Minute,
    .standard = 60,
    .low = 15,
    .high = 120,
    .distribution = Distribution::Fixed,
    .source = "Numerical choice: hardly anybody walks farther for daily needs, and a mean needs a finite figure"};

inline constexpr ParameterSpec kSteepestSlope{
    .id = "access.slope.steepest",
    .label = ISO_TR("parameter", "Steepest slope of a street"),
    .meaning = ISO_TR("parameter", "Steeper ones are taken as faults of the terrain grid and cut to this share of rise."),
    .symbol = "smax",
    .unit = Unit::One,
    .standard = 0.35,
    .low = 0.1,
    .high = 0.6,
    .distribution = Distribution::Fixed,
    .source = "Assumption: the steepest streets of the world rise by about 0.35 (Baldwin Street, Dunedin); steps rise by about 0.6"};

inline constexpr ParameterSpec kCycleCutoff{
    .id = "access.cycle.cut_off",
    .label = ISO_TR("parameter", "Longest cycle trip to a job"),
    .meaning = ISO_TR("parameter", "Jobs within this time by cycle count as reachable."),
    .symbol = "Tcycle",
    .unit = Unit::Minute,
    .standard = 30,
    .low = 5,
    .high = 60,
    .distribution = Distribution::Fixed,
    .source = "Convention of cumulative accessibility: 30 minutes (OECD/ITF 2019, Benchmarking Accessibility in Cities)"};

inline constexpr ParameterSpec kCycleSpeed{.id = "access.cycle.speed",
                                           .label = ISO_TR("parameter", "Cycling speed"),
                                           .meaning = ISO_TR("parameter", "Mean speed of riding on level ground."),
                                           .symbol = "vc",
                                           .unit = Unit::KmPerHour,
                                           .standard = 16,
                                           .low = 10,
                                           .high = 25,
                                           .distribution = Distribution::Triangular,
                                           .source = "Department for Transport (UK), Journey time statistics: 16 km/h; range: assumption"};

inline constexpr ParameterSpec kCycleUphillLoss{
    .id = "access.cycle.uphill_loss",
    .label = ISO_TR("parameter", "Loss of cycling speed uphill"),
    .meaning = ISO_TR("parameter", "Share of the level speed that each per cent of rise takes; nobody rides slower than they walk."),
    .symbol = "lu",
    .unit = Unit::One,
    .standard = 0.067,
    .low = 0,
    .high = 0.12,
    .distribution = Distribution::Triangular,
    .source = "Parkin & Rotheram 2010, Transport Policy 17(5), doi:10.1016/j.tranpol.2010.03.001: 0.4002 of 6.01 m/s (as quoted "
              "from it and as MATSim's travel time of bicycles follows it); range: assumption (an electric motor takes most of it away)"};

inline constexpr ParameterSpec kCycleDownhillGain{
    .id = "access.cycle.downhill_gain",
    .label = ISO_TR("parameter", "Gain of cycling speed downhill"),
    .meaning = ISO_TR("parameter", "Share of the level speed that each per cent of fall adds, up to the fastest factor."),
    .symbol = "gd",
    .unit = Unit::One,
    .standard = 0.04,
    .low = 0,
    .high = 0.06,
    .distribution = Distribution::Triangular,
    .source = "Parkin & Rotheram 2010, Transport Policy 17(5), doi:10.1016/j.tranpol.2010.03.001: 0.2379 of 6.01 m/s (as MATSim's "
              "travel time of bicycles follows it); range: assumption"};

inline constexpr ParameterSpec kCycleFastest{
    .id = "access.cycle.fastest",
    .label = ISO_TR("parameter", "Fastest cycling downhill"),
    .meaning = ISO_TR("parameter", "Times the level speed; beyond it people brake."),
    .symbol = "fmax",
    .unit = Unit::One,
    .standard = 1.5,
    .low = 1,
    .high = 2,
    .distribution = Distribution::Fixed,
    .source = "Assumption: about 25 km/h, the design speed that Parkin & Rotheram 2010 advise below 3 % of slope"};

inline constexpr ParameterSpec kMostStress{
    .id = "access.cycle.most_stress",
    .label = ISO_TR("parameter", "Most stressful street that people ride on"),
    .meaning = ISO_TR("parameter", "Level of traffic stress, 1 (children) to 4 (the fearless); beyond it people push their cycle."),
    .symbol = "LTS",
    .unit = Unit::One,
    .standard = 2,
    .low = 1,
    .high = 4,
    .distribution = Distribution::Fixed,
    .source = "Mekuria, Furth & Nixon 2012, Low-stress bicycling and network connectivity, Mineta Transportation Institute report 11-19: "
              "level 2 is what most adults accept (title, number and this sentence confirmed by summaries of the report; its tables of "
              "rules were not seen again)"};

inline constexpr ParameterSpec kCycleOrigins{
    .id = "access.cycle.origins",
    .label = ISO_TR("parameter", "Starting points of cycle trips per neighbourhood"),
    .meaning = ISO_TR("parameter", "Places, spread evenly over the people of a neighbourhood, from which cycle trips are timed."),
    .symbol = "kc",
    .unit = Unit::One,
    .standard = 8,
    .low = 1,
    .high = 1000,
    .distribution = Distribution::Fixed,
    .source = "Numerical choice: calculating time grows in proportion"};

inline constexpr ParameterSpec kSmallestPark{
    .id = "access.park.smallest",
    .label = ISO_TR("parameter", "Smallest park that counts"),
    .meaning = ISO_TR("parameter", "Smaller ones are no park to go to; parks of unknown size count."),
    .symbol = "Apark",
    .unit = Unit::SquareMetre,
    .standard = 5000,
    .low = 0,
    .high = 20000,
    .distribution = Distribution::Fixed,
    .source = "WHO Regional Office for Europe 2016, Urban green spaces and health: at least 0.5 to 1 hectare"};

/// Every parameter of walking and cycling.
inline constexpr const ParameterSpec* kWalkCycleParameters[] = {&kWalkSlopeDecay, &kWalkBestSlope, &kWalkLongest,     &kSteepestSlope,
                                                                &kCycleCutoff,    &kCycleSpeed,    &kCycleUphillLoss, &kCycleDownhillGain,
                                                                &kCycleFastest,   &kMostStress,    &kCycleOrigins,    &kSmallestPark};

}  // namespace isopolis
