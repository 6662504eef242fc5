#include "simulation/air/meteorology.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>

namespace isopolis {

namespace {

constexpr double kKarman = 0.4, kGravity = 9.81, kDegree = std::numbers::pi / 180, kZeroC_k = 273.15;
constexpr double kDensity_kg_m3 = 1.2, kHeatCapacity_J_kgk = 1005, kStefan = 5.67e-8;
constexpr int kIterations = 5;
constexpr double kNeutral_m = 1e7, kShortest_m = 1;
constexpr double kStrongest_ms = 75;
constexpr std::int64_t kHoursPerDay = 24;
constexpr double kNight_h[] = {22, 6}, kPeaks_h[2][2] = {{7, 9}, {16, 19}};
constexpr std::array<double, kSpeedClasses - 1> kSpeeds_ms{1.2, 2.2, 3.5, 5.5};
constexpr std::array<double, kStabilityClasses - 1> kInverseLengths{-0.02, -0.002, 0.002, 0.02};
constexpr std::size_t kMostSample = 16;
constexpr double kSector_deg = 360.0 / static_cast<double>(kDirectionClasses);
constexpr double kHeightMemory = 0.5;  // weight of the hour before in the mechanical mixing height

double stabilityCorrection(double ratio)
{
    if (ratio > 0)
        return -17 * (1 - std::exp(-0.29 * ratio));
    const double x = std::pow(1 - 16 * ratio, 0.25);
    return 2 * std::log((1 + x) / 2) + std::log((1 + x * x) / 2) - 2 * std::atan(x) + std::numbers::pi / 2;
}

double localHour(double longitude_deg, std::int64_t hourUtc)
{
    const double hour = static_cast<double>(((hourUtc % kHoursPerDay) + kHoursPerDay) % kHoursPerDay) + longitude_deg / 15;
    return std::fmod(hour + 2 * static_cast<double>(kHoursPerDay), static_cast<double>(kHoursPerDay));
}

/// Convective air: u* and L depend on each other.
void convective(MetHour& h, const MetSite& site, double z)
{
    RlineMeteorology& m = h.met;
    m.frictionVelocity_ms = kKarman * m.wind_ms / std::log(z / site.roughness_m);
    for (int i = 0; i < kIterations; ++i) {
        m.moninObukhov_m = -kDensity_kg_m3 * kHeatCapacity_J_kgk * h.temperature_k * std::pow(m.frictionVelocity_ms, 3) /
                           (kKarman * kGravity * h.heat_W_m2);
        m.moninObukhov_m = std::min(m.moninObukhov_m, -kShortest_m);
        const double profile = std::log(z / site.roughness_m) - stabilityCorrection(z / m.moninObukhov_m) +
                               stabilityCorrection(site.roughness_m / m.moninObukhov_m);
        m.frictionVelocity_ms = kKarman * m.wind_ms / std::max(profile, 1.0);
    }
}

void stable(MetHour& h, const MetSite& site, double z, double cloud)
{
    constexpr double kMostHeat_km_s = 0.05;
    RlineMeteorology& m = h.met;
    double thetaStar = 0.09 * (1 - 0.5 * cloud * cloud);
    const double drag = kKarman / std::log(z / site.roughness_m);
    const double u0 = std::sqrt(5 * z * kGravity * thetaStar / h.temperature_k), critical = 2 * u0 / std::sqrt(drag);
    if (m.wind_ms >= critical) {
        const double part = 2 * u0 / (std::sqrt(drag) * m.wind_ms);
        m.frictionVelocity_ms = drag * m.wind_ms / 2 * (1 + std::sqrt(std::max(0.0, 1 - part * part)));
    } else {
        m.frictionVelocity_ms = drag * critical / 2 * (m.wind_ms / critical);
        thetaStar *= m.wind_ms / critical;
    }
    thetaStar = std::min(thetaStar, kMostHeat_km_s / m.frictionVelocity_ms);
    h.heat_W_m2 = -kDensity_kg_m3 * kHeatCapacity_J_kgk * m.frictionVelocity_ms * thetaStar;
    m.moninObukhov_m = h.temperature_k * m.frictionVelocity_ms * m.frictionVelocity_ms / (kKarman * kGravity * thetaStar);
    m.moninObukhov_m = std::max(m.moninObukhov_m, site.stableLength_m);
}

bool plausible(const WeatherHour& hour)
{
    return std::isfinite(hour.from_deg) && hour.from_deg >= 0 && hour.from_deg <= 360 && std::isfinite(hour.speed_ms) &&
           hour.speed_ms >= 0 && hour.speed_ms <= kStrongest_ms;
}

bool silent(const WeatherHour& hour) { return std::isnan(hour.from_deg) || std::isnan(hour.speed_ms); }

void tell(std::vector<Issue>& issues, const char* code, std::size_t count, std::size_t all, const std::string& what)
{
    if (count > 0)
        issues.push_back({.severity = Severity::Warning,
                          .code = code,
                          .message = std::to_string(count) + " of " + std::to_string(all) + " weather hours " + what,
                          .file = {},
                          .feature = "weather",
                          .field = {}});
}

/// Keeps at most kMostSample hours of a class, evenly through the year.
void thin(MetClass& c)
{
    if (c.sample.size() <= kMostSample)
        return;
    for (std::size_t i = 0; i < kMostSample; ++i) {
        const std::size_t from = i * c.sample.size() / kMostSample;
        c.sample[i] = c.sample[from];
        c.sampleWeight[i] = c.sampleWeight[from];
    }
    c.sample.resize(kMostSample);
    c.sampleWeight.resize(kMostSample);
}

template <std::size_t N>
std::size_t binOf(const std::array<double, N>& limits, double value)
{
    return static_cast<std::size_t>(std::upper_bound(limits.begin(), limits.end(), value) - limits.begin());
}

}  // namespace

double solarElevation_deg(double latitude_deg, double longitude_deg, std::int64_t hourUtc)
{
    // Days since the first of January 2000 give the season; the middle of the hour counts.
    constexpr std::int64_t kHoursTo2000 = 262968;
    const double days = static_cast<double>(hourUtc - kHoursTo2000) / static_cast<double>(kHoursPerDay);
    const double season = 2 * std::numbers::pi * std::fmod(days, 365.25) / 365.25;
    const double declination = 0.006918 - 0.399912 * std::cos(season) + 0.070257 * std::sin(season) - 0.006758 * std::cos(2 * season) +
                               0.000907 * std::sin(2 * season);
    const double angle = (localHour(longitude_deg, hourUtc) + 0.5 - 12) * 15 * kDegree, latitude = latitude_deg * kDegree;
    return std::asin(std::sin(latitude) * std::sin(declination) + std::cos(latitude) * std::cos(declination) * std::cos(angle)) / kDegree;
}

DayPeriod dayPeriod(double longitude_deg, std::int64_t hourUtc)
{
    const double hour = localHour(longitude_deg, hourUtc);
    if (hour >= kNight_h[0] || hour < kNight_h[1])
        return DayPeriod::Night;
    for (const auto& peak : kPeaks_h)
        if (hour >= peak[0] && hour < peak[1])
            return DayPeriod::Peak;
    return DayPeriod::Day;
}

MetHour surfaceLayer(const WeatherHour& hour, const MetSite& site, double heatSinceSunrise_J_m2)
{
    MetHour h;
    h.hour = hour.hour;
    h.period = dayPeriod(site.longitude_deg, hour.hour);
    const double cloud = std::isfinite(hour.cloud) ? std::clamp(hour.cloud, 0.0, 1.0) : site.cloud;
    h.temperature_k = kZeroC_k + (std::isfinite(hour.temperature_c) ? hour.temperature_c : site.temperature_c);
    RlineMeteorology& m = h.met;
    m.roughness_m = site.roughness_m;
    m.displacement_m = site.displacement_m;
    m.windHeight_m = site.windHeight_m;
    m.wind_ms = std::max(hour.speed_ms, site.minimumWind_ms);
    m.windFrom_deg = hour.from_deg;
    const double z = std::max(site.windHeight_m - site.displacement_m, std::exp(1.0) * site.roughness_m);

    h.solarElevation_deg = solarElevation_deg(site.latitude_deg, site.longitude_deg, hour.hour);
    const double elevation = std::max(h.solarElevation_deg, 0.0), sine = std::sin(elevation * kDegree);
    h.radiation_W_m2 = std::max(0.0, (990 * sine - 30) * (1 - 0.75 * std::pow(cloud, 3.4)));
    const double albedo = site.albedo + (1 - site.albedo) * std::exp(-0.1 * elevation - 0.5 * (1 - site.albedo) * (1 - site.albedo));
    constexpr double kC1 = 5.31e-13, kC2 = 60, kC3 = 0.12;
    h.netRadiation_W_m2 =
        ((1 - albedo) * h.radiation_W_m2 + kC1 * std::pow(h.temperature_k, 6) - kStefan * std::pow(h.temperature_k, 4) + kC2 * cloud) /
        (1 + kC3);
    h.heat_W_m2 = 0.9 * h.netRadiation_W_m2 / (1 + 1 / site.bowen);
    const bool sunny = h.radiation_W_m2 > 0 && h.heat_W_m2 > 0;
    if (sunny)
        convective(h, site, z);
    else
        stable(h, site, z, cloud);
    if (std::abs(m.moninObukhov_m) > kNeutral_m)
        m.moninObukhov_m = std::copysign(kNeutral_m, m.moninObukhov_m);
    m.mechanicalHeight_m = 2300 * std::pow(m.frictionVelocity_ms, 1.5);
    m.mixingHeight_m = m.mechanicalHeight_m;
    if (sunny) {
        constexpr double kEntrainment = 0.2;
        const double heat = heatSinceSunrise_J_m2 + 1800 * h.heat_W_m2;
        const double height = std::sqrt(2 * (1 + 2 * kEntrainment) * heat / (kDensity_kg_m3 * kHeatCapacity_J_kgk * site.lapse_k_m));
        m.convectiveVelocity_ms = std::cbrt(kGravity * h.heat_W_m2 * height / (kDensity_kg_m3 * kHeatCapacity_J_kgk * h.temperature_k));
        m.mixingHeight_m = std::max(m.mixingHeight_m, height);
    }
    return h;
}

std::vector<MetHour> boundaryLayers(std::span<const WeatherHour> hours, const MetSite& site, std::vector<Issue>& issues)
{
    std::vector<WeatherHour> sorted(hours.begin(), hours.end());
    std::stable_sort(sorted.begin(), sorted.end(), [](const WeatherHour& a, const WeatherHour& b) { return a.hour < b.hour; });
    std::vector<MetHour> all;
    std::size_t gaps = 0, bad = 0, noCloud = 0, noTemperature = 0;
    double heat_J_m2 = 0, height_m = 0;
    for (std::size_t i = 0; i < sorted.size(); ++i) {
        const WeatherHour& hour = sorted[i];
        if (i > 0 && hour.hour - sorted[i - 1].hour > 1)
            gaps += static_cast<std::size_t>(std::min<std::int64_t>(hour.hour - sorted[i - 1].hour - 1, 1 << 20));
        if (silent(hour) || !plausible(hour)) {
            ++(silent(hour) ? gaps : bad);
            continue;
        }
        noCloud += !std::isfinite(hour.cloud);
        noTemperature += !std::isfinite(hour.temperature_c);
        MetHour h = surfaceLayer(hour, site, heat_J_m2);
        heat_J_m2 = h.solarElevation_deg > 0 ? heat_J_m2 + 3600 * std::max(0.0, h.heat_W_m2) : 0;
        const bool follows = !all.empty() && h.hour - all.back().hour == 1;
        height_m = follows ? kHeightMemory * height_m + (1 - kHeightMemory) * h.met.mechanicalHeight_m : h.met.mechanicalHeight_m;
        h.met.mixingHeight_m = std::max(height_m, h.met.mixingHeight_m > h.met.mechanicalHeight_m ? h.met.mixingHeight_m : 0.0);
        h.met.mechanicalHeight_m = height_m;
        all.push_back(h);
    }
    const std::size_t total = sorted.size();
    tell(issues, "wind_gap", gaps, total + gaps, "have no wind: they are left out, the others stand for them.");
    tell(issues, "bad_weather_hour", bad, total, "have a wind direction or speed out of range: they are left out.");
    tell(issues, "no_cloud", noCloud, total, "have no cloud cover: the parameter 'air.cloud' is used.");
    tell(issues, "no_temperature", noTemperature, total, "have no temperature: the city's mean or the parameter is used.");
    return all;
}

std::vector<double> hourWeights(std::span<const MetHour> hours, const std::array<double, kDayPeriodCount>& periodShares)
{
    std::array<double, kDayPeriodCount> count{};
    for (const MetHour& h : hours)
        ++count[static_cast<std::size_t>(h.period)];
    double sum = 0;
    for (std::size_t p = 0; p < kDayPeriodCount; ++p)
        sum += count[p] > 0 ? periodShares[p] : 0;
    std::vector<double> weights;
    for (const MetHour& h : hours) {
        const auto p = static_cast<std::size_t>(h.period);
        weights.push_back(sum > 0 ? periodShares[p] / sum / count[p] : 1 / static_cast<double>(hours.size()));
    }
    return weights;
}

std::vector<MetClass> metClasses(std::span<const MetHour> hours, const std::array<double, kDayPeriodCount>& periodShares)
{
    const std::vector<double> weights = hourWeights(hours, periodShares);
    std::map<std::array<std::size_t, 4>, MetClass> byIndex;
    for (std::size_t i = 0; i < hours.size(); ++i) {
        const RlineMeteorology& m = hours[i].met;
        const double w = weights[i];
        const std::array<std::size_t, 4> index{static_cast<std::size_t>(std::lround(m.windFrom_deg / kSector_deg)) % kDirectionClasses,
                                               binOf(kInverseLengths, 1 / m.moninObukhov_m), binOf(kSpeeds_ms, m.wind_ms),
                                               static_cast<std::size_t>(hours[i].period)};
        MetClass& c = byIndex[index];
        c.direction = index[0];
        c.stability = index[1];
        c.speed = index[2];
        c.period = hours[i].period;
        // Concentrations go with the inverse of wind and u*: their harmonic means keep the class's mean concentration.
        c.met.wind_ms += w / m.wind_ms;
        c.met.frictionVelocity_ms += w / m.frictionVelocity_ms;
        c.met.convectiveVelocity_ms += w * m.convectiveVelocity_ms;
        c.met.moninObukhov_m += w / m.moninObukhov_m;
        c.met.mixingHeight_m += w * m.mixingHeight_m;
        c.met.mechanicalHeight_m += w * m.mechanicalHeight_m;
        c.met.roughness_m = m.roughness_m;
        c.met.displacement_m = m.displacement_m;
        c.met.windHeight_m = m.windHeight_m;
        c.met.windFrom_deg = kSector_deg * static_cast<double>(index[0]);
        c.weight += w;
        ++c.hours;
        c.sample.push_back(m);
        c.sampleWeight.push_back(w);
    }
    std::vector<MetClass> classes;
    for (auto& [index, c] : byIndex) {
        thin(c);
        c.met.wind_ms = c.weight / c.met.wind_ms;
        c.met.frictionVelocity_ms = c.weight / c.met.frictionVelocity_ms;
        c.met.convectiveVelocity_ms /= c.weight;
        const double inverse = c.met.moninObukhov_m / c.weight;
        c.met.moninObukhov_m = std::abs(inverse) > 1 / kNeutral_m ? 1 / inverse : std::copysign(kNeutral_m, inverse);
        c.met.mixingHeight_m /= c.weight;
        c.met.mechanicalHeight_m /= c.weight;
        classes.push_back(std::move(c));
    }
    return classes;
}

}  // namespace isopolis
