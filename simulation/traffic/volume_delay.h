#pragma once
/// Travel time of a link as a function of its flow, with the integral and slope that equilibrium solvers need.
///
///   VolumeDelay delay{.freeTime = 6, .capacity = 1800, .b = 0.15, .power = 4};   delay.time(1800) == 6.9
///   VolumeDelay cone = VolumeDelay::conical(6, 1800, 4);   VolumeDelay queue = VolumeDelay::akcelik(6, 1800, 0.4, 1, 60);
///
/// With r = x/c:
///   Bpr      t = t0 (1 + B r^P)                                                Bureau of Public Roads 1964; the TNTP files
///   Conical  t = t0 (2 + √(α²(1−r)² + β²) − α(1−r) − β), β = (2α−1)/(2α−2)      Spiess 1990, doi:10.1287/trsc.24.2.153
///   Akçelik  t = t0 + T/4 (r − 1 + √((r−1)² + 8 J r/(c T)))                    Akçelik 1991, Australian Road Research 21(3)
/// All rise with x, are integrable and have a slope, so the solvers know only time, slope and integral, and a link may have any form.
///
/// What surprises: capacity 0 (or B = 0) means constant time, not a closed link; Bpr and the cone are stated in one unit of time, while
/// Akçelik's T is in hours and his time is per unit of length: `akcelik` takes the factor between them. Unit of time: that of `freeTime`.

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace isopolis {

enum class VolumeDelayForm : std::uint8_t { Bpr, Conical, Akcelik };

struct VolumeDelay {
    double freeTime = 0, capacity = 0;
    double b = 0;      ///< Bpr: B; Conical: α > 1; Akcelik: 8 J / (c T)
    double power = 1;  ///< Bpr: P; Akcelik: T in units of `freeTime`
    VolumeDelayForm form = VolumeDelayForm::Bpr;

    static VolumeDelay conical(double freeTime, double capacity, double alpha)
    {
        return {freeTime, capacity, alpha, 0, VolumeDelayForm::Conical};
    }
    /// `timeUnits`: units of `freeTime` in an hour, times the length if the delay is stated per unit of length.
    static VolumeDelay akcelik(double freeTime, double capacity, double delayParameter, double period_h, double timeUnits)
    {
        return {freeTime, capacity, capacity > 0 ? 8 * delayParameter / (capacity * period_h) : 0, period_h * timeUnits,
                VolumeDelayForm::Akcelik};
    }

    /// False where a figure would make the time fall with flow, or no number at all.
    bool sound() const;
    bool constant() const
    {
        if (form == VolumeDelayForm::Akcelik)
            return capacity <= 0 || power <= 0 || b <= 0;
        return b <= 0 || capacity <= 0 || freeTime <= 0 || (form == VolumeDelayForm::Bpr && power <= 0);
    }

    double time(double flow) const
    {
        if (form != VolumeDelayForm::Bpr)
            return otherTime(flow);
        if (b <= 0 || capacity <= 0)
            return freeTime;
        return power <= 0 ? freeTime * (1 + b) : freeTime * (1 + b * raise(flow / capacity, power));
    }

    /// dt/dx. A power below 1 has an infinite slope at 0: there the slope at a billionth of the capacity stands in.
    double slope(double flow) const
    {
        if (constant())
            return 0;
        if (form != VolumeDelayForm::Bpr)
            return otherSlope(flow);
        const double x = power < 1 ? std::max(flow, 1e-9 * capacity) : flow;
        return freeTime * b * power * raise(x / capacity, power - 1) / capacity;
    }

    struct At {
        double time = 0, slope = 0;
    };
    /// Both at once. A power that is no small whole number is raised once: the dearest step of a solver with such powers.
    At at(double flow) const
    {
        const double r = flow / capacity;
        if (form != VolumeDelayForm::Bpr || constant() || power < 1 || isSmallWhole(power) || isSmallWhole(power - 1) || !(r > 0))
            return {time(flow), slope(flow)};
        const double risen = std::pow(r, power);
        return {freeTime * (1 + b * risen), freeTime * b * power * (risen / r) / capacity};
    }

    /// ∫ t dx from 0 to flow: the link's part of Beckmann's objective.
    double integral(double flow) const
    {
        if (form != VolumeDelayForm::Bpr)
            return otherIntegral(flow);
        const double share = power > 0 ? 1 / (power + 1) : 1;
        const double term = b <= 0 || capacity <= 0 ? 0 : power <= 0 ? b : b * raise(flow / capacity, power);
        return freeTime * flow * (1 + term * share);
    }

    friend bool operator==(const VolumeDelay&, const VolumeDelay&) = default;

private:
    double otherTime(double flow) const;
    double otherSlope(double flow) const;
    double otherIntegral(double flow) const;
    static bool isSmallWhole(double p) { return p == 0 || p == 1 || p == 3 || p == 4; }
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
