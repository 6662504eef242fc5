#include "ui/panels/tools/draw_controller.h"

#include "ui/panels/tools/area_tool.h"
#include "ui/panels/tools/building_tool.h"
#include "ui/panels/tools/drawn_shape.h"
#include "ui/panels/tools/line_tool.h"
#include "ui/panels/tools/stop_tool.h"
#include "ui/panels/tools/street_tool.h"
#include "ui/text/translate.h"
#include "ui/viewport/viewport.h"

#include <QGuiApplication>
#include <QKeyEvent>

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
    case DrawKind::NewRoad: return tr("New road");
    case DrawKind::Lanes: return tr("Number of lanes");
    case DrawKind::OneWay: return tr("One-way street");
    case DrawKind::MoveStop: return tr("Move a stop");
    case DrawKind::Park: return tr("New park");
    case DrawKind::RemoveBuilding: return tr("Remove building");
    case DrawKind::BusLane: return tr("Bus lane");
    case DrawKind::ChargeArea: return tr("Congestion charge");
    case DrawKind::ChargeStreets: return tr("Road toll");
    case DrawKind::NewBuilding: break;
    }
    return tr("New building");
}

QString DrawController::title() const { return m_reshaped ? tr("Reshape: %1").arg(text(m_reshaped->was.name)) : titleOf(m_kind); }
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
    switch (kind) {
    case DrawKind::Zone:
    case DrawKind::ChargeArea:
    case DrawKind::Park:
    case DrawKind::NewBuilding: {
        const bool building = kind == DrawKind::NewBuilding;
        m_area = new AreaTool(m_document.city(), building ? AreaTool::Shape::Rectangle : AreaTool::Shape::FreePolygon,
                              building ? kGhostHeight_m : 0, this);
        m_tool = m_area;
        break;
    }
    case DrawKind::Barrier: m_tool = m_line = new LineTool(m_document.city(), LineTool::Snap::Nothing, this); break;
    case DrawKind::TransitLine: m_tool = m_line = new LineTool(m_document.city(), LineTool::Snap::Stops, this); break;
    case DrawKind::NewRoad: m_tool = m_line = new LineTool(m_document.city(), LineTool::Snap::Junctions, this); break;
    case DrawKind::RemoveBuilding: m_tool = m_building = new BuildingTool(m_document, this); break;
    case DrawKind::MoveStop: m_tool = m_stop = new StopTool(m_document.city(), this); break;
    default: m_tool = m_streets = new StreetTool(m_document.city(), this); break;
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
    m_stop = nullptr;
    m_building = nullptr;
    m_reshaped.reset();
    showDraft();
}

void DrawController::cancel() { end(); }

void DrawController::removeLast()
{
    if (m_tool)
        m_tool->removeLast();
}

void DrawController::focusMap() { m_viewport.setFocus(); }

void DrawController::placeSide(double length_m, double direction_deg)
{
    if (m_tool)
        m_tool->placeSide(length_m, direction_deg);
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

void DrawController::reshape(const std::string& scenario, std::size_t intervention)
{
    const Scenario* found = m_document.scenario(scenario);
    if (!found || intervention >= found->interventions.size())
        return;
    const Intervention was = found->interventions[intervention];
    const std::optional<Sketch> shape = shapeOf(was);
    if (!shape)
        return;
    m_document.activate(scenario);
    resume(*shape);
    m_reshaped = Reshaped{scenario, intervention, was};
    Q_EMIT changed();
}

void DrawController::add(Intervention intervention)
{
    if (const Expected<void> done = m_document.addIntervention(std::move(intervention)); !done)
        m_dialogs->tell(m_window, tr("This cannot be added"), errorText(done.error()));
}

}  // namespace isopolis
