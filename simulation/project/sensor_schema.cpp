#include "simulation/project/sensor_schema.h"

#include "simulation/project/sensor_store.h"
#include "simulation/project/sensor_writer.h"

#include <algorithm>
#include <charconv>

namespace isopolis {

namespace {

constexpr std::int64_t kApplicationId = 0x49534F53;  // "ISOS"

struct ColumnDoc {
    const char *name, *type, *meaning;
};

struct TableDoc {
    const char* name;
    int since;  ///< schema version
    std::vector<ColumnDoc> columns;
    const char* key = "";  ///< of tables that are kept in the order of their key
};

std::vector<TableDoc> tables()
{
    return {
        {"sensors_meta", 1, {{"key", "TEXT PRIMARY KEY", "name of the fact"}, {"value", "TEXT", "the fact; schema_version counts from 1"}}},
        {"column_docs",
         1,
         {{"table_name", "TEXT", "table"}, {"column_name", "TEXT", "column"}, {"meaning", "TEXT", "what it holds, with the unit"}}},
        {"datastream",
         1,
         {{"ds", "INTEGER PRIMARY KEY", "number of the stream in this file"},
          {"sensor", "TEXT NOT NULL", "external_id of the sensor in the project's table sensors"},
          {"quantity", "TEXT NOT NULL", "what is measured, with its unit, e.g. no2_ug_m3"}},
         "UNIQUE (sensor, quantity)"},
        {"obs_hot",
         1,
         {{"ds", "INT", "stream, from datastream"},
          {"t", "INT", "start of the interval, seconds since 1970-01-01 UTC"},
          {"ord", "INT", "tells apart values with the same stamp, from 0"},
          {"dur", "INT", "length of the interval, s; 0 an instant"},
          {"v", "REAL", "value, in the unit that the quantity names"},
          {"q", "INT", "quality after QARTOD: 1 pass, 2 not evaluated, 3 suspect, 4 fail, 9 missing"},
          {"rt", "INT", "when the source made it known, seconds since 1970-01-01 UTC; -1 unknown"}},
         "PRIMARY KEY (ds, t, ord)"},
        {"latest",
         1,
         {{"ds", "INTEGER PRIMARY KEY", "stream, from datastream"},
          {"t", "INT", "start of its newest interval, seconds since 1970-01-01 UTC"},
          {"ord", "INT", "as in obs_hot"},
          {"v", "REAL", "value, in the unit that the quantity names"},
          {"q", "INT", "quality, as in obs_hot"}}},
        {"revision",
         1,
         {{"ds", "INT", "stream, from datastream"},
          {"t", "INT", "start of the interval, seconds since 1970-01-01 UTC"},
          {"ord", "INT", "as in obs_hot"},
          {"rev", "INT", "counts the replaced values of this key from 0"},
          {"v", "REAL", "the value that was replaced"},
          {"q", "INT", "its quality, as in obs_hot"},
          {"recv", "INT", "when it was replaced, seconds since 1970-01-01 UTC by this computer's clock"}},
         "PRIMARY KEY (ds, t, ord, rev)"},
        {"source",
         2,
         {{"src", "INTEGER PRIMARY KEY", "number of the source in this file"},
          {"name", "TEXT NOT NULL UNIQUE", "its name in NAME.feeds.json"},
          {"kind", "TEXT", "kind of feed, e.g. datex2"},
          {"licence", "TEXT", "licence and attribution, as the source asks for them"}}},
        {"stream_info",
         2,
         {{"ds", "INTEGER PRIMARY KEY", "stream, from datastream"},
          {"src", "INT", "source, from source"},
          {"foreign_id", "TEXT", "id of the stream at its source"},
          {"reported_unit", "TEXT", "unit in which the source reports, before conversion"},
          {"aggregation", "INT", "0 instant, 1 mean, 2 count, 3 rate"},
          {"period", "INT", "usual length of an interval, s; 0 not known"},
          {"privacy", "TEXT", "A aggregate, B single journeys, C at a home, D public station"},
          {"lon", "REAL", "longitude, degrees; empty if the source does not tell"},
          {"lat", "REAL", "latitude, degrees"}}},
        {"inbox",
         2,
         {{"seq", "INTEGER PRIMARY KEY", "order of arrival"},
          {"src", "INT", "source, from source"},
          {"recv", "INT", "arrival, microseconds since 1970-01-01 UTC by this computer's clock"},
          {"kind", "INT", "0 asked for, 1 pushed, 2 pushed again after a broken connection"},
          {"hash", "BLOB", "SHA-256 of topic and body"},
          {"topic", "TEXT", "MQTT topic or address, without keys"},
          {"ctype", "TEXT", "content type"},
          {"body", "BLOB", "the message as it came"},
          {"state", "INT", "0 waits, 1 stored, 2 in quarantine"}}},
        {"chunk",
         2,
         {{"ds", "INT", "stream, from datastream"},
          {"day", "INT", "days since 1970-01-01 UTC"},
          {"codec", "INT", "how data is packed"},
          {"n", "INT", "number of observations"},
          {"tmin", "INT", "start of the first, seconds since 1970-01-01 UTC"},
          {"tmax", "INT", "start of the last"},
          {"vmin", "REAL", "least value that is neither failed nor missing"},
          {"vmax", "REAL", "greatest such value"},
          {"vsum", "REAL", "sum of such values"},
          {"nbad", "INT", "number of failed and missing ones"},
          {"crc", "INT", "CRC-32 of data"},
          {"data", "BLOB", "the observations of the day"}},
         "PRIMARY KEY (ds, day)"},
        {"rollup",
         2,
         {{"ds", "INT", "stream, from datastream"},
          {"lvl", "INT", "length, s: 3600"},
          {"t", "INT", "start, seconds since 1970-01-01 UTC"},
          {"n", "INT", "number of values that are neither failed nor missing"},
          {"nbad", "INT", "number of failed and missing ones"},
          {"vsum", "REAL", "sum of the values"},
          {"vmin", "REAL", "least value"},
          {"vmax", "REAL", "greatest value"}},
         "PRIMARY KEY (ds, lvl, t)"},
        {"quarantine",
         2,
         {{"id", "INTEGER PRIMARY KEY", "number"},
          {"inbox", "INT", "message, seq of inbox"},
          {"reason", "TEXT", "why it, or one item of it, was not used"},
          {"off", "INT", "where in the message, bytes"}}},
        {"cursor", 2, {{"src", "INTEGER PRIMARY KEY", "source, from source"}, {"json", "TEXT", "where to go on: ETag, newest time"}}},
        {"outage",
         2,
         {{"id", "INTEGER PRIMARY KEY", "number"},
          {"src", "INT", "source, from source"},
          {"t0", "INT", "when it was last heard, seconds since 1970-01-01 UTC"},
          {"t1", "INT", "when it was heard again; empty while it lasts"},
          {"reason", "TEXT", "what was wrong"},
          {"backfilled", "INT", "observations that came for the time of the outage"}}},
        {"override",
         2,
         {{"ds", "INT", "stream, from datastream"},
          {"t0", "INT", "from, seconds since 1970-01-01 UTC"},
          {"t1", "INT", "until, not included"},
          {"q", "INT", "the flag that a person gave: 1 pass, 3 suspect, 4 fail"},
          {"reason", "TEXT", "why"},
          {"who", "TEXT", "who decided"},
          {"made", "INT", "when, seconds since 1970-01-01 UTC"}},
         "PRIMARY KEY (ds, t0, t1, made)"},
        {"opt_out",
         2,
         {{"hash", "BLOB PRIMARY KEY", "salted SHA-256 of source and sensor: keeps it out without naming it"},
          {"made", "INT", "when, seconds since 1970-01-01 UTC"}}},
        {"stream_device",
         3,
         {{"ds", "INTEGER PRIMARY KEY", "stream, from datastream"},
          {"device", "INT", "0 reference instrument, 1 indicative, 2 of a citizen"}}},
        {"silence",
         3,
         {{"ds", "INT", "stream, from datastream"},
          {"t", "INT", "when its source said that it is off, seconds since 1970-01-01 UTC: what it said before is stale from then on"}},
         "PRIMARY KEY (ds, t)"},
        {"purge_log",
         2,
         {{"id", "INTEGER PRIMARY KEY", "number"},
          {"made", "INT", "when, seconds since 1970-01-01 UTC"},
          {"rows", "INT", "observations removed; never which"},
          {"reason", "TEXT", "why"}}},
    };
}

/// Tables without which a query would read everything.
constexpr const char* kIndexes = "CREATE UNIQUE INDEX inbox_once ON inbox(src, hash) WHERE kind = 0;"
                                 "CREATE INDEX inbox_hash ON inbox(hash);"
                                 "CREATE INDEX inbox_waiting ON inbox(seq) WHERE state = 0;"
                                 "CREATE INDEX stream_of_source ON stream_info(src);";

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

void addTables(Connection& db, int from)
{
    for (const TableDoc& table : tables())
        if (table.since >= from)
            db.execute(createSql(table));
    if (from <= 2)
        db.execute(kIndexes);
    Statement describe(db, "INSERT INTO column_docs VALUES (?, ?, ?)");
    for (const TableDoc& table : tables())
        if (table.since >= from)
            for (const ColumnDoc& column : table.columns)
                describe.bind(1, std::string_view(table.name))
                    .bind(2, std::string_view(column.name))
                    .bind(3, std::string_view(column.meaning))
                    .run();
    Statement version(db, "INSERT OR REPLACE INTO sensors_meta VALUES ('schema_version', ?)");
    version.bind(1, std::to_string(kSensorSchemaVersion)).run();
}

/// The tables must be ours to the letter: an unknown type or a missing key would break the promise of storing once.
bool hasOurTables(const Connection& db, int version)
{
    const auto all = tables();
    return std::all_of(all.begin(), all.end(), [&db, version](const TableDoc& table) {
        if (table.since > version)
            return true;
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

}  // namespace

std::int64_t integerOf(const Connection& db, const std::string& sql)
{
    Statement s(db, sql);
    return s.next() ? s.integer(0) : 0;
}

void createSensorTables(Connection& db)
{
    db.execute("PRAGMA application_id = " + std::to_string(kApplicationId));
    addTables(db, 1);
}

std::optional<Error> checkSensorStore(const Connection& db, const std::filesystem::path& path)
{
    const int version = integerOf(db, "PRAGMA application_id") == kApplicationId ? versionOf(db) : 0;
    if (version > kSensorSchemaVersion)
        return Error{ErrorCode::Unsupported, "the sensor store was saved by a newer version of this program (schema " +
                                                 std::to_string(version) + ", this one knows " + std::to_string(kSensorSchemaVersion) + ")"}
            .in(path.string())
            .cure("Update the program.");
    if (version < 1 || !hasOurTables(db, version))
        return Error{ErrorCode::BadFile, "this database is not a sensor store of this program"}
            .in(path.string())
            .cure("Move it away, or restore a copy.");
    return std::nullopt;
}

void migrateSensorStore(Connection& db)
{
    if (versionOf(db) >= kSensorSchemaVersion)
        return;
    Transaction all(db);
    if (const int version = versionOf(db); version < kSensorSchemaVersion) {  // another program may have been quicker
        addTables(db, version + 1);
        if (version < 2)
            SensorWriter(db).rebuildRollups();
    }
    all.commit();
}

}  // namespace isopolis
