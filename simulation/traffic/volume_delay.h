#pragma once
/// Travel time of a link as a function of its flow, with the integral and slope that equilibrium solvers need.
///
///   VolumeDelay delay{.freeTime = 6, .capacity = 1800, .b = 0.15, .power = 4};   delay.time(1800) == 6.9
///
/// t(x) = t0 (1 + B (x/c)^P), the form of the Bureau of Public Roads (1964) and of the TNTP files. Solvers know only the three
/// functions, so another form replaces this one here. Unit of time: that of `freeTime`. Capacity 0 or B = 0: constant time.

#include <algorithm>
#include <cmath>

namespace isopolis {

struct VolumeDelay {
    double freeTime = 0, capacity = 0, b = 0, power = 1;

    bool constant() const { return b <= 0 || capacity <= 0 || power <= 0 || freeTime <= 0; }
    double time(double flow) const { return freeTime * (1 + term(flow)); }

    /// dt/dx. A power below 1 has an infinite slope at 0: there the slope at a billionth of the capacity stands in.
    double slope(double flow) const
    {
        if (constant())
            return 0;
        const double x = power < 1 ? std::max(flow, 1e-9 * capacity) : flow;
        return freeTime * b * power * raise(x / capacity, power - 1) / capacity;
    }

    /// ∫ t dx from 0 to flow: the link's part of Beckmann's objective.
    double integral(double flow) const
    {
        const double share = power > 0 ? 1 / (power + 1) : 1;
        return freeTime * flow * (1 + term(flow) * share);
    }

private:
    double term(double flow) const
    {
        if (b <= 0 || capacity <= 0)
            return 0;
        return power <= 0 ? b : b * raise(flow / capacity, power);
    }
    static double raise(double r, double p)
    {
        if (p == 4)
            return (r * r) * (r * r);
        if (p == 3)
            return r * r * r;
        if (p == 1)
            return r;
        if (p == 0)
            return 1;
        return std::pow(std::max(r, 0.0), p);
    }
};

}  // namespace isopolis
