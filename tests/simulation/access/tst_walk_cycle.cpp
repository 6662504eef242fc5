#include <QTest>

#include "simulation/access/access_model.h"
#include "simulation/access/access_parameters.h"
#include "simulation/access/cycle_stress.h"
#include "simulation/access/nearest_places.h"
#include "simulation/access/walk_cycle_parameters.h"
#include "support/mini_city.h"

#include <cmath>

using namespace isopolis;

namespace {

AppliedScenario applied(const CityPtr& city, std::vector<Operation> operations = {}, const ParameterSet& parameters = {})
{
    auto result = applyScenario(city, {.name = "s", .interventions = {{"i", std::move(operations)}}, .parameters = parameters});
    if (!result)
        throw std::runtime_error(result.error().text());
    return *result;
}

AccessResult accessOf(const AppliedScenario& scenario)
{
    TrafficResult t;
    const std::size_t zones = scenario.city->neighbourhoods().size();
    t.zones.internal = zones;
    t.trips_veh_h = ZoneMatrix(zones);
    t.time_min = ZoneMatrix(zones);
    t.time_s = IdVector<LinkId, double>(scenario.linkCount(), 60);
    t.speed_kmh = IdVector<LinkId, double>(scenario.linkCount(), 50);
    QuietControl control(1);
    auto result = computeAccess(scenario, t, control);
    if (!result)
        throw std::runtime_error(result.error().text());
    return *result;
}

/// A (0 m high) – B (1,000 m on, 100 m higher): a rise of 10 %.
test::MiniCity hill()
{
    test::MiniCity mini;
    mini.node("A", 0, 0).node("B", 1000, 0).street("A B", {.roadClass = RoadClass::Residential, .speed_kmh = 30});
    mini.data.terrain = {.columns = 3, .rows = 2, .origin = {-500, -500}, .cell_m = 1000, .values = {0, 100, 200, 0, 100, 200}};
    return mini;
}

double timeOf(const ModeNetwork& net, NodeId from, NodeId to)
{
    for (const TravelEdge& edge : net.edges)
        if (edge.from == from && edge.to == to)
            return edge.time_min;
    return -1;
}

bool near(double a, double b, double tolerance = 1e-9) { return std::abs(a - b) <= tolerance; }

}  // namespace

class WalkCycleTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void stressFollowsThePublishedTables_data()
    {
        QTest::addColumn<double>("speed");
        QTest::addColumn<double>("lanes");
        QTest::addColumn<bool>("quiet");
        QTest::addColumn<int>("none");
        QTest::addColumn<int>("painted");
        // Mekuria, Furth & Nixon 2012, tables 2 to 4.
        QTest::newRow("quiet street of 30 km/h") << 30.0 << 2.0 << true << 1 << 1;
        QTest::newRow("street of 30 km/h") << 30.0 << 2.0 << false << 2 << 2;
        QTest::newRow("four lanes of 40 km/h") << 40.0 << 4.0 << false << 3 << 3;
        QTest::newRow("six lanes of 40 km/h") << 40.0 << 6.0 << false << 4 << 3;
        QTest::newRow("quiet street of 50 km/h") << 50.0 << 2.0 << true << 2 << 2;
        QTest::newRow("street of 50 km/h") << 50.0 << 2.0 << false << 3 << 2;
        QTest::newRow("four lanes of 50 km/h") << 50.0 << 4.0 << false << 4 << 3;
        QTest::newRow("street of 60 km/h") << 60.0 << 2.0 << false << 4 << 3;
        QTest::newRow("street of 80 km/h") << 80.0 << 2.0 << true << 4 << 4;
    }

    void stressFollowsThePublishedTables()
    {
        QFETCH(double, speed);
        QFETCH(double, lanes);
        QFETCH(bool, quiet);
        QFETCH(int, none);
        QFETCH(int, painted);
        StreetForCycles street{.speed_kmh = speed, .lanes = lanes, .lanesThisWay = lanes / 2, .quiet = quiet};
        QCOMPARE(trafficStress(street), none);
        street.cycle = CycleFacility::Painted;
        QCOMPARE(trafficStress(street), painted);
        street.cycle = CycleFacility::Protected;
        QCOMPARE(trafficStress(street), 1);
        street.cycle = CycleFacility::None;
        street.traffic = StreetTraffic::Buses;
        QCOMPARE(trafficStress(street), std::min(none, 2));
        street.traffic = StreetTraffic::None;
        QCOMPARE(trafficStress(street), 1);
    }

    void schemesChangeTheStress()
    {
        test::MiniCity mini;
        mini.node("A", 0, 0).node("B", 1000, 0).street("A B", {.speed_kmh = 50, .lanes = 2});
        const CityPtr city = mini.make();
        const LinkId link = mini.link("A>B");
        const RoadTarget street{.target = "mini:way/A-B"};
        const auto stress = [&](std::vector<Operation> operations) { return cycleStress(applied(city, std::move(operations)))[link]; };
        QCOMPARE(stress({}), 4);
        QCOMPARE(stress({SetSpeedLimit{street, Speed::kmh(30)}}), 3);
        QCOMPARE(stress({SetLanes{street, 1}}), 3);
        QCOMPARE(stress({SetLanes{street, 1}, SetSpeedLimit{street, Speed::kmh(30)}}), 2);
        QCOMPARE(stress({TrafficFilter{street}}), 2);  // buses stay
        QCOMPARE(stress({CloseRoad{street}}), 1);
        QCOMPARE(stress({CycleLane{street, CycleFacility::Painted}}), 3);
        QCOMPARE(stress({CycleLane{street, CycleFacility::Protected}}), 1);
        QCOMPARE(stress({CycleLane{street, CycleFacility::Protected}, CycleLane{street, CycleFacility::Painted}}), 1);
        // One direction alone: the other keeps its stress.
        const auto one = cycleStress(applied(city, {CycleLane{{.target = "mini:way/A-B#A>B"}}}));
        QCOMPARE(one[link], 1);
        QCOMPARE(one[mini.link("B>A")], 4);
    }

    void aCycleLaneOpensAStreetButNoMotorway()
    {
        test::MiniCity mini;
        mini.node("A", 0, 0).node("B", 1000, 0).node("C", 2000, 0);
        mini.street("A B", {.roadClass = RoadClass::Trunk, .modes = ModeSet::motor()});
        mini.street("B C", {.roadClass = RoadClass::Motorway, .modes = ModeSet::motor()});
        const CityPtr city = mini.make();
        const AppliedScenario s = applied(city, {CycleLane{{.target = "mini:way/A-B"}}, CycleLane{{.target = "mini:way/B-C"}}});
        QVERIFY(s.links[mini.link("A>B")].modes.has(Mode::Cycle));
        QVERIFY(!s.links[mini.link("B>C")].modes.has(Mode::Cycle));
        QCOMPARE(s.issues.size(), std::size_t(2));
        QCOMPARE(s.issues[0].code, std::string("motorway"));
        QVERIFY(
            !applyScenario(city, {.name = "s", .interventions = {{"i", {CycleLane{{.target = "mini:way/A-B"}, CycleFacility::None}}}}}));
    }

    void onFootSlopesFollowToblersFunction()
    {
        const test::MiniCity mini = hill();
        const ModeNetwork net = walkNetwork(applied(mini.make()));
        const double level = 1000 / (4.8 * 1000 / 60);
        // 6 e^(−3.5 |s + 0.05|) km/h over its level value 6 e^(−0.175): uphill e^(−0.35), downhill e^(0) at 10 % fall.
        QVERIFY(near(timeOf(net, mini.nodeId("A"), mini.nodeId("B")), level * std::exp(0.35)));
        QVERIFY(near(timeOf(net, mini.nodeId("B"), mini.nodeId("A")), level));
        ParameterSet flat;
        QVERIFY(flat.set(kWalkSlopeDecay, {0, "", ""}));
        QCOMPARE(timeOf(walkNetwork(applied(mini.make(), {}, flat)), mini.nodeId("A"), mini.nodeId("B")), level);
    }

    void byCycleHillsSlowAndStressMakesPush()
    {
        const test::MiniCity mini = hill();
        const NodeId a = mini.nodeId("A"), b = mini.nodeId("B");
        const double level = 1000 / (16 * 1000 / 60.0);
        ModeNetwork net = cycleNetwork(applied(mini.make()));
        QVERIFY(near(timeOf(net, a, b), level / (1 - 0.67)));  // 5.28 km/h, a little above walking speed
        QVERIFY(near(timeOf(net, b, a), level / 1.4));
        net = cycleNetwork(applied(mini.make(), {SetSpeedLimit{{.target = "mini:way/A-B"}, Speed::kmh(80)}}));
        QVERIFY(near(timeOf(net, b, a), timeOf(walkNetwork(applied(mini.make())), b, a)));
    }

    void flatCitiesAndEmptyEditsKeepTheirBits()
    {
        test::MiniCity mini;
        mini.node("A", 0, 0).node("B", 777.7, 0).street("A B", {.roadClass = RoadClass::Residential, .speed_kmh = 30});
        mini.zone("West", "A", {.people = 100}).zone("East", "B", {.people = 3, .jobs = 50});
        const AccessResult before = accessOf(applied(mini.make())), after = accessOf(applied(mini.make(), {FleetShift{0.5}}));
        QVERIFY(before.jobsByCycle == after.jobsByCycle);
        QVERIFY(before.jobsOnFoot == after.jobsOnFoot);
        const CityPtr city = mini.make();
        QCOMPARE(timeOf(walkNetwork(applied(city)), mini.nodeId("A"), mini.nodeId("B")), 777.7 / (4.8 * (1000.0 / 60.0)));
    }

    void aCycleLaneBringsJobsWithinReach()
    {
        test::MiniCity mini;
        mini.node("A", 0, 0).node("B", 5000, 0).street("A B", {.speed_kmh = 60});
        mini.zone("West", "A", {.people = 100}).zone("East", "B", {.jobs = 50});
        const CityPtr city = mini.make();
        const NeighbourhoodId west = mini.neighbourhood("West");
        QCOMPARE(accessOf(applied(city)).jobsByCycle[west], 0.0);  // an hour's walk beside the cycle
        QCOMPARE(accessOf(applied(city, {CycleLane{{.target = "mini:way/A-B"}}})).jobsByCycle[west], 50.0);  // 19 minutes
    }

    // Without cars the street is fit for cycles; a part of it that keeps them is still walked.
    void aTrafficFilterBringsJobsWithinReach()
    {
        test::MiniCity mini;
        mini.node("A", 0, 0).node("B", 4000, 0).node("C", 5000, 0).street("A B", {.speed_kmh = 60}).street("B C", {.speed_kmh = 30});
        mini.zone("West", "A", {.people = 100}).zone("East", "C", {.jobs = 50});
        const CityPtr city = mini.make();
        const NeighbourhoodId west = mini.neighbourhood("West");
        QCOMPARE(accessOf(applied(city)).jobsByCycle[west], 0.0);
        QCOMPARE(accessOf(applied(city, {TrafficFilter{{.target = "mini:way/A-B"}}})).jobsByCycle[west], 50.0);
        QCOMPARE(accessOf(applied(city, {TrafficFilter{{.target = "mini:way/B-C"}}})).jobsByCycle[west], 0.0);
    }

    void theNearestPlaceIsThatOfPlainSearch()
    {
        test::MiniCity mini;
        mini.node("A", 0, 0).node("B", 800, 0).node("C", 1600, 0).node("D", 9600, 0).street("A B").street("B C").street("C D");
        mini.zone("West", "A", {.people = 100})
            .zone("Mid", "C", {.people = 50})
            .zone("Far", "D", {.people = 10})
            .zone("Works", "B", {.jobs = 5});
        mini.data.places = {{"p/1", "School", PlaceKind::School, {800, 40}}, {"p/2", "Pocket park", PlaceKind::Park, {0, 0}, 400}};
        const AccessResult a = accessOf(applied(mini.make()));
        const double toSchool = (800 + 40) / 80.0;  // 80 m a minute
        QVERIFY(near(a.schoolOnFoot_min[mini.neighbourhood("West")], toSchool));
        QVERIFY(near(a.schoolOnFoot_min[mini.neighbourhood("Mid")], toSchool));
        QCOMPARE(a.schoolOnFoot_min[mini.neighbourhood("Far")], 60.0);  // 110 minutes count as the longest walk
        QVERIFY(std::isnan(a.schoolOnFoot_min[mini.neighbourhood("Works")]));
        for (const NeighbourhoodId id : idsOf(a.parkOnFoot_min))
            QVERIFY(std::isnan(a.parkOnFoot_min[id]) && std::isnan(a.clinicOnFoot_min[id]));
        QStringList codes;
        for (const Issue& issue : a.issues)
            codes << QString::fromStdString(issue.code);
        QCOMPARE(codes, (QStringList{"no_clinics", "no_parks"}));
    }

    void aParkIsReachedAtItsEdge()
    {
        test::MiniCity mini;
        mini.node("A", 0, 0).node("B", 800, 0).node("C", 3000, 0).street("A B").street("B C");
        mini.zone("West", "A", {.people = 100});
        const MultiPolygon meadow = {Polygon{.outer = {{800, 0}, {2800, 0}, {2800, 500}, {800, 500}}}};
        mini.data.areas.push_back({"p/1", AreaKind::Green, meadow});
        mini.data.places = {{"p/1", "Meadow", PlaceKind::Park, {1800, 250}, 1e6}};
        QVERIFY(near(accessOf(applied(mini.make())).parkOnFoot_min[mini.neighbourhood("West")], 10));
    }
};

QTEST_APPLESS_MAIN(WalkCycleTest)
#include "tst_walk_cycle.moc"
