// Fares of the timetable in the choice of mode: what a journey costs, and who rides when it is dearer.
#include "simulation/scenario/apply_scenario.h"
#include "simulation/traffic/city/city_demand.h"
#include "simulation/traffic/city/traffic_settings.h"
#include "simulation/traffic/demand/demand_parameters.h"
#include "simulation/traffic/demand/mode_split.h"
#include "simulation/transit/place_skims.h"
#include "support/mini_city.h"

#include <QTest>

#include <cmath>

using namespace isopolis;
using namespace isopolis::test;

namespace {

///   A ──line 1── B ──line 2── C     3 km each, a bus every 10 minutes from 6:00 to 9:50
MiniCity town(double first, double second, const std::string& currency = "EUR")
{
    MiniCity mini;
    mini.node("A", 0, 0).node("B", 3000, 0).node("C", 6000, 0).street("A B C");
    mini.zone("West", "A", {.people = 1000, .jobs = 10}).zone("East", "C", {.people = 10, .jobs = 1000});
    TransitNetwork& t = mini.data.transit;
    const StopId a = t.stops.push({"a", "A", {0, 0}}), b = t.stops.push({"b", "B", {3000, 0}}), c = t.stops.push({"c", "C", {6000, 0}});
    std::vector<int> starts;
    for (int at = 6 * 3600; at < 10 * 3600; at += 600)
        starts.push_back(at);
    t.lines.push({"1", "1", "bus", {{0, 0}, {3000, 0}}, {{{a, b}, {0, 360}, {0, 360}, starts}}, first});
    t.lines.push({"2", "2", "bus", {{3000, 0}, {6000, 0}}, {{{b, c}, {0, 360}, {0, 360}, starts}}, second});
    t.currency = currency;
    return mini;
}

AppliedScenario applied(const MiniCity& mini) { return applyScenario(mini.make(), Scenario{}).value(); }

void set(AppliedScenario& a, const ParameterSpec& spec, double value)
{
    if (!a.parameters.set(spec, {value, "test", {}}))
        throw std::runtime_error("out of range");
}

OtherModes modes(const AppliedScenario& a)
{
    QuietControl control(1);
    return otherModes(a, trafficSettings(a.parameters), demandSettings(a.parameters), control).value();
}

bool says(const OtherModes& m, const std::string& code)
{
    return std::any_of(m.issues.begin(), m.issues.end(), [&](const Issue& i) { return i.code == code; });
}

}  // namespace

class TestFares : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aJourneyHasTheFaresOfItsRides()
    {
        const AppliedScenario a = applied(town(2, 3));
        QuietControl control(1);
        const auto model = makeTransitModel(a, control).value();
        const std::vector<Point2> places = {{0, 0}, {3000, 0}, {6000, 0}};
        const DepartureWindow window{.first_s = 7 * 3600, .length_s = 3600, .step_s = 600};
        const PlaceSkims skims = placeSkims(*model, places, window, control, lineFares(a.transit()));
        QCOMPARE(skims.dearestFare[0 * 3 + 1], 2.0);
        QCOMPARE(skims.allFares[0 * 3 + 1], 2.0);
        QCOMPARE(skims.dearestFare[0 * 3 + 2], 3.0);
        QCOMPARE(skims.allFares[0 * 3 + 2], 5.0);
        QVERIFY(placeSkims(*model, places, window, control).allFares.empty());
    }

    void aLineWithoutAFareCostsTheMeanOfTheOthers()
    {
        const auto fares = lineFares(applied(town(2, kUnknown)).transit());
        QCOMPARE(fares[TransitLineId(1)], 2.0);
        QVERIFY(lineFares(applied(town(kUnknown, kUnknown)).transit()).empty());
    }

    void whatIsPaidIsTheShareOfTheDearestRideAndOfChanges()
    {
        AppliedScenario a = applied(town(2, 3));
        const std::size_t pair = 0 * 2 + 1;
        QCOMPARE(modes(a).transit_fare.values[pair], 0.5 * 3);
        QVERIFY(says(modes(a), "fares_used"));
        set(a, kFareChanges, 1);
        QCOMPARE(modes(a).transit_fare.values[pair], 0.5 * 5);
        set(a, kFarePaid, 1);
        QCOMPARE(modes(a).transit_fare.values[pair], 5.0);
    }

    void otherMoneyIsUsedOnlyAtAStatedRate()
    {
        AppliedScenario a = applied(town(2, 3, "BRL"));
        QVERIFY(modes(a).transit_fare.zones == 0 && says(modes(a), "fares_not_used"));
        set(a, kFareRate, 0.2);
        QVERIFY(std::abs(modes(a).transit_fare.values[1] - 0.5 * 0.2 * 3) < 1e-12);
    }

    // The generalised cost counts a fare as minutes by the value of time: odds of public transport fall by e^(−θ Δfare / VOT).
    void aDearerTicketTurnsRidersAwayByTheLogit()
    {
        const AppliedScenario a = applied(town(2, 3));
        const DemandSettings s = demandSettings(a.parameters);
        const OtherModes cheap = modes(a);
        OtherModes dear = cheap;
        for (double& fare : dear.transit_fare.values)
            fare += 1;
        TripEnds ends;
        ends.rows = {{.zone = 0, .fifth = 2, .car = true}};
        for (auto& production : ends.production)
            production = {0};
        ends.production[indexOf(Purpose::HomeWork)] = {100};
        const auto odds = [&](const OtherModes& m) {
            const ModeCosts costs = modeCosts({ZoneMatrix(2, 20)}, ZoneMatrix(2, 6), m);
            const ModeSplit split = splitModes(Purpose::HomeWork, ends, costs, {}, s, 1);
            return split.share[indexOf(TripMode::Transit)].at(0, 1) / split.share[indexOf(TripMode::Car)].at(0, 1);
        };
        const double expected = std::exp(-s.theta_per_min / s.money_per_min[2]);
        QVERIFY(std::abs(odds(dear) / odds(cheap) - expected) < 1e-9);
    }
};

QTEST_APPLESS_MAIN(TestFares)
#include "tst_fares.moc"
