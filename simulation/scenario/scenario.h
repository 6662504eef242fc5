#pragma once
/// A scenario is a list of interventions on a base scenario, never a copied city.

#include "simulation/scenario/operation.h"
#include "simulation/scenario/parameter_set.h"

namespace isopolis {

struct Scenario {
    std::string name;       ///< unique in a project; "base" is the city as it is
    std::string base = {};  ///< name of the scenario it branches from; empty: the city as it is
    std::vector<Intervention> interventions = {};
    ParameterSet parameters = {};  ///< overrides, on top of the base's
    std::uint64_t seed = 1;
    std::string description = {};
    friend bool operator==(const Scenario&, const Scenario&) = default;
};

inline constexpr std::string_view kBaseScenarioName = "base";

/// The chain of a scenario and its bases flattened: base interventions first, overrides of the branch win.
/// Refuses an unknown base and a circle of bases.
Expected<Scenario> flattened(const Scenario& scenario, const std::vector<Scenario>& all);

/// What changes results: enabled interventions' operations in order, overrides, seed. Names and notes do not.
Hash hashScenario(const Scenario& flattened);

}  // namespace isopolis
