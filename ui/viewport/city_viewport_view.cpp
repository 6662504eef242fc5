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

struct MapHeight {
    double px;
    double ratio;  ///< device pixels in a logical one
};

/// Paints one of the maps as if it were all there is.
template <class Paint>
void paintInMap(QPainter& painter, const MapPanes& panes, MapSide side, MapHeight height, const Paint& paint)
{
    painter.save();
    const double left = panes.left(side) / height.ratio;
    painter.setClipRect(QRectF(left, 0, panes.width() / height.ratio, height.px / height.ratio));
    painter.translate(left, 0);
    paint();
    painter.restore();
}

/// Black on white, so that it is seen on any map.
void paintCross(QPainter& painter, QPointF middle)
{
    for (const auto& [colour, width] : {std::pair{QColor(Qt::white), 4.0}, std::pair{QColor(Qt::black), 1.6}}) {
        painter.setPen(QPen(colour, width));
        painter.drawLine(middle - QPointF(9, 0), middle + QPointF(9, 0));
        painter.drawLine(middle - QPointF(0, 9), middle + QPointF(0, 9));
    }
}

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

double CityViewport::Parts::dividedAt() const { return divider && leftScene && !beside() ? divider->share() : 0; }

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

/// The right side, and the left of a divided map, each with its own renderer; whether both were complete. Of two maps the right one
/// begins at `right_px`.
template <class Draw>
bool CityViewport::View::inParts(double pixelScale, int right_px, const Draw& draw)
{
    Parts& p = *m_owner.m_parts;
    const double divided = p.dividedAt();
    p.scene->setPixelScale(pixelScale);
    const bool right = draw(*m_renderer, *p.scene, ScreenPart{divided, 1, p.beside() ? right_px : 0});
    if (divided <= 0 && !p.beside())
        return right;
    if (!m_leftRenderer)
        m_leftRenderer = std::make_unique<SceneRenderer>(glProbe().dialect);
    p.leftScene->setPixelScale(pixelScale);
    return draw(*m_leftRenderer, *p.leftScene, ScreenPart{0, p.beside() ? 1 : divided}) && right;
}

/// Sends what was never drawn to the graphics memory; true if that is all.
bool CityViewport::View::prepare(double budget_ms)
{
    const Parts& p = *m_owner.m_parts;
    if (waits())
        return false;
    return inParts(widget().devicePixelRatioF(), m_owner.panes().left(MapSide::Right),
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
    const int right_px = static_cast<int>(std::lround(m_owner.panes().left(MapSide::Right) * share));
    camera.setViewport(pixels.width(), pixels.height());
    m_surface->beginPicture(share);
    return inParts(widget().devicePixelRatioF() * share, right_px,
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
        const MapPanes panes = m_owner.m_parts->panes(pixels.width());
        camera.setViewport(panes.width(), pixels.height());
        inParts(pixelScale, panes.left(MapSide::Right), [&](SceneRenderer& renderer, CityScene& scene, ScreenPart part) {
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
    const QSize pixels = (QSizeF(widget().size()) * widget().devicePixelRatioF()).toSize();
    if (QSize(p.panes(pixels.width()).width(), pixels.height()) != QSize(p.camera.width(), p.camera.height()))
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
        m_underway = Underway{.from = p.camera,
                              .view = p.camera,
                              .pixels = pixels,
                              .quality = quality,
                              .divided = p.dividedAt(),
                              .beside = p.beside(),
                              .right_px = static_cast<int>(std::lround(p.panes(pixels.width()).left(MapSide::Right) * quality.pixels))};
        const QSize drawn = (QSizeF(p.camera.width(), p.camera.height()) * quality.pixels).toSize().expandedTo({1, 1});
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
    if (u.sides < (u.divided > 0 || u.beside ? 2 : 1)) {
        const bool left = u.sides == 1;
        if (left && !m_leftRenderer)
            m_leftRenderer = std::make_unique<SceneRenderer>(glProbe().dialect);
        SceneRenderer& renderer = left ? *m_leftRenderer : *m_renderer;
        CityScene& scene = left ? *p.leftScene : *p.scene;
        const ScreenPart part = u.beside ? ScreenPart{0, 1, left ? 0 : u.right_px}
                                : left   ? ScreenPart{0, u.divided}
                                         : ScreenPart{u.divided, 1};
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
    if (m_underway && (m_underway->divided > 0 || m_underway->beside)) {
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
void CityViewport::paintAll(QPainter& painter, const MapCamera& camera, const QPixmap* names) const
{
    const Parts& p = *m_parts;
    const QPaintDevice& device = *painter.device();
    const double scale = device.devType() == QInternal::Widget ? 1.0 : device.devicePixelRatioF(), ratio = device.devicePixelRatioF();
    const MapPanes panes = p.panes(static_cast<int>(std::lround(device.width() / scale * ratio)));
    const GroundSurface& ground = *p.scene->ground();
    const SensorStyle style{.dark = p.options.dark, .hovered = p.hoveredSensor};
    const auto inEach = [&](const auto& paint) {
        for (const MapSide side : p.sides())
            paintInMap(painter, panes, side, {static_cast<double>(camera.height()), ratio}, [&] { paint(side); });
    };
    inEach([&](MapSide) { paintSensors(painter, camera, ground, p.sensors, style); });
    if (names)
        painter.drawPixmap(0, 0, *names);
    else
        inEach([&](MapSide side) { paintDecoration(painter, camera, ground, decoration(side)); });
    inEach([&](MapSide) { paintSensorNote(painter, camera, ground, p.sensors, style); });
    if (p.beside())
        painter.fillRect(QRectF(panes.width() / ratio, 0, (panes.left(MapSide::Right) - panes.width()) / ratio, camera.height() / ratio),
                         kBetweenMaps);
    paintSides(painter, p.dividedAt() * device.width() / scale);
    // On a small map it keeps above the legend, which says what the colours of the map mean.
    const MapDecoration shown = decoration(MapSide::Right);
    const double width = device.width() / scale, height = device.height() / scale;
    const QSizeF legend = shown.showLegend ? legendSize(shown.legend, shown.fontScale) : QSizeF(0, 0);
    const bool room = legend.width() + kKeysRight_px + kKeysWidth_px < width;
    const double below = room ? kKeysBelow_px : std::max(kKeysBelow_px, legend.height() + 2 * kKeysRight_px);
    // Half as wide, a map has no room for sentences; they stand under the time line too.
    paintSensorKeys(painter, {width - kKeysRight_px, kKeysTop_px}, p.beside() ? 0 : height - kKeysTop_px - below, p.sensors, style);
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
            for (const MapSide side : p.sides())
                paintInMap(onto, m_owner.panes(), side, {static_cast<double>(p.camera.height()), devicePixelRatioF()}, [&] {
                    MapDecoration decoration = m_owner.decoration(side);
                    decoration.kept = &m_kept;
                    paintDecoration(onto, p.camera, *p.scene->ground(), decoration);
                });
        }
        m_owner.paintAll(painter, p.camera, &m_names);
    }
    painter.setRenderHint(QPainter::Antialiasing);
    if (p.twin && p.beside()) {
        const QRectF other = m_owner.mapRect(p.twinOn);
        painter.setClipRect(other);
        paintCross(painter, other.topLeft() + *p.twin / devicePixelRatioF());
        painter.setClipping(false);
    }
    if (!p.keyboardFocus)
        return;
    const QColor ink = palette().color(QPalette::Highlight);
    painter.setPen(QPen(ink, 3));
    painter.drawRect(QRectF(rect()).adjusted(1.5, 1.5, -1.5, -1.5));
    for (const MapSide side : p.sides())
        paintCross(painter, m_owner.mapRect(side).center());
}

}  // namespace isopolis
