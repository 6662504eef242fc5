#include <QTest>

#include "simulation/access/access_memory.h"
#include "simulation/access/access_model.h"
#include "simulation/access/access_parameters.h"
#include "simulation/access/reach.h"
#include "simulation/access/reach_sweep.h"
#include "simulation/traffic/traffic_parameters.h"
#include "support/mini_city.h"

#include <cmath>

using namespace isopolis;

namespace {

/// Traffic of given link times (seconds) and, between zones, of given trips and minutes; 50 km/h everywhere.
TrafficResult trafficOf(const AppliedScenario& applied, double seconds)
{
    const std::size_t links = applied.linkCount(), zones = applied.city->neighbourhoods().size();
    TrafficResult t;
    t.zones.internal = zones;
    t.trips_veh_h = ZoneMatrix(zones);
    t.time_min = ZoneMatrix(zones);
    t.time_s = IdVector<LinkId, double>(links, seconds);
    t.speed_kmh = IdVector<LinkId, double>(links, 50);
    return t;
}

AppliedScenario applied(const CityPtr& city, std::vector<Operation> operations = {}, const ParameterSet& parameters = {})
{
    auto result = applyScenario(city, {.name = "s", .interventions = {{"i", std::move(operations)}}, .parameters = parameters});
    if (!result)
        throw std::runtime_error(result.error().text());
    return *result;
}

AccessResult mustAccess(const AppliedScenario& scenario, const TrafficResult& traffic, int threads = 1)
{
    QuietControl control(threads);
    auto result = computeAccess(scenario, traffic, control);
    if (!result)
        throw std::runtime_error(result.error().text());
    return *result;
}

/// Home – Near (1600 m) – Far (another 1600 m): at 4.8 km/h 20 and 40 minutes on foot.
struct ThreePlaces {
    test::MiniCity mini;
    ThreePlaces()
    {
        mini.node("H", 0, 0).node("N", 1600, 0).node("F", 3200, 0);
        mini.zone("Home", "H", {.people = 100, .jobs = 7}).zone("Near", "N", {.people = 50, .jobs = 30}).zone("Far", "F", {.jobs = 400});
    }
};

class Cancelling : public RunControl {
public:
    explicit Cancelling(int after) : m_left(after) {}
    void progress(Stage, double) override { --m_left; }
    bool cancelled() const override { return m_left < 0; }
    int threads() const override { return 1; }

private:
    int m_left;
};

}  // namespace

class AccessTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void onFootTheCutOffDecides()
    {
        ThreePlaces t;
        t.mini.street("H N").street("N F");
        const AppliedScenario city = applied(t.mini.make());
        const AccessResult a = mustAccess(city, trafficOf(city, 60));
        QCOMPARE(a.jobsOnFoot[t.mini.neighbourhood("Home")], 37.0);   // own jobs and Near (20 min); Far takes 40
        QCOMPARE(a.jobsOnFoot[t.mini.neighbourhood("Near")], 437.0);  // all three within 20 min
        QVERIFY(std::isnan(a.jobsOnFoot[t.mini.neighbourhood("Far")]));

        ParameterSet brisk;
        QVERIFY(brisk.set(kWalkCutoff, {40, "", ""}));
        const AppliedScenario patient = applied(t.mini.make(), {}, brisk);
        const AccessResult b = mustAccess(patient, trafficOf(patient, 60));
        QCOMPARE(b.walkCutoff_min, 40.0);
        QCOMPARE(b.jobsOnFoot[t.mini.neighbourhood("Home")], 437.0);
    }

    void peopleWalkAgainstOneWayStreetsAndThroughClosedRoads()
    {
        ThreePlaces t;
        t.mini.oneWay("N H").oneWay("N F");
        const CityPtr city = t.mini.make();
        const AppliedScenario closed = applied(city, {CloseRoad{{.target = "mini:way/N-H"}}});
        const AccessResult a = mustAccess(closed, trafficOf(closed, 60));
        QCOMPARE(a.jobsOnFoot[t.mini.neighbourhood("Home")], 37.0);
        QCOMPARE(a.jobsByCar[t.mini.neighbourhood("Home")], 0.0);  // cars have no street near home any more
    }

    void byCarTimesAreThoseOfTheTraffic()
    {
        ThreePlaces t;
        t.mini.street("H N").street("N F");
        const AppliedScenario city = applied(t.mini.make());
        // 30 min less 3 min for parking leaves 27: one link of 13.5 min twice is just in time, of 13.6 is not.
        QCOMPARE(mustAccess(city, trafficOf(city, 13.5 * 60)).jobsByCar[t.mini.neighbourhood("Home")], 437.0);
        QCOMPARE(mustAccess(city, trafficOf(city, 13.6 * 60)).jobsByCar[t.mini.neighbourhood("Home")], 37.0);
    }

    void theWayToTheNearestJunctionTakesTime()
    {
        ThreePlaces t;
        t.mini.street("H N").street("N F");
        t.mini.data.activity[0].at = {0, 400};  // 5 minutes from the street on foot
        const CityPtr city = t.mini.make();
        ParameterSet p;
        QVERIFY(p.set(kWalkCutoff, {25, "", ""}));
        QCOMPARE(mustAccess(applied(city, {}, p), trafficOf(applied(city), 60)).jobsOnFoot[NeighbourhoodId(0)], 37.0);
        QVERIFY(p.set(kWalkCutoff, {24, "", ""}));
        QCOMPARE(mustAccess(applied(city, {}, p), trafficOf(applied(city), 60)).jobsOnFoot[NeighbourhoodId(0)], 7.0);
    }

    void placesWithoutAStreetReachNothingAndAreCounted()
    {
        ThreePlaces t;
        t.mini.street("H N").street("N F");
        t.mini.data.activity[0].at = {0, 5000};
        const AppliedScenario city = applied(t.mini.make());
        AccessResult a = mustAccess(city, trafficOf(city, 60));
        QCOMPARE(a.jobsOnFoot[t.mini.neighbourhood("Home")], 0.0);
        QCOMPARE(a.jobsByCar[t.mini.neighbourhood("Home")], 0.0);
        std::erase_if(a.issues, [](const Issue& issue) { return issue.code != "no_junction"; });
        QCOMPARE(a.issues.size(), std::size_t(3));  // by car, on foot, by cycle
        QVERIFY(a.issues[1].message.find("100 people and 7 jobs") != std::string::npos);
    }

    void neighbourhoodsAreMeansOverTheirPeople()
    {
        ThreePlaces t;
        t.mini.street("H N").street("N F");
        t.mini.data.activity.push_back({{3200, 0}, t.mini.neighbourhood("Home"), 300, 0});  // 300 of Home's people live at F
        t.mini.data.neighbourhoods[t.mini.neighbourhood("Home")].population = 400;
        const AppliedScenario city = applied(t.mini.make());
        const AccessResult a = mustAccess(city, trafficOf(city, 60));
        QCOMPARE(a.jobsOnFoot[t.mini.neighbourhood("Home")], (100 * 37.0 + 300 * 430.0) / 400);
        QCOMPARE(a.jobsByCar[t.mini.neighbourhood("Home")], 437.0);
    }

    void aNewBuildingsPeopleAndJobsCount()
    {
        ThreePlaces t;
        t.mini.street("H N").street("N F");
        const CityPtr city = t.mini.make();
        const MultiPolygon atNear = {Polygon{.outer = {{1590, -10}, {1610, -10}, {1610, 10}, {1590, 10}}}};
        const AppliedScenario built = applied(city, {AddBuilding{"Offices", atNear, Length::m(20), 0, 1000}});
        QCOMPARE(mustAccess(built, trafficOf(built, 60)).jobsOnFoot[t.mini.neighbourhood("Home")], 1037.0);
    }

    void carTimeIsTheMeanOfTripsThatLeaveTheZone()
    {
        ThreePlaces t;
        t.mini.street("H N").street("N F");
        const AppliedScenario city = applied(t.mini.make());
        TrafficResult traffic = trafficOf(city, 60);
        const ZoneId home(0), near(1), far(2);
        traffic.trips_veh_h.at(home, home) = 1000;  // within the zone: left out
        traffic.trips_veh_h.at(home, near) = 30;
        traffic.trips_veh_h.at(home, far) = 10;
        traffic.time_min.at(home, near) = 6;
        traffic.time_min.at(home, far) = 10;
        traffic.trips_veh_h.at(near, far) = 5;
        traffic.time_min.at(near, far) = std::numeric_limits<double>::infinity();
        const AccessResult a = mustAccess(city, traffic);
        QCOMPARE(a.carTime_min[NeighbourhoodId(0)], 7.0);
        QVERIFY(std::isnan(a.carTime_min[NeighbourhoodId(1)]));  // its only trips find no way
        QVERIFY(std::isnan(a.carTime_min[NeighbourhoodId(2)]));
    }

    /// A grid of 30 × 30 junctions with a place at each, too many for the starting points of one neighbourhood.
    void manyPlacesGiveTheSameBitsAtAnyNumberOfThreads()
    {
        test::MiniCity mini;
        const auto name = [](int x, int y) { return std::to_string(x) + "_" + std::to_string(y); };
        constexpr int kSide = 30;
        for (int x = 0; x < kSide; ++x)
            for (int y = 0; y < kSide; ++y)
                mini.node(name(x, y), 150 * x, 150 * y);
        for (int x = 0; x < kSide; ++x)
            for (int y = 0; y < kSide; ++y) {
                if (x + 1 < kSide)
                    mini.street(name(x, y) + " " + name(x + 1, y));
                if (y + 1 < kSide)
                    mini.street(name(x, y) + " " + name(x, y + 1));
            }
        mini.zone("All", "15_15", {.people = 1, .side_m = 10000});
        for (int i = 0; i < kSide * kSide; ++i)
            mini.data.activity.push_back(
                {{150.0 * (i % kSide) + 10, 150.0 * (i / kSide)}, NeighbourhoodId(0), 1 + i % 7 / 3.0, 0.1 * (i % 11)});
        const AppliedScenario city = applied(mini.make());
        const TrafficResult traffic = trafficOf(city, 70.1);
        const AccessResult one = mustAccess(city, traffic, 1);
        for (const int threads : {2, 4}) {
            const AccessResult other = mustAccess(city, traffic, threads);
            QVERIFY(other.jobsByCar == one.jobsByCar);
            QVERIFY(other.jobsOnFoot == one.jobsOnFoot);
        }
        QVERIFY(one.jobsByCar[NeighbourhoodId(0)] > one.jobsOnFoot[NeighbourhoodId(0)]);

        // Eight starting points stand for all 901 places: close to timing every place.
        ParameterSet every;
        QVERIFY(every.set(kCarOrigins, {1000, "", ""}));
        const AppliedScenario fine = applied(mini.make(), {}, every);
        const double exact = mustAccess(fine, traffic).jobsByCar[NeighbourhoodId(0)];
        QVERIFY2(std::abs(one.jobsByCar[NeighbourhoodId(0)] / exact - 1) < 0.1,
                 qPrintable(QString::number(one.jobsByCar[NeighbourhoodId(0)] / exact)));
    }

    void jobsWithinALimitAreThoseOfPlainBellmanFord()
    {
        constexpr std::uint32_t kNodes = 60;
        std::vector<TravelEdge> edges;
        std::vector<TravelEnd> origins, destinations;
        std::uint32_t state = 7;
        const auto draw = [&state](std::uint32_t n) { return (state = state * 1664525U + 1013904223U) % 65536U * n / 65536U; };
        for (int i = 0; i < 200; ++i)
            edges.push_back({NodeId(draw(kNodes)), NodeId(draw(kNodes)), draw(5) == 0 ? 0 : 0.01 * draw(800)});
        for (std::uint32_t i = 0; i < kNodes; ++i) {
            origins.push_back({i % 7 == 0 ? NodeId() : NodeId(draw(kNodes)), 0.1 * draw(20)});
            destinations.push_back({i % 5 == 0 ? NodeId() : NodeId(draw(kNodes)), 0.1 * draw(20), 0.1 * draw(100)});
        }
        const TravelGraph graph(kNodes, edges);
        for (const double limit : {-1.0, 0.0, 3.0, 9.5, 60.0}) {
            QuietControl control(1);
            const std::vector<double> jobs = jobsWithin(graph, origins, destinations, limit, control, 0, 1);
            for (std::size_t o = 0; o < origins.size(); ++o) {
                std::vector<double> time(kNodes, std::numeric_limits<double>::infinity());
                double expected = 0;
                if (origins[o].node.valid()) {
                    time[origins[o].node.index()] = 0;
                    for (std::uint32_t round = 0; round < kNodes; ++round)
                        for (const TravelEdge& e : edges)
                            time[e.to.index()] = std::min(time[e.to.index()], time[e.from.index()] + e.time_min);
                }
                for (const TravelEnd& d : destinations)
                    if (d.node.valid() && time[d.node.index()] + d.connector_min <= limit - origins[o].connector_min)
                        expected += d.jobs;
                QVERIFY(std::abs(jobs[o] - expected) < 1e-9);
            }
        }
    }

    void sweepsDownAHierarchyCountTheSameJobsToTheLastBit()
    {
        // A town of 30 by 30 junctions; with round times most jobs lie just at some limit, and rounding decides in both ways of adding up.
        constexpr std::uint32_t kSide = 30;
        for (const bool round : {true, false}) {
            std::uint32_t state = 11;
            const auto draw = [&state](std::uint32_t n) { return (state = state * 1664525U + 1013904223U) % 65536U * n / 65536U; };
            std::vector<Point2> places;
            std::vector<TravelEdge> edges;
            std::vector<TravelEnd> origins, destinations;
            for (std::uint32_t i = 0; i < kSide * kSide; ++i) {
                places.push_back({100.0 * (i % kSide) + draw(20), 100.0 * (i / kSide) + draw(20)});
                for (const std::uint32_t step : {1U, kSide})
                    if (step == 1 ? (i + 1) % kSide != 0 : i + kSide < kSide * kSide)
                        for (const bool back : {false, true}) {
                            const NodeId a(back ? i + step : i), b(back ? i : i + step);
                            edges.push_back({a, b, round ? 0.1 : 0.05 + 0.001 * draw(97)});
                        }
            }
            for (std::uint32_t i = 0; i < 600; ++i) {
                origins.push_back({i % 50 == 0 ? NodeId() : NodeId(draw(kSide * kSide)), round ? 0.1 : 0.013 * draw(20)});
                destinations.push_back(
                    {i % 70 == 0 ? NodeId() : NodeId(draw(kSide * kSide)), round ? 0.1 : 0.017 * draw(20), 0.1 * draw(90)});
            }
            const TravelGraph graph(places.size(), edges);
            for (const double limit : {0.0, 0.7, 1.9, 3.0, 100.0}) {
                QuietControl one(1), four(4);
                const std::vector<double> expected = jobsWithin(graph, origins, destinations, limit, one, 0, 1);
                QCOMPARE(jobsWithin({places, edges}, origins, destinations, limit, one, 0, 1), expected);
                QCOMPARE(jobsWithin({places, edges}, origins, destinations, limit, four, 0, 1), expected);
            }
            edges.erase(edges.begin() + 700, edges.begin() + 740);
            QuietControl one(1);
            QCOMPARE(jobsWithin({places, edges}, origins, destinations, 2, one, 0, 1),
                     jobsWithin(TravelGraph(places.size(), edges), origins, destinations, 2, one, 0, 1));
        }
    }

    void whatASchemeLeavesAsItIsIsFoundAgain()
    {
        const AccessQuestion question{AccessQuestion::Kind::Jobs, 2, {{NodeId(0), NodeId(1), 1}}, {{NodeId(0), 0}},
                                      {{NodeId(1), 0, 5}},        30};
        AccessMemory memory;
        int made = 0;
        const auto answer = [&](const AccessQuestion& q) {
            ++made;
            return std::vector<double>{q.edges.front().time_min};
        };
        QCOMPARE(memory.obtain(question, answer), std::vector<double>{1});
        QCOMPARE(memory.obtain(question, answer), std::vector<double>{1});
        QCOMPARE(made, 1);
        AccessQuestion slower = question, nearest = question, longer = question;
        slower.edges.front().time_min = 2;
        nearest.kind = AccessQuestion::Kind::Nearest;
        longer.limit_min = 31;
        for (const AccessQuestion& other : {slower, nearest, longer})
            memory.obtain(other, answer);
        QCOMPARE(made, 4);
        QCOMPARE(memory.obtain(slower, answer), std::vector<double>{2});
        QCOMPARE(made, 4);
    }

    void theNearestNodeIsFoundAcrossCellsAndNotBeyondTheReach()
    {
        std::vector<Point2> places;
        for (int i = 0; i < 2000; ++i)  // scattered without a pattern
            places.push_back({std::fmod(i * 617.31, 3000), std::fmod(i * 271.77, 2500)});
        std::vector<bool> wanted(places.size(), true);
        wanted[17] = false;
        const NodeFinder finder(places, wanted, 400);
        for (int i = 0; i < 300; ++i) {
            const Point2 p{std::fmod(i * 91.7, 3600) - 300, std::fmod(i * 57.3, 3100) - 300};
            NodeId best;
            double bestDistance = 400;
            for (std::size_t k = 0; k < places.size(); ++k)
                if (wanted[k] && distance(places[k], p) < bestDistance) {
                    best = NodeId::fromIndex(k);
                    bestDistance = distance(places[k], p);
                }
            QCOMPARE(finder.nearest(p).node.value(), best.value());
        }
        QVERIFY(!finder.nearest({-5000, 0}).node.valid());
        QVERIFY(!NodeFinder(places, std::vector<bool>(places.size(), false), 400).nearest({0, 0}).node.valid());
    }

    void cancellingAndForeignTrafficAreErrors()
    {
        ThreePlaces t;
        t.mini.street("H N").street("N F");
        const AppliedScenario city = applied(t.mini.make());
        const TrafficResult traffic = trafficOf(city, 60);
        for (int after = 0; after < 3; ++after) {
            Cancelling control(after);
            const auto result = computeAccess(city, traffic, control);
            QVERIFY(!result);
            QCOMPARE(result.error().code, ErrorCode::Cancelled);
        }
        QuietControl quiet;
        TrafficResult foreign = traffic;
        foreign.time_s.resize(1);
        QCOMPARE(computeAccess(city, foreign, quiet).error().code, ErrorCode::Conflict);
    }
};

QTEST_APPLESS_MAIN(AccessTest)
#include "tst_access.moc"
