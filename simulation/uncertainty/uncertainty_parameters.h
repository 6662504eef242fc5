#pragma once
/// What a reader could dispute about how sure a result is said to be.

#include "simulation/scenario/parameter_spec.h"

namespace isopolis {

inline constexpr ParameterSpec kConfidence{
    .id = "uncertainty.confidence",
    .label = ISO_TR("parameter", "Confidence asked for"),
    .meaning = ISO_TR("parameter", "Share of the draws that must agree before a neighbourhood counts as better or worse; also the width of "
                                   "intervals."),
    .symbol = "c",
    .unit = Unit::One,
    .standard = 0.9,
    .low = 0.5,
    .high = 0.99,
    .distribution = Distribution::Fixed,
    .source = "IPCC guidance note on uncertainty (Mastrandrea et al. 2010): 'very likely' means at least 90 %",
};

inline constexpr ParameterSpec kLeastSurrogateR2{
    .id = "uncertainty.surrogate.least_r2",
    .label = ISO_TR("parameter", "Fit asked of a surrogate"),
    .meaning = ISO_TR("parameter", "Cross-validated R² below which a surrogate's answer for a figure is refused."),
    .symbol = "R²",
    .unit = Unit::One,
    .standard = 0.8,
    .low = 0.5,
    .high = 0.99,
    .distribution = Distribution::Fixed,
    .source =
        "Assumption: stricter than 0.7, below which Marrel and others hold a surrogate for a poor approximation (read in the manual of "
        "another program that quotes them, not in their paper)",
};

/// Every parameter of uncertainty itself.
inline constexpr const ParameterSpec* kUncertaintyParameters[] = {&kConfidence, &kLeastSurrogateR2};

}  // namespace isopolis
