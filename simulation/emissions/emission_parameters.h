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
inline constexpr ParameterSpec kShareCoach =
    fleetWeight("emissions.fleet.coach", ISO_TR("parameter", "Coaches among vehicles"), 0.003, 0, 0.05);
inline constexpr ParameterSpec kShareTwoWheeler =
    fleetWeight("emissions.fleet.two_wheeler", ISO_TR("parameter", "Motorcycles and mopeds among vehicles"), 0.03, 0, 0.4);
inline constexpr ParameterSpec kFuelPetrol =
    fleetWeight("emissions.car.petrol", ISO_TR("parameter", "Petrol cars among cars"), 0.54, 0.1, 1);
inline constexpr ParameterSpec kFuelDiesel =
    fleetWeight("emissions.car.diesel", ISO_TR("parameter", "Diesel cars among cars"), 0.4, 0, 0.8);
inline constexpr ParameterSpec kFuelHybrid =
    fleetWeight("emissions.car.hybrid", ISO_TR("parameter", "Petrol hybrids among cars"), 0.04, 0, 0.4);
inline constexpr ParameterSpec kFuelElectric =
    fleetWeight("emissions.car.electric", ISO_TR("parameter", "Battery electric cars among cars"), 0.02, 0, 0.9);
inline constexpr ParameterSpec kFuelPlugIn =
    fleetWeight("emissions.car.plug_in", ISO_TR("parameter", "Plug-in hybrids among cars"), 0.01, 0, 0.4);
inline constexpr ParameterSpec kFuelLpg = fleetWeight("emissions.car.lpg", ISO_TR("parameter", "LPG cars among cars"), 0.01, 0, 0.3);
inline constexpr ParameterSpec kFuelCng =
    fleetWeight("emissions.car.cng", ISO_TR("parameter", "Natural gas cars among cars"), 0.005, 0, 0.2);
inline constexpr ParameterSpec kVanDiesel =
    fleetWeight("emissions.van.diesel", ISO_TR("parameter", "Diesel vans among vans"), 0.94, 0.01, 1);
inline constexpr ParameterSpec kVanPetrol =
    fleetWeight("emissions.van.petrol", ISO_TR("parameter", "Petrol vans among vans"), 0.04, 0, 0.5);
inline constexpr ParameterSpec kVanElectric =
    fleetWeight("emissions.van.electric", ISO_TR("parameter", "Battery electric vans among vans"), 0.02, 0, 0.9);
inline constexpr ParameterSpec kBusDiesel =
    fleetWeight("emissions.bus.diesel", ISO_TR("parameter", "Diesel buses among urban buses"), 0.88, 0, 1);
inline constexpr ParameterSpec kBusCng =
    fleetWeight("emissions.bus.cng", ISO_TR("parameter", "Natural gas buses among urban buses"), 0.07, 0, 1);
inline constexpr ParameterSpec kBusElectric =
    fleetWeight("emissions.bus.electric", ISO_TR("parameter", "Battery electric buses among urban buses"), 0.05, 0.001, 1);
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
inline constexpr ParameterSpec kCoachEuro4 =
    fleetWeight("emissions.coach.euro4", ISO_TR("parameter", "Euro IV and older among coaches"), 0.15, 0, 1);
inline constexpr ParameterSpec kCoachEuro5 = fleetWeight("emissions.coach.euro5", ISO_TR("parameter", "Euro V among coaches"), 0.35, 0, 1);
inline constexpr ParameterSpec kCoachEuro6 =
    fleetWeight("emissions.coach.euro6", ISO_TR("parameter", "Euro VI among coaches"), 0.5, 0.01, 1);
inline constexpr ParameterSpec kMotorcycleEuro3 =
    fleetWeight("emissions.two_wheeler.euro3", ISO_TR("parameter", "Motorcycles Euro 3 and older among two-wheelers"), 0.4, 0, 1);
inline constexpr ParameterSpec kMotorcycleEuro4 =
    fleetWeight("emissions.two_wheeler.euro4", ISO_TR("parameter", "Motorcycles Euro 4 and newer among two-wheelers"), 0.4, 0.01, 1);
inline constexpr ParameterSpec kMoped =
    fleetWeight("emissions.two_wheeler.moped", ISO_TR("parameter", "Mopeds among two-wheelers"), 0.2, 0, 1);

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
    .meaning = ISO_TR("parameter", "Share of the day's vehicle-kilometres driven at the speed of the modelled hour where only one is "
                                   "modelled; the rest drives at the off-peak speed."),
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

inline constexpr ParameterSpec kCo2Lpg{.id = "emissions.co2.lpg",
                                       .label = ISO_TR("parameter", "CO2 per energy of LPG"),
                                       .meaning =
                                           ISO_TR("parameter", "Carbon dioxide from the tank to the wheel per energy of the fuel burnt."),
                                       .symbol = "kappa",
                                       .unit = Unit::GramPerMegajoule,
                                       .standard = 64.9,
                                       .low = 63,
                                       .high = 67,
                                       .distribution = Distribution::Uniform,
                                       .source = "EMEP/EEA guidebook 2019, 1.A.3.b: carbon content and heating value of the fuel"};

inline constexpr ParameterSpec kCo2Cng{.id = "emissions.co2.cng",
                                       .label = ISO_TR("parameter", "CO2 per energy of natural gas"),
                                       .meaning =
                                           ISO_TR("parameter", "Carbon dioxide from the tank to the wheel per energy of the fuel burnt."),
                                       .symbol = "kappa",
                                       .unit = Unit::GramPerMegajoule,
                                       .standard = 57.1,
                                       .low = 55,
                                       .high = 59,
                                       .distribution = Distribution::Uniform,
                                       .source = "EMEP/EEA guidebook 2019, 1.A.3.b: carbon content and heating value of the fuel"};

inline constexpr ParameterSpec kGridCo2{
    .id = "emissions.co2.grid",
    .label = ISO_TR("parameter", "Greenhouse gas per electricity"),
    .meaning =
        ISO_TR("parameter", "Greenhouse gas of the power stations per electricity that vehicles charge; the standard value is that of "
                            "the European Union (27 states) in 2018, replace by the country's and year's own."),
    .symbol = "kappa_el",
    .unit = Unit::GramPerMegajoule,
    .standard = 78.1,
    .low = 2,
    .high = 250,
    .distribution = Distribution::Uniform,
    .source = "European Environment Agency, indicator ENER 038 (2020): EU-27 2018, 281 g CO2e per kWh"};

inline constexpr ParameterSpec kElectricCarEnergy{
    .id = "emissions.electric.car",
    .label = ISO_TR("parameter", "Electricity of electric cars"),
    .meaning = ISO_TR("parameter", "Electricity per kilometre of a battery electric car in towns, charging losses left out."),
    .symbol = "EC_el",
    .unit = Unit::MegajoulePerKm,
    .standard = 0.6,
    .low = 0.45,
    .high = 0.9,
    .distribution = Distribution::Triangular,
    .source = "Assumption: not part of the EMEP/EEA guidebook 2019; 0.17 kWh/km with the spread of car sizes and seasons"};

inline constexpr ParameterSpec kElectricVanEnergy{
    .id = "emissions.electric.van",
    .label = ISO_TR("parameter", "Electricity of electric vans"),
    .meaning = ISO_TR("parameter", "Electricity per kilometre of a battery electric van in towns, charging losses left out."),
    .symbol = "EC_el",
    .unit = Unit::MegajoulePerKm,
    .standard = 0.95,
    .low = 0.7,
    .high = 1.4,
    .distribution = Distribution::Triangular,
    .source = "Assumption: not part of the EMEP/EEA guidebook 2019; 0.26 kWh/km"};

inline constexpr ParameterSpec kElectricBusEnergy{
    .id = "emissions.electric.bus",
    .label = ISO_TR("parameter", "Electricity of electric buses"),
    .meaning = ISO_TR("parameter", "Electricity per kilometre of a battery electric bus, heating included, charging losses left out."),
    .symbol = "EC_el",
    .unit = Unit::MegajoulePerKm,
    .standard = 4.7,
    .low = 3.2,
    .high = 7.2,
    .distribution = Distribution::Triangular,
    .source = "Assumption: not part of the EMEP/EEA guidebook 2019; 1.3 kWh/km for a bus of 12 m"};

inline constexpr ParameterSpec kPlugInElectric{
    .id = "emissions.plug_in.electric",
    .label = ISO_TR("parameter", "Electric driving of plug-in hybrids"),
    .meaning = ISO_TR("parameter", "Share of a plug-in hybrid's distance driven on electricity from the grid."),
    .symbol = "UF",
    .unit = Unit::One,
    .standard = 0.45,
    .low = 0.1,
    .high = 0.8,
    .distribution = Distribution::Triangular,
    .source = "Assumption: private use in towns; fleets of company cars lie at the lower end"};

inline constexpr ParameterSpec kColdFactor{
    .id = "emissions.factor.cold",
    .label = ISO_TR("parameter", "Level of cold-start emissions"),
    .meaning = ISO_TR("parameter", "Multiplies the extra emission of cold engines; 1 is the published value, 0 leaves cold starts out."),
    .symbol = "f",
    .unit = Unit::One,
    .standard = 1,
    .low = 0,
    .high = 2,
    .distribution = Distribution::Triangular,
    .source = "EMEP/EEA guidebook 2019, 1.A.3.b.i-iv, tier 3 cold starts; range: assumption"};

inline constexpr ParameterSpec kTripLength{
    .id = "emissions.trip_length",
    .label = ISO_TR("parameter", "Mean length of trips"),
    .meaning =
        ISO_TR("parameter", "Mean length of car and van trips, which decides how much of the distance is driven with a cold engine."),
    .symbol = "l",
    .unit = Unit::Kilometre,
    .standard = 12,
    .low = 8,
    .high = 15,
    .distribution = Distribution::Uniform,
    .source = "EMEP/EEA guidebook 2019, 1.A.3.b.i-iv: 12 km where no national figure is known"};

inline constexpr ParameterSpec kAirTemperature{
    .id = "emissions.air_temperature",
    .label = ISO_TR("parameter", "Air temperature without weather data"),
    .meaning = ISO_TR("parameter", "Mean air temperature for cold starts, used only if the city's weather holds none."),
    .symbol = "t_a",
    .unit = Unit::Kelvin,
    .standard = 284,
    .low = 268,
    .high = 298,
    .distribution = Distribution::Uniform,
    .source = "Assumption: annual mean of central European cities"};

inline constexpr ParameterSpec kZoneReplace{
    .id = "emissions.zone.replace",
    .label = ISO_TR("parameter", "Barred vehicles that are replaced"),
    .meaning =
        ISO_TR("parameter", "Weight of those who drive into a low-emission zone with an allowed vehicle instead, among those who obey."),
    .symbol = "w",
    .unit = Unit::One,
    .standard = 1,
    .low = 0.01,
    .high = 1,
    .distribution = Distribution::Uniform,
    .source = "Assumption: most owners replace the vehicle; vary together with the two weights below"};

inline constexpr ParameterSpec kZoneReroute{
    .id = "emissions.zone.reroute",
    .label = ISO_TR("parameter", "Barred vehicles that drive around"),
    .meaning =
        ISO_TR("parameter", "Weight of those who drive around a low-emission zone: their distance, longer by the detour, is spread over "
                            "the streets near the zone in proportion to the traffic there."),
    .symbol = "w",
    .unit = Unit::One,
    .standard = 0,
    .low = 0,
    .high = 1,
    .distribution = Distribution::Uniform,
    .source = "Assumption: none, since few trips only pass through a zone"};

inline constexpr ParameterSpec kZoneCancel{
    .id = "emissions.zone.cancel",
    .label = ISO_TR("parameter", "Barred trips that are not made by vehicle"),
    .meaning = ISO_TR("parameter", "Weight of those who give up driving in a low-emission zone, among those who obey."),
    .symbol = "w",
    .unit = Unit::One,
    .standard = 0,
    .low = 0,
    .high = 1,
    .distribution = Distribution::Uniform,
    .source = "Assumption: none"};

inline constexpr ParameterSpec kZoneDetour{
    .id = "emissions.zone.detour",
    .label = ISO_TR("parameter", "Detour around a low-emission zone"),
    .meaning = ISO_TR("parameter", "Distance driven around the zone relative to the distance through it."),
    .symbol = "d",
    .unit = Unit::One,
    .standard = 1.3,
    .low = 1,
    .high = 2,
    .distribution = Distribution::Uniform,
    .source = "Assumption: half the outline of a square against its side, less what already ran along the edge"};

inline constexpr ParameterSpec kZoneRing{
    .id = "emissions.zone.ring",
    .label = ISO_TR("parameter", "Streets that take the detours"),
    .meaning = ISO_TR("parameter", "Width of the ring around a low-emission zone whose streets carry those who drive around it."),
    .symbol = "r",
    .unit = Unit::Metre,
    .standard = 500,
    .low = 100,
    .high = 3000,
    .distribution = Distribution::Uniform,
    .source = "Assumption: the next parallel streets"};

inline constexpr ParameterSpec kZoneHeavy{
    .id = "emissions.zone.heavy",
    .label = ISO_TR("parameter", "Lorries and coaches in low-emission zones"),
    .meaning =
        ISO_TR("parameter", "Share of the diesel rule that also binds lorries and coaches: 0 they may enter, 1 they count as cars do."),
    .symbol = "h",
    .unit = Unit::One,
    .standard = 0,
    .low = 0,
    .high = 1,
    .distribution = Distribution::Uniform,
    .source = "Assumption: zones differ in whether they bind heavy vehicles; default: cars and vans only"};

inline constexpr ParameterSpec kOwnFactors{
    .id = "emissions.own_factors",
    .label = ISO_TR("parameter", "Use the user's own emission factors"),
    .meaning = ISO_TR("parameter", "1: factors of HBEFA that the project holds replace the guidebook's for the classes and substances "
                                   "they cover; 0: the guidebook's alone. Without such a file it has no effect."),
    .symbol = "b",
    .unit = Unit::One,
    .standard = 1,
    .low = 0,
    .high = 1,
    .distribution = Distribution::Fixed,
    .source = "Choice of the modeller; HBEFA is licensed (INFRAS) and not part of this program"};

constexpr ParameterSpec serviceLimit(std::string_view id, std::string_view label, double standard, double low, double high)
{
    return {.id = id,
            .label = label,
            .meaning = ISO_TR("parameter", "Traffic volume over capacity above which a street's level of service is this one; acts only "
                                           "with the user's own HBEFA factors."),
            .symbol = "V/C",
            .unit = Unit::One,
            .standard = standard,
            .low = low,
            .high = high,
            .distribution = Distribution::Fixed,
            .source = "Kuehbacher et al. 2024 (traffic emission inventory of Munich): limits of local roads; HBEFA itself describes levels "
                      "in words. Unverified"};
}
inline constexpr ParameterSpec kServiceHeavy =
    serviceLimit("emissions.service.heavy", ISO_TR("parameter", "Volume over capacity: heavy traffic"), 0.6, 0.3, 0.8);
inline constexpr ParameterSpec kServiceSaturated =
    serviceLimit("emissions.service.saturated", ISO_TR("parameter", "Volume over capacity: saturated"), 0.8, 0.6, 0.95);
inline constexpr ParameterSpec kServiceStopGo =
    serviceLimit("emissions.service.stop_go", ISO_TR("parameter", "Volume over capacity: stop and go"), 0.9, 0.8, 1.1);
inline constexpr ParameterSpec kServiceStanding =
    serviceLimit("emissions.service.standing", ISO_TR("parameter", "Volume over capacity: heavy stop and go"), 1.0, 0.9, 1.5);

/// Every parameter of the emission model.
inline constexpr const ParameterSpec* kEmissionParameters[] = {&kShareCar,
                                                               &kShareVan,
                                                               &kShareRigid,
                                                               &kShareArticulated,
                                                               &kShareBus,
                                                               &kShareCoach,
                                                               &kShareTwoWheeler,
                                                               &kFuelPetrol,
                                                               &kFuelDiesel,
                                                               &kFuelHybrid,
                                                               &kFuelElectric,
                                                               &kFuelPlugIn,
                                                               &kFuelLpg,
                                                               &kFuelCng,
                                                               &kVanDiesel,
                                                               &kVanPetrol,
                                                               &kVanElectric,
                                                               &kBusDiesel,
                                                               &kBusCng,
                                                               &kBusElectric,
                                                               &kPetrolEuro3,
                                                               &kPetrolEuro4,
                                                               &kPetrolEuro5,
                                                               &kPetrolEuro6abc,
                                                               &kPetrolEuro6d,
                                                               &kDieselEuro3,
                                                               &kDieselEuro4,
                                                               &kDieselEuro5,
                                                               &kDieselEuro6abc,
                                                               &kDieselEuro6d,
                                                               &kVanEuro3,
                                                               &kVanEuro4,
                                                               &kVanEuro5,
                                                               &kVanEuro6abc,
                                                               &kVanEuro6d,
                                                               &kRigidEuro4,
                                                               &kRigidEuro5,
                                                               &kRigidEuro6,
                                                               &kArticulatedEuro5,
                                                               &kArticulatedEuro6,
                                                               &kBusEuro4,
                                                               &kBusEuro5,
                                                               &kBusEuro6,
                                                               &kCoachEuro4,
                                                               &kCoachEuro5,
                                                               &kCoachEuro6,
                                                               &kMotorcycleEuro3,
                                                               &kMotorcycleEuro4,
                                                               &kMoped,
                                                               &kNoxFactor,
                                                               &kExhaustPmFactor,
                                                               &kEnergyFactor,
                                                               &kWearFactor,
                                                               &kPrimaryNo2Factor,
                                                               &kCo2Petrol,
                                                               &kCo2Diesel,
                                                               &kHeavyLoad,
                                                               &kElectricBrake,
                                                               &kPeakFlowShare,
                                                               &kOffPeakSpeed,
                                                               &kCo2Lpg,
                                                               &kCo2Cng,
                                                               &kGridCo2,
                                                               &kElectricCarEnergy,
                                                               &kElectricVanEnergy,
                                                               &kElectricBusEnergy,
                                                               &kPlugInElectric,
                                                               &kColdFactor,
                                                               &kTripLength,
                                                               &kAirTemperature,
                                                               &kZoneReplace,
                                                               &kZoneReroute,
                                                               &kZoneCancel,
                                                               &kZoneDetour,
                                                               &kZoneRing,
                                                               &kZoneHeavy,
                                                               &kOwnFactors,
                                                               &kServiceHeavy,
                                                               &kServiceSaturated,
                                                               &kServiceStopGo,
                                                               &kServiceStanding};

}  // namespace isopolis
