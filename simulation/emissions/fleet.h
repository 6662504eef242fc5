#pragma once
/// The fleet as shares of vehicle-kilometres per class, and what a scenario does to it.
///
///   FleetMix mix = standardFleet(parameters);
///   mix = withElectricShift(mix, 0.1);   mix = inLowEmissionZone(mix, zone);
///
/// Shares sum to one: measures replace vehicles. Only in a low-emission zone under rules that let some drive around or stay away the
/// sum is lower; who leaves is then told apart.

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

/// What those do who may not enter a low-emission zone and obey; shares that sum to one.
struct ZoneRules {
    double replace = 1, reroute = 0, cancel = 0;
    double heavy = 0;  ///< how far the diesel rule binds lorries and coaches too, 0…1
};
ZoneRules zoneRules(const ParameterSet& parameters);

struct ZoneTraffic {
    FleetMix inside;  ///< relative to the traffic without the zone
    FleetMix around;  ///< who drives around it, relative to the same
};
/// Barred vehicles give `compliance` of their vehicle-km to the rules: the replaced part goes to the allowed classes of the same
/// category and fuel, in proportion; to electric vehicles where the rule allows none of them. Petrol rule: petrol, gas and hybrid
/// cars and vans; diesel rule: diesel ones. Buses and two-wheelers are never barred.
ZoneTraffic inLowEmissionZone(const FleetMix& mix, const LowEmissionZone& zone, const ZoneRules& rules);
/// Everybody who obeys replaces the vehicle.
FleetMix inLowEmissionZone(const FleetMix& mix, const LowEmissionZone& zone);

}  // namespace isopolis
