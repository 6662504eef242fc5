#pragma once
/// Trips between zones fitted to counts on links: Spiess' gradient with a term that holds on to the trips as modelled.
///
///   auto fit = fitToCounts(network, prior, {{.link = 7, .veh_h = 812}}, length_km, settings, control);   fit->trips.at(i, j);
///
/// With g = g⁰ e^x minimises Z(x) = Σ_a ∫ (u − c_a) / s_a²(u) du + ½ x' C⁻¹ x, the integral from c_a to v_a, the link flow of the
/// equilibrium. s²(u) = (ε u)² + κ² (u + 1) is what a count may differ by where the flow is u: its own error, and what even the right
/// trips would miss on one street, as wrong routes do. It grows with the flow and not with the count (a quasi-likelihood): if the count
/// stood there, streets that are counted low and modelled high would outweigh all others, and the trips would be cut far too much. C is
/// what the modelled trips may be wrong by: σ_level² between all trips, σ_end² between trips of one origin, σ_end² between trips of one
/// destination, σ_pair² of each pair alone, all in logarithms. Each round is one assignment, warm from the last one; ∂v/∂g is the share of
/// each pair's ways that use the link (link_shares.h). Spiess' step g ← g (1 − λ ∂Z/∂g), with the λ that minimises Z along it at fixed
/// shares, is taken a few times a round, with two changes: the gradient is multiplied by C, which also spreads what a count tells to other
/// trips of the same place instead of bending single pairs, and directions are conjugate (Polak–Ribière). No pair changes by more than a
/// half a step.
///
/// What surprises: pairs without trips stay without (a fit cannot tell where nobody was thought to go). Counts with `heldOut` never enter
/// Z; they end the fit when their error has risen four times on end, and the round with their least error is the answer, so their final
/// error is a little too good. Errors: BadValue (no count to use, a link that does not exist, sizes), Cancelled, those of solveEquilibrium.
///
/// Source: Spiess 1990, A gradient approach for the O-D matrix adjustment problem, CRT publication 693, Université de Montréal; prior term:
/// Cascetta 1984, Transportation Research B 18(4/5), doi:10.1016/0191-2615(84)90012-2; steps multiplied by the prior's covariance: Gürol
/// et al. 2014, Quarterly Journal of the Royal Meteorological Society 140, doi:10.1002/qj.2150 (abstract); variance that grows with the
/// mean: Wedderburn 1974, Quasi-likelihood functions, Biometrika 61(3).

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
    double routeError = 3.5;        ///< κ
    double levelError = 0.3;        ///< σ_level
    double endError = 0.3;          ///< σ_end
    double pairError = 0.3;         ///< σ_pair
    double tripLengthLimit = 0.05;  ///< largest change of the mean length, as a share
    int rounds = 30;
    double relativeGap = 1e-5;  ///< of each round's equilibrium
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
