// Sources that the window listens to over HTTP: tried, added, listened to, in trouble, judged.
#include "tests/servers/loopback_server.h"

#include "app/live_feeds.h"
#include "simulation/project/live_reader.h"
#include "simulation/project/sensor_store.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace isopolis;
using namespace isopolis::test;

namespace {

constexpr int kPatience_ms = 30000;

const QByteArray kAnswer = R"json({"value": [
  {"@iot.id": "p", "@iot.selfLink": "Things", "name": "Park", "Datastreams": [
    {"@iot.id": "1", "name": "NO2 at the park", "unitOfMeasurement": {"symbol": "µg/m³"}, "ObservedProperty": {"name": "NO2"},
     "Observations": [
       {"phenomenonTime": "2024-03-04T08:00:00Z/2024-03-04T09:00:00Z", "resultTime": "2024-03-04T09:00:10Z", "result": 21.5},
       {"phenomenonTime": "2024-03-04T09:00:00Z/2024-03-04T10:00:00Z", "resultTime": "2024-03-04T10:00:10Z", "result": "much"}]}]}]})json";

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

}  // namespace

class TestLiveFeeds : public QObject {
    Q_OBJECT
private Q_SLOTS:
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

    void aKeyThatNoKeyringHasIsAskedForAndNeverWritten()
    {
        LoopbackServer server([](const Request& r) {
            return r.headers["authorization"] == "Bearer sesame-77" ? Reply{200, kAnswer} : Reply{401, {}};
        });
        QTemporaryDir folder;
        LiveFeeds feeds;
        feeds.openProject(folder.filePath(QStringLiteral("keys.gpkg")));
        QSignalSpy needed(&feeds, &FeedDesk::secretNeeded);
        FeedDraft d = draft(server.url("/feed"));
        d.secret = QStringLiteral("isopolis/park-without-entry");
        feeds.add(d);
        QTRY_COMPARE_WITH_TIMEOUT(feeds.sources().size(), std::size_t{1}, kPatience_ms);
        feeds.start();
        QTRY_COMPARE_WITH_TIMEOUT(needed.count(), 1, 2 * kPatience_ms);
        QCOMPARE(needed[0][0].toString(), d.name);
        QCOMPARE(needed[0][1].toString(), d.secret);
        QVERIFY(!needed[0][2].toString().isEmpty());
        QTRY_COMPARE_WITH_TIMEOUT(feeds.sources()[0].phase, FeedPhase::GaveUp, kPatience_ms);
        QVERIFY(server.requests().isEmpty());
        feeds.giveSecret(d.name, QStringLiteral("sesame-77"), false);
        QTRY_COMPARE_WITH_TIMEOUT(feeds.sources()[0].phase, FeedPhase::Listening, kPatience_ms);
        feeds.stop();
        QTRY_VERIFY_WITH_TIMEOUT(!feeds.running(), kPatience_ms);
        for (const QFileInfo& info : QDir(folder.path()).entryInfoList(QDir::Files)) {
            QFile file(info.filePath());
            QVERIFY(file.open(QIODevice::ReadOnly));
            QVERIFY2(!file.readAll().contains("sesame-77"), qPrintable(info.fileName()));
        }
    }

    void whatMayNotBeStoredIsShownAndLeavesNoTrace()
    {
        LoopbackServer server([](const Request&) { return Reply{200, kAnswer}; });
        QTemporaryDir folder;
        LiveFeeds feeds;
        feeds.openProject(folder.filePath(QStringLiteral("jams.gpkg")));
        QSignalSpy seen(&feeds, &FeedDesk::unstoredSeen);
        FeedDraft d = draft(server.url("/feed"));
        d.mayStore = false;
        feeds.add(d);
        QTRY_COMPARE_WITH_TIMEOUT(feeds.sources().size(), std::size_t{1}, kPatience_ms);
        feeds.start();
        QTRY_VERIFY_WITH_TIMEOUT(seen.count() > 0, kPatience_ms);
        const auto readings = seen[0][0].value<std::vector<UnstoredReading>>();
        QCOMPARE(readings.size(), std::size_t{1});
        QCOMPARE(readings[0].source, std::string("park"));
        QCOMPARE(readings[0].quantity, std::string("no2_ug_m3"));
        QCOMPARE(readings[0].newest.v, 21.5);
        feeds.stop();
        QTRY_VERIFY_WITH_TIMEOUT(!feeds.running(), kPatience_ms);
        auto reader = LiveReader::open(sensorStorePath(folder.filePath(QStringLiteral("jams.gpkg")).toStdString()));
        QVERIFY(reader && reader->streams().empty());
    }

private:
    QString town() const { return m_folder.filePath(QStringLiteral("town.gpkg")); }
    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(TestLiveFeeds)
#include "tst_live_feeds.moc"
