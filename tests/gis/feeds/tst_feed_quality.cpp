// Quality control: good data stay good, planted faults are found and named; privacy at the door; the rules of polling.

#include "gis/feeds/connect/polling.h"
#include "gis/feeds/feed_time.h"
#include "gis/feeds/privacy.h"
#include "gis/feeds/quality/quality_control.h"

#include "feed_files.h"

#include <QTest>

#include <cmath>
#include <random>
#include <set>

using namespace isopolis;
using namespace isopolis::test;

namespace {

constexpr std::int64_t kBegin_s = 1230768000;  // 2009-01-01

struct Year {
    Catalogue catalogue;
    std::vector<Obs> rows;  ///< by stream and time
};

Year london()
{
    Year year;
    year.catalogue.profile.period_s = 3600;
    for (const char* column : {"nox", "no2", "pm2.5", "pm10"})
        year.catalogue.profile.csv.columns[column] = {.pointer = {}, .quantity = column, .unit = "ug/m3"};
    const ParseResult r = parsePayload(FeedKind::Csv, recorded("recorded/london-2009/observations.csv"), year.catalogue);
    year.catalogue.apply(r);
    year.rows = r.accepted;
    std::stable_sort(year.rows.begin(), year.rows.end(),
                     [](const Obs& a, const Obs& b) { return std::tie(a.ds, a.t) < std::tie(b.ds, b.t); });
    return year;
}

/// Checks all rows and brings spikes, which are known one value later, back into them.
void checkAll(QualityControl& qc, const Catalogue& catalogue, std::vector<Obs>& rows)
{
    qc.check(catalogue.streams, rows);
    std::map<std::pair<DatastreamId, std::int64_t>, std::uint32_t> revised;
    for (const Obs& o : qc.takeRevised())
        revised[{o.ds, o.t}] = o.q;
    for (Obs& o : rows)
        if (const auto found = revised.find({o.ds, o.t}); found != revised.end())
            raise(o, qualityFlag(found->second), Mark::Spike);
}

Catalogue loop()
{
    Catalogue catalogue;
    for (const char* quantity : {"flow_veh_h", "speed_m_s", "occupancy_share"})
        catalogue.streams.push_back({.foreignId = quantity,
                                     .sensor = "d1",
                                     .quantity = quantity,
                                     .reportedUnit = {},
                                     .aggregation = std::string_view(quantity) == "flow_veh_h" ? Aggregation::Rate : Aggregation::Mean,
                                     .period_s = 300,
                                     .position = {}});
    return catalogue;
}

Obs at(std::uint32_t ds, std::int64_t t, double v, std::uint32_t dur = 300) { return {.ds = DatastreamId(ds), .t = t, .dur = dur, .v = v}; }

/// Six stations of one town that rise and fall together, each with a level and noise of its own.
std::vector<NetworkMember> town(int hours, unsigned seed)
{
    std::mt19937 random(seed);
    std::normal_distribution<double> noise(0, 2);
    std::vector<NetworkMember> members;
    for (std::uint32_t i = 0; i < 6; ++i)
        members.push_back({DatastreamId(i), GeoPosition{-0.1 - 0.01 * i, 51.5 + 0.01 * i}, {}});
    for (int h = 0; h < hours; ++h) {
        const double common = 40 + 15 * std::sin(h * 2 * 3.14159265 / 24) + 8 * std::sin(h / 37.0);
        for (std::uint32_t i = 0; i < 6; ++i)
            members[i].rows.push_back(
                {.ds = DatastreamId(i), .t = kBegin_s + 3600 * h, .dur = 3600, .v = common * (0.8 + 0.1 * i) + noise(random)});
    }
    return members;
}

bool named(const std::vector<QualityAlarm>& alarms, DatastreamId ds, const char* word)
{
    for (const QualityAlarm& a : alarms)
        if (a.ds == ds && a.why.find(word) != std::string::npos)
            return true;
    return false;
}

}  // namespace

class TestFeedQuality : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyThresholdHasAMeaningARangeAndASource()
    {
        std::set<std::string_view> ids;
        for (const QualityLimit& l : allQualityLimits()) {
            QVERIFY2(ids.insert(l.id).second, l.id.data());
            QVERIFY2(l.meaning.size() > 12 && l.source.size() > 12 && l.low <= l.standard && l.standard <= l.high, l.id.data());
        }
        QualitySettings settings;
        QVERIFY(settings.set("qc.no2_ug_m3.step", 150).has_value());
        QCOMPARE(settings.of("no2_ug_m3", "step"), 150.0);
        QVERIFY(!settings.set("qc.no2_ug_m3.step", 1e9) && !settings.set("qc.nothing", 1));
        QVERIFY(std::isnan(settings.of("nothing", "step")));
    }

    void ratifiedDataOfAYearAreHardlyDoubted()
    {
        if (!haveRecorded())
            QSKIP("../shared/data/feeds/recorded/london-2009 is not beside the checkout");
        Year year = london();
        QualityControl qc;
        checkAll(qc, year.catalogue, year.rows);
        std::size_t suspect = 0, failed = 0;
        std::map<std::string, std::size_t> byTest;
        for (const Obs& o : year.rows) {
            suspect += qualityFlag(o.q) == Quality::Suspect ? 1 : 0;
            failed += qualityFlag(o.q) == Quality::Fail ? 1 : 0;
            for (const auto& [mark, name] : {std::pair{Mark::Range, "range"},
                                             {Mark::Step, "step"},
                                             {Mark::Spike, "spike"},
                                             {Mark::Stuck, "stuck"},
                                             {Mark::Ratio, "ratio"}})
                byTest[name] += has(o.q, mark) ? 1 : 0;
        }
        QString text = QStringLiteral("%1 values, %2 suspect (%3 %), %4 failed;")
                           .arg(year.rows.size())
                           .arg(suspect)
                           .arg(100.0 * static_cast<double>(suspect) / static_cast<double>(year.rows.size()))
                           .arg(failed);
        for (const auto& [name, n] : byTest)
            text += QStringLiteral(" %1 %2").arg(QString::fromStdString(name)).arg(n);
        qInfo("%s", qPrintable(text));
        QCOMPARE(year.rows.size(), std::size_t{115352});
        QCOMPARE(failed, std::size_t{0});
        QVERIFY(static_cast<double>(suspect) <= 0.003 * static_cast<double>(year.rows.size()));
        QCOMPARE(byTest["ratio"], std::size_t{148});  // hours in which PM2.5 is above PM10 · 1.1 + 5, counted elsewhere
    }

    void plantedFaultsAreFoundAndNamed()
    {
        if (!haveRecorded())
            QSKIP("../shared/data/feeds/recorded/london-2009 is not beside the checkout");
        const Year clean = london();
        std::mt19937 random(2009);
        struct Fault {
            Mark mark;
            int planted = 0, found = 0;
        };
        std::map<std::string, Fault> faults = {
            {"spike", {Mark::Spike}}, {"stuck", {Mark::Stuck}}, {"sentinel", {Mark::Sentinel}}, {"range", {Mark::Range}}};
        for (auto& [name, fault] : faults)
            for (int i = 0; i < 100; ++i) {
                std::vector<Obs> rows;
                const std::size_t from = random() % (clean.rows.size() - 100);
                for (std::size_t k = from; k < from + 96 && clean.rows[k].ds == clean.rows[from].ds; ++k)
                    rows.push_back(clean.rows[k]);
                // A fault is planted where the hours before and after it are there.
                const std::size_t mid = rows.size() / 2;
                if (rows.size() < 80 || rows[mid + 26].t - rows[mid - 2].t != 28 * 3600)
                    continue;
                const std::string quantity = clean.catalogue.streams[rows[0].ds.index()].quantity;
                if (name == "spike" && quantity == "nox_ug_m3")
                    continue;  // has no threshold of spikes
                ++fault.planted;
                if (name == "spike")
                    rows[mid].v += 150;
                else if (name == "stuck")
                    for (std::size_t k = mid; k < mid + 24; ++k)
                        rows[k].v = rows[mid].v;
                else if (name == "sentinel")
                    rows[mid].v = random() % 2 ? -99 : -999;
                else
                    rows[mid].v = 10 * 1000;
                QualityControl qc;
                checkAll(qc, clean.catalogue, rows);
                bool found = false;
                for (std::size_t k = mid; k < mid + (name == "stuck" ? 24 : 1); ++k)
                    found = found || (has(rows[k].q, fault.mark) && qualityFlag(rows[k].q) != Quality::Pass);
                fault.found += found ? 1 : 0;
            }
        for (const auto& [name, fault] : faults) {
            qInfo("%s: %d of %d found and named", name.c_str(), fault.found, fault.planted);
            QVERIFY2(fault.planted >= 50 && fault.found * 100 >= fault.planted * 95, name.c_str());
        }
    }

    void aNetworkFindsWrongUnitsPlacesAndStations()
    {
        const QualitySettings settings;
        int found = 0, planted = 0, falseAlarms = 0;
        for (unsigned seed = 1; seed <= 10; ++seed) {
            auto clean = town(24 * 40, seed);
            falseAlarms += static_cast<int>(checkNetwork("no2_ug_m3", clean, settings).size());
            const auto plant = [&](auto&& spoil, const char* word) {
                auto members = town(24 * 40, seed);
                NetworkMember& victim = members[seed % 6];
                spoil(victim);
                ++planted;
                found += named(checkNetwork("no2_ug_m3", members, settings), victim.ds, word) ? 1 : 0;
            };
            const auto lastWeeks = [](NetworkMember& m, double factor) {
                for (std::size_t i = 24 * 26; i < m.rows.size(); ++i)
                    m.rows[i].v *= factor;
            };
            plant([&](NetworkMember& m) { lastWeeks(m, 1 / 1.913); }, "ppb");
            plant([&](NetworkMember& m) { lastWeeks(m, 10); }, "10 times");
            plant([&](NetworkMember& m) { lastWeeks(m, 1.5); }, "drift");
            plant([](NetworkMember& m) { std::swap(m.position->lon_deg, m.position->lat_deg); }, "swapped");
        }
        QCOMPARE(falseAlarms, 0);
        QVERIFY2(found * 100 >= planted * 95, qPrintable(QStringLiteral("%1 of %2").arg(found).arg(planted)));

        auto members = town(24 * 40, 99);
        for (std::size_t i = 300; i < 306; ++i)
            members[2].rows[i].v += 60;
        static_cast<void>(checkNetwork("no2_ug_m3", members, settings));
        QVERIFY(has(members[2].rows[303].q, Mark::Neighbours) && qualityFlag(members[2].rows[303].q) == Quality::Fail);
        std::size_t marked = 0;
        for (const NetworkMember& m : members)
            for (const Obs& o : m.rows)
                marked += has(o.q, Mark::Neighbours) ? 1 : 0;
        QVERIFY2(marked < 6 + 10, qPrintable(QString::number(marked)));  // its neighbours are not blamed
    }

    void loopsThatContradictThemselvesOrStandStill()
    {
        const Catalogue catalogue = loop();
        const std::int64_t noon = kBegin_s + 12 * 3600;
        QualityControl qc;
        std::vector<Obs> rows = {at(0, noon, 0), at(1, noon, 20), at(2, noon, 0.1)};
        qc.check(catalogue.streams, rows);
        QVERIFY(has(rows[0].q, Mark::Multivariate) && has(rows[1].q, Mark::Multivariate));
        rows = {at(0, noon + 300, 600), at(1, noon + 300, 20), at(2, noon + 300, 0.1)};
        qc.check(catalogue.streams, rows);
        for (const Obs& o : rows)
            QCOMPARE(qualityFlag(o.q), Quality::Pass);
        rows = {at(0, noon + 600, 6000), at(1, noon + 600, 2)};  // 833 vehicles a kilometre
        qc.check(catalogue.streams, rows);
        QVERIFY(has(rows[0].q, Mark::Multivariate));

        std::vector<Obs> dead, empty;
        for (int i = 0; i < 40; ++i) {
            dead.push_back(at(1, noon + 86400 + 300 * i, 17.5));
            empty.push_back(at(0, noon + 86400 + 300 * i, 0));
        }
        qc.check(catalogue.streams, dead);
        QCOMPARE(qualityFlag(dead[4].q), Quality::Pass);
        QCOMPARE(qualityFlag(dead[5].q), Quality::Suspect);
        QCOMPARE(qualityFlag(dead[11].q), Quality::Fail);
        qc.check(catalogue.streams, empty);
        QVERIFY(qualityFlag(empty[10].q) == Quality::Pass && has(empty[39].q, Mark::Stuck));
    }

    void statesChangeOnceAndComeBackSlowly()
    {
        const Catalogue catalogue = loop();
        QualityControl qc;
        std::vector<QualityAlarm> alarms;
        const auto feed = [&](int i, double v) {
            std::vector<Obs> rows = {at(1, kBegin_s + 300 * i, v)};
            qc.check(catalogue.streams, rows);
            for (const QualityAlarm& a : qc.takeAlarms())
                alarms.push_back(a);
        };
        for (int i = 0; i < 5; ++i)
            feed(i, 15 + i);
        for (int i = 5; i < 10; ++i)
            feed(i, 90 + i);  // impossible
        QCOMPARE(alarms.size(), std::size_t{1});
        QVERIFY(alarms[0].state == StreamState::Failed && alarms[0].why == "out of range");
        for (int i = 10; i < 16; ++i)
            feed(i, 15 + i % 3);
        QCOMPARE(alarms.size(), std::size_t{2});
        QVERIFY(qc.state(DatastreamId(1)) == StreamState::Ok);
        qc.checkSilence(catalogue.streams, kBegin_s + 300 * 40);
        qc.checkSilence(catalogue.streams, kBegin_s + 300 * 41);
        const auto silent = qc.takeAlarms();
        QCOMPARE(silent.size(), std::size_t{1});
        QVERIFY(silent[0].state == StreamState::Silent);
    }

    void aShiftedClockIsNoticed()
    {
        const Catalogue catalogue = loop();
        QualityControl qc;
        std::vector<QualityAlarm> alarms;
        for (int i = 0; i < 60; ++i) {
            const std::int64_t now = kBegin_s + 300 * i + 330;                                        // arrives half a minute after its end
            std::vector<Obs> rows = {at(1, kBegin_s + 300 * i + (i >= 30 ? -3600 : 0), 15 + i % 5)};  // an hour is lost
            qc.check(catalogue.streams, rows, now);
            for (const QualityAlarm& a : qc.takeAlarms())
                alarms.push_back(a);
        }
        QVERIFY(named(alarms, DatastreamId(1), "time zone?"));
        std::vector<Obs> rows = {at(1, kBegin_s + 86400, 15)};
        qc.check(catalogue.streams, rows, kBegin_s);
        QVERIFY(qualityFlag(rows[0].q) == Quality::Fail && has(rows[0].q, Mark::Timing));
    }

    void journeysLeaveAsAggregatesOfFiveOrMore()
    {
        JourneyAggregator journeys(300);
        const Datastream anpr{.foreignId = "a/1",
                              .sensor = "ANPR \"A\"",
                              .quantity = "travel_time_s",
                              .reportedUnit = "s",
                              .privacy = PrivacyClass::B,
                              .position = {}};
        for (int i = 0; i < 5; ++i)
            journeys.add(anpr, at(0, kBegin_s + i, 100 + 10 * i));
        for (int i = 0; i < 4; ++i)
            journeys.add(anpr, at(0, kBegin_s + 300 + i, 7777));
        QVERIFY(journeys.take(kBegin_s + 299).empty());  // not over yet
        const std::string table = journeys.take(kBegin_s + 600);
        QCOMPARE(journeys.suppressed(), std::size_t{4});
        QVERIFY(table.find("7777") == std::string::npos);
        Catalogue catalogue;
        catalogue.profile.csv.layout = CsvLayout::Long;
        const ParseResult r = parseText(FeedKind::Csv, table, catalogue);
        QVERIFY(!r.refused && r.rejected.empty());
        std::map<std::string, double> values;
        for (const Obs& o : r.accepted)
            values[r.newStreams[o.ds.index()].quantity] = o.v;
        QCOMPARE(values["journeys"], 5.0);
        QCOMPARE(values["travel_time_s"], 120.0);
        QCOMPARE(values["travel_time_p15_s"], 106.0);
        QCOMPARE(values["travel_time_p85_s"], 134.0);
    }

    void homesAreBlurredAndOptOutsRespected()
    {
        const GeoPosition home{13.40001, 52.52001}, next{13.40003, 52.52002};
        QVERIFY(blurred(home) == blurred(next));
        QVERIFY(!(blurred(home) == home));
        const double metres =
            std::hypot((blurred(home).lat_deg - home.lat_deg) * 111195, (blurred(home).lon_deg - home.lon_deg) * 111195 * std::cos(0.9167));
        QVERIFY2(metres < 142, qPrintable(QString::number(metres)));  // half the diagonal of 200 m
        OptOutList list;
        list.sensors = {"42"};
        list.areas = {{{13.3, 52.4}, {13.5, 52.4}, {13.5, 52.6}, {13.3, 52.6}}};
        QVERIFY(list.excludes("42", {}) && list.excludes("7", home) && !list.excludes("7", GeoPosition{10, 50}) && !list.excludes("7", {}));
    }

    void waitingFollowsTheServerElseChance()
    {
        Backoff wait(1);
        QCOMPARE(wait.failed(17.0), 17.0);
        QCOMPARE(wait.failed(1e9), kLongestRetryAfter_s);
        std::set<double> seen;
        double most = 0;
        for (int i = 0; i < 60; ++i) {
            const double s = wait.failed({});
            QVERIFY(s >= kFirstWait_s / 2 && s <= kLongestWait_s);
            seen.insert(s);
            most = std::max(most, s);
        }
        QVERIFY(seen.size() > 50 && most > 150);  // spread over the whole of it
        wait.succeeded();
        QVERIFY(wait.failed({}) <= kFirstWait_s);
        QCOMPARE(retryAfter("120", 0), std::optional(120.0));
        QCOMPARE(retryAfter("Thu, 01 Jan 2009 00:02:00 GMT", kBegin_s), std::optional(120.0));
        QVERIFY(!retryAfter("soon", 0));
        // Half an hour away: at most a dozen attempts, whatever chance says.
        int attempts = 0, worst = 0;
        constexpr int kCourses = 200;
        for (std::uint64_t seed = 0; seed < kCourses; ++seed) {
            Backoff b(seed);
            int n = 0;
            for (double t = 0; t < 1800; ++n)
                t += b.failed({});
            attempts += n;
            worst = std::max(worst, n);
        }
        qInfo("attempts in 30 minutes: %.1f on average, %d at most", static_cast<double>(attempts) / kCourses, worst);
        QVERIFY(worst <= 12);
    }

    void pagesFollowOnlyAtHomeAndOnlyForward()
    {
        const std::string first = "http://sta.example/v1.1/Datastreams(7)/Observations?$top=20";
        PageGuard pages(first);
        QCOMPARE(pages.mayFollow("http://sta.example/v1.1/Datastreams(7)/Observations?$top=20&$skip=20", 0, 19).has_value(), true);
        QVERIFY(!pages.mayFollow("http://sta.example/v1.1/Datastreams(7)/Observations?$top=20&$skip=20", 20, 39));  // seen
        QVERIFY(!pages.mayFollow("http://evil.example/v1.1/Datastreams(7)/Observations?$skip=40", 20, 39));
        QVERIFY(!pages.mayFollow("https://sta.example/v1.1/Datastreams(7)/Observations?$skip=40", 20, 39));
        QVERIFY(!pages.mayFollow("http://sta.example/v1.1/Observations?$skip=40", 20, 39));               // a real server forgets the path
        QVERIFY(!pages.mayFollow("http://sta.example/v1.1/Datastreams(7)/Observations?$skip=60", 5, 9));  // back in time
        QVERIFY(pages.mayFollow("Observations?$skip=80", 40, 59).has_value());
        QVERIFY(!pages.mayFollow("", 60, 79));
    }
};

QTEST_APPLESS_MAIN(TestFeedQuality)
#include "tst_feed_quality.moc"
