#pragma once
/// Takes apart the junctions of a car network at which turns are forbidden, as the assignment does.
///
///   obeyTurnBans(net, applied);   // net.edges: one per link, ascending
///
/// People start at the junction itself, which leads to all streets out of it; ways to it end at a node of its own that all streets into it
/// lead to, see `ModeNetwork::arrivals`. Source: simulation/scenario/forbidden_turns.h, simulation/traffic/turns.h.

#include "simulation/access/mode_network.h"

namespace isopolis {

void obeyTurnBans(ModeNetwork& net, const AppliedScenario& applied);

}  // namespace isopolis
