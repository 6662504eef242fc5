#include <QTest>

#include "simulation/access/access_matrix.h"
#include "simulation/access/access_parameters.h"
#include "simulation/access/iso_area.h"
#include "simulation/access/isochrone.h"
#include "simulation/access/measures/opportunities.h"
#include "support/mini_city.h"

#include <cmath>

using namespace isopolis;

namespace {

AppliedScenario applied(const CityPtr& city, std::vector<Operation> operations = {})
{
    auto result = applyScenario(city, {.name = "s", .interventions = {{"i", std::move(operations)}}});
    if (!result)
        throw std::runtime_error(result.error().text());
    return *result;
}

/// A cross of two streets, 2 km each way: 80 m a minute on foot.
test::MiniCity cross()
{
    test::MiniCity mini;
    mini.node("O", 0, 0).node("E", 2000, 0).node("W", -2000, 0).node("N", 0, 2000).node("S", 0, -2000);
    mini.street("W O", {.roadClass = RoadClass::Residential, .speed_kmh = 30})
        .street("O E", {.roadClass = RoadClass::Residential, .speed_kmh = 30});
    mini.street("S O").oneWay("O N");
    mini.zone("Centre", "O", {.people = 100, .jobs = 5});
    return mini;
}

double areaOf(const Isochrone& reach, std::size_t k) { return area(reach.areas[k].outline); }

bool inside(const Isochrone& reach, std::size_t k, Point2 p) { return contains(reach.areas[k].outline, p); }

}  // namespace

class IsochroneTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void areasOfAGridHaveTheirHoles()
    {
        // . . . . .
        // . x x x .
        // . x . x .
        // . x x x .
        // . . . . .
        Raster grid{.columns = 5, .rows = 5, .origin = {0, 0}, .cell_m = 10, .values = std::vector<float>(25, 9)};
        for (int c = 1; c < 4; ++c)
            for (int r = 1; r < 4; ++r)
                grid.at(c, r) = c == 2 && r == 2 ? 9 : 1;
        const MultiPolygon area5 = areaWithin(grid, 5);
        QCOMPARE(area5.size(), std::size_t(1));
        QCOMPARE(area5[0].holes.size(), std::size_t(1));
        QVERIFY(signedArea(area5[0].outer) > 0 && signedArea(area5[0].holes[0]) < 0);
        QVERIFY(contains(area5, {15, 25}) && !contains(area5, {25, 25}) && !contains(area5, {5, 5}));
        // Halfway between centres: a square of 30 m with its corners cut off, less a diamond of 10 m.
        QVERIFY(std::abs(area(area5) - (900 - 4 * 12.5 - 50)) < 1e-3);
        QVERIFY(areaWithin(grid, 0.5).empty());
        QCOMPARE(areaWithin(grid, 9).size(), std::size_t(1));  // all of it, up to the edge
        grid.values.assign(25, std::numeric_limits<float>::infinity());
        QVERIFY(areaWithin(grid, 1e9).empty());
        grid.at(1, 1) = grid.at(2, 2) = 1;  // corners that touch stay apart
        QCOMPARE(areaWithin(grid, 5).size(), std::size_t(2));
    }

    void onFootOneGetsAlongTheStreets()
    {
        const test::MiniCity mini = cross();
        const CityPtr city = mini.make();
        const AppliedScenario scenario = applied(city);
        const auto reach = isochrone(scenario, TravelMode::Walk, {0, 0}, {5, 10, 30});
        QVERIFY2(reach.has_value(), reach ? "" : reach.error().text().c_str());
        QCOMPARE(reach->start, mini.nodeId("O"));
        QCOMPARE(reach->time_min[mini.nodeId("O")], 0.0);
        QVERIFY(std::abs(reach->time_min[mini.nodeId("E")] - 25) < 1e-9);
        QVERIFY(std::abs(reach->time_min[mini.nodeId("N")] - 25) < 1e-9);  // one-way for cars only
        QVERIFY(inside(*reach, 0, {370, 0}) && !inside(*reach, 0, {450, 0}) && inside(*reach, 1, {450, 0}));
        QVERIFY(inside(*reach, 1, {0, 700}) && !inside(*reach, 1, {300, 300}));
        QVERIFY(areaOf(*reach, 0) < areaOf(*reach, 1) && areaOf(*reach, 1) < areaOf(*reach, 2));
        // Four arms of 400 m, some 150 m wide.
        QVERIFY2(areaOf(*reach, 0) > 4 * 300 * 100 && areaOf(*reach, 0) < 4 * 400 * 160, qPrintable(QString::number(areaOf(*reach, 0))));
    }

    void theSamePolygonsComeEachTime()
    {
        const CityPtr city = cross().make();
        const AppliedScenario scenario = applied(city);
        const IsochroneFinder finder(scenario, TravelMode::Cycle);
        const auto a = finder.find({30, 40}, {5, 12}), b = finder.find({30, 40}, {5, 12});
        QVERIFY(a && b);
        QVERIFY(a->areas[0].outline == b->areas[0].outline && a->areas[1].outline == b->areas[1].outline);
    }

    void byCarTheTrafficDecides()
    {
        const test::MiniCity mini = cross();
        const CityPtr city = mini.make();
        const AppliedScenario scenario = applied(city, {CloseRoad{{.target = "mini:way/O-E"}}});
        TrafficResult traffic;
        traffic.time_s = IdVector<LinkId, double>(scenario.linkCount(), 240);
        traffic.speed_kmh = IdVector<LinkId, double>(scenario.linkCount(), 30);
        const auto reach = isochrone(scenario, TravelMode::Car, {0, 0}, {10}, &traffic);
        QVERIFY(reach.has_value());
        QCOMPARE(reach->time_min[mini.nodeId("N")], 3.0 + 4.0);  // terminal time and the link
        QVERIFY(std::isinf(reach->time_min[mini.nodeId("E")]));
        QCOMPARE(isochrone(scenario, TravelMode::Car, {0, 0}, {10}).error().code, ErrorCode::Conflict);
    }

    void whatMakesNoSenseIsRefused()
    {
        const CityPtr city = cross().make();
        const AppliedScenario scenario = applied(city);
        QCOMPARE(isochrone(scenario, TravelMode::Walk, {900, 900}, {10}).error().code, ErrorCode::NotFound);
        for (const std::vector<double>& wrong : {std::vector<double>{}, {0.0}, {-5.0}, {1000.0}, {std::nan("")}})
            QCOMPARE(isochrone(scenario, TravelMode::Walk, {0, 0}, wrong).error().code, ErrorCode::BadValue);
    }

    void theMatrixOfACityGivesItsMeasures()
    {
        test::MiniCity mini = cross();
        mini.zone("East", "E", {.people = 50, .jobs = 30}).zone("West", "W", {.people = 10});
        mini.data.places = {{"p/1", "School", PlaceKind::School, {2000, 0}}, {"p/2", "School", PlaceKind::School, {-400, 0}}};
        const AppliedScenario scenario = applied(mini.make());
        const ModeNetwork net = walkNetwork(scenario);
        QuietControl control(1);
        const auto schools = cityAccess(scenario, net, {.what = Opportunity::Schools, .limit_min = 60, .extra = {{800, 0}}}, control);
        QVERIFY2(schools.has_value(), schools ? "" : schools.error().text().c_str());
        const PlaceValues nearest = costToClosest(schools->minutes, schools->supply, 1);
        const auto means = meanOf(*schools, 3, nearest);
        QVERIFY(std::abs(means[mini.neighbourhood("East")].mean) < 1e-9);
        QVERIFY(std::abs(means[mini.neighbourhood("Centre")].mean - 5) < 1e-9);       // the school stands 400 m from the junction
        QVERIFY(std::isinf(nearest[AccessPlaceId::fromIndex(schools->firstExtra)]));  // no junction near the extra point
        const auto jobs = cityAccess(scenario, net, {.what = Opportunity::Jobs, .limit_min = 30, .extra = {}}, control);
        QVERIFY(jobs.has_value());
        const auto within = meanOf(*jobs, 3, cumulative(jobs->minutes, jobs->supply, 25));
        QCOMPARE(within[mini.neighbourhood("Centre")].mean, 35.0);
        QCOMPARE(within[mini.neighbourhood("West")].mean, 5.0);
        QCOMPARE(within[mini.neighbourhood("West")].people, 10.0);
        QCOMPARE(cityAccess(scenario, net, {.what = Opportunity::Parks, .limit_min = 30, .extra = {}}, control).error().code,
                 ErrorCode::NotFound);
    }
};

QTEST_APPLESS_MAIN(IsochroneTest)
#include "tst_isochrone.moc"
