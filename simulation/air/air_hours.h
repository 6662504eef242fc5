#pragma once
/// Which hours of the year a map of the air is of: all of them, a period of the day, or hours of one kind of weather.
///
///   AirHours evening{.period = Period::Evening};            // traffic and weather from 16 to 19 o'clock by the sun
///   AirHours calm{.weather = AirWeather::Calm};             // wind below 2 m/s, traffic of the mean day
///   Expected<HoursWeather> w = hoursWeather(applied, evening, control);   // the kernel of these hours, and their mean state
///
/// A period's traffic is that of its modelled hour (emission_period.h), every hour of it counts alike; without a period hours follow the
/// traffic of the day as in the annual mean. Limit values are of annual means and say nothing about such maps. Classes of weather need
/// hourly data; winds and directions also work with a rose. The background is the annual one in all of them.
/// Errors: NotFound if the city's weather has none of these hours, Cancelled.

#include "gis/core/expected.h"
#include "simulation/air/annual_kernel.h"
#include "simulation/scenario/apply_scenario.h"
#include "simulation/traffic/demand/demand_types.h"

#include <memory>
#include <optional>

namespace isopolis {

enum class AirWeather : std::uint8_t { All, Calm, Windy, Stable, Neutral, Unstable, NorthWind, EastWind, SouthWind, WestWind };
inline constexpr std::size_t kAirWeatherCount = 10;

struct AirHours {
    std::optional<Period> period = {};
    AirWeather weather = AirWeather::All;
    bool annual() const { return !period && weather == AirWeather::All; }
    friend bool operator==(const AirHours&, const AirHours&) = default;
};

struct AirWeatherInfo {
    AirWeather weather;
    std::string_view key;    ///< for commands: "calm", "north_wind"
    std::string_view label;  ///< ISO_TR("air", …): what the class is, with its limits
};
std::span<const AirWeatherInfo> airWeathers();
const AirWeatherInfo& airWeather(AirWeather weather);
std::string_view airPeriodText(Period period);  ///< "Evening, 16 to 19 o'clock", ISO_TR("air", …)
/// What is not all the year: "Evening, 16 to 19 o'clock", "Calm: wind below 2 m/s", ISO_TR("air", …).
std::vector<std::string> airHoursParts(const AirHours& hours);
std::string airHoursText(const AirHours& hours);  ///< the same joined; empty for all hours

/// Some hours as one: the kernel, what part of all hours they are, and their mean state for chemistry.
struct HoursWeather {
    std::shared_ptr<const AnnualKernel> kernel;
    double share = 1;     ///< of the hours of the year
    double emission = 1;  ///< mean emission of these hours relative to the mean of all
    double temperature_k = 283, radiation_W_m2 = 0;
    std::size_t hours = 0;  ///< with data; 0: from a rose
};
Expected<HoursWeather> hoursWeather(const AppliedScenario& applied, const AirHours& hours, RunControl& control);

/// The hours of the year in nine parts: night, day and peak of unstable, neutral and stable air; those that occur. For chemistry, which
/// does not add up. Shares sum to one. NotFound without hourly weather.
Expected<std::shared_ptr<const std::vector<HoursWeather>>> weatherParts(const AppliedScenario& applied, RunControl& control);

}  // namespace isopolis
