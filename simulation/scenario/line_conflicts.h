#pragma once
/// Finds bus lines whose way a scheme cuts: fills `lineConflicts` and adds an issue `cuts_line` for each. Costs nothing if no street
/// is taken from buses.

#include "simulation/scenario/apply_scenario.h"

namespace isopolis {

void findLineConflicts(AppliedScenario& applied);

}  // namespace isopolis
