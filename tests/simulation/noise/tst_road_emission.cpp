// Sound power of road traffic against published levels of the EU reference DLL and computed spectra of the directive.

#include <QFile>
#include <QTest>

#include "simulation/noise/atmosphere.h"
#include "simulation/noise/road_emission.h"

#include <algorithm>

using namespace isopolis;

namespace {

const QString kReference = QStringLiteral(ISOPOLIS_SOURCE_DIR "/../shared/data/reference/noise/");

std::vector<QStringList> rows(const QString& name)
{
    std::vector<QStringList> all;
    QFile file(kReference + name);
    if (!file.open(QIODevice::ReadOnly))
        return all;
    file.readLine();
    while (!file.atEnd())
        if (const QString line = QString::fromUtf8(file.readLine()).trimmed(); !line.isEmpty())
            all.push_back(line.split(QLatin1Char(',')));
    return all;
}

std::size_t octaveOf(double hz) { return static_cast<std::size_t>(std::find(kOctaveHz.begin(), kOctaveHz.end(), hz) - kOctaveHz.begin()); }

NoiseCategory categoryOf(const QString& name)
{
    const QStringList all{"1", "2", "3", "4a", "4b"};
    return static_cast<NoiseCategory>(all.indexOf(name));
}

RoadSource oneStream(NoiseCategory category, double speed, double temperature, double slope, const char* surface)
{
    RoadSource road;
    road.flow[static_cast<std::size_t>(category)] = {1000, speed};
    road.surface = roadSurface(surface);
    road.temperature_C = temperature;
    road.gradient_pct = slope;
    return road;
}

}  // namespace

class TestRoadEmission : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void typedInLevelsOfTheReferenceProgramAreMet()
    {
        // Public unit tests of NoiseModelling (Université Gustave Eiffel): rows T02 and T05, produced by the EU reference DLL.
        RoadSource road;
        for (VehicleStream& stream : road.flow)
            stream = {1000, 70};
        road.surface = roadSurface("NL01", EmissionEdition::Year2015);
        road.temperature_C = 15;
        road.studdedMonths = 4;
        road.studdedShare = 0.5;
        road.junction = JunctionKind::Lights;
        road.junctionDistance_m = 200;
        road.gradient_pct = 10;
        QVERIFY(std::abs(soundPowerPerMetre(road, EmissionEdition::Year2015)[7] - 77.6711) <= 0.01);
        road.flow = {{{58, 40}, {50, 43}, {40, 45}, {100, 35}, {100, 32}}};
        road.surface = roadSurface("NL03", EmissionEdition::Year2015);
        road.temperature_C = -5;
        road.junctionDistance_m = 50;
        road.gradient_pct = -7;
        QVERIFY(std::abs(soundPowerPerMetre(road, EmissionEdition::Year2015)[0] - 82.785) <= 0.01);
    }

    void typedInSpectraOfTheNewCoefficientsAreMet()
    {
        // Evaluations of Delegated Directive (EU) 2021/1226, 1000 light vehicles an hour at 30 km/h on the reference surface.
        const Octaves down{85.8789, 75.7310, 73.6940, 72.7759, 74.9914, 72.9339, 67.6214, 60.0088};
        const Octaves up{84.6796, 74.5421, 72.5096, 71.7762, 74.1251, 71.9015, 66.4721, 58.8323};
        const Octaves a = soundPowerPerMetre(oneStream(NoiseCategory::Light, 30, 10, -8, "DEF"));
        const Octaves b = soundPowerPerMetre(oneStream(NoiseCategory::Light, 30, 20, 6, "DEF"));
        for (std::size_t i = 0; i < kOctaveCount; ++i)
            QVERIFY(std::abs(a[i] - down[i]) <= 0.01 && std::abs(b[i] - up[i]) <= 0.01);
    }

    void everyPublishedLevelIsMet()
    {
        const auto all = rows("cnossos_emission_published.csv");
        if (all.empty())
            QSKIP("the published emission levels are not on this machine");
        double worst = 0;
        for (const QStringList& r : all) {
            RoadSource road;
            for (qsizetype k = 0; k < 5; ++k)
                road.flow[static_cast<std::size_t>(k)] = {r[3 + k].toDouble(), r[8 + k].toDouble()};
            road.temperature_C = r[13].toDouble();
            road.surface = roadSurface(r[14].toStdString(), EmissionEdition::Year2015);
            QVERIFY(road.surface);
            road.studdedMonths = r[15].toDouble();
            road.studdedShare = r[16].toDouble();
            road.junctionDistance_m = r[17].toDouble();
            road.junction = r[18].toInt() == 1 ? JunctionKind::Lights : JunctionKind::Roundabout;
            road.gradient_pct = r[19].toDouble();
            const double got = soundPowerPerMetre(road, EmissionEdition::Year2015)[octaveOf(r[2].toDouble())];
            worst = std::max(worst, std::abs(got - r[20].toDouble()));
        }
        qInfo("%zu published levels, largest deviation %.4f dB", all.size(), worst);
        QVERIFY(worst <= 0.01);
    }

    void everyComputedSpectrumIsMet()
    {
        const auto all = rows("cnossos_emission_2021_computed.csv");
        if (all.empty())
            QSKIP("the computed emission spectra are not on this machine");
        double worst = 0;
        for (const QStringList& r : all) {
            const RoadSource road = oneStream(categoryOf(r[1]), r[3].toDouble(), r[4].toDouble(), r[5].toDouble(), qPrintable(r[2]));
            QVERIFY(road.surface);
            const Octaves got = soundPowerPerMetre(road);
            for (std::size_t i = 0; i < kOctaveCount; ++i)
                worst = std::max(worst, std::abs(got[i] - r[6 + static_cast<qsizetype>(i)].toDouble()));
        }
        qInfo("%zu spectra of 8 octaves, largest deviation %.4f dB", all.size(), worst);
        QVERIFY(worst <= 0.01);
    }

    void aRoadWithoutVehiclesIsSilent()
    {
        const Octaves silent = soundPowerPerMetre({});
        QVERIFY(std::all_of(silent.begin(), silent.end(), [](double v) { return v == kSilent_dB; }));
        RoadSource backwards;
        backwards.flow[0] = {-5, 50};
        QVERIFY(soundPowerPerMetre(backwards)[4] == kSilent_dB);
    }

    void theAirAbsorbsAsTheStandardSays()
    {
        // ISO 9613-1 at 10 °C and 70 %, dB/km, as published with ISO/TR 17534-4.
        const Octaves expected{0.12, 0.41, 1.04, 1.93, 3.66, 9.66, 32.77, 116.88};
        const Octaves got = airAbsorption_dB_km({.temperature_C = 10, .humidity_pct = 70});
        for (std::size_t i = 0; i < kOctaveCount; ++i)
            QVERIFY(std::abs(got[i] - expected[i]) <= 0.006);
    }
};

QTEST_GUILESS_MAIN(TestRoadEmission)
#include "tst_road_emission.moc"
