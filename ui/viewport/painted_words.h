#pragma once
/// Names and legend of a map, painted once and kept as pictures: a map that moves shows the same ones again in every frame, and to
/// outline letters takes longer than all else that is written.
///
///   PaintedWords kept;   paintDecoration(painter, camera, ground, {.city = city, .kept = &kept});
///
/// Pictures stand on whole pixels, so reports and single pictures are painted without it.

#include "ui/scene/overlay.h"

#include <QColor>
#include <QFont>
#include <QFontMetricsF>
#include <QHash>
#include <QPixmap>

class QPainter;

namespace isopolis {

class PaintedWords {
public:
    struct Halo {
        QColor text, halo;
        double width = 3;
    };
    /// Letters with an outline, their baseline beginning at `baseline`.
    void paintText(QPainter& painter, QPointF baseline, const QFont& font, const QString& text, const Halo& look);
    /// Width of a text in the one font of the names.
    double nameWidth(const QFontMetricsF& metrics, const QString& name);
    void paintLegend(QPainter& painter, const QRectF& box, const Legend& legend, bool dark, double scale);
    QSizeF legendSize(const Legend& legend, double scale);
    void forgetLegend();  ///< there is another

private:
    struct Picture {
        QPixmap pixels;
        QPointF offset;  ///< of its corner from the baseline's beginning
    };
    QHash<QString, Picture> m_texts;
    QHash<QString, double> m_nameWidths;
    QHash<double, QSizeF> m_legendSizes;  ///< by scale
    QPixmap m_legendPicture;
    bool m_legendDark = false;
    double m_legendScale = 0;
};

/// The same without keeping anything.
void paintHaloText(QPainter& painter, QPointF baseline, const QFont& font, const QString& text, const PaintedWords::Halo& look);

}  // namespace isopolis
