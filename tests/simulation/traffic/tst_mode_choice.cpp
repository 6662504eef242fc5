#include "simulation/traffic/demand/mode_choice.h"

#include <QTest>

#include <array>
#include <cmath>

using namespace isopolis;

namespace {
bool near(double a, double b, double tolerance = 1e-12) { return std::abs(a - b) <= tolerance; }
}  // namespace

class TestModeChoice : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void multinomialByHand()
    {
        // Costs that differ by ln 2 / θ: the odds are 2 : 1; composite cost −(1/θ) ln(e^(−θc) + e^(−θc)/2) = c − ln(1.5)/θ.
        const double theta = 0.1;
        const std::array cost = {20.0, 20 + std::log(2.0) / theta};
        std::array<double, 2> share{};
        QVERIFY(near(logit(cost, theta, share), 20 - std::log(1.5) / theta));
        QVERIFY(near(share[0], 2.0 / 3) && near(share[1], 1.0 / 3));
    }

    void aNestByHand()
    {
        // Car alone; bus and tram of equal cost c in a nest with λ = 1/2: its composite is c − (λ/θ) ln 2. All costs equal:
        // P(car) = 1/(1 + 2^λ) = 1/(1 + √2), not a third as without a nest.
        const double theta = 0.05;
        const std::array cost = {30.0, 30.0, 30.0};
        const std::array<Nest, 2> nests = {Nest{{0}, 1}, Nest{{1, 2}, 0.5}};
        std::array<double, 3> share{};
        const double composite = nestedLogit(cost, nests, theta, share);
        QVERIFY(near(share[0], 1 / (1 + std::sqrt(2.0))));
        QVERIFY(near(share[1], share[2]) && near(share[0] + share[1] + share[2], 1));
        QVERIFY(near(composite, 30 - std::log(1 + std::sqrt(2.0)) / theta));
    }

    void nestsOfScaleOneAreTheMultinomialForm()
    {
        const std::array cost = {12.0, 31.5, 18.25, 44.0};
        const std::array<Nest, 2> nests = {Nest{{0, 1}, 1}, Nest{{2, 3}, 1}};
        std::array<double, 4> flat{}, nested{};
        QVERIFY(near(logit(cost, 0.08, flat), nestedLogit(cost, nests, 0.08, nested), 1e-10));
        for (std::size_t m = 0; m < 4; ++m)
            QVERIFY(near(flat[m], nested[m]));
    }

    void whatIsNotThereGetsNothing()
    {
        std::array<double, 3> share{};
        const std::array some = {kNoMode, 10.0, kNoMode};
        QCOMPARE(logit(some, 0.1, share), 10.0);
        QCOMPARE(share, (std::array{0.0, 1.0, 0.0}));
        const std::array none = {kNoMode, kNoMode, kNoMode};
        QVERIFY(std::isinf(logit(none, 0.1, share)));
        QCOMPARE(share, (std::array{0.0, 0.0, 0.0}));
        const std::array<Nest, 2> nests = {Nest{{0, 2}, 0.5}, Nest{{1}, 1}};
        QCOMPARE(nestedLogit(some, nests, 0.1, share), 10.0);
        QCOMPARE(share, (std::array{0.0, 1.0, 0.0}));
    }

    void farApartCostsDoNotOverflow()
    {
        const std::array cost = {1.0, 1e6};
        std::array<double, 2> share{};
        QCOMPARE(logit(cost, 0.5, share), 1.0);
        QCOMPARE(share[1], 0.0);
    }

    void badNestsAreRefused()
    {
        QVERIFY(checkNests(std::array{Nest{{0, 1}, 0.4}}, 2));
        QVERIFY(!checkNests(std::array{Nest{{0, 1}, 0}}, 2));
        QVERIFY(!checkNests(std::array{Nest{{0, 1}, 1.2}}, 2));
        QVERIFY(!checkNests(std::array{Nest{{0}, 1}}, 2));
        QVERIFY(!checkNests(std::array{Nest{{0, 1}, 1}, Nest{{1}, 1}}, 2));
        QVERIFY(!checkNests(std::array{Nest{{0, 5}, 1}}, 2));
    }

    void theLogsumIsTheGainOfUsersAndTheRuleOfHalfComesNear()
    {
        // 100 trips; the second mode gains 2 minutes. Exact: 100·(c̃₀ − c̃₁). The rule of a half errs in the third order only.
        const double theta = 0.06, trips = 100;
        const auto gains = [&](double minutes) {
            const std::array before = {20.0, 24.0, 40.0};
            std::array after = before;
            after[1] -= minutes;
            std::array<double, 3> p0{}, p1{};
            const double exact = trips * (logit(before, theta, p0) - logit(after, theta, p1));
            for (std::size_t m = 0; m < 3; ++m) {
                p0[m] *= trips;
                p1[m] *= trips;
            }
            return std::pair(exact, ruleOfHalf(p0, before, p1, after));
        };
        const auto [exact, half] = gains(2);
        QVERIFY(exact > 0 && near(exact, half, 2e-3 * exact));
        const auto [exactSmall, halfSmall] = gains(0.2);
        QVERIFY(std::abs(halfSmall / exactSmall - 1) < std::abs(half / exact - 1) / 50);
    }
};

QTEST_APPLESS_MAIN(TestModeChoice)
#include "tst_mode_choice.moc"
