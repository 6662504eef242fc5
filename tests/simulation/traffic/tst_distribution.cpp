#include "simulation/traffic/demand/distribution.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace isopolis;

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

struct Case {
    OdTable cost;
    std::vector<double> productions, attractions;
};

/// 40 groups of people and 25 places, with two groups that produce nothing and one place that draws nobody.
Case someCity()
{
    Case c{OdTable(40, 25), std::vector<double>(40), std::vector<double>(25)};
    double p = 0, a = 0;
    for (std::size_t i = 0; i < 40; ++i) {
        p += c.productions[i] = i == 3 || i == 17 ? 0 : static_cast<double>(5 + (i * 37) % 101);
        for (std::size_t j = 0; j < 25; ++j)
            c.cost.at(i, j) = 1 + static_cast<double>((i * 7 + j * 13) % 40);
    }
    for (std::size_t j = 0; j < 25; ++j)
        a += c.attractions[j] = j == 9 ? 0 : static_cast<double>(1 + (j * 53) % 89);
    for (double& x : c.attractions)
        x *= p / a;
    return c;
}

bool near(double a, double b, double tolerance) { return std::abs(a - b) <= tolerance; }

}  // namespace

class TestDistribution : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void twoZonesByHand()
    {
        // f = e^(−c), c = 0 within and ln 2 between: the odds ratio of the table is 4. P = (30, 70), A = (60, 40):
        // t·(10 + t) = 4·(30 − t)·(60 − t), that is 3t² − 370t + 7200 = 0, t = (370 − √50500)/6.
        OdTable cost(2, 2);
        cost.values = {0, std::log(2.0), std::log(2.0), 0};
        const auto d = distribute(cost, {30, 70}, {60, 40}, {0, 1});
        QVERIFY(d && d->converged);
        QVERIFY(near(d->trips.at(0, 0), (370 - std::sqrt(50500.0)) / 6, 1e-6));
    }

    void thePowerIsPartOfTheDeterrence()
    {
        // f = c²e^(−c): f(1) = 1/e, f(2) = 4/e², so the odds ratio is (f11 f22)/(f12 f21) = (e/4)².
        OdTable cost(2, 2);
        cost.values = {1, 2, 2, 1};
        const auto d = distribute(cost, {10, 10}, {10, 10}, {2, 1});
        QVERIFY(d);
        const double t = d->trips.at(0, 0), odds = t * t / ((10 - t) * (10 - t));
        QVERIFY(near(odds, std::exp(2.0) / 16, 1e-6));
        QCOMPARE(Deterrence(0, 1)(kInfinity), 0.0);
    }

    void marginsHoldToOnePartInAHundredMillion()
    {
        const Case c = someCity();
        const auto d = distribute(c.cost, c.productions, c.attractions, {0.3, 0.12});
        QVERIFY(d && d->converged);
        for (std::size_t i = 0; i < 40; ++i) {
            double sum = 0;
            for (std::size_t j = 0; j < 25; ++j)
                sum += d->trips.at(i, j);
            QVERIFY(near(sum, c.productions[i], 1e-8 * 110));
        }
        for (std::size_t j = 0; j < 25; ++j) {
            double sum = 0;
            for (std::size_t i = 0; i < 40; ++i)
                sum += d->trips.at(i, j);
            QVERIFY(near(sum, c.attractions[j], 1e-8 * 300));
        }
    }

    void doubledCostsAtHalfTheDeterrenceAreTheSameTrips()
    {
        const Case c = someCity();
        OdTable twice = c.cost;
        for (double& v : twice.values)
            v *= 2;
        const auto one = distribute(c.cost, c.productions, c.attractions, {0, 0.12});
        const auto other = distribute(twice, c.productions, c.attractions, {0, 0.06});
        QCOMPARE(one->trips.values, other->trips.values);
        QVERIFY(near(other->meanCost, 2 * one->meanCost, 1e-12));
    }

    void hymanFindsTheDeterrenceThatMadeTheMean()
    {
        const Case c = someCity();
        for (const double gamma : {0.02, 0.08, 0.25}) {
            const auto known = distribute(c.cost, c.productions, c.attractions, {0, gamma});
            const auto found = calibrateDeterrence(c.cost, c.productions, c.attractions, 0, known->meanCost);
            QVERIFY(found);
            QVERIFY2(near(found->gamma, gamma, 1e-4 * gamma), qPrintable(QString::number(found->gamma)));
            QVERIFY(found->iterations <= 12);
            QVERIFY(near(found->trips.meanCost, known->meanCost, 1e-6 * known->meanCost));
        }
    }

    void aMeanThatNoDeterrenceReachesIsRefusedWithTheFigures()
    {
        const Case c = someCity();
        const auto longer = calibrateDeterrence(c.cost, c.productions, c.attractions, 0, 35);
        QVERIFY(!longer && longer.error().text().find("ignore cost") != std::string::npos);
        const auto shorter = calibrateDeterrence(c.cost, c.productions, c.attractions, 0, 1.01);
        QVERIFY(!shorter && shorter.error().code == ErrorCode::BadValue);
        QVERIFY(!calibrateDeterrence(c.cost, c.productions, c.attractions, 0, -1));
        QVERIFY(!calibrateDeterrence(c.cost, c.productions, c.attractions, 0, std::nan("")));
    }

    void badInputIsNamed()
    {
        OdTable cost(2, 2, 5);
        const auto names = [&](const std::vector<double>& p, const std::vector<double>& a, const OdTable& c, const char* word) {
            const auto d = distribute(c, p, a, {0, 0.1});
            return !d && d.error().text().find(word) != std::string::npos;
        };
        QVERIFY(names({1, -1}, {0, 0}, cost, "productions 2"));
        QVERIFY(names({1, 1}, {std::nan(""), 2}, cost, "attractions 1"));
        QVERIFY(names({1, 1}, {1, 2}, cost, "sum to"));
        QVERIFY(names({1, 1, 1}, {1, 2}, cost, "3 productions"));
        cost.at(1, 0) = std::nan("");
        QVERIFY(names({1, 1}, {1, 1}, cost, "row 2, column 1"));
        cost.at(1, 0) = 0;
        QVERIFY(!distribute(cost, {1, 1}, {1, 1}, {-1, 0.1}));
    }

    void placesThatNobodyReachesStayEmpty()
    {
        OdTable cost(2, 2, kInfinity);
        cost.at(0, 0) = 3;
        const auto d = distribute(cost, {10, 5}, {10, 5}, {0, 0.1});
        QCOMPARE(d->trips.values, (std::vector<double>{10, 0, 0, 0}));
    }
};

QTEST_APPLESS_MAIN(TestDistribution)
#include "tst_distribution.moc"
