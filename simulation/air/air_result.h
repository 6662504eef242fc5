#pragma once
/// Annual mean concentrations at receptors (the activity points with people), road part and total.

#include "gis/core/error.h"
#include "gis/core/geometry/geometry.h"
#include "gis/core/ids.h"

namespace isopolis {

struct Receptor {
    Point2 at;
    NeighbourhoodId neighbourhood;
    double people = 0;
    friend bool operator==(const Receptor&, const Receptor&) = default;
};

struct AirResult {
    IdVector<ReceptorId, Receptor> receptors;
    IdVector<ReceptorId, double> roadNox_ug_m3, roadPrimaryNo2_ug_m3, roadPm25_ug_m3, roadPm10_ug_m3;  ///< from the modelled roads
    IdVector<ReceptorId, double> no2_ug_m3, pm25_ug_m3, pm10_ug_m3;                                    ///< with background and chemistry
    IdVector<NeighbourhoodId, double> no2Mean_ug_m3, pm25Mean_ug_m3, pm10Mean_ug_m3;  ///< weighted by people; NaN where nobody lives
    double backgroundNo2_ug_m3 = 0, backgroundPm25_ug_m3 = 0, backgroundPm10_ug_m3 = 0;
    std::vector<Issue> issues;
    friend bool operator==(const AirResult&, const AirResult&) = default;
};

}  // namespace isopolis
