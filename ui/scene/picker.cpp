#include "ui/scene/picker.h"

#include "ui/scene/mesh.h"

#include <algorithm>
#include <cmath>

namespace isopolis {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kCell_m = 120, kStep_m = 150;

Point2 at(const Ray& ray, double t) { return {ray.origin.x + t * ray.direction.x, ray.origin.y + t * ray.direction.y}; }

}  // namespace

Picker::Picker(CityPtr city, std::shared_ptr<const AppliedScenario> applied, std::shared_ptr<const GroundSurface> ground)
    : m_city(std::move(city)), m_applied(std::move(applied)), m_ground(std::move(ground))
{
    if (!m_city)
        return;
    Box box = m_city->extent();
    box.add(m_city->roads().bounds());
    if (box.empty())
        box = {0, 0, 1, 1};
    m_buildings = SpatialGrid(box, kCell_m);
    m_links = SpatialGrid(box, kCell_m);
    m_neighbourhoods = SpatialGrid(box, 4 * kCell_m);
    m_top_m = m_ground->highest();
    for (BuildingId id : idsOf(m_city->buildings())) {
        if (m_applied && !m_applied->stands(id))
            continue;
        const Building& building = m_city->buildings()[id];
        m_buildings.insert(bounds(building.footprint), static_cast<std::uint32_t>(id.index()));
        m_top_m = std::max(m_top_m, m_ground->highest() + building.height_m);
    }
    const std::size_t links = m_applied ? m_applied->linkCount() : m_city->roads().links().size();
    for (std::size_t i = 0; i < links; ++i) {
        const LinkId id = LinkId::fromIndex(i);
        const Polyline& line = m_applied ? m_applied->geometry(id) : m_city->roads().links()[id].geometry;
        if (!line.empty())
            m_links.insert(bounds(line), static_cast<std::uint32_t>(i));
    }
    for (NeighbourhoodId id : idsOf(m_city->neighbourhoods()))
        m_neighbourhoods.insert(bounds(m_city->neighbourhoods()[id].outline), static_cast<std::uint32_t>(id.index()));
}

bool Picker::groundHit(const Ray& ray, Point2& point) const
{
    if (ray.direction.z >= -1e-3)
        return false;
    double t = (m_ground->lowest() - ray.origin.z) / ray.direction.z;
    if (t <= 0)
        return false;
    if (!m_ground->flat()) {
        // The first step below the surface, then bisection.
        double low = std::max(0.0, (m_ground->highest() - ray.origin.z) / ray.direction.z);
        const double end = t, step = std::max(5.0, (end - low) / 400);
        const auto below = [&](double s) { return ray.origin.z + s * ray.direction.z <= m_ground->height(at(ray, s)); };
        double high = low;
        while (high < end && !below(high)) {
            low = high;
            high = std::min(end, high + step);
        }
        for (int i = 0; i < 30; ++i)
            (below(0.5 * (low + high)) ? high : low) = 0.5 * (low + high);
        t = high;
    }
    point = at(ray, t);
    return std::isfinite(point.x) && std::isfinite(point.y);
}

double Picker::hit(const Ray& ray, const MultiPolygon& footprint, double height_m) const
{
    double best = kInfinity;
    for (const Polygon& polygon : footprint) {
        const double base = groundUnder(*m_ground, polygon), top = base + height_m;
        const double roof = (top - ray.origin.z) / ray.direction.z;
        if (roof > 0 && contains(polygon, at(ray, roof)))
            best = std::min(best, roof);
        const auto walls = [&](const Ring& ring) {
            for (std::size_t i = 0; i < ring.size(); ++i) {
                const Point2 a = ring[i], e = ring[(i + 1) % ring.size()] - a;
                const double cross = ray.direction.x * e.y - ray.direction.y * e.x;
                if (std::abs(cross) < 1e-12)
                    continue;
                const Point2 o{a.x - ray.origin.x, a.y - ray.origin.y};
                const double t = (o.x * e.y - o.y * e.x) / cross, s = (o.x * ray.direction.y - o.y * ray.direction.x) / cross;
                const double z = ray.origin.z + t * ray.direction.z;
                if (t > 0 && s >= 0 && s <= 1 && z >= base && z <= top)
                    best = std::min(best, t);
            }
        };
        walls(polygon.outer);
        for (const Ring& hole : polygon.holes)
            walls(hole);
    }
    return best;
}

BuildingId Picker::buildingHit(const Ray& ray, double groundDistance_m, double& distance_m) const
{
    BuildingId found;
    double best = groundDistance_m;
    double t = std::max(0.0, (m_top_m - ray.origin.z) / ray.direction.z);
    while (t < best) {
        const double next = std::min(t + kStep_m, groundDistance_m);
        Box box;
        box.add(at(ray, t));
        box.add(at(ray, next));
        for (const std::uint32_t i : m_buildings.query(box)) {
            const Building& building = m_city->buildings()[BuildingId(i)];
            const double d = hit(ray, building.footprint, building.height_m);
            if (d < best) {
                best = d;
                found = BuildingId(i);
            }
        }
        if (found.valid() && best <= next)
            break;
        t = next;
        if (next >= groundDistance_m)
            break;
    }
    distance_m = best;
    return found;
}

LinkId Picker::linkNear(Point2 point, double reach_m) const
{
    LinkId best;
    double least = reach_m;
    for (const std::uint32_t i : m_links.query(point, reach_m)) {
        const LinkId id(i);
        const Polyline& line = m_applied ? m_applied->geometry(id) : m_city->roads().links()[id].geometry;
        const double d = nearestOnLine(line, point).distance_m;
        if (d < least || (d == least && !best.valid())) {
            least = d;
            best = id;
        }
    }
    return best;
}

NeighbourhoodId Picker::neighbourhoodAt(Point2 point) const
{
    for (const std::uint32_t i : m_neighbourhoods.query(point, 0)) {
        if (contains(m_city->neighbourhoods()[NeighbourhoodId(i)].outline, point))
            return NeighbourhoodId(i);
    }
    return {};
}

Pick Picker::pick(const Ray& ray, const PickOptions& options) const
{
    Pick pick;
    if (!m_city || !groundHit(ray, pick.ground))
        return pick;
    pick.onGround = true;
    const Point2 o{ray.origin.x, ray.origin.y};
    const double horizontal = std::hypot(ray.direction.x, ray.direction.y);
    const double reach =
        horizontal > 1e-9 ? distance(o, pick.ground) / horizontal : (m_ground->height(pick.ground) - ray.origin.z) / ray.direction.z;
    pick.surface = pick.ground;
    double away = reach;
    if (options.buildings)
        pick.building = buildingHit(ray, reach, away);
    const AddedBuilding* made = nullptr;  // of the scheme: it hides what is behind it
    if (options.buildings && m_applied)
        for (const AddedBuilding& building : m_applied->addedBuildings)
            if (const double d = hit(ray, building.footprint, building.height_m); d < away) {
                away = d;
                made = &building;
                pick.building = {};
            }
    if (pick.building.valid() || made)
        pick.surface = at(ray, away);
    pick.link = linkNear(pick.ground, options.reach_m);
    double nearest = options.reach_m;
    for (SensorId id : idsOf(m_city->sensors())) {
        const double d = distance(m_city->sensors()[id].at, pick.ground);
        if (d <= nearest) {
            nearest = d;
            pick.sensor = id;
        }
    }
    // A roof hides what is behind it: its own neighbourhood is meant.
    const Point2 meant = made                    ? centroid(made->footprint)
                         : pick.building.valid() ? centroid(m_city->buildings()[pick.building].footprint)
                                                 : pick.ground;
    pick.neighbourhood = neighbourhoodAt(meant);
    if ((made || pick.building.valid()) && !pick.neighbourhood.valid())
        pick.neighbourhood = neighbourhoodAt(pick.ground);
    return pick;
}

}  // namespace isopolis
