#include "tests/servers/recording.h"

#include "gis/core/sample/sample_week.h"
#include "gis/feeds/feed_time.h"
#include "gis/io/crs.h"

#include <fstream>
#include <map>
#include <sstream>

namespace isopolis::test {

namespace fs = std::filesystem;

namespace {

constexpr int kTraffic_s = 900, kAir_s = 3600, kLoops_s = 300;

struct Quantity {
    const char *key, *word, *unit;
    int period_s;
};
constexpr Quantity kSampleQuantities[] = {{"flow_veh_h", "flow", "veh/h", kTraffic_s},
                                          {"speed_kmh", "speed", "km/h", kTraffic_s},
                                          {"no2_ug_m3", "NO2", "µg/m³", kAir_s},
                                          {"pm25_ug_m3", "PM2.5", "µg/m³", kAir_s}};
constexpr Quantity kLondonQuantities[] = {{"nox", "NOx", "µg/m³", kAir_s},
                                          {"no2", "NO2", "µg/m³", kAir_s},
                                          {"pm2.5", "PM2.5", "µg/m³", kAir_s},
                                          {"pm10", "PM10", "µg/m³", kAir_s}};

using Row = std::vector<std::string>;

/// Rows of a plain table; quotes are dropped, no field holds a comma.
Expected<std::vector<Row>> readTable(const fs::path& path)
{
    std::ifstream file(path);
    if (!file)
        return unexpected(Error{ErrorCode::NotFound, "the recording lacks this file"}.in(path.string()));
    std::vector<Row> rows;
    for (std::string line; std::getline(file, line);) {
        std::erase(line, '"');
        std::erase(line, '\r');
        std::istringstream fields(line);
        Row& row = rows.emplace_back();
        for (std::string field; std::getline(fields, field, ',');)
            row.push_back(field);
    }
    if (rows.empty())
        return unexpected(Error{ErrorCode::BadFile, "the file is empty"}.in(path.string()));
    return rows;
}

std::size_t columnOf(const Row& header, std::string_view name)
{
    return static_cast<std::size_t>(std::find(header.begin(), header.end(), name) - header.begin());
}

std::string field(const Row& row, std::size_t column) { return column < row.size() ? row[column] : std::string(); }

std::map<std::string, GeoPosition> positionsOf(const std::vector<Row>& rows, std::string_view id)
{
    std::map<std::string, GeoPosition> all;
    const std::size_t name = columnOf(rows[0], id), lat = columnOf(rows[0], "lat"), lon = columnOf(rows[0], "lon");
    for (std::size_t r = 1; r < rows.size(); ++r)
        all[field(rows[r], name)] = {std::atof(field(rows[r], lon).c_str()), std::atof(field(rows[r], lat).c_str())};
    return all;
}

Expected<Recording> stationsByColumn(const fs::path& folder)
{
    auto stations = readTable(folder / "stations.csv");
    auto rows = stations ? readTable(folder / "observations.csv") : stations;
    if (!rows)
        return unexpected(rows.error());
    const auto positions = positionsOf(*stations, "site");
    const std::size_t date = columnOf(rows->front(), "date"), site = columnOf(rows->front(), "site");
    Recording recording;
    for (const Quantity& q : kLondonQuantities) {
        const std::size_t column = columnOf(rows->front(), q.key);
        std::map<std::string, RecordedStream> streams;
        for (std::size_t r = 1; r < rows->size(); ++r) {
            const std::string value = field((*rows)[r], column), name = field((*rows)[r], site);
            const auto time = parseIsoTime(field((*rows)[r], date));
            const auto at = positions.find(name);
            if (value.empty() || value == "NA" || !time || at == positions.end())
                continue;
            RecordedStream& s = streams[name];
            if (s.values.empty())
                s = {name, name, q.word, q.unit, q.period_s, at->second, {}};
            s.values.push_back({time->utc(), std::atof(value.c_str())});
        }
        for (auto& [name, stream] : streams)
            recording.streams.push_back(std::move(stream));
    }
    return recording;
}

Expected<Recording> sensorsByColumn(const fs::path& folder, std::int64_t begin_s)
{
    auto sensors = readTable(folder / "sensors.csv");
    auto rows = sensors ? readTable(folder / "speed_mph_5min.csv") : sensors;
    if (!rows)
        return unexpected(rows.error());
    const auto positions = positionsOf(*sensors, "sensor_id");
    Recording recording;
    for (std::size_t c = 1; c < rows->front().size(); ++c) {
        const std::string& id = rows->front()[c];
        const auto at = positions.find(id);
        if (at == positions.end())
            continue;
        RecordedStream s{id, "Loop " + id, "speed", "mph", kLoops_s, at->second, {}};
        for (std::size_t r = 1; r < rows->size(); ++r)
            if (const std::string value = field((*rows)[r], c); !value.empty())
                s.values.push_back({begin_s + static_cast<std::int64_t>(r - 1) * kLoops_s, std::atof(value.c_str())});
        recording.streams.push_back(std::move(s));
    }
    return recording;
}

Expected<GeoPosition> geo(const City& city, Point2 at)
{
    auto place = toLonLat(city.frame(), at);
    if (!place)
        return unexpected(place.error());
    return GeoPosition{place->lon, place->lat};
}

Expected<void> addTrips(const City& city, Recording& recording)
{
    const TransitNetwork& transit = city.transit();
    std::vector<GeoPosition> stops;
    for (const TransitStop& stop : transit.stops) {
        auto at = geo(city, stop.at);
        if (!at)
            return unexpected(at.error());
        stops.push_back(*at);
    }
    for (const TransitLine& line : transit.lines)
        for (std::size_t p = 0; p < line.patterns.size(); ++p)
            for (const int start : line.patterns[p].starts_s) {
                const TransitPattern& pattern = line.patterns[p];
                RecordedTrip trip{line.externalId, line.externalId + "/" + std::to_string(p) + "/" + std::to_string(start), {}};
                for (std::size_t s = 0; s < pattern.stops.size(); ++s)
                    for (const int after : {pattern.arrival_s[s], pattern.departure_s[s]})
                        trip.stops.emplace_back(start + after, stops[pattern.stops[s].index()]);
                recording.trips.push_back(std::move(trip));
            }
    return {};
}

}  // namespace

Expected<Recording> sampleRecording(const City& city, std::uint64_t seed)
{
    Recording recording;
    std::map<std::pair<std::string, std::string>, std::size_t> position;
    std::map<std::string, const Sensor*> sensors;
    for (const Sensor& sensor : city.sensors())
        sensors[sensor.externalId] = &sensor;
    for (const SampleObservation& o : recordedWeek(city, seed))
        for (const Quantity& q : kSampleQuantities) {
            const auto sensor = sensors.find(o.sensor);
            if (o.quantity != q.key || sensor == sensors.end())
                continue;
            const auto [at, fresh] = position.try_emplace({o.sensor, o.quantity}, recording.streams.size());
            if (fresh) {
                auto place = geo(city, sensor->second->at);
                if (!place)
                    return unexpected(place.error());
                // Its own source's name stands before the colon.
                const std::string id = o.sensor.substr(o.sensor.find(':') + 1);
                recording.streams.push_back({id, sensor->second->name, q.word, q.unit, q.period_s, *place, {}});
            }
            recording.streams[at->second].values.push_back({o.at_s - q.period_s, o.value});
        }
    if (auto added = addTrips(city, recording); !added)
        return unexpected(added.error());
    return recording;
}

Expected<Recording> readRecording(const fs::path& folder, std::int64_t begin_s)
{
    std::error_code ignored;
    return fs::exists(folder / "speed_mph_5min.csv", ignored) ? sensorsByColumn(folder, begin_s) : stationsByColumn(folder);
}

}  // namespace isopolis::test
