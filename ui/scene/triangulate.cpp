#include "ui/scene/triangulate.h"

#include <osg/Geometry>
#include <osg/TriangleIndexFunctor>
#include <osgUtil/Tessellator>

#include <algorithm>
#include <cmath>

namespace isopolis {
namespace {

/// Ear clipping takes time with the square of the length.
constexpr std::size_t kLongestEarRing = 160;
constexpr double kSmallestArea_m2 = 1e-6;

double turn(Point2 a, Point2 b, Point2 c) { return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x); }

bool inside(Point2 p, Point2 a, Point2 b, Point2 c) { return turn(a, b, p) >= 0 && turn(b, c, p) >= 0 && turn(c, a, p) >= 0; }

struct TriangleCollector {
    std::vector<std::array<unsigned, 3>> triangles;
    void operator()(unsigned a, unsigned b, unsigned c) { triangles.push_back({a, b, c}); }
};

std::vector<std::array<Point2, 3>> tessellated(const std::vector<Ring>& rings)
{
    osg::ref_ptr<osg::Geometry> geometry = new osg::Geometry;
    osg::ref_ptr<osg::Vec3Array> points = new osg::Vec3Array;
    geometry->setVertexArray(points);
    const Point2 origin = rings.front().front();
    for (const Ring& ring : rings) {
        const auto first = static_cast<GLint>(points->size());
        for (Point2 p : ring)
            points->push_back(osg::Vec3f(static_cast<float>(p.x - origin.x), static_cast<float>(p.y - origin.y), 0));
        geometry->addPrimitiveSet(new osg::DrawArrays(GL_POLYGON, first, static_cast<GLsizei>(ring.size())));
    }
    osg::ref_ptr<osgUtil::Tessellator> tessellator = new osgUtil::Tessellator;
    tessellator->setTessellationType(osgUtil::Tessellator::TESS_TYPE_GEOMETRY);
    tessellator->setWindingType(osgUtil::Tessellator::TESS_WINDING_ODD);
    tessellator->setTessellationNormal(osg::Vec3(0, 0, 1));
    tessellator->setBoundaryOnly(false);
    tessellator->retessellatePolygons(*geometry);
    osg::TriangleIndexFunctor<TriangleCollector> collector;
    geometry->accept(collector);
    const auto* tessellatedPoints = dynamic_cast<const osg::Vec3Array*>(geometry->getVertexArray());
    std::vector<std::array<Point2, 3>> out;
    if (!tessellatedPoints)
        return out;
    const auto at = [&](unsigned i) {
        const osg::Vec3f& p = (*tessellatedPoints)[i];
        return Point2{p.x() + origin.x, p.y() + origin.y};
    };
    for (const auto& t : collector.triangles) {
        if (std::max({t[0], t[1], t[2]}) >= tessellatedPoints->size())
            continue;
        std::array<Point2, 3> triangle{at(t[0]), at(t[1]), at(t[2])};
        if (turn(triangle[0], triangle[1], triangle[2]) < 0)
            std::swap(triangle[1], triangle[2]);
        out.push_back(triangle);
    }
    return out;
}

}  // namespace

Ring cleanedRing(const Ring& ring, double tolerance_m)
{
    Ring out;
    out.reserve(ring.size());
    for (Point2 p : ring) {
        if (out.empty() || distance(out.back(), p) > tolerance_m * 0.1)
            out.push_back(p);
    }
    while (out.size() > 1 && distance(out.back(), out.front()) <= tolerance_m * 0.1)
        out.pop_back();
    for (std::size_t i = 0; out.size() > 3 && i < out.size();) {
        const Point2 a = out[(i + out.size() - 1) % out.size()], b = out[i], c = out[(i + 1) % out.size()];
        const double base = distance(a, c);
        if (base > 0 && std::abs(turn(a, b, c)) / base < tolerance_m && distance(a, b) + distance(b, c) < base + 2 * tolerance_m)
            out.erase(out.begin() + static_cast<std::ptrdiff_t>(i));
        else
            ++i;
    }
    if (signedArea(out) < 0)
        std::reverse(out.begin(), out.end());
    return out;
}

std::vector<std::uint32_t> earClipped(const Ring& ring)
{
    std::vector<std::uint32_t> left(ring.size()), out;
    for (std::size_t i = 0; i < ring.size(); ++i)
        left[i] = static_cast<std::uint32_t>(i);
    std::size_t at = 0, tried = 0;
    while (left.size() > 3) {
        if (tried > left.size())
            return {};
        const std::size_t n = left.size();
        const std::uint32_t ia = left[(at + n - 1) % n], ib = left[at % n], ic = left[(at + 1) % n];
        const Point2 a = ring[ia], b = ring[ib], c = ring[ic];
        bool ear = turn(a, b, c) > 0;
        for (std::size_t k = 0; ear && k < n; ++k) {
            const std::uint32_t i = left[k];
            if (i != ia && i != ib && i != ic && ring[i] != a && ring[i] != b && ring[i] != c)
                ear = !inside(ring[i], a, b, c);
        }
        if (!ear) {
            at = (at + 1) % n;
            ++tried;
            continue;
        }
        out.insert(out.end(), {ia, ib, ic});
        left.erase(left.begin() + static_cast<std::ptrdiff_t>(at % n));
        at = (at + 1) % left.size();  // one corner on, so that triangles do not all fan from one point
        tried = 0;
    }
    if (left.size() == 3)
        out.insert(out.end(), left.begin(), left.end());
    return out;
}

std::vector<std::array<Point2, 3>> triangulated(const Polygon& polygon)
{
    std::vector<Ring> rings;
    rings.push_back(cleanedRing(polygon.outer, 1e-3));
    for (const Ring& hole : polygon.holes) {
        Ring cleaned = cleanedRing(hole, 1e-3);
        if (cleaned.size() >= 3)
            rings.push_back(std::move(cleaned));
    }
    if (rings.front().size() < 3 || std::abs(signedArea(rings.front())) < kSmallestArea_m2)
        return {};
    if (rings.size() == 1 && rings.front().size() <= kLongestEarRing) {
        const std::vector<std::uint32_t> indices = earClipped(rings.front());
        std::vector<std::array<Point2, 3>> out;
        for (std::size_t i = 0; i + 2 < indices.size(); i += 3)
            out.push_back({rings.front()[indices[i]], rings.front()[indices[i + 1]], rings.front()[indices[i + 2]]});
        if (!out.empty())
            return out;
    }
    return tessellated(rings);
}

}  // namespace isopolis
