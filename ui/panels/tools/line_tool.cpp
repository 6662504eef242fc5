#include "ui/panels/tools/line_tool.h"

#include "ui/panels/tools/polar.h"
#include "ui/text/translate.h"

#include <algorithm>

namespace isopolis {

namespace {

constexpr double kStopReach_m = 40, kJunctionReach_m = 25, kLeastStep_m = 0.5;

/// Junctions that motor traffic reaches: a new road joins no others.
std::vector<Point2> junctionsOf(const RoadNetwork& roads)
{
    IdVector<NodeId, char> used;
    used.resize(roads.nodes().size(), 0);
    for (const RoadLink& link : roads.links())
        if ((link.modes.bits() & ModeSet::motor().bits()) != 0)
            used[link.from] = used[link.to] = 1;
    std::vector<Point2> places;
    for (const NodeId id : idsOf(roads.nodes()))
        if (used[id] != 0)
            places.push_back(roads.nodes()[id].at);
    return places;
}

}  // namespace

LineTool::LineTool(CityPtr city, Snap snap, QObject* parent) : DrawTool(parent), m_city(std::move(city)), m_snap(snap)
{
    if (snap == Snap::Junctions)
        m_places = junctionsOf(m_city->roads());
    else if (snap == Snap::Stops)
        for (const TransitStop& stop : m_city->transit().stops)
            m_places.push_back(stop.at);
}

Point2 LineTool::placed(Point2 at, Qt::KeyboardModifiers modifiers) const
{
    // Some desktops keep Alt and a click for themselves.
    if (modifiers.testFlag(Qt::AltModifier) || modifiers.testFlag(Qt::ControlModifier))
        return at;
    Point2 best = at;
    double nearest = m_snap == Snap::Stops ? kStopReach_m : kJunctionReach_m;
    for (const Point2 place : m_places)
        if (const double away = distance(place, at); away < nearest) {
            nearest = away;
            best = place;
        }
    return best;
}

bool LineTool::atJunction(Point2 at) const { return std::find(m_places.begin(), m_places.end(), at) != m_places.end(); }

QString LineTool::instruction() const
{
    const QString far = formatValue(length(m_points), Unit::Metre, 0);
    if (m_corner.held())
        return tr("%1 long. Click the new place of the corner, or press Backspace to leave it.").arg(far);
    if (m_snap == Snap::Stops)
        return m_points.size() < 2
                   ? tr("Click the stops of the line in order, at least two; stops nearby are taken.")
                   : tr("%n stop(s), %1. Click more stops, or press Enter to finish.", "", static_cast<int>(m_points.size())).arg(far);
    if (m_snap == Snap::Junctions) {
        if (m_points.size() < 2)
            return tr("Click where the road begins, best at a junction, then its bends and its end. Hold Ctrl to place freely.");
        if (atJunction(m_points.front()) && atJunction(m_points.back()))
            return tr("%1 from junction to junction. Press Enter to finish, click on, or move a corner with Shift and a click.").arg(far);
        return tr("%1 long. An end that is not at a junction is joined to the nearest one. Press Enter to finish, or click on.").arg(far);
    }
    return m_points.size() < 2 ? tr("Click the corners of the barrier, at least two.")
                               : tr("%1 long. Click more corners, move one with Shift and a click, or press Enter to finish.").arg(far);
}

void LineTool::hover(const Pick& pick, Qt::KeyboardModifiers modifiers)
{
    if (!pick.onGround)
        return;
    m_pointer = placed(pick.ground, modifiers);
    m_hasPointer = true;
    if (m_corner.held())
        m_corner.move(m_points, m_pointer);
    Q_EMIT changed();
}

void LineTool::click(const Pick& pick, Qt::KeyboardModifiers modifiers)
{
    if (!pick.onGround)
        return;
    const Point2 at = placed(pick.ground, modifiers);
    if (m_corner.held()) {
        m_corner.move(m_points, at);
        m_corner.putDown();
        Q_EMIT changed();
        return;
    }
    if (modifiers.testFlag(Qt::ShiftModifier) && m_corner.takeUp(m_points, pick.ground)) {
        Q_EMIT changed();
        return;
    }
    // The second click of a double click would put a corner upon a corner.
    if (!m_points.empty() && distance(m_points.back(), at) < kLeastStep_m)
        return;
    m_points.push_back(at);
    m_pointer = at;
    m_hasPointer = true;
    Q_EMIT changed();
}

bool LineTool::removeLast()
{
    if (m_points.empty())
        return false;
    if (m_corner.held()) {
        m_corner.putBack(m_points);
        Q_EMIT changed();
        return true;
    }
    m_points.pop_back();
    Q_EMIT changed();
    return true;
}

Draft LineTool::draft() const
{
    Draft draft;
    draft.line = m_points;
    if (m_hasPointer && !m_points.empty() && !m_corner.held())
        draft.line.push_back(m_pointer);
    return draft;
}

std::optional<NextSide> LineTool::nextSide() const
{
    if (m_points.empty() || m_corner.held())
        return std::nullopt;
    return sideBetween(m_points.back(), m_hasPointer ? m_pointer : m_points.back());
}

void LineTool::placeSide(double length_m, double direction_deg)
{
    if (!nextSide() || length_m < kLeastStep_m)
        return;
    m_points.push_back(endOfSide(m_points.back(), length_m, direction_deg));
    m_pointer = m_points.back();
    m_hasPointer = true;
    Q_EMIT changed();
}

void LineTool::keep(Sketch& sketch) const { sketch.points = m_points; }

void LineTool::resume(const Sketch& sketch)
{
    m_points = sketch.points;
    m_hasPointer = false;
    m_corner.putDown();
    Q_EMIT changed();
}

}  // namespace isopolis
