#include "simulation/traffic/volume_delay.h"

namespace isopolis {

namespace {

/// √(α²(1−r)² + β²) and β of the cone.
struct Cone {
    double beta, root;
    Cone(double alpha, double r) : beta((2 * alpha - 1) / (2 * alpha - 2)), root(std::hypot(alpha * (1 - r), beta)) {}
};

/// √((r−1)² + b r)
double queueRoot(double b, double r) { return std::sqrt((r - 1) * (r - 1) + b * r); }

}  // namespace

bool VolumeDelay::sound() const
{
    const auto number = [](double v) { return std::isfinite(v) && v >= 0; };
    if (!number(freeTime) || !number(capacity) || !number(b) || !number(power))
        return false;
    return form != VolumeDelayForm::Conical || b > 1;
}

double VolumeDelay::otherTime(double flow) const
{
    if (constant())
        return freeTime;
    const double r = flow / capacity;
    if (form == VolumeDelayForm::Conical) {
        const Cone cone(b, r);
        return freeTime * (2 + cone.root - b * (1 - r) - cone.beta);
    }
    return freeTime + power / 4 * (r - 1 + queueRoot(b, r));
}

double VolumeDelay::otherSlope(double flow) const
{
    const double r = flow / capacity;
    if (form == VolumeDelayForm::Conical)
        return freeTime * b * (1 - b * (1 - r) / Cone(b, r).root) / capacity;
    return power / 4 * (1 + (r - 1 + b / 2) / queueRoot(b, r)) / capacity;
}

double VolumeDelay::otherIntegral(double flow) const
{
    if (constant())
        return freeTime * flow;
    const double r = flow / capacity;
    if (form == VolumeDelayForm::Conical) {
        const Cone at(b, r), start(b, 0);
        // ∫ √(α²u² + β²) du = u/2 √… + β²/(2α) asinh(αu/β), with u = 1 − r falling from 1.
        const auto part = [&](const Cone& cone, double u) {
            return u / 2 * cone.root + cone.beta * cone.beta / (2 * b) * std::asinh(b * u / cone.beta);
        };
        return freeTime * capacity * (2 * r - at.beta * r - b * (r - r * r / 2) + part(start, 1) - part(at, 1 - r));
    }
    // ∫ √(r² + p r + 1) dr = (2r + p)/4 √… + (4 − p²)/8 ln(2√… + 2r + p), with p = b − 2.
    const double p = b - 2, at = queueRoot(b, r);
    const double root = ((2 * r + p) * at - p) / 4 + (4 - p * p) / 8 * std::log((2 * at + 2 * r + p) / (2 + p));
    return freeTime * flow + capacity * power / 4 * (r * r / 2 - r + root);
}

}  // namespace isopolis
