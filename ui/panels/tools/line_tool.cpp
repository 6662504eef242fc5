#include "ui/panels/tools/line_tool.h"

#include "ui/text/translate.h"

namespace isopolis {

namespace {
constexpr double kSnap_m = 40, kLeastStep_m = 0.5;
}

LineTool::LineTool(CityPtr city, Snap snap, QObject* parent) : DrawTool(parent), m_city(std::move(city)), m_snap(snap) {}

Point2 LineTool::placed(Point2 at) const
{
    if (m_snap != Snap::Stops)
        return at;
    Point2 best = at;
    double nearest = kSnap_m;
    for (const TransitStop& stop : m_city->transit().stops)
        if (const double away = distance(stop.at, at); away < nearest) {
            nearest = away;
            best = stop.at;
        }
    return best;
}

QString LineTool::instruction() const
{
    const QString far = formatValue(length(m_points), Unit::Metre, 0);
    if (m_snap == Snap::Stops)
        return m_points.size() < 2
                   ? tr("Click the stops of the line in order, at least two; stops nearby are taken.")
                   : tr("%n stop(s), %1. Click more stops, or press Enter to finish.", "", static_cast<int>(m_points.size())).arg(far);
    return m_points.size() < 2 ? tr("Click the corners of the barrier, at least two.")
                               : tr("%1 long. Click more corners, or press Enter to finish.").arg(far);
}

void LineTool::hover(const Pick& pick, Qt::KeyboardModifiers)
{
    if (!pick.onGround)
        return;
    m_pointer = placed(pick.ground);
    m_hasPointer = true;
    Q_EMIT changed();
}

void LineTool::click(const Pick& pick, Qt::KeyboardModifiers)
{
    if (!pick.onGround)
        return;
    const Point2 at = placed(pick.ground);
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
    m_points.pop_back();
    Q_EMIT changed();
    return true;
}

Draft LineTool::draft() const
{
    Draft draft;
    draft.line = m_points;
    if (m_hasPointer && !m_points.empty())
        draft.line.push_back(m_pointer);
    return draft;
}

void LineTool::keep(Sketch& sketch) const { sketch.points = m_points; }

void LineTool::resume(const Sketch& sketch)
{
    m_points = sketch.points;
    m_hasPointer = false;
    Q_EMIT changed();
}

}  // namespace isopolis
