#include "ui/viewport/city_viewport.h"

#include "ui/scene/overlay_theme.h"
#include "ui/scene/picker.h"
#include "ui/scene/scene_renderer.h"
#include "ui/text/translate.h"
#include "ui/viewport/gl_probe.h"
#include "ui/viewport/map_decoration.h"
#include "ui/viewport/sensor_painting.h"

#include <QElapsedTimer>
#include <QKeyEvent>
#include <QLabel>
#include <QMouseEvent>
#include <QOpenGLContext>
#include <QOpenGLFramebufferObject>
#include <QOpenGLWidget>
#include <QPainter>
#include <QVariantAnimation>
#include <QWheelEvent>

#include <cmath>

namespace isopolis {
namespace {

constexpr int kFlight_ms = 650, kClick_px = 4;
constexpr double kTurnPerPixel_deg = 0.3, kTiltPerPixel_deg = 0.22, kReach_px = 9;
constexpr double kKeyPan = 0.12, kKeyZoom = 1.35, kKeyTurn_deg = 15, kKeyTilt_deg = 6;
constexpr double kStartPitch_deg = 42;
/// Room beside the explanation of the sensors: the north arrow above, the scale bar below it.
constexpr double kKeysRight_px = 14, kKeysTop_px = 56, kKeysBelow_px = 60;

}  // namespace

struct CityViewport::Parts {
    CityPtr city;
    std::shared_ptr<const AppliedScenario> applied;
    Overlay overlay;  ///< in the colours of the light theme
    Legend legend;
    SceneSelection selection;
    SceneOptions options;
    SensorLayer sensors;
    std::string hoveredSensor;
    bool sensorsPickable = true;
    std::unique_ptr<CityScene> scene;
    std::unique_ptr<Picker> picker;
    std::shared_ptr<const std::vector<LabelAnchor>> anchors;
    MapCamera camera;
    View* view = nullptr;
    Writing* writing = nullptr;
    QLabel* message = nullptr;
    QVariantAnimation* flight = nullptr;
    bool reducedMotion = false, showAllWhenSized = false, labels = true, legendShown = true, keyboardFocus = false;
    double frameTime_ms = 0;
    // The drag in progress.
    Qt::MouseButton button = Qt::NoButton;
    QPointF pressed, last;
    bool dragged = false, orbiting = false;
    double anchorHeight_m = 0;

    double heightAt(Point2 p) const { return scene ? scene->ground()->height(p) : 0; }
};

/// The OpenGL surface. The scene outlives its context, which goes when the widget is moved to another window.
class CityViewport::View : public QOpenGLWidget {
public:
    explicit View(CityViewport& owner) : QOpenGLWidget(&owner), m_owner(owner)
    {
        setFormat(glFormat(!glProbe().software));
        setMouseTracking(true);
        setFocusPolicy(Qt::NoFocus);
    }
    ~View() override
    {
        disconnect(m_connection);
        releaseContext();
    }

    QImage render(QSize pixels, MapCamera camera, double pixelScale)
    {
        if (!m_renderer || pixels.isEmpty())
            return {};
        makeCurrent();
        QImage image;
        {
            QOpenGLFramebufferObjectFormat format;
            format.setAttachment(QOpenGLFramebufferObject::CombinedDepthStencil);
            QOpenGLFramebufferObject buffer(pixels, format);
            buffer.bind();
            camera.setViewport(pixels.width(), pixels.height());
            m_owner.m_parts->scene->setPixelScale(pixelScale);
            m_renderer->draw(*m_owner.m_parts->scene, camera, buffer.handle());
            image = buffer.toImage().convertToFormat(QImage::Format_RGB32);
        }
        doneCurrent();
        return image;
    }

protected:
    void initializeGL() override
    {
        m_renderer = std::make_unique<SceneRenderer>(glProbe().dialect);
        m_connection = connect(context(), &QOpenGLContext::aboutToBeDestroyed, this, [this] { releaseContext(); });
    }
    void paintGL() override
    {
        if (!m_renderer)
            return;
        QElapsedTimer timer;
        timer.start();
        Parts& p = *m_owner.m_parts;
        p.scene->setPixelScale(devicePixelRatioF());
        m_renderer->draw(*p.scene, p.camera, defaultFramebufferObject());
        p.frameTime_ms = static_cast<double>(timer.nsecsElapsed()) / 1e6;
    }

private:
    void releaseContext()
    {
        if (!m_renderer)
            return;
        makeCurrent();
        m_renderer->release(*m_owner.m_parts->scene);
        m_renderer = nullptr;
        doneCurrent();
    }
    CityViewport& m_owner;
    std::unique_ptr<SceneRenderer> m_renderer;
    QMetaObject::Connection m_connection;
};

/// Sensors first: names and boxes stay legible above them.
void CityViewport::paintAll(QPainter& painter, const Parts& p, const MapCamera& camera, const MapDecoration& decoration)
{
    const SensorStyle style{.dark = p.options.dark, .hovered = p.hoveredSensor};
    paintSensors(painter, camera, *p.scene->ground(), p.sensors, style);
    paintDecoration(painter, camera, *p.scene->ground(), decoration);
    paintSensorNote(painter, camera, *p.scene->ground(), p.sensors, style);
    const QPaintDevice& device = *painter.device();
    const double scale = device.devType() == QInternal::Widget ? 1.0 : device.devicePixelRatioF();
    paintSensorKeys(painter, {device.width() / scale - kKeysRight_px, kKeysTop_px}, device.height() / scale - kKeysTop_px - kKeysBelow_px,
                    p.sensors, style);
}

/// Names, legend and marks, painted by the raster engine above the OpenGL surface.
class CityViewport::Writing : public QWidget {
public:
    explicit Writing(CityViewport& owner) : QWidget(&owner), m_owner(owner)
    {
        setAttribute(Qt::WA_TransparentForMouseEvents);
        setAttribute(Qt::WA_NoSystemBackground);
    }

protected:
    void paintEvent(QPaintEvent*) override
    {
        const Parts& p = *m_owner.m_parts;
        QPainter painter(this);
        if (p.city)
            paintAll(painter, p, p.camera, m_owner.decoration());
        if (!p.keyboardFocus)
            return;
        painter.setRenderHint(QPainter::Antialiasing);
        const QColor ink = palette().color(QPalette::Highlight);
        painter.setPen(QPen(ink, 3));
        painter.drawRect(QRectF(rect()).adjusted(1.5, 1.5, -1.5, -1.5));
        const QPointF middle = QRectF(rect()).center();
        for (const auto& [colour, width] : {std::pair{QColor(Qt::white), 4.0}, std::pair{QColor(Qt::black), 1.6}}) {
            painter.setPen(QPen(colour, width));
            painter.drawLine(middle - QPointF(9, 0), middle + QPointF(9, 0));
            painter.drawLine(middle - QPointF(0, 9), middle + QPointF(0, 9));
        }
    }

private:
    CityViewport& m_owner;
};

CityViewport::CityViewport(QWidget* parent) : Viewport(parent), m_parts(std::make_unique<Parts>())
{
    Parts& p = *m_parts;
    setObjectName(QStringLiteral("viewport"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setMinimumSize(200, 150);
    setAccessibleName(tr("3D map"));
    p.camera.setPitch(kStartPitch_deg);
    p.scene = std::make_unique<CityScene>(glProbe().dialect);
    if (glProbe().works) {
        p.view = new View(*this);
        p.writing = new Writing(*this);
    } else {
        p.message = new QLabel(
            tr("The 3D map needs OpenGL 2.1, which is not available here.\nAll results are in the table of neighbourhoods."), this);
        p.message->setAlignment(Qt::AlignCenter);
        p.message->setWordWrap(true);
    }
    p.flight = new QVariantAnimation(this);
    p.flight->setDuration(kFlight_ms);
    p.flight->setStartValue(0.0);
    p.flight->setEndValue(1.0);
    p.flight->setEasingCurve(QEasingCurve::InOutCubic);
    describe();
}

CityViewport::~CityViewport()
{
    // The surface frees its OpenGL objects through the scene, so it goes first.
    delete m_parts->view;
    m_parts->view = nullptr;
}

MapDecoration CityViewport::decoration() const
{
    const Parts& p = *m_parts;
    return {
        .city = p.city, .anchors = p.anchors, .legend = p.legend, .dark = p.options.dark, .labels = p.labels, .showLegend = p.legendShown};
}

void CityViewport::setCity(CityPtr city)
{
    Parts& p = *m_parts;
    const bool same = p.city && city && p.city->revision() == city->revision();
    p.flight->stop();
    p.city = std::move(city);
    p.applied = nullptr;
    p.legend = {};
    p.selection = {};
    p.sensors = {};
    p.hoveredSensor.clear();
    p.scene->setCity(p.city);
    p.picker = nullptr;
    p.anchors = p.city ? labelAnchors(*p.city) : nullptr;
    p.camera.setLimits(p.scene->bounds().grown(0.3 * std::max(p.scene->bounds().width(), p.scene->bounds().height())));
    if (!same) {
        p.camera.setHeading(0);
        p.camera.setPitch(kStartPitch_deg);
        const bool reduced = p.reducedMotion;
        p.reducedMotion = true;
        showAll();
        p.reducedMotion = reduced;
        p.showAllWhenSized = !isVisible();
    }
    moved();
}

void CityViewport::setApplied(std::shared_ptr<const AppliedScenario> applied)
{
    m_parts->applied = applied;
    m_parts->picker = nullptr;
    m_parts->scene->setApplied(std::move(applied));
    redraw();
}

void CityViewport::setOverlay(const Overlay& overlay)
{
    m_parts->overlay = overlay;
    const Overlay shown = inTheme(overlay, m_parts->options.dark);
    m_parts->legend = overlay.key.empty() ? Legend{} : shown.legend;
    m_parts->scene->setOverlay(shown);
    describe();
    redraw();
}

void CityViewport::setSelection(const SceneSelection& selection)
{
    m_parts->selection = selection;
    m_parts->scene->setSelection(selection);
    describe();
    redraw();
}

void CityViewport::setDraft(const Draft& draft)
{
    m_parts->scene->setDraft(draft);
    redraw();
}

void CityViewport::setSensors(const SensorLayer& layer)
{
    if (layer == m_parts->sensors)
        return;
    m_parts->sensors = layer;
    if (m_parts->writing)
        m_parts->writing->update();  // the scene below is as it was
}

void CityViewport::setSensorsPickable(bool pickable) { m_parts->sensorsPickable = pickable; }

const SensorMark* CityViewport::sensorUnder(QPointF position) const
{
    const Parts& p = *m_parts;
    return p.city && p.sensorsPickable ? sensorAt(p.camera, *p.scene->ground(), p.sensors, devicePixelRatioF(), position) : nullptr;
}

void CityViewport::pick(QPointF position, Qt::KeyboardModifiers modifiers)
{
    if (const SensorMark* sensor = sensorUnder(position))
        Q_EMIT sensorClicked(QString::fromStdString(sensor->id));
    else
        Q_EMIT clicked(pickAt(position), modifiers);
}

void CityViewport::setMapMode(bool flat)
{
    m_parts->options.flat = flat;
    m_parts->camera.setFlat(flat);
    m_parts->scene->setOptions(m_parts->options);
    moved();
}

void CityViewport::setBuildingsVisible(bool visible)
{
    m_parts->options.buildings = visible;
    m_parts->scene->setOptions(m_parts->options);
    redraw();
}

void CityViewport::setDarkTheme(bool dark)
{
    if (m_parts->options.dark == dark)
        return;
    m_parts->options.dark = dark;
    m_parts->scene->setOptions(m_parts->options);
    setOverlay(Overlay(m_parts->overlay));
}

void CityViewport::setReducedMotion(bool reduced) { m_parts->reducedMotion = reduced; }

void CityViewport::setLabelsVisible(bool visible)
{
    m_parts->labels = visible;
    redraw();
}

void CityViewport::setLegendVisible(bool visible)
{
    m_parts->legendShown = visible;
    redraw();
}

void CityViewport::showAll() { flyTo(m_parts->scene->focus()); }

void CityViewport::flyTo(const Box& box)
{
    Parts& p = *m_parts;
    if (box.empty())
        return;
    p.flight->stop();
    disconnect(p.flight, nullptr, this, nullptr);
    MapCamera target = p.camera;
    target.fit(box, p.heightAt(box.centre()), 0.04);
    if (p.reducedMotion || !isVisible()) {
        p.camera = target;
        moved();
        return;
    }
    connect(p.flight, &QVariantAnimation::valueChanged, this, [this, from = p.camera, target](const QVariant& share) {
        MapCamera now = MapCamera::between(from, target, share.toDouble());
        now.setViewport(m_parts->camera.width(), m_parts->camera.height());
        now.setFlat(m_parts->options.flat);
        m_parts->camera = now;
        moved();
    });
    p.flight->start();
}

QImage CityViewport::picture(QSize pixels)
{
    Parts& p = *m_parts;
    if (!p.view)
        return {};
    MapCamera camera = p.camera;
    camera.setViewport(pixels.width(), pixels.height());
    QImage image = p.view->render(pixels, camera, 1);
    if (image.isNull() || !p.city)
        return image;
    QPainter painter(&image);
    paintAll(painter, p, camera, decoration());
    return image;
}

QPoint CityViewport::screenPosition(Point2 ground) const
{
    const auto at = m_parts->camera.project({ground.x, ground.y, m_parts->heightAt(ground)});
    return at ? (QPointF(at->x, at->y) / devicePixelRatioF()).toPoint() : QPoint(-1, -1);
}

bool CityViewport::available() const { return m_parts->view != nullptr; }
double CityViewport::frameTime_ms() const { return m_parts->frameTime_ms; }
QString CityViewport::rendererName() const { return glProbe().renderer; }

Pick CityViewport::pickAt(QPointF position) const
{
    Parts& p = *m_parts;
    if (!p.city)
        return {};
    if (!p.picker)
        p.picker = std::make_unique<Picker>(p.city, p.applied, p.scene->ground());
    // In device pixels, as the picture is drawn.
    const QPointF pixel = position * devicePixelRatioF();
    return p.picker->pick(p.camera.ray({pixel.x(), pixel.y()}), {.reach_m = kReach_px * devicePixelRatioF() * p.camera.metresPerPixel(),
                                                                 .buildings = p.options.buildings && !p.options.flat});
}

void CityViewport::redraw()
{
    if (m_parts->view)
        m_parts->view->update();
    if (m_parts->writing)
        m_parts->writing->update();
}

void CityViewport::moved()
{
    Parts& p = *m_parts;
    p.camera.setCentre(p.camera.centre(), p.heightAt(p.camera.centre()));
    redraw();
}

void CityViewport::describe()
{
    const Parts& p = *m_parts;
    QStringList parts;
    if (!p.city) {
        parts << tr("No city is open.");
    } else {
        parts << tr("%1, %n neighbourhood(s).", nullptr, static_cast<int>(p.city->neighbourhoods().size())).arg(text(p.city->name()));
        if (!p.legend.classes.empty())
            parts << tr("Shown: %1.").arg(legendTitle(p.legend));
        if (p.city->neighbourhoods().contains(p.selection.neighbourhood))
            parts << tr("Selected: %1.").arg(text(p.city->neighbourhoods()[p.selection.neighbourhood].name));
        if (!p.sensors.marks.empty())
            parts << tr("%n sensor(s), listed under Feeds.", nullptr, static_cast<int>(p.sensors.marks.size()));
        parts << tr("The same content is in the table of neighbourhoods.");
    }
    setAccessibleDescription(parts.join(u' '));
}

void CityViewport::resizeEvent(QResizeEvent*)
{
    Parts& p = *m_parts;
    for (QWidget* child : {static_cast<QWidget*>(p.view), static_cast<QWidget*>(p.writing), static_cast<QWidget*>(p.message)}) {
        if (child)
            child->setGeometry(rect());
    }
    const double ratio = devicePixelRatioF();
    p.camera.setViewport(static_cast<int>(std::lround(width() * ratio)), static_cast<int>(std::lround(height() * ratio)));
    if (p.showAllWhenSized && width() > 1) {
        p.camera.fit(p.scene->focus(), p.heightAt(p.scene->focus().centre()), 0.04);
        p.showAllWhenSized = !isVisible();
    }
    moved();
}

void CityViewport::mousePressEvent(QMouseEvent* event)
{
    Parts& p = *m_parts;
    p.flight->stop();
    p.showAllWhenSized = false;
    p.button = event->button();
    p.pressed = p.last = event->position();
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
    if (p.button == Qt::NoButton) {
        const SensorMark* sensor = sensorUnder(now);
        p.hoveredSensor = sensor ? sensor->id : std::string();
        const Pick pick = pickAt(now);
        p.scene->setHover(pick.neighbourhood);
        redraw();
        Q_EMIT hovered(pick);
        return;
    }
    p.dragged = p.dragged || (now - p.pressed).manhattanLength() > kClick_px;
    if (!p.dragged)
        return;
    const double ratio = devicePixelRatioF();
    if (p.orbiting)
        p.camera.orbit((now.x() - p.last.x()) * kTurnPerPixel_deg, (now.y() - p.last.y()) * kTiltPerPixel_deg);
    else
        p.camera.pan({p.last.x() * ratio, p.last.y() * ratio}, {now.x() * ratio, now.y() * ratio}, p.anchorHeight_m);
    p.last = now;
    moved();
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
    if (event->button() == Qt::LeftButton)
        Q_EMIT doubleClicked(pickAt(event->position()));
}

void CityViewport::wheelEvent(QWheelEvent* event)
{
    Parts& p = *m_parts;
    p.flight->stop();
    const double turn = event->angleDelta().y() != 0 ? event->angleDelta().y() : 4.0 * event->pixelDelta().y();
    const QPointF pixel = event->position() * devicePixelRatioF();
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
    case Qt::Key_Enter: pick(QRectF(rect()).center(), event->modifiers()); break;
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
    m_parts->scene->setHover({});
    m_parts->hoveredSensor.clear();
    redraw();
    Q_EMIT hovered({});
}

}  // namespace isopolis
