#pragma once
/// Car traffic of a mean day: residents' trips by purpose, mode and hour, traffic across the edge, and the user equilibrium of routes.
///
///   Expected<TrafficResult> traffic = runTraffic(applied, control);   traffic->flow_veh_h[link];
///
/// Demand: city/city_demand.h and demand/resident_demand.h. The modelled hour is the busiest of the morning; with four modelled hours
/// (`traffic.profile.hours_modelled`) each period is assigned and the day is their sum, else the hour divided by the peak share.
///
/// What surprises: demand rests on free-flow times of the city *without* the scenario, so by default a closed bridge changes routes only;
/// new homes and jobs change trips. `traffic.demand.response` lets modes, or modes and destinations, answer to a scheme's travel times:
/// the demand of the mapped city is then changed in the proportion that the demand model finds between its own congested times and the
/// scheme's, until demand and traffic agree. The mapped city has the same demand whatever the response. Trips that find no way are counted
/// in `unassigned_veh_h` and named in `issues`. Trips within a zone are counted and stay off the network. Buses and lorries are not
/// assigned. Source: Wilson 1967; Furness 1965; McFadden 1974; Beckmann 1956; Bureau of Public Roads 1964; UK TAG unit M2.1 (incremental
/// demand). Errors: NotFound if the city has no street for cars, BadValue (an observed mean trip that no deterrence gives), Cancelled.

#include "gis/core/expected.h"
#include "simulation/run/run_control.h"
#include "simulation/scenario/apply_scenario.h"
#include "simulation/traffic/traffic_result.h"

namespace isopolis {

class TrafficMemory;  // city/traffic_base.h

struct TrafficOptions {
    TrafficMemory* memory = nullptr;        ///< finds again what several scenarios share; never changes a bit
    const ZoneMatrix* givenCars = nullptr;  ///< car trips of the modelled hour between all zones instead of those of the demand model
};

Expected<TrafficResult> runTraffic(const AppliedScenario& applied, RunControl& control, const TrafficOptions& options = {});

}  // namespace isopolis
