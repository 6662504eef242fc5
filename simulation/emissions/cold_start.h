#pragma once
/// Extra emission of engines that are not warm yet: E_cold = β · bc · E_hot · (e_cold/e_hot − 1).
///
///   coldMileageShare(12, 5);                                             // 0.32 of the distance with a cold engine
///   coldRatio(ColdFuel::Petrol, "Medium", FactorKind::NOx, 20, 5);        // e_cold / e_hot, at least 1
///
/// Light vehicles in towns only: no cold term above 45 km/h or where the guidebook gives no ratio at that temperature.
/// Newer petrol engines rest on the hot function of Euro 1 times a reduction bc; diesel and LPG on their own hot function.
/// Source: EMEP/EEA guidebook 2019, 1.A.3.b.i-iv, tier 3 cold starts (β, ratios, reductions).

#include "simulation/emissions/hot_functions.h"

namespace isopolis {

enum class ColdFuel : std::uint8_t { Petrol, Diesel, Lpg };

inline constexpr double kColdFastest_kmh = 45;

/// β: share of the distance driven cold, 0…1.
double coldMileageShare(double tripLength_km, double air_c);
/// e_cold/e_hot = A V + B t + C, at least 1; 1 where the guidebook has no ratio. `segment`: "Small", "Medium", "Large-SUV-Executive".
double coldRatio(ColdFuel fuel, std::string_view segment, FactorKind kind, double speed_kmh, double air_c);
/// bc of petrol vehicles from Euro 1 on; 1 for kinds without one.
double coldReduction(int euro, FactorKind kind);

}  // namespace isopolis
