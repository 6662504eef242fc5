#include "simulation/noise/ground_effect.h"

#include <algorithm>

namespace isopolis {

namespace {

constexpr double kHeightRatio = 30;        // d_p against 30 (z_s + z_r)
constexpr double kHardGround_dB = -3;      // coherent sum over hard ground
constexpr double kCurvature_per_m = 2e-4;  // a_0, inverse radius of favourable rays
constexpr double kTurbulence = 6e-3;
constexpr double kSmall_m = 1e-6;

double ratio(const MeanPlane& p) { return p.dp / (kHeightRatio * std::max(p.zs + p.zr, kSmall_m)); }

GroundTerms groundOver(const Medium& medium, double dp, double zs, double zr, double gw, double minimum_dB)
{
    GroundTerms t;
    const double g13 = std::pow(gw, 1.3), g26 = g13 * g13;
    for (std::size_t i = 0; i < kOctaveCount; ++i) {
        const double w = 0.0185 * medium.f25[i] * g26 / (medium.f15[i] * g26 + 1.3e3 * medium.f075[i] * g13 + 1.16e6);
        const double wd = w * dp, cf = dp * (1 + 3 * wd * std::exp(-std::sqrt(wd))) / (1 + wd);
        const double k = medium.wavenumber[i], c = cf / k, root = std::sqrt(2 * c);
        const double product = 4 * k * k / (dp * dp) * (zs * zs - root * zs + c) * (zr * zr - root * zr + c);
        t.w[i] = w;
        t.cf[i] = cf;
        t.ground[i] = product > 0 ? std::max(-10 * std::log10(product), minimum_dB) : minimum_dB;
    }
    return t;
}

}  // namespace

double nearGroundFactor(const MeanPlane& plane, double sourceG)
{
    const double t = ratio(plane);
    return t <= 1 ? plane.G * t + sourceG * (1 - t) : plane.G;
}

GroundTerms groundHomogeneous(const Medium& medium, const MeanPlane& plane, double gPrime)
{
    const double dp = std::max(plane.dp, kSmall_m), minimum = kHardGround_dB * (1 - gPrime);
    GroundTerms t = groundOver(medium, dp, plane.zs, plane.zr, gPrime, minimum);
    if (plane.G <= 0)
        t.ground.fill(kHardGround_dB);
    return t;
}

GroundTerms groundFavourable(const Medium& medium, const MeanPlane& plane, double gMinimum)
{
    const double dp = std::max(plane.dp, kSmall_m), heights = std::max(plane.zs + plane.zr, kSmall_m), t = ratio(plane);
    const double lift = kTurbulence * dp / heights;
    const auto raised = [&](double z) { return z + kCurvature_per_m * (z / heights) * (z / heights) * dp * dp / 2 + lift; };
    const double minimum = kHardGround_dB * (1 - gMinimum) * (t <= 1 ? 1 : 1 + 2 * (1 - 1 / t));
    GroundTerms terms = groundOver(medium, dp, raised(plane.zs), raised(plane.zr), plane.G, minimum);
    if (plane.G <= 0)
        terms.ground.fill(minimum);
    return terms;
}

}  // namespace isopolis
