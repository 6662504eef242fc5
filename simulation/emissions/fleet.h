#pragma once
/// The fleet as shares of vehicle-kilometres per class, and what a scenario does to it.
///
///   FleetMix mix = standardFleet(parameters);
///   mix = withElectricShift(mix, 0.1);   mix = inLowEmissionZone(mix, zone);
///
/// Shares always sum to one: measures replace vehicles, they never remove them.

#include "simulation/emissions/emission_factors.h"
#include "simulation/scenario/operation.h"
#include "simulation/scenario/parameter_set.h"

namespace isopolis {

struct FleetMix {
    std::array<double, kFleetClassCount> share{};  ///< by FleetClass
    double& operator[](FleetClass id) { return share[static_cast<std::size_t>(id)]; }
    double operator[](FleetClass id) const { return share[static_cast<std::size_t>(id)]; }
    friend bool operator==(const FleetMix&, const FleetMix&) = default;
};

FleetMix standardFleet(const ParameterSet& parameters);
/// A share of the combustion cars' vehicle-km becomes battery electric.
FleetMix withElectricShift(FleetMix mix, double electricShare);
/// Barred cars and vans give `compliance` of their vehicle-km to the allowed classes of the same category and fuel, in proportion;
/// to electric vehicles where the rule allows none of them. Hybrids count as petrol. Lorries and buses are not touched.
FleetMix inLowEmissionZone(FleetMix mix, const LowEmissionZone& zone);

}  // namespace isopolis
