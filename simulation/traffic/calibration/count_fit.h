#pragma once
/// Trips between zones fitted to counts on links: Spiess' gradient with a term that holds on to the trips as modelled.
///
///   auto fit = fitToCounts(network, prior, {{.link = 7, .veh_h = 812}}, length_km, settings, control);   fit->trips.at(i, j);
///
/// Minimises Z(g) = ½ Σ_a (v_a − c_a)² / s_a² + ½ Σ_i (g_i − g⁰_i)² / (κ g⁰_i) over the trips g of all pairs, v(g) being the link flows of
/// the equilibrium and s_a² = (ε c_a)² + c_a. Each round is one assignment, warm from the last one; ∂Z/∂g_i = Σ_a (v_a − c_a)/s_a² ·
/// share_ia + (g_i/g⁰_i − 1)/κ with the shares of the equilibrium's own ways (link_shares.h); the step is g_i ← g_i (1 − λ ∂Z/∂g_i) with
/// the λ that minimises Z along it at fixed shares. No cell changes by more than a half or double a round, instead of Spiess' single bound
/// on λ by the largest gradient, which would let one cell stop all others.
///
/// What surprises: pairs without trips stay without (a fit cannot tell where nobody was thought to go). Counts with `heldOut` never enter
/// Z; they end the fit when their error has risen twice, and the round with their least error is the answer, so their final error is a
/// little too good. Errors: BadValue (no count to use, a link that does not exist, sizes), Cancelled, those of solveEquilibrium. Source:
/// Spiess 1990, A gradient approach for the O-D matrix adjustment problem, CRT publication 693, Université de Montréal; prior term:
/// Cascetta 1984, Transportation Research B 18(4/5), doi:10.1016/0191-2615(84)90012-2.

#include "simulation/traffic/equilibrium.h"

#include <span>

namespace isopolis {

struct LinkCount {
    std::uint32_t link = 0;
    double veh_h = 0;
    bool heldOut = false;
};

struct CountFitSettings {
    double countError = 0.1;        ///< ε
    double priorDispersion = 30;    ///< κ
    double tripLengthLimit = 0.05;  ///< largest change of the mean length, as a share
    int rounds = 30;
    double relativeGap = 1e-4;  ///< of each round's equilibrium
    int maxIterations = 200;
};

enum class CountFitEnd { Rounds, HeldOutRose, TripLength, NothingToGain };

struct CountFitRound {
    double objective = 0, usedGeh = 0, heldOutGeh = 0;  ///< mean GEH; heldOutGeh NaN without counts set aside
    double trips = 0, meanLength_km = 0;
};

struct CountFit {
    ZoneMatrix trips;
    std::vector<double> before_veh_h, after_veh_h;  ///< modelled flow at each count
    std::vector<CountFitRound> rounds;              ///< [0]: the prior
    std::size_t chosen = 0;                         ///< position in `rounds`
    CountFitEnd end = CountFitEnd::Rounds;
};

Expected<CountFit> fitToCounts(const AssignmentNetwork& network, const ZoneMatrix& prior, std::span<const LinkCount> counts,
                               const ZoneMatrix& length_km, const CountFitSettings& settings, RunControl& control);

}  // namespace isopolis
