#include "simulation/traffic/validation/count_validation.h"
#include "simulation/traffic/validation/demand_validation.h"
#include "support/mini_city.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace isopolis;
using namespace isopolis::test;

namespace {

/// Two banks of a river with two bridges:
///
///     A───B      ~ river ~ between A–B and C–D
///     ║   ║
///     C───D
MiniCity twoBridges()
{
    MiniCity mini;
    mini.node("A", 0, 1000).node("B", 500, 1000).node("C", 0, 0).node("D", 500, 0);
    mini.street("A B").street("C D");
    mini.street("A C", {.name = "West bridge", .structure = Structure::Bridge});
    mini.street("B D", {.name = "East bridge", .structure = Structure::Bridge});
    mini.zone("North", "A", {.people = 10}).zone("South", "D", {.jobs = 10});
    LandArea river;
    river.externalId = "mini:area/river";
    river.kind = AreaKind::Water;
    river.name = "River";
    river.outline = {Polygon{.outer = {{-500, 400}, {1500, 400}, {1500, 600}, {-500, 600}}}};
    mini.data.areas.push_back(river);
    return mini;
}

void count(MiniCity& mini, const char* id, const char* link, double hour, double day, int year)
{
    TrafficCount c;
    c.externalId = id;
    c.link = mini.link(link);
    c.am_peak_veh_h = hour;
    c.veh_day = day;
    c.year = year;
    mini.data.counts.push_back(c);
}

AppliedScenario applied(const CityPtr& city)
{
    AppliedScenario a;
    a.city = city;
    for (const RoadLink& link : city->roads().links())
        a.links.push({link.speed_kmh, link.lanes, link.modes});
    return a;
}

TrafficResult flows(const AppliedScenario& a)
{
    TrafficResult t;
    t.flow_veh_h.resize(a.linkCount(), 0);
    t.flow_veh_day.resize(a.linkCount(), 0);
    return t;
}

const Criterion& criterion(const CountValidation& v, const std::string& key)
{
    for (const Criterion& c : v.criteria)
        if (c.key == key)
            return c;
    throw std::runtime_error("no criterion " + key);
}

bool near(double a, double b, double tolerance = 1e-9) { return std::abs(a - b) <= tolerance; }

}  // namespace

class TestCountValidation : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void gehByHand()
    {
        // √(2·100²/2100) = 3.0861; √(2·100²/300) = 8.1650; equal flows 0; nothing against nothing 0.
        QVERIFY(near(geh(1100, 1000), 3.0860669992418384));
        QVERIFY(near(geh(100, 200), 8.16496580927726));
        QCOMPARE(geh(450, 450), 0.0);
        QCOMPARE(geh(0, 0), 0.0);
        QVERIFY(near(geh(0, 50), 10));  // √(2·2500/50)
        QCOMPARE(geh(1000, 1100), geh(1100, 1000));
    }

    void flowCriterionChangesWithTheSizeOfTheFlow()
    {
        QVERIFY(withinFlowCriterion(699, 600) && !withinFlowCriterion(701, 600));
        QVERIFY(withinFlowCriterion(1150, 1000) && !withinFlowCriterion(1151, 1000));
        QVERIFY(withinFlowCriterion(3400, 3000) && !withinFlowCriterion(3401, 3000));
    }

    void statisticsByHand()
    {
        // (m, c) = (110, 100), (190, 200), (330, 300): Σ(m−c)² = 100 + 100 + 900 = 1100, mean count 200.
        const CountPair pairs[] = {{110, 100}, {190, 200}, {330, 300}};
        const FitStatistics f = fitOf(pairs, Flows::Hourly);
        QCOMPARE(f.n, std::size_t{3});
        QVERIFY(near(f.rmsePercent, 100 * std::sqrt(1100.0 / 2) / 200));
        // Slope Σmc/Σc² = (11000 + 38000 + 99000) / (10000 + 40000 + 90000) = 148/140.
        QVERIFY(near(f.slope, 148.0 / 140));
        // Deviations m: −100, −20, 120; c: −100, 0, 100: R² = 22000² / (24800·20000).
        QVERIFY(near(f.r2, 22000.0 * 22000 / (24800.0 * 20000)));
        QVERIFY(near(f.biasPercent, 5));
        QVERIFY(near(f.gehBelow5, 1) && near(f.withinCriterion, 1));
        const FitStatistics daily = fitOf(pairs, Flows::Daily);
        QVERIFY(std::isnan(daily.gehBelow5) && std::isnan(daily.withinCriterion));
        QCOMPARE(daily.r2, f.r2);
    }

    void badPairsAreLeftOutAndCountedAndTooFewPairsGiveNoFigure()
    {
        const double nan = std::numeric_limits<double>::quiet_NaN();
        const CountPair pairs[] = {{110, 100}, {nan, 100}, {5, -1}, {std::numeric_limits<double>::infinity(), 1}};
        const FitStatistics one = fitOf(pairs, Flows::Hourly);
        QCOMPARE(one.n, std::size_t{1});
        QCOMPARE(one.leftOut, std::size_t{3});
        QVERIFY(std::isnan(one.rmsePercent) && std::isnan(one.r2));
        QVERIFY(near(one.slope, 1.1));
        const FitStatistics none = fitOf({}, Flows::Hourly);
        QVERIFY(none.n == 0 && std::isnan(none.gehBelow5) && std::isnan(none.slope));
    }

    void countsMeetTheirStreetsAndEachLeftOutOneHasAReason()
    {
        MiniCity mini = twoBridges();
        count(mini, "c1", "A>C", 1000, 10000, 2017);
        count(mini, "c2", "B>D", 100, 900, 2019);
        count(mini, "c3", "A>B", std::nan(""), 5000, 0);
        count(mini, "c4", "C>D", std::nan(""), std::nan(""), 2019);
        count(mini, "c5", "B>A", 300, 3000, 2019);
        mini.data.counts.push_back({});  // no street near
        AppliedScenario a = applied(mini.make());
        a.links[mini.link("B>A")].modes = Mode::Walk;
        TrafficResult t = flows(a);
        t.flow_veh_h[mini.link("A>C")] = 1100;
        t.flow_veh_h[mini.link("B>D")] = 200;
        t.flow_veh_day[mini.link("A>B")] = 4000;
        const CountValidation v = validateCounts(a, t, {});
        QCOMPARE(v.counts.size(), std::size_t{3});
        QCOMPARE(v.hourly.n, std::size_t{2});
        QCOMPARE(v.daily.n, std::size_t{3});
        QVERIFY(v.noStreet == 1 && v.noFigure == 1 && v.closed == 1);
        QVERIFY(near(v.hourly.gehBelow5, 0.5));
        QVERIFY(near(criterion(v, "geh_below_5_share").value, 0.5) && !criterion(v, "geh_below_5_share").met);
        QVERIFY(criterion(v, "flow_criterion_share").met);  // 10 % and 100 veh/h off
        QVERIFY(near(criterion(v, "slope_hourly").value, 1120000.0 / 1010000) && !criterion(v, "slope_hourly").met);  // above 1.1
        QCOMPARE(v.years.size(), std::size_t{3});
        QVERIFY(v.caveats[0].find("2017") != std::string::npos && v.caveats[0].find("2019") != std::string::npos);
    }

    void aCountThatFedTheModelIsShownAndNotJudged()
    {
        MiniCity mini = twoBridges();
        count(mini, "c1", "A>C", 1000, 10000, 2017);
        count(mini, "c2", "B>D", 100, 900, 2019);
        const AppliedScenario a = applied(mini.make());
        TrafficResult t = flows(a);
        t.zones.external.push_back({.node = mini.nodeId("A"), .name = "West", .counted = true, .source = "c1"});
        const CountValidation v = validateCounts(a, t, {});
        QVERIFY(v.counts[0].usedAsInput && !v.counts[1].usedAsInput);
        QCOMPARE(v.hourly.n, std::size_t{1});
        QCOMPARE(v.usedAsInput, std::size_t{1});
    }

    void bridgesOverARiverMakeAScreenline()
    {
        MiniCity mini = twoBridges();
        count(mini, "c1", "A>C", 1000, 10000, 2017);
        count(mini, "c2", "B>D", 500, 5000, 2017);
        const AppliedScenario a = applied(mini.make());
        TrafficResult t = flows(a);
        t.flow_veh_h[mini.link("A>C")] = 900;
        t.flow_veh_h[mini.link("B>D")] = 660;
        t.flow_veh_h[mini.link("D>B")] = 440;  // not counted
        const std::vector<Screenline> lines = waterScreenlines(a);
        QCOMPARE(lines.size(), std::size_t{1});
        QCOMPARE(lines[0].links.size(), std::size_t{4});
        const CountValidation v = validateCounts(a, t, {lines});
        const ScreenlineResult& river = v.screenlines[0];
        QCOMPARE(river.name, std::string("River"));
        QCOMPARE(river.counts, std::size_t{2});
        QVERIFY(near(river.differencePercent, 4));
        QVERIFY(near(river.covered, 1560.0 / 2000));
        QVERIFY(criterion(v, "screenlines_within_5_percent_share").met);
        // The same by a drawn line, and one that crosses nothing.
        QCOMPARE(screenlineAcross(a, "mine", {{-100, 500}, {900, 510}}).links, lines[0].links);
        QVERIFY(screenlineAcross(a, "point", {{0, 0}}).links.empty());
    }

    void travelIsJudgedBySurveyAndNotWithoutOne()
    {
        // 60 trips by car of 1.2 km, 20 of 4.5 km; 20 on foot of 0.4 km.
        DemandSummary d;
        d.trips[0][indexOf(TripMode::Car)][0] = 80;
        d.trips[0][indexOf(TripMode::Walk)][0] = 20;
        d.lengths[indexOf(TripMode::Car)][2] = 60;
        d.lengths[indexOf(TripMode::Car)][6] = 20;
        d.lengths[indexOf(TripMode::Walk)][0] = 20;
        d.meanLength_km = {2.025, 0, 0, 0.4};
        d.intrazonalShare = 0.1;
        const auto criterionOf = [](const DemandValidation& v, std::string_view key) {
            return *std::find_if(v.criteria.begin(), v.criteria.end(), [key](const Criterion& c) { return c.key == key; });
        };
        for (const Criterion& c : validateDemand(d, {}).criteria)
            QVERIFY(!c.met && c.n == 0);
        SurveyFigures s;
        QVERIFY(s.empty());
        s.modeShare[indexOf(TripMode::Car)] = 0.79;
        s.meanLength_km[indexOf(TripMode::Car)] = 2.2;
        s.intrazonalShare = 0.14;
        auto& lengths = s.lengthShare[indexOf(TripMode::Car)];
        lengths.fill(0);
        lengths[2] = 0.5;
        lengths[6] = 0.5;
        const DemandValidation v = validateDemand(d, s);
        QVERIFY(criterionOf(v, "mode_share_points.car").met);
        QVERIFY(!criterionOf(v, "mean_length_percent.car").met && criterionOf(v, "mean_length_percent.car").n == 1);
        QVERIFY(!criterionOf(v, "intrazonal_points").met);
        // Shares 0.75 and 0.25 against halves: 0.75 / 1.25.
        QVERIFY(std::abs(criterionOf(v, "length_coincidence.car").value - 0.6) < 1e-12);
        QVERIFY(!criterionOf(v, "length_coincidence.car").met);
        QCOMPARE(criterionOf(v, "mode_share_points.walk").n, std::size_t{0});
    }

    void withoutCountsNoCriterionIsMet()
    {
        const MiniCity mini = twoBridges();
        const AppliedScenario a = applied(mini.make());
        const CountValidation v = validateCounts(a, flows(a), {});
        for (const Criterion& c : v.criteria)
            QVERIFY2(!c.met, c.key.c_str());
    }
};

QTEST_APPLESS_MAIN(TestCountValidation)
#include "tst_count_validation.moc"
