#pragma once
/// What a modeller could dispute about travel by public transport: walks, changes, and when people start.

#include "simulation/scenario/parameter_spec.h"

namespace isopolis {

inline constexpr ParameterSpec kTransitWalkSpeed{
    .id = "transit.walk.speed",
    .label = ISO_TR("parameter", "Walking speed to and from stops"),
    .meaning = ISO_TR("parameter", "Mean speed on foot to the stop, between stops and to the destination."),
    .symbol = "v",
    .unit = Unit::KmPerHour,
    .standard = 4.8,
    .low = 3,
    .high = 6,
    .distribution = Distribution::Triangular,
    .source = "Department for Transport (UK), Journey time statistics: 4.8 km/h; range: assumption"};

inline constexpr ParameterSpec kTransitWalkReach{
    .id = "transit.walk.longest",
    .label = ISO_TR("parameter", "Longest walk to, from and between stops"),
    .meaning =
        ISO_TR("parameter", "People walk at most this far along streets to a stop, from one stop to another, and from the last stop."),
    .symbol = "R",
    .unit = Unit::Metre,
    .standard = 1000,
    .low = 200,
    .high = 2000,
    .distribution = Distribution::Fixed,
    .source = "Convention of accessibility studies: 1 km, as in Pereira et al. 2021, r5r, Findings, doi 10.32866/001c.21262"};

inline constexpr ParameterSpec kTransitDirectWalk{.id = "transit.walk.all_the_way",
                                                  .label = ISO_TR("parameter", "Longest walk without a ride"),
                                                  .meaning =
                                                      ISO_TR("parameter", "Who is faster on foot walks all the way, up to this distance."),
                                                  .symbol = "R0",
                                                  .unit = Unit::Metre,
                                                  .standard = 2400,
                                                  .low = 200,
                                                  .high = 8000,
                                                  .distribution = Distribution::Fixed,
                                                  .source = "Assumption: half an hour at 4.8 km/h, the cut-off of access on foot"};

inline constexpr ParameterSpec kTransitConnector{
    .id = "transit.walk.connector",
    .label = ISO_TR("parameter", "Farthest street of a stop or place"),
    .meaning =
        ISO_TR("parameter", "Stops and places are joined in a straight line to the nearest junction, if that is no farther than this."),
    .symbol = "r",
    .unit = Unit::Metre,
    .standard = 500,
    .low = 50,
    .high = 2000,
    .distribution = Distribution::Fixed,
    .source = "Numerical choice: farther places have no street in the data"};

inline constexpr ParameterSpec kTransitChangeTime{
    .id = "transit.change.time",
    .label = ISO_TR("parameter", "Least time for a change"),
    .meaning =
        ISO_TR("parameter", "Between an arrival at a stop and the next departure there must be at least this time, beside the walk."),
    .symbol = "tc",
    .unit = Unit::Second,
    .standard = 60,
    .low = 0,
    .high = 600,
    .distribution = Distribution::Fixed,
    .source = "Assumption: one minute, the boarding slack of common routing programs"};

inline constexpr ParameterSpec kTransitBoardings{.id = "transit.boardings.most",
                                                 .label = ISO_TR("parameter", "Most rides of a journey"),
                                                 .meaning = ISO_TR("parameter", "Journeys with more rides are not looked for."),
                                                 .symbol = "K",
                                                 .unit = Unit::One,
                                                 .standard = 4,
                                                 .low = 1,
                                                 .high = 8,
                                                 .distribution = Distribution::Fixed,
                                                 .source = "Numerical choice: three changes; calculating time grows with it"};

inline constexpr ParameterSpec kTransitLongest{.id = "transit.journey.longest",
                                               .label = ISO_TR("parameter", "Longest journey"),
                                               .meaning = ISO_TR("parameter", "Places that take longer count as not reachable."),
                                               .symbol = "Tmax",
                                               .unit = Unit::Minute,
                                               .standard = 120,
                                               .low = 15,
                                               .high = 300,
                                               .distribution = Distribution::Fixed,
                                               .source = "Convention: two hours, as in Pereira et al. 2021, r5r, doi 10.32866/001c.21262"};

inline constexpr ParameterSpec kTransitWindowStart{.id = "transit.window.start",
                                                   .label = ISO_TR("parameter", "First departure"),
                                                   .meaning =
                                                       ISO_TR("parameter", "Hour of the day at which the window of departures begins."),
                                                   .symbol = "t0",
                                                   .unit = Unit::Hour,
                                                   .standard = 7,
                                                   .low = 0,
                                                   .high = 23,
                                                   .distribution = Distribution::Fixed,
                                                   .source = "Assumption: the hour before most work begins"};

inline constexpr ParameterSpec kTransitWindowLength{
    .id = "transit.window.length",
    .label = ISO_TR("parameter", "Window of departures"),
    .meaning = ISO_TR("parameter", "Journeys start at every step of this window, and figures are means over them."),
    .symbol = "W",
    .unit = Unit::Minute,
    .standard = 60,
    .low = 1,
    .high = 240,
    .distribution = Distribution::Fixed,
    .source = "Convention: one hour, so that the chance of a departure evens out (Conway, Byrd & van der Linden 2017, "
              "Transportation Research Record 2653)"};

inline constexpr ParameterSpec kTransitWindowStep{
    .id = "transit.window.step",
    .label = ISO_TR("parameter", "Step between departures"),
    .meaning = ISO_TR("parameter", "Time between two departures of the window in the calculation of access to jobs."),
    .symbol = "dt",
    .unit = Unit::Minute,
    .standard = 1,
    .low = 1,
    .high = 15,
    .distribution = Distribution::Fixed,
    .source = "Numerical choice: every minute of the window, no random draws"};

inline constexpr ParameterSpec kTransitCutoff{
    .id = "transit.access.cut_off",
    .label = ISO_TR("parameter", "Longest journey to a job by public transport"),
    .meaning = ISO_TR("parameter", "Jobs within this time from door to door, walks and waiting included, count as reachable."),
    .symbol = "Tpt",
    .unit = Unit::Minute,
    .standard = 45,
    .low = 10,
    .high = 120,
    .distribution = Distribution::Fixed,
    .source = "Assumption: cumulative accessibility is published for 30, 45 and 60 minutes (OECD/ITF 2019, Benchmarking Accessibility in "
              "Cities); the middle one"};

inline constexpr ParameterSpec kTransitOrigins{
    .id = "transit.access.origins",
    .label = ISO_TR("parameter", "Starting points per neighbourhood by public transport"),
    .meaning = ISO_TR("parameter", "Places, spread evenly over the people of a neighbourhood, from which journeys start."),
    .symbol = "k",
    .unit = Unit::One,
    .standard = 4,
    .low = 1,
    .high = 1000,
    .distribution = Distribution::Fixed,
    .source = "Numerical choice: calculating time grows in proportion"};

inline constexpr ParameterSpec kBusLaneGain{
    .id = "transit.bus_lane.gain",
    .label = ISO_TR("parameter", "Running time that a bus lane saves"),
    .meaning = ISO_TR("parameter",
                      "Share of the scheduled time between two stops, halts left out, that a bus saves where it has a lane of its own "
                      "all the way; in proportion where the lane covers a part of the way."),
    .symbol = "gb",
    .unit = Unit::One,
    .standard = 0.12,
    .low = 0,
    .high = 0.4,
    .distribution = Distribution::Triangular,
    .source = "Transport for London 2006, as told by BBC News of 13 June 2006: buses nearly 13 % faster in bus lanes, so 0.12 of the time; "
              "TCRP Synthesis 83 (2010), chapter 3: Louisville about 0.25, Madison Avenue in New York 11 to 6.5 min, so 0.41; low: "
              "assumption, a street without congestion"};

/// Every parameter of the transit model.
inline constexpr const ParameterSpec* kTransitParameters[] = {
    &kTransitWalkSpeed, &kTransitWalkReach, &kTransitDirectWalk,  &kTransitConnector,    &kTransitChangeTime,
    &kTransitBoardings, &kTransitLongest,   &kTransitWindowStart, &kTransitWindowLength, &kTransitWindowStep,
    &kTransitCutoff,    &kTransitOrigins,   &kBusLaneGain};

}  // namespace isopolis
