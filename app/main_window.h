#pragma once
/// The window: lays out the panels, owns document and jobs, and joins them. What it needs comes through its constructor.
///
///   MainWindow window(realServices());  window.show();  window.openProject("geneva.gpkg");

#include "app/window_services.h"
#include "ui/panels/theme.h"

#include <QMainWindow>

#include <cstdint>
#include <memory>

class QDockWidget;
class QLabel;
class QSettings;
class QStackedWidget;
class QToolButton;

namespace isopolis {

class ActionTable;
class AttributionFinder;
class AutoRun;
class DrawCheck;
class DrawController;
class FeedDesk;
class FindDialog;
class JobRunner;
class LiveTwin;
class MapPresenter;
class LevelFinder;
class MapPlace;
class PlaceFinder;
class ReachFinder;
class StreetUsersFinder;
class ScenarioPanel;
class Shortcuts;
class Tour;
class SensitivityFinder;
class SensorPresenter;
class StartPage;
class UncertaintyFinder;
class WhatIfFinder;
class FigureTracer;
enum class Divided : std::uint8_t;

class MainWindow : public QMainWindow {
    Q_OBJECT
public:
    explicit MainWindow(WindowServices services);
    ~MainWindow() override;

    void openProject(const QString& path);
    void makeSample(const SampleCityInput& input);
    void buildFromRecipe(const RecipeInput& input);
    /// Emission factors of the user's own, from a table; none: those of the guidebook again. Opens the project anew.
    void useFactors(const QString& table);
    void closeProject();
    void exportReport(const QString& path);
    void savePicture(const QString& path);               ///< *.svg: as shapes, from above
    void exportLayerTo(int layer, const QString& path);  ///< 0 neighbourhoods, 1 streets
    void importScenario(const QString& path);
    void exportScenario(const std::string& name, bool whole, const QString& path);  ///< whole: with what its base holds

    ProjectDocument& document() { return *m_document; }
    AutoRun& runs() { return *m_runs; }
    Viewport& viewport() { return *m_viewport; }
    MapPlace& mapPlace() { return *m_place; }
    LiveTwin& twin() { return *m_twin; }
    ActionTable& actions() { return *m_actions; }
    Shortcuts& shortcuts() { return *m_shortcuts; }

protected:
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;  ///< a project is opened, files become a city
    void changeEvent(QEvent* event) override;
    void childEvent(QChildEvent* event) override;

private:
    void makeActions();  // main_window_actions.cpp
    void makeSchemeActions();
    void makeViewActions();
    void makeMenus();
    QToolButton* makeMoreTools();
    void makeFindActions();      // main_window_find.cpp
    void makeHabitActions();     // main_window_habits.cpp
    void makeMapActions();       // main_window_map.cpp
    void makeExchangeActions();  // main_window_exchange.cpp
    void askExportScenario();
    void fillMapScreens();
    void mapMoved();
    void divideMap(Divided how, bool on);
    void askExportLayer();
    void askBookmarks();
    void askImport(const QStringList& files);
    void showSun();
    void startTour();
    void askFind(bool commands);
    void saveSvg(const QString& path);
    void goTo(const struct FindItem& item);
    void makeCentre();
    void makeDocks();  // main_window_docks.cpp
    void makeLive(class InspectorPanel& inspector);
    QDockWidget* addDock(const char* name, const QString& title, QWidget* content, Qt::DockWidgetArea area);
    void arrangeDocks();
    void arrangeDocksOnOneSide();
    void showProjectLayout(bool project);
    void restoreSettings();  // main_window_settings.cpp
    void saveSettings();
    void remember(const QString& path);
    QStringList recent() const;
    void setTheme(Theme theme);

    void onChanged(const ChangeEvent& event);
    void refreshTitle();
    void askSample();
    void askOpen();
    void askRecipe();
    void askReport();
    void askIntervention();
    void load(const QString& what, std::function<Expected<OpenedProject>()> work);
    QString suggestedPath(const QString& name, const QString& ending) const;

    WindowServices m_services;
    std::unique_ptr<QSettings> m_settings;
    ProjectDocument* m_document;
    RunService* m_runService;
    AutoRun* m_runs;
    Explainer* m_explainer;
    AttributionFinder* m_attribution;
    ReachFinder* m_reach;
    LevelFinder* m_levels;
    PlaceFinder* m_places;
    StreetUsersFinder* m_streetUsers;
    UncertaintyFinder* m_uncertainty;
    SensitivityFinder* m_sensitivity;
    LiveTwin* m_twin;
    FeedDesk* m_feeds;
    WhatIfFinder* m_whatIf;
    FigureTracer* m_tracer;
    JobRunner *m_opening, *m_exporting, *m_importing, *m_indexing;
    ActionTable* m_actions;
    Shortcuts* m_shortcuts = nullptr;
    Tour* m_tour = nullptr;
    Viewport* m_viewport = nullptr;
    DrawController* m_drawing = nullptr;
    DrawCheck* m_drawCheck = nullptr;
    MapPresenter* m_presenter = nullptr;
    SensorPresenter* m_sensors = nullptr;
    ScenarioPanel* m_scenarios = nullptr;
    FindDialog* m_find = nullptr;
    StartPage* m_start = nullptr;
    QStackedWidget* m_centre = nullptr;
    MapPlace* m_place = nullptr;
    QLabel *m_badge = nullptr, *m_pointed = nullptr, *m_saved = nullptr;
    QList<QDockWidget*> m_docks;
    class QToolBar* m_toolBar = nullptr;
    class QMenu *m_recentMenu = nullptr, *m_mapScreens = nullptr;
    QByteArray m_layout;  ///< of the docks while a project is open
    Theme m_theme = Theme::System;
};

}  // namespace isopolis
