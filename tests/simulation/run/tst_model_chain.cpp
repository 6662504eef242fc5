#include <QTest>

#include "simulation/run/model_chain.h"
#include "simulation/run/run_cache.h"
#include "support/mini_city.h"

#include <cmath>
#include <mutex>

using namespace isopolis;

namespace {

/// Two banks of a river, four blocks of 500 m each, joined by an upper and a lower bridge.
struct RiverTown {
    test::MiniCity mini;
    CityPtr city;
    RiverTown()
    {
        for (const auto& [bank, x] : {std::pair("W", 0.0), std::pair("E", 800.0)})
            for (int i = 0; i < 4; ++i)
                mini.node(bank + std::to_string(i), x, 500 * i);
        mini.street("W0 W1 W2 W3", {.name = "West Quay"}).street("E0 E1 E2 E3", {.name = "East Quay"});
        mini.street("W0 E0", {.name = "Lower Bridge", .roadClass = RoadClass::Primary, .structure = Structure::Bridge});
        mini.street("W3 E3", {.name = "Upper Bridge", .roadClass = RoadClass::Primary, .structure = Structure::Bridge});
        for (int i = 0; i < 4; ++i) {
            mini.zone("West " + std::to_string(i), "W" + std::to_string(i),
                      {.people = 2000.0 + 300 * i, .jobs = 150, .income = 30000.0 + i});
            mini.zone("East " + std::to_string(i), "E" + std::to_string(i),
                      {.people = 600, .jobs = 900.0 + 100 * i, .income = 50000.0 + i});
        }
        city = mini.make();
    }
};

Scenario scheme(std::vector<Intervention> interventions = {}) { return {.name = "scheme", .interventions = std::move(interventions)}; }
const Intervention kCloseLower{"Close the lower bridge", {CloseRoad{{.target = "street:Lower Bridge"}}}};

RunPtr mustRun(const CityPtr& city, const Scenario& scenario, int threads = 2)
{
    QuietControl control(threads);
    auto run = runChain(city, scenario, control);
    if (!run)
        throw std::runtime_error(run.error().text());
    return *run;
}

/// Notes what it is told and cancels at a given stage.
class Watcher : public RunControl {
public:
    explicit Watcher(std::optional<Stage> cancelAt = {}) : m_cancelAt(cancelAt) {}
    void progress(Stage stage, double fraction) override
    {
        const std::scoped_lock lock(m_mutex);
        if (stages.empty() || stages.back() != stage)
            stages.push_back(stage);
        inRange = inRange && fraction >= 0 && fraction <= 1;
        m_cancelled = m_cancelled || stage == m_cancelAt;
    }
    bool cancelled() const override
    {
        const std::scoped_lock lock(m_mutex);
        return m_cancelled;
    }
    int threads() const override { return 2; }
    std::vector<Stage> stages;
    bool inRange = true;

private:
    mutable std::mutex m_mutex;
    std::optional<Stage> m_cancelAt;
    bool m_cancelled = false;
};

}  // namespace

class ModelChainTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyStageFillsItsPartOfTheRun()
    {
        const RiverTown town;
        Watcher watcher;
        const auto run = runChain(town.city, scheme(), watcher);
        QVERIFY2(run.has_value(), run ? "" : run.error().text().c_str());
        const Run& r = **run;
        QCOMPARE(r.key, runKey(*town.city, scheme()));
        QCOMPARE(r.scenarioName, std::string("scheme"));
        const std::size_t places = town.city->neighbourhoods().size(), links = town.city->roads().links().size();
        QCOMPARE(r.traffic.flow_veh_h.size(), links);
        QCOMPARE(r.emissions.nox_g_day.size(), links);
        QVERIFY(r.traffic.converged);
        QVERIFY(r.emissions.totalNox_kg_day > 0);
        for (std::size_t i = 0; i < places; ++i) {
            const auto id = NeighbourhoodId::fromIndex(i);
            QVERIFY(r.access.jobsByCar[id] > 0 && r.access.jobsOnFoot[id] > 0 && r.access.carTime_min[id] > 0);
            QVERIFY(r.air.no2Mean_ug_m3[id] > r.air.backgroundNo2_ug_m3);
            QVERIFY(r.noise.ldenMean_dB[id] > 30 && r.noise.ldenMean_dB[id] < 90 && r.noise.lnightMean_dB[id] < r.noise.ldenMean_dB[id]);
            QVERIFY(r.air.pm25Mean_ug_m3[id] > r.air.backgroundPm25_ug_m3);
        }
        QStringList stages;
        for (const StageTime& t : r.stageTimes)
            stages << QString::fromStdString(t.stage);
        QCOMPARE(stages, (QStringList{"prepare", "traffic", "access", "transit", "emissions", "air", "noise", "health"}));
        QVERIFY(watcher.inRange);
        QCOMPARE(watcher.stages.front(), Stage::Prepare);
        QCOMPARE(watcher.stages.back(), Stage::Health);
    }

    void closingABridgeMovesItsTrafficToTheOther()
    {
        const RiverTown town;
        const RunPtr before = mustRun(town.city, scheme()), after = mustRun(town.city, scheme({kCloseLower}));
        const LinkId lower = town.mini.link("W0>E0"), upper = town.mini.link("W3>E3");
        QVERIFY(before->traffic.flow_veh_h[lower] > 0);
        QCOMPARE(after->traffic.flow_veh_h[lower], 0.0);
        QVERIFY(after->traffic.flow_veh_h[upper] > before->traffic.flow_veh_h[upper]);
        const NeighbourhoodId west0 = town.mini.neighbourhood("West 0");
        QVERIFY(after->access.carTime_min[west0] > before->access.carTime_min[west0]);
        QCOMPARE(after->access.jobsOnFoot[west0], before->access.jobsOnFoot[west0]);  // people still walk across
        QVERIFY(resultHash(*after) != resultHash(*before));
        QVERIFY(after->key != before->key);
    }

    void anEmptyEditAndAnUndoneEditChangeNoBit_data()
    {
        QTest::addColumn<int>("threads");
        for (const int threads : {1, 2, 4})
            QTest::addRow("%d threads", threads) << threads;
    }

    void anEmptyEditAndAnUndoneEditChangeNoBit()
    {
        QFETCH(int, threads);
        const RiverTown town;
        const Hash result = resultHash(*mustRun(town.city, scheme(), 1));
        const Hash key = runKey(*town.city, scheme()).hash();

        Intervention off = kCloseLower;
        off.enabled = false;
        const Scenario empty = scheme({{"Nothing yet", {}}, off});
        Scenario undone = scheme({kCloseLower});
        QVERIFY(runKey(*town.city, undone).hash() != key);
        mustRun(town.city, undone, threads);
        undone.interventions.clear();
        for (const Scenario& s : {empty, undone}) {
            QCOMPARE(runKey(*town.city, s).hash(), key);
            QCOMPARE(resultHash(*mustRun(town.city, s, threads)), result);
        }
        // An operation that asks for what is there has a key of its own, but the same bits.
        const Scenario same = scheme({{"Same", {SetSpeedLimit{{.target = "street:West Quay"}, Speed::kmh(50)}}}});
        QVERIFY(runKey(*town.city, same).hash() != key);
        QCOMPARE(resultHash(*mustRun(town.city, same, threads)), result);

        const Hash closed = resultHash(*mustRun(town.city, scheme({kCloseLower}), 1));
        QCOMPARE(resultHash(*mustRun(town.city, scheme({kCloseLower}), threads)), closed);
    }

    void cancellingStopsAtAnyStage_data()
    {
        QTest::addColumn<int>("stage");
        for (const Stage stage : {Stage::Prepare, Stage::Demand, Stage::Traffic, Stage::Access, Stage::Transit, Stage::Emissions,
                                  Stage::Air, Stage::Noise, Stage::Health})
            QTest::newRow(std::string(stageKey(stage)).c_str()) << static_cast<int>(stage);
    }

    void cancellingStopsAtAnyStage()
    {
        QFETCH(int, stage);
        const RiverTown town;
        Watcher watcher(static_cast<Stage>(stage));
        const auto run = runChain(town.city, scheme({kCloseLower}), watcher);
        QVERIFY(!run);
        QCOMPARE(run.error().code, ErrorCode::Cancelled);
        QCOMPARE(watcher.stages.back(), static_cast<Stage>(stage));
    }

    void faultsOfTheScenarioReachTheCaller()
    {
        const RiverTown town;
        QuietControl control;
        const auto run = runChain(town.city, scheme({{"Wrong", {CloseRoad{{.target = "osm:way/0"}}}}}), control);
        QVERIFY(!run);
        QCOMPARE(run.error().code, ErrorCode::NotFound);
        QVERIFY(run.error().text().find("“Wrong”") != std::string::npos);
        QCOMPARE(runChain({}, scheme(), control).error().code, ErrorCode::Internal);
    }

    void findingsOfAllStagesAreDiagnosticsOfTheRun()
    {
        const RiverTown town;
        const RunPtr run = mustRun(town.city, scheme({{"Same", {SetSpeedLimit{{.target = "street:West Quay"}, Speed::kmh(50)}}}}));
        const auto& all = run->diagnostics;
        const std::size_t parts = run->applied.issues.size() + run->traffic.issues.size() + run->access.issues.size() +
                                  run->transit.issues.size() + run->emissions.issues.size() + run->air.issues.size() +
                                  run->noise.issues.size();
        QCOMPARE(all.size(), parts);
        QCOMPARE(all.front().code, std::string("changes_nothing"));
    }

    void theCacheKeepsWhatWasUsedLast()
    {
        const RiverTown town;
        RunCache cache(2);
        QuietControl control(1);
        const Scenario a = scheme(), b = scheme({kCloseLower}), c = scheme({{"Fleet", {FleetShift{0.5}}}});
        const RunPtr first = cache.obtain(town.city, a, control).value();
        QCOMPARE(cache.obtain(town.city, a, control).value().get(), first.get());
        cache.obtain(town.city, b, control).value();
        QVERIFY(cache.find(runKey(*town.city, a)));  // used: b is now the oldest
        cache.obtain(town.city, c, control).value();
        QCOMPARE(cache.size(), std::size_t(2));
        QVERIFY(!cache.find(runKey(*town.city, b)));
        QCOMPARE(cache.find(runKey(*town.city, a)).get(), first.get());

        const auto other = std::make_shared<Run>(*first);
        cache.put(other);
        QCOMPARE(cache.find(first->key).get(), static_cast<const Run*>(other.get()));
        QCOMPARE(cache.size(), std::size_t(2));
        cache.put({});
        cache.clear();
        QCOMPARE(cache.size(), std::size_t(0));
        QVERIFY(!cache.find(first->key));
    }
};

QTEST_APPLESS_MAIN(ModelChainTest)
#include "tst_model_chain.moc"
