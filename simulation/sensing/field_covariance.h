#pragma once
/// How what a model misses goes together at any two places, sensor or not: a background part and a street part.
///
///   B(x, y) = σ_b² exp(−d/L_b) + [both beside streets of one class] σ_s² exp(−d/L_s)
///
///   FieldCovariance c = fitFieldCovariance(history, sites);     // or standardCovariance(sd)
///   c(a, b);   c.variance(a);
///
/// Residuals beside a street must not spread to parks: a place away from streets shares the background part alone. Fitted on a coarse grid
/// of lengths and shares by the least error of leave-one-out (field_covariance.cpp), with the total variance from the residuals; with fewer
/// than `kFewestSites` sensors or without 30 days of values lengths and shares are the parameters' standard values.

#include "gis/core/city/road_network.h"
#include "simulation/sensing/residual_history.h"
#include "simulation/sensing/symmetric_matrix.h"

#include <optional>

namespace isopolis {

/// A place as the covariance sees it.
struct SensingSite {
    Point2 at;
    std::optional<RoadClass> street;  ///< of the main road that it lies beside
};

struct FieldCovariance {
    double backgroundSd = 0, backgroundLength_m = 5000;
    double streetSd = 0, streetLength_m = 300;
    bool fitted = false;  ///< false: lengths and share are standard values
    double operator()(const SensingSite& a, const SensingSite& b) const;
    double variance(const SensingSite& a) const { return (*this)(a, a); }
    SymmetricMatrix among(std::span<const SensingSite> sites) const;
};

inline constexpr std::size_t kFewestSites = 5;
inline constexpr std::size_t kFewestTimes = 30 * 24;  ///< hours

/// `sd`: of what the model misses at a place beside a street.
FieldCovariance standardCovariance(double sd);
FieldCovariance fitFieldCovariance(const ResidualHistory& history, std::span<const SensingSite> sites);

}  // namespace isopolis
