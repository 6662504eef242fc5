#include "ui/jobs/job_runner.h"
#include "ui/viewport/city_viewport_parts.h"
#include "ui/viewport/gl_probe.h"
#include "ui/viewport/sensor_painting.h"
#include "ui/viewport/swipe_handle.h"

#include <QElapsedTimer>
#include <QOpenGLContext>
#include <QOpenGLFramebufferObject>
#include <QOpenGLFunctions>
#include <QPainter>
#include <QVariantAnimation>

#include <cmath>
#include <limits>
#include <utility>

namespace isopolis {
namespace {

/// Room beside the explanation of the sensors: the north arrow above, the scale bar below it.
constexpr double kKeysRight_px = 14, kKeysTop_px = 56, kKeysBelow_px = 60, kKeysWidth_px = 280;
/// What is drawn for the first time is prepared for so long in the frame itself, so that small news show at once; then a little at a time,
/// so that nothing waits; and until all is there the map keeps the picture it has, but not longer than this.
constexpr double kPreparedInFrame_ms = 6, kPreparedAtOnce_ms = 10;
constexpr qint64 kKept_ms = 250;
/// What a piece of a picture may take, and how often a picture begins anew because of what it shows before it is drawn in one go.
constexpr double kPiece_ms = 18;
constexpr int kMostRestarts = 3;
constexpr int kWarming_ms = 40;
/// So long after the last movement the picture is drawn in full.
constexpr int kRest_ms = 180;
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

CityViewport::View::View(CityViewport& owner) : m_owner(owner)
{
    m_more.setSingleShot(true);
    connect(&m_more, &QTimer::timeout, this, [this] { prepareMore(); });
    m_pieces.setSingleShot(true);
    connect(&m_pieces, &QTimer::timeout, this, [this] { drawOn(); });
    m_rest.setSingleShot(true);
    connect(&m_rest, &QTimer::timeout, this, [this] {
        if (m_governor.rest())
            renew();
    });
    m_surface = makeMapSurface(&owner, *this);
}

CityViewport::View::~View() = default;

bool CityViewport::View::waits() const { return m_owner.m_parts->warming && m_owner.m_parts->warming->running(); }

/// The right side, and the left of a divided map, each with its own renderer; whether both were complete.
template <class Draw>
bool CityViewport::View::inParts(double pixelScale, const Draw& draw)
{
    Parts& p = *m_owner.m_parts;
    const double divided = p.dividedAt();
    p.scene->setPixelScale(pixelScale);
    const bool right = draw(*m_renderer, *p.scene, ScreenPart{divided, 1});
    if (divided <= 0)
        return right;
    if (!m_leftRenderer)
        m_leftRenderer = std::make_unique<SceneRenderer>(glProbe().dialect);
    p.leftScene->setPixelScale(pixelScale);
    return draw(*m_leftRenderer, *p.leftScene, ScreenPart{0, divided}) && right;
}

/// Sends what was never drawn to the graphics memory; true if that is all.
bool CityViewport::View::prepare(double budget_ms)
{
    const Parts& p = *m_owner.m_parts;
    if (waits())
        return false;
    return inParts(widget().devicePixelRatioF(),
                   [&, buffer = m_surface->framebuffer()](SceneRenderer& renderer, CityScene& scene, ScreenPart part) {
                       return renderer.prepare(scene, p.camera, buffer, budget_ms, part);
                   });
}

/// Without what is not prepared yet; true if that is nothing. While the map moves, as coarsely as it must be to keep up.
bool CityViewport::View::drawReady()
{
    const auto [coarseness, share] = m_governor.quality();
    MapCamera camera = m_owner.m_parts->camera;
    const QSize pixels = (QSizeF(camera.width(), camera.height()) * share).toSize().expandedTo({1, 1});
    camera.setViewport(pixels.width(), pixels.height());
    m_surface->beginPicture(share);
    return inParts(widget().devicePixelRatioF() * share,
                   [&, factor = coarseness](SceneRenderer& renderer, CityScene& scene, ScreenPart part) {
                       renderer.setCoarseness(factor);
                       return renderer.drawReady(scene, camera, m_surface->framebuffer(), part);
                   });
}

void CityViewport::View::renew()
{
    m_complete = false;
    m_changed = true;
    m_surface->renew();
}

void CityViewport::View::moved()
{
    m_governor.moved();
    m_rest.start(kRest_ms);
    m_complete = false;
    m_next = m_underway.has_value();
    m_surface->renew();
}

void CityViewport::View::prepareMore()
{
    if (!m_renderer || !widget().isVisible())
        return;
    m_surface->makeCurrent();
    const bool all = prepare(kPreparedAtOnce_ms);
    m_surface->doneCurrent();
    if (all || (m_lacking.elapsed() >= kKept_ms && !waits()))
        m_surface->renew();
    else
        m_more.start(waits() ? kWarming_ms : 0);
}

QImage CityViewport::View::render(QSize pixels, MapCamera camera, double pixelScale)
{
    if (!m_renderer || pixels.isEmpty())
        return {};
    m_surface->makeCurrent();
    QImage image;
    {
        QOpenGLFramebufferObjectFormat format;
        format.setAttachment(QOpenGLFramebufferObject::CombinedDepthStencil);
        QOpenGLFramebufferObject buffer(pixels, format);
        buffer.bind();
        camera.setViewport(pixels.width(), pixels.height());
        inParts(pixelScale, [&](SceneRenderer& renderer, CityScene& scene, ScreenPart part) {
            renderer.setCoarseness(1);
            renderer.draw(scene, camera, buffer.handle(), false, part);
            return true;
        });
        image = buffer.toImage().convertToFormat(QImage::Format_RGB32);
    }
    m_surface->doneCurrent();
    return image;
}

void CityViewport::View::contextMade() { m_renderer = std::make_unique<SceneRenderer>(glProbe().dialect); }

bool CityViewport::View::paintMap()
{
    Parts& p = *m_owner.m_parts;
    QElapsedTimer timer;
    timer.start();
    const QSize pixels(p.camera.width(), p.camera.height());
    if ((QSizeF(widget().size()) * widget().devicePixelRatioF()).toSize() != pixels)
        return false;  // the surface gets its new size in a moment
    if (m_underway && m_underway->pixels == pixels && !inVain()) {
        m_next = true;
        return false;
    }
    if (std::exchange(m_underway, std::nullopt))
        ++m_restarts;
    const bool prepared = prepare(kPreparedInFrame_ms);
    const bool lacking = m_lacking.isValid() && m_lacking.elapsed() >= kKept_ms;
    const bool draws = prepared || m_drawn != pixels || m_drawnFrom != p.camera || lacking;
    bool all = prepared;
    m_complete = false;
    if (draws && m_surface->inPieces()) {
        const FrameGovernor::Quality quality = m_governor.quality();
        m_underway = Underway{.from = p.camera, .view = p.camera, .pixels = pixels, .quality = quality, .divided = p.dividedAt()};
        const QSize drawn = (QSizeF(pixels) * quality.pixels).toSize().expandedTo({1, 1});
        m_underway->view.setViewport(drawn.width(), drawn.height());
        m_surface->beginPicture(quality.pixels);
        m_changed = m_next = false;
        m_pieces.start(0);
        return false;
    }
    if (draws) {
        all = drawReady() && !waits();
        m_complete = all && m_governor.quality().pixels >= 1;
        if (m_governor.moving()) {
            QOpenGLContext::currentContext()->functions()->glFinish();  // else the time would be that of giving orders
            m_governor.drew(static_cast<double>(timer.nsecsElapsed()) / 1e6);
        }
        m_drawn = pixels;
        m_drawnFrom = p.camera;
        m_lacking.invalidate();
        p.frameTime_ms = static_cast<double>(timer.nsecsElapsed()) / 1e6;
    }
    if (!all) {
        if (!m_lacking.isValid())
            m_lacking.start();
        m_more.start(waits() ? kWarming_ms : 0);
    }
    return draws;
}

/// Whether the picture under way shows what is no longer so. What changes all the time is drawn in one go in the end, and shown.
bool CityViewport::View::inVain() const { return m_changed && m_restarts < kMostRestarts; }

/// The next piece of the picture that is under way, or, when all are drawn, the picture to the screen.
void CityViewport::View::drawOn()
{
    if (!m_underway || !m_renderer || inVain())
        return;  // it begins anew with the surface's next painting
    Parts& p = *m_owner.m_parts;
    Underway& u = *m_underway;
    QElapsedTimer timer;
    timer.start();
    m_surface->makeCurrent();
    if (u.sides < (u.divided > 0 ? 2 : 1)) {
        const bool left = u.sides == 1;
        if (left && !m_leftRenderer)
            m_leftRenderer = std::make_unique<SceneRenderer>(glProbe().dialect);
        SceneRenderer& renderer = left ? *m_leftRenderer : *m_renderer;
        CityScene& scene = left ? *p.leftScene : *p.scene;
        const ScreenPart part = left ? ScreenPart{0, u.divided} : ScreenPart{u.divided, 1};
        scene.setPixelScale(widget().devicePixelRatioF() * u.quality.pixels);
        renderer.setCoarseness(u.quality.coarseness);
        if (!std::exchange(u.begun, true))
            u.all = renderer.beginPieces(scene, u.view, m_surface->framebuffer(), part) && u.all;
        const double budget_ms = m_restarts < kMostRestarts ? kPiece_ms : std::numeric_limits<double>::infinity();
        if (renderer.drawPiece(scene, u.view, m_surface->framebuffer(), budget_ms, part)) {
            ++u.sides;
            u.begun = false;
        }
        u.used_ms += static_cast<double>(timer.nsecsElapsed()) / 1e6;
        m_pieces.start(0);
    } else {
        m_surface->finishPicture();
        u.used_ms += static_cast<double>(timer.nsecsElapsed()) / 1e6;
        finish();
    }
    m_surface->doneCurrent();
}

void CityViewport::View::finish()
{
    const Underway done = *std::exchange(m_underway, std::nullopt);
    const bool all = done.all && !waits();
    m_restarts = 0;
    m_complete = all && done.quality.pixels >= 1 && !m_next && !m_changed;
    if (m_governor.moving())
        m_governor.drew(done.used_ms);
    m_drawn = done.pixels;
    m_drawnFrom = done.from;
    m_owner.m_parts->frameTime_ms = done.used_ms;
    m_lacking.invalidate();
    if (!all) {
        m_lacking.start();
        m_more.start(waits() ? kWarming_ms : 0);
    }
    if (std::exchange(m_next, false))
        m_surface->renew();
}

void CityViewport::View::forgetLeft()
{
    if (m_underway && m_underway->divided > 0) {
        m_underway.reset();
        renew();
    }
    if (!m_leftRenderer)
        return;
    m_surface->makeCurrent();
    m_leftRenderer->release(*m_owner.m_parts->leftScene);
    m_leftRenderer = nullptr;
    m_surface->doneCurrent();
}

void CityViewport::View::contextGoes()
{
    if (m_leftRenderer)
        m_leftRenderer->release(*m_owner.m_parts->leftScene);
    m_leftRenderer = nullptr;
    m_renderer->release(*m_owner.m_parts->scene);
    m_renderer = nullptr;
    m_underway.reset();
    m_drawn = {};
    m_complete = false;
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
    // On a small map it keeps above the legend, which says what the colours of the map mean.
    const double width = device.width() / scale, height = device.height() / scale;
    const QSizeF legend = decoration.showLegend ? legendSize(decoration.legend, decoration.fontScale) : QSizeF(0, 0);
    const bool beside = legend.width() + kKeysRight_px + kKeysWidth_px < width;
    const double below = beside ? kKeysBelow_px : std::max(kKeysBelow_px, legend.height() + 2 * kKeysRight_px);
    paintSensorKeys(painter, {width - kKeysRight_px, kKeysTop_px}, height - kKeysTop_px - below, p.sensors, style);
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
    if (!p.faded.isNull()) {
        painter.setOpacity(1 - p.fade->currentValue().toDouble());
        painter.drawImage(rect(), p.faded);
        painter.setOpacity(1);
    }
    if (p.city) {
        const QSize pixels = size() * devicePixelRatioF();
        if (m_names.size() != pixels) {
            m_names = QPixmap(pixels);
            m_names.setDevicePixelRatio(devicePixelRatioF());
            m_names.fill(Qt::transparent);
            QPainter onto(&m_names);
            onto.setFont(painter.font());
            MapDecoration decoration = m_owner.decoration();
            decoration.kept = &m_kept;
            paintDecoration(onto, p.camera, *p.scene->ground(), decoration);
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
