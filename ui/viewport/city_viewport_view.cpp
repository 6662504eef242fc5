#include "ui/viewport/city_viewport_parts.h"
#include "ui/viewport/gl_probe.h"
#include "ui/viewport/sensor_painting.h"
#include "ui/viewport/swipe_handle.h"

#include <QElapsedTimer>
#include <QOpenGLContext>
#include <QOpenGLFramebufferObject>
#include <QPainter>

namespace isopolis {
namespace {

/// Room beside the explanation of the sensors: the north arrow above, the scale bar below it.
constexpr double kKeysRight_px = 14, kKeysTop_px = 56, kKeysBelow_px = 60;
constexpr double kSideTop_px = 12, kSideGap_px = 22, kSidePad_px = 6;

/// Which side of the divider is which.
void paintSides(QPainter& painter, double divider_px)
{
    if (divider_px <= 0)
        return;
    for (const bool left : {true, false}) {
        const QString words = left ? CityViewport::tr("Before") : CityViewport::tr("After");
        const QRectF letters = painter.fontMetrics().boundingRect(words);
        const double width = letters.width() + 2 * kSidePad_px;
        const QRectF box(left ? divider_px - kSideGap_px - width : divider_px + kSideGap_px, kSideTop_px, width,
                         letters.height() + kSidePad_px);
        painter.setPen(Qt::NoPen);
        painter.setBrush(QColor(20, 24, 30, 215));
        painter.drawRoundedRect(box, 4, 4);
        painter.setPen(Qt::white);
        painter.drawText(box, Qt::AlignCenter, words);
    }
}

}  // namespace

double CityViewport::Parts::dividedAt() const { return divider && leftScene ? divider->share() : 0; }

CityViewport::View::View(CityViewport& owner) : QOpenGLWidget(&owner), m_owner(owner)
{
    setFormat(glFormat(!glProbe().software));
    setMouseTracking(true);
    setFocusPolicy(Qt::NoFocus);
}

CityViewport::View::~View()
{
    disconnect(m_connection);
    releaseContext();
}

void CityViewport::View::draw(const MapCamera& camera, unsigned framebuffer, double pixelScale)
{
    Parts& p = *m_owner.m_parts;
    const double divided = p.dividedAt();
    p.scene->setPixelScale(pixelScale);
    m_renderer->draw(*p.scene, camera, framebuffer, false, {divided, 1});
    if (divided <= 0)
        return;
    if (!m_leftRenderer)
        m_leftRenderer = std::make_unique<SceneRenderer>(glProbe().dialect);
    p.leftScene->setPixelScale(pixelScale);
    m_leftRenderer->draw(*p.leftScene, camera, framebuffer, false, {0, divided});
}

QImage CityViewport::View::render(QSize pixels, MapCamera camera, double pixelScale)
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
        draw(camera, buffer.handle(), pixelScale);
        image = buffer.toImage().convertToFormat(QImage::Format_RGB32);
    }
    doneCurrent();
    return image;
}

void CityViewport::View::initializeGL()
{
    m_renderer = std::make_unique<SceneRenderer>(glProbe().dialect);
    m_connection = connect(context(), &QOpenGLContext::aboutToBeDestroyed, this, [this] { releaseContext(); });
}

void CityViewport::View::paintGL()
{
    if (!m_renderer)
        return;
    QElapsedTimer timer;
    timer.start();
    Parts& p = *m_owner.m_parts;
    draw(p.camera, defaultFramebufferObject(), devicePixelRatioF());
    p.frameTime_ms = static_cast<double>(timer.nsecsElapsed()) / 1e6;
}

void CityViewport::View::forgetLeft()
{
    if (!m_leftRenderer)
        return;
    makeCurrent();
    m_leftRenderer->release(*m_owner.m_parts->leftScene);
    m_leftRenderer = nullptr;
    doneCurrent();
}

void CityViewport::View::releaseContext()
{
    forgetLeft();
    if (!m_renderer)
        return;
    makeCurrent();
    m_renderer->release(*m_owner.m_parts->scene);
    m_renderer = nullptr;
    doneCurrent();
}

/// Sensors first: names and boxes stay legible above them. Names are those of `names` where it is given.
void CityViewport::paintAll(QPainter& painter, const Parts& p, const MapCamera& camera, const MapDecoration& decoration,
                            const QPixmap* names)
{
    const SensorStyle style{.dark = p.options.dark, .hovered = p.hoveredSensor};
    paintSensors(painter, camera, *p.scene->ground(), p.sensors, style);
    if (names)
        painter.drawPixmap(0, 0, *names);
    else
        paintDecoration(painter, camera, *p.scene->ground(), decoration);
    paintSensorNote(painter, camera, *p.scene->ground(), p.sensors, style);
    const QPaintDevice& device = *painter.device();
    const double scale = device.devType() == QInternal::Widget ? 1.0 : device.devicePixelRatioF();
    paintSides(painter, p.dividedAt() * device.width() / scale);
    paintSensorKeys(painter, {device.width() / scale - kKeysRight_px, kKeysTop_px}, device.height() / scale - kKeysTop_px - kKeysBelow_px,
                    p.sensors, style);
}

CityViewport::Writing::Writing(CityViewport& owner) : QWidget(&owner), m_owner(owner)
{
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setAttribute(Qt::WA_NoSystemBackground);
}

void CityViewport::Writing::renew()
{
    m_names = {};
    update();
}

void CityViewport::Writing::paintEvent(QPaintEvent*)
{
    const Parts& p = *m_owner.m_parts;
    QPainter painter(this);
    if (p.city) {
        const QSize pixels = size() * devicePixelRatioF();
        if (m_names.size() != pixels) {
            m_names = QPixmap(pixels);
            m_names.setDevicePixelRatio(devicePixelRatioF());
            m_names.fill(Qt::transparent);
            QPainter onto(&m_names);
            onto.setFont(painter.font());
            paintDecoration(onto, p.camera, *p.scene->ground(), m_owner.decoration());
        }
        paintAll(painter, p, p.camera, {}, &m_names);
    }
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

}  // namespace isopolis
