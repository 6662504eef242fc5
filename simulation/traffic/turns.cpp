#include "simulation/traffic/turns.h"

#include <algorithm>
#include <map>

namespace isopolis {

namespace {

tl::unexpected<Error> badRule(ErrorCode code, std::size_t position, std::string what)
{
    return unexpected(Error{code, std::move(what)}.at("turn " + std::to_string(position + 1)));
}

}  // namespace

Expected<ExpandedNetwork> expandTurns(const AssignmentNetwork& network, const std::vector<TurnRule>& rules)
{
    std::map<std::pair<std::uint32_t, std::uint32_t>, TurnRule> byTurn;  // ordered, so that positions never depend on chance
    std::map<std::uint32_t, std::uint32_t> nodeInto;                     // per link with a rule: its own node
    for (std::size_t r = 0; r < rules.size(); ++r) {
        const TurnRule& rule = rules[r];
        if (rule.from >= network.linkCount() || rule.to >= network.linkCount())
            return badRule(ErrorCode::NotFound, r, "the turn names a link that does not exist");
        if (network.head(rule.from) != network.tail(rule.to))
            return badRule(ErrorCode::BadValue, r, "the two links of the turn do not meet");
        if (network.head(rule.from) < network.zoneCount())
            return badRule(ErrorCode::BadValue, r, "trips start and end at the node of the turn; join the zone by a connector");
        if (!(std::isfinite(rule.delay) && rule.delay >= 0))
            return badRule(ErrorCode::BadValue, r, "the delay of a turn must be a number of at least 0");
        TurnRule& kept = byTurn.try_emplace({rule.from, rule.to}, TurnRule{rule.from, rule.to, 0, false}).first->second;
        kept.delay += rule.delay;
        kept.banned |= rule.banned;
        nodeInto[rule.from] = 0;
    }
    ExpandedNetwork result;
    result.oldLinks = network.linkCount();
    result.oldNodes = network.nodeCount();
    std::vector<AssignmentLink> links = network.links();
    auto nodes = static_cast<std::uint32_t>(network.nodeCount());
    std::map<std::uint32_t, std::vector<std::uint32_t>> intoNode;  // per node with rules: the links that have some
    for (auto& [link, node] : nodeInto) {
        node = nodes++;
        links[link].to = node;
        intoNode[network.head(link)].push_back(link);
    }
    const auto turn = [&](std::uint32_t from, std::uint32_t to, double delay) { links.push_back({from, to, {delay, 0, 0, 0}}); };
    for (const auto& [node, into] : intoNode) {
        for (const std::uint32_t out : network.out(node)) {
            const std::uint32_t start = nodes++;
            links[out].from = start;
            turn(node, start, 0);
            for (const std::uint32_t in : into) {
                const auto rule = byTurn.find({in, out});
                if (rule == byTurn.end() || !rule->second.banned)
                    turn(nodeInto[in], start, rule == byTurn.end() ? 0 : rule->second.delay);
            }
        }
    }
    result.expandedNodes = intoNode.size();
    auto expanded = AssignmentNetwork::create({network.zoneCount(), nodes, network.firstThrough()}, std::move(links));
    if (!expanded)
        return unexpected(expanded.error());
    result.network = std::move(*expanded);
    return result;
}

std::vector<TurnRule> uTurnBans(const AssignmentNetwork& network)
{
    std::vector<TurnRule> bans;
    for (std::uint32_t in = 0; in < network.linkCount(); ++in) {
        const std::uint32_t node = network.head(in);
        const std::span<const std::uint32_t> heads = network.outHeads(node);
        if (node < network.zoneCount() || std::all_of(heads.begin(), heads.end(), [&](std::uint32_t h) { return h == network.tail(in); }))
            continue;
        for (const std::uint32_t out : network.out(node))
            if (network.head(out) == network.tail(in))
                bans.push_back({in, out, 0, true});
    }
    return bans;
}

}  // namespace isopolis
