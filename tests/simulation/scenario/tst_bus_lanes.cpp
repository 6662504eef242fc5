// A lane for buses alone: cars lose one, buses of the timetable save time where they run along it.
//
//   A ---B-------- C --- D     A-B 500 m (one lane), B-C 1,000 m ("Bridge", two lanes), C-D 500 m (two lanes one way only)
//                              bus 7 calls at A, B, C, D; the express at A, C; a tram at B, C
#include "simulation/access/cycle_stress.h"
#include "simulation/scenario/apply_scenario.h"
#include "simulation/transit/transit_parameters.h"
#include "support/mini_city.h"

#include <QtTest>

using namespace isopolis;

namespace {

struct Town {
    test::MiniCity mini;
    CityPtr city;
    Town()
    {
        mini.node("A", 0, 0).node("B", 500, 0).node("C", 1500, 0).node("D", 2000, 0).node("F", 500, -300);
        mini.street("A B", {.name = "West Road"}).street("B C", {.name = "Bridge", .lanes = 2}).street("C D", {.name = "East Road"});
        mini.street("B F", {.name = "Path", .roadClass = RoadClass::Footway, .modes = Mode::Walk});
        mini.data.links[mini.link("C>D")].lanes = 2;
        mini.zone("West", "A", {.people = 100}).zone("East", "D", {.jobs = 50});
        std::vector<StopId> s;
        for (const char* name : {"A", "B", "C", "D"})
            s.push_back(mini.data.transit.stops.push({std::string("t:stop/") + name, name, mini.data.nodes[mini.nodeId(name)].at}));
        TransitLine bus{"t:line/7", "Bus 7", "bus", {{0, 0}, {2000, 0}}, {}};
        bus.patterns.push_back({{s[0], s[1], s[2], s[3]}, {0, 100, 320, 420}, {0, 120, 330, 420}, {7 * 3600, 8 * 3600}});
        bus.patterns.push_back({{s[0], s[1]}, {0, 90}, {0, 90}, {9 * 3600}});
        TransitLine express{"t:line/x", "Express", "bus", {}, {}};
        express.patterns.push_back({{s[0], s[2]}, {0, 300}, {0, 300}, {7 * 3600}});
        TransitLine tram{"t:line/t", "Tram", "tram", {{500, 0}, {1500, 0}}, {}};
        tram.patterns.push_back({{s[1], s[2]}, {0, 150}, {0, 150}, {7 * 3600}});
        for (const TransitLine& line : {bus, express, tram})
            mini.data.transit.lines.push(line);
        city = mini.make();
    }
    Expected<AppliedScenario> apply(std::vector<Operation> operations, double gain = kBusLaneGain.standard) const
    {
        Scenario s{.name = "s", .interventions = {{"Scheme", std::move(operations)}}};
        (void)s.parameters.set(kBusLaneGain, {gain, "", ""});
        return applyScenario(city, s);
    }
    double lanes(const AppliedScenario& applied, const char* link) const { return applied.links[mini.link(link)].lanes; }
};

AppliedScenario must(Expected<AppliedScenario> applied)
{
    if (!applied)
        throw std::runtime_error(applied.error().text());
    return *applied;
}

const TransitPattern& pattern(const AppliedScenario& applied, std::size_t line, std::size_t n)
{
    return applied.transit().lines[TransitLineId::fromIndex(line)].patterns[n];
}

bool says(const AppliedScenario& applied, std::string_view code, std::string_view words = "")
{
    return std::any_of(applied.issues.begin(), applied.issues.end(),
                       [&](const Issue& i) { return i.code == code && i.message.find(words) != std::string::npos; });
}

const BusLane kBridge{{.target = "street:Bridge"}};
using Times = std::vector<int>;

}  // namespace

class BusLanesTest : public QObject {
    Q_OBJECT
private slots:
    void carsLoseALaneInEachDirection()
    {
        const Town town;
        const AppliedScenario applied = must(town.apply({kBridge}));
        QCOMPARE(town.lanes(applied, "B>C"), 1.0);
        QCOMPARE(town.lanes(applied, "C>B"), 1.0);
        QCOMPARE(town.lanes(applied, "A>B"), 1.0);
        QCOMPARE(applied.busLanes.size(), std::size_t(2));
        QVERIFY(says(must(town.apply({kBridge, kBridge})), "changes_nothing"));
    }

    void aRideAlongTheLaneIsShorterByTheGain()
    {
        const Town town;
        const AppliedScenario applied = must(town.apply({kBridge}));
        // B – C: 200 s · (1 − 0.12) = 176 s; halts of 20 s and 10 s stay, and so do A – B and C – D.
        QVERIFY(pattern(applied, 0, 0).arrival_s == (Times{0, 100, 296, 396}));
        QVERIFY(pattern(applied, 0, 0).departure_s == (Times{0, 120, 306, 396}));
        QVERIFY(pattern(applied, 0, 0).starts_s == (Times{7 * 3600, 8 * 3600}));
        QVERIFY(pattern(applied, 0, 1) == town.city->transit().lines[TransitLineId(0)].patterns[1]);
        // 1,000 of the express's 1,500 m: 300 s · (1 − 0.12 · 2/3) = 276 s.
        QVERIFY(pattern(applied, 1, 0).arrival_s == (Times{0, 276}));
        QVERIFY(pattern(applied, 2, 0).arrival_s == (Times{0, 150}));  // trams have rails of their own
        QVERIFY(says(applied, "bus_lane_time", "“Bus 7” saves up to 24 s"));
        QVERIFY(pattern(must(town.apply({kBridge}, 0.4)), 0, 0).arrival_s == (Times{0, 100, 240, 340}));
    }

    void withoutAGainTheTimetableStaysTheCitysOwn()
    {
        const Town town;
        QVERIFY(must(town.apply({kBridge}, 0)).changedTransit == nullptr);
        QVERIFY(must(town.apply({})).changedTransit == nullptr);
        const AppliedScenario closed = must(town.apply({kBridge, CloseRoad{{.target = "street:Bridge"}}}));
        QVERIFY(closed.changedTransit == nullptr && says(closed, "bus_lane_unused"));
    }

    void twoLanesAddUpWhateverTheirOrder()
    {
        const Town town;
        const BusLane east{{.target = "street:East Road"}};
        const AppliedScenario one = must(town.apply({kBridge, east})), other = must(town.apply({east, kBridge}));
        for (std::size_t line = 0; line < 3; ++line)
            QVERIFY(one.transit().lines[TransitLineId::fromIndex(line)].patterns ==
                    other.transit().lines[TransitLineId::fromIndex(line)].patterns);
        QVERIFY(pattern(one, 0, 0).arrival_s == (Times{0, 100, 296, 385}));  // 306 + 90 · 0.88 = 385.2
        // Only one direction of East Road has a lane to give.
        QCOMPARE(town.lanes(one, "C>D"), 1.0);
        QCOMPARE(town.lanes(one, "D>C"), 1.0);
        QCOMPARE(one.busLanes.size(), std::size_t(3));
        QVERIFY(says(one, "no_lane_to_give", "500 m, the first is “East Road”"));
    }

    void aLineOfTheSchemeRunsAtTheSpeedItWasGiven()
    {
        const Town town;
        const AddTransitLine line{.name = "9", .stops = {{500, 0}, {1500, 0}}, .speed = Speed::kmh(18)};
        QVERIFY(pattern(must(town.apply({kBridge, line})), 3, 0) == pattern(must(town.apply({line})), 3, 0));
    }

    void aSingleLaneIsRefusedByNameUntilItIsWidened()
    {
        const Town town;
        const BusLane west{{.target = "street:West Road"}};
        const auto refused = town.apply({west});
        QVERIFY(!refused);
        QVERIFY2(refused.error().text().find("“West Road” has one lane") != std::string::npos, refused.error().text().c_str());
        QVERIFY(refused.error().remedy.find("Widen it") != std::string::npos &&
                refused.error().remedy.find("traffic filter") != std::string::npos);
        const AppliedScenario wide = must(town.apply({SetLanes{west.where, 2}, west}));
        QCOMPARE(town.lanes(wide, "A>B"), 1.0);
        QVERIFY(pattern(wide, 0, 1).arrival_s == (Times{0, 79}));  // 90 · 0.88 = 79.2
        // With the widening switched off the lane changes nothing, so that each of the two can be judged by itself.
        const auto off =
            must(applyScenario(town.city, {.name = "s", .interventions = {{"Widen", {SetLanes{west.where, 2}}, false}, {"Lane", {west}}}}));
        QVERIFY(off.busLanes.empty() && says(off, "changes_nothing") && says(off, "no_lane_to_give"));
        QVERIFY(!town.apply({BusLane{{.target = "street:Nowhere"}}}));
        const AppliedScenario path = must(town.apply({BusLane{{.target = "mini:way/B-F"}}}));
        QVERIFY(path.busLanes.empty() && says(path, "changes_nothing"));
    }

    void whoCyclesStillMeetsTheLane()
    {
        const Town town;
        QVERIFY(cycleStress(must(town.apply({kBridge}))) == cycleStress(must(town.apply({}))));
        QVERIFY(cycleStress(must(town.apply({SetLanes{kBridge.where, 1}}))) != cycleStress(must(town.apply({}))));
    }
};

QTEST_APPLESS_MAIN(BusLanesTest)
#include "tst_bus_lanes.moc"
