#include "app/place_map.h"

#include "app/place_words.h"
#include "ui/text/accessible_role.h"
#include "ui/text/named.h"
#include "ui/text/translate.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <utility>

namespace isopolis {

namespace {

constexpr double kInset_px = 84, kInsetGap_px = 6, kBadge_px = 15, kDot_px = 2, kLeast_deg = 0.002;
constexpr double kMostGrowth = 8;      ///< the area of use is shown whole if it is at most so many times as wide as the layers
constexpr double kGraticuleLines = 4;  ///< about so many across
/// Told apart by people who see few colours, too (Okabe and Ito).
constexpr std::array<QRgb, 7> kColours = {0xff0072b2, 0xffd55e00, 0xff009e73, 0xffcc79a7, 0xff8a6d00, 0xff3c8cc4, 0xff6b4e9b};

QColor colourOf(int layer) { return QColor::fromRgb(kColours[static_cast<std::size_t>(layer) % kColours.size()]); }

void paintBadge(QPainter& painter, QPointF at, int layer)
{
    QFont font = painter.font();
    font.setPixelSize(11);
    font.setBold(true);
    painter.setFont(font);
    painter.setPen(QPen(Qt::white, 1));
    painter.setBrush(colourOf(layer).darker(125));
    const QRectF box(at.x() - kBadge_px / 2, at.y() - kBadge_px / 2, kBadge_px, kBadge_px);
    painter.drawRoundedRect(box, 4, 4);
    painter.drawText(box, Qt::AlignCenter, formatNumber(layer + 1, 0));
}

/// Degrees on a piece of paper; a degree of longitude is as long as it is in the middle.
class Paper {
public:
    Paper(const Box& shown, const QRectF& paper) : m_paper(paper), m_centre(shown.centre())
    {
        m_narrow = std::max(0.1, std::cos(std::clamp(m_centre.y, -85.0, 85.0) * std::numbers::pi / 180));
        m_scale = std::min(paper.width() / (std::max(kLeast_deg, shown.width()) * m_narrow),
                           paper.height() / std::max(kLeast_deg, shown.height()));
    }
    QPointF at(Point2 p) const
    {
        return {m_paper.center().x() + (p.x - m_centre.x) * m_narrow * m_scale, m_paper.center().y() - (p.y - m_centre.y) * m_scale};
    }
    QRectF at(const Box& box) const { return QRectF(at(Point2{box.minX, box.maxY}), at(Point2{box.maxX, box.minY})); }
    /// All that fits on the paper, in degrees.
    Box all() const
    {
        const double w = m_paper.width() / m_scale / m_narrow / 2, h = m_paper.height() / m_scale / 2;
        return {m_centre.x - w, m_centre.y - h, m_centre.x + w, m_centre.y + h};
    }
    const QRectF& rect() const { return m_paper; }

private:
    QRectF m_paper;
    Point2 m_centre;
    double m_narrow = 1, m_scale = 1;
};

double niceStep(double width)
{
    const double raw = width / kGraticuleLines, power = std::pow(10.0, std::floor(std::log10(raw)));
    for (const double step : {1.0, 2.0, 5.0})
        if (raw <= step * power)
            return step * power;
    return 10 * power;
}

void paintGraticule(QPainter& painter, const Paper& paper, const QColor& line, const QColor& ink, bool words)
{
    const Box all = paper.all();
    const double step = niceStep(std::min(all.width(), 2 * all.height()));
    const int decimals = std::max(0, static_cast<int>(std::ceil(-std::log10(step) - 1e-9)));
    QFont small = painter.font();
    small.setPixelSize(10);
    painter.setFont(small);
    const auto number = [&](double value, bool east) {
        const QString digits = formatNumber(std::abs(value), decimals);
        return value == 0 ? PlaceMap::tr("%1°").arg(digits)
               : east     ? (value < 0 ? PlaceMap::tr("%1° W") : PlaceMap::tr("%1° E")).arg(digits)
                          : (value < 0 ? PlaceMap::tr("%1° S") : PlaceMap::tr("%1° N")).arg(digits);
    };
    for (double lon = std::ceil(all.minX / step) * step; lon <= all.maxX; lon += step) {
        const double x = paper.at(Point2{lon, 0}).x();
        painter.setPen(QPen(line, 1));
        painter.drawLine(QPointF(x, paper.rect().top()), QPointF(x, paper.rect().bottom()));
        painter.setPen(ink);
        if (words)
            painter.drawText(QPointF(x + 2, paper.rect().bottom() - 3), number(std::abs(lon) < step / 10 ? 0 : lon, true));
    }
    for (double lat = std::ceil(std::max(-90.0, all.minY) / step) * step; lat <= std::min(90.0, all.maxY); lat += step) {
        const double y = paper.at(Point2{0, lat}).y();
        painter.setPen(QPen(line, 1));
        painter.drawLine(QPointF(paper.rect().left(), y), QPointF(paper.rect().right(), y));
        painter.setPen(ink);
        if (words && y < paper.rect().bottom() - 16)
            painter.drawText(QPointF(paper.rect().left() + 2, y - 2), number(std::abs(lat) < step / 10 ? 0 : lat, false));
    }
}

Box boxOf(const AreaOfUse& area) { return {area.west, area.south, area.east, area.north}; }

}  // namespace

PlaceMap::PlaceMap(QWidget* parent) : QWidget(parent)
{
    giveRole(this, QAccessible::Chart);
    named(this, "importMap", tr("Map of where the files lie"));
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Expanding);
}

QIcon PlaceMap::badge(int layer)
{
    QPixmap picture(QSize(static_cast<int>(kBadge_px) + 1, static_cast<int>(kBadge_px) + 1) * 2);
    picture.setDevicePixelRatio(2);
    picture.fill(Qt::transparent);
    QPainter painter(&picture);
    painter.setRenderHint(QPainter::Antialiasing);
    paintBadge(painter, {(kBadge_px + 1) / 2, (kBadge_px + 1) / 2}, layer);
    return QIcon(picture);
}

void PlaceMap::setPlacement(CityPlacement placed, const QStringList& names, int current)
{
    m_placed = std::move(placed);
    m_current = current;
    setAccessibleDescription(placeWords(m_placed, names).join(QLatin1Char(' ')));
    update();
}

void PlaceMap::setCurrent(int layer)
{
    if (std::exchange(m_current, layer) != layer)
        update();
}

void PlaceMap::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor ink = palette().color(QPalette::WindowText);
    QColor faint = ink, words = ink;
    faint.setAlpha(45);
    words.setAlpha(190);
    painter.fillRect(rect(), palette().color(QPalette::Base));
    Box shown;
    for (const PlacedLayer& layer : m_placed.layers)
        shown.add(layer.extent);
    const QRectF paper = QRectF(rect()).adjusted(1, 1, -1, -1);
    const auto& area = m_placed.city.area;
    if (shown.empty()) {
        painter.setPen(words);
        painter.drawText(paper.adjusted(8, 8, -8, -8), Qt::AlignCenter | Qt::TextWordWrap, tr("No file has a known place yet."));
        return;
    }
    const double size = std::max({shown.width(), shown.height(), kLeast_deg});
    const bool whole = area && std::max(area->east - area->west, area->north - area->south) <= kMostGrowth * size;
    if (whole)
        shown.add(boxOf(*area));
    const Paper map(shown.grown(0.12 * std::max({shown.width(), shown.height(), kLeast_deg})), paper);
    painter.setClipRect(paper);
    if (area) {
        // Outside the area of use it is darker.
        QPainterPath outside, inside;
        outside.addRect(paper);
        inside.addRect(map.at(boxOf(*area)));
        painter.fillPath(outside.subtracted(inside), faint);
    }
    paintGraticule(painter, map, faint, words, true);
    if (area) {
        painter.setPen(QPen(ink, 1.4, Qt::DashLine));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(map.at(boxOf(*area)));
    }
    std::vector<int> order;
    for (int i = 0; i < static_cast<int>(m_placed.layers.size()); ++i)
        if (i != m_current)
            order.push_back(i);
    if (m_current >= 0 && m_current < static_cast<int>(m_placed.layers.size()))
        order.push_back(m_current);
    for (const int i : order) {
        const PlacedLayer& layer = m_placed.layers[static_cast<std::size_t>(i)];
        if (layer.extent.empty())
            continue;
        const QColor colour = colourOf(i);
        for (const Polyline& shape : layer.shapes) {
            painter.setPen(QPen(colour, 1));
            painter.setBrush(colour);
            if (shape.size() == 1)
                painter.drawEllipse(map.at(shape.front()), kDot_px, kDot_px);
            QPolygonF line;
            for (const Point2& p : shape)
                line << map.at(p);
            painter.drawPolyline(line);
        }
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(colour, i == m_current ? 2.5 : 1.5));
        painter.drawRect(map.at(layer.extent));
    }
    // Beside each other where layers share a corner.
    std::vector<QPointF> taken;
    for (const int i : order)
        if (const PlacedLayer& layer = m_placed.layers[static_cast<std::size_t>(i)]; !layer.extent.empty()) {
            const QPointF corner = map.at(layer.extent).topLeft();
            QPointF at(std::clamp(corner.x(), paper.left() + kBadge_px, paper.right() - kBadge_px),
                       std::max(corner.y() - kBadge_px / 2, paper.top() + kBadge_px));
            const auto meets = [&](QPointF other) {
                return std::abs(other.x() - at.x()) < kBadge_px && std::abs(other.y() - at.y()) < kBadge_px;
            };
            while (std::any_of(taken.begin(), taken.end(), meets) && at.x() < paper.right() - 2 * kBadge_px)
                at.rx() += kBadge_px;
            taken.push_back(at);
            paintBadge(painter, at, i);
        }
    if (area && !whole && m_placed.centre) {
        const QRectF inset(paper.right() - kInset_px - kInsetGap_px, paper.top() + kInsetGap_px, kInset_px, kInset_px);
        painter.setClipRect(inset);
        painter.fillRect(inset, palette().color(QPalette::Window));
        Box around = boxOf(*area);
        around.add(Point2{m_placed.centre->lon, m_placed.centre->lat});
        const Paper overview(around.grown(0.1 * std::max(around.width(), around.height())), inset);
        paintGraticule(painter, overview, faint, words, false);
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(ink, 1.4, Qt::DashLine));
        painter.drawRect(overview.at(boxOf(*area)));
        const QPointF at = overview.at(Point2{m_placed.centre->lon, m_placed.centre->lat});
        painter.setPen(QPen(palette().color(QPalette::Highlight), 2));
        painter.drawLine(at - QPointF(6, 0), at + QPointF(6, 0));
        painter.drawLine(at - QPointF(0, 6), at + QPointF(0, 6));
        painter.setPen(QPen(words, 1));
        painter.drawRect(inset.adjusted(0.5, 0.5, -0.5, -0.5));
    }
    painter.setClipping(false);
    painter.setPen(QPen(words, 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(paper);
}

}  // namespace isopolis
