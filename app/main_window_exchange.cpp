// Scenarios as files, from one project of a city to another.
#include "app/action_table.h"
#include "app/main_window.h"
#include "app/project_session.h"
#include "simulation/scenario/scenario_json.h"
#include "ui/dialogs/scenario_file_dialog.h"
#include "ui/jobs/job_runner.h"
#include "ui/text/translate.h"

#include <QAction>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QRegularExpression>
#include <QSaveFile>
#include <QStatusBar>

namespace isopolis {

namespace {

constexpr qint64 kLargestFile_bytes = 32 << 20;  // as much as the reader takes

Error unreadable(const QString& path, const QString& why)
{
    return Error{ErrorCode::BadFile, utf8(why)}.in(utf8(path)).cure("Choose another file.");
}

Expected<Scenario> readScenario(const QString& path, const City& city)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return unexpected(unreadable(path, file.errorString()));
    if (file.size() > kLargestFile_bytes)
        return unexpected(unreadable(path, QStringLiteral("the file is larger than a scenario can be")));
    const QByteArray bytes = file.readAll();
    return scenarioFromJson({bytes.constData(), static_cast<std::size_t>(bytes.size())}, utf8(QFileInfo(path).fileName()), toCityOf(city));
}

/// The name without what file systems do not take.
QString fileName(const QString& scenario)
{
    static const QRegularExpression kOdd(QStringLiteral("[^\\w .-]+"), QRegularExpression::UseUnicodePropertiesOption);
    const QString name = QString(scenario).replace(kOdd, QStringLiteral(" ")).simplified().left(80);
    return name.isEmpty() ? QStringLiteral("scenario") : name;
}

}  // namespace

void MainWindow::makeExchangeActions()
{
    ActionTable& table = *m_actions;
    table.add({.name = "importScenario",
               .text = tr("&Import a scenario…"),
               .hint = tr("Add a scenario from a file that a project of the same city wrote; dropping it on the window does the same"),
               .enabled = [this] { return m_document->isOpen(); },
               .run =
                   [this] {
                       auto* files = new QFileDialog(this, tr("Import a scenario"), QFileInfo(m_document->path()).absolutePath(),
                                                     tr("Scenario (*.scenario.json);;Other JSON file (*.json)"));
                       files->setObjectName(QStringLiteral("importScenarioDialog"));
                       files->setAttribute(Qt::WA_DeleteOnClose);
                       files->setFileMode(QFileDialog::ExistingFile);
                       connect(files, &QFileDialog::fileSelected, this, &MainWindow::importScenario);
                       files->open();
                   }});
    table.add({.name = "exportScenario",
               .text = tr("E&xport the scenario…"),
               .hint = tr("Write the scenario that is shown as a file, for another project of this city"),
               .enabled = [this] { return m_document->active() != nullptr; },
               .run = [this] { askExportScenario(); }});
}

void MainWindow::askExportScenario()
{
    const Scenario* scenario = m_document->active();
    if (!scenario)
        return;
    const QString folder = m_document->path().isEmpty() ? QString() : QFileInfo(m_document->path()).absolutePath();
    const QString name = fileName(text(scenario->name)), ending = QStringLiteral("scenario.json");
    const QString path = folder.isEmpty() ? suggestedPath(name, ending) : QStringLiteral("%1/%2.%3").arg(folder, name, ending);
    askScenarioFile(this, text(scenario->name), text(scenario->base), path,
                    [this, shown = scenario->name](const ScenarioFileInput& input) { exportScenario(shown, input.whole, input.path); });
}

void MainWindow::exportScenario(const std::string& name, bool whole, const QString& path)
{
    const QString title = tr("The scenario was not written");
    const Scenario* found = m_document->scenario(name);
    if (!found)  // deleted while the question was open
        return m_services.dialogs->tell(this, title, tr("It is no longer in the project."));
    Scenario written = *found;
    if (whole) {
        const Expected<Scenario> flat = flattened(*found, m_document->scenarios());
        if (!flat)
            return m_services.dialogs->tell(this, title, errorText(flat.error()));
        written = *flat;
        written.base.clear();
    }
    const QByteArray json = QByteArray::fromStdString(scenarioToJson(written));
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(json) != json.size() || !file.commit())
        m_services.dialogs->tell(this, title, tr("%1: %2. Choose another folder.").arg(path, file.errorString()));
    else
        statusBar()->showMessage(tr("The scenario is in %1").arg(path), 15000);
}

void MainWindow::importScenario(const QString& path)
{
    const QString title = tr("The scenario was not imported");
    if (!m_document->isOpen())
        return m_services.dialogs->tell(this, title, tr("A scenario belongs to a city. Open a project of the city first."));
    statusBar()->showMessage(tr("Reading %1…").arg(QFileInfo(path).fileName()));
    m_importing->start<Expected<Scenario>>(
        [path, city = m_document->city()](JobControl&) { return readScenario(path, *city); }, this,
        [this, title, city = m_document->city()](Expected<Scenario> read) {
            statusBar()->clearMessage();
            if (m_document->city() != city)
                return;  // another project was opened meanwhile
            if (!read)
                return m_services.dialogs->tell(this, title, errorText(read.error()));
            const std::string wish = read->name;
            read->name = m_document->freeScenarioName(wish);
            const QString told = read->name == wish
                                     ? tr("“%1” is imported.").arg(text(wish))
                                     : tr("“%1” is imported as “%2”, since there is one of that name.").arg(text(wish), text(read->name));
            if (const Expected<void> added = m_document->addScenario(std::move(*read)); !added)
                m_services.dialogs->tell(this, title, errorText(added.error()));
            else
                statusBar()->showMessage(told, 15000);
        });
}

}  // namespace isopolis
