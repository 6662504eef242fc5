#include "app/action_table.h"
#include "app/main_window.h"
#include "app/map_place.h"
#include "ui/jobs/auto_run.h"
#include "ui/layout/fitting_area.h"
#include "ui/live/live_twin.h"
#include "ui/panels/draw_bar.h"
#include "ui/panels/live/sensor_presenter.h"
#include "ui/panels/scenario_panel.h"
#include "ui/panels/start_page.h"
#include "ui/panels/tools/draw_controller.h"
#include "ui/text/named.h"
#include "ui/viewport/viewport.h"

#include <QAction>
#include <QActionGroup>
#include <QDockWidget>
#include <QFileInfo>
#include <QMenu>
#include <QMenuBar>
#include <QStackedWidget>
#include <QToolBar>
#include <QToolButton>
#include <QUndoStack>
#include <QVBoxLayout>

namespace isopolis {

void MainWindow::makeActions()
{
    ActionTable& table = *m_actions;
    const auto open = [this] { return m_document->isOpen(); };
    table.add({.name = "newSample", .text = tr("&Sample city…"), .icon = "document-new", .run = [this] { askSample(); }});
    table.add({.name = "openProject", .text = tr("&Open…"), .icon = "document-open", .shortcuts = {QKeySequence::Open}, .run = [this] {
                   askOpen();
               }});
    table.add({.name = "newFromRecipe", .text = tr("&New from a recipe…"), .icon = "document-import", .run = [this] { askRecipe(); }});
    table.add({.name = "exportReport",
               .text = tr("&Export report…"),
               .icon = "document-export",
               .shortcuts = {QKeySequence(tr("Ctrl+E"))},
               .hint = tr("Write the impact report as PDF"),
               .enabled = [this] { return m_document->active() && m_document->resultsAreCurrent() && !m_exporting->running(); },
               .run = [this] { askReport(); }});
    table.add({.name = "closeProject", .text = tr("&Close project"), .shortcuts = {QKeySequence::Close}, .enabled = open, .run = [this] {
                   closeProject();
               }});
    table.add(
        {.name = "quit", .text = tr("&Quit"), .icon = "application-exit", .shortcuts = {QKeySequence::Quit}, .run = [this] { close(); }});
    table.add({.name = "undo",
               .text = tr("&Undo"),
               .icon = "edit-undo",
               .shortcuts = {QKeySequence::Undo},
               .hint = tr("Undo the last edit"),
               .enabled = [this] { return m_document->undoStack().canUndo(); },
               .run = [this] { m_document->undoStack().undo(); }});
    table.add({.name = "redo",
               .text = tr("&Redo"),
               .icon = "edit-redo",
               .shortcuts = QKeySequence::keyBindings(QKeySequence::Redo),
               .hint = tr("Do the undone edit again"),
               .enabled = [this] { return m_document->undoStack().canRedo(); },
               .run = [this] { m_document->undoStack().redo(); }});
    table.add({.name = "guide", .text = tr("&Guide"), .icon = "help-contents", .shortcuts = {QKeySequence::HelpContents}, .run = [this] {
                   m_services.dialogs->showGuide(this);
               }});
    table.add({.name = "modelCards",
               .text = tr("&Model cards…"),
               .icon = "help-hint",
               .hint = tr("What each model is for, where it holds, how it was checked and what it is not"),
               .run = [this] { m_services.dialogs->showModelCards(this, {}); }});
    table.add(
        {.name = "about", .text = tr("&About Isopolis"), .icon = "help-about", .run = [this] { m_services.dialogs->showAbout(this); }});
    makeSchemeActions();
    makeViewActions();
    makeFindActions();
    makeHabitActions();
    makeMapActions();
    makeExchangeActions();
    auto* bar = new DrawBar(*m_drawing, *m_drawCheck, table.some({"finishDrawing", "takeBack", "cancelDrawing"}), m_place->page());
    static_cast<QVBoxLayout*>(m_place->page()->layout())->insertWidget(1, new FittingArea(bar, FittingArea::Use::Bar, m_place->page()));
}

void MainWindow::makeSchemeActions()
{
    ActionTable& table = *m_actions;
    const auto open = [this] { return m_document->isOpen(); };
    const auto drawing = [this] { return m_drawing->drawing(); };
    table.add({.name = "newScenarioAction",
               .text = tr("&New scenario…"),
               .icon = "view-list-tree",
               .shortcuts = {QKeySequence::New},
               .enabled = open,
               .run = [this] { m_scenarios->newScenario(); }});
    table.add({.name = "addInterventionAction",
               .text = tr("&Add intervention…"),
               .icon = "list-add",
               .shortcuts = {QKeySequence(tr("Ctrl+I"))},
               .hint = tr("Choose a street or area from lists instead of drawing"),
               .enabled = open,
               .run = [this] { askIntervention(); }});
    struct Tool {
        const char *name, *icon;
        DrawKind kind;
        QString text, hint, key;
    };
    const Tool tools[] = {
        {"drawFilter", "traffic-filter", DrawKind::Filter, tr("Traffic &filter"), tr("Keep through cars and lorries out of streets"),
         tr("Ctrl+Shift+F")},
        {"drawClosure", "close-road", DrawKind::CloseRoad, tr("&Close street"), tr("Close streets to all motor traffic"),
         tr("Ctrl+Shift+C")},
        {"drawSpeed", "speed-limit", DrawKind::SpeedLimit, tr("&Speed limit"), tr("Set a speed limit on streets"), tr("Ctrl+Shift+S")},
        {"drawZone", "low-emission-zone", DrawKind::Zone, tr("Low-&emission zone"), tr("Draw an area that dirty vehicles may not enter"),
         tr("Ctrl+Shift+E")},
        {"drawBuilding", "new-building", DrawKind::NewBuilding, tr("New &building"), tr("Draw a building with residents and jobs"),
         tr("Ctrl+Shift+B")},
        {"drawCycleLane", "cycle-lane", DrawKind::CycleLane, tr("C&ycle lane"), tr("Give streets a lane for cycles"), tr("Ctrl+Shift+Y")},
        {"drawSurface", "road-surface", DrawKind::Surface, tr("&Road surface"), tr("Lay a quieter surface on streets"), tr("Ctrl+Shift+R")},
        {"drawBarrier", "noise-barrier", DrawKind::Barrier, tr("&Noise barrier"), tr("Draw a wall against noise"), tr("Ctrl+Shift+N")},
        {"drawTransitLine", "transit-line", DrawKind::TransitLine, tr("New &line of public transport"),
         tr("Click the stops of a new line in order"), tr("Ctrl+Shift+L")},
        {"drawRoad", "new-road", DrawKind::NewRoad, tr("New r&oad"), tr("Draw a road, joined to the junctions at its ends"),
         tr("Ctrl+Shift+K")},
        {"drawLanes", "lanes", DrawKind::Lanes, tr("Number of l&anes"), tr("Change the lanes for cars of streets"), tr("Ctrl+Shift+A")},
        {"drawOneWay", "one-way", DrawKind::OneWay, tr("One-&way street"), tr("Leave motor traffic one direction"), tr("Ctrl+Shift+X")},
        {"drawPark", "park", DrawKind::Park, tr("New &park"), tr("Draw a park that people can walk to"), tr("Ctrl+Shift+H")},
        {"removeBuilding", "remove-building", DrawKind::RemoveBuilding, tr("Remo&ve building"), tr("Click a building that goes"),
         tr("Ctrl+Shift+J")},
        {"drawBusLane", "bus-lane", DrawKind::BusLane, tr("B&us lane"), tr("Give one lane of each direction to buses"), tr("Ctrl+Shift+U")},
        {"drawCharge", "charge-area", DrawKind::ChargeArea, tr("Con&gestion charge"), tr("Draw an area that costs money to drive into"),
         tr("Ctrl+Shift+I")},
        {"drawToll", "road-toll", DrawKind::ChargeStreets, tr("Road &toll"), tr("Let driving along streets cost money"),
         tr("Ctrl+Shift+V")},
        {"moveStop", "move-stop", DrawKind::MoveStop, tr("&Move a stop"), tr("Click a stop, then its new place"), tr("Ctrl+Shift+T")},
    };
    for (const Tool& tool : tools) {
        QAction* action = table.add({.name = tool.name,
                                     .text = tool.text,
                                     .icon = tool.icon,
                                     .shortcuts = {QKeySequence(tool.key)},
                                     .hint = tool.hint,
                                     .enabled = open,
                                     .run = [this, kind = tool.kind] { m_drawing->start(kind); },
                                     .checkable = true});
        connect(m_drawing, &DrawController::changed, action,
                [this, action, kind = tool.kind] { action->setChecked(m_drawing->drawing() && m_drawing->kind() == kind); });
    }
    table.add({.name = "finishDrawing",
               .text = tr("&Finish drawing"),
               .icon = "dialog-ok",
               .shortcuts = {QKeySequence(Qt::Key_Return), QKeySequence(Qt::Key_Enter)},
               .enabled = [this] { return m_drawing->canFinish(); },
               .run = [this] { m_drawing->finish(); }});
    table.add({.name = "takeBack",
               .text = tr("&Take back last click"),
               .icon = "edit-reset",
               .shortcuts = {QKeySequence(Qt::Key_Backspace)},
               .enabled = drawing,
               .run = [this] { m_drawing->removeLast(); }});
    table.add({.name = "cancelDrawing",
               .text = tr("Cancel &drawing"),
               .icon = "dialog-cancel",
               .shortcuts = {QKeySequence(Qt::Key_Escape)},
               .enabled = drawing,
               .run = [this] { m_drawing->cancel(); }});
    table["finishDrawing"]->setIconText(tr("Finish"));
    table["takeBack"]->setIconText(tr("Take back"));
    table["cancelDrawing"]->setIconText(tr("Cancel"));
    table.add({.name = "calculate",
               .text = tr("Calculate no&w"),
               .icon = "view-refresh",
               .shortcuts = {QKeySequence(Qt::Key_F5)},
               .enabled =
                   [this] {
                       return m_document->isOpen() && m_runs->state() != AutoRun::State::Current &&
                              m_runs->state() != AutoRun::State::Running;
                   },
               .run = [this] { m_runs->runNow(); }});
    table.add({.name = "cancelCalculation",
               .text = tr("Cance&l calculation"),
               .icon = "process-stop",
               .shortcuts = {QKeySequence(Qt::SHIFT | Qt::Key_F5)},
               .enabled = [this] { return m_runs->state() == AutoRun::State::Running || m_runs->state() == AutoRun::State::Waiting; },
               .run = [this] { m_runs->cancel(); }});
}

void MainWindow::makeViewActions()
{
    ActionTable& table = *m_actions;
    const auto open = [this] { return m_document->isOpen(); };
    QAction* flat = table.add({.name = "flatMap",
                               .text = tr("&Flat map"),
                               .icon = "map-flat",
                               .shortcuts = {QKeySequence(tr("Ctrl+M"))},
                               .hint = tr("A flat map from above instead of the 3D city"),
                               .checkable = true,
                               .toggled = [this](bool on) { m_viewport->setMapMode(on); }});
    QAction* buildings = table.add({.name = "buildings",
                                    .text = tr("&Buildings"),
                                    .shortcuts = {QKeySequence(tr("Ctrl+B"))},
                                    .hint = tr("Show buildings"),
                                    .checkable = true,
                                    .toggled = [this](bool on) { m_viewport->setBuildingsVisible(on); }});
    QAction* calm = table.add({.name = "reducedMotion",
                               .text = tr("&Reduced motion"),
                               .hint = tr("The map jumps instead of flying"),
                               .checkable = true,
                               .toggled = [this](bool on) {
                                   m_viewport->setReducedMotion(on);
                                   m_twin->setReducedMotion(on);
                               }});
    QAction* sensors = table.add({.name = "sensors",
                                  .text = tr("Sens&ors"),
                                  .shortcuts = {QKeySequence(tr("Ctrl+Shift+O"))},
                                  .hint = tr("Show sensors and what they say on the map"),
                                  .checkable = true,
                                  .toggled = [this](bool on) { m_sensors->setVisible(on); }});
    Q_UNUSED(flat)
    Q_UNUSED(calm)
    buildings->setChecked(true);
    sensors->setChecked(true);
    table.add({.name = "showAll",
               .text = tr("Show &whole city"),
               .icon = "zoom-fit-best",
               .shortcuts = {QKeySequence(tr("Ctrl+0"))},
               .enabled = open,
               .run = [this] { m_viewport->showAll(); }});
    table.add({.name = "focusMap", .text = tr("Go to the &map"), .shortcuts = {QKeySequence(Qt::Key_F6)}, .enabled = open, .run = [this] {
                   m_viewport->window()->activateWindow();
                   m_viewport->setFocus(Qt::ShortcutFocusReason);
               }});
    table.add({.name = "resetLayout", .text = tr("Reset the &layout"), .enabled = open, .run = [this] { arrangeDocks(); }});
    auto* themes = new QActionGroup(this);
    struct Choice {
        const char* name;
        QString text;
        Theme theme;
    };
    for (const Choice& choice :
         {Choice{"themeSystem", tr("Theme as the &system"), Theme::System}, Choice{"themeLight", tr("&Light theme"), Theme::Light},
          Choice{"themeDark", tr("&Dark theme"), Theme::Dark}}) {
        QAction* action = table.add(
            {.name = choice.name, .text = choice.text, .run = [this, theme = choice.theme] { setTheme(theme); }, .checkable = true});
        action->setChecked(m_theme == choice.theme);
        themes->addAction(action);
    }
}

/// The tools that do not fit on the tool bar.
QToolButton* MainWindow::makeMoreTools()
{
    auto* more = named(new QToolButton(this), "moreTools", tr("More tools"));
    more->setText(tr("More tools"));
    more->setToolTip(tr("Streets, lanes, cycles, buses, noise, parks and buildings"));
    more->setPopupMode(QToolButton::InstantPopup);
    more->setFocusPolicy(Qt::TabFocus);
    auto* menu = named(new QMenu(more), "moreToolsMenu", tr("More tools"));
    menu->setToolTipsVisible(true);
    menu->addActions(m_actions->some({"drawOneWay", "drawLanes", "drawRoad", "drawCycleLane", "drawBusLane", "drawSurface"}));
    menu->addSeparator();
    menu->addActions(m_actions->some({"drawCharge", "drawToll"}));
    menu->addSeparator();
    menu->addActions(m_actions->some({"drawBarrier", "removeBuilding", "drawPark"}));
    menu->addSeparator();
    menu->addActions(m_actions->some({"drawTransitLine", "moveStop"}));
    more->setMenu(menu);
    return more;
}

void MainWindow::makeMenus()
{
    ActionTable& table = *m_actions;
    const auto menu = [this](const char* name, const QString& title) {
        QMenu* added = menuBar()->addMenu(title);
        added->setObjectName(QString::fromLatin1(name));
        added->setToolTipsVisible(true);
        return added;
    };
    QMenu* project = menu("projectMenu", tr("&Project"));
    project->addActions(table.some({"newSample", "openProject", "newFromFiles", "newFromRecipe"}));
    m_recentMenu = project->addMenu(tr("&Recent"));
    m_recentMenu->setObjectName(QStringLiteral("recentMenu"));
    project->addSeparator();
    project->addActions(table.some({"exportReport", "exportLayer", "savePicture", "closeProject"}));
    project->addSeparator();
    project->addAction(table["quit"]);
    QMenu* edit = menu("editMenu", tr("&Edit"));
    edit->addActions(table.some({"undo", "redo"}));
    edit->addSeparator();
    edit->addActions(table.some({"copyPicture", "findPlace", "findCommand", "keys"}));
    QMenu* scheme = menu("schemeMenu", tr("&Scheme"));
    scheme->addActions(table.some({"newScenarioAction", "addInterventionAction", "mergeScenarios", "importScenario", "exportScenario"}));
    scheme->addSeparator();
    scheme->addActions(table.some({"drawFilter", "drawClosure", "drawSpeed", "drawOneWay", "drawLanes", "drawRoad", "drawCycleLane",
                                   "drawBusLane", "drawSurface", "drawBarrier", "drawZone", "drawCharge", "drawToll", "drawBuilding",
                                   "removeBuilding", "drawPark", "drawTransitLine", "moveStop"}));
    scheme->addSeparator();
    scheme->addActions(table.some({"finishDrawing", "takeBack", "cancelDrawing"}));
    scheme->addSeparator();
    scheme->addActions(table.some({"calculate", "cancelCalculation"}));
    QMenu* view = menu("viewMenu", tr("&View"));
    view->addActions(table.some(
        {"flatMap", "divideMap", "mapsBeside", "buildings", "sensors", "reducedMotion", "sun", "showAll", "bookmarks", "focusMap"}));
    view->addActions(table.some({"mapWindow", "mapFullScreen"}));
    m_mapScreens = view->addMenu(tr("S&creen of the map"));
    m_mapScreens->setObjectName(QStringLiteral("mapScreensMenu"));
    fillMapScreens();
    view->addSeparator();
    QMenu* panels = view->addMenu(tr("&Panels"));
    panels->setObjectName(QStringLiteral("panelsMenu"));
    for (QDockWidget* dock : m_docks)
        panels->addAction(dock->toggleViewAction());
    QMenu* theme = view->addMenu(tr("&Theme"));
    theme->setObjectName(QStringLiteral("themeMenu"));
    theme->addActions(table.some({"themeSystem", "themeLight", "themeDark"}));
    view->addAction(table["resetLayout"]);
    menu("helpMenu", tr("&Help"))->addActions(table.some({"tour", "guide", "modelCards", "about"}));
    m_place->setCommands(table.all());
    m_toolBar = addToolBar(tr("Tools"));
    m_toolBar->setObjectName(QStringLiteral("mainToolBar"));
    m_toolBar->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_toolBar->addActions(table.some({"undo", "redo"}));
    m_toolBar->addSeparator();
    m_toolBar->addActions(table.some({"drawFilter", "drawClosure", "drawSpeed", "drawZone", "drawBuilding"}));
    m_toolBar->addWidget(makeMoreTools());
    m_toolBar->addSeparator();
    m_toolBar->addActions(table.some({"showAll", "findPlace", "exportReport"}));
    for (QAction* action : m_toolBar->actions())
        if (QWidget* button = m_toolBar->widgetForAction(action); button && !action->isSeparator() && !action->objectName().isEmpty()) {
            button->setObjectName(action->objectName() + QStringLiteral("Tool"));
            button->setAccessibleName(action->iconText());
            button->setFocusPolicy(Qt::TabFocus);
        }
}

}  // namespace isopolis
