// What schemes do to lines of public transport, and which lines a road scheme cuts.
//
//        N1 ------ N2          a loop north of the main road, 500 m up
//        |          |
//   A ---B-------- C --- D     main road: A-B 500 m, B-C 1,000 m ("Bridge"), C-D 500 m; bus 7 calls at A, B, C, D
#include "simulation/scenario/apply_scenario.h"
#include "simulation/scenario/clock_text.h"
#include "support/mini_city.h"

#include <QtTest>

using namespace isopolis;

namespace {

struct Town {
    test::MiniCity mini;
    StopId a, b, c, d;
    CityPtr city;

    Town()
    {
        mini.node("A", 0, 0).node("B", 500, 0).node("C", 1500, 0).node("D", 2000, 0).node("N1", 500, 500).node("N2", 1500, 500);
        mini.street("A B", {.name = "West Road"}).street("B C", {.name = "Bridge"}).street("C D", {.name = "East Road"});
        mini.street("B N1 N2 C", {.name = "Loop"});
        mini.zone("West", "A", {.people = 100}).zone("East", "D", {.jobs = 50});
        const auto stop = [&](const char* name) {
            return mini.data.transit.stops.push({std::string("t:stop/") + name, name, mini.data.nodes[mini.nodeId(name)].at});
        };
        a = stop("A");
        b = stop("B");
        c = stop("C");
        d = stop("D");
        TransitLine line{"t:line/7", "Bus 7", "bus", {{0, 0}, {2000, 0}}, {}};
        line.patterns.push_back({{a, b, c, d}, {0, 100, 320, 420}, {0, 120, 330, 420}, {7 * 3600, 7 * 3600 + 1200, 8 * 3600, 12 * 3600}});
        line.patterns.push_back({{d, c, b, a}, {0, 100, 320, 420}, {0, 120, 330, 420}, {7 * 3600 + 600, 8 * 3600 + 600}});
        line.patterns.push_back({{a, b}, {0, 90}, {0, 90}, {7 * 3600 + 2400}});
        mini.data.transit.lines.push(line);
        city = mini.make();
    }
    Expected<AppliedScenario> apply(std::vector<Operation> operations) const
    {
        return applyScenario(city, {.name = "s", .interventions = {{"Scheme", std::move(operations)}}});
    }
};

AppliedScenario must(Expected<AppliedScenario> applied)
{
    if (!applied)
        throw std::runtime_error(applied.error().text());
    return *applied;
}

const TransitLine& bus7(const AppliedScenario& applied) { return applied.transit().lines[TransitLineId(0)]; }

bool says(const AppliedScenario& applied, std::string_view code)
{
    return std::any_of(applied.issues.begin(), applied.issues.end(), [&](const Issue& i) { return i.code == code; });
}

}  // namespace

class TransitOperationsTest : public QObject {
    Q_OBJECT
private slots:
    void withoutOperationsTheTimetableIsTheCitysOwn()
    {
        const Town town;
        const AppliedScenario applied = must(town.apply({}));
        QVERIFY(applied.changedTransit == nullptr && &applied.transit() == &town.city->transit());
    }

    void aNewLineJoinsStopsAndRunsAtItsHeadway()
    {
        const Town town;
        AddTransitLine line{.name = "9", .stops = {{10, 5}, {1500, 500}, {1990, 0}}, .headway_min = 12, .speed = Speed::kmh(18)};
        line.first_s = 6 * 3600;
        line.last_s = 7 * 3600;
        const AppliedScenario applied = must(town.apply({line}));
        QCOMPARE(town.city->transit().lines.size(), std::size_t{1});  // the city keeps its own
        QCOMPARE(applied.transit().lines.size(), std::size_t{2});
        const TransitLine& made = applied.transit().lines[TransitLineId(1)];
        QCOMPARE(QString::fromStdString(made.externalId), QStringLiteral("new:Scheme/1"));
        QCOMPARE(made.patterns.size(), std::size_t{2});
        const TransitPattern& there = made.patterns[0];
        const StopId fresh = StopId(4);
        QVERIFY(there.stops == (std::vector<StopId>{town.a, fresh, town.d}));  // A and D lie within 40 m of the clicks
        QCOMPARE(applied.transit().stops[fresh].at, (Point2{1500, 500}));
        // A – B – C – N2 is 2,000 m, N2 – C – D 1,000 m, at 5 m/s.
        QVERIFY(there.arrival_s == (std::vector<int>{0, 400, 600}));
        QVERIFY(there.starts_s == (std::vector<int>{21600, 22320, 23040, 23760, 24480, 25200}));
        QVERIFY(made.patterns[1].stops == (std::vector<StopId>{town.d, fresh, town.a}));
        QVERIFY(!says(applied, "no_bus_street"));
        line.mode = "ferry";
        QVERIFY(must(town.apply({line})).transit().lines[TransitLineId(1)].patterns[0].arrival_s[1] < 400);  // straight
    }

    void aNewHeadwaySpacesDeparturesOfEachTerminalAndKeepsTheirStops()
    {
        const Town town;
        const AppliedScenario applied = must(town.apply({ChangeHeadway{"t:line/7", 15, 6 * 3600, 9 * 3600}}));
        // From A: 7:00, 7:20, 7:40 (short), 8:00 become 7:00, 7:15, 7:30, 7:45, 8:00; 7:30 and 7:45 are nearest to 7:20 (the earlier of
        // equals), 7:40.
        QVERIFY(bus7(applied).patterns[0].starts_s == (std::vector<int>{25200, 26100, 27000, 28800, 43200}));
        QVERIFY(bus7(applied).patterns[2].starts_s == (std::vector<int>{27900}));
        QVERIFY(bus7(applied).patterns[1].starts_s == (std::vector<int>{25800, 26700, 27600, 28500, 29400}));
        QVERIFY(bus7(applied).patterns[0].arrival_s == bus7(must(town.apply({}))).patterns[0].arrival_s);
        const AppliedScenario none = must(town.apply({ChangeHeadway{"t:line/7", 15, 11 * 3600, 13 * 3600}}));
        QVERIFY(says(none, "changes_nothing"));  // one departure has no time between departures
    }

    void aFasterLineSavesRunningTimeAndNotItsHalts()
    {
        const Town town;
        const AppliedScenario applied = must(town.apply({SetTransitSpeed{"line:Bus 7", 2}}));
        QVERIFY(bus7(applied).patterns[0].arrival_s == (std::vector<int>{0, 50, 170, 225}));
        QVERIFY(bus7(applied).patterns[0].departure_s == (std::vector<int>{0, 70, 180, 225}));
        QVERIFY(says(must(town.apply({SetTransitSpeed{"t:line/7", 1}})), "changes_nothing"));
    }

    void stopsMoveAndLinesAreWithdrawnOneAfterTheOther()
    {
        const Town town;
        const AppliedScenario applied =
            must(town.apply({MoveStop{"t:stop/B", {520, 0}}, AddTransitLine{.name = "9", .stops = {{0, 0}, {520, 0}}},
                             WithdrawLine{"t:line/7"}, ChangeHeadway{"new:Scheme/2", 30, 0, 30 * 3600}}));
        QCOMPARE(applied.transit().stops[town.b].at, (Point2{520, 0}));
        QVERIFY(bus7(applied).patterns.empty());
        QVERIFY(applied.transit().lines[TransitLineId(1)].patterns[0].stops.back() == town.b);  // the moved stop
        QCOMPARE(applied.transit().lines[TransitLineId(1)].patterns[0].starts_s.size(), std::size_t{33});
        QVERIFY(says(must(town.apply({WithdrawLine{"t:line/7"}, WithdrawLine{"t:line/7"}})), "changes_nothing"));
    }

    void wrongTargetsAndValuesAreRefusedWithACure_data()
    {
        QTest::addColumn<int>("which");
        QTest::addColumn<QString>("cure");
        int n = 0;
        for (const auto& [name, cure] : {std::pair("unknown line", "“t:line/7”"),
                                         {"unknown name", "“line:Bus 7”"},
                                         {"unknown stop", "“t:stop/A”"},
                                         {"headway", "1 to 240"},
                                         {"factor", "0.25 to 4"},
                                         {"speed", "5 to 120"},
                                         {"one stop", "stops"},
                                         {"mode", "ferry"},
                                         {"last before first", "24:30"},
                                         {"late", "07:30"},
                                         {"same stop", "farther"},
                                         {"not a number", "place again"}})
            QTest::newRow(name) << n++ << QString::fromUtf8(cure);
    }
    void wrongTargetsAndValuesAreRefusedWithACure()
    {
        QFETCH(int, which);
        QFETCH(QString, cure);
        const std::vector<Point2> two = {{0, 0}, {2000, 0}};
        const std::vector<Operation> operations = {WithdrawLine{"t:line/8"},
                                                   WithdrawLine{"line:Bus 77"},
                                                   MoveStop{"t:stop/AA", {0, 0}},
                                                   ChangeHeadway{"t:line/7", 0.5},
                                                   SetTransitSpeed{"t:line/7", 5},
                                                   AddTransitLine{.stops = two, .speed = Speed::kmh(500)},
                                                   AddTransitLine{.stops = {{0, 0}}},
                                                   AddTransitLine{.mode = "rocket", .stops = two},
                                                   AddTransitLine{.stops = two, .first_s = 30000, .last_s = 20000},
                                                   AddTransitLine{.stops = two, .last_s = 200000},
                                                   AddTransitLine{.stops = {{0, 0}, {1, 1}}},
                                                   MoveStop{"t:stop/A", {std::nan(""), 0}}};
        const auto applied = Town().apply({operations[static_cast<std::size_t>(which)]});
        QVERIFY(!applied);
        QVERIFY2(QString::fromStdString(applied.error().remedy).contains(cure), applied.error().text().c_str());
        QVERIFY(!applied.error().feature.empty());
    }

    void aClosedStreetOnABusLineIsAConflictWithItsDetour()
    {
        const Town town;
        const AppliedScenario applied = must(town.apply({CloseRoad{{.target = "street:Bridge"}}}));
        QCOMPARE(applied.lineConflicts.size(), std::size_t{1});
        const LineConflict& c = applied.lineConflicts[0];
        QVERIFY(!c.cut && c.from == town.b && c.to == town.c && c.link == town.mini.link("B>C"));
        QCOMPARE(c.extra_m, 1000.0);  // round the Loop
        QCOMPARE(c.extra_s, 200.0);   // at the line's own 1,000 m in 200 s
        QVERIFY(says(applied, "cuts_line"));
        QVERIFY(applied.changedTransit == nullptr);
        QVERIFY(must(town.apply({TrafficFilter{{.target = "street:Bridge"}}})).lineConflicts.empty());  // buses pass
    }

    void withoutAnotherWayTheLineIsCutAndAOneWayStreetCutsOneDirection()
    {
        const Town town;
        const AppliedScenario cut = must(town.apply({CloseRoad{{.target = "street:Bridge"}}, CloseRoad{{.target = "street:Loop"}}}));
        QCOMPARE(cut.lineConflicts.size(), std::size_t{1});  // bus 7 does not run along the Loop
        QVERIFY(cut.lineConflicts[0].cut);
        const AppliedScenario oneWay = must(town.apply({OneWay{{.target = "street:Bridge"}, OneWay::Direction::Forward}}));
        QCOMPARE(oneWay.lineConflicts.size(), std::size_t{1});
        QVERIFY(oneWay.lineConflicts[0].from == town.c && oneWay.lineConflicts[0].to == town.b);
        const AppliedScenario aside = must(town.apply({CloseRoad{{.target = "street:Loop"}}}));
        QVERIFY(aside.lineConflicts.empty());
    }

    void timesOfDayReadAsTheyAreWritten()
    {
        for (const int seconds : {0, 27000, 27001, 90600, 359999})
            QCOMPARE(*clockSeconds(clockText(seconds)), seconds);
        for (const char* wrong : {"", "7", "7.30", "07:60", "-1:00", "07:30:61", "07:30:00:00", "a:b", "123:00", "07:"})
            QVERIFY2(!clockSeconds(wrong), wrong);
    }
};

QTEST_APPLESS_MAIN(TransitOperationsTest)
#include "tst_transit_operations.moc"
