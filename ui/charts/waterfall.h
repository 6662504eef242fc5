#pragma once
/// A waterfall: from a figure before, step by step, to the figure after. Drawn with QPainter, for the screen and for paper.
///
///   paintWaterfall(painter, box, {.steps = {{"Before", 0, 21.4, "21.4", Tone::Neutral, true},
///                                           {"Filter on the Old Bridge", 21.4, 20.9, "−0.5", Tone::Better}, …}}, style);
///
/// Totals are drawn as bars from the left edge; a step floats between where the one before ended and where it ends. `low` and `high` add a
/// thin range, e.g. what a measure brings if it comes first and if it comes last. The axis begins near the smallest value, not at 0,
/// since steps are often small beside the totals: it says so by a break mark on the totals.

#include "ui/charts/bars.h"

#include <optional>

namespace isopolis {

struct Waterfall {
    struct Step {
        QString label;
        double from = 0, to = 0;
        QString text;  ///< value as printed, with sign
        Tone tone = Tone::Neutral;
        bool total = false;               ///< a whole, not a step: `to` is the figure
        std::optional<double> low, high;  ///< where the step could also end
    };
    QList<Step> steps;
    QString empty = {};  ///< shown when there are no steps
};

double chartHeight(const Waterfall& chart, const QFont& font);
QRectF chartElement(const Waterfall& chart, const QRectF& box, const QFont& font, qsizetype element);
void paintWaterfall(QPainter& painter, const QRectF& box, const Waterfall& chart, const ChartStyle& style);

}  // namespace isopolis
