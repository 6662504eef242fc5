#pragma once
/// Attenuation along one sound path by CNOSSOS-EU, homogeneous and favourable, with every intermediate term.
///
///   Medium medium({.temperature_C = 10, .humidity_pct = 70});
///   PathTerms terms = verticalPath(profile, medium);                 // in the vertical plane, or over a reflecting wall
///   PathTerms side = lateralPath(profile, edges3d, medium);          // round vertical edges
///   double level = lw - terms.homogeneous.attenuation[4];            // 1 kHz
///
/// Attenuations in dB, positive reduces. `attenuation` = A_div + A_atm + A_boundary + absorption + retro-diffraction. A path
/// that does not exist under one of the two conditions has `exists == false` there and adds no energy.
/// Not covered: foliage and sky waves, as in the directive; more than one reflection.
/// Source: Directive (EU) 2015/996 §2.5, as amended by (EU) 2021/1226; checked with ISO/TR 17534-4:2020.

#include "simulation/noise/atmosphere.h"
#include "simulation/noise/cut_profile.h"

#include <array>
#include <span>

namespace isopolis {

/// What depends on air and octave alone.
struct Medium {
    explicit Medium(const Air& air = {});
    Octaves alpha_dB_km{}, wavelength_m{}, wavenumber{};
    Octaves f25{}, f15{}, f075{};  ///< powers of the frequency in the ground parameter w
};

/// Terms of one meteorological condition, named as in the reference's glossary (w: WH or WF …).
struct ConditionTerms {
    bool exists = true;
    bool blocked = false;                        ///< an edge stands above the ray
    std::array<bool, kOctaveCount> diffracts{};  ///< blocked, or an edge near the ray by the Rayleigh rule
    Octaves w{}, cf{}, ground{};                 ///< of the path without diffraction
    Octaves groundSO{}, groundOR{};              ///< A_ground before the first and behind the last edge
    Octaves diffractionSR{}, diffractionImageS{}, diffractionImageR{};
    Octaves deltaGroundSO{}, deltaGroundOR{}, diffraction{};  ///< Δ_ground(S,O), (O,R); A_dif
    Octaves boundary{}, retro{}, attenuation{};
    double pathDifference_m = 0;  ///< δ
};

struct PathTerms {
    Octaves airAbsorption{}, absorption{};  ///< A_atm; of reflecting walls, ≥ 0
    double divergence = 0;                  ///< A_div
    ConditionTerms homogeneous, favourable;
    MeanPlane whole, sourceSide, receiverSide;  ///< the last two where an edge diffracts (homogeneous, else favourable)
    bool hasEdge = false;
};

/// Direct or reflected path: ground, diffraction over edges, absorption and retro-diffraction of reflecting walls.
PathTerms verticalPath(const CutProfile& profile, const Medium& medium);

/// Path round vertical edges. `profile` is the unfolded one; `direct_m` the straight distance in space.
PathTerms lateralPath(const CutProfile& profile, double direct_m, const Medium& medium);

/// Energy mean of the two conditions; a condition that does not exist adds nothing. lw + result is the long-term level.
Octaves longTermAttenuation(const PathTerms& terms, double favourableShare);

}  // namespace isopolis
