#include "simulation/project/sensor_reader.h"

#include "simulation/project/sensor_chunk.h"
#include "simulation/project/sensor_writer.h"

#include <algorithm>
#include <tuple>

namespace isopolis {

std::vector<Obs> packedRows(const Connection& db, std::int64_t stream, std::int64_t from_s, std::int64_t to_s)
{
    std::vector<Obs> rows;
    Statement chunks(db, "SELECT data, crc FROM chunk WHERE ds = ? AND day >= ? AND day <= ? AND tmin < ? AND tmax >= ? ORDER BY day");
    chunks.bind(1, stream).bind(2, from_s / kDay_s - 1).bind(3, to_s / kDay_s + 1).bind(4, to_s).bind(5, from_s);
    while (chunks.next()) {
        const auto blob = chunks.blob(0);
        if (static_cast<std::int64_t>(crc32Of(blob)) != chunks.integer(1))
            throw SqliteError(11, "a day of observations is damaged");
        for (const Obs& o : decodeChunk(blob))
            if (o.t >= from_s && o.t < to_s)
                rows.push_back(o);
    }
    return rows;
}

std::vector<Obs> rowsOf(const Connection& db, std::int64_t stream, std::int64_t from_s, std::int64_t to_s)
{
    std::vector<Obs> rows = packedRows(db, stream, from_s, to_s);
    const auto packed = static_cast<std::ptrdiff_t>(rows.size());
    Statement hot(db, "SELECT t, ord, dur, v, q, rt FROM obs_hot WHERE ds = ? AND t >= ? AND t < ? ORDER BY t, ord");
    hot.bind(1, stream).bind(2, from_s).bind(3, to_s);
    while (hot.next())
        rows.push_back(obsAt(hot, 0));
    std::inplace_merge(rows.begin(), rows.begin() + packed, rows.end(),
                       [](const Obs& a, const Obs& b) { return std::tie(a.t, a.ord) < std::tie(b.t, b.ord); });
    return rows;
}

}  // namespace isopolis
