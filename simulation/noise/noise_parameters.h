#pragma once
/// What a modeller could dispute about road noise in the city: times of the day, weather, ground, reach, who is annoyed.

#include "simulation/scenario/parameter_spec.h"

namespace isopolis {

inline constexpr ParameterSpec kNoiseEveningShare{
    .id = "noise.flow.evening",
    .label = ISO_TR("parameter", "Traffic in the evening"),
    .meaning = ISO_TR("parameter", "Share of the day's vehicles between 19 and 23 o'clock; the day has what evening and night leave. With "
                                   "four modelled hours only its ratio to the night counts."),
    .symbol = "q_e",
    .unit = Unit::One,
    .standard = 0.2,
    .low = 0.1,
    .high = 0.25,
    .distribution = Distribution::Triangular,
    .source = "WG-AEN, Good Practice Guide for Strategic Noise Mapping, version 2 (2006), toolkit 2: 70, 20 and 10 % of the vehicles"};

inline constexpr ParameterSpec kNoiseNightShare{
    .id = "noise.flow.night",
    .label = ISO_TR("parameter", "Traffic at night"),
    .meaning = ISO_TR("parameter", "Share of the day's vehicles between 23 and 7 o'clock."),
    .symbol = "q_n",
    .unit = Unit::One,
    .standard = 0.1,
    .low = 0.04,
    .high = 0.2,
    .distribution = Distribution::Triangular,
    .source = "WG-AEN, Good Practice Guide for Strategic Noise Mapping, version 2 (2006), toolkit 2: 70, 20 and 10 % of the vehicles"};

inline constexpr ParameterSpec kFavourableDay{.id = "noise.favourable.day",
                                              .label = ISO_TR("parameter", "Favourable propagation by day"),
                                              .meaning = ISO_TR("parameter", "Share of the day with sound bent down to the ground."),
                                              .symbol = "p_d",
                                              .unit = Unit::One,
                                              .standard = 0.5,
                                              .low = 0,
                                              .high = 1,
                                              .distribution = Distribution::Uniform,
                                              .source =
                                                  "WG-AEN, Good Practice Guide for Strategic Noise Mapping, version 2 (2006), toolkit 17"};

inline constexpr ParameterSpec kFavourableEvening{
    .id = "noise.favourable.evening",
    .label = ISO_TR("parameter", "Favourable propagation in the evening"),
    .meaning = ISO_TR("parameter", "Share of the evening with sound bent down to the ground."),
    .symbol = "p_e",
    .unit = Unit::One,
    .standard = 0.75,
    .low = 0,
    .high = 1,
    .distribution = Distribution::Uniform,
    .source = "WG-AEN, Good Practice Guide for Strategic Noise Mapping, version 2 (2006), toolkit 17"};

inline constexpr ParameterSpec kFavourableNight{
    .id = "noise.favourable.night",
    .label = ISO_TR("parameter", "Favourable propagation at night"),
    .meaning = ISO_TR("parameter", "Share of the night with sound bent down to the ground."),
    .symbol = "p_n",
    .unit = Unit::One,
    .standard = 1,
    .low = 0,
    .high = 1,
    .distribution = Distribution::Uniform,
    .source = "WG-AEN, Good Practice Guide for Strategic Noise Mapping, version 2 (2006), toolkit 17"};

inline constexpr ParameterSpec kNoiseTemperature{.id = "noise.temperature",
                                                 .label = ISO_TR("parameter", "Air temperature for noise"),
                                                 .meaning = ISO_TR("parameter", "Yearly mean: rolling noise and absorption in air."),
                                                 .symbol = "T",
                                                 .unit = Unit::One,
                                                 .standard = 15,
                                                 .low = 0,
                                                 .high = 25,
                                                 .distribution = Distribution::Uniform,
                                                 .source = "Directive (EU) 2015/996: 15 °C where no yearly mean is known; degrees Celsius"};

inline constexpr ParameterSpec kStuddedShare{
    .id = "noise.studded.share",
    .label = ISO_TR("parameter", "Cars and vans on studded tyres in winter"),
    .meaning = ISO_TR("parameter", "Share of the light vehicles in the months in which studded tyres are used; they roll louder."),
    .symbol = "p_s",
    .unit = Unit::One,
    .standard = 0,
    .low = 0,
    .high = 1,
    .distribution = Distribution::Fixed,
    .source = "Directive (EU) 2015/996 §2.2.4 gives the correction; none by default: where studded tyres are used the share is to be set"};

inline constexpr ParameterSpec kStuddedMonths{.id = "noise.studded.months",
                                              .label = ISO_TR("parameter", "Months with studded tyres"),
                                              .meaning = ISO_TR("parameter", "Months of the year in which studded tyres are used."),
                                              .symbol = "T_s",
                                              .unit = Unit::One,
                                              .standard = 0,
                                              .low = 0,
                                              .high = 12,
                                              .distribution = Distribution::Fixed,
                                              .source = "Directive (EU) 2015/996 §2.2.4: by national law; none by default"};

inline constexpr ParameterSpec kNoiseGround{
    .id = "noise.ground",
    .label = ISO_TR("parameter", "Ground factor outside green areas"),
    .meaning = ISO_TR("parameter", "0: hard as asphalt and water, 1: soft as lawn; mapped green areas count as 1, water as 0."),
    .symbol = "G",
    .unit = Unit::One,
    .standard = 0.3,
    .low = 0,
    .high = 1,
    .distribution = Distribution::Uniform,
    .source = "Directive (EU) 2015/996, table 2.5.a: urban ground between hard (0) and mixed (0.5)"};

inline constexpr ParameterSpec kFacadeAbsorption{.id = "noise.facade_absorption",
                                                 .label = ISO_TR("parameter", "Absorption of walls"),
                                                 .meaning =
                                                     ISO_TR("parameter", "Share of the sound that a wall takes in where it reflects."),
                                                 .symbol = "alpha",
                                                 .unit = Unit::One,
                                                 .standard = 0.2,
                                                 .low = 0,
                                                 .high = 0.9,
                                                 .distribution = Distribution::Uniform,
                                                 .source = "Value of the cases of ISO/TR 17534-4:2020 for buildings"};

inline constexpr ParameterSpec kNoiseReach{.id = "noise.reach",
                                           .label = ISO_TR("parameter", "Reach of road noise"),
                                           .meaning = ISO_TR("parameter", "Streets farther from a receptor than this are left out."),
                                           .symbol = "R",
                                           .unit = Unit::Metre,
                                           .standard = 500,
                                           .low = 300,
                                           .high = 2000,
                                           .distribution = Distribution::Fixed,
                                           .source = "Numerical choice: accuracy against time; 800 m is usual in strategic mapping"};

inline constexpr ParameterSpec kNoiseDetailReach{
    .id = "noise.detail_reach",
    .label = ISO_TR("parameter", "Reach of reflections and side paths"),
    .meaning =
        ISO_TR("parameter", "Nearer sources are also heard by one reflection and round the sides of houses, farther ones only over them."),
    .symbol = "R_d",
    .unit = Unit::Metre,
    .standard = 40,
    .low = 0,
    .high = 500,
    .distribution = Distribution::Fixed,
    .source = "Numerical choice: near streets dominate; beyond it levels are up to 3 dB low in built-up streets"};

inline constexpr ParameterSpec kNoiseReceptorHeight{.id = "noise.receptor_height",
                                                    .label = ISO_TR("parameter", "Height of noise receptors"),
                                                    .meaning = ISO_TR("parameter", "Above the ground, in front of façades."),
                                                    .symbol = "z_r",
                                                    .unit = Unit::Metre,
                                                    .standard = 4,
                                                    .low = 1.5,
                                                    .high = 10,
                                                    .distribution = Distribution::Fixed,
                                                    .source = "Directive 2002/49/EC, annex I: 4 m"};

inline constexpr ParameterSpec kQuietLevel{
    .id = "noise.quiet",
    .label = ISO_TR("parameter", "Level without road traffic"),
    .meaning = ISO_TR("parameter", "Lden and Lnight where no road is heard; added to the roads' energy, so that levels stay finite."),
    .symbol = "L_0",
    .unit = Unit::DecibelA,
    .standard = 30,
    .low = 20,
    .high = 45,
    .distribution = Distribution::Fixed,
    .source = "Assumption: quiet rear courtyards; far below any limit value"};

inline constexpr ParameterSpec kElectricQuieter{
    .id = "noise.electric",
    .label = ISO_TR("parameter", "Quieter engines of electric cars"),
    .meaning = ISO_TR("parameter", "How far the propulsion of battery electric cars is quieter than measured ones: 1 as measured, 0 not at "
                                   "all. Tyres are as loud."),
    .symbol = "e",
    .unit = Unit::One,
    .standard = 1,
    .low = 0,
    .high = 1,
    .distribution = Distribution::Uniform,
    .source = "Pallas et al. 2016, Applied Acoustics 113: up to 15 dB from 500 to 2000 Hz; the directive leaves electric cars open"};

inline constexpr ParameterSpec kTrafficLights{
    .id = "noise.traffic_lights",
    .label = ISO_TR("parameter", "Noise of traffic lights"),
    .meaning =
        ISO_TR("parameter", "1: mapped traffic lights make vehicles slow down and speed up, up to 100 m away; 0: they do not count."),
    .symbol = "k1",
    .unit = Unit::One,
    .standard = 1,
    .low = 0,
    .high = 1,
    .distribution = Distribution::Fixed,
    .source = "Directive (EU) 2015/996, 2.2.6: crossing with traffic lights, coefficients of (EU) 2021/1226, table F-1"};

inline constexpr ParameterSpec kTrams{
    .id = "noise.trams",
    .label = ISO_TR("parameter", "Noise of trams"),
    .meaning = ISO_TR("parameter", "1: trams of the timetable are heard, as simplified line sources; 0: road traffic alone."),
    .symbol = "t",
    .unit = Unit::One,
    .standard = 1,
    .low = 0,
    .high = 1,
    .distribution = Distribution::Fixed,
    .source = "Choice of the modeller; power per passage: 16. BImSchV (Germany), annex 2 (Schall 03, 2014), supplement 2, category 21"};

inline constexpr ParameterSpec kTramSpeed{
    .id = "noise.tram.speed",
    .label = ISO_TR("parameter", "Speed of trams for noise"),
    .meaning = ISO_TR("parameter", "One speed for all tracks; the method uses 50 km/h also where trams are slower, since stops, points and "
                                   "bends are loud."),
    .symbol = "v",
    .unit = Unit::KmPerHour,
    .standard = 50,
    .low = 30,
    .high = 70,
    .distribution = Distribution::Uniform,
    .source = "16. BImSchV (Germany), annex 2 (Schall 03), no. 5.3.2: 50 km/h, or 30 km/h where nothing else is near"};

inline constexpr ParameterSpec kTramFlush{
    .id = "noise.tram.flush",
    .label = ISO_TR("parameter", "Rails flush with the street"),
    .meaning = ISO_TR("parameter", "1: all tracks lie in the street's surface; 0: sleepers in ballast, which are quieter."),
    .symbol = "c1",
    .unit = Unit::One,
    .standard = 1,
    .low = 0,
    .high = 1,
    .distribution = Distribution::Fixed,
    .source = "16. BImSchV (Germany), annex 2 (Schall 03), table 15"};

inline constexpr const ParameterSpec* kNoiseParameters[] = {
    &kNoiseEveningShare,   &kNoiseNightShare, &kFavourableDay,    &kFavourableEvening, &kFavourableNight,
    &kNoiseTemperature,    &kNoiseGround,     &kFacadeAbsorption, &kNoiseReach,        &kNoiseDetailReach,
    &kNoiseReceptorHeight, &kQuietLevel,      &kElectricQuieter,  &kStuddedShare,      &kStuddedMonths,
    &kTrafficLights,       &kTrams,           &kTramSpeed,        &kTramFlush};

}  // namespace isopolis
