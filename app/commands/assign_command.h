#pragma once
/// `assign`: the equilibrium of a network in TNTP format. Needs nothing of maps, so that a program without them can offer it.
///
///   addAssignCommand(app, console, readMatrix);   // readMatrix: asked for trips in a file that `isTripMatrix` tells

#include "app/commands/console.h"
#include "gis/core/expected.h"
#include "simulation/traffic/assignment_network.h"

#include <functional>
#include <string>
#include <string_view>

namespace isopolis {

/// Trips between as many zones: of a file, and the matrix of that name in it.
using MatrixReader = std::function<Expected<OdDemand>(const std::string& file, const std::string& matrix, std::size_t zones)>;

/// An OMX or CSV matrix, by the ending of its name.
bool isTripMatrix(std::string_view file);

void addAssignCommand(CLI::App& app, Console& console, MatrixReader readMatrix);

}  // namespace isopolis
