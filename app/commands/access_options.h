#pragma once
/// What the parts of the `access` command share: its options, and the measure that they name.
///
///   auto values = measured(options, costs, supply, demand);   accessOfTable(options, console);   accessOfProject(options, console);

#include "app/commands/console.h"
#include "gis/core/expected.h"
#include "gis/io/format/pair_reader.h"
#include "simulation/access/measures/cost_matrix.h"
#include "simulation/scenario/scenario.h"

#include <nlohmann/json_fwd.hpp>

namespace isopolis {

struct AccessOptions {
    std::string project, matrix, landUse, measure = "cumulative", decay = "exponential:0.1", opportunity = "jobs", demand = "population";
    std::string id = "id", mode = "walk", from, scenario = std::string(kBaseScenarioName), output;
    PairColumns columns;
    double cutoff = 30, number = 1, step = 1, alpha = 1, limit = 60;
    std::vector<double> interval = {20, 40}, minutes = {5, 10, 15};
    bool passive = false, isochrone = false;
};

Expected<PlaceValues> measured(const AccessOptions& o, const CostMatrix& costs, const PlaceValues& supply, const PlaceValues& demand);
/// The measure with those of its numbers that count.
nlohmann::json measureJson(const AccessOptions& o);

Expected<void> accessOfTable(const AccessOptions& o, Console& console);
Expected<void> accessOfProject(const AccessOptions& o, Console& console);
Expected<void> isochroneOfProject(const AccessOptions& o, Console& console);

}  // namespace isopolis
