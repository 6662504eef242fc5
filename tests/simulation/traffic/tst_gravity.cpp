#include "simulation/traffic/city/gravity.h"

#include <QTest>

using namespace isopolis;

class TestGravity : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void twoZonesByHand()
    {
        // f = e^(-c) with c = 0 within and ln 2 between zones: seeds 1, 1/2. With P = A = (100, 100) the table is symmetric, t12/t11 = 1/2.
        ZoneMatrix cost(2);
        cost.values = {0, std::log(2.0), std::log(2.0), 0};
        const Balanced even = balance(deterrence(cost, 1), {100, 100}, {100, 100});
        QVERIFY(std::abs(even.trips.values[0] - 200.0 / 3) < 1e-6 && std::abs(even.trips.values[1] - 100.0 / 3) < 1e-6);
        // P = (30, 70), A = (60, 40): the odds ratio t11·t22 / (t12·t21) = 4 stays: t11² + 110/3·t11 − 2400 = 0.
        const Balanced uneven = balance(deterrence(cost, 1), {30, 70}, {60, 40});
        const double t = uneven.trips.values[0];
        QVERIFY(std::abs(t * (10 + t) - 4 * (30 - t) * (60 - t)) < 1e-5);
        QVERIFY(uneven.converged);
    }

    void marginsHoldAndHalfTheDeterrenceOnDoubleTimesIsTheSame()
    {
        const std::size_t n = 30;
        ZoneMatrix cost(n), twice(n);
        std::vector<double> rows(n), columns(n);
        double rowTotal = 0, columnTotal = 0;
        for (std::size_t i = 0; i < n; ++i) {
            rowTotal += rows[i] = static_cast<double>((i * 37) % 101);
            columnTotal += columns[i] = static_cast<double>(1 + (i * 53) % 89);
            for (std::size_t j = 0; j < n; ++j)
                twice.values[i * n + j] = 2 * (cost.values[i * n + j] = 1 + static_cast<double>((i * 7 + j * 13) % 40));
        }
        for (double& c : columns)
            c *= rowTotal / columnTotal;
        const Balanced one = balance(deterrence(cost, 0.12), rows, columns);
        const Balanced other = balance(deterrence(twice, 0.06), rows, columns);
        QVERIFY(one.converged);
        for (std::size_t i = 0; i < n; ++i) {
            double row = 0, column = 0;
            for (std::size_t j = 0; j < n; ++j) {
                row += one.trips.values[i * n + j];
                column += one.trips.values[j * n + i];
                QVERIFY(std::abs(one.trips.values[i * n + j] - other.trips.values[i * n + j]) < 1e-6);
            }
            QVERIFY(std::abs(row - rows[i]) <= 1e-8 * rowTotal && std::abs(column - columns[i]) <= 1e-8 * rowTotal);
        }
    }

    void placesThatReachNobodyStayEmptyAndAreNotHidden()
    {
        ZoneMatrix cost(2, std::numeric_limits<double>::infinity());
        cost.values[0] = 1;
        const Balanced t = balance(deterrence(cost, 1), {10, 5}, {10, 5});
        QCOMPARE(t.trips.values, (std::vector<double>{10, 0, 0, 0}));
        const Balanced none = balance(ZoneMatrix(2, 1), {0, 0}, {0, 0});
        QVERIFY(none.converged && none.trips.total() == 0);
    }
};

QTEST_APPLESS_MAIN(TestGravity)
#include "tst_gravity.moc"
