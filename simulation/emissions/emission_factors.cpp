#include "simulation/emissions/emission_factors.h"

#include "simulation/emissions/cold_start.h"
#include "simulation/emissions/factor_sheet.h"
#include "simulation/emissions/wear.h"

#include <algorithm>

namespace isopolis {

namespace {

constexpr std::string_view kPlugInElectricTechnology = "PC|petrol_phev_elec|Medium|6d|PFI";
constexpr std::string_view kCarSegment = "Medium", kVanSegment = "Large-SUV-Executive";  // petrol vans start like large cars

std::size_t slot(FleetClass vehicle) { return static_cast<std::size_t>(vehicle); }

bool light(const VehicleClass& vehicle) { return vehicle.category == VehicleCategory::Car || vehicle.category == VehicleCategory::Van; }

/// Petrol engines: the cold term rests on Euro 1.
bool petrolEngine(Fuel fuel) { return fuel == Fuel::Petrol || fuel == Fuel::Hybrid || fuel == Fuel::PlugIn; }

std::optional<ColdFuel> coldFuelOf(const VehicleClass& vehicle)
{
    if (!light(vehicle))
        return std::nullopt;
    if (petrolEngine(vehicle.fuel))
        return ColdFuel::Petrol;
    if (vehicle.fuel == Fuel::Diesel)
        return ColdFuel::Diesel;
    return vehicle.fuel == Fuel::Lpg ? std::optional(ColdFuel::Lpg) : std::nullopt;
}

double co2PerEnergy(Fuel fuel, const EmissionSettings& settings)
{
    switch (fuel) {
    case Fuel::Diesel: return settings.diesel;
    case Fuel::Lpg: return settings.lpg;
    case Fuel::Cng: return settings.cng;
    default: return settings.petrol;
    }
}

double electricEnergy(const VehicleClass& vehicle, const EmissionSettings& settings)
{
    switch (vehicle.category) {
    case VehicleCategory::Van: return settings.electricVan_MJ_km;
    case VehicleCategory::Bus: return settings.electricBus_MJ_km;
    default: return settings.electricCar_MJ_km;
    }
}

/// Extra emission of a cold engine per kilometre, before the level factors of the parameters.
struct ColdTerms {
    double share = 0;
    std::array<double, kFactorKindCount> extra{};
};

ColdTerms coldTerms(const VehicleClass& vehicle, const VehicleConditions& where, const EmissionSettings& settings, const FactorTable& table)
{
    ColdTerms terms;
    const std::optional<ColdFuel> fuel = coldFuelOf(vehicle);
    const bool urban = where.situation == DrivingSituation::UrbanPeak || where.situation == DrivingSituation::UrbanOffPeak;
    if (!fuel || !urban || where.speed_kmh > kColdFastest_kmh)
        return terms;
    terms.share = coldMileageShare(settings.tripLength_km, where.air_c);
    const std::string_view segment = vehicle.category == VehicleCategory::Van ? kVanSegment : kCarSegment;
    for (std::size_t k = 0; k < kFactorKindCount; ++k) {
        const auto kind = static_cast<FactorKind>(k);
        const double above = coldRatio(*fuel, segment, kind, where.speed_kmh, where.air_c) - 1;
        if (above <= 0)
            continue;
        const bool onEuro1 = *fuel == ColdFuel::Petrol && kind != FactorKind::Energy && kind != FactorKind::ExhaustPm;
        const double hot = onEuro1 ? table.coldBase(vehicle.id, kind, where.situation, where.speed_kmh) * coldReduction(vehicle.euro, kind)
                                   : table.at(vehicle.id, kind, where.situation, where.speed_kmh);
        terms.extra[k] = terms.share * hot * above * settings.cold;
    }
    return terms;
}

ProcessEmission exhaust(const std::array<double, kFactorKindCount>& g_km, double primaryNo2, const EmissionSettings& settings)
{
    const auto of = [&](FactorKind kind) { return g_km[static_cast<std::size_t>(kind)]; };
    ProcessEmission e;
    e.nox = settings.nox * of(FactorKind::NOx);
    e.primaryNo2 = e.nox * std::min(1.0, settings.primaryNo2 * primaryNo2);
    e.co = of(FactorKind::Co);
    e.voc = of(FactorKind::Voc);
    e.nh3 = of(FactorKind::Nh3);
    e.pm25 = e.pm10 = settings.exhaustPm * of(FactorKind::ExhaustPm);
    return e;
}

void addParts(ProcessEmission& sum, const ProcessEmission& part)
{
    for (double ProcessEmission::*of : {&ProcessEmission::nox, &ProcessEmission::primaryNo2, &ProcessEmission::co, &ProcessEmission::voc,
                                        &ProcessEmission::nh3, &ProcessEmission::pm25, &ProcessEmission::pm10})
        sum.*of += part.*of;
}

}  // namespace

FactorTable::FactorTable(std::shared_ptr<const FactorSheetTable> own) : m_own(std::move(own))
{
    for (const VehicleClass& vehicle : vehicleClasses()) {
        if (!vehicle.technology.empty())
            m_of[slot(vehicle.id)] = m_table.find(vehicle.technology);
        if (light(vehicle) && petrolEngine(vehicle.fuel))
            m_euro1[slot(vehicle.id)] =
                m_table.find(vehicle.category == VehicleCategory::Car ? "PC|petrol|Medium|1|" : "LCV|petrol|N1-III|1|");
    }
    m_plugInElectric = m_table.find(kPlugInElectricTechnology);
}

double FactorTable::at(FleetClass vehicle, FactorKind kind, DrivingSituation situation, double speed_kmh, double slope_percent) const
{
    const auto& technology = m_of[slot(vehicle)];
    return technology ? m_table.factor(*technology, kind, situation, speed_kmh, slope_percent) : 0;
}

double FactorTable::coldBase(FleetClass vehicle, FactorKind kind, DrivingSituation situation, double speed_kmh) const
{
    const auto& technology = m_euro1[slot(vehicle)];
    return technology ? m_table.factor(*technology, kind, situation, speed_kmh) : 0;
}

double FactorTable::plugInElectricity_MJ_km(FleetClass vehicle, double speed_kmh) const
{
    return vehicle == FleetClass::PlugIn && m_plugInElectric
               ? m_table.factor(*m_plugInElectric, FactorKind::Energy, DrivingSituation::UrbanPeak, speed_kmh)
               : 0;
}

EmissionSettings::EmissionSettings(const ParameterSet& p)
    : nox(p.value(kNoxFactor)), exhaustPm(p.value(kExhaustPmFactor)), energy(p.value(kEnergyFactor)), wear(p.value(kWearFactor)),
      primaryNo2(p.value(kPrimaryNo2Factor)), cold(p.value(kColdFactor)), petrol(p.value(kCo2Petrol)), diesel(p.value(kCo2Diesel)),
      lpg(p.value(kCo2Lpg)), cng(p.value(kCo2Cng)), grid(p.value(kGridCo2)), load(p.value(kHeavyLoad)),
      electricBrake(p.value(kElectricBrake)), electricCar_MJ_km(p.value(kElectricCarEnergy)),
      electricVan_MJ_km(p.value(kElectricVanEnergy)), electricBus_MJ_km(p.value(kElectricBusEnergy)),
      plugInElectric(p.value(kPlugInElectric)), tripLength_km(p.value(kTripLength))
{}

ProcessEmission VehicleEmission::total() const
{
    ProcessEmission sum = hot;
    for (const ProcessEmission* part : {&cold, &tyre, &brake, &road})
        addParts(sum, *part);
    return sum;
}

namespace {

constexpr std::pair<SheetComponent, FactorKind> kOwnKinds[] = {
    {SheetComponent::NOx, FactorKind::NOx},       {SheetComponent::ExhaustPm, FactorKind::ExhaustPm},
    {SheetComponent::Energy, FactorKind::Energy}, {SheetComponent::Co, FactorKind::Co},
    {SheetComponent::Voc, FactorKind::Voc},       {SheetComponent::Nh3, FactorKind::Nh3}};

/// Hot factors of the user's file over those of the guidebook; what it says of NO2 and CO2 is returned.
struct OwnTerms {
    std::optional<double> no2Share, co2_g_km;
    int taken = 0;
};
OwnTerms takeOwn(const FactorSheetTable& own, FleetClass id, const VehicleConditions& where, std::array<double, kFactorKindCount>& hot)
{
    OwnTerms terms;
    const auto at = [&](SheetComponent c) { return own.factor(id, c, *where.traffic, where.slope_percent); };
    for (const auto& [component, kind] : kOwnKinds)
        if (const auto value = at(component)) {
            hot[static_cast<std::size_t>(kind)] = *value;
            ++terms.taken;
        }
    const auto nox = at(SheetComponent::NOx), no2 = at(SheetComponent::NO2);
    if (nox && no2) {
        terms.no2Share = *nox > 0 ? std::min(1.0, *no2 / *nox) : 0;
        ++terms.taken;
    }
    if ((terms.co2_g_km = at(SheetComponent::Co2)))
        ++terms.taken;
    return terms;
}

}  // namespace

VehicleEmission emissionOf(FleetClass id, const VehicleConditions& where, const EmissionSettings& settings, const FactorTable& table)
{
    const VehicleClass& vehicle = vehicleClass(id);
    const double combustion = vehicle.fuel == Fuel::PlugIn ? 1 - settings.plugInElectric : vehicle.fuel == Fuel::Electric ? 0 : 1;
    VehicleEmission e;
    if (combustion > 0) {
        std::array<double, kFactorKindCount> hot{};
        ColdTerms cold = coldTerms(vehicle, where, settings, table);
        for (std::size_t k = 0; k < kFactorKindCount; ++k) {
            hot[k] = combustion * table.at(id, static_cast<FactorKind>(k), where.situation, where.speed_kmh, where.slope_percent);
            cold.extra[k] *= combustion;
        }
        OwnTerms own;
        if (table.own() && where.traffic)
            own = takeOwn(*table.own(), id, where, hot);
        e.fromOwn = own.taken;
        e.coldShare = cold.share;
        e.hot = exhaust(hot, own.no2Share.value_or(vehicle.primaryNo2), settings);
        e.cold = exhaust(cold.extra, vehicle.primaryNo2, settings);
        const auto energy = static_cast<std::size_t>(FactorKind::Energy);
        e.fuel_MJ_km = settings.energy * hot[energy];
        e.coldFuel_MJ_km = settings.energy * cold.extra[energy];
        const double perEnergy = co2PerEnergy(vehicle.fuel, settings);
        e.co2_g_km =
            own.co2_g_km ? settings.energy * *own.co2_g_km + e.coldFuel_MJ_km * perEnergy : (e.fuel_MJ_km + e.coldFuel_MJ_km) * perEnergy;
    }
    if (vehicle.fuel == Fuel::Electric)
        e.electricity_MJ_km = electricEnergy(vehicle, settings);
    else if (vehicle.fuel == Fuel::PlugIn)
        e.electricity_MJ_km = settings.plugInElectric * table.plugInElectricity_MJ_km(id, where.speed_kmh);
    e.gridCo2_g_km = e.electricity_MJ_km * settings.grid;
    const WearEmission wear = wearOf(vehicle, where.speed_kmh, settings.load, settings.electricBrake);
    const auto worn = [&](const WearEmission::Part& part) {
        ProcessEmission p;
        p.pm25 = settings.wear * part.pm25;
        p.pm10 = settings.wear * part.pm10;
        return p;
    };
    e.tyre = worn(wear.tyre);
    e.brake = worn(wear.brake);
    e.road = worn(wear.road);
    return e;
}

}  // namespace isopolis
