#pragma once
/// Thresholds of perceptible change, and the aversion of the Kolm-Pollak index.
///
///   double threshold = settings.parameters.value(kNo2Threshold);   // µg/m³
///
/// Thresholds in percent are of the mean before the scheme, weighted by people over the whole city: one figure for all
/// neighbourhoods, so that a place where almost nothing was within reach does not count as changed by a trifle.

#include "simulation/scenario/parameter_spec.h"

namespace isopolis {

inline constexpr ParameterSpec kNo2Threshold{
    .id = "equity.threshold.no2",
    .label = ISO_TR("parameter", "Smallest change of nitrogen dioxide that counts"),
    .meaning = ISO_TR("parameter", "People count as better or worse off if the annual mean changes by at least this much."),
    .symbol = "T_NO2",
    .unit = Unit::MicrogramPerM3,
    .standard = 0.4,
    .low = 0.0,
    .high = 4.0,
    .distribution = Distribution::Fixed,
    .source = "Assumption: 1 % of the annual limit value of 40 µg/m³ of Directive 2008/50/EC, annex XI",
};

inline constexpr ParameterSpec kPm25Threshold{
    .id = "equity.threshold.pm25",
    .label = ISO_TR("parameter", "Smallest change of fine particles that counts"),
    .meaning = ISO_TR("parameter", "People count as better or worse off if the annual mean changes by at least this much."),
    .symbol = "T_PM2.5",
    .unit = Unit::MicrogramPerM3,
    .standard = 0.1,
    .low = 0.0,
    .high = 1.0,
    .distribution = Distribution::Fixed,
    .source = "Assumption: 1 % of the annual limit value of 10 µg/m³ for 2030 of Directive (EU) 2024/2881, annex I",
};

inline constexpr ParameterSpec kPm10Threshold{
    .id = "equity.threshold.pm10",
    .label = ISO_TR("parameter", "Smallest change of PM10 that counts"),
    .meaning = ISO_TR("parameter", "People count as better or worse off if the annual mean changes by at least this much."),
    .symbol = "T_PM10",
    .unit = Unit::MicrogramPerM3,
    .standard = 0.2,
    .low = 0.0,
    .high = 2.0,
    .distribution = Distribution::Fixed,
    .source = "Assumption: 1 % of the annual limit value of 20 µg/m³ for 2030 of Directive (EU) 2024/2881, annex I",
};

inline constexpr ParameterSpec kCo2Threshold{
    .id = "equity.threshold.co2",
    .label = ISO_TR("parameter", "Smallest change of carbon dioxide that counts"),
    .meaning = ISO_TR("parameter",
                      "A neighbourhood counts as changed if the emission on its streets changes by at least this part of the city's mean."),
    .symbol = "T_CO2",
    .unit = Unit::Percent,
    .standard = 1.0,
    .low = 0.0,
    .high = 10.0,
    .distribution = Distribution::Fixed,
    .source = "Assumption: 1 %, as for access; no published threshold is known",
};

inline constexpr ParameterSpec kJobsThreshold{
    .id = "equity.threshold.jobs",
    .label = ISO_TR("parameter", "Smallest change of access to jobs that counts"),
    .meaning = ISO_TR(
        "parameter",
        "People count as better or worse off if the jobs they reach change by at least this part of what the average resident reaches."),
    .symbol = "T_jobs",
    .unit = Unit::Percent,
    .standard = 1.0,
    .low = 0.0,
    .high = 10.0,
    .distribution = Distribution::Fixed,
    .source = "Assumption: 1 % of the mean number of jobs within reach before the scheme",
};

inline constexpr ParameterSpec kCarTimeThreshold{
    .id = "equity.threshold.car_time",
    .label = ISO_TR("parameter", "Smallest change of car travel time that counts"),
    .meaning =
        ISO_TR("parameter",
               "People count as better or worse off if the mean time of car trips from their neighbourhood changes by at least this much."),
    .symbol = "T_time",
    .unit = Unit::Minute,
    .standard = 1.0,
    .low = 0.0,
    .high = 5.0,
    .distribution = Distribution::Fixed,
    .source = "Assumption: one minute, the step in which people report travel times",
};

inline constexpr ParameterSpec kWalkTimeThreshold{
    .id = "equity.threshold.walk_time",
    .label = ISO_TR("parameter", "Smallest change of a walk that counts"),
    .meaning =
        ISO_TR("parameter", "People count as better or worse off if the mean walk to the nearest place changes by at least this much."),
    .symbol = "T_walk",
    .unit = Unit::Minute,
    .standard = 1.0,
    .low = 0.0,
    .high = 5.0,
    .distribution = Distribution::Fixed,
    .source = "Assumption: one minute, the step in which people report travel times",
};

inline constexpr ParameterSpec kRoadChargeThreshold{
    .id = "equity.threshold.road_charge",
    .label = ISO_TR("parameter", "Smallest change of the road charge paid that counts"),
    .meaning = ISO_TR(
        "parameter",
        "People count as better or worse off if what residents of their neighbourhood pay a day on average changes by at least this much."),
    .symbol = "T_pay",
    .unit = Unit::EuroPerDay,
    .standard = 0.05,
    .low = 0.0,
    .high = 1.0,
    .distribution = Distribution::Fixed,
    .source = "Assumption: five cents a day, about 18 euro a year for each resident; no published threshold is known",
};

inline constexpr ParameterSpec kKolmPollakEpsilon{
    .id = "equity.kolm_pollak.epsilon",
    .label = ISO_TR("parameter", "Aversion to inequality"),
    .meaning =
        ISO_TR("parameter", "How much the Kolm-Pollak index values the worst off; kappa follows from it and the values before the scheme."),
    .symbol = "epsilon",
    .unit = Unit::One,
    .standard = 0.5,
    .low = 0.25,
    .high = 1.0,
    .distribution = Distribution::Uniform,
    .source = "Logan et al. 2021 (kappa from epsilon); Sheriff and Maguire 2020 (index); 0.5 with range 0.25 to 1 is an assumption",
};

inline constexpr ParameterSpec kNoiseThreshold{
    .id = "equity.threshold.noise",
    .label = ISO_TR("parameter", "Smallest change of noise that counts"),
    .meaning = ISO_TR("parameter", "People count as better or worse off if the mean Lden changes by at least this much."),
    .symbol = "T_L",
    .unit = Unit::DecibelA,
    .standard = 1,
    .low = 0,
    .high = 5,
    .distribution = Distribution::Fixed,
    .source = "Assumption: about the smallest lasting change that people notice; 3 dB is a doubling of traffic",
};

inline constexpr ParameterSpec kAnnoyanceThreshold{
    .id = "equity.threshold.annoyance",
    .label = ISO_TR("parameter", "Smallest change of annoyance that counts"),
    .meaning = ISO_TR("parameter", "Change of the share of highly annoyed residents, in percent of its mean before the scheme."),
    .symbol = "T_HA",
    .unit = Unit::Percent,
    .standard = 5,
    .low = 0,
    .high = 20,
    .distribution = Distribution::Fixed,
    .source = "Assumption: about what 1 dB changes at 60 dB by the curve of Directive (EU) 2020/367: 15.1 to 16.1 % of residents",
};

inline constexpr ParameterSpec kAboveLimitThreshold{
    .id = "equity.threshold.above_limit",
    .label = ISO_TR("parameter", "Smallest change of the share above a limit that counts"),
    .meaning = ISO_TR("parameter", "Change of the share of residents above a limit value, in points of a hundred residents."),
    .symbol = "T_above",
    .unit = Unit::One,
    .standard = 1,
    .low = 0,
    .high = 10,
    .distribution = Distribution::Fixed,
    .source = "Assumption: one resident in a hundred; an absolute step, because the share before the scheme can be 0",
};

inline constexpr ParameterSpec kMatrixTolerance{
    .id = "equity.matrix_tolerance",
    .label = ISO_TR("parameter", "Tolerance of the appraisal matrix"),
    .meaning = ISO_TR("parameter", "A group's share of gains or losses counts as in line with its share of the people within this."),
    .symbol = "δ",
    .unit = Unit::One,
    .standard = 0.05,
    .low = 0,
    .high = 0.2,
    .distribution = Distribution::Fixed,
    .source = "Assumption after UK TAG unit A4.2 (2020): within five percentage points counts as in line",
};

inline constexpr ParameterSpec kLeastBase{
    .id = "equity.least_base",
    .label = ISO_TR("parameter", "Fewest people of a group that are shown on the map"),
    .meaning = ISO_TR("parameter",
                      "Where fewer people of a group live, the map does not show what changes for them, and zones are counted as small."),
    .symbol = "k",
    .unit = Unit::One,
    .standard = 10,
    .low = 1,
    .high = 100,
    .distribution = Distribution::Fixed,
    .source =
        "Assumption: ten people, as in the rule for figures of the Longitudinal Study of England and Wales (CeLSIUS, advice of the Office "
        "for National Statistics); Hundepool et al. 2024, Handbook on Statistical Disclosure Control, 2nd edition, §4.2 and glossary, name "
        "3 as the common choice, 5 for some agencies",
};

inline constexpr ParameterSpec kLeastShare{
    .id = "equity.least_level",
    .label = ISO_TR("parameter", "Smallest level of which a percentage is shown"),
    .meaning = ISO_TR("parameter", "Where the level before is below this share of the city's mean, a change is not shown in percent."),
    .symbol = "s",
    .unit = Unit::One,
    .standard = 0.05,
    .low = 0.0,
    .high = 0.5,
    .distribution = Distribution::Fixed,
    .source = "Assumption: a twentieth of the mean; percentages of nearly nothing say nothing",
};

inline constexpr const ParameterSpec* kEquityParameters[] = {
    &kLeastBase,          &kLeastShare,       &kMatrixTolerance, &kAboveLimitThreshold, &kNoiseThreshold,
    &kAnnoyanceThreshold, &kCarTimeThreshold, &kCo2Threshold,    &kJobsThreshold,       &kKolmPollakEpsilon,
    &kNo2Threshold,       &kPm25Threshold,    &kPm10Threshold,   &kWalkTimeThreshold,   &kRoadChargeThreshold,
};

}  // namespace isopolis
