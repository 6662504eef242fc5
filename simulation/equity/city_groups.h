#pragma once
/// How the groups of people fare that a city counts by neighbourhood: by age, car, tenure, whatever its zone data hold.
///
///   for (const CityGroup& g : cityGroups(*city, report.of(Indicator::No2)))
///       g.score.change;   // mean over the people of the group, each with the figure of the neighbourhood they live in
///
/// Weights are the people of the group in each neighbourhood: a cross-table of group by place, not of the impact itself, so what is said
/// holds for where the group lives. Neighbourhoods whose count is not known are left out and counted, those with fewer people of the group
/// than the least base (`equity.least_base`) are counted and stay in the means.

#include "simulation/equity/assessment.h"

namespace isopolis {

struct CityGroup {
    GroupScore score;           ///< key and label as `City::groups` names them
    double noData = 0;          ///< people of the group without a value
    std::size_t unknown = 0;    ///< inhabited neighbourhoods whose count of the group is not known
    std::size_t smallBase = 0;  ///< neighbourhoods with some of the group, but fewer than the least base
};

/// In the order of `City::groups`; empty if the city has none.
std::vector<CityGroup> cityGroups(const City& city, const IndicatorAssessment& assessment, double leastBase);
/// People of one group in a neighbourhood; 0 where not known. `group`: position in `City::groups`.
double peopleOfGroup(const Neighbourhood& place, std::size_t group);

}  // namespace isopolis
