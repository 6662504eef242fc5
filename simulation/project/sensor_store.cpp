#include "simulation/project/sensor_store.h"

#include "simulation/project/store_file.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <map>
#include <optional>
#include <system_error>
#include <tuple>

#include <sqlite3.h>

namespace isopolis {

namespace fs = std::filesystem;

struct SensorStore::Impl {
    fs::path path;
    Connection db;
};

namespace {

constexpr StoreWords kWords{"sensor store", "a sensor store", "Move it away, or restore a copy."};
constexpr std::int64_t kApplicationId = 0x49534F53;  // "ISOS"
constexpr std::int64_t kLastTime_s = 7258118400;     // 2200-01-01: a later stamp is in milliseconds, or broken
constexpr std::int32_t kLongest_s = 366 * 86400;
constexpr std::size_t kLongestKey = 1000;

struct ColumnDoc {
    const char *name, *type, *meaning;
};

struct TableDoc {
    const char* name;
    std::vector<ColumnDoc> columns;
    const char* key = "";  ///< of tables that are kept in the order of their key
};

std::vector<TableDoc> tables()
{
    return {
        {"sensors_meta", {{"key", "TEXT PRIMARY KEY", "name of the fact"}, {"value", "TEXT", "the fact; schema_version counts from 1"}}},
        {"column_docs",
         {{"table_name", "TEXT", "table"}, {"column_name", "TEXT", "column"}, {"meaning", "TEXT", "what it holds, with the unit"}}},
        {"datastream",
         {{"ds", "INTEGER PRIMARY KEY", "number of the stream in this file"},
          {"sensor", "TEXT NOT NULL", "external_id of the sensor in the project's table sensors"},
          {"quantity", "TEXT NOT NULL", "what is measured, with its unit, e.g. no2_ug_m3"}},
         "UNIQUE (sensor, quantity)"},
        {"obs_hot",
         {{"ds", "INT", "stream, from datastream"},
          {"t", "INT", "start of the interval, seconds since 1970-01-01 UTC"},
          {"ord", "INT", "tells apart values with the same stamp, from 0"},
          {"dur", "INT", "length of the interval, s; 0 an instant"},
          {"v", "REAL", "value, in the unit that the quantity names"},
          {"q", "INT", "quality after QARTOD: 1 pass, 2 not evaluated, 3 suspect, 4 fail, 9 missing"},
          {"rt", "INT", "when the source made it known, seconds since 1970-01-01 UTC; -1 unknown"}},
         "PRIMARY KEY (ds, t, ord)"},
        {"latest",
         {{"ds", "INTEGER PRIMARY KEY", "stream, from datastream"},
          {"t", "INT", "start of its newest interval, seconds since 1970-01-01 UTC"},
          {"ord", "INT", "as in obs_hot"},
          {"v", "REAL", "value, in the unit that the quantity names"},
          {"q", "INT", "quality, as in obs_hot"}}},
        {"revision",
         {{"ds", "INT", "stream, from datastream"},
          {"t", "INT", "start of the interval, seconds since 1970-01-01 UTC"},
          {"ord", "INT", "as in obs_hot"},
          {"rev", "INT", "counts the replaced values of this key from 0"},
          {"v", "REAL", "the value that was replaced"},
          {"q", "INT", "its quality, as in obs_hot"},
          {"recv", "INT", "when it was replaced, seconds since 1970-01-01 UTC by this computer's clock"}},
         "PRIMARY KEY (ds, t, ord, rev)"},
    };
}

std::string createSql(const TableDoc& table)
{
    std::string sql = "CREATE TABLE " + std::string(table.name) + "(", separator;
    for (const ColumnDoc& column : table.columns) {
        sql += separator + column.name + " " + column.type;
        separator = ", ";
    }
    const std::string key = table.key;
    if (!key.empty())
        sql += separator + key;
    return sql + (key.starts_with("PRIMARY") ? ") WITHOUT ROWID" : ")");
}

void createTables(Connection& db)
{
    for (const TableDoc& table : tables())
        db.execute(createSql(table));
    Statement describe(db, "INSERT INTO column_docs VALUES (?, ?, ?)");
    for (const TableDoc& table : tables())
        for (const ColumnDoc& column : table.columns)
            describe.bind(1, std::string_view(table.name))
                .bind(2, std::string_view(column.name))
                .bind(3, std::string_view(column.meaning))
                .run();
    Statement version(db, "INSERT INTO sensors_meta VALUES ('schema_version', ?)");
    version.bind(1, std::to_string(kSensorSchemaVersion)).run();
}

std::int64_t integerOf(const Connection& db, const std::string& sql)
{
    Statement s(db, sql);
    return s.next() ? s.integer(0) : 0;
}

/// The tables must be ours to the letter: an unknown type or a missing key would break the promise of storing once.
bool hasOurTables(const Connection& db)
{
    const auto all = tables();
    return std::all_of(all.begin(), all.end(), [&db](const TableDoc& table) {
        Statement found(db, "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?");
        found.bind(1, std::string_view(table.name));
        return found.next() && found.text(0) == createSql(table);
    });
}

int versionOf(const Connection& db)
{
    int version = 0;
    if (integerOf(db, "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'sensors_meta'") == 0)
        return version;
    Statement row(db, "SELECT value FROM sensors_meta WHERE key = 'schema_version'");
    if (row.next()) {
        const std::string text = row.text(0);
        std::from_chars(text.data(), text.data() + text.size(), version);
    }
    return version;
}

std::optional<Error> checkStore(const Connection& db, const fs::path& path)
{
    const int version = integerOf(db, "PRAGMA application_id") == kApplicationId ? versionOf(db) : 0;
    if (version > kSensorSchemaVersion)
        return Error{ErrorCode::Unsupported, "the sensor store was saved by a newer version of this program (schema " +
                                                 std::to_string(version) + ", this one knows " + std::to_string(kSensorSchemaVersion) + ")"}
            .in(path.string())
            .cure("Update the program.");
    if (version < 1 || !hasOurTables(db))
        return Error{ErrorCode::BadFile, "this database is not a sensor store of this program"}
            .in(path.string())
            .cure("Move it away, or restore a copy.");
    return std::nullopt;
}

Expected<void> refuseImpossible(std::span<const StoredObservation> observations, const fs::path& path)
{
    for (const StoredObservation& o : observations) {
        const char* fault = nullptr;
        if (o.sensor.empty() || o.sensor.size() > kLongestKey)
            fault = "the sensor's id is empty or longer than 1000 bytes";
        else if (o.quantity.empty() || o.quantity.size() > kLongestKey)
            fault = "the quantity is empty or longer than 1000 bytes";
        else if (!std::isfinite(o.value))
            fault = "the value is not a number";
        else if (o.start_s < 0 || o.start_s >= kLastTime_s)
            fault = "the time does not lie between 1970 and 2200";
        else if (o.duration_s < 0 || o.duration_s > kLongest_s)
            fault = "the interval is negative or longer than a year";
        if (fault)
            return unexpected(Error{ErrorCode::BadValue, fault}
                                  .in(path.string())
                                  .at(o.sensor.substr(0, kLongestKey))
                                  .about(o.quantity.substr(0, kLongestKey)));
    }
    return {};
}

/// Writes observations inside the caller's transaction.
class Writer {
public:
    explicit Writer(Connection& db)
        : m_db(db), m_find(db, "SELECT ds FROM datastream WHERE sensor = ? AND quantity = ?"),
          m_open(db, "INSERT INTO datastream (sensor, quantity) VALUES (?, ?)"),
          m_insert(db, "INSERT INTO obs_hot (ds, t, ord, dur, v, q, rt) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"),
          m_keep(db, "INSERT INTO revision SELECT ds, t, ord, (SELECT count(*) FROM revision r WHERE r.ds = o.ds AND r.t = o.t "
                     "AND r.ord = o.ord), v, q, CAST(strftime('%s', 'now') AS INT) FROM obs_hot o "
                     "WHERE ds = ?1 AND t = ?2 AND ord = ?3 AND (v IS NOT ?4 OR q IS NOT ?5)"),
          m_replace(db, "UPDATE obs_hot SET dur = ?4, v = ?5, q = ?6, rt = ?7 WHERE ds = ?1 AND t = ?2 AND ord = ?3"),
          m_latest(db, "INSERT OR REPLACE INTO latest SELECT ds, t, ord, v, q FROM obs_hot WHERE ds = ? ORDER BY t DESC, ord DESC LIMIT 1")
    {}

    void write(std::span<const StoredObservation> observations)
    {
        std::vector<std::pair<std::int64_t, const StoredObservation*>> rows;
        rows.reserve(observations.size());
        for (const StoredObservation& o : observations)
            rows.emplace_back(streamOf(o), &o);
        // In the order of the key, in which the table lies on disk. Stable, so that of two values the later one stays.
        std::stable_sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) {
            return std::tie(a.first, a.second->start_s, a.second->order) < std::tie(b.first, b.second->start_s, b.second->order);
        });
        for (const auto& [stream, o] : rows)
            write(stream, *o);
        for (const auto& [key, stream] : m_streams)
            m_latest.bind(1, stream).run();
    }

private:
    std::int64_t streamOf(const StoredObservation& o)
    {
        const auto [at, isNew] = m_streams.try_emplace({o.sensor, o.quantity}, 0);
        if (!isNew)
            return at->second;
        m_find.bind(1, std::string_view(o.sensor)).bind(2, std::string_view(o.quantity));
        if (m_find.next()) {
            at->second = m_find.integer(0);
            m_find.reset();
        } else {
            m_open.bind(1, std::string_view(o.sensor)).bind(2, std::string_view(o.quantity)).run();
            at->second = sqlite3_last_insert_rowid(m_db.handle());
        }
        return at->second;
    }

    void write(std::int64_t stream, const StoredObservation& o)
    {
        bindRow(m_insert, stream, o).run();
        if (sqlite3_changes(m_db.handle()) > 0)
            return;
        m_keep.bind(1, stream).bind(2, o.start_s).bind(3, int{o.order}).bind(4, o.value).bind(5, static_cast<int>(o.quality)).run();
        if (sqlite3_changes(m_db.handle()) > 0)
            bindRow(m_replace, stream, o).run();
    }

    static Statement& bindRow(Statement& s, std::int64_t stream, const StoredObservation& o)
    {
        s.bind(1, stream).bind(2, o.start_s).bind(3, int{o.order}).bind(4, int{o.duration_s}).bind(5, o.value);
        return s.bind(6, static_cast<int>(o.quality)).bind(7, o.result_s);
    }

    Connection& m_db;
    Statement m_find, m_open, m_insert, m_keep, m_replace, m_latest;
    std::map<std::pair<std::string, std::string>, std::int64_t> m_streams;
};

void writeAll(Connection& db, std::span<const StoredObservation> observations)
{
    Transaction all(db);
    {
        Writer writer(db);
        writer.write(observations);
    }
    all.commit();
}

Quality qualityOf(std::int64_t flag)
{
    constexpr std::array kKnown = {Quality::Pass, Quality::NotEvaluated, Quality::Suspect, Quality::Fail, Quality::Missing};
    const auto* found = std::find_if(kKnown.begin(), kKnown.end(), [flag](Quality q) { return static_cast<std::int64_t>(q) == flag; });
    return found == kKnown.end() ? Quality::NotEvaluated : *found;
}

/// Columns: sensor, quantity, t, dur, v, q, ord, rt.
StoredObservation observationAt(const Statement& row)
{
    return {.sensor = row.text(0),
            .quantity = row.text(1),
            .start_s = row.integer(2),
            .duration_s = static_cast<std::int32_t>(row.integer(3)),
            .value = row.real(4),
            .quality = qualityOf(row.integer(5)),
            .order = static_cast<std::uint16_t>(row.integer(6)),
            .result_s = row.integer(7)};
}

}  // namespace

SensorStore::SensorStore(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
SensorStore::SensorStore(SensorStore&&) noexcept = default;
SensorStore& SensorStore::operator=(SensorStore&&) noexcept = default;
SensorStore::~SensorStore() = default;

const fs::path& SensorStore::path() const { return m_impl->path; }

Expected<SensorStore> SensorStore::create(const fs::path& path, std::span<const StoredObservation> observations)
{
    if (auto sound = refuseImpossible(observations, path); !sound)
        return unexpected(sound.error());
    auto made = makeStoreFile(path, kWords, [&](const fs::path& part) {
        Connection db = Connection::open(part, OpenMode::Create);
        db.execute("PRAGMA page_size = 8192; PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA application_id = " +
                   std::to_string(kApplicationId));
        createTables(db);
        writeAll(db, observations);
    });
    if (!made)
        return unexpected(made.error());
    return open(path);
}

Expected<SensorStore> SensorStore::open(const fs::path& path)
{
    std::error_code ignored;
    if (!fs::is_regular_file(path, ignored))
        return unexpected(
            Error{ErrorCode::NotFound, "the sensor store does not exist"}.in(path.string()).cure("Check the name of the file."));
    return guarded(path, kWords, [&]() -> Expected<SensorStore> {
        auto impl = std::make_unique<Impl>(Impl{path, Connection::open(path, OpenMode::ReadWrite)});
        if (auto error = checkStore(impl->db, path))
            return unexpected(*error);
        // A crash of the program loses nothing that was added; a power cut may lose the last additions, never the file.
        impl->db.execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0;");
        return SensorStore(std::move(impl));
    });
}

Expected<void> SensorStore::add(std::span<const StoredObservation> observations)
{
    if (auto sound = refuseImpossible(observations, path()); !sound)
        return sound;
    return guarded(path(), kWords, [&]() -> Expected<void> {
        writeAll(m_impl->db, observations);
        return {};
    });
}

Expected<std::vector<StoredObservation>> SensorStore::latest()
{
    return guarded(path(), kWords, [&]() -> Expected<std::vector<StoredObservation>> {
        std::vector<StoredObservation> all;
        Statement rows(m_impl->db,
                       "SELECT d.sensor, d.quantity, l.t, o.dur, l.v, l.q, l.ord, o.rt FROM latest l JOIN datastream d USING (ds) "
                       "JOIN obs_hot o ON o.ds = l.ds AND o.t = l.t AND o.ord = l.ord ORDER BY d.sensor, d.quantity");
        while (rows.next())
            all.push_back(observationAt(rows));
        return all;
    });
}

Expected<std::vector<StoredObservation>> SensorStore::series(std::string_view sensor, std::string_view quantity, std::int64_t from_s,
                                                             std::int64_t to_s)
{
    return guarded(path(), kWords, [&]() -> Expected<std::vector<StoredObservation>> {
        std::vector<StoredObservation> all;
        Statement rows(m_impl->db,
                       "SELECT d.sensor, d.quantity, o.t, o.dur, o.v, o.q, o.ord, o.rt FROM datastream d JOIN obs_hot o USING (ds) "
                       "WHERE d.sensor = ? AND d.quantity = ? AND o.t >= ? AND o.t < ? ORDER BY o.t, o.ord");
        rows.bind(1, sensor).bind(2, quantity).bind(3, from_s).bind(4, to_s);
        while (rows.next())
            all.push_back(observationAt(rows));
        return all;
    });
}

Expected<std::vector<ReplacedObservation>> SensorStore::replaced(std::string_view sensor, std::string_view quantity)
{
    return guarded(path(), kWords, [&]() -> Expected<std::vector<ReplacedObservation>> {
        std::vector<ReplacedObservation> all;
        Statement rows(m_impl->db, "SELECT d.sensor, d.quantity, r.t, 0, r.v, r.q, r.ord, -1, r.recv FROM datastream d JOIN revision r "
                                   "USING (ds) WHERE d.sensor = ? AND d.quantity = ? ORDER BY r.t, r.ord, r.rev");
        rows.bind(1, sensor).bind(2, quantity);
        while (rows.next())
            all.push_back({observationAt(rows), rows.integer(8)});
        return all;
    });
}

Expected<std::size_t> SensorStore::count()
{
    return guarded(path(), kWords, [&]() -> Expected<std::size_t> {
        return static_cast<std::size_t>(integerOf(m_impl->db, "SELECT count(*) FROM obs_hot"));
    });
}

Expected<SensorSummary> SensorStore::summary()
{
    return guarded(path(), kWords, [&]() -> Expected<SensorSummary> {
        Statement row(m_impl->db, "SELECT count(*), (SELECT count(*) FROM datastream), min(t), max(t + dur) FROM obs_hot");
        row.next();
        return SensorSummary{static_cast<std::size_t>(row.integer(0)), static_cast<std::size_t>(row.integer(1)), row.integer(2),
                             row.integer(3)};
    });
}

fs::path sensorStorePath(const fs::path& project)
{
    // Only our own ending is cut off: "plan.v2" and "plan.v3" must not share a store.
    fs::path store = project;
    if (store.extension() == ".gpkg")
        store.replace_extension();
    store += ".sensors.db";
    return store;
}

}  // namespace isopolis
