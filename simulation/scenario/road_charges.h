#pragma once
/// Where cars pay: the streets that lead into charged areas.
///
///   chargeEntries(applied);   applied.roadCharge_eur[link];   // after the last operation

#include "simulation/scenario/apply_scenario.h"

namespace isopolis {

/// Whether a car that drives along the link drives into the area: it begins outside, and ends or runs inside.
bool leadsInto(const AppliedScenario& applied, LinkId link, const MultiPolygon& area);

/// Adds the charge of each area to the links that lead into it, whichever operation made them.
void chargeEntries(AppliedScenario& applied);

}  // namespace isopolis
