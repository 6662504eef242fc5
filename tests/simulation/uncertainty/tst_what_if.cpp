#include "simulation/uncertainty/what_if.h"

#include "simulation/equity/hand_made_city.h"

#include <QTest>

#include <cmath>

using namespace isopolis;

class WhatIfTest : public QObject {
    Q_OBJECT

    static constexpr const char* kBeta = "traffic.bpr.beta";
    static constexpr const char* kHeadline = "no2_ug_m3/sign/everyone";
    QuietControl m_quiet;

    /// Five neighbourhoods of 100 people, incomes rising.
    static CityPtr town()
    {
        return test::handMadeCity({{.people = 100, .income = 10},
                                   {.people = 100, .income = 20},
                                   {.people = 100, .income = 30},
                                   {.people = 100, .income = 40},
                                   {.people = 100, .income = 50}});
    }
    static WhatIfQuestion questionOf(const CityPtr& city)
    {
        Scenario after{.name = "Plan"};
        after.interventions = {{.name = "Filter", .operations = {TrafficFilter{{.target = "osm:way/1"}}}}};
        return {city, Scenario{.name = "base"}, after};
    }
    /// NO2 is 20 before, and 20 + 0.8 (5 − β) with the plan; `asked` gets the side and the value of each run.
    static ObtainRun townRuns(const CityPtr& city, std::vector<std::pair<bool, double>>* asked = nullptr)
    {
        return [city, asked](const Scenario& scenario, RunControl&) -> Expected<RunPtr> {
            const double beta = scenario.parameters.value(*findParameter(kBeta));
            const bool plan = !scenario.interventions.empty();
            if (asked)
                asked->emplace_back(plan, beta);
            Run run = test::handMadeRun(city);
            run.air.no2Mean_ug_m3 = IdVector<NeighbourhoodId, double>(5, plan ? 20 + 0.8 * (5 - beta) : 20.0);
            return std::make_shared<const Run>(std::move(run));
        };
    }
    EquityReport standardReport(const WhatIfQuestion& question)
    {
        const ObtainRun obtain = townRuns(question.city);
        return assess(*question.city, **obtain(question.before, m_quiet), **obtain(question.after, m_quiet), {});
    }
    /// NO2 before 20 everywhere, and after as given.
    static std::vector<Conclusion> concluded(const std::vector<double>& after)
    {
        const CityPtr city = town();
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
        QCOMPARE(flipOf(all, "no2_ug_m3/worst_list").before.says, std::string("Quarter 1"));
        QCOMPARE(flipOf(all, "no2_ug_m3/worst_list").after.says, std::string("Quarter 3"));
    }

    void whoGainsAndWhoLosesIsAConclusion()
    {
        const auto all = compareConclusions(concluded({22, 20, 20, 20, 18}), concluded({22, 22, 20, 20, 18}));
        QCOMPARE(flipOf(all, "no2_ug_m3/people").before.says, std::string("as many gain as lose"));
        QCOMPARE(flipOf(all, "no2_ug_m3/people").after.says, std::string("more people lose"));
        QCOMPARE(flipOf(all, "no2_ug_m3/people").after.value, -100.0);
        QCOMPARE(flipOf(all, "pm25_ug_m3/people").before.says, std::string("nobody gains or loses"));
    }

    /// Worked by hand: of 10 pairs 8 agree and 2 do not; the ranks differ by 0, 1, −1, 1, −1.
    void rankCorrelationsOfAnExampleWithoutTies()
    {
        const std::vector<double> x{1, 2, 3, 4, 5}, y{1, 3, 2, 5, 4};
        QVERIFY(std::abs(kendallTau(x, y) - 0.6) < 1e-12);
        QVERIFY(std::abs(spearmanRho(x, y) - (1 - 6.0 * 4 / (5 * 24))) < 1e-12);
        QVERIFY(std::abs(kendallTau(x, x) - 1) < 1e-12);
        const std::vector<double> back{5, 4, 3, 2, 1};
        QVERIFY(std::abs(kendallTau(x, back) + 1) < 1e-12 && std::abs(spearmanRho(x, back) + 1) < 1e-12);
        QVERIFY(std::isnan(kendallTau(x, std::vector<double>(5, 2.0))) && std::isnan(spearmanRho(x, std::vector<double>(5, 2.0))));
        QVERIFY(std::isnan(kendallTau({}, {})));
    }

    void rankCorrelationsWithTiesEqualTheirDefinition()
    {
        std::vector<double> x, y;
        std::uint64_t state = 7;
        const auto next = [&state] {
            return static_cast<double>((state = state * 6364136223846793005ULL + 1442695040888963407ULL) >> 61U);
        };
        for (int i = 0; i < 200; ++i) {
            x.push_back(next());
            y.push_back(0.5 * x.back() + next());
        }
        double agree = 0, differ = 0, tiedX = 0, tiedY = 0, all = 0;
        for (std::size_t i = 0; i < x.size(); ++i)
            for (std::size_t j = i + 1; j < x.size(); ++j) {
                const double p = (x[i] - x[j]) * (y[i] - y[j]);
                agree += p > 0;
                differ += p < 0;
                tiedX += x[i] == x[j];
                tiedY += y[i] == y[j];
                all += 1;
            }
        QVERIFY(std::abs(kendallTau(x, y) - (agree - differ) / std::sqrt((all - tiedX) * (all - tiedY))) < 1e-12);
    }

    void ordersAreComparedWithoutNoiseBelowTheThreshold()
    {
        const CityPtr city = town();
        const auto reportOf = [&](const std::vector<double>& after) {
            Run before = test::handMadeRun(city), with = before;
            before.air.no2Mean_ug_m3 = IdVector<NeighbourhoodId, double>(5, 20.0);
            with.air.no2Mean_ug_m3 = IdVector<NeighbourhoodId, double>(after);
            return assess(*city, before, with, {});
        };
        const auto of = [&](const std::vector<double>& then, const std::vector<double>& now) {
            for (const RankAgreement& r : compareRankings(*city, reportOf(then), reportOf(now)))
                if (r.indicator == Indicator::No2)
                    return r;
            return RankAgreement{};
        };
        const RankAgreement noise = of({23, 22, 20.1, 20.0, 18}, {24, 22, 20.0, 20.1, 18});
        QCOMPARE(noise.places, std::size_t{5});
        QVERIFY(std::abs(noise.kendall - 1) < 1e-12 && std::abs(noise.spearman - 1) < 1e-12);
        QVERIFY(noise.listed == 2 && noise.listedNow == 2 && noise.stay == 2);
        const RankAgreement turned = of({23, 22, 20, 20, 18}, {22, 23, 21, 20, 18});
        QVERIFY(turned.kendall < 1 && turned.listedNow == 3 && turned.stay == 2);
    }

    void bothSidesAreRunWithTheOtherValue()
    {
        const CityPtr city = town();
        std::vector<std::pair<bool, double>> asked;
        const WhatIfQuestion question = questionOf(city);
        const auto answer = whatIf(question, {{kBeta, 6}}, standardReport(question), townRuns(city, &asked), m_quiet);
        QVERIFY2(answer, answer ? "" : answer.error().text().c_str());
        QCOMPARE(asked.size(), std::size_t{2});
        QVERIFY(!asked[0].first && asked[1].first && asked[0].second == 6 && asked[1].second == 6);
        const ConclusionFlip headline = flipOf(answer->conclusions, kHeadline);
        QCOMPARE(headline.before.says, std::string("worse"));
        QCOMPARE(headline.after.says, std::string("better"));
        QVERIFY(answer->flips() > 0 && answer->flips() < answer->conclusions.size());
    }

    void valuesOutOfRangeAreRefusedWithTheRange()
    {
        const CityPtr city = town();
        const WhatIfQuestion question = questionOf(city);
        const EquityReport standard = standardReport(question);
        const ParameterSpec& spec = *findParameter(kBeta);
        for (const double value : {spec.low - 1, spec.high + 1, std::nan("")}) {
            const auto refused = whatIf(question, {{kBeta, value}}, standard, townRuns(city), m_quiet);
            QVERIFY(!refused && refused.error().code == ErrorCode::BadValue);
            QVERIFY(refused.error().message.find("outside the range 1 to 10") != std::string::npos);
        }
        const auto unknown = whatIf(question, {{"traffic.bpr.betta", 4}}, standard, townRuns(city), m_quiet);
        QVERIFY(!unknown && unknown.error().code == ErrorCode::NotFound);
    }

    /// The mean change is 0.8 (5 − β), its threshold 0.4: "worse" ends at β = 4.5.
    void theSwitchingValueIsFoundByHalves()
    {
        const CityPtr city = town();
        const WhatIfQuestion question = questionOf(city);
        std::vector<std::pair<bool, double>> asked;
        const auto found = findSwitch(question, kBeta, kHeadline, standardReport(question), townRuns(city, &asked), m_quiet);
        QVERIFY2(found, found ? "" : found.error().text().c_str());
        QCOMPARE(found->says, std::string("worse"));
        QCOMPARE(found->saysAtLow, std::string("worse"));
        QCOMPARE(found->saysAtHigh, std::string("better"));
        QVERIFY(!found->below && found->above);
        QCOMPARE(found->above->says, std::string("no difference"));
        QVERIFY(found->above->holds < 4.5 && found->above->flips >= 4.5 - 1e-9);
        QVERIFY(std::abs(found->above->middle() - 4.5) < 0.1);
        QCOMPARE(found->pairs, std::size_t{8});
        QCOMPARE(asked.size(), 2 * found->pairs);
    }

    void aConclusionThatHoldsAtBothEndsHasNoSwitchingValue()
    {
        const CityPtr city = town();
        const WhatIfQuestion question = questionOf(city);
        const auto found = findSwitch(question, kBeta, "pm25_ug_m3/sign/everyone", standardReport(question), townRuns(city), m_quiet);
        QVERIFY(found && !found->below && !found->above);
        QCOMPARE(found->pairs, std::size_t{2});
        QCOMPARE(found->saysAtHigh, std::string("no difference"));
        QVERIFY(!findSwitch(question, kBeta, "no2_ug_m3/sign/q9", standardReport(question), townRuns(city), m_quiet));
    }

    void cancelledSearchesEnd()
    {
        struct Cancelled : QuietControl {
            bool cancelled() const override { return true; }
        } control;
        const CityPtr city = town();
        const WhatIfQuestion question = questionOf(city);
        const auto found = findSwitch(question, kBeta, kHeadline, standardReport(question), townRuns(city), control);
        QVERIFY(!found && found.error().code == ErrorCode::Cancelled);
    }
};

QTEST_APPLESS_MAIN(WhatIfTest)
#include "tst_what_if.moc"
