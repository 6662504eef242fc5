#include "gis/core/sample/street_network.h"

#include <algorithm>
#include <deque>
#include <map>
#include <tuple>

namespace isopolis::sample {

namespace {

struct Standard {
    RoadClass roadClass;
    double speed_kmh, lanes;
};

Standard standardOf(const Piece& piece)
{
    const bool fields = piece.quarter == Quarter::Fields, oldTown = piece.quarter == Quarter::OldTown;
    if (piece.roundabout)
        return {RoadClass::Primary, 30, 1};
    switch (piece.kind) {
    case StreetKind::RingRoad: return {RoadClass::Trunk, 70, 2};
    case StreetKind::Primary: return {RoadClass::Primary, fields ? 80.0 : 50.0, oldTown || fields ? 1.0 : 2.0};
    case StreetKind::Secondary: return {RoadClass::Secondary, fields ? 70.0 : 50.0, 1};
    case StreetKind::Tertiary: return {RoadClass::Tertiary, oldTown ? 30.0 : 50.0, 1};
    case StreetKind::Pedestrian: return {RoadClass::Pedestrian, 10, 1};
    case StreetKind::Footway:
    case StreetKind::None: return {RoadClass::Footway, 6, 1};
    case StreetKind::Residential: break;
    }
    return oldTown ? Standard{RoadClass::LivingStreet, 20, 1} : Standard{RoadClass::Residential, 30, 1};
}

class Writer {
public:
    Writer(const PieceGraph& graph, const StreetPlan& plan) : m_graph(graph), m_plan(plan), m_node(graph.vertices.size()) {}

    StreetNetwork write()
    {
        m_out.roundabouts = m_graph.roundabouts;
        for (const Piece& piece : m_graph.pieces)
            add(piece);
        closeUnreachable();
        return std::move(m_out);
    }

private:
    NodeId nodeOf(int vertex)
    {
        NodeId& id = m_node[static_cast<std::size_t>(vertex)];
        if (!id.valid())
            id = m_out.nodes.push(
                {m_graph.vertices[static_cast<std::size_t>(vertex)], "sample:node/" + std::to_string(m_out.nodes.size() + 1)});
        return id;
    }

    RoadWayId wayOf(const Piece& piece, RoadClass roadClass)
    {
        const auto [found, fresh] = m_ways.emplace(std::tuple(piece.street, roadClass, piece.bridge, piece.roundabout), RoadWayId());
        if (!fresh)
            return found->second;
        const PlannedStreet& street = m_plan.streets[static_cast<std::size_t>(piece.street)];
        std::string id = street.externalId.empty() ? "sample:way/" + std::to_string(piece.street + 1) : street.externalId;
        if (++m_partsOfStreet[piece.street] > 1)
            id += "-" + std::string(roadClassKey(roadClass));
        found->second = m_out.ways.push({std::move(id), street.name, roadClass, piece.bridge ? Structure::Bridge : Structure::Ground,
                                         piece.bridge ? 1 : 0, piece.roundabout, roadClass == RoadClass::Footway ? "gravel" : "asphalt"});
        return found->second;
    }

    LinkId addLink(const Piece& piece, const Standard& standard, RoadWayId way, ModeSet modes, bool forward)
    {
        RoadLink link;
        link.from = nodeOf(forward ? piece.a : piece.b);
        link.to = nodeOf(forward ? piece.b : piece.a);
        link.way = way;
        link.geometry = forward ? piece.line : Polyline(piece.line.rbegin(), piece.line.rend());
        link.length_m = lineLength(piece.line);
        link.speed_kmh = standard.speed_kmh;
        link.lanes = standard.lanes;
        link.modes = modes;
        link.speedOrigin = link.lanesOrigin = ValueOrigin::Tagged;
        link.externalId =
            m_out.ways[way].externalId + "#" + std::to_string(link.from.value() + 1) + ">" + std::to_string(link.to.value() + 1);
        // Two stretches of one street between the same junctions: a loop.
        if (const int n = ++m_linkNames[link.externalId]; n > 1)
            link.externalId += "." + std::to_string(n);
        return m_out.links.push(std::move(link));
    }

    void add(const Piece& piece)
    {
        const Standard standard = standardOf(piece);
        const RoadWayId way = wayOf(piece, standard.roadClass);
        const ModeSet slow = ModeSet(Mode::Walk) | Mode::Cycle;
        const bool cars = standard.roadClass != RoadClass::Footway && standard.roadClass != RoadClass::Pedestrian;
        const LinkId there = addLink(piece, standard, way, cars ? ModeSet::all() : slow, true);
        // People walk both ways along a one-way street.
        const LinkId back = addLink(piece, standard, way, cars && !piece.oneWay ? ModeSet::all() : slow, false);
        m_out.links[there].reverse = back;
        m_out.links[back].reverse = there;
    }

    std::vector<char> reach(NodeId start, bool forward) const
    {
        std::vector<std::vector<NodeId>> next(m_out.nodes.size());
        for (const RoadLink& link : m_out.links)
            if (link.modes.has(Mode::Car))
                next[(forward ? link.from : link.to).index()].push_back(forward ? link.to : link.from);
        std::vector<char> seen(m_out.nodes.size(), 0);
        std::deque<NodeId> queue = {start};
        seen[start.index()] = 1;
        while (!queue.empty()) {
            const NodeId at = queue.front();
            queue.pop_front();
            for (const NodeId to : next[at.index()])
                if (!seen[to.index()]) {
                    seen[to.index()] = 1;
                    queue.push_back(to);
                }
        }
        return seen;
    }

    /// Car links outside the strongly connected part around the Old Bridge lose their motor traffic.
    void closeUnreachable()
    {
        NodeId hub;
        for (const RoadLink& link : m_out.links)
            if (m_out.ways[link.way].externalId == "sample:way/old-bridge")
                hub = link.from;
        if (!hub.valid())
            return;
        const auto there = reach(hub, true), back = reach(hub, false);
        for (RoadLink& link : m_out.links)
            if (const auto f = link.from.index(), t = link.to.index(); !(there[f] && back[f] && there[t] && back[t]))
                link.modes = link.modes.without(ModeSet::motor());
    }

    const PieceGraph& m_graph;
    const StreetPlan& m_plan;
    StreetNetwork m_out;
    std::vector<NodeId> m_node;
    std::map<std::tuple<int, RoadClass, bool, bool>, RoadWayId> m_ways;
    std::map<int, int> m_partsOfStreet;
    std::map<std::string, int> m_linkNames;
};

void nameStreets(const PieceGraph& graph, StreetPlan& plan, NameMaker& names)
{
    for (const PlannedStreet& street : plan.streets)
        names.reserve(street.name);
    std::vector<char> used(plan.streets.size(), 0);
    for (const Piece& piece : graph.pieces)
        used[static_cast<std::size_t>(piece.street)] = 1;
    for (std::size_t i = 0; i < plan.streets.size(); ++i)
        if (PlannedStreet& street = plan.streets[i]; used[i] && street.name.empty())
            street.name = names.street(street.kind);
}

}  // namespace

StreetNetwork makeStreetNetwork(StreetPlan& plan, const TownShape& shape, NameMaker& names, std::uint64_t seed)
{
    SampleRandom random = SampleRandom::forPart(seed, 30);
    PieceGraph graph = collectPieces(plan, shape);
    civilise(graph, plan, shape, random);
    nameStreets(graph, plan, names);
    return Writer(graph, plan).write();
}

}  // namespace isopolis::sample
