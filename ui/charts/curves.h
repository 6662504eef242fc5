#pragma once
/// Lines in a square of shares: Lorenz and concentration curves. Drawn with QPainter, for the screen and for paper.
///
///   paintCurves(painter, box, {.xTitle = "Share of people", .yTitle = "Share of jobs", .curves = {{"Before", points, Qt::SolidLine}}},
///   style);
///
/// Both axes run from 0 to 100 %; the diagonal of equality is always drawn. Lines differ by dash as well as by colour.

#include "ui/charts/bars.h"

#include <QPointF>

namespace isopolis {

struct Curves {
    struct Curve {
        QString label;
        QList<QPointF> points;  ///< shares 0…1, left to right
        Qt::PenStyle dash = Qt::SolidLine;
        Tone tone = Tone::Neutral;
    };
    QString xTitle = {}, yTitle = {};
    QList<Curve> curves = {};
    QString equality = {};  ///< what the diagonal means
    QString empty = {};     ///< shown when there are no curves
};

double chartHeight(const Curves& chart, const QFont& font);
/// The curve's line in the key beside the plot.
QRectF chartElement(const Curves& chart, const QRectF& box, const QFont& font, qsizetype element);
void paintCurves(QPainter& painter, const QRectF& box, const Curves& chart, const ChartStyle& style);

}  // namespace isopolis
