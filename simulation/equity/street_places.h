#pragma once
/// Which neighbourhood each street lies in, by the midpoint of the link: added links included.
///
///   streetPlaces(run.applied)[link]   // invalid if the midpoint lies outside all neighbourhoods
///
/// A link on the border of two neighbourhoods counts in the first that contains its midpoint, wholly.

#include "simulation/scenario/apply_scenario.h"

namespace isopolis {

IdVector<LinkId, NeighbourhoodId> streetPlaces(const AppliedScenario& applied);

}  // namespace isopolis
