#include <QTest>

#include "simulation/air/air_field.h"
#include "simulation/air/air_model.h"
#include "simulation/air/air_parameters.h"
#include "support/mini_city.h"

#include <atomic>
#include <cmath>
#include <cstring>
#include <random>

using namespace isopolis;
using test::MiniCity;

namespace {

double relative(double a, double b) { return std::abs(a - b) / std::max(std::abs(b), 1e-300); }

/// Bent streets with houses: two of them stand so close to a street that it is a canyon.
MiniCity town(int side = 7)
{
    MiniCity mini;
    std::mt19937 random(7);
    const auto shift = [&] { return static_cast<double>(random() % 1000) / 1000 * 60 - 30; };
    const auto name = [](int x, int y) { return "N" + std::to_string(x) + "_" + std::to_string(y); };
    for (int y = 0; y < side; ++y)
        for (int x = 0; x < side; ++x)
            mini.node(name(x, y), 180.0 * x + (x > 1 ? shift() : 0), 180.0 * y + (x > 1 ? shift() : 0));
    for (int y = 0; y < side; ++y)
        for (int x = 0; x < side; ++x) {
            if (x + 1 < side)
                mini.street(name(x, y) + " " + name(x + 1, y));
            if (y + 1 < side)
                mini.oneWay(name(x, y) + " " + name(x, y + 1));
        }
    mini.zone("Home", "N0_0", {.people = 100});
    const auto house = [&](const char* id, double west, double south, double east, double north) {
        mini.data.buildings.push({.externalId = id,
                                  .footprint = {Polygon{.outer = {{west, south}, {east, south}, {east, north}, {west, north}}}},
                                  .height_m = 15});
    };
    house("west", -25, 5, -10, 175);
    house("east", 10, 5, 25, 175);
    mini.data.weather.rose = {{225, 3, 0.4}, {45, 2, 0.3}, {315, 4, 0.2}, {120, 1, 0.1}};
    mini.data.background = {.no2 = 10, .pm25 = 8, .o3 = 45, .origin = "test"};
    return mini;
}

AppliedScenario applied(const MiniCity& mini, Intervention scheme = {})
{
    return applyScenario(mini.make(), Scenario{.name = "s", .interventions = {std::move(scheme)}}).value();
}

EmissionResult emissions(const AppliedScenario& scenario, double scale = 1)
{
    EmissionResult q;
    for (const LinkId link : idsOf(scenario.links)) {
        const double amount = scale * (1 + static_cast<double>(link.index() % 13)) * scenario.length_m(link);
        q.nox_g_day.push(3 * amount);
        q.primaryNo2_g_day.push(0.7 * amount);
        q.pm25_g_day.push(0.2 * amount);
        q.pm10_g_day.push(0.5 * amount);
        q.stirring.push(3e4);
    }
    return q;
}

std::vector<Point2> randomPlaces(std::size_t n)
{
    std::mt19937 random(11);
    std::vector<Point2> places;
    while (places.size() < n) {
        const Point2 p{static_cast<double>(random() % 1300000) / 1000 - 100, static_cast<double>(random() % 1300000) / 1000 - 100};
        const bool inHouse = (std::abs(p.x + 17.5) <= 7.5 || std::abs(p.x - 17.5) <= 7.5) && p.y >= 5 && p.y <= 175;
        if (!inHouse)
            places.push_back(p);
    }
    return places;
}

const Box kArea{-100, -100, 1200, 1200};

/// NaN inside houses counts as equal.
bool sameBits(const Raster& a, const Raster& b)
{
    return a.values.size() == b.values.size() && std::memcmp(a.values.data(), b.values.data(), a.values.size() * sizeof(float)) == 0;
}

class Stopped : public QuietControl {
public:
    using QuietControl::QuietControl;
    void progress(Stage, double) override { ++calls; }
    bool cancelled() const override { return calls > 3; }
    std::atomic<int> calls{0};
};

}  // namespace

class TestAirField : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void nearAndFarTogetherAreTheExactSum()
    {
        const AppliedScenario scenario = applied(town());
        const EmissionResult q = emissions(scenario);
        QuietControl control(2);
        const std::vector<Point2> points = randomPlaces(200);
        const AirField field = airField(scenario, q, {.area = kArea, .cell_m = 10, .points = points}, control).value();
        const AirProbe probe(scenario, q, control);
        double worst = 0, worstMap = 0;
        for (std::size_t i = 0; i < points.size(); ++i) {
            const AirAtPlace exact = probe.at(points[i]);
            worst = std::max(worst, relative(field.points[i].roadNox_ug_m3, exact.levels.roadNox_ug_m3));
            worst = std::max(worst, relative(field.points[i].roadPm10_ug_m3, exact.levels.roadPm10_ug_m3));
            worst = std::max(worst, relative(field.points[i].roadPm25_ug_m3, exact.levels.roadPm25_ug_m3));
        }
        for (int k = 0; k < 200; ++k) {
            const int column = (k * 37) % field.pm25.columns, row = (k * 53) % field.pm25.rows;
            const float map = field.pm25.at(column, row);
            if (std::isfinite(map))
                worstMap = std::max(worstMap, relative(static_cast<double>(map) - field.background.pm25,
                                                       probe.at(field.pm25.centreOf(column, row)).levels.roadPm25_ug_m3));
        }
        qInfo("road part against the exact sum over streets: points %.3f %%, map %.3f %%", 100 * worst, 100 * worstMap);
        QVERIFY(worst < 0.005 && worstMap < 0.005);
    }

    void otherCellsStayWithinTheSameError_data()
    {
        QTest::addColumn<double>("cell");
        for (const double cell : {4.0, 17.0, 50.0})
            QTest::newRow(qPrintable(QString::number(cell))) << cell;
    }
    void otherCellsStayWithinTheSameError()
    {
        QFETCH(double, cell);
        const AppliedScenario scenario = applied(town(4));
        const EmissionResult q = emissions(scenario);
        QuietControl control(2);
        const std::vector<Point2> points = randomPlaces(60);
        const AirField field = airField(scenario, q, {.area = {0, 0, 400, 500}, .cell_m = cell, .points = points}, control).value();
        const AirProbe probe(scenario, q, control);
        for (std::size_t i = 0; i < points.size(); ++i)
            QVERIFY(relative(field.points[i].roadNox_ug_m3, probe.at(points[i]).levels.roadNox_ug_m3) < 0.005);
        const Point2 centre = field.no2.centreOf(1, 2);
        QVERIFY(relative(static_cast<double>(field.no2.at(1, 2)), probe.at(centre).levels.no2_ug_m3) < 0.005);
    }

    void fieldsOfSingleStreetsAddUpToTheField()
    {
        const AppliedScenario scenario = applied(town(4));
        const EmissionResult all = emissions(scenario);
        QuietControl control(1);
        const AirPlaces places{.area = {0, 0, 500, 500}, .cell_m = 20, .points = randomPlaces(40)};
        const AirKernelsPtr kernels = buildAirKernels(scenario, places, control).value();
        const AirField field = airField(*kernels, scenario, all, control).value();
        std::vector<double> sum(places.points.size());
        for (const LinkId link : idsOf(scenario.links)) {
            EmissionResult one = emissions(scenario, 0);
            one.nox_g_day[link] = all.nox_g_day[link];
            const AirField part = airField(*kernels, scenario, one, control).value();
            for (std::size_t i = 0; i < sum.size(); ++i)
                sum[i] += part.points[i].roadNox_ug_m3;
        }
        for (std::size_t i = 0; i < sum.size(); ++i)
            QVERIFY2(relative(sum[i], field.points[i].roadNox_ug_m3) < 1e-6, qPrintable(QString::number(sum[i])));
    }

    void partsOfStreetsSumToTheValueOfAPlace()
    {
        const AppliedScenario scenario = applied(town());
        QuietControl control(2);
        const AirProbe probe(scenario, emissions(scenario), control);
        std::vector<Point2> places = randomPlaces(50);
        places.push_back({8, 90});  // between the walls
        for (const Point2 p : places) {
            const AirAtPlace here = probe.at(p);
            double no2 = here.background.no2, pm25 = here.background.pm25, pm10 = here.background.pm10;
            for (const AirShare& s : here.streets) {
                no2 += s.no2_ug_m3;
                pm25 += s.pm25_ug_m3;
                pm10 += s.pm10_ug_m3;
            }
            QVERIFY(!here.streets.empty() && here.streets.front().no2_ug_m3 >= here.streets.back().no2_ug_m3);
            QVERIFY(relative(no2, here.levels.no2_ug_m3) < 1e-12 && relative(pm25, here.levels.pm25_ug_m3) < 1e-12 &&
                    relative(pm10, here.levels.pm10_ug_m3) < 1e-12);
        }
    }

    void betweenTheWallsTheOwnStreetCountsAsACanyon()
    {
        const AppliedScenario with = applied(town());
        MiniCity open = town();
        open.data.buildings = {};
        const AppliedScenario without = applied(open);
        QuietControl control(2);
        // Wind from the south-west rolls the exhaust to the western wall.
        const std::vector<Point2> points{{-9, 90}, {9, 90}, {600, 600}};
        const AirField walled = airField(with, emissions(with), {.mostCells = 0, .points = points}, control).value();
        const AirField plain = airField(without, emissions(without), {.mostCells = 0, .points = points}, control).value();
        QVERIFY(walled.no2.empty());
        QVERIFY(walled.points[0].roadNox_ug_m3 > 1.2 * plain.points[0].roadNox_ug_m3);
        QVERIFY(walled.points[0].roadNox_ug_m3 > walled.points[1].roadNox_ug_m3);
        QVERIFY(relative(walled.points[2].roadNox_ug_m3, plain.points[2].roadNox_ug_m3) < 1e-9);
    }

    void insideHousesTheMapHasNoValueAndAPointIsWarnedOf()
    {
        const AppliedScenario scenario = applied(town(3));
        const EmissionResult q = emissions(scenario);
        QuietControl control(1);
        const AirField field = airField(scenario, q, {.area = kArea, .cell_m = 5, .points = {{17.5, 90}, {100, 100}}}, control).value();
        QVERIFY(std::isnan(field.no2.sample({17.5, 90})) && std::isfinite(field.no2.sample({100, 100})));
        QVERIFY(std::isfinite(field.points[0].no2_ug_m3) && field.points[0].no2_ug_m3 > 10);
        QCOMPARE(field.issues.front().code, std::string("receptor_in_building"));
        QCOMPARE(field.issues.front().feature, std::string("east"));
        const AirAtPlace here = AirProbe(scenario, q, control).at({17.5, 90});
        QCOMPARE(here.issues.back().code, std::string("receptor_in_building"));
        QCOMPARE(here.issues.back().feature, std::string("east"));
        QVERIFY(std::isfinite(here.levels.no2_ug_m3));
    }

    void anAddedRoadTakesTheOtherUnitsOverBitForBit()
    {
        const MiniCity mini = town(4);
        const AppliedScenario base = applied(mini);
        const AppliedScenario road = applied(mini, {"road", {AddRoad{.name = "new", .axis = {{0, 0}, {360, 360}}}}});
        QVERIFY(road.linkCount() > base.linkCount());
        QuietControl control(2);
        const AirPlaces places{.area = {0, 0, 500, 500}, .cell_m = 20, .points = randomPlaces(30)};
        const AirKernelsPtr before = buildAirKernels(base, places, control).value();
        const AirKernelsPtr fresh = buildAirKernels(road, places, control).value();
        const AirKernelsPtr helped = buildAirKernels(road, places, control, before.get()).value();
        QVERIFY(fresh->reused() == 0 && helped->reused() == before->units() && helped->units() == fresh->units());
        const EmissionResult q = emissions(road);
        const AirField a = airField(*fresh, road, q, control).value(), b = airField(*helped, road, q, control).value();
        QVERIFY(sameBits(a.no2, b.no2) && a.points == b.points);
        const Expected<AirField> refused = airField(*fresh, base, emissions(base), control);
        QVERIFY(!refused && refused.error().code == ErrorCode::Conflict);
    }

    void cellsThatAHouseOfASchemeCoveredComeBackWithTheirUnits()
    {
        const MiniCity mini = town(3);
        const AppliedScenario base = applied(mini);
        const Ring square{{60, 60}, {120, 60}, {120, 120}, {60, 120}};
        const AppliedScenario house = applied(mini, {"house", {AddBuilding{.name = "new", .footprint = {Polygon{.outer = square}}}}});
        QuietControl control(1);
        const AirPlaces places{.area = {0, 0, 300, 300}, .cell_m = 20};
        const AirKernelsPtr covered = buildAirKernels(house, places, control).value();
        const AirKernelsPtr fresh = buildAirKernels(base, places, control).value();
        const AirKernelsPtr helped = buildAirKernels(base, places, control, covered.get()).value();
        QVERIFY(covered->units() < fresh->units() && helped->units() == fresh->units() && helped->reused() == covered->units());
        const EmissionResult q = emissions(base);
        QVERIFY(sameBits(airField(*fresh, base, q, control)->no2, airField(*helped, base, q, control)->no2));
    }

    void anyNumberOfThreadsGivesTheSameBits()
    {
        const AppliedScenario scenario = applied(town(4));
        const EmissionResult q = emissions(scenario);
        const AirPlaces places{.area = {0, 0, 450, 500}, .cell_m = 15, .points = randomPlaces(30)};
        std::vector<AirField> fields;
        for (const int threads : {1, 2, 4}) {
            QuietControl control(threads);
            const AirKernelsPtr kernels = buildAirKernels(scenario, places, control).value();
            fields.push_back(airField(*kernels, scenario, q, control).value());
        }
        for (const AirField& f : fields)
            QVERIFY(sameBits(f.no2, fields[0].no2) && sameBits(f.pm10, fields[0].pm10) && f.points == fields[0].points);
    }

    void senselessRequestsAreRefusedAndCancellingStops()
    {
        const AppliedScenario scenario = applied(town(3));
        const EmissionResult q = emissions(scenario);
        QuietControl control(1);
        const double nan = std::nan("");
        for (const AirPlaces& bad : {AirPlaces{.area = {}}, AirPlaces{.area = {0, 0, nan, 10}}, AirPlaces{.area = kArea, .cell_m = 0},
                                     AirPlaces{.area = {0, 0, 1e9, 1e9}}, AirPlaces{.mostCells = 0, .points = {{nan, 0}}}}) {
            const Expected<AirField> refused = airField(scenario, q, bad, control);
            QVERIFY(!refused && refused.error().code == ErrorCode::BadValue);
        }
        EmissionResult broken = q;
        broken.pm25_g_day[LinkId(2)] = -1;
        const Expected<AirField> refused = airField(scenario, broken, {.area = kArea}, control);
        QVERIFY(!refused && refused.error().feature == scenario.externalId(LinkId(2)));
        Stopped stopped(1);
        const auto kernels = buildAirKernels(scenario, {.area = kArea, .cell_m = 10}, stopped);
        QVERIFY(!kernels && kernels.error().code == ErrorCode::Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestAirField)
#include "tst_air_field.moc"
