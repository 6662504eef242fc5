#include "ui/document/small_town.h"

#include "simulation/explain/trace.h"
#include "ui/jobs/auto_run.h"
#include "ui/models/find_index.h"
#include "ui/models/issue_model.h"
#include "ui/models/neighbourhood_table_model.h"
#include "ui/models/operation_numbers.h"
#include "ui/models/parameter_table_model.h"
#include "ui/models/scenario_tree_model.h"
#include "ui/models/table_of_rows.h"
#include "ui/models/trace_tree_model.h"

#include <QAbstractItemModelTester>
#include <QGuiApplication>
#include <QIcon>
#include <QImage>
#include <QMimeData>
#include <QPalette>
#include <QSignalSpy>
#include <QTest>
#include <QUndoStack>

using namespace isopolis;
using namespace isopolis::test;

namespace {

/// A tree as text: one line a row, indented.
QStringList printed(const QAbstractItemModel& model, const QModelIndex& parent = {}, int depth = 0)
{
    QStringList lines;
    for (int row = 0; row < model.rowCount(parent); ++row) {
        const QModelIndex index = model.index(row, 0, parent);
        const QVariant check = index.data(Qt::CheckStateRole);
        const QVariant spoken = index.data(Qt::AccessibleTextRole);
        lines << QString(2 * depth, QLatin1Char(' ')) +
                     (check.isValid() ? (check.toInt() ? QStringLiteral("[x] ") : QStringLiteral("[ ] ")) : QString()) +
                     (spoken.isValid() ? spoken : index.data()).toString();
        lines << printed(model, index, depth + 1);
    }
    return lines;
}

}  // namespace

class TestModels : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theTreeShowsBaseBranchesInterventionsAndOperations();
    void checkBoxesSwitchInterventionsAndKeepTheRows();
    void aRefusalOfTheTreeIsTold();
    void interventionsAreDragged();
    void scenariosCarryAPictureOfWhatTheyDo();
    void numbersOfAnInterventionAreChanged();
    void theTableIsTheTwinOfTheMap();
    void csvCannotCarryFormulas();
    void theSheetHoldsEveryParameterAndEditsWithinItsRange();
    void theTraceIsATree();
    void problemsAreListedWorstFirst();
    void placesAreFoundByAFewLetters();
};

void TestModels::theTreeShowsBaseBranchesInterventionsAndOperations()
{
    ProjectDocument document;
    ScenarioTreeModel model(document);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QCOMPARE(model.rowCount(), 0);
    openSmallTown(document);
    QVERIFY(document.addIntervention(filterShort()));
    QVERIFY(document.addScenario({.name = "Branch", .base = "Plan"}));
    QVERIFY(document.addIntervention(slowMain()));
    const QStringList lines = printed(model);
    QCOMPARE(lines.size(), 7);
    QCOMPARE(lines[0], QStringLiteral("City as it is"));
    QCOMPARE(lines[1], QStringLiteral("  Plan"));
    QCOMPARE(lines[2], QStringLiteral("    [x] Filter the shortcut"));
    QVERIFY(lines[3].trimmed().endsWith(QStringLiteral(": Short")));
    QCOMPARE(lines[4], QStringLiteral("    Branch (shown)"));
    QCOMPARE(lines[5], QStringLiteral("      [x] Slow Main"));
    document.undoStack().undo();
    document.undoStack().undo();
    document.undoStack().undo();
    QCOMPARE(printed(model), (QStringList{QStringLiteral("City as it is"), QStringLiteral("  Plan (shown)")}));
}

void TestModels::checkBoxesSwitchInterventionsAndKeepTheRows()
{
    ProjectDocument document;
    openSmallTown(document);
    QVERIFY(document.addIntervention(filterShort()));
    ScenarioTreeModel model(document);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
    const QPersistentModelIndex row = model.index(0, 0, model.indexOfScenario("Plan"));
    QVERIFY(model.setData(row, Qt::Unchecked, Qt::CheckStateRole));
    QVERIFY(!document.scenarios().front().interventions.front().enabled);
    QVERIFY(model.setData(row, QStringLiteral("Quiet street"), Qt::EditRole));
    QCOMPARE(row.data().toString(), QStringLiteral("Quiet street"));
    QVERIFY(row.isValid());
    QCOMPARE(resets.size(), 0);
}

void TestModels::aRefusalOfTheTreeIsTold()
{
    ProjectDocument document;
    openSmallTown(document);
    QVERIFY(document.addScenario({.name = "Branch", .base = "Plan"}));
    ScenarioTreeModel model(document);
    QSignalSpy refused(&model, &ScenarioTreeModel::refused);
    QVERIFY(!model.setData(model.indexOfScenario("Branch"), QStringLiteral("Plan"), Qt::EditRole));
    QCOMPARE(refused.size(), 1);
}

void TestModels::interventionsAreDragged()
{
    ProjectDocument document;
    openSmallTown(document);
    ScenarioTreeModel model(document);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QSignalSpy refused(&model, &ScenarioTreeModel::refused);
    for (const char* name : {"one", "two", "three"}) {
        Intervention next = slowMain();
        next.name = name;
        std::get<SetSpeedLimit>(next.operations[0]).limit = Speed::kmh(20 + 5 * static_cast<double>(name[0] % 4));
        QVERIFY(document.addIntervention(next));
    }
    QVERIFY(document.addScenario({.name = "Other"}));
    const auto names = [&](const char* scenario) {
        QStringList out;
        for (const Intervention& i : document.scenario(scenario)->interventions)
            out << QString::fromStdString(i.name);
        return out.join(QLatin1Char(' '));
    };
    const auto drag = [&](int row, Qt::DropAction action, int to, const char* onto) {
        const QModelIndex plan = model.indexOfScenario("Plan");
        const std::unique_ptr<QMimeData> data(model.mimeData({model.index(row, 0, plan)}));
        return model.dropMimeData(data.get(), action, to, 0, model.indexOfScenario(onto));
    };
    QVERIFY(drag(0, Qt::MoveAction, 2, "Plan"));  // between the second and the third
    QCOMPARE(names("Plan"), QStringLiteral("two one three"));
    QVERIFY(drag(2, Qt::MoveAction, 0, "Plan"));
    QCOMPARE(names("Plan"), QStringLiteral("three two one"));
    QVERIFY(drag(0, Qt::MoveAction, -1, "Plan"));  // upon the scenario: to the end
    QCOMPARE(names("Plan"), QStringLiteral("two one three"));
    QVERIFY(drag(1, Qt::MoveAction, -1, "Other"));  // another scenario gets a copy
    QCOMPARE(names("Plan"), QStringLiteral("two one three"));
    QCOMPARE(names("Other"), QStringLiteral("one"));
    QVERIFY(drag(1, Qt::CopyAction, 0, "Plan"));
    QCOMPARE(names("Plan"), QStringLiteral("one two one three"));
    document.undoStack().undo();
    QCOMPARE(names("Plan"), QStringLiteral("two one three"));
    QVERIFY(!drag(0, Qt::MoveAction, 0, "base"));  // the city as it is takes none
    // Whatever another program drops here: told, nothing changes.
    QMimeData foreign;
    foreign.setData(model.mimeTypes().front(), "99999999999999999999\nPlan");
    QVERIFY(!model.dropMimeData(&foreign, Qt::MoveAction, 0, 0, model.indexOfScenario("Plan")));
    foreign.setData(model.mimeTypes().front(), "7\nNowhere");
    QVERIFY(!model.dropMimeData(&foreign, Qt::CopyAction, 0, 0, model.indexOfScenario("Plan")));
    QCOMPARE(names("Plan"), QStringLiteral("two one three"));
    QVERIFY(!refused.isEmpty());
    QVERIFY(model.mimeData({model.indexOfScenario("Plan")}) == nullptr);  // scenarios are not dragged
}

void TestModels::scenariosCarryAPictureOfWhatTheyDo()
{
    ProjectDocument document;
    openSmallTown(document);
    ScenarioTreeModel model(document);
    const auto picture = [&] {
        return model.indexOfScenario("Plan").data(Qt::DecorationRole).value<QIcon>().pixmap(ScenarioPictures::kSize).toImage();
    };
    const QImage empty = picture();
    QVERIFY(!empty.isNull());
    QVERIFY(document.addIntervention(filterShort()));
    const QImage filtered = picture();
    QVERIFY(filtered != empty);
    // The filtered street crosses the town from lower left to upper right, and it is drawn there alone.
    const QColor mark = QGuiApplication::palette().color(QPalette::Highlight);
    const auto marked = [&](double x, double y) {
        const QColor at = filtered.pixelColor(static_cast<int>(x * filtered.width()), static_cast<int>(y * filtered.height()));
        return qAbs(at.red() - mark.red()) + qAbs(at.green() - mark.green()) + qAbs(at.blue() - mark.blue()) < 60;
    };
    QVERIFY(marked(0.5, 0.5));
    QVERIFY(!marked(0.3, 0.3));
    QVERIFY(document.setInterventionEnabled("Plan", 0, false));
    QCOMPARE(picture(), empty);
    QVERIFY(!model.indexOfScenario("base").data(Qt::DecorationRole).isValid());
}

void TestModels::numbersOfAnInterventionAreChanged()
{
    const Intervention street{.name = "Street",
                              .operations = {SetSpeedLimit{{.target = "a"}, Speed::kmh(50)}, SetSpeedLimit{{.target = "b"}, Speed::kmh(50)},
                                             SetSpeedLimit{{.target = "c"}, Speed::kmh(30)}, TrafficFilter{{.target = "d"}},
                                             LowEmissionZone{.compliance = 0.333}, AddBuilding{.residents = 10, .jobs = 5}}};
    std::vector<OperationNumber> numbers = numbersOf(street);
    // Two limits of 50 are one; then 30; two standards and compliance; height, residents and jobs.
    QCOMPARE(numbers.size(), std::size_t{8});
    QCOMPARE(numbers[0].value, 50.0);
    QCOMPARE(numbers[1].value, 30.0);
    QCOMPARE(withNumbers(street, numbers), street);  // to the bit, percent too
    numbers[0].value = 20;
    numbers[3].value = 5;
    numbers[6].value = -7;  // below its range
    const Intervention changed = withNumbers(street, numbers);
    QCOMPARE(std::get<SetSpeedLimit>(changed.operations[0]).limit.kmh(), 20.0);
    QCOMPARE(std::get<SetSpeedLimit>(changed.operations[1]).limit.kmh(), 20.0);
    QCOMPARE(std::get<SetSpeedLimit>(changed.operations[2]).limit.kmh(), 30.0);
    QCOMPARE(std::get<LowEmissionZone>(changed.operations[4]).minimumEuroDiesel, 5);
    QCOMPARE(std::get<LowEmissionZone>(changed.operations[4]).compliance, 0.333);
    QCOMPARE(std::get<AddBuilding>(changed.operations[5]).residents, 0.0);
    QCOMPARE(std::get<AddBuilding>(changed.operations[5]).jobs, 5.0);
    const Intervention toll{.name = "Toll", .operations = {RoadCharge{{.target = "a"}, 2.5}}};
    std::vector<OperationNumber> money = numbersOf(toll);
    QCOMPARE(money.size(), std::size_t{1});
    QCOMPARE(money[0].unit, Unit::Euro);
    money[0].value = 1000;  // above its range
    QCOMPARE(std::get<RoadCharge>(withNumbers(toll, money).operations[0]).charge_eur, kChargeRange_eur.high);
    QVERIFY(numbersOf(filterShort()).empty());
}

void TestModels::theTableIsTheTwinOfTheMap()
{
    ProjectDocument document;
    NeighbourhoodTableModel model(document);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    RunService service(
        [](const CityPtr& city, const Scenario& scenario, RunControl& control) { return runChain(city, scenario, control); });
    AutoRun automatic(document, service, JobRunner::Mode::Inline);
    openSmallTown(document);
    QVERIFY(document.addIntervention(filterShort()));
    automatic.runNow();
    QCOMPARE(automatic.state(), AutoRun::State::Current);
    QCOMPARE(model.rowCount(), static_cast<int>(document.city()->neighbourhoods().size()));
    const IndicatorAssessment& assessment = document.results().report->of(document.overlay().indicator);
    for (int row = 0; row < model.rowCount(); ++row) {
        const NeighbourhoodId id = NeighbourhoodId::fromIndex(static_cast<std::size_t>(row));
        QCOMPARE(model.index(row, NeighbourhoodTableModel::Name).data().toString().toStdString(),
                 document.city()->neighbourhoods()[id].name);
        QCOMPARE(model.index(row, NeighbourhoodTableModel::After).data(NeighbourhoodTableModel::SortRole).toDouble(),
                 assessment.scores[id].after);
    }
    QVERIFY(
        model.headerData(NeighbourhoodTableModel::Change, Qt::Horizontal, Qt::DisplayRole).toString().contains(QStringLiteral("µg/m³")));
}

void TestModels::csvCannotCarryFormulas()
{
    MiniCity mini = smallTownPlan();
    mini.data.neighbourhoods[NeighbourhoodId(0)].name = "=HYPERLINK(\"http://x\")";
    ProjectDocument document;
    document.open({mini.make(), {}, nullptr, {}, {}});
    NeighbourhoodTableModel model(document);
    QVERIFY(model.toCsv().contains(QStringLiteral("\"'=HYPERLINK(\"\"http://x\"\")\"")));
}

void TestModels::theSheetHoldsEveryParameterAndEditsWithinItsRange()
{
    ProjectDocument document;
    openSmallTown(document);
    ParameterTableModel model(document);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QSignalSpy refused(&model, &ParameterTableModel::refused);
    QCOMPARE(model.rowCount(), static_cast<int>(allParameters().size() + document.city()->assumptions().size()));
    QVERIFY(!(model.flags(model.index(0, ParameterTableModel::Value)) & Qt::ItemIsEditable));  // the city's own assumption
    const int row = static_cast<int>(document.city()->assumptions().size());
    const ParameterSpec& spec = *model.spec(row);
    const QModelIndex value = model.index(row, ParameterTableModel::Value);
    QVERIFY(value.flags() & Qt::ItemIsEditable);
    const double wish = spec.low + 0.25 * (spec.high - spec.low);
    QVERIFY(model.setData(value, wish, Qt::EditRole));
    QCOMPARE(value.data(Qt::EditRole).toDouble(), wish);
    QVERIFY(!model.setData(value, spec.high * 10 + 1e6, Qt::EditRole));
    QCOMPARE(refused.size(), 1);
    QVERIFY(model.reset(row));
    QCOMPARE(value.data(Qt::EditRole).toDouble(), spec.standard);
    for (int each = 0; each < model.rowCount(); ++each)
        QVERIFY2(!model.index(each, ParameterTableModel::Source).data().toString().isEmpty(),
                 qPrintable(model.index(each, 0).data().toString()));
    document.activate("base");
    QVERIFY(!(model.flags(value) & Qt::ItemIsEditable));
}

void TestModels::theTraceIsATree()
{
    TraceTreeModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    const auto leaf = [](const char* what, double value) {
        TraceNode node;
        node.what = what;
        node.value = value;
        return node;
    };
    TraceNode trace = leaf("Change", -1.5);
    trace.unit = "µg/m³";
    trace.formula = "after - before";
    trace.run = "abcdef0123456789";
    trace.inputs = {leaf("After", 40), leaf("Before", 41.5)};
    trace.parameters = {{.id = "p",
                         .label = "Threshold",
                         .unit = "µg/m³",
                         .source = "WHO",
                         .value = 0.5,
                         .standard = 0.4,
                         .low = 0.1,
                         .high = 1,
                         .overridden = true}};
    trace.data = {{"osm", "Streets", "ODbL", "© OpenStreetMap contributors"}};
    trace.caveats = {"Weather is assumed."};
    model.setTrace(trace);
    QCOMPARE(model.rowCount(), 1);
    const QModelIndex root = model.index(0, 0);
    QCOMPARE(model.rowCount(root), 6);
    QCOMPARE(model.index(0, TraceTreeModel::Value).data().toString(), QStringLiteral("\u22121.5\u00a0µg/m³"));
    QVERIFY(model.index(2, TraceTreeModel::Detail, root).data().toString().contains(QStringLiteral("Changed from 0.4")));
    model.clear();
    QCOMPARE(model.rowCount(), 0);
}

void TestModels::problemsAreListedWorstFirst()
{
    ProjectDocument document;
    IssueModel model(document);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    openSmallTown(document);
    document.report({Severity::Note, "a", "A note"});
    document.report({Severity::Error, "b", "An error", "file.pbf", "osm:way/3"});
    QCOMPARE(model.index(0, IssueModel::Message).data().toString(), QStringLiteral("An error"));
    QCOMPARE(model.index(0, IssueModel::Where).data().toString(), QStringLiteral("osm:way/3, file.pbf"));
    QCOMPARE(model.count(Severity::Error), 1);
    document.report({Severity::Error, "c", "the models begin their sentences low"});
    QCOMPARE(model.index(1, IssueModel::Message).data().toString(), QStringLiteral("The models begin their sentences low"));
}

void TestModels::placesAreFoundByAFewLetters()
{
    QCOMPARE(plainWords(QStringLiteral("  Île-de-la-Cité, Genève ")), QStringLiteral("ile de la cite geneve"));
    QVERIFY(matchesWords(QStringLiteral("pont du mont blanc"), QStringLiteral("blanc mon")));
    QVERIFY(!matchesWords(QStringLiteral("pont du mont blanc"), QStringLiteral("lanc")));
    MiniCity mini = smallTownPlan();
    mini.data.places.push_back({"p1", "École Main", PlaceKind::School, {100, 100}});
    mini.data.transit.stops = IdVector<StopId, TransitStop>(std::vector<TransitStop>{{"s1", "Market", {0, 0}}, {"s2", "Market", {40, 0}}});
    const FindIndex index(*mini.make());
    const auto names = [&](const char* question, std::size_t most = 10) {
        QStringList found;
        for (const std::size_t i : index.search(QString::fromUtf8(question), most))
            found << index.items()[i].name;
        return found;
    };
    // A name that begins with the question comes before one that only holds it, a street before a place.
    QCOMPARE(names("main"), (QStringList{QStringLiteral("Main"), QStringLiteral("École Main")}));
    QCOMPARE(names("ECOLE"), QStringList{QStringLiteral("École Main")});
    QCOMPARE(names("ville"), QStringList());  // in the middle of a word
    QCOMPARE(names("a"), QStringList{QStringLiteral("Aville")});
    QCOMPARE(names("  "), QStringList());
    QCOMPARE(names("m", 1).size(), 1);
    // Both directions of the street, and both platforms as one stop.
    const FindItem& street = index.items()[index.search(QStringLiteral("Main"), 1).front()];
    QCOMPARE(street.links.size(), std::size_t{2});
    QCOMPARE(street.extent.width(), 1200.0);
    const auto stops = index.search(QStringLiteral("market"), 10);
    QCOMPARE(stops.size(), std::size_t{1});
    QCOMPARE(index.items()[stops.front()].extent.width(), 40.0);
}

QTEST_MAIN(TestModels)
#include "tst_models.moc"
