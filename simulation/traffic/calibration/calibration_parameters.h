#pragma once
/// What a modeller could dispute about fitting demand to counts. No run reads them: they lead to the factors, which a scenario holds.

#include "simulation/scenario/parameter_spec.h"

namespace isopolis {

inline constexpr ParameterSpec kCountError{
    .id = "calibration.count_error",
    .label = ISO_TR("parameter", "Error of a count"),
    .meaning =
        ISO_TR("parameter", "Standard deviation of an hourly count relative to its value, with what years and weekdays differ; chance in "
                            "the number of vehicles comes on top."),
    .symbol = "ε",
    .unit = Unit::One,
    .standard = 0.1,
    .low = 0.02,
    .high = 0.5,
    .distribution = Distribution::Fixed,
    .source = "UK TAG unit M1.2, Data sources and surveys (DfT 2020): 95 % intervals of ±5 % for automatic and ±10 % for manual counts "
              "(figures unverified); here doubled for counts of other years (assumption)",
};

inline constexpr ParameterSpec kRouteError{
    .id = "calibration.route_error",
    .label = ISO_TR("parameter", "Error of the model on one street"),
    .meaning =
        ISO_TR("parameter", "Standard deviation, as a GEH, of what the assignment of the right trips would still miss on one street: "
                            "routes, coarse places where trips begin, streets that changed."),
    .symbol = "κ",
    .unit = Unit::One,
    .standard = 3.5,
    .low = 0.5,
    .high = 10,
    .distribution = Distribution::Fixed,
    .source =
        "UK TAG unit M3.1, Highway assignment modelling (DfT 2020), table 2: in a validated model 85 % of streets have a GEH below 5, "
        "which is a standard deviation of 3.5",
};

inline constexpr ParameterSpec kLevelError{
    .id = "calibration.level_error",
    .label = ISO_TR("parameter", "Error of all trips together"),
    .meaning =
        ISO_TR("parameter", "Standard deviation of the logarithm of what the demand model makes of all car trips of the hour: trips a "
                            "person, share of the hour in the day, persons in a car."),
    .symbol = "σ_level",
    .unit = Unit::One,
    .standard = 0.3,
    .low = 0.01,
    .high = 2,
    .distribution = Distribution::Fixed,
    .source = "Assumption: the level of a demand model without a local survey is right within about a third",
};

inline constexpr ParameterSpec kEndError{
    .id = "calibration.end_error",
    .label = ISO_TR("parameter", "Error of a place's trips"),
    .meaning = ISO_TR("parameter",
                      "Standard deviation of the logarithm of what the demand model makes of all trips from a place, and of all trips "
                      "to one."),
    .symbol = "σ_end",
    .unit = Unit::One,
    .standard = 0.3,
    .low = 0.01,
    .high = 2,
    .distribution = Distribution::Fixed,
    .source = "Assumption: trip ends by residents and jobs alone are right within about a third",
};

inline constexpr ParameterSpec kPairError{
    .id = "calibration.pair_error",
    .label = ISO_TR("parameter", "Error of the trips between two places"),
    .meaning =
        ISO_TR("parameter", "Standard deviation of the logarithm of what the demand model makes of the trips of one pair of places, beside "
                            "that of its ends."),
    .symbol = "σ_pair",
    .unit = Unit::One,
    .standard = 0.3,
    .low = 0.01,
    .high = 2,
    .distribution = Distribution::Fixed,
    .source = "Assumption; form of the term: Cascetta 1984, Transportation Research B 18(4/5), generalised least squares",
};

inline constexpr ParameterSpec kHeldOutShare{
    .id = "calibration.held_out_share",
    .label = ISO_TR("parameter", "Counters set aside"),
    .meaning = ISO_TR("parameter", "Share of the counting stations that are not used for the fit and judge it."),
    .symbol = "h",
    .unit = Unit::One,
    .standard = 0.2,
    .low = 0,
    .high = 0.5,
    .distribution = Distribution::Fixed,
    .source = "Assumption: one station in five, as in fivefold cross-validation (Hastie, Tibshirani & Friedman 2009, The Elements of "
              "Statistical Learning, §7.10)",
};

inline constexpr ParameterSpec kTripLengthLimit{
    .id = "calibration.trip_length_limit",
    .label = ISO_TR("parameter", "Largest change of the mean trip length"),
    .meaning = ISO_TR("parameter", "The fit stops before the mean length of car trips has changed by more than this share."),
    .symbol = "ℓ",
    .unit = Unit::One,
    .standard = 0.05,
    .low = 0.01,
    .high = 0.5,
    .distribution = Distribution::Fixed,
    .source = "UK TAG unit M3.1, Highway assignment modelling (DfT 2020), table 5: means of trip length distributions within 5 %",
};

inline constexpr ParameterSpec kCalibrationRounds{
    .id = "calibration.rounds",
    .label = ISO_TR("parameter", "Most rounds of the fit"),
    .meaning = ISO_TR("parameter", "Assignments after which the fit ends if the counters set aside have not ended it before."),
    .symbol = "K",
    .unit = Unit::One,
    .standard = 30,
    .low = 1,
    .high = 200,
    .distribution = Distribution::Fixed,
    .source = "Assumption: Spiess 1990 (CRT publication 693, Université de Montréal) reports most of the gain within the first rounds",
};

inline constexpr ParameterSpec kCapacityExcess{
    .id = "calibration.capacity_excess",
    .label = ISO_TR("parameter", "Count beyond capacity"),
    .meaning = ISO_TR("parameter", "A count larger than the modelled capacity of its street by this factor is reported and not used."),
    .symbol = "x",
    .unit = Unit::One,
    .standard = 1.5,
    .low = 1,
    .high = 5,
    .distribution = Distribution::Fixed,
    .source =
        "Assumption: capacities of a lane by class of road are right within a half (Highway Capacity Manual 2010, TRB: 1,400 to 2,400 "
        "veh/h and lane)",
};

inline constexpr const ParameterSpec* kCalibrationParameters[] = {&kCountError,      &kRouteError,        &kLevelError,
                                                                  &kEndError,        &kPairError,         &kHeldOutShare,
                                                                  &kTripLengthLimit, &kCalibrationRounds, &kCapacityExcess};

}  // namespace isopolis
