#pragma once
/// What lanes for buses alone are worth to the lines that run along them: shorter running times in a timetable of the scheme's own.
///
///   giveBusLaneTimes(applied);   // after all operations: AppliedScenario::busLanes is complete
///
/// A ride of t seconds between two stops takes t · (1 − gain · f), f the part of the way's length that lies on links with a bus lane. The
/// way is the one that line_conflicts.h takes: the shortest for buses on the mapped streets, streets along the line's drawn way preferred.
/// Halts stay, and times are rounded to the second after they are summed, so that rounding does not add up. A line that the scheme itself
/// makes runs at the speed that it was given. Departures from the first stop stay. Lines whose way leads along a lane are told in an issue
/// `bus_lane_time`; lanes that no line uses in one `bus_lane_unused`.

#include "simulation/scenario/apply_scenario.h"

namespace isopolis {

void giveBusLaneTimes(AppliedScenario& applied);

}  // namespace isopolis
