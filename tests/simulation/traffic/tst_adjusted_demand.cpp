#include "simulation/scenario/demand_factors.h"
#include "simulation/traffic/calibration/calibration.h"
#include "simulation/traffic/city/traffic_base.h"
#include "simulation/traffic/demand/adjusted_demand.h"
#include "simulation/traffic/traffic_model.h"
#include "support/mini_city.h"

#include <QTest>

#include <cmath>

using namespace isopolis;
using namespace isopolis::test;

namespace {

/// Two towns and two roads between them; both directions of both are counted.
///
///     W───A═══B───E
///         │   │
///         C───D
MiniCity twoTowns()
{
    MiniCity mini;
    mini.node("W", 0, 0).node("A", 1000, 0).node("B", 2000, 0).node("E", 3000, 0).node("C", 1000, -1500).node("D", 2000, -1500);
    mini.street("W A").street("B E").street("A B", {.name = "Bridge"}).street("A C D B", {.name = "Way round"});
    mini.zone("West", "W", {.people = 5000, .jobs = 500}).zone("East", "E", {.people = 1000, .jobs = 4000});
    mini.data.extent = mini.data.extent.grown(2000);
    return mini;
}

Scenario adjusted(double factor, const char* to = "neighbourhood:mini:zone/East")
{
    const auto factors = DemandFactors::create({"neighbourhood:mini:zone/West", to}, {{0, 1, factor}}).value();
    return {.name = "s", .interventions = {{.name = "Counts", .operations = {AdjustDemand{"Counts", "a test", factors}}}}};
}

TrafficResult run(const CityPtr& city, const Scenario& scenario, TrafficMemory* memory = nullptr)
{
    QuietControl control(1);
    const AppliedScenario applied = applyScenario(city, scenario).value();
    return runTraffic(applied, control, {.memory = memory, .givenCars = nullptr}).value();
}

}  // namespace

class TestAdjustedDemand : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theFactorActsOnThePairAndIsTold()
    {
        const CityPtr city = twoTowns().make();
        TrafficMemory memory;
        const TrafficResult base = run(city, {.name = "base"}, &memory), twice = run(city, adjusted(2), &memory);
        const ZoneId west(0), east(1);
        QVERIFY(base.trips_veh_h.at(west, east) > 10);
        QVERIFY(std::abs(twice.trips_veh_h.at(west, east) / base.trips_veh_h.at(west, east) - 2) < 1e-12);
        QCOMPARE(twice.trips_veh_h.at(east, west), base.trips_veh_h.at(east, west));
        QVERIFY(twice.production_veh_h[west] > base.production_veh_h[west]);
        QVERIFY(std::any_of(twice.issues.begin(), twice.issues.end(), [](const Issue& i) { return i.code == "demand_adjusted"; }));
        QVERIFY(std::none_of(base.issues.begin(), base.issues.end(), [](const Issue& i) { return i.code == "demand_adjusted"; }));
        QVERIFY(run(city, {.name = "base"}, &memory) == base);  // the memory keeps them apart
        QVERIFY(run(city, adjusted(2)) == twice);
    }

    void theSwitchTurnsItOff()
    {
        const CityPtr city = twoTowns().make();
        Scenario off = adjusted(2);
        off.interventions[0].enabled = false;
        QVERIFY(run(city, off) == run(city, {.name = "base"}));
        QVERIFY(hashScenario(off) == hashScenario({.name = "base"}));
        QVERIFY(hashScenario(adjusted(2)) != hashScenario(adjusted(3)));
    }

    void factorsOfOtherZonesAreRefusedAndTwoAdjustmentsToo()
    {
        const CityPtr city = twoTowns().make();
        QuietControl control(1);
        const auto other = runTraffic(applyScenario(city, adjusted(2, "neighbourhood:elsewhere")).value(), control);
        QVERIFY(!other);
        QVERIFY2(other.error().message.find("elsewhere") != std::string::npos, other.error().text().c_str());
        Scenario two = adjusted(2);
        two.interventions.push_back(two.interventions[0]);
        const auto both = applyScenario(city, two);
        QVERIFY(!both);
        QCOMPARE(both.error().code, ErrorCode::Conflict);
    }

    void theEveningGoesTheOtherWayAndOtherHoursHalfWay()
    {
        ZoneMatrix morning(2, 1);
        morning.values[1] = 4;
        QVERIFY(factorsIn(Period::Morning, morning) == morning);
        QCOMPARE(factorsIn(Period::Evening, morning).values, (std::vector<double>{1, 1, 4, 1}));
        QCOMPARE(factorsIn(Period::Midday, morning).values, (std::vector<double>{1, 2, 2, 1}));
    }

    void aCityIsFittedToItsCountsAndRunGivesTheTable()
    {
        MiniCity mini = twoTowns();
        const TrafficResult base = run(mini.make(), {.name = "base"});
        int number = 0;
        for (const char* link : {"W>A", "A>B", "B>E", "E>B", "B>A", "A>W"}) {
            TrafficCount count;
            count.externalId = "c" + std::to_string(number++);
            count.link = mini.link(link);
            count.am_peak_veh_h = std::round(0.6 * base.flow_veh_h[count.link]);
            count.year = 2020;
            mini.data.counts.push_back(count);
        }
        const CityPtr city = mini.make();
        QuietControl control(1);
        TrafficMemory memory;
        Scenario settings{.name = "base"};  // of two towns the mean length hangs on a handful of trips
        QVERIFY(settings.parameters.set("calibration.trip_length_limit", {.value = 0.5, .reason = "test", .evidence = {}}).has_value());
        const auto fitted = calibrateDemand(applyScenario(city, settings).value(), memory, control);
        QVERIFY2(fitted.has_value(), fitted ? "" : fitted.error().text().c_str());
        qInfo("mean GEH of %zu used counts %.2f before, %.2f after; ended: %s", fitted->used.after.n, fitted->used.before.meanGeh,
              fitted->used.after.meanGeh, std::string(countFitEndKey(fitted->end)).c_str());
        QVERIFY(fitted->used.after.meanGeh < 0.5 * fitted->used.before.meanGeh);
        QVERIFY(fitted->factors && !fitted->source.empty());
        const TrafficResult r = run(city, {.name = "s", .interventions = {asIntervention(*fitted, "Fitted")}}, &memory);
        for (const CalibratedCount& c : fitted->counts)
            QVERIFY(std::abs(r.flow_veh_h[c.link] - c.after_veh_h) < 0.02 * (1 + c.after_veh_h));
        const auto again = calibrateDemand(applyScenario(city, adjusted(2)).value(), memory, control);
        QVERIFY(!again && again.error().code == ErrorCode::Conflict);
    }

    void stationsAreSetAsideByTheirIdAlone()
    {
        int aside = 0;
        for (int k = 0; k < 1000; ++k)
            aside += holdOutDraw("counts:" + std::to_string(k)) < 0.2 ? 1 : 0;
        QVERIFY(aside > 160 && aside < 240);
        QCOMPARE(holdOutDraw("counts:213"), holdOutDraw("counts:213"));
    }
};

QTEST_APPLESS_MAIN(TestAdjustedDemand)
#include "tst_adjusted_demand.moc"
