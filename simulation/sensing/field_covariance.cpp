#include "simulation/sensing/field_covariance.h"

#include "simulation/sensing/interpolation.h"
#include "simulation/sensing/sensing_parameters.h"

#include <cmath>

namespace isopolis {

namespace {

constexpr double kMetresPerKilometre = 1000;

FieldCovariance with(double variance, double share, double background_m, double street_m)
{
    return {std::sqrt(variance * (1 - share)), background_m, std::sqrt(variance * share), street_m, false};
}

}  // namespace

double FieldCovariance::operator()(const SensingSite& a, const SensingSite& b) const
{
    const double d = distance(a.at, b.at);
    double sum = backgroundSd * backgroundSd * std::exp(-d / backgroundLength_m);
    if (a.street && b.street && *a.street == *b.street)
        sum += streetSd * streetSd * std::exp(-d / streetLength_m);
    return sum;
}

SymmetricMatrix FieldCovariance::among(std::span<const SensingSite> sites) const
{
    SymmetricMatrix b(sites.size());
    for (std::size_t i = 0; i < sites.size(); ++i)
        for (std::size_t j = 0; j <= i; ++j)
            b.set(i, j, (*this)(sites[i], sites[j]));
    return b;
}

FieldCovariance standardCovariance(double sd)
{
    return with(sd * sd, kStreetShare.standard, kMetresPerKilometre * kBackgroundLength.standard, kStreetLength.standard);
}

FieldCovariance fitFieldCovariance(const ResidualHistory& h, std::span<const SensingSite> sites)
{
    const SymmetricMatrix moments = secondMoments(h, 1);
    double variance = 0, known = 0;
    for (std::size_t s = 0; s < h.sensors(); ++s)
        if (std::isfinite(moments(s, s))) {
            variance += std::max(0.0, moments(s, s) - h.errorSd[s] * h.errorSd[s]);
            known += 1;
        }
    variance = known > 0 ? variance / known : 0;
    FieldCovariance best = with(variance, kStreetShare.standard, kMetresPerKilometre * kBackgroundLength.standard, kStreetLength.standard);
    if (known < static_cast<double>(kFewestSites) || h.times() < kFewestTimes || variance <= 0)
        return best;
    double least = leaveOneOut(h, best.among(sites)).after;
    for (const double background_km : {3.0, 5.0, 7.0, 10.0})
        for (const double street_m : {200.0, 300.0, 500.0})
            for (const double share : {0.0, 0.25, 0.5, 0.75, 0.9}) {
                const FieldCovariance tried = with(variance, share, kMetresPerKilometre * background_km, street_m);
                if (const double error = leaveOneOut(h, tried.among(sites)).after; error < least) {
                    least = error;
                    best = tried;
                }
            }
    best.fitted = true;
    return best;
}

}  // namespace isopolis
