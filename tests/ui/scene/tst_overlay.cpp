#include "ui/scene/colour_scale.h"
#include "ui/scene/overlay_users.h"

#include "support/mini_city.h"

#include <QTest>

using namespace isopolis;

namespace {

/// Incomes 0, 10, 20, 30, 40: with 100 people each, the thirds of people are A B | C | D E.
CityPtr fiveZones()
{
    test::MiniCity mini;
    for (int i = 0; i < 5; ++i) {
        const std::string name(1, static_cast<char>('A' + i));
        mini.node(name, 300.0 * i, 0).zone(name, name, {.people = 100, .income = 10.0 * i});
    }
    mini.street("A B C D E");
    return mini.make();
}

IndicatorAssessment assessmentOf(Indicator indicator, double threshold, const std::vector<std::pair<double, double>>& beforeAfter)
{
    IndicatorAssessment assessment;
    assessment.indicator = indicator;
    assessment.threshold = threshold;
    const bool lessIsBetter = indicatorInfo(indicator).better == Direction::LessIsBetter;
    for (const auto& [before, after] : beforeAfter) {
        Score score{.where = assessment.scores.idAt(assessment.scores.size()), .before = before, .after = after, .change = after - before};
        if (std::isfinite(score.change))
            score.verdict = std::abs(score.change) < threshold   ? Verdict::Unchanged
                            : (score.change < 0) == lessIsBetter ? Verdict::Better
                                                                 : Verdict::Worse;
        assessment.scores.push(score);
    }
    return assessment;
}

}  // namespace

class TestOverlay : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void levelsBeforeAndAfterShareTheirClasses()
    {
        const CityPtr city = fiveZones();
        const auto assessment = assessmentOf(Indicator::No2, 0.4, {{10, 12}, {20, 18}, {30, 30}, {40, 41}, {50, 55}});
        const Overlay before = makeIndicatorOverlay(*city, assessment, Moment::Before);
        const Overlay after = makeIndicatorOverlay(*city, assessment, Moment::After);
        QCOMPARE(before.legend.classes.size(), after.legend.classes.size());
        for (std::size_t i = 0; i < before.legend.classes.size(); ++i) {
            QCOMPARE(before.legend.classes[i].from, after.legend.classes[i].from);
            QVERIFY(before.legend.classes[i].colour == after.legend.classes[i].colour);
        }
        QVERIFY(before.neighbourhoods[NeighbourhoodId(0)].colour == before.legend.classes.front().colour);
        QVERIFY(after.neighbourhoods[NeighbourhoodId(4)].colour == after.legend.classes.back().colour);
        QCOMPARE(before.key, std::string("no2_ug_m3/before"));
    }
    void changeIsSymmetricAndToldByPatternToo()
    {
        const CityPtr city = fiveZones();
        const auto assessment = assessmentOf(Indicator::No2, 0.4, {{30, 22}, {30, 29.8}, {30, 33}, {30, 31}, {std::nan(""), std::nan("")}});
        const Overlay overlay = makeIndicatorOverlay(*city, assessment, Moment::Change);
        const auto& classes = overlay.legend.classes;
        QCOMPARE(classes.size(), std::size_t(7));
        for (std::size_t i = 0; i < 3; ++i) {
            QCOMPARE(classes[i].from, -classes[6 - i].to);
            QCOMPARE(classes[i].pattern, Pattern::Better);
            QCOMPARE(classes[6 - i].pattern, Pattern::Worse);
        }
        QCOMPARE(classes[3].from, -0.4);
        const auto style = [&](unsigned i) { return overlay.neighbourhoods[NeighbourhoodId(i)]; };
        QVERIFY(style(0).colour == classes.front().colour && style(0).pattern == Pattern::Better);
        QVERIFY(style(1).colour == unchangedColour() && style(1).pattern == Pattern::None);
        QCOMPARE(style(2).pattern, Pattern::Worse);
        QCOMPARE(int(style(4).colour.a), 0);
        QVERIFY(!overlay.legend.note.empty());
        for (unsigned i = 0; i < 4; ++i) {  // each value lies within the class whose colour it has
            const double change = assessment.scores[NeighbourhoodId(i)].change;
            const auto found =
                std::find_if(classes.begin(), classes.end(), [&](const LegendClass& c) { return c.colour == style(i).colour; });
            QVERIFY(found != classes.end() && change >= found->from - 1e-9 && change <= found->to + 1e-9);
        }
    }
    void whereMoreIsBetterARiseIsBlue()
    {
        const CityPtr city = fiveZones();
        const auto assessment = assessmentOf(Indicator::JobsByCar, 10, {{100, 200}, {100, 20}, {1, 1}, {1, 1}, {1, 1}});
        const Overlay overlay = makeIndicatorOverlay(*city, assessment, Moment::Change);
        QCOMPARE(overlay.neighbourhoods[NeighbourhoodId(0)].pattern, Pattern::Better);
        QVERIFY(overlay.legend.classes.back().pattern == Pattern::Better);
        QVERIFY(overlay.legend.classes.back().colour == betterPalette()[2]);
    }
    void nothingChangedIsOneGreyClass()
    {
        const CityPtr city = fiveZones();
        const auto assessment = assessmentOf(Indicator::No2, 0.4, {{1, 1}, {2, 2}, {3, 3}, {4, 4}, {5, 5}});
        const Overlay overlay = makeIndicatorOverlay(*city, assessment, Moment::Change);
        QCOMPARE(overlay.legend.classes.size(), std::size_t(1));
        for (const AreaStyle& style : overlay.neighbourhoods)
            QVERIFY(style.colour == unchangedColour());
    }
    void whatIsTooCloseToCallIsNotColouredBySize()
    {
        const CityPtr city = fiveZones();
        const auto assessment = assessmentOf(Indicator::No2, 0.4, {{30, 22}, {30, 33}, {30, 30}, {30, 31}, {30, 30}});
        UncertainIndicator sure;
        sure.indicator = Indicator::No2;
        sure.places.resize(5);
        sure.places[NeighbourhoodId(0)].verdict = SureVerdict::Better;
        sure.places[NeighbourhoodId(3)].verdict = SureVerdict::TooClose;
        const Overlay overlay = makeIndicatorOverlay(*city, assessment, Moment::Change, &sure);
        QCOMPARE(overlay.neighbourhoods[NeighbourhoodId(0)].pattern, Pattern::Better);
        QCOMPARE(overlay.neighbourhoods[NeighbourhoodId(1)].pattern, Pattern::Worse);
        QCOMPARE(overlay.neighbourhoods[NeighbourhoodId(3)].pattern, Pattern::TooClose);
        QVERIFY(overlay.neighbourhoods[NeighbourhoodId(3)].colour == tooCloseColour());
        QCOMPARE(overlay.legend.classes.back().label, std::string("Too close to call"));
        const Overlay levels = makeIndicatorOverlay(*city, assessment, Moment::Before, &sure);
        QVERIFY(levels.neighbourhoods[NeighbourhoodId(3)].pattern == Pattern::None);
    }
    void whatMostDrawsSayGoesBeforeTheStandardRun()
    {
        const CityPtr city = fiveZones();
        const auto assessment = assessmentOf(Indicator::No2, 0.4, {{30, 30.3}, {30, 30.5}, {30, 29.7}, {30, 30}, {30, 30}});
        UncertainIndicator sure;
        sure.indicator = Indicator::No2;
        sure.places.resize(5);
        sure.places[NeighbourhoodId(0)].verdict = SureVerdict::Worse;      // just below the threshold in the standard run
        sure.places[NeighbourhoodId(1)].verdict = SureVerdict::Unchanged;  // just above it
        sure.places[NeighbourhoodId(2)].verdict = SureVerdict::Better;
        const Overlay overlay = makeIndicatorOverlay(*city, assessment, Moment::Change, &sure);
        const auto style = [&](unsigned i) { return overlay.neighbourhoods[NeighbourhoodId(i)]; };
        QVERIFY(style(0) == (AreaStyle{worsePalette().front(), Pattern::Worse}));
        QVERIFY(style(1) == (AreaStyle{unchangedColour(), Pattern::None}));
        QVERIFY(style(2) == (AreaStyle{betterPalette().front(), Pattern::Better}));
        // Each colour of the map stands in the legend.
        for (unsigned i = 0; i < 5; ++i)
            QVERIFY(std::any_of(overlay.legend.classes.begin(), overlay.legend.classes.end(),
                                [&](const LegendClass& c) { return c.colour == style(i).colour && c.pattern == style(i).pattern; }));
    }
    void incomeAndChangeTogetherAreNineClasses()
    {
        const CityPtr city = fiveZones();
        const auto assessment = assessmentOf(Indicator::No2, 0.4, {{30, 31}, {30, 29}, {30, 30}, {30, 33}, {30, 22}});
        const Overlay overlay = makeBivariateOverlay(*city, assessment, Moment::Change);
        QCOMPARE(overlay.key, std::string("no2_ug_m3/income_change"));
        QCOMPARE(overlay.legend.classes.size(), std::size_t(9));
        const auto style = [&](unsigned i) { return overlay.neighbourhoods[NeighbourhoodId(i)]; };
        const auto legendClass = [&](std::size_t row, std::size_t column) { return overlay.legend.classes[3 * row + column]; };
        QVERIFY(style(0).colour == legendClass(0, 2).colour && style(0).pattern == Pattern::Worse);
        QVERIFY(style(0).colour == bivariatePalette()[8]);  // poor and hit: the darkest
        QVERIFY(style(1).colour == legendClass(0, 0).colour && style(1).pattern == Pattern::Better);
        QVERIFY(style(2).colour == legendClass(1, 1).colour && style(2).pattern == Pattern::None);
        QVERIFY(style(3).colour == legendClass(2, 2).colour);
        QVERIFY(style(4).colour == legendClass(2, 0).colour && style(4).colour == bivariatePalette()[0]);
    }
    void incomeAndLevelsTogetherUseThirdsOfPeople()
    {
        const CityPtr city = fiveZones();
        const auto jobs = assessmentOf(Indicator::JobsByCar, 1, {{10, 10}, {50, 50}, {30, 30}, {40, 40}, {std::nan(""), 20}});
        const Overlay overlay = makeBivariateOverlay(*city, jobs, Moment::Before);
        const auto style = [&](unsigned i) { return overlay.neighbourhoods[NeighbourhoodId(i)]; };
        QVERIFY(style(0).colour == bivariatePalette()[8]);  // fewest jobs and lowest income
        QVERIFY(style(1).colour == bivariatePalette()[3]);  // most jobs, and of the four that count in the middle third
        QCOMPARE(style(0).pattern, Pattern::None);
        QCOMPARE(int(style(4).colour.a), 0);
    }
    void trafficIsWiderWithFlowAndDarkerWithLoad()
    {
        Run run;
        run.applied.city = fiveZones();
        run.traffic.flow_veh_h = IdVector<LinkId, double>(std::vector<double>{0, 100, 900, 1700});
        run.traffic.capacity_veh_h = IdVector<LinkId, double>(std::vector<double>{800, 800, 1000, 1600});
        const Overlay overlay = makeTrafficOverlay(run);
        QCOMPARE(overlay.links[LinkId(0)].width_m, 0.F);
        QVERIFY(overlay.links[LinkId(2)].width_m > overlay.links[LinkId(1)].width_m);
        QVERIFY(overlay.links[LinkId(1)].colour == loadPalette()[0]);
        QVERIFY(overlay.links[LinkId(2)].colour == loadPalette()[2]);
        QVERIFY(overlay.links[LinkId(3)].colour == loadPalette()[3]);
    }
    void changeOfTrafficKnowsItsSignAndLeavesOutNoise()
    {
        Run before, after;
        before.applied.city = after.applied.city = fiveZones();
        before.traffic.flow_veh_h = IdVector<LinkId, double>(std::vector<double>{500, 500, 500, 0, 0, 0, 0, 0});
        after.traffic.flow_veh_h = IdVector<LinkId, double>(std::vector<double>{100, 502, 900, 0, 0, 0, 0, 0});
        const Overlay overlay = makeTrafficChangeOverlay(before, after);
        QVERIFY(overlay.links[LinkId(0)].colour == betterPalette()[2] || overlay.links[LinkId(0)].colour == betterPalette()[1]);
        QCOMPARE(overlay.links[LinkId(1)].width_m, 0.F);
        QVERIFY(overlay.links[LinkId(2)].colour == worsePalette()[2] || overlay.links[LinkId(2)].colour == worsePalette()[1]);
    }
    void theWaysOfAStreetsUsersAreAsWideAsTheirFlow()
    {
        const CityPtr city = fiveZones();
        StreetUsers users;
        users.pairs = {{ZoneId(0), ZoneId(4), 900}};
        users.total_veh_h = 900;
        users.flow_veh_h.resize(city->roads().links().size(), 0);
        users.flow_veh_h[LinkId(0)] = 900;
        users.flow_veh_h[LinkId(1)] = 100;
        users.flow_veh_h[LinkId(2)] = 0.2;
        const Overlay overlay = makeStreetUsersOverlay(*city, users);
        QVERIFY(overlay.links[LinkId(0)].width_m > overlay.links[LinkId(1)].width_m && overlay.links[LinkId(1)].width_m > 0);
        QCOMPARE(overlay.links[LinkId(2)].width_m, 0.0F);
        QVERIFY(overlay.links[LinkId(0)].colour == overlay.legend.classes.back().colour);
        QVERIFY(!overlay.legend.classes.back().label.empty());
        QVERIFY(overlay.neighbourhoods[NeighbourhoodId(0)].colour.a > 0 && overlay.neighbourhoods[NeighbourhoodId(1)].colour.a == 0);
        QVERIFY(!makeStreetUsersOverlay(*city, {}).hasLines());
        // Both sides of a comparison have the same classes, in which fewer trips are fewer.
        StreetUsers fewer = users;
        fewer.pairs = {{ZoneId(0), ZoneId(4), 30}, {ZoneId(1), ZoneId(2), 400}};
        const Overlay here = makeStreetUsersOverlay(*city, users, fewer), there = makeStreetUsersOverlay(*city, fewer, users);
        QCOMPARE(here.legend.classes.size(), there.legend.classes.size());
        for (std::size_t i = 0; i < here.legend.classes.size(); ++i)
            QVERIFY(here.legend.classes[i].from == there.legend.classes[i].from && here.legend.classes[i].to == there.legend.classes[i].to);
        QVERIFY(!(here.neighbourhoods[NeighbourhoodId(0)] == there.neighbourhoods[NeighbourhoodId(0)]));
    }
    void linesOfPublicTransportAreWiderTheMoreOftenTheyRun()
    {
        TransitNetwork transit;
        for (const double x : {0.0, 500.0, 1000.0, 1500.0})
            transit.stops.push({.externalId = "stop:" + std::to_string(int(x)), .name = "Stop", .at = {x, 0}});
        const auto every = [](int minutes) {
            std::vector<int> starts;
            for (int t = 6 * 3600; t < 20 * 3600; t += minutes * 60)
                starts.push_back(t);
            return starts;
        };
        const auto line = [&](const char* mode, int minutes, Polyline course) {
            TransitLine made{.externalId = mode, .name = mode, .mode = mode, .geometry = std::move(course), .patterns = {}};
            made.patterns.push_back({{StopId(0), StopId(1), StopId(2)}, {0, 60, 120}, {0, 60, 120}, every(minutes)});
            return made;
        };
        transit.lines.push(line("bus", 30, {}));
        transit.lines.push(line("tram", 5, {{0, 0}, {1000, 10}}));
        const Overlay overlay = makeTransitOverlay(transit);
        QCOMPARE(overlay.lines.size(), std::size_t(2));
        QVERIFY(overlay.lines[0].width_m > overlay.lines[1].width_m);
        QVERIFY(overlay.lines[0].colour == transitPalette()[1]);  // the tram, wider, is drawn first
        QCOMPARE(overlay.lines[1].line.size(), std::size_t(3));   // without a mapped course: from stop to stop
        QCOMPARE(overlay.legend.classes.size(), std::size_t(2));
        QCOMPARE(overlay.spots.size(), std::size_t(4));
        QVERIFY(!(overlay.spots[3].colour == overlay.spots[0].colour));  // nothing calls at the last stop
        QVERIFY(overlay.hasLines());
    }
    void aCityWithoutTimetableSaysSo()
    {
        TransitNetwork transit;
        transit.stops.push({.externalId = "stop:1", .name = "Stop", .at = {0, 0}});
        const Overlay overlay = makeTransitOverlay(transit);
        QVERIFY(overlay.lines.empty());
        QVERIFY(overlay.legend.note.find("no timetable") != std::string::npos);
        QCOMPARE(overlay.legend.classes.size(), std::size_t(1));
    }
};

QTEST_APPLESS_MAIN(TestOverlay)
#include "tst_overlay.moc"
