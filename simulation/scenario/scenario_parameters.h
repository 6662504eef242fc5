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

inline constexpr ParameterSpec kMixedHomes{
    .id = "scenario.mixed_homes",
    .label = ISO_TR("parameter", "Homes in a building of mixed use that is removed"),
    .meaning =
        ISO_TR("parameter", "Share of such a building's floor area in which people live; in the rest people work. Used where a scheme "
                            "removes a building and does not say how many people and jobs leave with it."),
    .symbol = "hm",
    .unit = Unit::One,
    .standard = 0.7,
    .low = 0.4,
    .high = 0.95,
    .distribution = Distribution::Fixed,
    .source = "Assumption, the same as when the people of a city are spread over its buildings"};

/// Every parameter of scenarios themselves.
inline constexpr const ParameterSpec* kScenarioParameters[] = {&kJoinDistance, &kStopJoin, &kMixedHomes};

}  // namespace isopolis
