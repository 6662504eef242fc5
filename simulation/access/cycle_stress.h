#pragma once
/// Level of traffic stress (LTS) of streets: who dares to ride there.
///
///   IdVector<LinkId, int> stress = cycleStress(applied);      // 1 … 4, 0 where cycles may not go
///   trafficStress({.speed_kmh = 50, .lanes = 2, .quiet = false, .cycle = CycleFacility::None, .traffic = StreetTraffic::Cars});   // 3
///
/// 1: children; 2: most adults; 3: those who are used to traffic; 4: the fearless. Rules, from the tables of the source, with its 25, 30
/// and 35 mph taken as 40, 50 and 60 km/h:
///
/// | in mixed traffic | up to 3 lanes | 4 or 5 | 6 and more |
/// |---|---|---|---|
/// | up to 40 km/h | 2 (quiet 1) | 3 | 4 |
/// | up to 50 km/h | 3 (quiet 2) | 4 | 4 |
/// | faster | 4 | 4 | 4 |
///
/// Painted lane: 2; with two lanes or more a direction at least 3; above 50 km/h at least 3, above 60 km/h 4; never worse than without it.
/// Protected lane, or no motor traffic: 1. Buses alone: at most 2 (assumption, the source has no such row).
///
/// What surprises: lanes are those of both directions together; "quiet" are residential and living streets and service roads with
/// fewer than 3 lanes. Junctions, parked cars, lane widths and numbers of vehicles are not in the city's data and do not count: a painted
/// lane is taken as one of ordinary width without parking beside it.
/// Source: Mekuria, Furth & Nixon 2012, Mineta Transportation Institute report 11-19, tables 2 to 4.

#include "simulation/scenario/apply_scenario.h"

namespace isopolis {

enum class StreetTraffic : std::uint8_t { None, Buses, Cars };

struct StreetForCycles {
    double speed_kmh = 50;
    double lanes = 2;  ///< both directions
    double lanesThisWay = 1;
    bool quiet = false;
    CycleFacility cycle = CycleFacility::None;
    StreetTraffic traffic = StreetTraffic::Cars;
};
int trafficStress(const StreetForCycles& street);

/// Per link of the scenario, new roads included.
IdVector<LinkId, int> cycleStress(const AppliedScenario& applied);

}  // namespace isopolis
