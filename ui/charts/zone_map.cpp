#include "ui/charts/zone_map.h"

#include "ui/scene/colour_scale.h"
#include "ui/scene/overlay_theme.h"
#include "ui/text/accessible_role.h"
#include "ui/text/named.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <map>

namespace isopolis {

namespace {

constexpr double kMargin_px = 6;
constexpr int kTile_px = 12;

QColor toQt(Colour c) { return {c.r, c.g, c.b, c.a}; }

/// A tile of the pattern on its colour, as the large map draws it.
QBrush brushOf(const AreaStyle& style)
{
    if (style.pattern == Pattern::None)
        return toQt(style.colour);
    QPixmap tile(kTile_px, kTile_px);
    tile.fill(toQt(style.colour));
    QPainter painter(&tile);
    painter.setRenderHint(QPainter::Antialiasing);
    const double bright = (0.2126 * style.colour.r + 0.7152 * style.colour.g + 0.0722 * style.colour.b) / 255;
    const Colour mark = bright > 0.4 ? mixed(style.colour, {0, 0, 0}, 0.38) : mixed(style.colour, {255, 255, 255}, 0.5);
    const double half = kTile_px / 2.0, quarter = kTile_px / 4.0;
    if (style.pattern == Pattern::Better) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(toQt(mark));
        for (const QPointF& at : {QPointF(quarter, quarter), QPointF(3 * quarter, 3 * quarter)})
            painter.drawEllipse(at, 1.3, 1.3);
    } else if (style.pattern == Pattern::TooClose) {
        painter.setPen(QPen(toQt(mark), 1));
        painter.drawLine(QPointF(half - 2, half), QPointF(half + 2, half));
        painter.drawLine(QPointF(half, half - 2), QPointF(half, half + 2));
    } else {
        painter.setPen(QPen(toQt(mark), 1.1));
        const bool worse = style.pattern == Pattern::Worse;
        for (double shift = -kTile_px; shift <= kTile_px; shift += worse ? half : kTile_px)
            painter.drawLine(worse ? QPointF(shift, 0) : QPointF(shift + kTile_px, 0),
                             worse ? QPointF(shift + kTile_px, kTile_px) : QPointF(shift, kTile_px));
    }
    painter.end();
    return QBrush(tile);
}

}  // namespace

ZoneMap::ZoneMap(const char* name, const QString& title, QWidget* parent) : QWidget(parent)
{
    giveRole(this, QAccessible::Chart);
    named(this, name, title);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    setMouseTracking(true);
}

void ZoneMap::setMap(const CityPtr& city, IdVector<NeighbourhoodId, AreaStyle> styles,
                     const IdVector<NeighbourhoodId, NeighbourhoodId>& zoneOf)
{
    const bool other = m_city != city;
    m_city = city;
    m_styles = std::move(styles);
    std::map<NeighbourhoodId, std::vector<NeighbourhoodId>> zones;
    m_areas.clear();
    for (const NeighbourhoodId id : idsOf(m_styles))
        if (zoneOf.contains(id) && zoneOf[id].valid())
            zones[zoneOf[id]].push_back(id);
        else
            m_areas.push_back({id});
    for (auto& [zone, members] : zones)
        m_areas.push_back(std::move(members));
    if (other)
        makePaths();
    update();
}

void ZoneMap::setSelected(std::vector<NeighbourhoodId> selected)
{
    m_selected = std::move(selected);
    if (!m_selected.empty() && m_words)
        setAccessibleDescription(m_words(m_selected.front()));
    update();
}

void ZoneMap::makePaths()
{
    m_paths = {};
    if (!m_city)
        return;
    Box box;
    for (const Neighbourhood& n : m_city->neighbourhoods())
        if (n.population > 0)
            box.add(bounds(n.outline));
    if (box.empty())
        return;
    const double scale =
        std::min((width() - 2 * kMargin_px) / std::max(1.0, box.width()), (height() - 2 * kMargin_px) / std::max(1.0, box.height()));
    const auto at = [&](Point2 p) {
        const Point2 centre = box.centre();
        return QPointF(width() / 2.0 + (p.x - centre.x) * scale, height() / 2.0 - (p.y - centre.y) * scale);
    };
    for (const Neighbourhood& n : m_city->neighbourhoods()) {
        QPainterPath path;
        path.setFillRule(Qt::OddEvenFill);
        const auto ring = [&](const auto& points) {
            QPolygonF polygon;
            for (const Point2& p : points)
                polygon << at(p);
            path.addPolygon(polygon);
            path.closeSubpath();
        };
        for (const Polygon& polygon : n.outline) {
            ring(polygon.outer);
            for (const auto& hole : polygon.holes)
                ring(hole);
        }
        m_paths.push(std::move(path));
    }
}

void ZoneMap::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor line = palette().color(QPalette::WindowText);
    const bool dark = palette().color(QPalette::Window).lightness() < 128;
    QColor thin = line;
    thin.setAlpha(90);
    // First the lines of all members, then their colour over what lies within the area: the line around it is left.
    for (const std::vector<NeighbourhoodId>& members : m_areas) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(thin, members.size() > 1 ? 2.4 : 1.2));
        for (const NeighbourhoodId id : members)
            if (m_paths.contains(id))
                painter.drawPath(m_paths[id]);
        for (const NeighbourhoodId id : members) {
            AreaStyle style = m_styles[id];
            style.colour = inTheme(style.colour, dark);
            if (style.colour.a == 0 || !m_paths.contains(id))
                continue;
            painter.setBrush(brushOf(style));
            painter.setPen(members.size() > 1 ? QPen(painter.brush(), 1.2) : QPen(Qt::NoPen));
            painter.drawPath(m_paths[id]);
        }
    }
    painter.setBrush(Qt::NoBrush);
    for (const NeighbourhoodId id : m_selected)
        if (m_paths.contains(id)) {
            painter.setPen(QPen(palette().color(QPalette::Window), 4));
            painter.drawPath(m_paths[id]);
        }
    for (const NeighbourhoodId id : m_selected)
        if (m_paths.contains(id)) {
            painter.setPen(QPen(line, 2));
            painter.drawPath(m_paths[id]);
        }
    if (hasFocus()) {
        painter.setPen(QPen(palette().color(QPalette::Highlight), 2));
        painter.drawRect(QRectF(rect()).adjusted(1, 1, -1, -1));
    }
}

void ZoneMap::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    makePaths();
}

NeighbourhoodId ZoneMap::placeAt(const QPointF& at) const
{
    for (const NeighbourhoodId id : idsOf(m_paths))
        if (m_paths[id].contains(at))
            return id;
    return {};
}

void ZoneMap::mouseReleaseEvent(QMouseEvent* event)
{
    if (const NeighbourhoodId where = placeAt(event->position()); event->button() == Qt::LeftButton && where.valid())
        Q_EMIT chosen(where);
}

void ZoneMap::keyPressEvent(QKeyEvent* event)
{
    const bool on = event->key() == Qt::Key_Right || event->key() == Qt::Key_Down;
    const bool back = event->key() == Qt::Key_Left || event->key() == Qt::Key_Up;
    if ((!on && !back) || m_paths.empty()) {
        QWidget::keyPressEvent(event);
        return;
    }
    const std::size_t n = m_paths.size(), now = m_selected.empty() ? (on ? n - 1 : 0) : m_selected.front().index();
    Q_EMIT chosen(NeighbourhoodId::fromIndex((now + (on ? 1 : n - 1)) % n));
}

bool ZoneMap::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip && m_words) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const NeighbourhoodId where = placeAt(help->pos());
        QToolTip::showText(help->globalPos(), where.valid() ? m_words(where).toHtmlEscaped() : QString(), this);
        return true;
    }
    return QWidget::event(event);
}

}  // namespace isopolis
