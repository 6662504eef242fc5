#include "ui/charts/waterfall.h"

#include "ui/charts/bar_painting.h"

#include <cmath>
#include <limits>

namespace isopolis {

namespace {

struct Range {
    double low = std::numeric_limits<double>::infinity(), high = -std::numeric_limits<double>::infinity();
    void add(double value)
    {
        if (!std::isfinite(value))
            return;
        low = std::min(low, value);
        high = std::max(high, value);
    }
    double span() const { return high - low; }
};

/// Where everything ends; totals only by where they end, so that steps stay visible beside large totals.
Range rangeOf(const Waterfall& chart)
{
    Range range;
    for (const Waterfall::Step& step : chart.steps) {
        range.add(step.to);
        if (!step.total)
            range.add(step.from);
        range.add(step.low.value_or(step.to));
        range.add(step.high.value_or(step.to));
    }
    if (!(range.span() > 0)) {
        const double middle = std::isfinite(range.low) ? range.low : 0, half = std::max(1e-9, std::abs(middle) / 10);
        range = {};
        range.add(middle - half);
        range.add(middle + half);
    }
    const double margin = range.span() * 0.18;
    range.low -= margin;
    range.high += margin * 0.3;
    return range;
}

void paintBreak(QPainter& painter, const QRectF& bar, const ChartStyle& style)
{
    const double x = bar.left() + 9;
    painter.setPen(QPen(style.dark ? Qt::black : Qt::white, 3));
    painter.drawLine(QPointF(x, bar.bottom() + 1), QPointF(x + 5, bar.top() - 1));
    painter.setPen(QPen(style.line, 1));
    for (const double shift : {-2.0, 2.0})
        painter.drawLine(QPointF(x + shift, bar.bottom() + 1), QPointF(x + 5 + shift, bar.top() - 1));
}

}  // namespace

double chartHeight(const Waterfall& chart, const QFont& font)
{
    return chartRowHeight(font) * (chart.steps.isEmpty() ? 2 : static_cast<double>(chart.steps.size())) + 6;
}

QRectF chartElement(const Waterfall& chart, const QRectF& box, const QFont&, qsizetype element)
{
    const double row = (box.height() - 6) / static_cast<double>(std::max<qsizetype>(1, chart.steps.size()));
    return {box.left(), box.top() + 3 + row * static_cast<double>(element), box.width(), row};
}

void paintWaterfall(QPainter& painter, const QRectF& box, const Waterfall& chart, const ChartStyle& style)
{
    painter.save();
    painter.setFont(style.font);
    if (chart.steps.isEmpty()) {
        paintNoChart(painter, box, chart.empty, style);
        painter.restore();
        return;
    }
    const QFontMetricsF metrics(style.font);
    double textWidth = 0;
    for (const Waterfall::Step& step : chart.steps)
        textWidth = std::max(textWidth, metrics.horizontalAdvance(step.text));
    const double labels = labelWidth(chart.steps, metrics, box.width());
    const QRectF plot(box.left() + labels + 6, box.top() + 3, std::max(20.0, box.width() - labels - textWidth - 18), box.height() - 6);
    const Range range = rangeOf(chart);
    const auto x = [&](double value) { return plot.left() + (value - range.low) / range.span() * plot.width(); };
    const double row = plot.height() / static_cast<double>(chart.steps.size());
    for (qsizetype i = 0; i < chart.steps.size(); ++i) {
        const Waterfall::Step& step = chart.steps[i];
        const double top = plot.top() + static_cast<double>(i) * row, middle = top + row / 2;
        painter.setPen(style.text);
        paintRowLabel(painter, {box.left(), top, labels, row}, step.label, metrics);
        painter.drawText(QRectF(plot.right() + 4, top, textWidth + 8, row), Qt::AlignRight | Qt::AlignVCenter, step.text);
        if (!std::isfinite(step.to))
            continue;
        const double begin = step.total ? plot.left() : x(step.from), end = x(step.to);
        const QRectF bar(QPointF(std::min(begin, end), top + row * 0.18), QPointF(std::max(begin, end), top + row * 0.82));
        paintBar(painter, bar, step.tone, style);
        if (step.total && range.low > 0)
            paintBreak(painter, bar, style);
        if (step.low && step.high) {
            painter.setPen(QPen(style.text, 1.5));
            painter.drawLine(QPointF(x(*step.low), middle), QPointF(x(*step.high), middle));
            for (const double end_ : {*step.low, *step.high})
                painter.drawLine(QPointF(x(end_), middle - 4), QPointF(x(end_), middle + 4));
        }
        if (i + 1 < chart.steps.size()) {
            painter.setPen(QPen(style.line, 1, Qt::DotLine));
            painter.drawLine(QPointF(end, bar.bottom()), QPointF(end, top + row * 1.18));
        }
    }
    painter.restore();
}

}  // namespace isopolis
