#include <QTest>

#include "simulation/air/air_field.h"
#include "simulation/noise/noise_model.h"
#include "simulation/run/sensor_validation.h"
#include "support/mini_city.h"

#include <cmath>

using namespace isopolis;

namespace {

/// One street with three air sensors and one for noise; the last air sensor stands inside a house.
Run runOfTown()
{
    test::MiniCity mini;
    mini.node("A", -300, 0).node("B", 300, 0).street("A B").zone("Home", "A", {.people = 10});
    const auto sensor = [&](const char* id, const char* name, SensorKind kind, double x, double y) {
        mini.data.sensors.push({.externalId = id, .name = name, .kind = kind, .at = {x, y}});
    };
    sensor("air:near", "Near", SensorKind::Air, 0, 12);
    sensor("air:far", "Far", SensorKind::Air, 0, 150);
    sensor("air:inside", "Inside", SensorKind::Air, 100, 60);
    sensor("noise:1", "", SensorKind::Noise, 50, 15);
    mini.data.buildings.push(
        {.externalId = "house", .footprint = {Polygon{.outer = {{90, 50}, {110, 50}, {110, 70}, {90, 70}}}}, .height_m = 9});
    mini.data.weather.rose = {{180, 3, 0.5}, {0, 2, 0.5}};
    mini.data.background = {.no2 = 10, .pm25 = 8, .o3 = 45, .origin = "test"};
    Run run;
    run.applied = applyScenario(mini.make(), {}).value();
    for (const LinkId link : idsOf(run.applied.links)) {
        run.emissions.nox_g_day.push(500 + 10.0 * static_cast<double>(link.index()));
        run.emissions.primaryNo2_g_day.push(100);
        run.emissions.pm25_g_day.push(30);
        run.emissions.pm10_g_day.push(50);
        run.emissions.stirring.push(1e4);
    }
    run.traffic.flow_veh_day = IdVector<LinkId, double>(run.applied.linkCount(), 6000.0);
    run.traffic.speed_kmh = IdVector<LinkId, double>(run.applied.linkCount(), 45.0);
    return run;
}

}  // namespace

class TestSensorValidation : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void measurementsThatAreTwiceTheModelGiveTheFiguresByHand()
    {
        const Run run = runOfTown();
        QuietControl control(1);
        const AirProbe probe(run.applied, run.emissions, control);
        std::vector<MeasuredMean> measured;
        double sum = 0;
        for (const Sensor& sensor : run.applied.city->sensors())
            if (sensor.kind == SensorKind::Air) {
                const double modelled = probe.at(sensor.at).levels.no2_ug_m3;
                measured.push_back({sensor.externalId, "no2_ug_m3", 2.5 * modelled, 100, "2020", "2021"});
                sum += modelled;
            }
        measured[1].sensor = "Far";  // names are known too
        const SensorValidation v = validateSensors(run, measured, control);
        QCOMPARE(v.rows.size(), std::size_t{3});
        QCOMPARE(v.rows[1].sensor, std::string("air:far"));
        QCOMPARE(v.rows[2].inBuilding, std::string("house"));
        QCOMPARE(v.fits.size(), std::size_t{1});
        const SensorFit& f = v.fits[0];
        QVERIFY(f.n == 3 && f.fac2 == 0 && std::abs(f.nmb + 0.6) < 1e-12 && std::abs(f.r - 1) < 1e-12);
        QVERIFY(std::abs(f.bias + 1.5 * sum / 3) < 1e-9 && f.rmse > 0);
        QVERIFY(v.caveats.size() >= 3);
    }

    void noiseIsComparedWithTheDayAndHasNoFactorOfTwo()
    {
        const Run run = runOfTown();
        QuietControl control(1);
        const NoiseAtPlace place = noiseAt(run.applied, run.traffic, {50, 15});
        QVERIFY(place.lday_dB < place.lden_dB && place.lday_dB > place.lnight_dB);
        const SensorValidation v =
            validateSensors(run, std::vector<MeasuredMean>{{"noise:1", "leq_db", place.lday_dB - 2, 5, {}, {}}}, control);
        QVERIFY(v.rows.size() == 1 && std::abs(v.fits[0].bias - 2) < 1e-9);
        QVERIFY(std::isnan(v.fits[0].fac2) && std::isnan(v.fits[0].nmb) && std::isnan(v.fits[0].r));
    }

    void whatCannotBeComparedIsCounted()
    {
        const Run run = runOfTown();
        QuietControl control(1);
        const SensorValidation v = validateSensors(run,
                                                   std::vector<MeasuredMean>{{"air:nowhere", "no2_ug_m3", 20},
                                                                             {"air:near", "ozone", 20},
                                                                             {"air:near", "pm25_ug_m3", std::nan("")},
                                                                             {"air:near", "pm10_ug_m3", -3}},
                                                   control);
        QVERIFY(v.rows.empty() && v.fits.empty() && v.caveats.empty());
        QVERIFY(v.unknownSensor == 1 && v.unknownQuantity == 1 && v.badValue == 2);
    }
};

QTEST_GUILESS_MAIN(TestSensorValidation)
#include "tst_sensor_validation.moc"
