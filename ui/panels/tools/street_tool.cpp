#include "ui/panels/tools/street_tool.h"

#include "ui/text/translate.h"

#include <algorithm>

namespace isopolis {

namespace {

constexpr double kCell_m = 120;
constexpr double kBeside_m = 15;  // from the middle of a pavement to the middle of a wide carriageway

bool forMotors(const RoadLink& link) { return (link.modes.bits() & ModeSet::motor().bits()) != 0; }

}  // namespace

StreetTool::StreetTool(CityPtr city, QObject* parent) : DrawTool(parent), m_city(std::move(city))
{
    const RoadNetwork& roads = m_city->roads();
    if (roads.links().empty())
        return;
    m_motor = SpatialGrid(roads.bounds(), kCell_m);
    for (const LinkId id : idsOf(roads.links()))
        if (forMotors(roads.links()[id]))
            m_motor.insert(bounds(roads.links()[id].geometry), static_cast<std::uint32_t>(id.index()));
}

LinkId StreetTool::meant(const Pick& pick) const
{
    const auto& links = m_city->roads().links();
    if (!links.contains(pick.link) || forMotors(links[pick.link]))
        return pick.link;
    LinkId best = pick.link;
    double nearest = nearestOnLine(links[pick.link].geometry, pick.ground).distance_m + kBeside_m;
    for (const std::uint32_t i : m_motor.query(pick.ground, nearest))
        if (const double away = nearestOnLine(links[LinkId(i)].geometry, pick.ground).distance_m; away < nearest) {
            nearest = away;
            best = LinkId(i);
        }
    return best;
}

std::string StreetTool::targetAt(const Pick& pick, Qt::KeyboardModifiers modifiers) const
{
    const RoadNetwork& roads = m_city->roads();
    // Roads that a scheme added have no mapped object to target.
    const LinkId link = meant(pick);
    if (!roads.links().contains(link))
        return {};
    const bool block = modifiers.testFlag(Qt::AltModifier) || modifiers.testFlag(Qt::ControlModifier);
    return block ? roads.links()[link].externalId : roads.wayOf(link).externalId;
}

QString StreetTool::instruction() const
{
    if (m_targets.empty()) {
        const QString under = m_hovered.empty() ? QString() : tr(" Here: %1.").arg(targetText(*m_city, {.target = m_hovered}));
        return tr("Click a street; hold Ctrl for one block only.") + under;
    }
    return tr("%1. Click more streets, or press Enter to finish.").arg(streetNames());
}

void StreetTool::hover(const Pick& pick, Qt::KeyboardModifiers modifiers)
{
    std::string target = targetAt(pick, modifiers);
    if (target == m_hovered)
        return;
    m_hovered = std::move(target);
    Q_EMIT changed();
}

void StreetTool::click(const Pick& pick, Qt::KeyboardModifiers modifiers)
{
    const std::string target = targetAt(pick, modifiers);
    if (target.empty())
        return;
    const auto known = std::find_if(m_targets.begin(), m_targets.end(), [&](const RoadTarget& t) { return t.target == target; });
    if (known != m_targets.end())
        m_targets.erase(known);
    else
        m_targets.push_back({.target = target});
    Q_EMIT changed();
}

bool StreetTool::removeLast()
{
    if (m_targets.empty())
        return false;
    m_targets.pop_back();
    Q_EMIT changed();
    return true;
}

Draft StreetTool::draft() const
{
    Draft draft;
    const auto add = [&](const std::string& target) {
        for (LinkId link : m_city->roads().linksOf(target))
            if (std::find(draft.links.begin(), draft.links.end(), link) == draft.links.end())
                draft.links.push_back(link);
    };
    for (const RoadTarget& target : m_targets)
        add(target.target);
    if (!m_hovered.empty())
        add(m_hovered);
    return draft;
}

QString StreetTool::streetNames() const
{
    QStringList names;
    for (const RoadTarget& target : m_targets) {
        const QString name = targetText(*m_city, target);
        if (!names.contains(name))
            names << name;
    }
    if (names.size() <= 2)
        return names.join(tr(" and "));
    return tr("%1 and %n more street(s)", "", static_cast<int>(names.size()) - 1).arg(names.front());
}

void StreetTool::keep(Sketch& sketch) const { sketch.targets = m_targets; }

void StreetTool::resume(const Sketch& sketch)
{
    m_targets.clear();
    // What the city does not know any more is left out.
    for (const RoadTarget& target : sketch.targets)
        if (!m_city->roads().linksOf(target.target).empty())
            m_targets.push_back(target);
    Q_EMIT changed();
}

}  // namespace isopolis
