#include "ui/panels/tools/draw_controller.h"

#include "simulation/noise/road_emission.h"
#include "ui/panels/tools/area_tool.h"
#include "ui/panels/tools/line_tool.h"
#include "ui/panels/tools/street_tool.h"
#include "ui/text/translate.h"
#include "ui/viewport/viewport.h"

#include <QGuiApplication>
#include <QKeyEvent>
#include <QPointer>

namespace isopolis {

namespace {
constexpr double kGhostHeight_m = 15;
}

DrawController::DrawController(ProjectDocument& document, Viewport& viewport, DialogServicePtr dialogs, QWidget* window)
    : QObject(window), m_document(document), m_viewport(viewport), m_dialogs(std::move(dialogs)), m_window(window)
{
    connect(&viewport, &Viewport::hovered, this, [this](const Pick& pick) {
        if (m_tool)
            m_tool->hover(pick, QGuiApplication::keyboardModifiers());
    });
    connect(&viewport, &Viewport::clicked, this, [this](const Pick& pick, Qt::KeyboardModifiers modifiers) {
        if (m_tool)
            m_tool->click(pick, modifiers);
    });
    connect(&viewport, &Viewport::doubleClicked, this, [this] {
        if (canFinish())
            finish();
    });
    connect(&viewport, &Viewport::cancelRequested, this, &DrawController::cancel);
    viewport.installEventFilter(this);
    connect(&document, &ProjectDocument::changed, this, [this](const ChangeEvent& event) {
        if (event.what == ChangeEvent::What::Opened)
            cancel();
    });
}

bool DrawController::eventFilter(QObject* watched, QEvent* event)
{
    if (m_tool && event->type() == QEvent::KeyPress && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Space) {
        // Sent straight to the map, so that the shortcut of the same key does not take it.
        QKeyEvent enter(QEvent::KeyPress, Qt::Key_Return, static_cast<QKeyEvent*>(event)->modifiers());
        QCoreApplication::sendEvent(watched, &enter);
        return true;
    }
    return QObject::eventFilter(watched, event);
}

QString DrawController::titleOf(DrawKind kind)
{
    switch (kind) {
    case DrawKind::CloseRoad: return tr("Close to motor traffic");
    case DrawKind::SpeedLimit: return tr("Speed limit");
    case DrawKind::Filter: return tr("Traffic filter");
    case DrawKind::Zone: return tr("Low-emission zone");
    case DrawKind::CycleLane: return tr("Cycle lane");
    case DrawKind::Surface: return tr("New road surface");
    case DrawKind::Barrier: return tr("Noise barrier");
    case DrawKind::TransitLine: return tr("New line of public transport");
    case DrawKind::NewBuilding: break;
    }
    return tr("New building");
}

QString DrawController::title() const { return titleOf(m_kind); }
QString DrawController::instruction() const { return m_tool ? m_tool->instruction() : QString(); }
bool DrawController::canFinish() const { return m_tool && m_tool->complete(); }
bool DrawController::rectangle() const { return m_area && m_area->shape() == AreaTool::Shape::Rectangle; }

void DrawController::setRectangle(bool rectangle)
{
    if (m_area)
        m_area->setShape(rectangle ? AreaTool::Shape::Rectangle : AreaTool::Shape::FreePolygon);
}

void DrawController::start(DrawKind kind)
{
    if (!m_document.isOpen())
        return;
    end();
    m_kind = kind;
    if (kind == DrawKind::Zone || kind == DrawKind::NewBuilding) {
        const bool building = kind == DrawKind::NewBuilding;
        m_area = new AreaTool(m_document.city(), building ? AreaTool::Shape::Rectangle : AreaTool::Shape::FreePolygon,
                              building ? kGhostHeight_m : 0, this);
        m_tool = m_area;
    } else if (kind == DrawKind::Barrier || kind == DrawKind::TransitLine) {
        m_line = new LineTool(m_document.city(), kind == DrawKind::Barrier ? LineTool::Snap::Nothing : LineTool::Snap::Stops, this);
        m_tool = m_line;
    } else {
        m_streets = new StreetTool(m_document.city(), this);
        m_tool = m_streets;
    }
    connect(m_tool, &DrawTool::changed, this, &DrawController::showDraft);
    connect(m_tool, &DrawTool::finished, this, &DrawController::finish);
    m_viewport.setFocus();
    showDraft();
}

void DrawController::showDraft()
{
    m_viewport.setDraft(m_tool ? m_tool->draft() : Draft{});
    Q_EMIT changed();
}

void DrawController::end()
{
    if (!m_tool)
        return;
    m_tool->deleteLater();
    m_tool = nullptr;
    m_streets = nullptr;
    m_area = nullptr;
    m_line = nullptr;
    showDraft();
}

void DrawController::cancel() { end(); }

void DrawController::removeLast()
{
    if (m_tool)
        m_tool->removeLast();
}

Sketch DrawController::sketch() const
{
    Sketch sketch{.kind = m_kind};
    if (m_tool)
        m_tool->keep(sketch);
    return sketch;
}

void DrawController::resume(const Sketch& sketch)
{
    start(sketch.kind);
    if (m_tool)
        m_tool->resume(sketch);
}

void DrawController::finish()
{
    if (!canFinish())
        return;
    if (m_streets)
        finishStreets(*m_streets);
    else if (m_line)
        finishLine(*m_line);
    else
        finishArea(*m_area);
}

void DrawController::addToStreets(const std::vector<RoadTarget>& targets, const QString& name, const MakeOperation& make)
{
    Intervention intervention{.name = utf8(name), .operations = {}};
    for (const RoadTarget& target : targets)
        intervention.operations.push_back(make(target));
    add(std::move(intervention));
}

void DrawController::finishStreets(const StreetTool& tool)
{
    const std::vector<RoadTarget> targets = tool.targets();
    const QString names = tool.streetNames();
    const DrawKind kind = m_kind;
    const QPointer<DrawController> guard(this);
    if (kind == DrawKind::SpeedLimit) {
        m_dialogs->askSpeed(m_window, {}, [this, guard, targets, names](SpeedInput input) {
            if (!guard)
                return;
            end();
            addToStreets(targets, tr("%1: %2").arg(formatValue(input.limit_kmh, Unit::KmPerHour, 0), names), [&](const RoadTarget& target) {
                return SetSpeedLimit{target, Speed::kmh(input.limit_kmh)};
            });
        });
        return;
    }
    if (kind == DrawKind::CycleLane) {
        m_dialogs->askCycleLane(m_window, {}, [this, guard, targets, names](CycleLaneInput input) {
            if (!guard)
                return;
            end();
            addToStreets(targets, tr("Cycle lane: %1").arg(names), [&](const RoadTarget& target) { return CycleLane{target, input.kind}; });
        });
        return;
    }
    if (kind == DrawKind::Surface) {
        m_dialogs->askSurface(m_window, {}, [this, guard, targets, names](SurfaceInput input) {
            if (!guard)
                return;
            end();
            addToStreets(targets, tr("New surface: %1").arg(names), [&](const RoadTarget& target) {
                return RoadSurface{target, input.surface};
            });
        });
        return;
    }
    end();
    if (kind == DrawKind::CloseRoad)
        addToStreets(targets, tr("Close: %1").arg(names), [](const RoadTarget& target) { return CloseRoad{target}; });
    else
        addToStreets(targets, tr("Filter: %1").arg(names), [](const RoadTarget& target) { return TrafficFilter{target}; });
}

void DrawController::finishLine(const LineTool& tool)
{
    const Polyline line = tool.line();
    const QPointer<DrawController> guard(this);
    if (m_kind == DrawKind::Barrier) {
        m_dialogs->askBarrier(m_window, {.name = tr("Noise barrier"), .length_m = length(line)}, [this, guard, line](BarrierInput input) {
            if (!guard)
                return;
            end();
            const std::string name = utf8(input.name.isEmpty() ? tr("Noise barrier") : input.name);
            add({.name = name, .operations = {NoiseBarrier{name, line, Length::m(input.height_m)}}});
        });
        return;
    }
    m_dialogs->askTransitLine(m_window, {.name = tr("New line"), .stops = static_cast<int>(line.size())},
                              [this, guard, line](TransitLineInput input) {
                                  if (!guard)
                                      return;
                                  end();
                                  const std::string name = utf8(input.name.isEmpty() ? tr("New line") : input.name);
                                  add({.name = name,
                                       .operations = {AddTransitLine{.name = name,
                                                                     .mode = input.mode,
                                                                     .stops = line,
                                                                     .headway_min = input.headway_min,
                                                                     .speed = Speed::kmh(input.speed_kmh),
                                                                     .bothDirections = input.bothDirections}}});
                              });
}

void DrawController::finishArea(const AreaTool& tool)
{
    const MultiPolygon outline{tool.polygon()};
    if (m_kind == DrawKind::Zone) {
        m_dialogs->askZone(m_window, {.name = tr("Low-emission zone")}, [this, guard = QPointer(this), outline](ZoneInput input) {
            if (!guard)
                return;
            end();
            add({.name = utf8(input.name.isEmpty() ? tr("Low-emission zone") : input.name),
                 .operations = {LowEmissionZone{outline, input.minimumEuroPetrol, input.minimumEuroDiesel, input.compliance}}});
        });
        return;
    }
    BuildingInput initial{.name = tr("New building"), .footprint_m2 = area(outline)};
    m_dialogs->askBuilding(m_window, initial, [this, guard = QPointer(this), outline](BuildingInput input) {
        if (!guard)
            return;
        end();
        const std::string name = utf8(input.name.isEmpty() ? tr("New building") : input.name);
        add({.name = name, .operations = {AddBuilding{name, outline, Length::m(input.height_m), input.residents, input.jobs}}});
    });
}

void DrawController::add(Intervention intervention)
{
    if (const Expected<void> done = m_document.addIntervention(std::move(intervention)); !done)
        m_dialogs->tell(m_window, tr("This cannot be added"), errorText(done.error()));
}

}  // namespace isopolis
