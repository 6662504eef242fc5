#pragma once
/// The eight octave bands of road noise, 63 Hz to 8 kHz, and sums of levels.
///
///   Octaves lw{};  lw.fill(93);   aWeightedSum(lw);   // dB(A)
///
/// Levels are dB; `energy` of a level is 10^(L/10). A level without energy is −infinity and adds nothing.

#include <array>
#include <cmath>
#include <cstddef>
#include <limits>

namespace isopolis {

inline constexpr std::size_t kOctaveCount = 8;
using Octaves = std::array<double, kOctaveCount>;

inline constexpr Octaves kOctaveHz{63, 125, 250, 500, 1000, 2000, 4000, 8000};
/// A-weighting of IEC 61672-1 at the octave centres, dB, to one decimal as in Directive (EU) 2015/996.
inline constexpr Octaves kAWeighting_dB{-26.2, -16.1, -8.6, -3.2, 0, 1.2, 1, -1.1};
inline constexpr double kSilent_dB = -std::numeric_limits<double>::infinity();

inline double energy(double level_dB) { return std::pow(10, level_dB / 10); }
inline double level(double energy) { return energy > 0 ? 10 * std::log10(energy) : kSilent_dB; }
inline double sumOfLevels(double a_dB, double b_dB) { return level(energy(a_dB) + energy(b_dB)); }

/// One A-weighted level of a spectrum.
inline double aWeightedSum(const Octaves& levels_dB)
{
    double sum = 0;
    for (std::size_t i = 0; i < kOctaveCount; ++i)
        sum += energy(levels_dB[i] + kAWeighting_dB[i]);
    return level(sum);
}

}  // namespace isopolis
