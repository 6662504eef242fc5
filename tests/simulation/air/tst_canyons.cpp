#include <QTest>

#include "simulation/air/air_contributions.h"
#include "simulation/air/air_model.h"
#include "simulation/air/canyons.h"
#include "support/mini_city.h"

#include <cmath>

using namespace isopolis;
using test::MiniCity;

namespace {

MultiPolygon block(double west, double south, double east, double north)
{
    return {Polygon{.outer = {{west, south}, {east, south}, {east, north}, {west, north}}}};
}

/// A street of 300 m northwards, houses 10 m to its left and right, and an open street further east.
MiniCity streets(double leftHeight, double rightHeight)
{
    MiniCity mini;
    mini.node("A", 0, 0).node("B", 0, 300).node("C", 400, 0).node("D", 400, 300);
    mini.node("L", -18, 150).node("R", 18, 150).node("O", 425, 150);
    mini.street("A B").street("C D").street("A C");
    mini.zone("Left", "L", {.people = 100}).zone("Right", "R", {.people = 100}).zone("Open", "O", {.people = 100});
    const auto house = [&](const char* id, double west, double east, double height) {
        mini.data.buildings.push({.externalId = id, .footprint = block(west, 5, east, 295), .height_m = height});
    };
    house("left", -25, -10, leftHeight);
    house("right", 10, 25, rightHeight);
    mini.data.weather.rose = {{270, 3, 1}};
    mini.data.background = {.no2 = 10, .pm25 = 8, .o3 = 45, .origin = "test"};
    return mini;
}

AppliedScenario applied(const MiniCity& mini, double facing = 1)
{
    ParameterSet parameters;
    if (!parameters.set("air.canyon.facing", {.value = facing, .reason = "test", .evidence = {}}))
        qFatal("refused");
    return applyScenario(mini.make(), Scenario{.name = "base", .parameters = parameters}).value();
}

EmissionResult emissions(const AppliedScenario& scenario, double stir = 3e4)
{
    EmissionResult q;
    for (const LinkId link : idsOf(scenario.links)) {
        q.nox_g_day.push(scenario.length_m(link));
        q.primaryNo2_g_day.push(0.2 * scenario.length_m(link));
        q.pm25_g_day.push(0.1 * scenario.length_m(link));
        q.co2_g_day.push(0);
        q.stirring.push(stir);
    }
    return q;
}

AirResult air(const AppliedScenario& scenario, const EmissionResult& q, int threads = 1)
{
    QuietControl control(threads);
    return computeAir(scenario, q, control).value();
}

}  // namespace

class TestCanyons : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aStreetBetweenHousesIsACanyonWithTheirMeasures()
    {
        const MiniCity mini = streets(18, 12);
        const AppliedScenario scenario = applied(mini);
        std::vector<Issue> issues;
        const std::vector<RoadLine> lines = roadLines(scenario, emissions(scenario), issues);
        const std::vector<CanyonStreet> canyons = findCanyons(scenario, lines);
        QCOMPARE(canyons.size(), std::size_t{1});
        const StreetCanyon& shape = canyons[0].shape;
        QVERIFY(std::abs(shape.width_m - 20) < 1e-9 && std::abs(shape.height_m - 15) < 1e-9 && std::abs(shape.length1_m - 150) < 1e-9);
        QVERIFY(std::abs(shape.axis_deg) < 1e-9 && canyons[0].leftHeight_m == 18 && canyons[0].rightHeight_m == 12);
        // Too low, or on one side only: open.
        const AppliedScenario flat = applied(streets(5, 5)), oneSide = applied(streets(18, 0));
        QVERIFY(findCanyons(flat, roadLines(flat, emissions(flat), issues)).empty());
        QVERIFY(findCanyons(oneSide, roadLines(oneSide, emissions(oneSide), issues)).empty());
    }

    void theAnnualMeanOfOneWindIsOspmItself()
    {
        const MiniCity mini = streets(15, 15);
        const AppliedScenario scenario = applied(mini);
        std::vector<Issue> issues;
        const std::vector<RoadLine> lines = roadLines(scenario, emissions(scenario), issues);
        const CanyonStreet street = findCanyons(scenario, lines).at(0);
        const std::vector<WindClass> west{{270, 3.5, 1}};
        const CanyonUnits units = canyonUnit(street, canyonClimate(west), 6e4, {});
        const OspmTerms t = ospmAverage(street.shape, {3.5, 270, 6e4}, {});
        QVERIFY2(std::abs(units.left / (1e6 * t.side1) - 1) < 0.01, qPrintable(QString::number(units.left / (1e6 * t.side1))));
        QVERIFY(std::abs(units.right / (1e6 * t.side2) - 1) < 0.01);
        // West wind comes over the left houses: their wall is the leeward one.
        QVERIFY(units.left > 1.5 * units.right);
    }

    void homesAtACanyonBreatheMoreAndSharesStillAddUp()
    {
        const MiniCity mini = streets(18, 18);
        const AppliedScenario scenario = applied(mini), courtyard = applied(mini, 0);
        const EmissionResult q = emissions(scenario);
        const AirResult facing = air(scenario, q), behind = air(courtyard, q);
        const ReceptorId left(0), right(1), open(2);
        QVERIFY(facing.roadNox_ug_m3[left] > facing.roadNox_ug_m3[right]);
        QVERIFY(facing.roadNox_ug_m3[left] > 2 * facing.roadNox_ug_m3[open]);
        QVERIFY(behind.roadNox_ug_m3[left] < 0.5 * facing.roadNox_ug_m3[left]);
        QCOMPARE(behind.roadNox_ug_m3[open], facing.roadNox_ug_m3[open]);
        const LinkShares shares = linkShares(scenario, q, facing, mini.neighbourhood("Left"));
        double pm25 = shares.backgroundPm25_ug_m3;
        for (const double share : shares.pm25_ug_m3)
            pm25 += share;
        QVERIFY(std::abs(pm25 / facing.pm25Mean_ug_m3[mini.neighbourhood("Left")] - 1) < 1e-9);
        // Twice the emission at the same traffic: twice the road part.
        EmissionResult twice = q;
        for (const LinkId link : idsOf(twice.pm25_g_day))
            twice.pm25_g_day[link] *= 2;
        QVERIFY(std::abs(air(scenario, twice).roadPm25_ug_m3[left] / facing.roadPm25_ug_m3[left] - 2) < 1e-12);
        QVERIFY(facing == air(scenario, q, 3));
        QVERIFY(std::any_of(facing.issues.begin(), facing.issues.end(), [](const Issue& i) { return i.code == "street_canyons"; }));
    }

    void moreTrafficStirsTheAir()
    {
        const MiniCity mini = streets(18, 18);
        const AppliedScenario scenario = applied(mini);
        const AirResult calm = air(scenario, emissions(scenario, 0)), busy = air(scenario, emissions(scenario, 1e6));
        QVERIFY(busy.roadNox_ug_m3[ReceptorId(0)] < calm.roadNox_ug_m3[ReceptorId(0)]);
        QVERIFY(std::isfinite(calm.roadNox_ug_m3[ReceptorId(0)]));
    }
};

QTEST_GUILESS_MAIN(TestCanyons)
#include "tst_canyons.moc"
