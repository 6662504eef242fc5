#pragma once
/// Times and lengths on foot and by cycle between the neighbourhoods, for the choice of mode; and a place that stands for each of them.
///
///   Skim walk = modeTimes(applied, walkNetwork(applied), settings, threads);   walk.time_min.at(from, to);   // infinity: no way
///   std::vector<Point2> at = zoneCentres(applied, walkNetwork(applied), settings);
///
/// The networks are those of the access model (access/mode_network.h): slopes, level of traffic stress and pushing included. Ways into the
/// network are chosen as for cars (zone_access.h), straight as in the access model. What surprises: people of a scheme's new buildings do
/// not move them, so that a building changes no times. A neighbourhood that nobody lives or works in has no centre (NaN) and no way.

#include "simulation/access/mode_network.h"
#include "simulation/traffic/city/city_network.h"

namespace isopolis {

class StreetOrders;  // street_orders.h

/// `orders`: of the nodes of networks met before; saves time and changes no bit.
Skim modeTimes(const AppliedScenario& applied, const ModeNetwork& mode, const TrafficSettings& settings, int threads,
               StreetOrders* orders = nullptr);

/// The junction in the middle of each neighbourhood's people and jobs.
std::vector<Point2> zoneCentres(const AppliedScenario& applied, const ModeNetwork& mode, const TrafficSettings& settings);

}  // namespace isopolis
