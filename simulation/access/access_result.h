#pragma once
/// What residents reach by car, on foot and by cycle, and how long car trips take, per neighbourhood.

#include "gis/core/error.h"
#include "gis/core/ids.h"

#include <vector>

namespace isopolis {

struct AccessResult {
    /// Jobs within the cut-off time, weighted by people; NaN where nobody lives.
    IdVector<NeighbourhoodId, double> jobsByCar, jobsOnFoot, jobsByCycle;
    IdVector<NeighbourhoodId, double> carTime_min;  ///< mean time of the car trips that start there; NaN if there are none
    /// Walk to the nearest place of a kind, weighted by people, at most the longest walk; NaN where nobody lives or the city knows no
    /// such place (an issue says so).
    IdVector<NeighbourhoodId, double> schoolOnFoot_min, clinicOnFoot_min, parkOnFoot_min;
    double carCutoff_min = 30, walkCutoff_min = 30, cycleCutoff_min = 30;
    std::vector<Issue> issues;
    friend bool operator==(const AccessResult&, const AccessResult&) = default;
};

}  // namespace isopolis
