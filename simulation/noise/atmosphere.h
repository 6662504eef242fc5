#pragma once
/// Absorption of sound in air: ISO 9613-1 at the exact octave mid-frequencies.
///
///   Octaves alpha = airAbsorption_dB_km({.temperature_C = 10, .humidity_pct = 70});   // alpha[7] == 116.9 dB/km
///
/// Source: ISO 9613-1:1993, equations 3 to 5 and annex B, at standard pressure.

#include "simulation/noise/octaves.h"

namespace isopolis {

struct Air {
    double temperature_C = 15, humidity_pct = 70, pressure_kPa = 101.325;
};

Octaves airAbsorption_dB_km(const Air& air);

}  // namespace isopolis
