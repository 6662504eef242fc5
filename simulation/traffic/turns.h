#pragma once
/// Turns that are forbidden or take time: the nodes concerned are taken apart, the others stay.
///
///   auto turns = expandTurns(network, {{.from = in, .to = out, .banned = true}, {.from = in, .to = left, .delay = 0.4}});
///   solveEquilibrium(turns->network, …);   // e->flow[l] of the old links: same positions as before
///
///        in ─▶ v ─▶ out                in ─▶ v′ ──0.4──▶ w₂ ─▶ left        each link into v with a rule gets a node v′ of its own, each
///              └──▶ left     becomes   other ─▶ v ─▶ w₁ ─▶ out             link out of v a node w; links between them are the turns
///
/// Old links and nodes keep their positions; turns and new nodes come after them. A turn without a rule is free. `linkNow` of a WarmStart
/// can be filled from equal positions as long as the rules stay.
/// Errors: NotFound (no such link), BadValue (links that do not meet, a negative delay, a rule at the node of a zone, where trips end).

#include "simulation/traffic/assignment_network.h"

namespace isopolis {

struct TurnRule {
    std::uint32_t from = 0, to = 0;  ///< links
    double delay = 0;                ///< in the unit of link times
    bool banned = false;
};

struct ExpandedNetwork {
    AssignmentNetwork network;
    std::size_t oldLinks = 0, oldNodes = 0, expandedNodes = 0;
};

Expected<ExpandedNetwork> expandTurns(const AssignmentNetwork& network, const std::vector<TurnRule>& rules);

/// Bans on turning back at once, except where there is no other way on.
std::vector<TurnRule> uTurnBans(const AssignmentNetwork& network);

}  // namespace isopolis
