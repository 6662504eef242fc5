#pragma once
/// What a modeller could dispute about roadside concentrations: surface, source, weather where it is missing, chemistry.

#include "simulation/scenario/parameter_spec.h"

namespace isopolis {

inline constexpr ParameterSpec kRoughness{
    .id = "air.roughness",
    .label = ISO_TR("parameter", "Roughness length"),
    .meaning = ISO_TR("parameter", "Aerodynamic roughness of the built-up surface; the displacement height is five times this."),
    .symbol = "z0",
    .unit = Unit::Metre,
    .standard = 0.5,
    .low = 0.1,
    .high = 1.2,
    .distribution = Distribution::Triangular,
    .source = "R-LINE user practice: 0.5 m suburbs, 1.0 m centres; displacement 5 z0 (Snyder et al. 2013)"};

inline constexpr ParameterSpec kSourceHeight{.id = "air.source_height",
                                             .label = ISO_TR("parameter", "Height of the exhaust plume"),
                                             .meaning = ISO_TR("parameter", "Height of release above the street."),
                                             .symbol = "zs",
                                             .unit = Unit::Metre,
                                             .standard = 0.5,
                                             .low = 0.3,
                                             .high = 1.5,
                                             .distribution = Distribution::Uniform,
                                             .source = "US EPA guidance for road sources in R-LINE and AERMOD"};

inline constexpr ParameterSpec kInitialSigmaZ{
    .id = "air.initial_sigma_z",
    .label = ISO_TR("parameter", "Initial vertical spread"),
    .meaning = ISO_TR("parameter", "Vertical spread of the plume in the wake of the vehicles."),
    .symbol = "sigma_z0",
    .unit = Unit::Metre,
    .standard = 1.5,
    .low = 1,
    .high = 3.5,
    .distribution = Distribution::Uniform,
    .source = "US EPA PM hot-spot guidance: vehicle height times 1.7 / 2.15; 1.5 m cars, 2 m mixed traffic"};

inline constexpr ParameterSpec kRoadWidth{
    .id = "air.road_width",
    .label = ISO_TR("parameter", "Width of the carriageway"),
    .meaning = ISO_TR("parameter", "Gives the plume its initial lateral spread, averaged over the angle between wind and road."),
    .symbol = "w",
    .unit = Unit::Metre,
    .standard = 7,
    .low = 3,
    .high = 40,
    .distribution = Distribution::Uniform,
    .source = "Assumption: two lanes of 3.5 m"};

inline constexpr ParameterSpec kReceptorHeight{.id = "air.receptor_height",
                                               .label = ISO_TR("parameter", "Height of receptors"),
                                               .meaning = ISO_TR("parameter", "Breathing height above the ground."),
                                               .symbol = "z",
                                               .unit = Unit::Metre,
                                               .standard = 1.5,
                                               .low = 1.5,
                                               .high = 10,
                                               .distribution = Distribution::Uniform,
                                               .source = "Directive 2008/50/EC, annex III: siting of sampling points"};

inline constexpr ParameterSpec kMinimumWind{.id = "air.minimum_wind",
                                            .label = ISO_TR("parameter", "Lowest wind speed"),
                                            .meaning = ISO_TR("parameter", "Slower winds count as this speed."),
                                            .symbol = "U",
                                            .unit = Unit::MetrePerSecond,
                                            .standard = 0.28,
                                            .low = 0.2,
                                            .high = 1,
                                            .distribution = Distribution::Uniform,
                                            .source = "AERMOD 24142: square root of 2 times 0.2 m/s"};

inline constexpr ParameterSpec kCutOff{
    .id = "air.cut_off",
    .label = ISO_TR("parameter", "Reach of a street"),
    .meaning = ISO_TR("parameter", "Streets farther from a receptor than this are left to the background concentration."),
    .symbol = "R",
    .unit = Unit::Metre,
    .standard = 1500,
    .low = 300,
    .high = 3000,
    .distribution = Distribution::Fixed,
    .source = "Numerical choice: the share of a street's effect beyond 1.5 km is that of the urban background"};

inline constexpr ParameterSpec kFallbackWind{
    .id = "air.fallback_wind",
    .label = ISO_TR("parameter", "Wind speed without weather data"),
    .meaning = ISO_TR("parameter", "Wind speed at 10 m, equal in all directions, used only if the city has no wind rose."),
    .symbol = "U",
    .unit = Unit::MetrePerSecond,
    .standard = 2.5,
    .low = 1,
    .high = 5,
    .distribution = Distribution::Triangular,
    .source = "Assumption: typical annual mean of inland European cities"};

inline constexpr ParameterSpec kFallbackNo2{
    .id = "air.background.no2",
    .label = ISO_TR("parameter", "Background NO2 without measurements"),
    .meaning = ISO_TR("parameter", "Concentration from outside the modelled streets, used only if the city has none."),
    .symbol = "NO2b",
    .unit = Unit::MicrogramPerM3,
    .standard = 12,
    .low = 2,
    .high = 25,
    .distribution = Distribution::Uniform,
    .source = "Assumption: urban background in western Europe about 2020, replace by a station's annual mean"};

inline constexpr ParameterSpec kFallbackPm25{
    .id = "air.background.pm25",
    .label = ISO_TR("parameter", "Background PM2.5 without measurements"),
    .meaning = ISO_TR("parameter", "Concentration from outside the modelled streets, used only if the city has none."),
    .symbol = "PM25b",
    .unit = Unit::MicrogramPerM3,
    .standard = 9,
    .low = 4,
    .high = 20,
    .distribution = Distribution::Uniform,
    .source = "Assumption: urban background in western Europe about 2020, replace by a station's annual mean"};

inline constexpr ParameterSpec kBackgroundPmRatio{
    .id = "air.background.pm_ratio",
    .label = ISO_TR("parameter", "Share of PM2.5 in PM10 of the background"),
    .meaning = ISO_TR("parameter", "Gives the background of PM10 from that of PM2.5, since cities bring the latter alone."),
    .symbol = "r_PM",
    .unit = Unit::One,
    .standard = 0.65,
    .low = 0.5,
    .high = 0.8,
    .distribution = Distribution::Uniform,
    .source = "Assumption within the range of urban background stations in Europe (Putaud et al. 2010, aerosol phenomenology 3)"};

inline constexpr ParameterSpec kFallbackO3{
    .id = "air.background.o3",
    .label = ISO_TR("parameter", "Background ozone without measurements"),
    .meaning = ISO_TR("parameter", "Annual mean ozone of the background, used only if the city has none; it turns NO into NO2."),
    .symbol = "O3b",
    .unit = Unit::MicrogramPerM3,
    .standard = 50,
    .low = 25,
    .high = 80,
    .distribution = Distribution::Uniform,
    .source = "Assumption: annual mean of urban background stations in western Europe"};

inline constexpr ParameterSpec kNo2Conversion{
    .id = "air.no2_conversion",
    .label = ISO_TR("parameter", "Half-value of NO2 formation"),
    .meaning = ISO_TR("parameter", "Road NO that turns half of the available ozone into NO2 (annual means)."),
    .symbol = "K",
    .unit = Unit::MicrogramPerM3,
    .standard = 100,
    .low = 60,
    .high = 150,
    .distribution = Distribution::Uniform,
    .source = "van den Hout & Baars 1988; range: assumption"};

inline constexpr ParameterSpec kFacadeDistance{
    .id = "air.facade_distance",
    .label = ISO_TR("parameter", "Distance of homes from the street's axis"),
    .meaning = ISO_TR("parameter",
                      "Parts of a street nearer to a home than this count as this far: people live at façades, not on the carriageway."),
    .symbol = "d_f",
    .unit = Unit::Metre,
    .standard = 10,
    .low = 5,
    .high = 20,
    .distribution = Distribution::Uniform,
    .source = "Directive 2008/50/EC, annex III C: roadside points at most 10 m from the kerb; default: half a carriageway and pavement, "
              "assumption"};

inline constexpr ParameterSpec kAlbedo{
    .id = "air.albedo",
    .label = ISO_TR("parameter", "Albedo"),
    .meaning = ISO_TR("parameter", "Share of sunlight that the surface reflects at noon; used with hourly weather only."),
    .symbol = "A'",
    .unit = Unit::One,
    .standard = 0.18,
    .low = 0.1,
    .high = 0.3,
    .distribution = Distribution::Uniform,
    .source = "US EPA AERMET user guide, urban surfaces"};

inline constexpr ParameterSpec kBowen{.id = "air.bowen",
                                      .label = ISO_TR("parameter", "Bowen ratio"),
                                      .meaning =
                                          ISO_TR("parameter", "Heat into the air relative to evaporation; used with hourly weather only."),
                                      .symbol = "B0",
                                      .unit = Unit::One,
                                      .standard = 1.5,
                                      .low = 0.2,
                                      .high = 4,
                                      .distribution = Distribution::Uniform,
                                      .source = "US EPA AERMET user guide, urban surfaces, average moisture"};

inline constexpr ParameterSpec kStableLength{
    .id = "air.stable_length",
    .label = ISO_TR("parameter", "Shortest Obukhov length in stable air"),
    .meaning = ISO_TR("parameter", "Warm buildings keep the air above a town from becoming as calm as in the country."),
    .symbol = "L_min",
    .unit = Unit::Metre,
    .standard = 25,
    .low = 10,
    .high = 100,
    .distribution = Distribution::Uniform,
    .source = "Practice of ADMS users: 10 m small towns, 30 m cities, 100 m large cities"};

inline constexpr ParameterSpec kLapse{.id = "air.lapse",
                                      .label = ISO_TR("parameter", "Stability above the mixed layer"),
                                      .meaning = ISO_TR("parameter", "Temperature rise with height above the mixed layer in the morning."),
                                      .symbol = "gamma",
                                      .unit = Unit::One,
                                      .standard = 0.005,
                                      .low = 0.002,
                                      .high = 0.012,
                                      .distribution = Distribution::Uniform,
                                      .source = "Cimorelli et al. 2005 (AERMET), usual values in K/m"};

inline constexpr ParameterSpec kCloud{.id = "air.cloud",
                                      .label = ISO_TR("parameter", "Cloud cover without measurements"),
                                      .meaning = ISO_TR("parameter", "Cover used for hours whose weather file holds none."),
                                      .symbol = "n",
                                      .unit = Unit::One,
                                      .standard = 0.6,
                                      .low = 0,
                                      .high = 1,
                                      .distribution = Distribution::Uniform,
                                      .source = "Assumption: annual mean of central European stations"};

inline constexpr ParameterSpec kDayNightShare{.id = "air.night_share",
                                              .label = ISO_TR("parameter", "Emission at night"),
                                              .meaning = ISO_TR("parameter", "Share of the day's emission from 22 to 6 h by the sun."),
                                              .symbol = "s_n",
                                              .unit = Unit::One,
                                              .standard = 0.08,
                                              .low = 0.02,
                                              .high = 0.3,
                                              .distribution = Distribution::Uniform,
                                              .source = "Assumption: usual daily course of urban traffic"};

inline constexpr ParameterSpec kDayPeakShare{
    .id = "air.peak_share",
    .label = ISO_TR("parameter", "Emission in the peaks"),
    .meaning = ISO_TR("parameter", "Share of the day's emission from 7 to 9 and from 16 to 19 h by the sun."),
    .symbol = "s_p",
    .unit = Unit::One,
    .standard = 0.37,
    .low = 0.2,
    .high = 0.6,
    .distribution = Distribution::Uniform,
    .source = "Assumption: usual daily course of urban traffic"};

inline constexpr ParameterSpec kCanyonRatio{
    .id = "air.canyon.ratio",
    .label = ISO_TR("parameter", "Height to width from which a street is a canyon"),
    .meaning = ISO_TR("parameter", "Streets between buildings lower than this, relative to the width, count as open."),
    .symbol = "H/W",
    .unit = Unit::One,
    .standard = 0.3,
    .low = 0.2,
    .high = 3,
    .distribution = Distribution::Fixed,
    .source = "Validity of OSPM: 0.2 to 3; below it the open-road model holds"};

inline constexpr ParameterSpec kCanyonCover{
    .id = "air.canyon.cover",
    .label = ISO_TR("parameter", "Built-up sides of a canyon"),
    .meaning = ISO_TR("parameter", "Share of a street's length that needs buildings on both sides for it to count as a canyon."),
    .symbol = "c",
    .unit = Unit::One,
    .standard = 0.6,
    .low = 0.3,
    .high = 1,
    .distribution = Distribution::Fixed,
    .source = "Assumption: gaps ventilate a street that is built up less"};

inline constexpr ParameterSpec kCanyonWidest{.id = "air.canyon.widest",
                                             .label = ISO_TR("parameter", "Widest canyon"),
                                             .meaning =
                                                 ISO_TR("parameter", "Distance between opposite buildings beyond which a street is open."),
                                             .symbol = "W_max",
                                             .unit = Unit::Metre,
                                             .standard = 60,
                                             .low = 20,
                                             .high = 100,
                                             .distribution = Distribution::Fixed,
                                             .source = "Validity of OSPM: buildings of 20 m at a ratio of 0.33"};

inline constexpr ParameterSpec kCanyonFacing{
    .id = "air.canyon.facing",
    .label = ISO_TR("parameter", "Homes that face the street"),
    .meaning = ISO_TR("parameter", "Share of the people in a canyon's buildings who breathe the street's air; the others breathe that of "
                                   "the courtyards, without the street's own part."),
    .symbol = "p_f",
    .unit = Unit::One,
    .standard = 0.5,
    .low = 0,
    .high = 1,
    .distribution = Distribution::Uniform,
    .source = "Assumption: half of the rooms; 1 is the most exposed facade of the noise directive"};

inline constexpr ParameterSpec kCanyonDepth{
    .id = "air.canyon.depth",
    .label = ISO_TR("parameter", "Depth of buildings at a canyon"),
    .meaning = ISO_TR("parameter", "Homes whose known place lies no deeper than this behind a canyon's wall count as homes at the street."),
    .symbol = "d_b",
    .unit = Unit::Metre,
    .standard = 15,
    .low = 5,
    .high = 40,
    .distribution = Distribution::Uniform,
    .source = "Assumption: usual depth of perimeter blocks, places of homes are centres of buildings"};

inline constexpr ParameterSpec kRoofWind{.id = "air.canyon.roof_wind",
                                         .label = ISO_TR("parameter", "Wind over the roofs"),
                                         .meaning = ISO_TR("parameter", "Wind speed over the roofs relative to the mast."),
                                         .symbol = "f_roof",
                                         .unit = Unit::One,
                                         .standard = 0.82,
                                         .low = 0.3,
                                         .high = 1,
                                         .distribution = Distribution::Uniform,
                                         .source = "OSPM as published by SMHI and DCE; 0.4 for sheltered masts"};

inline constexpr ParameterSpec kCanyonStir{.id = "air.canyon.stir",
                                           .label = ISO_TR("parameter", "Traffic turbulence"),
                                           .meaning =
                                               ISO_TR("parameter", "Strength of the turbulence that vehicles make in a street canyon."),
                                           .symbol = "b",
                                           .unit = Unit::One,
                                           .standard = 0.3,
                                           .low = 0.2,
                                           .high = 0.4,
                                           .distribution = Distribution::Uniform,
                                           .source = "Berkowicz 2000, OSPM"};

inline constexpr ParameterSpec kChemistry{
    .id = "air.chemistry",
    .label = ISO_TR("parameter", "Chemistry of NO2"),
    .meaning =
        ISO_TR("parameter", "0: one relation of annual means. 1: the balance of NO, NO2 and ozone in each of nine classes of time of day "
                            "and stability; needs hourly weather and takes several times as long."),
    .symbol = "c",
    .unit = Unit::One,
    .standard = 0,
    .low = 0,
    .high = 1,
    .distribution = Distribution::Fixed,
    .source = "0: van den Hout & Baars 1988. 1: photostationary state, Hertel & Berkowicz 1989, Palmgren et al. 1996"};

inline constexpr ParameterSpec kResidence{
    .id = "air.residence",
    .label = ISO_TR("parameter", "Time for NO2 to form"),
    .meaning =
        ISO_TR("parameter", "Mean time from the exhaust to the place, in which NO and ozone react; acts on chemistry by class and on "
                            "maps of single periods and weathers."),
    .symbol = "tau",
    .unit = Unit::Second,
    .standard = 100,
    .low = 30,
    .high = 300,
    .distribution = Distribution::Uniform,
    .source = "Residence times of OSPM, 40 s to minutes (Berkowicz 2000); default: 200 m at 2 m/s, assumption"};

/// Every parameter of the air model.
inline constexpr const ParameterSpec* kAirParameters[] = {
    &kRoughness,     &kSourceHeight,   &kInitialSigmaZ, &kRoadWidth,    &kReceptorHeight,    &kMinimumWind,
    &kCutOff,        &kFallbackWind,   &kFallbackNo2,   &kFallbackPm25, &kBackgroundPmRatio, &kFallbackO3,
    &kNo2Conversion, &kFacadeDistance, &kAlbedo,        &kBowen,        &kStableLength,      &kLapse,
    &kCloud,         &kDayNightShare,  &kDayPeakShare,  &kCanyonRatio,  &kCanyonCover,       &kCanyonWidest,
    &kCanyonFacing,  &kCanyonDepth,    &kRoofWind,      &kCanyonStir,   &kChemistry,         &kResidence};

}  // namespace isopolis
