#pragma once
/// What a modeller could dispute about emissions: the fleet, its speeds, and the level of each published factor.
///
///   double petrol = parameters.value(kFuelPetrol);   // a weight: shares are weights divided by the sum of their group

#include "simulation/scenario/parameter_spec.h"

namespace isopolis {

inline constexpr std::string_view kFleetSource = "Assumption: typical of western Europe about 2020; replace by the national fleet";

/// A share of the fleet: a weight among those of its group.
constexpr ParameterSpec fleetWeight(std::string_view id, std::string_view label, double standard, double low, double high)
{
    return {.id = id,
            .label = label,
            .meaning = ISO_TR("parameter", "Weight among the vehicle-kilometres of its group: shares are weights divided by their sum."),
            .symbol = "w",
            .unit = Unit::One,
            .standard = standard,
            .low = low,
            .high = high,
            .distribution = Distribution::Uniform,
            .source = kFleetSource};
}

inline constexpr ParameterSpec kShareCar =
    fleetWeight("emissions.fleet.car", ISO_TR("parameter", "Passenger cars among vehicles"), 0.86, 0.6, 1);
inline constexpr ParameterSpec kShareVan = fleetWeight("emissions.fleet.van", ISO_TR("parameter", "Vans among vehicles"), 0.1, 0, 0.25);
inline constexpr ParameterSpec kShareRigid =
    fleetWeight("emissions.fleet.rigid", ISO_TR("parameter", "Rigid lorries among vehicles"), 0.025, 0, 0.1);
inline constexpr ParameterSpec kShareArticulated =
    fleetWeight("emissions.fleet.articulated", ISO_TR("parameter", "Articulated lorries among vehicles"), 0.005, 0, 0.1);
inline constexpr ParameterSpec kShareBus =
    fleetWeight("emissions.fleet.bus", ISO_TR("parameter", "Urban buses among vehicles"), 0.01, 0, 0.1);
inline constexpr ParameterSpec kFuelPetrol =
    fleetWeight("emissions.car.petrol", ISO_TR("parameter", "Petrol cars among cars"), 0.54, 0.1, 1);
inline constexpr ParameterSpec kFuelDiesel =
    fleetWeight("emissions.car.diesel", ISO_TR("parameter", "Diesel cars among cars"), 0.4, 0, 0.8);
inline constexpr ParameterSpec kFuelHybrid =
    fleetWeight("emissions.car.hybrid", ISO_TR("parameter", "Petrol hybrids among cars"), 0.04, 0, 0.4);
inline constexpr ParameterSpec kFuelElectric =
    fleetWeight("emissions.car.electric", ISO_TR("parameter", "Battery electric cars among cars"), 0.02, 0, 0.9);
inline constexpr ParameterSpec kPetrolEuro3 =
    fleetWeight("emissions.petrol.euro3", ISO_TR("parameter", "Euro 3 and older among petrol cars"), 0.12, 0, 1);
inline constexpr ParameterSpec kPetrolEuro4 =
    fleetWeight("emissions.petrol.euro4", ISO_TR("parameter", "Euro 4 among petrol cars"), 0.18, 0, 1);
inline constexpr ParameterSpec kPetrolEuro5 =
    fleetWeight("emissions.petrol.euro5", ISO_TR("parameter", "Euro 5 among petrol cars"), 0.25, 0, 1);
inline constexpr ParameterSpec kPetrolEuro6abc =
    fleetWeight("emissions.petrol.euro6abc", ISO_TR("parameter", "Euro 6a to 6c among petrol cars"), 0.33, 0, 1);
inline constexpr ParameterSpec kPetrolEuro6d =
    fleetWeight("emissions.petrol.euro6d", ISO_TR("parameter", "Euro 6d among petrol cars"), 0.12, 0.01, 1);
inline constexpr ParameterSpec kDieselEuro3 =
    fleetWeight("emissions.diesel.euro3", ISO_TR("parameter", "Euro 3 and older among diesel cars"), 0.1, 0, 1);
inline constexpr ParameterSpec kDieselEuro4 =
    fleetWeight("emissions.diesel.euro4", ISO_TR("parameter", "Euro 4 among diesel cars"), 0.18, 0, 1);
inline constexpr ParameterSpec kDieselEuro5 =
    fleetWeight("emissions.diesel.euro5", ISO_TR("parameter", "Euro 5 among diesel cars"), 0.32, 0, 1);
inline constexpr ParameterSpec kDieselEuro6abc =
    fleetWeight("emissions.diesel.euro6abc", ISO_TR("parameter", "Euro 6a to 6c among diesel cars"), 0.3, 0, 1);
inline constexpr ParameterSpec kDieselEuro6d =
    fleetWeight("emissions.diesel.euro6d", ISO_TR("parameter", "Euro 6d among diesel cars"), 0.1, 0.01, 1);
inline constexpr ParameterSpec kVanEuro3 =
    fleetWeight("emissions.van.euro3", ISO_TR("parameter", "Euro 3 and older among diesel vans"), 0.1, 0, 1);
inline constexpr ParameterSpec kVanEuro4 = fleetWeight("emissions.van.euro4", ISO_TR("parameter", "Euro 4 among diesel vans"), 0.2, 0, 1);
inline constexpr ParameterSpec kVanEuro5 = fleetWeight("emissions.van.euro5", ISO_TR("parameter", "Euro 5 among diesel vans"), 0.32, 0, 1);
inline constexpr ParameterSpec kVanEuro6abc =
    fleetWeight("emissions.van.euro6abc", ISO_TR("parameter", "Euro 6a to 6c among diesel vans"), 0.28, 0, 1);
inline constexpr ParameterSpec kVanEuro6d =
    fleetWeight("emissions.van.euro6d", ISO_TR("parameter", "Euro 6d among diesel vans"), 0.1, 0.01, 1);
inline constexpr ParameterSpec kRigidEuro4 =
    fleetWeight("emissions.rigid.euro4", ISO_TR("parameter", "Euro IV and older among rigid lorries"), 0.15, 0, 1);
inline constexpr ParameterSpec kRigidEuro5 =
    fleetWeight("emissions.rigid.euro5", ISO_TR("parameter", "Euro V among rigid lorries"), 0.35, 0, 1);
inline constexpr ParameterSpec kRigidEuro6 =
    fleetWeight("emissions.rigid.euro6", ISO_TR("parameter", "Euro VI among rigid lorries"), 0.5, 0.01, 1);
inline constexpr ParameterSpec kArticulatedEuro5 =
    fleetWeight("emissions.articulated.euro5", ISO_TR("parameter", "Euro V among articulated lorries"), 0.25, 0, 1);
inline constexpr ParameterSpec kArticulatedEuro6 =
    fleetWeight("emissions.articulated.euro6", ISO_TR("parameter", "Euro VI among articulated lorries"), 0.75, 0.01, 1);
inline constexpr ParameterSpec kBusEuro4 =
    fleetWeight("emissions.bus.euro4", ISO_TR("parameter", "Euro IV and older among urban buses"), 0.15, 0, 1);
inline constexpr ParameterSpec kBusEuro5 = fleetWeight("emissions.bus.euro5", ISO_TR("parameter", "Euro V among urban buses"), 0.35, 0, 1);
inline constexpr ParameterSpec kBusEuro6 =
    fleetWeight("emissions.bus.euro6", ISO_TR("parameter", "Euro VI among urban buses"), 0.5, 0.01, 1);
inline constexpr ParameterSpec kNoxFactor{
    .id = "emissions.factor.nox",
    .label = ISO_TR("parameter", "Level of NOx emission factors"),
    .meaning = ISO_TR("parameter", "Multiplies the published function of every class; 1 is the published value."),
    .symbol = "f",
    .unit = Unit::One,
    .standard = 1,
    .low = 0.75,
    .high = 1.25,
    .distribution = Distribution::Normal,
    .source = "EMEP/EEA guidebook 2019, 1.A.3.b; range: expert judgement of the spread within a class (one standard deviation)"};

inline constexpr ParameterSpec kExhaustPmFactor{
    .id = "emissions.factor.exhaust_pm",
    .label = ISO_TR("parameter", "Level of exhaust particle emission factors"),
    .meaning = ISO_TR("parameter", "Multiplies the published function of every class; 1 is the published value."),
    .symbol = "f",
    .unit = Unit::One,
    .standard = 1,
    .low = 0.6,
    .high = 1.4,
    .distribution = Distribution::Normal,
    .source = "EMEP/EEA guidebook 2019, 1.A.3.b; range: expert judgement of the spread within a class (one standard deviation)"};

inline constexpr ParameterSpec kEnergyFactor{
    .id = "emissions.factor.energy",
    .label = ISO_TR("parameter", "Level of fuel consumption"),
    .meaning = ISO_TR("parameter", "Multiplies the published function of every class; 1 is the published value."),
    .symbol = "f",
    .unit = Unit::One,
    .standard = 1,
    .low = 0.92,
    .high = 1.08,
    .distribution = Distribution::Normal,
    .source = "EMEP/EEA guidebook 2019, 1.A.3.b; range: expert judgement of the spread within a class (one standard deviation)"};

inline constexpr ParameterSpec kWearFactor{.id = "emissions.factor.wear",
                                           .label = ISO_TR("parameter", "Level of tyre, brake and road wear"),
                                           .meaning =
                                               ISO_TR("parameter", "Multiplies the published wear factors; 1 is the published value."),
                                           .symbol = "f",
                                           .unit = Unit::One,
                                           .standard = 1,
                                           .low = 0.5,
                                           .high = 1.5,
                                           .distribution = Distribution::Triangular,
                                           .source = "EMEP/EEA guidebook 2019, 1.A.3.b.vi-vii, tier 2; range: assumption"};

inline constexpr ParameterSpec kPrimaryNo2Factor{.id = "emissions.factor.primary_no2",
                                                 .label = ISO_TR("parameter", "Level of the directly emitted NO2 share"),
                                                 .meaning =
                                                     ISO_TR("parameter", "Multiplies the published share of NO2 in NOx of every class."),
                                                 .symbol = "f",
                                                 .unit = Unit::One,
                                                 .standard = 1,
                                                 .low = 0.5,
                                                 .high = 1.5,
                                                 .distribution = Distribution::Triangular,
                                                 .source = "EMEP/EEA guidebook 2019, 1.A.3.b, NO2 shares; range: plus or minus half"};

inline constexpr ParameterSpec kCo2Petrol{
    .id = "emissions.co2.petrol",
    .label = ISO_TR("parameter", "CO2 per energy of petrol"),
    .meaning = ISO_TR("parameter", "Carbon dioxide from the tank to the wheel per energy of the fuel burnt."),
    .symbol = "kappa",
    .unit = Unit::GramPerMegajoule,
    .standard = 72.4,
    .low = 70,
    .high = 74,
    .distribution = Distribution::Uniform,
    .source = "EMEP/EEA guidebook 2019, 1.A.3.b: carbon content and heating value of the fuel"};

inline constexpr ParameterSpec kCo2Diesel{
    .id = "emissions.co2.diesel",
    .label = ISO_TR("parameter", "CO2 per energy of diesel"),
    .meaning = ISO_TR("parameter", "Carbon dioxide from the tank to the wheel per energy of the fuel burnt."),
    .symbol = "kappa",
    .unit = Unit::GramPerMegajoule,
    .standard = 74.2,
    .low = 72,
    .high = 76,
    .distribution = Distribution::Uniform,
    .source = "EMEP/EEA guidebook 2019, 1.A.3.b: carbon content and heating value of the fuel"};

inline constexpr ParameterSpec kHeavyLoad{.id = "emissions.heavy_load",
                                          .label = ISO_TR("parameter", "Load of lorries and buses"),
                                          .meaning =
                                              ISO_TR("parameter", "Share of the permitted load that lorries and buses carry; acts on tyre "
                                                                  "and brake wear (exhaust functions are those of half load)."),
                                          .symbol = "l",
                                          .unit = Unit::One,
                                          .standard = 0.5,
                                          .low = 0,
                                          .high = 1,
                                          .distribution = Distribution::Uniform,
                                          .source = "EMEP/EEA guidebook 2019, 1.A.3.b: default of half load"};

inline constexpr ParameterSpec kElectricBrake{
    .id = "emissions.electric_brake",
    .label = ISO_TR("parameter", "Brake wear of electric cars"),
    .meaning = ISO_TR("parameter", "Brake wear of a battery electric car relative to a combustion car, because of regenerative braking."),
    .symbol = "b",
    .unit = Unit::One,
    .standard = 0.25,
    .low = 0.1,
    .high = 0.5,
    .distribution = Distribution::Triangular,
    .source = "Assumption: regenerative braking replaces most friction braking; range as in published reviews"};

inline constexpr ParameterSpec kPeakFlowShare{
    .id = "emissions.peak_share",
    .label = ISO_TR("parameter", "Traffic at the modelled hour's speed"),
    .meaning =
        ISO_TR("parameter",
               "Share of the day's vehicle-kilometres driven at the speed of the modelled hour; the rest drives at the off-peak speed."),
    .symbol = "p",
    .unit = Unit::One,
    .standard = 0.4,
    .low = 0.1,
    .high = 1,
    .distribution = Distribution::Uniform,
    .source = "Assumption: morning, noon and evening peaks carry about two fifths of a working day's traffic"};

inline constexpr ParameterSpec kOffPeakSpeed{
    .id = "emissions.off_peak_speed",
    .label = ISO_TR("parameter", "Off-peak speed relative to the limit"),
    .meaning = ISO_TR("parameter",
                      "Mean speed outside the peaks as a share of the legal limit, stops included; never below the modelled hour's speed."),
    .symbol = "r",
    .unit = Unit::One,
    .standard = 0.75,
    .low = 0.5,
    .high = 1,
    .distribution = Distribution::Uniform,
    .source = "Assumption: urban streets with signals, mean travel speed of uncongested hours"};

/// Every parameter of the emission model.
inline constexpr const ParameterSpec* kEmissionParameters[] = {
    &kShareCar,         &kShareVan,         &kShareRigid,  &kShareArticulated, &kShareBus,     &kFuelPetrol,      &kFuelDiesel,
    &kFuelHybrid,       &kFuelElectric,     &kPetrolEuro3, &kPetrolEuro4,      &kPetrolEuro5,  &kPetrolEuro6abc,  &kPetrolEuro6d,
    &kDieselEuro3,      &kDieselEuro4,      &kDieselEuro5, &kDieselEuro6abc,   &kDieselEuro6d, &kVanEuro3,        &kVanEuro4,
    &kVanEuro5,         &kVanEuro6abc,      &kVanEuro6d,   &kRigidEuro4,       &kRigidEuro5,   &kRigidEuro6,      &kArticulatedEuro5,
    &kArticulatedEuro6, &kBusEuro4,         &kBusEuro5,    &kBusEuro6,         &kNoxFactor,    &kExhaustPmFactor, &kEnergyFactor,
    &kWearFactor,       &kPrimaryNo2Factor, &kCo2Petrol,   &kCo2Diesel,        &kHeavyLoad,    &kElectricBrake,   &kPeakFlowShare,
    &kOffPeakSpeed};

}  // namespace isopolis
