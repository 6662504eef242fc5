#include "ui/viewport/swipe_handle.h"

#include <QMouseEvent>
#include <QPainter>

#include <cmath>

namespace isopolis {

namespace {

constexpr int kWidth_px = 28, kSteps = 1000, kStep = 20, kPage = 100;  ///< steps: thousandths of the width

}  // namespace

SwipeHandle::SwipeHandle(QWidget* map) : QAbstractSlider(map)
{
    setObjectName(QStringLiteral("swipeHandle"));
    setAccessibleName(tr("Divider between before and after"));
    setAccessibleDescription(tr("Left of it the map shows the state before, right of it the state after. Arrow keys move it."));
    setToolTip(tr("Before | after: drag, or press the arrow keys"));
    setOrientation(Qt::Horizontal);
    setRange(0, kSteps);
    setSingleStep(kStep);
    setPageStep(kPage);
    setValue(kSteps / 2);
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::SplitHCursor);
    setMouseTracking(true);
    place();
}

double SwipeHandle::share() const { return static_cast<double>(value()) / kSteps; }

void SwipeHandle::place()
{
    const QWidget& map = *parentWidget();
    const int x = static_cast<int>(std::lround(share() * map.width()));
    setGeometry(x - kWidth_px / 2, 0, kWidth_px, map.height());
}

void SwipeHandle::sliderChange(SliderChange change)
{
    QAbstractSlider::sliderChange(change);
    if (change == SliderValueChange)
        place();
}

void SwipeHandle::mousePressEvent(QMouseEvent* event) { m_grabbed_px = event->position().x() - kWidth_px / 2.0; }

void SwipeHandle::mouseMoveEvent(QMouseEvent* event)
{
    if (!event->buttons().testFlag(Qt::LeftButton))
        return;
    const double x = mapTo(parentWidget(), event->position()).x() - m_grabbed_px;
    setValue(static_cast<int>(std::lround(kSteps * x / std::max(1, parentWidget()->width()))));
}

void SwipeHandle::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const double middle = kWidth_px / 2.0;
    const QColor ink = palette().color(QPalette::Highlight);
    // A white rim, so that it is seen on any map.
    for (const auto& [colour, width] : {std::pair{QColor(Qt::white), hasFocus() ? 7.0 : 5.0}, std::pair{ink, hasFocus() ? 4.0 : 2.0}}) {
        painter.setPen(QPen(colour, width));
        painter.drawLine(QPointF(middle, 0), QPointF(middle, height()));
    }
    const QRectF grip(middle - 12, height() / 2.0 - 18, 24, 36);
    painter.setPen(QPen(ink, 2));
    painter.setBrush(Qt::white);
    painter.drawRoundedRect(grip, 8, 8);
    for (const double side : {-1.0, 1.0}) {
        const QPointF tip(middle + side * 8, height() / 2.0);
        painter.drawPolyline(QPolygonF({tip + QPointF(-side * 4, -5), tip, tip + QPointF(-side * 4, 5)}));
    }
}

}  // namespace isopolis
