#pragma once
/// User equilibrium (Wardrop's first principle) of fixed trips on a network.
///
///   Expected<Equilibrium> e = solveEquilibrium(network, demand, {.relativeGap = 1e-8}, control);   e->flow[link];
///   auto mixed = solveEquilibrium(network, AssignmentDemand{{cars, lorries}, buses}, {}, control);   mixed->classes[1].flow[link];
///
/// Cost of a link = its time + w_toll·toll + w_dist·length; the flows minimise Beckmann's objective Σ ∫ cost dx.
/// Relative gap = (TSTT − SPTT) / TSTT, with TSTT = Σ cost·flow and SPTT = Σ trips·least cost on the same costs over all links, summed in
/// long double; `auditEquilibrium` repeats it from the flows alone, by Dijkstra trees. Trips within a zone stay off the network and out of
/// both sums.
///
/// Two algorithms with one result: `Bush` (Algorithm B: an acyclic sub-network per origin and class, flow moved between its longest used
/// and its shortest path by Newton steps) reaches 1e-12 and is the default; `BiconjugateFrankWolfe` is the simple reference for one class,
/// good to about 1e-5. Same bits at any number of threads.
///
/// **Warm start.** `keepRoutes` hands out the bushes as an opaque state; `warm` goes on from them after links or trips changed. The answer
/// is a function of (state, network, trips), so whoever stores it under a key must make the state a function of that key too: start
/// from the one cold solution of the base, never from whatever was computed last.
///
/// **Uniqueness.** Link flows are unique where cost rises with flow; flows per origin and class are not, unless `proportional` is set.
///
/// A solution that misses the gap within `maxIterations` comes back with `converged` false. Pairs without a way are left out, counted
/// in `unreachableFrom`/`unreachableTo`. Errors: BadValue (demand and network do not fit, negative trips, several classes with
/// Frank–Wolfe), Cancelled. Source: Dial 2006, Transportation Research B 40(10), doi:10.1016/j.trb.2006.02.008; Nie 2010, B 44(1),
/// doi:10.1016/j.trb.2009.06.003; Mitradjieva & Lindberg 2013, Transportation Science 47(2), doi:10.1287/trsc.1120.0409.

#include "simulation/run/run_control.h"
#include "simulation/traffic/user_class.h"

#include <memory>

namespace isopolis {

class RouteState;  ///< route_state.h
using RouteStatePtr = std::shared_ptr<const RouteState>;

enum class EquilibriumAlgorithm { Bush, BiconjugateFrankWolfe };

/// Where to go on from. Zones and classes must be the same; links may be gone, new or changed, and trips may differ.
struct WarmStart {
    RouteStatePtr routes;
    std::vector<std::uint32_t> linkNow = {};  ///< per link of then: its position now, ~0 if it is gone; empty: the same links
};

struct EquilibriumOptions {
    EquilibriumAlgorithm algorithm = EquilibriumAlgorithm::Bush;
    double relativeGap = 1e-4;
    int maxIterations = 1000;
    double tollWeight = 0, distanceWeight = 0;  ///< cost per unit of toll and length; classes have their own
    bool keepRoutes = false;                    ///< only with bushes
    WarmStart warm = {};
    bool proportional = false;  ///< only with bushes: flows of origins and classes made unique, proportionality.h
};

/// How the flows of origins and classes were made unique.
struct Proportionality {
    bool done = false;       ///< false: not asked for, or the steps led nowhere and the flows are those of the solver
    int steps = 0;           ///< of Newton's method
    double totalsError = 0;  ///< largest change of a link's total, relative to it
    double moved = 0;        ///< largest flow of an origin and class that changed its link, passenger-car units
    double costSlack = 0;    ///< largest excess of a way that carries flow, relative to the cost from its origin
};

struct ClassResult {
    std::vector<double> flow;  ///< vehicles per link
    std::vector<double> cost;  ///< of the class, in time; infinite where it is banned
    double relativeGap = 0, averageExcessCost = 0, totalCost = 0;
    double assigned = 0, intrazonal = 0;                 ///< vehicles
    std::vector<double> unreachableFrom, unreachableTo;  ///< vehicles without a way, per zone
};

struct Equilibrium {
    std::vector<double> flow;  ///< per link: passenger-car units of all classes, without the preload
    std::vector<double> cost;  ///< per link, with tolls and distance of the first class
    double relativeGap = 0;
    double averageExcessCost = 0;  ///< (TSTT − SPTT) / assigned trips
    double objective = 0;          ///< Beckmann
    double totalCost = 0;          ///< TSTT
    double totalTime = 0;          ///< TSTT without tolls and distance
    double assigned = 0, intrazonal = 0;
    std::vector<double> unreachableFrom, unreachableTo;  ///< trips without a way, per zone
    std::vector<double> gaps;                            ///< as the algorithm saw it, one per iteration
    int iterations = 0;
    bool converged = false;
    std::vector<ClassResult> classes;  ///< in the order of the demand; empty for a demand without classes
    RouteStatePtr routes;              ///< if asked for
    Proportionality proportionality;   ///< if asked for
};

Expected<Equilibrium> solveEquilibrium(const AssignmentNetwork& network, const OdDemand& demand, const EquilibriumOptions& options,
                                       RunControl& control);
Expected<Equilibrium> solveEquilibrium(const AssignmentNetwork& network, const AssignmentDemand& demand, const EquilibriumOptions& options,
                                       RunControl& control);

/// The relative gap of flows of one class, by Dijkstra trees and from nothing but the flows.
double auditEquilibrium(const AssignmentNetwork& network, const OdDemand& demand, const std::vector<double>& flow,
                        const EquilibriumOptions& options, int threads = 0);

}  // namespace isopolis
