#include "ui/panels/tools/stop_tool.h"

#include "ui/text/translate.h"

namespace isopolis {

namespace {
constexpr double kReach_m = 60;
}

StopTool::StopTool(CityPtr city, QObject* parent) : DrawTool(parent), m_city(std::move(city)) {}

StopId StopTool::stopNear(Point2 at) const
{
    const TransitNetwork& network = m_city->transit();
    StopId best;
    double nearest = kReach_m;
    for (const StopId id : idsOf(network.stops))
        if (const double away = distance(network.stops[id].at, at); away < nearest) {
            nearest = away;
            best = id;
        }
    return best;
}

QString StopTool::instruction() const
{
    const TransitNetwork& network = m_city->transit();
    if (network.stops.empty())
        return tr("The city has no stops. Import a timetable first.");
    if (!m_stop.valid())
        return m_hovered.valid() ? tr("Click the stop to move. Here: %1.").arg(text(network.stops[m_hovered].name))
                                 : tr("Click the stop to move.");
    const QString name = text(network.stops[m_stop].name);
    const std::optional<Point2> there = m_to ? m_to : m_pointer;
    if (!there)
        return tr("%1: click its new place.").arg(name);
    return tr("%1: click its new place, %2 from where it is.")
        .arg(name, formatValue(distance(network.stops[m_stop].at, *there), Unit::Metre, 0));
}

void StopTool::hover(const Pick& pick, Qt::KeyboardModifiers)
{
    if (!pick.onGround)
        return;
    m_pointer = pick.ground;
    m_hovered = m_stop.valid() ? StopId() : stopNear(pick.ground);
    Q_EMIT changed();
}

void StopTool::click(const Pick& pick, Qt::KeyboardModifiers)
{
    if (!pick.onGround)
        return;
    m_pointer = pick.ground;
    if (!m_stop.valid()) {
        m_stop = stopNear(pick.ground);
        Q_EMIT changed();
        return;
    }
    m_to = pick.ground;
    Q_EMIT changed();
    Q_EMIT finished();
}

bool StopTool::removeLast()
{
    if (!m_stop.valid())
        return false;
    if (m_to)
        m_to.reset();
    else
        m_stop = {};
    Q_EMIT changed();
    return true;
}

Draft StopTool::draft() const
{
    Draft draft;
    const StopId stop = m_stop.valid() ? m_stop : m_hovered;
    if (!stop.valid())
        return draft;
    draft.line.push_back(m_city->transit().stops[stop].at);
    if (const std::optional<Point2> there = m_to ? m_to : m_pointer)
        draft.line.push_back(*there);
    return draft;
}

void StopTool::keep(Sketch& sketch) const
{
    if (m_stop.valid())
        sketch.targets.push_back({.target = m_city->transit().stops[m_stop].externalId});
}

void StopTool::resume(const Sketch& sketch)
{
    m_stop = {};
    m_to.reset();
    const TransitNetwork& network = m_city->transit();
    if (!sketch.targets.empty())
        for (const StopId id : idsOf(network.stops))
            if (network.stops[id].externalId == sketch.targets.front().target)
                m_stop = id;
    Q_EMIT changed();
}

}  // namespace isopolis
