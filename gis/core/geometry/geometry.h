#pragma once
/// Plane geometry in metres of the city's LocalFrame: points, polylines, polygons, and the few measures that models need.
///
///   Polygon square{.outer = {{0, 0}, {10, 0}, {10, 10}, {0, 10}}};   area(square) == 100;   contains(square, {5, 5});
///
/// Rings are stored open (first point not repeated), in any orientation; `area` is never negative.

#include <span>
#include <vector>

namespace isopolis {

struct Point2 {
    double x = 0, y = 0;  ///< metres east and north in the city's CRS
    friend bool operator==(const Point2&, const Point2&) = default;
    friend Point2 operator+(Point2 a, Point2 b) { return {a.x + b.x, a.y + b.y}; }
    friend Point2 operator-(Point2 a, Point2 b) { return {a.x - b.x, a.y - b.y}; }
    friend Point2 operator*(Point2 a, double k) { return {a.x * k, a.y * k}; }
};

using Polyline = std::vector<Point2>;
using Ring = std::vector<Point2>;

struct Polygon {
    Ring outer;
    std::vector<Ring> holes = {};
    friend bool operator==(const Polygon&, const Polygon&) = default;
};
using MultiPolygon = std::vector<Polygon>;

/// Axis-parallel box; empty until something is added.
struct Box {
    double minX = 1e300, minY = 1e300, maxX = -1e300, maxY = -1e300;
    bool empty() const { return minX > maxX; }
    double width() const { return empty() ? 0 : maxX - minX; }
    double height() const { return empty() ? 0 : maxY - minY; }
    Point2 centre() const { return {0.5 * (minX + maxX), 0.5 * (minY + maxY)}; }
    void add(Point2 p);
    void add(const Box& other);
    bool contains(Point2 p) const { return p.x >= minX && p.x <= maxX && p.y >= minY && p.y <= maxY; }
    bool intersects(const Box& o) const { return minX <= o.maxX && o.minX <= maxX && minY <= o.maxY && o.minY <= maxY; }
    Box grown(double margin) const { return {minX - margin, minY - margin, maxX + margin, maxY + margin}; }
    friend bool operator==(const Box&, const Box&) = default;
};

double distance(Point2 a, Point2 b);
double length(std::span<const Point2> line);
double signedArea(const Ring& ring);  ///< positive for counter-clockwise
double area(const Polygon& polygon);
double area(const MultiPolygon& polygons);
Point2 centroid(const Polygon& polygon);  ///< area centroid of outer minus holes; mean of points if degenerate
Point2 centroid(const MultiPolygon& polygons);
Point2 interiorPoint(const MultiPolygon& polygons);  ///< a point inside the largest part (scan-line midpoint)
bool contains(const Ring& ring, Point2 p);
bool contains(const Polygon& polygon, Point2 p);
bool contains(const MultiPolygon& polygons, Point2 p);
Box bounds(std::span<const Point2> points);
Box bounds(const Polygon& polygon);
Box bounds(const MultiPolygon& polygons);

struct PointOnLine {
    Point2 at;
    double distance_m = 0;    ///< from the asked point
    double along_m = 0;       ///< from the start of the line
    std::size_t segment = 0;  ///< index of the segment's first point
};
/// Nearest point of a line with at least one point.
PointOnLine nearestOnLine(std::span<const Point2> line, Point2 p);
/// Point at a distance along the line, clamped to its ends.
Point2 pointAlong(std::span<const Point2> line, double along_m);
Polyline reversed(std::span<const Point2> line);
bool segmentsCross(Point2 a, Point2 b, Point2 c, Point2 d);
/// True if any part of the line lies in the area.
bool crosses(std::span<const Point2> line, const MultiPolygon& area);

}  // namespace isopolis
