#pragma once
/// What a place can reach, without regard to who else wants it.
///
///   PlaceValues jobs30 = cumulative(minutes, jobs, 30);                     // jobs within 30 minutes of each place
///   PlaceValues reachedBy = cumulative(minutes.transposed(), people, 30);   // passive: people who reach each place
///   PlaceValues school = costToClosest(minutes, schools, 1);
///
/// A cut-off contains its own cost. `costToClosest` counts opportunities, not places: a place with three schools is three.
/// Infinity where there are too few; 0 opportunities where nothing is reached. All functions are pure, values are in the order of
/// places, sums run in the order of destinations.
/// Source: cumulative: Wachs & Kumagai 1973; interval: Tomasiello, Herszenhut, Oliveira, Braga & Pereira 2023, Applied Geography 157,
/// doi:10.1016/j.apgeog.2023.103002; gravity: Hansen 1959, J. American Institute of Planners 25(2);
/// balancing cost: Barboza, Carneiro, Falavigna, Luz & Orrico 2021, J. Transport Geography 94, doi:10.1016/j.jtrangeo.2021.103134.

#include "simulation/access/measures/cost_matrix.h"
#include "simulation/access/measures/decay.h"

namespace isopolis {

PlaceValues cumulative(const CostMatrix& costs, const PlaceValues& opportunities, double cutoff);

/// Cut-offs low, low + step, … up to high.
struct CutoffInterval {
    double low = 20, high = 40, step = 1;
    std::size_t count() const;
};
/// The median over the cut-offs, rounded down to whole opportunities: the result hangs less on one cut-off.
PlaceValues cumulativeInterval(const CostMatrix& costs, const PlaceValues& opportunities, const CutoffInterval& interval);

PlaceValues gravity(const CostMatrix& costs, const PlaceValues& opportunities, const Decay& decay);

/// Least cost within which `wanted` opportunities lie; infinity if there are fewer.
PlaceValues costToClosest(const CostMatrix& costs, const PlaceValues& opportunities, double wanted);

/// First of the costs 0, step, 2 step, … within which more opportunities lie than the place has people; 0 where nobody lives,
/// NaN where that never happens within the largest cost of the matrix.
PlaceValues balancingCost(const CostMatrix& costs, const PlaceValues& opportunities, const PlaceValues& people, double step);

}  // namespace isopolis
