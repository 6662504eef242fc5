#include "ui/charts/bars.h"

#include "ui/charts/bar_painting.h"
#include "ui/scene/colour_scale.h"

#include <cmath>

namespace isopolis {

namespace {
QColor toQt(Colour c) { return QColor(c.r, c.g, c.b); }
}  // namespace

double chartRowHeight(const QFont& font) { return QFontMetricsF(font).height() * 1.55; }

void paintNoChart(QPainter& painter, const QRectF& box, const QString& words, const ChartStyle& style)
{
    painter.setPen(style.text);
    painter.drawText(box, Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap, words);
}

void paintRowLabel(QPainter& painter, const QRectF& cell, const QString& label, const QFontMetricsF& metrics)
{
    painter.drawText(cell, Qt::AlignLeft | Qt::AlignVCenter, metrics.elidedText(label, Qt::ElideRight, cell.width()));
}

void paintBar(QPainter& painter, const QRectF& bar, Tone tone, const QColor& line)
{
    if (bar.width() < 0.5)
        return;
    painter.fillRect(bar, toneColour(tone));
    if (tone == Tone::Worse) {
        painter.save();
        painter.setClipRect(bar);
        painter.setPen(QPen(QColor(255, 255, 255, 150), 1));
        for (double x = bar.left() - bar.height(); x < bar.right(); x += 6)
            painter.drawLine(QPointF(x, bar.bottom()), QPointF(x + bar.height(), bar.top()));
        painter.restore();
    }
    painter.setPen(QPen(line, 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(bar);
}

QColor toneColour(Tone tone)
{
    switch (tone) {
    case Tone::Better: return toQt(betterPalette()[1]);
    case Tone::Worse: return toQt(worsePalette()[1]);
    default: return toQt(unchangedColour());
    }
}

double chartHeight(const DivergingBars& chart, const QFont& font)
{
    return chartRowHeight(font) * std::max<double>(chart.bars.isEmpty() ? 2 : static_cast<double>(chart.bars.size()), 1) + 6;
}

double chartHeight(const StackedBars& chart, const QFont& font)
{
    return chartRowHeight(font) * (chart.rows.isEmpty() ? 2 : static_cast<double>(chart.rows.size()) + 1.2) + 6;
}

void paintDivergingBars(QPainter& painter, const QRectF& box, const DivergingBars& chart, const ChartStyle& style)
{
    painter.save();
    painter.setFont(style.font);
    if (chart.bars.isEmpty()) {
        paintNoChart(painter, box, chart.empty, style);
        painter.restore();
        return;
    }
    const QFontMetricsF metrics(style.font);
    double low = 0, high = 0, textWidth = 0;
    for (const DivergingBars::Bar& bar : chart.bars) {
        for (const double value : {bar.value, bar.low.value_or(bar.value), bar.high.value_or(bar.value)})
            if (std::isfinite(value)) {
                low = std::min(low, value);
                high = std::max(high, value);
            }
        textWidth = std::max(textWidth, metrics.horizontalAdvance(bar.text));
    }
    const double labels = labelWidth(chart.bars, metrics, box.width());
    const QRectF plot(box.left() + labels + 6, box.top() + 3, std::max(20.0, box.width() - labels - textWidth - 18), box.height() - 6);
    const double span = high - low > 0 ? high - low : 1;
    const double zero = plot.left() + plot.width() * (high - low > 0 ? -low / span : 0);
    const double row = plot.height() / static_cast<double>(chart.bars.size());
    for (qsizetype i = 0; i < chart.bars.size(); ++i) {
        const DivergingBars::Bar& bar = chart.bars[i];
        const double top = plot.top() + static_cast<double>(i) * row;
        painter.setPen(style.text);
        paintRowLabel(painter, {box.left(), top, labels, row}, bar.label, metrics);
        painter.drawText(QRectF(plot.right() + 4, top, textWidth + 8, row), Qt::AlignRight | Qt::AlignVCenter, bar.text);
        if (std::isfinite(bar.value)) {
            const double end = zero + bar.value / span * plot.width();
            paintBar(painter, QRectF(QPointF(std::min(zero, end), top + row * 0.18), QPointF(std::max(zero, end), top + row * 0.82)),
                     bar.tone, style.line);
        }
        if (bar.low && bar.high && std::isfinite(*bar.low) && std::isfinite(*bar.high)) {
            const double from = zero + *bar.low / span * plot.width(), to = zero + *bar.high / span * plot.width(), middle = top + row / 2;
            painter.setPen(QPen(style.text, 1.5));
            painter.drawLine(QPointF(from, middle), QPointF(to, middle));
            for (const double end : {from, to})
                painter.drawLine(QPointF(end, middle - 4), QPointF(end, middle + 4));
        }
    }
    painter.setPen(QPen(style.text, 1));
    painter.drawLine(QPointF(zero, plot.top()), QPointF(zero, plot.bottom()));
    painter.restore();
}

void paintStackedBars(QPainter& painter, const QRectF& box, const StackedBars& chart, const ChartStyle& style)
{
    painter.save();
    painter.setFont(style.font);
    if (chart.rows.isEmpty()) {
        paintNoChart(painter, box, chart.empty, style);
        painter.restore();
        return;
    }
    const QFontMetricsF metrics(style.font);
    const double row = (box.height() - 6) / (static_cast<double>(chart.rows.size()) + 1.2);
    double x = box.left();
    for (const StackedBars::Part& part : chart.parts) {
        const double side = metrics.height() * 0.8;
        paintBar(painter, {x, box.top() + 3 + (row - side) / 2, side, side}, part.tone, style.line);
        painter.setPen(style.text);
        const double width = metrics.horizontalAdvance(part.label);
        painter.drawText(QRectF(x + side + 4, box.top() + 3, width + 4, row), Qt::AlignLeft | Qt::AlignVCenter, part.label);
        x += side + width + 22;
    }
    double textWidth = 0;
    for (const StackedBars::Row& r : chart.rows)
        textWidth = std::max(textWidth, metrics.horizontalAdvance(r.text));
    const double labels = labelWidth(chart.rows, metrics, box.width());
    textWidth = std::min(textWidth, box.width() * 0.45);
    const QRectF plot(box.left() + labels + 6, box.top() + 3 + row * 1.2, std::max(20.0, box.width() - labels - textWidth - 18),
                      box.height() - 6 - row * 1.2);
    for (qsizetype i = 0; i < chart.rows.size(); ++i) {
        const StackedBars::Row& r = chart.rows[i];
        const double top = plot.top() + static_cast<double>(i) * row;
        painter.setPen(style.text);
        paintRowLabel(painter, {box.left(), top, labels, row}, r.label, metrics);
        painter.drawText(QRectF(plot.right() + 4, top, textWidth + 8, row), Qt::AlignRight | Qt::AlignVCenter,
                         metrics.elidedText(r.text, Qt::ElideRight, textWidth + 8));
        double total = 0;
        for (double value : r.values)
            total += std::max(0.0, value);
        double at = plot.left();
        for (qsizetype part = 0; part < r.values.size() && total > 0; ++part) {
            const double width = std::max(0.0, r.values[part]) / total * plot.width();
            paintBar(painter, {at, top + row * 0.18, width, row * 0.64}, chart.parts[part].tone, style.line);
            at += width;
        }
    }
    painter.restore();
}

}  // namespace isopolis
