#pragma once
/// Words of the demand model: why, when and how people travel.
///
///   for (Purpose p : kPurposes) purposeKey(p);   // "home_work" …
///
/// Home-based purposes count both directions: a day at work is two trips. Periods follow the usual four of UK TAG: 7–10, 10–16, 16–19 and
/// the rest; the modelled hour of a period is the busiest one in the peaks and the mean one otherwise.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace isopolis {

enum class Purpose : std::uint8_t { HomeWork, HomeEducation, HomeShopLeisure, NotHomeBased };
enum class Period : std::uint8_t { Morning, Midday, Evening, Night };
enum class TripMode : std::uint8_t { Car, Transit, Cycle, Walk };

inline constexpr std::array kPurposes = {Purpose::HomeWork, Purpose::HomeEducation, Purpose::HomeShopLeisure, Purpose::NotHomeBased};
inline constexpr std::array kPeriods = {Period::Morning, Period::Midday, Period::Evening, Period::Night};
inline constexpr std::array kTripModes = {TripMode::Car, TripMode::Transit, TripMode::Cycle, TripMode::Walk};
inline constexpr std::size_t kPurposeCount = kPurposes.size(), kPeriodCount = kPeriods.size(), kTripModeCount = kTripModes.size();

template <class T>
using ByPurpose = std::array<T, kPurposeCount>;
template <class T>
using ByPeriod = std::array<T, kPeriodCount>;
template <class T>
using ByMode = std::array<T, kTripModeCount>;
/// Income fifths 1…5; 0: income of the neighbourhood is not known.
inline constexpr std::size_t kFifthCount = 6;
template <class T>
using ByFifth = std::array<T, kFifthCount>;

constexpr std::size_t indexOf(Purpose p) { return static_cast<std::size_t>(p); }
constexpr std::size_t indexOf(Period p) { return static_cast<std::size_t>(p); }
constexpr std::size_t indexOf(TripMode m) { return static_cast<std::size_t>(m); }

std::string_view purposeKey(Purpose purpose);  ///< "home_work", "home_education", "home_shop_leisure", "not_home_based"
std::string_view periodKey(Period period);     ///< "morning", "midday", "evening", "night"
std::string_view tripModeKey(TripMode mode);
std::string_view purposeLabel(Purpose purpose);  ///< ISO_TR("demand", …)
std::string_view periodLabel(Period period);
std::string_view tripModeLabel(TripMode mode);

}  // namespace isopolis
