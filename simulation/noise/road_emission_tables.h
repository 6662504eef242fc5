#pragma once
/// Coefficients of the vehicles: tables F-1 to F-3 of the directive's appendix F, in both editions.

#include "simulation/noise/road_emission.h"

namespace isopolis {

struct VehicleCoefficients {
    Octaves rollingA, rollingB, propulsionA, propulsionB;  ///< dB at 70 km/h and 20 °C
    Octaves studA, studB;                                  ///< studded tyres, light vehicles only
    double lightsRolling, lightsPropulsion;                ///< C_R, C_P at traffic lights
    double roundaboutRolling, roundaboutPropulsion;        ///< and at roundabouts
};

const VehicleCoefficients& vehicleCoefficients(NoiseCategory category, EmissionEdition edition);

}  // namespace isopolis
