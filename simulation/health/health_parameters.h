#pragma once
/// What a modeller could dispute about health: relative risks, levels below which nothing is counted, death rates, limit values.

#include "simulation/scenario/parameter_spec.h"

namespace isopolis {

constexpr ParameterSpec relativeRiskSpec(std::string_view id, std::string_view label, double standard, double low, double high,
                                         std::string_view source)
{
    return {.id = id,
            .label = label,
            .meaning =
                ISO_TR("parameter", "Deaths from natural causes of people aged 30 and more per 10 µg/m³ more, as a ratio; low and high "
                                    "are the limits of the 95 % interval."),
            .symbol = "RR",
            .unit = Unit::One,
            .standard = standard,
            .low = low,
            .high = high,
            .distribution = Distribution::LogNormal,
            .source = source};
}

inline constexpr ParameterSpec kPm25Risk =
    relativeRiskSpec("health.risk.pm25", ISO_TR("parameter", "Relative risk of PM2.5"), 1.08, 1.06, 1.09,
                     "Chen & Hoek 2020, Environment International 143; basis of the WHO air quality guidelines 2021");
inline constexpr ParameterSpec kNo2Risk =
    relativeRiskSpec("health.risk.no2", ISO_TR("parameter", "Relative risk of NO2"), 1.02, 1.01, 1.04,
                     "Huangfu & Atkinson 2020, Environment International 144; basis of the WHO air quality guidelines 2021");

constexpr ParameterSpec counterfactualSpec(std::string_view id, std::string_view label, double standard, double high)
{
    return {.id = id,
            .label = label,
            .meaning = ISO_TR("parameter", "Annual mean below which no deaths are counted; 0 counts all."),
            .symbol = "C0",
            .unit = Unit::MicrogramPerM3,
            .standard = standard,
            .low = 0,
            .high = high,
            .distribution = Distribution::Fixed,
            .source = "WHO global air quality guidelines 2021: the guideline level; 0 as the other common choice"};
}

inline constexpr ParameterSpec kPm25Counterfactual =
    counterfactualSpec("health.counterfactual.pm25", ISO_TR("parameter", "PM2.5 from which deaths count"), 5, 5);
inline constexpr ParameterSpec kNo2Counterfactual =
    counterfactualSpec("health.counterfactual.no2", ISO_TR("parameter", "NO2 from which deaths count"), 10, 20);

inline constexpr ParameterSpec kAdultShare{
    .id = "health.adult_share",
    .label = ISO_TR("parameter", "People aged 30 and more"),
    .meaning = ISO_TR("parameter", "Share of the residents aged 30 and more, to whom the relative risks apply."),
    .symbol = "p30",
    .unit = Unit::One,
    .standard = 0.67,
    .low = 0.55,
    .high = 0.75,
    .distribution = Distribution::Uniform,
    .source = "Assumption: age structure of European cities about 2020; replace by the city's own"};

inline constexpr ParameterSpec kDeathRate{
    .id = "health.death_rate",
    .label = ISO_TR("parameter", "Deaths from natural causes per person aged 30 and more"),
    .meaning = ISO_TR("parameter", "Yearly deaths from natural causes among people aged 30 and more, per 1000 of them."),
    .symbol = "y0",
    .unit = Unit::One,
    .standard = 13,
    .low = 8,
    .high = 20,
    .distribution = Distribution::Uniform,
    .source = "Assumption: about 1.3 % a year in western Europe; replace by the national statistics"};

constexpr ParameterSpec limitSpec(std::string_view id, std::string_view label, double standard, double low, double high,
                                  std::string_view source)
{
    return {.id = id,
            .label = label,
            .meaning = ISO_TR("parameter", "Annual mean above which residents are counted."),
            .symbol = "L",
            .unit = Unit::MicrogramPerM3,
            .standard = standard,
            .low = low,
            .high = high,
            .distribution = Distribution::Fixed,
            .source = source};
}

inline constexpr ParameterSpec kNo2Who = limitSpec("health.limit.no2_who", ISO_TR("parameter", "WHO guideline level of NO2"), 10, 5, 40,
                                                   "WHO global air quality guidelines 2021, annual mean");
inline constexpr ParameterSpec kNo2Eu = limitSpec("health.limit.no2_eu", ISO_TR("parameter", "EU limit value of NO2 from 2030"), 20, 10, 40,
                                                  "Directive (EU) 2024/2881, annex I: annual mean, from 2030; 40 until 2029 (2008/50/EC)");
inline constexpr ParameterSpec kPm25Who = limitSpec("health.limit.pm25_who", ISO_TR("parameter", "WHO guideline level of PM2.5"), 5, 2, 25,
                                                    "WHO global air quality guidelines 2021, annual mean");
inline constexpr ParameterSpec kPm25Eu =
    limitSpec("health.limit.pm25_eu", ISO_TR("parameter", "EU limit value of PM2.5 from 2030"), 10, 5, 25,
              "Directive (EU) 2024/2881, annex I: annual mean, from 2030; 25 until 2029 (2008/50/EC)");

inline constexpr ParameterSpec kPm10Who = limitSpec("health.limit.pm10_who", ISO_TR("parameter", "WHO guideline level of PM10"), 15, 5, 40,
                                                    "WHO global air quality guidelines 2021, annual mean");
inline constexpr ParameterSpec kPm10Eu =
    limitSpec("health.limit.pm10_eu", ISO_TR("parameter", "EU limit value of PM10 from 2030"), 20, 10, 40,
              "Directive (EU) 2024/2881, annex I: annual mean, from 2030; 40 until 2029 (2008/50/EC)");

/// Every parameter of the health model.
inline constexpr const ParameterSpec* kHealthParameters[] = {
    &kPm25Risk, &kNo2Risk, &kPm25Counterfactual, &kNo2Counterfactual, &kAdultShare, &kDeathRate, &kNo2Who, &kNo2Eu, &kPm25Who, &kPm25Eu,
    &kPm10Who,  &kPm10Eu};

}  // namespace isopolis
