#include <QTest>

#include "simulation/scenario/apply_scenario.h"
#include "simulation/scenario/one_of_each.h"
#include "support/mini_city.h"

using namespace isopolis;
using test::squareAt;

namespace {

/// A – B – C on the main road (B–C is the bridge), a one-way street A → D → C south of it, a footpath B – D.
struct Town {
    test::MiniCity mini;
    CityPtr city;
    Town()
    {
        mini.node("A", 0, 0).node("B", 1000, 0).node("C", 2000, 0).node("D", 1000, -800);
        mini.street("A B", {.name = "High Street", .lanes = 2});
        mini.street("B C", {.name = "Bridge", .lanes = 2});
        mini.oneWay("A D C", {.name = "South Road", .speed_kmh = 60});
        mini.street("B D", {.name = "Path", .roadClass = RoadClass::Footway, .speed_kmh = 5, .modes = Mode::Walk});
        mini.zone("West", "A", {.people = 100}).zone("East", "C", {.jobs = 50});
        city = mini.make();
    }
    Expected<AppliedScenario> apply(std::vector<Operation> operations) const
    {
        return applyScenario(city, {.name = "s", .interventions = {{"Scheme", std::move(operations)}}});
    }
    LinkId link(const char* name) const { return mini.link(name); }
};

AppliedScenario must(Expected<AppliedScenario> applied)
{
    if (!applied)
        throw std::runtime_error(applied.error().text());
    return *applied;
}

/// "A>B car+lorry+bus+cycle+walk 50 km/h 2 lanes" for each link that differs from the city.
QStringList changes(const Town& town, const AppliedScenario& applied)
{
    QStringList list;
    for (const LinkId id : idsOf(applied.links)) {
        const LinkState& now = applied.links[id];
        if (!applied.isAdded(id)) {
            const RoadLink& link = town.city->roads().links()[id];
            if (now == LinkState{link.speed_kmh, link.lanes, link.modes})
                continue;
        }
        const std::string& name = applied.externalId(id);
        list << QString("%1 modes %2, %3 km/h, %4 lanes")
                    .arg(QString::fromStdString(name.substr(name.find('#') + 1)))
                    .arg(now.modes.bits())
                    .arg(now.speed_kmh)
                    .arg(now.lanes);
    }
    return list;
}

}  // namespace

class ApplyScenarioTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anEmptyScenarioIsTheCity()
    {
        const Town town;
        const AppliedScenario applied = must(town.apply({}));
        QCOMPARE(changes(town, applied), QStringList());
        QCOMPARE(applied.activity(), town.city->activity());
        QVERIFY(applied.issues.empty());
    }

    void operationsChangeLinks_data()
    {
        QTest::addColumn<int>("which");
        QTest::addColumn<QStringList>("expected");
        auto row = [n = 0](const char* name, const QStringList& expected) mutable { QTest::newRow(name) << n++ << expected; };
        row("close road", {"B>C modes 24, 50 km/h, 2 lanes", "C>B modes 24, 50 km/h, 2 lanes"});
        row("close one direction", {"B>C modes 24, 50 km/h, 2 lanes"});
        row("filter", {"B>C modes 28, 50 km/h, 2 lanes", "C>B modes 28, 50 km/h, 2 lanes"});
        row("speed by street name", {"A>D modes 31, 30 km/h, 1 lanes", "D>C modes 31, 30 km/h, 1 lanes"});
        row("lanes", {"A>B modes 31, 50 km/h, 1.5 lanes", "B>A modes 31, 50 km/h, 1.5 lanes"});
        row("speed in an area, not on footpaths", {"A>B modes 31, 20 km/h, 2 lanes", "B>A modes 31, 20 km/h, 2 lanes",
                                                   "B>C modes 31, 20 km/h, 2 lanes", "C>B modes 31, 20 km/h, 2 lanes"});
        row("one-way as mapped", {"C>B modes 24, 50 km/h, 2 lanes"});
        row("one-way the other way", {"B>C modes 24, 50 km/h, 2 lanes"});
        row("one-way along the named link", {"B>C modes 24, 50 km/h, 2 lanes"});
        row("a one-way street turned round",
            {"A>D modes 24, 60 km/h, 1 lanes", "D>C modes 24, 60 km/h, 1 lanes", "mini:way/A-D-C#A>D modes 7, 60 km/h, 1 lanes",
             "mini:way/A-D-C#D>C modes 7, 60 km/h, 1 lanes"});
        row("a neighbourhood's streets", {"A>B modes 24, 50 km/h, 2 lanes", "B>A modes 24, 50 km/h, 2 lanes"});
        row("later operations act on what earlier ones left", {"A>B modes 24, 70 km/h, 2 lanes", "B>A modes 24, 70 km/h, 2 lanes"});
    }

    void operationsChangeLinks()
    {
        QFETCH(int, which);
        QFETCH(QStringList, expected);
        Town town;
        if (which == 10) {  // a zone around the middle of A–B
            town.mini.node("M", 500, 0).zone("Middle", "M", {.people = 1});
            town.city = town.mini.make();
        }
        const RoadTarget bridge{.target = "mini:way/B-C"}, oneDirection{.target = "mini:way/B-C#B>C"}, high{.target = "mini:way/A-B"};
        const std::vector<std::vector<Operation>> schemes = {
            {CloseRoad{bridge}},
            {CloseRoad{oneDirection}},
            {TrafficFilter{bridge}},
            {SetSpeedLimit{{.target = "street:South Road"}, Speed::kmh(30)}},
            {SetLanes{high, 1.5}},
            {SetSpeedLimit{{.area = squareAt(900, -50, 200)}, Speed::kmh(20)}},
            {OneWay{bridge, OneWay::Direction::Forward}},
            {OneWay{bridge, OneWay::Direction::Backward}},
            {OneWay{{.target = "mini:way/B-C#C>B"}, OneWay::Direction::Forward}},
            {OneWay{{.target = "mini:way/A-D-C"}, OneWay::Direction::Backward}},
            {CloseRoad{{.target = "neighbourhood:Middle"}}},
            {SetSpeedLimit{high, Speed::kmh(70)}, CloseRoad{high}, SetSpeedLimit{high, Speed::kmh(30)}},
        };
        QCOMPARE(changes(town, must(town.apply(schemes[static_cast<std::size_t>(which)]))), expected);
    }

    void aNewRoadJoinsTheNearestJunctionsAndCanBeTargeted()
    {
        const Town town;
        const AddRoad road{"New bridge", {{1990, -30}, {1500, -500}, {1010, -790}}, RoadClass::Tertiary, Speed::kmh(40), 1, true};
        const AppliedScenario applied = must(town.apply({road, SetSpeedLimit{{.target = "new:Scheme/1"}, Speed::kmh(20)}}));
        QCOMPARE(applied.addedLinks.size(), std::size_t(2));
        const LinkId there = LinkId::fromIndex(town.city->roads().links().size()), back = LinkId(there.value() + 1);
        QVERIFY(applied.isAdded(there));
        QCOMPARE(applied.from(there), town.mini.nodeId("C"));
        QCOMPARE(applied.to(there), town.mini.nodeId("D"));
        QCOMPARE(applied.from(back), town.mini.nodeId("D"));
        QCOMPARE(applied.externalId(back), std::string("new:Scheme/1#b"));
        QCOMPARE(applied.geometry(there).front(), (Point2{2000, 0}));
        QCOMPARE(applied.geometry(there).size(), std::size_t(5));
        const double drawn = std::hypot(490, 470) + std::hypot(490, 290), joins = std::hypot(10, 30) + std::hypot(10, 10);
        QVERIFY(std::abs(applied.length_m(there) - drawn - joins) < 1e-9);
        QCOMPARE(applied.links[back], (LinkState{20, 1, ModeSet::all()}));
        QCOMPARE(applied.name(there), std::string("New bridge"));
        QCOMPARE(applied.roadClass(there), RoadClass::Tertiary);
    }

    void newRoadsOfInterventionsWithOneNameStayApart()
    {
        const Town town;
        const AddRoad road{.axis = {{2000, 0}, {1000, -800}}, .bothDirections = false};
        const auto applied = must(applyScenario(town.city, {.name = "s", .interventions = {{"Same", {road}}, {"Same", {road}}}}));
        QCOMPARE(applied.addedLinks[0].externalId, std::string("new:Same/1#f"));
        QCOMPARE(applied.addedLinks[1].externalId, std::string("new:Same/1~2#f"));
    }

    void aNewBuildingBringsPeopleAndJobsToItsNeighbourhood()
    {
        const Town town;
        const AppliedScenario applied = must(town.apply({AddBuilding{"Inside", squareAt(10, 10, 20), Length::m(15), 40, 3},
                                                         AddBuilding{"Outside", squareAt(500, 500, 20), Length::m(15), 40, 3}}));
        QCOMPARE(applied.addedBuildings.size(), std::size_t(2));
        const auto points = applied.activity();
        QCOMPARE(points.size(), town.city->activity().size() + 1);
        QCOMPARE(points.back().neighbourhood, town.mini.neighbourhood("West"));
        QCOMPARE(points.back().people, 40.0);
        QCOMPARE(points.back().at, (Point2{20, 20}));
        QCOMPARE(applied.issues.size(), std::size_t(1));
        QCOMPARE(applied.issues[0].code, std::string("outside_neighbourhoods"));
    }

    void zonesAndFleetShiftsAddUp()
    {
        const Town town;
        const auto applied = must(town.apply({FleetShift{0.5}, FleetShift{0.5}, LowEmissionZone{.area = squareAt(400, -100, 200)},
                                              LowEmissionZone{.area = {}, .target = "neighbourhood:West"}}));
        QCOMPARE(applied.electricShift, 0.75);
        QCOMPARE(applied.lowEmissionZones.size(), std::size_t(2));
        QCOMPARE(applied.lowEmissionZones[1].area, town.city->neighbourhoods()[NeighbourhoodId(0)].outline);
        QCOMPARE(applied.issues.size(), std::size_t(1));  // no street has its middle in West
        QCOMPARE(applied.issues[0].code, std::string("changes_nothing"));
    }

    void barriersAndSurfacesAreHeld()
    {
        const Town town;
        const RoadTarget high{.target = "mini:way/A-B"};
        const auto applied = must(town.apply({NoiseBarrier{"Wall", {{0, 10}, {100, 10}}, Length::m(4)}, RoadSurface{high, "NL02"},
                                              RoadSurface{high, "NL02"}, RoadSurface{high, "DEF"}}));
        QCOMPARE(applied.barriers.size(), std::size_t(1));
        QCOMPARE(applied.barriers[0].height_m, 4.0);
        QVERIFY(!applied.surfaces.empty());
        for (const auto& [link, surface] : applied.surfaces)
            QCOMPARE(surface, std::string("DEF"));
        QCOMPARE(applied.issues.size(), std::size_t(1));
        QCOMPARE(applied.issues[0].code, std::string("changes_nothing"));
    }

    void whatChangesNothingIsSaid()
    {
        const Town town;
        const RoadTarget high{.target = "mini:way/A-B"};
        const auto applied =
            must(town.apply({SetSpeedLimit{high, Speed::kmh(50)}, SetLanes{high, 2}, FleetShift{0}, CloseRoad{high}, CloseRoad{high},
                             OneWay{{.target = "mini:way/A-D-C"}}, SetSpeedLimit{{.target = "mini:way/B-D"}}}));
        QStringList where;
        for (const Issue& issue : applied.issues) {
            QCOMPARE(issue.code, std::string("changes_nothing"));
            where << QString::fromStdString(issue.feature);
        }
        QCOMPARE(where.size(), 6);
        QVERIFY(where[0].contains("“Scheme”, operation 1 (set_speed_limit)"));
        QVERIFY(where[3].contains("operation 5 (close_road)"));
    }

    void switchedOffInterventionsDoNothing()
    {
        const Town town;
        const auto applied = must(applyScenario(
            town.city,
            {.name = "s", .interventions = {{"Off", {CloseRoad{{.target = "mini:way/B-C"}}, CloseRoad{{.target = "no such"}}}, false}}}));
        QCOMPARE(changes(town, applied), QStringList());
    }

    void badOperationsAreRefusedWithACure_data()
    {
        QTest::addColumn<int>("which");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("words");
        auto row = [n = 0](const char* name, ErrorCode code, const char* words) mutable {
            QTest::newRow(name) << n++ << static_cast<int>(code) << words;
        };
        row("unknown way", ErrorCode::NotFound, "mini:way/X: the city has no street of this id");
        row("unknown street", ErrorCode::NotFound, "Did you mean “High Street”?");
        row("unknown neighbourhood", ErrorCode::NotFound, "Did you mean “West”?");
        row("neighbourhood without streets", ErrorCode::NotFound, "holds no street");
        row("area without streets", ErrorCode::NotFound, "touches no street");
        row("no target", ErrorCode::BadValue, "names no street");
        row("flat area", ErrorCode::BadValue, "the area is empty");
        row("too fast", ErrorCode::BadValue, "speed_kmh: 200 is outside the range 5 to 130");
        row("not a number", ErrorCode::BadValue, "field lanes");
        row("too compliant", ErrorCode::BadValue, "field compliance");
        row("zone by street", ErrorCode::BadValue, "only a neighbourhood");
        row("too electric", ErrorCode::BadValue, "field electric_share");
        row("too high", ErrorCode::BadValue, "field height_m");
        row("too many people", ErrorCode::BadValue, "field residents");
        row("far from junctions", ErrorCode::NotFound, "the end of the new road lies farther than 60 m");
        row("a loop", ErrorCode::BadValue, "the same junction");
        row("no axis", ErrorCode::BadValue, "needs two points");
        row("barrier of one point", ErrorCode::BadValue, "noise barrier needs two points");
        row("barrier as a tower", ErrorCode::BadValue, "field height_m");
        row("unknown surface", ErrorCode::BadValue, "Did you mean “NL02”?");
    }

    void badOperationsAreRefusedWithACure()
    {
        QFETCH(int, which);
        QFETCH(int, code);
        QFETCH(QString, words);
        const Town town;
        const RoadTarget high{.target = "mini:way/A-B"};
        const MultiPolygon line = {Polygon{.outer = {{0, 0}, {1, 1}, {2, 2}}}};
        const std::vector<Operation> bad = {CloseRoad{{.target = "mini:way/X"}},
                                            CloseRoad{{.target = "street:High Steet"}},
                                            CloseRoad{{.target = "neighbourhood:Wset"}},
                                            CloseRoad{{.target = "neighbourhood:West"}},
                                            CloseRoad{{.area = squareAt(5000, 5000, 10)}},
                                            CloseRoad{},
                                            CloseRoad{{.area = line}},
                                            SetSpeedLimit{high, Speed::kmh(200)},
                                            SetLanes{high, kUnknown},
                                            LowEmissionZone{.area = squareAt(0, 0, 10), .compliance = 1.5},
                                            LowEmissionZone{.area = {}, .target = "mini:way/A-B"},
                                            FleetShift{-0.1},
                                            AddBuilding{"", squareAt(0, 0, 10), Length::m(1000)},
                                            AddBuilding{"", squareAt(0, 0, 10), Length::m(10), 2e6},
                                            AddRoad{.axis = {{0, 0}, {300, 300}}},
                                            AddRoad{.axis = {{0, 0}, {10, 10}}},
                                            AddRoad{},
                                            NoiseBarrier{.axis = {{0, 0}}},
                                            NoiseBarrier{.axis = {{0, 0}, {10, 0}}, .height = Length::m(40)},
                                            RoadSurface{high, "NL2"}};
        const auto applied = town.apply({SetLanes{high, 1}, bad[static_cast<std::size_t>(which)]});
        QVERIFY(!applied);
        QCOMPARE(static_cast<int>(applied.error().code), code);
        const QString text = QString::fromStdString(applied.error().text());
        QVERIFY2(text.contains("intervention “Scheme”, operation 2"), qPrintable(text));
        QVERIFY2(text.contains(words), qPrintable(text));
        QVERIFY2(!applied.error().remedy.empty(), qPrintable(text));
    }
};

QTEST_APPLESS_MAIN(ApplyScenarioTest)
#include "tst_apply_scenario.moc"
