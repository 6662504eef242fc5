/// Trip ends, demand that answers to cost, and the feedback between both.

#include "simulation/traffic/demand/demand_feedback.h"
#include "simulation/traffic/demand/elastic_demand.h"
#include "simulation/traffic/demand/trip_ends.h"

#include <QTest>

#include <cmath>
#include <numeric>

using namespace isopolis;

namespace {

bool near(double a, double b, double tolerance = 1e-9) { return std::abs(a - b) <= tolerance; }
double sum(const std::vector<double>& v) { return std::accumulate(v.begin(), v.end(), 0.0); }
bool has(const std::vector<Issue>& issues, std::string_view code)
{
    return std::any_of(issues.begin(), issues.end(), [&](const Issue& i) { return i.code == code; });
}

TripRates rates()
{
    TripRates r;
    r.perPersonDay = 3;
    r.share = {0.2, 0.1, 0.5, 0.2};
    r.carAvailable.fill(0.5);
    r.jobsPerResident = 0.25;
    r.jobsPerShop = 4;
    return r;
}

/// One link of time a + b·x between two zones; zones carry through (first) or not (second).
AssignmentNetwork oneLink(double a, double b, std::size_t firstThrough)
{
    return *AssignmentNetwork::create({2, 2, firstThrough}, {{0, 1, VolumeDelay{a, 1, b / a, 1}}});
}

}  // namespace

class TestDemand : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tripEndsByHand()
    {
        // 1000 people at home, 400 jobs and 5 shops elsewhere: 3000 trips a day, 600 to work, 300 to school, 1500 shops, 600 away from
        // home.
        std::vector<ZoneActivity> zones(2);
        zones[0].people = 1000;
        zones[1].jobs = 400;
        zones[1].shops = 5;
        zones[1].pupils = 50;
        const TripEnds ends = tripEnds(zones, rates());
        const auto production = [&](Purpose p) { return sum(ends.production[indexOf(p)]); };
        QVERIFY(near(production(Purpose::HomeWork), 600) && near(production(Purpose::HomeEducation), 300));
        QVERIFY(near(production(Purpose::HomeShopLeisure), 1500) && near(production(Purpose::NotHomeBased), 600));
        QVERIFY(near(ends.attraction[indexOf(Purpose::HomeWork)][1], 600));
        // Mix: 250 of residents here, 400 + 20 there.
        QVERIFY(near(ends.attraction[indexOf(Purpose::HomeShopLeisure)][0], 1500 * 250 / 670.0));
        QVERIFY(near(ends.attraction[indexOf(Purpose::NotHomeBased)][1], 600 * 420 / 670.0));
        QVERIFY(ends.issues.empty());
    }

    void attractionsHaveTheTotalOfTheirProductions()
    {
        std::vector<ZoneActivity> zones(7);
        for (std::size_t z = 0; z < 7; ++z) {
            zones[z].people = 100.0 * static_cast<double>((z * 5) % 7);
            zones[z].jobs = static_cast<double>((z * 31) % 11);
            zones[z].pupils = static_cast<double>(z % 3);
            zones[z].fifths = {0.1, 0.3, 0, 0.4, 0.2, 0};
        }
        const TripEnds ends = tripEnds(zones, rates());
        for (const Purpose p : kPurposes)
            QVERIFY(near(sum(ends.production[indexOf(p)]), sum(ends.attraction[indexOf(p)]), 1e-9));
    }

    void fifthsDifferInTripsAndInCars()
    {
        std::vector<ZoneActivity> zones(1);
        zones[0].people = 100;
        zones[0].jobs = 1;
        zones[0].pupils = 1;
        zones[0].fifths = {0, 0.5, 0, 0, 0, 0.5};
        TripRates r = rates();
        r.factor[1] = 0.8;
        r.factor[5] = 1.2;
        r.carAvailable[1] = 0.4;
        r.carAvailable[5] = 0.9;
        const TripEnds ends = tripEnds(zones, r);
        double poor = 0, poorWithCar = 0, rich = 0, richWithCar = 0;
        for (std::size_t i = 0; i < ends.rows.size(); ++i) {
            const double t = ends.production[indexOf(Purpose::HomeWork)][i];
            (ends.rows[i].fifth == 1 ? poor : rich) += t;
            if (ends.rows[i].car)
                (ends.rows[i].fifth == 1 ? poorWithCar : richWithCar) += t;
        }
        QVERIFY(near(poor, 3 * 0.2 * 50 * 0.8) && near(rich, 3 * 0.2 * 50 * 1.2));
        QVERIFY(near(poorWithCar / poor, 0.4) && near(richWithCar / rich, 0.9));
    }

    void badFiguresAreNamedAndCountAsNothing()
    {
        std::vector<ZoneActivity> zones(2);
        zones[0].people = 100;
        zones[1].name = "Harbour";
        zones[1].people = -5;
        zones[1].jobs = std::nan("");
        const TripEnds ends = tripEnds(zones, rates());
        QCOMPARE(std::count_if(ends.issues.begin(), ends.issues.end(),
                               [](const Issue& i) { return i.code == "bad_activity" && i.message.find("Harbour") == 0; }),
                 2);
        QVERIFY(has(ends.issues, "no_jobs") && has(ends.issues, "no_schools"));
        QVERIFY(near(sum(ends.production[0]), 60));
        for (const Purpose p : kPurposes)
            QVERIFY(near(sum(ends.attraction[indexOf(p)]), sum(ends.production[indexOf(p)])));
        const TripEnds none = tripEnds(std::vector<ZoneActivity>(3), rates());
        QCOMPARE(sum(none.production[0]) + sum(none.attraction[0]), 0.0);
    }

    void elasticDemandOnOneLinkIsTheClosedForm()
    {
        // Time 10 + 0.02 q; demand q = 1000 − (u − 5)/0.03: 10 + 0.02 q = 5 + 0.03 (1000 − q), so q = 25/0.05 = 500 and u = 20.
        for (const std::size_t firstThrough : {std::size_t{0}, std::size_t{2}}) {
            const AssignmentNetwork network = oneLink(10, 0.02, firstThrough);
            QuietControl control;
            const auto e = solveElastic(network, {{0, 1, 1000, linearDemand(1000, 5, 0.03)}}, {.relativeGap = 1e-12}, control);
            QVERIFY(e);
            QVERIFY2(near(e->made[0], 500, 1e-6), qPrintable(QString::number(e->made[0], 'g', 12)));
            QVERIFY(near(e->routes.flow[0], 500, 1e-6) && near(e->cost[0], 20, 1e-6));
            QCOMPARE(e->routes.flow.size(), std::size_t{1});
        }
    }

    void tooDearATripIsNotMade()
    {
        // Even the empty link costs more than the first traveller would pay: 5 + 0.03·100 = 8 < 10.
        QuietControl control;
        const auto e = solveElastic(oneLink(10, 0.02, 0), {{0, 1, 100, linearDemand(100, 5, 0.03)}}, {.relativeGap = 1e-12}, control);
        QVERIFY(e && near(e->made[0], 0, 1e-9));
    }

    void anElasticPairThatMakesNoSenseIsNamed()
    {
        QuietControl control;
        const AssignmentNetwork network = oneLink(10, 0.02, 0);
        for (const ElasticPair& pair : {ElasticPair{0, 0, 10, linearDemand(10, 5, 1)}, ElasticPair{0, 9, 10, linearDemand(10, 5, 1)},
                                        ElasticPair{0, 1, -1, linearDemand(10, 5, 1)}, ElasticPair{0, 1, 10, VolumeDelay{}}}) {
            const auto e = solveElastic(network, {pair}, {}, control);
            QVERIFY(!e && e.error().feature == "pair 1");
        }
    }

    void feedbackFindsTheFixedPoint()
    {
        // Cost 10 + q/100, demand 2000 − 50 c: c = 10 + 20 − c/2, so c = 20 and q = 1000. Unaveraged it converges slowly, averaged fast.
        const auto costOf = [](const HourMatrices& q) -> Expected<HourMatrices> {
            HourMatrices c = q;
            for (double& v : c[0].values)
                v = 10 + v / 100;
            return c;
        };
        const auto demandOf = [](const HourMatrices& c) -> Expected<HourMatrices> {
            HourMatrices q = c;
            for (double& v : q[0].values)
                v = 2000 - 50 * v;
            return q;
        };
        QuietControl control;
        for (const Averaging averaging : {Averaging::Successive, Averaging::Constant}) {
            // Successive averages creep: an error of n^(−1.5) here.
            const double tolerance = averaging == Averaging::Constant ? 1e-6 : 1e-3;
            const auto f = iterateDemand({ZoneMatrix(1, 1700)}, demandOf, costOf,
                                         {.tolerance = tolerance, .maxIterations = 200, .averaging = averaging}, control);
            QVERIFY(f && f->converged);
            QVERIFY(near(f->demand[0].values[0], 1000, 1000 * tolerance) && near(f->cost[0].values[0], 20, 20 * tolerance));
            QVERIFY(f->gap <= tolerance);
        }
        const auto early = iterateDemand({ZoneMatrix(1, 1700)}, demandOf, costOf, {.tolerance = 1e-12, .maxIterations = 3}, control);
        QVERIFY(early && !early->converged && early->iterations == 3 && early->changes.size() == 3);
        QVERIFY(early->changes[2] < early->changes[0]);
    }

    void demandThatFitsItsCostsIsNotTouched()
    {
        const auto same = [](const HourMatrices&) -> Expected<HourMatrices> { return HourMatrices{ZoneMatrix(2, 7)}; };
        QuietControl control;
        const auto f = iterateDemand({ZoneMatrix(2, 7)}, same, same, {}, control);
        QVERIFY(f && f->converged && f->iterations == 1 && f->demand[0] == ZoneMatrix(2, 7));
    }
};

QTEST_APPLESS_MAIN(TestDemand)
#include "tst_demand.moc"
