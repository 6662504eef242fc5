// The store of live feeds: nothing acknowledged is lost, nothing is stored twice, packed days are the same bits, and what was purged
// is nowhere in the file.

#include "simulation/project/feed_store.h"
#include "simulation/project/live_reader.h"
#include "simulation/project/sensor_chunk.h"
#include "simulation/project/sensor_store.h"
#include "tests/support/must.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <csignal>
#include <random>
#include <sys/wait.h>
#include <unistd.h>

#include <sqlite3.h>

using namespace isopolis;
using namespace isopolis::test;

namespace {

constexpr std::int64_t kMonday_s = 1709510400, kDay = 86400;

struct Desk {
    QTemporaryDir folder;
    std::filesystem::path file(const char* name = "town.sensors.db") const
    {
        return folder.filePath(QString::fromLatin1(name)).toStdString();
    }
};

Datastream stream(const std::string& sensor, const char* quantity = "no2_ug_m3")
{
    return {.foreignId = sensor + "/" + quantity,
            .sensor = sensor,
            .quantity = quantity,
            .reportedUnit = "ppb",
            .period_s = 60,
            .privacy = PrivacyClass::D,
            .position = GeoPosition{0.1, 51.5}};
}

Obs row(std::uint32_t ds, std::int64_t t, double v, Quality flag = Quality::Pass)
{
    return {.ds = DatastreamId(ds), .t = t, .dur = 60, .v = v, .q = quality(flag), .resultTime = t + 90};
}

RawItem raw(SourceId source, const std::string& body, Delivery delivery = Delivery::Pull)
{
    return {.src = source,
            .recv_us = (kMonday_s + 5) * 1'000'000,
            .body = body,
            .contentType = "text/csv",
            .topicOrUrl = "t",
            .etag = {},
            .delivery = delivery};
}

/// A day of minutes that look like a loop's speeds in km/h, every 20th wrong by its source.
std::vector<Obs> minutes(std::uint32_t ds, std::int64_t from, int n, unsigned seed)
{
    std::mt19937 random(seed);
    std::vector<Obs> rows;
    double level = 60;
    for (int i = 0; i < n; ++i) {
        level += static_cast<double>(random() % 21) - 10;
        rows.push_back(
            row(ds, from + 60 * i, std::round(std::abs(level)) * (1 / 3.6), i % 20 == 7 ? Quality::Fail : Quality::NotEvaluated));
    }
    return rows;
}

/// The content of a body that the test itself parses: one value for each minute in it.
IngestBatch batchOf(const std::string& body)
{
    IngestBatch batch{.streams = {stream("s1")}, .rows = {}, .problems = {}};
    for (const QString& n : QString::fromStdString(body).split(QLatin1Char(' '), Qt::SkipEmptyParts))
        batch.rows.push_back(row(0, kMonday_s + 60 * n.toInt(), n.toInt() + 0.5));
    return batch;
}

std::size_t drain(FeedStore& store, std::int64_t now_s = -1)
{
    std::size_t added = 0;
    for (const WaitingItem& item : must(store.waiting(100000)))
        added += must(store.ingest(item.seq, item.raw.src, batchOf(item.raw.body), now_s)).added;
    return added;
}

bool anyFileHolds(const Desk& desk, const QByteArray& bytes)
{
    for (const QFileInfo& info : QDir(desk.folder.path()).entryInfoList(QDir::Files)) {
        QFile file(info.filePath());
        if (!file.open(QIODevice::ReadOnly) || file.readAll().contains(bytes))
            return true;
    }
    return false;
}

/// A store as version 1 of the schema made it.
void makeVersionOne(const std::filesystem::path& path)
{
    sqlite3* db = nullptr;
    QCOMPARE(sqlite3_open(path.c_str(), &db), SQLITE_OK);
    const char* sql =
        "PRAGMA application_id = 1230196563;"
        "CREATE TABLE sensors_meta(key TEXT PRIMARY KEY, value TEXT);CREATE TABLE column_docs(table_name TEXT, column_name TEXT, meaning "
        "TEXT);"
        "CREATE TABLE datastream(ds INTEGER PRIMARY KEY, sensor TEXT NOT NULL, quantity TEXT NOT NULL, UNIQUE (sensor, quantity));"
        "CREATE TABLE obs_hot(ds INT, t INT, ord INT, dur INT, v REAL, q INT, rt INT, PRIMARY KEY (ds, t, ord)) WITHOUT ROWID;"
        "CREATE TABLE latest(ds INTEGER PRIMARY KEY, t INT, ord INT, v REAL, q INT);"
        "CREATE TABLE revision(ds INT, t INT, ord INT, rev INT, v REAL, q INT, recv INT, PRIMARY KEY (ds, t, ord, rev)) WITHOUT ROWID;"
        "INSERT INTO sensors_meta VALUES ('schema_version', '1');INSERT INTO datastream VALUES (1, 'old', 'no2_ug_m3');"
        "INSERT INTO obs_hot VALUES (1, 1709510400, 0, 3600, 41.5, 1, -1);INSERT INTO latest VALUES (1, 1709510400, 0, 41.5, 1);";
    QCOMPARE(sqlite3_exec(db, sql, nullptr, nullptr, nullptr), SQLITE_OK);
    sqlite3_close(db);
}

}  // namespace

class TestFeedStore : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void packedDaysAreTheSameBits()
    {
        std::mt19937 random(7);
        std::vector<std::vector<Obs>> cases = {{}, minutes(0, kMonday_s, 1440, 1), minutes(0, kMonday_s, 1, 2)};
        std::vector<Obs> odd = minutes(0, kMonday_s, 200, 3);
        for (Obs& o : odd) {  // gaps, doubled stamps, strange numbers, unknown result times
            o.t += static_cast<std::int64_t>(random() % 100);
            o.v = o.t % 5 ? o.v * 1e-7 + 1.0 / 3 : -0.0;
            o.ord = static_cast<std::uint16_t>(random() % 3);
            o.resultTime = o.t % 3 ? o.t + 7 : -1;
            o.q = quality(Quality::Suspect, bits(Mark::Spike));
        }
        cases.push_back(odd);
        std::vector<Obs> wide = minutes(0, 0, 3, 4);
        wide[0].v = 1e300;
        wide[1].v = -5e-324;
        cases.push_back(wide);
        for (auto& rows : cases) {
            for (Obs& o : rows)
                o.ds = {};
            const auto blob = encodeChunk(rows);
            const std::vector<Obs> back = decodeChunk(blob);
            QCOMPARE(back.size(), rows.size());
            for (std::size_t i = 0; i < rows.size(); ++i)
                QVERIFY(back[i] == rows[i] && std::signbit(back[i].v) == std::signbit(rows[i].v));
        }
        QVERIFY(encodeChunk(cases[1]).size() < 1440 * 2);  // km/h kept as m/s still pack as whole numbers
        const std::string check = "123456789";
        QCOMPARE(crc32Of(std::span(reinterpret_cast<const std::uint8_t*>(check.data()), check.size())),
                 0xCBF43926U);  // the known check value
    }

    void whatArrivesTwiceIsStoredOnce()
    {
        const Desk desk;
        FeedStore store = must(FeedStore::openOrCreate(desk.file()));
        const SourceId src = must(store.source("air", "csv"));
        QVERIFY(must(store.source("air", "csv")) == src);
        must(store.put(raw(src, "0 1 2")));
        must(store.put(raw(src, "0 1 2")));  // polled again: the same bytes
        must(store.put(raw(src, "2 3", Delivery::Push)));
        must(store.put(raw(src, "2 3", Delivery::PushAgain)));  // sent again after a broken connection
        QCOMPARE(must(store.waiting(10)).size(), std::size_t{2});
        QCOMPARE(drain(store), std::size_t{4});
        QVERIFY(must(store.waiting(10)).empty());
        SensorStore reader = must(SensorStore::open(desk.file()));
        const auto series = must(reader.series("air:s1", "no2_ug_m3", 0, kMonday_s * 2));
        QCOMPARE(series.size(), std::size_t{4});
        QCOMPARE(must(reader.latest()).front().value, 3.5);
        const auto status = must(store.status());
        QCOMPARE(status.at(0).source, std::string("air"));
        QCOMPARE(status[0].period_s, 60U);
    }

    void replayTwiceGivesTheSameBits()
    {
        const Desk desk;
        Hash content[3], sums[3];
        for (int i = 0; i < 3; ++i) {
            const auto path = desk.file(i < 2 ? "a.sensors.db" : "b.sensors.db");
            FeedStore store = must(FeedStore::openOrCreate(path));
            const SourceId src = must(store.source("air", "csv"));
            if (i == 1)
                must(store.replayAll());
            else
                for (const char* body : {"0 1 2 3", "90 70 80", "2000 3000 4000", "5 4 1"})
                    must(store.put(raw(src, body)));
            drain(store, kMonday_s);
            must(store.seal(kMonday_s + 5 * kDay));
            content[i] = must(store.contentHash());
            sums[i] = must(store.rollupHash());
        }
        QVERIFY(content[0] == content[1] && content[0] == content[2]);
        QVERIFY(sums[0] == sums[1] && sums[0] == sums[2]);
    }

    void sumsRebuiltFromPackedDaysAreTheSameBits()
    {
        const Desk desk;
        FeedStore store = must(FeedStore::openOrCreate(desk.file()));
        const SourceId src = must(store.source("loops", "datex2"));
        IngestBatch batch{.streams = {stream("a", "speed_m_s"), stream("b", "speed_m_s")}, .rows = {}, .problems = {}};
        const auto a = minutes(0, kMonday_s, 3000, 1), b = minutes(1, kMonday_s, 3000, 2);
        for (std::size_t i = 0; i < a.size(); i += 7) {  // live order, a few minutes a message
            batch.rows.assign(a.begin() + static_cast<std::ptrdiff_t>(i),
                              a.begin() + static_cast<std::ptrdiff_t>(std::min(i + 7, a.size())));
            batch.rows.insert(batch.rows.end(), b.begin() + static_cast<std::ptrdiff_t>(i),
                              b.begin() + static_cast<std::ptrdiff_t>(std::min(i + 7, b.size())));
            must(store.ingest(0, src, batch));
        }
        const Hash live = must(store.rollupHash());
        must(store.rebuildRollups());
        QVERIFY(must(store.rollupHash()) == live);
        QCOMPARE(must(store.seal(kMonday_s + 3 * kDay)), std::size_t{4});
        must(store.rebuildRollups());
        QVERIFY(must(store.rollupHash()) == live);

        // A late value and a ratified one open their packed day, and it is packed again.
        SensorStore reader = must(SensorStore::open(desk.file()));
        QCOMPARE(must(reader.count()), std::size_t{6000});
        batch.rows = {row(0, kMonday_s + 30, 12.25), row(0, kMonday_s + 60, 13.5)};
        const IngestCounts counts = must(store.ingest(0, src, batch, kMonday_s + 10 * kDay));
        QCOMPARE(counts.added, std::size_t{1});
        QCOMPARE(counts.revised, std::size_t{1});
        QCOMPARE(must(reader.count()), std::size_t{6001});
        const auto first = must(reader.series("loops:a", "speed_m_s", kMonday_s, kMonday_s + 120));
        QCOMPARE(first.size(), std::size_t{3});
        QCOMPARE(first[2].value, 13.5);
        const Hash changed = must(store.rollupHash());
        QVERIFY(!(changed == live));
        must(store.rebuildRollups());
        QVERIFY(must(store.rollupHash()) == changed);
        const SensorSummary summary = must(reader.summary());
        QCOMPARE(summary.to_s, kMonday_s + 3000 * 60);
        QCOMPARE(must(reader.latest()).front().duration_s, 60);

        const auto before = must(store.asKnownAt("loops:a", "speed_m_s", kMonday_s, kMonday_s + 120, kMonday_s + 5 * kDay));
        QCOMPARE(before.at(2).v, a[1].v);  // the provisional value
        QCOMPARE(must(store.asKnownAt("loops:a", "speed_m_s", kMonday_s, kMonday_s + 120, kMonday_s + 11 * kDay)).at(2).v, 13.5);
        QVERIFY(must(store.asKnownAt("loops:a", "speed_m_s", kMonday_s, kMonday_s + 120, kMonday_s + 10)).empty());
    }

    void twoValuesOfTheRepeatedHourAreKeptSideBySide()
    {
        const Desk desk;
        FeedStore store = must(FeedStore::openOrCreate(desk.file()));
        const SourceId src = must(store.source("air", "csv"));
        IngestBatch batch{.streams = {stream("s")}, .rows = {row(0, kMonday_s, 1)}, .problems = {}};
        for (const double v : {1.0, 2.0, 1.0, 2.0}) {
            batch.rows[0] = row(0, kMonday_s, v);
            batch.rows[0].q |= bits(Mark::AmbiguousHour);
            must(store.ingest(0, src, batch));
        }
        SensorStore reader = must(SensorStore::open(desk.file()));
        QCOMPARE(must(reader.series("air:s", "no2_ug_m3", 0, kMonday_s * 2)).size(), std::size_t{2});
        QVERIFY(must(reader.replaced("air:s", "no2_ug_m3")).empty());
    }

    void fiftyKilledWritersLoseNothingThatWasAcknowledged_data()
    {
        QTest::addColumn<bool>("power");
        QTest::newRow("program crash") << false;
        QTest::newRow("power-loss strict") << true;
    }
    void fiftyKilledWritersLoseNothingThatWasAcknowledged()
    {
        QFETCH(const bool, power);
        const Desk desk;
        must(FeedStore::openOrCreate(desk.file()));
        std::mt19937 random(11);
        int acknowledged = 0, begun = 0;
        for (int round = 0; round < 50; ++round) {
            int ends[2];
            QCOMPARE(pipe(ends), 0);
            const pid_t child = fork();
            if (child == 0) {
                auto store = FeedStore::openOrCreate(desk.file(), power ? Durability::PowerLoss : Durability::ProgramCrash);
                const auto src = store ? store->source("air", "csv") : unexpected(store.error());
                for (int n = begun; src && n < begun + 400; ++n) {
                    if (!store->put(raw(*src, std::to_string(n), Delivery::Push)))
                        _exit(1);
                    if (write(ends[1], &n, sizeof n) != sizeof n)
                        _exit(1);
                    if (n % 3 == 0)
                        for (const WaitingItem& item : must(store->waiting(5)))
                            static_cast<void>(store->ingest(item.seq, *src, batchOf(item.raw.body)));
                }
                for (;;)
                    pause();
            }
            close(ends[1]);
            const int until = 1 + static_cast<int>(random() % 40);
            int n = -1;
            for (int i = 0; i < until && read(ends[0], &n, sizeof n) == sizeof n; ++i)
                ++acknowledged;
            kill(child, SIGKILL);
            int status = 0;
            waitpid(child, &status, 0);
            while (read(ends[0], &n, sizeof n) == sizeof n)  // said before the kill reached it
                ++acknowledged;
            close(ends[0]);
            begun = n + 2;  // the one after the last may have come in without a word
        }
        FeedStore store = must(FeedStore::openOrCreate(desk.file()));
        drain(store);
        SensorStore reader = must(SensorStore::open(desk.file()));
        const auto series = must(reader.series("air:s1", "no2_ug_m3", 0, kMonday_s * 2));
        QVERIFY2(series.size() >= static_cast<std::size_t>(acknowledged) && series.size() <= static_cast<std::size_t>(acknowledged) + 50,
                 qPrintable(QStringLiteral("%1 of %2").arg(series.size()).arg(acknowledged)));
        QVERIFY(must(reader.replaced("air:s1", "no2_ug_m3")).empty());
        const Hash sums = must(store.rollupHash());
        must(store.rebuildRollups());
        QVERIFY(must(store.rollupHash()) == sums);
    }

    void anOldStoreIsBroughtForward()
    {
        const Desk desk;
        makeVersionOne(desk.file());
        SensorStore reader = must(SensorStore::open(desk.file()));
        QCOMPARE(must(reader.latest()).at(0).value, 41.5);
        FeedStore store = must(FeedStore::openOrCreate(desk.file()));
        const SourceId src = must(store.source("air", "csv"));
        must(store.put(raw(src, "1 2")));
        QCOMPARE(drain(store), std::size_t{2});
        QCOMPARE(must(reader.count()), std::size_t{3});
        must(store.seal(kMonday_s + 9 * kDay));
        QCOMPARE(must(reader.series("old", "no2_ug_m3", 0, kMonday_s * 2)).at(0).duration_s, 3600);
    }

    // What a source says to be off is stale from then on: all below its name, nothing beside it, until it speaks again.
    void whatASourceSaysToBeOffIsStaleFromThenOn()
    {
        const Desk desk;
        FeedStore store = must(FeedStore::openOrCreate(desk.file()));
        const SourceId src = must(store.source("nodes", "sparkplug_b"));
        Datastream loop = stream("City/J12/Loop3"), other = stream("City/J123/Loop3");
        loop.device = DeviceClass::Citizen;
        IngestBatch batch{.streams = {loop, other}, .rows = {row(0, kMonday_s, 1), row(1, kMonday_s, 2)}, .problems = {}};
        must(store.put(raw(src, "birth")));
        must(store.ingest(1, src, batch));
        must(store.put(raw(src, "death")));
        IngestBatch death;
        death.silences = {{"City/J12", kMonday_s + 300}};
        must(store.ingest(2, src, death));
        LiveReader reader = must(LiveReader::open(desk.file()));
        QCOMPARE(reader.streams()[0].sensor, std::string("nodes:City/J12/Loop3"));
        QCOMPARE(reader.streams()[0].device, DeviceClass::Citizen);
        QCOMPARE(reader.streams()[1].device, DeviceClass::Indicative);
        const auto silent = [&](std::int64_t at_s, std::optional<std::int64_t> known_s = {}) {
            std::vector<bool> all;
            for (const LiveValue& v : must(reader.at(at_s, known_s)))
                all.push_back(v.silent);
            return all;
        };
        QCOMPARE(silent(kMonday_s + 200), (std::vector<bool>{false, false}));
        QCOMPARE(silent(kMonday_s + 300), (std::vector<bool>{true, false}));
        must(store.put(raw(src, "another birth")));
        batch.rows = {row(0, kMonday_s + 600, 3)};
        must(store.ingest(3, src, batch));
        must(reader.refresh());
        QCOMPARE(silent(kMonday_s + 400), (std::vector<bool>{true, false}));
        QCOMPARE(silent(kMonday_s + 700), (std::vector<bool>{false, false}));
        must(store.purge(
            src, [](const std::string& sensor, std::optional<GeoPosition>) { return sensor == "City/J12/Loop3"; }, "asked to", kMonday_s));
        must(reader.refresh());
        QCOMPARE(silent(kMonday_s + 400), (std::vector<bool>{false}));
    }

    void whatWasPurgedIsNowhereInTheFile()
    {
        const Desk desk;
        {
            FeedStore store = must(FeedStore::openOrCreate(desk.file()));
            const SourceId src = must(store.source("citizens", "sensor_community"));
            IngestBatch batch{.streams = {stream("garden-of-ada-7731"), stream("other-sensor")}, .rows = {}, .problems = {}};
            for (int i = 0; i < 3000; ++i)
                for (const std::uint32_t ds : {0U, 1U})
                    batch.rows.push_back(row(ds, kMonday_s + 60 * i, 20 + i % 9));
            must(store.put(raw(src, "a message about garden-of-ada-7731 and other-sensor")));
            must(store.put(raw(src, "a message about other-sensor")));
            batch.problems = {{"garden-of-ada-7731 sends nonsense", 3}};
            must(store.ingest(1, src, batch));
            batch.rows.resize(10);
            for (Obs& o : batch.rows)
                o.v += 1;
            must(store.ingest(2, src, {.streams = batch.streams, .rows = batch.rows, .problems = {}}));
            must(store.seal(kMonday_s + 3 * kDay));
            QVERIFY(anyFileHolds(desk, "garden-of-ada-7731"));

            must(store.keepOut(src, "garden-of-ada-7731", kMonday_s));
            const std::size_t removed = must(store.purge(
                src, [](const std::string& id, std::optional<GeoPosition>) { return id == "garden-of-ada-7731"; }, "the host asked for it",
                kMonday_s));
            QCOMPARE(removed, std::size_t{3000});
            QVERIFY(!anyFileHolds(desk, "garden-of-ada-7731"));  // while the store is open
            QVERIFY(must(store.keptOut(src, "garden-of-ada-7731")) && !must(store.keptOut(src, "other-sensor")));
        }
        QVERIFY(!anyFileHolds(desk, "garden-of-ada-7731") && !anyFileHolds(desk, "ada-7731"));
        SensorStore reader = must(SensorStore::open(desk.file()));
        QCOMPARE(must(reader.count()), std::size_t{3000});
    }

    void peopleJudgeInALayerOfTheirOwn()
    {
        const Desk desk;
        FeedStore store = must(FeedStore::openOrCreate(desk.file()));
        const SourceId src = must(store.source("air", "csv"));
        const Obs bad = row(0, kMonday_s, 900, Quality::Suspect);
        must(store.ingest(0, src, {.streams = {stream("s")}, .rows = {bad}, .problems = {}}));
        must(store.override("air:s", "no2_ug_m3", kMonday_s, kMonday_s + 3600, Quality::Pass, "fire next door: the value is true", "Ada",
                            kMonday_s));
        const std::uint32_t judged = must(store.judged("air:s", "no2_ug_m3", bad));
        QVERIFY(qualityFlag(judged) == Quality::Pass && has(judged, Mark::Overridden));
        QCOMPARE(must(store.status()).at(0).newest.q, bad.q);  // the row itself stays
        QVERIFY(!store.override("air:s", "no2_ug_m3", 0, 1, Quality::Pass, "", "Ada", 0));
        QVERIFY(!store.override("nobody", "no2_ug_m3", 0, 1, Quality::Pass, "why", "Ada", 0));
    }

    void outagesAreWrittenDown()
    {
        const Desk desk;
        FeedStore store = must(FeedStore::openOrCreate(desk.file()));
        const SourceId src = must(store.source("air", "csv"));
        must(store.outage(src, kMonday_s, "the server does not answer"));
        must(store.outage(src, kMonday_s + 60, "the server does not answer"));  // the same one goes on
        must(store.heard(src, kMonday_s + 1800, 30));
        must(store.heard(src, kMonday_s + 1860, 0));
        const auto outages = must(store.outages());
        QCOMPARE(outages.size(), std::size_t{1});
        QCOMPARE(outages[0].to_s - outages[0].from_s, std::int64_t{1800});
        QCOMPARE(outages[0].backfilled, std::int64_t{30});
    }
};

QTEST_GUILESS_MAIN(TestFeedStore)
#include "tst_feed_store.moc"
