#pragma once
/// The divider of a map that shows two states side by side: a line over the whole height that is dragged, or moved by the arrow keys.
///
///   auto* divider = new SwipeHandle(map);   // place() whenever the map changes its size
///   connect(divider, &SwipeHandle::valueChanged, map, …);   divider->share();   // 0…1 of the width lies left of it

#include <QAbstractSlider>

namespace isopolis {

class SwipeHandle : public QAbstractSlider {
    Q_OBJECT
public:
    explicit SwipeHandle(QWidget* map);
    double share() const;
    void place();

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void sliderChange(SliderChange change) override;

private:
    double m_grabbed_px = 0;  ///< from the line to the pointer
};

}  // namespace isopolis
