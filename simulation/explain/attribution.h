#pragma once
/// Which intervention of a scheme brings how much of a change: exact Shapley values.
///
///   Expected<std::vector<Share>> shares = shapleyValues(3, [&](std::uint32_t set) { return figureOf(set); });
///   // Σ shares.value == figure of all − figure of none; bit i of `set`: intervention i is switched on
///
/// phi_i = Σ_T |T|!(n−|T|−1)!/n! (v(T+i) − v(T)). Beyond `kMostExact` interventions the 2^n runs take too long: shares are means over
/// random orders of adding them, each with its reverse (antithetic), with a standard error; orders are added until every error is below
/// 2 % of the total or `kMostOrders` are done. Shares sum to the whole either way, and an intervention without effect gets exactly 0.
/// Sources: Shapley 1953; Castro, Gómez & Tejada 2009; Mitchell et al. 2022.

#include "simulation/explain/explanation.h"

#include <cstdint>
#include <span>

namespace isopolis {

inline constexpr std::size_t kMostExact = 8;
inline constexpr std::size_t kMostOrders = 32;  ///< pairs of an order and its reverse

struct Share {
    double value = 0;
    double first = 0, last = 0;  ///< change if added first, and if added last
    double error = 0;            ///< standard error; 0 if exact
};

using FigureOfSet = std::function<Expected<double>(std::uint32_t set)>;
/// Refuses more than `kMostExact` players.
Expected<std::vector<Share>> shapleyValues(std::size_t players, const FigureOfSet& figure);
/// Orders of adding the players: permutation 2k + 1 is the reverse of 2k. The same for each seed, and longer lists begin with shorter ones.
std::vector<std::vector<std::size_t>> addingOrders(std::size_t players, std::size_t pairs, std::uint64_t seed);
/// For any number up to 31, over the given pairs of orders; `first` and `last` are exact.
Expected<std::vector<Share>> sampledShapleyValues(std::size_t players, std::span<const std::vector<std::size_t>> orders,
                                                  const FigureOfSet& figure);

struct Attribution {
    std::vector<Contribution> interventions;  ///< in the order of the scenario; changed parameters, if any, at the end
    double residual = 0;                      ///< change − Σ deltas
    double largestError = 0;                  ///< standard error of the least sure share; 0 if they are exact
    std::vector<std::string> notes;
};

/// A figure of a run, e.g. the mean over the people of a group; NaN where it is not defined.
using FigureOfRun = std::function<double(const Run& run)>;

/// Interventions that the run before already holds (those of a base scenario) are left on and not attributed.
/// The runs of the subsets serve all figures at once. A figure that is not defined in one of them has an error in its place;
/// the whole call fails only if a run does, or if it is cancelled.
Expected<std::vector<Expected<Attribution>>> attributeFigures(const Study& study, std::span<const FigureOfRun> figures,
                                                              RunControl& control);
/// The same for one neighbourhood.
Expected<Attribution> attributeInterventions(const Study& study, NeighbourhoodId where, Indicator indicator, RunControl& control);

}  // namespace isopolis
