#include "simulation/project/weather_hours.h"

#include <array>
#include <charconv>
#include <cmath>

namespace isopolis {

namespace {

constexpr std::size_t kMostHours = 1000000;

void append(std::string& text, double value)
{
    std::array<char, 40> digits{};
    if (std::isfinite(value))
        text.append(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr);
}

std::string_view cut(std::string_view& text, char separator)
{
    const std::size_t at = text.find(separator);
    const std::string_view head = text.substr(0, at);
    text.remove_prefix(at == std::string_view::npos ? text.size() : at + 1);
    return head;
}

double numberOf(std::string_view token)
{
    double value = kUnknown;
    const auto parsed = std::from_chars(token.data(), token.data() + token.size(), value);
    return parsed.ec == std::errc() && parsed.ptr == token.data() + token.size() && std::isfinite(value) ? value : kUnknown;
}

}  // namespace

std::string weatherHoursText(const std::vector<WeatherHour>& hours)
{
    std::string text;
    for (const WeatherHour& h : hours) {
        text += text.empty() ? "" : ";";
        text += std::to_string(h.hour);
        for (const double value : {h.from_deg, h.speed_ms, h.cloud, h.temperature_c}) {
            text += ',';
            append(text, value);
        }
    }
    return text;
}

std::vector<WeatherHour> weatherHoursFrom(std::string_view text)
{
    std::vector<WeatherHour> hours;
    while (!text.empty() && hours.size() < kMostHours) {
        std::string_view row = cut(text, ';');
        const std::string_view first = cut(row, ',');
        WeatherHour h;
        const auto parsed = std::from_chars(first.data(), first.data() + first.size(), h.hour);
        if (first.empty() || parsed.ec != std::errc() || parsed.ptr != first.data() + first.size())
            continue;
        for (double* value : {&h.from_deg, &h.speed_ms, &h.cloud, &h.temperature_c})
            *value = numberOf(cut(row, ','));
        hours.push_back(h);
    }
    return hours;
}

std::string pointsText(const std::vector<Point2>& points)
{
    std::string text;
    for (const Point2 p : points) {
        text += text.empty() ? "" : ";";
        append(text, p.x);
        text += ',';
        append(text, p.y);
    }
    return text;
}

std::vector<Point2> pointsFrom(std::string_view text)
{
    std::vector<Point2> points;
    while (!text.empty() && points.size() < kMostHours) {
        std::string_view row = cut(text, ';');
        const double x = numberOf(cut(row, ',')), y = numberOf(cut(row, ','));
        if (std::isfinite(x) && std::isfinite(y))
            points.push_back({x, y});
    }
    return points;
}

}  // namespace isopolis
