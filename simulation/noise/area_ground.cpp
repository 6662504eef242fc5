#include "simulation/noise/area_ground.h"

namespace isopolis {

AreaGround::AreaGround(std::vector<GroundArea> areas, TerrainTin terrain, double defaultFactor)
    : m_areas(std::move(areas)), m_terrain(std::move(terrain)), m_default(defaultFactor)
{}

double AreaGround::heightAt(Point2 p) const { return m_terrain.empty() ? 0 : m_terrain.heightAt(p); }

double AreaGround::factorAt(Point2 p) const
{
    for (const GroundArea& area : m_areas)
        if (contains(area.outline, p))
            return area.factor;
    return m_default;
}

void AreaGround::breaks(Point2 from, Point2 to, std::vector<GroundBreak>& out) const
{
    const Point2 along = to - from;
    const auto side = [&](Point2 p) { return along.x * (p.y - from.y) - along.y * (p.x - from.x); };
    for (const GroundArea& area : m_areas)
        for (std::size_t i = 0; i < area.outline.size(); ++i) {
            const Point2 a = area.outline[i], b = area.outline[(i + 1) % area.outline.size()];
            const double sideA = side(a), sideB = side(b);
            if ((sideA >= 0) == (sideB >= 0))
                continue;
            const Point2 at = a + (b - a) * (sideA / (sideA - sideB)) - from;
            const double t = (at.x * along.x + at.y * along.y) / (along.x * along.x + along.y * along.y);
            if (!(t > 0 && t < 1))
                continue;
            // Two areas that share a border are one break, and a border between equal factors is none.
            const double little = 1e-3 / std::hypot(along.x, along.y);
            if (factorAt(from + along * (t - little)) != factorAt(from + along * (t + little)))
                out.push_back({t, false});
        }
    m_terrain.breaks(from, to, out);
}

}  // namespace isopolis
