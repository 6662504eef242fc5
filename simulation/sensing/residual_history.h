#pragma once
/// What several sensors measured beyond what a model says, time by time.
///
///   ResidualHistory h{.at = positions, .errorSd = {4, 4, 11}};   h.addTime({1.5, kUnknown, -3});   h.value(0, 1);   // NaN: missing
///   double sd = observationError(DeviceClass::Citizen, 38);      // 15.2
///
/// Units are those of the quantity; positions in metres of one plane. The error of an observation is that of the instrument by its class
/// and what a point does not tell of its surroundings.

#include "gis/core/geometry/geometry.h"
#include "gis/core/observation/observation.h"

#include <vector>

namespace isopolis {

struct ResidualHistory {
    std::vector<Point2> at;
    std::vector<double> errorSd;  ///< per sensor
    std::vector<double> values;   ///< times × sensors, observed − modelled; NaN where missing

    std::size_t sensors() const { return at.size(); }
    std::size_t times() const { return at.empty() ? 0 : values.size() / at.size(); }
    double value(std::size_t time, std::size_t sensor) const { return values[time * at.size() + sensor]; }
    void addTime(const std::vector<double>& row) { values.insert(values.end(), row.begin(), row.end()); }
    /// The times [from, to).
    ResidualHistory during(std::size_t from, std::size_t to) const;
};

/// Relative standard deviation of a device by its class: specs of the sensors, §5.
double relativeError(DeviceClass device);
/// Standard deviation of a single observation of this value: that of the device, and representativeness, which adds in quadrature.
double observationError(DeviceClass device, double value);

/// Mean product of the residuals of each pair of sensors over the times that both have; NaN where there are fewer than `least`.
/// Residuals are not centred: a model that is always wrong by the same is wrong.
class SymmetricMatrix;
SymmetricMatrix secondMoments(const ResidualHistory& history, std::size_t least);

}  // namespace isopolis
