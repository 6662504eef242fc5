#pragma once
/// What the noise model knows of a city: levels where people live, and who is exposed.

#include "gis/core/error.h"
#include "gis/core/geometry/geometry.h"
#include "gis/core/ids.h"

#include <array>
#include <string>

namespace isopolis {

/// In front of a façade, or an activity point that stands in the open.
struct NoiseReceptor {
    Point2 at;
    double ground_m = 0;  ///< terrain below it
    NeighbourhoodId neighbourhood;
    double people = 0;
    bool atFacade = false;
    friend bool operator==(const NoiseReceptor&, const NoiseReceptor&) = default;
};

/// Residents per 5 dB band, city-wide: below 45, 45–50 … 75–80, from 80 on (night: bands 5 dB lower).
inline constexpr std::size_t kNoiseBandCount = 9;
inline constexpr double kLowestDenBand_dB = 45, kLowestNightBand_dB = 40, kNoiseBand_dB = 5;

struct NoiseResult {
    std::vector<NoiseReceptor> receptors;
    std::vector<double> lden_dB, lnight_dB;  ///< per receptor, A-weighted
    /// Per neighbourhood, means over its residents: levels (mean of decibels), shares of residents; NaN where nobody lives.
    IdVector<NeighbourhoodId, double> ldenMean_dB, lnightMean_dB;
    IdVector<NeighbourhoodId, double> above55_pct, nightAbove50_pct;          ///< Lden > 55 dB, Lnight > 50 dB
    IdVector<NeighbourhoodId, double> highlyAnnoyed_pct, sleepDisturbed_pct;  ///< Directive (EU) 2020/367
    std::array<double, kNoiseBandCount> peopleByDen{}, peopleByNight{};
    double highlyAnnoyed = 0, sleepDisturbed = 0;  ///< people in the city
    std::vector<Issue> issues;
    friend bool operator==(const NoiseResult&, const NoiseResult&) = default;
};

}  // namespace isopolis
