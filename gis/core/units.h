#pragma once
/// Units as types at interfaces; hot loops use doubles with a unit suffix.
///
///   Speed limit = Speed::kmh(30);   limit.ms();   // 8.333…

#include <compare>
#include <cstdint>
#include <string_view>

namespace isopolis {

class Speed {
public:
    constexpr Speed() = default;
    static constexpr Speed kmh(double v) { return Speed(v); }
    static constexpr Speed ms(double v) { return Speed(v * 3.6); }
    constexpr double kmh() const { return m_kmh; }
    constexpr double ms() const { return m_kmh / 3.6; }
    friend constexpr auto operator<=>(Speed, Speed) = default;

private:
    explicit constexpr Speed(double kmh) : m_kmh(kmh) {}
    double m_kmh = 0;
};

class Length {
public:
    constexpr Length() = default;
    static constexpr Length m(double v) { return Length(v); }
    static constexpr Length km(double v) { return Length(v * 1000); }
    constexpr double m() const { return m_m; }
    constexpr double km() const { return m_m / 1000; }
    friend constexpr auto operator<=>(Length, Length) = default;

private:
    explicit constexpr Length(double m) : m_m(m) {}
    double m_m = 0;
};

/// Unit of a displayed or stored figure.
enum class Unit : std::uint8_t {
    One,
    Percent,
    Metre,
    Kilometre,
    SquareMetre,
    Second,
    Minute,
    Hour,
    KmPerHour,
    MetrePerSecond,
    VehPerHour,
    VehPerDay,
    People,
    Jobs,
    GramPerKm,
    GramPerDay,
    KilogramPerDay,
    TonnePerYear,
    MicrogramPerM3,
    DecibelA,
    Degree,
    Kelvin,
    PerMinute,
    PersonsPerUnit,
    TripsPerPersonHour,
    MegajoulePerKm,
    GramPerMegajoule,
    Euro,
    EuroPerDay,
};

/// Symbol as printed beside a number, e.g. "µg/m³". Locale-neutral (SI).
std::string_view unitSymbol(Unit unit);
/// Stable word for files, e.g. "ug_m3".
std::string_view unitKey(Unit unit);

}  // namespace isopolis
