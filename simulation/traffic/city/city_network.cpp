#include "simulation/traffic/city/city_network.h"

#include "simulation/run/parallel.h"
#include "simulation/scenario/forbidden_turns.h"
#include "simulation/traffic/assignment_state.h"
#include "simulation/traffic/city/external_stations.h"
#include "simulation/traffic/street_trees.h"

#include <algorithm>

namespace isopolis {

namespace {

constexpr double kMetresPerKilometre = 1000;
/// Sets the rounding of skims, a ten-billionth of a second; not a limit. Fixed, so that no change far away moves a bit.
constexpr double kLongWay_min = 512;

VolumeDelay delayOf(const AppliedScenario& applied, LinkId id, const TrafficSettings& settings)
{
    const LinkState& state = applied.links[id];
    const auto roadClass = static_cast<std::size_t>(applied.roadClass(id));
    const double metresPerMinute = Speed::kmh(state.speed_kmh * settings.speedFactor[roadClass]).ms() * 60;
    return {applied.length_m(id) / metresPerMinute, state.lanes * settings.lane_veh_h[roadClass], settings.bprAlpha, settings.bprBeta};
}

/// The junctions with rules taken apart; what they were made of keeps its place.
Expected<CityNetwork> withTurns(CityNetwork net, const std::vector<TurnRule>& rules)
{
    if (rules.empty())
        return net;
    auto expanded = expandTurns(net.graph, rules);
    if (!expanded)
        return unexpected(expanded.error());
    net.at.resize(expanded->network.nodeCount());
    for (std::size_t l = 0; l < expanded->oldLinks; ++l) {
        net.at[expanded->network.tail(l)] = net.at[net.graph.tail(l)];
        net.at[expanded->network.head(l)] = net.at[net.graph.head(l)];
    }
    const AssignmentNetwork& whole = expanded->network;
    auto placed = AssignmentNetwork::create({whole.zoneCount(), whole.nodeCount(), whole.firstThrough()}, whole.links(), net.at);
    if (!placed)
        return unexpected(placed.error());
    net.graph = std::move(*placed);
    net.linkOf.resize(net.graph.linkCount());
    return net;
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
        const auto charge = applied.roadCharge_eur.find(id);
        links.push_back(
            {from, to, delayOf(applied, id, settings), charge == applied.roadCharge_eur.end() ? 0 : charge->second, applied.length_m(id)});
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
        for (const ZoneConnector& connector : net.access[z].connectors)
            connect(z, connector.node, connector.time_min);
    for (std::size_t e = 0; e < net.zones.external.size(); ++e)
        connect(net.zones.internal + e, net.zones.external[e].node, 0);
    net.at.assign(nodes, Point2{});
    for (const NodeId node : idsOf(position))
        if (position[node] != ~0U)
            net.at[position[node]] = applied.city->roads().nodes()[node].at;
    auto graph = AssignmentNetwork::create({zones, nodes, zones}, std::move(links), net.at);
    if (!graph)
        return unexpected(graph.error());
    net.graph = std::move(*graph);
    const std::vector<TurnRule> rules = turnRules(applied, cars.links);
    return withTurns(std::move(net), rules);
}

std::vector<TurnRule> turnRules(const AppliedScenario& applied, const std::vector<LinkId>& streets)
{
    const auto position = [&](LinkId id) {
        const auto found = std::lower_bound(streets.begin(), streets.end(), id);
        return found == streets.end() || *found != id ? kNoLink : static_cast<std::uint32_t>(found - streets.begin());
    };
    std::vector<TurnRule> rules;
    for (const ForbiddenTurn& turn : forbiddenTurns(applied, Mode::Car, [&](LinkId id) { return position(id) != kNoLink; }))
        rules.push_back({position(turn.from), position(turn.to), 0, true});
    return rules;
}

AppliedScenario withoutNetworkChanges(const AppliedScenario& applied)
{
    AppliedScenario base = applied;
    base.addedLinks.clear();
    base.changedTransit.reset();
    base.busLanes.clear();
    base.chargedAreas.clear();
    base.roadCharge_eur.clear();
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

namespace {

/// Calls `body` with each zone and its tree, in parallel.
template <class Body>
void overZones(const AssignmentNetwork& network, const std::vector<double>& cost, int threads, const Body& body)
{
    const std::size_t zones = network.zoneCount();
    const StreetCosts costs(network, cost, kLongWay_min, threads);
    const std::size_t groups = (zones + StreetTrees::kLanes - 1) / StreetTrees::kLanes;
    parallelBlocks(groups, kOriginBlocks, threads, [&](std::size_t, std::size_t begin, std::size_t end) {
        StreetTrees trees(network);
        auto mine = body();
        for (std::size_t group = begin; group < end; ++group) {
            std::vector<std::uint32_t> origins;
            for (std::size_t o = group * StreetTrees::kLanes; o < std::min(zones, (group + 1) * StreetTrees::kLanes); ++o)
                origins.push_back(static_cast<std::uint32_t>(o));
            trees.run(costs, origins);
            for (std::size_t lane = 0; lane < origins.size(); ++lane)
                mine(origins[lane], trees.tree(lane));
        }
    });
}

double kilometres(const AssignmentLink& link) { return link.length / kMetresPerKilometre; }
double tollOf(const AssignmentLink& link) { return link.toll; }

/// Lengths, or charges, of the ways of one tree, each street looked at once.
class WayLengths {
public:
    WayLengths(const AssignmentNetwork& network, double (*measure)(const AssignmentLink&))
        : m_network(network), m_measure(measure), m_length(network.nodeCount()), m_known(network.nodeCount(), 0)
    {}
    void begin() { ++m_round; }
    double to(std::uint32_t node, const StreetTree& tree)
    {
        m_way.clear();
        while (m_known[node] != m_round && node != tree.origin()) {
            m_way.push_back(tree.via(node));
            node = m_network.tail(m_way.back());
        }
        double length = node == tree.origin() ? 0 : m_length[node];
        for (; !m_way.empty(); m_way.pop_back()) {
            length += m_measure(m_network.link(m_way.back()));
            m_length[m_network.head(m_way.back())] = length;
            m_known[m_network.head(m_way.back())] = m_round;
        }
        return length;
    }

private:
    const AssignmentNetwork& m_network;
    double (*m_measure)(const AssignmentLink&);
    std::vector<double> m_length;
    std::vector<std::uint32_t> m_known, m_way;
    std::uint32_t m_round = 0;
};

}  // namespace

Skim skimWithLength(const AssignmentNetwork& network, const std::vector<double>& cost, int threads)
{
    const auto zones = static_cast<std::uint32_t>(network.zoneCount());
    Skim skim{ZoneMatrix(zones), ZoneMatrix(zones, std::numeric_limits<double>::infinity())};
    overZones(network, cost, threads, [&] {
        return [&, lengths = WayLengths(network, kilometres)](std::size_t o, const StreetTree& tree) mutable {
            lengths.begin();
            for (std::uint32_t d = 0; d < zones; ++d) {
                skim.time_min.values[o * zones + d] = tree.cost(d);
                if (tree.reached(d))
                    skim.length_km.values[o * zones + d] = lengths.to(d, tree);
            }
        };
    });
    fillDiagonal(skim);
    return skim;
}

ZoneMatrix leastCostTolls(const AssignmentNetwork& network, const std::vector<double>& cost, int threads)
{
    const auto zones = static_cast<std::uint32_t>(network.zoneCount());
    ZoneMatrix tolls(zones);
    overZones(network, cost, threads, [&] {
        return [&, sums = WayLengths(network, tollOf)](std::size_t o, const StreetTree& tree) mutable {
            sums.begin();
            for (std::uint32_t d = 0; d < zones; ++d)
                if (d != o && tree.reached(d))
                    tolls.values[o * zones + d] = sums.to(d, tree);
        };
    });
    return tolls;
}

ZoneMatrix skim(const AssignmentNetwork& network, const std::vector<double>& cost, int threads)
{
    const auto zones = static_cast<std::uint32_t>(network.zoneCount());
    ZoneMatrix times(zones);
    overZones(network, cost, threads, [&] {
        return [&](std::size_t o, const StreetTree& tree) {
            for (std::uint32_t d = 0; d < zones; ++d)
                times.values[o * zones + d] = tree.cost(d);
        };
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
