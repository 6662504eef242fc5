#include "simulation/uncertainty/what_if.h"

#include "simulation/equity/hand_made_city.h"

#include <QTest>

#include <cmath>

using namespace isopolis;

class WhatIfTest : public QObject {
    Q_OBJECT

    /// Five neighbourhoods of 100 people, incomes rising; NO2 before 20 everywhere, and after as given.
    static std::vector<Conclusion> concluded(const std::vector<double>& after)
    {
        const CityPtr city = test::handMadeCity({{.people = 100, .income = 10},
                                                 {.people = 100, .income = 20},
                                                 {.people = 100, .income = 30},
                                                 {.people = 100, .income = 40},
                                                 {.people = 100, .income = 50}});
        Run before = test::handMadeRun(city), with = before;
        before.air.no2Mean_ug_m3 = IdVector<NeighbourhoodId, double>(5, 20.0);
        with.air.no2Mean_ug_m3 = IdVector<NeighbourhoodId, double>(after);
        return conclusions(*city, assess(*city, before, with, {}), {});
    }
    static ConclusionFlip flipOf(const std::vector<ConclusionFlip>& all, const std::string& key)
    {
        for (const ConclusionFlip& f : all)
            if (f.before.key == key)
                return f;
        return {};
    }

private Q_SLOTS:
    void whatIsSaidAgainHolds()
    {
        const auto same = compareConclusions(concluded({22, 20, 20, 20, 18}), concluded({23, 20, 20, 20, 17}));
        QVERIFY(!same.empty());
        for (const ConclusionFlip& f : same)
            QVERIFY2(!f.flips(), f.before.key.c_str());
        QCOMPARE(flipOf(same, "no2_ug_m3/sign/q1").before.says, std::string("worse"));
        QCOMPARE(flipOf(same, "no2_ug_m3/gap").before.says, std::string("worse"));
        QCOMPARE(flipOf(same, "no2_ug_m3/worst").before.says, std::string("Quarter 1"));
    }

    void signScoreVerdictAndOrderFlip()
    {
        const auto all = compareConclusions(concluded({22, 20, 20, 20, 18}), concluded({18, 20, 24, 20, 18}));
        QVERIFY(flipOf(all, "no2_ug_m3/sign/q1").flips());
        QCOMPARE(flipOf(all, "no2_ug_m3/sign/q1").after.says, std::string("better"));
        QVERIFY(!flipOf(all, "no2_ug_m3/sign/q5").flips());
        QCOMPARE(flipOf(all, "no2_ug_m3/gap").after.says, std::string("no difference"));
        QCOMPARE(flipOf(all, "no2_ug_m3/matrix/q1").before.says, std::string("Large adverse"));
        QVERIFY(flipOf(all, "no2_ug_m3/matrix/q1").flips() && flipOf(all, "no2_ug_m3/place/n3").flips());
        QCOMPARE(flipOf(all, "no2_ug_m3/worst").after.says, std::string("Quarter 3"));
    }
};

QTEST_APPLESS_MAIN(WhatIfTest)
#include "tst_what_if.moc"
