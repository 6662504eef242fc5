#include "project_window.h"

#include "support/mini_city.h"
#include "ui/dialogs/qt_dialogs.h"
#include "ui/document/memory_backend.h"
#include "ui/document/project_document.h"
#include "ui/panels/draw_bar.h"
#include "ui/panels/scenario_panel.h"
#include "ui/panels/tools/draw_check.h"
#include "ui/panels/tools/draw_controller.h"
#include "ui/panels/tools/street_tool.h"
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
    void aQuestionBeginsInItsFirstField();
    void detailsAndCopiesInTheTree();
    void theTreeHasAMenuAndKeys();
    void aDrawnShapeIsTakenUpAgain();
    void whatSpeaksAgainstADrawingIsToldWhileDrawing();
    void aBuildingOfTheSchemeGoesWithWhatPutItUp();
    void sidesAreTypedInFigures();
    void aPavementMeansTheStreetBesideIt();
    void theMapMakesRoomForDrawing();
    void nothingIsSaidOfIncomeBeforeItIsKnown();

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
    QCOMPARE(lanes->lanes, found->lanes);  // what is there is what one begins with
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

void TestDrawTools::aQuestionBeginsInItsFirstField()
{
    QtDialogs dialogs;
    std::optional<SpeedInput> answer;
    dialogs.askSpeed(&**m_window, {}, [&](const SpeedInput& input) { answer = input; });
    auto* dialog = m_window->find<QDialog>("speedDialog");
    QVERIFY(QTest::qWaitForWindowActive(dialog));
    QTRY_COMPARE(dialog->focusWidget(), dialog->findChild<QWidget*>(QStringLiteral("limit")));
    QTest::keyClicks(dialog->focusWidget(), QStringLiteral("20"));
    QTest::keyClick(dialog->focusWidget(), Qt::Key_Return);
    QVERIFY(answer);
    QCOMPARE(answer->limit_kmh, 20.0);
    // After the fields come the buttons, the one that goes on first.
    dialogs.askBarrier(&**m_window, {.name = "Wall"}, [](const BarrierInput&) {});
    dialog = m_window->find<QDialog>("barrierDialog");
    QVERIFY(QTest::qWaitForWindowActive(dialog));
    QStringList order;
    for (int i = 0; i < 4; ++i) {
        order << dialog->focusWidget()->objectName();
        QTest::keyClick(dialog->focusWidget(), Qt::Key_Tab);
    }
    QCOMPARE(order, (QStringList{"name", "barrierHeight", "accept", "cancel"}));
    // What is wrong is told in room of its own: the fields stay as high as they were.
    QtDialogs().askReport(&**m_window, {QStringLiteral("/no/such/folder/report.pdf")}, [](const ReportInput&) {});
    auto* report = m_window->find<QDialog>("reportDialog");
    QVERIFY(QTest::qWaitForWindowActive(report));
    auto* path = report->findChild<QWidget*>(QStringLiteral("path"));
    report->accept();
    QVERIFY(report->isVisible() && report->findChild<QWidget*>(QStringLiteral("problem"))->isVisible());
    QTRY_VERIFY(path->visibleRegion().boundingRect().height() == path->height());
    report->close();
    dialog->close();
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
    QCOMPARE(tree->currentIndex().data().toString(), QStringLiteral("Two"));
    QVERIFY(!copy->isEnabled() && !details->isEnabled());
    const QModelIndex one =
        tree->model()->match(tree->model()->index(0, 0), Qt::EditRole, QStringLiteral("One"), 1, Qt::MatchRecursive).value(0);
    QVERIFY(one.isValid());
    tree->setCurrentIndex(tree->model()->index(0, 0, one));
    QVERIFY(copy->isEnabled() && details->isEnabled());
    // What is added comes into view, chosen; what was there when the project was opened does not.
    document.activate("One");
    QVERIFY(document.addIntervention({.name = "Newest", .operations = {CloseRoad{{.target = way}}}}));
    QCOMPARE(tree->currentIndex().data().toString(), QStringLiteral("Newest"));
    document.undoStack().undo();
    document.activate("Two");
    tree->setCurrentIndex(tree->model()->index(
        0, 0, tree->model()->match(tree->model()->index(0, 0), Qt::EditRole, QStringLiteral("One"), 1, Qt::MatchRecursive).value(0)));
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

void TestDrawTools::theTreeHasAMenuAndKeys()
{
    ProjectDocument& document = (*m_window)->document();
    const std::string way = city().roads().ways()[RoadWayId(0)].externalId;
    QVERIFY(document.addScenario({.name = "One"}));
    QVERIFY(document.addIntervention({.name = "Quiet street", .operations = {TrafficFilter{{.target = way}}}}));
    QVERIFY(document.addScenario({.name = "Two"}));
    auto* tree = m_window->find<QTreeView>("scenarioTree");
    const auto row = [tree](const char* name) {
        return tree->model()
            ->match(tree->model()->index(0, 0), Qt::DisplayRole, QString::fromLatin1(name), 1, Qt::MatchRecursive | Qt::MatchExactly)
            .value(0);
    };
    const auto menuOn = [&](const char* name) {
        Q_EMIT tree->customContextMenuRequested(tree->visualRect(row(name)).center());
        return m_window->find<QMenu>("scenarioMenu");
    };
    const auto choose = [](QMenu* menu, const char* action) {
        menu->findChild<QAction*>(QString::fromLatin1(action))->trigger();
        menu->close();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    };
    QMenu* menu = menuOn("Quiet street");
    QVERIFY(menu && menu->isVisible());
    QVERIFY(!menu->findChild<QAction*>(QStringLiteral("menuReshape"))->isEnabled());
    choose(menu, "menuSwitch");
    QVERIFY(!document.scenario("One")->interventions.front().enabled);
    menu = menuOn("Quiet street");
    QCOMPARE(menu->findChild<QAction*>(QStringLiteral("menuSwitch"))->text(), QStringLiteral("Switch &on"));
    choose(menu, "menuDelete");
    QVERIFY(document.scenario("One")->interventions.empty());
    // A branch of the one that was clicked, which is not the one that is shown.
    QCOMPARE(document.activeName(), std::string("Two"));
    choose(menuOn("One"), "menuBranch");
    QCOMPARE(document.active()->base, std::string("One"));
    menu = menuOn("City as it is");
    QVERIFY(menu && !menu->findChild<QAction*>(QStringLiteral("menuDelete")));
    menu->close();
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    tree->setCurrentIndex(row("Two"));
    (*m_window)->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&**m_window));
    tree->setFocus();
    QTest::keyClick(tree, Qt::Key_Delete);
    QVERIFY(!document.scenario("Two"));
    document.undoStack().undo();
    QVERIFY(document.scenario("Two"));
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

void TestDrawTools::aBuildingOfTheSchemeGoesWithWhatPutItUp()
{
    ProjectDocument& document = (*m_window)->document();
    const Point2 c = city().extent().centre();
    const auto block = [](Point2 at) { return MultiPolygon{{.outer = {at, at + Point2{30, 0}, at + Point2{30, 20}, at + Point2{0, 20}}}}; };
    const AddBuilding house{"House", block(c), Length::m(60), 10, 0}, shop{"Shop", block(c + Point2{60, 0}), Length::m(50), 0, 5};
    const AddBuilding tower{"Tower", block(c + Point2{0, 60}), Length::m(90), 200, 0};
    QVERIFY(document.addScenario({.name = "Plan"}));
    QVERIFY(document.addIntervention({.name = "Houses", .operations = {house, shop}}));
    QVERIFY(document.addIntervention({.name = "Tower", .operations = {tower}}));
    const auto names = [&document] {
        QStringList all;
        for (const AddedBuilding& each : document.applied()->addedBuildings)
            all << QString::fromStdString(each.name);
        return all;
    };
    act("removeBuilding");
    Q_EMIT m_window->map().hovered(m_window->map().pickAt(c + Point2{10, 10}));
    QVERIFY(m_window->find<QLabel>("drawInstruction")->text().contains(QStringLiteral("House")));
    QCOMPARE(m_window->map().draft().line, house.footprint.front().outer);
    click(c + Point2{10, 10});  // one of two of its intervention: the other stays
    QCOMPARE(names(), (QStringList{QStringLiteral("Shop"), QStringLiteral("Tower")}));
    QCOMPARE(document.active()->interventions.front(), (Intervention{.name = "Houses", .operations = {shop}}));
    act("removeBuilding");
    click(c + Point2{10, 70});  // the only one: the intervention goes with it
    QCOMPARE(names(), QStringList{QStringLiteral("Shop")});
    QCOMPARE(document.active()->interventions.size(), std::size_t{1});
    document.undoStack().undo();
    document.undoStack().undo();
    QCOMPARE(names().size(), 3);
    // A branch leaves its base alone.
    QVERIFY(document.addScenario({.name = "Without the tower", .base = "Plan"}));
    act("removeBuilding");
    click(c + Point2{10, 70});
    QCOMPARE(names(), (QStringList{QStringLiteral("House"), QStringLiteral("Shop")}));
    QVERIFY(lastOperation<RemoveBuilding>());
    QCOMPARE(lastOperation<RemoveBuilding>()->target, std::string("new:Tower/1"));
    document.activate("Plan");
    QCOMPARE(names().size(), 3);
    QCOMPARE(m_window->dialogs().told, QStringList());
}

void TestDrawTools::sidesAreTypedInFigures()
{
    const Point2 c = city().extent().centre();
    const auto near = [](Point2 a, Point2 b) { return distance(a, b) < 1e-6; };
    auto* length = m_window->find<QDoubleSpinBox>("sideLength");
    auto* direction = m_window->find<QDoubleSpinBox>("sideDirection");
    const auto type = [](QDoubleSpinBox* box, const char* figures) {
        box->setFocus();
        box->selectAll();
        QTest::keyClicks(box, QString::fromLatin1(figures));
    };
    act("drawBarrier");
    QVERIFY(!length->isVisible());
    click(c);
    QVERIFY(length->isVisible());
    Q_EMIT m_window->map().hovered(m_window->map().pickAt(c + Point2{30, 30}));
    QVERIFY(std::abs(length->value() - std::hypot(30, 30)) < 0.1);  // live
    QCOMPARE(direction->value(), 45.0);
    // A typed length goes where the pointer shows; Enter places the corner and does not end the drawing.
    type(length, "25");
    Q_EMIT m_window->map().hovered(m_window->map().pickAt(c + Point2{80, 0}));
    QTest::keyClick(length, Qt::Key_Return);
    QVERIFY(m_window->action("finishDrawing").isEnabled());
    QVERIFY(near(m_window->map().draft().line[1], c + Point2{25, 0}));
    // Length and direction, without a pointer: to the south.
    type(length, "40");
    type(direction, "180");
    QTest::keyClick(direction, Qt::Key_Return);
    act("finishDrawing");
    const auto* wall = lastOperation<NoiseBarrier>();
    QVERIFY(wall);
    QCOMPARE(wall->axis.size(), std::size_t{3});
    QVERIFY(near(wall->axis[2], c + Point2{25, -40}));
    // A house 30 m wide and 12 m deep, behind its front as seen from the pointer.
    act("drawBuilding");
    click(c);
    type(length, "30");
    type(direction, "90");
    QTest::keyClick(direction, Qt::Key_Return);
    QVERIFY(!direction->isEnabled());
    Q_EMIT m_window->map().hovered(m_window->map().pickAt(c + Point2{10, -50}));
    type(length, "12");
    QTest::keyClick(length, Qt::Key_Return);  // the last side: the building is asked for
    const auto* house = lastOperation<AddBuilding>();
    QVERIFY(house);
    QVERIFY(std::abs(area(house->footprint) - 360) < 1e-6);
    QVERIFY(near(bounds(house->footprint).centre(), c + Point2{15, -6}));
    QVERIFY(!m_window->find<QWidget>("drawBar")->isVisible());
}

/// The explanation of the sensors goes while something is drawn; stops come where stops are clicked.
void TestDrawTools::theMapMakesRoomForDrawing()
{
    const NullViewport& map = m_window->map();
    QTRY_VERIFY(!map.sensors().marks.empty() && !map.sensors().title.isEmpty());
    const QString title = map.sensors().title;
    act("drawPark");
    QVERIFY(map.sensors().title.isEmpty() && map.sensors().keys.empty() && map.sensors().notes.isEmpty());
    QVERIFY(!map.sensors().marks.empty() && !map.sensorsPickable());
    const std::string shown = map.overlay().key;
    act("drawTransitLine");
    QVERIFY(map.overlay().key != shown && !map.overlay().spots.empty());
    act("cancelDrawing");
    QCOMPARE(map.sensors().title.left(7), title.left(7));  // its time may have gone on
    QCOMPARE(map.overlay().key, shown);
}

void TestDrawTools::nothingIsSaidOfIncomeBeforeItIsKnown()
{
    ProjectDocument& document = (*m_window)->document();
    QVERIFY(m_window->awaitResults());
    document.select({.neighbourhood = NeighbourhoodId(0)});
    const auto* facts = m_window->find<QLabel>("inspectorFacts");
    QVERIFY2(facts->text().contains(QLatin1Char(';')), qPrintable(facts->text()));  // its fifth
    QVERIFY(document.addIntervention(slowedStreet(city())));
    QVERIFY(document.results().empty());
    QVERIFY2(facts->text().contains(QStringLiteral("people")) && !facts->text().contains(QStringLiteral("income")),
             qPrintable(facts->text()));
    QVERIFY(m_window->awaitResults());
    QVERIFY(facts->text().contains(QLatin1Char(';')));
}

/// A street with a pavement 7 m beside it, and a path in a park 100 m away.
void TestDrawTools::aPavementMeansTheStreetBesideIt()
{
    MiniCity mini;
    mini.node("A", 0, 0).node("B", 800, 0).node("P", 0, 7).node("Q", 800, 7).node("V", 0, 100).node("W", 800, 100);
    mini.street("A B", {});
    mini.street("P Q", {.name = "Pavement", .modes = {Mode::Walk}});
    mini.street("V W", {.name = "Path", .modes = {Mode::Walk}});
    const CityPtr town = mini.make();
    StreetTool tool(town, nullptr);
    const auto linkOf = [&](const char* way) { return town->roads().linksOf(way).front(); };
    const auto clicked = [&](Point2 at, const char* way, Qt::KeyboardModifiers keys = Qt::NoModifier) {
        tool.click({.ground = at, .onGround = true, .link = linkOf(way)}, keys);
        const std::string target = tool.targets().back().target;
        tool.removeLast();
        return target;
    };
    QCOMPARE(clicked({300, 6}, "mini:way/P-Q"), std::string("mini:way/A-B"));
    QCOMPARE(clicked({300, 100}, "mini:way/V-W"), std::string("mini:way/V-W"));  // nothing else is meant there
    // One block alone, by either key.
    const std::string block = town->roads().links()[linkOf("mini:way/A-B")].externalId;
    QVERIFY(block != "mini:way/A-B");
    QCOMPARE(clicked({300, 1}, "mini:way/A-B", Qt::ControlModifier), block);
    QCOMPARE(clicked({300, 1}, "mini:way/A-B", Qt::AltModifier), block);
    // It has no name: that is said instead of a number alone.
    tool.hover({.ground = {300, 1}, .onGround = true, .link = linkOf("mini:way/A-B")}, Qt::NoModifier);
    QVERIFY2(tool.instruction().contains(QStringLiteral("without a name")), qPrintable(tool.instruction()));
}

QTEST_MAIN(TestDrawTools)
#include "tst_draw_tools.moc"
