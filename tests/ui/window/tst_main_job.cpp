#include "scripted_dialogs.h"

#include "app/action_table.h"
#include "app/main_window.h"
#include "app/project_session.h"
#include "simulation/report/report_model.h"
#include "ui/dialogs/intervention_dialog.h"
#include "ui/jobs/auto_run.h"
#include "ui/viewport/null_viewport.h"

#include <QAccessible>
#include <QAction>
#include <QClipboard>
#include <QComboBox>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeView>
#include <QUndoStack>

using namespace isopolis;
using namespace isopolis::test;

namespace {

constexpr int kPatience_ms = 120000;

template <class T>
T* find(const QWidget& in, const char* name)
{
    T* found = in.findChild<T*>(QString::fromLatin1(name));
    if (!found)
        qFatal("no widget of the name %s", name);
    return found;
}

}  // namespace

/// The whole job in the real window on a project file: only the map (no OpenGL here) and the answers of dialogs are stand-ins.
class TestMainJob : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void openDrawRunSelectWhyExport();
    void everyFocusableWidgetHasANameOfItsOwn();
    void theWholeJobWithoutAMouse();
    void areasAndBuildingsAreDrawnByClicks();
    void placesAndCommandsAreFoundByTheirNames();
    void tablesAreCopied();
    void aPictureThatCannotBeDrawnIsTold();
    void aBrokenProjectGetsOneSentence();
    void whatWasLeftIsFoundAgain();

private:
    std::unique_ptr<MainWindow> makeWindow();
    NullViewport& map() { return static_cast<NullViewport&>(m_window->viewport()); }
    void open();
    void awaitResults();
    void act(const char* name);
    /// A street in the town's middle that cars use, as it lies under the pointer.
    Pick busyStreet();

    QTemporaryDir m_folder;
    QString m_project;
    std::shared_ptr<ScriptedDialogs> m_dialogs;
    std::unique_ptr<MainWindow> m_window;
    QString m_exported;
};

void TestMainJob::initTestCase()
{
    QVERIFY(m_folder.isValid());
    m_project = m_folder.filePath(QStringLiteral("sample.gpkg"));
    const auto made = createSampleProject(m_project.toStdString(), {.population = 4000, .seed = 3}, IfExists::Refuse);
    QVERIFY2(made, made ? "" : made.error().text().c_str());
}

std::unique_ptr<MainWindow> TestMainJob::makeWindow()
{
    WindowServices services = realServices();
    services.makeViewport = [](QWidget* parent) { return new NullViewport(parent); };
    services.dialogs = m_dialogs;
    services.settingsFile = m_folder.filePath(QStringLiteral("settings.ini"));
    services.projectFolder = m_folder.path();
    services.exportReport = [this](const Study& study, const EnsembleResult*, const QString& path, RunControl& control) -> Expected<void> {
        ReportSettings settings;
        settings.date = "1 May 2030";
        const auto model = buildReport(study, settings, control);
        if (!model)
            return unexpected(model.error());
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly))
            return unexpected(Error{ErrorCode::Io, "not writable"}.in(path.toStdString()));
        file.write(model->title.c_str());
        m_exported = path;
        return {};
    };
    auto window = std::make_unique<MainWindow>(std::move(services));
    window->resize(1500, 950);
    window->show();
    return window;
}

void TestMainJob::init()
{
    m_dialogs = std::make_shared<ScriptedDialogs>();
    m_window = makeWindow();
}

void TestMainJob::cleanup() { m_window.reset(); }

void TestMainJob::open()
{
    m_window->openProject(m_project);
    QTRY_VERIFY_WITH_TIMEOUT(m_window->document().isOpen(), kPatience_ms);
}

void TestMainJob::awaitResults() { QTRY_COMPARE_WITH_TIMEOUT(m_window->runs().state(), AutoRun::State::Current, kPatience_ms); }

void TestMainJob::act(const char* name)
{
    QAction* action = m_window->actions()[name];
    QVERIFY2(action->isEnabled(), name);
    action->trigger();
}

Pick TestMainJob::busyStreet()
{
    const Results& results = m_window->document().results();
    const auto& flows = results.before->traffic.flow_veh_h;
    const RoadNetwork& roads = m_window->document().city()->roads();
    LinkId best;
    for (LinkId link : idsOf(roads.links()))
        if (!best.valid() || flows[link] > flows[best])
            best = link;
    Pick pick = map().pickAt(pointAlong(roads.links()[best].geometry, roads.links()[best].length_m / 2));
    pick.link = best;
    return pick;
}

void TestMainJob::openDrawRunSelectWhyExport()
{
    QVERIFY(find<QWidget>(*m_window, "startPage")->isVisible());
    open();
    QVERIFY(find<QLabel>(*m_window, "syntheticBadge")->isVisible());
    awaitResults();
    QVERIFY(!map().overlay().key.empty());

    act("drawFilter");
    const Pick street = busyStreet();
    Q_EMIT map().hovered(street);
    QVERIFY(!map().draft().links.empty());
    Q_EMIT map().clicked(street, Qt::NoModifier);
    act("finishDrawing");
    QVERIFY2(m_dialogs->told.isEmpty(), qPrintable(m_dialogs->told.join(QLatin1Char('\n'))));
    const Scenario* scheme = m_window->document().active();
    QVERIFY(scheme);
    QCOMPARE(scheme->interventions.size(), std::size_t{1});
    QVERIFY(map().draft().links.empty());
    QVERIFY(find<QLabel>(*m_window, "runWords")->text().contains(QStringLiteral("before your last edit")) ||
            find<QLabel>(*m_window, "runWords")->text().contains(QStringLiteral("first results")));
    awaitResults();

    // Nothing drives through the filter any more.
    const Results& results = m_window->document().results();
    QVERIFY(results.before->traffic.flow_veh_h[street.link] > 0);
    QCOMPARE(results.after->traffic.flow_veh_h[street.link], 0.0);
    QVERIFY(!find<QLabel>(*m_window, "winnersHeadline")->text().isEmpty());

    const NeighbourhoodId where = street.neighbourhood.valid() ? street.neighbourhood : NeighbourhoodId(0);
    Q_EMIT map().clicked(map().pickOf(where), Qt::NoModifier);
    QCOMPARE(m_window->document().selection().neighbourhood, where);
    QCOMPARE(map().selection().neighbourhood, where);
    QCOMPARE(find<QTableView>(*m_window, "neighbourhoodTable")->currentIndex().siblingAtColumn(0).data().toString().toStdString(),
             m_window->document().city()->neighbourhoods()[where].name);
    QTRY_VERIFY_WITH_TIMEOUT(m_window->document().explanation() != nullptr, kPatience_ms);
    QCOMPARE(find<QLabel>(*m_window, "whySentence")->text().toStdString(), m_window->document().explanation()->sentence);
    QTRY_VERIFY_WITH_TIMEOUT(find<QTreeView>(*m_window, "traceTree")->model()->rowCount() > 0, kPatience_ms);

    m_dialogs->reportPath = m_folder.filePath(QStringLiteral("report.pdf"));
    act("exportReport");
    QTRY_COMPARE_WITH_TIMEOUT(m_exported, m_dialogs->reportPath, kPatience_ms);
    QVERIFY(QFile::exists(m_exported));

    act("undo");
    QVERIFY(m_window->document().active() == nullptr);
    act("redo");
    QVERIFY(m_window->document().active() != nullptr);
    awaitResults();
    act("undo");
    QVERIFY2(m_dialogs->told.isEmpty(), qPrintable(m_dialogs->told.join(QLatin1Char('\n'))));
}

void TestMainJob::everyFocusableWidgetHasANameOfItsOwn()
{
    open();
    awaitResults();
    m_window->document().select({.neighbourhood = NeighbourhoodId(0)});
    act("drawBuilding");
    QStringList nameless, objectless;
    int seen = 0;
    for (const QWidget* widget : m_window->findChildren<QWidget*>()) {
        const QString type = QString::fromLatin1(widget->metaObject()->className());
        // Parts of Qt's own compound widgets are named by their owner; scroll areas pass the focus on.
        if (widget->focusPolicy() == Qt::NoFocus || widget->objectName().startsWith(QStringLiteral("qt_")) ||
            type == QStringLiteral("QMenu"))
            continue;
        if (type == QStringLiteral("QTabBar") || type == QStringLiteral("QComboBoxPrivateContainer") ||
            type == QStringLiteral("QComboBoxListView"))
            continue;
        ++seen;
        const QAccessibleInterface* face = QAccessible::queryAccessibleInterface(const_cast<QWidget*>(widget));
        const QString id = type + QLatin1Char(' ') + widget->objectName();
        if (!face || face->text(QAccessible::Name).trimmed().isEmpty())
            nameless << id;
        if (widget->objectName().isEmpty())
            objectless << id;
    }
    QVERIFY(seen > 30);
    QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(QLatin1Char('\n'))));
    QVERIFY2(objectless.isEmpty(), qPrintable(objectless.join(QLatin1Char('\n'))));
    act("cancelDrawing");
}

void TestMainJob::theWholeJobWithoutAMouse()
{
    open();
    awaitResults();
    // The dialog that finds streets by name makes what drawing makes.
    InterventionDialog dialog(m_window->document().city(), nullptr);
    auto* streets = find<QListWidget>(dialog, "streets");
    QVERIFY(streets->count() > 0);
    dialog.accept();
    QVERIFY(!find<QLabel>(dialog, "problem")->text().isEmpty());  // nothing chosen yet: says what to do
    find<QLineEdit>(dialog, "streetSearch")->setText(streets->item(0)->text().section(QStringLiteral(" ("), 0, 0));
    m_dialogs->intervention = dialog.intervention();
    QVERIFY(!m_dialogs->intervention->operations.empty());
    QTest::keyClick(m_window.get(), Qt::Key_I, Qt::ControlModifier);
    QTRY_VERIFY(m_window->document().active() != nullptr);
    awaitResults();
    QTableView* table = find<QTableView>(*m_window, "neighbourhoodTable");
    QTest::keyClick(m_window.get(), Qt::Key_3, Qt::ControlModifier);
    table->setFocus();
    QTest::keyClick(table, Qt::Key_Down);
    QTest::keyClick(table, Qt::Key_Down);
    QVERIFY(m_window->document().selection().neighbourhood.valid());
    QTest::keyClick(m_window.get(), Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(m_window->document().active() == nullptr);
}

void TestMainJob::areasAndBuildingsAreDrawnByClicks()
{
    open();
    awaitResults();
    const Point2 c = m_window->document().city()->extent().centre();
    const auto click = [&](double dx, double dy) { Q_EMIT map().clicked(map().pickAt({c.x + dx, c.y + dy}), Qt::NoModifier); };
    act("drawZone");
    click(-200, -200);
    click(200, -200);
    QVERIFY(!m_window->actions()["finishDrawing"]->isEnabled());
    click(200, 200);
    QVERIFY(map().draft().closed);
    act("takeBack");
    QVERIFY(!m_window->actions()["finishDrawing"]->isEnabled());
    click(200, 200);
    Q_EMIT map().doubleClicked(map().pickAt({c.x + 200, c.y + 200}));
    QVERIFY(m_window->document().active());
    QVERIFY(std::holds_alternative<LowEmissionZone>(m_window->document().active()->interventions.front().operations.front()));
    act("drawBuilding");
    click(0, 0);
    click(30, 0);
    click(30, 20);  // the third corner completes a rectangle
    QCOMPARE(m_window->document().active()->interventions.size(), std::size_t{2});
    const auto& building = std::get<AddBuilding>(m_window->document().active()->interventions.back().operations.front());
    QCOMPARE(area(building.footprint), 600.0);
    QCOMPARE(building.residents, 500.0);
    act("drawBarrier");
    click(0, 60);
    QVERIFY(!m_window->actions()["finishDrawing"]->isEnabled());
    click(80, 60);
    QCOMPARE(map().draft().line.size(), std::size_t{3});  // two corners and the pointer
    act("finishDrawing");
    const auto& barrier = std::get<NoiseBarrier>(m_window->document().active()->interventions.back().operations.front());
    QCOMPARE(length(barrier.axis), 80.0);
    QCOMPARE(barrier.height.m(), 3.0);
    m_window->document().undoStack().undo();
    act("drawPark");
    for (const auto& [dx, dy] : {std::pair(-300, 100), std::pair(-100, 100), std::pair(-200, 300)})
        click(dx, dy);
    act("finishDrawing");
    const auto& park = std::get<GreenSpace>(m_window->document().active()->interventions.back().operations.front());
    QVERIFY(std::abs(area(park.area) - 20000) < 1);
    QCOMPARE(m_window->document().applied()->addedParks.size(), std::size_t{1});
    m_window->document().undoStack().undo();
    act("drawCharge");
    for (const auto& [dx, dy] : {std::pair(-400, -400), std::pair(400, -400), std::pair(0, 400)})
        click(dx, dy);
    act("finishDrawing");
    const auto& charge = std::get<RoadCharge>(m_window->document().active()->interventions.back().operations.front());
    QVERIFY(std::abs(area(charge.where.area) - 320000) < 1);
    QCOMPARE(charge.charge_eur, 5.0);
    QVERIFY(!m_window->document().applied()->roadCharge_eur.empty());
    m_window->document().undoStack().undo();
    QVERIFY(m_window->document().applied()->roadCharge_eur.empty());
    // One click takes a building, and it cannot be clicked again.
    const Building& house = m_window->document().city()->buildings()[BuildingId(0)];
    const Point2 inside = interiorPoint(house.footprint);
    act("removeBuilding");
    Q_EMIT map().clicked(map().pickAt({inside.x + 5000, inside.y}), Qt::NoModifier);  // nothing there
    QVERIFY(!m_window->actions()["finishDrawing"]->isEnabled());
    QVERIFY(map().pickAt(inside).building.valid());
    Q_EMIT map().hovered(map().pickAt(inside));
    QVERIFY(map().draft().closed);
    Q_EMIT map().clicked(map().pickAt(inside), Qt::NoModifier);
    QCOMPARE(std::get<RemoveBuilding>(m_window->document().active()->interventions.back().operations.front()),
             RemoveBuilding{house.externalId});
    QVERIFY(!map().pickAt(inside).building.valid());
    m_window->document().undoStack().undo();
    QVERIFY(map().pickAt(inside).building.valid());
    act("drawFilter");
    Q_EMIT map().cancelRequested();
    QVERIFY(!m_window->actions()["finishDrawing"]->isEnabled());
    QCOMPARE(m_window->document().active()->interventions.size(), std::size_t{2});
    while (m_window->document().undoStack().canUndo())
        m_window->document().undoStack().undo();
}

void TestMainJob::placesAndCommandsAreFoundByTheirNames()
{
    open();
    act("findPlace");
    auto* dialog = find<QDialog>(*m_window, "findDialog");
    auto* line = find<QLineEdit>(*dialog, "findLine");
    auto* list = find<QListWidget>(*dialog, "findList");
    const std::string& name = m_window->document().city()->neighbourhoods()[NeighbourhoodId(0)].name;
    QTest::keyClicks(line, QString::fromStdString(name));
    QTRY_VERIFY_WITH_TIMEOUT(list->count() > 0, kPatience_ms);
    QVERIFY(list->item(0)->text().startsWith(QString::fromStdString(name)));
    QTest::keyClick(line, Qt::Key_Return);
    QVERIFY(!dialog->isVisible());
    QCOMPARE(m_window->document().selection().neighbourhood, NeighbourhoodId(0));
    act("findPlace");
    QTest::keyClicks(line, QStringLiteral("zzqq"));
    QCOMPARE(list->count(), 0);
    QVERIFY(find<QLabel>(*dialog, "findTold")->text().contains(QStringLiteral("zzqq")));
    QTest::keyClick(line, Qt::Key_Escape);
    act("findCommand");
    QTest::keyClicks(line, QStringLiteral("flat map"));
    QCOMPARE(list->count(), 1);
    QTest::keyClick(line, Qt::Key_Return);
    QVERIFY(m_window->actions()["flatMap"]->isChecked());
    act("findCommand");
    QTest::keyClicks(line, QStringLiteral("undo"));
    QTest::keyClick(line, Qt::Key_Return);
    QVERIFY(dialog->isVisible());  // nothing to undo: the command is listed but not possible
    QTest::keyClick(line, Qt::Key_Escape);
}

void TestMainJob::tablesAreCopied()
{
    open();
    awaitResults();
    auto* table = find<QTableView>(*m_window, "neighbourhoodTable");
    table->setFocus();
    QTest::keyClick(table, Qt::Key_C, Qt::ControlModifier);
    const QStringList lines = QGuiApplication::clipboard()->text().split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    QCOMPARE(lines.size(), qsizetype(1 + m_window->document().city()->neighbourhoods().size()));
    QVERIFY(lines[0].contains(QLatin1Char('\t')));
    QCOMPARE(lines[1].count(QLatin1Char('\t')), lines[0].count(QLatin1Char('\t')));
    QVERIFY(lines[1].startsWith(QString::fromStdString(m_window->document().city()->neighbourhoods()[NeighbourhoodId(0)].name)));
}

void TestMainJob::aPictureThatCannotBeDrawnIsTold()
{
    open();
    QVERIFY(!m_window->actions()["savePicture"]->isEnabled());
    m_window->savePicture(m_folder.filePath(QStringLiteral("map.png")));  // there is no OpenGL in this test
    QCOMPARE(m_dialogs->told.size(), 1);
    QVERIFY(m_dialogs->told.front().contains(QStringLiteral("map.png")));
    QVERIFY(!QFile::exists(m_folder.filePath(QStringLiteral("map.png"))));
    // Shapes need none.
    QFile shapes(m_folder.filePath(QStringLiteral("map.svg")));
    m_window->savePicture(shapes.fileName());
    QCOMPARE(m_dialogs->told.size(), 1);
    QVERIFY(shapes.open(QIODevice::ReadOnly) && shapes.readAll().contains("<title>"));
    m_window->savePicture(m_folder.filePath(QStringLiteral("nowhere/map.svg")));
    QCOMPARE(m_dialogs->told.size(), 2);
}

void TestMainJob::aBrokenProjectGetsOneSentence()
{
    const QString path = m_folder.filePath(QStringLiteral("broken.gpkg"));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("this is no database");
    file.close();
    m_window->openProject(path);
    QTRY_COMPARE_WITH_TIMEOUT(m_dialogs->told.size(), 1, kPatience_ms);
    QVERIFY2(m_dialogs->told.front().contains(QStringLiteral("broken.gpkg")), qPrintable(m_dialogs->told.front()));
    QVERIFY(!m_window->document().isOpen());
}

void TestMainJob::whatWasLeftIsFoundAgain()
{
    open();
    m_window->actions()["flatMap"]->setChecked(true);
    QVERIFY(m_window->document().addScenario({.name = "Kept"}));
    m_window->close();
    m_window.reset();
    m_window = makeWindow();
    QVERIFY(map().mapMode());
    QVERIFY(find<QListWidget>(*m_window, "recentProjects")->item(0)->data(Qt::UserRole).toString() == m_project);
    open();
    QVERIFY(m_window->document().scenario("Kept") != nullptr);
    QVERIFY(m_window->document().removeScenario("Kept"));
    m_window->actions()["flatMap"]->setChecked(false);
}

QTEST_MAIN(TestMainJob)
#include "tst_main_job.moc"
