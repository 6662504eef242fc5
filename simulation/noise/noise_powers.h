#pragma once
/// The traffic of a run, and trams of the timetable, as sound power of the noise model's lines, weighted for Lden and Lnight.
///
///   NoisePowers powers = noisePowers(applied, traffic, lines, issues, threads);
///   double den = powers.den[line].energyFrom(transfer);
///
/// `energyFrom` is A-weighted energy at the receptor, relative to that of 0 dB.

#include "simulation/noise/noise_kernel.h"
#include "simulation/traffic/traffic_result.h"

namespace isopolis {

/// Power per metre with A-weighting, weights of the periods and shares of favourable propagation multiplied in.
struct WeightedPower {
    Octaves homogeneous{}, favourable{};
    double energyFrom(const NoiseTransfer& t) const
    {
        double sum = 0;
        for (std::size_t i = 0; i < kOctaveCount; ++i)
            sum += homogeneous[i] * static_cast<double>(t.homogeneous[i]) + favourable[i] * static_cast<double>(t.favourable[i]);
        return sum;
    }
    void add(const WeightedPower& other);
};

struct NoisePowers {
    std::vector<std::array<WeightedPower, 2>> denOf, nightOf, dayOf;  ///< per line, of each of its links; day: 7 to 19 o'clock
    std::vector<WeightedPower> den, night, day, evening;              ///< per line, both directions
};

NoisePowers noisePowers(const AppliedScenario& applied, const TrafficResult& traffic, const std::vector<NoiseLine>& lines,
                        std::vector<Issue>& issues, int threads);

}  // namespace isopolis
