#include "simulation/emissions/wear.h"

namespace isopolis {

namespace {

/// Total suspended particles, g/km.
struct WearBase {
    double tyre, brake, road;
};
constexpr WearBase kTwoWheelerWear{0.0046, 0.0037, 0.006};
constexpr WearBase kCarWear{0.0107, 0.0075, 0.015};
constexpr WearBase kVanWear{0.0169, 0.0117, 0.015};
constexpr double kHeavyRoadWear = 0.076;
/// Parts of the total below 2.5 and 10 µm.
struct SizeFractions {
    double fine, coarse;
};
constexpr SizeFractions kTyre{0.42, 0.6}, kBrake{0.39, 0.98}, kRoad{0.27, 0.5};

WearBase baseOf(const VehicleClass& vehicle, double load)
{
    switch (vehicle.category) {
    case VehicleCategory::Car: return kCarWear;
    case VehicleCategory::Van: return kVanWear;
    case VehicleCategory::TwoWheeler: return kTwoWheelerWear;
    default: break;
    }
    return {0.5 * vehicle.axles * (1.41 + 1.38 * load) * kCarWear.tyre, 3.13 * (1 + 0.79 * load) * kCarWear.brake, kHeavyRoadWear};
}

double tyreSpeedFactor(double v) { return v < 40 ? 1.39 : v <= 90 ? 1.78 - 0.00974 * v : 0.902; }

double brakeSpeedFactor(double v) { return v < 40 ? 1.67 : v <= 95 ? 2.75 - 0.0270 * v : 0.185; }

WearEmission::Part part(double total_g_km, const SizeFractions& size) { return {total_g_km * size.fine, total_g_km * size.coarse}; }

}  // namespace

WearEmission wearOf(const VehicleClass& vehicle, double speed_kmh, double load, double electricBrake)
{
    const WearBase base = baseOf(vehicle, load);
    const double brake = base.brake * (vehicle.fuel == Fuel::Electric ? electricBrake : 1);
    return {part(base.tyre * tyreSpeedFactor(speed_kmh), kTyre), part(brake * brakeSpeedFactor(speed_kmh), kBrake), part(base.road, kRoad)};
}

}  // namespace isopolis
