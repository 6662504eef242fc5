#include "simulation/sensing/residual_history.h"

#include "simulation/sensing/sensing_parameters.h"
#include "simulation/sensing/symmetric_matrix.h"

#include <cmath>
#include <limits>

namespace isopolis {

ResidualHistory ResidualHistory::during(std::size_t from, std::size_t to) const
{
    ResidualHistory part{at, errorSd, {}};
    const auto begin = values.begin();
    part.values.assign(begin + static_cast<std::ptrdiff_t>(from * sensors()), begin + static_cast<std::ptrdiff_t>(to * sensors()));
    return part;
}

double relativeError(DeviceClass device)
{
    switch (device) {
    case DeviceClass::Reference: return kReferenceError.standard;
    case DeviceClass::Indicative: return kIndicativeError.standard;
    case DeviceClass::Citizen: return kCitizenError.standard;
    }
    return kCitizenError.standard;
}

double observationError(DeviceClass device, double value)
{
    return std::abs(value) * std::hypot(relativeError(device), kRepresentativeness.standard);
}

SymmetricMatrix secondMoments(const ResidualHistory& h, std::size_t least)
{
    SymmetricMatrix m(h.sensors(), std::numeric_limits<double>::quiet_NaN());
    for (std::size_t i = 0; i < h.sensors(); ++i)
        for (std::size_t j = 0; j <= i; ++j) {
            double sum = 0;
            std::size_t n = 0;
            for (std::size_t t = 0; t < h.times(); ++t)
                if (const double product = h.value(t, i) * h.value(t, j); std::isfinite(product)) {
                    sum += product;
                    ++n;
                }
            if (n >= least)
                m.set(i, j, sum / static_cast<double>(n));
        }
    return m;
}

}  // namespace isopolis
