// Journeys by public transport in a town drawn by hand, minute by minute.
//
//   H --- A ===== B ===== C --- W        streets: nodes 1,000 m apart (H-A and C-W 400 m), walked at 5 km/h = 12 min a km
//                 |                      ===== bus 1: A 8:00, B 8:05, C 8:12, every 10 minutes from 7:00 to 9:00
//                 D                      |     bus 2: B 8:07, D 8:12, every 20 minutes, 7 minutes past
#include "simulation/scenario/apply_scenario.h"
#include "simulation/transit/journey.h"
#include "simulation/transit/place_skims.h"
#include "simulation/transit/raptor.h"
#include "simulation/transit/transit_access.h"
#include "simulation/transit/transit_parameters.h"
#include "simulation/transit/travel_times.h"
#include "support/mini_city.h"

#include <QtTest>

using namespace isopolis;

namespace {

constexpr int clock(int hour, int minute, int second = 0) { return hour * 3600 + minute * 60 + second; }

std::vector<int> every(int first, int last, int step)
{
    std::vector<int> times;
    for (int at = first; at <= last; at += step)
        times.push_back(at);
    return times;
}

struct Town {
    test::MiniCity mini;
    StopId a, b, c, d;

    Town()
    {
        mini.node("H", 0, 0).node("A", 400, 0).node("B", 3400, 0).node("C", 6400, 0).node("W", 6800, 0).node("D", 3400, 3000);
        mini.street("H A B C W").street("B D");
        mini.zone("Home", "H", {.people = 100}).zone("Work", "W", {.jobs = 500}).zone("Yard", "D", {.people = 10, .jobs = 70});
        const auto stop = [&](const char* name) {
            return mini.data.transit.stops.push({std::string("t:stop/") + name, name, mini.data.nodes[mini.nodeId(name)].at});
        };
        a = stop("A");
        b = stop("B");
        c = stop("C");
        d = stop("D");
        line("1", {{a, b, c}, {0, 300, 720}, {0, 300, 720}, every(clock(7, 0), clock(9, 0), 600)});
        line("2", {{b, d}, {0, 300}, {0, 300}, every(clock(7, 7), clock(9, 7), 1200)});
    }
    TransitLineId line(const std::string& name, const TransitPattern& pattern)
    {
        return mini.data.transit.lines.push({"t:line/" + name, name, "bus", {{0, 0}, {1, 0}}, {pattern}});
    }
    Point2 at(const char* node) const { return mini.data.nodes[mini.nodeId(node)].at; }
};

AppliedScenario applied(const CityPtr& city, const std::vector<std::pair<const ParameterSpec*, double>>& values = {})
{
    Scenario s;
    auto all = values;
    all.emplace_back(&kTransitWalkSpeed, 5);
    for (const auto& [spec, value] : all)
        if (auto set = s.parameters.set(std::string(spec->id), {.value = value, .reason = {}, .evidence = {}}); !set)
            qFatal("%s", set.error().text().c_str());
    auto made = applyScenario(city, s);
    if (!made)
        qFatal("%s", made.error().text().c_str());
    return std::move(*made);
}

TransitModelPtr model(const Town& town, const std::vector<std::pair<const ParameterSpec*, double>>& values = {})
{
    QuietControl quiet(1);
    auto made = makeTransitModel(applied(town.mini.make(), values), quiet);
    if (!made)
        qFatal("%s", made.error().text().c_str());
    return *made;
}

}  // namespace

class TransitTest : public QObject {
    Q_OBJECT
private slots:
    void aRideIsWalkWaitRideWalk()
    {
        const Town town;
        const Journey j = findJourney(*model(town), town.at("H"), town.at("W"), clock(7, 30));
        QVERIFY(j.found());
        QCOMPARE(j.rides, 1);
        QCOMPARE(j.legs.size(), std::size_t{3});
        QCOMPARE(j.legs[0].arrival_s, clock(7, 34, 48));  // 400 m
        QCOMPARE(j.legs[1].departure_s, clock(7, 40));
        QCOMPARE(j.legs[1].arrival_s, clock(7, 52));
        QVERIFY(j.legs[1].stops == (std::vector<StopId>{town.a, town.b, town.c}));
        QCOMPARE(j.arrival_s, clock(7, 56, 48));
        QVERIFY(!findJourney(*model(town), town.at("H"), town.at("W"), clock(9, 0)).found());  // the last bus has gone
    }

    void skimsTellVehicleAndOutsideApart()
    {
        const Town town;
        const std::vector<Point2> places = {town.at("H"), town.at("W"), town.at("A"), town.at("D"), {kUnknown, kUnknown}};
        QuietControl quiet(1);
        // From H at 7:30: 4.8 minutes' walk, bus 7:40 to 7:52, 4.8 minutes' walk.
        const PlaceSkims one = placeSkims(*model(town), places, {clock(7, 30), 600, 600}, quiet);
        QCOMPARE(one.places, std::size_t{5});
        QCOMPARE(one.inVehicle_min[0 * 5 + 1], 12.0);
        QVERIFY(std::abs(one.outside_min[0 * 5 + 1] - 14.8) < 1e-9);
        QCOMPARE(one.changes[0 * 5 + 1], 0.0);
        // From A at 8:00 and 8:10 with a change at B: on the road 12 and 22 minutes, 10 of them in buses.
        const PlaceSkims two = placeSkims(*model(town), places, {clock(8, 0), 1200, 600}, quiet);
        QCOMPARE(two.inVehicle_min[2 * 5 + 3], 10.0);
        QCOMPARE(two.outside_min[2 * 5 + 3], 7.0);
        QCOMPARE(two.changes[2 * 5 + 3], 1.0);
        // Nobody rides to where they are, and a place without coordinates is not reached.
        QVERIFY(std::isinf(two.inVehicle_min[0]) && std::isinf(two.outside_min[0 * 5 + 4]) && std::isinf(two.changes[4 * 5 + 0]));
        for (const int threads : {2, 4}) {
            QuietControl many(threads);
            const PlaceSkims again = placeSkims(*model(town), places, {clock(8, 0), 1200, 600}, many);
            QVERIFY(again.inVehicle_min == two.inVehicle_min && again.outside_min == two.outside_min && again.changes == two.changes);
        }
    }

    void skimsAreThoseOfSingleJourneys()
    {
        const Town town;
        const auto m = model(town);
        const std::vector<Point2> places = {town.at("H"), town.at("W"), town.at("A"), town.at("D"), town.at("B")};
        QuietControl quiet(1);
        const PlaceSkims skims = placeSkims(*m, places, {clock(7, 0), 3600, 300}, quiet);
        for (std::size_t o = 0; o < places.size(); ++o)
            for (std::size_t d = 0; d < places.size(); ++d) {
                double total = 0;
                int found = 0;
                for (int at = clock(7, 0); at < clock(8, 0); at += 300)
                    if (const Journey j = findJourney(*m, places[o], places[d], at); o != d && j.found() && j.rides > 0) {
                        total += j.minutes();
                        ++found;
                    }
                // Only where a ride beats the walk at every departure do both mean the same.
                if (found == 12)
                    QVERIFY(std::abs(skims.inVehicle_min[o * 5 + d] + skims.outside_min[o * 5 + d] - total / found) < 1e-9);
            }
    }

    void aChangeNeedsItsMinute()
    {
        Town town;
        const Journey j = findJourney(*model(town), town.at("A"), town.at("D"), clock(8, 0));
        QCOMPARE(j.rides, 2);  // B at 8:05, on at 8:07
        QCOMPARE(j.arrival_s, clock(8, 12));
        QCOMPARE(findJourney(*model(town, {{&kTransitChangeTime, 120}}), town.at("A"), town.at("D"), clock(8, 0)).arrival_s, clock(8, 12));
        QCOMPARE(findJourney(*model(town, {{&kTransitChangeTime, 121}}), town.at("A"), town.at("D"), clock(8, 0)).arrival_s, clock(8, 32));
        QVERIFY(!findJourney(*model(town, {{&kTransitBoardings, 1}}), town.at("A"), town.at("D"), clock(8, 0)).found());
    }

    void theTimetableMayLengthenOrForbidAChange()
    {
        Town town;
        town.mini.data.transit.transfers = {{town.b, town.b, 180, false}};
        QCOMPARE(findJourney(*model(town), town.at("A"), town.at("D"), clock(8, 0)).arrival_s, clock(8, 32));
        town.mini.data.transit.transfers = {{town.b, town.b, 0, true}};
        QVERIFY(!findJourney(*model(town), town.at("A"), town.at("D"), clock(8, 0)).found());
    }

    void ofEqualArrivalsTheOneWithFewerRidesIsGiven()
    {
        Town town;
        town.line("slow", {{town.a, town.d}, {0, 720}, {0, 720}, {clock(8, 0)}});
        const Journey j = findJourney(*model(town), town.at("A"), town.at("D"), clock(8, 0));
        QCOMPARE(j.arrival_s, clock(8, 12));
        QCOMPARE(j.rides, 1);
    }

    void tripsThatOvertakeAreKeptApartAndTheFasterOneIsFound()
    {
        Town town;
        town.mini.data.transit.lines = {};
        const TransitLineId id = town.line("1", {{town.a, town.b, town.c}, {0, 600, 1200}, {0, 600, 1200}, {clock(8, 0), clock(8, 20)}});
        town.mini.data.transit.lines[id].patterns.push_back({{town.a, town.b, town.c}, {0, 200, 400}, {0, 200, 400}, {clock(8, 5)}});
        const auto m = model(town);
        QCOMPARE(m->timetable.routeCount(), std::size_t{2});
        QCOMPARE(m->timetable.tripCount(), std::size_t{3});
        QCOMPARE(findJourney(*m, town.at("A"), town.at("C"), clock(8, 0)).arrival_s, clock(8, 5) + 400);
    }

    void whoIsFasterOnFootWalksAndNobodyWalksFartherThanTheParameters()
    {
        const Town town;
        const Journey j = findJourney(*model(town), town.at("H"), town.at("A"), clock(7, 0));
        QVERIFY(j.found() && j.rides == 0 && j.legs.size() == 1);
        QCOMPARE(j.arrival_s, clock(7, 4, 48));
        QVERIFY(!findJourney(*model(town, {{&kTransitWalkReach, 399}}), town.at("H"), town.at("W"), clock(7, 30)).found());
        QVERIFY(findJourney(*model(town, {{&kTransitWalkReach, 400}}), town.at("H"), town.at("W"), clock(7, 30)).found());
    }

    void changesWithAWalkBetweenTwoStopsAreFound()
    {
        Town town;  // bus 3 starts 400 m from C, at W, and runs home without a stop
        const StopId w = town.mini.data.transit.stops.push({"t:stop/W", "W", town.at("W")});
        town.line("3", {{w, town.d}, {0, 300}, {0, 300}, {clock(8, 17, 48), clock(9, 0)}});
        // C 8:12, walk 4:48, one minute for the change: 8:17:48 is just caught.
        const Journey j = findJourney(*model(town, {{&kTransitBoardings, 2}}), town.at("A"), town.at("D"), clock(7, 58));
        QCOMPARE(j.arrival_s, clock(8, 12));  // by buses 1 and 2
        town.mini.data.transit.lines[TransitLineId(1)].patterns.clear();
        const Journey k = findJourney(*model(town), town.at("A"), town.at("D"), clock(7, 58));
        QCOMPARE(k.legs.size(), std::size_t{5});
        QCOMPARE(k.arrival_s, clock(8, 22, 48));
        QVERIFY(k.legs[2].isWalk() && k.legs[2].from == town.c && k.legs[2].to == w);
        QCOMPARE(k.legs[2].departure_s, clock(8, 12));
        QCOMPARE(k.legs[2].arrival_s, clock(8, 16, 48));
    }

    void percentilesAreThoseOfAllDepartures()
    {
        // A bus every 10 minutes and departures at each minute: the wait takes each of 0 … 9 minutes six times in an hour.
        const Town town;
        QuietControl quiet(1);
        const DepartureWindow window{.first_s = clock(7, 0), .length_s = 3600, .step_s = 60};
        const auto m = travelTimes(*model(town), {town.at("A")}, {town.at("C"), town.at("D"), town.at("A")}, window, quiet);
        const double expected[] = {12, 14, 16, 19, 21};  // ride 12; nearest ranks 3, 15, 30, 45, 57 of 60 waits
        for (std::size_t p = 0; p < kTravelPercentileCount; ++p)
            QCOMPARE(m.at(0, 0).percentile_min[p], expected[p]);
        QCOMPARE(m.at(0, 0).notReachable, 0.0);
        QCOMPARE(m.at(0, 2).percentile_min[4], 0.0);
        const auto late = travelTimes(*model(town), {town.at("A")}, {town.at("C")}, {clock(8, 30), 3600, 60}, quiet);
        QCOMPARE(late.at(0, 0).notReachable, 29.0 / 60);  // after 9:00
        QVERIFY(std::isinf(late.at(0, 0).percentile_min[3]) && std::isfinite(late.at(0, 0).percentile_min[1]));
    }

    void aRangeOfDeparturesGivesWhatSingleQueriesGive()
    {
        const Town town;
        const auto m = model(town);
        const auto access = m->stopsNear(town.at("H"));
        Raptor range(*m), single(*m);
        range.clear();
        for (int at = clock(9, 10); at >= clock(6, 30); at -= 60) {
            range.depart(access, at);
            single.clear();
            single.depart(access, at);
            for (std::uint32_t stop = 0; stop < m->timetable.stopCount(); ++stop)
                if (single.rideArrival(stop) < Raptor::kNever)
                    QCOMPARE(range.rideArrival(stop), single.rideArrival(stop));
                else
                    QVERIFY(range.rideArrival(stop) == Raptor::kNever);
        }
    }

    void tripsAfterMidnightBelongToTheirServiceDay()
    {
        Town town;
        town.line("night", {{town.a, town.c}, {0, 600}, {0, 600}, {clock(25, 0)}});
        QCOMPARE(findJourney(*model(town), town.at("A"), town.at("C"), clock(24, 30)).arrival_s, clock(25, 10));
    }

    void departuresAtAStopComeInOrder()
    {
        const Town town;
        const auto next = departuresAt(model(town)->timetable, town.b, clock(8, 4), 3);
        QCOMPARE(next.size(), std::size_t{3});
        QCOMPARE(next[0].departure_s, clock(8, 5));
        QCOMPARE(next[1].departure_s, clock(8, 7));
        QVERIFY(next[1].towards == town.d);
        QCOMPARE(next[2].departure_s, clock(8, 15));
        QVERIFY(departuresAt(model(town)->timetable, town.c, 0, 9).empty());  // the terminal
    }

    void theMapOfReachAgreesWithJourneys()
    {
        const Town town;
        const auto m = model(town);
        const auto minutes = reachByTransit(*m, town.at("H"), clock(7, 30));
        for (const char* node : {"A", "B", "C", "W"}) {
            const Journey j = findJourney(*m, town.at("H"), town.at(node), clock(7, 30));
            QVERIFY2(std::abs(minutes[town.mini.nodeId(node)] - j.minutes()) < 0.02, node);
        }
        QCOMPARE(minutes[town.mini.nodeId("H")], 0.0);
    }

    void jobsAreCountedWithinTheCutOffAndAveragedOverDepartures()
    {
        const Town town;
        QuietControl quiet(1);
        const auto jobs = [&](double cutoff) {
            auto r = computeTransit(applied(town.mini.make(), {{&kTransitCutoff, cutoff}}), quiet);
            if (!r)
                qFatal("%s", r.error().text().c_str());
            return *r;
        };
        const NeighbourhoodId home = town.mini.neighbourhood("Home");
        // From door to door 4:48 + wait + 12:00 + 4:48; from 7:00 the wait at each minute is 5:12, 4:12, … 0:12, 9:12, 8:12 …
        // To the Yard, arrivals at 7:32, 7:52 and 8:12 with the buses of 7:20, 7:40 and 8:00: leave within the last 21 (22) minutes and by
        // 15 (35, 55) minutes past.
        QCOMPARE(jobs(21).jobsByTransit[home], 70.0 * 15 / 60);
        QCOMPARE(jobs(22).jobsByTransit[home], 70.0 * 18 / 60 + 500.0 * 6 / 60);  // Work with a wait of 12 s: one minute in ten
        QVERIFY(jobs(22).timetable);
        QCOMPARE(jobs(45).jobsByTransit[home], 570.0);
        QVERIFY(std::isnan(jobs(45).jobsByTransit[town.mini.neighbourhood("Work")]));  // nobody lives there
    }

    void aCityWithoutATimetableHasNoFiguresAndSaysWhy()
    {
        Town town;
        town.mini.data.transit.lines = {};
        QuietControl quiet(1);
        const auto r = computeTransit(applied(town.mini.make()), quiet);
        QVERIFY(r && !r->timetable);
        QVERIFY(std::isnan(r->jobsByTransit[town.mini.neighbourhood("Home")]));
        QCOMPARE(QString::fromStdString(r->issues[0].code), QStringLiteral("no_timetable"));
        QCOMPARE(makeTransitModel(applied(town.mini.make()), quiet).error().code, ErrorCode::NotFound);
    }

    void damagedPatternsAreLeftOutAndNamed()
    {
        Town town;
        const TransitLineId id = town.line("bad", {{town.a, town.c}, {0, -50}, {0, -50}, {clock(8, 0)}});
        town.mini.data.transit.lines[id].patterns.push_back({{town.a, town.c}, {0, 50}, {0, 2000000000}, {clock(8, 0)}});
        town.mini.data.transit.lines[id].patterns.push_back({{town.a}, {0}, {0}, {clock(8, 0)}});
        const auto m = model(town);
        QCOMPARE(m->timetable.routeCount(), std::size_t{2});
        QCOMPARE(m->issues.size(), std::size_t{1});
        QCOMPARE(QString::fromStdString(m->issues[0].feature), QStringLiteral("t:line/bad"));
    }
};

QTEST_APPLESS_MAIN(TransitTest)
#include "tst_transit.moc"
