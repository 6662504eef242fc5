#pragma once
/// Makes whose flow is where unique: equal ways are shared alike by all origins and classes.
///
///   solveEquilibrium(network, demand, {.relativeGap = 1e-12, .proportional = true}, control)->proportionality.totalsError
///
/// An equilibrium fixes the total flow of a link, not whose flow it is: where two ways cost the same, any origin may take either as long as
/// the totals come out. The *condition of proportionality* picks the most likely answer, the one of largest entropy: on two segments of
/// equal cost everybody who can use both splits in the same ratio, wherever he comes from. That answer has one weight per link, and each
/// origin's trips choose among their least-cost ways in proportion to the product of the weights; the weights are those that give the
/// links' totals (Newton's method on the dual of the entropy problem, conjugate gradients inside). Where classes have different costs they
/// have different least-cost ways and the same weights. Entropy counts passenger-car units.
///
/// A way counts as equal if its excess, relative to the cost from the origin, is at most 3·gap^(2/3): at a gap of 1e-12 this lies in the
/// empty band between rounding and real differences. What surprises: the answer is as exact as the equilibrium, so ask for a small gap;
/// links of constant cost side by side leave even the totals open, and then their split stays as the solver found it.
/// Source: Bar-Gera & Boyce 1999; Bar-Gera 2010, Transportation Research B 44(8–9), doi:10.1016/j.trb.2009.11.003.

#include "simulation/traffic/bush.h"

namespace isopolis {

/// The costs and totals of an equilibrium with demand per class in passenger-car units.
struct ProportionalityInput {
    const AssignmentState& state;
    std::span<const OdDemand* const> demand;
    double relativeGap = 0;
    int threads = 0;
};

/// Replaces the flows of the bushes; totals stay within `totalsError`. Leaves the bushes as they are if the steps lead nowhere or
/// `control` cancels.
Proportionality makeProportional(std::vector<Bush>& bushes, const ProportionalityInput& input, const RunControl& control);

}  // namespace isopolis
