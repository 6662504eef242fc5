#include "simulation/sensing/interpolation.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

namespace isopolis {

namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

SymmetricMatrix withErrors(SymmetricMatrix b, std::span<const double> errorSd)
{
    for (std::size_t i = 0; i < b.size(); ++i)
        b.set(i, i, b(i, i) + errorSd[i] * errorSd[i]);
    return b;
}

/// A matrix that rounding or tapering left indefinite is made definite by raising its diagonal a little at a time.
std::optional<Cholesky> factorOf(SymmetricMatrix k)
{
    double mean = 0;
    for (std::size_t i = 0; i < k.size(); ++i)
        mean += k(i, i) / static_cast<double>(k.size());
    for (const double more : {0.0, 1e-9, 1e-6, 1e-4, 1e-2, 0.1}) {
        for (std::size_t i = 0; i < k.size(); ++i)
            k.set(i, i, k(i, i) + more * mean);
        if (auto factor = Cholesky::of(k))
            return factor;
    }
    return std::nullopt;
}

/// Sums of squares of a sensor.
struct Squares {
    std::size_t n = 0;
    double before = 0, after = 0;
};

LeaveOneOut summary(const std::vector<Squares>& all)
{
    LeaveOneOut l;
    double before = 0, after = 0;
    for (const Squares& s : all) {
        const auto n = static_cast<double>(s.n);
        l.sensors.push_back({s.n, s.n > 0 ? std::sqrt(s.before / n) : kNone, s.n > 0 ? std::sqrt(s.after / n) : kNone});
        l.values += s.n;
        before += s.before;
        after += s.after;
    }
    if (l.values > 0) {
        l.before = std::sqrt(before / static_cast<double>(l.values));
        l.after = std::sqrt(after / static_cast<double>(l.values));
    }
    return l;
}

std::vector<std::size_t> presentAt(const ResidualHistory& h, std::size_t time)
{
    std::vector<std::size_t> present;
    for (std::size_t s = 0; s < h.sensors(); ++s)
        if (std::isfinite(h.value(time, s)))
            present.push_back(s);
    return present;
}

}  // namespace

Expected<Interpolator> Interpolator::create(const SymmetricMatrix& b, std::span<const double> errorSd)
{
    auto factor = factorOf(withErrors(b, errorSd));
    if (!factor)
        return unexpected(Error{ErrorCode::BadValue, "the covariance of the residuals is not positive definite"});
    return Interpolator(std::move(*factor));
}

Interpolated Interpolator::at(std::span<const double> withSensors, double variance, std::span<const double> weights) const
{
    Interpolated here;
    for (std::size_t s = 0; s < withSensors.size(); ++s)
        here.increment += withSensors[s] * weights[s];
    const std::vector<double> solved = m_factor.solve({withSensors.begin(), withSensors.end()});
    double explained = 0;
    for (std::size_t s = 0; s < withSensors.size(); ++s)
        explained += withSensors[s] * solved[s];
    here.sigma = std::sqrt(std::max(0.0, variance - explained));
    return here;
}

LeaveOneOut leaveOneOut(const ResidualHistory& h, const SymmetricMatrix& b)
{
    const SymmetricMatrix k = withErrors(b, h.errorSd);
    // With K⁻¹ = P: what is left of sensor i when the others predict it is (P y)_i / P_ii.
    std::map<std::vector<std::size_t>, std::optional<SymmetricMatrix>> inverses;
    std::vector<Squares> all(h.sensors());
    for (std::size_t t = 0; t < h.times(); ++t) {
        const std::vector<std::size_t> present = presentAt(h, t);
        if (present.size() < 2)
            continue;
        auto [known, fresh] = inverses.try_emplace(present);
        if (fresh)
            if (const auto factor = factorOf(k.part(present)))
                known->second = factor->inverse();
        if (!known->second)
            continue;
        const SymmetricMatrix& p = *known->second;
        for (std::size_t i = 0; i < present.size(); ++i) {
            double sum = 0;
            for (std::size_t j = 0; j < present.size(); ++j)
                sum += p(i, j) * h.value(t, present[j]);
            const double left = sum / p(i, i), before = h.value(t, present[i]);
            Squares& s = all[present[i]];
            ++s.n;
            s.before += before * before;
            s.after += left * left;
        }
    }
    return summary(all);
}

LeaveOneOut hideGroup(const ResidualHistory& h, const SymmetricMatrix& b, const std::vector<char>& hidden)
{
    struct Known {
        std::vector<std::size_t> open;
        std::optional<Interpolator> interpolator;
    };
    std::map<std::vector<std::size_t>, Known> patterns;
    std::vector<Squares> all(h.sensors());
    for (std::size_t t = 0; t < h.times(); ++t) {
        const std::vector<std::size_t> present = presentAt(h, t);
        auto [at, fresh] = patterns.try_emplace(present);
        Known& known = at->second;
        if (fresh) {
            std::vector<double> errorSd;
            for (const std::size_t s : present)
                if (hidden[s] == 0) {
                    known.open.push_back(s);
                    errorSd.push_back(h.errorSd[s]);
                }
            if (!known.open.empty())
                if (auto made = Interpolator::create(b.part(known.open), errorSd))
                    known.interpolator = std::move(*made);
        }
        if (!known.interpolator)
            continue;
        std::vector<double> y;
        for (const std::size_t s : known.open)
            y.push_back(h.value(t, s));
        const std::vector<double> weights = known.interpolator->weights(std::move(y));
        for (const std::size_t s : present) {
            if (hidden[s] == 0)
                continue;
            double increment = 0;
            for (std::size_t k = 0; k < known.open.size(); ++k)
                increment += b(s, known.open[k]) * weights[k];
            const double before = h.value(t, s);
            ++all[s].n;
            all[s].before += before * before;
            all[s].after += (before - increment) * (before - increment);
        }
    }
    return summary(all);
}

}  // namespace isopolis
