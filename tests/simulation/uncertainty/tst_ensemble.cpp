#include "simulation/uncertainty/ensemble_health.h"
#include "simulation/uncertainty/uncertainty_parameters.h"

#include "simulation/equity/assessment.h"
#include "simulation/run/chain_memory.h"
#include "simulation/run/model_chain.h"
#include "support/mini_city.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <set>

using namespace isopolis;

namespace {

bool near(double a, double b, double tolerance = 1e-12) { return std::abs(a - b) <= tolerance * std::max(1.0, std::abs(b)); }

/// Six neighbourhoods along one street, incomes rising to the east.
CityPtr streetTown()
{
    test::MiniCity mini;
    for (int i = 0; i < 6; ++i)
        mini.node(std::string(1, static_cast<char>('A' + i)), 600.0 * i, 0);
    mini.street("A B C D E F", {.name = "Long Street", .roadClass = RoadClass::Primary});
    for (int i = 0; i < 6; ++i)
        mini.zone("Z" + std::to_string(i), std::string(1, static_cast<char>('A' + i)),
                  {.people = 500.0 + 100 * i, .jobs = 300, .income = 20000.0 + 5000 * i});
    return mini.make();
}

const Scenario kBase{.name = "base"};
const Scenario kSlow{.name = "slow", .interventions = {{"Slow street", {SetSpeedLimit{{.target = "street:Long Street"}, Speed::kmh(30)}}}}};

/// Figures as a simple function of two parameters: change = 2 (car share) − detour-like second parameter, plus a place's own shift.
DrawFigures figuresBy(const CityPtr& city, double change)
{
    DrawFigures f;
    for ([[maybe_unused]] const IndicatorInfo& info : allIndicators()) {
        IdVector<NeighbourhoodId, double> before(city->neighbourhoods().size(), 10.0), after = before;
        for (const NeighbourhoodId id : idsOf(after))
            after[id] += change * (1 + static_cast<double>(id.index()));
        f.before.push_back(before);
        f.after.push_back(after);
    }
    return f;
}

EquityReport reportOf(const CityPtr& city)
{
    QuietControl control(2);
    const RunPtr run = *runChain(city, kBase, control);
    return assess(*city, *run, *run, {});
}

bool sameFigures(const Ensemble& a, const Ensemble& b)
{
    if (a.draws.size() != b.draws.size())
        return false;
    for (const auto& [index, draw] : a.draws)
        for (std::size_t k = 0; k < draw.after.size(); ++k)
            if (draw.after[k] != b.draws.at(index).after[k] || draw.before[k] != b.draws.at(index).before[k])
                return false;
    return true;
}

/// Cancels after some draws.
class Impatient : public RunControl {
public:
    std::atomic<int> left{1 << 30};
    void progress(Stage, double) override {}
    bool cancelled() const override { return left.load() <= 0; }
    int threads() const override { return 2; }
};

class MemoryStore : public DrawStore {
public:
    std::map<std::size_t, DrawFigures> kept;
    Expected<std::map<std::size_t, DrawFigures>> load(const EnsemblePlan&) override { return kept; }
    Expected<void> save(const EnsemblePlan&, std::size_t index, const DrawFigures& f) override
    {
        kept.emplace(index, f);
        return {};
    }
};

}  // namespace

class EnsembleTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyStratumHoldsOnePoint()
    {
        for (const std::size_t n : {std::size_t{1}, std::size_t{7}, std::size_t{256}}) {
            const std::vector<double> column = latinColumn(n, 42, "traffic.bpr.alpha");
            std::set<std::size_t> strata;
            for (const double u : column) {
                QVERIFY(u > 0 && u < 1);
                strata.insert(static_cast<std::size_t>(u * static_cast<double>(n)));
            }
            QCOMPARE(strata.size(), n);
        }
        QVERIFY(latinColumn(64, 1, "a") != latinColumn(64, 1, "b"));
        QVERIFY(latinColumn(64, 1, "a") != latinColumn(64, 2, "a"));
        QCOMPARE(latinColumn(64, 1, "a"), latinColumn(64, 1, "a"));
        // Columns of different names are not correlated beyond chance.
        const std::vector<double> a = latinColumn(1024, 1, "a"), b = latinColumn(1024, 1, "b");
        double sum = 0;
        for (std::size_t i = 0; i < a.size(); ++i)
            sum += (a[i] - 0.5) * (b[i] - 0.5);
        QVERIFY(std::abs(12 * sum / 1024) < 4 / 32.0);
    }

    void quantilesFollowTheirDistribution()
    {
        QVERIFY(near(normalQuantile(0.5), 0) && near(normalQuantile(0.975), 1.959963984540054) &&
                near(normalQuantile(1e-9), -5.997807015007687));
        const ParameterSpec spec{.id = "x", .label = "", .meaning = "", .symbol = "", .standard = 2, .low = 1, .high = 4, .source = ""};
        QVERIFY(near(quantileOf(spec, Distribution::Uniform, 2, 0.25), 1.75));
        // Triangle from 1 by 2 to 4: a third of it lies below its tip.
        QVERIFY(near(quantileOf(spec, Distribution::Triangular, 2, 1.0 / 3), 2));
        QVERIFY(near(quantileOf(spec, Distribution::Triangular, 2, 0), 1) && near(quantileOf(spec, Distribution::Triangular, 2, 1), 4));
        QVERIFY(near(quantileOf(spec, Distribution::Normal, 2.5, 0.5), 2.5));
        QVERIFY(near(quantileOf(spec, Distribution::LogNormal, 2, 0.5), 2));
        for (const Distribution d : {Distribution::Uniform, Distribution::Triangular, Distribution::Normal, Distribution::LogNormal})
            for (double u = 0.001, last = 0; u < 1; u += 0.001) {
                const double x = quantileOf(spec, d, 2, u);
                QVERIFY(x >= 1 && x <= 4 && x > last);
                last = x;
            }
    }

    void whatErrsTogetherIsDrawnTogetherAndWhatTheSchemeSaysIsLikeliest()
    {
        ParameterSet base;
        QVERIFY(base.set("air.road_width", {.value = 10, .reason = "measured", .evidence = {}}));
        const DrawDesign design = designDraws(base, {.samples = 64});
        const auto of = [&](std::string_view id) {
            return *std::find_if(design.parameters.begin(), design.parameters.end(), [&](const auto& p) { return p.spec->id == id; });
        };
        QCOMPARE(of("traffic.capacity.primary").axis, of("traffic.capacity.local").axis);
        QVERIFY(of("traffic.capacity.primary").axis != of("traffic.speed_factor.main").axis);
        QCOMPARE(of("air.road_width").distribution, Distribution::Triangular);
        QCOMPARE(of("air.road_width").centre, 10.0);
        for (const DrawnParameter& p : design.parameters) {
            QVERIFY(p.spec->distribution != Distribution::Fixed);
            for (std::size_t i = 0; i < 64; ++i)
                QVERIFY(design.draw(i).value(*p.spec) >= p.spec->low && design.draw(i).value(*p.spec) <= p.spec->high);
        }
        // Parameters that are not drawn do not move those that are.
        const DrawDesign few = designDraws(base, {.samples = 64, .drawn = [](const ParameterSpec& s) { return s.id.starts_with("air."); }});
        QCOMPARE(few.draw(5).value(*findParameter("air.source_height")), design.draw(5).value(*findParameter("air.source_height")));
        QVERIFY(few.hash() != design.hash());
    }

    void dearParametersTakeOneValueABlock()
    {
        const CityPtr city = streetTown();
        const EnsemblePlan plan = ensemblePlan(city, kBase, kSlow, {.samples = 40, .blocks = 5});
        std::set<double> temperatures, widths;
        for (std::size_t i = 0; i < 40; ++i) {
            temperatures.insert(plan.design.draw(i).value(*findParameter("noise.temperature")));
            widths.insert(plan.design.draw(i).value(*findParameter("air.road_width")));
        }
        QCOMPARE(temperatures.size(), std::size_t{5});
        QCOMPARE(widths.size(), std::size_t{40});
    }

    void verdictsNeedBothTheShareAndTheInterval()
    {
        std::vector<double> rising;
        for (int i = 1; i <= 100; ++i)
            rising.push_back(i);
        UncertainFigure f = uncertainFigure(rising, 50, 10, true, 0.9);
        QVERIFY(near(f.low, 5.95) && near(f.median, 50.5) && near(f.high, 95.05));
        QCOMPARE(f.pBetter, 0.91);
        QCOMPARE(f.verdict, SureVerdict::Better);
        QCOMPARE(uncertainFigure(rising, 50, 10, false, 0.9).verdict, SureVerdict::Worse);
        QCOMPARE(uncertainFigure(rising, 50, 12, true, 0.9).verdict, SureVerdict::TooClose);
        QCOMPARE(uncertainFigure(rising, 50, 1000, true, 0.9).verdict, SureVerdict::Unchanged);
        // 92 of 100 gain, but the lower end of the interval lies below 0.
        std::vector<double> mixed(92, 5.0);
        mixed.insert(mixed.end(), 8, -1.0);
        QCOMPARE(uncertainFigure(mixed, 5, 0, true, 0.9).verdict, SureVerdict::TooClose);
        QCOMPARE(uncertainFigure(std::vector<double>(50, 0.0), 0, 0, true, 0.9).verdict, SureVerdict::Unchanged);
        QCOMPARE(uncertainFigure({std::nan("")}, 0, 0, true, 0.9).verdict, SureVerdict::NoData);
    }

    void drawsAreTheSameAtAnyNumberOfThreadsAndAfterInterruptions()
    {
        const CityPtr city = streetTown();
        const EnsemblePlan plan = ensemblePlan(city, kBase, kSlow, {.samples = 60, .blocks = 4});
        std::atomic<int> calls{0};
        Impatient impatient;
        const FiguresOfDraw figures = [&](const ParameterSet& values, RunControl&) -> Expected<DrawFigures> {
            ++calls;
            --impatient.left;
            return figuresBy(city, values.value(*findParameter("air.road_width")));
        };
        QuietControl one(1), four(4);
        const Ensemble a = *drawEnsemble(plan, figures, nullptr, one), b = *drawEnsemble(plan, figures, nullptr, four);
        QVERIFY(sameFigures(a, b));
        MemoryStore store;
        impatient.left = 20;
        const auto stopped = drawEnsemble(plan, figures, &store, impatient);
        QVERIFY(!stopped && stopped.error().code == ErrorCode::Cancelled);
        QVERIFY(store.kept.size() >= 20 && store.kept.size() < 60);
        calls = 0;
        std::size_t last = 0;
        const Ensemble c = *drawEnsemble(plan, figures, &store, four, [&](std::size_t done, std::size_t all) {
            QVERIFY(done >= last && all == 60);
            last = done;
        });
        QVERIFY(sameFigures(a, c));
        QCOMPARE(last, std::size_t{60});
        QCOMPARE(calls.load() + static_cast<int>(c.taken), 60);
    }

    void aDrawThatFailsNamesItself()
    {
        const CityPtr city = streetTown();
        const EnsemblePlan plan = ensemblePlan(city, kBase, kSlow, {.samples = 10, .blocks = 1});
        QuietControl control(2);
        const auto failed = drawEnsemble(
            plan,
            [](const ParameterSet&, RunControl&) -> Expected<DrawFigures> {
                return unexpected(Error{ErrorCode::BadValue, "no way"});
            },
            nullptr, control);
        QVERIFY(!failed && failed.error().text().find("draw 1") != std::string::npos);
    }

    void anEmptyEditHasNoLosersAndNoWinnersHoweverOneDraws()
    {
        const CityPtr city = streetTown();
        const Scenario empty{.name = "empty"};
        const EnsemblePlan plan = ensemblePlan(city, kBase, empty, {.samples = 6, .blocks = 1});
        QuietControl control(2);
        const Ensemble e = *drawEnsemble(plan, chainFigures(city, kBase, empty), nullptr, control);
        ParameterSet strict;
        for (const IndicatorInfo& info : allIndicators())
            QVERIFY(strict.set(info.thresholdParameter, {.value = 0, .reason = {}, .evidence = {}}));
        const RunPtr run = *runChain(city, kBase, control);
        const EnsembleResult result = summarise(*city, e, assess(*city, *run, *run, {strict}));
        for (const UncertainIndicator& u : result.indicators) {
            QCOMPARE(u.better + u.worse + u.tooClose, 0.0);
            for (const UncertainFigure& f : u.places)
                QVERIFY(f.verdict == SureVerdict::NoData || (f.low == 0 && f.high == 0));
        }
    }

    // What the branches of a draw share saves time and nothing else: figures are those of two runs from nothing, to the last bit.
    void aPairHasTheBitsOfTwoPlainRuns()
    {
        const CityPtr city = streetTown();
        const EnsemblePlan plan = ensemblePlan(city, kBase, kSlow, {.samples = 4, .blocks = 1});
        QuietControl control(2);
        const ParameterSet values = plan.design.draw(2);
        const DrawFigures pair = *chainFigures(city, kBase, kSlow)(values, control);
        for (const auto& [scheme, side] : {std::pair(&kBase, &pair.before), {&kSlow, &pair.after}}) {
            Scenario drawn = *scheme;
            drawn.parameters = values;
            const RunPtr plain = *runChain(city, drawn, control);
            QCOMPARE(side->size(), figuresOfABranch());
            for (std::size_t k = 0; k < allIndicators().size(); ++k)
                for (const NeighbourhoodId id : idsOf(city->neighbourhoods())) {
                    const double a = (*side)[k][id], b = valueOf(*plain, allIndicators()[k].indicator, id);
                    QVERIFY(a == b || (std::isnan(a) && std::isnan(b)));
                }
            QVERIFY((*side)[allIndicators().size()] == deathsOf(plain->health)[0]);
            QVERIFY((*side)[allIndicators().size() + 1] == deathsOf(plain->health)[1]);
        }
    }

    void aMemoryChangesNoBitOfAnyRun()
    {
        const CityPtr city = streetTown();
        const Ring block{{290, 40}, {330, 40}, {330, 70}, {290, 70}};
        const Scenario closed{.name = "closed", .interventions = {{"c", {CloseRoad{{.target = "mini:way/A-B-C-D-E-F#C>D"}}}}}};
        const Scenario house{.name = "house",
                             .interventions = {{"h", {AddBuilding{"house", {Polygon{.outer = block}}, Length::m(12), 120, 30}}}}};
        QuietControl control(2);
        for (const double response : {0.0, 1.0, 2.0}) {
            ChainMemory memory;
            for (Scenario scheme : {kBase, kSlow, closed, house, kBase, kSlow}) {
                QVERIFY(scheme.parameters.set("traffic.demand.response", {.value = response, .reason = {}, .evidence = {}}));
                const auto shared = runChain(city, scheme, control, memory), plain = runChain(city, scheme, control);
                QVERIFY(shared && plain);
                QCOMPARE(resultHash(**shared).hex(), resultHash(**plain).hex());
                QCOMPARE((*shared)->diagnostics.size(), (*plain)->diagnostics.size());
            }
        }
    }

    void whatTheAirDoesToPeopleIsDrawnToo()
    {
        const CityPtr city = streetTown();
        const EnsemblePlan plan = ensemblePlan(city, kBase, kSlow, {.samples = 16, .blocks = 1});
        std::set<double> risks;
        for (std::size_t i = 0; i < 16; ++i) {
            const double risk = plan.design.draw(i).value(*findParameter("health.risk.no2"));
            QVERIFY(risk >= 1.01 && risk <= 1.04);  // Huangfu & Atkinson 2020: 1.02 (1.01 to 1.04)
            risks.insert(risk);
        }
        QCOMPARE(risks.size(), std::size_t{16});
        Ensemble e;
        e.plan = plan;
        for (std::size_t i = 0; i < 16; ++i) {
            DrawFigures d = figuresBy(city, 1);
            for (std::size_t k = 0; k < kDeathFigures; ++k) {
                d.before.push_back(IdVector<NeighbourhoodId, double>(6, 1.0));
                d.after.push_back(IdVector<NeighbourhoodId, double>(6, 0.5 - 0.01 * static_cast<double>(i * k)));
            }
            e.draws.emplace(i, d);
        }
        HealthResult before, after;
        before.no2.deaths.central = 7;
        after.no2.deaths.central = 4;
        const std::vector<UncertainDeaths> deaths = uncertainDeaths(e, 0.9, before, after);
        QCOMPARE(deaths.size(), kDeathFigures);
        QVERIFY(deaths[0].change.standard == -3 && deaths[0].change.low == -3 && deaths[0].change.high == -3);
        QVERIFY(deaths[1].change.low < deaths[1].change.high && deaths[1].change.verdict == SureVerdict::Better);
        // Draws of before there were deaths.
        e.draws.at(0) = figuresBy(city, 1);
        QCOMPARE(uncertainDeaths(e, 0.9, before, after)[0].change.draws, std::size_t{15});
    }

    void pairsShareTheirDraw()
    {
        const CityPtr city = streetTown();
        const EnsemblePlan plan = ensemblePlan(city, kBase, kSlow, {.samples = 8, .blocks = 2});
        QuietControl control(2);
        const Ensemble e = *drawEnsemble(plan, chainFigures(city, kBase, kSlow), nullptr, control);
        QCOMPARE(e.draws.size(), std::size_t{8});
        const RunPtr before = *runChain(city, kBase, control), after = *runChain(city, kSlow, control);
        const EnsembleResult result = summarise(*city, e, assess(*city, *before, *after, {}));
        // A lower speed limit makes car trips longer in every draw, though the draws themselves differ widely.
        const UncertainIndicator& time = *result.of(Indicator::CarTime);
        for (const UncertainFigure& f : time.places)
            QVERIFY(f.low > 0 && f.high > f.low && f.pBetter == 0);
        QCOMPARE(time.groups.size(), std::size_t{6});
        QVERIFY(time.worse > 0 && time.better == 0);
        QVERIFY(!time.headline.empty());
        // Nothing on foot changes: exactly 0 in every draw.
        for (const UncertainFigure& f : result.of(Indicator::JobsOnFoot)->places)
            QVERIFY(f.low == 0 && f.high == 0 && f.verdict == SureVerdict::Unchanged);
    }

    // By hand: change of place i is c (i + 1), people 500 + 100 i; the lowest fifth of 4500 people are 500 of place 0 and 400 of place 1.
    void groupsAreMeansOfPeopleAndTheGapHasItsSign()
    {
        const CityPtr city = streetTown();
        Ensemble e;
        e.plan = ensemblePlan(city, kBase, kSlow, {.samples = 10, .blocks = 1});
        for (std::size_t i = 0; i < 10; ++i)
            e.draws.emplace(i, figuresBy(city, -1.0));
        const EnsembleResult result = summarise(*city, e, reportOf(city));
        const UncertainIndicator& jobs = *result.of(Indicator::JobsByCar);
        const double everyone = -(500.0 * 1 + 600 * 2 + 700 * 3 + 800 * 4 + 900 * 5 + 1000 * 6) / 4500;
        const double lowest = -(500.0 * 1 + 400 * 2) / 900, highest = -6.0;
        const auto group = [&](std::string_view key) {
            return *std::find_if(jobs.groups.begin(), jobs.groups.end(), [&](const UncertainGroup& g) { return g.key == key; });
        };
        const auto of = [&](std::string_view key) { return group(key).change; };
        QVERIFY(near(group("everyone").people, 4500) && near(group("q1").people, 900) && near(group("q5").people, 900));
        QVERIFY(near(of("everyone").median, everyone) && near(of("q1").low, lowest) && near(of("q5").high, highest));
        QVERIFY(near(jobs.gap.median, lowest - highest) && jobs.gap.low > 0);
        QCOMPARE(of("q1").standard, 0.0);  // the standard runs are the same
        // A loss stays a loss: nothing is cut at 0, and people are counted, not places.
        QVERIFY(jobs.worse == 4500 || jobs.unchanged > 0);
        const UncertainIndicator& no2 = *result.of(Indicator::No2);
        QCOMPARE(no2.better, 4500.0);
        QCOMPARE(no2.places[NeighbourhoodId::fromIndex(3)].low, -4.0);
    }

    void whatIsUnknownIsLeftOutWithItsPeople()
    {
        const CityPtr city = streetTown();
        const NeighbourhoodId last = NeighbourhoodId::fromIndex(5);
        Ensemble e;
        e.plan = ensemblePlan(city, kBase, kSlow, {.samples = 8, .blocks = 1});
        for (std::size_t i = 0; i < 8; ++i) {
            DrawFigures d = figuresBy(city, 1.0);
            for (auto& values : d.after)
                if (i < 2)
                    values[last] = std::nan("");
            e.draws.emplace(i, d);
        }
        const UncertainIndicator no2 = *summarise(*city, e, reportOf(city)).of(Indicator::No2);
        QCOMPARE(no2.places[last].draws, std::size_t{6});
        QVERIFY(no2.places[last].low == 6 && no2.places[last].pWorse == 1);
        const UncertainFigure everyone = no2.groups[5].change;
        QCOMPARE(everyone.draws, std::size_t{8});
        const double without = (500.0 * 1 + 600 * 2 + 700 * 3 + 800 * 4 + 900 * 5) / 3500, with = (without * 3500 + 1000 * 6) / 4500;
        QVERIFY(near(quantile(std::vector<double>{without, without, with, with, with, with, with, with}, 0.05), everyone.low));
        QVERIFY(near(everyone.high, with));
    }

    void aChangeOfTheThresholdItselfCounts()
    {
        const std::vector<double> exactly(20, 1.0);
        QCOMPARE(uncertainFigure(exactly, 1, 1.0, true, 0.9).pBetter, 1.0);
        QCOMPARE(uncertainFigure(exactly, 1, 1.0, true, 0.9).verdict, SureVerdict::Better);
        QCOMPARE(uncertainFigure(exactly, 1, 1.0001, true, 0.9).verdict, SureVerdict::Unchanged);
        // Shares are of draws with a value, and exactly the share asked for is enough.
        std::vector<double> nine(9, 2.0);
        nine.push_back(0.5);
        nine.push_back(std::nan(""));
        const UncertainFigure f = uncertainFigure(nine, 2, 1, false, 0.9);
        QCOMPARE(f.pWorse, 0.9);
        QCOMPARE(f.draws, std::size_t{10});
        QCOMPARE(f.verdict, SureVerdict::Worse);
    }

    void theConfidenceIsTheScenariosAndMakesTheWidth()
    {
        const CityPtr city = streetTown();
        Scenario careful = kSlow;
        QVERIFY(careful.parameters.set("uncertainty.confidence", {.value = 0.5, .reason = {}, .evidence = {}}));
        Ensemble e;
        e.plan = ensemblePlan(city, kBase, careful, {.samples = 101, .blocks = 1});
        for (std::size_t i = 0; i < 101; ++i)
            e.draws.emplace(i, figuresBy(city, static_cast<double>(i)));
        const EnsembleResult result = summarise(*city, e, reportOf(city));
        QCOMPARE(result.confidence, 0.5);
        const UncertainFigure& f = result.of(Indicator::No2)->places[NeighbourhoodId::fromIndex(0)];
        QVERIFY(near(f.low, 25) && near(f.median, 50) && near(f.high, 75));
    }

    // The headline says who loses more only if the interval of the difference excludes 0.
    void theHeadlineClaimsNoMoreThanTheGapShows()
    {
        const CityPtr city = streetTown();
        const EquityReport report = reportOf(city);
        Ensemble e;
        e.plan = ensemblePlan(city, kBase, kSlow, {.samples = 50, .blocks = 1});
        for (std::size_t i = 0; i < 50; ++i)
            e.draws.emplace(i, figuresBy(city, 1 + 0.01 * static_cast<double>(i)));
        EnsembleResult sure = summarise(*city, e, report);
        QVERIFY(sure.of(Indicator::No2)->headline.find("fare better") != std::string::npos);  // the poor get less of a bad
        QVERIFY(sure.of(Indicator::JobsByCar)->headline.find("fare worse") != std::string::npos);
        for (std::size_t i = 0; i < 50; ++i)
            e.draws[i] = figuresBy(city, i % 2 == 0 ? 1.0 : -1.0);
        sure = summarise(*city, e, report);
        QVERIFY(sure.of(Indicator::No2)->headline.find("no difference can be shown") != std::string::npos);
        QCOMPARE(sure.of(Indicator::No2)->places[NeighbourhoodId::fromIndex(0)].verdict, SureVerdict::TooClose);
    }
};

QTEST_APPLESS_MAIN(EnsembleTest)
#include "tst_ensemble.moc"
