#include "ui/viewport/painted_words.h"

#include "ui/viewport/map_decoration.h"

#include <QPaintEngine>
#include <QPainter>
#include <QPainterPath>

#include <cmath>

namespace isopolis {
namespace {

constexpr qsizetype kMostTexts = 600;
constexpr double kEdge_px = 2;  ///< around a picture, for what letters and borders reach beyond their box

QPixmap emptyPicture(const QSizeF& size, double ratio)
{
    QPixmap pixels((size * ratio).toSize() + QSize(1, 1));
    pixels.setDevicePixelRatio(ratio);
    pixels.fill(Qt::transparent);
    return pixels;
}

QPointF onPixels(QPointF at, double ratio) { return {std::round(at.x() * ratio) / ratio, std::round(at.y() * ratio) / ratio}; }

}  // namespace

void paintHaloText(QPainter& painter, QPointF baseline, const QFont& font, const QString& text, const PaintedWords::Halo& look)
{
    QPainterPath path;
    path.addText(baseline, font, text);
    painter.setBrush(Qt::NoBrush);
    painter.strokePath(path, QPen(look.halo, look.width, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    if (painter.paintEngine()->type() != QPaintEngine::SVG) {
        painter.fillPath(path, look.text);
        return;
    }
    // In a file text stays text, that can be searched and changed.
    painter.setFont(font);
    painter.setPen(look.text);
    painter.drawText(baseline, text);
}

void PaintedWords::paintText(QPainter& painter, QPointF baseline, const QFont& font, const QString& text, const Halo& look)
{
    const double ratio = painter.device()->devicePixelRatioF();
    const QString key = QStringLiteral("%1|%2|%3|%4|%5|%6|")
                            .arg(font.pixelSize())
                            .arg(font.weight())
                            .arg(look.text.rgba())
                            .arg(look.halo.rgba())
                            .arg(look.width)
                            .arg(ratio) +
                        text;
    auto found = m_texts.find(key);
    if (found == m_texts.end()) {
        if (m_texts.size() >= kMostTexts)
            m_texts.clear();
        const QFontMetricsF metrics(font);
        const QRectF box = metrics.boundingRect(text)
                               .united(QRectF(0, -metrics.ascent(), metrics.horizontalAdvance(text), metrics.height()))
                               .adjusted(-look.width - kEdge_px, -look.width - kEdge_px, look.width + kEdge_px, look.width + kEdge_px);
        const QPointF offset(std::floor(box.left()), std::floor(box.top()));
        Picture picture{emptyPicture(box.size() + QSizeF(1, 1), ratio), offset};
        QPainter onto(&picture.pixels);
        onto.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
        paintHaloText(onto, -offset, font, text, look);
        onto.end();
        found = m_texts.insert(key, std::move(picture));
    }
    painter.drawPixmap(onPixels(baseline + found->offset, ratio), found->pixels);
}

double PaintedWords::nameWidth(const QFontMetricsF& metrics, const QString& name)
{
    const auto found = m_nameWidths.constFind(name);
    return found != m_nameWidths.constEnd() ? *found : *m_nameWidths.insert(name, metrics.horizontalAdvance(name));
}

void PaintedWords::forgetLegend()
{
    m_legendSizes.clear();
    m_legendPicture = {};
}

QSizeF PaintedWords::legendSize(const Legend& legend, double scale)
{
    const auto found = m_legendSizes.constFind(scale);
    return found != m_legendSizes.constEnd() ? *found : *m_legendSizes.insert(scale, isopolis::legendSize(legend, scale));
}

void PaintedWords::paintLegend(QPainter& painter, const QRectF& box, const Legend& legend, bool dark, double scale)
{
    const double ratio = painter.device()->devicePixelRatioF();
    if (m_legendPicture.isNull() || m_legendDark != dark || m_legendScale != scale || m_legendPicture.devicePixelRatioF() != ratio) {
        m_legendPicture = emptyPicture(box.size() + QSizeF(2 * kEdge_px, 2 * kEdge_px), ratio);
        m_legendDark = dark;
        m_legendScale = scale;
        QPainter onto(&m_legendPicture);
        onto.setFont(painter.font());
        isopolis::paintLegend(onto, {kEdge_px, kEdge_px}, legend, dark, scale);
    }
    painter.drawPixmap(onPixels(box.topLeft() - QPointF(kEdge_px, kEdge_px), ratio), m_legendPicture);
}

}  // namespace isopolis
