// The table that says which parameters a stage depends on, held against the chain itself.

#include "simulation/run/stage_keys.h"

#include "gis/core/sample/sample_city.h"
#include "simulation/run/model_chain.h"

#include <QTest>

using namespace isopolis;

namespace {

constexpr Stage kStages[] = {Stage::Traffic, Stage::Access, Stage::Transit, Stage::Emissions, Stage::Air, Stage::Noise, Stage::Health};

/// All bits of one stage's results that later stages or figures read.
Hash bitsOf(const Run& run, Stage stage)
{
    Hasher h;
    const auto add = [&](const std::vector<double>& values) {
        for (const double v : values)
            h.add(v);
    };
    switch (stage) {
    case Stage::Traffic:
        add(run.traffic.trips_veh_h.values);
        add(run.traffic.time_min.values);
        for (const auto* v : {&run.traffic.flow_veh_h, &run.traffic.time_s, &run.traffic.speed_kmh, &run.traffic.flow_veh_day})
            add(v->raw());
        break;
    case Stage::Access:
        for (const auto* v : {&run.access.jobsByCar, &run.access.jobsOnFoot, &run.access.jobsByCycle, &run.access.carTime_min,
                              &run.access.schoolOnFoot_min, &run.access.clinicOnFoot_min, &run.access.parkOnFoot_min})
            add(v->raw());
        break;
    case Stage::Transit: add(run.transit.jobsByTransit.raw()); break;
    case Stage::Emissions:
        for (const auto* v : {&run.emissions.nox_g_day, &run.emissions.pm25_g_day, &run.emissions.co2_g_day})
            add(v->raw());
        break;
    case Stage::Air:
        add(run.air.no2Mean_ug_m3.raw());
        add(run.air.pm25Mean_ug_m3.raw());
        add(run.air.pm10Mean_ug_m3.raw());
        break;
    case Stage::Noise:
        add(run.noise.ldenMean_dB.raw());
        add(run.noise.highlyAnnoyed_pct.raw());
        break;
    case Stage::Health:
        for (const PollutantHealth* p : {&run.health.no2, &run.health.pm25, &run.health.pm10})
            add({p->mean_ug_m3, p->aboveWho, p->aboveEu, p->deaths.central, p->deaths.low, p->deaths.high});
        for (const auto* v : {&run.health.no2AboveWho_percent, &run.health.no2AboveEu_percent, &run.health.pm25AboveWho_percent,
                              &run.health.pm25AboveEu_percent, &run.health.pm10AboveWho_percent, &run.health.pm10AboveEu_percent})
            add(v->raw());
        break;
    default: break;
    }
    return h.finish();
}

}  // namespace

class StageKeysTest : public QObject {
    Q_OBJECT
    CityPtr m_city;
    Scenario m_scenario{.name = "scheme", .interventions = {{"Close", {CloseRoad{{.target = "sample:way/old-bridge"}}}}}};
    RunPtr m_run;

    RunPtr run(const Scenario& scenario, std::span<const Relative> relatives = {}) const
    {
        QuietControl control(2);
        auto made = runChain(m_city, scenario, control, relatives);
        return made ? *made : nullptr;
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_city = City::create(*makeSampleCity({.population = 2000, .seed = 1})).value();
        m_run = run(m_scenario);
        QVERIFY(m_run);
    }

    void noParameterReachesAStageThatTheTableLeavesOut()
    {
        for (const ParameterSpec* spec : allParameters()) {
            bool somewhere = false;
            for (const Stage stage : kStages)
                somewhere = somewhere || !leadsTo(spec->id, stage);
            // What counts everywhere needs no proof.
            if (!somewhere)
                continue;
            Scenario changed = m_scenario;
            QVERIFY(changed.parameters.set(*spec,
                                           {.value = spec->standard != spec->low ? spec->low : spec->high, .reason = {}, .evidence = {}}));
            const RunPtr other = run(changed);
            if (!other)  // a value at the end of its range may make a city impossible
                continue;
            for (const Stage stage : kStages) {
                if (!leadsTo(spec->id, stage))
                    QVERIFY2(bitsOf(*other, stage) == bitsOf(*m_run, stage),
                             qPrintable(QString::fromStdString(std::string(spec->id) + " changes " + std::string(stageKey(stage)))));
                QCOMPARE(stageKey(changed, stage) == stageKey(m_scenario, stage), !leadsTo(spec->id, stage));
            }
        }
    }

    void aStageTakenOverHasTheSameBits()
    {
        for (const std::string_view id : {"air.road_width", "noise.surface_level", "emissions.off_peak_speed", "access.walk.speed"}) {
            const ParameterSpec* spec = findParameter(id);
            if (!spec)
                continue;
            Scenario changed = m_scenario;
            QVERIFY(changed.parameters.set(*spec, {.value = spec->high, .reason = {}, .evidence = {}}));
            const Relative relative{m_scenario, m_run};
            QCOMPARE(resultHash(*run(changed, {&relative, 1})), resultHash(*run(changed)));
        }
        // Another scheme is no relative in anything.
        Scenario other = m_scenario;
        other.interventions.front().enabled = false;
        const Relative relative{m_scenario, m_run};
        QCOMPARE(resultHash(*run(other, {&relative, 1})), resultHash(*run(other)));
    }
};

QTEST_APPLESS_MAIN(StageKeysTest)
#include "tst_stage_keys.moc"
