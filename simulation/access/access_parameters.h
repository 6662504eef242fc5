#pragma once
/// What a modeller could dispute about access to jobs: cut-offs, walking, and how places are joined to the network.

#include "simulation/scenario/parameter_spec.h"

namespace isopolis {

inline constexpr ParameterSpec kCarCutoff{
    .id = "access.car.cut_off",
    .label = ISO_TR("parameter", "Longest car trip to a job"),
    .meaning = ISO_TR("parameter", "Jobs within this time by car, in the traffic of the modelled hour, count as reachable."),
    .symbol = "Tcar",
    .unit = Unit::Minute,
    .standard = 30,
    .low = 5,
    .high = 90,
    .distribution = Distribution::Fixed,
    .source = "Convention of cumulative accessibility: 30 minutes (OECD/ITF 2019, Benchmarking Accessibility in Cities)"};

inline constexpr ParameterSpec kWalkCutoff{
    .id = "access.walk.cut_off",
    .label = ISO_TR("parameter", "Longest walk to a job"),
    .meaning = ISO_TR("parameter", "Jobs within this time on foot count as reachable."),
    .symbol = "Twalk",
    .unit = Unit::Minute,
    .standard = 30,
    .low = 5,
    .high = 60,
    .distribution = Distribution::Fixed,
    .source = "Convention of cumulative accessibility: 30 minutes (OECD/ITF 2019, Benchmarking Accessibility in Cities)"};

inline constexpr ParameterSpec kTerminalTime{
    .id = "access.car.terminal_time",
    .label = ISO_TR("parameter", "Walking and parking of a car trip"),
    .meaning = ISO_TR("parameter", "Time added to each car trip for the walks to and from the car and for parking."),
    .symbol = "tp",
    .unit = Unit::Minute,
    .standard = 3,
    .low = 0,
    .high = 10,
    .distribution = Distribution::Triangular,
    .source = "Assumption: 1 to 5 minutes are usual in city models (NCHRP Report 716, 2012, terminal times)"};

inline constexpr ParameterSpec kCarOrigins{
    .id = "access.car.origins",
    .label = ISO_TR("parameter", "Starting points per neighbourhood"),
    .meaning = ISO_TR("parameter", "Junctions, spread evenly over the people of a neighbourhood, from which car trips are timed."),
    .symbol = "k",
    .unit = Unit::One,
    .standard = 8,
    .low = 1,
    .high = 1000,
    .distribution = Distribution::Fixed,
    .source = "Numerical choice: calculating time grows in proportion"};

inline constexpr ParameterSpec kWalkSpeed{.id = "access.walk.speed",
                                          .label = ISO_TR("parameter", "Walking speed"),
                                          .meaning = ISO_TR("parameter", "Mean speed on foot on level ground."),
                                          .symbol = "v",
                                          .unit = Unit::KmPerHour,
                                          .standard = 4.8,
                                          .low = 3,
                                          .high = 6,
                                          .distribution = Distribution::Triangular,
                                          .source = "Department for Transport (UK), Journey time statistics: 4.8 km/h; range: assumption"};

inline constexpr ParameterSpec kAccessConnector{
    .id = "access.connector",
    .label = ISO_TR("parameter", "Farthest junction of a place"),
    .meaning = ISO_TR("parameter", "A place is joined in a straight line to the nearest junction, if that is no farther than this."),
    .symbol = "R",
    .unit = Unit::Metre,
    .standard = 500,
    .low = 50,
    .high = 2000,
    .distribution = Distribution::Fixed,
    .source = "Numerical choice: farther places have no street in the data"};

/// Every parameter of the access model.
inline constexpr const ParameterSpec* kAccessParameters[] = {&kCarCutoff,  &kWalkCutoff, &kTerminalTime,
                                                             &kCarOrigins, &kWalkSpeed,  &kAccessConnector};

}  // namespace isopolis
