#pragma once
/// The assessment of any figures by neighbourhood, not only those of a run: what `assess` does behind the models.
///
///   EquityReport report = assessValues(city, {{Indicator::No2, before, after}}, settings);
///
/// Figures are one per neighbourhood of `city`, NaN where not known; missing ones at the end count as not known.

#include "simulation/equity/assessment.h"

namespace isopolis {

struct PairedValues {
    Indicator indicator = Indicator::No2;
    IdVector<NeighbourhoodId, double> before, after;
};

EquityReport assessValues(const City& city, std::vector<PairedValues> values, const EquitySettings& settings);

}  // namespace isopolis
