#include "gis/core/sample/sample_feed.h"

#include "gis/core/sample/sample_week.h"

#include <charconv>
#include <map>

namespace isopolis {

namespace {

constexpr std::int64_t kHour_s = 3600, kDay_s = 86400;
constexpr std::int64_t kArrival_s = 40;  ///< after the hour
constexpr int kTrafficStep_s = 900, kAirStep_s = 3600;
/// Wednesday 9 to 13 o'clock; Thursday 6 o'clock for a day; Saturday noon; Friday 10 o'clock.
constexpr std::int64_t kOutageFrom_s = 2 * kDay_s + 9 * kHour_s, kOutageTo_s = 2 * kDay_s + 13 * kHour_s;
constexpr std::int64_t kStuckFrom_s = 3 * kDay_s + 6 * kHour_s, kStuckTo_s = kStuckFrom_s + kDay_s;
constexpr std::int64_t kSilentFrom_s = 5 * kDay_s + 12 * kHour_s, kBroken_s = 4 * kDay_s + 10 * kHour_s;

std::string number(double value)
{
    char text[40];
    const auto end = std::to_chars(text, text + sizeof text, value).ptr;
    return {text, end};
}

std::string quoted(std::string_view text)
{
    std::string out = "\"";
    for (const char c : text)
        if (c == '"' || c == '\\')
            (out += '\\') += c;
        else if (static_cast<unsigned char>(c) >= 0x20)
            out += c;
    return out + '"';
}

/// Days since 1970 to a date, after Howard Hinnant's civil_from_days (public domain).
std::string isoTime(std::int64_t t)
{
    const std::int64_t days = t / kDay_s, seconds = t % kDay_s, z = days + 719468, era = z / 146097, doe = z - era * 146097;
    const std::int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365, doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    const std::int64_t mp = (5 * doy + 2) / 153, day = doy - (153 * mp + 2) / 5 + 1, month = mp < 10 ? mp + 3 : mp - 9;
    const std::int64_t year = yoe + era * 400 + (month <= 2 ? 1 : 0);
    const auto two = [](std::int64_t n) { return (n < 10 ? "0" : "") + std::to_string(n); };
    return std::to_string(year) + "-" + two(month) + "-" + two(day) + "T" + two(seconds / kHour_s) + ":" + two(seconds / 60 % 60) + ":" +
           two(seconds % 60) + "Z";
}

std::string foreignId(std::string_view externalId)
{
    const std::size_t colon = externalId.find(':');
    return std::string(colon == std::string_view::npos ? externalId : externalId.substr(colon + 1));
}

struct Quantity {
    std::string_view key, name, unit;
};
constexpr Quantity kQuantities[] = {
    {"flow_veh_h", "flow", "veh/h"}, {"speed_kmh", "speed", "km/h"}, {"no2_ug_m3", "NO2", "µg/m³"}, {"pm25_ug_m3", "PM2.5", "µg/m³"}};

const Quantity* quantityOf(std::string_view key)
{
    for (const Quantity& q : kQuantities)
        if (q.key == key)
            return &q;
    return nullptr;
}

int stepOf(std::string_view key) { return key == "flow_veh_h" || key == "speed_kmh" ? kTrafficStep_s : kAirStep_s; }

/// All Things with their Datastreams, as the first answer of a server.
std::string catalogue(const City& city, const std::map<std::string, std::map<std::string, std::string>>& streams)
{
    std::string out = "{\"value\":[", separator;
    for (const Sensor& sensor : city.sensors()) {
        const auto found = streams.find(sensor.externalId);
        if (found == streams.end())
            continue;
        const std::string id = foreignId(sensor.externalId);
        out += separator + "{\"@iot.id\":" + quoted(id) + ",\"@iot.selfLink\":\"Things\",\"name\":" + quoted(sensor.name) +
               ",\"Datastreams\":[";
        std::string comma;
        for (const auto& [key, stream] : found->second) {
            const Quantity* q = quantityOf(key);
            out += comma + "{\"@iot.id\":" + quoted(stream) + ",\"name\":" + quoted(std::string(q->name) + " of " + sensor.name) +
                   ",\"unitOfMeasurement\":{\"symbol\":" + quoted(q->unit) + "},\"ObservedProperty\":{\"name\":" + quoted(q->name) + "}}";
            comma = ",";
        }
        out += "]}";
        separator = ",";
    }
    return out + "]}";
}

}  // namespace

SampleFeed sampleFeed(const City& city, std::uint64_t seed)
{
    SampleFeed feed;
    feed.outageFrom_s = kSampleWeekStart_s + kOutageFrom_s + kArrival_s;
    feed.outageTo_s = kSampleWeekStart_s + kOutageTo_s + kArrival_s;
    feed.stuckFrom_s = kSampleWeekStart_s + kStuckFrom_s;
    feed.stuckTo_s = kSampleWeekStart_s + kStuckTo_s;
    feed.silentFrom_s = kSampleWeekStart_s + kSilentFrom_s;
    std::size_t air = 0, traffic = 0;
    for (const Sensor& sensor : city.sensors()) {
        if (sensor.kind == SensorKind::Air && ++air == 2)
            feed.stuck = sensor.externalId;
        if (sensor.kind == SensorKind::Traffic && ++traffic == 3)
            feed.silent = sensor.externalId;
    }
    const std::vector<SampleObservation> week = recordedWeek(city, seed);
    std::map<std::string, std::map<std::string, std::string>> streams;
    for (const SampleObservation& o : week)
        if (quantityOf(o.quantity))
            streams[o.sensor].try_emplace(o.quantity, foreignId(o.sensor) + "/" + o.quantity);
    feed.messages.push_back({kSampleWeekStart_s, catalogue(city, streams)});

    double held = 0;
    bool holding = false;
    /// Rows by stream of the messages of one arrival.
    std::map<std::int64_t, std::map<std::string, std::string>> arrivals;
    for (const SampleObservation& o : week) {
        const int step = stepOf(o.quantity);
        const std::int64_t start = o.at_s - step, into = start - kSampleWeekStart_s;
        if (!quantityOf(o.quantity) || (o.sensor == feed.silent && start >= feed.silentFrom_s))
            continue;
        double value = o.value;
        if (o.sensor == feed.stuck && o.quantity == "no2_ug_m3" && into >= kStuckFrom_s && into < kStuckTo_s) {
            held = holding ? held : value;
            holding = true;
            value = held;
        }
        std::int64_t arrived = kSampleWeekStart_s + (o.at_s - kSampleWeekStart_s + kHour_s - 1) / kHour_s * kHour_s + kArrival_s;
        if (arrived > feed.outageFrom_s && arrived <= feed.outageTo_s) {
            arrived = feed.outageTo_s;
            ++feed.missed;
        }
        std::string& rows = arrivals[arrived][streams[o.sensor][o.quantity]];
        rows += (rows.empty() ? "" : ",") + std::string("[\"") + isoTime(start) + "/" + isoTime(o.at_s) + "\",\"" + isoTime(arrived) +
                "\"," + number(value) + "]";
    }
    for (const auto& [arrived, groups] : arrivals) {
        std::string body = "{\"value\":[", separator;
        for (const auto& [stream, rows] : groups) {
            body += separator + "{\"Datastream\":{\"@iot.id\":" + quoted(stream) +
                    "},\"components\":[\"phenomenonTime\",\"resultTime\",\"result\"],\"dataArray\":[" + rows + "]}";
            separator = ",";
        }
        body += "]}";
        // Cut off on its way; what it held comes again a moment later.
        if (arrived == kSampleWeekStart_s + kBroken_s + kArrival_s)
            feed.messages.push_back({arrived, body.substr(0, body.size() / 2)});
        feed.messages.push_back({arrived, std::move(body)});
    }
    return feed;
}

}  // namespace isopolis
