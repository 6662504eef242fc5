#include "gis/core/sample/sample_week.h"

#include "gis/core/sample/sample_random.h"

#include <algorithm>

namespace isopolis {

namespace {

using sample::SampleRandom;

constexpr int kTrafficStep_s = 900, kAirStep_s = 3600;
constexpr double kMissing = 0.004;  ///< share of values that never arrived

/// Share of the day's traffic per hour of the day; sums to 1.
constexpr std::array<double, 24> kWorkday = {0.008, 0.005, 0.004, 0.004, 0.008, 0.020, 0.045, 0.076, 0.080, 0.060, 0.050, 0.050,
                                             0.053, 0.052, 0.053, 0.062, 0.077, 0.081, 0.066, 0.048, 0.035, 0.026, 0.021, 0.016};
constexpr std::array<double, 24> kWeekend = {0.018, 0.013, 0.010, 0.008, 0.008, 0.012, 0.018, 0.027, 0.040, 0.055, 0.067, 0.073,
                                             0.073, 0.070, 0.069, 0.068, 0.067, 0.064, 0.057, 0.048, 0.041, 0.036, 0.032, 0.026};

double profile(double hour, bool weekend)
{
    const auto& table = weekend ? kWeekend : kWorkday;
    const double shifted = hour < 0.5 ? hour + 23.5 : hour - 0.5;
    const auto h = static_cast<std::size_t>(shifted) % 24;
    const double part = shifted - std::floor(shifted);
    return table[h] * (1 - part) + table[(h + 1) % 24] * part;
}

double rounded(double value, double step) { return step * std::floor(value / step + 0.5); }

/// The week's weather: what all air stations share.
struct Air {
    double mixing = 1;  ///< above 1 in still air
    double dust = 1;
};

std::vector<Air> weatherOf(SampleRandom& random)
{
    std::vector<Air> hours;
    double still = 0, dust = 0;
    for (int h = 0; h < 7 * 24; ++h) {
        // Slow swings of wind and of dust from afar, and an inversion every night.
        still = 0.95 * still + 0.16 * random.bell();
        dust = 0.97 * dust + 0.13 * random.bell();
        const double night = sample::cosine(2 * sample::kPi * (h % 24 - 4) / 24.0);
        hours.push_back({sample::exponential(still + 0.18 * night), sample::exponential(dust)});
    }
    return hours;
}

class Recorder {
public:
    Recorder(const IdVector<SensorId, Sensor>& sensors, const Background& background, std::uint64_t seed)
        : m_sensors(sensors), m_background(background), m_seed(seed)
    {
        SampleRandom random = SampleRandom::forPart(seed, 90);
        m_weather = weatherOf(random);
    }

    std::vector<SampleObservation> record()
    {
        for (const SensorId id : idsOf(m_sensors)) {
            SampleRandom random = SampleRandom::forPart(m_seed, 2000 + id.value());
            if (m_sensors[id].kind == SensorKind::Traffic)
                traffic(m_sensors[id], random);
            else if (m_sensors[id].kind == SensorKind::Air)
                air(m_sensors[id], random);
        }
        std::stable_sort(m_out.begin(), m_out.end(), [](const auto& a, const auto& b) { return a.at_s < b.at_s; });
        return std::move(m_out);
    }

private:
    static bool weekend(std::int64_t at_s) { return (at_s - kSampleWeekStart_s) / 86400 >= 5; }
    static double hourOf(std::int64_t at_s) { return static_cast<double>((at_s - kSampleWeekStart_s) % 86400) / 3600.0; }

    void add(const Sensor& sensor, const char* quantity, std::int64_t at_s, double value, SampleRandom& random)
    {
        if (!random.chance(kMissing))
            m_out.push_back({sensor.externalId, quantity, at_s, value});
    }

    void traffic(const Sensor& sensor, SampleRandom& random)
    {
        const double day = random.between(5000, 15000), free_kmh = random.between(36, 52), capacity = 0.1 * day * random.between(1.0, 1.3);
        for (std::int64_t at = kSampleWeekStart_s + kTrafficStep_s; at <= kSampleWeekEnd_s; at += kTrafficStep_s) {
            const std::int64_t middle = at - kTrafficStep_s / 2;
            const double mean = day * (weekend(middle) ? 0.74 : 1.05) * profile(hourOf(middle), weekend(middle));
            const double noise = random.bell();
            const double flow = std::max(0.0, mean + noise * (0.06 * mean + 2 * std::sqrt(mean)));
            const double load = flow / capacity;
            add(sensor, "flow_veh_h", at, rounded(flow, 4), random);
            const double drop = random.bell();
            add(sensor, "speed_kmh", at, rounded(std::max(6.0, free_kmh * (1 - 0.42 * load * load * load) + 1.6 * drop), 0.1), random);
        }
    }

    void air(const Sensor& sensor, SampleRandom& random)
    {
        // Stations at a kerb stand low and see the traffic; the others see the town as a whole.
        const bool kerb = sensor.height_m < 3;
        const double street = (kerb ? 240.0 : 75.0) * random.between(0.8, 1.2);
        for (std::int64_t at = kSampleWeekStart_s + kAirStep_s; at <= kSampleWeekEnd_s; at += kAirStep_s) {
            const std::int64_t middle = at - kAirStep_s / 2;
            const Air& now = m_weather[static_cast<std::size_t>((middle - kSampleWeekStart_s) / kAirStep_s)];
            const double traffic = profile(hourOf(middle), weekend(middle)) * (weekend(middle) ? 0.74 : 1.05);
            const double noise = random.bell();
            add(sensor, "no2_ug_m3", at,
                rounded(std::max(0.5, now.mixing * (0.8 * m_background.no2 + street * traffic) * (1 + 0.08 * noise)), 0.1), random);
            const double noisePm = random.bell();
            add(sensor, "pm25_ug_m3", at,
                rounded(std::max(0.3, (now.dust * m_background.pm25 + now.mixing * 0.13 * street * traffic) * (1 + 0.07 * noisePm)), 0.1),
                random);
        }
    }

    const IdVector<SensorId, Sensor>& m_sensors;
    const Background& m_background;
    std::uint64_t m_seed;
    std::vector<Air> m_weather;
    std::vector<SampleObservation> m_out;
};

}  // namespace

std::vector<SampleObservation> recordedWeek(const CityData& data, std::uint64_t seed)
{
    return Recorder(data.sensors, data.background, seed).record();
}

std::vector<SampleObservation> recordedWeek(const City& city, std::uint64_t seed)
{
    return Recorder(city.sensors(), city.background(), seed).record();
}

}  // namespace isopolis
