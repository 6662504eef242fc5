#pragma once
/// Particles from tyres, brakes and road surface, tier 2: base factor × size fraction × factor of speed.
///
///   wearOf(vehicleClass(FleetClass::PetrolEuro5), 30, 0.5, 0.25).pm10();   // 0.0287 g/km
///
/// Resuspension of dust that lies on the road is not included (it needs the moisture of the road).
/// Source: EMEP/EEA guidebook 2019, 1.A.3.b.vi-vii tier 2.

#include "simulation/emissions/emission_factors.h"

namespace isopolis {

struct WearEmission {
    struct Part {
        double pm25 = 0, pm10 = 0;  ///< g/km
    };
    Part tyre, brake, road;
    double pm25() const { return tyre.pm25 + brake.pm25 + road.pm25; }
    double pm10() const { return tyre.pm10 + brake.pm10 + road.pm10; }
};

/// `load` 0…1 of heavy vehicles; `electricBrake`: brake wear of electric vehicles relative to others.
WearEmission wearOf(const VehicleClass& vehicle, double speed_kmh, double load, double electricBrake);

}  // namespace isopolis
