#pragma once
/// Car trips of the modelled hour between zones.
///
///   TripTable table = tripTable(net, freeTimes, settings);   table.trips.at(from, to);
///
/// Residents' trips: joined people × rate. Arrivals: joined jobs + κ × people, scaled so that trips in and out balance. Stations: a share τ
/// of what enters leaves again at another station, in proportion to the volumes there; the rest goes to or comes from the city. Residents
/// and stations go through one gravity model on free-flow times.

#include "simulation/traffic/city/city_network.h"

namespace isopolis {

struct TripTable {
    std::vector<double> production, attraction;  ///< veh/h per zone; production with the trips of people without car access
    ZoneMatrix trips;
    double unplaced = 0;  ///< trips of people without a street near, and of zones that reach no other
    std::vector<Issue> issues;
};

TripTable tripTable(const CityNetwork& net, const ZoneMatrix& freeTimes_min, const TrafficSettings& settings);

}  // namespace isopolis
