#include <QTest>

#include "simulation/health/health_model.h"
#include "simulation/health/health_parameters.h"
#include "support/mini_city.h"

#include <cmath>

using namespace isopolis;
using test::MiniCity;

namespace {

/// Two places with two homes each.
AirResult twoPlaces(const MiniCity& mini)
{
    AirResult air;
    const auto home = [&](const char* zone, double people, double no2, double pm25) {
        air.receptors.push({{0, 0}, mini.neighbourhood(zone), people});
        air.no2_ug_m3.push(no2);
        air.pm25_ug_m3.push(pm25);
        air.pm10_ug_m3.push(2 * pm25);
    };
    home("West", 100, 25, 12);
    home("West", 300, 15, 9);
    home("East", 200, 8, 4);
    return air;
}

MiniCity places()
{
    MiniCity mini;
    mini.node("A", 0, 0).node("B", 1000, 0).node("C", 500, 500).street("A B").street("B C");
    mini.zone("West", "A", {.people = 400}).zone("East", "B", {.people = 200}).zone("Works", "C", {.jobs = 5});
    return mini;
}

}  // namespace

class TestHealth : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void thePublishedCasesOfAirQPlusAreMetExactly()
    {
        // WHO AirQ+, chronic obstructive pulmonary disease and PM2.5 in Switzerland.
        const Exposure swiss{.exposure_ug_m3 = 8.85, .counterfactual_ug_m3 = 5, .people = 8606096, .incidence_per_year = 357.27e-5};
        const AttributableCases cases = attributableCases(swiss, {1.369, 1.124, 1.664});
        QCOMPARE(std::lround(cases.central), 3502L);
        QCOMPARE(std::lround(cases.low), 1353L);
        QCOMPARE(std::lround(cases.high), 5474L);
        QVERIFY(std::abs(attributableShare(8.85, 5, 1.369) - 0.1139) < 5e-5);
        QVERIFY(std::abs(attributableShare(8.85, 5, 1.124) - 0.044) < 5e-4 && std::abs(attributableShare(8.85, 5, 1.664) - 0.178) < 5e-4);
    }

    void theDistributionFormMeetsThePublishedFraction()
    {
        // Ischaemic heart disease by road noise, Norwegian Institute of Public Health: risks to six digits, fraction 0.013487.
        const std::array<double, 6> levels{53, 57.5, 62.5, 67.5, 72.5, 77.5}, people{4268785, 387500, 286000, 191800, 72200, 7700};
        const std::array<double, 6> published{1.0, 1.035239, 1.075852, 1.118058, 1.16192, 1.207503};
        std::array<double, 6> risks{};
        for (std::size_t i = 0; i < levels.size(); ++i) {
            risks[i] = riskAt(levels[i], 53, 1.08, 10);
            QVERIFY(std::abs(risks[i] - published[i]) < 1e-6);
        }
        QVERIFY(std::abs(populationAttributableFraction(people, risks) - 0.013487) < 1e-6);
        QCOMPARE(populationAttributableFraction({}, {}), 0.0);
    }

    void nothingIsCountedBelowTheCounterfactual()
    {
        const AttributableCases none = attributableCases({4, 5, 1e6, 0.01}, {1.08, 1.06, 1.09});
        QCOMPARE(none, AttributableCases{});
    }

    void peopleAboveLimitsAreCountedByPlace()
    {
        const MiniCity mini = places();
        const AppliedScenario applied = applyScenario(mini.make(), Scenario{.name = "base"}).value();
        const HealthResult health = computeHealth(applied, twoPlaces(mini));
        const NeighbourhoodId west = mini.neighbourhood("West"), east = mini.neighbourhood("East"), works = mini.neighbourhood("Works");
        QCOMPARE(health.people, 600.0);
        QCOMPARE(health.no2AboveEu_percent[west], 25.0);
        QCOMPARE(health.no2AboveWho_percent[west], 100.0);
        QCOMPARE(health.no2AboveWho_percent[east], 0.0);
        QCOMPARE(health.pm25AboveEu_percent[west], 25.0);
        // PM10 of 24, 18 and 8 µg/m³ against 15 (WHO) and 20 (EU): people above, and no deaths of its own.
        QCOMPARE(health.pm10AboveEu_percent[west], 25.0);
        QCOMPARE(health.pm10AboveWho_percent[west], 100.0);
        QCOMPARE(health.pm10AboveWho_percent[east], 0.0);
        QCOMPARE(health.pm10.aboveWho, 400.0);
        QVERIFY(std::abs(health.pm10.mean_ug_m3 - (100 * 24 + 300 * 18 + 200 * 8) / 600.0) < 1e-12);
        QCOMPARE(health.pm10.deaths, AttributableCases{});
        QVERIFY(std::isnan(health.no2AboveEu_percent[works]));
        QCOMPARE(health.no2.aboveWho, 400.0);
        QVERIFY(std::abs(health.no2.mean_ug_m3 - (100 * 25 + 300 * 15 + 200 * 8) / 600.0) < 1e-12);
        // Deaths: both homes of the west, adults only, above the guideline level.
        const double expected = 0.013 * 0.67 * (100 * attributableShare(25, 10, 1.02) + 300 * attributableShare(15, 10, 1.02));
        QVERIFY(std::abs(health.no2Deaths[west].central / expected - 1) < 1e-12);
        QCOMPARE(health.no2Deaths[east], AttributableCases{});
        QVERIFY(health.no2.deaths.low < health.no2.deaths.central && health.no2.deaths.central < health.no2.deaths.high);
        QVERIFY(casesText(health.pm25.deaths).find("deaths a year (") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(TestHealth)
#include "tst_health.moc"
