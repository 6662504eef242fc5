#pragma once
/// Emissions per link and day.

#include "gis/core/error.h"
#include "gis/core/ids.h"

namespace isopolis {

enum class Pollutant : std::uint8_t { NOx, PM25, CO2 };
inline constexpr std::size_t kPollutantCount = 3;

struct EmissionResult {
    IdVector<LinkId, double> nox_g_day, pm25_g_day, co2_g_day;  ///< per link of the AppliedScenario; PM2.5 with tyre, brake and road wear
    IdVector<LinkId, double> primaryNo2_g_day;                  ///< part of NOx emitted as NO2
    IdVector<LinkId, double> pm10_g_day;                        ///< exhaust and wear, without resuspension
    IdVector<LinkId, double> stirring;  ///< Σ vehicles/h · km/h · frontal area m², mean of the day: wakes in street canyons
    double totalNox_kg_day = 0, totalPm25_kg_day = 0, totalCo2_t_day = 0;
    double totalPm10_kg_day = 0, totalColdNox_kg_day = 0, totalWearPm25_kg_day = 0;
    double totalElectricity_MWh_day = 0, totalGridCo2_t_day = 0;  ///< what vehicles charge, and what power stations emit for it
    std::vector<Issue> issues;
    friend bool operator==(const EmissionResult&, const EmissionResult&) = default;
};

}  // namespace isopolis
