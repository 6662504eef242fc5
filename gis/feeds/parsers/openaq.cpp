// OpenAQ API v3: measurements (interval with both ends in UTC), latest values, locations and sensors. The newest value of a list of
// sensors or locations has a time that is the end of its interval (`datetimeLast`), so `latest` is stamped at the end.
// percentComplete may be nonsense (74350) and is not used; a flag of the provider makes a value suspect.

#include "gis/feeds/json_value.h"
#include "gis/feeds/parsers/parsers.h"
#include "gis/feeds/result_builder.h"

namespace isopolis::parsers {

namespace {

std::optional<GeoPosition> positionOf(const FeedValue& c) { return geoPosition(c["longitude"].number(), c["latitude"].number()); }

/// The digits behind "/sensors/" in the address of a request.
std::string sensorIn(std::string_view url)
{
    constexpr std::string_view kName = "/sensors/";
    const std::size_t at = url.find(kName);
    if (at == std::string_view::npos)
        return {};
    const std::string_view rest = url.substr(at + kName.size());
    return std::string(rest.substr(0, rest.find_first_not_of("0123456789")));
}

class OpenAqReader {
public:
    OpenAqReader(const RawItem& item, ResultBuilder& out) : m_sensor(sensorIn(item.topicOrUrl)), m_out(out) {}

    void message(const FeedValue& root)
    {
        if (!root["results"].is(JsonType::Array)) {
            const FeedValue detail = root["detail"] ? root["detail"] : root["message"];
            m_out.refuse(detail ? "the server answered: " + std::string(detail.text().substr(0, 200)) : "this is no answer of OpenAQ v3");
            return;
        }
        for (const FeedValue& r : root["results"].items()) {
            if (r["period"].is(JsonType::Object))
                measurement(r);
            else if (r["sensorsId"])
                latest(r, std::string(r["sensorsId"].text()), r["datetime"], r["value"], {}, {}, r["coordinates"], {});
            else if (r["sensors"].is(JsonType::Array))
                location(r);
            else if (r["parameter"].is(JsonType::Object))
                sensor(r, {}, std::nullopt);
            else if (!(r["name"] && r["units"]))  // a parameter: nothing to take
                m_out.reject("this is neither measurement, location, sensor nor parameter", r.offset());
        }
    }

private:
    void measurement(const FeedValue& r)
    {
        const auto from = parseIsoTime(r["period"]["datetimeFrom"]["utc"].text()),
                   to = parseIsoTime(r["period"]["datetimeTo"]["utc"].text());
        const auto value = r["value"].numberOrText();
        if (!from || !to || to->utc() < from->utc() || to->utc() - from->utc() > 366 * 86400) {
            m_out.reject("the period has no sensible beginning and end", r.offset());
            return;
        }
        if (!value) {
            m_out.reject("the value is no number", r.offset());
            return;
        }
        const auto dur = static_cast<std::uint32_t>(to->utc() - from->utc());
        const std::string id = m_sensor.empty() ? "unnamed" : m_sensor;
        const auto stream = m_out.stream({.foreignId = id,
                                          .sensor = placeOf(m_sensor),
                                          .word = std::string(r["parameter"]["name"].text()),
                                          .unit = std::string(r["parameter"]["units"].text()),
                                          .period_s = dur,
                                          .stamp = Stamp::Start,
                                          .position = positionOf(r["coordinates"])},
                                         r.offset());
        if (stream)
            m_out.accept(*stream, {.t = from->utc(), .dur = dur}, *value, r["value"].offset(),
                         r["flagInfo"]["hasFlags"].is(JsonType::True) ? Quality::Suspect : Quality::NotEvaluated);
    }

    void latest(const FeedValue& r, const std::string& id, const FeedValue& time, const FeedValue& number, const std::string& word,
                const std::string& unit, const FeedValue& coordinates, std::string place)
    {
        const auto at = parseIsoTime(time["utc"].text());
        const auto value = number.numberOrText();
        if (!at || !value) {
            m_out.reject(at ? "the value is no number" : "the time is not ISO 8601", r.offset());
            return;
        }
        if (place.empty())
            place = r["locationsId"] ? std::string(r["locationsId"].text()) : placeOf(id);
        const auto stream = m_out.stream(
            {.foreignId = id, .sensor = place, .word = word, .unit = unit, .stamp = Stamp::End, .position = positionOf(coordinates)},
            r.offset());
        if (stream)
            m_out.accept(*stream, m_out.stamped(*stream, at->utc()), *value, number.offset());
    }

    void location(const FeedValue& r)
    {
        const std::string id(r["id"].text());
        const auto position = positionOf(r["coordinates"]);
        m_out.sensor({id, std::string(r["name"].text()), position});
        for (const FeedValue& s : r["sensors"].items())
            sensor(s, id, position);
    }

    void sensor(const FeedValue& s, const std::string& place, std::optional<GeoPosition> position)
    {
        const std::string id(s["id"].text()), word(s["parameter"]["name"].text()), unit(s["parameter"]["units"].text());
        if (id.empty()) {
            m_out.reject("a sensor without id", s.offset());
            return;
        }
        if (s["latest"]["value"])
            latest(s, id, s["latest"]["datetime"], s["latest"]["value"], word, unit, s["latest"]["coordinates"], place);
        else
            m_out.stream({.foreignId = id,
                          .sensor = place.empty() ? placeOf(id) : place,
                          .word = word,
                          .unit = unit,
                          .stamp = Stamp::End,
                          .position = position},
                         s.offset());
    }

    /// The location of a sensor if the catalogue knows it; an unnamed sensor has none.
    std::string placeOf(const std::string& id) const
    {
        if (const auto known = m_out.catalogue().find(id))
            return m_out.catalogue().streams[known->index()].sensor;
        return id.empty() ? std::string() : "sensor:" + id;
    }

    std::string m_sensor;
    ResultBuilder& m_out;
};

}  // namespace

ParseResult openAq(const RawItem& item, const Catalogue& catalogue)
{
    ResultBuilder out(FeedKind::OpenAq, catalogue);
    if (const auto json = JsonDocument::parse(item.body))
        OpenAqReader(item, out).message(json->root());
    else
        out.refuse(json.error().reason, json.error().offset);
    return out.finish();
}

}  // namespace isopolis::parsers
