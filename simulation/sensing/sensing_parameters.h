#pragma once
/// What a modeller could dispute about correcting a model by sensors. No run reads them.

#include "simulation/scenario/parameter_spec.h"

namespace isopolis {

inline constexpr ParameterSpec kReferenceError{
    .id = "sensing.error.reference",
    .label = ISO_TR("parameter", "Error of a reference station"),
    .meaning = ISO_TR("parameter", "Standard deviation of a reference analyser relative to its value."),
    .symbol = "ε_ref",
    .unit = Unit::One,
    .standard = 0.1,
    .low = 0.02,
    .high = 0.3,
    .distribution = Distribution::Fixed,
    .source = "Directive 2008/50/EC, annex I: 15 % expanded uncertainty of NO2, 25 % of particles; 10 % as one standard deviation",
};
inline constexpr ParameterSpec kIndicativeError{
    .id = "sensing.error.indicative",
    .label = ISO_TR("parameter", "Error of an indicative sensor"),
    .meaning = ISO_TR("parameter", "Standard deviation of an indicative device relative to its value."),
    .symbol = "ε_ind",
    .unit = Unit::One,
    .standard = 0.25,
    .low = 0.1,
    .high = 0.5,
    .distribution = Distribution::Fixed,
    .source = "Directive 2008/50/EC, annex I: 25 % (NO2) and 50 % (particles) expanded uncertainty of indicative measurements",
};
inline constexpr ParameterSpec kCitizenError{
    .id = "sensing.error.citizen",
    .label = ISO_TR("parameter", "Error of a citizen sensor"),
    .meaning = ISO_TR("parameter", "Standard deviation of a low-cost device relative to its value."),
    .symbol = "ε_cit",
    .unit = Unit::One,
    .standard = 0.4,
    .low = 0.2,
    .high = 1,
    .distribution = Distribution::Fixed,
    .source = "Assumption; Castell et al. 2017, Environment International 99, doi:10.1016/j.envint.2016.12.007: low accuracy that differs "
              "from unit to unit (abstract), most pollutants beyond the uncertainty that Directive 2008/50/EC allows (as a summary of the "
              "text says)",
};
inline constexpr ParameterSpec kRepresentativeness{
    .id = "sensing.error.representativeness",
    .label = ISO_TR("parameter", "What a point does not tell of its surroundings"),
    .meaning = ISO_TR("parameter", "Standard deviation between a point and the mean of its surroundings relative to the value."),
    .symbol = "ε_rep",
    .unit = Unit::One,
    .standard = 0.05,
    .low = 0,
    .high = 0.3,
    .distribution = Distribution::Fixed,
    .source = "Assumption; idea: Janjić et al. 2018, Quarterly Journal of the Royal Meteorological Society 144, doi:10.1002/qj.3130",
};
inline constexpr ParameterSpec kLeastGain{
    .id = "sensing.least_gain",
    .label = ISO_TR("parameter", "Least gain of a correction"),
    .meaning = ISO_TR("parameter", "A correction is applied where, one sensor left out, it lowers the error by at least this share."),
    .symbol = "g",
    .unit = Unit::One,
    .standard = 0.05,
    .low = 0,
    .high = 0.5,
    .distribution = Distribution::Fixed,
    .source = "Assumption: smaller gains are within what a fortnight of hours can tell",
};
inline constexpr ParameterSpec kBackgroundLength{
    .id = "sensing.background_length",
    .label = ISO_TR("parameter", "Reach of a background residual"),
    .meaning =
        ISO_TR("parameter", "Distance over which what the model misses of the urban background falls to 1/e, where too little has been "
                            "measured to tell."),
    .symbol = "L_b",
    .unit = Unit::Kilometre,
    .standard = 5,
    .low = 3,
    .high = 10,
    .distribution = Distribution::Fixed,
    .source = "Assumption: 3 to 10 km for urban background",
};
inline constexpr ParameterSpec kStreetLength{
    .id = "sensing.street_length",
    .label = ISO_TR("parameter", "Reach of a street residual"),
    .meaning = ISO_TR("parameter", "Distance over which what the model misses beside a street falls to 1/e at places beside streets of the "
                                   "same class, where too little has been measured to tell."),
    .symbol = "L_s",
    .unit = Unit::Metre,
    .standard = 300,
    .low = 200,
    .high = 500,
    .distribution = Distribution::Fixed,
    .source = "Assumption: 200 to 500 m",
};
inline constexpr ParameterSpec kStreetShare{
    .id = "sensing.street_share",
    .label = ISO_TR("parameter", "Street part of the residual variance"),
    .meaning =
        ISO_TR("parameter", "Part of the variance of residuals beside streets that belongs to the street alone, where too little has been "
                            "measured to tell."),
    .symbol = "s",
    .unit = Unit::One,
    .standard = 0.5,
    .low = 0,
    .high = 0.95,
    .distribution = Distribution::Fixed,
    .source = "Assumption: half",
};
inline constexpr ParameterSpec kKerbDistance{
    .id = "sensing.kerb_distance",
    .label = ISO_TR("parameter", "Beside a street"),
    .meaning =
        ISO_TR("parameter", "A place counts as beside a street up to this distance from the axis of a main road (tertiary or higher)."),
    .symbol = "d_k",
    .unit = Unit::Metre,
    .standard = 20,
    .low = 10,
    .high = 50,
    .distribution = Distribution::Fixed,
    .source = "Directive 2008/50/EC, annex III: traffic stations within 10 m of the kerb; half of a main road's width added",
};
inline constexpr ParameterSpec kModelError{
    .id = "sensing.model_error",
    .label = ISO_TR("parameter", "Error of the model without sensors"),
    .meaning = ISO_TR("parameter",
                      "Standard deviation of what the model misses relative to its value, where too little has been measured to tell."),
    .symbol = "ε_m",
    .unit = Unit::One,
    .standard = 0.3,
    .low = 0.1,
    .high = 1,
    .distribution = Distribution::Fixed,
    .source = "Directive 2008/50/EC, annex I: 30 % for modelled annual means of NO2",
};
inline constexpr ParameterSpec kWorstOffWeight{
    .id = "sensing.worst_off_weight",
    .label = ISO_TR("parameter", "Weight of the lowest-income fifth"),
    .meaning =
        ISO_TR("parameter", "How much more a person of the lowest-income fifth counts than one of the highest when places for sensors are "
                            "chosen; the fifths between lie evenly between."),
    .symbol = "ω",
    .unit = Unit::One,
    .standard = 2,
    .low = 1,
    .high = 10,
    .distribution = Distribution::Fixed,
    .source = "Value judgement, to be set by those who decide: 1 counts everybody alike",
};

inline constexpr const ParameterSpec* kSensingParameters[] = {&kReferenceError, &kIndicativeError,  &kCitizenError,  &kRepresentativeness,
                                                              &kLeastGain,      &kBackgroundLength, &kStreetLength,  &kStreetShare,
                                                              &kKerbDistance,   &kModelError,       &kWorstOffWeight};

}  // namespace isopolis
