#pragma once
/// The classes of a map in a row that wraps: swatch and words, for small maps that have no room for a legend of their own.
///
///   strip->setLegend(overlay.legend);   // its words are also the accessible description

#include "ui/scene/overlay.h"

#include <QWidget>

namespace isopolis {

class LegendStrip : public QWidget {
    Q_OBJECT
public:
    LegendStrip(const char* name, QWidget* parent = nullptr);
    void setLegend(const Legend& legend);
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override { return {400, heightForWidth(400)}; }
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    struct Entry {
        Colour colour;
        Pattern pattern;
        QString words;
    };
    /// Where each entry begins in a strip of that width; the last point is the lower end.
    std::vector<QPoint> places(int width) const;
    int widthOf(const Entry& entry) const;

    std::vector<Entry> m_entries;
};

}  // namespace isopolis
