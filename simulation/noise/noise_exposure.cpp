#include "simulation/noise/noise_exposure.h"

#include <algorithm>

namespace isopolis {

namespace {

/// Polynomial in percent within a range of levels.
double share(double level_dB, double low, double high, double a, double b, double c)
{
    if (!(level_dB >= low))
        return 0;
    const double l = std::min(level_dB, high);
    return std::clamp((a + b * l + c * l * l) / 100, 0.0, 1.0);
}

}  // namespace

double highlyAnnoyedShare(double lden_dB) { return share(lden_dB, 45, 80, 78.9270, -3.1162, 0.0342); }

double highlySleepDisturbedShare(double lnight_dB) { return share(lnight_dB, 40, 70, 19.4312, -0.9336, 0.0126); }

}  // namespace isopolis
