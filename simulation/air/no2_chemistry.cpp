#include "simulation/air/no2_chemistry.h"

#include <algorithm>
#include <cmath>

namespace isopolis {

PhotoState photostationary(const PhotoInput& in)
{
    constexpr double kNight_W_m2 = 1, kInstant_s = 1e-6;
    PhotoState state;
    state.rate_ppb_s = 5.38e-2 * std::exp(-1430 / in.temperature_k);
    state.photolysis_s = in.radiation_W_m2 > kNight_W_m2 ? 0.8e-3 * std::exp(-10 / in.radiation_W_m2) + 7.4e-6 * in.radiation_W_m2 : 0;
    const double mixed = in.primaryShare * std::max(0.0, in.nox_ppb - in.noxBackground_ppb) + in.no2Background_ppb;
    const double oxidant = mixed + in.o3Background_ppb;
    const double r = state.photolysis_s / state.rate_ppb_s, d = 1 / (std::max(in.residence_s, kInstant_s) * state.rate_ppb_s);
    const double b = in.nox_ppb + r + d + oxidant;
    state.no2_ppb = 0.5 * (b - std::sqrt(std::max(0.0, b * b - 4 * (in.nox_ppb * oxidant + mixed * d))));
    state.no2_ppb = std::clamp(state.no2_ppb, 0.0, std::max(in.nox_ppb, mixed));
    state.o3_ppb = std::max(0.0, oxidant - state.no2_ppb);
    return state;
}

}  // namespace isopolis
