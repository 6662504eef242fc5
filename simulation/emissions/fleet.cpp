#include "simulation/emissions/fleet.h"

#include <algorithm>

namespace isopolis {

namespace {

const ParameterSpec& categorySpec(VehicleCategory category)
{
    switch (category) {
    case VehicleCategory::Car: return kShareCar;
    case VehicleCategory::Van: return kShareVan;
    case VehicleCategory::Rigid: return kShareRigid;
    case VehicleCategory::Articulated: return kShareArticulated;
    case VehicleCategory::Bus: return kShareBus;
    case VehicleCategory::Coach: return kShareCoach;
    case VehicleCategory::TwoWheeler: break;
    }
    return kShareTwoWheeler;
}

/// Weight of a fuel within a category; null where all vehicles of the category burn the same.
const ParameterSpec* fuelSpec(VehicleCategory category, Fuel fuel)
{
    const bool car = category == VehicleCategory::Car, van = category == VehicleCategory::Van;
    if (!car && !van && category != VehicleCategory::Bus)
        return nullptr;
    switch (fuel) {
    case Fuel::Petrol: return car ? &kFuelPetrol : &kVanPetrol;
    case Fuel::Diesel: return car ? &kFuelDiesel : van ? &kVanDiesel : &kBusDiesel;
    case Fuel::Hybrid: return &kFuelHybrid;
    case Fuel::PlugIn: return &kFuelPlugIn;
    case Fuel::Lpg: return &kFuelLpg;
    case Fuel::Cng: return car ? &kFuelCng : &kBusCng;
    case Fuel::Electric: break;
    }
    return car ? &kFuelElectric : van ? &kVanElectric : &kBusElectric;
}

double fuelWeight(const ParameterSet& parameters, VehicleCategory category, Fuel fuel)
{
    const ParameterSpec* spec = fuelSpec(category, fuel);
    return spec ? parameters.value(*spec) : 1;
}

double classWeight(const ParameterSet& parameters, const VehicleClass& vehicle)
{
    return vehicle.weight ? parameters.value(*vehicle.weight) : 1;
}

bool sameGroup(const VehicleClass& a, const VehicleClass& b) { return a.category == b.category && a.fuel == b.fuel; }

/// How far a zone's rule binds a vehicle, 0…1.
double bound(const VehicleClass& vehicle, const ZoneRules& rules)
{
    switch (vehicle.category) {
    case VehicleCategory::Car:
    case VehicleCategory::Van: return vehicle.fuel == Fuel::Electric ? 0 : 1;
    case VehicleCategory::Rigid:
    case VehicleCategory::Articulated:
    case VehicleCategory::Coach: return rules.heavy;
    default: return 0;
    }
}

bool barred(const VehicleClass& vehicle, const LowEmissionZone& zone)
{
    return vehicle.euro < (vehicle.fuel == Fuel::Diesel ? zone.minimumEuroDiesel : zone.minimumEuroPetrol);
}

/// What replaces a vehicle of which the rule allows no class; none for lorries and coaches.
std::optional<FleetClass> electricOf(VehicleCategory category)
{
    if (category == VehicleCategory::Car)
        return FleetClass::Electric;
    return category == VehicleCategory::Van ? std::optional(FleetClass::ElectricVan) : std::nullopt;
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
    double categories = 0;
    for (std::size_t c = 0; c < kVehicleCategoryCount; ++c)
        categories += parameters.value(categorySpec(static_cast<VehicleCategory>(c)));
    for (const VehicleClass& vehicle : vehicleClasses()) {
        double group = 0, fuels = 0;
        std::array<bool, kFuelCount> counted{};
        for (const VehicleClass& other : vehicleClasses()) {
            group += sameGroup(vehicle, other) ? classWeight(parameters, other) : 0;
            bool& known = counted[static_cast<std::size_t>(other.fuel)];
            if (other.category == vehicle.category && !known) {
                known = true;
                fuels += fuelWeight(parameters, other.category, other.fuel);
            }
        }
        if (group > 0 && fuels > 0)
            mix[vehicle.id] = parameters.value(categorySpec(vehicle.category)) / categories *
                              fuelWeight(parameters, vehicle.category, vehicle.fuel) / fuels * classWeight(parameters, vehicle) / group;
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

ZoneRules zoneRules(const ParameterSet& p)
{
    const double replace = p.value(kZoneReplace), reroute = p.value(kZoneReroute), cancel = p.value(kZoneCancel);
    const double sum = replace + reroute + cancel;
    return {replace / sum, reroute / sum, cancel / sum, p.value(kZoneHeavy)};
}

ZoneTraffic inLowEmissionZone(const FleetMix& mix, const LowEmissionZone& zone, const ZoneRules& rules)
{
    const double compliance = std::clamp(zone.compliance, 0.0, 1.0);
    ZoneTraffic traffic{.inside = mix, .around = {}};
    for (const VehicleClass& vehicle : vehicleClasses()) {
        if (!barred(vehicle, zone))
            continue;
        const double leaving = mix[vehicle.id] * compliance * bound(vehicle, rules), moved = leaving * rules.replace;
        double allowed = 0;
        for (const VehicleClass& other : vehicleClasses())
            allowed += sameGroup(vehicle, other) && !barred(other, zone) ? mix[other.id] : 0;
        traffic.inside[vehicle.id] -= leaving;
        traffic.around[vehicle.id] += leaving * rules.reroute;
        if (allowed <= 0) {
            if (const std::optional<FleetClass> electric = electricOf(vehicle.category))
                traffic.inside[*electric] += moved;
            continue;
        }
        for (const VehicleClass& other : vehicleClasses())
            if (sameGroup(vehicle, other) && !barred(other, zone))
                traffic.inside[other.id] += moved * mix[other.id] / allowed;
    }
    return traffic;
}

FleetMix inLowEmissionZone(const FleetMix& mix, const LowEmissionZone& zone) { return inLowEmissionZone(mix, zone, ZoneRules{}).inside; }

}  // namespace isopolis
