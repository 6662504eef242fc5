// Turns that signs forbid, in the traffic of a city: nobody makes them, and schemes around them keep them.
#include "simulation/access/isochrone.h"
#include "simulation/scenario/bus_ways.h"
#include "simulation/traffic/city/city_network.h"
#include "simulation/traffic/city/street_users.h"
#include "simulation/traffic/city/traffic_settings.h"
#include "simulation/traffic/traffic_model.h"
#include "support/mini_city.h"

#include <QTest>

using namespace isopolis;
using namespace isopolis::test;

namespace {

///   W ── A ── B ── E      the short way to E is straight on; north of B lies N, a dead end; the way round is A─C─D─E
///        │    │    │      people of W go to N: left turn at B
///        C────┴─D──┘
MiniCity town()
{
    MiniCity mini;
    mini.node("W", 0, 0).node("A", 500, 0).node("B", 1000, 0).node("E", 1500, 0).node("N", 1000, 500).node("C", 500, -400);
    mini.node("D", 1000, -400).node("F", 1500, -400);
    mini.street("W A").street("A B").street("B E").street("B N").street("A C").street("C D").street("D F").street("F E").street("D B");
    mini.zone("West", "W", {.people = 2000, .jobs = 10}).zone("North", "N", {.people = 10, .jobs = 2000});
    mini.data.extent = mini.data.extent.grown(3000);
    return mini;
}

MiniCity noLeftTurn(ModeSet modes = ModeSet::motor())
{
    MiniCity mini = town();
    mini.data.turnBans.push_back({mini.link("A>B"), mini.link("B>N"), modes});
    return mini;
}

AppliedScenario applied(const CityPtr& city, std::vector<Operation> operations = {})
{
    Scenario scenario;
    if (!operations.empty())
        scenario.interventions.push_back({.name = "Scheme", .operations = std::move(operations)});
    auto made = applyScenario(city, scenario);
    if (!made)
        throw std::runtime_error(made.error().text());
    return std::move(*made);
}

TrafficResult run(const AppliedScenario& a, int threads = 1)
{
    QuietControl control(threads);
    auto result = runTraffic(a, control);
    if (!result)
        throw std::runtime_error(result.error().text());
    return std::move(*result);
}

CityNetwork networkOf(const AppliedScenario& a)
{
    auto net = buildCityNetwork(a, trafficSettings(a.parameters));
    if (!net)
        throw std::runtime_error(net.error().text());
    return std::move(*net);
}

}  // namespace

class TestCityTurns : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whoMayNotTurnGoesRound()
    {
        const MiniCity free = town(), banned = noLeftTurn();
        const TrafficResult before = run(applied(free.make())), after = run(applied(banned.make()));
        QVERIFY(before.flow_veh_h[free.link("A>B")] > 1);
        QVERIFY(before.flow_veh_h[free.link("A>C")] < 0.2 * before.flow_veh_h[free.link("A>B")]);
        // All who go to N now come from D; turning back at E, the next junction, would undo the ban and is not possible either.
        QCOMPARE(after.flow_veh_h[banned.link("B>E")], after.flow_veh_h[banned.link("E>F")]);
        QVERIFY(after.flow_veh_h[banned.link("D>B")] > 0.99 * after.flow_veh_h[banned.link("B>N")]);
        QVERIFY(after.conservationError_veh_h < 1e-6);
        QVERIFY(after.converged);
    }

    void onlyTheJunctionsConcernedAreTakenApart()
    {
        const CityNetwork free = networkOf(applied(town().make())), banned = networkOf(applied(noLeftTurn().make()));
        QVERIFY(banned.graph.nodeCount() > free.graph.nodeCount());
        for (std::size_t l = 0; l < free.linkOf.size(); ++l)
            QVERIFY(free.linkOf[l] == banned.linkOf[l]);
        QCOMPARE(banned.linkOf.size(), banned.graph.linkCount());
        QCOMPARE(banned.at.size(), banned.graph.nodeCount());
        for (std::size_t l = free.linkOf.size(); l < banned.linkOf.size(); ++l) {
            QVERIFY(!banned.linkOf[l].valid());
            QVERIFY(banned.graph.link(l).delay.time(100) == 0);
            QVERIFY(banned.at[banned.graph.tail(l)] == banned.at[banned.graph.head(l)]);
        }
    }

    void aBanForLorriesDoesNotConcernCars()
    {
        const CityNetwork free = networkOf(applied(town().make())), banned = networkOf(applied(noLeftTurn(Mode::Lorry).make()));
        QCOMPARE(banned.graph.linkCount(), free.graph.linkCount());
    }

    // The trap of turn rules: trips start and end at the junction where the turn is.
    void tripsStartAndEndAtTheJunctionOfATurn()
    {
        MiniCity mini = noLeftTurn();
        mini.zone("At the turn", "B", {.people = 1000, .jobs = 1000});
        const TrafficResult result = run(applied(mini.make()));
        QVERIFY(result.conservationError_veh_h < 1e-6);
        QCOMPARE(result.unassigned_veh_h, 0.0);
        for (const char* other : {"West", "North"}) {
            QVERIFY(std::isfinite(result.time_min.at(mini.zoneId(other), mini.zoneId("At the turn"))));
            QVERIFY(std::isfinite(result.time_min.at(mini.zoneId("At the turn"), mini.zoneId(other))));
        }
        // Whoever starts at B may take the street into which those from A may not turn.
        QVERIFY(result.time_min.at(mini.zoneId("At the turn"), mini.zoneId("North")) <
                result.time_min.at(mini.zoneId("West"), mini.zoneId("North")) / 2);
    }

    void schemesKeepTheBan()
    {
        const MiniCity mini = noLeftTurn();
        const CityPtr city = mini.make();
        const TrafficResult base = run(applied(city));
        // Closing a street of the turn takes the rule away with it; opening it again is the mapped city, bit for bit.
        const TrafficResult closed = run(applied(city, {CloseRoad{{.target = "mini:way/A-B"}}}));
        QCOMPARE(closed.flow_veh_h[mini.link("A>B")], 0.0);
        QVERIFY(closed.flow_veh_h[mini.link("B>N")] > 1);
        QVERIFY(run(applied(city), 2) == base);
        // B─N turned round to a one-way street out of N: nobody can drive into N, the ban does not matter, nothing breaks.
        const TrafficResult out =
            run(applied(city, {OneWay{.where = {.target = "mini:way/B-N"}, .direction = OneWay::Direction::Backward}}));
        QCOMPARE(out.flow_veh_h[mini.link("B>N")], 0.0);
        // A new street beside the banned turn may be turned into.
        AddRoad road;
        road.axis = {{1000, 0}, {1000, 500}};
        road.limit = Speed::kmh(50);
        road.name = "New street";
        const AppliedScenario with = applied(city, {road});
        QVERIFY(!with.addedLinks.empty());
        const TrafficResult added = run(with);
        double used = 0;
        for (LinkId id(static_cast<std::uint32_t>(city->roads().links().size())); id.index() < with.linkCount();
             id = LinkId(id.value() + 1))
            used += added.flow_veh_h[id];
        QVERIFY(used > 1);
        QVERIFY(added.flow_veh_h[mini.link("B>N")] < base.flow_veh_h[mini.link("B>N")]);
    }

    // Isochrones and access by car go the ways that the assignment goes.
    void carsReachNoFartherThanTheTurnsAllow()
    {
        const MiniCity free = town(), banned = noLeftTurn();
        const auto minutesFrom = [](const MiniCity& mini, Point2 from, const char* to) {
            const AppliedScenario a = applied(mini.make());
            TrafficResult traffic;
            traffic.time_s = IdVector<LinkId, double>(a.linkCount(), 60);
            traffic.speed_kmh = IdVector<LinkId, double>(a.linkCount(), 30);
            const auto reach = isochrone(a, TravelMode::Car, from, {60}, &traffic);
            if (!reach)
                throw std::runtime_error(reach.error().text());
            if (reach->time_min.size() != a.city->roads().nodes().size())
                throw std::runtime_error("times of other nodes than the city's");
            return reach->time_min[mini.nodeId(to)] - carNetwork(a, traffic).terminal_min;
        };
        QCOMPARE(minutesFrom(free, {0, 0}, "N"), 3.0);       // W A B N
        QCOMPARE(minutesFrom(banned, {0, 0}, "N"), 5.0);     // W A C D B N
        QCOMPARE(minutesFrom(banned, {0, 0}, "B"), 2.0);     // to the junction itself
        QCOMPARE(minutesFrom(banned, {1000, 0}, "N"), 1.0);  // from the junction itself
        QCOMPARE(minutesFrom(noLeftTurn(Mode::Lorry), {0, 0}, "N"), 3.0);
        // What counts jobs sees the same: destinations at a junction that was taken apart are joined where ways to it end.
        const AppliedScenario a = applied(banned.make());
        TrafficResult traffic;
        traffic.time_s = IdVector<LinkId, double>(a.linkCount(), 60);
        traffic.speed_kmh = IdVector<LinkId, double>(a.linkCount(), 30);
        const ModeNetwork net = carNetwork(a, traffic);
        const NodeFinder starts(net.places, net.canStart, 300), ends(net.places, net.canEnd, 300);
        const std::vector<TravelEnd> from{{starts.nearest({0, 0}).node, 0, 0}},
            to{{ends.nearest({1000, 0}).node, 0, 10}, {ends.nearest({1000, 500}).node, 0, 100}};
        QuietControl control(1);
        const TravelGraph graph(net.places.size(), net.edges);
        for (const auto& [limit, jobs] : {std::pair{1.9, 0.0}, {2.1, 10.0}, {4.9, 10.0}, {5.1, 110.0}})
            QCOMPARE(jobsWithin(graph, from, to, limit, control, 0, 1).front(), jobs);
    }

    void busesKeepToTheSigns()
    {
        const auto streets = [](const MiniCity& mini) {
            const CityPtr city = mini.make();
            const AppliedScenario a = applied(city);
            BusWays ways(a, BusWays::Streets::OfScenario);
            const auto way = ways.find(mini.nodeId("W"), mini.nodeId("N"));
            return way ? way->links : std::vector<LinkId>();
        };
        const MiniCity free = town(), banned = noLeftTurn(), forCars = noLeftTurn(Mode::Car);
        const auto straight = [](const MiniCity& mini) { return std::vector{mini.link("W>A"), mini.link("A>B"), mini.link("B>N")}; };
        QCOMPARE(streets(free), straight(free));
        QCOMPARE(streets(forCars), straight(forCars));  // buses are exempt
        QCOMPARE(streets(banned),
                 (std::vector{banned.link("W>A"), banned.link("A>C"), banned.link("C>D"), banned.link("D>B"), banned.link("B>N")}));
    }

    // Who uses a street is found on the same network.
    void theUsersOfAStreetSumToItsFlow()
    {
        const MiniCity mini = noLeftTurn();
        const AppliedScenario a = applied(mini.make());
        const TrafficResult result = run(a);
        QuietControl control(1);
        const auto routes = streetRoutes(a, result, control);
        QVERIFY(routes);
        const auto users = routes->usersOf(mini.link("D>B"));
        QVERIFY(users);
        QVERIFY(std::abs(users->total_veh_h - result.flow_veh_h[mini.link("D>B")]) < 1e-4 * users->total_veh_h);
    }
};

QTEST_APPLESS_MAIN(TestCityTurns)
#include "tst_city_turns.moc"
