#pragma once
/// `layer`: results as GeoPackage, GeoJSON or CSV.

#include "app/commands/console.h"

namespace isopolis {

void addLayerCommand(CLI::App& app, Console& console);

}  // namespace isopolis
