#pragma once
/// What is doubtful about an assignment and its input, in sentences that name places and count them.
///
///   for (const Issue& issue : assignmentIssues(network, *e)) …   // "2 links have capacity 0: … 4-7, 9-1"
///
/// Nodes, zones and links by the numbers of the source: one more than positions, a link as from-to. At most ten are named, the number is
/// that of all. Codes: `capacity_0` (links whose time would rise with flow, taken as of constant time), `zone_without_road` (trips
/// that cannot leave or arrive), `no_way` (trips between zones with roads that do not meet).
/// What is not doubtful but wrong, negative trips for one, is refused by solveEquilibrium and named there.

#include "gis/core/error.h"
#include "simulation/traffic/equilibrium.h"

namespace isopolis {

std::vector<Issue> assignmentIssues(const AssignmentNetwork& network, const Equilibrium& e);

}  // namespace isopolis
