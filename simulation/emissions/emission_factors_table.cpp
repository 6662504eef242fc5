/// The vehicle classes of the fleet. Shares of NO2 in NOx: EMEP/EEA air pollutant emission inventory guidebook 2019, chapter
/// 1.A.3.b.i-iv (European Environment Agency, CC BY 4.0). The hot functions stand in assets/emissions/hot_functions.txt.

#include "simulation/emissions/emission_factors.h"

namespace isopolis {

namespace {

using C = FleetClass;
using V = VehicleCategory;

constexpr int kElectricStandard = 99;  // above any zone's rule

// clang-format off
constexpr std::array<VehicleClass, kFleetClassCount> kClasses{{
    {C::PetrolEuro3, "petrol_euro3", ISO_TR("vehicle", "Petrol car Euro 3 and older"), V::Car, Fuel::Petrol, 3, 2, 0.03, "PC|petrol|Medium|3|PFI", &kPetrolEuro3},
    {C::PetrolEuro4, "petrol_euro4", ISO_TR("vehicle", "Petrol car Euro 4"), V::Car, Fuel::Petrol, 4, 2, 0.03, "PC|petrol|Medium|4|PFI", &kPetrolEuro4},
    {C::PetrolEuro5, "petrol_euro5", ISO_TR("vehicle", "Petrol car Euro 5"), V::Car, Fuel::Petrol, 5, 2, 0.03, "PC|petrol|Medium|5|PFI", &kPetrolEuro5},
    {C::PetrolEuro6abc, "petrol_euro6abc", ISO_TR("vehicle", "Petrol car Euro 6a to 6c"), V::Car, Fuel::Petrol, 6, 2, 0.03, "PC|petrol|Medium|6abc|PFI", &kPetrolEuro6abc},
    {C::PetrolEuro6d, "petrol_euro6d", ISO_TR("vehicle", "Petrol car Euro 6d"), V::Car, Fuel::Petrol, 6, 2, 0.03, "PC|petrol|Medium|6d|PFI", &kPetrolEuro6d},
    {C::DieselEuro3, "diesel_euro3", ISO_TR("vehicle", "Diesel car Euro 3 and older"), V::Car, Fuel::Diesel, 3, 2, 0.27, "PC|diesel|Medium|3|DPF", &kDieselEuro3},
    {C::DieselEuro4, "diesel_euro4", ISO_TR("vehicle", "Diesel car Euro 4"), V::Car, Fuel::Diesel, 4, 2, 0.46, "PC|diesel|Medium|4|DPF", &kDieselEuro4},
    {C::DieselEuro5, "diesel_euro5", ISO_TR("vehicle", "Diesel car Euro 5"), V::Car, Fuel::Diesel, 5, 2, 0.33, "PC|diesel|Medium|5|DPF", &kDieselEuro5},
    {C::DieselEuro6abc, "diesel_euro6abc", ISO_TR("vehicle", "Diesel car Euro 6a to 6c"), V::Car, Fuel::Diesel, 6, 2, 0.3, "PC|diesel|Medium|6abc|DPF", &kDieselEuro6abc},
    {C::DieselEuro6d, "diesel_euro6d", ISO_TR("vehicle", "Diesel car Euro 6d"), V::Car, Fuel::Diesel, 6, 2, 0.3, "PC|diesel|Medium|6d|DPF", &kDieselEuro6d},
    {C::Hybrid, "hybrid", ISO_TR("vehicle", "Petrol hybrid car"), V::Car, Fuel::Hybrid, 6, 2, 0.03, "PC|petrol_hybrid|Medium|6abc|PFI", nullptr},
    {C::PlugIn, "plug_in", ISO_TR("vehicle", "Plug-in hybrid car"), V::Car, Fuel::PlugIn, 6, 2, 0.03, "PC|petrol_phev_ice|Medium|6d|PFI", nullptr},
    {C::Lpg, "lpg", ISO_TR("vehicle", "LPG car"), V::Car, Fuel::Lpg, 5, 2, 0.05, "PC|lpg|Medium|5|", nullptr},
    {C::Cng, "cng", ISO_TR("vehicle", "Natural gas car"), V::Car, Fuel::Cng, 6, 2, 0.02, "PC|cng|Medium|6abc|", nullptr},
    {C::Electric, "electric", ISO_TR("vehicle", "Battery electric car"), V::Car, Fuel::Electric, kElectricStandard, 2, 0, "", nullptr},
    {C::VanEuro3, "van_euro3", ISO_TR("vehicle", "Diesel van Euro 3 and older"), V::Van, Fuel::Diesel, 3, 2, 0.27, "LCV|diesel|N1-III|3|DPF", &kVanEuro3},
    {C::VanEuro4, "van_euro4", ISO_TR("vehicle", "Diesel van Euro 4"), V::Van, Fuel::Diesel, 4, 2, 0.46, "LCV|diesel|N1-III|4|DPF", &kVanEuro4},
    {C::VanEuro5, "van_euro5", ISO_TR("vehicle", "Diesel van Euro 5"), V::Van, Fuel::Diesel, 5, 2, 0.33, "LCV|diesel|N1-III|5|DPF", &kVanEuro5},
    {C::VanEuro6abc, "van_euro6abc", ISO_TR("vehicle", "Diesel van Euro 6a to 6c"), V::Van, Fuel::Diesel, 6, 2, 0.3, "LCV|diesel|N1-III|6abc|DPF", &kVanEuro6abc},
    {C::VanEuro6d, "van_euro6d", ISO_TR("vehicle", "Diesel van Euro 6d"), V::Van, Fuel::Diesel, 6, 2, 0.3, "LCV|diesel|N1-III|6d|DPF", &kVanEuro6d},
    {C::PetrolVan, "petrol_van", ISO_TR("vehicle", "Petrol van"), V::Van, Fuel::Petrol, 5, 2, 0.03, "LCV|petrol|N1-III|5|PFI", nullptr},
    {C::ElectricVan, "electric_van", ISO_TR("vehicle", "Battery electric van"), V::Van, Fuel::Electric, kElectricStandard, 2, 0, "", nullptr},
    {C::RigidEuro4, "rigid_euro4", ISO_TR("vehicle", "Rigid lorry Euro IV and older"), V::Rigid, Fuel::Diesel, 4, 2, 0.1, "TRUCKS|diesel|Rigid 14 - 20 t|4|SCR", &kRigidEuro4},
    {C::RigidEuro5, "rigid_euro5", ISO_TR("vehicle", "Rigid lorry Euro V"), V::Rigid, Fuel::Diesel, 5, 2, 0.12, "TRUCKS|diesel|Rigid 14 - 20 t|5|SCR", &kRigidEuro5},
    {C::RigidEuro6, "rigid_euro6", ISO_TR("vehicle", "Rigid lorry Euro VI"), V::Rigid, Fuel::Diesel, 6, 2, 0.08, "TRUCKS|diesel|Rigid 14 - 20 t|6de|DPF+SCR", &kRigidEuro6},
    {C::ArticulatedEuro5, "articulated_euro5", ISO_TR("vehicle", "Articulated lorry Euro V"), V::Articulated, Fuel::Diesel, 5, 5, 0.12, "TRUCKS|diesel|Articulated 34 - 40 t|5|SCR", &kArticulatedEuro5},
    {C::ArticulatedEuro6, "articulated_euro6", ISO_TR("vehicle", "Articulated lorry Euro VI"), V::Articulated, Fuel::Diesel, 6, 5, 0.08, "TRUCKS|diesel|Articulated 34 - 40 t|6de|DPF+SCR", &kArticulatedEuro6},
    {C::BusEuro4, "bus_euro4", ISO_TR("vehicle", "Urban bus Euro IV and older"), V::Bus, Fuel::Diesel, 4, 2, 0.1, "BUS|diesel|Urban Buses Standard 15 - 18 t|4|SCR", &kBusEuro4},
    {C::BusEuro5, "bus_euro5", ISO_TR("vehicle", "Urban bus Euro V"), V::Bus, Fuel::Diesel, 5, 2, 0.12, "BUS|diesel|Urban Buses Standard 15 - 18 t|5|SCR", &kBusEuro5},
    {C::BusEuro6, "bus_euro6", ISO_TR("vehicle", "Urban bus Euro VI"), V::Bus, Fuel::Diesel, 6, 2, 0.08, "BUS|diesel|Urban Buses Standard 15 - 18 t|6de|DPF+SCR", &kBusEuro6},
    {C::CngBus, "cng_bus", ISO_TR("vehicle", "Natural gas bus"), V::Bus, Fuel::Cng, 5, 2, 0.05, "BUS|cng|Urban CNG Buses|EEV|", nullptr},
    {C::ElectricBus, "electric_bus", ISO_TR("vehicle", "Battery electric bus"), V::Bus, Fuel::Electric, kElectricStandard, 2, 0, "", nullptr},
    {C::CoachEuro4, "coach_euro4", ISO_TR("vehicle", "Coach Euro IV and older"), V::Coach, Fuel::Diesel, 4, 2, 0.1, "BUS|diesel|Coaches Standard <=18 t|4|SCR", &kCoachEuro4},
    {C::CoachEuro5, "coach_euro5", ISO_TR("vehicle", "Coach Euro V"), V::Coach, Fuel::Diesel, 5, 2, 0.12, "BUS|diesel|Coaches Standard <=18 t|5|SCR", &kCoachEuro5},
    {C::CoachEuro6, "coach_euro6", ISO_TR("vehicle", "Coach Euro VI"), V::Coach, Fuel::Diesel, 6, 2, 0.08, "BUS|diesel|Coaches Standard <=18 t|6de|DPF+SCR", &kCoachEuro6},
    {C::MotorcycleEuro3, "motorcycle_euro3", ISO_TR("vehicle", "Motorcycle Euro 3 and older"), V::TwoWheeler, Fuel::Petrol, 3, 2, 0.03, "MC|petrol|Motorcycles 4-stroke 250 - 750 cc|3|", &kMotorcycleEuro3},
    {C::MotorcycleEuro4, "motorcycle_euro4", ISO_TR("vehicle", "Motorcycle Euro 4 and newer"), V::TwoWheeler, Fuel::Petrol, 4, 2, 0.03, "MC|petrol|Motorcycles 4-stroke 250 - 750 cc|4|", &kMotorcycleEuro4},
    {C::Moped, "moped", ISO_TR("vehicle", "Moped"), V::TwoWheeler, Fuel::Petrol, 4, 2, 0.03, "MC|petrol|Mopeds 4-stroke <50 cc|4|", &kMoped},
}};
// clang-format on

constexpr std::string_view kCategoryKeys[kVehicleCategoryCount] = {"car", "van", "rigid", "articulated", "bus", "coach", "two_wheeler"};

}  // namespace

std::span<const VehicleClass, kFleetClassCount> vehicleClasses() { return kClasses; }

const VehicleClass& vehicleClass(FleetClass id) { return kClasses[static_cast<std::size_t>(id)]; }

const VehicleClass* vehicleClassFromKey(std::string_view key)
{
    for (const VehicleClass& vehicle : kClasses)
        if (vehicle.key == key)
            return &vehicle;
    return nullptr;
}

std::string_view vehicleCategoryKey(VehicleCategory category) { return kCategoryKeys[static_cast<std::size_t>(category)]; }

}  // namespace isopolis
