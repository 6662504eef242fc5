#include "gis/feeds/feed_source.h"

#include "gis/feeds/feed_time.h"
#include "gis/feeds/json_value.h"

#include <algorithm>

namespace isopolis {

namespace {

class SourceReader {
public:
    SourceReader(const FeedValue& json, std::string file) : m_json(json), m_file(std::move(file)) {}

    Expected<FeedSource> read()
    {
        FeedSource s;
        SourceProfile& p = s.profile;
        p.name = text("name");
        if (p.name.empty() || p.name.size() > 100)
            fail("name", "a source needs a name of at most 100 bytes");
        const std::string kind = text("kind");
        if (const auto known = feedKindOf(kind)) {
            s.kind = *known;
        } else {
            std::string all;
            for (const std::string& name : feedKindNames())
                all += (all.empty() ? "" : ", ") + name;
            fail("kind", "'" + kind + "' is no kind of feed; known are " + all);
        }
        p.zone = text("zone");
        if (!ZoneClock(p.zone).known())
            fail("zone", "'" + p.zone + "' is no time zone of the IANA list");
        p.period_s = static_cast<std::uint32_t>(number("period_s", 0, 0, 366.0 * 86400));
        p.stamp = choice<Stamp>("stamp", {"start", "middle", "end", "instant"});
        p.device = choice<DeviceClass>("device", {"reference", "indicative", "citizen"}, DeviceClass::Indicative);
        p.privacy = choice<PrivacyClass>("privacy", {"A", "B", "C", "D"}, PrivacyClass::D);
        p.reference_C = number("reference_c", 20, -50, 60);
        for (const FeedValue& v : m_json["sentinels"].items())
            if (const auto n = v.number())
                p.sentinels.push_back(*n);
        csv(p.csv);
        mqtt(p.mqtt);
        sections(p.sections);
        connection(s);
        if (m_fault)
            return unexpected(*m_fault);
        return s;
    }

private:
    void fail(const std::string& field, const std::string& message)
    {
        if (!m_fault)
            m_fault = Error{ErrorCode::BadValue, message}.in(m_file).at(std::string(m_json["name"].text())).about(field);
    }
    std::string text(const char* field)
    {
        const FeedValue v = m_json[field];
        if (v && !v.is(JsonType::Text))
            fail(field, "this must be a text");
        return std::string(v.is(JsonType::Text) ? v.text() : std::string_view());
    }
    double number(const char* field, double standard, double low, double high)
    {
        const FeedValue v = m_json[field];
        if (!v)
            return standard;
        const auto n = v.number();
        if (!n || *n < low || *n > high) {
            fail(field, "this must be a number from " + std::to_string(low) + " to " + std::to_string(high));
            return standard;
        }
        return *n;
    }
    bool flag(const char* field, bool standard)
    {
        const FeedValue v = m_json[field];
        if (v && !v.is(JsonType::True) && !v.is(JsonType::False))
            fail(field, "this must be true or false");
        return v ? v.is(JsonType::True) : standard;
    }
    template <class E>
    E choice(const char* field, std::initializer_list<const char*> words, E standard = E{})
    {
        const std::string word = text(field);
        if (word.empty())
            return standard;
        std::uint8_t at = 0;
        for (const char* w : words) {
            if (word == w)
                return static_cast<E>(at);
            ++at;
        }
        fail(field, "'" + word.substr(0, 40) + "' is not known here");
        return standard;
    }

    static JsonReading reading(const FeedValue& v)
    {
        return {std::string(v["pointer"].text()), std::string(v["quantity"].text()), std::string(v["unit"].text())};
    }

    void csv(CsvProfile& c)
    {
        const FeedValue v = m_json["csv"];
        if (!v)
            return;
        const auto word = [&v](const char* name, std::string& into) {
            if (v[name].is(JsonType::Text))
                into = std::string(v[name].text());
        };
        const std::string_view layout = v["layout"].text();
        c.layout = layout == "wide" ? CsvLayout::Wide : layout == "long" ? CsvLayout::Long : CsvLayout::Columns;
        if (!layout.empty() && layout != "wide" && layout != "long" && layout != "columns")
            fail("csv.layout", "a layout is columns, wide or long");
        if (v["separator"].text().size() == 1)
            c.separator = v["separator"].text()[0];
        if (v["decimal"].text() == ",")
            c.decimal = ',';
        word("time", c.time);
        word("sensor", c.sensor);
        word("quantity", c.quantity);
        word("value", c.value);
        word("unit", c.unit);
        word("time_format", c.timeFormat);
        if (const auto begin = parseIsoTime(v["begins"].text()))
            c.epoch_s = begin->civil_s;
        for (const auto& [name, column] : v["columns"].members())
            c.columns[std::string(name)] = reading(column);
    }

    void mqtt(std::vector<MqttMapping>& all)
    {
        for (const FeedValue& v : m_json["mqtt"].items()) {
            MqttMapping m{.topic = std::string(v["topic"].text()),
                          .time = std::string(v["time"].text()),
                          .sensor = std::string(v["sensor"].text()),
                          .readings = {}};
            if (m.topic.empty())
                fail("mqtt.topic", "a mapping needs the topic that it is for");
            for (const FeedValue& r : v["readings"].items())
                m.readings.push_back(reading(r));
            all.push_back(std::move(m));
        }
    }

    void sections(std::vector<CountedSection>& all)
    {
        for (const FeedValue& v : m_json["sections"].items()) {
            CountedSection section{std::string(v["name"].text()), {}, {}};
            for (const FeedValue& id : v["in"].items())
                section.in.emplace_back(id.text());
            for (const FeedValue& id : v["out"].items())
                section.out.emplace_back(id.text());
            if (section.in.empty() || section.out.empty())
                fail("sections", "a section needs the counters where vehicles drive 'in' and those where they drive 'out'");
            all.push_back(std::move(section));
        }
    }

    void connection(FeedSource& s)
    {
        s.url = text("url");
        const std::size_t at = s.url.find("://");
        const std::string scheme = s.url.substr(0, std::min(at, s.url.size()));
        const std::string_view kSchemes[] = {"http", "https", "mqtt", "mqtts", "tcp", "ssl"};
        if (!s.url.empty() &&
            (at == std::string::npos || std::find(std::begin(kSchemes), std::end(kSchemes), scheme) == std::end(kSchemes)))
            fail("url", "an address begins with http, https, mqtt or mqtts");
        std::string lower = s.url;
        std::transform(lower.begin(), lower.end(), lower.begin(),
                       [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
        for (const char* word : {"api_key=", "apikey=", "api-key=", "access_token=", "token=", "password=", "?key=", "&key="})
            if (lower.find(word) != std::string::npos)
                fail("url", "a key stands in the address; name it in 'secret' and keep it in the keyring");
        if (at != std::string::npos && s.url.substr(at + 3, s.url.find('/', at + 3) - at - 3).find('@') != std::string::npos)
            fail("url", "a user stands in the address; use 'user' and 'secret'");
        s.catalogueUrl = text("catalogue_url");
        const auto origin = [](const std::string& url) { return url.substr(0, url.find('/', url.find("://") + 3)); };
        if (!s.catalogueUrl.empty() && (!scheme.starts_with("http") || origin(s.catalogueUrl) != origin(s.url)))
            fail("catalogue_url", "the catalogue must be of the same server as 'url': keys are sent to it too");
        s.poll_s = number("poll_s", 60, 1, 86400 * 7);
        for (const FeedValue& topic : m_json["topics"].items())
            s.topics.emplace_back(topic.text());
        s.user = text("user");
        s.secret = text("secret");
        s.secretHeader = text("secret_header");
        s.caFile = text("ca_file");
        s.timeCursor = flag("time_cursor", false);
        s.licence = text("licence");
        s.attribution = text("attribution");
        s.purpose = text("purpose");
        s.legalBasis = text("legal_basis");
        s.mayStore = flag("may_store", true);
        s.mayExport = flag("may_export", true);
        for (const FeedValue& id : m_json["opt_out"].items())
            s.optOut.emplace_back(id.text());
        for (const FeedValue& area : m_json["opt_out_areas"].items()) {
            std::vector<GeoPosition> polygon;
            for (const FeedValue& corner : area.items()) {
                const auto c = corner.items();
                if (c.size() != 2 || !c[0].number() || !c[1].number())
                    fail("opt_out_areas", "a corner is [longitude, latitude]");
                else
                    polygon.push_back({*c[0].number(), *c[1].number()});
            }
            if (polygon.size() < 3)
                fail("opt_out_areas", "an area needs three corners");
            s.optOutAreas.push_back(std::move(polygon));
        }
    }

    FeedValue m_json;
    std::string m_file;
    std::optional<Error> m_fault;
};

Error noJson(const JsonFault& fault, const std::string& file)
{
    return Error{ErrorCode::BadFile, fault.reason}.in(file).at("byte " + std::to_string(fault.offset)).cure("Mend the JSON.");
}

}  // namespace

Expected<FeedSource> readFeedSource(std::string_view json, const std::string& file)
{
    const auto document = JsonDocument::parse(json);
    if (!document)
        return unexpected(noJson(document.error(), file));
    return SourceReader(document->root(), file).read();
}

Expected<std::vector<FeedSource>> readFeedSources(std::string_view json, const std::string& file)
{
    const auto document = JsonDocument::parse(json);
    if (!document)
        return unexpected(noJson(document.error(), file));
    if (!document->root()["sources"].is(JsonType::Array))
        return unexpected(Error{ErrorCode::BadFile, "the file has no list 'sources'"}.in(file).about("sources"));
    std::vector<FeedSource> all;
    for (const FeedValue& v : document->root()["sources"].items()) {
        auto source = SourceReader(v, file).read();
        if (!source)
            return unexpected(source.error());
        for (const FeedSource& other : all)
            if (other.profile.name == source->profile.name)
                return unexpected(Error{ErrorCode::BadValue, "two sources have this name"}.in(file).at(other.profile.name).about("name"));
        all.push_back(std::move(*source));
    }
    return all;
}

std::filesystem::path feedSourcesPath(const std::filesystem::path& project)
{
    std::filesystem::path path = project;
    if (path.extension() == ".gpkg")
        path.replace_extension();
    path += ".feeds.json";
    return path;
}

}  // namespace isopolis
