#pragma once
/// Vehicles that enter or leave the city across its edge in one modelled hour, or pass through it.
///
///   EdgeTrips edge = edgeTrips(net, freeTimes, Period::Morning, {.starts = …, .finishes = …}, settings);   edge.trips.at(from, to);
///
/// A share τ of what enters leaves again at another station, in proportion to the volumes there. The rest ends in the neighbourhoods as
/// residents' trips of that hour do, or begins where they begin, by doubly constrained gravity on car minutes: so what enters in the
/// morning goes to work places. Volumes at the stations hold; what reaches no neighbourhood is `unplaced`.

#include "simulation/traffic/city/city_network.h"
#include "simulation/traffic/demand/demand_types.h"

namespace isopolis {

/// Where residents' trips of the period start and finish, per neighbourhood: only their proportions count.
struct ZoneWeights {
    std::vector<double> starts, finishes;
};

struct EdgeTrips {
    ZoneMatrix trips;  ///< veh/h, all zones
    double through = 0, edge = 0, unplaced = 0;
    std::vector<Issue> issues;
};

EdgeTrips edgeTrips(const CityNetwork& net, const ZoneMatrix& time_min, Period period, const ZoneWeights& weights,
                    const TrafficSettings& settings);

}  // namespace isopolis
