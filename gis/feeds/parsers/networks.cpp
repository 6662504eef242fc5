// Networks with an interface of their own: the 52 North SOS REST API (UK-AIR, IRCEL; Unix milliseconds, -99 missing, coordinates
// as [lat, lon, alt] on UK-AIR), Telraam v1 (counts already divided by the uptime) and Madrid's Informo (decimal comma, veh/h).

#include "gis/feeds/json_value.h"
#include "gis/feeds/parsers/parsers.h"
#include "gis/feeds/result_builder.h"

#include <QXmlStreamReader>

#include <algorithm>
#include <cmath>

namespace isopolis::parsers {

namespace {

constexpr std::uint32_t kHour_s = 3600;

/// "10744" → its phenomenon, from the stations' properties.
void sosStation(const FeedValue& station, bool latitudeFirst, ResultBuilder& out)
{
    const FeedValue p = station["properties"];
    std::string id(p["id"].text());
    const auto at = station["geometry"]["coordinates"].items();
    std::optional<GeoPosition> position;
    if (at.size() >= 2)
        position = geoPosition(at[latitudeFirst ? 1 : 0].numberOrText(), at[latitudeFirst ? 0 : 1].numberOrText());
    for (const auto& [series, about] : p["timeseries"].members()) {
        if (id.empty())
            id = std::string(about["feature"]["id"].text());
        out.stream({.foreignId = std::string(series),
                    .sensor = id,
                    .word = std::string(about["phenomenon"]["label"].text()),
                    .unit = std::string(about["uom"].text()),
                    .period_s = kHour_s,
                    .position = position},
                   about.offset());
    }
    if (id.empty())
        out.reject("a station without id", station.offset());
    else
        out.sensor({id, std::string(p["label"].text()), position});
}

void sosValues(std::string_view id, const FeedValue& list, ResultBuilder& out)
{
    const auto known = out.catalogue().find(id);
    const auto stream = out.stream({.foreignId = std::string(id),
                                    .sensor = known ? out.catalogue().streams[known->index()].sensor : "timeseries:" + std::string(id),
                                    .period_s = kHour_s},
                                   list.offset());
    if (!stream)
        return;
    for (const FeedValue& v : list.items()) {
        const auto ms = v["timestamp"].number();
        if (!ms || std::abs(*ms) > 1e14) {
            out.reject("the timestamp is no number of milliseconds", v.offset());
            continue;
        }
        if (!v["value"]) {
            ++out.result().counts["missing"];
            continue;
        }
        const auto value = v["value"].numberOrText();
        if (!value) {
            out.reject("the value is no number", v.offset());
            continue;
        }
        When when = out.stamped(*stream, static_cast<std::int64_t>(std::floor(*ms / 1000)), bits(Mark::Provisional));
        const bool missing = *value == -99 || *value == -999;
        if (missing)
            when.marks |= bits(Mark::Sentinel);
        out.accept(*stream, when, *value, v.offset(), missing ? Quality::Missing : Quality::NotEvaluated);
    }
}

struct TelraamColumn {
    const char *theirs, *quantity;
};
constexpr TelraamColumn kTelraam[] = {{"heavy", "heavy"}, {"car", "car"}, {"bike", "bike"}, {"pedestrian", "pedestrian"}};
constexpr double kFailedUptime = 0.5, kSuspectUptime = 0.75;

void telraamRow(const FeedValue& row, ResultBuilder& out)
{
    const std::string id(row["segment_id"].text());
    const auto time = parseIsoTime(row["date"].text());
    const auto uptime = row["uptime"].numberOrText();
    if (id.empty() || !time || !uptime || *uptime < 0 || *uptime > 1) {
        out.reject(id.empty() ? "a row without segment_id"
                   : !time    ? "the date is no ISO 8601 time"
                              : "the uptime is no share between 0 and 1",
                   row.offset());
        return;
    }
    const std::uint32_t period = row["interval"].text() == "daily" ? 86400 : kHour_s;
    const Quality flag = *uptime < kFailedUptime ? Quality::Fail : *uptime < kSuspectUptime ? Quality::Suspect : Quality::NotEvaluated;
    const auto add = [&](const char* field, const char* word, const char* unit, double factor) {
        const FeedValue value = row[field];
        if (!value)
            return;
        const auto number = value.numberOrText();
        if (!number) {
            out.reject(std::string("the value of ") + field + " is no number", value.offset());
            return;
        }
        const auto stream = out.stream({.foreignId = id + "/" + field,
                                        .sensor = id,
                                        .word = word,
                                        .unit = unit,
                                        .period_s = period,
                                        .aggregation = Aggregation::Count,
                                        .stamp = Stamp::Start,
                                        .device = DeviceClass::Citizen,
                                        .privacy = PrivacyClass::C},
                                       value.offset());
        if (stream)
            out.accept(*stream, {.t = time->utc(), .dur = period, .marks = flag == Quality::NotEvaluated ? 0 : bits(Mark::Gap)},
                       *number * factor, value.offset(), flag);
    };
    // The interface gives counts divided by the uptime: what was counted is count · uptime.
    for (const TelraamColumn& c : kTelraam)
        add(c.theirs, c.quantity, "veh", *uptime);
    add("v85", "v85", "km/h", 1);
}

std::optional<double> commaNumber(std::string text)
{
    std::replace(text.begin(), text.end(), ',', '.');
    return wholeNumber(text);
}

struct MadridPoint {
    std::map<std::string, std::string> fields;
    std::size_t offset = 0;
};

void madridPoint(const MadridPoint& point, std::int64_t at, std::uint32_t marks, ResultBuilder& out)
{
    const auto field = [&](const char* name) {
        const auto found = point.fields.find(name);
        return found == point.fields.end() ? std::string() : found->second;
    };
    const std::string id = field("idelem");
    if (id.empty()) {
        out.reject("a point without idelem", point.offset);
        return;
    }
    out.sensor({id, field("descripcion"), {}});  // its position is in metres of UTM 30N, which a reader with PROJ must turn
    const bool error = field("error") == "S";
    for (const auto& [name, word, unit] : {std::tuple{"intensidad", "intensidad", "veh/h"}, std::tuple{"ocupacion", "ocupacion", "%"}}) {
        const std::string text = field(name);
        if (text.empty())
            continue;
        const auto value = commaNumber(text);
        if (!value) {
            out.reject("'" + text.substr(0, 40) + "' is no number", point.offset);
            continue;
        }
        const auto stream = out.stream({.foreignId = id + "/" + name,
                                        .sensor = id,
                                        .word = word,
                                        .unit = unit,
                                        .period_s = 300,
                                        .aggregation = std::string_view(name) == "intensidad" ? Aggregation::Rate : Aggregation::Mean,
                                        .stamp = Stamp::End,
                                        .privacy = PrivacyClass::A},
                                       point.offset);
        if (!stream)
            continue;
        When when = out.stamped(*stream, at, marks);
        const Quality flag = error ? Quality::Fail : *value < 0 ? Quality::Missing : Quality::NotEvaluated;
        when.marks |= flag == Quality::Fail ? bits(Mark::SourceError) : flag == Quality::Missing ? bits(Mark::Sentinel) : 0;
        out.accept(*stream, when, *value, point.offset, flag);
    }
}

}  // namespace

ParseResult sosRest(const RawItem& item, const Catalogue& catalogue)
{
    ResultBuilder out(FeedKind::SosRest, catalogue);
    const auto json = JsonDocument::parse(item.body);
    if (!json) {
        out.refuse(json.error().reason, json.error().offset);
    } else if (json->root().is(JsonType::Array)) {
        for (const FeedValue& station : json->root().items())
            sosStation(station, item.topicOrUrl.find("uk-air") != std::string::npos, out);
    } else if (json->root()["values"].is(JsonType::Array)) {  // one series: its id stands in the address
        const std::string_view url = item.topicOrUrl;
        const std::size_t at = url.find("/timeseries/");
        const std::string_view rest = at == std::string_view::npos ? std::string_view() : url.substr(at + 12);
        sosValues(rest.empty() ? std::string_view("unnamed") : rest.substr(0, rest.find('/')), json->root()["values"], out);
    } else {
        bool any = false;
        for (const auto& [id, series] : json->root().members())
            if (series["values"].is(JsonType::Array)) {
                any = true;
                sosValues(id, series["values"], out);
            }
        if (!any)
            out.refuse("this is no answer of the SOS REST interface");
    }
    return out.finish();
}

ParseResult telraam(const RawItem& item, const Catalogue& catalogue)
{
    ResultBuilder out(FeedKind::Telraam, catalogue);
    const auto json = JsonDocument::parse(item.body);
    if (!json)
        out.refuse(json.error().reason, json.error().offset);
    else if (!json->root()["report"].is(JsonType::Array))
        out.refuse(json->root()["message"] ? "the server answered: " + std::string(json->root()["message"].text().substr(0, 200))
                                           : "this is no report of Telraam");
    else
        for (const FeedValue& row : json->root()["report"].items())
            telraamRow(row, out);
    return out.finish();
}

ParseResult madrid(const RawItem& item, const Catalogue& catalogue)
{
    Catalogue local = catalogue;
    if (local.profile.zone.empty())
        local.profile.zone = "Europe/Madrid";  // its stamps are local and say no offset
    ResultBuilder out(FeedKind::Madrid, local);
    QXmlStreamReader xml(QByteArray::fromRawData(item.body.data(), static_cast<qsizetype>(item.body.size())));
    std::vector<MadridPoint> points;
    std::string stamp, root;
    bool inPoint = false;
    int depth = 0;
    while (!xml.atEnd()) {
        const auto token = xml.readNext();
        if (token == QXmlStreamReader::DTD) {
            out.refuse("the XML has a document type definition, which is not read");
            return out.finish();
        }
        if (token == QXmlStreamReader::EndElement) {
            --depth;
            inPoint = inPoint && xml.name() != QLatin1String("pm");
        }
        if (token != QXmlStreamReader::StartElement)
            continue;
        ++depth;
        const std::string name = xml.name().toString().toStdString();
        if (root.empty())
            root = name;
        if (name == "pm") {
            points.push_back({{}, static_cast<std::size_t>(std::max<qint64>(0, xml.characterOffset()))});
            inPoint = true;
        } else if (name == "fecha_hora" || inPoint) {
            std::string text = xml.readElementText(QXmlStreamReader::SkipChildElements).trimmed().toStdString();
            --depth;
            if (name == "fecha_hora")
                stamp = text;
            else if (points.back().fields.size() < 50)
                points.back().fields[name] = std::move(text);
        }
        if (depth > 64)
            break;
    }
    if (root != "pms" || xml.hasError()) {
        out.refuse(root != "pms" ? "this is no message of Madrid's traffic points"
                                 : "the XML is damaged: " + xml.errorString().toStdString(),
                   static_cast<std::size_t>(std::max<qint64>(0, xml.characterOffset())));
        return out.finish();
    }
    std::uint32_t marks = 0;
    std::int64_t at = item.recv_us / 1'000'000;
    if (stamp.empty()) {
        marks = bits(Mark::ReceiveTime);
    } else {
        const auto read = parseSlashTime(stamp, true);
        const auto utc = read ? out.utc(*read, std::nullopt, 0, marks) : std::nullopt;
        if (!utc) {
            out.refuse("'" + stamp.substr(0, 40) + "' is no time of the form 31/12/2024 23:55:00");
            return out.finish();
        }
        at = *utc;
    }
    for (const MadridPoint& point : points)
        madridPoint(point, at, marks, out);
    return out.finish();
}

}  // namespace isopolis::parsers
