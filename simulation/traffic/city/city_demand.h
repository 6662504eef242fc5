#pragma once
/// All vehicles of a city in its modelled hours: residents' cars, traffic across the edge, through traffic.
///
///   Expected<OtherModes> modes = otherModes(applied, settings, demandSettings, control);
///   Expected<CityDemand> demand = cityDemand(unchanged, net, *modes, nullptr, settings, demandSettings, control); demand->trips_veh_h[0];
///
/// Demand rests on the *mapped* network at free-flow times: a scheme's closures change routes, not this table; its new homes and jobs
/// change it. Mode constants are fitted to the observed shares in the mapped city without the scheme's buildings, so that a scheme never
/// moves them. What of the residents' cars leaves the city is part of the volumes at the edge: cars inside are fewer by `leavingShare`.
/// `respondTo` gives the table that other travel times call forth, as a change of this one cell by cell (incremental model: UK TAG unit
/// M2.1 appendix E), with mode choice alone or with destinations too; traffic across the edge stays.

#include "simulation/traffic/city/mode_times.h"
#include "simulation/traffic/demand/resident_demand.h"

namespace isopolis {

struct CityDemand {
    HourMatrices trips_veh_h;                    ///< all zones, one per modelled hour
    HourMatrices cars_veh_h;                     ///< residents' part of it, neighbourhoods only
    std::vector<double> production, attraction;  ///< per zone, first hour; production with people without car access
    double unplaced_veh_h = 0;                   ///< first hour: people without a street near, edge traffic without a destination
    double carsPerPersonHour = 0;                ///< residents' cars in the first hour
    TripEnds ends;
    ModeConstants constants;
    ResidentDemand residents;
    DemandSummary summary;
    std::vector<Issue> issues;
};

/// Times by modes other than the car: they do not hang on how many drive.
struct OtherModes {
    Skim walk, cycle;
    ZoneMatrix transit_min;   ///< generalised, without fare; empty: no timetable
    ZoneMatrix transit_fare;  ///< as paid; empty: the timetable's fares are not known or not in known money
    std::vector<Issue> issues;
};
/// On the scenario's streets and timetable. Public transport: mean over a window of the morning, for all periods.
Expected<OtherModes> otherModes(const AppliedScenario& applied, const TrafficSettings& settings, const DemandSettings& demand,
                                RunControl& control, StreetOrders* orders = nullptr);

/// Cars from the matrices of all zones, one per modelled hour.
ModeCosts modeCosts(const HourMatrices& car_min, const ZoneMatrix& car_km, const OtherModes& modes);

/// What the demand of the mapped city rests on: times at free flow.
ModeCosts freeCosts(const CityNetwork& net, const OtherModes& modes, int threads);

/// `applied` without its changes of streets and timetable, its network, and the constants of the mapped city (null: this is it).
Expected<CityDemand> cityDemand(const AppliedScenario& unchanged, const CityNetwork& net, const OtherModes& modes,
                                const ModeConstants* constants, const TrafficSettings& settings, const DemandSettings& demand,
                                RunControl& control);

/// Residents' demand at other costs: destinations free or as in `base`, by the response that the settings allow.
Expected<ResidentDemand> demandAt(const CityDemand& base, const ModeCosts& costs, const DemandSettings& settings, RunControl& control);

/// base.trips × (now / before) where residents' cars drive, cell by cell.
HourMatrices respondTo(const CityDemand& base, const ResidentDemand& before, const ResidentDemand& now);
/// The summary of the day changed in the same proportion.
DemandSummary respondedSummary(const DemandSummary& base, const DemandSummary& before, const DemandSummary& now);

}  // namespace isopolis
