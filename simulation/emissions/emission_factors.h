#pragma once
/// The vehicle classes that stand for a European fleet, and everything one of them emits on a kilometre.
///
///   VehicleConditions where{.speed_kmh = 30, .air_c = 5};
///   VehicleEmission e = emissionOf(FleetClass::DieselEuro5, where, settings);   // e.hot.nox, e.cold.nox, e.tyre.pm25, e.co2_g_km …
///
/// What surprises: a class is represented by one technology of the guidebook (its `technology`), e.g. medium cars; cold starts count
/// for cars and vans in towns only; lorries and buses follow the slope, cars do not (the guidebook has no functions for them);
/// electric vehicles emit wear and, at the power station, CO2. Exhaust particles count as PM2.5 and PM10 alike.
/// Source: EMEP/EEA guidebook 2019, 1.A.3.b.i-iv (hot, cold, NO2 shares), 1.A.3.b.vi-vii tier 2 (wear).

#include "simulation/emissions/emission_parameters.h"
#include "simulation/emissions/hot_functions.h"
#include "simulation/scenario/parameter_set.h"

#include <array>
#include <memory>
#include <span>
#include <string_view>

namespace isopolis {

enum class VehicleCategory : std::uint8_t { Car, Van, Rigid, Articulated, Bus, Coach, TwoWheeler };
inline constexpr std::size_t kVehicleCategoryCount = 7;
enum class Fuel : std::uint8_t { Petrol, Diesel, Hybrid, Electric, PlugIn, Lpg, Cng };
inline constexpr std::size_t kFuelCount = 7;

enum class FleetClass : std::uint8_t {
    PetrolEuro3,
    PetrolEuro4,
    PetrolEuro5,
    PetrolEuro6abc,
    PetrolEuro6d,
    DieselEuro3,
    DieselEuro4,
    DieselEuro5,
    DieselEuro6abc,
    DieselEuro6d,
    Hybrid,
    PlugIn,
    Lpg,
    Cng,
    Electric,
    VanEuro3,
    VanEuro4,
    VanEuro5,
    VanEuro6abc,
    VanEuro6d,
    PetrolVan,
    ElectricVan,
    RigidEuro4,
    RigidEuro5,
    RigidEuro6,
    ArticulatedEuro5,
    ArticulatedEuro6,
    BusEuro4,
    BusEuro5,
    BusEuro6,
    CngBus,
    ElectricBus,
    CoachEuro4,
    CoachEuro5,
    CoachEuro6,
    MotorcycleEuro3,
    MotorcycleEuro4,
    Moped,
};
inline constexpr std::size_t kFleetClassCount = 38;

struct VehicleClass {
    FleetClass id;
    std::string_view key;    ///< for files and commands, e.g. "diesel_euro5"
    std::string_view label;  ///< ISO_TR("vehicle", …)
    VehicleCategory category;
    Fuel fuel;
    int euro;                     ///< emission standard; the highest of all for electric vehicles
    int axles;                    ///< wear of heavy vehicles
    double primaryNo2;            ///< mass share of NO2 in NOx, NOx counted as NO2
    std::string_view technology;  ///< in HotTable; empty for battery electric vehicles
    const ParameterSpec* weight;  ///< within category and fuel; null if it is the only class there
};
std::span<const VehicleClass, kFleetClassCount> vehicleClasses();
const VehicleClass& vehicleClass(FleetClass id);
const VehicleClass* vehicleClassFromKey(std::string_view key);  ///< null if there is none
std::string_view vehicleCategoryKey(VehicleCategory category);  ///< e.g. "two_wheeler"

class FactorSheetTable;   // factor_sheet.h
struct TrafficSituation;  // traffic_situation.h

/// The hot functions of the classes, looked up in the published table; the user's own factors beside them.
class FactorTable {
public:
    /// `own`: factors that `emissionOf` takes instead where it is told the traffic situation; null for none.
    explicit FactorTable(std::shared_ptr<const FactorSheetTable> own = nullptr);
    const FactorSheetTable* own() const { return m_own.get(); }
    /// g/km or MJ/km of fuel; 0 for electric vehicles.
    double at(FleetClass vehicle, FactorKind kind, DrivingSituation situation, double speed_kmh, double slope_percent = 0) const;
    /// The function of Euro 1 cars or vans of the same segment, on which cold starts of newer petrol vehicles rest.
    double coldBase(FleetClass vehicle, FactorKind kind, DrivingSituation situation, double speed_kmh) const;
    /// MJ/km of electricity of a plug-in hybrid in electric drive; 0 for all others.
    double plugInElectricity_MJ_km(FleetClass vehicle, double speed_kmh) const;

private:
    const HotTable& m_table = HotTable::published();
    std::array<std::optional<TechnologyId>, kFleetClassCount> m_of, m_euro1;
    std::optional<TechnologyId> m_plugInElectric;
    std::shared_ptr<const FactorSheetTable> m_own;
};

/// Parameters of the model, read once.
struct EmissionSettings {
    explicit EmissionSettings(const ParameterSet& parameters);
    double nox, exhaustPm, energy, wear, primaryNo2, cold;
    double petrol, diesel, lpg, cng, grid;  ///< CO2 per energy, g/MJ
    double load, electricBrake, electricCar_MJ_km, electricVan_MJ_km, electricBus_MJ_km, plugInElectric;
    double tripLength_km;
};

struct VehicleConditions {
    double speed_kmh = 50;
    DrivingSituation situation = DrivingSituation::UrbanPeak;
    double slope_percent = 0;
    double air_c = 10;                          ///< air temperature, °C
    const TrafficSituation* traffic = nullptr;  ///< null: the guidebook's functions of speed
};

/// Gases and particles of one process, g/km.
struct ProcessEmission {
    double nox = 0, primaryNo2 = 0, co = 0, voc = 0, nh3 = 0, pm25 = 0, pm10 = 0;
};

struct VehicleEmission {
    ProcessEmission hot, cold, tyre, brake, road;
    ProcessEmission total() const;
    double fuel_MJ_km = 0, coldFuel_MJ_km = 0, electricity_MJ_km = 0;
    double co2_g_km = 0;      ///< from the tank to the wheel, cold starts included
    double gridCo2_g_km = 0;  ///< at power stations
    double coldShare = 0;     ///< share of the distance with a cold engine; 0 where cold starts do not count
    int fromOwn = 0;          ///< hot terms that came from the user's own factors
};
VehicleEmission emissionOf(FleetClass vehicle, const VehicleConditions& where, const EmissionSettings& settings, const FactorTable& table);

}  // namespace isopolis
