// What the map is asked about a place, in the panels that answer: reach on foot, lines and departures.
#include "ui/document/small_town.h"

#include "simulation/run/model_chain.h"
#include "ui/jobs/reach_finder.h"
#include "ui/panels/reach_panel.h"
#include "ui/panels/transit_panel.h"
#include "ui/panels/users_section.h"
#include "ui/text/translate.h"

#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QRadioButton>
#include <QTableView>
#include <QTest>
#include <QTimeEdit>

using namespace isopolis;
using namespace isopolis::test;

namespace {

template <class T>
T* find(const QWidget& in, const char* name)
{
    T* found = in.findChild<T*>(QString::fromLatin1(name));
    if (!found)
        qFatal("no widget of the name %s", name);
    return found;
}

QString cell(const QTableView& table, int row, int column) { return table.model()->index(row, column).data().toString(); }

void calculate(ProjectDocument& document)
{
    const auto wanted = document.wanted();
    QuietControl control(1);
    const auto before = runChain(document.city(), wanted->before, control), after = runChain(document.city(), wanted->after, control);
    if (!before || !after)
        qFatal("the chain failed");
    document.setResults({wanted->scenario, wanted->against, *before, *after,
                         std::make_shared<const EquityReport>(assess(*document.city(), **before, **after, {}))});
}

/// The small town with a bus from A over B to C, every 20 minutes from six to ten.
void openTownWithBus(ProjectDocument& document)
{
    MiniCity mini = smallTownPlan();
    for (const char* name : {"A", "B", "C"})
        mini.data.transit.stops.push({.externalId = std::string("mini:stop/") + name,
                                      .name = std::string("Stop ") + name,
                                      .at = mini.data.nodes[mini.nodeId(name)].at});
    TransitLine bus{.externalId = "mini:line/1", .name = "1", .mode = "bus", .geometry = {}, .patterns = {}};
    std::vector<int> starts;
    for (int t = 6 * 3600; t < 10 * 3600; t += 1200)
        starts.push_back(t);
    bus.patterns.push_back({{StopId(0), StopId(1), StopId(2)}, {0, 180, 360}, {0, 180, 360}, starts});
    mini.data.transit.lines.push(bus);
    document.open({mini.make(), {Scenario{.name = "Plan"}}, std::make_shared<MemoryBackend>(), QStringLiteral("town.gpkg"), {}});
}

}  // namespace

class TestMapQuestions : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aPlaceFromTheListIsAnsweredOnTheMapAndInTheTable()
    {
        ProjectDocument document;
        ReachFinder finder(document, JobRunner::Mode::Inline);
        ReachPanel panel(document, finder);
        openSmallTown(document);
        QVERIFY(find<QTableView>(panel, "reachTable")->isHidden());
        calculate(document);
        auto* place = find<QComboBox>(panel, "reachPlace");
        const int row = place->findText(QStringLiteral("Aville"));
        QVERIFY(row > 0);
        place->setCurrentIndex(row);
        Q_EMIT place->activated(row);
        QCOMPARE(document.overlay().kind, OverlayKind::Reach);
        QVERIFY(document.reach() && document.reach()->failure.empty());
        // Of Aville's own people all, of Bville (1,200 m, a quarter of an hour) nobody within ten minutes.
        const auto& rings = document.reach()->after;
        QCOMPARE(rings.size(), kReachMinutes.size());
        QCOMPARE(rings[1].people, 3000.0);
        for (std::size_t i = 1; i < rings.size(); ++i)
            QVERIFY(rings[i].people >= rings[i - 1].people);
        QVERIFY(rings.back().people >= 3000 + 2000);
        const auto* table = find<QTableView>(panel, "reachTable");
        QVERIFY(!table->isHidden());
        QCOMPARE(cell(*table, 1, 0), formatValue(10, Unit::Minute, 0));
        QCOMPARE(cell(*table, 1, 1), formatPeople(3000));
    }
    void anotherMeansOfTravelAndAnotherSchemeAskAnew()
    {
        ProjectDocument document;
        ReachFinder finder(document, JobRunner::Mode::Inline);
        ReachPanel panel(document, finder);
        openSmallTown(document);
        calculate(document);
        find<QComboBox>(panel, "reachPlace")->setCurrentIndex(find<QComboBox>(panel, "reachPlace")->findText(QStringLiteral("Aville")));
        Q_EMIT find<QComboBox>(panel, "reachPlace")->activated(1);
        const double onFoot = document.reach()->after[2].people;
        find<QRadioButton>(panel, "reachCar")->click();
        QCOMPARE(document.reach()->question.mode, ReachMode::Car);
        QVERIFY(document.reach()->after[2].people > onFoot);
        const ReachAnswerPtr old = document.reach();
        QVERIFY(document.addIntervention(slowMain()).has_value());
        calculate(document);
        QVERIFY(document.reach() != old);
    }
    void aPlaceFarFromEveryStreetIsAnsweredWithASentence()
    {
        ProjectDocument document;
        ReachFinder finder(document, JobRunner::Mode::Inline);
        ReachPanel panel(document, finder);
        openSmallTown(document);
        calculate(document);
        document.setOverlay({.kind = OverlayKind::Reach, .moment = Moment::After});
        document.askReach({ReachMode::Walk, Point2{90000, 90000}});
        QVERIFY(document.reach() && !document.reach()->failure.empty());
        QVERIFY(find<QTableView>(panel, "reachTable")->isHidden());
        QVERIFY(find<QLabel>(panel, "reachWords")->text().size() > 20);
        document.askReach({ReachMode::Transit, Point2{0, 0}});
        QVERIFY(find<QLabel>(panel, "reachWords")->text().contains(QStringLiteral("timetable")));
    }
    void whoUsesAStreetIsAskedOfTheRoutes()
    {
        ProjectDocument document;
        StreetUsersFinder finder(document, JobRunner::Mode::Inline);
        UsersSection section(document, finder);
        openSmallTown(document);
        calculate(document);
        auto* ask = find<QPushButton>(section, "askUsers");
        QVERIFY(!ask->isEnabled());
        const std::vector<LinkId> main = document.city()->roads().linksOf("mini:way/A-B");
        QVERIFY(!main.empty());
        document.select({.links = {main.front()}});
        QVERIFY(ask->isEnabled());
        ask->click();
        const StreetUsersPtr users = document.streetUsers();
        QVERIFY(users && users->failure.empty());
        const double flow = document.results().after->traffic.flow_veh_h[main.front()];
        QVERIFY(flow > 1);
        QVERIFY(std::abs(users->after.total_veh_h - flow) < 1e-2 * flow);
        const auto* table = find<QTableView>(section, "usersTable");
        QVERIFY(!table->isHidden());
        QVERIFY(cell(*table, 0, 0).contains(QStringLiteral("Aville")));
        QVERIFY(find<QLabel>(section, "usersWords")->text().contains(QStringLiteral("income fifth")));
        find<QPushButton>(section, "usersOnMap")->click();
        QCOMPARE(document.overlay().kind, OverlayKind::StreetUsers);
        // Another street is another question; without one there is nothing to ask.
        document.select({});
        QVERIFY(!document.streetUsers());
        QVERIFY(!ask->isEnabled());
    }
    void linesAndDeparturesAreTables()
    {
        ProjectDocument document;
        TransitPanel panel(document, JobRunner::Mode::Inline);
        openTownWithBus(document);
        const auto* lines = find<QTableView>(panel, "transitLines");
        QCOMPARE(lines->model()->rowCount(), 1);
        QCOMPARE(cell(*lines, 0, 1), QStringLiteral("Bus"));
        QCOMPARE(cell(*lines, 0, 3), QStringLiteral("12"));
        QCOMPARE(cell(*lines, 0, 4), QStringLiteral("3.0"));
        QCOMPARE(cell(*lines, 0, 5), QStringLiteral("06:00"));
        document.select({.stop = StopId(1)});
        QCOMPARE(find<QComboBox>(panel, "transitStop")->currentText(), QStringLiteral("Stop B"));
        const auto* departures = find<QTableView>(panel, "transitDepartures");
        QCOMPARE(departures->model()->rowCount(), 6);
        QCOMPARE(cell(*departures, 0, 0), QStringLiteral("08:03"));
        QCOMPARE(cell(*departures, 0, 2), QStringLiteral("Stop C"));
        find<QTimeEdit>(panel, "transitFrom")->setTime(QTime(9, 0));
        QCOMPARE(departures->model()->rowCount(), 3);
    }
    void aCityWithoutTimetableSaysThatNothingIsKnown()
    {
        ProjectDocument document;
        TransitPanel panel(document, JobRunner::Mode::Inline);
        openSmallTown(document);
        QVERIFY(find<QLabel>(panel, "transitWords")->text().contains(QStringLiteral("no timetable")));
    }
};

QTEST_MAIN(TestMapQuestions)
#include "tst_map_questions.moc"
