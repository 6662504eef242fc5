#pragma once
/// What the neighbourhoods hold that makes and draws trips, with the income fifths of their people.
///
///   std::vector<ZoneActivity> zones = zoneActivity(applied, access, 300);   zones[zone].pupils;
///
/// People and jobs are those joined to the car network (zone_access.h), the scenario's new buildings with them; school places and shops
/// are the city's places inside the neighbourhood. A school without a known size counts with `pupilsPerSchool`.

#include "simulation/traffic/city/zone_access.h"
#include "simulation/traffic/demand/trip_ends.h"

namespace isopolis {

std::vector<ZoneActivity> zoneActivity(const AppliedScenario& applied, const std::vector<ZoneAccess>& access, double pupilsPerSchool);

}  // namespace isopolis
