// Sensors of citizens: Sensor.Community (all numbers are text, times UTC without a zone, blurred positions) and PurpleAir v1
// (columnar answers; raw PM2.5 as CF=1, °F, %; the corrected value is a derived stream and not made here). Both are class C: a home.

#include "gis/feeds/json_value.h"
#include "gis/feeds/parsers/parsers.h"
#include "gis/feeds/result_builder.h"

namespace isopolis::parsers {

namespace {

struct Word {
    const char *theirs, *quantity, *unit;
};

constexpr Word kCommunity[] = {{"P0", "pm1", "µg/m³"},
                               {"P1", "pm10", "µg/m³"},
                               {"P2", "pm25", "µg/m³"},
                               {"P4", "pm4", "µg/m³"},
                               {"humidity", "humidity", "%"},
                               {"pressure", "pressure", "Pa"},
                               {"temperature", "temperature", "C"},
                               {"noise_LAeq", "leq", "dB(A)"}};
constexpr Word kPurple[] = {{"pm1.0_cf_1", "pm1", "µg/m³"}, {"pm2.5_cf_1", "pm25", "µg/m³"},     {"pm10.0_cf_1", "pm10", "µg/m³"},
                            {"humidity", "humidity", "%"},  {"temperature", "temperature", "F"}, {"pressure", "pressure", "mbar"}};

void communityItem(const FeedValue& m, ResultBuilder& out)
{
    const std::string id(m["sensor"]["id"].text());
    const auto time = parseIsoTime(m["timestamp"].text());
    if (id.empty() || !time) {
        out.reject(id.empty() ? "a measurement that names no sensor" : "the timestamp is no time", m.offset());
        return;
    }
    const FeedValue place = m["location"];
    const auto position = geoPosition(place["longitude"].numberOrText(), place["latitude"].numberOrText());
    out.sensor({id, std::string(m["sensor"]["sensor_type"]["name"].text()), position});
    if (place["indoor"].text() == "1") {
        ++out.result().counts["indoor"];
        return;  // the air of a room says nothing of the street
    }
    for (const FeedValue& v : m["sensordatavalues"].items()) {
        const std::string_view type = v["value_type"].text();
        const auto* known = std::find_if(std::begin(kCommunity), std::end(kCommunity), [type](const Word& w) { return type == w.theirs; });
        if (known == std::end(kCommunity)) {
            ++out.result().counts["other_quantities"];
            continue;
        }
        const auto value = v["value"].numberOrText();
        if (!value) {
            out.reject("the value of " + std::string(type.substr(0, 40)) + " is no number", v.offset());
            continue;
        }
        const auto stream = out.stream({.foreignId = id + "/" + std::string(type),
                                        .sensor = id,
                                        .word = known->quantity,
                                        .unit = known->unit,
                                        .aggregation = Aggregation::Instant,
                                        .stamp = Stamp::Instant,
                                        .position = position,
                                        .device = DeviceClass::Citizen,
                                        .privacy = PrivacyClass::C},
                                       v.offset());
        if (stream)
            out.accept(*stream, {.t = time->utc()}, *value, v.offset());  // UTC, though no zone is written
    }
}

struct PurpleRow {
    std::string id, name;
    std::optional<double> lat, lon, seen_s;
    bool indoor = false;
    std::vector<std::pair<std::string, FeedValue>> values;
};

void take(PurpleRow& row, std::string_view field, const FeedValue& value)
{
    if (field == "sensor_index")
        row.id = value.text();
    else if (field == "name")
        row.name = value.text();
    else if (field == "latitude")
        row.lat = value.number();
    else if (field == "longitude")
        row.lon = value.number();
    else if (field == "last_seen")
        row.seen_s = value.number();
    else if (field == "location_type")
        row.indoor = value.number() == 1.0;
    else if (value)
        row.values.emplace_back(field, value);
}

void purpleRow(const PurpleRow& row, std::optional<double> asked_s, std::size_t offset, ResultBuilder& out)
{
    if (row.id.empty()) {
        out.reject("a row without sensor_index", offset);
        return;
    }
    const auto position = geoPosition(row.lon, row.lat);
    out.sensor({row.id, row.name, position});
    if (row.indoor) {
        ++out.result().counts["indoor"];
        return;
    }
    const auto at = row.seen_s ? row.seen_s : asked_s;
    for (const auto& [field, value] : row.values) {
        const auto* known =
            std::find_if(std::begin(kPurple), std::end(kPurple), [&field = field](const Word& w) { return field == w.theirs; });
        if (known == std::end(kPurple))
            continue;
        const auto number = value.numberOrText();
        if (!number || !at || *at < 0 || *at > 1e11) {
            out.reject(number ? "no time is told" : "the value of " + field + " is no number", value.offset());
            continue;
        }
        const auto stream = out.stream({.foreignId = row.id + "/" + field,
                                        .sensor = row.id,
                                        .word = known->quantity,
                                        .unit = known->unit,
                                        .aggregation = Aggregation::Instant,
                                        .stamp = Stamp::Instant,
                                        .position = position,
                                        .device = DeviceClass::Citizen,
                                        .privacy = PrivacyClass::C},
                                       value.offset());
        if (stream)
            out.accept(*stream, {.t = static_cast<std::int64_t>(*at)}, *number, value.offset());
    }
}

}  // namespace

ParseResult sensorCommunity(const RawItem& item, const Catalogue& catalogue)
{
    ResultBuilder out(FeedKind::SensorCommunity, catalogue);
    const auto json = JsonDocument::parse(item.body);
    if (!json)
        out.refuse(item.body.empty() ? "the answer is empty, as it is when that server has too much to do" : json.error().reason,
                   json.error().offset);
    else if (!json->root().is(JsonType::Array))
        out.refuse("this is no answer of Sensor.Community");
    else
        for (const FeedValue& m : json->root().items())
            communityItem(m, out);
    return out.finish();
}

ParseResult purpleAir(const RawItem& item, const Catalogue& catalogue)
{
    ResultBuilder out(FeedKind::PurpleAir, catalogue);
    const auto json = JsonDocument::parse(item.body);
    if (!json) {
        out.refuse(json.error().reason, json.error().offset);
        return out.finish();
    }
    const FeedValue root = json->root();
    const auto asked = root["data_time_stamp"].number();
    if (root["error"]) {
        out.refuse("the server answered " + std::string(root["error"].text().substr(0, 100)) + ": " +
                   std::string(root["description"].text().substr(0, 200)));
    } else if (root["sensor"].is(JsonType::Object)) {
        PurpleRow row;
        for (const auto& [field, value] : root["sensor"].members())
            take(row, field, value);
        purpleRow(row, asked, root["sensor"].offset(), out);
    } else if (root["fields"].is(JsonType::Array) && root["data"].is(JsonType::Array)) {
        const auto fields = root["fields"].items();
        for (const FeedValue& line : root["data"].items()) {
            const auto cells = line.items();
            if (cells.size() != fields.size()) {
                out.reject("a row has another length than the list of fields", line.offset());
                continue;
            }
            PurpleRow row;
            for (std::size_t c = 0; c < cells.size(); ++c)
                take(row, fields[c].text(), cells[c]);
            purpleRow(row, asked, line.offset(), out);
        }
    } else {
        out.refuse("this is no answer of PurpleAir v1");
    }
    return out.finish();
}

}  // namespace isopolis::parsers
