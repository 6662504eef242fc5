#pragma once
/// Whether sensors improve a model: the correction has to prove itself before anybody sees it.
///
///   CorrectionGate gate = judgeCorrection(past, recent, b, {});   if (!gate.applied) show(gate.sentence);
///
/// Leave-one-out over the recent times must lower the error by at least `leastGain`. With seven sensors or more, residuals must also go
/// together more the nearer two sensors stand (a permutation test after Mantel): where they do not, positions are wrong or the field has no
/// structure that distance could carry, and nothing may be spread over a map. Fewer sensors cannot be tested so, which the sentence says.
/// Permutations come from a fixed sequence, so a verdict is the same every time. Source: Mantel 1967, Cancer Research 27.

#include "simulation/sensing/interpolation.h"

#include <string>

namespace isopolis {

struct GateSettings {
    double leastGain = 0.05;
    double positionLevel = 0.01;  ///< largest chance that positions mean nothing
    int permutations = 999;
    std::size_t fewestValues = 48;
};

struct CorrectionGate {
    bool applied = false;
    LeaveOneOut left;
    double positionChance = 0;  ///< NaN if it cannot be tested
    std::string sentence;       ///< for people, in English
};

/// `past`: what B was learned from, and what positions are tested with. `recent`: the last fortnight.
CorrectionGate judgeCorrection(const ResidualHistory& past, const ResidualHistory& recent, const SymmetricMatrix& b,
                               const GateSettings& settings = {});

/// The chance that the residuals of near sensors go together no more than by accident; NaN with fewer than seven sensors.
double positionChance(const ResidualHistory& history, int permutations);

}  // namespace isopolis
