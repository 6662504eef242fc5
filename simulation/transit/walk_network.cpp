#include "simulation/transit/walk_network.h"

#include <algorithm>
#include <functional>
#include <numeric>

namespace isopolis {

namespace {

std::vector<Point2> placesOf(const City& city)
{
    std::vector<Point2> places;
    places.reserve(city.roads().nodes().size());
    for (const RoadNode& node : city.roads().nodes())
        places.push_back(node.at);
    return places;
}

std::vector<bool> walkable(const AppliedScenario& applied)
{
    std::vector<bool> wanted(applied.city->roads().nodes().size(), false);
    for (const LinkId id : idsOf(applied.links))
        if (applied.links[id].modes.has(Mode::Walk))
            wanted[applied.from(id).index()] = wanted[applied.to(id).index()] = true;
    return wanted;
}

}  // namespace

WalkNetwork::WalkNetwork(const AppliedScenario& applied, double reach_m)
    : m_finder(placesOf(*applied.city), walkable(applied), reach_m), m_begin(applied.city->roads().nodes().size() + 1, 0)
{
    struct Edge {
        std::uint32_t from, to;
        double length_m;
    };
    std::vector<Edge> edges;
    for (const LinkId id : idsOf(applied.links)) {
        if (!applied.links[id].modes.has(Mode::Walk))
            continue;
        const std::uint32_t a = applied.from(id).value(), b = applied.to(id).value();
        edges.push_back({a, b, applied.length_m(id)});
        edges.push_back({b, a, applied.length_m(id)});
    }
    // The two directions of a street give each way twice; the shorter one stays.
    std::sort(edges.begin(), edges.end(),
              [](const Edge& a, const Edge& b) { return std::tuple(a.from, a.to, a.length_m) < std::tuple(b.from, b.to, b.length_m); });
    edges.erase(std::unique(edges.begin(), edges.end(), [](const Edge& a, const Edge& b) { return a.from == b.from && a.to == b.to; }),
                edges.end());
    for (const Edge& edge : edges) {
        ++m_begin[edge.from + 1];
        m_arcs.push_back({edge.to, edge.length_m});
    }
    std::partial_sum(m_begin.begin(), m_begin.end(), m_begin.begin());
}

WalkJoint WalkNetwork::join(Point2 p) const
{
    const NodeFinder::Found found = m_finder.nearest(p);
    return found.node.valid() ? WalkJoint{found.node.value(), found.distance_m} : WalkJoint{};
}

void WalkSearch::clear()
{
    for (const std::uint32_t node : m_reached)
        m_distance[node] = kNoWay;
    m_reached.clear();
    m_heap.clear();
}

void WalkSearch::addStart(std::uint32_t node, double distance_m)
{
    if (distance_m < m_distance[node])
        put(node, distance_m);
}

void WalkSearch::put(std::uint32_t node, double distance_m)
{
    if (m_distance[node] == kNoWay)
        m_reached.push_back(node);
    m_distance[node] = distance_m;
    m_heap.push_back({distance_m, node});
    std::push_heap(m_heap.begin(), m_heap.end(), std::greater<>());
}

void WalkSearch::expand(double limit_m)
{
    while (!m_heap.empty()) {
        std::pop_heap(m_heap.begin(), m_heap.end(), std::greater<>());
        const Entry at = m_heap.back();
        m_heap.pop_back();
        if (at.distance_m > m_distance[at.node])
            continue;
        for (const WalkNetwork::Arc& arc : m_streets.from(at.node))
            if (const double there = at.distance_m + arc.length_m; there <= limit_m && there < m_distance[arc.to])
                put(arc.to, there);
    }
}

void WalkSearch::run(const WalkJoint& from, double limit_m)
{
    clear();
    if (!from.joined() || from.distance_m > limit_m)
        return;
    addStart(from.node, from.distance_m);
    expand(limit_m);
}

}  // namespace isopolis
