// Tests of a whole network run on what is stored: flags are raised, values stay, and the same round again changes nothing.

#include "app/feeds/feed_pipeline.h"
#include "gis/feeds/connect/secrets.h"
#include "gis/feeds/feed_time.h"
#include "simulation/project/sensor_store.h"
#include "tests/support/must.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace isopolis;
using namespace isopolis::test;

namespace {

constexpr std::int64_t kBegin_s = 1735689600;  // 2025-01-01
constexpr int kHours = 20 * 24;

/// Six stations whose hours go together; station s3 leaps for four hours on the tenth day.
std::string air()
{
    std::string csv = "date,s0,s1,s2,s3,s4,s5\n";
    for (int h = 0; h < kHours; ++h) {
        csv += isoTime(kBegin_s + h * 3600);
        for (int s = 0; s < 6; ++s) {
            const bool leap = s == 3 && h >= 240 && h < 244;
            const double v = 30 + 3 * s + 12 * std::sin(h * 0.3) + 0.4 * std::sin(h * (1.7 + s)) + (leap ? 40 : 0);
            csv += "," + std::to_string(std::round(v * 10) / 10);
        }
        csv += "\n";
    }
    return csv;
}

FeedSource stations(const char* quantity, const char* unit)
{
    FeedSource s;
    s.kind = FeedKind::Csv;
    s.profile.name = "net";
    s.profile.period_s = 3600;
    s.profile.csv.layout = CsvLayout::Wide;
    s.profile.csv.quantity = quantity;
    s.profile.csv.unit = unit;
    return s;
}

std::unique_ptr<FeedPipeline> filled(const QTemporaryDir& folder, FeedSource source, const std::string& table)
{
    auto pipeline = must(FeedPipeline::open(folder.filePath(QStringLiteral("town.gpkg")).toStdString(), {std::move(source)}));
    must(pipeline->inbox().put(
        {.src = pipeline->id(0), .recv_us = 1, .body = table, .contentType = "text/csv", .topicOrUrl = "t.csv", .etag = {}}));
    while (must(pipeline->drain(100)) > 0) {
    }
    return pipeline;
}

}  // namespace

class TestNetworkRound : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aStationThatLeapsAloneIsFlaggedInTheStore()
    {
        const QTemporaryDir folder;
        const auto pipeline = filled(folder, stations("no2", "ug/m3"), air());
        QCOMPARE(pipeline->tally(0).observations, std::size_t{6 * kHours});
        const std::int64_t now = kBegin_s + kHours * 3600;
        QVERIFY(must(pipeline->checkNetworks(now)) >= 2);
        auto store = must(SensorStore::open(pipeline->store().path()));
        std::size_t flagged = 0;
        for (const StoredObservation& o : must(store.series("net:s3", "no2_ug_m3", kBegin_s, now))) {
            const int h = static_cast<int>((o.start_s - kBegin_s) / 3600);
            if (h >= 240 && h < 244) {
                QVERIFY(o.value > 60);  // the value itself stays
                flagged += o.quality == Quality::Suspect || o.quality == Quality::Fail ? 1 : 0;
            }
        }
        QCOMPARE(flagged, std::size_t{4});
        std::size_t others = 0;
        for (const char* id : {"net:s0", "net:s1", "net:s4"})
            for (const StoredObservation& o : must(store.series(id, "no2_ug_m3", kBegin_s, now)))
                others += o.quality == Quality::Suspect || o.quality == Quality::Fail ? 1 : 0;
        QVERIFY2(others <= 5, std::to_string(others).c_str());
        QCOMPARE(must(pipeline->checkNetworks(now)), std::size_t{0});
    }

    void aSectionThatLosesVehiclesIsNamed()
    {
        std::string csv = "date,a,b\n";
        for (int h = 0; h < 72; ++h)
            csv += isoTime(kBegin_s + h * 3600) + "," + std::to_string(700 + 10 * (h % 24)) + "," +
                   std::to_string(h < 48 ? 690 + 10 * (h % 24) : 300) + "\n";
        FeedSource source = stations("flow", "veh/h");
        source.profile.sections = {{"Bridge", {"a"}, {"b"}}};
        const QTemporaryDir folder;
        const auto pipeline = filled(folder, source, csv);
        static_cast<void>(pipeline->takeAlarms(0));
        QCOMPARE(must(pipeline->checkNetworks(kBegin_s + 72 * 3600)), std::size_t{48});
        bool named = false;
        for (const QualityAlarm& a : pipeline->takeAlarms(0))
            named = named || a.why.starts_with("section Bridge");
        QVERIFY(named);
    }

    void whatMayNotBeStoredIsShownAndLeavesNoByteOnTheDisk()
    {
        const QTemporaryDir folder;
        FeedSource secret = stations("speed", "km/h");
        secret.profile.name = "flow-service";
        secret.mayStore = false;
        {
            auto pipeline = must(FeedPipeline::open(folder.filePath(QStringLiteral("town.gpkg")).toStdString(), {secret}));
            for (const char* row : {"2025-01-01T00:00:00Z,41.5,77.25\n", "2025-01-01T01:00:00Z,42.5,\n"})
                must(pipeline->inbox().put({.src = pipeline->id(0),
                                            .recv_us = kBegin_s * 1'000'000,
                                            .body = std::string("date,SEGMENT-A,SEGMENT-B\n") + row,
                                            .contentType = "text/csv",
                                            .topicOrUrl = "t.csv",
                                            .etag = {}}));
            QCOMPARE(must(pipeline->drain(100)), std::size_t{0});
            const std::vector<UnstoredValue> shown = pipeline->unstored();
            QCOMPARE(shown.size(), std::size_t{2});
            QCOMPARE(shown[0].sensor, std::string("SEGMENT-A"));
            QVERIFY(std::abs(shown[0].newest.v - 42.5 / 3.6) < 1e-9);
            QCOMPARE(shown[0].newest.t, kBegin_s + 3600);
            QVERIFY(std::abs(shown[1].newest.v - 77.25 / 3.6) < 1e-9);
            QCOMPARE(pipeline->tally(0).messages, std::size_t{2});
        }
        const QFileInfoList files = QDir(folder.path()).entryInfoList(QDir::Files);
        QVERIFY(!files.isEmpty());
        for (const QFileInfo& info : files) {
            QFile file(info.filePath());
            QVERIFY(file.open(QIODevice::ReadOnly));
            const QByteArray bytes = file.readAll();
            QVERIFY2(!bytes.contains("SEGMENT-") && !bytes.contains("77.25"), qPrintable(info.fileName()));
        }
    }

    void aKeyComesFromTheEnvironmentElseItIsSaidWhatToDo()
    {
        FeedSource source = stations("no2", "ug/m3");
        source.profile.name = "my feed";
        QVERIFY(secretOf(source).has_value());  // none is needed
        source.secret = "isopolis/none";
        qputenv("ISOPOLIS_SECRET_MY_FEED", "k1");
        QCOMPARE(must(secretOf(source)).key, std::string("k1"));
        qunsetenv("ISOPOLIS_SECRET_MY_FEED");
        qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus");  // a machine without a keyring
        const auto none = secretOf(source);
        QVERIFY(!none);
        QVERIFY2(none.error().remedy.find("ISOPOLIS_SECRET_MY_FEED") != std::string::npos, none.error().text().c_str());
    }
};

QTEST_GUILESS_MAIN(TestNetworkRound)
#include "tst_network_round.moc"
