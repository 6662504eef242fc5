#include "ui/charts/curves.h"

#include "ui/charts/bar_painting.h"
#include "ui/text/translate.h"

namespace isopolis {

namespace {
constexpr double kTallest = 15, kTick = 0.25;  ///< height in rows; ticks at every quarter

void paintAxes(QPainter& painter, const QRectF& plot, const Curves& chart, const ChartStyle& style, const QFontMetricsF& metrics)
{
    QColor faint = style.line;
    faint.setAlpha(60);
    for (int i = 0; i <= 4; ++i) {
        const double share = i * kTick;
        const double x = plot.left() + share * plot.width(), y = plot.bottom() - share * plot.height();
        painter.setPen(QPen(faint, 1));
        painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
        painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y));
        painter.setPen(style.text);
        const QString text = formatShare(share);
        painter.drawText(QRectF(x - 40, plot.bottom() + 2, 80, metrics.height()), Qt::AlignHCenter | Qt::AlignTop, text);
        painter.drawText(QRectF(plot.left() - 64, y - metrics.height() / 2, 60, metrics.height()), Qt::AlignRight | Qt::AlignVCenter, text);
    }
    painter.setPen(QPen(style.line, 1));
    painter.drawRect(plot);
    painter.drawLine(plot.bottomLeft(), plot.topRight());
    painter.setPen(style.text);
    painter.drawText(QRectF(plot.left() - 30, plot.bottom() + metrics.height() + 2, plot.width() + 60, metrics.height()), Qt::AlignCenter,
                     metrics.elidedText(chart.xTitle, Qt::ElideRight, plot.width() + 60));
}

QRectF plotOf(const QRectF& box, const QFontMetricsF& metrics)
{
    const double row = metrics.height(), left = box.left() + metrics.horizontalAdvance(formatShare(1)) + 12;
    const double side = std::min(box.height() - row * 3.6, (box.right() - left) * 0.55);
    return {left, box.top() + row * 1.3, side, side};
}

double keyLine(const QRectF& plot, double row, qsizetype line) { return plot.top() + row * (0.8 + 1.5 * static_cast<double>(line)); }

}  // namespace

QRectF chartElement(const Curves&, const QRectF& box, const QFont& font, qsizetype element)
{
    const QFontMetricsF metrics(font);
    const QRectF plot = plotOf(box, metrics);
    const double row = metrics.height();
    return {plot.right() + 12, keyLine(plot, row, element) - 0.75 * row, box.right() - plot.right() - 12, 1.5 * row};
}

double chartHeight(const Curves& chart, const QFont& font)
{
    return chart.curves.isEmpty() ? chartRowHeight(font) * 2 : chartRowHeight(font) * kTallest;
}

void paintCurves(QPainter& painter, const QRectF& box, const Curves& chart, const ChartStyle& style)
{
    painter.save();
    painter.setFont(style.font);
    if (chart.curves.isEmpty()) {
        paintNoChart(painter, box, chart.empty, style);
        painter.restore();
        return;
    }
    const QFontMetricsF metrics(style.font);
    const double row = metrics.height();
    painter.setPen(style.text);
    painter.drawText(QRectF(box.left(), box.top(), box.width(), row), Qt::AlignLeft | Qt::AlignVCenter,
                     metrics.elidedText(chart.yTitle, Qt::ElideRight, box.width()));
    const QRectF plot = plotOf(box, metrics);
    paintAxes(painter, plot, chart, style, metrics);
    painter.setClipRect(box);
    const auto key = [&](int line, const QPen& pen, const QString& label) {
        const double x = plot.right() + 18, y = keyLine(plot, row, line);
        painter.setPen(pen);
        painter.drawLine(QPointF(x, y), QPointF(x + 30, y));
        painter.setPen(style.text);
        const double width = box.right() - x - 38;
        painter.drawText(QRectF(x + 38, y - row / 2, width, row), Qt::AlignLeft | Qt::AlignVCenter,
                         metrics.elidedText(label, Qt::ElideRight, width));
    };
    int line = 0;
    for (const Curves::Curve& curve : chart.curves) {
        const QColor colour = curve.tone == Tone::Neutral ? style.text : toneColour(curve.tone, style.dark);
        const QPen pen(colour, 2.2, curve.dash, Qt::FlatCap, Qt::RoundJoin);
        QPolygonF path;
        for (const QPointF& point : curve.points)
            path << QPointF(plot.left() + point.x() * plot.width(), plot.bottom() - point.y() * plot.height());
        painter.setPen(pen);
        painter.drawPolyline(path);
        key(line++, pen, curve.label);
    }
    if (!chart.equality.isEmpty())
        key(line, QPen(style.line, 1), chart.equality);
    painter.restore();
}

}  // namespace isopolis
