#pragma once
/// What a place can reach when others want it too: opportunities are shared among those who reach them.
///
///   PlaceValues perPerson = twoStepCatchment(minutes, jobs, people, decay);     // jobs a person, from two sides
///   PlaceValues share = spatialAvailability(minutes, jobs, people, decay);      // jobs; sums to those that anybody reaches
///
/// With f = weightAt(decay, cost), S supply (jobs, beds), P demand (people), i origins and j destinations:
///   2SFCA      A_i = Σ_j S_j f_ij / Σ_k P_k f_kj
///   balanced   A_i = Σ_j g_ij S_j / Σ_k P_k h_kj,  h_kj = f_kj / Σ_j f_kj (each person once),  g_ij = f_ij / Σ_k f_kj (each place once)
///   available  V_i = Σ_j S_j P_i^α f_ij / Σ_k P_k^α f_kj   (α = 1: the singly constrained measure)
///   total      V_i = S Σ_j S_j f_ij / Σ_ij S_j f_ij,   S = supply of all places in the matrix
///   doubly     T_ij = a_i b_j P_i S_j f_ij with Σ_j T_ij = P_i and Σ_i T_ij = S_j
///
/// What surprises: a place that nobody reaches serves nobody, instead of offering infinitely much to each. The passive form of the
/// constrained measures is the same function of `costs.transposed()` with supply and demand changed over.
/// Source: Luo & Wang 2003, Environment and Planning B 30(6), doi:10.1068/b29120; Paez, Higgins & Vivona 2019, PLOS ONE 14(6),
/// doi:10.1371/journal.pone.0218773; Soukhov, Paez, Higgins & Mohamed 2023, PLOS ONE 18(1), doi:10.1371/journal.pone.0278468;
/// Soukhov, Pereira, Higgins & Paez 2025 (constrained family); Wilson 1971, Environment and Planning 3(1).
/// Errors (doubly): BadValue if the totals differ or someone reaches nothing, Conflict if no balance is found.

#include "gis/core/expected.h"
#include "simulation/access/measures/cost_matrix.h"
#include "simulation/access/measures/decay.h"

namespace isopolis {

PlaceValues twoStepCatchment(const CostMatrix& costs, const PlaceValues& supply, const PlaceValues& demand, const Decay& decay);
PlaceValues balancedCatchment(const CostMatrix& costs, const PlaceValues& supply, const PlaceValues& demand, const Decay& decay);
/// alpha < 1 favours small places, > 1 large ones.
PlaceValues spatialAvailability(const CostMatrix& costs, const PlaceValues& supply, const PlaceValues& demand, const Decay& decay,
                                double alpha = 1);
PlaceValues totalConstrained(const CostMatrix& costs, const PlaceValues& supply, const Decay& decay);

/// Flows of the doubly constrained measure, in the order of the matrix's pairs.
struct DoublyConstrained {
    std::vector<TravelCost> flow;  ///< `cost` holds the flow
    double largestError = 0;       ///< of any margin, relative
    int iterations = 0;
};
Expected<DoublyConstrained> doublyConstrained(const CostMatrix& costs, const PlaceValues& supply, const PlaceValues& demand,
                                              const Decay& decay, double tolerance = 1e-10, int maxIterations = 100000);

}  // namespace isopolis
