#pragma once
/// Jobs that residents reach, and how long car trips take, per neighbourhood.

#include "gis/core/error.h"
#include "gis/core/ids.h"

#include <vector>

namespace isopolis {

struct AccessResult {
    IdVector<NeighbourhoodId, double> jobsByCar,
        jobsOnFoot;                                 ///< reachable within the cut-off time, weighted by people; NaN where nobody lives
    IdVector<NeighbourhoodId, double> carTime_min;  ///< mean time of the car trips that start there; NaN if there are none
    double carCutoff_min = 30, walkCutoff_min = 30;
    std::vector<Issue> issues;
    friend bool operator==(const AccessResult&, const AccessResult&) = default;
};

}  // namespace isopolis
