#include "simulation/noise/cut_profile.h"

#include <algorithm>

namespace isopolis {

namespace {

constexpr double kShortest_m = 1e-9;

/// Sums of the least-squares line over pieces of ground or roof, relative to the first x for precision.
struct PlaneSums {
    double a = 0, b = 0;  ///< the directive's A and B
    double soft = 0, length = 0;

    void add(PlanePoint from, PlanePoint to, double groundFactor)
    {
        const double dx = to.x - from.x;
        if (!(dx > kShortest_m))
            return;
        const double slope = (to.z - from.z) / dx, offset = from.z - slope * from.x;
        const double squares = to.x * to.x - from.x * from.x, cubes = to.x * to.x * to.x - from.x * from.x * from.x;
        a += 2.0 / 3 * slope * cubes + offset * squares;
        b += slope * squares + 2 * offset * dx;
        soft += groundFactor * dx;
        length += dx;
    }
};

}  // namespace

double MeanPlane::height(PlanePoint p) const { return std::max(0.0, (p.z - a * p.x - b) / std::sqrt(1 + a * a)); }

PlanePoint MeanPlane::image(PlanePoint p) const
{
    const double distance = 2 * (p.z - a * p.x - b) / (1 + a * a);
    return {p.x + a * distance, p.z - distance};
}

MeanPlane meanPlane(const CutProfile& profile, std::size_t first, std::size_t last)
{
    const std::vector<CutPoint>& points = profile.points;
    const double x0 = points[first].x;
    PlaneSums sums;
    bool onRoof = points[first].kind == CutKind::BuildingEnter;
    // A part that begins behind the wall of a building whose roof it started on was entered before `first`.
    for (std::size_t i = first; i < last; ++i) {
        const CutPoint& p = points[i];
        if (p.kind == CutKind::BuildingEnter)
            onRoof = true;
        else if (p.kind == CutKind::BuildingExit)
            onRoof = false;
        // Inside a building only its entry and exit count.
        std::size_t next = i + 1;
        if (onRoof)
            while (next < last && points[next].kind != CutKind::BuildingExit)
                ++next;
        const CutPoint& q = points[next];
        const double from = onRoof ? p.z : p.ground;
        const double to = onRoof ? (q.kind == CutKind::BuildingExit ? q.z : p.z) : q.ground;
        sums.add({p.x - x0, from}, {q.x - x0, to}, onRoof ? 0 : p.G);
        i = next - 1;
    }
    MeanPlane plane;
    const double d = points[last].x - x0;
    if (d > kShortest_m) {
        // In x from the part's start: x1 = 0, xn = D.
        plane.a = 3 * (2 * sums.a - sums.b * d) / (d * d * d);
        plane.b = 2 * sums.b / d - 3 * sums.a / (d * d);
    } else {
        plane.b = points[first].ground;
    }
    plane.G = sums.length > 0 ? sums.soft / sums.length : points[first].G;
    plane.b -= plane.a * x0;
    const PlanePoint s{points[first].x, points[first].z}, r{points[last].x, points[last].z};
    plane.zs = plane.height(s);
    plane.zr = plane.height(r);
    plane.dp = std::abs((r.x - s.x) + plane.a * (r.z - s.z)) / std::sqrt(1 + plane.a * plane.a);
    return plane;
}

}  // namespace isopolis
