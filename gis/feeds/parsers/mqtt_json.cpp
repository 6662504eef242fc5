// Plain JSON over MQTT: a mapping per source says which topic is which sensor and where in the message its readings lie.

#include "gis/feeds/json_value.h"
#include "gis/feeds/parsers/parsers.h"
#include "gis/feeds/result_builder.h"

#include <cmath>

namespace isopolis::parsers {

namespace {

using Names = std::map<std::string, std::string, std::less<>>;

/// "city/{sensor}/air" on "city/k12/air" → sensor = k12; + and # as in MQTT filters.
bool matches(std::string_view pattern, std::string_view topic, Names& names)
{
    for (;;) {
        const std::string_view want = pattern.substr(0, pattern.find('/')), have = topic.substr(0, topic.find('/'));
        if (want == "#")
            return true;
        if (want.size() > 2 && want.front() == '{' && want.back() == '}')
            names[std::string(want.substr(1, want.size() - 2))] = std::string(have);
        else if (want != "+" && want != have)
            return false;
        const bool lastWant = want.size() == pattern.size(), lastHave = have.size() == topic.size();
        if (lastWant || lastHave)
            return lastWant && lastHave;
        pattern.remove_prefix(want.size() + 1);
        topic.remove_prefix(have.size() + 1);
    }
}

/// ISO text, or Unix seconds, milliseconds or microseconds as a number.
std::optional<std::int64_t> timeOf(const FeedValue& value, ResultBuilder& out, std::uint32_t& marks)
{
    if (const auto number = value.numberOrText()) {
        double s = *number;
        if (s >= 1e14)
            s /= 1e6;
        else if (s >= 1e11)
            s /= 1e3;
        return s >= 0 && s < 1e10 ? std::optional(static_cast<std::int64_t>(std::floor(s))) : std::nullopt;
    }
    const auto read = parseIsoTime(value.text());
    return read ? out.utc(*read, std::nullopt, value.offset(), marks) : std::nullopt;
}

void message(const FeedValue& root, const RawItem& item, const MqttMapping& mapping, Names names, ResultBuilder& out)
{
    if (!mapping.sensor.empty())
        names["sensor"] = std::string(root.pointer(mapping.sensor).text());
    const std::string sensor = names["sensor"];
    if (sensor.empty()) {
        out.reject("neither the topic nor the message names the sensor", root.offset());
        return;
    }
    std::uint32_t marks = 0;
    std::int64_t at = item.recv_us / 1'000'000;
    const FeedValue time = mapping.time.empty() ? FeedValue() : root.pointer(mapping.time);
    if (time) {
        const auto read = timeOf(time, out, marks);
        if (!read) {
            out.reject("the time is neither ISO 8601 nor a Unix time", time.offset());
            return;
        }
        at = *read;
    } else {
        marks |= bits(Mark::ReceiveTime);
    }
    std::vector<JsonReading> readings = mapping.readings;
    if (readings.empty())
        readings.push_back({root.is(JsonType::Object) ? "/value" : "", names["quantity"], ""});
    for (const JsonReading& reading : readings) {
        const FeedValue value = root.pointer(reading.pointer);
        if (!value)
            continue;  // a message need not hold all readings
        const std::string word = reading.quantity.empty() ? names["quantity"] : reading.quantity;
        if (!findQuantity(word)) {
            out.reject("the quantity '" + word.substr(0, 60) + "' is not known", value.offset());
            continue;
        }
        const auto number = value.numberOrText();
        if (!number) {
            out.reject("the reading at " + reading.pointer + " is no number", value.offset());
            continue;
        }
        if (const auto stream = out.stream({.sensor = sensor, .word = word, .unit = reading.unit}, value.offset()))
            out.accept(*stream, out.stamped(*stream, at, marks), *number, value.offset());
    }
}

}  // namespace

ParseResult mqttJson(const RawItem& item, const Catalogue& catalogue)
{
    ResultBuilder out(FeedKind::MqttJson, catalogue);
    const auto json = JsonDocument::parse(item.body);
    if (!json) {
        out.refuse(json.error().reason, json.error().offset);
        return out.finish();
    }
    for (const MqttMapping& mapping : catalogue.profile.mqtt) {
        Names names;
        if (!matches(mapping.topic, item.topicOrUrl, names))
            continue;
        for (const FeedValue& one : json->root().is(JsonType::Array) ? json->root().items() : std::vector{json->root()})
            message(one, item, mapping, names, out);
        return out.finish();
    }
    out.refuse("no mapping of the source fits the topic '" + item.topicOrUrl.substr(0, 200) + "'");
    return out.finish();
}

}  // namespace isopolis::parsers
