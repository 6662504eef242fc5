// The sample city's recorded week as it came: whole despite an outage and a broken message, with its faulty sensor caught.
#include "app/feeds/sample_recording.h"
#include "gis/core/sample/sample_city.h"
#include "gis/core/sample/sample_feed.h"
#include "gis/core/sample/sample_week.h"
#include "gis/feeds/feed_source.h"
#include "simulation/project/live_reader.h"
#include "simulation/project/sensor_store.h"

#include <QTemporaryDir>
#include <QTest>

#include <fstream>
#include <sstream>

using namespace isopolis;

class TestSampleRecording : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        auto data = makeSampleCity({.population = 20000, .seed = 1});
        QVERIFY(data);
        auto city = City::create(std::move(*data));
        QVERIFY(city);
        m_city = *city;
        m_feed = sampleFeed(*m_city, 1);
        QVERIFY(!m_feed.stuck.empty() && !m_feed.silent.empty() && m_feed.missed > 0);
        const auto done = recordSampleWeek(*m_city, 1, project());
        QVERIFY2(done, done ? "" : done.error().text().c_str());
        auto opened = LiveReader::open(sensorStorePath(project()));
        QVERIFY2(opened, opened ? "" : opened.error().text().c_str());
        m_reader.emplace(std::move(*opened));
    }

    void theWeekIsTheSameEachTime()
    {
        const SampleFeed again = sampleFeed(*m_city, 1);
        QCOMPARE(again.messages.size(), m_feed.messages.size());
        for (std::size_t i = 0; i < again.messages.size(); ++i)
            QVERIFY(again.messages[i].body == m_feed.messages[i].body && again.messages[i].arrived_s == m_feed.messages[i].arrived_s);
    }

    // Nothing but what the silent sensor left out is missing.
    void theWeekIsWholeDespiteOutageAndBrokenMessage()
    {
        std::size_t expected = 0;
        for (const SampleObservation& o : recordedWeek(*m_city, 1)) {
            const int length = o.quantity == "flow_veh_h" || o.quantity == "speed_kmh" ? 900 : 3600;
            expected += o.sensor != m_feed.silent || o.at_s - length < m_feed.silentFrom_s;
        }
        auto store = SensorStore::open(sensorStorePath(project()));
        QVERIFY(store);
        QCOMPARE(*store->count(), expected);
        const auto ledger = m_reader->ledger();
        QVERIFY(ledger);
        QCOMPARE(ledger->sources.size(), std::size_t{1});
        QCOMPARE(ledger->sources[0].refused, std::size_t{1});
        QCOMPARE(ledger->outages.size(), std::size_t{1});
        QCOMPARE(ledger->outages[0].backfilled, static_cast<std::int64_t>(m_feed.missed));
        QCOMPARE(ledger->outages[0].to_s, m_feed.outageTo_s);
        QCOMPARE(ledger->quarantine.size(), std::size_t{1});
        QVERIFY(!ledger->quarantine[0].reason.empty());
    }

    void theFaultySensorIsCaughtAndTheSilentOneStops()
    {
        QCOMPARE(qualityFlag(newest(m_feed.stuck, "no2_ug_m3", m_feed.stuckFrom_s + 3600).now.q), Quality::Pass);
        const Obs caught = newest(m_feed.stuck, "no2_ug_m3", m_feed.stuckTo_s).now;
        QCOMPARE(qualityFlag(caught.q), Quality::Fail);
        QVERIFY(has(caught.q, Mark::Stuck));
        QCOMPARE(qualityFlag(newest(m_feed.stuck, "no2_ug_m3", m_reader->last_s()).now.q), Quality::Pass);
        const Obs silent = newest(m_feed.silent, "flow_veh_h", m_reader->last_s()).now;
        QVERIFY(silent.t + silent.dur <= m_feed.silentFrom_s);
        // Every day has its rhythm: more traffic at five in the afternoon than at three in the night.
        const std::int64_t day = kSampleWeekStart_s + 86400;
        QVERIFY(newest(m_feed.silent, "flow_veh_h", day + 17 * 3600).now.v > 3 * newest(m_feed.silent, "flow_veh_h", day + 3 * 3600).now.v);
    }

    void duringTheOutageNothingNewWasKnown()
    {
        const std::int64_t during = m_feed.outageTo_s - 600;
        const Obs now = newest(m_feed.stuck, "no2_ug_m3", during).now, then = newest(m_feed.stuck, "no2_ug_m3", during, during).now;
        QVERIFY(then.t < now.t);
        QVERIFY(then.t + then.dur <= m_feed.outageFrom_s);
    }

    void theSourceSaysWhatItIsForAndUnderWhichLicence()
    {
        QVERIFY(writeSampleSources(project()));
        std::ifstream file(feedSourcesPath(project()));
        std::stringstream text;
        text << file.rdbuf();
        const auto sources = readFeedSources(text.str(), "sample");
        QVERIFY2(sources, sources ? "" : sources.error().text().c_str());
        QCOMPARE(sources->size(), std::size_t{1});
        QVERIFY(!sources->front().purpose.empty() && !sources->front().legalBasis.empty() && !sources->front().licence.empty());
    }

private:
    std::filesystem::path project() const { return m_folder.filePath(QStringLiteral("sample.gpkg")).toStdString(); }
    LiveValue newest(const std::string& sensor, const std::string& quantity, std::int64_t at_s, std::optional<std::int64_t> known_s = {})
    {
        const auto values = m_reader->at(at_s, known_s);
        if (!values)
            qFatal("%s", values.error().text().c_str());
        for (const LiveValue& v : *values)
            if (m_reader->streams()[v.stream].sensor == sensor && m_reader->streams()[v.stream].quantity == quantity)
                return v;
        qFatal("no value of %s", sensor.c_str());
    }

    QTemporaryDir m_folder;
    CityPtr m_city;
    SampleFeed m_feed;
    std::optional<LiveReader> m_reader;
};

QTEST_GUILESS_MAIN(TestSampleRecording)
#include "tst_sample_recording.moc"
