#pragma once
/// Lines across the city at which modelled and counted traffic are summed.
///
///   std::vector<Screenline> lines = waterScreenlines(*city);            // the bridges over each named river, counted ones
///   Screenline mine = screenlineAcross(applied, "Ring", {{0, 0}, {900, 40}});
///
/// A link belongs to a line if its geometry crosses it. Both directions are kept apart by the side that they come from only in the
/// flows, not here: a screenline is the sum of both. What surprises: a line of water is each area of water with a name (areas of one
/// name are one); without a name it has the id. Comparison uses links with a count only, so a half-counted line is still fair; `covered`
/// tells how much of the modelled flow it holds.

#include "simulation/scenario/apply_scenario.h"

namespace isopolis {

struct Screenline {
    std::string name;
    std::vector<LinkId> links;  ///< for cars, ascending
};

/// Car links that cross the line. A line of fewer than two points crosses nothing.
Screenline screenlineAcross(const AppliedScenario& applied, std::string name, const Polyline& line);
/// One screenline for each named river or lake that at least two car links cross.
std::vector<Screenline> waterScreenlines(const AppliedScenario& applied);

}  // namespace isopolis
