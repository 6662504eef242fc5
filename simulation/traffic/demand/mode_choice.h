#pragma once
/// Shares of alternatives by generalised minutes: multinomial and nested logit.
///
///   const double cost[] = {20, 25, kNoMode, 60};   double share[4];
///   double composite = logit(cost, 0.08, share);                              // minutes; −(1/θ) ln Σ e^(−θc)
///   double nested = nestedLogit(cost, {{{0}, 1}, {{1, 2, 3}, 0.6}}, 0.08, share);
///
/// P(m) = e^(−θ c_m)/Σ. Nested: P(n) ∝ e^(I_n) with I_n = λ_n ln Σ_{m∈n} e^(−θ c_m/λ_n), and P(m|n) ∝ e^(−θ c_m/λ_n); λ = 1 in every nest
/// is the multinomial form. The composite cost (logsum in minutes) never exceeds the least cost; its fall times trips is the exact gain of
/// users, which the rule of a half approaches. An infinite cost is an alternative that is not there; if none is, all shares are 0 and the
/// composite cost is infinite.
/// Source: McFadden 1974; Williams 1977, Environment and Planning A 9(3); Ortúzar & Willumsen 2011, Modelling Transport, chapter 7.

#include "gis/core/expected.h"

#include <limits>
#include <span>
#include <vector>

namespace isopolis {

inline constexpr double kNoMode = std::numeric_limits<double>::infinity();

/// Alternatives that resemble each other: positions, and how independent they are (0 < λ ≤ 1).
struct Nest {
    std::vector<std::size_t> alternatives;
    double lambda = 1;
};

inline constexpr std::size_t kMostNests = 16;

double logit(std::span<const double> cost, double theta, std::span<double> share);
double nestedLogit(std::span<const double> cost, std::span<const Nest> nests, double theta, std::span<double> share);

/// Refuses λ outside (0, 1], an alternative in two nests or in none, more than kMostNests nests. `nestedLogit` needs nests that pass.
Expected<void> checkNests(std::span<const Nest> nests, std::size_t alternatives);

/// Gain of users in minutes × trips by the rule of a half: ½ Σ (T₀ + T₁)(c₀ − c₁); alternatives that come or go count 0.
double ruleOfHalf(std::span<const double> tripsBefore, std::span<const double> costBefore, std::span<const double> tripsAfter,
                  std::span<const double> costAfter);

}  // namespace isopolis
