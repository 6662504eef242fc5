#include "simulation/noise/road_emission.h"

#include "simulation/noise/road_emission_tables.h"

#include <algorithm>

namespace isopolis {

namespace {

constexpr double kReferenceSpeed_kmh = 70;
constexpr double kReferenceTemperature_C = 20;
constexpr double kLowestSpeed_kmh = 20;
constexpr double kJunctionReach_m = 100;
constexpr double kSteepest_pct = 12;
constexpr std::array<double, 3> kTemperature_dB_K{0.08, 0.04, 0.04};  // K of categories 1, 2, 3: §2.2.6
constexpr double kStudLowest_kmh = 50, kStudHighest_kmh = 90;
constexpr double kMonths = 12, kMetresPerKilometre = 1000;

/// ΔL_grad of the propulsion noise, §2.2.5.
double gradientTerm(NoiseCategory category, double slope_pct, double speed_kmh)
{
    const double down = std::min(kSteepest_pct, -slope_pct), up = std::min(kSteepest_pct, slope_pct);
    switch (category) {
    case NoiseCategory::Light: return slope_pct < -6 ? down - 6 : slope_pct > 2 ? speed_kmh / 100 * (up - 2) / 1.5 : 0;
    case NoiseCategory::Medium:
        return slope_pct < -4 ? (speed_kmh - 20) / 100 * (down - 4) / 0.7 : slope_pct > 0 ? speed_kmh / 100 * up : 0;
    case NoiseCategory::Heavy:
        return slope_pct < -4 ? (speed_kmh - 10) / 100 * (down - 4) / 0.5 : slope_pct > 0 ? speed_kmh / 100 * up / 0.8 : 0;
    case NoiseCategory::Moped:
    case NoiseCategory::Motorcycle: break;
    }
    return 0;
}

double studTerm(const VehicleCoefficients& c, std::size_t octave, const RoadSource& road, double speed_kmh)
{
    const double share = std::clamp(road.studdedShare, 0.0, 1.0) * std::clamp(road.studdedMonths, 0.0, kMonths) / kMonths;
    if (share <= 0)
        return 0;
    const double v = std::clamp(speed_kmh, kStudLowest_kmh, kStudHighest_kmh);
    return level((1 - share) + share * energy(c.studA[octave] + c.studB[octave] * std::log10(v / kReferenceSpeed_kmh)));
}

Octaves powerOf(const RoadSource& road, NoiseCategory category, double speed_kmh, EmissionEdition edition, double electric)
{
    const auto k = static_cast<std::size_t>(category);
    const VehicleCoefficients& c = vehicleCoefficients(category, edition);
    const double v = std::max(speed_kmh, kLowestSpeed_kmh);
    const double near = road.junction == JunctionKind::None ? 0 : std::max(1 - std::abs(road.junctionDistance_m) / kJunctionReach_m, 0.0);
    const bool roundabout = road.junction == JunctionKind::Roundabout;
    const double gradient = gradientTerm(category, road.gradient_pct, v);
    const bool rolls = k < kTemperature_dB_K.size();
    static constexpr SurfaceCorrection kNone;
    const SurfaceCorrection& surface = rolls && road.surface ? road.surface->corrections[k] : kNone;
    const double logSpeed = std::log10(v / kReferenceSpeed_kmh), overSpeed = (v - kReferenceSpeed_kmh) / kReferenceSpeed_kmh;
    Octaves power{};
    for (std::size_t i = 0; i < kOctaveCount; ++i) {
        const double propulsion = c.propulsionA[i] + c.propulsionB[i] * overSpeed + gradient +
                                  (roundabout ? c.roundaboutPropulsion : c.lightsPropulsion) * near + std::min(surface.alpha_dB[i], 0.0) +
                                  electric * kElectricPropulsion_dB[i];
        if (!rolls) {
            power[i] = propulsion;
            continue;
        }
        const double rolling = c.rollingA[i] + c.rollingB[i] * logSpeed + (category == NoiseCategory::Light ? studTerm(c, i, road, v) : 0) +
                               kTemperature_dB_K[k] * (kReferenceTemperature_C - road.temperature_C) +
                               (roundabout ? c.roundaboutRolling : c.lightsRolling) * near + surface.alpha_dB[i] +
                               surface.beta_dB * logSpeed;
        power[i] = sumOfLevels(rolling, propulsion);
    }
    return power;
}

}  // namespace

Octaves vehiclePower(const RoadSource& road, NoiseCategory category, double speed_kmh, EmissionEdition edition)
{
    return powerOf(road, category, speed_kmh, edition, 0);
}

Octaves electricCarPower(const RoadSource& road, double speed_kmh, EmissionEdition edition)
{
    return powerOf(road, NoiseCategory::Light, speed_kmh, edition, std::clamp(road.electricScale, 0.0, 1.0));
}

Octaves soundPowerPerMetre(const RoadSource& road, EmissionEdition edition)
{
    Octaves sum{};
    for (std::size_t k = 0; k < kNoiseCategoryCount; ++k) {
        const VehicleStream& stream = road.flow[k];
        if (!(stream.veh_h > 0))
            continue;
        const double v = std::max(stream.speed_kmh, kLowestSpeed_kmh);
        const auto category = static_cast<NoiseCategory>(k);
        const double electric = category == NoiseCategory::Light ? std::clamp(road.electricShare, 0.0, 1.0) : 0;
        const auto add = [&](const Octaves& one, double share) {
            for (std::size_t i = 0; i < kOctaveCount; ++i)
                sum[i] += share * energy(one[i]) * stream.veh_h / (kMetresPerKilometre * v);
        };
        add(vehiclePower(road, category, v, edition), 1 - electric);
        if (electric > 0)
            add(electricCarPower(road, v, edition), electric);
    }
    for (double& value : sum)
        value = level(value);
    return sum;
}

}  // namespace isopolis
