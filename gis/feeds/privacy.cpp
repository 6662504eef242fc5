#include "gis/feeds/privacy.h"

#include "gis/feeds/feed_time.h"
#include "gis/feeds/quantity_table.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace isopolis {

namespace {

constexpr double kMetresPerDegree = 6371008.8 * 0.017453292519943295;

/// Linear interpolation between order statistics (type 7 of Hyndman & Fan 1996).
double quantile(const std::vector<double>& sorted, double p)
{
    const double at = p * static_cast<double>(sorted.size() - 1);
    const auto low = static_cast<std::size_t>(at);
    return low + 1 < sorted.size() ? sorted[low] + (at - static_cast<double>(low)) * (sorted[low + 1] - sorted[low]) : sorted[low];
}

std::string quoted(const std::string& cell)
{
    std::string out = "\"";
    for (const char c : cell)
        out += c == '"' ? std::string("\"\"") : std::string(1, c);
    return out + "\"";
}

void line(std::string& table, std::int64_t start, const std::string& sensor, const char* quantity, double value, const char* unit)
{
    char number[40];
    std::snprintf(number, sizeof number, "%.10g", value);
    table += isoTime(start) + "," + quoted(sensor) + "," + quantity + "," + number + "," + unit + "\n";
}

bool inside(const std::vector<GeoPosition>& area, const GeoPosition& p)
{
    bool in = false;
    for (std::size_t i = 0, j = area.size() - 1; i < area.size(); j = i++)
        if ((area[i].lat_deg > p.lat_deg) != (area[j].lat_deg > p.lat_deg) &&
            p.lon_deg <
                (area[j].lon_deg - area[i].lon_deg) * (p.lat_deg - area[i].lat_deg) / (area[j].lat_deg - area[i].lat_deg) + area[i].lon_deg)
            in = !in;
    return in;
}

}  // namespace

void JourneyAggregator::add(const Datastream& stream, const Obs& obs)
{
    const Quality flag = qualityFlag(obs.q);
    if (flag == Quality::Fail || flag == Quality::Missing)
        return;
    const std::int64_t start = obs.t / m_period_s * m_period_s;
    Values& values = m_values[{start, stream.sensor, stream.quantity}];
    values.single = values.single || stream.privacy == PrivacyClass::B;
    values.list.push_back(obs.v);
}

std::string JourneyAggregator::take(std::int64_t until_s)
{
    std::string table;
    for (auto at = m_values.begin(); at != m_values.end() && std::get<0>(at->first) + m_period_s <= until_s; at = m_values.erase(at)) {
        const auto& [start, sensor, quantity] = at->first;
        std::vector<double>& values = at->second.list;
        if (at->second.single && values.size() < kFewestJourneys) {
            m_suppressed += values.size();
            continue;
        }
        std::sort(values.begin(), values.end());
        if (!at->second.single) {
            const QuantityInfo* known = quantityOfKey(quantity);
            line(table, start, sensor, quantity.c_str(), quantile(values, 0.5), known ? std::string(known->unit).c_str() : "");
            continue;
        }
        line(table, start, sensor, "journeys", static_cast<double>(values.size()), "1");
        if (quantity != "travel_time_s")
            continue;
        line(table, start, sensor, "travel_time_s", quantile(values, 0.5), "s");
        line(table, start, sensor, "travel_time_p15_s", quantile(values, 0.15), "s");
        line(table, start, sensor, "travel_time_p85_s", quantile(values, 0.85), "s");
    }
    return table.empty() ? table : "date,sensor,quantity,value,unit\n" + table;
}

GeoPosition blurred(const GeoPosition& p, double cell_m)
{
    const double row = cell_m / kMetresPerDegree;
    const double lat = (std::floor(p.lat_deg / row) + 0.5) * row;
    const double column = row / std::max(0.01, std::cos(lat * 0.017453292519943295));
    return {(std::floor(p.lon_deg / column) + 0.5) * column, lat};
}

bool OptOutList::excludes(const std::string& sensor, const std::optional<GeoPosition>& position) const
{
    return sensors.contains(sensor) || (position && std::any_of(areas.begin(), areas.end(), [&](const auto& area) {
                                            return area.size() >= 3 && inside(area, *position);
                                        }));
}

}  // namespace isopolis
