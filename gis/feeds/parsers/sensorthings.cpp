// OGC SensorThings API 1.1 (18-088): Observations, dataArray, Datastreams and Things with what they expand, and single entities as
// they come over MQTT. A Datastream's quantity is that of its ObservedProperty, else the first word of its name that is a quantity.

#include "gis/feeds/json_value.h"
#include "gis/feeds/parsers/parsers.h"
#include "gis/feeds/result_builder.h"

#include <algorithm>

namespace isopolis::parsers {

namespace {

/// The id in "…/Datastreams(7)…" or "…Datastreams('a7')…".
std::string datastreamIn(std::string_view link)
{
    constexpr std::string_view kName = "Datastreams(";
    const std::size_t at = link.find(kName);
    if (at == std::string_view::npos)
        return {};
    std::string_view id = link.substr(at + kName.size());
    id = id.substr(0, id.find(')'));
    if (id.size() >= 2 && id.front() == '\'' && id.back() == '\'')
        id = id.substr(1, id.size() - 2);
    return std::string(id);
}

/// Quantity of a datastream by its property, else by the words of its name.
std::string wordOf(const FeedValue& stream)
{
    const FeedValue property = stream["ObservedProperty"];
    for (const std::string_view word : {property["name"].text(), property["definition"].text(), stream["name"].text()})
        if (!word.empty() && findQuantity(word))
            return std::string(word);
    std::string_view name = stream["name"].text();
    while (!name.empty()) {
        const std::size_t blank = std::min(name.find(' '), name.size());
        if (blank > 0 && findQuantity(name.substr(0, blank)))
            return std::string(name.substr(0, blank));
        name.remove_prefix(std::min(blank + 1, name.size()));
    }
    return std::string(property["name"].text());
}

std::optional<GeoPosition> pointOf(const FeedValue& geometry)
{
    const FeedValue feature = geometry["geometry"] ? geometry["geometry"] : geometry;
    const auto at = feature["coordinates"].items();
    return feature["type"].text() == "Point" && at.size() >= 2 ? geoPosition(at[0].number(), at[1].number()) : std::nullopt;
}

class SensorThingsReader {
public:
    explicit SensorThingsReader(ResultBuilder& out) : m_out(out) {}

    void message(const FeedValue& root, std::string_view topicOrUrl)
    {
        const std::string_view next = root["@iot.nextLink"].text();
        m_out.result().nextLink = next;
        m_context = datastreamIn(topicOrUrl);
        if (m_context.empty())
            m_context = datastreamIn(next);
        if (root.is(JsonType::Array) || root["value"].is(JsonType::Array)) {
            for (const FeedValue& entity : root.is(JsonType::Array) ? root.items() : root["value"].items())
                if (!any(entity))
                    m_out.reject("this is no entity of SensorThings that has observations", entity.offset());
        } else if (!any(root)) {
            const std::string message(root["message"].text().substr(0, 200));
            if (root["code"])
                m_out.refuse("the server answered with error " + std::string(root["code"].text()) + ": " + message);
            else
                m_out.refuse("this is no answer of SensorThings");
        }
    }

private:
    bool any(const FeedValue& entity)
    {
        if (entity["dataArray"].is(JsonType::Array))
            dataArray(entity);
        else if (entity["phenomenonTime"] && !entity["result"].is(JsonType::Missing))
            observation(entity, {}, entity["phenomenonTime"], entity["resultTime"], entity["result"]);
        else if (entity["unitOfMeasurement"].is(JsonType::Object))
            datastream(entity, entity["Thing"]["@iot.id"].text(), std::nullopt);
        else if (entity["Datastreams"].is(JsonType::Array) || entity["Datastreams@iot.navigationLink"])
            thing(entity);
        else
            return entity["@iot.id"] && entity["@iot.selfLink"];  // another entity: nothing to take
        return true;
    }

    void thing(const FeedValue& entity)
    {
        const std::string id(entity["@iot.id"].text());
        std::optional<GeoPosition> position;
        for (const FeedValue& location : entity["Locations"].items())
            if (!position)
                position = pointOf(location["location"]);
        m_out.sensor({id, std::string(entity["name"].text()), position});
        for (const FeedValue& stream : entity["Datastreams"].items())
            datastream(stream, id, position);
    }

    std::optional<DatastreamId> datastream(const FeedValue& entity, std::string_view thing, std::optional<GeoPosition> position)
    {
        const std::string id(entity["@iot.id"].text());
        if (id.empty()) {
            m_out.reject("a Datastream without @iot.id", entity.offset());
            return std::nullopt;
        }
        std::string unit(entity["unitOfMeasurement"]["symbol"].text());
        if (unit.empty())
            unit = entity["unitOfMeasurement"]["name"].text();
        if (!position)
            position = pointOf(entity["observedArea"]);
        const auto stream = m_out.stream({.foreignId = id,
                                          .sensor = thing.empty() ? "datastream:" + id : std::string(thing),
                                          .word = wordOf(entity),
                                          .unit = unit,
                                          .position = position},
                                         entity.offset());
        for (const FeedValue& o : entity["Observations"].items())
            observation(o, id, o["phenomenonTime"], o["resultTime"], o["result"]);
        return stream;
    }

    void dataArray(const FeedValue& group)
    {
        std::string id(group["Datastream"]["@iot.id"].text());
        if (id.empty())
            id = datastreamIn(group["Datastream@iot.navigationLink"].text());
        std::optional<std::size_t> time, result, resultTime;
        std::size_t at = 0;
        for (const FeedValue& component : group["components"].items()) {
            if (component.text() == "phenomenonTime")
                time = at;
            else if (component.text() == "result")
                result = at;
            else if (component.text() == "resultTime")
                resultTime = at;
            ++at;
        }
        if (!result || !(time || resultTime)) {
            m_out.reject("a dataArray whose components name no time or no result", group.offset());
            return;
        }
        for (const FeedValue& row : group["dataArray"].items()) {
            const auto cells = row.items();
            if (cells.size() != at) {
                m_out.reject("a row of the dataArray has another length than its components", row.offset());
                continue;
            }
            const FeedValue issued = resultTime ? cells[*resultTime] : FeedValue();
            observation(row, id, time ? cells[*time] : issued, issued, cells[*result]);
        }
    }

    void observation(const FeedValue& entity, std::string id, const FeedValue& time, const FeedValue& issued, const FeedValue& result)
    {
        if (id.empty())
            id = entity["Datastream"]["@iot.id"].text();
        if (id.empty())
            id = datastreamIn(entity["Datastream@iot.navigationLink"].text());
        if (id.empty())
            id = m_context;
        const std::optional<double> value = result.numberOrText();
        if (!value) {
            m_out.reject("the result is no number", result.type() == JsonType::Missing ? entity.offset() : result.offset());
            return;
        }
        // An observation may carry its datastream with it: then its quantity and unit are known at once.
        const FeedValue carried = entity["Datastream"];
        const bool told = carried["unitOfMeasurement"].is(JsonType::Object) && carried["@iot.id"].text() == id;
        const auto known = m_out.catalogue().find(id);
        const auto stream = told ? datastream(carried, carried["Thing"]["@iot.id"].text(), std::nullopt)
                                 : m_out.stream({.foreignId = id.empty() ? "unnamed" : id,
                                                 .sensor = known        ? m_out.catalogue().streams[known->index()].sensor
                                                           : id.empty() ? std::string()
                                                                        : "datastream:" + id},
                                                entity.offset());
        if (!stream)
            return;
        std::uint32_t marks = 0;
        const std::string_view text = time.text();
        const std::size_t slash = text.find('/');
        const auto from = parseIsoTime(text.substr(0, slash));
        const auto start = from ? m_out.utc(*from, m_previous, time.offset(), marks) : std::nullopt;
        if (!start) {
            if (!from)
                m_out.reject("the phenomenonTime is no ISO 8601 time", time.offset());
            return;
        }
        m_previous = start;
        When when = m_out.stamped(*stream, *start, marks);
        if (slash != std::string_view::npos) {
            const auto to = parseIsoTime(text.substr(slash + 1));
            const auto end = to ? m_out.utc(*to, start, time.offset(), marks) : std::nullopt;
            if (!end || *end < *start || *end - *start > 366 * 86400) {
                m_out.reject("the interval of the phenomenonTime has no sensible end", time.offset());
                return;
            }
            when = {.t = *start, .dur = static_cast<std::uint32_t>(*end - *start), .marks = marks};
        }
        if (const auto known_s = parseIsoTime(issued.text()))
            when.resultTime = known_s->utc();
        m_out.accept(*stream, when, *value, result.offset());
    }

    ResultBuilder& m_out;
    std::string m_context;  ///< the datastream that the address or topic names
    std::optional<std::int64_t> m_previous;
};

}  // namespace

ParseResult sensorThings(const RawItem& item, const Catalogue& catalogue)
{
    ResultBuilder out(FeedKind::SensorThings, catalogue);
    if (const auto json = JsonDocument::parse(item.body))
        SensorThingsReader(out).message(json->root(), item.topicOrUrl);
    else
        out.refuse(json.error().reason, json.error().offset);
    return out.finish();
}

}  // namespace isopolis::parsers
