#include "gis/io/wind_rose.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>

namespace isopolis {

namespace {

constexpr int kDirections = 16;
constexpr double kSector_deg = 360.0 / kDirections;
constexpr std::array<double, 5> kSpeedLimits_ms = {1.5, 2.5, 4.0, 6.0, 9.0};
constexpr std::size_t kSpeeds = kSpeedLimits_ms.size() + 1;
constexpr std::size_t kFewestHours = 24;
constexpr std::size_t kMostHours = 100 * 8784;
constexpr double kOctas = 8;
constexpr double kKmhPerMs = 3.6, kStrongest_ms = 75;

std::size_t speedClass(double speed_ms)
{
    std::size_t i = 0;
    while (i < kSpeedLimits_ms.size() && speed_ms >= kSpeedLimits_ms[i])
        ++i;
    return i;
}

struct Columns {
    std::size_t direction = 0, speed = 0;
    double toMs = 1;
    std::optional<std::size_t> temperature, time, cloud;
    std::vector<std::pair<std::size_t, std::string>> filter;
};

Expected<Columns> findColumns(const RecipeSource& source, const FeatureTable& table)
{
    Columns out;
    const std::string path = "sources." + source.record.id + ".fields.";
    const bool ms = source.maps("speed_ms");
    if (!ms && !source.maps("speed_kmh"))
        return unexpected(Error{ErrorCode::NotFound, "the recipe does not say which column holds the wind speed"}
                              .in(table.file)
                              .about(path + "speed_ms")
                              .cure("Add \"speed_ms\" or \"speed_kmh\" to the fields"));
    const auto direction = table.require(source.column("direction_deg"), path + "direction_deg");
    const auto speed = table.require(source.column(ms ? "speed_ms" : "speed_kmh"), path + (ms ? "speed_ms" : "speed_kmh"));
    if (!direction || !speed)
        return unexpected(direction ? speed.error() : direction.error());
    out.direction = *direction;
    out.speed = *speed;
    out.toMs = ms ? 1 : 1 / kKmhPerMs;
    for (const auto& [role, target] :
         {std::pair{"temperature_c", &out.temperature}, std::pair{"time_utc", &out.time}, std::pair{"cloud_octas", &out.cloud}}) {
        if (!source.maps(role))
            continue;
        const auto column = table.require(source.column(role), path + role);
        if (!column)
            return unexpected(column.error());
        *target = *column;
    }
    for (const auto& [name, value] : source.filter) {
        const auto column = table.require(name, "sources." + source.record.id + ".filter");
        if (!column)
            return unexpected(column.error());
        out.filter.emplace_back(*column, value);
    }
    return out;
}

/// NaN where the table has no such column or the cell no number.
double numberIn(const Feature& row, std::optional<std::size_t> column)
{
    if (!column)
        return kUnknown;
    const std::optional<double> value = number(row.values[*column]);
    return value ? *value : kUnknown;
}

/// Whole hours since 1970 of "201210010700" or "2012-10-01T07:00Z"; nothing for other texts and for times within an hour.
std::optional<std::int64_t> hourOf(std::string_view text)
{
    std::string digits;
    for (const char c : text)
        if (c >= '0' && c <= '9')
            digits += c;
        else if (c == '.' || c == '+')
            break;
    if (digits.size() < 10 || digits.size() > 14 || digits.find_first_not_of('0', 10) != std::string::npos)
        return std::nullopt;
    const auto part = [&digits](std::size_t from, std::size_t length) { return std::stoi(digits.substr(from, length)); };
    const std::chrono::year_month_day day{std::chrono::year(part(0, 4)), std::chrono::month(static_cast<unsigned>(part(4, 2))),
                                          std::chrono::day(static_cast<unsigned>(part(6, 2)))};
    const int hour = part(8, 2);
    if (!day.ok() || hour > 23)
        return std::nullopt;
    return std::int64_t{24} * std::chrono::sys_days(day).time_since_epoch().count() + hour;
}

/// Sorted, without doubles, and what is missing told.
void finishHours(std::vector<WeatherHour>& hours, const std::string& file, IssueLog& log)
{
    std::stable_sort(hours.begin(), hours.end(), [](const WeatherHour& a, const WeatherHour& b) { return a.hour < b.hour; });
    const auto doubles =
        std::unique(hours.begin(), hours.end(), [](const WeatherHour& a, const WeatherHour& b) { return a.hour == b.hour; });
    if (doubles != hours.end())
        log.warn("double_hour", "some hours appear twice in the weather file; the first row counts", file);
    hours.erase(doubles, hours.end());
    std::int64_t missing = 0, first = 0;
    for (std::size_t i = 0; i < hours.size(); ++i) {
        const std::int64_t skipped = i > 0 ? hours[i].hour - hours[i - 1].hour - 1 : 0;
        const bool windless = std::isnan(hours[i].from_deg) || std::isnan(hours[i].speed_ms);
        if (skipped + windless > 0 && missing == 0)
            first = skipped > 0 ? hours[i - 1].hour + 1 : hours[i].hour;
        missing += skipped + windless;
    }
    if (missing == 0)
        return;
    const std::chrono::sys_days day{std::chrono::days(first / 24)};
    const std::chrono::year_month_day date{day};
    log.warn("wind_gap",
             std::to_string(missing) + " hours have no wind, the first on " + std::to_string(static_cast<int>(date.year())) + "-" +
                 std::to_string(static_cast<unsigned>(date.month())) + "-" + std::to_string(static_cast<unsigned>(date.day())) + " at " +
                 std::to_string(first % 24) + " h UTC; the other hours stand for them",
             file);
}

}  // namespace

std::vector<WindClass> windRose(const std::vector<WindHour>& hours, double calm_ms)
{
    std::array<std::array<double, kSpeeds>, kDirections> count{}, sum_ms{};
    double calm = 0, moving = 0;
    for (const WindHour& hour : hours) {
        if (hour.speed_ms < calm_ms) {
            ++calm;
            continue;
        }
        const auto sector = static_cast<std::size_t>(std::lround(hour.from_deg / kSector_deg)) % kDirections;
        const std::size_t speed = speedClass(hour.speed_ms);
        ++count[sector][speed];
        sum_ms[sector][speed] += hour.speed_ms;
        ++moving;
    }
    std::vector<WindClass> rose;
    const double all = calm + moving;
    for (std::size_t sector = 0; sector < kDirections; ++sector) {
        const double from_deg = static_cast<double>(sector) * kSector_deg;
        double ofSector = 0;
        for (std::size_t speed = 0; speed < kSpeeds; ++speed)
            ofSector += count[sector][speed];
        const double calmShare = calm / all * (moving > 0 ? ofSector / moving : 1.0 / kDirections);
        if (calmShare > 0)
            rose.push_back({from_deg, calm_ms, calmShare});
        for (std::size_t speed = 0; speed < kSpeeds; ++speed)
            if (count[sector][speed] > 0)
                rose.push_back({from_deg, sum_ms[sector][speed] / count[sector][speed], count[sector][speed] / all});
    }
    return rose;
}

Expected<Weather> readWindRose(const RecipeSource& source, double calm_ms, IssueLog& log)
{
    LocalFrame anywhere;
    anywhere.crs = "EPSG:4326";
    const auto table = readCsvPoints(source.path, {}, anywhere, log);
    if (!table)
        return unexpected(table.error());
    const auto columns = findColumns(source, *table);
    if (!columns)
        return unexpected(columns.error());
    std::vector<WindHour> hours;
    std::vector<WeatherHour> series;
    double temperature_c = 0;
    std::size_t temperatures = 0;
    for (const Feature& row : table->features) {
        bool wanted = true;
        for (const auto& [column, value] : columns->filter)
            wanted = wanted && text(row.values[column]) == value;
        if (!wanted)
            continue;
        const double rowTemperature_c = numberIn(row, columns->temperature);
        if (!std::isnan(rowTemperature_c)) {
            temperature_c += rowTemperature_c;
            ++temperatures;
        }
        const auto direction = number(row.values[columns->direction]), speed = number(row.values[columns->speed]);
        const auto hour = columns->time ? hourOf(text(row.values[*columns->time])) : std::nullopt;
        if (hour && series.size() < kMostHours) {
            const double cloud = numberIn(row, columns->cloud);
            series.push_back({.hour = *hour,
                              .from_deg = direction.value_or(kUnknown),
                              .speed_ms = speed ? *speed * columns->toMs : kUnknown,
                              .cloud = cloud >= 0 && cloud <= kOctas ? cloud / kOctas : kUnknown,
                              .temperature_c = rowTemperature_c});
        }
        if (!direction || !speed)
            continue;
        const double speed_ms = *speed * columns->toMs;
        if (*direction < 0 || *direction > 360 || speed_ms < 0 || speed_ms > kStrongest_ms) {
            log.warn("bad_wind", "the wind's direction or speed is out of its range", row.id);
            if (hour && !series.empty())
                series.back().from_deg = series.back().speed_ms = kUnknown;
            continue;
        }
        hours.push_back({*direction, speed_ms});
    }
    if (hours.size() < kFewestHours)
        return unexpected(Error{ErrorCode::BadValue, "the file holds fewer than 24 hours with wind direction and speed"}
                              .in(table->file)
                              .about("sources." + source.record.id + ".filter")
                              .cure("Check the columns and the filter, or state a wind rose in the recipe"));
    Weather weather;
    weather.rose = windRose(hours, calm_ms);
    finishHours(series, table->file, log);
    weather.hours = std::move(series);
    weather.height_m = source.height_m;
    weather.temperature_c = temperatures > 0 ? temperature_c / static_cast<double>(temperatures) : kUnknown;
    weather.origin = "Measured: " + source.record.title + ", " + std::to_string(hours.size()) + " hours";
    return weather;
}

}  // namespace isopolis
