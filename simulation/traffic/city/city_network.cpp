#include "simulation/traffic/city/city_network.h"

#include "simulation/run/parallel.h"
#include "simulation/traffic/assignment_state.h"
#include "simulation/traffic/city/external_stations.h"
#include "simulation/traffic/shortest_path.h"

#include <algorithm>

namespace isopolis {

namespace {

constexpr double kMetresPerKilometre = 1000;

VolumeDelay delayOf(const AppliedScenario& applied, LinkId id, const TrafficSettings& settings)
{
    const LinkState& state = applied.links[id];
    const auto roadClass = static_cast<std::size_t>(applied.roadClass(id));
    const double metresPerMinute = Speed::kmh(state.speed_kmh * settings.speedFactor[roadClass]).ms() * 60;
    return {applied.length_m(id) / metresPerMinute, state.lanes * settings.lane_veh_h[roadClass], settings.bprAlpha, settings.bprBeta};
}

}  // namespace

Expected<CityNetwork> buildCityNetwork(const AppliedScenario& applied, const TrafficSettings& settings)
{
    const CarGraph cars = carGraph(applied);
    if (cars.links.empty())
        return unexpected(Error{ErrorCode::NotFound, "the city has no street that cars may use"}.cure(
            "Check the road data and the scenario's closures."));
    CityNetwork net;
    net.access = zoneAccess(applied, cars, settings);
    net.zones.internal = net.access.size();
    net.zones.external = externalStations(*applied.city, settings);
    const std::size_t zones = net.zones.count();

    // Only nodes that cars reach become nodes of the graph.
    IdVector<NodeId, std::uint32_t> position(applied.city->roads().nodes().size(), ~0U);
    auto nodes = static_cast<std::uint32_t>(zones);
    const auto at = [&](NodeId node) {
        if (position[node] == ~0U)
            position[node] = nodes++;
        return position[node];
    };
    std::vector<AssignmentLink> links;
    for (const LinkId id : cars.links) {
        const std::uint32_t from = at(applied.from(id)), to = at(applied.to(id));
        links.push_back({from, to, delayOf(applied, id, settings), 0, applied.length_m(id)});
        net.linkOf.push_back(id);
    }
    const auto connect = [&](std::size_t zone, NodeId node, double time_min) {
        const auto centre = static_cast<std::uint32_t>(zone);
        const std::uint32_t junction = at(node);
        const VolumeDelay delay{time_min, 0, 0, 0};
        const double length_m = time_min * settings.connector_m_per_min * settings.connectorDetour;
        links.push_back({centre, junction, delay, 0, length_m});
        links.push_back({junction, centre, delay, 0, length_m});
        net.linkOf.insert(net.linkOf.end(), 2, LinkId());
    };
    for (std::size_t z = 0; z < net.access.size(); ++z)
        for (const Connector& connector : net.access[z].connectors)
            connect(z, connector.node, connector.time_min);
    for (std::size_t e = 0; e < net.zones.external.size(); ++e)
        connect(net.zones.internal + e, net.zones.external[e].node, 0);
    net.at.assign(nodes, Point2{});
    for (const NodeId node : idsOf(position))
        if (position[node] != ~0U)
            net.at[position[node]] = applied.city->roads().nodes()[node].at;
    auto graph = AssignmentNetwork::create({zones, nodes, zones}, std::move(links));
    if (!graph)
        return unexpected(graph.error());
    net.graph = std::move(*graph);
    return net;
}

AppliedScenario withoutNetworkChanges(const AppliedScenario& applied)
{
    AppliedScenario base = applied;
    base.addedLinks.clear();
    base.changedTransit.reset();
    base.links.resize(applied.city->roads().links().size());
    for (const LinkId id : idsOf(base.links)) {
        const RoadLink& link = applied.city->roads().links()[id];
        base.links[id] = {link.speed_kmh, link.lanes, link.modes, link.cycle};
    }
    return base;
}

namespace {

/// Within a zone: half of the way to the nearest other zone, by time.
void fillDiagonal(Skim& skim)
{
    const std::size_t zones = skim.time_min.zones;
    for (std::size_t z = 0; z < zones; ++z) {
        double nearest = std::numeric_limits<double>::infinity(), length = 0;
        for (std::size_t other = 0; other < zones; ++other)
            for (const std::size_t k : {z * zones + other, other * zones + z})
                if (other != z && skim.time_min.values[k] < nearest) {
                    nearest = skim.time_min.values[k];
                    length = skim.length_km.values[k];
                }
        skim.time_min.values[z * zones + z] = std::isfinite(nearest) ? nearest / 2 : 0;
        skim.length_km.values[z * zones + z] = length / 2;
    }
}

}  // namespace

Skim skimWithLength(const AssignmentNetwork& network, const std::vector<double>& cost, int threads)
{
    const std::size_t zones = network.zoneCount();
    Skim skim{ZoneMatrix(zones), ZoneMatrix(zones, std::numeric_limits<double>::infinity())};
    parallelBlocks(zones, kOriginBlocks, threads, [&](std::size_t, std::size_t begin, std::size_t end) {
        ShortestPaths paths(network);
        std::vector<double> length(network.nodeCount());
        for (std::size_t o = begin; o < end; ++o) {
            paths.run(static_cast<std::uint32_t>(o), cost);
            for (const std::uint32_t node : paths.order()) {
                const std::uint32_t via = paths.via(node);
                length[node] = via == kNoLink ? 0 : length[network.tail(via)] + network.link(via).length / kMetresPerKilometre;
            }
            for (std::size_t d = 0; d < zones; ++d) {
                const auto node = static_cast<std::uint32_t>(d);
                skim.time_min.values[o * zones + d] = paths.cost(node);
                if (paths.reached(node))
                    skim.length_km.values[o * zones + d] = length[d];
            }
        }
    });
    fillDiagonal(skim);
    return skim;
}

ZoneMatrix skim(const AssignmentNetwork& network, const std::vector<double>& cost, int threads)
{
    const std::size_t zones = network.zoneCount();
    ZoneMatrix times(zones);
    parallelBlocks(zones, kOriginBlocks, threads, [&](std::size_t, std::size_t begin, std::size_t end) {
        ShortestPaths paths(network);
        for (std::size_t o = begin; o < end; ++o) {
            paths.run(static_cast<std::uint32_t>(o), cost);
            for (std::size_t d = 0; d < zones; ++d)
                times.values[o * zones + d] = paths.cost(static_cast<std::uint32_t>(d));
        }
    });
    fillWithinZones(times);
    return times;
}

void fillWithinZones(ZoneMatrix& times)
{
    const std::size_t zones = times.zones;
    for (std::size_t z = 0; z < zones; ++z) {
        double nearest = std::numeric_limits<double>::infinity();
        for (std::size_t other = 0; other < zones; ++other)
            if (other != z)
                nearest = std::min({nearest, times.values[z * zones + other], times.values[other * zones + z]});
        times.values[z * zones + z] = std::isfinite(nearest) ? nearest / 2 : 0;
    }
}

ZoneMatrix firstZones(const ZoneMatrix& matrix, std::size_t zones)
{
    ZoneMatrix first(zones);
    for (std::size_t i = 0; i < zones; ++i)
        std::copy_n(matrix.values.begin() + static_cast<std::ptrdiff_t>(i * matrix.zones), zones,
                    first.values.begin() + static_cast<std::ptrdiff_t>(i * zones));
    return first;
}

}  // namespace isopolis
