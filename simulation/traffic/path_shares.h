#pragma once
/// On which links the cars of a neighbourhood spend their time.
///
///   OriginTime t = timeOnLinks_min(applied, traffic, origin);
///   // Σ t.minutes + t.connector_min == t.total_min
///
/// Means over the car trips that start in the zone and leave it, weighted by trips, along the congested shortest paths. `total_min`
/// is Σ_j T_ij·t_ij / Σ_j T_ij over the zones j ≠ i with a way: the mean car time of the neighbourhood. Zero without such trips.
/// Where road charges are paid each pair is taken along one of the ways that cost least in time and money; the mean of the ways in use
/// (`TrafficResult::time_min`) may differ.

#include "simulation/scenario/apply_scenario.h"
#include "simulation/traffic/traffic_result.h"

namespace isopolis {

struct OriginTime {
    IdVector<LinkId, double> minutes;  ///< per link of the AppliedScenario
    double connector_min = 0;          ///< between places and the network, both ends
    double total_min = 0;
};

OriginTime timeOnLinks_min(const AppliedScenario& applied, const TrafficResult& traffic, ZoneId origin);

}  // namespace isopolis
