#include "simulation/noise/atmosphere.h"

namespace isopolis {

namespace {
// Constants of ISO 9613-1.
constexpr double kZeroCelsius_K = 273.15, kReference_K = 293.15, kTriplePoint_K = 273.16;
constexpr double kReferencePressure_kPa = 101.325;
constexpr double kNeperSquared_dB = 8.686;
}  // namespace

Octaves airAbsorption_dB_km(const Air& air)
{
    const double t = air.temperature_C + kZeroCelsius_K, relative = t / kReference_K, pressure = air.pressure_kPa / kReferencePressure_kPa;
    const double saturation = std::pow(10, -6.8346 * std::pow(kTriplePoint_K / t, 1.261) + 4.6151);
    const double water_pct = air.humidity_pct * saturation / pressure;
    const double oxygen_Hz = pressure * (24 + 4.04e4 * water_pct * (0.02 + water_pct) / (0.391 + water_pct));
    const double nitrogen_Hz =
        pressure / std::sqrt(relative) * (9 + 280 * water_pct * std::exp(-4.170 * (std::pow(relative, -1.0 / 3) - 1)));
    Octaves alpha{};
    for (std::size_t i = 0; i < kOctaveCount; ++i) {
        // Exact mid-frequencies: 1000 Hz times powers of ten to the 3/10.
        const double f = 1000 * std::pow(10, 0.3 * (static_cast<double>(i) - 4));
        const double classical = 1.84e-11 / pressure * std::sqrt(relative);
        const double relaxation = std::pow(relative, -2.5) * (0.01275 * std::exp(-2239.1 / t) / (oxygen_Hz + f * f / oxygen_Hz) +
                                                              0.1068 * std::exp(-3352.0 / t) / (nitrogen_Hz + f * f / nitrogen_Hz));
        alpha[i] = 1000 * kNeperSquared_dB * f * f * (classical + relaxation);
    }
    return alpha;
}

}  // namespace isopolis
