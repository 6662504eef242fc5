#pragma once
/// What feeds call a quantity, in which units they report it, and what becomes of it.
///
///   const QuantityInfo* no2 = findQuantity("Nitrogen dioxide (air)");        // key "no2_ug_m3"
///   auto convert = unitConversion(*no2, "ppb", 20.0);                        // × 1.913
///
/// µg/m³ = ppb · 12.187 · M / (273.15 + t) at 1 atm; the temperature is a property of the network (20 °C in the EU, 25 °C in the US).
/// Nothing is returned for a unit that the quantity cannot have: a value without a known unit is never taken as if it had ours.
/// Source: ideal gas at 101.325 kPa; molar masses of IUPAC 2021; reference conditions of Directive 2008/50/EC and 40 CFR 50.

#include <optional>
#include <span>
#include <string_view>

namespace isopolis {

enum class Dimension : unsigned char { Concentration, Share, Speed, Rate, Count, Duration, Temperature, Pressure, Level, Angle, Length };

struct QuantityInfo {
    std::string_view key;   ///< with the unit in which it is kept
    std::string_view unit;  ///< of the key, as people write it
    Dimension dimension;
    double molar_g_mol;                       ///< of gases; else 0
    std::span<const std::string_view> words;  ///< as sources write it: lower case letters and digits alone
};

std::span<const QuantityInfo> allQuantities();
const QuantityInfo* quantityOfKey(std::string_view key);
/// By the key or one of its words, without regard to case, blanks and signs. Null if unknown.
const QuantityInfo* findQuantity(std::string_view word);

/// kept = reported · factor + shift
struct UnitConversion {
    double factor = 1, shift = 0;
};
/// `unit` empty: that of the key.
std::optional<UnitConversion> unitConversion(const QuantityInfo& quantity, std::string_view unit, double reference_C);

}  // namespace isopolis
