#include "ui/viewport/city_viewport.h"

#include "ui/jobs/job_runner.h"
#include "ui/scene/overlay_theme.h"
#include "ui/scene/shader_warmup.h"
#include "ui/scene/sun_light.h"
#include "ui/text/accessible_role.h"
#include "ui/text/translate.h"
#include "ui/viewport/city_viewport_parts.h"
#include "ui/viewport/gl_probe.h"
#include "ui/viewport/map_svg.h"
#include "ui/viewport/sensor_painting.h"
#include "ui/viewport/swipe_handle.h"

#include <QCoreApplication>
#include <QLabel>
#include <QPainter>
#include <QTimer>
#include <QVariantAnimation>

#include <cmath>
#include <utility>

namespace isopolis {
namespace {

constexpr int kFlight_ms = 650, kFade_ms = 220;
constexpr double kReach_px = 9;
constexpr std::size_t kTouchedBlocks = 6, kTouchedBlock_bytes = 16 << 20, kPage_bytes = 4096;

}  // namespace

CityViewport::CityViewport(QWidget* parent) : Viewport(parent), m_parts(std::make_unique<Parts>())
{
    Parts& p = *m_parts;
    setObjectName(QStringLiteral("viewport"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    grabGesture(Qt::PinchGesture);
    setMinimumSize(200, 150);
    giveRole(this, QAccessible::Canvas);  // first: a name asks what the widget is
    setAccessibleName(tr("3D map"));
    p.camera.setPitch(Parts::kStartPitch_deg);
    p.scene = std::make_unique<CityScene>(glProbe().dialect);
    p.making = new JobRunner(JobRunner::Mode::Threaded, this);
    p.makingLeft = new JobRunner(JobRunner::Mode::Threaded, this);
    p.lighting = new JobRunner(JobRunner::Mode::Threaded, this);
    if (glProbe().works) {
        p.view = new View(*this);
        p.writing = new Writing(*this);
        QTimer::singleShot(0, this, &CityViewport::warmUp);
        p.divider = new SwipeHandle(this);
        p.divider->hide();
        connect(p.divider, &SwipeHandle::valueChanged, this, &CityViewport::redraw);
    } else {
        p.message = new QLabel(
            tr("The 3D map needs OpenGL 2.1, which is not available here.\nAll results are in the table of neighbourhoods."), this);
        p.message->setAlignment(Qt::AlignCenter);
        p.message->setWordWrap(true);
    }
    p.fade = new QVariantAnimation(this);
    p.fade->setStartValue(0.0);
    p.fade->setEndValue(1.0);
    p.fade->setDuration(kFade_ms);
    connect(p.fade, &QVariantAnimation::valueChanged, this, [this] {
        if (m_parts->writing)
            m_parts->writing->update();
    });
    connect(p.fade, &QVariantAnimation::finished, this, &CityViewport::endFade);
    p.flight = new QVariantAnimation(this);
    p.flight->setDuration(kFlight_ms);
    p.flight->setStartValue(0.0);
    p.flight->setEndValue(1.0);
    p.flight->setEasingCurve(QEasingCurve::InOutCubic);
    describe();
}

CityViewport::~CityViewport()
{
    delete m_parts->making;
    delete m_parts->makingLeft;
    delete m_parts->lighting;
    delete std::exchange(m_parts->warming, nullptr);
    // The surface frees its OpenGL objects through the scene, so it goes first.
    delete m_parts->view;
    m_parts->view = nullptr;
}

/// One legend for both maps, in the left one.
MapDecoration CityViewport::decoration(MapSide side) const
{
    const Parts& p = *m_parts;
    MapDecoration d{
        .city = p.city, .anchors = p.anchors, .legend = p.legend, .dark = p.options.dark, .labels = p.labels, .showLegend = p.legendShown};
    if (!p.beside())
        return d;
    d.title = side == MapSide::Left ? p.left->title : p.left->rightTitle;
    d.titleScale = 1.15;
    d.legendHeading = QCoreApplication::translate("map", "For both maps");
    d.showLegend = p.legendShown && side == MapSide::Left;
    d.attribution = side == MapSide::Right;  // once: in half the width it takes several lines
    return d;
}

MapPanes CityViewport::panes() const { return m_parts->panes(static_cast<int>(std::lround(width() * devicePixelRatioF()))); }

MapSide CityViewport::sideAt(QPointF position) const { return panes().sideAt(position.x() * devicePixelRatioF()); }

QPointF CityViewport::inMap(QPointF position, MapSide side) const
{
    return position * devicePixelRatioF() - QPointF(panes().left(side), 0);
}

QRectF CityViewport::mapRect(MapSide side) const
{
    const double ratio = devicePixelRatioF();
    return {panes().left(side) / ratio, 0, panes().width() / ratio, static_cast<double>(height())};
}

void CityViewport::setApplied(std::shared_ptr<const AppliedScenario> applied)
{
    m_parts->applied = applied;
    m_parts->picker = nullptr;
    m_parts->scene->setApplied(std::move(applied));
    redraw();
}

/// The picture on the screen goes while the next one comes, so that the eye keeps what changes; at once where motion is reduced.
void CityViewport::beginFade()
{
    Parts& p = *m_parts;
    if (p.reducedMotion || !p.view || !p.city || !isVisible())
        return;
    p.faded = p.view->shown();
    if (!p.faded.isNull())
        p.fade->start();
}

void CityViewport::endFade()
{
    m_parts->fade->stop();
    m_parts->faded = {};
    if (m_parts->writing)
        m_parts->writing->update();
}

void CityViewport::setOverlay(const Overlay& overlay)
{
    if (overlay.key != m_parts->overlay.key)
        beginFade();
    m_parts->overlay = overlay;
    const Overlay shown = inTheme(overlay, m_parts->options.dark);
    m_parts->legend = overlay.key.empty() ? Legend{} : shown.legend;
    m_parts->scene->setOverlay(shown);
    if (m_parts->writing)
        m_parts->writing->forgetLegend();
    describe();
    redraw();
}

void CityViewport::setSelection(const SceneSelection& selection)
{
    m_parts->selection = selection;
    m_parts->scene->setSelection(selection);
    if (m_parts->leftScene)
        m_parts->leftScene->setSelection(selection);
    describe();
    redraw();
}

void CityViewport::setDraft(const Draft& draft)
{
    m_parts->draft = draft;
    m_parts->scene->setDraft(draft);
    redraw();
}

void CityViewport::setSensors(const SensorLayer& layer)
{
    if (layer == m_parts->sensors) {
        m_parts->sensors.wordsOf = layer.wordsOf;
        return;
    }
    m_parts->sensors = layer;
    if (m_parts->writing)
        m_parts->writing->update();  // the scene below and the names are as they were
}

void CityViewport::setSensorsPickable(bool pickable) { m_parts->sensorsPickable = pickable; }

const SensorMark* CityViewport::sensorUnder(QPointF position) const
{
    const Parts& p = *m_parts;
    const double ratio = devicePixelRatioF();
    return p.city && p.sensorsPickable ? sensorAt(p.camera, *p.scene->ground(), p.sensors, ratio, inMap(position) / ratio) : nullptr;
}

void CityViewport::pick(QPointF position, Qt::KeyboardModifiers modifiers)
{
    if (const SensorMark* sensor = sensorUnder(position))
        Q_EMIT sensorClicked(QString::fromStdString(sensor->id));
    else if (sideAt(position) == MapSide::Left)
        Q_EMIT leftClicked(pickAt(position), modifiers);
    else
        Q_EMIT clicked(pickAt(position), modifiers);
}

void CityViewport::setMapMode(bool flat)
{
    m_parts->options.flat = flat;
    m_parts->camera.setFlat(flat);
    applyOptions();
    redraw();
    moved();
}

void CityViewport::setBuildingsVisible(bool visible)
{
    m_parts->options.buildings = visible;
    applyOptions();
    redraw();
}

void CityViewport::setDarkTheme(bool dark)
{
    if (m_parts->options.dark == dark)
        return;
    m_parts->options.dark = dark;
    applyOptions();
    setOverlay(Overlay(m_parts->overlay));
    if (m_parts->left)
        setDivided(std::shared_ptr<const LeftSide>(m_parts->left));
}

void CityViewport::applyOptions()
{
    m_parts->scene->setOptions(m_parts->options);
    if (m_parts->leftScene)
        m_parts->leftScene->setOptions(m_parts->options);
}

MapView CityViewport::mapView() const
{
    const MapCamera& c = m_parts->camera;
    return {c.centre(), c.distance_m(), m_parts->camera.heading_deg(), m_parts->camera.pitch_deg()};
}

void CityViewport::goTo(const MapView& view)
{
    MapCamera target = m_parts->camera;
    target.setCentre(view.centre, m_parts->heightAt(view.centre));
    target.setDistance(view.distance_m);
    target.setHeading(view.heading_deg);
    target.setPitch(view.pitch_deg);
    fly(target);
}

void CityViewport::setSun(const SunPosition& sun)
{
    if (!m_parts->large()) {
        m_parts->options.sun = sun;
        applyOptions();
        redraw();
        return;
    }
    m_parts->lighting->start<GroundShade>(
        [city = m_parts->city, applied = m_parts->applied, sun](JobControl&) { return shadeUnder(*city, applied.get(), sun); }, this,
        [this, sun](const GroundShade& shade) {
            m_parts->options.sun = sun;
            m_parts->scene->setSun(sun, shade);
            if (m_parts->leftScene)
                m_parts->leftScene->setSun(sun, shade);
            redraw();
        });
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

void CityViewport::showAll() { flyTo(m_parts->focus()); }

void CityViewport::flyTo(const Box& box)
{
    Parts& p = *m_parts;
    if (box.empty())
        return;
    MapCamera target = p.camera;
    target.fit(box, p.heightAt(box.centre()), 0.04);
    fly(target);
}

void CityViewport::fly(const MapCamera& target)
{
    Parts& p = *m_parts;
    p.flight->stop();
    disconnect(p.flight, nullptr, this, nullptr);
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
    finishScene();
    MapCamera camera = p.camera;
    camera.setViewport(p.panes(pixels.width()).width(), pixels.height());
    QImage image = p.view->render(pixels, camera, 1);
    if (image.isNull() || !p.city)
        return image;
    QPainter painter(&image);
    paintAll(painter, camera);
    return image;
}

MapSvg CityViewport::svg() const
{
    const Parts& p = *m_parts;
    // In the window's units, whatever pixels the screen has; where the map is divided by a line, the two are put side by side.
    const bool both = p.left && p.leftScene;
    const MapPanes panes(both ? MapPanes::Number::Two : MapPanes::Number::One, width());
    MapCamera camera = p.camera;
    camera.setViewport(panes.width(), height());
    camera.setFlat(true);
    const auto one = [&](MapSide side) {
        const bool left = side == MapSide::Left;
        MapDecoration words = decoration(side);
        if (both) {
            words.title = left ? p.left->title : p.left->rightTitle;
            words.showLegend = p.legendShown && left;
            words.legendHeading = QCoreApplication::translate("map", "For both maps");
        }
        return mapSvg(camera,
                      {.city = p.city,
                       .applied = left ? p.left->applied : p.applied,
                       .overlay = inTheme(left ? p.left->overlay : p.overlay, p.options.dark),
                       .selection = p.selection,
                       .dark = p.options.dark,
                       .buildings = p.options.buildings},
                      words);
    };
    return both ? mapSvg(one(MapSide::Left), one(MapSide::Right)) : one(MapSide::Right);
}

QPoint CityViewport::screenPosition(Point2 ground) const
{
    const auto at = m_parts->camera.project({ground.x, ground.y, m_parts->heightAt(ground)});
    return at ? (mapRect(MapSide::Right).topLeft() + QPointF(at->x, at->y) / devicePixelRatioF()).toPoint() : QPoint(-1, -1);
}

bool CityViewport::available() const { return m_parts->view != nullptr; }
bool CityViewport::isComplete() const { return m_parts->view && isVisible() && !m_parts->making->running() && m_parts->view->complete(); }
double CityViewport::frameTime_ms() const { return m_parts->frameTime_ms; }
QString CityViewport::rendererName() const { return glProbe().renderer; }

Pick CityViewport::pickAt(QPointF position) const
{
    Parts& p = *m_parts;
    if (!p.city)
        return {};
    const bool left = sideAt(position) == MapSide::Left;
    std::unique_ptr<Picker>& picker = left ? p.leftPicker : p.picker;
    if (!picker)
        picker = std::make_unique<Picker>(p.city, left ? p.left->applied : p.applied, p.scene->ground());
    // In device pixels, as the picture is drawn.
    const QPointF pixel = inMap(position);
    return picker->pick(p.camera.ray({pixel.x(), pixel.y()}), {.reach_m = kReach_px * devicePixelRatioF() * p.camera.metresPerPixel(),
                                                               .buildings = p.options.buildings && !p.options.flat});
}

void CityViewport::redraw()
{
    if (m_parts->view)
        m_parts->view->renew();
    if (m_parts->writing)
        m_parts->writing->renew();
}

void CityViewport::moved()
{
    if (!m_parts->faded.isNull())
        endFade();  // it stands where the map was
    Parts& p = *m_parts;
    p.camera.setCentre(p.camera.centre(), p.heightAt(p.camera.centre()));
    if (p.writing)
        p.writing->renew();
    if (p.view)
        p.view->moved();
}

/// Once for all viewports: on a machine without a graphics card.
void CityViewport::warmUp()
{
    static bool begun = false;
    if (std::exchange(begun, true) || !glProbe().software || glProbe().dialect != ShaderDialect::Glsl120)
        return;
    m_parts->warming = new JobRunner(JobRunner::Mode::Threaded, this);
    // Also the memory that a renderer in software takes for its first pictures: to touch new memory is slow on some machines. It is
    // taken and given back by the window's thread, whose allocator keeps it (see keepFreedMemory).
    auto memory = std::make_shared<std::vector<std::unique_ptr<char[]>>>();
    for (std::size_t i = 0; i < kTouchedBlocks; ++i)
        memory->emplace_back(new char[kTouchedBlock_bytes]);
    m_parts->warming->start<bool>(
        [memory](JobControl& control) {
            for (const auto& block : *memory)
                for (std::size_t i = 0; i < kTouchedBlock_bytes; i += kPage_bytes)
                    static_cast<volatile char*>(block.get())[i] = 0;
            return warmUpShaders([&control] { return control.cancelled(); });
        },
        this,
        [this, memory](bool) {
            memory->clear();
            redraw();
        });
}

void CityViewport::fitSurface()
{
    m_parts->fitting = false;
    if (m_parts->view && m_parts->view->widget().geometry() != rect())
        m_parts->view->widget().setGeometry(rect());
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
        if (p.left && p.left->how == Divided::SideBySide)
            parts << tr("Two maps side by side that move together. On the left: %1. On the right: %2.")
                         .arg(p.left->title, p.left->rightTitle);
        else if (p.left)
            parts << tr("Divided: before on the left, after on the right.");
        if (!p.sensors.marks.empty())
            parts << tr("%n sensor(s), listed under Feeds.", nullptr, static_cast<int>(p.sensors.marks.size()));
        parts << tr("The same content is in the table of neighbourhoods.");
    }
    setAccessibleDescription(parts.join(u' '));
}

void CityViewport::resizeEvent(QResizeEvent*) { fitIn(); }

bool CityViewport::event(QEvent* event)
{
    // Another screen may have other pixels to the same size.
    if (event->type() == QEvent::ScreenChangeInternal)
        fitIn();
    return gesture(*event) || Viewport::event(event);
}

void CityViewport::fitIn()
{
    Parts& p = *m_parts;
    for (QWidget* child : {static_cast<QWidget*>(p.writing), static_cast<QWidget*>(p.message)}) {
        if (child)
            child->setGeometry(rect());
    }
    // The surface gets new memory and a new picture each time, while a layout may settle in several steps: once, when it has.
    if (!isVisible())
        fitSurface();
    else if (!std::exchange(p.fitting, true))
        QMetaObject::invokeMethod(this, &CityViewport::fitSurface, Qt::QueuedConnection);
    const double ratio = devicePixelRatioF();
    p.camera.setViewport(panes().width(), static_cast<int>(std::lround(height() * ratio)));
    if (p.showAllWhenSized && width() > 1) {
        p.camera.fit(p.focus(), p.heightAt(p.focus().centre()), 0.04);
        p.showAllWhenSized = !isVisible();
    }
    if (p.divider)
        p.divider->place();
    moved();
}

}  // namespace isopolis
