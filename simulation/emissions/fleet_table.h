#pragma once
/// Compositions of the fleet by year, as a country or city publishes them, in the groups of our parameters.
///
///   year,weight,value              Expected<FleetTable> t = parseFleetTable("fleet.csv", text);
///   2025,car.electric,0.08         Expected<FleetWeights> w = fleetOfYear(*t, 2028);   // between the years: linear
///   2035,car.electric,0.35         fleetTableText(parameters, 2028);                   // the same form
///
/// A weight is the id of a parameter without "emissions."; weights of a group (fleet.*, car.*, …) may be shares, per cent or
/// vehicle-kilometres: each group of a year is divided by its sum. Weights of a group that a year leaves out count as 0; groups it leaves
/// out stay as they are. Separators: comma or semicolon. At most 20,000 lines and 200 years. Errors: BadFile, BadValue, NotFound with line
/// and weight; a share outside its parameter's range is refused by name (where the
/// range begins at 1 % or less it is raised to that).

#include "gis/core/expected.h"
#include "simulation/scenario/parameter_set.h"

#include <map>
#include <span>
#include <vector>

namespace isopolis {

/// Weights that are divided by their sum.
struct FleetGroup {
    std::string_view title;  ///< ISO_TR("fleet", …)
    std::span<const ParameterSpec* const> weights;
};
std::span<const FleetGroup> fleetGroups();

struct FleetTable {
    std::map<int, std::map<std::string, double>> years;  ///< weight by name
};

using FleetWeights = std::vector<std::pair<const ParameterSpec*, double>>;

Expected<FleetTable> parseFleetTable(const std::string& name, std::string_view text);
/// The weights of one year, in the order of the groups. Errors: NotFound outside the table's years.
Expected<FleetWeights> fleetOfYear(const FleetTable& table, int year);
std::string fleetTableText(const ParameterSet& parameters, int year);

}  // namespace isopolis
