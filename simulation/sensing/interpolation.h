#pragma once
/// Optimal interpolation of residuals: what sensors say of places without one, and how sure that is.
///
///   x − b = Bₓ (B + R)⁻¹ (y − b),  σ² = bₓₓ − Bₓ (B + R)⁻¹ Bₓ',   R = diag(errorSd²)
///
///   auto k = Interpolator::create(b, errorSd);                     // B among the sensors that have a value now
///   Interpolated here = k->at(covarianceWithSensors, variance, k->weights(residuals));   here.increment; here.sigma;
///   LeaveOneOut l = leaveOneOut(history, b);                       // each sensor predicted from all others, time by time
///
/// Without sensors the increment is 0 and σ that of the model. Errors: BadValue if B + R is not positive definite.
/// Source: Gandin 1963; Daley 1991, Atmospheric Data Analysis, ch. 4; leave-one-out from the inverse: Dubrule 1983, Mathematical
/// Geology 15.

#include "gis/core/expected.h"
#include "simulation/sensing/residual_history.h"
#include "simulation/sensing/symmetric_matrix.h"

namespace isopolis {

struct Interpolated {
    double increment = 0, sigma = 0;  ///< unit of the quantity; sigma: one standard deviation of what is left
};

class Interpolator {
public:
    static Expected<Interpolator> create(const SymmetricMatrix& b, std::span<const double> errorSd);
    /// (B + R)⁻¹ y, once for all places.
    std::vector<double> weights(std::vector<double> residuals) const { return m_factor.solve(std::move(residuals)); }
    Interpolated at(std::span<const double> withSensors, double variance, std::span<const double> weights) const;

private:
    explicit Interpolator(Cholesky factor) : m_factor(std::move(factor)) {}
    Cholesky m_factor;
};

struct LeftOutSensor {
    std::size_t values = 0;
    double before = 0, after = 0;  ///< root mean square of the residual, and of what the others leave of it; NaN without values
};
struct LeaveOneOut {
    std::vector<LeftOutSensor> sensors;
    std::size_t values = 0;
    double before = 0, after = 0;  ///< over all values
    double gain() const { return before > 0 ? 1 - after / before : 0; }
};

/// Times at which a sensor is alone say nothing of it: they are left out.
LeaveOneOut leaveOneOut(const ResidualHistory& history, const SymmetricMatrix& b);

/// The same for a whole group at once: `hidden` sensors are predicted from those that are not.
LeaveOneOut hideGroup(const ResidualHistory& history, const SymmetricMatrix& b, const std::vector<char>& hidden);

}  // namespace isopolis
