#include "ui/charts/bars.h"

#include "ui/charts/bar_painting.h"
#include "ui/scene/colour_scale.h"
#include "ui/scene/overlay_theme.h"

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

void paintBar(QPainter& painter, const QRectF& bar, Tone tone, const ChartStyle& style)
{
    if (bar.width() < 0.5)
        return;
    painter.fillRect(bar, toneColour(tone, style.dark));
    if (tone == Tone::Worse) {
        painter.save();
        painter.setClipRect(bar);
        painter.setPen(QPen(QColor(255, 255, 255, 150), 1));
        for (double x = bar.left() - bar.height(); x < bar.right(); x += 6)
            painter.drawLine(QPointF(x, bar.bottom()), QPointF(x + bar.height(), bar.top()));
        painter.restore();
    }
    painter.setPen(QPen(style.line, 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(bar);
}

QColor toneColour(Tone tone, bool dark)
{
    switch (tone) {
    case Tone::Better: return toQt(inTheme(betterPalette()[1], dark));
    case Tone::Worse: return toQt(inTheme(worsePalette()[1], dark));
    default: return toQt(inTheme(unchangedColour(), dark));
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

QRectF chartElement(const DivergingBars& chart, const QRectF& box, const QFont&, qsizetype element)
{
    const double row = (box.height() - 6) / static_cast<double>(std::max<qsizetype>(1, chart.bars.size()));
    return {box.left(), box.top() + 3 + row * static_cast<double>(element), box.width(), row};
}

namespace {

/// Where the bars of stacked rows lie, and how wide the words beside them are.
struct StackedPlot {
    QRectF plot;
    double row = 0, labels = 0, words = 0;
};
StackedPlot stackedPlot(const StackedBars& chart, const QRectF& box, const QFontMetricsF& metrics)
{
    StackedPlot out;
    out.row = (box.height() - 6) / (static_cast<double>(chart.rows.size()) + 1.2);
    for (const StackedBars::Row& r : chart.rows)
        out.words = std::max(out.words, metrics.horizontalAdvance(r.text));
    out.labels = labelWidth(chart.rows, metrics, box.width());
    out.words = std::min(out.words, box.width() * 0.45);
    out.plot = QRectF(box.left() + out.labels + 6, box.top() + 3 + out.row * 1.2, std::max(20.0, box.width() - out.labels - out.words - 18),
                      box.height() - 6 - out.row * 1.2);
    return out;
}

QRectF stackedPart(const StackedBars::Row& row, qsizetype part, const StackedPlot& at, double top)
{
    double total = 0, before = 0;
    for (qsizetype i = 0; i < row.values.size(); ++i) {
        const double value = std::max(0.0, row.values[i]);
        total += value;
        before += i < part ? value : 0;
    }
    if (!(total > 0) || part >= row.values.size())
        return {};
    return {at.plot.left() + before / total * at.plot.width(), top + at.row * 0.18,
            std::max(0.0, row.values[part]) / total * at.plot.width(), at.row * 0.64};
}

}  // namespace

QRectF chartElement(const StackedBars& chart, const QRectF& box, const QFont& font, qsizetype element)
{
    const qsizetype parts = std::max<qsizetype>(1, chart.parts.size());
    if (element / parts >= chart.rows.size())
        return {};
    const StackedPlot at = stackedPlot(chart, box, QFontMetricsF(font));
    return stackedPart(chart.rows[element / parts], element % parts, at, at.plot.top() + static_cast<double>(element / parts) * at.row);
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
                     bar.tone, style);
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
    const StackedPlot at = stackedPlot(chart, box, metrics);
    const double row = at.row;
    double x = box.left();
    for (const StackedBars::Part& part : chart.parts) {
        const double side = metrics.height() * 0.8;
        paintBar(painter, {x, box.top() + 3 + (row - side) / 2, side, side}, part.tone, style);
        painter.setPen(style.text);
        const double width = metrics.horizontalAdvance(part.label);
        painter.drawText(QRectF(x + side + 4, box.top() + 3, width + 4, row), Qt::AlignLeft | Qt::AlignVCenter, part.label);
        x += side + width + 22;
    }
    for (qsizetype i = 0; i < chart.rows.size(); ++i) {
        const StackedBars::Row& r = chart.rows[i];
        const double top = at.plot.top() + static_cast<double>(i) * row;
        painter.setPen(style.text);
        paintRowLabel(painter, {box.left(), top, at.labels, row}, r.label, metrics);
        painter.drawText(QRectF(at.plot.right() + 4, top, at.words + 8, row), Qt::AlignRight | Qt::AlignVCenter,
                         metrics.elidedText(r.text, Qt::ElideRight, at.words + 8));
        for (qsizetype part = 0; part < r.values.size(); ++part)
            paintBar(painter, stackedPart(r, part, at, top), chart.parts[part].tone, style);
    }
    painter.restore();
}

}  // namespace isopolis
