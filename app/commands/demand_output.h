#pragma once
/// The demand of a run as JSON and as tables.

#include "app/commands/console.h"
#include "simulation/traffic/demand/demand_summary.h"

#include <nlohmann/json_fwd.hpp>

namespace isopolis {

/// Residents' trips of a mean day; means that are not known become null.
nlohmann::json demandJson(const DemandSummary& d);
void printDemand(const Console& console, const DemandSummary& d);

}  // namespace isopolis
