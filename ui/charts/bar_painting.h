#pragma once
/// What the bar charts share: rows, labels and the bar itself with its pattern.

#include "ui/charts/bars.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>

namespace isopolis {

double chartRowHeight(const QFont& font);
void paintNoChart(QPainter& painter, const QRectF& box, const QString& words, const ChartStyle& style);
void paintRowLabel(QPainter& painter, const QRectF& cell, const QString& label, const QFontMetricsF& metrics);
/// Worse is hatched as on the map, so that it is told without colour.
void paintBar(QPainter& painter, const QRectF& bar, Tone tone, const ChartStyle& style);

/// Width of the label column: as wide as the longest label, at most half of the chart.
template <class Rows>
double labelWidth(const Rows& rows, const QFontMetricsF& metrics, double width)
{
    double widest = 0;
    for (const auto& row : rows)
        widest = std::max(widest, metrics.horizontalAdvance(row.label));
    return std::min(widest + 8, width * 0.5);
}

}  // namespace isopolis
