#pragma once
/// Writes observations inside the caller's transaction, so that rows, newest values, revisions and hourly sums change together.
///
///   Transaction all(db);  SensorWriter writer(db);
///   writer.write(writer.streamOf("s1", "no2_ug_m3"), rows);   writer.finish();   all.commit();
///
/// A row is told by (stream, t, ord): again the same changes nothing, another value replaces it and the old one goes to `revision`.
/// A row that belongs to a day in chunks opens that day, and `finish` packs it again. Hourly sums are sums in the order of time:
/// appended ones have the same bits as those that are made anew.

#include "gis/core/observation/observation.h"
#include "simulation/project/sensor_chunk.h"
#include "simulation/project/sqlite_connection.h"

#include <map>
#include <set>
#include <span>
#include <utility>

namespace isopolis {

inline constexpr std::int64_t kHour_s = 3600, kDay_s = 86400;

class SensorWriter {
public:
    explicit SensorWriter(Connection& db);

    std::int64_t streamOf(const std::string& sensor, const std::string& quantity);
    struct Counts {
        std::size_t added = 0, same = 0, revised = 0;
    };
    /// `rows` in any order; their `ds` is not looked at. `now_s`: when replaced values were replaced; -1: by this computer's clock.
    Counts write(std::int64_t stream, std::span<const Obs> rows, std::int64_t now_s = -1);
    void finish();

    /// Packs all days that begin before `day` (days since 1970).
    std::size_t seal(std::int64_t beforeDay);
    void rebuildRollups();

private:
    void insert(std::int64_t stream, const Obs& row, std::int64_t now_s, Counts& counts);
    void openDay(std::int64_t stream, std::int64_t day);
    void packDay(std::int64_t stream, std::int64_t day);
    void sumHour(std::int64_t stream, std::int64_t hour);
    void storeSums(std::int64_t stream, std::int64_t hour, const RowSums& sums);
    static Statement& bindRow(Statement& s, std::int64_t stream, const Obs& row);

    Connection& m_db;
    Statement m_find, m_open, m_insert, m_keep, m_replace, m_latest, m_newest, m_sumsOf, m_storeSums, m_hourRows, m_hasChunk, m_old;
    std::map<std::pair<std::string, std::string>, std::int64_t> m_streams;
    std::set<std::pair<std::int64_t, std::int64_t>> m_dirtyHours, m_openedDays;
    std::map<std::pair<std::int64_t, std::int64_t>, RowSums> m_appended;
    std::set<std::int64_t> m_touched;
    bool m_anyChunk;
};

/// Columns t, ord, dur, v, q, rt of a row.
Obs obsAt(const Statement& row, int firstColumn);

}  // namespace isopolis
