#include "simulation/traffic/city/mode_times.h"

#include "simulation/traffic/city/street_orders.h"

#include <algorithm>
#include <limits>

namespace isopolis {

namespace {

/// Where each neighbourhood joins the network of a mode.
std::vector<ZoneAccess> accessOf(const AppliedScenario& applied, const ModeNetwork& mode, TrafficSettings settings)
{
    std::vector<LinkId> links = mode.link;
    std::sort(links.begin(), links.end());
    links.erase(std::unique(links.begin(), links.end()), links.end());
    std::vector<DirectedEdge> edges;
    for (const TravelEdge& edge : mode.edges)
        edges.emplace_back(edge.from, edge.to);
    settings.connector_m_per_min = 1 / mode.connectorPerMetre_min;
    settings.connectorReach_m = mode.reach_m;
    const CarGraph graph = graphOf(applied.city->roads().nodes().size(), std::move(links), edges);
    if (applied.buildingsAsMapped())
        return zoneAccess(applied, graph, settings);
    AppliedScenario mapped = applied;
    mapped.addedBuildings.clear();
    mapped.removedBuildings.clear();
    return zoneAccess(mapped, graph, settings);
}

}  // namespace

Skim modeTimes(const AppliedScenario& applied, const ModeNetwork& mode, const TrafficSettings& settings, int threads, StreetOrders* orders)
{
    const std::vector<ZoneAccess> access = accessOf(applied, mode, settings);
    const std::size_t zones = access.size();
    IdVector<NodeId, std::uint32_t> position(applied.city->roads().nodes().size(), ~0U);
    auto nodes = static_cast<std::uint32_t>(zones);
    const auto at = [&](NodeId node) {
        if (position[node] == ~0U)
            position[node] = nodes++;
        return position[node];
    };
    std::vector<AssignmentLink> links;
    std::vector<double> cost;
    const auto join = [&](std::uint32_t from, std::uint32_t to, double time_min, double length_m) {
        links.push_back({from, to, VolumeDelay{time_min, 0, 0, 0}, 0, length_m});
        cost.push_back(time_min);
    };
    for (std::size_t e = 0; e < mode.edges.size(); ++e) {
        const std::uint32_t from = at(mode.edges[e].from), to = at(mode.edges[e].to);
        join(from, to, mode.edges[e].time_min, applied.length_m(mode.link[e]));
    }
    for (std::size_t z = 0; z < zones; ++z)
        for (const ZoneConnector& connector : access[z].connectors) {
            const auto centre = static_cast<std::uint32_t>(z);
            const std::uint32_t junction = at(connector.node);
            const double length_m = connector.time_min / mode.connectorPerMetre_min;
            join(centre, junction, connector.time_min, length_m);
            join(junction, centre, connector.time_min, length_m);
        }
    std::vector<Point2> places(nodes);
    for (const NodeId node : idsOf(position))
        if (position[node] != ~0U)
            places[position[node]] = applied.city->roads().nodes()[node].at;
    auto network = AssignmentNetwork::create({zones, nodes, zones}, std::move(links), std::move(places));
    // Lengths and speeds of a city are finite; a city of which that is not true has no ways for this mode.
    if (!network)
        return {ZoneMatrix(zones, std::numeric_limits<double>::infinity()), ZoneMatrix(zones, std::numeric_limits<double>::infinity())};
    if (orders != nullptr)
        orders->follow(*network);
    return skimWithLength(*network, cost, threads);
}

std::vector<Point2> zoneCentres(const AppliedScenario& applied, const ModeNetwork& mode, const TrafficSettings& settings)
{
    TrafficSettings one = settings;
    one.connectors = 1;
    std::vector<Point2> centres;
    for (const ZoneAccess& zone : accessOf(applied, mode, one))
        centres.push_back(zone.connectors.empty() ? Point2{kUnknown, kUnknown}
                                                  : applied.city->roads().nodes()[zone.connectors.front().node].at);
    return centres;
}

}  // namespace isopolis
