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

/// Every parameter of uncertainty itself.
inline constexpr const ParameterSpec* kUncertaintyParameters[] = {&kConfidence};

}  // namespace isopolis
