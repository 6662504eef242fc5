#pragma once
/// The option --set id=value of commands that calculate.

#include "simulation/scenario/scenario.h"

namespace isopolis {

/// "traffic.bpr.beta=4". Errors: BadValue (no "=", no number, out of range), NotFound (no such parameter).
Expected<void> setParameter(Scenario& scenario, const std::string& assignment);

}  // namespace isopolis
