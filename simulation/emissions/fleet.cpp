#include "simulation/emissions/fleet.h"

#include <algorithm>

namespace isopolis {

namespace {

double categoryWeight(const ParameterSet& parameters, VehicleCategory category)
{
    switch (category) {
    case VehicleCategory::Car: return parameters.value(kShareCar);
    case VehicleCategory::Van: return parameters.value(kShareVan);
    case VehicleCategory::Rigid: return parameters.value(kShareRigid);
    case VehicleCategory::Articulated: return parameters.value(kShareArticulated);
    case VehicleCategory::Bus: return parameters.value(kShareBus);
    }
    return 0;
}

double fuelWeight(const ParameterSet& parameters, const VehicleClass& vehicle)
{
    if (vehicle.category != VehicleCategory::Car)
        return 1;
    switch (vehicle.fuel) {
    case Fuel::Petrol: return parameters.value(kFuelPetrol);
    case Fuel::Diesel: return parameters.value(kFuelDiesel);
    case Fuel::Hybrid: return parameters.value(kFuelHybrid);
    case Fuel::Electric: return parameters.value(kFuelElectric);
    }
    return 0;
}

double classWeight(const ParameterSet& parameters, const VehicleClass& vehicle)
{
    return vehicle.weight ? parameters.value(*vehicle.weight) : 1;
}

bool sameGroup(const VehicleClass& a, const VehicleClass& b) { return a.category == b.category && a.fuel == b.fuel; }

bool regulated(const VehicleClass& vehicle)
{
    return vehicle.fuel != Fuel::Electric && (vehicle.category == VehicleCategory::Car || vehicle.category == VehicleCategory::Van);
}

bool barred(const VehicleClass& vehicle, const LowEmissionZone& zone)
{
    return regulated(vehicle) && vehicle.euro < (vehicle.fuel == Fuel::Diesel ? zone.minimumEuroDiesel : zone.minimumEuroPetrol);
}

void normalise(FleetMix& mix)
{
    double sum = 0;
    for (const double share : mix.share)
        sum += share;
    if (sum <= 0)
        return;
    for (double& share : mix.share)
        share /= sum;
}

}  // namespace

FleetMix standardFleet(const ParameterSet& parameters)
{
    FleetMix mix;
    double categories = 0, fuels = 0;
    for (std::size_t c = 0; c <= static_cast<std::size_t>(VehicleCategory::Bus); ++c)
        categories += categoryWeight(parameters, static_cast<VehicleCategory>(c));
    for (const ParameterSpec* fuel : {&kFuelPetrol, &kFuelDiesel, &kFuelHybrid, &kFuelElectric})
        fuels += parameters.value(*fuel);
    for (const VehicleClass& vehicle : vehicleClasses()) {
        double group = 0;
        for (const VehicleClass& other : vehicleClasses())
            group += sameGroup(vehicle, other) ? classWeight(parameters, other) : 0;
        const double fuel = fuelWeight(parameters, vehicle) / (vehicle.category == VehicleCategory::Car ? fuels : 1);
        if (group > 0)
            mix[vehicle.id] = categoryWeight(parameters, vehicle.category) / categories * fuel * classWeight(parameters, vehicle) / group;
    }
    normalise(mix);
    return mix;
}

FleetMix withElectricShift(FleetMix mix, double electricShare)
{
    const double shift = std::clamp(electricShare, 0.0, 1.0);
    for (const VehicleClass& vehicle : vehicleClasses()) {
        if (vehicle.category != VehicleCategory::Car || vehicle.fuel == Fuel::Electric)
            continue;
        const double moved = mix[vehicle.id] * shift;
        mix[vehicle.id] -= moved;
        mix[FleetClass::Electric] += moved;
    }
    return mix;
}

FleetMix inLowEmissionZone(FleetMix mix, const LowEmissionZone& zone)
{
    const double compliance = std::clamp(zone.compliance, 0.0, 1.0);
    const FleetMix before = mix;
    for (const VehicleClass& vehicle : vehicleClasses()) {
        if (!barred(vehicle, zone))
            continue;
        const double moved = before[vehicle.id] * compliance;
        double allowed = 0;
        for (const VehicleClass& other : vehicleClasses())
            allowed += sameGroup(vehicle, other) && !barred(other, zone) ? before[other.id] : 0;
        mix[vehicle.id] -= moved;
        if (allowed <= 0) {
            mix[FleetClass::Electric] += moved;
            continue;
        }
        for (const VehicleClass& other : vehicleClasses())
            if (sameGroup(vehicle, other) && !barred(other, zone))
                mix[other.id] += moved * before[other.id] / allowed;
    }
    return mix;
}

}  // namespace isopolis
