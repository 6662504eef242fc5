#include "gis/core/sample/block_builder.h"

#include <algorithm>

namespace isopolis::sample {

namespace {

/// Half the street with its pavement, m.
double clearance(StreetKind kind, bool oldTown)
{
    switch (kind) {
    case StreetKind::RingRoad: return 15;
    case StreetKind::Primary: return oldTown ? 8.5 : 11.5;
    case StreetKind::Secondary: return oldTown ? 7.5 : 9.5;
    case StreetKind::Tertiary: return oldTown ? 6.5 : 8.5;
    case StreetKind::Residential: return oldTown ? 4.6 : 6.8;
    case StreetKind::Pedestrian: return 4.6;
    case StreetKind::Footway: return 4;
    case StreetKind::None: return 3;
    }
    return 7;
}

bool apart(const Quad& a, const Quad& b)
{
    // Walls may touch: only an overlap of more than a hand's breadth counts.
    constexpr double kTouch_m = 0.12;
    for (const Quad* q : {&a, &b})
        for (std::size_t i = 0; i < 4; ++i) {
            const Point2 normal = leftOf(unitVector((*q)[(i + 1) % 4] - (*q)[i]));
            double lowA = 1e300, highA = -1e300, lowB = 1e300, highB = -1e300;
            for (std::size_t k = 0; k < 4; ++k) {
                lowA = std::min(lowA, dot(a[k], normal));
                highA = std::max(highA, dot(a[k], normal));
                lowB = std::min(lowB, dot(b[k], normal));
                highB = std::max(highB, dot(b[k], normal));
            }
            if (highA < lowB + kTouch_m || highB < lowA + kTouch_m)
                return true;
        }
    return false;
}

double segmentDistance(Point2 a, Point2 b, Point2 c, Point2 d)
{
    return std::min({toSegment(a, c, d), toSegment(b, c, d), toSegment(c, a, b), toSegment(d, a, b)});
}

}  // namespace

Site siteOf(const StreetPlan& plan, const TownShape& shape, int face)
{
    Site site;
    for (const int h : plan.graph.loop(face)) {
        const bool oldTown =
            shape.quarterAt(lerp(plan.graph.originOf(h), plan.graph.vertex(plan.graph.target(h)), 0.5)) == Quarter::OldTown;
        const Polyline side = plan.line(h);
        const StreetKind kind = plan.graph.info(h).kind;
        const bool river = plan.use[static_cast<std::size_t>(plan.graph.half(PlanarGraph::twin(h)).face)] == BlockUse::River;
        for (std::size_t i = 0; i + 1 < side.size(); ++i) {
            site.ring.push_back(side[i]);
            site.kind.push_back(kind);
            site.clear_m.push_back(river ? std::max(6.5, clearance(kind, oldTown)) : clearance(kind, oldTown));
        }
    }
    site.box = bounds(site.ring);
    return site;
}

Point2 Frontage::at(double along, double in) const
{
    double gone = 0;
    for (std::size_t i = 1; i < line.size(); ++i) {
        const Point2 d = line[i] - line[i - 1];
        const double step = norm(d);
        if (gone + step >= along || i + 1 == line.size()) {
            const Point2 u = unitVector(d);
            return line[i - 1] + u * (along - gone) + leftOf(u) * in;
        }
        gone += step;
    }
    return line.front();
}

std::vector<Frontage> frontagesOf(const Site& site)
{
    constexpr double kStraight = 0.3;  // sine of the bend up to which houses form one row
    const std::size_t n = site.ring.size();
    const auto side = [&](std::size_t i) { return unitVector(site.ring[(i + 1) % n] - site.ring[i % n]); };
    const auto corner = [&](std::size_t i) {  // at the start of side i
        const Point2 before = side(i + n - 1), after = side(i);
        return std::fabs(cross(before, after)) > kStraight || dot(before, after) < 0 ||
               site.clear_m[(i + n - 1) % n] != site.clear_m[i % n];
    };
    std::size_t start = 0;
    while (start < n && !corner(start))
        ++start;
    if (start == n)
        start = 0;
    std::vector<Frontage> rows;
    for (std::size_t k = 0; k < n; ++k) {
        const std::size_t i = (start + k) % n;
        if (k == 0 || corner(i))
            rows.push_back({{site.ring[i]}, 0, site.clear_m[i], site.kind[i]});
        rows.back().line.push_back(site.ring[(i + 1) % n]);
    }
    for (Frontage& row : rows)
        row.length_m = lineLength(row.line);
    return rows;
}

SiteBook::SiteBook(const Site& site, const std::vector<Point2>& roundabouts) : m_site(site)
{
    for (const Point2 p : roundabouts)
        if (site.box.grown(40).contains(p))
            m_roundabouts.push_back(p);
}

bool SiteBook::fits(const Quad& quad) const
{
    const std::size_t n = m_site.ring.size();
    for (const Point2 p : quad)
        if (!contains(m_site.ring, p))
            return false;
    for (std::size_t i = 0; i < n; ++i) {
        const Point2 a = m_site.ring[i], b = m_site.ring[(i + 1) % n];
        for (std::size_t k = 0; k < 4; ++k)
            if (segmentDistance(quad[k], quad[(k + 1) % 4], a, b) < m_site.clear_m[i] - 0.05)
                return false;
    }
    for (const Point2 p : m_roundabouts)
        for (std::size_t k = 0; k < 4; ++k)
            if (toSegment(p, quad[k], quad[(k + 1) % 4]) < 27)
                return false;
    return std::all_of(m_taken.begin(), m_taken.end(), [&](const Quad& other) { return apart(quad, other); });
}

}  // namespace isopolis::sample
