#include "app/action_table.h"
#include "app/main_window.h"
#include "app/map_place.h"
#include "ui/layout/fitting_area.h"
#include "ui/panels/demand_panel.h"
#include "ui/panels/fleet_panel.h"
#include "ui/panels/inspector_panel.h"
#include "ui/panels/issue_panel.h"
#include "ui/panels/layers_panel.h"
#include "ui/panels/live/correction_page.h"
#include "ui/panels/live/coverage_page.h"
#include "ui/panels/live/feeds_panel.h"
#include "ui/panels/live/fit_page.h"
#include "ui/panels/live/sensor_page.h"
#include "ui/panels/live/sensor_presenter.h"
#include "ui/panels/map_presenter.h"
#include "ui/panels/overlay_bar.h"
#include "ui/panels/parameter_panel.h"
#include "ui/panels/place_page.h"
#include "ui/panels/reach_panel.h"
#include "ui/panels/scenario_panel.h"
#include "ui/panels/table_panel.h"
#include "ui/panels/tools/draw_controller.h"
#include "ui/panels/transit_panel.h"
#include "ui/panels/users_section.h"
#include "ui/panels/winners_panel.h"

#include <QAction>
#include <QDockWidget>
#include <QStackedWidget>
#include <QTabBar>
#include <QToolBar>

#include <algorithm>

namespace isopolis {

QDockWidget* MainWindow::addDock(const char* name, const QString& title, QWidget* content, Qt::DockWidgetArea area)
{
    auto* dock = new QDockWidget(title, this);
    dock->setObjectName(QString::fromLatin1(name));
    dock->setAccessibleName(title);
    // However small it is made, and however large its words are, all of it can be reached.
    dock->setWidget(new FittingArea(content, FittingArea::Use::Panel, dock));
    addDockWidget(area, dock);
    m_docks << dock;
    const auto number = m_docks.size();
    QList<QKeySequence> keys;
    if (number <= 9)
        keys << QKeySequence(Qt::CTRL | static_cast<Qt::Key>(Qt::Key_0 + number));
    else  // Ctrl+0 is taken: the layers, then the fleet, then the feeds
        keys << QKeySequence(number == 10 ? tr("Ctrl+L") : number == 11 ? tr("Ctrl+K") : tr("Ctrl+J"));
    m_actions->add({.name = name,
                    .text = tr("Go to %1").arg(title),
                    .shortcuts = keys,
                    .enabled = [this] { return m_document->isOpen(); },
                    .run =
                        [this, dock, content] {
                            activateWindow();  // the command may come from the map's own window
                            dock->show();
                            dock->raise();
                            content->setFocus();
                            if (QWidget* first = content->nextInFocusChain(); !content->hasFocus() && first && dock->isAncestorOf(first))
                                first->setFocus(Qt::ShortcutFocusReason);
                        }});
    return dock;
}

void MainWindow::makeDocks()
{
    m_scenarios = new ScenarioPanel(*m_document, m_services.dialogs, this);
    connect(m_scenarios, &ScenarioPanel::addInterventionRequested, this, &MainWindow::askIntervention);
    connect(m_scenarios, &ScenarioPanel::reshapeRequested, m_drawing, &DrawController::reshape);
    auto* table = new TablePanel(*m_document, m_services.dialogs, this);
    connect(table, &TablePanel::flyToRequested, m_presenter, &MapPresenter::flyTo);
    auto* issues = new IssuePanel(*m_document, this);
    addDock("scenarioDock", tr("Scenarios"), m_scenarios, Qt::LeftDockWidgetArea);
    auto* inspector = new InspectorPanel(*m_document, *m_explainer, this);
    inspector->addStreetSection(new UsersSection(*m_document, *m_streetUsers, inspector));
    connect(inspector, &InspectorPanel::cardRequested, this, [this](const QString& id) { m_services.dialogs->showModelCards(this, id); });
    inspector->addPlacePage(new PlacePage(*m_document, *m_levels, *m_places, inspector));
    addDock("inspectorDock", tr("Inspector"), inspector, Qt::RightDockWidgetArea);
    addDock("tableDock", tr("Table"), table, Qt::BottomDockWidgetArea);
    auto* winners = new WinnersPanel(*m_document, WinnersJobs{*m_attribution, *m_uncertainty, *m_sensitivity, *m_whatIf, *m_tracer}, this);
    connect(winners, &WinnersPanel::flyToRequested, m_presenter, &MapPresenter::flyTo);
    QDockWidget* winnersDock = addDock("winnersDock", tr("Who gains, who loses"), winners, Qt::BottomDockWidgetArea);
    addDock("parameterDock", tr("Assumptions"), new ParameterPanel(*m_document, m_services.dialogs, this), Qt::BottomDockWidgetArea);
    addDock("reachDock", tr("Reach"), new ReachPanel(*m_document, *m_reach, this), Qt::BottomDockWidgetArea);
    addDock("transitDock", tr("Public transport"), new TransitPanel(*m_document, JobRunner::Mode::Threaded, this),
            Qt::BottomDockWidgetArea);
    QDockWidget* problems = addDock("issueDock", tr("Problems"), issues, Qt::BottomDockWidgetArea);
    addDock("demandDock", tr("Demand"), new DemandPanel(*m_document, m_services.dialogs, this), Qt::BottomDockWidgetArea);
    auto* layers = new LayersPanel(*m_document, m_actions->some({"flatMap", "buildings", "sensors"}), (*m_actions)["showAll"], this);
    addDock("layersDock", tr("Layers"), layers, Qt::LeftDockWidgetArea);
    auto* fleet = new FleetPanel(*m_document, m_services.dialogs, this);
    connect(fleet, &FleetPanel::factorsRequested, this, &MainWindow::useFactors);
    addDock("fleetDock", tr("Fleet"), fleet, Qt::BottomDockWidgetArea);
    makeLive(*inspector);
    const auto askWhatIf = [winners, winnersDock](const QString& parameter) {
        winnersDock->show();
        winnersDock->raise();
        winners->askWhatIf(parameter);
    };
    connect(inspector, &InspectorPanel::whatIfRequested, this, askWhatIf);
    for (ParameterPanel* parameters : findChildren<ParameterPanel*>())
        connect(parameters, &ParameterPanel::whatIfRequested, this, askWhatIf);
    connect(issues, &IssuePanel::countChanged, this, [problems](int errors, int warnings) {
        problems->setWindowTitle(errors + warnings == 0 ? tr("Problems") : tr("Problems (%1)").arg(errors + warnings));
    });
    setDockOptions(AnimatedDocks | AllowTabbedDocks | AllowNestedDocks);
    setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
    setTabPosition(Qt::BottomDockWidgetArea | Qt::RightDockWidgetArea, QTabWidget::North);
    arrangeDocks();
}

void MainWindow::makeLive(InspectorPanel& inspector)
{
    auto* sensor = new SensorPage(*m_document, *m_twin, *m_feeds, m_services.feedQuestions, &inspector);
    inspector.addPage(sensor, tr("Sensor"));
    connect(m_twin, &LiveTwin::selectionChanged, &inspector, [this, &inspector, sensor] {
        if (!m_twin->selected().empty())
            inspector.showPage(sensor);
    });
    connect(m_twin, &LiveTwin::snapshotChanged, m_presenter, [this] {
        std::vector<Point2> places;
        if (const LiveSnapshotPtr& now = m_twin->snapshot())
            for (const LiveSensor& each : now->sensors)
                if (each.site.group == SensorGroup::Traffic && each.site.at && each.state <= SensorState::Suspect)
                    places.push_back(*each.site.at);
        m_presenter->setTrafficSensors(std::move(places));
    });
    auto* feeds = new FeedsPanel(*m_document, *m_twin, *m_feeds, m_services.feedQuestions, this);
    connect(m_feeds, &FeedDesk::vehiclesSighted, m_sensors, [this](const std::vector<VehicleSighted>& vehicles) {
        std::vector<VehicleSeen> seen;
        for (const VehicleSighted& v : vehicles)
            if (const auto at = m_document->isOpen() ? m_services.placeOf(*m_document->city(), v.lon_deg, v.lat_deg) : std::nullopt)
                seen.push_back({v.trip, v.route, *at, v.t});
        m_sensors->addVehicles(seen);
    });
    auto* coverage = new CoveragePage(*m_document, *m_twin, JobRunner::Mode::Threaded, feeds);
    connect(coverage, &CoveragePage::placesChanged, m_sensors, [this](const std::vector<SuggestedPlace>& places) {
        std::vector<SensorMark> marks;
        for (const SuggestedPlace& place : places)
            marks.push_back({.id = "suggested:" + std::to_string(marks.size() + 1),
                             .at = place.at,
                             .height_m = 3,
                             .shape = MarkShape::Diamond,
                             .colour = {0xC4, 0x3B, 0x9E},
                             .value = QString::number(marks.size() + 1),
                             .words = place.words});
        m_sensors->setSuggestions(std::move(marks));
    });
    feeds->addPage(coverage, tr("Coverage"));
    auto* correction = new CorrectionPage(*m_document, m_services.placeOf, JobRunner::Mode::Threaded, feeds);
    connect(correction, &CorrectionPage::pictureChosen, m_presenter, &MapPresenter::setOwnOverlay);
    connect(findChild<OverlayBar*>(), &OverlayBar::documentChosen, correction, &CorrectionPage::hidePicture);
    feeds->addPage(correction, tr("Corrected air"));
    auto* fit = new FitPage(*m_document, JobRunner::Mode::Threaded, feeds);
    connect(fit, &FitPage::refused, this,
            [this](const QString& reason) { m_services.dialogs->tell(this, tr("The fit was not kept"), reason); });
    feeds->addPage(fit, tr("Calibration"));
    connect(feeds, &FeedsPanel::problemTold, this,
            [this](const QString& problem) { m_services.dialogs->tell(this, tr("The feeds report a problem"), problem); });
    connect(feeds, &FeedsPanel::flyToRequested, m_sensors, &SensorPresenter::flyTo);
    connect(m_feeds, &FeedDesk::stored, m_twin, &LiveTwin::storeChanged);
    addDock("feedDock", tr("Feeds"), feeds, Qt::BottomDockWidgetArea);
}

/// Tabs of panels keep their words and are scrolled, instead of being cut down to two letters each.
void MainWindow::childEvent(QChildEvent* event)
{
    QMainWindow::childEvent(event);
    if (auto* tabs = qobject_cast<QTabBar*>(event->child()); tabs && event->polished()) {
        tabs->setElideMode(Qt::ElideNone);
        tabs->setUsesScrollButtons(true);
    }
}

/// Where words are large for the window there is no room on three sides of the map: all panels share one.
void MainWindow::arrangeDocksOnOneSide()
{
    const auto dock = [this](const char* name) { return findChild<QDockWidget*>(QString::fromLatin1(name)); };
    QDockWidget* first = dock("scenarioDock");
    addDockWidget(Qt::RightDockWidgetArea, first);
    for (const char* name : {"layersDock", "inspectorDock", "tableDock", "winnersDock", "reachDock", "transitDock", "demandDock",
                             "fleetDock", "feedDock", "parameterDock", "issueDock"})
        tabifyDockWidget(first, dock(name));
    for (QDockWidget* each : m_docks) {
        each->setFloating(false);
        each->show();
    }
    resizeDocks({first}, {width() / 2}, Qt::Horizontal);
    dock("winnersDock")->raise();
}

void MainWindow::arrangeDocks()
{
    constexpr int kRoomForThreeSides_em = 70;
    if (width() < kRoomForThreeSides_em * fontMetrics().height()) {
        arrangeDocksOnOneSide();
        return;
    }
    const auto dock = [this](const char* name) { return findChild<QDockWidget*>(QString::fromLatin1(name)); };
    addDockWidget(Qt::LeftDockWidgetArea, dock("scenarioDock"));
    splitDockWidget(dock("scenarioDock"), dock("layersDock"), Qt::Vertical);
    addDockWidget(Qt::RightDockWidgetArea, dock("inspectorDock"));
    addDockWidget(Qt::BottomDockWidgetArea, dock("tableDock"));
    for (const char* name :
         {"winnersDock", "reachDock", "transitDock", "demandDock", "fleetDock", "feedDock", "parameterDock", "issueDock"})
        tabifyDockWidget(dock("tableDock"), dock(name));
    for (QDockWidget* each : m_docks) {
        each->setFloating(false);
        each->show();
    }
    // On a small screen the map comes first.
    constexpr int kInspector_px = 450, kInspectorShare_pct = 26, kBottom_px = 330, kLeastBottom_px = 160, kAbove_px = 525;
    resizeDocks({dock("scenarioDock"), dock("inspectorDock")}, {280, std::min(kInspector_px, width() * kInspectorShare_pct / 100)},
                Qt::Horizontal);
    resizeDocks({dock("tableDock")}, {std::clamp(height() - kAbove_px, kLeastBottom_px, kBottom_px)}, Qt::Vertical);
    resizeDocks({dock("scenarioDock"), dock("layersDock")}, {420, 140}, Qt::Vertical);
    dock("winnersDock")->raise();
}

void MainWindow::showProjectLayout(bool project)
{
    const bool shown = m_centre->currentIndex() == 1;
    if (!project && shown)
        m_layout = saveState(1);
    m_toolBar->setVisible(project);
    if (!project) {
        m_centre->setCurrentIndex(0);
        m_place->setProjectOpen(false);
        for (QDockWidget* dock : m_docks)
            dock->hide();
        return;
    }
    if (!shown && (m_layout.isEmpty() || !restoreState(m_layout, 1)))
        arrangeDocks();
    // Last: the map gets its size once, instead of anew from each part of the window that takes its place.
    m_centre->setCurrentIndex(1);
    m_place->setProjectOpen(true);
}

}  // namespace isopolis
