#pragma once
/// Where main roads cross the edge of the city, and how much traffic comes and goes there.
///
///   std::vector<ExternalStation> stations = externalStations(city, settings);
///
/// A station is an end of the car network on a motorway to tertiary road (or the point where the two carriageways of one meet, as importers
/// leave them at the edge) that lies within `traffic.external.edge` of the edge of the extent, or with no junction for cars so near ahead.
/// Stations depend on the city alone, not on a scenario: closing their road leaves their trips without a way.
/// Volume: of a count on the same street within `traffic.external.count_distance`, by direction and period: the peak hours counted, else
/// the daily volume × peak share; hours between from what the day leaves. A direction without a count takes the other's with morning and
/// evening changed; without any count the parameter of the road class stands for both peaks.

#include "simulation/traffic/city/traffic_settings.h"
#include "simulation/traffic/traffic_result.h"

#include "gis/core/city/city.h"

namespace isopolis {

std::vector<ExternalStation> externalStations(const City& city, const TrafficSettings& settings);

}  // namespace isopolis
