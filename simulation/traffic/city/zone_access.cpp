#include "simulation/traffic/city/zone_access.h"

#include "gis/core/geometry/spatial_grid.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace isopolis {

namespace {

/// Junctions at which cars may enter, found by position.
class Junctions {
public:
    Junctions(const AppliedScenario& applied, const CarGraph& cars, const TrafficSettings& settings)
        : m_nodes(applied.city->roads().nodes())
    {
        std::vector<char> usable(m_nodes.size(), 0);
        const double enough = settings.islandShare * static_cast<double>(cars.largest());
        for (const LinkId link : cars.links)
            for (const NodeId node : {applied.from(link), applied.to(link)}) {
                const std::size_t size = cars.partSize[cars.part[node]];
                if (size > 1 && static_cast<double>(size) >= enough && applied.roadClass(link) > RoadClass::Trunk)
                    usable[node.index()] = 1;
            }
        Box extent;
        for (const NodeId node : idsOf(m_nodes))
            if (usable[node.index()] != 0)
                extent.add(m_nodes[node].at);
        m_grid = SpatialGrid(extent.empty() ? Box{0, 0, 1, 1} : extent, kCell_m);
        for (const NodeId node : idsOf(m_nodes))
            if (usable[node.index()] != 0) {
                const Point2 at = m_nodes[node].at;
                m_grid.insert(Box{at.x, at.y, at.x, at.y}, node.value());
            }
    }

    /// Nearest junction within reach, the lower id of two at one distance; invalid if there is none.
    NodeId nearest(Point2 p, double reach_m) const
    {
        for (double radius = std::min(kCell_m, reach_m);; radius = std::min(2 * radius, reach_m)) {
            NodeId best;
            double bestDistance = radius;
            for (const std::uint32_t candidate : m_grid.query(p, radius)) {
                const double d = distance(m_nodes[NodeId(candidate)].at, p);
                if (d < bestDistance || (d == bestDistance && !best.valid())) {
                    best = NodeId(candidate);
                    bestDistance = d;
                }
            }
            if (best.valid() || radius >= reach_m)
                return best;
        }
    }

private:
    static constexpr double kCell_m = 100;  // of the search, not of the model
    const IdVector<NodeId, RoadNode>& m_nodes;
    SpatialGrid m_grid;
};

/// Position along the Z-order curve: near in the order is mostly near on the ground.
std::uint64_t zOrder(Point2 p, const Box& extent)
{
    const auto cell = [](double v, double low, double size) {
        return static_cast<std::uint32_t>(std::clamp(size > 0 ? (v - low) / size * 65535 : 0.0, 0.0, 65535.0));
    };
    const std::uint32_t x = cell(p.x, extent.minX, extent.width()), y = cell(p.y, extent.minY, extent.height());
    std::uint64_t code = 0;
    for (unsigned bit = 0; bit < 16; ++bit)
        code |= (std::uint64_t{(x >> bit) & 1U} << (2 * bit)) | (std::uint64_t{(y >> bit) & 1U} << (2 * bit + 1));
    return code;
}

struct Joined {
    Point2 at;
    double weight = 0;
    NodeId node;
};

/// Junctions in the middle of `count` equal parts of the weight.
std::vector<NodeId> spread(std::vector<Joined> joined, std::size_t count, const IdVector<NodeId, RoadNode>& nodes)
{
    Box extent;
    for (const Joined& j : joined)
        extent.add(nodes[j.node].at);
    std::vector<std::pair<std::uint64_t, std::size_t>> order;
    for (std::size_t i = 0; i < joined.size(); ++i)
        order.emplace_back(zOrder(nodes[joined[i].node].at, extent), i);
    std::sort(order.begin(), order.end(), [&](const auto& a, const auto& b) {
        return std::tuple(a.first, joined[a.second].node, a.second) < std::tuple(b.first, joined[b.second].node, b.second);
    });
    const double total = std::accumulate(joined.begin(), joined.end(), 0.0, [](double sum, const Joined& j) { return sum + j.weight; });
    std::vector<NodeId> chosen;
    double passed = 0;
    std::size_t part = 0;
    for (const auto& [code, i] : order) {
        passed += joined[i].weight;
        for (; part < count && passed >= total * (static_cast<double>(part) + 0.5) / static_cast<double>(count); ++part)
            chosen.push_back(joined[i].node);
    }
    std::sort(chosen.begin(), chosen.end());
    chosen.erase(std::unique(chosen.begin(), chosen.end()), chosen.end());
    return chosen;
}

double meanDistance(const std::vector<Joined>& joined, Point2 at)
{
    double sum = 0, weight = 0;
    for (const Joined& j : joined) {
        sum += j.weight * distance(j.at, at);
        weight += j.weight;
    }
    return weight > 0 ? sum / weight : 0;
}

/// The city's and the scenario's activity points; one inside the outline where a neighbourhood has figures but no point.
std::vector<ActivityPoint> pointsOf(const AppliedScenario& applied)
{
    const auto& neighbourhoods = applied.city->neighbourhoods();
    std::vector<ActivityPoint> points = applied.activity();
    std::vector<char> seen(neighbourhoods.size(), 0);
    for (const ActivityPoint& point : applied.city->activity())
        if (neighbourhoods.contains(point.neighbourhood))
            seen[point.neighbourhood.index()] = 1;
    for (const NeighbourhoodId id : idsOf(neighbourhoods)) {
        const Neighbourhood& n = neighbourhoods[id];
        if (seen[id.index()] == 0 && (n.population > 0 || n.jobs > 0))
            points.push_back({interiorPoint(n.outline), id, n.population, n.jobs});
    }
    return points;
}

}  // namespace

std::vector<ZoneAccess> zoneAccess(const AppliedScenario& applied, const CarGraph& cars, const TrafficSettings& settings)
{
    const auto& nodes = applied.city->roads().nodes();
    const Junctions junctions(applied, cars, settings);
    const std::size_t zones = applied.city->neighbourhoods().size();
    std::vector<ZoneAccess> access(zones);
    std::vector<std::vector<Joined>> joined(zones);
    for (const ActivityPoint& point : pointsOf(applied)) {
        if (!point.neighbourhood.valid() || point.neighbourhood.index() >= zones || !(point.people + point.jobs > 0))
            continue;
        ZoneAccess& zone = access[point.neighbourhood.index()];
        const NodeId node = junctions.nearest(point.at, settings.connectorReach_m);
        (node.valid() ? zone.people : zone.lostPeople) += point.people;
        (node.valid() ? zone.jobs : zone.lostJobs) += point.jobs;
        if (node.valid())
            joined[point.neighbourhood.index()].push_back({point.at, point.people + point.jobs, node});
    }
    for (std::size_t z = 0; z < zones; ++z)
        for (const NodeId node : spread(joined[z], settings.connectors, nodes))
            access[z].connectors.push_back({node, meanDistance(joined[z], nodes[node].at) / settings.connector_m_per_min});
    return access;
}

}  // namespace isopolis
