#pragma once
/// From routine weather (wind, cloud, temperature) to what dispersion needs: u*, heat flux, Obukhov length, mixing heights, w*.
///
///   std::vector<MetHour> hours = boundaryLayers(city.weather().hours, site, issues);
///   std::vector<MetClass> classes = metClasses(hours, {0.1, 0.55, 0.35});   // weights sum to one
///
/// What surprises: hours are UTC; the sun and the daily periods follow the longitude. An hour without wind is a gap: it is left out and
/// counted in an issue; one without cloud or temperature takes the site's. Mechanical mixing heights are smoothed over hours, convective
/// ones grow with the heat since sunrise. Above towns, L never gets shorter than a floor in stable air.
/// Source: Holtslag & van Ulden 1983; Cimorelli et al. 2005 (AERMET); R-LINE conventions for displacement.

#include "gis/core/city/city.h"
#include "simulation/air/rline.h"

#include <array>
#include <span>

namespace isopolis {

/// The surface around the wind mast and in the city, as one.
struct MetSite {
    double latitude_deg = 50, longitude_deg = 10;
    double roughness_m = 0.5, displacement_m = 2.5, windHeight_m = 10;
    double albedo = 0.18, bowen = 1.5;
    double minimumWind_ms = 0.28;
    double stableLength_m = 25;              ///< shortest L in stable air
    double lapse_k_m = 0.005;                ///< of the air above the mixed layer
    double cloud = 0.5, temperature_c = 10;  ///< where an hour has none
};

enum class DayPeriod : std::uint8_t { Night, Day, Peak };
inline constexpr std::size_t kDayPeriodCount = 3;

/// One hour, ready for R-LINE, with the terms on the way.
struct MetHour {
    RlineMeteorology met;
    double solarElevation_deg = 0, radiation_W_m2 = 0, netRadiation_W_m2 = 0, heat_W_m2 = 0;
    double temperature_k = 283;
    DayPeriod period = DayPeriod::Day;
    std::int64_t hour = 0;  ///< since 1970-01-01T00 UTC
};

double solarElevation_deg(double latitude_deg, double longitude_deg, std::int64_t hourUtc);
/// Night 22–6, peaks 7–9 and 16–19 by the sun's time, day else.
DayPeriod dayPeriod(double longitude_deg, std::int64_t hourUtc);

/// One hour's surface layer; mixing heights from this hour alone (mechanical) and given heat since sunrise (convective).
MetHour surfaceLayer(const WeatherHour& hour, const MetSite& site, double heatSinceSunrise_J_m2);

/// All usable hours in ascending order. Issues: wind_gap, no_cloud, no_temperature, bad_weather_hour.
std::vector<MetHour> boundaryLayers(std::span<const WeatherHour> hours, const MetSite& site, std::vector<Issue>& issues);

/// Hours of one class: 36 directions × 5 stabilities (1/L) × 5 speeds × 3 periods of the day.
struct MetClass {
    RlineMeteorology met;                  ///< weighted mean; wind and u* by their inverses; direction: the middle of the sector of 10°
    std::vector<RlineMeteorology> sample;  ///< some of its hours, evenly taken: plumes are averaged over them
    std::vector<double> sampleWeight;      ///< their weights; only ratios matter
    double weight = 0;                     ///< share of the class
    std::size_t hours = 0;
    std::size_t direction = 0, stability = 0, speed = 0;  ///< index of the class, unstable and slow first
    DayPeriod period = DayPeriod::Night;
};
inline constexpr std::size_t kDirectionClasses = 36, kSpeedClasses = 5, kStabilityClasses = 5;

/// Weight of each hour in a mean that follows the traffic of the day: `periodShares` of the day's emission at night, by day and in the
/// peaks. Hours of a period share its part; a period without hours gives its part to the others.
std::vector<double> hourWeights(std::span<const MetHour> hours, const std::array<double, kDayPeriodCount>& periodShares);
/// The occupied classes, in ascending order of direction, stability, speed and period.
std::vector<MetClass> metClasses(std::span<const MetHour> hours, const std::array<double, kDayPeriodCount>& periodShares);

}  // namespace isopolis
