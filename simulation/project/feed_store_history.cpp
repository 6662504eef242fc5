// FeedStore: what was known when, what people decided, what must be forgotten, and how the sources fare.

#include "simulation/project/feed_store_impl.h"
#include "simulation/project/sensor_reader.h"
#include "simulation/project/sensor_schema.h"

#include <algorithm>
#include <random>
#include <set>

#include <sqlite3.h>

namespace isopolis {

namespace {

std::int64_t streamNumber(const Connection& db, const std::string& sensor, const std::string& quantity)
{
    Statement find(db, "SELECT ds FROM datastream WHERE sensor = ? AND quantity = ?");
    find.bind(1, std::string_view(sensor)).bind(2, std::string_view(quantity));
    return find.next() ? find.integer(0) : -1;
}

void hashTable(const Connection& db, const std::string& sql, int columns, Hasher& hasher)
{
    Statement rows(db, sql);
    while (rows.next())
        for (int c = 0; c < columns; ++c) {
            const auto bytes = rows.blob(c);
            hasher.add(static_cast<std::uint64_t>(bytes.size())).bytes(bytes);
        }
}

/// One salt a file: the hash of an id is of no use elsewhere.
std::string saltOf(Connection& db)
{
    Statement find(db, "SELECT value FROM sensors_meta WHERE key = 'opt_out_salt'");
    if (find.next())
        return find.text(0);
    std::random_device random;
    Hasher hasher;
    for (int i = 0; i < 8; ++i)
        hasher.add(static_cast<std::uint32_t>(random()));
    const std::string salt = hasher.finish().hex();
    Statement put(db, "INSERT INTO sensors_meta VALUES ('opt_out_salt', ?)");
    put.bind(1, std::string_view(salt)).run();
    return salt;
}

Hash keptOutHash(Connection& db, SourceId source, const std::string& sensor)
{
    Hasher hasher;
    return hasher.add(saltOf(db)).add(static_cast<std::uint64_t>(source.value())).add(sensor).finish();
}

}  // namespace

Expected<Hash> FeedStore::contentHash()
{
    return guarded(path(), kSensorStoreWords, [&]() -> Expected<Hash> {
        Hasher hasher;
        // Numbers of streams depend on who came first: the hash goes by names.
        hashTable(m_impl->db,
                  "SELECT d.sensor, d.quantity, c.day, c.codec, c.data FROM chunk c JOIN datastream d USING (ds) ORDER BY 1, 2, 3", 5,
                  hasher);
        hashTable(m_impl->db,
                  "SELECT d.sensor, d.quantity, o.t, o.ord, o.dur, printf('%!.17g', o.v), o.q, o.rt FROM obs_hot o JOIN datastream d "
                  "USING (ds) ORDER BY 1, 2, 3, 4",
                  8, hasher);
        return hasher.finish();
    });
}

Expected<Hash> FeedStore::rollupHash()
{
    return guarded(path(), kSensorStoreWords, [&]() -> Expected<Hash> {
        Hasher hasher;
        Statement rows(m_impl->db,
                       "SELECT d.sensor, d.quantity, r.t, r.n, r.nbad, r.vsum, r.vmin, r.vmax FROM rollup r JOIN datastream d USING (ds) "
                       "ORDER BY 1, 2, 3");
        while (rows.next()) {
            hasher.add(rows.text(0)).add(rows.text(1)).add(rows.integer(2)).add(rows.integer(3)).add(rows.integer(4));
            hasher.add(rows.real(5)).add(rows.real(6)).add(rows.real(7));
        }
        return hasher.finish();
    });
}

Expected<std::vector<Obs>> FeedStore::asKnownAt(const std::string& sensor, const std::string& quantity, std::int64_t from_s,
                                                std::int64_t to_s, std::int64_t known_s)
{
    return guarded(path(), kSensorStoreWords, [&]() -> Expected<std::vector<Obs>> {
        std::vector<Obs> known;
        const std::int64_t ds = streamNumber(m_impl->db, sensor, quantity);
        if (ds < 0)
            return known;
        Statement older(m_impl->db, "SELECT v, q FROM revision WHERE ds = ? AND t = ? AND ord = ? AND recv > ? ORDER BY rev LIMIT 1");
        for (Obs o : rowsOf(m_impl->db, ds, from_s, to_s)) {
            if (o.t + o.dur > known_s || o.resultTime > known_s)
                continue;
            older.bind(1, ds).bind(2, o.t).bind(3, int{o.ord}).bind(4, known_s);
            if (older.next()) {  // the first value that was replaced after that moment stood then
                o.v = older.real(0);
                o.q = static_cast<std::uint32_t>(older.integer(1));
                older.reset();
            }
            known.push_back(o);
        }
        return known;
    });
}

Expected<std::vector<StreamStatus>> FeedStore::status()
{
    return guarded(path(), kSensorStoreWords, [&]() -> Expected<std::vector<StreamStatus>> {
        std::vector<StreamStatus> all;
        Statement rows(m_impl->db,
                       "SELECT coalesce(s.name, ''), d.sensor, d.quantity, l.t, l.ord, l.v, l.q, coalesce(i.period, 0) FROM latest l JOIN "
                       "datastream d USING (ds) LEFT JOIN stream_info i USING (ds) LEFT JOIN source s USING (src) ORDER BY 1, 2, 3");
        while (rows.next()) {
            const auto period = static_cast<std::uint32_t>(rows.integer(7));
            all.push_back({rows.text(0),
                           rows.text(1),
                           rows.text(2),
                           {.ds = {},
                            .t = rows.integer(3),
                            .dur = period,
                            .ord = static_cast<std::uint16_t>(rows.integer(4)),
                            .v = rows.real(5),
                            .q = static_cast<std::uint32_t>(rows.integer(6))},
                           period});
        }
        return all;
    });
}

Expected<std::vector<OutageRow>> FeedStore::outages()
{
    return guarded(path(), kSensorStoreWords, [&]() -> Expected<std::vector<OutageRow>> {
        std::vector<OutageRow> all;
        Statement rows(
            m_impl->db,
            "SELECT s.name, o.reason, o.t0, coalesce(o.t1, -1), o.backfilled FROM outage o JOIN source s USING (src) ORDER BY o.id");
        while (rows.next())
            all.push_back({rows.text(0), rows.text(1), rows.integer(2), rows.integer(3), rows.integer(4)});
        return all;
    });
}

Expected<void> FeedStore::outage(SourceId source, std::int64_t heard_s, const std::string& reason)
{
    return guarded(path(), kSensorStoreWords, [&]() -> Expected<void> {
        const auto src = static_cast<std::int64_t>(source.value());
        Statement begin(m_impl->db, "INSERT INTO outage (src, t0, reason, backfilled) SELECT ?1, ?2, ?3, 0 WHERE NOT EXISTS "
                                    "(SELECT 1 FROM outage WHERE src = ?1 AND t1 IS NULL)");
        begin.bind(1, src).bind(2, heard_s).bind(3, std::string_view(reason).substr(0, 500)).run();
        return {};
    });
}

Expected<void> FeedStore::heard(SourceId source, std::int64_t now_s, std::int64_t backfilled)
{
    return guarded(path(), kSensorStoreWords, [&]() -> Expected<void> {
        Statement end(m_impl->db, "UPDATE outage SET t1 = ?, backfilled = backfilled + ? WHERE src = ? AND t1 IS NULL");
        end.bind(1, now_s).bind(2, backfilled).bind(3, static_cast<std::int64_t>(source.value())).run();
        return {};
    });
}

Expected<void> FeedStore::filled(SourceId source, std::int64_t more)
{
    return guarded(path(), kSensorStoreWords, [&]() -> Expected<void> {
        Statement add(m_impl->db, "UPDATE outage SET backfilled = backfilled + ?1 WHERE id = (SELECT max(id) FROM outage WHERE src = ?2)");
        add.bind(1, more).bind(2, static_cast<std::int64_t>(source.value())).run();
        return {};
    });
}

Expected<void> FeedStore::override(const std::string& sensor, const std::string& quantity, std::int64_t from_s, std::int64_t to_s,
                                   Quality flag, const std::string& reason, const std::string& who, std::int64_t now_s)
{
    return guarded(path(), kSensorStoreWords, [&]() -> Expected<void> {
        const std::int64_t ds = streamNumber(m_impl->db, sensor, quantity);
        if (ds < 0)
            return unexpected(Error{ErrorCode::NotFound, "no sensor has this stream"}.in(path().string()).at(sensor).about(quantity));
        if (reason.empty() || to_s <= from_s)
            return unexpected(Error{ErrorCode::BadValue, reason.empty() ? "a judgement needs a reason" : "the period ends before it begins"}
                                  .in(path().string())
                                  .at(sensor)
                                  .about(quantity));
        Statement put(m_impl->db, "INSERT OR REPLACE INTO override VALUES (?, ?, ?, ?, ?, ?, ?)");
        put.bind(1, ds).bind(2, from_s).bind(3, to_s).bind(4, static_cast<int>(flag)).bind(5, std::string_view(reason));
        put.bind(6, std::string_view(who)).bind(7, now_s).run();
        return {};
    });
}

Expected<std::uint32_t> FeedStore::judged(const std::string& sensor, const std::string& quantity, const Obs& row)
{
    return guarded(path(), kSensorStoreWords, [&]() -> Expected<std::uint32_t> {
        Statement find(m_impl->db,
                       "SELECT o.q FROM override o JOIN datastream d USING (ds) WHERE d.sensor = ? AND d.quantity = ? AND o.t0 <= ? "
                       "AND o.t1 > ? ORDER BY o.made DESC LIMIT 1");
        find.bind(1, std::string_view(sensor)).bind(2, std::string_view(quantity)).bind(3, row.t).bind(4, row.t);
        if (!find.next())
            return row.q;
        return (static_cast<std::uint32_t>(find.integer(0)) & 15U) | testMask(row.q) | bits(Mark::Overridden);
    });
}

Expected<std::size_t> FeedStore::purge(SourceId source, const std::function<bool(const std::string&, std::optional<GeoPosition>)>& gone,
                                       const std::string& reason, std::int64_t now_s)
{
    return guarded(path(), kSensorStoreWords, [&]() -> Expected<std::size_t> {
        Connection& db = m_impl->db;
        const auto src = static_cast<std::int64_t>(source.value());
        std::vector<std::int64_t> streams;
        std::set<std::string> ids;
        Statement all(
            db, "SELECT i.ds, d.sensor, i.lon, i.lat, s.name, i.foreign_id FROM stream_info i JOIN datastream d USING (ds) JOIN source s "
                "USING (src) WHERE i.src = ?");
        all.bind(1, src);
        while (all.next()) {
            const std::string sensor = all.text(1).substr(all.text(4).size() + 1);
            std::optional<GeoPosition> where;
            if (std::isfinite(all.real(2)) && std::isfinite(all.real(3)))
                where = GeoPosition{all.real(2), all.real(3)};
            if (!gone(sensor, where))
                continue;
            streams.push_back(all.integer(0));
            ids.insert(sensor);
        }
        db.execute("PRAGMA secure_delete = ON");
        std::int64_t removed = 0;
        Transaction change(db);
        for (const std::int64_t ds : streams) {
            const std::string which = std::to_string(ds);
            removed += integerOf(db, "SELECT (SELECT count(*) FROM obs_hot WHERE ds = " + which +
                                         ") + (SELECT coalesce(sum(n), 0) FROM chunk WHERE ds = " + which + ")");
            for (const char* table :
                 {"obs_hot", "chunk", "rollup", "latest", "revision", "override", "stream_info", "stream_device", "silence", "datastream"})
                db.execute(std::string("DELETE FROM ") + table + " WHERE ds = " + which);
        }
        // A raw message of that source that names the sensor goes as a whole; what it held of others is in their rows.
        for (const std::string& id : ids) {
            Statement notes(
                db, "DELETE FROM quarantine WHERE inbox IN (SELECT seq FROM inbox WHERE src = ?1 AND (instr(body, CAST(?2 AS BLOB)) > 0 OR "
                    "instr(topic, ?2) > 0))");
            notes.bind(1, src).bind(2, std::string_view(id)).run();
            Statement raw(db, "DELETE FROM inbox WHERE src = ?1 AND (instr(body, CAST(?2 AS BLOB)) > 0 OR instr(topic, ?2) > 0)");
            raw.bind(1, src).bind(2, std::string_view(id)).run();
        }
        Statement log(db, "INSERT INTO purge_log (made, rows, reason) VALUES (?, ?, ?)");
        log.bind(1, now_s).bind(2, removed).bind(3, std::string_view(reason)).run();
        change.commit();
        m_impl->described.clear();
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)");
        // Connections allow no attached files; VACUUM builds the new one as such.
        const int attached = sqlite3_limit(db.handle(), SQLITE_LIMIT_ATTACHED, 1);
        db.execute("VACUUM");
        sqlite3_limit(db.handle(), SQLITE_LIMIT_ATTACHED, attached);
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)");
        return static_cast<std::size_t>(removed);
    });
}

Expected<void> FeedStore::keepOut(SourceId source, const std::string& sensor, std::int64_t now_s)
{
    return guarded(path(), kSensorStoreWords, [&]() -> Expected<void> {
        const Hash hash = keptOutHash(m_impl->db, source, sensor);
        Statement put(m_impl->db, "INSERT OR IGNORE INTO opt_out VALUES (?, ?)");
        put.bind(1, std::span<const std::uint8_t>(hash.bytes)).bind(2, now_s).run();
        return {};
    });
}

Expected<bool> FeedStore::keptOut(SourceId source, const std::string& sensor)
{
    return guarded(path(), kSensorStoreWords, [&]() -> Expected<bool> {
        const Hash hash = keptOutHash(m_impl->db, source, sensor);
        Statement find(m_impl->db, "SELECT 1 FROM opt_out WHERE hash = ?");
        find.bind(1, std::span<const std::uint8_t>(hash.bytes));
        return find.next();
    });
}

}  // namespace isopolis
