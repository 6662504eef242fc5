#pragma once
/// Which traffic situations of the user's own emission factors stand for those that a street is in but the factors do not hold.
///
///   situationNotes(run, links, Indicator::No2);   // {"URB/Local/50/St+Go2 is not in the user's factors: URB/Local/50/Satur. answers."}
///
/// Empty where the run uses none, or where each situation of the street is held for every class that the factors know.

#include "simulation/equity/assessment.h"

#include <span>

namespace isopolis {

std::vector<std::string> situationNotes(const Run& run, std::span<const LinkId> links, Indicator indicator);

}  // namespace isopolis
