// A road charge in the traffic model: against theory where flows are known, and on a small city where every euro must be accounted for.
#include <QTest>

#include "simulation/equity/indicator.h"
#include "simulation/project/run_codec.h"
#include "simulation/run/model_chain.h"
#include "simulation/scenario/road_charges.h"
#include "simulation/traffic/city/charge_skim.h"
#include "simulation/traffic/demand/demand_parameters.h"
#include "simulation/traffic/demand/profile_parameters.h"
#include "simulation/traffic/path_shares.h"
#include "simulation/traffic/traffic_model.h"
#include "support/mini_city.h"

#include <bit>
#include <cmath>
#include <numeric>

using namespace isopolis;

namespace {

VolumeDelay linear(double constant, double perVehicle) { return {constant, 1, perVehicle / constant, 1}; }

Equilibrium solved(const AssignmentNetwork& network, double trips, double tollWeight = 1)
{
    OdDemand demand(2);
    demand.add(0, 1, trips);
    QuietControl control(1);
    auto e = solveEquilibrium(network, demand, {.relativeGap = 1e-12, .tollWeight = tollWeight, .keepRoutes = true}, control);
    if (!e)
        throw std::runtime_error(e.error().text());
    return std::move(*e);
}

bool near(double a, double b, double tolerance = 1e-6) { return std::abs(a - b) <= tolerance; }
bool alike(double a, double b, double part = 1e-6) { return std::abs(a - b) <= part * std::max(std::abs(a), std::abs(b)); }

/// W, N and E around C, each 2 km away; a bypass W – N – E. The centre's only ways in are the three spokes.
///
///        N
///      / | \        people: W poor, N, E rich, and in the centre; jobs: most of them in the centre
///    W - C - E
struct Town {
    test::MiniCity mini;
    CityPtr city;
    Town()
    {
        mini.node("W", -2000, 0).node("C", 0, 0).node("E", 2000, 0).node("N", 0, 2000).node("S", 0, -300);
        mini.street("W C", {.name = "West Spoke"}).street("C E", {.name = "East Spoke"}).street("N C", {.name = "North Spoke"});
        mini.street("W N", {.name = "West Bypass"}).street("N E", {.name = "East Bypass"}).street("C S", {.name = "Lane"});
        mini.zone("Poor", "W", {.people = 4000, .jobs = 400, .income = 10000});
        mini.zone("Middle", "N", {.people = 4000, .jobs = 500, .income = 20000});
        mini.zone("Rich", "E", {.people = 4000, .jobs = 600, .income = 40000});
        mini.zone("Centre", "C", {.people = 2000, .jobs = 6000, .income = 20000});
        city = mini.make();
    }
    static MultiPolygon cordon() { return {Polygon{.outer = {{-800, -800}, {800, -800}, {800, 800}, {-800, 800}}}}; }
    Scenario charge(double eur, double response = 2) const
    {
        Scenario s{.name = "s", .interventions = {{"Charge", {RoadCharge{{.area = cordon()}, eur}}}}};
        if (eur < 0)
            s.interventions.clear();
        (void)s.parameters.set(kResponse, {response, "", ""});
        return s;
    }
    Scenario base(double response = 2) const { return charge(-1, response); }
    NeighbourhoodId at(const char* name) const { return mini.neighbourhood(name); }
};

RunPtr run(const CityPtr& city, const Scenario& scenario, int threads = 2)
{
    QuietControl control(threads);
    auto done = runChain(city, scenario, control);
    if (!done)
        throw std::runtime_error(done.error().text());
    return *done;
}

double homes(const RoadChargePayments& paid)
{
    double sum = 0;
    for (const ByFifth<double>& home : paid.paid_eur_day)
        sum += std::accumulate(home.begin(), home.end(), 0.0);
    return sum;
}

/// Cars a day that drive into the area, from flows alone.
double entries(const Run& run, const MultiPolygon& area)
{
    double cars = 0;
    for (const LinkId link : idsOf(run.traffic.flow_veh_day))
        if (leadsInto(run.applied, link, area))
            cars += run.traffic.flow_veh_day[link];
    return cars;
}

bool says(const Run& run, std::string_view code)
{
    return std::any_of(run.diagnostics.begin(), run.diagnostics.end(), [&](const Issue& i) { return i.code == code; });
}

}  // namespace

class RoadChargeTest : public QObject {
    Q_OBJECT
private slots:
    void pigouIsCuredByATollOfOneHalf()
    {
        // Pigou 1920: one car (of many) over a road of 1 minute or one of x minutes. All take the second, 1 minute each; half each is best.
        const auto roads = [](double toll) {
            return AssignmentNetwork::create({2, 2, 0}, {{0, 1, {1, 0, 0, 0}}, {0, 1, linear(1e-9, 1), toll}}).value();
        };
        const Equilibrium free = solved(roads(0), 1);
        QVERIFY(near(free.flow[1], 1) && near(free.totalTime, 1));
        const Equilibrium tolled = solved(roads(0.5), 1);  // marginal cost: x t'(x) = 1/2 at the optimum
        QVERIFY(near(tolled.flow[0], 0.5) && near(tolled.flow[1], 0.5));
        QVERIFY(near(tolled.totalTime, 0.75));
    }

    void braessIsCuredByMarginalCostTolls()
    {
        // Braess 1968: six cars need 92 each with the middle road, 83 at best. Tolls x t'(x) of the best flows bring these about.
        const auto diamond = [](bool tolled) {
            const double t = tolled ? 1 : 0;
            return AssignmentNetwork::create({2, 4, 0}, {{0, 2, linear(1e-8, 10), 30 * t},
                                                         {0, 3, linear(50, 1), 3 * t},
                                                         {2, 1, linear(50, 1), 3 * t},
                                                         {2, 3, linear(10, 1), 0},
                                                         {3, 1, linear(1e-8, 10), 30 * t}})
                .value();
        };
        const Equilibrium free = solved(diamond(false), 6), tolled = solved(diamond(true), 6);
        QVERIFY(near(free.totalTime / 6, 92, 1e-3));
        QVERIFY(near(tolled.totalTime / 6, 83, 1e-3));
        const double best[] = {3, 3, 3, 0, 3};
        for (std::size_t l = 0; l < 5; ++l)
            QVERIFY2(near(tolled.flow[l], best[l], 1e-4), qPrintable(QString::number(tolled.flow[l])));
    }

    void timesAndChargesAreMeansOfTheWaysInUse()
    {
        // t = 10 + x/10 on both roads; 2 euro on A weigh 3 minutes each: x_A + 60 = x_B, so 20 and 80 of 100 cars, 18 minutes' worth each.
        const VolumeDelay delay{10, 100, 1, 1};
        const auto net = AssignmentNetwork::create({2, 2, 0}, {{0, 1, delay, 2}, {0, 1, delay, 0}}).value();
        const Equilibrium e = solved(net, 100, 3);
        QVERIFY(near(e.flow[0], 20) && near(e.flow[1], 80));
        const ChargeSkim s = chargeSkim(net, e, 3, 1);
        QVERIFY(near(s.charge_eur.at(ZoneId(0), ZoneId(1)), 2 * 20 / 100.0));
        QVERIFY(near(s.time_min.at(ZoneId(0), ZoneId(1)), (20 * 12 + 80 * 18) / 100.0));
        QVERIFY(std::isinf(s.time_min.at(ZoneId(1), ZoneId(0))));
        QCOMPARE(s.charge_eur.at(ZoneId(1), ZoneId(0)), 0.0);
    }

    void everyEuroIsAccountedFor_data()
    {
        QTest::addColumn<double>("response");
        QTest::addColumn<double>("hours");
        QTest::newRow("routes") << 0.0 << 4.0;
        QTest::newRow("modes") << 1.0 << 4.0;
        QTest::newRow("modes and destinations") << 2.0 << 4.0;
        QTest::newRow("one hour") << 2.0 << 1.0;
    }
    void everyEuroIsAccountedFor()
    {
        QFETCH(double, response);
        QFETCH(double, hours);
        const Town town;
        Scenario scheme = town.charge(3, response);
        (void)scheme.parameters.set(kHoursModelled, {hours, "", ""});
        const RunPtr with = run(town.city, scheme);
        const RoadChargePayments& paid = with->traffic.roadCharge;
        QVERIFY(paid.revenue_eur_day > 0 && homes(paid) > 0);
        // What is taken at the cordon is what cars pay there …
        QVERIFY2(alike(paid.revenue_eur_day, 3 * entries(*with, Town::cordon()), 1e-9), qPrintable(QString::number(paid.revenue_eur_day)));
        // … and what households and the others pay.
        const double payers = homes(paid) + paid.elsewhere_eur_day + paid.edge_eur_day;
        QVERIFY2(alike(payers, paid.revenue_eur_day, 1e-6),
                 qPrintable(QStringLiteral("%1 paid, %2 taken").arg(payers, 0, 'g', 12).arg(paid.revenue_eur_day, 0, 'g', 12)));
        QCOMPARE(says(*with, "charge_routes_only"), response == 0);
        QVERIFY(says(*with, "road_charge"));
        // Money per resident, by home.
        const IdVector<NeighbourhoodId, double> each = valuesOf(*with, Indicator::RoadCharge);
        double sum = 0;
        for (const NeighbourhoodId id : idsOf(each))
            sum += each[id] * town.city->neighbourhoods()[id].population;
        QVERIFY(alike(sum, homes(paid), 1e-9));
        QVERIFY(each[town.at("Poor")] > 0);
        // Income fifths of the home: the poor neighbourhood holds the lowest fifths, the rich one the highest.
        QVERIFY(paid.paid_eur_day[town.at("Poor")][1] > 0);
        QCOMPARE(paid.paid_eur_day[town.at("Poor")][5], 0.0);
        QVERIFY(paid.paid_eur_day[town.at("Rich")][5] > 0);
    }

    void whoCanAnswersAndTheRichDriveOn()
    {
        const Town town;
        const RunPtr before = run(town.city, town.base()), routes = run(town.city, town.charge(5, 0)),
                     with = run(town.city, town.charge(5));
        const double was = entries(*before, Town::cordon());
        QVERIFY(was > 0 && valueOf(*before, Indicator::RoadCharge, town.at("Poor")) == 0);
        QVERIFY(entries(*with, Town::cordon()) < 0.95 * was);
        QVERIFY(entries(*with, Town::cordon()) < entries(*routes, Town::cordon()));
        QVERIFY(with->traffic.roadCharge.revenue_eur_day < routes->traffic.roadCharge.revenue_eur_day);
        // A higher charge, fewer cars.
        QVERIFY(entries(*run(town.city, town.charge(10)), Town::cordon()) < entries(*with, Town::cordon()));
        // At the same value of time for all, the rich would drive less: money weighs as much for them as for the poor.
        Scenario same = town.charge(5);
        (void)same.parameters.set(kTimeValueLowest, {1, "", ""});
        (void)same.parameters.set(kTimeValueHighest, {1, "", ""});
        Scenario sameBase = town.base();
        sameBase.parameters = same.parameters;
        const auto kept = [&](const Run& a, const Run& b, std::size_t fifth) {
            const auto car = indexOf(TripMode::Car);
            return b.traffic.demand.tripsByGroup[fifth][1][car] / a.traffic.demand.tripsByGroup[fifth][1][car];
        };
        const RunPtr sameWith = run(town.city, same), sameBefore = run(town.city, sameBase);
        QVERIFY(kept(*before, *with, 5) / kept(*before, *with, 1) > kept(*sameBefore, *sameWith, 5) / kept(*sameBefore, *sameWith, 1));
    }

    void timesAreTimes()
    {
        const Town town;
        const RunPtr before = run(town.city, town.base()), with = run(town.city, town.charge(5));
        const ZoneId poor = town.mini.zoneId("Poor"), centre = town.mini.zoneId("Centre");
        // 5 euro are 30 minutes; with fewer cars on it the only short way takes less time, not more.
        QVERIFY(with->traffic.time_min.at(poor, centre) <= before->traffic.time_min.at(poor, centre) + 1e-6);
        const OriginTime spent = timeOnLinks_min(with->applied, with->traffic, poor);
        QVERIFY(spent.total_min < 15);
        QVERIFY(with->access.carTime_min[town.at("Poor")] < 15);
        QVERIFY2(alike(spent.total_min, with->access.carTime_min[town.at("Poor")], 0.05),
                 qPrintable(QStringLiteral("%1 and %2").arg(spent.total_min).arg(with->access.carTime_min[town.at("Poor")])));
    }

    void aChargeOfNothingChangesNothing()
    {
        const Town town;
        for (const double response : {0.0, 2.0}) {
            const RunPtr before = run(town.city, town.base(response)), none = run(town.city, town.charge(0, response));
            QCOMPARE(resultHash(*none).hex(), resultHash(*before).hex());
            QVERIFY(!none->traffic.roadCharge.charged() && none->applied.chargedAreas.empty());
            QVERIFY(says(*none, "changes_nothing") || std::any_of(none->applied.issues.begin(), none->applied.issues.end(),
                                                                  [](const Issue& i) { return i.code == "changes_nothing"; }));
            QVERIFY(resultHash(*run(town.city, town.charge(5, response))).hex() != resultHash(*before).hex());
        }
    }

    void sameBitsAtAnyNumberOfThreads()
    {
        const Town town;
        QCOMPARE(resultHash(*run(town.city, town.charge(5), 1)).hex(), resultHash(*run(town.city, town.charge(5), 3)).hex());
    }

    void aGivenMatrixPaysWithoutHomes()
    {
        const Town town;
        const auto applied = applyScenario(town.city, town.charge(4));
        QVERIFY(applied.has_value());
        QuietControl control(1);
        const auto usual = runTraffic(*applied, control);
        ZoneMatrix cars(usual->trips_veh_h.zones);
        cars.at(town.mini.zoneId("Poor"), town.mini.zoneId("Centre")) = 100;
        const auto given = runTraffic(*applied, control, {.givenCars = &cars});
        QVERIFY(given.has_value());
        QCOMPARE(homes(given->roadCharge), 0.0);
        const double hours = given->hours.front().hours;
        QVERIFY(alike(given->roadCharge.elsewhere_eur_day, 4 * 100 * hours, 1e-9));
        QVERIFY(alike(given->roadCharge.revenue_eur_day, 4 * 100 * hours, 1e-9));
    }

    void aStoredRunKeepsWhatWasPaid()
    {
        const Town town;
        for (const double eur : {-1.0, 5.0}) {
            const RunPtr done = run(town.city, town.charge(eur));
            Run again;
            again.applied = done->applied;
            decodeResults(encodeResults(*done), again);
            QVERIFY(again.traffic.roadCharge == done->traffic.roadCharge);
            QCOMPARE(resultHash(again).hex(), resultHash(*done).hex());
        }
    }
};

QTEST_APPLESS_MAIN(RoadChargeTest)
#include "tst_road_charge.moc"
