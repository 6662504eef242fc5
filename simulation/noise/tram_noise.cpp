#include "simulation/noise/tram_noise.h"

#include <cmath>

namespace isopolis {

namespace {

constexpr int kSecondsPerHour = 3600, kSecondsPerDay = 24 * kSecondsPerHour;
constexpr int kDayFrom_s = 7 * kSecondsPerHour, kEveningFrom_s = 19 * kSecondsPerHour, kNightFrom_s = 23 * kSecondsPerHour;
constexpr double kDayHours = 12, kEveningHours = 4, kNightHours = 8;
constexpr double kReference_kmh = 100, kSources = 2, kTotal_dB = 63;
constexpr Octaves kSpectrum_dB{-34, -25, -20, -10, -2, -7, -12, -20};
constexpr Octaves kSpeedFactor{0, 0, -5, 5, 20, 15, 15, 20};
constexpr Octaves kFlushTrack_dB{2, 3, 2, 5, 8, 4, 2, 1};

}  // namespace

bool isTram(const TransitLine& line) { return line.mode == "tram" && line.geometry.size() >= 2; }

TramPassages tramPassages(const TransitLine& line)
{
    TramPassages n;
    for (const TransitPattern& pattern : line.patterns)
        for (const int start_s : pattern.starts_s) {
            const int at = ((start_s % kSecondsPerDay) + kSecondsPerDay) % kSecondsPerDay;
            (at >= kDayFrom_s && at < kEveningFrom_s ? n.day : at >= kEveningFrom_s && at < kNightFrom_s ? n.evening : n.night) += 1;
        }
    n.day /= kDayHours;
    n.evening /= kEveningHours;
    n.night /= kNightHours;
    return n;
}

Octaves tramPowerPerMetre(double speed_kmh, bool flush)
{
    Octaves dB{};
    for (std::size_t i = 0; i < kOctaveCount; ++i)
        dB[i] = kTotal_dB + 10 * std::log10(kSources) + kSpectrum_dB[i] + kSpeedFactor[i] * std::log10(speed_kmh / kReference_kmh) +
                (flush ? kFlushTrack_dB[i] : 0);
    return dB;
}

}  // namespace isopolis
