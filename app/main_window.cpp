#include "app/main_window.h"

#include "app/action_table.h"
#include "app/map_place.h"
#include "app/shortcuts.h"
#include "ui/jobs/attribution_finder.h"
#include "ui/jobs/auto_run.h"
#include "ui/jobs/figure_tracer.h"
#include "ui/jobs/level_finder.h"
#include "ui/jobs/place_finder.h"
#include "ui/jobs/reach_finder.h"
#include "ui/jobs/sensitivity_finder.h"
#include "ui/jobs/street_users_finder.h"
#include "ui/jobs/uncertainty_finder.h"
#include "ui/jobs/what_if_finder.h"
#include "ui/layout/elided_label.h"
#include "ui/layout/fitting_area.h"
#include "ui/panels/draw_bar.h"
#include "ui/panels/live/sensor_presenter.h"
#include "ui/panels/live/time_bar.h"
#include "ui/panels/map_presenter.h"
#include "ui/panels/overlay_bar.h"
#include "ui/panels/run_status.h"
#include "ui/panels/scenario_panel.h"
#include "ui/panels/start_page.h"
#include "ui/panels/table_copy.h"
#include "ui/panels/tools/draw_check.h"
#include "ui/panels/tools/draw_controller.h"
#include "ui/panels/tools/sketch_keeper.h"
#include "ui/text/named.h"
#include "ui/text/translate.h"
#include "ui/viewport/viewport.h"

#include <QApplication>
#include <QCloseEvent>
#include <QDir>
#include <QFileInfo>
#include <QLabel>
#include <QSettings>
#include <QStackedWidget>
#include <QStandardPaths>
#include <QStatusBar>
#include <QUndoStack>
#include <QVBoxLayout>

namespace isopolis {

MainWindow::MainWindow(WindowServices services)
    : m_services(std::move(services)),
      m_settings(m_services.settingsFile.isEmpty() ? std::make_unique<QSettings>()
                                                   : std::make_unique<QSettings>(m_services.settingsFile, QSettings::IniFormat)),
      m_document(new ProjectDocument(this)), m_runService(new RunService(m_services.chain, this)),
      m_runs(new AutoRun(*m_document, *m_runService, JobRunner::Mode::Threaded, this)),
      m_explainer(new Explainer(*m_document, *m_runService, m_services.explain, JobRunner::Mode::Threaded, this)),
      m_attribution(new AttributionFinder(*m_document, *m_explainer, JobRunner::Mode::Threaded, this)),
      m_reach(new ReachFinder(*m_document, JobRunner::Mode::Threaded, this)),
      m_levels(new LevelFinder(*m_document, JobRunner::Mode::Threaded, this)),
      m_places(new PlaceFinder(*m_document, JobRunner::Mode::Threaded, this)),
      m_streetUsers(new StreetUsersFinder(*m_document, JobRunner::Mode::Threaded, this)),
      m_uncertainty(new UncertaintyFinder(*m_document, JobRunner::Mode::Threaded, this)),
      m_sensitivity(new SensitivityFinder(*m_document, JobRunner::Mode::Threaded, this)),
      m_twin(new LiveTwin(*m_document, m_services.placeOf, JobRunner::Mode::Threaded, this)), m_feeds(m_services.makeFeeds(this)),
      m_whatIf(new WhatIfFinder(*m_document, *m_runService, JobRunner::Mode::Threaded, this)),
      m_tracer(new FigureTracer(
          *m_explainer, [this] { return m_uncertainty->draws(); }, JobRunner::Mode::Threaded, this)),
      m_opening(new JobRunner(JobRunner::Mode::Threaded, this)), m_exporting(new JobRunner(JobRunner::Mode::Threaded, this)),
      m_importing(new JobRunner(JobRunner::Mode::Threaded, this)), m_indexing(new JobRunner(JobRunner::Mode::Threaded, this)),
      m_actions(new ActionTable(this))
{
    setObjectName(QStringLiteral("mainWindow"));
    setWindowTitle(tr("Isopolis"));
    m_theme = static_cast<Theme>(m_settings->value(QStringLiteral("theme"), static_cast<int>(Theme::System)).toInt());
    const bool dark = applyTheme(m_theme);
    makeCentre();
    makeActions();
    makeDocks();
    makeMenus();
    setAcceptDrops(true);
    m_shortcuts = new Shortcuts(*m_actions, *m_settings, this);
    m_actions->refreshIcons();
    m_viewport->setDarkTheme(dark);
    connect(m_document, &ProjectDocument::changed, this, &MainWindow::onChanged);
    connect(&m_document->undoStack(), &QUndoStack::indexChanged, m_actions, &ActionTable::refresh);
    connect(m_drawing, &DrawController::changed, m_actions, &ActionTable::refresh);
    connect(m_runs, &AutoRun::stateChanged, m_actions, &ActionTable::refresh);
    connect(m_runService, &RunService::notSaved, this, [this](const QString& reason) {
        m_document->report(
            {Severity::Warning, "run_not_saved", utf8(tr("A calculation could not be stored in the project: %1").arg(reason))});
    });
    qApp->installEventFilter(new TableCopy(this));
    restoreSettings();
    showProjectLayout(false);
    refreshTitle();
    m_actions->refresh();
}

// Jobs end before the document and the runs that they read.
MainWindow::~MainWindow()
{
    for (QObject* job : {static_cast<QObject*>(m_opening), static_cast<QObject*>(m_exporting), static_cast<QObject*>(m_importing),
                         static_cast<QObject*>(m_indexing), static_cast<QObject*>(m_attribution), static_cast<QObject*>(m_explainer),
                         static_cast<QObject*>(m_reach), static_cast<QObject*>(m_levels), static_cast<QObject*>(m_places),
                         static_cast<QObject*>(m_streetUsers), static_cast<QObject*>(m_uncertainty), static_cast<QObject*>(m_sensitivity),
                         static_cast<QObject*>(m_whatIf), static_cast<QObject*>(m_tracer), static_cast<QObject*>(m_runs),
                         static_cast<QObject*>(m_feeds), static_cast<QObject*>(m_twin)})
        delete job;
    delete m_runService;
}

void MainWindow::makeCentre()
{
    m_centre = new QStackedWidget(this);
    m_start = new StartPage(m_centre);
    auto* page = new QWidget(m_centre);
    m_viewport = m_services.makeViewport(page);
    m_viewport->setObjectName(QStringLiteral("viewport"));
    m_viewport->setMinimumSize(300, 150);
    m_drawing = new DrawController(*m_document, *m_viewport, m_services.dialogs, this);
    m_drawCheck = new DrawCheck(*m_document, *m_drawing, JobRunner::Mode::Threaded, this);
    auto* sketches = new SketchKeeper(*m_document, *m_drawing, this);
    connect(sketches, &SketchKeeper::resumed, this,
            [this] { statusBar()->showMessage(tr("What you were drawing is back: finish it, or press Escape."), 15000); });
    m_presenter = new MapPresenter(*m_document, *m_viewport, *m_drawing, this);
    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto* overlay = new OverlayBar(*m_document, page);
    connect(m_presenter, &MapPresenter::ownShown, overlay, &OverlayBar::setOwn);
    connect(m_presenter, &MapPresenter::dividedShown, overlay, &OverlayBar::setDivided);
    overlay->addStatus(new RunStatus(*m_document, *m_runs, overlay));
    layout->addWidget(new FittingArea(overlay, FittingArea::Use::Bar, page));
    layout->addWidget(m_viewport, 1);
    layout->addWidget(new FittingArea(new TimeBar(*m_twin, page), FittingArea::Use::Bar, page));
    m_sensors = new SensorPresenter(*m_twin, *m_viewport, *m_drawing, this);
    m_centre->addWidget(new FittingArea(m_start, FittingArea::Use::Panel, m_centre));
    m_place = new MapPlace(page, m_centre);
    m_centre->addWidget(m_place);
    setCentralWidget(m_centre);
    m_pointed = new ElidedLabel(this);
    m_saved = new ElidedLabel(this);
    m_badge = new QLabel(tr("Synthetic city"), this);
    m_badge->setObjectName(QStringLiteral("syntheticBadge"));
    m_badge->setProperty("role", QStringLiteral("badge"));
    m_badge->setToolTip(tr("This city is made up. Its figures say nothing about any real place."));
    m_saved->setObjectName(QStringLiteral("savedState"));
    statusBar()->addWidget(m_pointed, 1);
    statusBar()->addPermanentWidget(m_saved);
    statusBar()->addPermanentWidget(m_badge);
    // A message longer than the window is wide ends at its edge.
    connect(statusBar(), &QStatusBar::messageChanged, statusBar(),
            [bar = statusBar()](const QString& message) { bar->setToolTip(message.toHtmlEscaped()); });
    connect(m_presenter, &MapPresenter::pointed, m_pointed, &QLabel::setText);
    connect(m_start, &StartPage::sampleRequested, this, &MainWindow::askSample);
    connect(m_start, &StartPage::openRequested, this, &MainWindow::askOpen);
    connect(m_start, &StartPage::recipeRequested, this, &MainWindow::askRecipe);
    connect(m_start, &StartPage::importRequested, this, [this] { askImport({}); });
    connect(m_start, &StartPage::recentRequested, this, &MainWindow::openProject);
}

void MainWindow::onChanged(const ChangeEvent& event)
{
    using What = ChangeEvent::What;
    if (event.what == What::Opened) {
        showProjectLayout(m_document->isOpen());
        m_saved->clear();
        m_sensors->setCity(m_document->city());
        m_feeds->openProject(m_document->isOpen() ? m_document->path() : QString());
        if (m_document->isOpen())
            m_viewport->setFocus();
    }
    if (event.what == What::Scenarios || event.what == What::Parameters)
        m_saved->setText(tr("All edits are saved."));
    if (event.what == What::Issues && !m_document->issues().empty() && m_document->issues().back().code == "not_saved")
        m_saved->setText(tr("The last edit is not saved: see Problems."));
    refreshTitle();
    m_actions->refresh();
}

void MainWindow::refreshTitle()
{
    const bool open = m_document->isOpen();
    m_badge->setVisible(open && m_document->city()->synthetic());
    const QString shown = open ? tr("%1, %2").arg(text(m_document->city()->name()), scenarioTitle(m_document->activeName())) : QString();
    setWindowTitle(open ? tr("%1 – Isopolis").arg(shown) : tr("Isopolis"));
    m_place->setTitle(tr("Map: %1 – Isopolis").arg(shown));
}

void MainWindow::load(const QString& what, std::function<Expected<OpenedProject>()> work)
{
    if (m_opening->running())
        return;
    closeProject();
    m_start->setBusy(what);
    m_start->setNotice({}, {});
    m_opening->start<Expected<OpenedProject>>([work = std::move(work)](JobControl&) { return work(); }, this,
                                              [this](Expected<OpenedProject> project) {
                                                  m_start->setBusy({});
                                                  if (!project) {
                                                      m_services.dialogs->tell(this, tr("The project could not be opened"),
                                                                               errorText(project.error()));
                                                      return;
                                                  }
                                                  remember(project->path);
                                                  m_document->open(std::move(*project));
                                              });
}

void MainWindow::openProject(const QString& path)
{
    load(tr("Opening %1…").arg(QFileInfo(path).fileName()), [open = m_services.openers.open, path] { return open(path); });
}

void MainWindow::makeSample(const SampleCityInput& input)
{
    load(tr("Making the sample city…"), [make = m_services.openers.makeSample, input] { return make(input); });
}

void MainWindow::buildFromRecipe(const RecipeInput& input)
{
    load(tr("Building the city from %1…").arg(QFileInfo(input.recipe).fileName()),
         [build = m_services.openers.buildFromRecipe, input] { return build(input); });
}

void MainWindow::useFactors(const QString& table)
{
    if (!m_document->isOpen() || m_opening->running())
        return;
    m_opening->start<Expected<void>>(
        [use = m_services.openers.useFactors, path = m_document->path(), table](JobControl&) { return use(path, table); }, this,
        [this, path = m_document->path()](const Expected<void>& used) {
            if (!used)
                m_services.dialogs->tell(this, tr("The emission factors were not taken over"), errorText(used.error()));
            else if (m_document->isOpen() && m_document->path() == path)
                QMetaObject::invokeMethod(
                    this, [this, path] { openProject(path); }, Qt::QueuedConnection);
        });
}

void MainWindow::closeProject()
{
    if (!m_document->isOpen())
        return;
    m_drawing->cancel();
    m_document->close();
}

QString MainWindow::suggestedPath(const QString& name, const QString& ending) const
{
    QString folder =
        m_services.projectFolder.isEmpty() ? QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation) : m_services.projectFolder;
    if (!QFileInfo(folder).isDir())  // a new account may have no folder of documents yet
        folder = QDir::homePath();
    QString path = QStringLiteral("%1/%2.%3").arg(folder, name, ending);
    for (int number = 2; QFileInfo::exists(path); ++number)
        path = QStringLiteral("%1/%2-%3.%4").arg(folder, name, QString::number(number), ending);
    return path;
}

void MainWindow::askSample()
{
    m_services.dialogs->askSampleCity(this, {.path = suggestedPath(QStringLiteral("sample-city"), QStringLiteral("gpkg"))},
                                      [this](const SampleCityInput& input) { makeSample(input); });
}

void MainWindow::askOpen()
{
    const QStringList known = recent();
    m_services.dialogs->askOpenProject(this, known.isEmpty() ? QString() : QFileInfo(known.front()).absolutePath(),
                                       [this](const QString& path) { openProject(path); });
}

void MainWindow::askRecipe()
{
    m_services.dialogs->askRecipe(this, {.recipe = {}, .path = suggestedPath(QStringLiteral("city"), QStringLiteral("gpkg"))},
                                  [this](const RecipeInput& input) { buildFromRecipe(input); });
}

void MainWindow::askIntervention()
{
    m_services.dialogs->askIntervention(this, m_document->city(),
                                        [this](Intervention intervention) { m_drawing->add(std::move(intervention)); });
}

void MainWindow::askReport()
{
    const QFileInfo project(m_document->path());
    const QString name =
        project.completeBaseName().isEmpty() ? QStringLiteral("report") : project.completeBaseName() + QStringLiteral("-report");
    const QString folder = project.path().isEmpty() ? QString() : project.absolutePath();
    const QString path = folder.isEmpty() ? suggestedPath(name, QStringLiteral("pdf")) : QStringLiteral("%1/%2.pdf").arg(folder, name);
    m_services.dialogs->askReport(this, {path}, [this](const ReportInput& input) { exportReport(input.path); });
}

void MainWindow::exportReport(const QString& path)
{
    Expected<Study> study = m_explainer->study();
    if (!study) {
        m_services.dialogs->tell(this, tr("The report cannot be written yet"), errorText(study.error()));
        return;
    }
    // On the right, where tips do not take its place: it takes a while.
    m_saved->setText(tr("Writing the report…"));
    m_exporting->start<Expected<void>>([exporter = m_services.exportReport, study = std::make_shared<const Study>(std::move(*study)),
                                        sure = m_document->uncertainty(),
                                        path](JobControl& control) { return exporter(*study, sure.get(), path, control); },
                                       this,
                                       [this, path](Expected<void> done) {
                                           m_saved->setText(done ? tr("The report is written.") : QString());
                                           m_actions->refresh();
                                           if (done)
                                               statusBar()->showMessage(tr("The report is in %1").arg(path), 15000);
                                           else
                                               m_services.dialogs->tell(this, tr("The report was not written"), errorText(done.error()));
                                       });
    m_actions->refresh();
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    saveSettings();
    m_place->setProjectOpen(false);
    QMainWindow::closeEvent(event);
}

void MainWindow::changeEvent(QEvent* event)
{
    QMainWindow::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_actions)
        m_actions->refreshIcons();
    // Headings are larger than the text, whatever size that has.
    if (event->type() == QEvent::ApplicationFontChange)
        applyTheme(m_theme);
}

}  // namespace isopolis
