// NGSI-LD and NGSI-v2 with the Smart Data Models TrafficFlowObserved and AirQualityObserved, in all of their encodings: plain
// values, {"type","value"}, {"@type","@value"}, a GeoJSON feature, an entity, a list, or the data of a notification.
// Intensity is vehicles per observation interval; speeds km/h; concentrations µg/m³ unless a unitCode says otherwise.

#include "gis/feeds/json_value.h"
#include "gis/feeds/parsers/parsers.h"
#include "gis/feeds/result_builder.h"

#include <algorithm>

namespace isopolis::parsers {

namespace {

struct Attribute {
    const char *name, *quantity, *unit;
};
constexpr Attribute kAttributes[] = {{"no2", "no2", "µg/m³"},
                                     {"no", "no", "µg/m³"},
                                     {"nox", "nox", "µg/m³"},
                                     {"so2", "so2", "µg/m³"},
                                     {"o3", "o3", "µg/m³"},
                                     {"co", "co", "µg/m³"},
                                     {"pm1", "pm1", "µg/m³"},
                                     {"pm10", "pm10", "µg/m³"},
                                     {"pm25", "pm25", "µg/m³"},
                                     {"pm2.5", "pm25", "µg/m³"},
                                     {"pm4", "pm4", "µg/m³"},
                                     {"tsp", "tsp", "µg/m³"},
                                     {"temperature", "temperature", "C"},
                                     {"relativehumidity", "humidity", "1"},
                                     {"windspeed", "windspeed", "m/s"},
                                     {"winddirection", "winddirection", "deg"},
                                     {"intensity", "count", "veh"},
                                     {"occupancy", "occupancy", "1"},
                                     {"averagevehiclespeed", "speed", "km/h"},
                                     {"averageheadwaytime", "headway", "s"}};

/// The datum inside of whatever an encoding wraps round it.
FeedValue plainOf(FeedValue value)
{
    for (int i = 0; i < 4 && value.is(JsonType::Object); ++i) {
        if (!value["value"].is(JsonType::Missing))
            value = value["value"];
        else if (!value["@value"].is(JsonType::Missing))
            value = value["@value"];
        else
            break;
    }
    return value;
}

std::optional<GeoPosition> positionOf(const FeedValue& geometry)
{
    auto at = plainOf(geometry)["coordinates"].items();
    for (int i = 0; i < 2 && !at.empty() && at[0].is(JsonType::Array); ++i)  // of a line its first point
        at = at[0].items();
    return at.size() >= 2 ? geoPosition(at[0].number(), at[1].number()) : std::nullopt;
}

class NgsiReader {
public:
    explicit NgsiReader(ResultBuilder& out) : m_out(out) {}

    void message(const FeedValue& root)
    {
        if (root.is(JsonType::Array) || root["data"].is(JsonType::Array)) {
            for (const FeedValue& e : root.is(JsonType::Array) ? root.items() : root["data"].items())
                entity(e);
        } else if (root["type"].text() == "FeatureCollection") {
            for (const FeedValue& e : root["features"].items())
                entity(e);
        } else if (root["id"] && root["type"]) {
            entity(root);
        } else {
            m_out.refuse(root["title"] || root["description"]
                             ? "the broker answered: " +
                                   std::string((root["title"] ? root["title"] : root["description"]).text().substr(0, 200))
                             : "this is no entity of NGSI");
        }
    }

private:
    void entity(const FeedValue& e)
    {
        const bool feature = e["type"].text() == "Feature";
        const FeedValue p = feature ? e["properties"] : e;
        std::string id(e["id"].text());
        const std::string_view type = p["type"].text();
        if (id.empty() || id.size() > 1000) {
            m_out.reject("an entity without a sensible id", e.offset());
            return;
        }
        if (type != "TrafficFlowObserved" && type != "AirQualityObserved") {
            m_out.reject("entities of the type '" + std::string(type.substr(0, 60)) + "' are not read", e.offset());
            return;
        }
        const auto when = time(p, e.offset());
        if (!when)
            return;
        // Publishers often put the time into the id; the place is what stays the same.
        if (const std::string_view place =
                plainOf(p["refPointOfInterest"]["object"] ? p["refPointOfInterest"]["object"] : p["refPointOfInterest"]).text();
            !place.empty() && type == "AirQualityObserved")
            id = place;
        const auto position = positionOf(feature ? e["geometry"] : p["location"]);
        const std::string lane(plainOf(p["laneId"]).text());
        if (type == "TrafficFlowObserved" && !lane.empty())
            id += "/lane:" + lane;
        m_out.sensor({id, {}, position});
        for (const auto& [name, value] : p.members())
            attribute(id, name, value, *when, position);
    }

    void attribute(const std::string& id, std::string_view name, const FeedValue& value, When when, std::optional<GeoPosition> position)
    {
        std::string lower(name.substr(0, 60));
        std::transform(lower.begin(), lower.end(), lower.begin(),
                       [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
        const auto* known =
            std::find_if(std::begin(kAttributes), std::end(kAttributes), [&lower](const Attribute& a) { return lower == a.name; });
        if (known == std::end(kAttributes))
            return;
        const FeedValue datum = plainOf(value);
        if (!datum)
            return;
        const auto number = datum.numberOrText();
        if (!number) {
            m_out.reject("the value of " + lower + " is no number", datum.offset());
            return;
        }
        std::string unit(value["unitCode"].text());
        if (unit.empty())
            unit = plainOf(value["metadata"]["unitCode"]).text();
        if (unit.empty()) {
            unit = known->unit;
            when.marks |= bits(Mark::UnitAssumed);
        }
        const auto stream = m_out.stream({.foreignId = id + "/" + known->quantity,
                                          .sensor = id,
                                          .word = known->quantity,
                                          .unit = unit,
                                          .period_s = when.dur,
                                          .aggregation = lower == "intensity" ? Aggregation::Count : Aggregation::Mean,
                                          .position = position},
                                         datum.offset());
        if (stream)
            m_out.accept(*stream, when, *number, datum.offset());
    }

    /// From dateObservedFrom and -To, else from dateObserved, a time or two with a slash between.
    std::optional<When> time(const FeedValue& p, std::size_t offset)
    {
        std::string from(plainOf(p["dateObservedFrom"]).text()), to(plainOf(p["dateObservedTo"]).text());
        if (from.empty()) {
            const std::string both(plainOf(p["dateObserved"]).text());
            const std::size_t slash = std::min(both.find('/'), both.size());
            from = both.substr(0, slash);
            to = both.substr(std::min(slash + 1, both.size()));
        }
        std::uint32_t marks = 0;
        const auto start = parseIsoTime(from);
        const auto at = start ? m_out.utc(*start, std::nullopt, offset, marks) : std::nullopt;
        if (!at) {
            if (!start)
                m_out.reject("the entity has no dateObserved that is ISO 8601", offset);
            return std::nullopt;
        }
        When when{.t = *at, .dur = m_out.catalogue().profile.period_s, .marks = marks};
        if (!to.empty()) {
            const auto end = parseIsoTime(to);
            const auto until = end ? m_out.utc(*end, at, offset, marks) : std::nullopt;
            if (!until || *until < *at || *until - *at > 366 * 86400) {
                m_out.reject("the observed interval has no sensible end", offset);
                return std::nullopt;
            }
            when.dur = static_cast<std::uint32_t>(*until - *at);
        }
        return when;
    }

    ResultBuilder& m_out;
};

}  // namespace

ParseResult ngsi(const RawItem& item, const Catalogue& catalogue)
{
    ResultBuilder out(FeedKind::Ngsi, catalogue);
    if (const auto json = JsonDocument::parse(item.body))
        NgsiReader(out).message(json->root());
    else
        out.refuse(json.error().reason, json.error().offset);
    return out.finish();
}

}  // namespace isopolis::parsers
