#pragma once
/// What each link adds to a neighbourhood's mean concentration: the exact parts behind the displayed figure.
///
///   LinkShares shares = linkShares(applied, emissions, air, neighbourhood);
///   // sum of shares.pm25_ug_m3 + shares.backgroundPm25_ug_m3 == air.pm25Mean_ug_m3[neighbourhood]
///
/// PM2.5 and PM10 are linear in emission: each share is the mean without that link subtracted from the mean with it. NO2 is not: its
/// directly emitted part is exact, the part formed from ozone is split in proportion to each link's NOx at each receptor.

#include "simulation/air/air_result.h"
#include "simulation/emissions/emission_result.h"
#include "simulation/scenario/apply_scenario.h"

namespace isopolis {

class AnnualKernel;

struct LinkShares {
    IdVector<LinkId, double> no2_ug_m3, pm25_ug_m3, pm10_ug_m3;  ///< per link of the AppliedScenario
    double backgroundNo2_ug_m3 = 0, backgroundPm25_ug_m3 = 0, backgroundPm10_ug_m3 = 0;
    std::string method;  ///< how the shares were found, in words
};

/// All zero with zero background if nobody lives there (its mean is NaN).
LinkShares linkShares(const AppliedScenario& applied, const EmissionResult& emissions, const AirResult& air, NeighbourhoodId where);
/// With a kernel from `annualKernel` (road_lines.h) of the same city and parameters: for many neighbourhoods.
LinkShares linkShares(const AppliedScenario& applied, const EmissionResult& emissions, const AirResult& air, const AnnualKernel& kernel,
                      NeighbourhoodId where);

}  // namespace isopolis
