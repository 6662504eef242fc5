#include "ui/dialogs/scenario_file_dialog.h"

#include "ui/dialogs/form_dialog.h"

#include <QComboBox>
#include <QCoreApplication>
#include <QFileInfo>
#include <QLineEdit>

namespace isopolis {

namespace {

/// Free functions translate in a context of their own.
class FileWords {
    Q_DECLARE_TR_FUNCTIONS(scenarioFileDialog)
};

QString withEnding(const QString& path)
{
    const QString trimmed = path.trimmed(), json = QStringLiteral(".json"), whole = QStringLiteral(".scenario.json");
    if (trimmed.isEmpty() || trimmed.endsWith(whole, Qt::CaseInsensitive))
        return trimmed;
    return (trimmed.endsWith(json, Qt::CaseInsensitive) ? trimmed.chopped(json.size()) : trimmed) + whole;
}

}  // namespace

void askScenarioFile(QWidget* parent, const QString& name, const QString& base, const QString& suggested,
                     std::function<void(ScenarioFileInput)> answer)
{
    auto* dialog = new FormDialog("scenarioFileDialog", FileWords::tr("Export a scenario"), FileWords::tr("Export"), parent);
    dialog->setIntroduction(
        FileWords::tr("“%1” with its measures and assumptions, without results. Whoever has a project of the same city can import it and "
                      "calculate it again.")
            .arg(name));
    QComboBox* extent = nullptr;
    if (!base.isEmpty())
        extent = dialog->addChoice("extent", FileWords::tr("What is written"),
                                   {FileWords::tr("All of it, also what comes from “%1”").arg(base),
                                    FileWords::tr("Only what it adds; “%1” must be there when it is imported").arg(base)},
                                   0);
    QLineEdit* path = dialog->addPath("path", FileWords::tr("File"), suggested, FileWords::tr("Scenario (*.scenario.json *.json)"), true);
    dialog->setCheck([path] {
        if (path->text().trimmed().isEmpty())
            return FileWords::tr("No file is named. Type a name or choose Browse.");
        const QFileInfo folder(QFileInfo(path->text()).absolutePath());
        if (!folder.isDir() || !folder.isWritable())
            return FileWords::tr("The folder %1 cannot be written to. Choose another one.").arg(folder.filePath());
        return QString();
    });
    dialog->askThen([=] { answer({withEnding(path->text()), !extent || extent->currentIndex() == 0}); });
}

}  // namespace isopolis
