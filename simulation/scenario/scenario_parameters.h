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

/// Every parameter of scenarios themselves.
inline constexpr const ParameterSpec* kScenarioParameters[] = {&kJoinDistance};

}  // namespace isopolis
