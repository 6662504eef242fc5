#include "gis/feeds/parser.h"

#include "gis/feeds/parsers/parsers.h"
#include "gis/feeds/payload.h"

#include <algorithm>
#include <exception>

namespace isopolis {

namespace {

using ParseFunction = ParseResult (*)(const RawItem&, const Catalogue&);

struct KindRow {
    FeedKind kind;
    std::string_view name;
    ParseFunction parse;
};

constexpr KindRow kKinds[] = {{FeedKind::SensorThings, "sensorthings", parsers::sensorThings},
                              {FeedKind::MqttJson, "mqtt_json", parsers::mqttJson},
                              {FeedKind::GtfsRealtime, "gtfs_realtime", parsers::gtfsRealtime},
                              {FeedKind::Datex2, "datex2", parsers::datex2},
                              {FeedKind::Csv, "csv", parsers::csvArchive},
                              {FeedKind::OpenAq, "openaq", parsers::openAq},
                              {FeedKind::SensorCommunity, "sensor_community", parsers::sensorCommunity},
                              {FeedKind::PurpleAir, "purpleair", parsers::purpleAir},
                              {FeedKind::SosRest, "sos_rest", parsers::sosRest},
                              {FeedKind::Ngsi, "ngsi", parsers::ngsi},
                              {FeedKind::Telraam, "telraam", parsers::telraam},
                              {FeedKind::Madrid, "madrid", parsers::madrid},
                              {FeedKind::SparkplugB, "sparkplug_b", parsers::sparkplug}};

const KindRow& rowOf(FeedKind kind)
{
    return *std::find_if(std::begin(kKinds), std::end(kKinds), [kind](const KindRow& r) { return r.kind == kind; });
}

class FunctionParser : public Parser {
public:
    explicit FunctionParser(FeedKind kind) : m_kind(kind) {}
    ParseResult parse(const RawItem& item, const Catalogue& catalogue) const override { return parsePayload(m_kind, item, catalogue); }

private:
    FeedKind m_kind;
};

bool contains(std::string_view text, std::string_view piece) { return text.find(piece) != std::string_view::npos; }

bool endsWith(std::string_view name, std::string_view ending)
{
    return name.size() >= ending.size() && name.substr(name.size() - ending.size()) == ending;
}

/// By words that only one kind has among its first few kilobytes.
std::optional<FeedKind> jsonKind(std::string_view head, std::string_view topic)
{
    if (contains(topic, "Datastreams(") || contains(head, "@iot.") || contains(head, "\"dataArray\"") ||
        contains(head, "\"phenomenonTime\""))
        return FeedKind::SensorThings;
    if (contains(head, "\"sensordatavalues\""))
        return FeedKind::SensorCommunity;
    if (contains(head, "\"api_version\"") && contains(head, "\"time_stamp\""))
        return FeedKind::PurpleAir;
    if (contains(head, "openaq") || contains(topic, "openaq"))
        return FeedKind::OpenAq;
    if (contains(head, "Observed\"") && contains(head, "\"id\""))
        return FeedKind::Ngsi;
    if (contains(head, "\"report\"") && contains(head, "\"segment_id\""))
        return FeedKind::Telraam;
    if ((contains(head, "\"values\"") && contains(head, "\"timestamp\"")) || contains(head, "\"timeseries\""))
        return FeedKind::SosRest;
    if (contains(head, "\"code\"") && contains(head, "\"type\"") && contains(head, "\"message\""))
        return FeedKind::SensorThings;
    return std::nullopt;
}

}  // namespace

std::string_view feedKindName(FeedKind kind) { return rowOf(kind).name; }

std::optional<FeedKind> feedKindOf(std::string_view name)
{
    for (const KindRow& row : kKinds)
        if (row.name == name)
            return row.kind;
    return std::nullopt;
}

std::vector<std::string> feedKindNames()
{
    std::vector<std::string> names;
    for (const KindRow& row : kKinds)
        names.emplace_back(row.name);
    return names;
}

void Catalogue::apply(const ParseResult& result)
{
    for (const auto& [id, stream] : result.changedStreams)
        if (id.index() < streams.size())
            streams[id.index()] = stream;
    streams.insert(streams.end(), result.newStreams.begin(), result.newStreams.end());
    for (const auto& [id, site] : result.sites)
        sites[id] = site;
    for (const auto& [node, number] : result.sequence)
        sequence[node] = number;
    for (const auto& [node, number] : result.births)
        births[node] = number;
}

std::optional<DatastreamId> Catalogue::find(std::string_view foreignId) const
{
    for (; m_indexed < streams.size(); ++m_indexed)
        m_byForeignId.emplace(streams[m_indexed].foreignId, DatastreamId::fromIndex(m_indexed));
    const auto found = m_byForeignId.find(foreignId);
    return found == m_byForeignId.end() ? std::nullopt : std::optional(found->second);
}

std::unique_ptr<Parser> makeParser(FeedKind kind) { return std::make_unique<FunctionParser>(kind); }

std::optional<FeedKind> detectFeedKind(const RawItem& item)
{
    std::string text;
    std::string_view body = item.body;
    if (isGzip(body)) {
        const auto plain = inflated(body);
        if (!plain)
            return std::nullopt;
        text = *plain;
        body = text;
    }
    const std::string_view topic = item.topicOrUrl;
    if (topic.starts_with("spBv1.0/"))
        return FeedKind::SparkplugB;
    std::string_view head = body.substr(0, 16384);
    const std::size_t first = head.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
    if (first == std::string_view::npos)
        return std::nullopt;
    const char c = head[first];
    if (c == '{' || c == '[')
        return jsonKind(head, topic);
    if (c == '<') {
        if (contains(head, "<pms"))
            return FeedKind::Madrid;
        if (contains(head, "d2LogicalModel") || contains(head, "datex2.eu"))
            return FeedKind::Datex2;
        return std::nullopt;
    }
    // A GTFS-Realtime message begins with its header: field 1, whose own first field is the version, "1.0" or "2.0".
    if (body.size() > 6 && body[0] == '\x0a' && body[2] == '\x0a' && static_cast<unsigned char>(body[3]) < 20)
        return FeedKind::GtfsRealtime;
    const bool text2 = std::none_of(head.begin(), head.end(), [](char b) { return static_cast<unsigned char>(b) < 9; });
    const std::string_view line = head.substr(0, head.find('\n'));
    if (text2 && (endsWith(topic, ".csv") || contains(item.contentType, "csv")) && line.find_first_of(",;\t") != std::string_view::npos)
        return FeedKind::Csv;
    return std::nullopt;
}

ParseResult parsePayload(FeedKind kind, const RawItem& item, const Catalogue& catalogue)
{
    const auto refused = [kind](std::string reason) {
        ParseResult nothing;
        nothing.kind = kind;
        nothing.refused = Rejected{std::move(reason), 0};
        return nothing;
    };
    try {
        if (!isGzip(item.body) && item.body.size() <= kLargestBody)
            return rowOf(kind).parse(item, catalogue);
        auto plain = inflated(item.body);
        if (!plain)
            return refused(plain.error());
        RawItem open = item;
        open.body = std::move(*plain);
        return rowOf(kind).parse(open, catalogue);
    } catch (const std::exception& e) {
        return refused(std::string("the message could not be read: ") + e.what());
    }
}

}  // namespace isopolis
