#pragma once
/// A city to and from the tables of a project file. fid = position + 1, so ids need no mapping. Throws SqliteError.

#include "gis/core/city/city.h"
#include "simulation/project/sqlite_connection.h"

namespace isopolis {

void createTables(Connection& db, const City& city);
void writeCity(Connection& db, const City& city);
CityData readCity(Connection& db);

/// Id under which the city's coordinate system stands in gpkg_spatial_ref_sys.
int srsIdOf(const LocalFrame& frame);
/// The columns of `neighbourhoods` that hold the groups, in order.
std::vector<std::string> groupColumns(const std::vector<GroupDefinition>& groups);

/// 32-bit floats or other bytes, compressed with Zstandard; the size is checked against `limit` before unpacking.
std::vector<std::uint8_t> compressed(std::span<const std::uint8_t> raw);
std::vector<std::uint8_t> decompressed(std::span<const std::uint8_t> packed, std::size_t limit);

}  // namespace isopolis
