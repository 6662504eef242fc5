#pragma once
/// Values through time, and spans of time: drawn with QPainter, for the screen and for paper.
///
///   paintSeries(painter, box, {.from_s = t - 86400, .to_s = t, .unit = "µg/m³", .steps = {{t0, t0 + 3600, 41.2}}}, style);
///   paintSpans(painter, box, {.from_s = …, .to_s = …, .rows = {{"loops", {{a, b, Tone::Worse, "timeout"}}}}}, style);
///
/// A value is a step as long as its interval, so that a gap is seen as one; doubtful and failed values carry a sign. Times are Unix
/// seconds, printed as UTC.

#include "ui/charts/bars.h"

namespace isopolis {

struct Series {
    enum class Sign : std::uint8_t { None, Doubt, Failed };
    struct Step {
        qint64 from_s = 0, to_s = 0;
        double value = 0;
        Sign sign = Sign::None;
    };
    qint64 from_s = 0, to_s = 0;
    QString unit = {};
    QList<Step> steps = {};
    QString empty = {};  ///< shown when there are no steps
};

struct Spans {
    struct Span {
        qint64 from_s = 0, to_s = 0;
        Tone tone = Tone::Worse;
        QString label = {};  ///< written in it where it fits
    };
    struct Row {
        QString label;
        QList<Span> spans = {};
    };
    qint64 from_s = 0, to_s = 0;
    QList<Row> rows = {};
    QString empty = {};
};

double chartHeight(const Series& chart, const QFont& font);
double chartHeight(const Spans& chart, const QFont& font);
/// Nothing of them is chosen.
inline QRectF chartElement(const Series&, const QRectF&, const QFont&, qsizetype) { return {}; }
inline QRectF chartElement(const Spans&, const QRectF&, const QFont&, qsizetype) { return {}; }
void paintSeries(QPainter& painter, const QRectF& box, const Series& chart, const ChartStyle& style);
void paintSpans(QPainter& painter, const QRectF& box, const Spans& chart, const ChartStyle& style);

}  // namespace isopolis
