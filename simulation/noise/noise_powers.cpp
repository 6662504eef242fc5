#include "simulation/noise/noise_powers.h"

#include "simulation/emissions/fleet.h"
#include "simulation/noise/noise_parameters.h"
#include "simulation/noise/road_emission.h"
#include "simulation/run/parallel.h"

#include <algorithm>

namespace isopolis {

namespace {

constexpr std::size_t kBlocks = 64;
constexpr double kDayHours = 12, kEveningHours = 4, kNightHours = 8, kHours = 24;
constexpr double kEveningPenalty_dB = 5, kNightPenalty_dB = 10;
constexpr double kSlowest_kmh = 5, kFastest_kmh = 200;

/// One period of the day: flows per hour from vehicles per day, weight in Lden.
struct Period {
    double perHour = 0, favourable = 0, weight = 0;
    bool offPeak = false;
};

class PowerSettings {
public:
    explicit PowerSettings(const ParameterSet& p) : m_offPeak(p.value(kOffPeakSpeed)), m_temperature_C(p.value(kNoiseTemperature))
    {
        const double evening = p.value(kNoiseEveningShare), night = p.value(kNoiseNightShare);
        periods[0] = {(1 - evening - night) / kDayHours, p.value(kFavourableDay), kDayHours / kHours, false};
        periods[1] = {evening / kEveningHours, p.value(kFavourableEvening), kEveningHours / kHours * energy(kEveningPenalty_dB), true};
        periods[2] = {night / kNightHours, p.value(kFavourableNight), kNightHours / kHours * energy(kNightPenalty_dB), true};
        const FleetMix fleet = standardFleet(p);
        for (const VehicleClass& vehicle : vehicleClasses())
            m_share[static_cast<std::size_t>(categoryOf(vehicle.category))] += fleet[vehicle.id];
    }

    Octaves powerEnergy(const Period& period, double veh_day, double peak_kmh, double limit_kmh, const RoadSurfaceType* surface) const
    {
        RoadSource road;
        road.surface = surface;
        road.temperature_C = m_temperature_C;
        const double speed = period.offPeak ? std::max(peak_kmh, m_offPeak * limit_kmh) : peak_kmh;
        for (std::size_t k = 0; k < kNoiseCategoryCount; ++k)
            road.flow[k] = {veh_day * period.perHour * m_share[k], speed};
        Octaves power = soundPowerPerMetre(road);
        for (std::size_t i = 0; i < kOctaveCount; ++i)
            power[i] = energy(power[i] + kAWeighting_dB[i]);
        return power;
    }

    std::array<Period, 3> periods;

private:
    static NoiseCategory categoryOf(VehicleCategory category)
    {
        switch (category) {
        case VehicleCategory::Car:
        case VehicleCategory::Van: return NoiseCategory::Light;
        case VehicleCategory::Rigid:
        case VehicleCategory::Bus:
        case VehicleCategory::Coach: return NoiseCategory::Medium;
        case VehicleCategory::TwoWheeler: return NoiseCategory::Motorcycle;
        case VehicleCategory::Articulated: return NoiseCategory::Heavy;
        }
        return NoiseCategory::Light;
    }
    double m_offPeak, m_temperature_C;
    std::array<double, kNoiseCategoryCount> m_share{};  ///< of vehicles, by NoiseCategory
};

struct LinkTraffic {
    double veh_day = 0, peak_kmh = 0, limit_kmh = 0;
    const RoadSurfaceType* surface = nullptr;
};

LinkTraffic checkedTraffic(const AppliedScenario& applied, const TrafficResult& traffic, LinkId link, std::vector<Issue>& issues)
{
    const auto warn = [&](const char* code, const char* message) {
        issues.push_back({.severity = Severity::Warning,
                          .code = code,
                          .message = message,
                          .file = {},
                          .feature = applied.externalId(link),
                          .field = {}});
    };
    LinkTraffic t{traffic.flow_veh_day[link], traffic.speed_kmh[link], applied.links[link].speed_kmh};
    if (const auto surface = applied.surfaces.find(link); surface != applied.surfaces.end())
        t.surface = roadSurface(surface->second);
    if (!std::isfinite(t.veh_day) || t.veh_day < 0) {
        warn("bad_flow", "The flow is negative or not a number; the street counts as silent.");
        t.veh_day = 0;
    }
    if (!(t.veh_day > 0))
        return t;
    if (!(t.limit_kmh >= kSlowest_kmh && t.limit_kmh <= kFastest_kmh))
        t.limit_kmh = 50;
    if (!(t.peak_kmh > 0 && t.peak_kmh <= kFastest_kmh)) {
        warn("bad_speed", "The speed is not a number between 0 and 200 km/h; the legal limit is used for noise.");
        t.peak_kmh = t.limit_kmh;
    }
    return t;
}

void addWeighted(WeightedPower& sum, const Octaves& power, double weight, double favourable)
{
    for (std::size_t i = 0; i < kOctaveCount; ++i) {
        sum.homogeneous[i] += weight * (1 - favourable) * power[i];
        sum.favourable[i] += weight * favourable * power[i];
    }
}

}  // namespace

void WeightedPower::add(const WeightedPower& other)
{
    for (std::size_t i = 0; i < kOctaveCount; ++i) {
        homogeneous[i] += other.homogeneous[i];
        favourable[i] += other.favourable[i];
    }
}

NoisePowers noisePowers(const AppliedScenario& applied, const TrafficResult& traffic, const std::vector<NoiseLine>& lines,
                        std::vector<Issue>& issues, int threads)
{
    const PowerSettings settings(applied.parameters);
    const std::size_t n = lines.size();
    NoisePowers powers;
    powers.denOf.resize(n);
    powers.nightOf.resize(n);
    powers.den.resize(n);
    powers.night.resize(n);
    std::vector<std::array<LinkTraffic, 2>> onLine(n);
    for (std::size_t l = 0; l < n; ++l)
        for (std::size_t side = 0; side < 2; ++side)
            if (lines[l].links[side].valid())
                onLine[l][side] = checkedTraffic(applied, traffic, lines[l].links[side], issues);
    parallelBlocks(n, kBlocks, threads, [&](std::size_t, std::size_t begin, std::size_t end) {
        for (std::size_t l = begin; l < end; ++l)
            for (std::size_t side = 0; side < 2; ++side) {
                const LinkTraffic& t = onLine[l][side];
                if (!(t.veh_day > 0))
                    continue;
                for (std::size_t p = 0; p < settings.periods.size(); ++p) {
                    const Period& period = settings.periods[p];
                    const Octaves power = settings.powerEnergy(period, t.veh_day, t.peak_kmh, t.limit_kmh, t.surface);
                    addWeighted(powers.denOf[l][side], power, period.weight, period.favourable);
                    if (p == 2)
                        addWeighted(powers.nightOf[l][side], power, 1, period.favourable);
                }
                powers.den[l].add(powers.denOf[l][side]);
                powers.night[l].add(powers.nightOf[l][side]);
            }
    });
    return powers;
}

}  // namespace isopolis
