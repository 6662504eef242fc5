#pragma once
/// A matrix of car trips from a file, for the zones of a city: OMX, CSV or TNTP.
///
///   Expected<ZoneMatrix> cars = readCarMatrix("am.omx", "car", applied, log);
///
/// Zones by number from 1: the neighbourhoods in the project's order, then the external stations. A matrix of the neighbourhoods alone
/// means that nobody crosses the city's edge. Vehicles in the modelled hour. What surprises: a list of pairs (CSV, TNTP) may leave out
/// zones; a square table may not.
/// Errors: BadValue (another size: both sizes named; negative cells; zones that the city does not have), those of the readers.

#include "gis/io/issue_log.h"
#include "simulation/scenario/apply_scenario.h"
#include "simulation/traffic/traffic_result.h"

#include <filesystem>

namespace isopolis {

Expected<ZoneMatrix> readCarMatrix(const std::filesystem::path& file, const std::string& matrix, const AppliedScenario& applied,
                                   IssueLog& log);

}  // namespace isopolis
