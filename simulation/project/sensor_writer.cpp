#include "simulation/project/sensor_writer.h"

#include "simulation/project/sensor_schema.h"

#include <algorithm>
#include <tuple>

#include <sqlite3.h>

namespace isopolis {

namespace {

std::int64_t floorTo(std::int64_t t, std::int64_t step) { return (t / step - (t % step < 0 ? 1 : 0)) * step; }

}  // namespace

Obs obsAt(const Statement& row, int c)
{
    return {.ds = {},
            .t = row.integer(c),
            .dur = static_cast<std::uint32_t>(row.integer(c + 2)),
            .ord = static_cast<std::uint16_t>(row.integer(c + 1)),
            .v = row.real(c + 3),
            .q = static_cast<std::uint32_t>(row.integer(c + 4)),
            .resultTime = row.integer(c + 5)};
}

SensorWriter::SensorWriter(Connection& db)
    : m_db(db), m_find(db, "SELECT ds FROM datastream WHERE sensor = ? AND quantity = ?"),
      m_open(db, "INSERT INTO datastream (sensor, quantity) VALUES (?, ?)"),
      m_insert(db, "INSERT INTO obs_hot (ds, t, ord, dur, v, q, rt) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"),
      m_keep(db, "INSERT INTO revision SELECT ds, t, ord, (SELECT count(*) FROM revision r WHERE r.ds = o.ds AND r.t = o.t "
                 "AND r.ord = o.ord), v, q, CASE ?6 WHEN -1 THEN CAST(strftime('%s', 'now') AS INT) ELSE ?6 END FROM obs_hot o "
                 "WHERE ds = ?1 AND t = ?2 AND ord = ?3 AND (v IS NOT ?4 OR q IS NOT ?5)"),
      m_replace(db, "UPDATE obs_hot SET dur = ?4, v = ?5, q = ?6, rt = ?7 WHERE ds = ?1 AND t = ?2 AND ord = ?3"),
      m_latest(db, "INSERT OR REPLACE INTO latest SELECT ds, t, ord, v, q FROM obs_hot WHERE ds = ?1 AND t >= "
                   "coalesce((SELECT t FROM latest WHERE ds = ?1), t) ORDER BY t DESC, ord DESC LIMIT 1"),
      m_newest(db, "SELECT t, ord FROM latest WHERE ds = ?"),
      m_sumsOf(db, "SELECT n, nbad, vsum, vmin, vmax FROM rollup WHERE ds = ? AND lvl = 3600 AND t = ?"),
      m_storeSums(db, "INSERT OR REPLACE INTO rollup VALUES (?, 3600, ?, ?, ?, ?, ?, ?)"),
      m_hourRows(db, "SELECT t, ord, dur, v, q, rt FROM obs_hot WHERE ds = ? AND t >= ? AND t < ? ORDER BY t, ord"),
      m_hasChunk(db, "SELECT data FROM chunk WHERE ds = ? AND day = ?"),
      m_old(db, "SELECT v FROM obs_hot WHERE ds = ? AND t = ? AND ord = ?"),
      m_anyChunk(integerOf(db, "SELECT EXISTS (SELECT 1 FROM chunk)") != 0)
{}

std::int64_t SensorWriter::streamOf(const std::string& sensor, const std::string& quantity)
{
    const auto [at, isNew] = m_streams.try_emplace({sensor, quantity}, 0);
    if (!isNew)
        return at->second;
    m_find.bind(1, std::string_view(sensor)).bind(2, std::string_view(quantity));
    if (m_find.next()) {
        at->second = m_find.integer(0);
        m_find.reset();
    } else {
        m_open.bind(1, std::string_view(sensor)).bind(2, std::string_view(quantity)).run();
        at->second = sqlite3_last_insert_rowid(m_db.handle());
    }
    return at->second;
}

Statement& SensorWriter::bindRow(Statement& s, std::int64_t stream, const Obs& o)
{
    s.bind(1, stream).bind(2, o.t).bind(3, int{o.ord}).bind(4, static_cast<std::int64_t>(o.dur)).bind(5, o.v);
    return s.bind(6, static_cast<std::int64_t>(o.q)).bind(7, o.resultTime);
}

SensorWriter::Counts SensorWriter::write(std::int64_t stream, std::span<const Obs> given, std::int64_t now_s)
{
    Counts counts;
    std::vector<Obs> rows(given.begin(), given.end());
    // In the order of the key, in which the table lies on disk. Stable, so that of two values the later one stays.
    std::stable_sort(rows.begin(), rows.end(), [](const Obs& a, const Obs& b) { return std::tie(a.t, a.ord) < std::tie(b.t, b.ord); });
    std::pair<std::int64_t, std::int64_t> newest{-1, -1};
    m_newest.bind(1, stream);
    if (m_newest.next()) {
        newest = {m_newest.integer(0), m_newest.integer(1)};
        m_newest.reset();
    }
    m_touched.insert(stream);
    std::int64_t checkedDay = -1;
    for (const Obs& row : rows) {
        if (const std::int64_t day = floorTo(row.t, kDay_s) / kDay_s; m_anyChunk && day != checkedDay) {
            openDay(stream, day);
            checkedDay = day;
        }
        const std::size_t added = counts.added, same = counts.same;
        insert(stream, row, now_s, counts);
        if (counts.same > same)
            continue;
        const std::int64_t hour = floorTo(row.t, kHour_s);
        if (counts.added > added && std::pair<std::int64_t, std::int64_t>{row.t, row.ord} > newest) {
            newest = {row.t, row.ord};
            if (m_dirtyHours.contains({stream, hour}))
                continue;
            const auto [sums, fresh] = m_appended.try_emplace({stream, hour});
            if (fresh) {
                m_sumsOf.bind(1, stream).bind(2, hour);
                if (m_sumsOf.next()) {
                    sums->second = {m_sumsOf.integer(0), m_sumsOf.integer(1), m_sumsOf.real(2), m_sumsOf.real(3), m_sumsOf.real(4)};
                    m_sumsOf.reset();
                }
            }
            sums->second.add(row);
        } else {
            m_dirtyHours.insert({stream, hour});
            m_appended.erase({stream, hour});
        }
    }
    return counts;
}

void SensorWriter::insert(std::int64_t stream, const Obs& given, std::int64_t now_s, Counts& counts)
{
    Obs row = given;
    for (;;) {
        bindRow(m_insert, stream, row).run();
        if (sqlite3_changes(m_db.handle()) > 0) {
            ++counts.added;
            return;
        }
        if (!has(row.q, Mark::AmbiguousHour) || row.ord > 0)
            break;
        // Which of the two hours of autumn this is, nobody knows: another value under the same stamp is kept beside the first.
        m_old.bind(1, stream).bind(2, row.t).bind(3, int{row.ord});
        const bool other = m_old.next() && m_old.real(0) != row.v;
        m_old.reset();
        if (!other)
            break;
        row.ord = 1;
    }
    m_keep.bind(1, stream)
        .bind(2, row.t)
        .bind(3, int{row.ord})
        .bind(4, row.v)
        .bind(5, static_cast<std::int64_t>(row.q))
        .bind(6, now_s)
        .run();
    if (sqlite3_changes(m_db.handle()) == 0) {
        ++counts.same;
        return;
    }
    bindRow(m_replace, stream, row).run();
    ++counts.revised;
}

void SensorWriter::openDay(std::int64_t stream, std::int64_t day)
{
    if (m_openedDays.contains({stream, day}))
        return;
    m_hasChunk.bind(1, stream).bind(2, day);
    if (!m_hasChunk.next())
        return;
    const auto blob = m_hasChunk.blob(0);
    const std::vector<Obs> rows = decodeChunk(blob);
    m_hasChunk.reset();
    for (const Obs& row : rows)
        bindRow(m_insert, stream, row).run();
    Statement gone(m_db, "DELETE FROM chunk WHERE ds = ? AND day = ?");
    gone.bind(1, stream).bind(2, day).run();
    m_openedDays.insert({stream, day});
}

void SensorWriter::packDay(std::int64_t stream, std::int64_t day)
{
    std::vector<Obs> rows;
    m_hourRows.bind(1, stream).bind(2, day * kDay_s).bind(3, (day + 1) * kDay_s);
    while (m_hourRows.next())
        rows.push_back(obsAt(m_hourRows, 0));
    if (rows.empty())
        return;
    RowSums sums;
    for (const Obs& row : rows)
        sums.add(row);
    const std::vector<std::uint8_t> blob = encodeChunk(rows);
    Statement put(m_db, "INSERT OR REPLACE INTO chunk VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    put.bind(1, stream).bind(2, day).bind(3, kChunkCodec).bind(4, static_cast<std::int64_t>(rows.size()));
    put.bind(5, rows.front().t).bind(6, rows.back().t).bind(7, sums.least).bind(8, sums.most).bind(9, sums.sum).bind(10, sums.nbad);
    put.bind(11, static_cast<std::int64_t>(crc32Of(blob))).bind(12, std::span<const std::uint8_t>(blob)).run();
    Statement gone(m_db, "DELETE FROM obs_hot WHERE ds = ? AND t >= ? AND t < ?");
    gone.bind(1, stream).bind(2, day * kDay_s).bind(3, (day + 1) * kDay_s).run();
}

void SensorWriter::storeSums(std::int64_t stream, std::int64_t hour, const RowSums& sums)
{
    m_storeSums.bind(1, stream)
        .bind(2, hour)
        .bind(3, sums.n)
        .bind(4, sums.nbad)
        .bind(5, sums.sum)
        .bind(6, sums.least)
        .bind(7, sums.most)
        .run();
}

void SensorWriter::sumHour(std::int64_t stream, std::int64_t hour)
{
    RowSums sums;
    m_hourRows.bind(1, stream).bind(2, hour).bind(3, hour + kHour_s);
    while (m_hourRows.next())
        sums.add(obsAt(m_hourRows, 0));
    storeSums(stream, hour, sums);
}

void SensorWriter::finish()
{
    for (const auto& [stream, hour] : m_dirtyHours)
        sumHour(stream, hour);
    for (const auto& [key, sums] : m_appended)
        storeSums(key.first, key.second, sums);
    for (const std::int64_t stream : m_touched)
        m_latest.bind(1, stream).run();
    for (const auto& [stream, day] : m_openedDays)
        packDay(stream, day);
    m_dirtyHours.clear();
    m_appended.clear();
    m_touched.clear();
    m_openedDays.clear();
}

std::size_t SensorWriter::seal(std::int64_t beforeDay)
{
    std::vector<std::pair<std::int64_t, std::int64_t>> days;
    Statement old(m_db, "SELECT DISTINCT ds, t / 86400 FROM obs_hot WHERE t < ? ORDER BY 1, 2");
    old.bind(1, beforeDay * kDay_s);
    while (old.next())
        days.emplace_back(old.integer(0), old.integer(1));
    for (const auto& [stream, day] : days) {
        if (m_anyChunk)
            openDay(stream, day);
        packDay(stream, day);
        m_openedDays.erase({stream, day});
    }
    m_anyChunk = m_anyChunk || !days.empty();
    return days.size();
}

void SensorWriter::rebuildRollups()
{
    m_db.execute("DELETE FROM rollup");
    std::map<std::pair<std::int64_t, std::int64_t>, RowSums> hours;
    const auto flush = [&] {
        for (const auto& [key, sums] : hours)
            storeSums(key.first, key.second, sums);
        hours.clear();
    };
    Statement chunks(m_db, "SELECT ds, data FROM chunk ORDER BY ds, day");
    while (chunks.next()) {
        for (const Obs& row : decodeChunk(chunks.blob(1)))
            hours[{chunks.integer(0), floorTo(row.t, kHour_s)}].add(row);
        flush();
    }
    Statement hot(m_db, "SELECT ds, t, ord, dur, v, q, rt FROM obs_hot ORDER BY ds, t, ord");
    std::int64_t stream = -1;
    while (hot.next()) {
        if (hot.integer(0) != stream)
            flush();
        stream = hot.integer(0);
        const Obs row = obsAt(hot, 1);
        hours[{stream, floorTo(row.t, kHour_s)}].add(row);
    }
    flush();
}

}  // namespace isopolis
