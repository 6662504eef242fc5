#pragma once
/// What each link adds to a neighbourhood's mean Lden: decibels split in proportion to energy.
///
///   NoiseParts parts = noiseParts(applied, traffic, kernel, neighbourhood);
///   // Σ parts.links + parts.trams_dB + parts.quiet_dB == noise.ldenMean_dB[neighbourhood]
///
/// Energy at a receptor is the exact sum of the streets; its decibels are not. Each receptor's decibels above the level without traffic
/// are split by the streets' shares of energy, then averaged over residents.

#include "simulation/noise/noise_kernel.h"
#include "simulation/traffic/traffic_result.h"

namespace isopolis {

struct NoiseParts {
    IdVector<LinkId, double> links;  ///< dB, per link of the AppliedScenario
    double quiet_dB = 0;             ///< the level without road traffic and trams
    double trams_dB = 0;
    std::string method;  ///< how the parts were found, in words
};

/// All zero if nobody lives there.
NoiseParts noiseParts(const AppliedScenario& applied, const TrafficResult& traffic, const NoiseKernel& kernel, NeighbourhoodId where);

}  // namespace isopolis
