#pragma once
/// Where the trips of a pair of zones go in an equilibrium, summed up so that no path is ever listed.
///
///   ZoneMatrix mean = meanOverWays(*e.routes, x);        // mean[i, j] = Σ_paths p_k Σ_{links a of k} x_a
///   std::vector<double> v = loadOnWays(*e.routes, more); // what trips `more` put on each link if they split as those of now
///
/// `x` has a value per link of the network. The split at a node is that of the flow into it from the same origin (select_link.h), so both
/// functions are sums over select-link results: mean[i, j] = Σ_a x_a · (share of i→j that uses a). Pairs without trips in the equilibrium
/// have mean 0 and load nothing. One class of vehicles; same bits at any number of threads.

#include "simulation/traffic/equilibrium.h"

#include <span>

namespace isopolis {

ZoneMatrix meanOverWays(const RouteState& routes, std::span<const double> perLink);
std::vector<double> loadOnWays(const RouteState& routes, const ZoneMatrix& trips);

}  // namespace isopolis
