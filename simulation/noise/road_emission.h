#pragma once
/// Sound power of road traffic per metre of road: the source of CNOSSOS-EU.
///
///   RoadSource road{.surface = roadSurface("NL05"), .temperature_C = 10};
///   road.flow[0] = {.veh_h = 1000, .speed_kmh = 50};            // light vehicles
///   Octaves lw = soundPowerPerMetre(road, EmissionEdition::Year2021);   // dB re 1 pW per metre
///
/// Categories: 1 light vehicles, 2 medium heavy, 3 heavy, 4a mopeds, 4b motorcycles. Speeds below 20 km/h count as 20; speeds
/// outside the range of a surface keep the surface's correction, as in the directive's own software. A road for both
/// directions on a slope has half its vehicles uphill and half downhill: call twice with the two signs. Bands of a road
/// without vehicles are −infinity.
/// Source: Directive (EU) 2015/996 §2.2 and Delegated Directive (EU) 2021/1226, appendix F.

#include "simulation/noise/octaves.h"

#include <optional>
#include <span>
#include <string_view>

namespace isopolis {

enum class EmissionEdition : unsigned char { Year2015, Year2021 };
enum class NoiseCategory : unsigned char { Light, Medium, Heavy, Moped, Motorcycle };
inline constexpr std::size_t kNoiseCategoryCount = 5;

/// Correction of one category on a surface: α per octave, β; none for two-wheelers.
struct SurfaceCorrection {
    Octaves alpha_dB{};
    double beta_dB = 0;
};

/// A row of the directive's table F-4 (with the national surfaces that member states have notified).
struct RoadSurfaceType {
    std::string_view key;    ///< "DEF", "NL01" …
    std::string_view label;  ///< in plain words
    EmissionEdition edition = EmissionEdition::Year2021;
    double lowest_kmh = 0, highest_kmh = 0;        ///< range of the measurements
    std::array<SurfaceCorrection, 3> corrections;  ///< categories 1, 2, 3
};

/// All surfaces of an edition; the reference surface "DEF" is first.
std::span<const RoadSurfaceType> roadSurfaces(EmissionEdition edition = EmissionEdition::Year2021);
/// Null if there is none of that key.
const RoadSurfaceType* roadSurface(std::string_view key, EmissionEdition edition = EmissionEdition::Year2021);

/// Propulsion noise of a battery electric car relative to one with an engine; rolling noise is the same. The directive leaves them open.
/// Source: Pallas et al. 2016, Applied Acoustics 113 (project FOREVER), as used by carculator; 63 Hz counts as unchanged.
inline constexpr Octaves kElectricPropulsion_dB{0, -1.7, -4.2, -15, -15, -15, -13.8, 0};

struct VehicleStream {
    double veh_h = 0, speed_kmh = 50;
};

enum class JunctionKind : unsigned char { None, Lights, Roundabout };

struct RoadSource {
    std::array<VehicleStream, kNoiseCategoryCount> flow;  ///< by NoiseCategory
    const RoadSurfaceType* surface = nullptr;             ///< null: the reference surface
    double temperature_C = 20;                            ///< of the air, yearly mean
    double gradient_pct = 0;                              ///< uphill positive, of all vehicles
    JunctionKind junction = JunctionKind::None;
    double junctionDistance_m = 1000;  ///< no effect from 100 m on
    double studdedShare = 0;           ///< of the light vehicles, in the months with studded tyres
    double studdedMonths = 0;          ///< of a year
    double electricShare = 0;          ///< battery electric ones among the light vehicles
    double electricScale = 1;          ///< how far their propulsion is quieter, of kElectricPropulsion_dB
};

Octaves soundPowerPerMetre(const RoadSource& road, EmissionEdition edition = EmissionEdition::Year2021);

/// Sound power of one vehicle of a category on that road, dB re 1 pW.
Octaves vehiclePower(const RoadSource& road, NoiseCategory category, double speed_kmh, EmissionEdition edition);
/// The same of a battery electric car.
Octaves electricCarPower(const RoadSource& road, double speed_kmh, EmissionEdition edition);

}  // namespace isopolis
