#include "simulation/emissions/emission_factors.h"

#include <algorithm>
#include <cmath>

namespace isopolis {

namespace {

std::size_t slot(FleetClass vehicle, FactorKind kind, DrivingSituation situation)
{
    return (static_cast<std::size_t>(vehicle) * kFactorKindCount + static_cast<std::size_t>(kind)) * 2 +
           static_cast<std::size_t>(situation);
}

/// Guard against negative values, poles and spikes: half-width of the window of neighbours and accepted band around their median.
constexpr int kGuardHalfWindow = 5;
constexpr double kGuardLow = 0.2, kGuardHigh = 5.0;
constexpr double kScanStep_kmh = 0.25;

bool usable(double sample) { return std::isfinite(sample) && sample > 0; }

/// Median of the usable samples around one; 0 if there is none.
double medianAround(const std::vector<double>& samples, std::size_t at)
{
    const std::size_t first = at < kGuardHalfWindow ? 0 : at - kGuardHalfWindow;
    const std::size_t last = std::min(samples.size(), at + kGuardHalfWindow + 1);
    std::vector<double> window;
    for (std::size_t i = first; i < last; ++i)
        if (usable(samples[i]))
            window.push_back(samples[i]);
    if (window.empty())
        return 0;
    const auto middle = window.begin() + static_cast<std::ptrdiff_t>(window.size() / 2);
    std::nth_element(window.begin(), middle, window.end());
    return *middle;
}

double denominator(const HotFunction& f, double v) { return f.epsilon * v * v + f.zeta * v + f.eta; }

/// Whether a function may be evaluated as published: no pole, no negative stretch and no jump even between whole km/h.
bool sound(const HotFunction& function)
{
    double last = evaluate(function, function.minimum_kmh);
    const double sign = denominator(function, function.minimum_kmh);
    if (!usable(last))
        return false;
    for (double v = function.minimum_kmh; v <= function.maximum_kmh; v += kScanStep_kmh) {
        const double value = evaluate(function, v);
        if (!usable(value) || denominator(function, v) * sign <= 0 || value < kGuardLow * last || value > kGuardHigh * last)
            return false;
        last = value;
    }
    return true;
}

/// Replaces bad samples by interpolation between their good neighbours; at the ends the nearest good one.
void fillBad(std::vector<double>& samples, const std::vector<bool>& bad)
{
    for (std::size_t i = 0; i < samples.size(); ++i) {
        if (!bad[i])
            continue;
        std::size_t left = i, right = i;
        while (left > 0 && bad[left])
            --left;
        while (right + 1 < samples.size() && bad[right])
            ++right;
        const bool hasLeft = !bad[left], hasRight = !bad[right];
        if (hasLeft && hasRight)
            samples[i] =
                samples[left] + (samples[right] - samples[left]) * static_cast<double>(i - left) / static_cast<double>(right - left);
        else
            samples[i] = hasLeft ? samples[left] : hasRight ? samples[right] : 0;
    }
}

// Wear, tier 2: total suspended particles in g/km and the part below 2.5 µm.
struct WearBase {
    double tyre, brake, road;
};
constexpr WearBase kCarWear{0.0107, 0.0075, 0.015};
constexpr WearBase kVanWear{0.0169, 0.0117, 0.015};
constexpr double kHeavyRoadWear = 0.076;
constexpr double kTyreFine = 0.42, kBrakeFine = 0.39, kRoadFine = 0.27;

WearBase wearBase(const VehicleClass& vehicle, double load)
{
    switch (vehicle.category) {
    case VehicleCategory::Car: return kCarWear;
    case VehicleCategory::Van: return kVanWear;
    default: break;
    }
    return {0.5 * vehicle.axles * (1.41 + 1.38 * load) * kCarWear.tyre, 3.13 * (1 + 0.79 * load) * kCarWear.brake, kHeavyRoadWear};
}

double tyreSpeedFactor(double v) { return v < 40 ? 1.39 : v <= 90 ? 1.78 - 0.00974 * v : 0.902; }

double brakeSpeedFactor(double v) { return v < 40 ? 1.67 : v <= 95 ? 2.75 - 0.0270 * v : 0.185; }

}  // namespace

double evaluate(const HotFunction& f, double speed_kmh)
{
    const double v = std::clamp(speed_kmh, f.minimum_kmh, f.maximum_kmh);
    return (f.alpha * v * v + f.beta * v + f.gamma + f.delta / v) / denominator(f, v) * (1 - f.reduction);
}

FactorCurve::FactorCurve(const HotFunction& function) : m_function(function)
{
    const auto count = static_cast<std::size_t>(std::max(0.0, std::floor(function.maximum_kmh - function.minimum_kmh))) + 1;
    std::vector<double> samples(count);
    for (std::size_t i = 0; i < count; ++i)
        samples[i] = evaluate(function, function.minimum_kmh + static_cast<double>(i));
    std::vector<bool> bad(count);
    bool anyBad = false;
    for (std::size_t i = 0; i < count; ++i) {
        const double median = medianAround(samples, i);
        bad[i] = !usable(samples[i]) || samples[i] < kGuardLow * median || samples[i] > kGuardHigh * median;
        anyBad = anyBad || bad[i];
    }
    if (!anyBad && sound(function))
        return;
    fillBad(samples, bad);
    m_samples = std::move(samples);
}

double FactorCurve::at(double speed_kmh) const
{
    if (m_samples.empty())
        return evaluate(m_function, speed_kmh);
    const double last = static_cast<double>(m_samples.size() - 1);
    const double position = std::clamp(speed_kmh - m_function.minimum_kmh, 0.0, last);
    const auto left = static_cast<std::size_t>(position);
    if (left + 1 >= m_samples.size())
        return m_samples.back();
    return m_samples[left] + (m_samples[left + 1] - m_samples[left]) * (position - static_cast<double>(left));
}

FactorTable::FactorTable()
{
    m_position.fill(-1);
    for (const HotFunction& function : hotFunctions()) {
        m_position[slot(function.vehicle, function.kind, function.situation)] = static_cast<int>(m_curves.size());
        m_curves.emplace_back(function);
    }
}

double FactorTable::at(FleetClass vehicle, FactorKind kind, DrivingSituation situation, double speed_kmh) const
{
    int position = m_position[slot(vehicle, kind, situation)];
    if (position < 0)
        position = m_position[slot(vehicle, kind, DrivingSituation::Urban)];
    return position < 0 ? 0 : m_curves[static_cast<std::size_t>(position)].at(speed_kmh);
}

double wearPm25_g_km(const VehicleClass& vehicle, double speed_kmh, double load, double electricBrake)
{
    const WearBase base = wearBase(vehicle, load);
    const double brake = base.brake * (vehicle.fuel == Fuel::Electric ? electricBrake : 1);
    return base.tyre * kTyreFine * tyreSpeedFactor(speed_kmh) + brake * kBrakeFine * brakeSpeedFactor(speed_kmh) + base.road * kRoadFine;
}

}  // namespace isopolis
