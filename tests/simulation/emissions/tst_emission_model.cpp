#include <QTest>

#include "simulation/emissions/emission_model.h"
#include "simulation/emissions/fleet.h"
#include "simulation/emissions/wear.h"
#include "support/mini_city.h"

#include <cmath>

using namespace isopolis;
using test::MiniCity;

namespace {

/// A street west to east of two kilometres, the eastern one a motorway.
MiniCity twoStreets()
{
    MiniCity mini;
    mini.node("A", 0, 0).node("B", 1000, 0).node("C", 2000, 0);
    mini.street("A B", {.speed_kmh = 50}).street("B C", {.roadClass = RoadClass::Motorway, .speed_kmh = 100});
    mini.zone("West", "A", {.people = 100}).zone("East", "C", {.jobs = 10});
    return mini;
}

AppliedScenario applied(const MiniCity& mini, std::vector<Operation> operations = {}, ParameterSet parameters = {})
{
    Scenario scenario{.name = "test", .parameters = std::move(parameters)};
    if (!operations.empty())
        scenario.interventions.push_back({.name = "measure", .operations = std::move(operations)});
    return applyScenario(mini.make(), scenario).value();
}

TrafficResult traffic(const AppliedScenario& scenario, double flow_veh_day, double speed_kmh)
{
    TrafficResult result;
    result.flow_veh_day.resize(scenario.linkCount(), flow_veh_day);
    result.speed_kmh.resize(scenario.linkCount(), speed_kmh);
    return result;
}

EmissionResult emissions(const AppliedScenario& scenario, const TrafficResult& flows, int threads = 1)
{
    QuietControl control(threads);
    return computeEmissions(scenario, flows, control).value();
}

ParameterSet with(std::initializer_list<std::pair<const char*, double>> values)
{
    ParameterSet set;
    for (const auto& [id, value] : values)
        if (!set.set(id, {.value = value, .reason = "test", .evidence = {}}))
            qFatal("%s is refused", id);
    return set;
}

LowEmissionZone zoneAround(double x, double compliance)
{
    return {.area = {Polygon{.outer = {{x - 10, -10}, {x + 10, -10}, {x + 10, 10}, {x - 10, 10}}}}, .compliance = compliance};
}

}  // namespace

class TestEmissionModel : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theDayOfOneLinkIsFlowTimesLengthTimesTheFleetMean()
    {
        const MiniCity mini = twoStreets();
        const AppliedScenario base = applied(mini);
        const EmissionResult result = emissions(base, traffic(base, 1000, 50));  // the off-peak speed is no higher than 50 either
        const FleetMix mix = standardFleet(base.parameters);
        const FactorTable table;
        // Above 45 km/h there are no cold starts: hot functions and wear, typed out.
        double nox = 0, co2 = 0, pm25 = 0, primary = 0;
        for (const VehicleClass& vehicle : vehicleClasses()) {
            const double burning = vehicle.fuel == Fuel::PlugIn ? 1 - 0.45 : 1;
            const auto hot = [&](FactorKind kind) { return burning * table.at(vehicle.id, kind, DrivingSituation::UrbanPeak, 50); };
            const double share = mix[vehicle.id], kappa = vehicle.fuel == Fuel::Diesel ? 74.2
                                                          : vehicle.fuel == Fuel::Lpg  ? 64.9
                                                          : vehicle.fuel == Fuel::Cng  ? 57.1
                                                                                       : 72.4;
            nox += share * hot(FactorKind::NOx);
            primary += share * hot(FactorKind::NOx) * vehicle.primaryNo2;
            co2 += share * hot(FactorKind::Energy) * kappa;
            pm25 += share * (hot(FactorKind::ExhaustPm) + wearOf(vehicle, 50, 0.5, 0.25).pm25());
        }
        const LinkId link = mini.link("A>B");
        QVERIFY(std::abs(result.nox_g_day[link] / (1000 * nox) - 1) < 1e-12);
        QVERIFY(std::abs(result.primaryNo2_g_day[link] / (1000 * primary) - 1) < 1e-12);
        QVERIFY(std::abs(result.co2_g_day[link] / (1000 * co2) - 1) < 1e-12);
        QVERIFY(std::abs(result.pm25_g_day[link] / (1000 * pm25) - 1) < 1e-12);
        QVERIFY(result.issues.empty());
        // Plausible for western Europe about 2020.
        QVERIFY(nox > 0.25 && nox < 0.6 && co2 > 140 && co2 < 260 && pm25 > 0.01 && pm25 < 0.04);
    }

    void eachModelledHourDrivesAtItsOwnSpeed()
    {
        const AppliedScenario base = applied(twoStreets()), peakOnly = applied(twoStreets(), {}, with({{"emissions.peak_share", 1}}));
        const double at20 = emissions(peakOnly, traffic(peakOnly, 1000, 20)).totalNox_kg_day;
        const double at40 = emissions(peakOnly, traffic(peakOnly, 1000, 40)).totalNox_kg_day;
        // 1,000 vehicles a day: half in the morning at 20 km/h, half in the evening at 40.
        TrafficResult t = traffic(base, 1000, 20);
        for (const auto& [hours, flow, speed] : {std::tuple{2.5, 200.0, 20.0}, {6.0, 0.0, 30.0}, {2.0, 250.0, 40.0}, {12.0, 0.0, 50.0}})
            t.hours.push_back({hours, IdVector<LinkId, double>(base.linkCount(), flow), IdVector<LinkId, double>(base.linkCount(), speed)});
        QVERIFY(std::abs(emissions(base, t).totalNox_kg_day / ((at20 + at40) / 2) - 1) < 1e-12);
        t.hours[1].flow_veh_h.resize(0);
        QuietControl control(1);
        QCOMPARE(computeEmissions(base, t, control).error().code, ErrorCode::Conflict);
    }

    void slowTrafficEmitsMoreAndTwiceTheTrafficTwiceAsMuch()
    {
        const AppliedScenario base = applied(twoStreets());
        const EmissionResult free = emissions(base, traffic(base, 1000, 50)), jam = emissions(base, traffic(base, 1000, 12));
        QVERIFY(jam.totalNox_kg_day > 1.1 * free.totalNox_kg_day && jam.totalCo2_t_day > 1.1 * free.totalCo2_t_day);
        const EmissionResult twice = emissions(base, traffic(base, 2000, 50));
        QVERIFY(std::abs(twice.totalPm25_kg_day / free.totalPm25_kg_day - 2) < 1e-12);
    }

    void aLowEmissionZoneLowersItsOwnStreetsOnly()
    {
        const MiniCity mini = twoStreets();
        const AppliedScenario base = applied(mini), zoned = applied(mini, {zoneAround(500, 0.9)}),
                              half = applied(mini, {zoneAround(500, 0.45)});
        const EmissionResult before = emissions(base, traffic(base, 1000, 30)), after = emissions(zoned, traffic(zoned, 1000, 30)),
                             weaker = emissions(half, traffic(half, 1000, 30));
        const LinkId inside = mini.link("A>B"), outside = mini.link("B>C");
        QVERIFY(after.nox_g_day[inside] < 0.9 * before.nox_g_day[inside]);
        QVERIFY(after.pm25_g_day[inside] < before.pm25_g_day[inside]);
        QCOMPARE(after.nox_g_day[outside], before.nox_g_day[outside]);
        // Linear in compliance.
        const double full = before.nox_g_day[inside] - after.nox_g_day[inside], part = before.nox_g_day[inside] - weaker.nox_g_day[inside];
        QVERIFY(std::abs(part / full - 0.5) < 1e-9);
    }

    void theShiftToElectricCarsLowersExhaustInProportionAndKeepsWear()
    {
        const MiniCity mini = twoStreets();
        const auto at = [&](double share) {
            const AppliedScenario scenario = applied(mini, {FleetShift{.electricShare = share}});
            return emissions(scenario, traffic(scenario, 1000, 40));
        };
        const EmissionResult none = emissions(applied(mini), traffic(applied(mini), 1000, 40)), some = at(0.25), half = at(0.5),
                             all = at(1);
        for (const auto total : {&EmissionResult::totalNox_kg_day, &EmissionResult::totalCo2_t_day, &EmissionResult::totalPm25_kg_day}) {
            QVERIFY(half.*total < some.*total && some.*total < none.*total);
            QVERIFY(std::abs((none.*total - half.*total) / (none.*total - some.*total) - 2) < 1e-9);
        }
        QVERIFY(all.totalNox_kg_day > 0);  // vans, lorries and buses
        QVERIFY(all.totalPm25_kg_day > 0.4 * none.totalPm25_kg_day);
    }

    void coldEnginesAddInTownTrafficAndMoreInWinter()
    {
        MiniCity winter = twoStreets(), summer = twoStreets();
        winter.data.weather.temperature_c = 0;
        summer.data.weather.temperature_c = 25;
        const AppliedScenario cold = applied(winter), warm = applied(summer);
        const EmissionResult atZero = emissions(cold, traffic(cold, 1000, 25)), at25 = emissions(warm, traffic(warm, 1000, 25));
        QVERIFY(atZero.totalColdNox_kg_day > 1.2 * at25.totalColdNox_kg_day && at25.totalColdNox_kg_day > 0);
        QVERIFY(atZero.totalCo2_t_day > at25.totalCo2_t_day);
        const AppliedScenario off = applied(winter, {}, with({{"emissions.factor.cold", 0}}));
        const EmissionResult without = emissions(off, traffic(off, 1000, 25));
        QCOMPARE(without.totalColdNox_kg_day, 0.0);
        QVERIFY(std::abs(atZero.totalNox_kg_day - atZero.totalColdNox_kg_day - without.totalNox_kg_day) < 1e-9);
    }

    void hillsCostMoreFuelThanTheyGiveBack()
    {
        MiniCity flat = twoStreets(), hilly = twoStreets();
        Raster slope{.columns = 41, .rows = 5, .origin = {-100, -250}, .cell_m = 100, .values = {}};
        for (int row = 0; row < slope.rows; ++row)
            for (int column = 0; column < slope.columns; ++column)
                slope.values.push_back(4.0F * static_cast<float>(column));  // 4 % up to the east
        hilly.data.terrain = slope;
        const AppliedScenario level = applied(flat), steep = applied(hilly);
        const EmissionResult a = emissions(level, traffic(level, 1000, 40)), b = emissions(steep, traffic(steep, 1000, 40));
        QVERIFY(b.nox_g_day[hilly.link("A>B")] > a.nox_g_day[flat.link("A>B")]);
        QVERIFY(b.nox_g_day[hilly.link("B>A")] < a.nox_g_day[flat.link("B>A")]);
        QVERIFY(b.totalCo2_t_day > a.totalCo2_t_day);
    }

    void thoseWhoDriveAroundAZoneAreFoundBesideIt()
    {
        const MiniCity mini = twoStreets();
        const ParameterSet around = with({{"emissions.zone.replace", 0.5}, {"emissions.zone.reroute", 0.5}, {"emissions.zone.ring", 2000}});
        const AppliedScenario base = applied(mini), zoned = applied(mini, {zoneAround(500, 1)}, around);
        const EmissionResult before = emissions(base, traffic(base, 1000, 50)), after = emissions(zoned, traffic(zoned, 1000, 50));
        QVERIFY(after.nox_g_day[mini.link("A>B")] < before.nox_g_day[mini.link("A>B")]);
        QVERIFY(after.nox_g_day[mini.link("B>C")] > before.nox_g_day[mini.link("B>C")]);
        const AppliedScenario away = applied(mini, {zoneAround(500, 1)}, with({{"emissions.zone.cancel", 1}}));
        const EmissionResult fewer = emissions(away, traffic(away, 1000, 50));
        QVERIFY(fewer.co2_g_day[mini.link("A>B")] < before.co2_g_day[mini.link("A>B")]);
        QCOMPARE(fewer.co2_g_day[mini.link("B>C")], before.co2_g_day[mini.link("B>C")]);
    }

    void anyNumberOfThreadsGivesTheSameBits()
    {
        const AppliedScenario base = applied(twoStreets());
        const EmissionResult one = emissions(base, traffic(base, 1234, 33));
        QVERIFY(one == emissions(base, traffic(base, 1234, 33), 2));
        QVERIFY(one == emissions(base, traffic(base, 1234, 33), 4));
    }

    void badFlowsAndSpeedsAreNamedAndNeverReachTheResult()
    {
        const MiniCity mini = twoStreets();
        const AppliedScenario base = applied(mini);
        TrafficResult flows = traffic(base, 1000, 50);
        flows.flow_veh_day[mini.link("A>B")] = -5;
        flows.flow_veh_day[mini.link("B>A")] = kUnknown;
        flows.speed_kmh[mini.link("B>C")] = 0;
        const EmissionResult result = emissions(base, flows);
        QCOMPARE(result.issues.size(), std::size_t{3});
        QCOMPARE(result.issues[0].feature, std::string("mini:way/A-B#A>B"));
        QCOMPARE(result.nox_g_day[mini.link("A>B")], 0.0);
        QVERIFY(result.nox_g_day[mini.link("B>C")] > 0 && std::isfinite(result.totalNox_kg_day));
        flows.speed_kmh[mini.link("B>C")] = 1200;
        const EmissionResult fast = emissions(base, flows);
        QCOMPARE(fast.issues.back().code, std::string("bad_speed"));
        QCOMPARE(fast.issues.back().feature, std::string("mini:way/B-C#B>C"));
        QCOMPARE(fast.nox_g_day[mini.link("B>C")], result.nox_g_day[mini.link("B>C")]);
        flows.flow_veh_day.resize(1);
        QuietControl control;
        QVERIFY(!computeEmissions(base, flows, control));
    }
};

QTEST_GUILESS_MAIN(TestEmissionModel)
#include "tst_emission_model.moc"
