#pragma once
/// Emission factors of the fleet's vehicle classes: hot exhaust as functions of speed, wear, primary NO2.
///
///   FactorCurve nox(hotFunctions()[0]);   nox.at(50);   // g/km
///   wearPm25_g_km(vehicleClass(FleetClass::DieselEuro5), 30, 0.5, 0.25);
///
/// EF(V) = (alpha V² + beta V + gamma + delta/V) / (epsilon V² + zeta V + eta) · (1 − reduction), V clamped to the function's own
/// limits. A few published functions turn negative or have a pole inside their limits: FactorCurve mends those (see there).
/// Source: EMEP/EEA guidebook 2019, 1.A.3.b.i-iv appendix 4 (hot exhaust), 1.A.3.b.vi-vii tier 2 (wear).

#include "simulation/emissions/emission_parameters.h"

#include <array>
#include <span>
#include <string_view>
#include <vector>

namespace isopolis {

enum class VehicleCategory : std::uint8_t { Car, Van, Rigid, Articulated, Bus };
enum class Fuel : std::uint8_t { Petrol, Diesel, Hybrid, Electric };

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
    Electric,
    VanEuro3,
    VanEuro4,
    VanEuro5,
    VanEuro6abc,
    VanEuro6d,
    RigidEuro4,
    RigidEuro5,
    RigidEuro6,
    ArticulatedEuro5,
    ArticulatedEuro6,
    BusEuro4,
    BusEuro5,
    BusEuro6,
};
inline constexpr std::size_t kFleetClassCount = 25;

struct VehicleClass {
    FleetClass id;
    std::string_view label;  ///< ISO_TR("vehicle", …)
    VehicleCategory category;
    Fuel fuel;
    int euro;                     ///< emission standard; the highest of all for electric vehicles
    int axles;                    ///< wear of heavy vehicles
    double primaryNo2;            ///< mass share of NO2 in NOx, NOx counted as NO2
    const ParameterSpec* weight;  ///< within category and fuel; null if it is the only class there
};
std::span<const VehicleClass, kFleetClassCount> vehicleClasses();
const VehicleClass& vehicleClass(FleetClass id);

enum class FactorKind : std::uint8_t { NOx, ExhaustPm, Energy };
inline constexpr std::size_t kFactorKindCount = 3;
/// Some classes have particle factors per driving situation instead of speed.
enum class DrivingSituation : std::uint8_t { Urban, Highway };

/// One published function; g/km, energy in MJ/km.
struct HotFunction {
    FleetClass vehicle;
    FactorKind kind;
    DrivingSituation situation;  ///< Urban stands for all where there is no row for Highway
    double minimum_kmh, maximum_kmh;
    double alpha, beta, gamma, delta, epsilon, zeta, eta, reduction;
    double check_kmh, checkValue;  ///< the publisher's own value at one speed
};
std::span<const HotFunction> hotFunctions();
/// The formula as published, without mending.
double evaluate(const HotFunction& function, double speed_kmh);

/// A function that is safe to use. One with a pole, a jump or a negative stretch is read from its samples at whole km/h, of which
/// those that are not positive or lie outside 0.2 to 5 times the median of their eleven neighbours are replaced by linear
/// interpolation. Sound functions are evaluated as published.
class FactorCurve {
public:
    explicit FactorCurve(const HotFunction& function);
    double at(double speed_kmh) const;
    bool mended() const { return !m_samples.empty(); }

private:
    HotFunction m_function;
    std::vector<double> m_samples;  ///< at minimum_kmh + i; empty for a sound function
};

/// The curves of every class, looked up by class, kind and situation.
class FactorTable {
public:
    FactorTable();
    /// g/km or MJ/km; 0 for electric vehicles.
    double at(FleetClass vehicle, FactorKind kind, DrivingSituation situation, double speed_kmh) const;

private:
    std::vector<FactorCurve> m_curves;
    std::array<int, kFleetClassCount * kFactorKindCount * 2> m_position;  ///< in m_curves; −1 none
};

/// Particles below 2.5 µm from tyres, brakes and road surface, g/km. `load` 0…1 of heavy vehicles.
double wearPm25_g_km(const VehicleClass& vehicle, double speed_kmh, double load, double electricBrake);

}  // namespace isopolis
