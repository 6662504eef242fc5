#pragma once
/// Brings a project file to the schema that this program writes. Forward only; a newer file is refused.

#include "gis/core/error.h"
#include "simulation/project/sqlite_connection.h"

#include <optional>

namespace isopolis {

std::optional<Error> migrate(Connection& db, const std::string& file);

}  // namespace isopolis
