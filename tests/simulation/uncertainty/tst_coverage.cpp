// Do intervals of 90 % hold the truth in nine cases of ten? A town whose true parameters are known in each of many trials: a trial draws
// them at random from the distributions of all parameters of traffic, access, emissions and air, runs both branches there, and asks an
// ensemble of its own (other draws, its own seed, a Latin hypercube as always) for its interval. So the test judges the draws, the pairing
// and the quantiles together; it says nothing about whether a model is right, or whether the ranges of the sources are.
//
// With n draws the interval between the 5th and the 95th percentile holds 0.9 (n − 1) / (n + 1) of a continuous figure on average.

#include "simulation/access/access_model.h"
#include "simulation/air/air_model.h"
#include "simulation/emissions/emission_model.h"
#include "simulation/run/chain_memory.h"
#include "simulation/run/model_chain.h"
#include "simulation/uncertainty/ensemble_health.h"
#include "support/mini_city.h"

#include <QTest>

#include <array>
#include <random>

using namespace isopolis;

namespace {

constexpr std::size_t kTrials = 240, kDraws = 100, kControlTrials = 60;
constexpr double kConfident = 0.9, kLeast = 0.86, kMost = 0.94;

/// Two banks, a bridge between them and a longer way round; incomes differ.
CityPtr town()
{
    test::MiniCity mini;
    const char* const names[] = {"A", "B", "C", "D", "E", "F"};
    const Point2 at[] = {{0, 0}, {800, 100}, {1700, 0}, {2500, 200}, {900, 900}, {1800, 1000}};
    for (std::size_t i = 0; i < 6; ++i)
        mini.node(names[i], at[i].x, at[i].y);
    mini.street("A B C D", {.name = "Bridge Street", .roadClass = RoadClass::Primary});
    mini.street("A E F D", {.name = "Long Way", .roadClass = RoadClass::Secondary});
    mini.street("B E", {.name = "North Lane", .roadClass = RoadClass::Residential, .speed_kmh = 30});
    mini.street("C F", {.name = "South Lane", .roadClass = RoadClass::Residential, .speed_kmh = 30});
    for (std::size_t i = 0; i < 6; ++i) {
        const double n = static_cast<double>(i);
        mini.zone(std::string("Z") + names[i], names[i], {.people = 1500 + 300 * n, .jobs = 2600 - 350 * n, .income = 20000 + 5000 * n});
    }
    return mini.make();
}

const Scenario kBefore{.name = "base"};
const Scenario kAfter{.name = "slow",
                      .interventions = {{"Slow bridge", {SetSpeedLimit{{.target = "street:Bridge Street"}, Speed::kmh(25)}}}}};
/// Figures without steps: a count of jobs within a limit may be the same in many draws.
constexpr std::array kFigures{Indicator::No2, Indicator::Pm25, Indicator::Co2, Indicator::CarTime};
const std::vector<std::string> kDrawn{"traffic.", "access.", "emissions.", "air."};

/// The stages that the figures need; noise, the dearest one, is none of them.
Expected<std::vector<IdVector<NeighbourhoodId, double>>> branch(const CityPtr& city, Scenario scenario, const ParameterSet& values,
                                                                ChainMemory& memory, RunControl& control)
{
    scenario.parameters = values;
    Run run;
    auto applied = applyScenario(city, scenario);
    if (!applied)
        return unexpected(applied.error());
    run.applied = std::move(*applied);
    auto traffic = runTraffic(run.applied, control, {.memory = &memory.traffic});
    if (!traffic)
        return unexpected(traffic.error());
    run.traffic = std::move(*traffic);
    auto access = computeAccess(run.applied, run.traffic, control, &memory.access);
    if (!access)
        return unexpected(access.error());
    run.access = std::move(*access);
    auto emissions = computeEmissions(run.applied, run.traffic, control);
    if (!emissions)
        return unexpected(emissions.error());
    run.emissions = std::move(*emissions);
    auto air = computeAir(run.applied, run.emissions, control);
    if (!air)
        return unexpected(air.error());
    run.air = std::move(*air);
    std::vector<IdVector<NeighbourhoodId, double>> figures(figuresOfABranch(),
                                                           IdVector<NeighbourhoodId, double>(city->neighbourhoods().size(), 0.0));
    for (std::size_t k = 0; k < allIndicators().size(); ++k)
        if (std::find(kFigures.begin(), kFigures.end(), allIndicators()[k].indicator) != kFigures.end())
            figures[k] = valuesOf(run, allIndicators()[k].indicator);
    return figures;
}

FiguresOfDraw pairOf(const CityPtr& city)
{
    return [city](const ParameterSet& values, RunControl& control) -> Expected<DrawFigures> {
        ChainMemory memory;
        auto before = branch(city, kBefore, values, memory, control);
        if (!before)
            return unexpected(before.error());
        auto after = branch(city, kAfter, values, memory, control);
        if (!after)
            return unexpected(after.error());
        return DrawFigures{std::move(*before), std::move(*after)};
    };
}

/// Changes that a trial is judged by: the mean over all people and one neighbourhood, for each figure.
struct Judged {
    std::string name;
    std::size_t held = 0;
};

double meanChange(const City& city, const DrawFigures& d, std::size_t k)
{
    double people = 0, sum = 0;
    for (const NeighbourhoodId id : idsOf(city.neighbourhoods())) {
        const double n = city.neighbourhoods()[id].population;
        people += n;
        sum += n * (d.after[k][id] - d.before[k][id]);
    }
    return sum / people;
}

/// How often the intervals of ensembles that draw `drawn` hold the truth, which is drawn from everything.
std::vector<Judged> coverage(const CityPtr& city, const EquityReport& report, std::size_t trials, const std::vector<std::string>& drawn)
{
    const FiguresOfDraw pair = pairOf(city);
    std::vector<Judged> judged;
    for (const Indicator i : kFigures)
        for (const char* where : {"everyone", "one neighbourhood"})
            judged.push_back({std::string(indicatorInfo(i).key) + ", " + where, 0});
    // Where the truth may lie does not hang on a trial; points at random, not of a Latin hypercube.
    const DrawDesign world = ensemblePlan(city, kBefore, kAfter, {.samples = 2, .only = kDrawn}).design;
    std::mt19937_64 random(20240229);
    std::uniform_real_distribution<double> share(0, 1);
    QuietControl control;
    const NeighbourhoodId one(4);
    for (std::size_t trial = 0; trial < trials; ++trial) {
        std::vector<double> point;
        for (std::size_t a = 0; a < world.axes.size(); ++a)
            point.push_back(std::clamp(share(random), 1e-12, 1 - 1e-12));
        const auto truth = pair(world.at(point), control);
        const EnsemblePlan plan = ensemblePlan(city, kBefore, kAfter, {.samples = kDraws, .seed = trial + 1, .blocks = 1, .only = drawn});
        const auto ensemble = drawEnsemble(plan, pair, nullptr, control);
        if (!truth || !ensemble)
            return {};
        const EnsembleResult result = summarise(*city, *ensemble, report);
        for (std::size_t f = 0; f < kFigures.size(); ++f) {
            const UncertainIndicator& u = *result.of(kFigures[f]);
            const auto k = static_cast<std::size_t>(
                std::find_if(allIndicators().begin(), allIndicators().end(), [&](const auto& i) { return i.indicator == kFigures[f]; }) -
                allIndicators().begin());
            const auto everyone = std::find_if(u.groups.begin(), u.groups.end(), [](const auto& g) { return g.key == "everyone"; });
            const auto holds = [](const UncertainFigure& i, double value) { return i.low <= value && value <= i.high ? 1U : 0U; };
            judged[2 * f].held += holds(everyone->change, meanChange(*city, *truth, k));
            judged[2 * f + 1].held += holds(u.places[one], truth->after[k][one] - truth->before[k][one]);
        }
    }
    return judged;
}

}  // namespace

class CoverageTest : public QObject {
    Q_OBJECT

    CityPtr m_city = town();
    EquityReport m_report;

private Q_SLOTS:
    void initTestCase()
    {
        QuietControl control;
        const auto before = runChain(m_city, kBefore, control), after = runChain(m_city, kAfter, control);
        QVERIFY(before && after);
        m_report = assess(*m_city, **before, **after, {});
    }

    void intervalsHoldTheTruthAsOftenAsTheySay()
    {
        const std::vector<Judged> all = coverage(m_city, m_report, kTrials, kDrawn);
        QCOMPARE(all.size(), 2 * kFigures.size());
        for (const Judged& j : all) {
            const double share = static_cast<double>(j.held) / kTrials;
            qInfo("%-40s %.3f (expected %.3f)", j.name.c_str(), share, kConfident * (kDraws - 1.0) / (kDraws + 1.0));
            QVERIFY2(share >= kLeast && share <= kMost, qPrintable(QString::fromStdString(j.name) + QString::number(share)));
        }
    }

    // The other way round: an ensemble that leaves out what is uncertain is too sure of itself, and is found out.
    void ensemblesThatDrawTooLittleAreFoundOut()
    {
        const std::vector<Judged> all = coverage(m_city, m_report, kControlTrials, {"air."});
        QCOMPARE(all.size(), 2 * kFigures.size());
        for (const Judged& j : all) {
            qInfo("%-40s %.3f with the weather and the streets drawn alone", j.name.c_str(), static_cast<double>(j.held) / kControlTrials);
            QVERIFY2(static_cast<double>(j.held) / kControlTrials < kLeast, j.name.c_str());
        }
    }
};

QTEST_APPLESS_MAIN(CoverageTest)
#include "tst_coverage.moc"
