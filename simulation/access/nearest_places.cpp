#include "simulation/access/nearest_places.h"

#include "simulation/access/walk_cycle_parameters.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <queue>
#include <unordered_map>

namespace isopolis {

namespace {

constexpr double kEdgeStep_m = 50;  ///< ways into a park are looked for at this distance along its edge
constexpr double kNever = std::numeric_limits<double>::infinity();

void alongRing(const Ring& ring, std::vector<Point2>& points)
{
    Polyline line = ring;
    if (!line.empty())
        line.push_back(line.front());
    const double whole = length(line);
    const auto steps = static_cast<std::size_t>(std::max(1.0, std::ceil(whole / kEdgeStep_m)));
    for (std::size_t i = 0; i < steps && line.size() > 1; ++i)
        points.push_back(pointAlong(line, whole * static_cast<double>(i) / static_cast<double>(steps)));
}

/// Where a place is entered: its point, or the edge of its mapped area.
class Entrances {
public:
    Entrances(const City& city, PlaceKind kind)
    {
        if (kind == PlaceKind::Park)
            for (const LandArea& area : city.areas())
                if (area.kind == AreaKind::Green && !area.externalId.empty())
                    m_areas.emplace(area.externalId, &area);
    }
    std::vector<Point2> of(const Place& place) const
    {
        std::vector<Point2> points;
        if (const auto found = m_areas.find(place.externalId); found != m_areas.end())
            points = along(found->second->outline);
        if (points.empty())
            points.push_back(place.at);
        return points;
    }
    static std::vector<Point2> along(const MultiPolygon& area)
    {
        std::vector<Point2> points;
        for (const Polygon& part : area)
            alongRing(part.outer, points);
        return points;
    }

private:
    std::unordered_map<std::string_view, const LandArea*> m_areas;
};

}  // namespace

std::vector<Point2> nodePlaces(const City& city)
{
    std::vector<Point2> places;
    places.reserve(city.roads().nodes().size());
    for (const RoadNode& node : city.roads().nodes())
        places.push_back(node.at);
    return places;
}

PlaceEnds placeEnds(const AppliedScenario& applied, PlaceKind kind, const ModeNetwork& net)
{
    const City& city = *applied.city;
    const double smallest = applied.parameters.value(kSmallestPark);
    const NodeFinder ends(net.places, net.canEnd, net.reach_m);
    const Entrances entrances(city, kind);
    PlaceEnds all;
    const auto join = [&](const std::vector<Point2>& points, std::size_t place) {
        for (const Point2 at : points) {
            const NodeFinder::Found found = ends.nearest(at);
            if (!found.node.valid())
                continue;
            all.ends.push_back({found.node, found.distance_m * net.connectorPerMetre_min, 0});
            all.place.push_back(place);
        }
    };
    for (std::size_t i = 0; i < city.places().size(); ++i) {
        const Place& place = city.places()[i];
        if (place.kind == kind && !(kind == PlaceKind::Park && place.capacity < smallest))
            join(entrances.of(place), i);
    }
    for (std::size_t i = 0; kind == PlaceKind::Park && i < applied.addedParks.size(); ++i)
        if (applied.addedParks[i].size_m2 >= smallest)
            join(Entrances::along(applied.addedParks[i].area), city.places().size() + i);
    return all;
}

std::vector<double> timeToNearest(std::size_t nodes, const std::vector<TravelEdge>& edges, const std::vector<TravelEnd>& destinations,
                                  double limit_min)
{
    std::vector<TravelEdge> against;
    against.reserve(edges.size());
    for (const TravelEdge& edge : edges)
        against.push_back({edge.to, edge.from, edge.time_min});
    return timesFrom(TravelGraph(nodes, against), destinations, limit_min);
}

std::vector<double> timesFrom(const TravelGraph& graph, const std::vector<TravelEnd>& starts, double limit_min)
{
    std::vector<double> time(graph.nodes(), kNever);
    using Waiting = std::pair<double, std::uint32_t>;
    std::priority_queue<Waiting, std::vector<Waiting>, std::greater<>> queue;
    const auto reach = [&](std::uint32_t node, double when) {
        if (when <= limit_min && when < time[node]) {
            time[node] = when;
            queue.emplace(when, node);
        }
    };
    for (const TravelEnd& start : starts)
        if (start.node.valid())
            reach(start.node.value(), start.connector_min);
    while (!queue.empty()) {
        const auto [when, node] = queue.top();
        queue.pop();
        if (when > time[node])
            continue;
        for (const TravelGraph::Arc& arc : graph.from(node))
            reach(arc.to, when + arc.time_min);
    }
    return time;
}

}  // namespace isopolis
