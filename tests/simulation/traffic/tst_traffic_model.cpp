#include "simulation/traffic/city/traffic_base.h"
#include "simulation/traffic/demand/demand_parameters.h"
#include "simulation/traffic/demand/demand_settings.h"
#include "simulation/traffic/demand/profile_parameters.h"
#include "simulation/traffic/path_shares.h"
#include "simulation/traffic/traffic_model.h"
#include "simulation/traffic/traffic_parameters.h"
#include "support/mini_city.h"

#include <QTest>

using namespace isopolis;
using namespace isopolis::test;

namespace {

/// Two towns, a bridge between them and a way round:
///
///     W───A═══B───E
///         │   │
///         C───D
MiniCity twoTowns()
{
    MiniCity mini;
    mini.node("W", 0, 0).node("A", 1000, 0).node("B", 2000, 0).node("E", 3000, 0).node("C", 1000, -1500).node("D", 2000, -1500);
    mini.street("W A", {.roadClass = RoadClass::Residential}).street("B E", {.roadClass = RoadClass::Residential});
    mini.street("A B", {.name = "Bridge", .roadClass = RoadClass::Primary, .structure = Structure::Bridge});
    mini.street("A C D B", {.name = "Way round", .roadClass = RoadClass::Residential});
    mini.zone("West", "W", {.people = 5000, .jobs = 500}).zone("East", "E", {.people = 1000, .jobs = 4000});
    mini.data.extent = mini.data.extent.grown(2000);
    return mini;
}

AppliedScenario applied(const CityPtr& city)
{
    AppliedScenario a;
    a.city = city;
    for (const RoadLink& link : city->roads().links())
        a.links.push({link.speed_kmh, link.lanes, link.modes});
    return a;
}

void close(AppliedScenario& a, LinkId link) { a.links[link].modes = a.links[link].modes.without(ModeSet::motor()); }

void set(AppliedScenario& a, const ParameterSpec& spec, double value)
{
    if (!a.parameters.set(spec, {value, "test", {}}))
        throw std::runtime_error("out of range");
}

TrafficResult run(const AppliedScenario& a, int threads = 1)
{
    QuietControl control(threads);
    Expected<TrafficResult> result = runTraffic(a, control);
    if (!result)
        throw std::runtime_error(result.error().text());
    return std::move(*result);
}

bool hasIssue(const TrafficResult& result, std::string_view code, std::string_view mention)
{
    return std::any_of(result.issues.begin(), result.issues.end(),
                       [&](const Issue& i) { return i.code == code && i.message.find(mention) != std::string::npos; });
}

}  // namespace

class TestTrafficModel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tripsFollowPeopleAndJobs()
    {
        const MiniCity mini = twoTowns();
        AppliedScenario a = applied(mini.make());
        const TrafficResult r = run(a);
        // The shares of drivers and bicycles to which the city is fitted hold; transit has no timetable and keeps its share.
        double drivers = 0;
        for (std::size_t p = 0; p < kPurposeCount; ++p)
            for (const double t : r.demand.trips[p][indexOf(TripMode::Car)])
                drivers += t / demandSettings(a.parameters).occupancy[p];
        QVERIFY(std::abs(r.demand.total() - 6000 * kTripsPerDay.standard) < 1e-6);
        QVERIFY(std::abs(drivers / r.demand.total() - kCarDriverShare.standard) < 1e-5);
        QVERIFY(std::abs(r.demand.modeShare(TripMode::Cycle) - kCycleShare.standard) < 1e-5);
        QVERIFY(std::abs(r.demand.modeShare(TripMode::Transit) - kTransitShare.standard) < 1e-9);
        // In the morning people of the West drive to the jobs in the East, in the evening back.
        const double east = r.trips_veh_h.at(mini.zoneId("West"), mini.zoneId("East"));
        QVERIFY(east > 1.5 * r.trips_veh_h.at(mini.zoneId("East"), mini.zoneId("West")));
        QVERIFY(std::abs(r.trips_veh_h.total() - r.demand.residentCars_veh_h[0]) < 1e-6);
        QVERIFY(std::abs(r.intrazonal_veh_h - r.trips_veh_h.values[0] - r.trips_veh_h.values[3]) < 1e-9);
        QCOMPARE(r.unassigned_veh_h, 0.0);
        QVERIFY(r.zones.external.empty());
    }

    void theDayIsTheSumOfItsHoursAndTellsDirectionsApart()
    {
        const MiniCity mini = twoTowns();
        AppliedScenario a = applied(mini.make());
        const TrafficResult four = run(a);
        set(a, kHoursModelled, 1);
        const TrafficResult one = run(a);
        QCOMPARE(one.flow_veh_h, four.flow_veh_h);
        const LinkId forth = mini.link("W>A"), back = mini.link("A>W");
        // People go home again: over the day both directions carry the same.
        QVERIFY(four.flow_veh_h[forth] > 1.5 * four.flow_veh_h[back]);
        QVERIFY(std::abs(four.flow_veh_day[forth] / four.flow_veh_day[back] - 1) < 0.1);
        QVERIFY(std::abs(one.flow_veh_day[forth] - one.flow_veh_h[forth] / kPeakShare.standard) < 1e-9);
    }

    void peopleMayAnswerWithModesAndDestinationsIfTheParameterSaysSo()
    {
        const MiniCity mini = twoTowns();
        AppliedScenario base = applied(mini.make()), closed = base;
        for (const char* link : {"A>B", "B>A"})
            close(closed, mini.link(link));
        const ZoneId west = mini.zoneId("West"), east = mini.zoneId("East");
        double before = 0, routes = 0, modes = 0, destinations = 0;
        for (const int response : {0, 1, 2}) {
            set(base, kResponse, response);
            set(closed, kResponse, response);
            // The mapped city has one demand, whatever may change under a scheme.
            const TrafficResult b = run(base), c = run(closed);
            if (response == 0)
                before = b.trips_veh_h.at(west, east);
            QCOMPARE(b.trips_veh_h.at(west, east), before);
            (response == 0 ? routes : response == 1 ? modes : destinations) = c.trips_veh_h.at(west, east);
            QVERIFY(c.demand.feedbackConverged);
            QCOMPARE(c.demand.feedbackRounds > 0, response > 0);
            QVERIFY(c.demand.feedbackChange <= kFeedbackTolerance.standard);
        }
        QCOMPARE(routes, before);
        QVERIFY(modes < 0.98 * before);
        QVERIFY(destinations < modes);
    }

    void aFeedbackThatDoesNotConvergeSaysSoWithItsFigures()
    {
        const MiniCity mini = twoTowns();
        AppliedScenario closed = applied(mini.make());
        for (const char* link : {"A>B", "B>A"})
            close(closed, mini.link(link));
        set(closed, kResponse, 2);
        set(closed, kFeedbackTolerance, 1e-6);
        set(closed, kFeedbackRounds, 1);
        const TrafficResult r = run(closed);
        QVERIFY(!r.demand.feedbackConverged && r.demand.feedbackRounds == 1 && r.demand.feedbackChange > 1e-6);
        QVERIFY(hasIssue(r, "feedback_not_converged", "1 rounds"));
    }

    void aMemoryOfTheBaseChangesNoBit()
    {
        const MiniCity mini = twoTowns();
        AppliedScenario base = applied(mini.make()), closed = base;
        for (const char* link : {"A>B", "B>A"})
            close(closed, mini.link(link));
        TrafficMemory memory;
        for (const int response : {0, 2})
            for (AppliedScenario* a : {&base, &closed}) {
                set(*a, kResponse, response);
                const TrafficResult alone = run(*a);
                for (const int threads : {1, 2, 4}) {
                    QuietControl control(threads);
                    for (int again = 0; again < 2; ++again) {
                        const auto remembered = runTraffic(*a, control, {.memory = &memory});
                        QVERIFY(remembered && *remembered == alone);
                    }
                }
            }
    }

    void aLineOfBusesIsUsedAndALongerHeadwayLosesTrips()
    {
        MiniCity mini = twoTowns();
        const StopId west = mini.data.transit.stops.push({"t:stop/w", "West", {0, 0}});
        const StopId east = mini.data.transit.stops.push({"t:stop/e", "East", {3000, 0}});
        const auto line = [&](int headway_s) {
            TransitPattern there{{west, east}, {0, 360}, {0, 360}, {}}, back{{east, west}, {0, 360}, {0, 360}, {}};
            for (int at = 6 * 3600; at < 10 * 3600; at += headway_s) {
                there.starts_s.push_back(at);
                back.starts_s.push_back(at);
            }
            return TransitLine{"t:line/1", "1", "bus", {{0, 0}, {3000, 0}}, {there, back}};
        };
        mini.data.transit.lines.push(line(300));
        AppliedScenario a = applied(mini.make());
        const TrafficResult often = run(a);
        QVERIFY(often.demand.transitResponds);
        QVERIFY(std::abs(often.demand.modeShare(TripMode::Transit) - kTransitShare.standard) < 1e-3);
        // Half as many buses, and people may change modes: fewer ride, more drive.
        TransitNetwork fewer = a.city->transit();
        fewer.lines[TransitLineId(0)] = line(1800);
        a.changedTransit = std::make_shared<const TransitNetwork>(std::move(fewer));
        set(a, kResponse, 1);
        const TrafficResult seldom = run(a);
        QVERIFY(seldom.demand.feedbackConverged);
        QVERIFY(seldom.demand.modeShare(TripMode::Transit) < 0.97 * often.demand.modeShare(TripMode::Transit));
        QVERIFY(seldom.trips_veh_h.total() > often.trips_veh_h.total());
    }

    void givenCarTripsTakeThePlaceOfTheModel()
    {
        const MiniCity mini = twoTowns();
        AppliedScenario a = applied(mini.make());
        ZoneMatrix cars(2);
        cars.at(mini.zoneId("West"), mini.zoneId("East")) = 321;
        QuietControl control(1);
        const auto r = runTraffic(a, control, {.givenCars = &cars});
        QVERIFY(r);
        QCOMPARE(r->trips_veh_h, cars);
        QVERIFY(std::abs(r->flow_veh_h[mini.link("W>A")] - 321) < 1e-9);
        QVERIFY(std::abs(r->flow_veh_day[mini.link("W>A")] - 321 / kPeakShare.standard) < 1e-6);
        QVERIFY(hasIssue(*r, "given_trips", "matrix"));
        const ZoneMatrix wrong(3);
        const auto refused = runTraffic(a, control, {.givenCars = &wrong});
        QVERIFY(!refused && refused.error().text().find("3 zones") != std::string::npos);
    }

    void fifthsOfIncomeTravelDifferently()
    {
        MiniCity mini = twoTowns();
        mini.data.neighbourhoods[mini.neighbourhood("West")].income = 30000;
        mini.data.neighbourhoods[mini.neighbourhood("East")].income = 90000;
        const TrafficResult r = run(applied(mini.make()));
        const auto carShare = [&](std::size_t fifth) {
            double car = 0, all = 0;
            for (const ByMode<double>& group : r.demand.tripsByGroup[fifth])
                for (std::size_t m = 0; m < kTripModeCount; ++m) {
                    all += group[m];
                    car += m == indexOf(TripMode::Car) ? group[m] : 0;
                }
            return car / all;
        };
        QVERIFY(carShare(5) > 1.2 * carShare(1));
    }

    void flowsAreConservedAndTimesFollowTheDelayFunction()
    {
        const MiniCity mini = twoTowns();
        const TrafficResult r = run(applied(mini.make()));
        QVERIFY(r.converged && r.relativeGap <= kRelativeGap.standard);
        QVERIFY(r.conservationError_veh_h < 1e-6);
        const LinkId bridge = mini.link("A>B");
        const double crossing = r.trips_veh_h.at(mini.zoneId("West"), mini.zoneId("East"));
        QVERIFY(crossing > 50);
        QVERIFY(std::abs(r.flow_veh_h[bridge] + r.flow_veh_h[mini.link("C>D")] - crossing) < 1e-6);
        const double free_s = 1000 / (50 / 3.6 * kSpeedFactorMain.standard), ratio = r.flow_veh_h[bridge] / kCapacityPrimary.standard;
        QVERIFY(std::abs(r.time_s[bridge] - free_s * (1 + 0.15 * std::pow(ratio, 4))) < 1e-9);
        QVERIFY(std::abs(r.speed_kmh[bridge] - 3600 / r.time_s[bridge]) < 1e-9);
    }

    void closingTheBridgeMovesItsFlowToTheWayRoundAndNoTripChanges()
    {
        const MiniCity mini = twoTowns();
        const AppliedScenario base = applied(mini.make());
        AppliedScenario closed = base;
        close(closed, mini.link("A>B"));
        close(closed, mini.link("B>A"));
        const TrafficResult before = run(base), after = run(closed);
        QCOMPARE(after.trips_veh_h, before.trips_veh_h);
        QCOMPARE(after.flow_veh_h[mini.link("A>B")], 0.0);
        QCOMPARE(after.speed_kmh[mini.link("A>B")], 0.0);
        const double crossing = before.flow_veh_h[mini.link("A>B")] + before.flow_veh_h[mini.link("C>D")];
        QVERIFY(before.flow_veh_h[mini.link("A>B")] > 0.9 * crossing);
        QVERIFY(std::abs(after.flow_veh_h[mini.link("C>D")] - crossing) < 1e-6);
        QVERIFY(after.time_min.at(mini.zoneId("West"), mini.zoneId("East")) >
                before.time_min.at(mini.zoneId("West"), mini.zoneId("East")) + 1);
    }

    void tripsWithoutAWayAreCountedAndNamed()
    {
        const MiniCity mini = twoTowns();
        AppliedScenario cut = applied(mini.make());
        for (const char* link : {"A>B", "B>A", "C>D", "D>C"})
            close(cut, mini.link(link));
        const TrafficResult before = run(applied(mini.make())), after = run(cut);
        const double crossing = before.trips_veh_h.values[1] + before.trips_veh_h.values[2];
        QVERIFY(std::abs(after.unassigned_veh_h - crossing) < 1e-9);
        QVERIFY(hasIssue(after, "no_way", "West") && hasIssue(after, "no_way", "East"));
        QVERIFY(std::isinf(after.time_min.at(mini.zoneId("West"), mini.zoneId("East"))));
        QVERIFY(after.conservationError_veh_h < 1e-6);
    }

    void peopleFarFromAnyStreetAreCountedAndNamed()
    {
        MiniCity mini = twoTowns();
        mini.node("X", 0, 9000).zone("Alp", "X", {.people = 100});
        const TrafficResult r = run(applied(mini.make()));
        const double rate = r.demand.residentCars_veh_h[0] / 6000;
        QVERIFY(std::abs(r.unassigned_veh_h - 100 * rate) < 1e-9);
        QVERIFY(std::abs(r.production_veh_h[mini.zoneId("Alp")] - 100 * rate) < 1e-9);
        QVERIFY(hasIssue(r, "no_car_access", "Alp"));
    }

    void mainRoadsAtTheEdgeBecomeStationsAndCountsGoBeforeParameters()
    {
        MiniCity mini = twoTowns();
        mini.node("N", 1000, 1900).node("S", 2000, -3400);
        mini.street("A N", {.name = "North road", .roadClass = RoadClass::Secondary});
        mini.street("D S", {.name = "South road", .roadClass = RoadClass::Primary});
        TrafficCount count;
        count.externalId = "count/7";
        count.at = {1000, 1700};
        count.am_peak_veh_h = 150;
        count.pm_peak_veh_h = 250;
        count.link = mini.link("N>A");
        mini.data.counts.push_back(count);
        AppliedScenario a = applied(mini.make());
        set(a, kThroughShare, 0.5);
        const TrafficResult r = run(a);
        QCOMPARE(r.zones.external.size(), std::size_t{2});
        const ExternalStation &north = r.zones.external[0], &south = r.zones.external[1];
        QVERIFY(north.counted && north.source == "count/7" && north.name == "North road");
        // The count is of what enters: 150 in the morning, 250 in the evening; what leaves mirrors it.
        QCOMPARE(north.in_veh_h, 150.0);
        QCOMPARE(north.out_veh_h, 250.0);
        QCOMPARE(north.inByPeriod_veh_h[indexOf(Period::Evening)], 250.0);
        QCOMPARE(south.in_veh_h, kExternalPrimary.standard);
        QCOMPARE(QByteArray::fromStdString(south.source), QByteArray("traffic.external.primary"));
        // Through trips run between the two stations only; the volumes entering are met.
        QCOMPARE(r.trips_veh_h.at(ZoneId(2), ZoneId(2)), 0.0);
        QVERIFY(r.trips_veh_h.at(ZoneId(2), ZoneId(3)) > 10);
        QVERIFY(std::abs(r.flow_veh_h[mini.link("N>A")] - 150) < 1e-5);
        QVERIFY(std::abs(r.flow_veh_h[mini.link("S>D")] - kExternalPrimary.standard) < 1e-5);
    }

    void timeOnLinksSumsToTheMeanCarTime()
    {
        const MiniCity mini = twoTowns();
        AppliedScenario a = applied(mini.make());
        set(a, kRelativeGap, 1e-9);
        const TrafficResult r = run(a);
        const ZoneId west = mini.zoneId("West"), east = mini.zoneId("East");
        const OriginTime t = timeOnLinks_min(a, r, west);
        double sum = t.connector_min;
        for (const double minutes : t.minutes)
            sum += minutes;
        QVERIFY(std::abs(sum - r.time_min.at(west, east)) < 1e-9);
        QVERIFY(std::abs(t.total_min - r.time_min.at(west, east)) < 1e-9);
        QVERIFY(std::abs(t.minutes[mini.link("W>A")] - r.time_s[mini.link("W>A")] / 60) < 1e-12);
        QCOMPARE(t.minutes[mini.link("A>W")], 0.0);
    }

    void threadsAndEmptyEditsDoNotChangeOneBit()
    {
        const MiniCity mini = twoTowns();
        const AppliedScenario base = applied(mini.make());
        const TrafficResult one = run(base, 1);
        for (const int threads : {1, 2, 4})
            QVERIFY(run(base, threads) == one);
        AppliedScenario detour = base;
        close(detour, mini.link("A>B"));
        detour.links[mini.link("A>B")] = base.links[mini.link("A>B")];
        QVERIFY(run(detour, 2) == one);
    }

    void aCityWithoutStreetsForCarsIsRefused()
    {
        MiniCity mini;
        mini.node("A", 0, 0).node("B", 100, 0).street("A B", {.modes = Mode::Walk}).zone("Only", "A", {.people = 10});
        QuietControl control;
        const auto result = runTraffic(applied(mini.make()), control);
        QVERIFY(!result);
        QCOMPARE(result.error().code, ErrorCode::NotFound);
    }
};

QTEST_APPLESS_MAIN(TestTrafficModel)
#include "tst_traffic_model.moc"
