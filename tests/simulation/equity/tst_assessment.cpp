#include <QTest>

#include "simulation/equity/assessment.h"

#include "simulation/equity/equity_parameters.h"
#include "simulation/equity/format_figure.h"
#include "simulation/equity/hand_made_city.h"
#include "simulation/equity/limit_lines.h"

#include <cmath>

using namespace isopolis;
using test::handMadeCity;
using test::handMadeRun;

namespace {
NeighbourhoodId nth(std::size_t i) { return NeighbourhoodId::fromIndex(i); }

/// Two neighbourhoods of 300 and 700 people: cuts at 200, 400, 600 and 800.
const std::vector<test::Square> kTwo = {{.people = 700, .income = 50}, {.people = 300, .income = 10}};
}  // namespace

class AssessmentTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void quintilesAreCutWhereAFifthOfThePeopleIsReached()
    {
        const auto shares = incomeQuintileShares(*handMadeCity(kTwo));
        const double poor[] = {2.0 / 3, 1.0 / 3, 0, 0, 0}, rich[] = {0, 1.0 / 7, 2.0 / 7, 2.0 / 7, 2.0 / 7};
        for (std::size_t q = 0; q < 5; ++q) {
            QVERIFY(std::abs(shares[nth(1)][q] - poor[q]) < 1e-12);
            QVERIFY(std::abs(shares[nth(0)][q] - rich[q]) < 1e-12);
        }
    }

    void neighbourhoodsOfEqualIncomeAreCutAlike()
    {
        const auto shares = incomeQuintileShares(*handMadeCity({{.people = 100, .income = 7}, {.people = 300, .income = 7}}));
        for (std::size_t q = 0; q < 5; ++q) {
            QVERIFY(std::abs(shares[nth(0)][q] - 0.2) < 1e-12);
            QVERIFY(std::abs(shares[nth(1)][q] - 0.2) < 1e-12);
        }
    }

    void aStraddlingNeighbourhoodCountsInBothQuintilesByItsShare()
    {
        const CityPtr city = handMadeCity(kTwo);
        const Run before = handMadeRun(city);
        Run after = before;
        after.air.no2Mean_ug_m3[nth(1)] += 3;    // the poorer one
        after.air.no2Mean_ug_m3[nth(0)] -= 0.3;  // below the threshold
        const EquityReport report = assess(*city, before, after, {});
        const IndicatorAssessment& a = report.of(Indicator::No2);
        QCOMPARE(a.threshold, 0.4);
        QVERIFY(a.scores[nth(1)].verdict == Verdict::Worse && a.scores[nth(0)].verdict == Verdict::Unchanged);
        QVERIFY(std::abs(a.quintiles[0].people - 200) < 1e-9 && std::abs(a.quintiles[0].change - 3) < 1e-9);
        QVERIFY(std::abs(a.quintiles[1].change - (0.5 * 3 - 0.5 * 0.3)) < 1e-9);  // 100 people of each
        QVERIFY(std::abs(a.quintiles[1].worse - 100) < 1e-9 && std::abs(a.quintiles[1].unchanged - 100) < 1e-9);
        QVERIFY(std::abs(a.everyone.change - (0.3 * 3 - 0.7 * 0.3)) < 1e-9);
        QCOMPARE(a.everyone.worse, 300.0);
        QCOMPARE(report.quintile[nth(1)], 1);
        QCOMPARE(report.quintile[nth(0)], 3);
        QCOMPARE(a.headline,
                 std::string("Nitrogen dioxide (NO2): better for 0 people, worse for 300 people, little or no change for 700 people; "
                             "people living in the fifth of neighbourhoods with lowest income: +3.00 µg/m³ on average."));
    }

    void directionDecidesWhoGains()
    {
        const CityPtr city = handMadeCity(kTwo);
        const Run before = handMadeRun(city);
        Run after = before;
        after.access.jobsByCar[nth(0)] += 50;  // 1 % of 5000: the threshold itself counts
        after.access.jobsByCar[nth(1)] -= 49;
        after.access.carTime_min[nth(0)] -= 1;
        after.access.carTime_min[nth(1)] += 2;
        const EquityReport report = assess(*city, before, after, {});
        QCOMPARE(report.of(Indicator::JobsByCar).threshold, 50.0);
        QCOMPARE(report.of(Indicator::JobsByCar).everyone.better, 700.0);
        QCOMPARE(report.of(Indicator::JobsByCar).everyone.worse, 0.0);
        QCOMPARE(report.of(Indicator::CarTime).everyone.better, 700.0);
        QCOMPARE(report.of(Indicator::CarTime).everyone.worse, 300.0);
    }

    void thresholdsAreParameters()
    {
        const CityPtr city = handMadeCity(kTwo);
        const Run before = handMadeRun(city);
        Run after = before;
        after.air.no2Mean_ug_m3[nth(0)] += 0.3;
        EquitySettings settings;
        QVERIFY(settings.parameters.set(kNo2Threshold, {0.2, "stricter", ""}).has_value());
        QCOMPARE(assess(*city, before, after, settings).of(Indicator::No2).everyone.worse, 700.0);
        QCOMPARE(assess(*city, before, after, {}).of(Indicator::No2).everyone.worse, 0.0);
    }

    void aThresholdInPercentIsOneOfTheMeanPerson()
    {
        const CityPtr city = handMadeCity({{.people = 900, .income = 1}, {.people = 100, .income = 2}});
        Run before = handMadeRun(city);
        before.access.jobsByCar[nth(0)] = 1000;
        before.access.jobsByCar[nth(1)] = 11000;
        // 1 % of (900 · 1000 + 100 · 11000) / 1000; the mean of the two places would give 60.
        QCOMPARE(assess(*city, before, before, {}).of(Indicator::JobsByCar).threshold, 20.0);
    }

    void groupsLoseAsWellAsGain()
    {
        const CityPtr city = handMadeCity({{.people = 200, .income = 1}, {.people = 800, .income = 2}});
        const Run before = handMadeRun(city);
        Run after = before;
        after.access.jobsByCar[nth(0)] -= 700;
        after.air.no2Mean_ug_m3[nth(0)] -= 3;
        const EquityReport report = assess(*city, before, after, {});
        QVERIFY(std::abs(report.of(Indicator::JobsByCar).quintiles[0].change + 700) < 1e-9);
        QVERIFY(std::abs(report.of(Indicator::JobsByCar).everyone.change + 140) < 1e-9);
        QVERIFY(std::abs(report.of(Indicator::No2).quintiles[0].change + 3) < 1e-9);
    }

    void indicesKnowWhatIsGoodToHave()
    {
        const CityPtr city = handMadeCity(kTwo);
        Run before = handMadeRun(city);
        before.air.no2Mean_ug_m3[nth(0)] = 10;
        before.access.jobsByCar[nth(0)] = 9000;
        const EquityReport report = assess(*city, before, before, {});
        const IndexSet &bad = report.of(Indicator::No2).indicesBefore, &good = report.of(Indicator::JobsByCar).indicesBefore;
        QVERIFY(bad.refused.contains("atkinson_0.5") && good.values.contains("atkinson_0.5"));
        // Inequality of a bad makes its equivalent worse, that is higher than the mean; of a good lower.
        QVERIFY(bad.values.at("kolm_pollak_ede") > bad.values.at("mean") && good.values.at("kolm_pollak_ede") < good.values.at("mean"));
    }

    void halfOfWhatTheMiddlePersonHas()
    {
        const CityPtr city = handMadeCity({{.people = 100, .income = 1}, {.people = 100, .income = 2}, {.people = 800, .income = 3}});
        Run before = handMadeRun(city);
        before.access.jobsByCar[nth(0)] = 1000;
        before.access.jobsByCar[nth(1)] = 5000;
        before.access.jobsByCar[nth(2)] = 8000;
        Run after = before;
        after.access.jobsByCar[nth(0)] = 4500;
        after.access.jobsByCar[nth(1)] = 3000;
        const EquityReport report = assess(*city, before, after, {});
        const auto lines = limitLines(*city, report.of(Indicator::JobsByCar), {});
        QCOMPARE(lines.size(), std::size_t{1});
        QCOMPARE(lines[0].value, 4000.0);  // by people; the place in the middle would give 2500
        const Crossings all = crossed(*city, report, report.of(Indicator::JobsByCar), lines[0].value, 0);
        const Crossings poorest = crossed(*city, report, report.of(Indicator::JobsByCar), lines[0].value, 1);
        const Crossings richest = crossed(*city, report, report.of(Indicator::JobsByCar), lines[0].value, 5);
        // The lowest fifth of the people are the first two places, 100 of each.
        QVERIFY(std::abs(all.up - 100) < 1e-9 && std::abs(all.down - 100) < 1e-9);
        QVERIFY(std::abs(poorest.up - 100) < 1e-9 && std::abs(poorest.down - 100) < 1e-9);
        QVERIFY(std::abs(richest.up) < 1e-9 && std::abs(richest.down) < 1e-9);
        // The middle one of 1,000 people is the 500th: neither of the 450 below nor of the 450 above.
        const CityPtr even = handMadeCity({{.people = 450, .income = 1}, {.people = 100, .income = 2}, {.people = 450, .income = 3}});
        Run levels = handMadeRun(even);
        for (std::size_t i = 0; i < 3; ++i)
            levels.access.jobsByCar[nth(i)] = 1000.0 * static_cast<double>(i + 1);
        QCOMPARE(medianBefore(*even, assess(*even, levels, levels, {}).of(Indicator::JobsByCar)), 2000.0);
    }

    void equalRunsChangeNothingExactlyEvenWithoutAThreshold()
    {
        const CityPtr city = handMadeCity({{.people = 37, .income = 3}, {.people = 1001, .income = 4}, {.people = 12.5, .income = 9}});
        Run run = handMadeRun(city);
        run.air.no2Mean_ug_m3[nth(0)] = 0.1;
        run.air.no2Mean_ug_m3[nth(2)] = 1.0 / 3;
        EquitySettings settings;
        QVERIFY(settings.parameters.set(kNo2Threshold, {0, "", ""}).has_value());
        for (const IndicatorAssessment& a : assess(*city, run, run, settings).indicators) {
            for (const Score& score : a.scores)
                QVERIFY(score.change == 0 && score.verdict == Verdict::Unchanged);
            for (const GroupScore& group : a.quintiles)
                QVERIFY(group.change == 0 && group.better == 0 && group.worse == 0);
            QVERIFY(a.everyone.change == 0);
            QVERIFY(a.headline.find("no neighbourhood changes") != std::string::npos);
            QVERIFY(a.indicesBefore.values == a.indicesAfter.values);
        }
    }

    void missingValuesIncomesAndPeopleAreCountedNotGuessed()
    {
        const CityPtr city =
            handMadeCity({{.people = 100, .income = 1}, {.people = 50}, {.people = 0, .income = 2}, {.people = 30, .income = 3}});
        Run before = handMadeRun(city);
        before.air.no2Mean_ug_m3[nth(2)] = std::nan("");
        before.air.no2Mean_ug_m3[nth(3)] = std::nan("");
        const EquityReport report = assess(*city, before, before, {});
        QCOMPARE(report.peopleWithoutIncome, 50.0);
        QCOMPARE(report.neighbourhoodsWithoutIncome, std::size_t{1});
        QCOMPARE(report.emptyNeighbourhoods, std::size_t{1});
        QCOMPARE(report.quintile[nth(1)], 0);
        const IndicatorAssessment& a = report.of(Indicator::No2);
        QCOMPARE(a.noData, 30.0);
        QVERIFY(a.scores[nth(3)].verdict == Verdict::NoData && std::isnan(a.scores[nth(3)].change));
        QCOMPARE(a.everyone.people, 150.0);  // without income, but with a value: in the total, in no quintile
        double inQuintiles = 0;
        for (const GroupScore& group : a.quintiles)
            inQuintiles += group.people;
        QVERIFY(std::abs(inQuintiles - 100) < 1e-9);
    }

    void carbonDioxideIsSummedOnTheStreetsOfANeighbourhood()
    {
        const CityPtr city = handMadeCity(kTwo);
        Run run = handMadeRun(city);
        run.emissions.co2_g_day[LinkId(0)] = 1500;
        run.emissions.co2_g_day[LinkId(1)] = 500;
        run.emissions.co2_g_day[LinkId(3)] = 250;
        // A road that the scheme adds, in the second square.
        run.applied.links.push({.speed_kmh = 30, .modes = ModeSet::all()});
        AddedLink added;
        added.geometry = {{120, 10}, {180, 10}};
        added.length_m = 60;
        run.applied.addedLinks.push_back(added);
        run.emissions.co2_g_day.push(750);
        QCOMPARE(valueOf(run, Indicator::Co2, nth(0)), 2.0);
        QCOMPARE(valueOf(run, Indicator::Co2, nth(1)), 1.0);
    }

    void indicesOfChangeAreRefusedWithTheReason()
    {
        const CityPtr city = handMadeCity(kTwo);
        const Run before = handMadeRun(city);
        Run after = before;
        after.access.jobsByCar[nth(0)] += 500;
        after.access.jobsByCar[nth(1)] += 10;
        const IndicatorAssessment a = assess(*city, before, after, {}).of(Indicator::JobsByCar);
        QVERIFY(a.indicesBefore.values.contains("gini"));
        QVERIFY(a.indicesOfChange.refused.at("gini").find("changes") != std::string::npos);
        QVERIFY(a.indicesOfChange.values.at("generalised_concentration_index") > 0);
        QCOMPARE(a.indicesAfter.values.at("kolm_pollak_kappa"), a.indicesBefore.values.at("kolm_pollak_kappa"));
    }

    void everyIndicatorHasAKeyAndAThreshold()
    {
        for (const IndicatorInfo& info : allIndicators()) {
            QCOMPARE(*indicatorFromKey(info.key), info.indicator);
            QVERIFY(findParameter(info.thresholdParameter) != nullptr);
        }
        QVERIFY(!indicatorFromKey("no2").has_value());
    }

    void figuresInSentencesReadTheSameEverywhere()
    {
        QCOMPARE(formatFigure(1234567.891, 1), std::string("1,234,567.9"));
        QCOMPARE(formatFigure(-999, 0), std::string("\u2212999"));
        QCOMPARE(formatFigure(-0.004, 2), std::string("0.00"));
        QCOMPARE(formatChange(0.004, 2), std::string("0.00"));
        QCOMPARE(formatChange(0.25, 2), std::string("+0.25"));
        QCOMPARE(formatFigure(std::nan(""), 2), std::string("no value"));
    }
};

QTEST_GUILESS_MAIN(AssessmentTest)
#include "tst_assessment.moc"
