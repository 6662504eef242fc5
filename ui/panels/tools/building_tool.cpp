#include "ui/panels/tools/building_tool.h"

#include "ui/text/translate.h"

namespace isopolis {

bool BuildingTool::known(BuildingId id) const { return m_city->buildings().contains(id) && !m_city->buildings()[id].externalId.empty(); }

QString BuildingTool::instruction() const
{
    if (m_chosen.valid())
        return tr("Press Enter to go on, or Backspace to choose another building.");
    if (!m_hovered.valid())
        return tr("Click the building that goes. Buildings that the scheme itself puts up go with their intervention.");
    const Building& under = m_city->buildings()[m_hovered];
    return tr("Click the building that goes. Here: %1, %2 high.")
        .arg(formatValue(area(under.footprint), Unit::SquareMetre, 0), formatValue(under.height_m, Unit::Metre, 0));
}

void BuildingTool::hover(const Pick& pick, Qt::KeyboardModifiers)
{
    const BuildingId here = known(pick.building) ? pick.building : BuildingId();
    if (here == m_hovered)
        return;
    m_hovered = here;
    Q_EMIT changed();
}

void BuildingTool::click(const Pick& pick, Qt::KeyboardModifiers)
{
    if (!known(pick.building))
        return;
    m_chosen = pick.building;
    Q_EMIT changed();
    Q_EMIT finished();
}

bool BuildingTool::removeLast()
{
    if (!m_chosen.valid())
        return false;
    m_chosen = {};
    Q_EMIT changed();
    return true;
}

Draft BuildingTool::draft() const
{
    Draft draft;
    const BuildingId shown = m_chosen.valid() ? m_chosen : m_hovered;
    if (!shown.valid() || m_city->buildings()[shown].footprint.empty())
        return draft;
    draft.line = m_city->buildings()[shown].footprint.front().outer;
    draft.closed = draft.line.size() >= 3;
    return draft;
}

void BuildingTool::keep(Sketch& sketch) const
{
    if (m_chosen.valid())
        sketch.targets = {{.target = m_city->buildings()[m_chosen].externalId}};
}

void BuildingTool::resume(const Sketch& sketch)
{
    m_chosen = {};
    for (const BuildingId id : idsOf(m_city->buildings()))
        if (!sketch.targets.empty() && known(id) && m_city->buildings()[id].externalId == sketch.targets.front().target)
            m_chosen = id;
    Q_EMIT changed();
}

}  // namespace isopolis
