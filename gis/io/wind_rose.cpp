#include "gis/io/wind_rose.h"

#include <array>
#include <cmath>

namespace isopolis {

namespace {

constexpr int kDirections = 16;
constexpr double kSector_deg = 360.0 / kDirections;
constexpr std::array<double, 5> kSpeedLimits_ms = {1.5, 2.5, 4.0, 6.0, 9.0};
constexpr std::size_t kSpeeds = kSpeedLimits_ms.size() + 1;
constexpr std::size_t kFewestHours = 24;
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
    std::optional<std::size_t> temperature;
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
    if (source.maps("temperature_c")) {
        const auto temperature = table.require(source.column("temperature_c"), path + "temperature_c");
        if (!temperature)
            return unexpected(temperature.error());
        out.temperature = *temperature;
    }
    for (const auto& [name, value] : source.filter) {
        const auto column = table.require(name, "sources." + source.record.id + ".filter");
        if (!column)
            return unexpected(column.error());
        out.filter.emplace_back(*column, value);
    }
    return out;
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
    double temperature_c = 0;
    std::size_t temperatures = 0;
    for (const Feature& row : table->features) {
        bool wanted = true;
        for (const auto& [column, value] : columns->filter)
            wanted = wanted && text(row.values[column]) == value;
        if (!wanted)
            continue;
        if (const auto t = columns->temperature ? number(row.values[*columns->temperature]) : std::nullopt) {
            temperature_c += *t;
            ++temperatures;
        }
        const auto direction = number(row.values[columns->direction]), speed = number(row.values[columns->speed]);
        if (!direction || !speed)
            continue;
        const double speed_ms = *speed * columns->toMs;
        if (*direction < 0 || *direction > 360 || speed_ms < 0 || speed_ms > kStrongest_ms) {
            log.warn("bad_wind", "the wind's direction or speed is out of its range", row.id);
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
    weather.height_m = source.height_m;
    weather.temperature_c = temperatures > 0 ? temperature_c / static_cast<double>(temperatures) : kUnknown;
    weather.origin = "Measured: " + source.record.title + ", " + std::to_string(hours.size()) + " hours";
    return weather;
}

}  // namespace isopolis
