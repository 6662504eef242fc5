#include "project_window.h"

#include "support/mini_city.h"
#include "ui/dialogs/qt_dialogs.h"
#include "ui/document/memory_backend.h"
#include "ui/document/project_document.h"
#include "ui/panels/draw_bar.h"
#include "ui/panels/scenario_panel.h"
#include "ui/panels/tools/draw_check.h"
#include "ui/panels/tools/draw_controller.h"
#include "ui/text/compass.h"

#include <QDialog>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QTreeView>
#include <QUndoStack>

#include <algorithm>

using namespace isopolis;
using namespace isopolis::test;

/// Tools of the map that main_job leaves out, and what can be done with their interventions in the tree.
class TestDrawTools : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cleanup();
    void aRoadRunsFromJunctionToJunction();
    void aRoadThatReachesNoJunctionIsRefused();
    void lanesAndDirectionOfAStreet();
    void aStopIsClickedAndPlaced();
    void floorsAndHomesBecomeHeightAndResidents();
    void sidesOfTheSky();
    void detailsAndCopiesInTheTree();
    void aDrawnShapeIsTakenUpAgain();
    void whatSpeaksAgainstADrawingIsToldWhileDrawing();

private:
    void click(Point2 at, Qt::KeyboardModifiers keys = Qt::NoModifier) { Q_EMIT m_window->map().clicked(m_window->map().pickAt(at), keys); }
    void act(const char* name) { m_window->action(name).trigger(); }
    const City& city() { return *(*m_window)->document().city(); }
    template <class T>
    const T* lastOperation()
    {
        const Scenario* scenario = (*m_window)->document().active();
        return scenario ? std::get_if<T>(&scenario->interventions.back().operations.back()) : nullptr;
    }
    std::pair<NodeId, NodeId> farJunctions();

    std::unique_ptr<ProjectWindow> m_window;
};

void TestDrawTools::initTestCase()
{
    m_window = std::make_unique<ProjectWindow>();
    QVERIFY(m_window->open());
}

void TestDrawTools::cleanup()
{
    act("cancelDrawing");
    while ((*m_window)->document().undoStack().canUndo())
        (*m_window)->document().undoStack().undo();
    m_window->dialogs().told.clear();
}

/// Two junctions of cars that no street joins.
std::pair<NodeId, NodeId> TestDrawTools::farJunctions()
{
    const RoadNetwork& roads = city().roads();
    std::vector<NodeId> nodes;
    for (const RoadLink& link : roads.links())
        if (link.modes.has(Mode::Car))
            nodes.push_back(link.from);
    const NodeId first = nodes.front();
    const NodeId last = *std::max_element(nodes.begin(), nodes.end(), [&](NodeId a, NodeId b) {
        return distance(roads.nodes()[first].at, roads.nodes()[a].at) < distance(roads.nodes()[first].at, roads.nodes()[b].at);
    });
    return {first, last};
}

void TestDrawTools::aRoadRunsFromJunctionToJunction()
{
    const auto [from, to] = farJunctions();
    const Point2 a = city().roads().nodes()[from].at, b = city().roads().nodes()[to].at;
    act("drawRoad");
    click(a + Point2{4, -3});
    const auto* words = m_window->find<QLabel>("drawInstruction");
    QVERIFY(words->text().contains(QStringLiteral("junction")));
    click(b + Point2{-4, 3});
    QCOMPARE(m_window->map().draft().line.front(), a);  // both ends have snapped
    QCOMPARE(m_window->map().draft().line.back(), b);
    QVERIFY(words->text().contains(QStringLiteral("from junction to junction")));
    act("finishDrawing");
    QCOMPARE(m_window->dialogs().told, QStringList());
    const auto* road = lastOperation<AddRoad>();
    QVERIFY(road);
    QCOMPARE(road->axis, (Polyline{a, b}));
    const std::shared_ptr<const AppliedScenario> applied = (*m_window)->document().applied();
    QCOMPARE(applied->addedLinks.size(), std::size_t{2});  // there and back
    QCOMPARE(applied->addedLinks.front().from, from);
    QCOMPARE(applied->addedLinks.front().to, to);
    QVERIFY(m_window->awaitResults());
    (*m_window)->document().undoStack().undo();
    QVERIFY((*m_window)->document().scenarios().empty());
    // Alt places freely.
    act("drawRoad");
    click(a + Point2{4, -3}, Qt::AltModifier);
    QCOMPARE(m_window->map().draft().line.front(), (a + Point2{4, -3}));
    act("cancelDrawing");
}

void TestDrawTools::aRoadThatReachesNoJunctionIsRefused()
{
    const Box extent = city().extent();
    act("drawRoad");
    click({extent.minX - 5000, extent.minY - 5000});
    click({extent.minX - 6000, extent.minY - 5000});
    QVERIFY(m_window->find<QLabel>("drawInstruction")->text().contains(QStringLiteral("not at a junction")));
    act("finishDrawing");
    QCOMPARE(m_window->dialogs().told.size(), 1);
    QVERIFY2(m_window->dialogs().told.front().contains(QStringLiteral("from any junction")), qPrintable(m_window->dialogs().told.front()));
    QVERIFY((*m_window)->document().scenarios().empty());
}

void TestDrawTools::lanesAndDirectionOfAStreet()
{
    const RoadNetwork& roads = city().roads();
    const auto found = std::find_if(roads.links().begin(), roads.links().end(), [](const RoadLink& link) {
        return link.reverse.valid() && link.modes.has(Mode::Car) && link.lanes < 2 && link.geometry.size() == 2;
    });
    QVERIFY(found != roads.links().end());
    const LinkId id = LinkId::fromIndex(static_cast<std::size_t>(found - roads.links().begin()));
    const Pick street{.ground = found->geometry.front(), .onGround = true, .link = id};
    act("drawLanes");
    Q_EMIT m_window->map().clicked(street, Qt::AltModifier);
    act("finishDrawing");
    const auto* lanes = lastOperation<SetLanes>();
    QVERIFY(lanes);
    QCOMPARE(lanes->where.target, found->externalId);
    QCOMPARE(lanes->lanes, 1.0);
    m_window->dialogs().told.clear();
    act("drawOneWay");
    Q_EMIT m_window->map().clicked(street, Qt::NoModifier);
    act("finishDrawing");
    const auto* oneWay = lastOperation<OneWay>();
    QVERIFY(oneWay);
    QCOMPARE(oneWay->direction, OneWay::Direction::Backward);
    // Both directions were offered by the sides that they lead to, and the chosen one names the intervention.
    QCOMPARE(m_window->dialogs().told.size(), 2);
    QVERIFY(m_window->dialogs().told[0] != m_window->dialogs().told[1]);
    QVERIFY(QString::fromStdString((*m_window)->document().active()->interventions.back().name).contains(m_window->dialogs().told[1]));
}

void TestDrawTools::aStopIsClickedAndPlaced()
{
    const TransitNetwork& transit = city().transit();
    QVERIFY(!transit.stops.empty());
    const TransitStop stop = transit.stops[StopId(0)];
    const auto* words = m_window->find<QLabel>("drawInstruction");
    act("moveStop");
    const Box extent = city().extent();
    click({extent.maxX + 3000, extent.maxY + 3000});  // no stop there: nothing is taken
    QVERIFY(m_window->map().draft().line.empty());
    click(stop.at + Point2{10, 0});
    QVERIFY(words->text().contains(QString::fromStdString(stop.name)));
    act("takeBack");
    QVERIFY(!words->text().contains(QStringLiteral("new place")));
    click(stop.at + Point2{10, 0});
    click(stop.at + Point2{60, 80});
    const auto* moved = lastOperation<MoveStop>();
    QVERIFY(moved);
    QCOMPARE(moved->target, stop.externalId);
    QCOMPARE(moved->to, (stop.at + Point2{60, 80}));
    QCOMPARE((*m_window)->document().applied()->transit().stops[StopId(0)].at, (stop.at + Point2{60, 80}));
}

void TestDrawTools::floorsAndHomesBecomeHeightAndResidents()
{
    QtDialogs dialogs;
    std::optional<BuildingInput> answer;
    dialogs.askBuilding(&**m_window, {.name = "House", .residents = 0, .height_m = 6}, [&](const BuildingInput& input) { answer = input; });
    auto* dialog = m_window->find<QDialog>("buildingDialog");
    QVERIFY(dialog);
    const auto field = [dialog](const char* name) { return dialog->findChild<QDoubleSpinBox*>(QString::fromLatin1(name)); };
    QCOMPARE(field("floors")->value(), 2.0);
    field("floors")->setValue(5);
    QCOMPARE(field("height")->value(), 15.0);
    field("homes")->setValue(40);
    QCOMPARE(field("residents")->value(), 80.0);
    field("residents")->setValue(95);  // who knows better says so
    field("height")->setValue(16.5);
    dialog->accept();
    QVERIFY(answer);
    QCOMPARE(answer->residents, 95.0);
    QCOMPARE(answer->height_m, 16.5);
}

void TestDrawTools::sidesOfTheSky()
{
    QCOMPARE(compassText(0), QStringLiteral("north"));
    QCOMPARE(compassText(44), QStringLiteral("north-east"));
    QCOMPARE(compassText(-90), QStringLiteral("west"));
    QCOMPARE(compassText(359), QStringLiteral("north"));
    QCOMPARE(compassText(540), QStringLiteral("south"));
}

void TestDrawTools::detailsAndCopiesInTheTree()
{
    ProjectDocument& document = (*m_window)->document();
    const std::string way = city().roads().ways()[RoadWayId(0)].externalId;
    QVERIFY(document.addScenario({.name = "One"}));
    QVERIFY(document.addIntervention({.name = "Quiet street", .operations = {TrafficFilter{{.target = way}}}}));
    QVERIFY(document.addScenario({.name = "Two"}));
    auto* tree = m_window->find<QTreeView>("scenarioTree");
    auto* copy = m_window->find<QPushButton>("copyIntervention");
    auto* details = m_window->find<QPushButton>("interventionDetails");
    QVERIFY(!copy->isEnabled() && !details->isEnabled());
    const QModelIndex one =
        tree->model()->match(tree->model()->index(0, 0), Qt::EditRole, QStringLiteral("One"), 1, Qt::MatchRecursive).value(0);
    QVERIFY(one.isValid());
    tree->setCurrentIndex(tree->model()->index(0, 0, one));
    QVERIFY(copy->isEnabled() && details->isEnabled());
    m_window->dialogs().details = {
        .name = QStringLiteral("Quieter street"), .note = QStringLiteral("As asked for by the school"), .cost = 12000};
    details->click();
    const Intervention& kept = document.scenario("One")->interventions.front();
    QCOMPARE(kept.name, std::string("Quieter street"));
    QCOMPARE(kept.note, std::string("As asked for by the school"));
    QCOMPARE(kept.cost, 12000.0);
    auto* menu = m_window->find<QMenu>("copyMenu");
    Q_EMIT menu->aboutToShow();
    QCOMPARE(menu->actions().size(), 1);
    QCOMPARE(menu->actions().front()->text(), QStringLiteral("Two"));
    menu->actions().front()->trigger();
    QCOMPARE(document.scenario("Two")->interventions, document.scenario("One")->interventions);
    document.undoStack().undo();
    QVERIFY(document.scenario("Two")->interventions.empty());
}

void TestDrawTools::aDrawnShapeIsTakenUpAgain()
{
    ProjectDocument& document = (*m_window)->document();
    const Point2 c = city().extent().centre();
    QVERIFY(document.addScenario({.name = "Wall"}));
    const NoiseBarrier wall{"Wall", {c, c + Point2{100, 0}, c + Point2{100, 100}}, Length::m(4)};
    QVERIFY(document.addIntervention({.name = "Wall", .operations = {wall}, .cost = 7}));
    auto* tree = m_window->find<QTreeView>("scenarioTree");
    const QModelIndex scenario =
        tree->model()->match(tree->model()->index(0, 0), Qt::EditRole, QStringLiteral("Wall"), 1, Qt::MatchRecursive).value(0);
    tree->setCurrentIndex(tree->model()->index(0, 0, scenario));
    auto* reshape = m_window->find<QPushButton>("reshapeIntervention");
    QVERIFY(reshape->isEnabled());
    reshape->click();
    QCOMPARE(m_window->map().draft().line, wall.axis);
    // A corner is taken up, moved, put back; taken up again and put down elsewhere.
    click(c + Point2{99, 2}, Qt::ShiftModifier);
    Q_EMIT m_window->map().hovered(m_window->map().pickAt(c + Point2{150, -50}));
    QCOMPARE(m_window->map().draft().line[1], (c + Point2{150, -50}));
    act("takeBack");
    QCOMPARE(m_window->map().draft().line[1], wall.axis[1]);
    click(c + Point2{99, 2}, Qt::ShiftModifier);
    click(c + Point2{150, -50});
    act("finishDrawing");
    const Intervention& now = document.scenario("Wall")->interventions.front();
    const auto& moved = std::get<NoiseBarrier>(now.operations.front());
    QCOMPARE(moved.axis, (Polyline{c, c + Point2{150, -50}, c + Point2{100, 100}}));
    QCOMPARE(moved.height.m(), 4.0);
    QCOMPARE(now.cost, 7.0);
    QCOMPARE(document.scenario("Wall")->interventions.size(), std::size_t{1});
    document.undoStack().undo();
    QCOMPARE(std::get<NoiseBarrier>(document.scenario("Wall")->interventions.front().operations.front()), wall);
    // What has gone meanwhile is not brought back.
    tree->setCurrentIndex(tree->model()->index(0, 0, scenario));
    reshape->click();
    QVERIFY(document.removeIntervention("Wall", 0));
    act("finishDrawing");
    QCOMPARE(m_window->dialogs().told.size(), 1);
    QVERIFY(document.scenario("Wall")->interventions.empty());
    // A filter was not drawn as a line.
    QVERIFY(
        document.addIntervention({.name = "F", .operations = {TrafficFilter{{.target = city().roads().ways()[RoadWayId(0)].externalId}}}}));
    tree->setCurrentIndex(tree->model()->index(
        0, 0, tree->model()->match(tree->model()->index(0, 0), Qt::EditRole, QStringLiteral("Wall"), 1, Qt::MatchRecursive).value(0)));
    QVERIFY(!reshape->isEnabled());
}

/// Ring A-B-C with a spur C-D-E: whoever filters C-D takes D-E from all cars.
void TestDrawTools::whatSpeaksAgainstADrawingIsToldWhileDrawing()
{
    MiniCity mini;
    mini.node("A", 0, 0).node("B", 800, 0).node("C", 400, 600).node("D", 400, 1200).node("E", 400, 1500);
    mini.street("A B", {.name = "Base"}).street("B C", {.name = "Right"}).street("C A", {.name = "Left"});
    mini.street("C D", {.name = "Spur"}).street("D E", {.name = "End"});
    ProjectDocument document;
    document.open({mini.make(), {Scenario{.name = "Plan"}}, std::make_shared<MemoryBackend>(), QStringLiteral("town.gpkg"), {}});
    QWidget window;
    NullViewport map(&window);
    DrawController drawing(document, map, std::make_shared<ScriptedDialogs>(), &window);
    DrawCheck check(document, drawing, JobRunner::Mode::Inline, &window);
    DrawBar bar(drawing, check, {});
    const auto* words = bar.findChild<QLabel*>(QStringLiteral("drawWarnings"));
    const auto clickStreet = [&](const char* way) {
        const LinkId link = document.city()->roads().linksOf(way).front();
        Q_EMIT map.clicked({.ground = document.city()->roads().links()[link].geometry.front(), .onGround = true, .link = link},
                           Qt::NoModifier);
    };
    drawing.start(DrawKind::Filter);
    QVERIFY(words->isHidden());
    clickStreet("mini:way/C-D");
    QTRY_COMPARE(check.warnings(), QStringList{QStringLiteral("Cars could no longer reach End.")});
    QCOMPARE(words->text(), check.warnings().front());
    QVERIFY(!words->isHidden());
    drawing.removeLast();
    QVERIFY(check.warnings().isEmpty() && words->isHidden());
    clickStreet("mini:way/A-B");  // one side of the ring: every street is still reached
    QTest::qWait(400);
    QVERIFY2(check.warnings().isEmpty(), qPrintable(check.warnings().join(QLatin1Char('\n'))));
    drawing.cancel();
    drawing.start(DrawKind::NewRoad);
    Q_EMIT map.clicked({.ground = {5000, 5000}, .onGround = true}, Qt::NoModifier);
    Q_EMIT map.clicked({.ground = {6000, 5000}, .onGround = true}, Qt::NoModifier);
    QTRY_COMPARE(check.warnings().size(), 1);
    QVERIFY(check.warnings().front().contains(QStringLiteral("from any junction")));
    drawing.cancel();
    QVERIFY(check.warnings().isEmpty());
}

QTEST_MAIN(TestDrawTools)
#include "tst_draw_tools.moc"
