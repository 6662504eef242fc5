#include <QTest>

#include "simulation/air/air_contributions.h"
#include "simulation/air/air_model.h"
#include "simulation/air/air_parameters.h"
#include "simulation/air/road_lines.h"
#include "support/mini_city.h"

#include <cmath>
#include <numbers>

using namespace isopolis;
using test::MiniCity;

namespace {

std::vector<WindClass> rose(int directions, double skew)
{
    std::vector<WindClass> classes;
    double sum = 0;
    for (int i = 0; i < directions; ++i)
        for (const double speed : {1.0, 2.5, 5.0}) {
            const double from = 360.0 * i / directions;
            classes.push_back({from, speed, 1 + skew * std::cos((from - 220) * std::numbers::pi / 180)});
            sum += classes.back().frequency;
        }
    for (WindClass& wind : classes)
        wind.frequency /= sum;
    return classes;
}

/// A grid of streets 200 m apart with a zone at each crossing.
MiniCity gridCity(int side, double skew = 0.6)
{
    MiniCity mini;
    const auto name = [](int x, int y) { return "N" + std::to_string(x) + "_" + std::to_string(y); };
    for (int y = 0; y < side; ++y)
        for (int x = 0; x < side; ++x)
            mini.node(name(x, y), 200.0 * x, 200.0 * y).node("H" + name(x, y), 200.0 * x + 35, 200.0 * y + 55);
    for (int y = 0; y < side; ++y)
        for (int x = 0; x < side; ++x) {
            if (x + 1 < side)
                mini.street(name(x, y) + " " + name(x + 1, y));
            if (y + 1 < side)
                mini.oneWay(name(x, y) + " " + name(x, y + 1));
            mini.zone("Z" + name(x, y), "H" + name(x, y), {.people = 100.0 + x + y});
        }
    mini.data.weather.rose = rose(16, skew);
    mini.data.background = {.no2 = 10, .pm25 = 8, .o3 = 45, .origin = "test"};
    return mini;
}

AppliedScenario applied(const MiniCity& mini, ParameterSet parameters = {})
{
    return applyScenario(mini.make(), Scenario{.name = "base", .parameters = std::move(parameters)}).value();
}

/// Different on every link, as real traffic is.
EmissionResult emissions(const AppliedScenario& scenario, double scale = 1)
{
    EmissionResult result;
    for (const LinkId link : idsOf(scenario.links)) {
        const double amount = scale * (1 + 0.1 * static_cast<double>(link.index() % 17)) * scenario.length_m(link);
        result.nox_g_day.push(3 * amount);
        result.primaryNo2_g_day.push(0.8 * amount);
        result.pm25_g_day.push(0.2 * amount);
        result.co2_g_day.push(1500 * amount);
    }
    return result;
}

AirResult air(const AppliedScenario& scenario, const EmissionResult& q, int threads = 1)
{
    QuietControl control(threads);
    return computeAir(scenario, q, control).value();
}

double relative(double a, double b) { return std::abs(a - b) / std::max(std::abs(b), 1e-300); }

}  // namespace

class TestAirModel : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theKernelIsThePlumeFormulaUnderTheRose()
    {
        QuietControl control(1);
        const KernelSettings settings;
        const std::vector<WindClass> winds = rose(16, 0.6);
        const AnnualKernel kernel = AnnualKernel::build(settings, winds, control);
        const RlineRelease release{0.5, 1.5, 7 / (2 * std::numbers::sqrt2)};
        constexpr int kPerSector = 45;
        for (const Point2 offset : {Point2{5, 2}, {20, -30}, {70, 50}, {0, 140}, {200, -100}, {-700, 300}, {900, 900}}) {
            double direct = 0;
            for (const WindClass& wind : winds) {
                const RlinePlume plume(neutralMeteorology(wind.speed_ms, 10, 0.5, 2.5), RlineCoefficients::Year2023, release, 1.5);
                for (int i = 0; i < kPerSector; ++i) {
                    const double a = (wind.from_deg + 22.5 * ((i + 0.5) / kPerSector - 0.5)) * std::numbers::pi / 180;
                    const Point2 w{-std::sin(a), -std::cos(a)};
                    direct += wind.frequency / kPerSector * plume.at(offset.x * w.x + offset.y * w.y, w.x * offset.y - w.y * offset.x);
                }
            }
            QVERIFY2(relative(kernel.at(offset), 1e6 * direct) < 0.005, qPrintable(QString::number(kernel.at(offset) / (1e6 * direct))));
        }
    }

    void aLineIntegralConvergesToTheFineSum()
    {
        QuietControl control(1);
        const AnnualKernel kernel = AnnualKernel::build({}, rose(16, 0.6), control);
        const Polyline line{{-300, 20}, {10, 8}, {150, 90}};
        double worst = 0;
        for (const Point2 receptor : {Point2{0, 0}, {10, 12}, {-290, 60}, {100, -400}, {900, 600}, {-1000, 900}}) {
            double fine = 0;
            constexpr int kPieces = 40000;
            const double total = length(line);
            for (int i = 0; i < kPieces; ++i)
                fine += total / kPieces * kernel.at(receptor - pointAlong(line, total * (i + 0.5) / kPieces));
            worst = std::max(worst, relative(kernel.alongLine(KernelLine(line), receptor), fine));
        }
        qInfo("line integral: largest deviation from 40,000 points %.3f %%", 100 * worst);
        QVERIFY(worst < 0.005);
    }

    void theSumOverStreetsIsTheField()
    {
        const AppliedScenario scenario = applied(gridCity(4));
        const EmissionResult all = emissions(scenario);
        const AirResult field = air(scenario, all);
        QuietControl control(1);
        std::vector<Issue> issues;
        const AnnualKernel kernel = annualKernel(scenario, issues, control);
        IdVector<ReceptorId, double> sum(field.receptors.size());
        for (const LinkId link : idsOf(scenario.links)) {
            EmissionResult one = emissions(scenario, 0);
            one.nox_g_day[link] = all.nox_g_day[link];
            const AirResult part = computeAir(scenario, one, kernel, control).value();
            for (const ReceptorId r : idsOf(sum))
                sum[r] += part.roadNox_ug_m3[r];
        }
        QCOMPARE(field.receptors.size(), std::size_t{16});
        for (const ReceptorId r : idsOf(sum))
            QVERIFY(field.roadNox_ug_m3[r] > 0 && relative(sum[r], field.roadNox_ug_m3[r]) < 1e-9);
    }

    void twiceTheEmissionIsTwiceTheRoadPart()
    {
        const AppliedScenario scenario = applied(gridCity(4));
        const AirResult once = air(scenario, emissions(scenario)), twice = air(scenario, emissions(scenario, 2));
        for (const ReceptorId r : idsOf(once.receptors)) {
            QVERIFY(relative(twice.roadNox_ug_m3[r], 2 * once.roadNox_ug_m3[r]) < 1e-12);
            QVERIFY(relative(twice.pm25_ug_m3[r] - 8, 2 * (once.pm25_ug_m3[r] - 8)) < 1e-9);
            QVERIFY(twice.no2_ug_m3[r] > once.no2_ug_m3[r] && twice.no2_ug_m3[r] < 10 + 2 * (once.no2_ug_m3[r] - 10));  // ozone runs short
        }
    }

    void anEvenRoseGivesASymmetricField()
    {
        // One street, receptors mirrored at it and at its middle.
        MiniCity mini;
        mini.node("A", -100, 0).node("B", 100, 0).street("A B");
        for (const auto& [name, x, y] : {std::tuple{"NE", 60, 40}, {"NW", -60, 40}, {"SE", 60, -40}, {"SW", -60, -40}})
            mini.node(name, x, y).zone(name, name, {.people = 10});
        mini.data.weather.rose = rose(36, 0);
        const AppliedScenario scenario = applied(mini);
        EmissionResult q = emissions(scenario, 0);
        q.pm25_g_day[mini.link("A>B")] = 100;
        const AirResult field = air(scenario, q);
        for (const ReceptorId r : idsOf(field.receptors))
            QVERIFY2(relative(field.roadPm25_ug_m3[r], field.roadPm25_ug_m3[ReceptorId(0)]) < 2e-3,
                     qPrintable(QString::number(field.roadPm25_ug_m3[r])));
        // Downwind of a steady west wind there is more than upwind.
        mini.data.weather.rose = {{270, 3, 1}};
        const AirResult windy = air(applied(mini), q);
        QVERIFY(windy.roadPm25_ug_m3[ReceptorId(0)] > 1.5 * windy.roadPm25_ug_m3[ReceptorId(1)]);
    }

    void anyNumberOfThreadsGivesTheSameBits()
    {
        const AppliedScenario scenario = applied(gridCity(5));
        const AirResult one = air(scenario, emissions(scenario), 1);
        QVERIFY(one == air(scenario, emissions(scenario), 2));
        QVERIFY(one == air(scenario, emissions(scenario), 4));
    }

    void sharesOfTheLinksAndTheBackgroundAreTheMean()
    {
        const MiniCity mini = gridCity(4);
        const AppliedScenario scenario = applied(mini);
        const EmissionResult q = emissions(scenario);
        const AirResult field = air(scenario, q);
        for (const char* zone : {"ZN0_0", "ZN2_1"}) {
            const NeighbourhoodId where = mini.neighbourhood(zone);
            const LinkShares shares = linkShares(scenario, q, field, where);
            double no2 = shares.backgroundNo2_ug_m3, pm25 = shares.backgroundPm25_ug_m3, pm10 = shares.backgroundPm10_ug_m3;
            for (const LinkId link : idsOf(shares.no2_ug_m3)) {
                no2 += shares.no2_ug_m3[link];
                pm10 += shares.pm10_ug_m3[link];
                pm25 += shares.pm25_ug_m3[link];
            }
            QVERIFY(relative(no2, field.no2Mean_ug_m3[where]) < 1e-9);
            QVERIFY(relative(pm25, field.pm25Mean_ug_m3[where]) < 1e-9);
            QVERIFY(relative(pm10, field.pm10Mean_ug_m3[where]) < 1e-9);
            QVERIFY(field.pm10Mean_ug_m3[where] > field.pm25Mean_ug_m3[where]);
            // Exact: without the street that matters most, PM2.5 is lower by its share.
            EmissionResult without = q;
            LinkId most(0);
            for (const LinkId link : idsOf(shares.pm25_ug_m3))
                most = shares.pm25_ug_m3[link] > shares.pm25_ug_m3[most] ? link : most;
            without.pm25_g_day[most] = 0;
            const double fall = field.pm25Mean_ug_m3[where] - air(scenario, without).pm25Mean_ug_m3[where];
            QVERIFY(fall > 0 && relative(fall, shares.pm25_ug_m3[most]) < 1e-9);
            QVERIFY(!shares.method.empty());
        }
    }

    void missingWeatherAndBackgroundAreReplacedByNamedParameters()
    {
        MiniCity mini = gridCity(3);
        mini.data.weather.rose.clear();
        mini.data.background = {};
        const AppliedScenario scenario = applied(mini);
        const AirResult field = air(scenario, emissions(scenario));
        QCOMPARE(field.backgroundNo2_ug_m3, kFallbackNo2.standard);
        std::vector<std::string> codes;
        for (const Issue& issue : field.issues)
            codes.push_back(issue.code);
        QCOMPARE(codes, (std::vector<std::string>{"no_weather", "no_background", "no_background", "no_background"}));
        for (const double value : field.no2_ug_m3)
            QVERIFY(std::isfinite(value) && value > kFallbackNo2.standard);
    }

    void damagedWeatherNeverReachesTheMap()
    {
        MiniCity mini = gridCity(3);
        mini.data.weather.rose.push_back({90, 0, 0.5});  // calm, and frequencies that no longer sum to one
        mini.data.weather.height_m = 0.1;
        const AppliedScenario scenario = applied(mini);
        const AirResult field = air(scenario, emissions(scenario));
        for (const double value : field.no2_ug_m3)
            QVERIFY(std::isfinite(value) && value > 10);
        QCOMPARE(field.issues.size(), std::size_t{2});
        EmissionResult broken = emissions(scenario);
        broken.nox_g_day[LinkId(3)] = kUnknown;
        QuietControl control;
        const Expected<AirResult> refused = computeAir(scenario, broken, control);
        QVERIFY(!refused && refused.error().feature == scenario.externalId(LinkId(3)));
    }

    void tunnelsAndEmptyNeighbourhoodsAreTold()
    {
        MiniCity mini;
        mini.node("A", 0, 0).node("B", 500, 0).node("C", 0, 60).node("D", 500, 60);
        mini.street("A B", {.structure = Structure::Tunnel}).street("C D");
        mini.zone("Home", "C", {.people = 10}).zone("Works", "D", {.jobs = 5});
        mini.data.weather.rose = rose(16, 0);
        mini.data.background = {.no2 = 10, .pm25 = 8, .o3 = 45, .origin = "test"};
        const AppliedScenario scenario = applied(mini);
        EmissionResult q = emissions(scenario);
        const AirResult with = air(scenario, q);
        QCOMPARE(with.issues.size(), std::size_t{1});
        QCOMPARE(with.issues.front().code, std::string("tunnel_emission"));
        q.nox_g_day[mini.link("A>B")] *= 10;
        QCOMPARE(air(scenario, q).roadNox_ug_m3[ReceptorId(0)], with.roadNox_ug_m3[ReceptorId(0)]);
        QVERIFY(std::isnan(with.no2Mean_ug_m3[mini.neighbourhood("Works")]));
        QCOMPARE(with.no2Mean_ug_m3[mini.neighbourhood("Home")], with.no2_ug_m3[ReceptorId(0)]);
    }

    void no2FollowsTheAnnualRelationAndItsLimits()
    {
        const RoadNo2 some = roadNo2(50, 10, 40, 100);
        QVERIFY(relative(some.primary + some.secondary, 10 + 40 * 40.0 / 140) < 1e-12);
        QCOMPARE(roadNo2(0, 0, 40, 100).secondary, 0.0);
        QVERIFY(roadNo2(1e9, 0, 40, 100).secondary < 40.0);
        QCOMPARE(roadNo2(2, 1, 80, 60).secondary, 1.0);  // no more than the NO there is
    }
};

QTEST_GUILESS_MAIN(TestAirModel)
#include "tst_air_model.moc"
