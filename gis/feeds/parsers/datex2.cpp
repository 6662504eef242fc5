// DATEX II, level 2.x and 3.x, by the names of elements without their prefixes: MeasuredDataPublication and the site table that says
// what its indices mean. Flows are rates (veh/h), speeds km/h, occupancies per cent. dataError wins over the value beside it; -1,
// 255 km/h and 15300 veh/h mean "nothing passed" or "no value". Sources: CEN/TS 16157-5; NDW and NTIS interface descriptions.

#include "gis/feeds/json_value.h"
#include "gis/feeds/parsers/parsers.h"
#include "gis/feeds/result_builder.h"

#include <QXmlStreamReader>

namespace isopolis::parsers {

namespace {

constexpr std::size_t kDeepest = 64;

/// What is known of publishers that tell neither period nor which end of it they stamp.
struct Publisher {
    const char* id;
    std::uint32_t period_s;
    Stamp stamp;
};
constexpr Publisher kPublishers[] = {
    {"NTIS", 60, Stamp::Start}, {"NDW", 60, Stamp::Start}, {"NDWNL", 60, Stamp::Start}, {"TIPI", 360, Stamp::End}};

/// Turns positions in UTF-16 units, in which Qt counts, into bytes of UTF-8; positions must not go back.
class ByteCounter {
public:
    explicit ByteCounter(std::string_view body) : m_body(body) {}
    std::size_t byteAt(qint64 units)
    {
        while (m_units < units && m_byte < m_body.size()) {
            const auto lead = static_cast<unsigned char>(m_body[m_byte]);
            m_byte += lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
            m_units += lead < 0xF0 ? 1 : 2;
        }
        return std::min(m_byte, m_body.size());
    }

private:
    std::string_view m_body;
    qint64 m_units = 0;
    std::size_t m_byte = 0;
};

struct Value {
    int index = -1;
    std::string type;  ///< "TrafficFlow"
    std::optional<double> number;
    std::string text;
    bool error = false;
    std::string time;
    std::uint32_t period_s = 0;
    std::size_t offset = 0;
};

class DatexReader {
public:
    DatexReader(const RawItem& item, ResultBuilder& out)
        : m_bytes(item.body), m_out(out), m_xml(QByteArray::fromRawData(item.body.data(), static_cast<qsizetype>(item.body.size())))
    {}

    void message()
    {
        while (!m_xml.atEnd() && !m_stopped) {
            switch (m_xml.readNext()) {
            case QXmlStreamReader::DTD: stop("the XML has a document type definition, which is not read"); break;
            case QXmlStreamReader::StartElement: begin(); break;
            case QXmlStreamReader::EndElement: end(); break;
            case QXmlStreamReader::Characters: m_text += m_xml.text().toString().toStdString(); break;
            default: break;
            }
            if (m_text.size() > (1U << 20))
                stop("a text is longer than 1 MB");
        }
        if (!m_stopped && m_xml.hasError())
            stop("the XML is damaged: " + m_xml.errorString().toStdString());
        if (!m_stopped && m_publication.empty())
            stop("this is no publication of DATEX II");
    }

private:
    void stop(const std::string& reason)
    {
        m_out.refuse(reason, here());
        m_stopped = true;
    }
    std::size_t here() { return m_bytes.byteAt(m_xml.characterOffset()); }
    std::string attribute(const char* name) const
    {
        for (const QXmlStreamAttribute& a : m_xml.attributes())
            if (a.name() == QLatin1String(name))
                return a.value().toString().toStdString();
        return {};
    }
    /// "roa:TrafficFlow" → "TrafficFlow"
    std::string type() const
    {
        const std::string full = attribute("type");
        return full.substr(full.find(':') == std::string::npos ? 0 : full.find(':') + 1);
    }

    void begin()
    {
        if (m_path.size() >= kDeepest) {
            stop("nested deeper than 64 levels");
            return;
        }
        m_text.clear();
        const std::string name = m_xml.name().toString().toStdString();
        m_path.push_back(name);
        if (name == "payloadPublication" || name == "payload") {
            m_publication = type();
        } else if (name == "siteMeasurements") {
            m_site.clear();
            m_time.clear();
            m_values.clear();
            m_inSite = true;
            m_siteOffset = here();
        } else if (name == "measurementSiteReference") {
            m_site = attribute("id");
        } else if ((name == "measuredValue" || name == "physicalQuantity") && !attribute("index").empty()) {
            m_value = Value{};
            m_value.index = std::atoi(attribute("index").substr(0, 6).c_str());
            m_inValue = true;
        } else if (name == "basicData") {
            m_value.type = type();
            m_value.offset = here();
        } else if (name == "measurementSiteRecord" || (name == "measurementSite" && !attribute("id").empty())) {
            m_record = attribute("id");
            m_recordSite = {};
            m_lat.reset();
        } else if (name == "measurementSpecificCharacteristics" && !attribute("index").empty()) {
            m_channelIndex = std::atoi(attribute("index").substr(0, 6).c_str());
            m_channel = {};
        } else if (name == "situation" || name == "vmsUnit") {
            ++m_out.result().counts[name == "situation" ? "situations" : "vms_units"];
        }
    }

    void end()
    {
        const std::string name = m_xml.name().toString().toStdString();
        m_path.pop_back();
        std::string text;
        std::swap(text, m_text);
        while (!text.empty() && static_cast<unsigned char>(text.back()) <= ' ')
            text.pop_back();
        text.erase(0, text.find_first_not_of(" \t\r\n"));
        if (!m_record.empty())
            endInRecord(name, text);
        else if (m_inSite)
            endInSite(name, text);
        else if (name == "publicationTime")
            m_published = text;
        else if (name == "nationalIdentifier")
            publisher(text);
        else if ((name == "fault" || name == "Fault" || name == "faultstring") && m_publication.empty())
            stop("the server answered with a SOAP fault: " + text.substr(0, 200));
    }

    void publisher(const std::string& id)
    {
        for (const Publisher& p : kPublishers)
            if (id == p.id)
                m_publisher = &p;
    }

    void endInSite(const std::string& name, const std::string& text)
    {
        if (name == "siteMeasurements") {
            site();
            m_inSite = false;
        } else if (name == "measurementTimeDefault" || (name == "timeValue" && !m_inValue)) {
            if (!text.empty())
                m_time = text;
        } else if (!m_inValue) {
            return;
        } else if (name == "dataError") {
            m_value.error = m_value.error || text == "true" || text == "1";
        } else if (name == "speed" || name == "vehicleFlowRate" || name == "percentage" || name == "duration") {
            // Beside a travel time stand those of free flow and of other days.
            const std::string parent = m_path.empty() ? std::string() : m_path.back();
            if (!parent.starts_with("freeFlow") && !parent.starts_with("normallyExpected"))
                m_value.text = text;
        } else if (name == "measurementOrCalculationTime" && !text.empty()) {
            m_value.time = text;
        } else if (name == "measurementOrCalculationPeriod" || name == "period") {
            if (const double s = wholeNumber(text).value_or(0); s > 0 && s < 86400 * 32)
                m_value.period_s = static_cast<std::uint32_t>(s);
        } else if (name == "basicData" && !m_value.type.empty()) {
            m_value.number = wholeNumber(std::string_view(m_value.text).substr(0, 40));
            m_values.push_back(m_value);
        } else if (name == "measuredValue" || name == "physicalQuantity") {
            m_inValue = false;
        }
    }

    void site()
    {
        m_inValue = false;
        ++m_out.result().counts["site_measurements"];
        if (m_site.empty()) {
            m_out.reject("measurements that name no site", m_siteOffset);
            return;
        }
        m_out.sensor({m_site, {}, {}});
        for (const Value& v : m_values)
            value(v);
    }

    void value(const Value& v)
    {
        const SourceProfile& profile = m_out.catalogue().profile;
        static const std::map<std::string, std::pair<const char*, const char*>, std::less<>> kTypes = {
            {"TrafficFlow", {"trafficflow", "veh/h"}},
            {"TrafficSpeed", {"trafficspeed", "km/h"}},
            {"TrafficConcentration", {"occupancy", "%"}},
            {"TrafficHeadway", {"headway", "s"}},
            {"TravelTimeData", {"traveltime", "s"}}};
        const auto known = kTypes.find(v.type);
        if (known == kTypes.end()) {
            m_out.reject("values of the type '" + v.type.substr(0, 60) + "' are not read", v.offset);
            return;
        }
        if (!v.number && !v.error) {
            m_out.reject(v.text.empty() ? "a measured value without a value" : "the value is no number", v.offset);
            return;
        }
        const auto time = parseIsoTime(v.time.empty() ? m_time : v.time);
        if (!time) {
            m_out.reject("the measurement has no time that is ISO 8601", v.offset);
            return;
        }
        std::uint32_t marks = 0;
        const auto at = m_out.utc(*time, std::nullopt, v.offset, marks);
        if (!at)
            return;
        const auto table = m_out.catalogue().sites.find(m_site);
        std::optional<GeoPosition> position;
        std::uint32_t period = v.period_s;
        if (table != m_out.catalogue().sites.end()) {
            position = table->second.position;
            if (const auto channel = table->second.channels.find(v.index); channel != table->second.channels.end() && period == 0)
                period = channel->second.period_s;
        }
        if (period == 0)
            period = profile.period_s ? profile.period_s : m_publisher ? m_publisher->period_s : 0;
        const bool single = v.type == "TravelTimeData";
        const auto stream = m_out.stream({.foreignId = m_site + "/" + std::to_string(v.index) + "/" + v.type,
                                          .sensor = m_site,
                                          .word = known->second.first,
                                          .unit = known->second.second,
                                          .period_s = period,
                                          .aggregation = v.type == "TrafficFlow" ? Aggregation::Rate : Aggregation::Mean,
                                          .stamp = profile.period_s || !m_publisher ? profile.stamp : m_publisher->stamp,
                                          .position = position,
                                          .privacy = single ? PrivacyClass::B : PrivacyClass::A},
                                         v.offset);
        if (!stream)
            return;
        When when = m_out.stamped(*stream, *at, marks);
        // Single journeys share site, time and index: none may take another's place.
        std::uint32_t& order = m_orders[{stream->value(), when.t}];
        if (order > 0xFFFF) {
            m_out.reject("more than 65,536 values of one site and index at one time", v.offset);
            return;
        }
        when.ord = static_cast<std::uint16_t>(order++);
        const double number = v.number.value_or(-1);
        Quality flag = Quality::NotEvaluated;
        if (v.error) {
            flag = Quality::Fail;
            when.marks |= bits(Mark::SourceError);
            ++m_out.result().counts["failed"];
        } else if (number < 0 || (v.type == "TrafficSpeed" && number == 255) || (v.type == "TrafficFlow" && number == 15300)) {
            flag = Quality::Missing;
            when.marks |= bits(Mark::Sentinel);
            ++m_out.result().counts["missing"];
        }
        m_out.accept(*stream, when, number, v.offset, flag);
    }

    void endInRecord(const std::string& name, const std::string& text)
    {
        if (name == "measurementSiteRecord" || name == "measurementSite") {
            m_out.sensor({m_record, m_recordSite.name, m_recordSite.position});
            m_out.result().sites[m_record] = std::move(m_recordSite);
            m_record.clear();
        } else if (name == "measurementSpecificCharacteristics") {
            if (m_channelIndex >= 0 && m_recordSite.channels.size() < 1000)
                m_recordSite.channels[m_channelIndex] = m_channel;
            if (!m_channel.quantity.empty())
                m_channelIndex = -1;
        } else if (name == "period") {
            if (const double s = wholeNumber(text).value_or(0); s > 0 && s < 86400 * 32)
                m_channel.period_s = static_cast<std::uint32_t>(s);
        } else if (name == "specificLane") {
            m_channel.lane = text.substr(0, 100);
        } else if (name == "specificMeasurementValueType") {
            m_channel.quantity = text.substr(0, 100);
        } else if (name == "vehicleType") {
            m_channel.vehicle = text.substr(0, 100);
        } else if (name == "value" && m_recordSite.name.empty()) {
            m_recordSite.name = text.substr(0, 1000);
        } else if (name == "latitude" && !m_recordSite.position) {
            m_lat = wholeNumber(text);
        } else if (name == "longitude" && !m_recordSite.position && m_lat) {
            m_recordSite.position = geoPosition(wholeNumber(text), m_lat);
        }
    }

    ByteCounter m_bytes;
    ResultBuilder& m_out;
    QXmlStreamReader m_xml;
    std::string m_publication, m_published, m_text, m_site, m_time, m_record;
    std::vector<std::string> m_path;
    std::vector<Value> m_values;
    Value m_value;
    DatexSite m_recordSite;
    DatexChannel m_channel;
    int m_channelIndex = -1;
    std::optional<double> m_lat;
    const Publisher* m_publisher = nullptr;
    std::size_t m_siteOffset = 0;
    bool m_inSite = false, m_inValue = false, m_stopped = false;
    std::map<std::pair<std::uint32_t, std::int64_t>, std::uint32_t> m_orders;
};

}  // namespace

ParseResult datex2(const RawItem& item, const Catalogue& catalogue)
{
    ResultBuilder out(FeedKind::Datex2, catalogue);
    DatexReader(item, out).message();
    return out.finish();
}

}  // namespace isopolis::parsers
