#pragma once
/// How the residuals of sensors go together, learned from what was measured before, with localisation.
///
///   SymmetricMatrix b = learnCovariance(history, {.localisation_m = 10000});    // n × n; only for sensors with a history of their own
///
/// Second moments of each pair, off the diagonal less by `shrinkage` and tapered with distance by the fifth-order function of Gaspari and
/// Cohn, which is 0 beyond `localisation_m`: chance correlations of far sensors must not move anything. For places without a history:
/// field_covariance.h. Pairs with fewer than `least` common times count as unrelated. A sensor without values has the mean variance.
/// Source: Gaspari & Cohn 1999, Quarterly Journal of the Royal Meteorological Society 125, doi:10.1002/qj.49712555417 (eq. 4.10).

#include "simulation/sensing/residual_history.h"
#include "simulation/sensing/symmetric_matrix.h"

namespace isopolis {

struct LearningSettings {
    double localisation_m = 10000;
    double shrinkage = 0.02;
    std::size_t least = 48;
};

SymmetricMatrix learnCovariance(const ResidualHistory& history, const LearningSettings& settings);

/// 1 at 0, 0 from `support_m` on.
double gaspariCohn(double distance_m, double support_m);

}  // namespace isopolis
