#include "ui/panels/tools/building_tool.h"

#include "ui/text/translate.h"

#include <algorithm>

namespace isopolis {

namespace {

/// A wall is met on the outline itself, give or take its last digits.
constexpr double kOnWall_m = 0.3;

bool covers(const MultiPolygon& footprint, Point2 at)
{
    return contains(footprint, at) || std::any_of(footprint.begin(), footprint.end(), [at](const Polygon& polygon) {
               Polyline ring = polygon.outer;
               if (!ring.empty())
                   ring.push_back(ring.front());
               return ring.size() > 1 && nearestOnLine(ring, at).distance_m < kOnWall_m;
           });
}

}  // namespace

bool BuildingTool::known(BuildingId id) const { return m_city->buildings().contains(id) && !m_city->buildings()[id].externalId.empty(); }

const AddedBuilding* BuildingTool::madeAs(const std::string& externalId) const
{
    const std::shared_ptr<const AppliedScenario> applied = m_document.applied();
    if (!applied || externalId.empty())
        return nullptr;
    const auto& made = applied->addedBuildings;
    const auto found = std::find_if(made.begin(), made.end(), [&](const AddedBuilding& each) { return each.externalId == externalId; });
    return found == made.end() ? nullptr : &*found;
}

std::string BuildingTool::ownUnder(const Pick& pick) const
{
    const std::shared_ptr<const AppliedScenario> applied = m_document.applied();
    if (!applied || !pick.onGround || pick.building.valid())
        return {};
    for (const AddedBuilding& made : applied->addedBuildings)
        if (covers(made.footprint, pick.surface))
            return made.externalId;
    return {};
}

QString BuildingTool::instruction() const
{
    if (complete())
        return tr("Press Enter to go on, or Backspace to choose another building.");
    if (const AddedBuilding* own = madeAs(m_hoveredOwn))
        return tr("Click the building that goes. Here: “%1” of the scheme itself, %2 high.")
            .arg(text(own->name), formatValue(own->height_m, Unit::Metre, 0));
    if (!m_hovered.valid())
        return tr("Click the building that goes, one of the city or one that the scheme puts up.");
    const Building& under = m_city->buildings()[m_hovered];
    return tr("Click the building that goes. Here: %1, %2 high.")
        .arg(formatValue(area(under.footprint), Unit::SquareMetre, 0), formatValue(under.height_m, Unit::Metre, 0));
}

void BuildingTool::hover(const Pick& pick, Qt::KeyboardModifiers)
{
    const BuildingId here = known(pick.building) ? pick.building : BuildingId();
    std::string own = ownUnder(pick);
    if (here == m_hovered && own == m_hoveredOwn)
        return;
    m_hovered = here;
    m_hoveredOwn = std::move(own);
    Q_EMIT changed();
}

void BuildingTool::click(const Pick& pick, Qt::KeyboardModifiers)
{
    std::string own = ownUnder(pick);
    if (!known(pick.building) && own.empty())
        return;
    m_chosen = own.empty() ? pick.building : BuildingId();
    m_chosenOwn = std::move(own);
    Q_EMIT changed();
    Q_EMIT finished();
}

bool BuildingTool::removeLast()
{
    if (!complete())
        return false;
    m_chosen = {};
    m_chosenOwn.clear();
    Q_EMIT changed();
    return true;
}

Draft BuildingTool::draft() const
{
    Draft draft;
    const AddedBuilding* made = own();
    if (!made && !m_chosen.valid())
        made = madeAs(m_hoveredOwn);
    const BuildingId shown = m_chosen.valid() ? m_chosen : m_hovered;
    const MultiPolygon* footprint = made ? &made->footprint : shown.valid() ? &m_city->buildings()[shown].footprint : nullptr;
    if (!footprint || footprint->empty())
        return draft;
    draft.line = footprint->front().outer;
    draft.closed = draft.line.size() >= 3;
    return draft;
}

void BuildingTool::keep(Sketch& sketch) const
{
    if (m_chosen.valid())
        sketch.targets = {{.target = m_city->buildings()[m_chosen].externalId}};
    else if (own())
        sketch.targets = {{.target = m_chosenOwn}};
}

void BuildingTool::resume(const Sketch& sketch)
{
    m_chosen = {};
    m_chosenOwn.clear();
    const std::string target = sketch.targets.empty() ? std::string() : sketch.targets.front().target;
    if (madeAs(target))
        m_chosenOwn = target;
    else if (!target.empty())
        for (const BuildingId id : idsOf(m_city->buildings()))
            if (known(id) && m_city->buildings()[id].externalId == target)
                m_chosen = id;
    Q_EMIT changed();
}

}  // namespace isopolis
