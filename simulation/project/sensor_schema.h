#pragma once
/// The tables of a sensor store: made, described in the file itself, checked to the letter, brought forward from older versions.
///
///   createSensorTables(db);   if (auto error = checkSensorStore(db, path)) …   migrateSensorStore(db);
///
/// Version 1 had datastream, obs_hot, latest and revision; version 2 adds what live feeds need, version 3 what kind of
/// device measures and when sources said that they are off. Errors: Unsupported for a newer
/// file, BadFile for one whose tables are not ours.

#include "gis/core/expected.h"
#include "simulation/project/sqlite_connection.h"

#include <optional>

namespace isopolis {

void createSensorTables(Connection& db);
std::optional<Error> checkSensorStore(const Connection& db, const std::filesystem::path& path);
/// In one transaction; nothing happens to a store of the newest version.
void migrateSensorStore(Connection& db);
std::int64_t integerOf(const Connection& db, const std::string& sql);

}  // namespace isopolis
