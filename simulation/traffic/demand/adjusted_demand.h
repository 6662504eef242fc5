#pragma once
/// Demand times the factors that a scenario's operation AdjustDemand brings.
///
///   std::vector<std::string> keys = zoneKeys(city, zones);            // "neighbourhood:7", …, "edge:osm:node/12"
///   if (auto done = adjustDemand(demand, net.zones, applied); !done) return unexpected(done.error());
///
/// Changes car trips and the residents' part of them cell by cell, the trip ends of the first hour and the summary's cars per hour, and
/// says so in an issue `demand_adjusted`. Residents' trips by mode and purpose in the summary stay those of the demand model: a count of
/// cars does not tell why people travel. A scenario without the operation changes no bit. Factors are of the morning; in the evening the
/// way back has the factor of the way there, at other times both have their geometric mean: the same people go home. Errors: BadValue if
/// the factors' zones are not those of the city.

#include "simulation/traffic/city/city_demand.h"

namespace isopolis {

/// A name for every zone that outlives a rebuild of the city. What surprises: several stations at one junction get "#2", "#3" … in order.
std::vector<std::string> zoneKeys(const City& city, const Zones& zones);

Expected<void> adjustDemand(CityDemand& demand, const Zones& zones, const AppliedScenario& applied);

/// The factors of a period from those of the morning.
ZoneMatrix factorsIn(Period period, const ZoneMatrix& morning);

}  // namespace isopolis
