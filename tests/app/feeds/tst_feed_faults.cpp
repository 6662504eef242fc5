// Bad days of networks, from a recording that is served again through a proxy: half an hour without an answer, answers that break off,
// lie or are damaged. Nothing is missing afterwards, nothing is stored by halves, and nobody was hammered.

#include "app/feeds/feed_runner.h"
#include "gis/core/sample/sample_city.h"
#include "gis/core/sample/sample_week.h"
#include "simulation/project/sensor_store.h"
#include "tests/servers/fault_proxy.h"
#include "tests/servers/replay_server.h"
#include "tests/support/must.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include <cmath>
#include <map>

using namespace isopolis;
using namespace isopolis::test;

namespace {

constexpr std::int64_t kMorning_s = kSampleWeekStart_s + 86400 + 6 * 3600;
constexpr std::int64_t kBefore_s = 900, kOutage_s = 1800, kAfter_s = 1500;
constexpr double kSpeed = 300;
constexpr std::size_t kMostAttempts = 12;

/// Streams of one store by sensor and quantity, as {start, value}.
using Series = std::map<std::int64_t, double>;

const char* keyOf(const RecordedStream& s)
{
    return s.word == "flow" ? "flow_veh_h" : s.word == "speed" ? "speed_m_s" : s.word == "NO2" ? "no2_ug_m3" : "pm25_ug_m3";
}

double storedAs(const RecordedStream& s, double reported) { return s.word == "speed" ? reported / 3.6 : reported; }

}  // namespace

class TestFeedFaults : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        auto city = City::create(must(makeSampleCity({.population = 20000, .seed = 1})));
        m_recording = must(sampleRecording(*must(std::move(city)), 1));
        QVERIFY(m_recording.streams.size() > 10 && m_recording.trips.size() > 50);
    }

    void halfAnHourWithoutAPeerIsFilled_data()
    {
        QTest::addColumn<QString>("fault");
        QTest::newRow("nothing listens") << "refuse";
        QTest::newRow("the server is overloaded") << "status 503";
        QTest::newRow("answers break off") << "reset 700";
    }
    void halfAnHourWithoutAPeerIsFilled()
    {
        QFETCH(const QString, fault);
        const FeedClock clock(kMorning_s, kSpeed);
        const ReplayServer server(m_recording, clock);
        FaultProxy proxy(server.port());
        QTemporaryDir folder;
        const std::filesystem::path project = folder.filePath("town.gpkg").toStdString();
        std::vector<std::pair<std::int64_t, double>> failures;  // when, and the wait that was promised
        auto pipeline = must(FeedPipeline::open(project, {sensorThings(proxy)}));
        FeedRunner runner(
            *pipeline, folder.filePath("mqtt").toStdString(),
            [&](const std::string& word) {
                if (const std::size_t at = word.find("; again in "); at != std::string::npos)
                    failures.emplace_back(clock.now_s(), std::atof(word.c_str() + at + 11));
            },
            clock);
        must(runner.start());
        QTimer::singleShot(clock.wait_ms(kBefore_s), &m_here, [&] { proxy.set(*faultOf(fault.toStdString())); });
        QTimer::singleShot(clock.wait_ms(kBefore_s + kOutage_s), &m_here, [&] { proxy.set({}); });
        must(runner.runFor(clock.wait_ms(kBefore_s + kOutage_s + kAfter_s) / 1000.0));

        // Polite: a dozen attempts at most, and their distances are spread by chance.
        std::size_t attempts = 0;
        std::map<int, int> waits;
        for (const auto& [when, wait] : failures) {
            attempts += when <= kMorning_s + kBefore_s + kOutage_s ? 1 : 0;
            ++waits[static_cast<int>(wait)];
        }
        qInfo("%zu attempts in half an hour of the recording, %zu different waits", attempts, waits.size());
        QVERIFY(attempts >= 4 && attempts <= kMostAttempts);
        QVERIFY(waits.size() + 2 >= failures.size());

        // The outage is listed, with what came of its time later.
        const auto outages = must(pipeline->store().outages());
        QCOMPARE(outages.size(), std::size_t{1});
        const OutageRow& outage = outages.front();
        QVERIFY2(outage.from_s >= kMorning_s + kBefore_s - 150 && outage.from_s <= kMorning_s + kBefore_s + 60,
                 qPrintable(QString::number(outage.from_s - kMorning_s)));
        QVERIFY2(outage.to_s >= kMorning_s + kBefore_s + kOutage_s && outage.to_s <= kMorning_s + kBefore_s + kOutage_s + 400,
                 qPrintable(QString::number(outage.to_s - kMorning_s)));
        const auto missed = static_cast<std::int64_t>(server.known(outage.to_s) - server.known(outage.from_s));
        QVERIFY(missed > 0);
        QVERIFY2(outage.backfilled >= missed && outage.backfilled <= missed + missed / 2 + 10,
                 qPrintable(QStringLiteral("%1 of %2").arg(outage.backfilled).arg(missed)));

        // Not a value is missing or wrong of what was known a little before the end.
        const std::size_t compared = compare(project, clock.now_s() - 240);
        QVERIFY(compared > 500);
    }

    void whatIsDamagedOnItsWayIsNeverStoredByHalves_data()
    {
        QTest::addColumn<QString>("fault");
        for (const char* fault : {"drop", "truncate 300", "half_close 300", "wrong_length 50", "trickle", "delay 200", "flip 40"})
            QTest::newRow(fault) << fault;
    }
    void whatIsDamagedOnItsWayIsNeverStoredByHalves()
    {
        QFETCH(const QString, fault);
        const FeedClock clock(kMorning_s, kSpeed);
        const ReplayServer server(m_recording, clock, 0, 500);
        FaultProxy proxy(server.port());
        QTemporaryDir folder;
        const std::filesystem::path project = folder.filePath("town.gpkg").toStdString();
        auto pipeline = must(FeedPipeline::open(project, {sensorThings(proxy)}));
        FeedRunner runner(
            *pipeline, folder.filePath("mqtt").toStdString(), [](const std::string&) {}, clock);
        must(runner.start());
        QTimer::singleShot(clock.wait_ms(300), &m_here, [&] { proxy.set(*faultOf(fault.toStdString())); });
        QTimer::singleShot(clock.wait_ms(1500), &m_here, [&] { proxy.set({}); });
        must(runner.runFor(clock.wait_ms(2700) / 1000.0));
        QVERIFY(proxy.connections() > 10);
        QVERIFY(compare(project, clock.now_s() - 300) > 500);
        // A bit that is wrong inside a number can be told by TLS alone; whatever else was broken left no trace in the store.
        if (!fault.startsWith("flip"))
            QCOMPARE(must(pipeline->store().quarantined(10)).size(), std::size_t{0});
        else
            QVERIFY(!must(pipeline->store().quarantined(10)).empty());
        const bool slow = fault == "trickle" || fault.startsWith("delay");
        QCOMPARE(must(pipeline->store().outages()).size(), std::size_t{slow || fault.startsWith("flip") ? 0U : 1U});
    }

    void theCatalogueIsReadToItsLastPage()
    {
        const FeedClock clock(kMorning_s, kSpeed);
        const ReplayServer server(m_recording, clock, 0, 7);  // pages of seven, for catalogue and values
        FaultProxy proxy(server.port());
        QTemporaryDir folder;
        FeedSource source = sensorThings(proxy);
        source.url = proxy.url("/v1.1/Observations?$top=5000");
        auto pipeline = must(FeedPipeline::open(folder.filePath("town.gpkg").toStdString(), {source}));
        FeedRunner runner(
            *pipeline, folder.filePath("mqtt").toStdString(), [](const std::string&) {}, clock);
        must(runner.start());
        must(runner.runFor(3));
        QCOMPARE(pipeline->catalogue(0).streams.size(), m_recording.streams.size());
        for (const Datastream& s : pipeline->catalogue(0).streams)
            QVERIFY2(s.quantity != "unknown" && !s.sensor.empty(), s.foreignId.c_str());
        QCOMPARE(must(pipeline->store().quarantined(10)).size(), std::size_t{0});
        QVERIFY(compare(folder.filePath("town.gpkg").toStdString(), clock.now_s() - 240) > 500);
    }

    void everyServiceTellsWhatWasRecorded()
    {
        const FeedClock clock(kMorning_s + 6 * 3600, 1);
        const ReplayServer server(m_recording, clock);
        const auto read = [&](FeedKind kind, const char* path, Catalogue catalogue = {}) {
            QTemporaryDir folder;
            FeedSource source;
            source.kind = kind;
            source.profile = catalogue.profile;
            source.profile.name = "replay";
            source.profile.period_s = 900;
            source.url = server.url(path);
            source.poll_s = 60;
            struct Keep : Inbox {
                RawItem item;
                Expected<void> put(const RawItem& raw) override
                {
                    item = raw;
                    return {};
                }
            } inbox;
            auto connector = makeHttpConnector(source, SourceId(0), inbox, {}, clock);
            must(connector->start({}));
            for (int i = 0; i < 200 && inbox.item.body.empty(); ++i)
                QTest::qWait(20);
            catalogue.profile = source.profile;
            return parsePayload(kind, inbox.item, catalogue);
        };
        std::size_t road = 0;
        for (const RecordedStream& s : m_recording.streams)
            road += s.word == "flow" || s.word == "speed" ? 1 : 0;
        const ParseResult sites = read(FeedKind::Datex2, "/datex2/sites.xml");
        QVERIFY(!sites.refused);
        QCOMPARE(sites.sites.size() * 2, road);
        Catalogue known;
        known.apply(sites);
        const ParseResult measured = read(FeedKind::Datex2, "/datex2/measured.xml", known);
        QVERIFY(!measured.refused && measured.rejected.empty());
        QCOMPARE(measured.accepted.size(), road);
        known.apply(measured);
        for (const Obs& o : measured.accepted) {
            const Datastream& stream = known.streams[o.ds.index()];
            bool found = false;
            for (const RecordedStream& s : m_recording.streams)
                if (s.sensor == stream.sensor && stream.quantity == keyOf(s))
                    for (const RecordedValue& v : s.values)
                        found = found || (v.start_s == o.t && std::abs(storedAs(s, v.value) - o.v) < 1e-9);
            QVERIFY2(found, (stream.sensor + " " + stream.quantity).c_str());
            QVERIFY(stream.position.has_value());
        }
        const ParseResult transit = read(FeedKind::GtfsRealtime, "/gtfs-rt/vehicles.pb");
        QVERIFY(!transit.refused && transit.rejected.empty());
        QVERIFY2(transit.vehicles.size() > 3, qPrintable(QString::number(transit.vehicles.size())));
        Catalogue table;
        table.profile.csv.layout = CsvLayout::Long;
        table.profile.csv.sensor = "sensor";
        table.profile.csv.quantity = "quantity";
        const ParseResult rows = read(FeedKind::Csv, "/csv/values.csv", table);
        QVERIFY(!rows.refused);
        QVERIFY2(rows.accepted.size() + 200 > server.known(clock.now_s()) && rows.accepted.size() <= server.known(clock.now_s()),
                 qPrintable(QString::number(rows.accepted.size())));
    }

    void theProgramsRunByThemselves()
    {
        QProcess replay, faults;
        replay.start(QStringLiteral(ISOPOLIS_BIN_DIR "/isopolis-replay"), {"--sample", "5000", "--port", "0"});
        QVERIFY(replay.waitForStarted());
        for (int i = 0; i < 300 && !replay.canReadLine(); ++i)
            replay.waitForReadyRead(100);
        const QUrl first(QString::fromUtf8(replay.readLine()).trimmed());
        QVERIFY2(first.port() > 0 && first.host() == QLatin1String("127.0.0.1"), qPrintable(first.toString()));
        faults.start(QStringLiteral(ISOPOLIS_BIN_DIR "/isopolis-faults"), {"--to", QString::number(first.port()), "status", "503"});
        QVERIFY(faults.waitForStarted());
        for (int i = 0; i < 100 && !faults.canReadLine(); ++i)
            faults.waitForReadyRead(100);
        const auto port = static_cast<quint16>(faults.readLine().trimmed().toUInt());
        const auto ask = [&] {
            QTcpSocket socket;
            socket.connectToHost(QHostAddress(QHostAddress::LocalHost), port);
            if (!socket.waitForConnected(5000))
                return QByteArray("refused");
            socket.write("GET /v1.1/Things HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
            QByteArray answer;
            while (socket.waitForReadyRead(5000))
                answer += socket.readAll();
            return answer;
        };
        QVERIFY(ask().startsWith("HTTP/1.1 503"));
        const auto tell = [&](const QByteArray& words) {
            faults.write(words + "\n");
            faults.waitForBytesWritten(1000);
            QTest::qWait(300);
        };
        tell("none");
        const QByteArray whole = ask();
        QVERIFY2(whole.contains("\"Datastreams\""), whole.left(200).constData());
        tell("truncate 120");
        QCOMPARE(ask().size(), qsizetype{120});
        tell("refuse");
        QCOMPARE(ask(), QByteArray("refused"));
        for (QProcess* p : {&replay, &faults}) {
            p->kill();
            p->waitForFinished();
        }
    }

private:
    FeedSource sensorThings(const FaultProxy& proxy) const
    {
        FeedSource s;
        s.kind = FeedKind::SensorThings;
        s.profile.name = "replay";
        s.url = proxy.url("/v1.1/Observations");
        s.catalogueUrl = proxy.url("/v1.1/Datastreams?$expand=Thing,ObservedProperty");
        s.timeCursor = true;
        s.poll_s = 60;
        return s;
    }

    /// Every value that was known at a moment is stored as recorded. Number of values.
    std::size_t compare(const std::filesystem::path& project, std::int64_t known_s) const
    {
        auto store = must(SensorStore::open(sensorStorePath(project)));
        std::size_t n = 0;
        for (const RecordedStream& s : m_recording.streams) {
            Series series;
            for (const StoredObservation& o : must(store.series("replay:" + s.sensor, keyOf(s), 0, kSampleWeekEnd_s)))
                series[o.start_s] = o.value;
            for (const RecordedValue& v : s.values) {
                if (v.start_s + s.period_s + kReportDelay_s > known_s)
                    continue;
                const auto found = series.find(v.start_s);
                if (found == series.end() || std::abs(found->second - storedAs(s, v.value)) > 1e-9)
                    qFatal("%s %s lacks the value of %lld", s.sensor.c_str(), keyOf(s), static_cast<long long>(v.start_s));
                ++n;
            }
        }
        return n;
    }

    Recording m_recording;
    QObject m_here;
};

QTEST_GUILESS_MAIN(TestFeedFaults)
#include "tst_feed_faults.moc"
