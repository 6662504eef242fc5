#include "ui/dialogs/qt_dialogs.h"

#include "ui/dialogs/form_dialog.h"
#include "ui/dialogs/intervention_dialog.h"
#include "ui/text/translate.h"

#include <QComboBox>
#include <QCoreApplication>
#include <QDoubleSpinBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QSpinBox>

#include <cmath>

namespace isopolis {

namespace {

/// Free functions translate in a context of their own.
class DialogWords {
    Q_DECLARE_TR_FUNCTIONS(dialogs)
};

constexpr double kMaxPeople = 200000, kMaxHeight_m = 500, kMinSpeed_kmh = 5, kMaxSpeed_kmh = 130;
/// What floors and homes are turned into before anybody corrects it: usual figures, no parameters of a model.
constexpr double kFloor_m = 3, kPeoplePerHome = 2;

/// Adds the ending that the format asks for, if the user left it out.
QString withEnding(QString path, const QString& ending)
{
    path = path.trimmed();
    if (!path.isEmpty() && QFileInfo(path).suffix().compare(ending, Qt::CaseInsensitive) != 0)
        path += QLatin1Char('.') + ending;
    return path;
}

QString checkTarget(const QString& path)
{
    if (path.trimmed().isEmpty())
        return DialogWords::tr("No file is named. Type a name or choose Browse.");
    const QFileInfo folder(QFileInfo(path).absolutePath());
    if (!folder.isDir())
        return DialogWords::tr("The folder %1 does not exist. Choose another one.").arg(folder.filePath());
    if (!folder.isWritable())
        return DialogWords::tr("The folder %1 cannot be written to. Choose another one.").arg(folder.filePath());
    return {};
}

}  // namespace

void QtDialogs::askSpeed(QWidget* parent, SpeedInput initial, Answer<SpeedInput> answer)
{
    auto* dialog = new FormDialog("speedDialog", DialogWords::tr("Speed limit"), DialogWords::tr("Set limit"), parent);
    dialog->setIntroduction(DialogWords::tr("The limit holds for all motor traffic on the chosen streets, in both directions."));
    QDoubleSpinBox* limit = dialog->addNumber("limit", DialogWords::tr("New speed limit"), initial.limit_kmh, kMinSpeed_kmh, kMaxSpeed_kmh,
                                              0, unitText(Unit::KmPerHour));
    limit->setSingleStep(10);
    dialog->askThen([=] { answer({limit->value()}); });
}

void QtDialogs::askZone(QWidget* parent, ZoneInput initial, Answer<ZoneInput> answer)
{
    auto* dialog = new FormDialog("zoneDialog", DialogWords::tr("Low-emission zone"), DialogWords::tr("Add zone"), parent);
    dialog->setIntroduction(
        DialogWords::tr("Vehicles below the chosen standards may not drive in the zone. Compliance is the share of their traffic "
                        "that is driven by a cleaner vehicle instead."));
    QLineEdit* name = dialog->addText("name", DialogWords::tr("Name"), initial.name);
    const QStringList standards{QStringLiteral("Euro 1"), QStringLiteral("Euro 2"), QStringLiteral("Euro 3"),
                                QStringLiteral("Euro 4"), QStringLiteral("Euro 5"), QStringLiteral("Euro 6")};
    QComboBox* petrol = dialog->addChoice("petrol", DialogWords::tr("Petrol vehicles from"), standards, initial.minimumEuroPetrol - 1);
    QComboBox* diesel = dialog->addChoice("diesel", DialogWords::tr("Diesel vehicles from"), standards, initial.minimumEuroDiesel - 1);
    QDoubleSpinBox* compliance =
        dialog->addNumber("compliance", DialogWords::tr("Compliance"), 100 * initial.compliance, 0, 100, 0, QStringLiteral("%"));
    dialog->askThen([=] {
        answer({name->text().trimmed(), petrol->currentIndex() + 1, diesel->currentIndex() + 1, compliance->value() / 100});
    });
}

void QtDialogs::askBuilding(QWidget* parent, BuildingInput initial, Answer<BuildingInput> answer)
{
    auto* dialog = new FormDialog("buildingDialog", DialogWords::tr("New building"), DialogWords::tr("Add building"), parent);
    dialog->setIntroduction(
        DialogWords::tr("Footprint: %1. People who live and work here make trips and are counted with their neighbourhood.")
            .arg(formatValue(initial.footprint_m2, Unit::SquareMetre, 0)));
    QLineEdit* name = dialog->addText("name", DialogWords::tr("Name"), initial.name);
    QDoubleSpinBox* floors = dialog->addNumber("floors", DialogWords::tr("Floors"), std::round(initial.height_m / kFloor_m), 1,
                                               std::floor(kMaxHeight_m / kFloor_m), 0, {});
    QDoubleSpinBox* height =
        dialog->addNumber("height", DialogWords::tr("Height"), initial.height_m, 2, kMaxHeight_m, 1, unitText(Unit::Metre));
    QDoubleSpinBox* homes =
        dialog->addNumber("homes", DialogWords::tr("Homes"), std::round(initial.residents / kPeoplePerHome), 0, kMaxPeople, 0, {});
    QDoubleSpinBox* residents = dialog->addNumber("residents", DialogWords::tr("Residents"), initial.residents, 0, kMaxPeople, 0, {});
    QDoubleSpinBox* jobs = dialog->addNumber("jobs", DialogWords::tr("Jobs"), initial.jobs, 0, kMaxPeople, 0, {});
    floors->setToolTip(
        DialogWords::tr("Each floor gives %1 of height; the height can then be set freely").arg(formatValue(kFloor_m, Unit::Metre, 1)));
    homes->setToolTip(
        DialogWords::tr("Each home gives %1 residents; their number can then be set freely").arg(formatPlain(kPeoplePerHome)));
    QObject::connect(floors, &QDoubleSpinBox::valueChanged, height, [height](double value) { height->setValue(value * kFloor_m); });
    QObject::connect(homes, &QDoubleSpinBox::valueChanged, residents,
                     [residents](double value) { residents->setValue(value * kPeoplePerHome); });
    dialog->setCheck([=] {
        return residents->value() + jobs->value() > 0 ? QString()
                                                      : DialogWords::tr("Nobody lives or works there. Enter residents, jobs or both.");
    });
    const double footprint = initial.footprint_m2;
    dialog->askThen([=] { answer({name->text().trimmed(), residents->value(), jobs->value(), height->value(), footprint}); });
}

void QtDialogs::askScenario(QWidget* parent, const std::vector<std::string>& bases, ScenarioInput initial, Answer<ScenarioInput> answer)
{
    auto* dialog = new FormDialog("scenarioDialog", DialogWords::tr("New scenario"), DialogWords::tr("Create"), parent);
    dialog->setIntroduction(DialogWords::tr("A scenario is a list of interventions on its base. It starts with all that its base holds."));
    QLineEdit* name = dialog->addText("name", DialogWords::tr("Name"), initial.name);
    QStringList titles;
    int current = 0;
    for (std::size_t i = 0; i < bases.size(); ++i) {
        titles << scenarioTitle(bases[i]);
        if (bases[i] == initial.base)
            current = static_cast<int>(i);
    }
    QComboBox* base = dialog->addChoice("base", DialogWords::tr("Branches from"), titles, current);
    QLineEdit* description = dialog->addText("description", DialogWords::tr("Description"), initial.description);
    dialog->setCheck([=] { return name->text().trimmed().isEmpty() ? DialogWords::tr("The scenario has no name. Type one.") : QString(); });
    name->selectAll();
    dialog->askThen([=] {
        answer({name->text().trimmed(), description->text().trimmed(),
                bases.empty() ? std::string() : bases[static_cast<std::size_t>(base->currentIndex())]});
    });
}

void QtDialogs::askIntervention(QWidget* parent, CityPtr city, Answer<Intervention> answer)
{
    auto* dialog = new InterventionDialog(std::move(city), parent);
    dialog->askThen([=] { answer(dialog->intervention()); });
}

void QtDialogs::askSampleCity(QWidget* parent, SampleCityInput initial, Answer<SampleCityInput> answer)
{
    auto* dialog = new FormDialog("sampleCityDialog", DialogWords::tr("Sample city"), DialogWords::tr("Make the city"), parent);
    dialog->setIntroduction(DialogWords::tr(
        "A made-up city to try things out. The same number always makes the same city. It is marked as synthetic wherever it is shown."));
    QDoubleSpinBox* people = dialog->addNumber("population", DialogWords::tr("People"), initial.population, 2000, 1000000, 0, {});
    people->setSingleStep(10000);
    QDoubleSpinBox* seed =
        dialog->addNumber("seed", DialogWords::tr("Number of the city"), static_cast<double>(initial.seed), 1, 999999, 0, {});
    QLineEdit* path =
        dialog->addPath("path", DialogWords::tr("Project file"), initial.path, DialogWords::tr("Isopolis project (*.gpkg)"), true);
    dialog->setCheck([=] { return checkTarget(path->text()); });
    dialog->askThen([=] {
        answer({people->value(), static_cast<std::uint64_t>(seed->value()), withEnding(path->text(), QStringLiteral("gpkg"))});
    });
}

void QtDialogs::askRecipe(QWidget* parent, RecipeInput initial, Answer<RecipeInput> answer)
{
    auto* dialog =
        new FormDialog("recipeDialog", DialogWords::tr("New project from a recipe"), DialogWords::tr("Build the project"), parent);
    dialog->setIntroduction(DialogWords::tr(
        "A recipe (*.city.json) lists the files a city is made from: streets, buildings, neighbourhoods, terrain, and their licences."));
    QLineEdit* recipe =
        dialog->addPath("recipe", DialogWords::tr("Recipe"), initial.recipe, DialogWords::tr("City recipe (*.city.json *.json)"), false);
    QLineEdit* path =
        dialog->addPath("path", DialogWords::tr("Project file"), initial.path, DialogWords::tr("Isopolis project (*.gpkg)"), true);
    dialog->setCheck([=] {
        if (!QFileInfo(recipe->text()).isFile())
            return DialogWords::tr("There is no such recipe. Choose a *.city.json file.");
        return checkTarget(path->text());
    });
    dialog->askThen([=] { answer({recipe->text().trimmed(), withEnding(path->text(), QStringLiteral("gpkg"))}); });
}

void QtDialogs::askReport(QWidget* parent, ReportInput initial, Answer<ReportInput> answer)
{
    auto* dialog = new FormDialog("reportDialog", DialogWords::tr("Export the report"), DialogWords::tr("Export"), parent);
    dialog->setIntroduction(
        DialogWords::tr("The report holds maps, tables by income group, the most affected neighbourhoods with reasons, all "
                        "assumptions and the sources of the data."));
    QLineEdit* path = dialog->addPath("path", DialogWords::tr("PDF file"), initial.path, DialogWords::tr("PDF document (*.pdf)"), true);
    dialog->setCheck([=] { return checkTarget(path->text()); });
    dialog->askThen([=] { answer({withEnding(path->text(), QStringLiteral("pdf"))}); });
}

namespace {

void askFile(QWidget* parent, const char* name, const QString& title, const QString& start, const QString& filter, bool save,
             DialogService::Answer<QString> answer)
{
    auto* files = new QFileDialog(parent, title, start, filter);
    files->setObjectName(QString::fromLatin1(name));
    files->setAttribute(Qt::WA_DeleteOnClose);
    files->setAcceptMode(save ? QFileDialog::AcceptSave : QFileDialog::AcceptOpen);
    files->setFileMode(save ? QFileDialog::AnyFile : QFileDialog::ExistingFile);
    // A name that is only suggested follows the kind of file that is chosen.
    QObject::connect(files, &QFileDialog::filterSelected, files, [files](const QString& chosen) {
        const qsizetype at = chosen.lastIndexOf(QStringLiteral("*."));
        const QString ending = at < 0 ? QString() : chosen.mid(at + 2).chopped(1);
        if (files->acceptMode() != QFileDialog::AcceptSave || ending.isEmpty())
            return;
        files->setDefaultSuffix(ending);
        if (const QStringList names = files->selectedFiles(); names.size() == 1)
            files->selectFile(QFileInfo(names.front()).completeBaseName() + QLatin1Char('.') + ending);
    });
    QObject::connect(files, &QFileDialog::fileSelected, files, [answer = std::move(answer)](const QString& path) { answer(path); });
    files->open();
}

}  // namespace

void QtDialogs::askOpenProject(QWidget* parent, const QString& folder, Answer<QString> answer)
{
    askFile(parent, "openProjectDialog", DialogWords::tr("Open a project"), folder, DialogWords::tr("Isopolis project (*.gpkg)"), false,
            std::move(answer));
}

void QtDialogs::askSaveTable(QWidget* parent, const QString& suggested, Answer<QString> answer)
{
    askFile(parent, "saveTableDialog", DialogWords::tr("Export the table"), suggested, DialogWords::tr("Comma-separated values (*.csv)"),
            true, [answer = std::move(answer)](const QString& path) { answer(withEnding(path, QStringLiteral("csv"))); });
}

void QtDialogs::askSavePicture(QWidget* parent, const QString& suggested, Answer<QString> answer)
{
    askFile(parent, "savePictureDialog", DialogWords::tr("Save the picture of the map"), suggested,
            DialogWords::tr("Portable network graphics: as it is shown (*.png);;Scalable vector graphics: from above (*.svg)"), true,
            [answer = std::move(answer)](const QString& path) {
                answer(path.endsWith(QStringLiteral(".svg"), Qt::CaseInsensitive) ? path : withEnding(path, QStringLiteral("png")));
            });
}

void QtDialogs::askOpenTable(QWidget* parent, Answer<QString> answer)
{
    askFile(parent, "openTableDialog", DialogWords::tr("Open a table"), {}, DialogWords::tr("Comma-separated values (*.csv)"), false,
            std::move(answer));
}

void QtDialogs::confirm(QWidget* parent, const QString& title, const QString& question, const QString& action, std::function<void()> yes)
{
    auto* box = named(new QMessageBox(QMessageBox::Question, title, question, QMessageBox::NoButton, parent), "confirmDialog", title);
    box->setTextFormat(Qt::PlainText);
    box->setAttribute(Qt::WA_DeleteOnClose);
    QPushButton* accept = named(box->addButton(action, QMessageBox::AcceptRole), "accept", action);
    named(box->addButton(DialogWords::tr("Cancel"), QMessageBox::RejectRole), "cancel", DialogWords::tr("Cancel"));
    QObject::connect(accept, &QPushButton::clicked, box, std::move(yes));
    box->open();
}

void QtDialogs::tell(QWidget* parent, const QString& title, const QString& message)
{
    auto* box = named(new QMessageBox(QMessageBox::Warning, title, message, QMessageBox::NoButton, parent), "messageDialog", title);
    box->setTextFormat(Qt::PlainText);
    box->setAttribute(Qt::WA_DeleteOnClose);
    named(box->addButton(DialogWords::tr("Close"), QMessageBox::AcceptRole), "accept", DialogWords::tr("Close"));
    box->open();
}

}  // namespace isopolis
