// What makes the window one's own: bookmarks of views, keys, layers for other programs, before and after in one view, the guided tour.
#include "app/action_table.h"
#include "app/bookmarks.h"
#include "app/import_dialog.h"
#include "app/layer_export.h"
#include "app/main_window.h"
#include "app/map_place.h"
#include "app/shortcuts.h"
#include "app/shortcuts_dialog.h"
#include "ui/dialogs/layer_dialog.h"
#include "ui/dialogs/merge_dialog.h"
#include "ui/dialogs/sun_dialog.h"
#include "ui/jobs/explainer.h"
#include "ui/jobs/job_runner.h"
#include "ui/panels/map_presenter.h"
#include "ui/panels/start_page.h"
#include "ui/panels/tour.h"
#include "ui/text/translate.h"
#include "ui/viewport/viewport.h"

#include <QAction>
#include <QDockWidget>
#include <QDropEvent>
#include <QFileInfo>
#include <QMenu>
#include <QSettings>
#include <QStatusBar>
#include <QToolBar>

namespace isopolis {

void MainWindow::makeHabitActions()
{
    ActionTable& table = *m_actions;
    const auto open = [this] { return m_document->isOpen(); };
    table.add({.name = "newFromFiles",
               .text = tr("New from &files…"),
               .icon = "list-add",
               .hint = tr("Build a city from your own files; dropping them on the window does the same"),
               .run = [this] { askImport({}); }});
    table.add({.name = "exportLayer",
               .text = tr("Export a &layer…"),
               .icon = "document-export",
               .shortcuts = {QKeySequence(tr("Ctrl+Shift+G"))},
               .hint = tr("Neighbourhoods with their results, or streets with their flows, for a GIS or a spreadsheet"),
               .enabled = [this] { return m_document->resultsAreCurrent() && !m_exporting->running(); },
               .run = [this] { askExportLayer(); }});
    table.add({.name = "mergeScenarios",
               .text = tr("&Merge two scenarios…"),
               .hint = tr("Make one scenario of two; where they contradict each other you decide"),
               .enabled = [this] { return m_document->isOpen() && m_document->scenarios().size() > 1; },
               .run = [this] { (new MergeDialog(*m_document, this))->open(); }});
    table.add({.name = "bookmarks",
               .text = tr("Boo&kmarks…"),
               .shortcuts = {QKeySequence(tr("Ctrl+D"))},
               .hint = tr("Keep the present view of the map under a name, or go to one that was kept"),
               .enabled = open,
               .run = [this] { askBookmarks(); }});
    table.add({.name = "divideMap",
               .text = tr("&Before and after in one view"),
               .shortcuts = {QKeySequence(tr("Ctrl+Shift+D"))},
               .hint = tr("Divide the map: the state before on the left, after on the right, with a divider to move"),
               .enabled = [this] { return m_document->active() && !m_document->results().empty(); },
               .checkable = true,
               .toggled = [this](bool on) { divideMap(Divided::Swipe, on); }});
    table.add({.name = "mapsBeside",
               .text = tr("Before and after side b&y side"),
               .shortcuts = {QKeySequence(tr("Ctrl+Alt+D"))},
               .hint = tr("Two maps that move together: on the left what the scheme is compared with, on the right the scheme"),
               .enabled = [this] { return m_document->active() && !m_document->results().empty(); },
               .checkable = true,
               .toggled = [this](bool on) { divideMap(Divided::SideBySide, on); }});
    table.add({.name = "sun", .text = tr("&Sun…"), .hint = tr("Light and shadow of a date and an hour"), .enabled = open, .run = [this] {
                   showSun();
               }});
    table.add({.name = "keys", .text = tr("&Keys…"), .hint = tr("See and change the keys of all commands"), .run = [this] {
                   (new ShortcutsDialog(*m_shortcuts, this))->open();
               }});
    table.add(
        {.name = "tour", .text = tr("&Guided tour"), .hint = tr("The whole job in five steps, shown where it is done"), .run = [this] {
             startTour();
         }});
}

/// One way of seeing both at a time.
void MainWindow::divideMap(Divided how, bool on)
{
    if (on)
        (*m_actions)[how == Divided::Swipe ? "mapsBeside" : "divideMap"]->setChecked(false);
    const bool swipe = (*m_actions)["divideMap"]->isChecked(), beside = (*m_actions)["mapsBeside"]->isChecked();
    m_presenter->setDivided(swipe ? Divided::Swipe : beside ? Divided::SideBySide : Divided::Not);
}

void MainWindow::askExportLayer()
{
    const QString name = QFileInfo(m_document->path()).completeBaseName();
    const QString stem = suggestedPath(name.isEmpty() ? QStringLiteral("layer") : name + QStringLiteral("-layer"), QStringLiteral("gpkg"));
    askLayer(this, {tr("Neighbourhoods with all indicators"), tr("Streets with their flows")}, stem,
             [this](const LayerInput& input) { exportLayerTo(input.layer, input.path); });
}

void MainWindow::exportLayerTo(int layer, const QString& path)
{
    Expected<Study> study = m_explainer->study();
    if (!study) {
        m_services.dialogs->tell(this, tr("The layer cannot be written yet"), errorText(study.error()));
        return;
    }
    statusBar()->showMessage(tr("Writing the layer…"));
    m_exporting->start<Expected<void>>(
        [study = std::make_shared<const Study>(std::move(*study)), layer, path](JobControl&) {
            return exportLayer(*study, layer == 1 ? ExportedLayer::Streets : ExportedLayer::Neighbourhoods, path.toStdU16String());
        },
        this,
        [this, path](Expected<void> done) {
            statusBar()->clearMessage();
            m_actions->refresh();
            if (done)
                statusBar()->showMessage(tr("The layer is in %1").arg(path), 15000);
            else
                m_services.dialogs->tell(this, tr("The layer was not written"), errorText(done.error()));
        });
    m_actions->refresh();
}

void MainWindow::askImport(const QStringList& files)
{
    auto* dialog = findChild<ImportDialog*>();
    if (!dialog) {
        const QString folder = QFileInfo(suggestedPath(QStringLiteral("city"), QStringLiteral("gpkg"))).absolutePath();
        dialog = new ImportDialog(folder, this);
        connect(dialog, &ImportDialog::wanted, this, &MainWindow::buildFromRecipe);
        dialog->open();
    }
    dialog->add(files);
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event)
{
    if (!droppedFiles(event->mimeData()).isEmpty() && !m_opening->running())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event)
{
    const QStringList files = droppedFiles(event->mimeData());
    if (files.isEmpty())
        return;
    event->acceptProposedAction();
    // One GeoPackage may be a project or a source of a city: what it is, is seen when it is opened.
    if (files.size() == 1 && isProjectFile(files.front()))
        openProject(files.front());
    else if (files.size() == 1 && files.front().endsWith(QStringLiteral(".city.json"), Qt::CaseInsensitive))
        m_services.dialogs->askRecipe(this,
                                      {.recipe = files.front(), .path = suggestedPath(QStringLiteral("city"), QStringLiteral("gpkg"))},
                                      [this](const RecipeInput& input) { buildFromRecipe(input); });
    else if (files.size() == 1 && files.front().endsWith(QStringLiteral(".scenario.json"), Qt::CaseInsensitive))
        importScenario(files.front());
    else
        askImport(files);
}

void MainWindow::askBookmarks()
{
    auto* dialog = new BookmarksDialog(bookmarksOf(*m_document->city(), *m_settings), m_viewport->mapView(), this);
    connect(dialog, &BookmarksDialog::changed, this,
            [this, dialog, city = m_document->city()] { keepBookmarks(*city, dialog->bookmarks(), *m_settings); });
    connect(dialog, &BookmarksDialog::chosen, m_viewport, &Viewport::goTo);
    dialog->open();
}

void MainWindow::showSun()
{
    if (auto* shown = findChild<SunDialog*>()) {
        shown->raise();
        shown->activateWindow();
        return;
    }
    const LocalFrame& frame = m_document->city()->frame();
    auto* dialog = new SunDialog({frame.longitude, frame.latitude}, this);
    connect(dialog, &SunDialog::sunChanged, m_viewport, &Viewport::setSun);
    connect(m_document, &ProjectDocument::changed, dialog, [dialog](const ChangeEvent& event) {
        if (event.what == ChangeEvent::What::Opened)
            dialog->close();
    });
    dialog->show();
}

void MainWindow::startTour()
{
    const auto dock = [this](const char* name) { return findChild<QDockWidget*>(QString::fromLatin1(name)); };
    if (!m_tour) {
        m_tour = new Tour(this);
        connect(m_tour, &Tour::stepShown, this, [this, dock](int step) {
            // What a step speaks of is brought to the front.
            static constexpr const char* kDocks[] = {nullptr, nullptr, "winnersDock", "inspectorDock", nullptr};
            if (m_document->isOpen() && kDocks[step]) {
                dock(kDocks[step])->show();
                dock(kDocks[step])->raise();
            }
        });
    }
    const auto keys = [this](const char* name) { return (*m_actions)[name]->shortcut().toString(QKeySequence::NativeText); };
    m_tour->start(
        {{tr("Open a city"),
          tr("The sample city needs no files. Your own projects, and cities built from your data, are opened here too (%1).")
              .arg(keys("openProject")),
          m_document->isOpen() ? static_cast<QWidget*>(m_place) : m_start},
         {tr("Draw a scheme"),
          tr("Choose a tool and click streets or corners on the map; Enter finishes. Without a mouse, %1 finds streets by name. "
             "Every edit can be undone.")
              .arg(keys("addInterventionAction")),
          m_toolBar},
         {tr("See who gains and who loses"),
          tr("The calculation starts by itself. This panel, the map and the table show the same figures, neighbourhood by "
             "neighbourhood and group by group."),
          dock("winnersDock")},
         {tr("Ask why"),
          tr("Select a neighbourhood: the inspector names the measures and streets behind the change, and traces each figure to its "
             "formula, assumptions and data."),
          dock("inspectorDock")},
         {tr("Hand it out"),
          tr("The report is a PDF that says how everything was calculated (%1). Layers go to a GIS or a spreadsheet (%2).")
              .arg(keys("exportReport"), keys("exportLayer")),
          m_toolBar->widgetForAction((*m_actions)["exportReport"])}});
}

}  // namespace isopolis
