#pragma once
/// User equilibrium (Wardrop's first principle) of fixed trips on a network.
///
///   Expected<Equilibrium> e = solveEquilibrium(network, demand, {.relativeGap = 1e-8}, control);   e->flow[link];
///
/// Cost of a link = its time + w_toll·toll + w_dist·length; the flows minimise Beckmann's objective Σ ∫ cost dx.
/// Relative gap = (TSTT − SPTT) / TSTT, with TSTT = Σ cost·flow and SPTT = Σ trips·least cost on the same costs, from an independent
/// pass of Dijkstra trees summed in long double. Trips within a zone stay off the network and out of both sums.
///
/// Two algorithms with one result: `Bush` (Algorithm B: an acyclic sub-network per origin, flow moved between its longest used and
/// its shortest path by Newton steps) reaches 1e-12 and is the default; `BiconjugateFrankWolfe` is the simple reference, good to
/// about 1e-5. Same bits at any number of threads.
///
/// A solution that misses the gap within `maxIterations` comes back with `converged` false. Pairs without a way are left out, counted
/// in `unreachableFrom`/`unreachableTo`. Errors: BadValue (demand and network do not fit, negative trips), Cancelled.
/// Source: Dial 2006, Transportation Research B 40(10), doi:10.1016/j.trb.2006.02.008; Nie 2010, B 44(1), doi:10.1016/j.trb.2009.06.003;
/// Mitradjieva & Lindberg 2013, Transportation Science 47(2), doi:10.1287/trsc.1120.0409.

#include "simulation/run/run_control.h"
#include "simulation/traffic/assignment_network.h"

namespace isopolis {

enum class EquilibriumAlgorithm { Bush, BiconjugateFrankWolfe };

struct EquilibriumOptions {
    EquilibriumAlgorithm algorithm = EquilibriumAlgorithm::Bush;
    double relativeGap = 1e-4;
    int maxIterations = 1000;
    double tollWeight = 0, distanceWeight = 0;  ///< cost per unit of toll and length
};

struct Equilibrium {
    std::vector<double> flow, cost;  ///< per link of the network; cost with tolls and distance
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
};

Expected<Equilibrium> solveEquilibrium(const AssignmentNetwork& network, const OdDemand& demand, const EquilibriumOptions& options,
                                       RunControl& control);

}  // namespace isopolis
