#include "ui/viewport/mark_sprites.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace isopolis {

namespace {

constexpr std::size_t kMostWords = 2000;  ///< that are kept
constexpr double kRim_px = 4;
const QSizeF kFoot_px(3.2, 1.8);

QColor toQColor(Colour c) { return {c.r, c.g, c.b, c.a}; }

QPainterPath shapeOf(MarkShape shape, QPointF c, double r)
{
    QPainterPath path;
    switch (shape) {
    case MarkShape::Square: path.addRoundedRect(QRectF(c.x() - 0.88 * r, c.y() - 0.88 * r, 1.76 * r, 1.76 * r), 2, 2); break;
    case MarkShape::Triangle:
        path.addPolygon(QPolygonF() << c + QPointF(0, -1.15 * r) << c + QPointF(1.1 * r, 0.8 * r) << c + QPointF(-1.1 * r, 0.8 * r));
        path.closeSubpath();
        break;
    case MarkShape::Diamond:
        path.addPolygon(QPolygonF() << c + QPointF(0, -1.15 * r) << c + QPointF(1.15 * r, 0) << c + QPointF(0, 1.15 * r)
                                    << c + QPointF(-1.15 * r, 0));
        path.closeSubpath();
        break;
    case MarkShape::Circle: path.addEllipse(c, r, r); break;
    }
    return path;
}

}  // namespace

void paintHead(QPainter& painter, QPointF c, double r, MarkShape shape, MarkSign sign, Colour colour, bool chosen)
{
    const QPainterPath path = shapeOf(shape, c, r);
    // A light and a dark rim, so that it stands out of any map.
    painter.strokePath(path, QPen(QColor(255, 255, 255, 230), chosen ? 6 : 4));
    painter.fillPath(path, toQColor(colour));
    const bool bright = 0.2126 * colour.r + 0.7152 * colour.g + 0.0722 * colour.b > 128;
    const QColor ink = bright ? QColor(0x1A, 0x20, 0x28) : QColor(Qt::white);
    QPen rim(QColor(0x1A, 0x20, 0x28), chosen ? 2.6 : 1.4);
    if (sign == MarkSign::Faded)
        rim.setStyle(Qt::DotLine);
    painter.strokePath(path, rim);
    if (sign == MarkSign::Cross) {
        painter.setPen(QPen(ink, 2));
        const double d = 0.45 * r;
        painter.drawLine(c + QPointF(-d, -d), c + QPointF(d, d));
        painter.drawLine(c + QPointF(-d, d), c + QPointF(d, -d));
    } else if (sign == MarkSign::Doubt) {
        QFont f = painter.font();
        f.setPixelSize(std::max(7, static_cast<int>(1.5 * r)));
        f.setBold(true);
        painter.setFont(f);
        painter.setPen(ink);
        painter.drawText(QRectF(c.x() - r, c.y() - r, 2 * r, 2 * r), Qt::AlignCenter, QStringLiteral("?"));
    }
}

MarkSprites& MarkSprites::of(bool dark, double fontScale, double ratio)
{
    static MarkSprites sprites;
    if (sprites.m_dark != dark || sprites.m_scale != fontScale || sprites.m_ratio != ratio)
        sprites.forget();
    sprites.m_dark = dark;
    sprites.m_scale = fontScale;
    sprites.m_ratio = ratio;
    return sprites;
}

void MarkSprites::forget()
{
    m_heads.clear();
    m_words.clear();
    m_foot = {};
}

MarkSprites::Sprite MarkSprites::blank(double left, double top, double right, double bottom) const
{
    Sprite sprite;
    sprite.picture =
        QPixmap(static_cast<int>(std::ceil((left + right) * m_ratio)) + 2, static_cast<int>(std::ceil((top + bottom) * m_ratio)) + 2);
    sprite.picture.setDevicePixelRatio(m_ratio);
    sprite.picture.fill(Qt::transparent);
    sprite.anchor = {std::ceil(left * m_ratio) / m_ratio, std::ceil(top * m_ratio) / m_ratio};
    return sprite;
}

void MarkSprites::put(QPainter& painter, QPointF at, const Sprite& sprite) const
{
    const QPointF corner = at - sprite.anchor;
    painter.drawPixmap(QPointF(std::round(corner.x() * m_ratio) / m_ratio, std::round(corner.y() * m_ratio) / m_ratio), sprite.picture);
}

void MarkSprites::putHead(QPainter& painter, QPointF centre, double radius, MarkShape shape, MarkSign sign, Colour colour, bool chosen)
{
    const std::uint32_t rgba = std::uint32_t{colour.r} << 24 | std::uint32_t{colour.g} << 16 | std::uint32_t{colour.b} << 8 | colour.a;
    const auto [at, fresh] = m_heads.try_emplace({shape, sign, rgba, chosen, static_cast<int>(std::lround(radius * 16))});
    if (fresh) {
        const double reach = 1.15 * radius + kRim_px;
        at->second = blank(reach, reach, reach, reach);
        QPainter onto(&at->second.picture);
        onto.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
        paintHead(onto, at->second.anchor, radius, shape, sign, colour, chosen);
        ++m_painted;
    }
    put(painter, centre, at->second);
}

void MarkSprites::putFoot(QPainter& painter, QPointF centre)
{
    if (m_foot.picture.isNull()) {
        m_foot = blank(kFoot_px.width() + 1, kFoot_px.height() + 1, kFoot_px.width() + 1, kFoot_px.height() + 1);
        QPainter onto(&m_foot.picture);
        onto.setRenderHint(QPainter::Antialiasing);
        onto.setBrush(QColor(0x1A, 0x20, 0x28));
        onto.setPen(Qt::NoPen);
        onto.drawEllipse(m_foot.anchor, kFoot_px.width(), kFoot_px.height());
        ++m_painted;
    }
    put(painter, centre, m_foot);
}

void MarkSprites::putWords(QPainter& painter, QPointF at, const QFont& font, const QString& words)
{
    if (m_font != font || m_words.size() > kMostWords)
        m_words.clear();
    m_font = font;
    const auto [found, fresh] = m_words.try_emplace(words);
    if (fresh) {
        const QFontMetricsF metrics(font);
        const double rim = kRim_px * m_scale;
        found->second = blank(rim, metrics.ascent() + rim, metrics.horizontalAdvance(words) + rim, metrics.descent() + rim);
        QPainter onto(&found->second.picture);
        onto.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
        QPainterPath path;
        path.addText(found->second.anchor, font, words);
        const QColor halo = m_dark ? QColor(0x14, 0x18, 0x1D, 225) : QColor(255, 255, 255, 235);
        onto.strokePath(path, QPen(halo, 3.6 * m_scale, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        onto.fillPath(path, m_dark ? QColor(0xE8, 0xEC, 0xF0) : QColor(0x1A, 0x20, 0x28));
        ++m_painted;
    }
    put(painter, at, found->second);
}

}  // namespace isopolis
