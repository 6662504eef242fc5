#include "simulation/project/feed_store.h"

#include "simulation/project/feed_store_impl.h"
#include "simulation/project/sensor_schema.h"
#include "simulation/project/sensor_store.h"

#include <map>

#include <sqlite3.h>

namespace isopolis {

namespace fs = std::filesystem;

namespace {

constexpr std::int64_t kLongestTopic = 2000;

enum class State : std::int64_t { Waits = 0, Stored = 1, Quarantined = 2 };

/// Where a stream's rows go: the source's name keeps the ids of two networks apart.
std::string storedSensor(const std::string& source, const std::string& foreign) { return source + ":" + foreign; }

void describe(Connection& db, std::int64_t ds, SourceId source, const Datastream& s)
{
    Statement put(db, "INSERT OR REPLACE INTO stream_info VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
    constexpr const char* kClasses[] = {"A", "B", "C", "D"};
    put.bind(1, ds).bind(2, static_cast<std::int64_t>(source.value())).bind(3, std::string_view(s.foreignId));
    put.bind(4, std::string_view(s.reportedUnit)).bind(5, static_cast<int>(s.aggregation)).bind(6, static_cast<std::int64_t>(s.period_s));
    put.bind(7, std::string_view(kClasses[static_cast<std::size_t>(s.privacy)]));
    put.bind(8, s.position ? s.position->lon_deg : std::nan("")).bind(9, s.position ? s.position->lat_deg : std::nan("")).run();
    Statement device(db, "INSERT OR REPLACE INTO stream_device VALUES (?, ?)");
    device.bind(1, ds).bind(2, static_cast<int>(s.device)).run();
}

void silence(Connection& db, SourceId source, const std::string& sourceName, const SilenceNote& note)
{
    const std::string sensor = storedSensor(sourceName, note.sensor);
    Statement put(db, "INSERT OR IGNORE INTO silence SELECT ds, ?2 FROM stream_info JOIN datastream USING (ds) WHERE src = ?1 AND "
                      "(sensor = ?3 OR substr(sensor, 1, length(?4)) = ?4)");
    put.bind(1, static_cast<std::int64_t>(source.value())).bind(2, note.t).bind(3, std::string_view(sensor));
    const std::string below = sensor + "/";
    put.bind(4, std::string_view(below)).run();
}

void setState(Connection& db, std::int64_t seq, State state)
{
    Statement s(db, "UPDATE inbox SET state = ? WHERE seq = ?");
    s.bind(1, static_cast<std::int64_t>(state)).bind(2, seq).run();
}

/// What a message changes beside rows: quarantine, cursor, its own state.
void noteMessage(Connection& db, const ReadMessage& message)
{
    const IngestBatch& batch = message.batch;
    if (!batch.problems.empty()) {
        Statement note(db, "INSERT INTO quarantine (inbox, reason, off) VALUES (?, ?, ?)");
        for (const QuarantineNote& problem : batch.problems)
            note.bind(1, message.seq).bind(2, std::string_view(problem.reason)).bind(3, problem.offset).run();
    }
    if (!batch.cursor.empty()) {
        Statement put(db, "INSERT OR REPLACE INTO cursor VALUES (?, ?)");
        put.bind(1, static_cast<std::int64_t>(message.source.value())).bind(2, std::string_view(batch.cursor)).run();
    }
    setState(db, message.seq, batch.refused ? State::Quarantined : State::Stored);
    if (batch.dropRaw) {
        Statement drop(db, "UPDATE inbox SET body = x'' WHERE seq = ?");
        drop.bind(1, message.seq).run();
    }
}

}  // namespace

IngestCounts FeedStore::Impl::writeRows(SensorWriter& writer, const ReadMessage& message, const std::string& sourceName)
{
    IngestCounts counts;
    std::map<std::size_t, std::vector<Obs>> rows;
    for (const Obs& o : message.batch.rows)
        rows[o.ds.index()].push_back(o);
    for (const auto& [index, list] : rows) {
        if (index >= message.batch.streams.size())
            continue;
        const Datastream& stream = message.batch.streams[index];
        const std::int64_t ds = writer.streamOf(storedSensor(sourceName, stream.sensor), stream.quantity);
        if (const auto [known, fresh] = described.try_emplace(ds, stream); fresh || !(known->second == stream)) {
            known->second = stream;
            describe(db, ds, message.source, stream);
        }
        const SensorWriter::Counts c = writer.write(ds, list, message.now_s);
        counts.added += c.added;
        counts.same += c.same;
        counts.revised += c.revised;
    }
    writer.finish();
    for (const SilenceNote& note : message.batch.silences)
        silence(db, message.source, sourceName, note);
    return counts;
}

FeedStore::FeedStore(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
FeedStore::FeedStore(FeedStore&&) noexcept = default;
FeedStore& FeedStore::operator=(FeedStore&&) noexcept = default;
FeedStore::~FeedStore() = default;

const fs::path& FeedStore::path() const { return m_impl->path; }

Expected<FeedStore> FeedStore::openOrCreate(const fs::path& path, Durability durability)
{
    std::error_code ignored;
    if (!fs::exists(path, ignored))
        if (auto made = SensorStore::create(path); !made)
            return unexpected(made.error());
    if (auto sound = SensorStore::open(path); !sound)  // checks and migrates
        return unexpected(sound.error());
    return guarded(path, kSensorStoreWords, [&]() -> Expected<FeedStore> {
        auto impl = std::make_unique<Impl>(Impl{path, Connection::open(path, OpenMode::ReadWrite)});
        impl->db.execute("PRAGMA journal_mode = WAL; PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0; PRAGMA cache_size = -32768;");
        impl->db.execute(durability == Durability::PowerLoss ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
        return FeedStore(std::move(impl));
    });
}

Expected<SourceId> FeedStore::source(const std::string& name, const std::string& kind, const std::string& licence)
{
    return guarded(path(), kSensorStoreWords, [&]() -> Expected<SourceId> {
        Statement put(m_impl->db,
                      "INSERT INTO source (name, kind, licence) VALUES (?1, ?2, ?3) ON CONFLICT (name) DO UPDATE SET kind = ?2, "
                      "licence = ?3 WHERE kind IS NOT ?2 OR licence IS NOT ?3");
        put.bind(1, std::string_view(name)).bind(2, std::string_view(kind)).bind(3, std::string_view(licence)).run();
        Statement find(m_impl->db, "SELECT src FROM source WHERE name = ?");
        find.bind(1, std::string_view(name));
        find.next();
        return SourceId(static_cast<std::uint32_t>(find.integer(0)));
    });
}

Expected<std::string> FeedStore::cursor(SourceId source)
{
    return guarded(path(), kSensorStoreWords, [&]() -> Expected<std::string> {
        Statement find(m_impl->db, "SELECT json FROM cursor WHERE src = ?");
        find.bind(1, static_cast<std::int64_t>(source.value()));
        return find.next() ? find.text(0) : std::string();
    });
}

Expected<void> FeedStore::setCursor(SourceId source, const std::string& json)
{
    return guarded(path(), kSensorStoreWords, [&]() -> Expected<void> {
        Statement put(m_impl->db, "INSERT OR REPLACE INTO cursor VALUES (?, ?)");
        put.bind(1, static_cast<std::int64_t>(source.value())).bind(2, std::string_view(json)).run();
        return {};
    });
}

Expected<void> FeedStore::put(const RawItem& item)
{
    const auto laid = lay(item);
    return laid ? Expected<void>{} : unexpected(laid.error());
}

Expected<bool> FeedStore::lay(const RawItem& item)
{
    return guarded(path(), kSensorStoreWords, [&]() -> Expected<bool> {
        Hasher hasher;
        const Hash hash = hasher.add(std::string_view(item.topicOrUrl)).add(std::string_view(item.body)).finish();
        const auto src = static_cast<std::int64_t>(item.src.value());
        Transaction all(m_impl->db);
        if (item.delivery == Delivery::PushAgain) {
            Statement before(m_impl->db, "SELECT 1 FROM inbox WHERE hash = ? AND src = ?");
            before.bind(1, std::span<const std::uint8_t>(hash.bytes)).bind(2, src);
            if (before.next())
                return false;
        }
        Statement put(m_impl->db, "INSERT INTO inbox (src, recv, kind, hash, topic, ctype, body, state) VALUES (?, ?, ?, ?, ?, ?, ?, 0) "
                                  "ON CONFLICT DO NOTHING");
        put.bind(1, src).bind(2, item.recv_us).bind(3, static_cast<int>(item.delivery));
        put.bind(4, std::span<const std::uint8_t>(hash.bytes));
        put.bind(5, std::string_view(item.topicOrUrl).substr(0, kLongestTopic)).bind(6, std::string_view(item.contentType).substr(0, 200));
        put.bind(7, std::span(reinterpret_cast<const std::uint8_t*>(item.body.data()), item.body.size())).run();
        const bool fresh = sqlite3_changes(m_impl->db.handle()) > 0;
        all.commit();
        return fresh;
    });
}

Expected<std::vector<WaitingItem>> FeedStore::waiting(std::size_t limit)
{
    return guarded(path(), kSensorStoreWords, [&]() -> Expected<std::vector<WaitingItem>> {
        std::vector<WaitingItem> all;
        Statement rows(m_impl->db, "SELECT seq, src, recv, kind, topic, ctype, body FROM inbox WHERE state = 0 ORDER BY seq LIMIT ?");
        rows.bind(1, static_cast<std::int64_t>(limit));
        while (rows.next()) {
            const auto body = rows.blob(6);
            all.push_back({rows.integer(0),
                           {.src = SourceId(static_cast<std::uint32_t>(rows.integer(1))),
                            .recv_us = rows.integer(2),
                            .body = std::string(reinterpret_cast<const char*>(body.data()), body.size()),
                            .contentType = rows.text(5),
                            .topicOrUrl = rows.text(4),
                            .etag = {},
                            .delivery = static_cast<Delivery>(rows.integer(3) & 3)}});
        }
        return all;
    });
}

Expected<IngestCounts> FeedStore::ingest(std::int64_t seq, SourceId source, const IngestBatch& batch, std::int64_t now_s)
{
    const ReadMessage message{seq, source, batch, now_s};
    auto all = ingestAll({&message, 1});
    return all ? Expected<IngestCounts>(all->front()) : unexpected(all.error());
}

Expected<std::vector<IngestCounts>> FeedStore::ingestAll(std::span<const ReadMessage> messages)
{
    return guarded(path(), kSensorStoreWords, [&]() -> Expected<std::vector<IngestCounts>> {
        std::vector<IngestCounts> counts;
        Connection& db = m_impl->db;
        Transaction all(db);
        {
            SensorWriter writer(db);
            Statement named(db, "SELECT name FROM source WHERE src = ?");
            for (const ReadMessage& message : messages) {
                named.bind(1, static_cast<std::int64_t>(message.source.value()));
                const std::string name = named.next() ? named.text(0) : "source-" + std::to_string(message.source.value());
                named.reset();
                counts.push_back(m_impl->writeRows(writer, message, name));
                noteMessage(db, message);
            }
        }
        all.commit();
        return counts;
    });
}

Expected<std::size_t> FeedStore::replayAll()
{
    return guarded(path(), kSensorStoreWords, [&]() -> Expected<std::size_t> {
        Transaction all(m_impl->db);
        m_impl->db.execute("DELETE FROM quarantine; UPDATE inbox SET state = 0 WHERE length(body) > 0;");
        const std::int64_t n = integerOf(m_impl->db, "SELECT count(*) FROM inbox WHERE state = 0");
        all.commit();
        return static_cast<std::size_t>(n);
    });
}

Expected<std::size_t> FeedStore::seal(std::int64_t now_s)
{
    return guarded(path(), kSensorStoreWords, [&]() -> Expected<std::size_t> {
        Transaction all(m_impl->db);
        const std::size_t n = SensorWriter(m_impl->db).seal(now_s / kDay_s - 1);
        all.commit();
        return n;
    });
}

Expected<void> FeedStore::retain(std::int64_t now_s, const Retention& retention)
{
    return guarded(path(), kSensorStoreWords, [&]() -> Expected<void> {
        Transaction all(m_impl->db);
        Statement inbox(m_impl->db, "DELETE FROM inbox WHERE state <> 0 AND recv < ?");
        inbox.bind(1, (now_s - retention.inbox_days * kDay_s) * 1'000'000).run();
        m_impl->db.execute("DELETE FROM quarantine WHERE inbox NOT IN (SELECT seq FROM inbox)");
        Statement chunks(m_impl->db, "DELETE FROM chunk WHERE day < ?");
        chunks.bind(1, now_s / kDay_s - retention.chunk_days).run();
        Statement revisions(m_impl->db, "DELETE FROM revision WHERE t < ?");
        revisions.bind(1, now_s - retention.chunk_days * kDay_s).run();
        all.commit();
        return {};
    });
}

Expected<void> FeedStore::rebuildRollups()
{
    return guarded(path(), kSensorStoreWords, [&]() -> Expected<void> {
        Transaction all(m_impl->db);
        SensorWriter(m_impl->db).rebuildRollups();
        all.commit();
        return {};
    });
}

Expected<std::vector<QuarantinedItem>> FeedStore::quarantined(std::size_t limit)
{
    return guarded(path(), kSensorStoreWords, [&]() -> Expected<std::vector<QuarantinedItem>> {
        std::vector<QuarantinedItem> all;
        Statement rows(m_impl->db, "SELECT q.inbox, coalesce(s.name, ''), q.reason, q.off FROM quarantine q LEFT JOIN inbox i ON i.seq = "
                                   "q.inbox LEFT JOIN source s USING (src) ORDER BY q.id DESC LIMIT ?");
        rows.bind(1, static_cast<std::int64_t>(limit));
        while (rows.next())
            all.push_back({rows.integer(0), rows.text(1), rows.text(2), rows.integer(3)});
        return all;
    });
}

}  // namespace isopolis
