#include "ui/viewport/map_shapes.h"

#include "ui/scene/colour_scale.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace isopolis {
namespace {

constexpr double kJoined_px = 0.35, kGrid_px = 0.05, kMostMitre = 3;
/// As the other patterns of the program: dots and crosses in a tile of this side, lines half of it or all of it apart.
constexpr double kTile_px = 12, kDot_px = 2.6, kDotLength_px = 0.05, kArm_px = 2, kLine_px = 1.1;

double onGrid(double px) { return std::round(px / kGrid_px) * kGrid_px; }

/// Where a family of parallel lines lies within rings. A point's `u` tells its line, `v` its place along it.
struct Across {
    enum class Lines { Level, Falling, Rising };
    Lines lines;
    double u(QPointF p) const { return lines == Lines::Level ? p.y() : lines == Lines::Falling ? p.x() - p.y() : p.x() + p.y(); }
    double v(QPointF p) const { return lines == Lines::Level ? p.x() : p.y(); }
    QPointF point(double u, double v) const
    {
        return lines == Lines::Level ? QPointF(v, u) : lines == Lines::Falling ? QPointF(u + v, v) : QPointF(u - v, v);
    }
};

/// Calls `found(number, from, to)` for each stretch of line u = first + number · step that lies inside.
template <class F>
void stretches(const std::vector<QPolygonF>& rings, const Across& across, double first, double step, const QRectF& view, const F& found)
{
    double least = 1e300, most = -1e300;
    for (const QPointF& corner : {view.topLeft(), view.topRight(), view.bottomLeft(), view.bottomRight()}) {
        least = std::min(least, across.u(corner));
        most = std::max(most, across.u(corner));
    }
    std::map<long, std::vector<double>> crossings;
    for (const QPolygonF& ring : rings)
        for (qsizetype i = 0; i < ring.size(); ++i) {
            const QPointF a = ring[i], b = ring[(i + 1) % ring.size()];
            const double ua = across.u(a), ub = across.u(b);
            if (ua == ub)
                continue;
            const double low = std::max(std::min(ua, ub), least), high = std::min(std::max(ua, ub), most);
            // Half open, so that a corner counts once.
            for (long n = static_cast<long>(std::ceil((low - first) / step)); first + static_cast<double>(n) * step < high; ++n) {
                const double share = (first + static_cast<double>(n) * step - ua) / (ub - ua);
                crossings[n].push_back(across.v(a) + share * (across.v(b) - across.v(a)));
            }
        }
    const double from = across.v(view.topLeft()), to = across.v(view.bottomRight());
    for (auto& [n, at] : crossings) {
        std::sort(at.begin(), at.end());
        for (std::size_t i = 0; i + 1 < at.size(); i += 2)
            if (const double a = std::max(at[i], from), b = std::min(at[i + 1], to); a < b)
                found(n, a, b);
    }
}

}  // namespace

MapShapes::MapShapes(const MapCamera& camera)
    : m_centre(camera.centre()), m_metresPerPixel(camera.metresPerPixel()), m_view(0, 0, camera.width(), camera.height())
{}

QPointF MapShapes::at(Point2 p) const
{
    return {onGrid(m_view.width() / 2 + (p.x - m_centre.x) / m_metresPerPixel),
            onGrid(m_view.height() / 2 - (p.y - m_centre.y) / m_metresPerPixel)};
}

bool MapShapes::seen(const Box& box) const
{
    return !box.empty() && QRectF(at({box.minX, box.maxY}), at({box.maxX, box.minY})).adjusted(-1, -1, 1, 1).intersects(m_view);
}

bool MapShapes::belowPixel(const Box& box) const { return pixels(std::max(box.width(), box.height())) < 1; }

QPolygonF MapShapes::ring(const Polyline& points) const
{
    QPolygonF kept;
    for (std::size_t i = 0; i < points.size(); ++i) {
        const QPointF p = at(points[i]);
        const bool last = i + 1 == points.size();
        if (!kept.isEmpty() && !last && std::hypot(p.x() - kept.back().x(), p.y() - kept.back().y()) < kJoined_px)
            continue;
        if (kept.isEmpty() || p != kept.back())
            kept << p;
    }
    return kept;
}

std::vector<QPolygonF> MapShapes::rings(const MultiPolygon& outline) const
{
    std::vector<QPolygonF> all;
    for (const Polygon& polygon : outline) {
        all.push_back(ring(polygon.outer));
        for (const Ring& hole : polygon.holes)
            all.push_back(ring(hole));
    }
    return all;
}

QPainterPath MapShapes::outline(const MultiPolygon& outline) const
{
    QPainterPath path;
    path.setFillRule(Qt::OddEvenFill);
    for (const QPolygonF& ring : rings(outline)) {
        path.addPolygon(ring);
        path.closeSubpath();
    }
    return path;
}

QPainterPath MapShapes::line(const Polyline& points, double right_px) const
{
    const QPolygonF on = ring(points);
    QPainterPath path;
    if (on.size() < 2)
        return path;
    QPolygonF shifted = on;
    if (right_px != 0) {
        const auto normal = [&](qsizetype i) {
            const QPointF d = on[i + 1] - on[i];
            return QPointF(-d.y(), d.x()) / std::max(1e-9, std::hypot(d.x(), d.y()));
        };
        for (qsizetype i = 0; i < on.size(); ++i) {
            const QPointF before = normal(std::max<qsizetype>(0, i - 1)), after = normal(std::min(i, on.size() - 2));
            const QPointF sum = before + after;
            // The corner of the shifted line, cut where it would reach far out.
            const double half = QPointF::dotProduct(sum, sum) / 4;
            const QPointF out = half > 1 / (kMostMitre * kMostMitre) ? sum / 2 / half : after;
            shifted[i] = QPointF(onGrid(on[i].x() + right_px * out.x()), onGrid(on[i].y() + right_px * out.y()));
        }
    }
    path.addPolygon(shifted);
    return path;
}

QPainterPath patternMarks(const std::vector<QPolygonF>& rings, Pattern pattern, const QRectF& view)
{
    QPainterPath marks;
    const auto stroke = [&marks](QPointF a, QPointF b) {
        marks.moveTo(onGrid(a.x()), onGrid(a.y()));
        marks.lineTo(onGrid(b.x()), onGrid(b.y()));
    };
    constexpr double kHalf = kTile_px / 2, kQuarter = kTile_px / 4;
    switch (pattern) {
    case Pattern::None: break;
    case Pattern::Better:
        // Rows half a tile apart, every second one shifted: a dot is a stroke with round ends, almost without length.
        stretches(rings, {Across::Lines::Level}, kQuarter, kHalf, view, [&](long row, double from, double to) {
            const double first = row % 2 == 0 ? kQuarter : 3 * kQuarter, y = kQuarter + static_cast<double>(row) * kHalf;
            for (double x = first + kTile_px * std::ceil((from - first) / kTile_px); x < to; x += kTile_px)
                stroke({x, y}, {x + kDotLength_px, y});
        });
        break;
    case Pattern::TooClose:
        stretches(rings, {Across::Lines::Level}, kHalf, kTile_px, view, [&](long row, double from, double to) {
            const double y = kHalf + static_cast<double>(row) * kTile_px;
            for (double x = kHalf + kTile_px * std::ceil((from - kHalf) / kTile_px); x < to; x += kTile_px) {
                stroke({x - kArm_px, y}, {x + kArm_px, y});
                stroke({x, y - kArm_px}, {x, y + kArm_px});
            }
        });
        break;
    case Pattern::Worse:
    case Pattern::Hidden: {
        const bool worse = pattern == Pattern::Worse;
        const Across across{worse ? Across::Lines::Falling : Across::Lines::Rising};
        const double step = worse ? kHalf : kTile_px;
        stretches(rings, across, 0, step, view, [&](long n, double from, double to) {
            stroke(across.point(static_cast<double>(n) * step, from), across.point(static_cast<double>(n) * step, to));
        });
        break;
    }
    }
    return marks;
}

QPen patternPen(Colour area, Pattern pattern)
{
    const double bright = (0.2126 * area.r + 0.7152 * area.g + 0.0722 * area.b) / 255;
    const Colour mark = bright > 0.4 ? mixed(area, {0, 0, 0}, 0.38) : mixed(area, {255, 255, 255}, 0.5);
    const bool dots = pattern == Pattern::Better;
    return {QColor(mark.r, mark.g, mark.b), dots ? kDot_px : kLine_px, Qt::SolidLine, dots ? Qt::RoundCap : Qt::FlatCap};
}

}  // namespace isopolis
