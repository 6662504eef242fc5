#pragma once
/// Heads and figures of marks, painted once and copied from then on: of thousands of marks only some dozens look different.
///
///   MarkSprites& sprites = MarkSprites::of(dark, fontScale, pixelRatio);   // kept from frame to frame; for the window's thread
///   sprites.putHead(painter, centre, radius, mark.shape, mark.sign, mark.colour, mark.chosen);
///
/// Copies lie on whole pixels of the device.

#include "ui/viewport/sensor_mark.h"

#include <QFont>
#include <QPixmap>
#include <QPointF>

#include <map>
#include <tuple>

class QPainter;

namespace isopolis {

class MarkSprites {
public:
    static MarkSprites& of(bool dark, double fontScale, double ratio);

    void putHead(QPainter& painter, QPointF centre, double radius, MarkShape shape, MarkSign sign, Colour colour, bool chosen);
    void putFoot(QPainter& painter, QPointF centre);
    /// Words with a rim; `at`: the left end of their base line.
    void putWords(QPainter& painter, QPointF at, const QFont& font, const QString& words);

    std::size_t painted() const { return m_painted; }  ///< so far; for tests
    void forget();

private:
    struct Sprite {
        QPixmap picture;
        QPointF anchor;  ///< of the point that it is put at
    };
    Sprite blank(double left, double top, double right, double bottom) const;
    void put(QPainter& painter, QPointF at, const Sprite& sprite) const;

    bool m_dark = false;
    double m_scale = 1, m_ratio = 1;
    std::size_t m_painted = 0;
    std::map<std::tuple<MarkShape, MarkSign, std::uint32_t, bool, int>, Sprite> m_heads;
    std::map<QString, Sprite> m_words;  ///< in one font
    QFont m_font;
    Sprite m_foot;
};

/// The head itself, for what is painted once.
void paintHead(QPainter& painter, QPointF centre, double radius, MarkShape shape, MarkSign sign, Colour colour, bool chosen);

}  // namespace isopolis
