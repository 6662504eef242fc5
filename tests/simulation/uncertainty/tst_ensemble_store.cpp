#include "simulation/equity/assessment.h"
#include "simulation/project/ensemble_store.h"
#include "simulation/project/sqlite_connection.h"
#include "simulation/project/stored_draws.h"
#include "simulation/run/model_chain.h"
#include "simulation/uncertainty/ensemble_health.h"
#include "simulation/uncertainty/sensitivity_study.h"
#include "support/mini_city.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <limits>

using namespace isopolis;

namespace {

DrawFigures figures(double base)
{
    DrawFigures f;
    for (std::size_t k = 0; k < figuresOfABranch(); ++k) {
        f.before.push_back(IdVector<NeighbourhoodId, double>(3, base));
        f.after.push_back(IdVector<NeighbourhoodId, double>(3, base + 0.1 * static_cast<double>(k)));
    }
    f.after[1][NeighbourhoodId::fromIndex(1)] = std::numeric_limits<double>::quiet_NaN();
    return f;
}

EnsemblePlan planOf(std::string_view name, std::size_t samples = 10)
{
    EnsemblePlan plan;
    plan.key = sha256(name);
    plan.design = designDraws({}, {.samples = samples});
    return plan;
}

bool same(double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); }

}  // namespace

class EnsembleStoreTest : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    std::filesystem::path path(const char* name) const { return m_folder.filePath(QString::fromUtf8(name)).toStdString(); }

private Q_SLOTS:
    void drawsComeBackBitForBitAndOnlyToTheirEnsemble()
    {
        const EnsemblePlan plan = planOf("a"), other = planOf("b");
        {
            auto store = EnsembleStore::obtain(path("a.ensembles.db"));
            QVERIFY(store);
            QVERIFY(store->load(plan)->empty());
            for (const std::size_t i : {std::size_t{0}, std::size_t{7}})
                QVERIFY(store->save(plan, i, figures(1.0 / 3 + static_cast<double>(i))));
        }
        auto store = EnsembleStore::obtain(path("a.ensembles.db"));
        QVERIFY(store);
        const auto draws = *store->load(plan);
        QCOMPARE(draws.size(), std::size_t{2});
        const DrawFigures expected = figures(1.0 / 3 + 7);
        for (std::size_t k = 0; k < expected.after.size(); ++k)
            for (std::size_t i = 0; i < 3; ++i)
                QVERIFY(same(draws.at(7).after[k].raw()[i], expected.after[k].raw()[i]));
        QVERIFY(store->load(other)->empty());
        // A plan of fewer samples has another key in life; were it the same, later numbers would still be left out.
        EnsemblePlan fewer = planOf("a", 5);
        QCOMPARE(store->load(fewer)->size(), std::size_t{1});
        QVERIFY(store->keepOnly(other.key));
        QVERIFY(store->load(plan)->empty());
    }

    void theFileKeepsTheEnsemblesUsedLast()
    {
        const auto use = [&](int i) {
            auto store = EnsembleStore::obtain(path("old.ensembles.db"));
            const EnsemblePlan plan = planOf("plan " + std::to_string(i));
            QVERIFY(store && store->load(plan));
            QVERIFY(store->save(plan, 0, figures(i)));
        };
        const auto held = [&](int i) {
            auto store = EnsembleStore::obtain(path("old.ensembles.db"));
            return !store->load(planOf("plan " + std::to_string(i)))->empty();
        };
        constexpr int kMost = static_cast<int>(EnsembleStore::kMostOthers);
        for (int i = 0; i < kMost; ++i)
            use(i);
        use(0);  // used again: it is younger than the next one now
        for (int i = kMost; i < kMost + 2; ++i)
            use(i);
        auto store = EnsembleStore::obtain(path("old.ensembles.db"));
        QCOMPARE(store->size()->ensembles, EnsembleStore::kMostOthers + 1);
        QVERIFY(store->size()->bytes > 0 && store->size()->bytes < EnsembleStore::kMostBytes);
        QVERIFY(held(0) && held(kMost) && held(kMost + 1) && !held(1));
        // Asking for ensembles that are not there costs none of those that are.
        for (int absent = 100; absent < 120; ++absent)
            QVERIFY(!held(absent));
        QCOMPARE(store->size()->ensembles, EnsembleStore::kMostOthers + 1);
        QVERIFY(held(2));
    }

    void filesOfEarlierVersionsAreTakenOver()
    {
        const EnsemblePlan plan = planOf("then");
        {
            auto store = EnsembleStore::obtain(path("then.ensembles.db"));
            QVERIFY(store && store->save(plan, 3, figures(3)));
        }
        // The table of uses is what was new.
        Connection::open(path("then.ensembles.db"), OpenMode::ReadWrite).execute("DROP TABLE ensemble");
        auto store = EnsembleStore::obtain(path("then.ensembles.db"));
        QVERIFY(store);
        QCOMPARE(store->load(plan)->size(), std::size_t{1});
        Connection::open(path("then.ensembles.db"), OpenMode::ReadWrite).execute("CREATE TABLE more(x)");
        QVERIFY(!EnsembleStore::obtain(path("then.ensembles.db")));
    }

    void damagedDrawsCountAsNotDrawn()
    {
        const std::vector<std::uint8_t> good = encodeDraw(figures(2));
        QVERIFY(decodeDraw(good).has_value());
        for (std::size_t n : {std::size_t{0}, std::size_t{3}, std::size_t{4}, good.size() / 2, good.size() - 1})
            QVERIFY(!decodeDraw(std::span(good).first(n)).has_value());
        std::vector<std::uint8_t> longer = good;
        longer.push_back(0);
        QVERIFY(!decodeDraw(longer).has_value());
        std::vector<std::uint8_t> huge = good;
        std::fill(huge.begin() + 4, huge.begin() + 12, std::uint8_t{255});
        QVERIFY(!decodeDraw(huge).has_value());
    }

    // A study of sensitivity stores whole draws, so that it goes on where it stopped.
    void aStudyTakesItsPointsFromTheStore()
    {
        test::MiniCity mini;
        mini.node("A", 0, 0).node("B", 600, 0);
        mini.street("A B", {.name = "Street", .roadClass = RoadClass::Primary});
        mini.zone("Z", "A", {.people = 500, .jobs = 300, .income = 20000}).zone("Y", "B", {.people = 300, .jobs = 100, .income = 30000});
        const CityPtr city = mini.make();
        const Scenario base{.name = "base"},
            slow{.name = "slow", .interventions = {{"s", {SetSpeedLimit{{.target = "street:Street"}, Speed::kmh(30)}}}}};
        QuietControl control(1);
        const RunPtr before = *runChain(city, base, control), after = *runChain(city, slow, control);
        const EquityReport report = assess(*city, *before, *after, {});
        const Indicator wanted[] = {Indicator::CarTime};
        const auto outputs = sensitivityOutputs(*city, report, wanted, city->findNeighbourhood("Z"));
        QCOMPARE(outputs.size(), std::size_t{8});  // everybody, the gap, the neighbourhood, and five fifths
        const EnsemblePlan plan = ensemblePlan(city, base, slow, {.samples = 1, .only = {"traffic.bpr", "traffic.capacity"}});
        auto store = EnsembleStore::obtain(path("study.ensembles.db"));
        QVERIFY(store);
        const SensitivitySettings settings{.trajectories = 2, .keep = 1, .samples = 2};
        const auto study = [&] {
            return sensitivityStudy(plan, rememberingFigures(city, base, slow), outputs, settings, &*store, control);
        };
        const auto first = study(), second = study();
        QVERIFY(first && second);
        QCOMPARE(first->taken, std::size_t{0});
        QCOMPARE(second->taken, second->points);
        QCOMPARE(second->points, first->points);
        for (std::size_t o = 0; o < outputs.size(); ++o)
            for (std::size_t i = 0; i < first->outputs[o].inputs.size(); ++i)
                QVERIFY(same(first->outputs[o].inputs[i].effects.muStar, second->outputs[o].inputs[i].effects.muStar) &&
                        same(first->outputs[o].inputs[i].total, second->outputs[o].inputs[i].total));
    }

    void theLargestStoredEnsembleOfAPairIsFound()
    {
        test::MiniCity mini;
        mini.node("A", 0, 0).node("B", 600, 0);
        mini.street("A B", {.name = "Street", .roadClass = RoadClass::Primary});
        mini.zone("Z", "A", {.people = 500, .jobs = 300, .income = 20000}).zone("Y", "B", {.people = 300, .jobs = 100, .income = 30000});
        const CityPtr city = mini.make();
        const Scenario base{.name = "base"},
            slow{.name = "slow", .interventions = {{"s", {SetSpeedLimit{{.target = "street:Street"}, Speed::kmh(30)}}}}};
        const std::filesystem::path file = path("pair.ensembles.db");
        QVERIFY(!storedDraws(file, city, base, slow)->has_value());
        QVERIFY(!std::filesystem::exists(file));  // asking makes none
        const auto keep = [&](std::size_t samples, std::uint64_t seed, std::size_t done) {
            auto store = EnsembleStore::obtain(file);
            EnsembleSettings settings;
            settings.samples = samples;
            settings.seed = seed;
            const EnsemblePlan plan = ensemblePlan(city, base, slow, settings);
            for (std::size_t i = 0; i < done; ++i)
                if (!store || !store->save(plan, i, figures(static_cast<double>(i))))
                    qFatal("a draw was not stored");
        };
        keep(32, 1, kFewestUnasked - 1);
        QVERIFY(!storedDraws(file, city, base, slow)->has_value());  // too few for an interval
        QCOMPARE((*storedDraws(file, city, base, slow, 32))->draws.size(), kFewestUnasked - 1);
        keep(64, 1, 20);
        keep(16, 1, 16);
        keep(128, 2, 30);
        const auto found = storedDraws(file, city, base, slow);
        QVERIFY(found && found->has_value());
        QCOMPARE((*found)->draws.size(), std::size_t{20});
        QCOMPARE((*found)->taken, std::size_t{20});
        QCOMPARE((*storedDraws(file, city, base, slow, 0, 2))->draws.size(), std::size_t{30});
        QVERIFY(!storedDraws(file, city, base, base)->has_value());
    }

    void foreignFilesAreRefusedAndLeftAlone()
    {
        QFile file(QString::fromStdString(path("x.ensembles.db").string()));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("not a database at all, but a letter to my aunt");
        file.close();
        const auto refused = EnsembleStore::obtain(path("x.ensembles.db"));
        QVERIFY(!refused && refused.error().code == ErrorCode::BadFile);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(file.readAll().startsWith("not a database"));
        QCOMPARE(ensembleStorePath("town.gpkg").string(), std::string("town.ensembles.db"));
        QCOMPARE(ensembleStorePath("plan.v2").string(), std::string("plan.v2.ensembles.db"));
    }
};

QTEST_APPLESS_MAIN(EnsembleStoreTest)
#include "tst_ensemble_store.moc"
