#include "ui/viewport/null_viewport.h"

#include "ui/scene/picker.h"
#include "ui/text/accessible_role.h"
#include "ui/viewport/map_svg.h"

#include <QPainter>

namespace isopolis {

NullViewport::NullViewport(QWidget* parent) : Viewport(parent)
{
    setObjectName(QStringLiteral("viewport"));
    setFocusPolicy(Qt::StrongFocus);
    giveRole(this, QAccessible::Canvas);  // first: a name asks what the widget is
    setAccessibleName(tr("3D map"));
    setAccessibleDescription(tr("The map cannot be drawn here. Everything it shows is in the table of neighbourhoods."));
}

void NullViewport::showAll()
{
    if (m_city)
        m_view = m_city->extent();
}

QImage NullViewport::picture(QSize) { return {}; }

MapSvg NullViewport::svg() const
{
    const Expected<MapSvg> made = mapSvg(
        {.city = m_city, .applied = m_applied, .overlay = m_overlay, .selection = m_selection, .dark = m_dark, .buildings = m_buildings});
    return made ? *made : MapSvg{};
}

QPoint NullViewport::screenPosition(Point2 ground) const
{
    const Box box = !m_view.empty() ? m_view : m_city ? m_city->extent() : Box{0, 0, 1, 1};
    if (!(box.width() > 0) || !(box.height() > 0))
        return rect().center();
    return {static_cast<int>((ground.x - box.minX) / box.width() * width()),
            static_cast<int>((box.maxY - ground.y) / box.height() * height())};
}

Pick NullViewport::pickOf(NeighbourhoodId neighbourhood) const
{
    if (!m_city || !m_city->neighbourhoods().contains(neighbourhood))
        return {};
    Pick pick = pickAt(interiorPoint(m_city->neighbourhoods()[neighbourhood].outline));
    pick.neighbourhood = neighbourhood;
    return pick;
}

Pick NullViewport::pickAt(Point2 ground, double reach_m) const
{
    const Picker picker(m_city, m_applied, std::make_shared<GroundSurface>());
    return picker.pick({{ground.x, ground.y, 1e5}, {0, 0, -1}}, {.reach_m = reach_m});
}

void NullViewport::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), palette().window());
    painter.setPen(palette().color(QPalette::WindowText));
    painter.drawText(rect().adjusted(24, 24, -24, -24), Qt::AlignCenter | Qt::TextWordWrap,
                     tr("The 3D map needs OpenGL 2.1, which is not available here.\nAll results are in the table of neighbourhoods."));
}

}  // namespace isopolis
