#pragma once
/// Streets that a scheme takes out of reach of cars.
///
///   for (const LinkId id : streetsWithoutCars(before, after)) …   // could be driven to and left before, and cannot now
///
/// The network that counts is the largest part in which every junction can be driven to from every other one (strongly connected
/// component); a street is in reach while one of its ends belongs to it. Streets that are closed themselves but keep an end there are
/// not listed: their houses are reached from that end.

#include "simulation/scenario/apply_scenario.h"

namespace isopolis {

/// Links of `after`, in order of their ids. Both of the same city.
std::vector<LinkId> streetsWithoutCars(const AppliedScenario& before, const AppliedScenario& after);

}  // namespace isopolis
