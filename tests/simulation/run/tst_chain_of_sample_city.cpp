#include <QTest>

#include "gis/core/sample/sample_city.h"
#include "simulation/run/model_chain.h"

#include <algorithm>

using namespace isopolis;

namespace {

constexpr std::string_view kBridge = "sample:way/old-bridge";  // always there, see sample_city.h

Scenario closedBridge()
{
    return {.name = "closed", .interventions = {{"Close the bridge", {CloseRoad{{.target = std::string(kBridge)}}}}}};
}

}  // namespace

/// The whole chain on a city of 50,000 people.
class ChainOfSampleCityTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        Expected<CityData> data = makeSampleCity({.population = 50000, .seed = 1});
        QVERIFY(data);
        m_city = City::create(std::move(*data)).value();
        m_base = run({.name = "base"}, 1);
    }

    void editsThatChangeNothingChangeNoBit_data()
    {
        QTest::addColumn<int>("threads");
        for (const int threads : {1, 2, 4})
            QTest::addRow("%d threads", threads) << threads;
    }

    void editsThatChangeNothingChangeNoBit()
    {
        QFETCH(int, threads);
        Scenario edited = closedBridge();
        edited.interventions.push_back({"Empty", {}});
        edited.interventions[0].enabled = false;
        QCOMPARE(runKey(*m_city, edited).hash(), m_base->key.hash());
        QCOMPARE(resultHash(*run(edited, threads)), resultHash(*m_base));
        edited.interventions.clear();
        QCOMPARE(resultHash(*run(edited, threads)), resultHash(*m_base));
    }

    void aClosedBridgeHasTheSameEffectAtAnyNumberOfThreads()
    {
        const RunPtr closed = run(closedBridge(), 1);
        QCOMPARE(resultHash(*run(closedBridge(), 4)), resultHash(*closed));
        QVERIFY(resultHash(*closed) != resultHash(*m_base));
        QVERIFY(closed->traffic.converged && m_base->traffic.converged);
        double before = 0;
        for (const LinkId link : m_city->roads().linksOf(kBridge)) {
            before += m_base->traffic.flow_veh_h[link];
            QCOMPARE(closed->traffic.flow_veh_h[link], 0.0);
        }
        QVERIFY(before > 0);
        QVERIFY(closed->traffic.totalTime_veh_h > m_base->traffic.totalTime_veh_h);
        // People still walk across, and nobody lives or works elsewhere.
        QVERIFY(closed->access.jobsOnFoot == m_base->access.jobsOnFoot);
    }

private:
    RunPtr run(const Scenario& scenario, int threads) const
    {
        QuietControl control(threads);
        auto made = runChain(m_city, scenario, control);
        if (!made)
            throw std::runtime_error(made.error().text());
        return *made;
    }

    CityPtr m_city;
    RunPtr m_base;
};

QTEST_APPLESS_MAIN(ChainOfSampleCityTest)
#include "tst_chain_of_sample_city.moc"
