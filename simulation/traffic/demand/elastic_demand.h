#pragma once
/// Demand that falls as travel costs more, solved with the routes at once: an extra link per pair carries the trips not made.
///
///   auto e = solveElastic(network, {{.from = 0, .to = 1, .potential = 100, .excess = linearDemand(100, 5, 0.2)}}, {}, control);
///   e->made[0];   // trips of the first pair
///
/// Gartner's transformation: potential trips D split into made q and not made x = D − q; the extra link's cost is the inverse demand
/// W(x) = u(D − x). Its equilibrium is the optimum of user benefit less Beckmann's cost. The extra link's cost is of the form
/// u₀(1 + α(x/D)^β), β ≥ 1: `linearDemand` gives q = D − (u − u₀)/s for u ≥ u₀, the trips D at u₀ and below.
/// Centres are set before the network, so that no trip passes through another pair's extra link.
/// Errors: BadValue (potential or function that makes no sense), those of solveEquilibrium.
/// Source: Gartner 1980, Transportation Science 14(2), 174–191 and 192–208; Sheffi 1985, Urban Transportation Networks, §6.3.

#include "simulation/traffic/equilibrium.h"

namespace isopolis {

struct ElasticPair {
    std::uint32_t from = 0, to = 0;  ///< zones
    double potential = 0;            ///< trips if travel cost no more than the function's free cost
    VolumeDelay excess;              ///< inverse demand as a function of the trips not made
};

/// q(u) = potential − (u − freeCost)/slope; freeCost > 0 in minutes, slope in minutes per trip.
VolumeDelay linearDemand(double potential, double freeCost, double slope);

struct ElasticEquilibrium {
    Equilibrium routes;        ///< flow and cost on the links of the given network; figures of gap and objective with the extra links
    std::vector<double> made;  ///< trips per pair
    std::vector<double> cost;  ///< willingness to pay of the last traveller per pair: the route's cost where some trips are not made
};

Expected<ElasticEquilibrium> solveElastic(const AssignmentNetwork& network, const std::vector<ElasticPair>& pairs,
                                          const EquilibriumOptions& options, RunControl& control);

}  // namespace isopolis
