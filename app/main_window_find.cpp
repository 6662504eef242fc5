#include "app/action_table.h"
#include "app/main_window.h"
#include "ui/dialogs/find_dialog.h"
#include "ui/jobs/job_runner.h"
#include "ui/viewport/map_svg.h"
#include "ui/viewport/viewport.h"

#include <QAction>
#include <QClipboard>
#include <QFileInfo>
#include <QGuiApplication>
#include <QSaveFile>
#include <QStatusBar>

namespace isopolis {

namespace {

constexpr double kAround_m = 250;  // shown on each side of what was found

}  // namespace

void MainWindow::makeFindActions()
{
    ActionTable& table = *m_actions;
    const auto open = [this] { return m_document->isOpen(); };
    table.add({.name = "findPlace",
               .text = tr("&Find a place…"),
               .icon = "edit-find",
               .shortcuts = {QKeySequence::Find},
               .hint = tr("Go to a neighbourhood, street, place, stop or sensor by its name"),
               .enabled = open,
               .run = [this] { askFind(false); }});
    table.add({.name = "findCommand",
               .text = tr("Find a c&ommand…"),
               .shortcuts = {QKeySequence(tr("Ctrl+Shift+P"))},
               .hint = tr("Do anything the window can do, by a few letters of its name"),
               .run = [this] { askFind(true); }});
    table.add({.name = "copyPicture",
               .text = tr("&Copy the picture of the map"),
               .hint = tr("The map as it is shown, with its legend and sources, to paste into a text or a slide"),
               .enabled = [this] { return m_document->isOpen() && m_viewport->available(); },
               .run =
                   [this] {
                       QGuiApplication::clipboard()->setImage(
                           m_viewport->picture((QSizeF(m_viewport->size()) * m_viewport->devicePixelRatioF()).toSize()));
                       statusBar()->showMessage(tr("The picture of the map is on the clipboard."), 8000);
                   }});
    table.add({.name = "savePicture",
               .text = tr("Save &picture of the map…"),
               .shortcuts = {QKeySequence(tr("Ctrl+Shift+M"))},
               .hint = tr("The map as it is shown, with its legend and sources, as PNG; or from above as SVG"),
               .enabled = [this] { return m_document->isOpen() && m_viewport->available(); },
               .run =
                   [this] {
                       const QString name = QFileInfo(m_document->path()).completeBaseName();
                       m_services.dialogs->askSavePicture(
                           this,
                           suggestedPath(name.isEmpty() ? QStringLiteral("map") : name + QStringLiteral("-map"), QStringLiteral("png")),
                           [this](const QString& path) { savePicture(path); });
                   }});
    table["findPlace"]->setIconText(tr("Find"));
    connect(m_document, &ProjectDocument::changed, this, [this](const ChangeEvent& event) {
        if (event.what != ChangeEvent::What::Opened || !m_find)
            return;
        delete m_find;  // its index is of the city before
        m_find = nullptr;
    });
}

void MainWindow::askFind(bool commands)
{
    if (!m_find) {
        m_find = new FindDialog(m_actions->all(), this);
        connect(m_find, &FindDialog::chosen, this, &MainWindow::goTo);
        if (m_document->isOpen())
            m_indexing->start<std::shared_ptr<const FindIndex>>(
                [city = m_document->city()](JobControl&) { return std::make_shared<const FindIndex>(*city); }, m_find,
                [this](std::shared_ptr<const FindIndex> index) { m_find->setIndex(std::move(index)); });
    }
    m_find->ask(commands ? FindDialog::What::Commands : FindDialog::What::Places);
}

/// SVG is always from above, which is said: the map on the screen may be tilted.
void MainWindow::saveSvg(const QString& path)
{
    const MapSvg svg = m_viewport->svg();
    QSaveFile file(path);
    if (svg.bytes.isEmpty() || !file.open(QIODevice::WriteOnly) || file.write(svg.bytes) != svg.bytes.size() || !file.commit()) {
        m_services.dialogs->tell(this, tr("The picture was not written"),
                                 tr("%1: %2. Choose another folder.").arg(path, file.errorString()));
        return;
    }
    const QString saved = tr("Picture saved as %1: the map from above.").arg(path), out = leftOutText(svg.drawn);
    statusBar()->showMessage(out.isEmpty() ? saved : saved + QLatin1Char(' ') + out, 15000);
}

void MainWindow::savePicture(const QString& path)
{
    if (path.endsWith(QStringLiteral(".svg"), Qt::CaseInsensitive))
        return saveSvg(path);
    const QImage picture = m_viewport->picture((QSizeF(m_viewport->size()) * m_viewport->devicePixelRatioF()).toSize());
    QSaveFile file(path);
    if (picture.isNull() || !file.open(QIODevice::WriteOnly) || !picture.save(&file, "PNG") || !file.commit())
        m_services.dialogs->tell(this, tr("The picture was not written"),
                                 tr("%1: %2. Choose another folder.").arg(path, file.errorString()));
    else
        statusBar()->showMessage(tr("Picture saved as %1").arg(path), 8000);
}

void MainWindow::goTo(const FindItem& item)
{
    if (item.neighbourhood.valid())
        m_document->select({.neighbourhood = item.neighbourhood});
    else if (!item.links.empty())
        m_document->select({.links = item.links});
    else if (item.stop.valid())
        m_document->select({.stop = item.stop});
    m_viewport->flyTo(item.extent.grown(kAround_m));
    m_viewport->setFocus();
}

}  // namespace isopolis
