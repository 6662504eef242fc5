#pragma once
/// Turns that signs forbid a mode to make, under a scenario.
///
///   for (const auto& [from, to] : forbiddenTurns(applied, Mode::Bus, [&](LinkId id) { return applied.links[id].modes.has(Mode::Bus); }))
///
/// Bans hold between the mapped links, whatever a scheme does around them. Who comes to a street that he might have been kept from may not
/// turn back at its end either, unless nothing else leads on: that would undo the ban. Elsewhere turning back is allowed.

#include "simulation/scenario/apply_scenario.h"

#include <functional>

namespace isopolis {

struct ForbiddenTurn {
    LinkId from, to;
    friend auto operator<=>(const ForbiddenTurn&, const ForbiddenTurn&) = default;
};

/// Turns between two `open` links that are banned for the mode, by ascending links; then those back at the next junction, likewise.
std::vector<ForbiddenTurn> forbiddenTurns(const AppliedScenario& applied, Mode mode, const std::function<bool(LinkId)>& open);

}  // namespace isopolis
