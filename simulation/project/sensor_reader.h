#pragma once
/// Rows of one stream, wherever they lie: fresh ones in obs_hot, days that are over in chunks.
///
///   std::vector<Obs> day = rowsOf(db, stream, from_s, from_s + 86400);     // by (t, ord)
///
/// Throws SqliteError; a chunk whose CRC does not fit is damaged.

#include "gis/core/observation/observation.h"
#include "simulation/project/sqlite_connection.h"

#include <vector>

namespace isopolis {

std::vector<Obs> rowsOf(const Connection& db, std::int64_t stream, std::int64_t from_s, std::int64_t to_s);
/// Those in chunks alone.
std::vector<Obs> packedRows(const Connection& db, std::int64_t stream, std::int64_t from_s, std::int64_t to_s);

}  // namespace isopolis
