#include "ui/panels/tools/area_tool.h"

#include "ui/panels/tools/polar.h"
#include "ui/text/translate.h"

#include <cmath>

namespace isopolis {

namespace {

constexpr double kSnap_m = 25, kLeastArea_m2 = 4, kLeastStep_m = 0.5;

bool crossesItself(const std::vector<Point2>& ring)
{
    const std::size_t n = ring.size();
    for (std::size_t i = 0; i < n; ++i)
        for (std::size_t j = i + 2; j < n; ++j) {
            if (i == 0 && j == n - 1)
                continue;
            if (segmentsCross(ring[i], ring[(i + 1) % n], ring[j], ring[(j + 1) % n]))
                return true;
        }
    return false;
}

/// The rectangle over one side whose opposite side passes through a point.
std::vector<Point2> rectangle(Point2 a, Point2 b, Point2 through)
{
    const double side = distance(a, b);
    if (side <= 0)
        return {a, b};
    const Point2 normal{-(b.y - a.y) / side, (b.x - a.x) / side};
    const double depth = (through.x - a.x) * normal.x + (through.y - a.y) * normal.y;
    return {a, b, b + normal * depth, a + normal * depth};
}

}  // namespace

AreaTool::AreaTool(CityPtr city, Shape shape, double ghostHeight_m, QObject* parent)
    : DrawTool(parent), m_city(std::move(city)), m_shape(shape), m_ghostHeight_m(ghostHeight_m)
{}

void AreaTool::setShape(Shape shape)
{
    if (shape == m_shape)
        return;
    m_shape = shape;
    m_points.clear();
    Q_EMIT changed();
}

Point2 AreaTool::placed(const Pick& pick, Qt::KeyboardModifiers modifiers) const
{
    if (!modifiers.testFlag(Qt::ControlModifier))
        return pick.ground;
    Point2 best = pick.ground;
    double nearest = kSnap_m;
    for (const RoadNode& node : m_city->roads().nodes())
        if (const double away = distance(node.at, pick.ground); away < nearest) {
            nearest = away;
            best = node.at;
        }
    return best;
}

QString AreaTool::instruction() const
{
    if (m_shape == Shape::Rectangle) {
        if (m_points.empty())
            return tr("Click the first corner of the front.");
        if (m_points.size() == 1)
            return tr("Click the other end of the front: %1.")
                .arg(formatValue(m_hasPointer ? distance(m_points[0], m_pointer) : 0, Unit::Metre, 0));
        if (m_points.size() > 2)
            return tr("Press Enter to go on, or Backspace to change the depth.");
        return tr("Click how deep it is: %1.").arg(formatValue(area(Polygon{.outer = preview()}), Unit::SquareMetre, 0));
    }
    if (m_corner.held())
        return tr("%1. Click the new place of the corner, or press Backspace to leave it.")
            .arg(formatValue(area(polygon()), Unit::SquareMetre, 0));
    if (m_points.size() < 3)
        return tr("Click the corners of the area, at least three; hold Ctrl to snap to junctions.");
    if (crossesItself(m_points))
        return tr("The outline crosses itself. Press Backspace to take the last corner back.");
    return tr("%1. Click more corners, move one with Shift and a click, or press Enter to finish.")
        .arg(formatValue(area(polygon()), Unit::SquareMetre, 0));
}

bool AreaTool::complete() const { return m_points.size() >= 3 && area(polygon()) >= kLeastArea_m2 && !crossesItself(m_points); }

void AreaTool::hover(const Pick& pick, Qt::KeyboardModifiers modifiers)
{
    if (!pick.onGround)
        return;
    m_pointer = placed(pick, modifiers);
    m_hasPointer = true;
    if (m_corner.held())
        m_corner.move(m_points, m_pointer);
    Q_EMIT changed();
}

void AreaTool::click(const Pick& pick, Qt::KeyboardModifiers modifiers)
{
    if (!pick.onGround)
        return;
    const Point2 at = placed(pick, modifiers);
    if (m_corner.held()) {
        m_corner.move(m_points, at);
        m_corner.putDown();
        Q_EMIT changed();
        return;
    }
    if (m_shape == Shape::FreePolygon && modifiers.testFlag(Qt::ShiftModifier) && m_corner.takeUp(m_points, pick.ground)) {
        Q_EMIT changed();
        return;
    }
    // The second click of a double click would put a corner upon a corner.
    if (!m_points.empty() && distance(m_points.back(), at) < kLeastStep_m)
        return;
    m_pointer = at;
    m_hasPointer = true;
    if (m_shape == Shape::Rectangle && m_points.size() > 2)
        return;
    if (m_shape == Shape::Rectangle && m_points.size() == 2) {
        const std::vector<Point2> corners = rectangle(m_points[0], m_points[1], at);
        if (area(Polygon{.outer = corners}) < kLeastArea_m2)
            return;
        m_points = corners;
        Q_EMIT changed();
        Q_EMIT finished();
        return;
    }
    m_points.push_back(at);
    Q_EMIT changed();
}

bool AreaTool::removeLast()
{
    if (m_points.empty())
        return false;
    if (m_corner.held()) {
        m_corner.putBack(m_points);
        Q_EMIT changed();
        return true;
    }
    m_points.pop_back();
    // A rectangle's last two corners were made by one click.
    if (m_shape == Shape::Rectangle && m_points.size() == 3)
        m_points.pop_back();
    Q_EMIT changed();
    return true;
}

std::vector<Point2> AreaTool::preview() const
{
    std::vector<Point2> points = m_points;
    if (!m_hasPointer || points.empty() || m_corner.held())
        return points;
    if (m_shape == Shape::Rectangle) {
        if (points.size() == 1)
            points.push_back(m_pointer);
        else if (points.size() == 2)
            points = rectangle(points[0], points[1], m_pointer);
        return points;
    }
    points.push_back(m_pointer);
    return points;
}

Draft AreaTool::draft() const
{
    Draft draft;
    draft.line = preview();
    draft.closed = draft.line.size() >= 3;
    draft.height_m = draft.closed ? m_ghostHeight_m : 0;
    return draft;
}

std::optional<NextSide> AreaTool::nextSide() const
{
    if (m_points.empty() || m_corner.held())
        return std::nullopt;
    if (m_shape == Shape::FreePolygon || m_points.size() == 1)
        return sideBetween(m_points.back(), m_hasPointer ? m_pointer : m_points.back());
    if (m_points.size() > 2)
        return std::nullopt;
    const std::vector<Point2> corners = preview();
    if (corners.size() < 4)
        return NextSide{.turns = false};
    NextSide depth = sideBetween(corners[1], corners[2]);
    depth.turns = false;
    return depth;
}

void AreaTool::placeSide(double length_m, double direction_deg)
{
    const std::optional<NextSide> side = nextSide();
    if (!side || length_m < kLeastStep_m)
        return;
    Point2 to = endOfSide(m_points.back(), length_m, direction_deg);
    if (!side->turns) {
        // To the side of the pointer; without one to the left of the front.
        const Point2 front = m_points[1] - m_points[0];
        const double left_deg = directionOf_deg({-front.y, front.x});
        to = endOfSide(m_points[1], length_m, m_hasPointer && side->length_m > 0 ? side->direction_deg : left_deg);
    }
    click({.ground = to, .onGround = true}, Qt::NoModifier);
}

void AreaTool::keep(Sketch& sketch) const
{
    sketch.rectangle = m_shape == Shape::Rectangle;
    sketch.points = m_points;
}

void AreaTool::resume(const Sketch& sketch)
{
    m_shape = sketch.rectangle ? Shape::Rectangle : Shape::FreePolygon;
    m_points = sketch.points;
    m_hasPointer = false;
    m_corner.putDown();
    Q_EMIT changed();
}

}  // namespace isopolis
