#include "gis/core/geometry/geometry.h"

#include <algorithm>
#include <cmath>

namespace isopolis {

void Box::add(Point2 p)
{
    minX = std::min(minX, p.x);
    minY = std::min(minY, p.y);
    maxX = std::max(maxX, p.x);
    maxY = std::max(maxY, p.y);
}

void Box::add(const Box& other)
{
    if (other.empty())
        return;
    add(Point2{other.minX, other.minY});
    add(Point2{other.maxX, other.maxY});
}

double distance(Point2 a, Point2 b) { return std::hypot(a.x - b.x, a.y - b.y); }

double length(std::span<const Point2> line)
{
    double sum = 0;
    for (std::size_t i = 1; i < line.size(); ++i)
        sum += distance(line[i - 1], line[i]);
    return sum;
}

double signedArea(const Ring& ring)
{
    if (ring.size() < 3)
        return 0;
    // Relative to the first point: city coordinates are large, differences are small.
    const Point2 o = ring.front();
    double twice = 0;
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const Point2 a = ring[i] - o, b = ring[(i + 1) % ring.size()] - o;
        twice += a.x * b.y - b.x * a.y;
    }
    return 0.5 * twice;
}

double area(const Polygon& polygon)
{
    double sum = std::abs(signedArea(polygon.outer));
    for (const Ring& hole : polygon.holes)
        sum -= std::abs(signedArea(hole));
    return std::max(0.0, sum);
}

double area(const MultiPolygon& polygons)
{
    double sum = 0;
    for (const Polygon& p : polygons)
        sum += area(p);
    return sum;
}

namespace {
struct Moment {
    double area = 0, x = 0, y = 0;
};

Moment moment(const Ring& ring, Point2 o)
{
    Moment m;
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const Point2 a = ring[i] - o, b = ring[(i + 1) % ring.size()] - o;
        const double cross = a.x * b.y - b.x * a.y;
        m.area += 0.5 * cross;
        m.x += (a.x + b.x) * cross / 6;
        m.y += (a.y + b.y) * cross / 6;
    }
    if (m.area < 0)
        m = {-m.area, -m.x, -m.y};
    return m;
}

Point2 meanOf(const Ring& ring)
{
    Point2 sum;
    for (const Point2 p : ring)
        sum = sum + p;
    return ring.empty() ? sum : sum * (1.0 / static_cast<double>(ring.size()));
}
}  // namespace

Point2 centroid(const MultiPolygon& polygons)
{
    if (polygons.empty() || polygons.front().outer.empty())
        return {};
    const Point2 o = polygons.front().outer.front();
    Moment sum;
    for (const Polygon& p : polygons) {
        const Moment outer = moment(p.outer, o);
        sum = {sum.area + outer.area, sum.x + outer.x, sum.y + outer.y};
        for (const Ring& hole : p.holes) {
            const Moment inner = moment(hole, o);
            sum = {sum.area - inner.area, sum.x - inner.x, sum.y - inner.y};
        }
    }
    if (sum.area <= 1e-9)
        return meanOf(polygons.front().outer);
    return {o.x + sum.x / sum.area, o.y + sum.y / sum.area};
}

Point2 centroid(const Polygon& polygon) { return centroid(MultiPolygon{polygon}); }

Point2 interiorPoint(const MultiPolygon& polygons)
{
    const Polygon* largest = nullptr;
    for (const Polygon& p : polygons)
        if (!largest || area(p) > area(*largest))
            largest = &p;
    if (!largest)
        return {};
    const Point2 c = centroid(*largest);
    if (contains(*largest, c))
        return c;
    // A horizontal line through the middle: the middle of its widest run inside.
    const Box box = bounds(*largest);
    Point2 best = c;
    double widest = -1;
    for (const double part : {0.5, 0.37, 0.63, 0.21, 0.79}) {
        const double y = box.minY + part * box.height();
        std::vector<double> xs;
        const auto collect = [&xs, y](const Ring& ring) {
            for (std::size_t i = 0; i < ring.size(); ++i) {
                const Point2 a = ring[i], b = ring[(i + 1) % ring.size()];
                if ((a.y > y) != (b.y > y))
                    xs.push_back(a.x + (y - a.y) / (b.y - a.y) * (b.x - a.x));
            }
        };
        collect(largest->outer);
        for (const Ring& hole : largest->holes)
            collect(hole);
        std::sort(xs.begin(), xs.end());
        for (std::size_t i = 0; i + 1 < xs.size(); i += 2)
            if (xs[i + 1] - xs[i] > widest) {
                widest = xs[i + 1] - xs[i];
                best = {0.5 * (xs[i] + xs[i + 1]), y};
            }
        if (widest > 0)
            break;
    }
    return best;
}

bool contains(const Ring& ring, Point2 p)
{
    bool inside = false;
    for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++) {
        const Point2 a = ring[i], b = ring[j];
        if ((a.y > p.y) != (b.y > p.y) && p.x < (b.x - a.x) * (p.y - a.y) / (b.y - a.y) + a.x)
            inside = !inside;
    }
    return inside;
}

bool contains(const Polygon& polygon, Point2 p)
{
    if (!contains(polygon.outer, p))
        return false;
    return std::none_of(polygon.holes.begin(), polygon.holes.end(), [p](const Ring& hole) { return contains(hole, p); });
}

bool contains(const MultiPolygon& polygons, Point2 p)
{
    return std::any_of(polygons.begin(), polygons.end(), [p](const Polygon& polygon) { return contains(polygon, p); });
}

Box bounds(std::span<const Point2> points)
{
    Box box;
    for (const Point2 p : points)
        box.add(p);
    return box;
}

Box bounds(const Polygon& polygon) { return bounds(polygon.outer); }

Box bounds(const MultiPolygon& polygons)
{
    Box box;
    for (const Polygon& p : polygons)
        box.add(bounds(p));
    return box;
}

PointOnLine nearestOnLine(std::span<const Point2> line, Point2 p)
{
    PointOnLine best{.at = line.empty() ? Point2{} : line.front(), .distance_m = 0};
    best.distance_m = distance(best.at, p);
    double along = 0;
    for (std::size_t i = 0; i + 1 < line.size(); ++i) {
        const Point2 d = line[i + 1] - line[i];
        const double squared = d.x * d.x + d.y * d.y;
        const Point2 v = p - line[i];
        const double t = squared > 0 ? std::clamp((v.x * d.x + v.y * d.y) / squared, 0.0, 1.0) : 0.0;
        const Point2 q = line[i] + d * t;
        const double away = distance(q, p);
        const double segment = std::sqrt(squared);
        if (away < best.distance_m)
            best = {q, away, along + t * segment, i};
        along += segment;
    }
    return best;
}

Point2 pointAlong(std::span<const Point2> line, double along_m)
{
    if (line.empty())
        return {};
    for (std::size_t i = 0; i + 1 < line.size(); ++i) {
        const double segment = distance(line[i], line[i + 1]);
        if (along_m <= segment && segment > 0)
            return line[i] + (line[i + 1] - line[i]) * std::max(0.0, along_m / segment);
        along_m -= segment;
    }
    return line.back();
}

Polyline reversed(std::span<const Point2> line) { return {line.rbegin(), line.rend()}; }

namespace {
double cross(Point2 a, Point2 b, Point2 c) { return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x); }
}  // namespace

bool segmentsCross(Point2 a, Point2 b, Point2 c, Point2 d)
{
    return (cross(a, b, c) > 0) != (cross(a, b, d) > 0) && (cross(c, d, a) > 0) != (cross(c, d, b) > 0);
}

bool crosses(std::span<const Point2> line, const MultiPolygon& area)
{
    for (const Point2 p : line)
        if (contains(area, p))
            return true;
    for (std::size_t i = 0; i + 1 < line.size(); ++i)
        for (const Polygon& polygon : area)
            for (std::size_t k = 0; k < polygon.outer.size(); ++k)
                if (segmentsCross(line[i], line[i + 1], polygon.outer[k], polygon.outer[(k + 1) % polygon.outer.size()]))
                    return true;
    return false;
}

}  // namespace isopolis
