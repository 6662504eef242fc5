// The sample city's recorded week as it came, and sources that the window listens to over HTTP.
#include "loopback_server.h"

#include "app/live_feeds.h"
#include "app/project_session.h"
#include "gis/core/sample/sample_feed.h"
#include "gis/core/sample/sample_week.h"
#include "simulation/project/live_reader.h"
#include "simulation/project/sensor_store.h"
#include "ui/live/live_snapshot.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace isopolis;
using namespace isopolis::test;

namespace {

constexpr int kPatience_ms = 30000;

const QByteArray kAnswer = R"({"value": [
  {"@iot.id": "p", "@iot.selfLink": "Things(p)",
                 "name" : "Park",
                 "Datastreams"
    : [ {
        "@iot.id" : "1",
        "name" : "NO2 at the park",
        "unitOfMeasurement" : {"symbol" : "µg/m³"},
        "ObservedProperty" : {"name" : "NO2"},
        "Observations" : [
            {"phenomenonTime" : "2024-03-04T08:00:00Z/2024-03-04T09:00:00Z", "resultTime" : "2024-03-04T09:00:10Z", "result" : 21.5},
            {"phenomenonTime" : "2024-03-04T09:00:00Z/2024-03-04T10:00:00Z", "resultTime" : "2024-03-04T10:00:10Z", "result" : "much"}
        ]
    } ]
}]
})";

FeedDraft draft(const std::string& url)
{
    FeedDraft d;
    d.name = QStringLiteral("park");
    d.kind = QStringLiteral("sensorthings");
    d.url = QString::fromStdString(url);
    d.purpose = QStringLiteral("test");
    d.legalBasis = QStringLiteral("none");
    d.licence = QStringLiteral("CC0");
    d.poll_s = 1;
    return d;
}

const LiveSensor& sensorOf(const LiveSnapshot& snapshot, const std::string& id)
{
    const LiveSensor* found = snapshot.find(id);
    if (!found)
        qFatal("no sensor %s", id.c_str());
    return *found;
}

}  // namespace

class TestLiveFeeds : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        auto made = createSampleProject(project(), {.population = 20000, .seed = 1}, IfExists::Refuse);
        QVERIFY2(made, made ? "" : made.error().text().c_str());
        m_city = made->city;
    }

    void theSampleWeekIsTheSameEachTime()
    {
        const SampleFeed one = sampleFeed(*m_city, 1), two = sampleFeed(*m_city, 1);
        QCOMPARE(one.messages.size(), two.messages.size());
        for (std::size_t i = 0; i < one.messages.size(); ++i)
            QVERIFY(one.messages[i].body == two.messages[i].body && one.messages[i].arrived_s == two.messages[i].arrived_s);
        QVERIFY(!one.stuck.empty() && !one.silent.empty() && one.missed > 0);
    }

    // Nothing but what the silent sensor left out is missing: the outage is filled, the broken message came again.
    void theRecordedWeekIsWholeDespiteOutageAndBrokenMessage()
    {
        const SampleFeed feed = sampleFeed(*m_city, 1);
        std::size_t expected = 0;
        for (const SampleObservation& o : recordedWeek(*m_city, 1)) {
            const int length = o.quantity == "flow_veh_h" || o.quantity == "speed_kmh" ? 900 : 3600;
            expected += o.sensor != feed.silent || o.at_s - length < feed.silentFrom_s;
        }
        auto store = SensorStore::open(sensorStorePath(project()));
        QVERIFY(store);
        QCOMPARE(*store->count(), expected);
        auto reader = LiveReader::open(sensorStorePath(project()));
        QVERIFY(reader);
        const auto ledger = reader->ledger();
        QVERIFY(ledger);
        QCOMPARE(ledger->sources.size(), std::size_t{1});
        QCOMPARE(ledger->outages.size(), std::size_t{1});
        QCOMPARE(ledger->outages[0].backfilled, static_cast<std::int64_t>(feed.missed));
        QCOMPARE(ledger->quarantine.size(), std::size_t{1});
        QVERIFY(ledger->sources[0].refused == 1);
    }

    void theFaultySensorIsCaughtAndTheSilentOneIsStale()
    {
        const SampleFeed feed = sampleFeed(*m_city, 1);
        auto reader = LiveReader::open(sensorStorePath(project()));
        QVERIFY(reader);
        const LiveSites sites = placeSensors(reader->streams(), *m_city, {});
        const auto at = [&](std::int64_t t, std::optional<std::int64_t> known = {}) {
            return makeSnapshot(sites, reader->streams(), *reader->at(t, known), *m_city, t, known);
        };
        const LiveSnapshot early = at(feed.stuckFrom_s + 3600);
        QCOMPARE(sensorOf(early, feed.stuck).of("no2_ug_m3")->state, SensorState::Good);
        const LiveSnapshot late = at(feed.stuckTo_s);
        QCOMPARE(sensorOf(late, feed.stuck).of("no2_ug_m3")->state, SensorState::Failed);
        QVERIFY(has(sensorOf(late, feed.stuck).of("no2_ug_m3")->now.q, Mark::Stuck));
        const LiveSnapshot end = at(reader->last_s());
        QCOMPARE(sensorOf(end, feed.stuck).of("no2_ug_m3")->state, SensorState::Good);
        QCOMPARE(sensorOf(end, feed.silent).state, SensorState::Stale);
        std::size_t failed = 0;
        for (const LiveSensor& sensor : end.sensors)
            failed += sensor.state == SensorState::Failed;
        QCOMPARE(failed, std::size_t{0});
        // While the source was silent nothing new was known.
        const std::int64_t during = feed.outageTo_s - 600;
        const LiveSnapshot now = at(during), then = at(during, during);
        const LiveSensor &nowAir = sensorOf(now, feed.stuck), &thenAir = sensorOf(then, feed.stuck);
        QVERIFY(thenAir.main()->now.t < nowAir.main()->now.t);
        QVERIFY(thenAir.main()->now.t + thenAir.main()->now.dur <= feed.outageFrom_s);
        QCOMPARE(thenAir.main()->state, SensorState::Stale);
    }

    void aConnectionIsTestedWithoutStoringAnything()
    {
        LoopbackServer server([](const Request& r) { return r.path == "/ok" ? Reply{200, kAnswer} : Reply{404, "no"}; });
        LiveFeeds feeds;
        feeds.openProject(town());
        QSignalSpy tested(&feeds, &FeedDesk::tested);
        feeds.test(draft(server.url("/ok")));
        QTRY_COMPARE_WITH_TIMEOUT(tested.count(), 1, kPatience_ms);
        const FeedTrial good = tested[0][0].value<FeedTrial>();
        QVERIFY2(good.reached && good.problem.isEmpty(), qPrintable(good.problem));
        QCOMPARE(good.observations, std::size_t{1});
        QCOMPARE(good.first.size(), 1);
        QCOMPARE(good.first[0].value, 21.5);
        QCOMPARE(good.rejected.size(), 1);
        QVERIFY(!good.rejected[0].reason.isEmpty());
        feeds.test(draft(server.url("/none")));
        QTRY_COMPARE_WITH_TIMEOUT(tested.count(), 2, kPatience_ms);
        const FeedTrial bad = tested[1][0].value<FeedTrial>();
        QVERIFY(!bad.reached && bad.problem.contains(QStringLiteral("404")));
        QVERIFY(!QFile::exists(QString::fromStdString(sensorStorePath(town().toStdString()).string())));
    }

    void aSourceIsAddedListenedToAndItsTroubleTold()
    {
        bool down = false;
        LoopbackServer server([&down](const Request&) { return down ? Reply{503, "later", {{"Retry-After", "1"}}} : Reply{200, kAnswer}; });
        LiveFeeds feeds;
        feeds.openProject(town());
        QSignalSpy failed(&feeds, &FeedDesk::failed);
        feeds.add(draft(server.url("/feed")));
        QTRY_COMPARE_WITH_TIMEOUT(feeds.sources().size(), std::size_t{1}, kPatience_ms);
        QCOMPARE(feeds.sources()[0].source.legalBasis, QStringLiteral("none"));
        feeds.add(draft(server.url("/feed")));  // the name is taken
        QTRY_COMPARE_WITH_TIMEOUT(failed.count(), 1, kPatience_ms);
        QSignalSpy stored(&feeds, &FeedDesk::stored);
        feeds.start();
        QTRY_VERIFY_WITH_TIMEOUT(feeds.running() && feeds.sources()[0].phase == FeedPhase::Listening, kPatience_ms);
        QTRY_VERIFY_WITH_TIMEOUT(stored.count() > 0, kPatience_ms);
        auto reader = LiveReader::open(sensorStorePath(town().toStdString()));
        QVERIFY(reader);
        QCOMPARE(reader->streams().size(), std::size_t{1});
        QCOMPARE(reader->streams()[0].sensor, std::string("park:p"));
        feeds.judge({.sensor = "park:p",
                     .quantity = "no2_ug_m3",
                     .from_s = 0,
                     .to_s = 2'000'000'000,
                     .flag = Quality::Fail,
                     .reason = QStringLiteral("test"),
                     .who = QStringLiteral("tester")});
        const auto failedByHand = [&reader] {
            return reader->refresh() && qualityFlag((*reader->at(reader->last_s()))[0].now.q) == Quality::Fail;
        };
        QTRY_VERIFY_WITH_TIMEOUT(failedByHand(), kPatience_ms);
        down = true;
        QTRY_COMPARE_WITH_TIMEOUT(feeds.sources()[0].phase, FeedPhase::Trouble, kPatience_ms);
        QVERIFY(feeds.sources()[0].words.contains(QStringLiteral("503")));
        down = false;
        QTRY_COMPARE_WITH_TIMEOUT(feeds.sources()[0].phase, FeedPhase::Listening, kPatience_ms);
        feeds.stop();
        QTRY_VERIFY_WITH_TIMEOUT(!feeds.running(), kPatience_ms);
        QCOMPARE(reader->ledger()->outages.size(), std::size_t{1});
    }

private:
    std::filesystem::path project() const { return m_folder.filePath(QStringLiteral("sample.gpkg")).toStdString(); }
    QString town() const { return m_folder.filePath(QStringLiteral("town.gpkg")); }
    QTemporaryDir m_folder;
    CityPtr m_city;
};

QTEST_GUILESS_MAIN(TestLiveFeeds)
#include "tst_live_feeds.moc"
