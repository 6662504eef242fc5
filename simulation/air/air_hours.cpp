#include "simulation/air/air_hours.h"

#include "gis/core/text.h"
#include "simulation/air/air_parameters.h"
#include "simulation/air/road_lines.h"

#include <algorithm>
#include <cmath>
#include <mutex>

namespace isopolis {

namespace {

constexpr double kCalm_ms = 2, kWindy_ms = 5;
constexpr double kStableLength_m = 200;  // |L| below it is stable or unstable, above neutral (Seinfeld & Pandis 2006, table 16.1)
constexpr double kQuarter_deg = 45;
constexpr std::size_t kFewestHours = 24;  // as for the annual mean
constexpr std::size_t kHoursPerDay = 24, kDegreesPerHour = 15;

constexpr AirWeatherInfo kWeathers[kAirWeatherCount] = {
    {AirWeather::All, "all", ISO_TR("air", "All weather")},
    {AirWeather::Calm, "calm", ISO_TR("air", "Calm: wind below 2 m/s")},
    {AirWeather::Windy, "windy", ISO_TR("air", "Windy: 5 m/s and more")},
    {AirWeather::Stable, "stable", ISO_TR("air", "Stable air: Obukhov length 0 to 200 m")},
    {AirWeather::Neutral, "neutral", ISO_TR("air", "Neutral air: Obukhov length beyond 200 m")},
    {AirWeather::Unstable, "unstable", ISO_TR("air", "Unstable air: Obukhov length -200 to 0 m")},
    {AirWeather::NorthWind, "north_wind", ISO_TR("air", "Wind from the north")},
    {AirWeather::EastWind, "east_wind", ISO_TR("air", "Wind from the east")},
    {AirWeather::SouthWind, "south_wind", ISO_TR("air", "Wind from the south")},
    {AirWeather::WestWind, "west_wind", ISO_TR("air", "Wind from the west")}};

bool fromQuarter(double from_deg, double middle_deg)
{
    const double away = std::abs(std::remainder(from_deg - middle_deg, 360.0));
    return away <= kQuarter_deg;
}

bool inStability(AirWeather weather, double length_m)
{
    const bool neutral = std::abs(length_m) >= kStableLength_m;
    return weather == AirWeather::Neutral ? neutral : !neutral && (length_m > 0) == (weather == AirWeather::Stable);
}

bool stability(AirWeather weather)
{
    return weather == AirWeather::Stable || weather == AirWeather::Neutral || weather == AirWeather::Unstable;
}

/// What wind alone decides.
bool fits(AirWeather weather, double from_deg, double wind_ms)
{
    switch (weather) {
    case AirWeather::Calm: return wind_ms < kCalm_ms;
    case AirWeather::Windy: return wind_ms >= kWindy_ms;
    case AirWeather::NorthWind: return fromQuarter(from_deg, 0);
    case AirWeather::EastWind: return fromQuarter(from_deg, 90);
    case AirWeather::SouthWind: return fromQuarter(from_deg, 180);
    case AirWeather::WestWind: return fromQuarter(from_deg, 270);
    default: return true;
    }
}

/// Whole hour of the day by the sun.
int sunHour(double longitude_deg, std::int64_t hourUtc)
{
    const auto shifted = hourUtc + static_cast<std::int64_t>(std::lround(longitude_deg / static_cast<double>(kDegreesPerHour)));
    return static_cast<int>(((shifted % 24) + 24) % static_cast<std::int64_t>(kHoursPerDay));
}

/// Periods of the traffic model: 7 to 10, 10 to 16, 16 to 19 o'clock, and the rest.
Period periodOf(int hour)
{
    return hour >= 7 && hour < 10    ? Period::Morning
           : hour >= 10 && hour < 16 ? Period::Midday
           : hour >= 16 && hour < 19 ? Period::Evening
                                     : Period::Night;
}

Error noSuchHours(const AirHours& hours)
{
    return Error{ErrorCode::NotFound, "the city's weather has no such hours: " + airHoursText(hours)}.cure(
        "Choose another period or weather; classes of stability need hourly weather in the recipe.");
}

/// Kernel and mean state of some of the hours. `weights`: of the annual mean, in which all sum to one.
HoursWeather weatherOf(const AppliedScenario& applied, const std::vector<MetHour>& all, const std::vector<double>& weights,
                       const std::vector<std::size_t>& chosen, bool alike, RunControl& control)
{
    HoursWeather out;
    std::vector<MetHour> hours;
    double weight = 0, temperature = 0, radiation = 0;
    std::array<double, kDayPeriodCount> parts{};
    for (const std::size_t i : chosen) {
        hours.push_back(all[i]);
        weight += weights[i];
        temperature += all[i].temperature_k;
        radiation += all[i].radiation_W_m2;
        parts[static_cast<std::size_t>(all[i].period)] += alike ? 1.0 : weights[i];
    }
    const auto n = static_cast<double>(chosen.size());
    for (double& part : parts)
        part /= alike ? n : weight;
    out.hours = chosen.size();
    out.share = n / static_cast<double>(all.size());
    out.emission = weight / out.share;
    out.temperature_k = temperature / n;
    out.radiation_W_m2 = radiation / n;
    out.kernel = std::make_shared<const AnnualKernel>(
        AnnualKernel::build(kernelSettings(applied), std::span<const MetClass>(metClasses(hours, parts)), control));
    return out;
}

}  // namespace

std::span<const AirWeatherInfo> airWeathers() { return kWeathers; }
const AirWeatherInfo& airWeather(AirWeather weather) { return kWeathers[static_cast<std::size_t>(weather)]; }

std::string_view airPeriodText(Period period)
{
    constexpr std::string_view kTexts[kPeriodCount] = {ISO_TR("air", "Morning, 7 to 10 o'clock"), ISO_TR("air", "Midday, 10 to 16 o'clock"),
                                                       ISO_TR("air", "Evening, 16 to 19 o'clock"), ISO_TR("air", "Night, 19 to 7 o'clock")};
    return kTexts[indexOf(period)];
}

std::vector<std::string> airHoursParts(const AirHours& hours)
{
    std::vector<std::string> parts;
    if (hours.period)
        parts.emplace_back(airPeriodText(*hours.period));
    if (hours.weather != AirWeather::All)
        parts.emplace_back(airWeather(hours.weather).label);
    return parts;
}

std::string airHoursText(const AirHours& hours)
{
    std::string text;
    for (const std::string& part : airHoursParts(hours))
        text += (text.empty() ? "" : "; ") + part;
    return text;
}

Expected<HoursWeather> hoursWeather(const AppliedScenario& applied, const AirHours& wanted, RunControl& control)
{
    std::vector<Issue> told;
    const Weather& weather = applied.city->weather();
    const KernelSettings settings = kernelSettings(applied);
    if (weather.hours.size() >= kFewestHours) {
        const MetSite site = metSite(applied);
        const std::vector<MetHour> all = boundaryLayers(weather.hours, site, told);
        const std::vector<double> weights = hourWeights(all, periodShares(applied.parameters));
        std::vector<std::size_t> chosen;
        for (std::size_t i = 0; i < all.size(); ++i) {
            const RlineMeteorology& m = all[i].met;
            const bool inPeriod = !wanted.period || periodOf(sunHour(site.longitude_deg, all[i].hour)) == *wanted.period;
            const bool inWeather =
                stability(wanted.weather) ? inStability(wanted.weather, m.moninObukhov_m) : fits(wanted.weather, m.windFrom_deg, m.wind_ms);
            if (inPeriod && inWeather)
                chosen.push_back(i);
        }
        if (chosen.empty())
            return unexpected(noSuchHours(wanted));
        HoursWeather out = weatherOf(applied, all, weights, chosen, wanted.period.has_value(), control);
        if (control.cancelled())
            return cancelledError();
        return out;
    }
    // A rose knows no hours of the day: its winds stand for every period.
    if (stability(wanted.weather) || weather.rose.empty())
        return unexpected(noSuchHours(wanted));
    std::vector<WindClass> rose;
    double all = 0, part = 0;
    for (const WindClass& wind : weather.rose) {
        if (!(wind.frequency > 0) || !std::isfinite(wind.frequency) || !std::isfinite(wind.from_deg) || !(wind.speed_ms >= 0))
            continue;
        all += wind.frequency;
        if (!fits(wanted.weather, wind.from_deg, wind.speed_ms))
            continue;
        rose.push_back(wind);
        part += wind.frequency;
    }
    if (!(part > 0))
        return unexpected(noSuchHours(wanted));
    for (WindClass& wind : rose)
        wind.frequency /= part;
    HoursWeather out;
    out.share = part / all;
    if (std::isfinite(weather.temperature_c))
        out.temperature_k = weather.temperature_c + 273.15;
    out.kernel = std::make_shared<const AnnualKernel>(AnnualKernel::build(settings, std::span<const WindClass>(rose), control));
    if (control.cancelled())
        return cancelledError();
    return out;
}

Expected<std::shared_ptr<const std::vector<HoursWeather>>> weatherParts(const AppliedScenario& applied, RunControl& control)
{
    using Parts = std::shared_ptr<const std::vector<HoursWeather>>;
    struct Kept {
        Hash key;
        Parts parts;
    };
    static std::mutex mutex;
    static std::vector<Kept> kept;  // the last two
    const Hash key = weatherKey(applied);
    {
        const std::lock_guard lock(mutex);
        for (const Kept& known : kept)
            if (known.key == key)
                return known.parts;
    }
    std::vector<Issue> told;
    const std::vector<MetHour> all = applied.city->weather().hours.size() >= kFewestHours
                                         ? boundaryLayers(applied.city->weather().hours, metSite(applied), told)
                                         : std::vector<MetHour>();
    if (all.size() < kFewestHours)
        return unexpected(Error{ErrorCode::NotFound, "the city has no hourly weather, which chemistry by class needs"}.cure(
            "Set air.chemistry to 0, or add a source of kind 'weather' with hourly wind to the recipe."));
    const std::vector<double> weights = hourWeights(all, periodShares(applied.parameters));
    constexpr AirWeather kStabilities[] = {AirWeather::Unstable, AirWeather::Neutral, AirWeather::Stable};
    auto parts = std::make_shared<std::vector<HoursWeather>>();
    for (std::size_t p = 0; p < kDayPeriodCount; ++p)
        for (const AirWeather s : kStabilities) {
            std::vector<std::size_t> chosen;
            for (std::size_t i = 0; i < all.size(); ++i)
                if (static_cast<std::size_t>(all[i].period) == p && inStability(s, all[i].met.moninObukhov_m))
                    chosen.push_back(i);
            if (!chosen.empty())
                parts->push_back(weatherOf(applied, all, weights, chosen, true, control));
            if (control.cancelled())
                return cancelledError();
        }
    const std::lock_guard lock(mutex);
    if (kept.size() >= 2)
        kept.erase(kept.begin());
    kept.push_back({key, parts});
    return Parts(parts);
}

}  // namespace isopolis
