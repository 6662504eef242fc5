#include "simulation/scenario/forbidden_turns.h"

#include <algorithm>
#include <map>
#include <set>

namespace isopolis {

std::vector<ForbiddenTurn> forbiddenTurns(const AppliedScenario& applied, Mode mode, const std::function<bool(LinkId)>& open)
{
    std::set<ForbiddenTurn> banned;
    for (const TurnBan& ban : applied.city->turnBans())
        if (ban.modes.has(mode) && open(ban.from) && open(ban.to))
            banned.insert({ban.from, ban.to});
    std::vector<ForbiddenTurn> all(banned.begin(), banned.end());
    if (all.empty())
        return all;
    std::map<NodeId, std::vector<LinkId>> leaving;  // of the junctions that matter
    for (const ForbiddenTurn& turn : banned)
        leaving[applied.to(turn.from)];
    const auto collect = [&] {
        for (auto& [node, links] : leaving)
            links.clear();
        for (const LinkId id : idsOf(applied.links))
            if (const auto found = leaving.find(applied.from(id)); found != leaving.end() && open(id))
                found->second.push_back(id);
    };
    collect();
    std::set<LinkId> afterwards;  // streets that somebody comes to who was not allowed to turn before them
    for (const auto& [node, links] : leaving)
        afterwards.insert(links.begin(), links.end());
    for (const LinkId street : afterwards)
        leaving[applied.to(street)];
    collect();
    for (const LinkId street : afterwards) {
        const LinkId back = applied.isAdded(street) ? LinkId() : applied.city->roads().links()[street].reverse;
        const std::vector<LinkId>& ways = leaving[applied.to(street)];
        const auto leadsOn = [&](LinkId out) { return out != back && !banned.contains({street, out}); };
        if (back.valid() && open(back) && !banned.contains({street, back}) && std::any_of(ways.begin(), ways.end(), leadsOn))
            all.push_back({street, back});
    }
    return all;
}

}  // namespace isopolis
