#include "simulation/emissions/cold_start.h"

#include <algorithm>
#include <cmath>

namespace isopolis {

namespace {

constexpr double kAny = 1e9;  // no limit

struct Ratio {
    ColdFuel fuel;
    std::string_view segment;  ///< empty: all
    FactorKind kind;
    double minimum_kmh, maximum_kmh, minimum_c, maximum_c;
    double perSpeed, perDegree, constant;
};

using F = ColdFuel;
using K = FactorKind;
constexpr std::string_view kSmall = "Small", kMedium = "Medium", kLarge = "Large-SUV-Executive";

// Petrol Euro 1 and newer; diesel and LPG of all standards. A per km/h, B per °C, C.
constexpr Ratio kRatios[] = {
    {F::Petrol, kSmall, K::Co, 5, 25, -20, 15, 0.156, -0.155, 3.519},
    {F::Petrol, kSmall, K::Co, 25, 45, -20, 15, 0.538, -0.373, -6.24},
    {F::Petrol, kSmall, K::Co, 5, 45, 15, kAny, 0.0803, -0.444, 9.826},
    {F::Petrol, kMedium, K::Co, 5, 25, -20, 15, 0.121, -0.146, 3.766},
    {F::Petrol, kMedium, K::Co, 25, 45, -20, 15, 0.299, -0.286, -0.58},
    {F::Petrol, kMedium, K::Co, 5, 45, 15, kAny, 0.0503, -0.363, 8.604},
    {F::Petrol, kLarge, K::Co, 5, 25, -20, 15, 0.0782, -0.105, 3.116},
    {F::Petrol, kLarge, K::Co, 25, 45, -20, 15, 0.193, -0.194, 0.305},
    {F::Petrol, kLarge, K::Co, 5, 45, 15, kAny, 0.0321, -0.252, 6.332},
    {F::Petrol, kSmall, K::NOx, 5, 25, -20, kAny, 0.0461, 0.00738, 0.755},
    {F::Petrol, kSmall, K::NOx, 25, 45, -20, kAny, 0.0513, 0.0234, 0.616},
    {F::Petrol, kMedium, K::NOx, 5, 25, -20, kAny, 0.0458, 0.00747, 0.764},
    {F::Petrol, kMedium, K::NOx, 25, 45, -20, kAny, 0.0484, 0.0228, 0.685},
    {F::Petrol, kLarge, K::NOx, 5, 25, -20, kAny, 0.0343, 0.00566, 0.827},
    {F::Petrol, kLarge, K::NOx, 25, 45, -20, kAny, 0.0375, 0.0172, 0.728},
    {F::Petrol, kSmall, K::Voc, 5, 25, -20, 15, 0.154, -0.134, 4.937},
    {F::Petrol, kSmall, K::Voc, 25, 45, -20, 15, 0.323, -0.24, 0.301},
    {F::Petrol, kSmall, K::Voc, 5, 45, 15, kAny, 0.0992, -0.355, 8.967},
    {F::Petrol, kMedium, K::Voc, 5, 25, -20, 15, 0.157, -0.207, 7.009},
    {F::Petrol, kMedium, K::Voc, 25, 45, -20, 15, 0.282, -0.338, 4.098},
    {F::Petrol, kMedium, K::Voc, 5, 45, 15, kAny, 0.0476, -0.477, 13.44},
    {F::Petrol, kLarge, K::Voc, 5, 25, -20, 15, 0.0814, -0.165, 6.464},
    {F::Petrol, kLarge, K::Voc, 25, 45, -20, 15, 0.116, -0.229, 5.739},
    {F::Petrol, kLarge, K::Voc, 5, 45, 15, kAny, 0.0175, -0.346, 10.462},
    {F::Petrol, "", K::Energy, 0, 45, -kAny, kAny, 0, -0.009, 1.47},
    {F::Diesel, "", K::Co, 0, 45, -kAny, kAny, 0, -0.03, 1.9},
    {F::Diesel, "", K::NOx, 0, 45, -kAny, kAny, 0, -0.013, 1.3},
    {F::Diesel, "", K::Voc, 0, 45, -kAny, 29, 0, -0.09, 3.1},
    {F::Diesel, "", K::ExhaustPm, 0, 45, -kAny, 26, 0, -0.1, 3.1},
    {F::Diesel, "", K::Energy, 0, 45, -kAny, kAny, 0, -0.008, 1.34},
    {F::Lpg, "", K::Co, 0, 45, -kAny, kAny, 0, -0.09, 3.66},
    {F::Lpg, "", K::NOx, 0, 45, -kAny, kAny, 0, -0.006, 0.98},
    {F::Lpg, "", K::Voc, 0, 45, -kAny, 29, 0, -0.06, 2.24},
};

constexpr double kWarmest_c = 29, kColdest_c = -20, kSlowest_kmh = 5;

}  // namespace

double coldMileageShare(double tripLength_km, double air_c)
{
    return std::clamp(0.6474 - 0.02545 * tripLength_km - (0.00974 - 0.000385 * tripLength_km) * air_c, 0.0, 1.0);
}

double coldRatio(ColdFuel fuel, std::string_view segment, FactorKind kind, double speed_kmh, double air_c)
{
    if (!(speed_kmh <= kColdFastest_kmh) || !(air_c <= kWarmest_c))
        return 1;
    const double v = std::max(speed_kmh, kSlowest_kmh), t = std::max(air_c, kColdest_c);
    for (const Ratio& r : kRatios) {
        const bool applies = r.fuel == fuel && r.kind == kind && (r.segment.empty() || r.segment == segment) && v <= r.maximum_kmh &&
                             v >= r.minimum_kmh && t >= r.minimum_c && t <= r.maximum_c;
        if (applies)
            return std::max(1.0, r.perSpeed * v + r.perDegree * t + r.constant);
    }
    return 1;
}

double coldReduction(int euro, FactorKind kind)
{
    const bool voc = kind == FactorKind::Voc, nox = kind == FactorKind::NOx;
    if (!voc && !nox && kind != FactorKind::Co)
        return 1;
    switch (euro) {
    case 0:
    case 1: return 1;
    case 2: return voc ? 0.56 : 0.72;
    case 3: return voc || nox ? 0.32 : 0.62;
    default: return 0.18;
    }
}

}  // namespace isopolis
