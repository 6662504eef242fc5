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

/// Every parameter of the air model.
inline constexpr const ParameterSpec* kAirParameters[] = {&kRoughness,   &kSourceHeight,  &kInitialSigmaZ, &kRoadWidth,   &kReceptorHeight,
                                                          &kMinimumWind, &kCutOff,        &kFallbackWind,  &kFallbackNo2, &kFallbackPm25,
                                                          &kFallbackO3,  &kNo2Conversion, &kFacadeDistance};

}  // namespace isopolis
