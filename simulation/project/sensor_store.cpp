#include "simulation/project/sensor_store.h"

#include "simulation/project/sensor_reader.h"
#include "simulation/project/sensor_schema.h"
#include "simulation/project/sensor_writer.h"
#include "simulation/project/store_file.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <system_error>

#include <sqlite3.h>

namespace isopolis {

namespace fs = std::filesystem;

struct SensorStore::Impl {
    fs::path path;
    Connection db;
};

namespace {

constexpr StoreWords kWords{"sensor store", "a sensor store", "Move it away, or restore a copy."};
constexpr std::int64_t kLastTime_s = 7258118400;  // 2200-01-01: a later stamp is in milliseconds, or broken
constexpr std::int32_t kLongest_s = 366 * 86400;
constexpr std::size_t kLongestKey = 1000;

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

void writeAll(Connection& db, std::span<const StoredObservation> observations)
{
    Transaction all(db);
    {
        SensorWriter writer(db);
        std::map<std::int64_t, std::vector<Obs>> rows;
        for (const StoredObservation& o : observations)
            rows[writer.streamOf(o.sensor, o.quantity)].push_back({.ds = {},
                                                                   .t = o.start_s,
                                                                   .dur = static_cast<std::uint32_t>(o.duration_s),
                                                                   .ord = o.order,
                                                                   .v = o.value,
                                                                   .q = static_cast<std::uint32_t>(o.quality),
                                                                   .resultTime = o.result_s});
        for (const auto& [stream, list] : rows)
            writer.write(stream, list);
        writer.finish();
    }
    all.commit();
}

StoredObservation observationOf(std::string_view sensor, std::string_view quantity, const Obs& o)
{
    return {.sensor = std::string(sensor),
            .quantity = std::string(quantity),
            .start_s = o.t,
            .duration_s = static_cast<std::int32_t>(o.dur),
            .value = o.v,
            .quality = qualityFlag(o.q),
            .order = o.ord,
            .result_s = o.resultTime};
}

/// Columns: sensor, quantity, t, dur, v, q, ord, rt.
StoredObservation observationAt(const Statement& row)
{
    return {.sensor = row.text(0),
            .quantity = row.text(1),
            .start_s = row.integer(2),
            .duration_s = static_cast<std::int32_t>(row.integer(3)),
            .value = row.real(4),
            .quality = qualityFlag(static_cast<std::uint32_t>(row.integer(5))),
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
        db.execute("PRAGMA page_size = 8192; PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF");
        createSensorTables(db);
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
        if (auto error = checkSensorStore(impl->db, path))
            return unexpected(*error);
        // A crash of the program loses nothing that was added; a power cut may lose the last additions, never the file.
        impl->db.execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0;");
        migrateSensorStore(impl->db);
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
        Statement rows(m_impl->db, "SELECT d.sensor, d.quantity, l.t, coalesce(o.dur, -1), l.v, l.q, l.ord, coalesce(o.rt, -1), l.ds FROM "
                                   "latest l JOIN datastream d USING (ds) LEFT JOIN obs_hot o ON o.ds = l.ds AND o.t = l.t AND "
                                   "o.ord = l.ord ORDER BY d.sensor, d.quantity");
        while (rows.next()) {
            all.push_back(observationAt(rows));
            if (all.back().duration_s >= 0)
                continue;
            all.back().duration_s = 0;
            for (const Obs& o : packedRows(m_impl->db, rows.integer(8), all.back().start_s, all.back().start_s + 1))
                if (o.ord == all.back().order)
                    all.back() = observationOf(all.back().sensor, all.back().quantity, o);
        }
        return all;
    });
}

Expected<std::vector<StoredObservation>> SensorStore::series(std::string_view sensor, std::string_view quantity, std::int64_t from_s,
                                                             std::int64_t to_s)
{
    return guarded(path(), kWords, [&]() -> Expected<std::vector<StoredObservation>> {
        std::vector<StoredObservation> all;
        Statement stream(m_impl->db, "SELECT ds FROM datastream WHERE sensor = ? AND quantity = ?");
        stream.bind(1, sensor).bind(2, quantity);
        if (!stream.next())
            return all;
        for (const Obs& o : rowsOf(m_impl->db, stream.integer(0), from_s, to_s))
            all.push_back(observationOf(sensor, quantity, o));
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
        return static_cast<std::size_t>(
            integerOf(m_impl->db, "SELECT (SELECT count(*) FROM obs_hot) + (SELECT coalesce(sum(n), 0) FROM chunk)"));
    });
}

Expected<SensorSummary> SensorStore::summary()
{
    return guarded(path(), kWords, [&]() -> Expected<SensorSummary> {
        SensorSummary summary;
        Statement hot(m_impl->db, "SELECT count(*), (SELECT count(*) FROM datastream), min(t), max(t + dur) FROM obs_hot");
        hot.next();
        summary = {static_cast<std::size_t>(hot.integer(0)), static_cast<std::size_t>(hot.integer(1)), hot.integer(2), hot.integer(3)};
        Statement packed(m_impl->db, "SELECT sum(n), min(tmin), max(tmax) FROM chunk");
        if (!packed.next() || packed.integer(0) == 0)
            return summary;
        summary.from_s = summary.observations > 0 ? std::min(summary.from_s, packed.integer(1)) : packed.integer(1);
        summary.observations += static_cast<std::size_t>(packed.integer(0));
        Statement last(m_impl->db, "SELECT data FROM chunk WHERE tmax = ?");
        last.bind(1, packed.integer(2));
        while (last.next())
            for (const Obs& o : decodeChunk(last.blob(0)))
                summary.to_s = std::max(summary.to_s, o.t + o.dur);
        return summary;
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
