#pragma once
/// Which income fifth of the people a neighbourhood belongs to.
///
///   incomeQuintileShares(*city)[neighbourhood][0];   // share of its people in the lowest-income fifth

#include "gis/core/city/city.h"

#include <array>

namespace isopolis {

/// Shares of each neighbourhood in the five quintiles. Neighbourhoods of equal income are cut alike, so order never matters. All 0 where
/// income is not known or nobody lives.
IdVector<NeighbourhoodId, std::array<double, 5>> incomeQuintileShares(const City& city);

}  // namespace isopolis
