#include "gis/io/format/feature_table.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace isopolis {

namespace {

constexpr std::size_t kMostColumnsNamed = 40;

std::string_view trimmed(std::string_view s)
{
    while (!s.empty() && (s.front() == ' ' || s.front() == '\t'))
        s.remove_prefix(1);
    while (!s.empty() && (s.back() == ' ' || s.back() == '\t' || s.back() == '\r'))
        s.remove_suffix(1);
    return s;
}

}  // namespace

std::optional<double> number(const FieldValue& value)
{
    if (const double* direct = std::get_if<double>(&value))
        return std::isfinite(*direct) ? std::optional(*direct) : std::nullopt;
    const std::string* written = std::get_if<std::string>(&value);
    if (written == nullptr)
        return {};
    std::string copy(trimmed(*written));
    if (copy.starts_with('+'))
        copy.erase(0, 1);
    // A decimal comma: only where there is exactly one and no point.
    if (std::count(copy.begin(), copy.end(), ',') == 1 && copy.find('.') == std::string::npos)
        std::replace(copy.begin(), copy.end(), ',', '.');
    double result = 0;
    const auto [end, error] = std::from_chars(copy.data(), copy.data() + copy.size(), result);
    if (copy.empty() || error != std::errc() || end != copy.data() + copy.size() || !std::isfinite(result))
        return {};
    return result;
}

std::string text(const FieldValue& value)
{
    if (const std::string* written = std::get_if<std::string>(&value))
        return std::string(trimmed(*written));
    const double* direct = std::get_if<double>(&value);
    if (direct == nullptr)
        return {};
    char buffer[40];
    const auto [end, error] = std::to_chars(buffer, buffer + sizeof buffer, *direct);
    return error == std::errc() ? std::string(buffer, end) : std::string();
}

bool missing(const FieldValue& value)
{
    const std::string* written = std::get_if<std::string>(&value);
    return std::holds_alternative<std::monostate>(value) || (written != nullptr && trimmed(*written).empty());
}

std::optional<Point2> Feature::anchor() const
{
    if (!points.empty())
        return points.front();
    if (!polygons.empty())
        return interiorPoint(polygons);
    if (!lines.empty() && !lines.front().empty())
        return pointAlong(lines.front(), 0.5 * length(lines.front()));
    return {};
}

std::optional<std::size_t> FeatureTable::column(std::string_view name) const
{
    const auto found = std::find(columns.begin(), columns.end(), name);
    return found == columns.end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - columns.begin()));
}

Expected<std::size_t> FeatureTable::require(const std::string& name, const std::string& recipePath) const
{
    if (const auto found = column(name))
        return *found;
    std::string all;
    for (std::size_t i = 0; i < std::min(columns.size(), kMostColumnsNamed); ++i)
        all += (all.empty() ? "" : ", ") + columns[i];
    return unexpected(Error{ErrorCode::NotFound, "the file has no column '" + name + "'"}
                          .in(file)
                          .about(recipePath)
                          .cure("Use one of its columns: " + all));
}

}  // namespace isopolis
