#pragma once
/// Horizontal bar charts drawn with QPainter: the same routine for the screen and for paper.
///
///   paintDivergingBars(painter, box, {.unit = "µg/m³", .bars = {{"Lowest-income fifth", -0.4, "−0.4", Tone::Better}}}, style);
///
/// Sign and meaning are written as text beside each bar, never told by colour alone. A chart with no bars says why.

#include <QColor>
#include <QFont>
#include <QList>
#include <QRectF>
#include <QString>

#include <optional>

class QPainter;

namespace isopolis {

enum class Tone { Better, Worse, Neutral };

struct DivergingBars {
    struct Bar {
        QString label;
        double value = 0;
        QString text;  ///< value as printed, with sign and unit
        Tone tone = Tone::Neutral;
        std::optional<double> low = {}, high = {};  ///< interval, drawn as a whisker
    };
    QList<Bar> bars;
    QString empty = {};  ///< shown when there are no bars
};

/// Shares of a whole per row, e.g. people better, unchanged, worse.
struct StackedBars {
    struct Part {
        QString label;
        Tone tone = Tone::Neutral;
    };
    struct Row {
        QString label;
        QList<double> values;  ///< one per part
        QString text;          ///< e.g. "1,200 better, 300 worse"
    };
    QList<Part> parts;
    QList<Row> rows;
    QString empty = {};
};

struct ChartStyle {
    QColor text = Qt::black, line = Qt::gray;
    QFont font;
    bool dark = false;
};

QColor toneColour(Tone tone, bool dark);
/// Height that a chart wants at this font.
double chartHeight(const DivergingBars& chart, const QFont& font);
double chartHeight(const StackedBars& chart, const QFont& font);
/// Where an element lies in the chart's box: what is clicked, and what the keyboard's frame is drawn around. Elements are rows, top to
/// bottom; of stacked bars the parts of each row.
QRectF chartElement(const DivergingBars& chart, const QRectF& box, const QFont& font, qsizetype element);
QRectF chartElement(const StackedBars& chart, const QRectF& box, const QFont& font, qsizetype element);
void paintDivergingBars(QPainter& painter, const QRectF& box, const DivergingBars& chart, const ChartStyle& style);
void paintStackedBars(QPainter& painter, const QRectF& box, const StackedBars& chart, const ChartStyle& style);

}  // namespace isopolis
