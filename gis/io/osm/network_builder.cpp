#include "gis/io/osm/network_builder.h"

#include "gis/io/osm/network_components.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <unordered_map>
#include <unordered_set>

namespace isopolis {

namespace {

constexpr double kBarrierStub_m = 1.0;
constexpr double kShortestLink_m = 0.01;
constexpr double kReportedPart_m = 10.0;

/// Where a street crosses its own shape again or meets another: nodes of the network.
class Splits {
public:
    Splits(const std::vector<OsmWay>& ways, const std::vector<OsmRestriction>& restrictions)
    {
        for (const OsmRestriction& rule : restrictions)
            m_uses[rule.via] = 2;
        for (const OsmWay& way : ways)
            for (std::size_t i = 0; i < way.vertices.size(); ++i)
                m_uses[way.vertices[i].node] += i == 0 || i + 1 == way.vertices.size() ? 2 : 1;
    }
    bool at(const OsmVertex& vertex) const
    {
        const auto found = m_uses.find(vertex.node);
        return found == m_uses.end() || found->second > 1 || !vertex.blocked.empty();
    }

private:
    std::unordered_map<std::int64_t, int> m_uses;
};

/// The part of a way between two nodes of the network.
struct Piece {
    std::vector<OsmVertex> vertices;
    ModeSet blocked;
};

/// Links of one mode outside its main network.
struct Lost {
    std::size_t links = 0, parts = 1;
    double length_m = 0;
    std::vector<std::string> ways;
};

class Builder {
public:
    Builder(const NetworkOptions& options, IssueLog& log) : m_options(options), m_log(log) {}

    void addWay(const OsmWay& way, const Splits& splits)
    {
        const RoadWayId id = wayOf(way);
        for (Piece& piece : piecesOf(way, splits)) {
            if (piece.vertices.front().node != piece.vertices.back().node) {
                addPiece(way, id, piece);
                continue;
            }
            // A loop: its middle vertex becomes a node, so that both halves are ordinary links.
            if (piece.vertices.size() < 4) {
                m_log.warn("degenerate_loop", "the street returns to its start without enclosing anything and is left out",
                           m_ways[id].externalId);
                continue;
            }
            const auto middle = piece.vertices.begin() + static_cast<std::ptrdiff_t>(piece.vertices.size() / 2);
            addPiece(way, id, {{piece.vertices.begin(), middle + 1}, piece.blocked});
            addPiece(way, id, {{middle, piece.vertices.end()}, piece.blocked});
        }
    }

    void joinGateways();
    void keepConnected(Mode mode);
    void forbidTurns(const std::vector<OsmRestriction>& restrictions);
    RoadTables take();

private:
    RoadWayId wayOf(const OsmWay& way)
    {
        const auto [found, isNew] = m_wayIds.emplace(way.id, RoadWayId());
        if (isNew) {
            RoadWay road = way.rule.way;
            road.externalId = "osm:way/" + std::to_string(way.id);
            found->second = m_ways.push(std::move(road));
        }
        return found->second;
    }

    NodeId nodeOf(const OsmVertex& vertex, const std::string& virtualId)
    {
        const auto [found, isNew] = m_nodeIds.emplace(vertex.node, NodeId());
        if (isNew) {
            found->second = m_nodes.push({vertex.at, vertex.node >= 0 ? "osm:node/" + std::to_string(vertex.node) : virtualId});
            m_atEdge.push_back(false);
        }
        if (vertex.atEdge)
            m_atEdge[found->second.index()] = true;
        return found->second;
    }

    std::vector<OsmVertex> withBarrierStubs(const OsmWay& way);
    std::vector<Piece> piecesOf(const OsmWay& way, const Splits& splits);
    void addPiece(const OsmWay& way, RoadWayId id, const Piece& piece);
    void addLink(RoadLink link, const OsmVertex& from, const OsmVertex& to);
    void merge(NodeId gone, NodeId kept);
    void report(const Lost& lost, Mode mode);

    const NetworkOptions& m_options;
    IssueLog& m_log;
    std::unordered_map<std::int64_t, NodeId> m_nodeIds;
    std::unordered_map<std::int64_t, RoadWayId> m_wayIds;
    std::unordered_map<std::string, int> m_linkIds;
    IdVector<NodeId, RoadNode> m_nodes;
    IdVector<RoadWayId, RoadWay> m_ways;
    IdVector<LinkId, RoadLink> m_links;
    MappedTurns m_turns;
    std::vector<bool> m_atEdge;
    std::int64_t m_lastVirtual = 0;
};

/// Inserts a vertex just before each barrier (after it where the way starts there); the stub between is barred.
std::vector<OsmVertex> Builder::withBarrierStubs(const OsmWay& way)
{
    std::vector<OsmVertex> out;
    for (std::size_t i = 0; i < way.vertices.size(); ++i) {
        const OsmVertex& vertex = way.vertices[i];
        const auto stub = [&](const OsmVertex& neighbour) {
            const double reach_m = distance(vertex.at, neighbour.at);
            const double share = reach_m > 0 ? std::min(0.5, kBarrierStub_m / reach_m) : 0.5;
            return OsmVertex{--m_lastVirtual, vertex.at * (1 - share) + neighbour.at * share};
        };
        if (vertex.blocked.empty()) {
            out.push_back(vertex);
            continue;
        }
        if (i > 0)
            out.push_back(stub(way.vertices[i - 1]));
        out.push_back(vertex);
        if (i == 0)
            out.push_back(stub(way.vertices[1]));
    }
    return out;
}

std::vector<Piece> Builder::piecesOf(const OsmWay& way, const Splits& splits)
{
    std::vector<Piece> pieces;
    Piece piece;
    for (const OsmVertex& vertex : withBarrierStubs(way)) {
        piece.vertices.push_back(vertex);
        if (piece.vertices.size() < 2 || !splits.at(vertex))
            continue;
        const OsmVertex &first = piece.vertices.front(), &last = piece.vertices.back();
        if (first.node < 0 && !last.blocked.empty())
            piece.blocked = last.blocked;
        if (last.node < 0 && !first.blocked.empty() && pieces.empty())
            piece.blocked = first.blocked;
        pieces.push_back(std::move(piece));
        piece = {{vertex}, {}};
    }
    return pieces;
}

void Builder::addPiece(const OsmWay& way, RoadWayId id, const Piece& piece)
{
    RoadLink link;
    link.way = id;
    const OsmVertex &first = piece.vertices.front(), &last = piece.vertices.back();
    const std::string wayName = m_ways[id].externalId;
    link.from = nodeOf(first, wayName + "~" + std::to_string(m_nodes.size()));
    link.to = nodeOf(last, wayName + "~" + std::to_string(m_nodes.size()));
    for (const OsmVertex& vertex : piece.vertices)
        link.geometry.push_back(vertex.at);
    link.length_m = length(link.geometry);
    if (link.length_m < kShortestLink_m) {
        m_log.warn("no_length", "two nodes of the street lie at the same place", wayName);
        link.length_m = kShortestLink_m;
    }
    link.geometry = simplified(link.geometry, m_options.simplify_m);
    const auto directed = [&](const DirectionRule& rule) {
        link.modes = rule.modes.without(piece.blocked);
        link.speed_kmh = rule.speed_kmh;
        link.speedOrigin = rule.speedOrigin;
        link.lanes = rule.lanes;
        link.lanesOrigin = rule.lanesOrigin;
        link.cycle = rule.cycle;
    };
    directed(way.rule.forward);
    const bool forward = !link.modes.empty();
    if (forward)
        addLink(link, first, last);
    directed(way.rule.backward);
    if (link.modes.empty())
        return;
    std::swap(link.from, link.to);
    std::reverse(link.geometry.begin(), link.geometry.end());
    addLink(link, last, first);
    if (forward) {
        const LinkId back = m_links.idAt(m_links.size() - 1), ahead = m_links.idAt(m_links.size() - 2);
        m_links[back].reverse = ahead;
        m_links[ahead].reverse = back;
    }
}

void Builder::addLink(RoadLink link, const OsmVertex& from, const OsmVertex& to)
{
    const auto name = [&](const OsmVertex& vertex, NodeId node) {
        const std::string& id = m_nodes[node].externalId;
        return vertex.node >= 0 ? std::to_string(vertex.node) : id.substr(id.find('~'));
    };
    link.externalId = m_ways[link.way].externalId + "#" + name(from, link.from) + ">" + name(to, link.to);
    const int times = ++m_linkIds[link.externalId];
    if (times > 1)
        link.externalId += "/" + std::to_string(times);
    m_links.push(std::move(link));
}

void Builder::merge(NodeId gone, NodeId kept)
{
    const Point2 at = (m_nodes[gone].at + m_nodes[kept].at) * 0.5;
    m_nodes[kept].at = at;
    for (auto& [osm, node] : m_nodeIds)
        if (node == gone)
            node = kept;
    for (RoadLink& link : m_links) {
        if (link.from == gone)
            link.from = kept;
        if (link.to == gone)
            link.to = kept;
        if (link.from == kept)
            link.geometry.front() = at;
        if (link.to == kept)
            link.geometry.back() = at;
    }
}

void Builder::joinGateways()
{
    struct End {
        NodeId node;
        RoadClass roadClass;
    };
    std::vector<int> in(m_nodes.size(), 0), out(m_nodes.size(), 0);
    std::vector<RoadClass> roadClass(m_nodes.size(), RoadClass::Steps);
    for (const RoadLink& link : m_links) {
        if (!link.modes.has(Mode::Car))
            continue;
        ++out[link.from.index()];
        ++in[link.to.index()];
        for (const NodeId node : {link.from, link.to})
            roadClass[node.index()] = std::min(roadClass[node.index()], m_ways[link.way].roadClass);
    }
    std::vector<End> leaving, entering;
    for (const NodeId node : idsOf(m_nodes)) {
        const std::size_t i = node.index();
        // Some extracts drop whole ways that cross their edge: a main road that ends as a one-way street is cut there too.
        const bool cut = m_atEdge[i] || roadClass[i] <= RoadClass::Tertiary;
        if (cut && (in[i] > 0) != (out[i] > 0))
            (in[i] > 0 ? leaving : entering).push_back({node, roadClass[i]});
    }
    struct Pair {
        double distance_m;
        NodeId leaving, entering;
    };
    std::vector<Pair> pairs;
    for (const End& a : leaving)
        for (const End& b : entering)
            if (const double d = distance(m_nodes[a.node].at, m_nodes[b.node].at); a.roadClass == b.roadClass && d <= m_options.gateway_m)
                pairs.push_back({d, a.node, b.node});
    std::sort(pairs.begin(), pairs.end(), [](const Pair& a, const Pair& b) {
        return std::tie(a.distance_m, a.leaving, a.entering) < std::tie(b.distance_m, b.leaving, b.entering);
    });
    std::unordered_set<std::uint32_t> taken;
    for (const Pair& pair : pairs) {
        if (taken.contains(pair.leaving.value()) || taken.contains(pair.entering.value()))
            continue;
        taken.insert(pair.leaving.value());
        taken.insert(pair.entering.value());
        m_log.note("gateway", "the carriageways that leave and enter the city are joined where the map is cut off",
                   m_nodes[pair.leaving].externalId + ", " + m_nodes[pair.entering].externalId);
        merge(pair.entering, pair.leaving);
    }
}

void Builder::report(const Lost& lost, Mode mode)
{
    constexpr std::array<std::pair<Mode, std::string_view>, 5> kDoing = {
        {{Mode::Car, "cars"}, {Mode::Lorry, "lorries"}, {Mode::Bus, "buses"}, {Mode::Cycle, "cycling"}, {Mode::Walk, "walking"}}};
    const auto doing = std::find_if(kDoing.begin(), kDoing.end(), [&](const auto& d) { return d.first == mode; })->second;
    std::string ids;
    for (const std::string& way : lost.ways)
        ids += (ids.empty() ? "" : ", ") + way;
    std::string message = std::to_string(lost.links) + " links (" + std::to_string(std::lround(lost.length_m)) + " m) in " +
                          std::to_string(lost.parts) + (lost.parts == 1 ? " part are" : " parts are") +
                          " not connected in both directions with the main network for " + std::string(doing) + " and are closed to it";
    if (mode == Mode::Car)
        m_log.warn("disconnected_roads", std::move(message), std::move(ids));
    else
        m_log.note("disconnected_roads", std::move(message), std::move(ids));
}

void Builder::keepConnected(Mode mode)
{
    const Components parts = strongComponents(m_nodes, m_links, mode);
    std::map<std::uint32_t, Lost> lost;
    for (RoadLink& link : m_links) {
        if (!link.modes.has(mode))
            continue;
        const std::uint32_t from = parts.ofNode[link.from.index()], to = parts.ofNode[link.to.index()];
        if (from == parts.largest && to == parts.largest)
            continue;
        link.modes = link.modes.without(mode);
        Lost& group = lost[from == parts.largest ? to : from];
        ++group.links;
        group.length_m += link.length_m;
        const std::string& way = m_ways[link.way].externalId;
        if (std::find(group.ways.begin(), group.ways.end(), way) == group.ways.end())
            group.ways.push_back(way);
    }
    // Each lost part of the car network matters; of the other modes, and of crumbs at barriers, one line tells enough.
    Lost rest;
    rest.parts = 0;
    for (const auto& [part, group] : lost) {
        if (mode == Mode::Car && group.length_m >= kReportedPart_m) {
            report(group, mode);
            continue;
        }
        rest.links += group.links;
        rest.length_m += group.length_m;
        ++rest.parts;
        rest.ways.insert(rest.ways.end(), group.ways.begin(), group.ways.end());
    }
    if (rest.links > 0)
        report(rest, mode);
}

void Builder::forbidTurns(const std::vector<OsmRestriction>& restrictions)
{
    const auto nodeOf = [this](std::int64_t osm) {
        const auto found = m_nodeIds.find(osm);
        return found == m_nodeIds.end() ? NodeId() : found->second;
    };
    m_turns = mapRestrictions(restrictions, nodeOf, m_ways, m_links, m_log);
}

/// Leaves out what no mode uses and numbers the rest anew.
RoadTables Builder::take()
{
    RoadTables tables;
    std::vector<NodeId> nodes(m_nodes.size());
    std::vector<RoadWayId> ways(m_ways.size());
    std::vector<LinkId> links(m_links.size());
    ImportCount all{"road links", m_links.size(), 0}, car{"car links", m_links.size(), 0};
    const auto keep = [](auto id, auto& map, auto& from, auto& to) {
        if (!map[id.index()].valid())
            map[id.index()] = to.push(from[id]);
        return map[id.index()];
    };
    for (const LinkId id : idsOf(m_links)) {
        RoadLink& link = m_links[id];
        if (link.modes.empty())
            continue;
        link.from = keep(link.from, nodes, m_nodes, tables.nodes);
        link.to = keep(link.to, nodes, m_nodes, tables.nodes);
        link.way = keep(link.way, ways, m_ways, tables.ways);
        links[id.index()] = tables.links.push(std::move(link));
    }
    for (RoadLink& link : tables.links) {
        if (link.reverse.valid())
            link.reverse = links[link.reverse.index()];
        ++all.kept;
        car.kept += link.modes.has(Mode::Car) ? 1 : 0;
    }
    for (const TurnBan& ban : m_turns.bans)
        tables.turnBans.push_back({links[ban.from.index()], links[ban.to.index()], ban.modes});
    tables.counts = {all, car};
    if (m_turns.applied > 0)
        tables.counts.push_back({"turn restrictions", 0, m_turns.applied});  // how many there were is known to the reader
    return tables;
}

}  // namespace

Polyline simplified(std::span<const Point2> line, double tolerance_m)
{
    if (line.size() < 3)
        return {line.begin(), line.end()};
    std::vector<bool> kept(line.size(), false);
    kept.front() = kept.back() = true;
    std::vector<std::pair<std::size_t, std::size_t>> open{{0, line.size() - 1}};
    while (!open.empty()) {
        const auto [first, last] = open.back();
        open.pop_back();
        const Point2 chord[] = {line[first], line[last]};
        double furthest_m = tolerance_m;
        std::size_t at = 0;
        for (std::size_t i = first + 1; i < last; ++i)
            if (const double d = nearestOnLine(chord, line[i]).distance_m; d > furthest_m) {
                furthest_m = d;
                at = i;
            }
        if (at == 0)
            continue;
        kept[at] = true;
        open.emplace_back(first, at);
        open.emplace_back(at, last);
    }
    Polyline out;
    for (std::size_t i = 0; i < line.size(); ++i)
        if (kept[i])
            out.push_back(line[i]);
    return out;
}

RoadTables buildNetwork(const std::vector<OsmWay>& ways, const std::vector<OsmRestriction>& restrictions, const NetworkOptions& options,
                        IssueLog& log)
{
    const Splits splits(ways, restrictions);
    Builder builder(options, log);
    for (const OsmWay& way : ways)
        builder.addWay(way, splits);
    builder.joinGateways();
    for (const Mode mode : {Mode::Car, Mode::Lorry, Mode::Bus, Mode::Cycle, Mode::Walk})
        builder.keepConnected(mode);
    builder.forbidTurns(restrictions);
    return builder.take();
}

}  // namespace isopolis
