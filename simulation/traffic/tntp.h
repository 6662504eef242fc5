#pragma once
/// Readers of the TNTP text format (network, trips and flow files of the Transportation Networks collection).
///
///   Expected<AssignmentNetwork> network = parseTntpNetwork(text);   Expected<OdDemand> trips = parseTntpTrips(text);
///
/// Pure functions of the text; files are read by the caller. Tabs, padded semicolons, blank lines, comments (`~`) and several pairs a
/// line are read. Node n of the file is position n − 1. Errors (BadFile) name the line. Memory is bounded by the length of the text.

#include "simulation/traffic/assignment_network.h"

#include <string_view>

namespace isopolis {

struct TntpFlow {
    std::uint32_t from = 0, to = 0;  ///< positions, one less than in the file
    double volume = 0, cost = 0;
};

Expected<AssignmentNetwork> parseTntpNetwork(std::string_view text);
Expected<OdDemand> parseTntpTrips(std::string_view text);
Expected<std::vector<TntpFlow>> parseTntpFlows(std::string_view text);

}  // namespace isopolis
