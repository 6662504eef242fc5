#pragma once
/// What a modeller could dispute about how schemes are joined to the city.

#include "simulation/scenario/parameter_spec.h"

namespace isopolis {

inline constexpr ParameterSpec kJoinDistance{
    .id = "scenario.join_distance",
    .label = ISO_TR("parameter", "Reach of a new road's ends"),
    .meaning = ISO_TR("parameter", "The ends of a new road are joined to the nearest junction within this distance."),
    .symbol = "R",
    .unit = Unit::Metre,
    .standard = 60,
    .low = 5,
    .high = 300,
    .distribution = Distribution::Fixed,
    .source = "Numerical choice: about half a city block"};

inline constexpr ParameterSpec kStopJoin{
    .id = "scenario.stop_join",
    .label = ISO_TR("parameter", "Reach of a new line's stops"),
    .meaning = ISO_TR("parameter", "A drawn stop of a new line is the nearest stop of the city within this distance, else a new one."),
    .symbol = "Rs",
    .unit = Unit::Metre,
    .standard = 40,
    .low = 1,
    .high = 200,
    .distribution = Distribution::Fixed,
    .source = "Numerical choice: about the distance between two platforms of one stop"};

/// Every parameter of scenarios themselves.
inline constexpr const ParameterSpec* kScenarioParameters[] = {&kJoinDistance, &kStopJoin};

}  // namespace isopolis
