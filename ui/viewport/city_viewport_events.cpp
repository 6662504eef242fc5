#include "ui/viewport/city_viewport_parts.h"

#include <QGestureEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QVariantAnimation>
#include <QWheelEvent>

#include <cmath>

namespace isopolis {
namespace {

constexpr int kClick_px = 4;
constexpr double kTurnPerPixel_deg = 0.3, kTiltPerPixel_deg = 0.22;
constexpr double kKeyPan = 0.12, kKeyZoom = 1.35, kKeyTurn_deg = 15, kKeyTilt_deg = 6;

}  // namespace

bool CityViewport::gesture(QEvent& event)
{
    Parts& p = *m_parts;
    if (event.type() == QEvent::Gesture) {
        const auto* fingers = static_cast<QPinchGesture*>(static_cast<QGestureEvent&>(event).gesture(Qt::PinchGesture));
        if (!fingers)
            return false;
        p.pinching = fingers->state() == Qt::GestureStarted || fingers->state() == Qt::GestureUpdated;
        // The first finger has pressed the mouse too: its release is no click.
        p.dragged = true;
        const QPointF to = mapFromGlobal(fingers->centerPoint());
        const QPointF from = fingers->state() == Qt::GestureStarted ? to : mapFromGlobal(fingers->lastCenterPoint());
        pinch(from, to, fingers->scaleFactor(), fingers->rotationAngle() - fingers->lastRotationAngle());
        return true;
    }
    if (event.type() != QEvent::NativeGesture)
        return false;
    const auto& pad = static_cast<QNativeGestureEvent&>(event);
    if (pad.gestureType() == Qt::ZoomNativeGesture)
        pinch(pad.position(), pad.position(), 1 + pad.value(), 0);
    else if (pad.gestureType() == Qt::RotateNativeGesture)
        pinch(pad.position(), pad.position(), 1, pad.value());
    else
        return false;
    return true;
}

/// The ground between the fingers stays between them.
void CityViewport::pinch(QPointF from, QPointF to, double factor, double turn_deg)
{
    Parts& p = *m_parts;
    if (!(factor > 0) || !std::isfinite(factor) || !std::isfinite(turn_deg))
        return;
    p.flight->stop();
    p.showAllWhenSized = false;
    const Pick under = pickAt(from);
    const double height_m = under.onGround ? p.heightAt(under.ground) : p.camera.centreHeight_m();
    // The map in which the fingers are, also where one of them reaches into the other.
    const MapSide side = sideAt(from);
    const QPointF start = inMap(from, side), end = inMap(to, side);
    p.camera.pan({start.x(), start.y()}, {end.x(), end.y()}, height_m);
    p.camera.zoomAt({end.x(), end.y()}, factor, height_m);
    p.camera.orbit(-turn_deg, 0);
    moved();
}

void CityViewport::mousePressEvent(QMouseEvent* event)
{
    Parts& p = *m_parts;
    p.flight->stop();
    p.showAllWhenSized = false;
    p.button = event->button();
    p.pressed = p.last = event->position();
    p.pressedOn = sideAt(event->position());
    p.dragged = false;
    p.orbiting = event->button() == Qt::RightButton || event->button() == Qt::MiddleButton ||
                 (event->button() == Qt::LeftButton && event->modifiers().testFlag(Qt::ControlModifier));
    const Pick pick = pickAt(event->position());
    p.anchorHeight_m = pick.onGround ? p.heightAt(pick.ground) : p.camera.centreHeight_m();
    p.keyboardFocus = false;
}

void CityViewport::mouseMoveEvent(QMouseEvent* event)
{
    Parts& p = *m_parts;
    const QPointF now = event->position();
    if (p.pinching)
        return;
    if (p.button == Qt::NoButton) {
        pointAt(now);
        return;
    }
    p.dragged = p.dragged || (now - p.pressed).manhattanLength() > kClick_px;
    if (!p.dragged)
        return;
    if (p.orbiting)
        p.camera.orbit((now.x() - p.last.x()) * kTurnPerPixel_deg, (now.y() - p.last.y()) * kTiltPerPixel_deg);
    else {
        const QPointF from = inMap(p.last, p.pressedOn), to = inMap(now, p.pressedOn);
        p.camera.pan({from.x(), from.y()}, {to.x(), to.y()}, p.anchorHeight_m);
    }
    p.last = now;
    moved();
}

/// Nothing is pressed: what lies here is told and shown, of two maps in both.
void CityViewport::pointAt(QPointF position)
{
    Parts& p = *m_parts;
    const SensorMark* sensor = sensorUnder(position);
    p.hoveredSensor = sensor ? sensor->id : std::string();
    const Pick pick = pickAt(position);
    p.scene->setHover(pick.neighbourhood);
    if (p.leftScene)
        p.leftScene->setHover(pick.neighbourhood);
    const MapSide side = sideAt(position);
    p.twin.reset();
    if (p.beside()) {
        p.twin = inMap(position, side);
        p.twinOn = side == MapSide::Left ? MapSide::Right : MapSide::Left;
    }
    redraw();
    if (side == MapSide::Left)
        Q_EMIT leftHovered(pick);
    else
        Q_EMIT hovered(pick);
}

void CityViewport::mouseReleaseEvent(QMouseEvent* event)
{
    Parts& p = *m_parts;
    const bool click = event->button() == p.button && !p.dragged;
    p.button = Qt::NoButton;
    if (click && event->button() == Qt::LeftButton)
        pick(event->position(), event->modifiers());
    else if (click && event->button() == Qt::RightButton)
        Q_EMIT cancelRequested();
}

void CityViewport::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton)
        return;
    const Pick pick = pickAt(event->position());
    if (sideAt(event->position()) == MapSide::Left)
        Q_EMIT leftDoubleClicked(pick);
    else
        Q_EMIT doubleClicked(pick);
}

void CityViewport::wheelEvent(QWheelEvent* event)
{
    Parts& p = *m_parts;
    p.flight->stop();
    const double turn = event->angleDelta().y() != 0 ? event->angleDelta().y() : 4.0 * event->pixelDelta().y();
    const QPointF pixel = inMap(event->position());
    Point2 ground;
    const bool onGround = p.city && (ground = pickAt(event->position()).ground, true);
    p.camera.zoomAt({pixel.x(), pixel.y()}, std::exp2(turn / 360.0), onGround ? p.heightAt(ground) : 0);
    moved();
    event->accept();
}

void CityViewport::keyPressEvent(QKeyEvent* event)
{
    Parts& p = *m_parts;
    MapCamera& camera = p.camera;
    const bool shift = event->modifiers().testFlag(Qt::ShiftModifier);
    const Point2 middle{camera.width() / 2.0, camera.height() / 2.0};
    const auto pan = [&camera](double x, double y) { camera.panPixels(x * camera.width(), y * camera.height()); };
    p.flight->stop();
    p.keyboardFocus = true;
    switch (event->key()) {
    case Qt::Key_Left: shift ? camera.orbit(kKeyTurn_deg, 0) : pan(kKeyPan, 0); break;
    case Qt::Key_Right: shift ? camera.orbit(-kKeyTurn_deg, 0) : pan(-kKeyPan, 0); break;
    case Qt::Key_Up: shift ? camera.orbit(0, -kKeyTilt_deg) : pan(0, kKeyPan); break;
    case Qt::Key_Down: shift ? camera.orbit(0, kKeyTilt_deg) : pan(0, -kKeyPan); break;
    case Qt::Key_PageUp: camera.orbit(0, kKeyTilt_deg); break;
    case Qt::Key_PageDown: camera.orbit(0, -kKeyTilt_deg); break;
    case Qt::Key_Plus:
    case Qt::Key_Equal: camera.zoomAt(middle, kKeyZoom, camera.centreHeight_m()); break;
    case Qt::Key_Minus: camera.zoomAt(middle, 1 / kKeyZoom, camera.centreHeight_m()); break;
    case Qt::Key_N: camera.setHeading(0); break;
    case Qt::Key_Home: showAll(); break;
    case Qt::Key_Return:
    case Qt::Key_Enter: pick(mapRect(MapSide::Right).center(), event->modifiers()); break;
    case Qt::Key_Escape: Q_EMIT cancelRequested(); break;
    default:
        p.keyboardFocus = false;
        Viewport::keyPressEvent(event);
        return;
    }
    moved();
}

void CityViewport::focusInEvent(QFocusEvent* event)
{
    m_parts->keyboardFocus =
        event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason || event->reason() == Qt::ShortcutFocusReason;
    redraw();
}

void CityViewport::focusOutEvent(QFocusEvent*)
{
    m_parts->keyboardFocus = false;
    redraw();
}

void CityViewport::leaveEvent(QEvent*)
{
    Parts& p = *m_parts;
    p.scene->setHover({});
    if (p.leftScene)
        p.leftScene->setHover({});
    p.hoveredSensor.clear();
    p.twin.reset();
    redraw();
    Q_EMIT hovered({});
}

}  // namespace isopolis
