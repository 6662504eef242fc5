// Maps of some hours, chemistry by class, and kernels that outlive the program.

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "simulation/air/air_contributions.h"
#include "simulation/air/air_field.h"
#include "simulation/air/air_kernels_folder.h"
#include "simulation/air/air_model.h"
#include "simulation/air/air_parameters.h"
#include "simulation/air/photochemistry.h"
#include "simulation/run/kernel_file.h"
#include "simulation/traffic/traffic_result.h"
#include "support/mini_city.h"

#include <cmath>
#include <cstring>
#include <map>

using namespace isopolis;
using test::MiniCity;

namespace {

double relative(double a, double b) { return std::abs(a - b) / std::max(std::abs(b), 1e-300); }

/// A crossing, a house at it, and forty days of weather with a daily course.
MiniCity town(bool hourly = true)
{
    MiniCity mini;
    mini.node("W", -300, 0).node("M", 0, 0).node("E", 300, 10).node("N", 5, 300).node("S", 0, -300).node("H", 20, 40);
    mini.street("W M").street("M E").street("N M").street("M S");
    mini.zone("Home", "H", {.people = 80});
    mini.data.buildings.push(
        {.externalId = "house", .footprint = {Polygon{.outer = {{60, 60}, {90, 60}, {90, 90}, {60, 90}}}}, .height_m = 12});
    mini.data.frame.latitude = 46;
    mini.data.frame.longitude = 6;
    mini.data.background = {.no2 = 12, .pm25 = 8, .o3 = 50, .origin = "test"};
    mini.data.weather.rose = {{225, 3, 0.6}, {45, 1, 0.4}};
    if (hourly)
        for (int h = 0; h < 960; ++h) {
            const double day = 0.5 + 0.5 * std::sin((h % 24 - 8) * 0.2618);
            mini.data.weather.hours.push_back(
                {400000 + h, std::fmod(h * 37.0, 360), 0.8 + 3.5 * day + (h % 7) * 0.3, (h % 5) / 5.0, 5 + 12 * day});
        }
    return mini;
}

AppliedScenario applied(const MiniCity& mini, std::initializer_list<std::pair<const char*, double>> values = {})
{
    Scenario scenario{.name = "s"};
    for (const auto& [id, value] : values)
        if (!scenario.parameters.set(id, {.value = value, .reason = "test", .evidence = {}}))
            qFatal("%s is refused", id);
    return applyScenario(mini.make(), scenario).value();
}

EmissionResult emissions(const AppliedScenario& scenario, double scale = 1)
{
    EmissionResult q;
    for (const LinkId link : idsOf(scenario.links)) {
        const double amount = scale * scenario.length_m(link);
        q.nox_g_day.push(4 * amount);
        q.primaryNo2_g_day.push(0.8 * amount);
        q.pm25_g_day.push(0.3 * amount);
        q.pm10_g_day.push(0.6 * amount);
        q.co2_g_day.push(amount);
        q.stirring.push(2e4);
    }
    return q;
}

TrafficResult traffic(const AppliedScenario& scenario)
{
    TrafficResult t;
    const auto flat = [&](double value) { return IdVector<LinkId, double>(scenario.linkCount(), value); };
    for (const double flow : {900.0, 500.0, 800.0, 100.0})
        t.hours.push_back({6, flat(flow), flat(40)});
    t.flow_veh_h = t.hours[0].flow_veh_h;
    t.speed_kmh = flat(40);
    t.capacity_veh_h = flat(1500);
    t.flow_veh_day = flat(6 * 2300);
    return t;
}

const AirPlaces kMap{.area = {-150, -150, 150, 150}, .cell_m = 15, .points = {{30, 30}, {-100, 20}, {5, 100}}};

bool sameBits(const Raster& a, const Raster& b)
{
    return a.values.size() == b.values.size() && std::memcmp(a.values.data(), b.values.data(), a.values.size() * sizeof(float)) == 0;
}

}  // namespace

class TestAirHours : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void thePartsOfTheYearMakeUpTheYear()
    {
        const AppliedScenario a = applied(town());
        QuietControl control(2);
        std::vector<Issue> issues;
        const auto year = sharedKernel(a, issues, control);
        const auto parts = weatherParts(a, control).value();
        QVERIFY(parts->size() >= 4 && parts->size() <= 9);
        double share = 0, emission = 0;
        for (const HoursWeather& part : *parts) {
            share += part.share;
            emission += part.share * part.emission;
        }
        QVERIFY(std::abs(share - 1) < 1e-12 && std::abs(emission - 1) < 1e-12);
        double worst = 0;
        for (const Point2 offset : {Point2{40, 0}, Point2{-80, 60}, Point2{0, 200}, Point2{300, -250}}) {
            double sum = 0;
            for (const HoursWeather& part : *parts)
                sum += part.share * part.emission * part.kernel->at(offset);
            worst = std::max(worst, relative(sum, year->at(offset)));
        }
        qInfo("the mean over parts against the annual kernel: %.2f %%", 100 * worst);
        QVERIFY(worst < 0.02);  // stability classes are cut differently
    }

    void periodsHaveTheirTrafficAndTheirWeather()
    {
        const AppliedScenario a = applied(town());
        const TrafficResult t = traffic(a);
        const EmissionResult q = emissions(a);
        QuietControl control(2);
        std::map<Period, double> nox;
        for (const Period period : kPeriods) {
            AirPlaces places = kMap;
            places.hours.period = period;
            const AirField field = airFieldOfHours(a, t, q, places, control).value();
            nox[period] = field.points[0].roadNox_ug_m3;
            QVERIFY(field.points[0].no2_ug_m3 > 0 && std::isfinite(field.points[0].no2_ug_m3));
            QVERIFY(std::isnan(field.no2.sample({75, 75})));
        }
        qInfo("road NOx in the morning %.1f, midday %.1f, evening %.1f, night %.1f µg/m³", nox[Period::Morning], nox[Period::Midday],
              nox[Period::Evening], nox[Period::Night]);
        QVERIFY(nox[Period::Morning] > nox[Period::Midday]);
        const auto calmer = [&](AirWeather weather) {
            AirPlaces places = kMap;
            places.hours.weather = weather;
            return airFieldOfHours(a, t, q, places, control).value().points[0].roadNox_ug_m3;
        };
        QVERIFY(calmer(AirWeather::Calm) > 2 * calmer(AirWeather::Windy));
        // All hours are the annual mean, whichever way they are asked for.
        QVERIFY(airFieldOfHours(a, t, q, kMap, control)->points == airField(a, q, kMap, control)->points);
    }

    void hoursThatDoNotOccurAreRefusedInWords()
    {
        QuietControl control(1);
        const AppliedScenario rose = applied(town(false));
        const TrafficResult t = traffic(rose);
        for (const AirWeather weather : {AirWeather::Stable, AirWeather::SouthWind}) {
            AirPlaces places = kMap;
            places.hours.weather = weather;
            const auto none = airFieldOfHours(rose, t, emissions(rose), places, control);
            QVERIFY(weather == AirWeather::SouthWind ? none.has_value() : !none && none.error().code == ErrorCode::NotFound);
        }
        AirPlaces windy = kMap;
        windy.hours.weather = AirWeather::Windy;
        const auto none = airFieldOfHours(rose, t, emissions(rose), windy, control);
        QVERIFY(!none && none.error().message.find("Windy") != std::string::npos);
        for (const AirWeatherInfo& info : airWeathers())
            QCOMPARE(&airWeather(info.weather), &info);
        QCOMPARE(airHoursText({}), std::string());
        QCOMPARE(airHoursText({Period::Night, AirWeather::Calm}), std::string("Night, 19 to 7 o'clock; Calm: wind below 2 m/s"));
    }

    void chemistryKeepsTheOxidantAndTheBackground()
    {
        HoursWeather noon, night;
        noon.temperature_k = 293;
        noon.radiation_W_m2 = 500;
        night.temperature_k = 278;
        const UsedBackground b{.no2 = 12, .pm25 = 8, .o3 = 50, .pm10 = 12};
        for (const HoursWeather* hours : {&noon, &night}) {
            QVERIFY(std::abs(no2OfHours(0, 0, b, *hours, 100) - 12) < 1e-9);
            double last = 12;
            for (const double nox : {10.0, 50.0, 200.0}) {
                const double no2 = no2OfHours(nox, 0.2 * nox, b, *hours, 100);
                QVERIFY(no2 > last && no2 <= 12 + 50 * 1.95 / 2.03 + 0.2 * nox && no2 <= 12 + nox);
                last = no2;
            }
        }
        // Daylight takes NO2 apart; time lets it form.
        QVERIFY(no2OfHours(80, 10, b, noon, 100) < no2OfHours(80, 10, b, night, 100));
        QVERIFY(no2OfHours(80, 10, b, night, 30) < no2OfHours(80, 10, b, night, 300));
    }

    void chemistryByClassIsAChoiceAndHoldsEverywhereAlike()
    {
        const MiniCity mini = town();
        const AppliedScenario annual = applied(mini), classes = applied(mini, {{"air.chemistry", 1}});
        QuietControl control(2);
        const EmissionResult q = emissions(annual);
        const AirResult a = computeAir(annual, q, control).value(), c = computeAir(classes, q, control).value();
        const NeighbourhoodId home = mini.neighbourhood("Home");
        qInfo("NO2 by the annual relation %.2f, by class %.2f µg/m³ (road NOx %.1f)", a.no2Mean_ug_m3[home], c.no2Mean_ug_m3[home],
              a.roadNox_ug_m3[ReceptorId(0)]);
        QCOMPARE(a.roadNox_ug_m3, c.roadNox_ug_m3);
        QCOMPARE(a.pm25_ug_m3, c.pm25_ug_m3);
        QVERIFY(a.no2Mean_ug_m3[home] != c.no2Mean_ug_m3[home]);
        QVERIFY(relative(c.no2Mean_ug_m3[home], a.no2Mean_ug_m3[home]) < 0.3);
        // The map, a click on it, and the shares of streets follow the same relation.
        AirPlaces places = kMap;
        const AirField field = airField(classes, q, places, control).value();
        const AirProbe probe(classes, q, control);
        for (std::size_t i = 0; i < places.points.size(); ++i) {
            const AirAtPlace here = probe.at(places.points[i]);
            QVERIFY(relative(field.points[i].no2_ug_m3, here.levels.no2_ug_m3) < 0.005);
            double sum = here.background.no2;
            for (const AirShare& s : here.streets)
                sum += s.no2_ug_m3;
            QVERIFY(relative(sum, here.levels.no2_ug_m3) < 1e-9);
        }
        const LinkShares shares = linkShares(classes, q, c, home);
        double sum = shares.backgroundNo2_ug_m3;
        for (const double part : shares.no2_ug_m3)
            sum += part;
        QVERIFY(relative(sum, c.no2Mean_ug_m3[home]) < 1e-9);
        const auto rose = computeAir(applied(town(false), {{"air.chemistry", 1}}), q, control);
        QVERIFY(!rose && rose.error().code == ErrorCode::NotFound);
    }

    void kernelsOutliveTheProgramInTheirFolder()
    {
        const QTemporaryDir folder;
        setKernelFolder(folder.path().toStdString());
        QuietControl control(2);
        const AppliedScenario a = applied(town());
        const EmissionResult q = emissions(a);
        AirPlaces places = kMap;
        places.cell_m = 13;
        const AirField made = airField(a, q, places, control).value();
        const QStringList files = QDir(folder.path()).entryList({QStringLiteral("*.air-kernels")}, QDir::Files);
        QCOMPARE(files.size(), 1);
        // Push it out of the memory, then ask again: only the file is left.
        for (const double cell : {17.0, 19.0, 23.0}) {
            AirPlaces other = places;
            other.cell_m = cell;
            QVERIFY(airField(a, q, other, control));
        }
        const AirField again = airField(a, q, places, control).value();
        QVERIFY(sameBits(made.no2, again.no2) && sameBits(made.pm10, again.pm10) && made.points == again.points &&
                made.issues == again.issues);
        // Content that does not fit is not believed.
        const AirKernelsPtr kernels = buildAirKernels(a, places, control).value();
        const std::string content = AirKernelFile::pack(*kernels);
        AirPlaces shifted = places;
        shifted.area = {-140, -150, 150, 150};
        const AirKernelsPtr others = buildAirKernels(a, shifted, control).value();
        QVERIFY(AirKernelFile::unpack(content, const_cast<AirKernels&>(*kernels)));
        QVERIFY(!AirKernelFile::unpack(content, const_cast<AirKernels&>(*others)));
        for (const std::size_t cut : {std::size_t{0}, std::size_t{30}, content.size() / 2, content.size() - 1})
            QVERIFY(!AirKernelFile::unpack(std::string_view(content).substr(0, cut), const_cast<AirKernels&>(*kernels)));
        // Damage to the file is noticed, and made good.
        QFile file(folder.filePath(files[0]));
        QVERIFY(file.open(QIODevice::ReadWrite));
        QVERIFY(file.seek(200) && file.write("x") == 1);
        file.close();
        for (const double cell : {17.0, 19.0, 23.0}) {
            AirPlaces other = places;
            other.cell_m = cell;
            QVERIFY(airField(a, q, other, control));
        }
        QVERIFY(sameBits(made.no2, airField(a, q, places, control)->no2));
        // Other parameters, other hours and schemes write none.
        const qsizetype before = QDir(folder.path()).entryList(QDir::Files).size();
        QVERIFY(airField(applied(town(), {{"air.roughness", 0.8}}), q, places, control));
        AirPlaces calm = places;
        calm.hours.weather = AirWeather::Calm;
        QVERIFY(airField(a, q, calm, control));
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files).size(), before);
        setKernelFolder({});
    }
};

QTEST_GUILESS_MAIN(TestAirHours)
#include "tst_air_hours.moc"
