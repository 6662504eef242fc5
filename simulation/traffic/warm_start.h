#pragma once
/// Goes on from the bushes of a known equilibrium after links or trips have changed.
///
/// Bushes that the change has cut are mended first (bush_repair.h); all others stay those of then, shared and not copied, until their turn
/// comes. Then rounds: the gap of every bush on the costs as they are (zones only, no trees), and new ways and shifts for the bushes that
/// hold the largest part of it, as many as it takes to leave a small rest. A change that concerns few origins costs little more than its
/// gaps. Same bits at any number of threads; the answer is a function of the routes of then, the network and the trips.

#include "simulation/traffic/bush_trees.h"
#include "simulation/traffic/route_state.h"

namespace isopolis {

struct WarmAnswer {
    std::vector<double> gaps;
    int rounds = 0;
    bool reached = false;
    SolverTrace trace;         ///< if the gap was reached and nobody asked for routes
    std::vector<Bush> bushes;  ///< else: to go on with; their flows are those of `state`
};

struct WarmStartInput {
    AssignmentState& state;
    std::span<const OdDemand* const> demand;
    const EquilibriumOptions& options;
    BushKind kind;
    int threads;
    BushTrees& trees;
};

/// `wanted`: a bush without places for each origin and class with trips, by class. Errors: those of `mapRoutes`, Cancelled.
Expected<WarmAnswer> continueFrom(const WarmStartInput& input, std::vector<Bush> wanted, RunControl& control);

}  // namespace isopolis
