#include "ui/charts/series_chart.h"

#include "ui/charts/bar_painting.h"
#include "ui/text/translate.h"

#include <QDateTime>
#include <QLocale>

#include <algorithm>
#include <cmath>

namespace isopolis {

namespace {

constexpr double kRows = 9;
constexpr qint64 kHour_s = 3600, kDay_s = 86400;

/// A step between marks on the time axis that leaves room for their words.
qint64 timeStep(qint64 length_s, double width, double label_px)
{
    const double most = std::max(1.0, width / (label_px * 1.4));
    for (const qint64 step : {kHour_s / 4, kHour_s, 3 * kHour_s, 6 * kHour_s, 12 * kHour_s, kDay_s, 7 * kDay_s, 28 * kDay_s, 91 * kDay_s,
                              365 * kDay_s, 1826 * kDay_s, 3652 * kDay_s})
        if (static_cast<double>(length_s) / static_cast<double>(step) <= most)
            return step;
    return 36525 * kDay_s;
}

void paintTimeAxis(QPainter& painter, const QRectF& plot, qint64 from_s, qint64 to_s, const ChartStyle& style)
{
    const QFontMetricsF metrics(style.font);
    QColor faint = style.line;
    faint.setAlpha(60);
    const qint64 step = timeStep(to_s - from_s, plot.width(), metrics.horizontalAdvance(QStringLiteral("28 Nov 00:00")));
    for (qint64 t = (from_s / step + 1) * step; t < to_s; t += step) {
        const double x = plot.left() + plot.width() * static_cast<double>(t - from_s) / static_cast<double>(to_s - from_s);
        painter.setPen(QPen(faint, 1));
        painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
        const QDateTime at = QDateTime::fromSecsSinceEpoch(t, Qt::UTC);
        const QString words = QLocale().toString(at, step >= 91 * kDay_s ? QStringLiteral("MMM yyyy")
                                                     : step >= kDay_s    ? QStringLiteral("d MMM")
                                                     : t % kDay_s == 0   ? QStringLiteral("d MMM")
                                                                         : QStringLiteral("HH:mm"));
        painter.setPen(style.text);
        painter.drawText(QRectF(x - 60, plot.bottom() + 2, 120, metrics.height()), Qt::AlignHCenter | Qt::AlignTop, words);
    }
}

/// Round numbers of a scale that hold the values.
struct Scale {
    double low = 0, high = 1, step = 1;
    explicit Scale(const QList<Series::Step>& steps)
    {
        double least = 0, most = 0;
        for (const Series::Step& s : steps)
            if (s.sign != Series::Sign::Failed) {
                least = std::min(least, s.value);
                most = std::max(most, s.value);
            }
        if (most - least <= 0)
            most = least + 1;
        const double raw = (most - least) / 4, power = std::pow(10.0, std::floor(std::log10(raw))), mantissa = raw / power;
        step = power * (mantissa > 5 ? 10 : mantissa > 2 ? 5 : mantissa > 1 ? 2 : 1);
        low = std::floor(least / step) * step;
        high = std::ceil(most / step) * step;
    }
};

}  // namespace

double chartHeight(const Series& chart, const QFont& font) { return chartRowHeight(font) * (chart.steps.isEmpty() ? 2 : kRows); }

double chartHeight(const Spans& chart, const QFont& font)
{
    return chart.rows.isEmpty() ? chartRowHeight(font) * 2 : chartRowHeight(font) * (static_cast<double>(chart.rows.size()) + 1.2);
}

void paintSeries(QPainter& painter, const QRectF& box, const Series& chart, const ChartStyle& style)
{
    painter.save();
    painter.setFont(style.font);
    if (chart.steps.isEmpty() || chart.to_s <= chart.from_s) {
        paintNoChart(painter, box, chart.empty, style);
        painter.restore();
        return;
    }
    const QFontMetricsF metrics(style.font);
    const double row = metrics.height();
    const Scale scale(chart.steps);
    const int decimals = scale.step < 1 ? static_cast<int>(std::ceil(-std::log10(scale.step))) : 0;
    const QString widest = formatNumber(scale.high, decimals), lowest = formatNumber(scale.low, decimals);
    const double left = box.left() + std::max(metrics.horizontalAdvance(widest), metrics.horizontalAdvance(lowest)) + 10;
    const QRectF plot(left, box.top() + row * 1.3, box.right() - left - 6, box.height() - row * 2.6);
    painter.setPen(style.text);
    painter.drawText(QRectF(box.left(), box.top(), box.width(), row), Qt::AlignLeft | Qt::AlignVCenter, chart.unit);
    paintTimeAxis(painter, plot, chart.from_s, chart.to_s, style);
    const auto yOf = [&](double v) { return plot.bottom() - plot.height() * (v - scale.low) / (scale.high - scale.low); };
    const auto xOf = [&](qint64 t) {
        return plot.left() + plot.width() * static_cast<double>(t - chart.from_s) / static_cast<double>(chart.to_s - chart.from_s);
    };
    QColor faint = style.line;
    faint.setAlpha(60);
    for (double v = scale.low; v <= scale.high + scale.step / 2; v += scale.step) {
        painter.setPen(QPen(faint, 1));
        painter.drawLine(QPointF(plot.left(), yOf(v)), QPointF(plot.right(), yOf(v)));
        painter.setPen(style.text);
        painter.drawText(QRectF(box.left(), yOf(v) - row / 2, left - box.left() - 5, row), Qt::AlignRight | Qt::AlignVCenter,
                         formatNumber(v, decimals));
    }
    painter.setPen(QPen(style.line, 1));
    painter.drawRect(plot);
    painter.setClipRect(plot.adjusted(-1, -4, 1, 4));
    const QColor ink = style.dark ? QColor(0x7D, 0xB8, 0xEC) : QColor(0x1F, 0x5F, 0x99);
    const Series::Step* last = nullptr;
    for (const Series::Step& s : chart.steps) {
        const double x0 = xOf(s.from_s), x1 = std::max(xOf(s.to_s), x0 + 1.5), y = yOf(s.value);
        if (s.sign == Series::Sign::Failed) {
            // Its value may lie far outside: only when it was.
            painter.setPen(QPen(toneColour(Tone::Worse, style.dark), 2));
            const QPointF c((x0 + x1) / 2, std::clamp(y, plot.top(), plot.bottom()));
            painter.drawLine(c + QPointF(-3, -3), c + QPointF(3, 3));
            painter.drawLine(c + QPointF(-3, 3), c + QPointF(3, -3));
            last = nullptr;
            continue;
        }
        painter.setPen(QPen(ink, 2.2, Qt::SolidLine, Qt::FlatCap));
        if (last && s.from_s - last->to_s <= (s.to_s - s.from_s) / 2)
            painter.drawLine(QPointF(x0, yOf(last->value)), QPointF(x0, y));
        painter.drawLine(QPointF(x0, y), QPointF(x1, y));
        if (s.sign == Series::Sign::Doubt) {
            painter.setPen(QPen(toneColour(Tone::Worse, style.dark), 1.8));
            painter.setBrush(Qt::NoBrush);
            painter.drawEllipse(QPointF((x0 + x1) / 2, y), 4, 4);
        }
        last = &s;
    }
    painter.restore();
}

void paintSpans(QPainter& painter, const QRectF& box, const Spans& chart, const ChartStyle& style)
{
    painter.save();
    painter.setFont(style.font);
    if (chart.rows.isEmpty() || chart.to_s <= chart.from_s) {
        paintNoChart(painter, box, chart.empty, style);
        painter.restore();
        return;
    }
    const QFontMetricsF metrics(style.font);
    const double row = chartRowHeight(style.font), label = labelWidth(chart.rows, metrics, box.width() * 0.6);
    const QRectF plot(box.left() + label + 8, box.top(), box.width() - label - 14, row * static_cast<double>(chart.rows.size()));
    paintTimeAxis(painter, plot, chart.from_s, chart.to_s, style);
    for (qsizetype i = 0; i < chart.rows.size(); ++i) {
        const double y = box.top() + row * static_cast<double>(i);
        painter.setPen(style.text);
        paintRowLabel(painter, {box.left(), y, label, row}, chart.rows[i].label, metrics);
        const QRectF lane(plot.left(), y + row * 0.2, plot.width(), row * 0.6);
        QColor calm = style.line;
        calm.setAlpha(50);
        painter.fillRect(lane, calm);
        for (const Spans::Span& span : chart.rows[i].spans) {
            const auto xOf = [&](qint64 t) {
                return lane.left() +
                       lane.width() *
                           std::clamp(static_cast<double>(t - chart.from_s) / static_cast<double>(chart.to_s - chart.from_s), 0.0, 1.0);
            };
            const QRectF bar(xOf(span.from_s), lane.top(), std::max(3.0, xOf(span.to_s) - xOf(span.from_s)), lane.height());
            paintBar(painter, bar, span.tone, style);
            if (const double width = metrics.horizontalAdvance(span.label);
                !span.label.isEmpty() && width + 6 < plot.right() - bar.right()) {
                painter.setPen(style.text);
                painter.drawText(QRectF(bar.right() + 4, y, width + 4, row), Qt::AlignLeft | Qt::AlignVCenter, span.label);
            }
        }
    }
    painter.restore();
}

}  // namespace isopolis
