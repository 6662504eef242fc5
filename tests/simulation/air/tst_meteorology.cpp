#include <QFile>
#include <QTest>

#include "simulation/air/annual_kernel.h"
#include "simulation/air/met_check.h"
#include "simulation/air/rline_table.h"
#include "support/mini_city.h"

#include <chrono>
#include <cmath>
#include <numbers>

using namespace isopolis;

namespace {

constexpr std::int64_t kJune_h = 24 * 15511;  // 2012-06-20T00 UTC

MetSite geneva()
{
    MetSite site;
    site.latitude_deg = 46.2, site.longitude_deg = 6.14;
    return site;
}

/// A year of invented weather with daily and yearly courses; nothing random.
std::vector<WeatherHour> inventedYear()
{
    std::vector<WeatherHour> hours;
    for (std::int64_t i = 0; i < 8784; ++i) {
        const double day = 2 * std::numbers::pi * static_cast<double>(i % 24) / 24, slow = static_cast<double>(i) / 37.3;
        WeatherHour h;
        h.hour = kJune_h + i;
        h.from_deg = std::fmod(220 + 70 * std::sin(slow) + 100 * std::sin(slow / 7.1) + 360, 360.0);
        h.speed_ms = std::max(0.3, 2.6 + 1.9 * std::sin(slow / 1.7) - 0.9 * std::cos(day) + 0.8 * std::sin(slow * 3.3));
        h.cloud = 0.5 + 0.5 * std::sin(slow / 2.9);
        h.temperature_c = 10 - 4 * std::cos(day) + 9 * std::cos(static_cast<double>(i) / 8784 * 2 * std::numbers::pi);
        hours.push_back(h);
    }
    return hours;
}

std::vector<WeatherHour> genevaWeek()
{
    std::vector<WeatherHour> hours;
    QFile file(QStringLiteral(ISOPOLIS_SOURCE_DIR "/../shared/data/geneva/weather/weather_geneva_2012-10-01_07.csv"));
    if (!file.open(QIODevice::ReadOnly))
        return hours;
    const std::int64_t first = 24 * 15614;  // 2012-10-01
    while (!file.atEnd()) {
        const QList<QByteArray> cell = file.readLine().trimmed().split(',');
        if (cell.size() < 10 || cell[0] != "GVE" || cell[2].isEmpty())
            continue;
        hours.push_back({first + 24 * (cell[1].mid(6, 2).toInt() - 1) + cell[1].mid(8, 2).toInt(), cell[6].toDouble(),
                         cell[8].toDouble() / 3.6, kUnknown, cell[2].toDouble()});
    }
    return hours;
}

struct Comparison {
    double worst = 0, mean = 0;
};

/// Annual means of a few streets at 50 receptors: classes in the kernel against hour by hour.
Comparison classesAgainstHours(const std::vector<MetHour>& hours)
{
    const std::array<double, kDayPeriodCount> shares{0.08, 0.55, 0.37};
    KernelSettings settings;
    settings.nearest_m = 1;
    QuietControl control(1);
    const std::vector<MetClass> classes = metClasses(hours, shares);
    const AnnualKernel kernel = AnnualKernel::build(settings, std::span<const MetClass>(classes), control);
    const std::vector<Polyline> streets{{{-400, -30}, {420, 60}}, {{50, -500}, {-20, 450}}, {{-300, 300}, {350, 180}}};
    std::vector<Point2> receptors;
    for (int i = 0; i < 50; ++i)
        receptors.push_back({380 * std::cos(i * 2.4) * (0.1 + i / 55.0), 380 * std::sin(i * 2.4) * (0.1 + i / 55.0)});
    const std::vector<double> weights = hourWeights(hours, shares);
    std::vector<double> direct(receptors.size(), 0);
    const double widthMean = 7 / (2 * std::numbers::sqrt2);
    for (std::size_t h = 0; h < hours.size(); ++h) {
        const RlineTable table(hours[h].met, RlineCoefficients::Year2023, {0.5, 1.5, 0}, 1.5, 2000);
        for (std::size_t r = 0; r < receptors.size(); ++r)
            for (const Polyline& street : streets) {
                // The kernel's initial lateral spread is the mean over all angles: the same here through the width.
                const Point2 d = street[1] - street[0];
                const double a = hours[h].met.windFrom_deg * std::numbers::pi / 180;
                const double cosine = std::abs((-std::sin(a) * d.x - std::cos(a) * d.y) / std::hypot(d.x, d.y));
                const RlineSource source{street[0], street[1], 0.5, 1.5, 2 * widthMean / std::max(cosine, 1e-6)};
                direct[r] += weights[h] * table.line(source, receptors[r]);
            }
    }
    Comparison c;
    for (std::size_t r = 0; r < receptors.size(); ++r) {
        double sum = 0;
        for (const Polyline& street : streets)
            sum += kernel.alongLine(KernelLine(street), receptors[r]);
        c.worst = std::max(c.worst, std::abs(sum / direct[r] - 1));
        c.mean += (sum / direct[r] - 1) / static_cast<double>(receptors.size());
    }
    return c;
}

}  // namespace

class TestMeteorology : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theSunStandsWhereItShould()
    {
        // Geneva, 20 June 2012: noon elevation 90 − 46.2 + 23.4; midnight below the horizon.
        double highest = -90;
        for (int h = 0; h < 24; ++h)
            highest = std::max(highest, solarElevation_deg(46.2, 6.14, kJune_h + h));
        QVERIFY2(std::abs(highest - 67.2) < 1, qPrintable(QString::number(highest)));
        QVERIFY(solarElevation_deg(46.2, 6.14, kJune_h) < -15);
        // At the equator on the equinox the sun passes overhead.
        QVERIFY(solarElevation_deg(0, 0, 24 * 15419 + 12) > 80);
    }

    void sunnyNoonsAreUnstableAndClearNightsStable()
    {
        const WeatherHour noon{kJune_h + 12, 270, 3, 0.1, 22}, night{kJune_h + 1, 270, 2, 0, 12}, windy{kJune_h + 1, 270, 12, 1, 12};
        const MetHour day = surfaceLayer(noon, geneva(), 2e6), dark = surfaceLayer(night, geneva(), 0),
                      storm = surfaceLayer(windy, geneva(), 0);
        QVERIFY(day.heat_W_m2 > 100 && day.heat_W_m2 < 500 && day.met.moninObukhov_m < 0 && day.met.convectiveVelocity_ms > 0.5);
        QVERIFY(dark.heat_W_m2 < 0 && dark.met.moninObukhov_m > 0 && dark.met.moninObukhov_m < 100);
        QVERIFY(storm.met.moninObukhov_m > 300 && storm.met.frictionVelocity_ms > 3 * dark.met.frictionVelocity_ms);
        QVERIFY(day.met.frictionVelocity_ms > dark.met.frictionVelocity_ms);
        // The profile through the wind at the mast: u* from L and L from u* fit together.
        const double l = day.met.moninObukhov_m, u = day.met.frictionVelocity_ms;
        QVERIFY(std::abs(-1.2 * 1005 * day.temperature_k * u * u * u / (0.4 * 9.81 * day.heat_W_m2) / l - 1) < 0.05);
    }

    void everyHourOfAYearGivesUsableWeather()
    {
        std::vector<Issue> issues;
        const std::vector<MetHour> hours = boundaryLayers(inventedYear(), geneva(), issues);
        QVERIFY(hours.size() == 8784 && issues.empty());
        for (const MetHour& h : hours) {
            QVERIFY(h.met.frictionVelocity_ms > 0 && h.met.frictionVelocity_ms < 5 && std::isfinite(h.met.moninObukhov_m));
            QVERIFY(std::abs(h.met.moninObukhov_m) >= 1 && h.met.mixingHeight_m > 0 && h.met.mixingHeight_m < 6000);
        }
    }

    void gapsAndDamagedHoursAreNamedAndLeftOut()
    {
        std::vector<WeatherHour> hours = inventedYear();
        hours.resize(200);
        hours[20].speed_ms = kUnknown;  // silent
        hours[30].from_deg = 700;       // impossible
        hours[40].cloud = kUnknown;
        hours[41].temperature_c = kUnknown;
        hours.erase(hours.begin() + 100, hours.begin() + 110);
        std::vector<Issue> issues;
        const std::vector<MetHour> usable = boundaryLayers(hours, geneva(), issues);
        QCOMPARE(usable.size(), std::size_t{188});
        std::vector<std::string> codes;
        for (const Issue& issue : issues) {
            codes.push_back(issue.code);
            QCOMPARE(issue.feature, std::string("weather"));
        }
        QCOMPARE(codes, (std::vector<std::string>{"wind_gap", "bad_weather_hour", "no_cloud", "no_temperature"}));
        QVERIFY(issues[0].message.starts_with("11 of "));
        for (const MetHour& h : usable)
            QVERIFY(std::isfinite(h.met.frictionVelocity_ms) && std::isfinite(h.heat_W_m2));
    }

    void weightsSumToOneAndFollowThePeriods()
    {
        std::vector<Issue> issues;
        const std::vector<MetHour> hours = boundaryLayers(inventedYear(), geneva(), issues);
        const std::vector<double> weights = hourWeights(hours, {0.1, 0.5, 0.4});
        double sum = 0, night = 0;
        for (std::size_t i = 0; i < hours.size(); ++i) {
            sum += weights[i];
            night += hours[i].period == DayPeriod::Night ? weights[i] : 0;
        }
        QVERIFY(std::abs(sum - 1) < 1e-12 && std::abs(night - 0.1) < 1e-12);
        double classes = 0;
        for (const MetClass& c : metClasses(hours, {0.1, 0.5, 0.4}))
            classes += c.weight;
        QVERIFY(std::abs(classes - 1) < 1e-12);
    }

    void classMeansAreCloseToHourByHour()
    {
        std::vector<Issue> issues;
        std::vector<WeatherHour> year = inventedYear(), part;
        for (std::size_t i = 0; i < year.size(); i += 7)  // every seventh hour, all hours of the day
            part.push_back(year[i]);
        std::vector<MetHour> hours = boundaryLayers(part, geneva(), issues);
        const Comparison invented = classesAgainstHours(hours);
        qInfo("invented year: classes against %zu hours at 50 receptors, largest %.2f %%, mean %.2f %%", hours.size(), 100 * invented.worst,
              100 * invented.mean);
        QVERIFY(invented.worst < 0.03);
        const std::vector<WeatherHour> week = genevaWeek();
        if (week.empty())
            QSKIP("the weather file of Geneva is not on this machine");
        issues.clear();
        hours = boundaryLayers(week, geneva(), issues);
        const Comparison measured = classesAgainstHours(hours);
        qInfo("Geneva, a week in October 2012: %zu hours, largest %.2f %%, mean %.2f %%", hours.size(), 100 * measured.worst,
              100 * measured.mean);
        QVERIFY(issues.size() == 1 && issues[0].code == "no_cloud");  // the file holds no cloud cover
        QVERIFY(measured.worst < 0.03);
    }

    void aCityTellsHowWellItsClassesStandForItsHours()
    {
        test::MiniCity mini;
        mini.node("A", 0, 0).node("B", 300, 0).street("A B").zone("Home", "A", {.people = 10});
        QuietControl control(2);
        const Expected<MeteorologyCheck> none = checkMeteorology(applyScenario(mini.make(), {}).value(), control);
        QVERIFY(!none && none.error().code == ErrorCode::NotFound);
        mini.data.weather.hours = inventedYear();
        const AppliedScenario applied = applyScenario(mini.make(), {}).value();
        const MeteorologyCheck check = checkMeteorology(applied, control).value();
        QVERIFY(check.hours <= 1500 && check.hours > 1000 && check.hoursOfCity == 8784 && check.receptors == 50);
        qInfo("a year of a city: largest %.2f %%, mean %.2f %%", check.largest_percent, check.mean_percent);
        QVERIFY(check.largest_percent > 0 && check.largest_percent < kMeteorologyLimit_percent);
        QuietControl one(1);
        QCOMPARE(checkMeteorology(applied, one)->largest_percent, check.largest_percent);
    }
};

QTEST_GUILESS_MAIN(TestMeteorology)
#include "tst_meteorology.moc"
