// The sensor store: what sensors said comes back bit for bit, is stored once, and neither crash nor foreign file harms it.

#include "simulation/project/sensor_store.h"
#include "tests/support/must.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <limits>
#include <sys/wait.h>
#include <unistd.h>

using namespace isopolis;
using namespace isopolis::test;

namespace {

constexpr std::int64_t kMonday_s = 1709510400;

/// Quarter hours of two streams, ordered by time as feeds deliver them.
std::vector<StoredObservation> quarters(int n)
{
    std::vector<StoredObservation> all;
    for (int i = 0; i < n; ++i)
        for (const char* quantity : {"flow_veh_h", "speed_kmh"})
            all.push_back({.sensor = "sample:sensor/traffic-01",
                           .quantity = quantity,
                           .start_s = kMonday_s + 900 * i,
                           .duration_s = 900,
                           .value = 100.1 + i / 3.0,
                           .quality = i % 2 ? Quality::Pass : Quality::Suspect,
                           .result_s = kMonday_s + 900 * i + 960});
    return all;
}

struct Desk {
    QTemporaryDir folder;
    std::filesystem::path file(const char* name = "town.sensors.db") const
    {
        return folder.filePath(QString::fromLatin1(name)).toStdString();
    }
    QStringList files() const { return QDir(folder.path()).entryList(QDir::Files, QDir::Name); }
};

void put(const std::filesystem::path& path, const QByteArray& bytes)
{
    QFile file(QString::fromStdString(path.string()));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
}

}  // namespace

class TestSensorStore : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatIsStoredComesBackBitForBit()
    {
        const Desk desk;
        const auto week = quarters(96);
        {
            auto store = must(SensorStore::create(desk.file(), week));
            QCOMPARE(must(store.count()), week.size());
        }
        QCOMPARE(desk.files(), QStringList{QStringLiteral("town.sensors.db")});  // no journal, no part is left
        auto store = must(SensorStore::open(desk.file()));
        std::vector<StoredObservation> flows;
        for (const StoredObservation& o : week)
            if (o.quantity == "flow_veh_h")
                flows.push_back(o);
        QVERIFY(must(store.series("sample:sensor/traffic-01", "flow_veh_h", 0, kMonday_s + 86400)) == flows);

        const auto hour = must(store.series("sample:sensor/traffic-01", "flow_veh_h", kMonday_s + 3600, kMonday_s + 7200));
        QCOMPARE(hour.size(), std::size_t{4});
        QVERIFY(hour.front() == flows[4] && hour.back() == flows[7]);
        QVERIFY(must(store.series("sample:sensor/traffic-02", "flow_veh_h", 0, kMonday_s + 86400)).empty());

        const auto latest = must(store.latest());
        QVERIFY((latest == std::vector<StoredObservation>(week.end() - 2, week.end())));
        const SensorSummary summary = must(store.summary());
        QCOMPARE(summary.streams, std::size_t{2});
        QCOMPARE(summary.from_s, kMonday_s);
        QCOMPARE(summary.to_s, kMonday_s + 86400);
    }

    void addingTwiceStoresOnce()
    {
        const Desk desk;
        auto store = must(SensorStore::create(desk.file()));
        QCOMPARE(must(store.summary()).to_s, std::int64_t{0});
        const auto day = quarters(96);
        must(store.add(std::span(day).first(100)));
        must(store.add(day));  // a feed asks again for what it may have missed
        must(store.add(day));
        QCOMPARE(must(store.count()), day.size());
        QVERIFY(must(store.replaced("sample:sensor/traffic-01", "flow_veh_h")).empty());
        QVERIFY((must(store.latest()) == std::vector<StoredObservation>(day.end() - 2, day.end())));
    }

    void aNewValueTakesThePlaceAndTheOldOneIsKept()
    {
        const Desk desk;
        const auto day = quarters(96);
        auto store = must(SensorStore::create(desk.file(), day));
        StoredObservation ratified = day[day.size() - 2];
        const StoredObservation provisional = ratified;
        for (const double value : {7.5, 8.5}) {
            ratified.value = value;
            ratified.quality = Quality::Pass;
            must(store.add({&ratified, 1}));
        }
        QCOMPARE(must(store.count()), day.size());
        QVERIFY(must(store.latest()).front() == ratified);
        const auto old = must(store.replaced(ratified.sensor, ratified.quantity));
        QCOMPARE(old.size(), std::size_t{2});
        QCOMPARE(old[0].was.value, provisional.value);
        QCOMPARE(old[1].was.value, 7.5);
        QVERIFY(old[0].replaced_s > kMonday_s);

        // An older value that comes late is stored and does not become the latest; the repeated hour of autumn is kept apart.
        StoredObservation late = provisional;
        late.start_s -= 86400;
        StoredObservation again = provisional;
        again.start_s = kMonday_s;
        again.order = 1;
        must(store.add(std::vector{late, again}));
        QCOMPARE(must(store.count()), day.size() + 2);
        QVERIFY(must(store.latest()).front() == ratified);
        QCOMPARE(must(store.series(again.sensor, again.quantity, kMonday_s, kMonday_s + 1)).size(), std::size_t{2});
    }

    void anImpossibleValueRefusesTheWholeBatch()
    {
        const Desk desk;
        auto store = must(SensorStore::create(desk.file()));
        const auto refused = [&store](auto&& spoil) {
            auto batch = quarters(4);
            spoil(batch.back());
            const auto added = store.add(batch);
            return !added && added.error().code == ErrorCode::BadValue && must(store.count()) == 0;
        };
        QVERIFY(refused([](StoredObservation& o) { o.value = std::numeric_limits<double>::quiet_NaN(); }));
        QVERIFY(refused([](StoredObservation& o) { o.start_s = kMonday_s * 1000; }));
        QVERIFY(refused([](StoredObservation& o) { o.duration_s = -1; }));
        QVERIFY(refused([](StoredObservation& o) { o.sensor.clear(); }));
        QVERIFY(refused([](StoredObservation& o) { o.quantity.assign(5000, 'x'); }));

        auto bad = quarters(1);
        bad[0].value = std::numeric_limits<double>::infinity();
        QVERIFY(!SensorStore::create(desk.file("other.sensors.db"), bad));
        QVERIFY(!std::filesystem::exists(desk.file("other.sensors.db")));
        QVERIFY(!std::filesystem::exists(desk.file("other.sensors.db.part")));
    }

    void aKilledWriterLosesNothingThatWasAdded()
    {
        const Desk desk;
        const auto day = quarters(96);
        {
            must(SensorStore::create(desk.file()));
        }
        int acknowledged[2];
        QCOMPARE(pipe(acknowledged), 0);
        const pid_t child = fork();
        if (child == 0) {
            auto store = SensorStore::open(desk.file());
            for (std::size_t i = 0; store && i < day.size(); ++i)
                if (store->add({&day[i], 1}))
                    if (const char one = 1; write(acknowledged[1], &one, 1) != 1)
                        break;
            if (!store)
                _exit(1);
            for (;;)
                pause();
        }
        close(acknowledged[1]);
        char byte = 0;
        for (int i = 0; i < 60; ++i)
            QCOMPARE(read(acknowledged[0], &byte, 1), ssize_t{1});
        kill(child, SIGKILL);
        int status = 0;
        waitpid(child, &status, 0);
        close(acknowledged[0]);

        auto store = must(SensorStore::open(desk.file()));
        const std::size_t kept = must(store.count());
        QVERIFY2(kept >= 60 && kept <= day.size(), std::to_string(kept).c_str());
        must(store.add(day));
        QCOMPARE(must(store.count()), day.size());
        QVERIFY((must(store.latest()) == std::vector<StoredObservation>(day.end() - 2, day.end())));
    }

    void foreignFilesAreRefusedInOneSentence_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("text") << QByteArray("time,value\n2024-03-04,12\n").repeated(100);
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("header only") << QByteArray("SQLite format 3\0", 16);
    }
    void foreignFilesAreRefusedInOneSentence()
    {
        QFETCH(const QByteArray, bytes);
        const Desk desk;
        put(desk.file(), bytes);
        const auto store = SensorStore::open(desk.file());
        QVERIFY(!store);
        QCOMPARE(store.error().code, ErrorCode::BadFile);
        QVERIFY2(store.error().text().find("not a sensor store") != std::string::npos, store.error().text().c_str());
        QVERIFY2(store.error().text().find('\n') == std::string::npos, store.error().text().c_str());
        QFile file(QString::fromStdString(desk.file().string()));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), bytes);  // left as it was
    }

    void anExistingFileIsNeverOverwritten()
    {
        const Desk desk;
        must(SensorStore::create(desk.file(), quarters(1)));
        const auto again = SensorStore::create(desk.file());
        QVERIFY(!again);
        QCOMPARE(again.error().code, ErrorCode::Conflict);
        QCOMPARE(must(must(SensorStore::open(desk.file())).count()), std::size_t{2});
        const auto missing = SensorStore::open(desk.file("none.sensors.db"));
        QVERIFY(!missing);
        QCOMPARE(missing.error().code, ErrorCode::NotFound);
        QVERIFY(!std::filesystem::exists(desk.file("none.sensors.db")));
    }

    void cutAndFlippedFilesNeverCrash()
    {
        const Desk desk;
        must(SensorStore::create(desk.file(), quarters(400)));
        QFile whole(QString::fromStdString(desk.file().string()));
        QVERIFY(whole.open(QIODevice::ReadOnly));
        const QByteArray sound = whole.readAll();
        int refused = 0;
        for (int i = 0; i < 200; ++i) {
            QByteArray spoilt = sound;
            const auto at =
                static_cast<qsizetype>((static_cast<std::uint64_t>(i) * 2654435761U) % static_cast<std::uint64_t>(sound.size()));
            if (i % 2)
                spoilt.truncate(at);
            else
                for (qsizetype k = at; k < std::min(at + 16, spoilt.size()); ++k)
                    spoilt[k] = static_cast<char>(spoilt[k] ^ 0x5a);
            const auto path = desk.file("spoilt.sensors.db");
            put(path, spoilt);
            auto store = SensorStore::open(path);
            if (!store) {
                QVERIFY(!store.error().text().empty());
                ++refused;
            } else {
                // Either outcome is right; what counts is that each call returns.
                static_cast<void>(store->summary());
                static_cast<void>(store->latest());
                static_cast<void>(store->series("sample:sensor/traffic-01", "flow_veh_h", 0, kMonday_s * 2));
                static_cast<void>(store->add(quarters(10)));
            }
        }
        QVERIFY2(refused >= 50, std::to_string(refused).c_str());
    }

    void theStoreLiesBesideItsProject()
    {
        QCOMPARE(sensorStorePath("a/town.gpkg"), std::filesystem::path("a/town.sensors.db"));
        QCOMPARE(sensorStorePath("plan.v2"), std::filesystem::path("plan.v2.sensors.db"));
    }
};

QTEST_GUILESS_MAIN(TestSensorStore)
#include "tst_sensor_store.moc"
