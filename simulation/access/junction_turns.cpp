#include "simulation/access/junction_turns.h"

#include "simulation/traffic/city/city_network.h"

#include <map>

namespace isopolis {

void obeyTurnBans(ModeNetwork& net, const AppliedScenario& applied)
{
    const std::vector<TurnRule> rules = turnRules(applied, net.link);
    if (rules.empty())
        return;
    std::vector<AssignmentLink> links;
    for (const TravelEdge& edge : net.edges)
        links.push_back({edge.from.value(), edge.to.value(), {edge.time_min, 0, 0, 0}});
    // Times are sound, and a city's bans join links that meet: nothing is refused.
    const AssignmentNetwork graph = AssignmentNetwork::create({0, net.places.size(), 0}, std::move(links)).value();
    const ExpandedNetwork turns = expandTurns(graph, rules).value();
    const std::vector<AssignmentLink>& all = turns.network.links();
    net.places.resize(turns.network.nodeCount());
    std::map<NodeId, std::vector<NodeId>> parts;  // of a junction: where streets with rules end
    for (std::size_t k = 0; k < net.edges.size(); ++k) {
        TravelEdge& edge = net.edges[k];
        const NodeId from(all[k].from), to(all[k].to);
        net.places[from.index()] = net.places[edge.from.index()];
        net.places[to.index()] = net.places[edge.to.index()];
        if (to != edge.to)
            parts[edge.to].push_back(to);
        edge = {from, to, edge.time_min};
    }
    const auto within = [&](NodeId from, NodeId to) {
        net.edges.push_back({from, to, 0});
        net.link.emplace_back();
    };
    for (std::size_t k = turns.oldLinks; k < all.size(); ++k)
        within(NodeId(all[k].from), NodeId(all[k].to));
    net.canStart.resize(net.places.size(), false);
    net.canEnd.resize(net.places.size(), false);
    for (const auto& [junction, into] : parts) {
        const NodeId end = NodeId::fromIndex(net.places.size());
        net.places.push_back(net.places[junction.index()]);
        net.canStart.push_back(false);
        net.canEnd.push_back(net.canEnd[junction.index()]);
        net.canEnd[junction.index()] = false;
        net.arrivals.push_back({junction, end});
        within(junction, end);
        for (const NodeId part : into)
            within(part, end);
    }
}

}  // namespace isopolis
