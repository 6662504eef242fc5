#include "tests/servers/replay_server.h"

#include "gis/feeds/feed_time.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QUrl>
#include <QUrlQuery>

#include <algorithm>
#include <limits>
#include <map>

#include <protozero/pbf_writer.hpp>

namespace isopolis::test {

namespace {

constexpr std::size_t kAll = std::numeric_limits<std::size_t>::max(), kLargestPage = 10'000;
constexpr std::int64_t kDay_s = 86400;

QString words(const std::string& text) { return QString::fromStdString(text); }

bool known(const RecordedStream& s, const RecordedValue& v, std::int64_t now_s) { return v.start_s + s.period_s + kReportDelay_s <= now_s; }

std::size_t numberIn(const QUrlQuery& query, const char* name, std::size_t otherwise)
{
    bool fine = false;
    const qulonglong n = query.queryItemValue(QLatin1String(name), QUrl::FullyDecoded).toULongLong(&fine);
    return fine ? static_cast<std::size_t>(n) : otherwise;
}

struct Page {
    std::size_t from, to;
    QString next;  ///< empty: the last
};

Page pageOf(std::size_t n, std::size_t usual, QUrlQuery query, const QByteArray& address)
{
    const std::size_t top = std::clamp(numberIn(query, "$top", usual), std::size_t{1}, kLargestPage);
    const std::size_t from = std::min(n, numberIn(query, "$skip", 0)), to = std::min(n, from + top);
    if (to == n)
        return {from, to, {}};
    query.removeAllQueryItems(QStringLiteral("$skip"));
    query.addQueryItem(QStringLiteral("$skip"), QString::number(to));
    return {from, to, QString::fromLatin1(address) + QLatin1Char('?') + query.toString(QUrl::FullyEncoded)};
}

Reply jsonPage(const QJsonArray& values, const Page& page)
{
    QJsonObject all{{QStringLiteral("value"), values}};
    if (!page.next.isEmpty())
        all[QStringLiteral("@iot.nextLink")] = page.next;
    return {200, QJsonDocument(all).toJson(QJsonDocument::Compact), {{"Content-Type", "application/json"}}};
}

QJsonObject pointOf(const GeoPosition& at)
{
    return {{QStringLiteral("type"), QStringLiteral("Point")}, {QStringLiteral("coordinates"), QJsonArray{at.lon_deg, at.lat_deg}}};
}

QJsonObject datastream(const RecordedStream& s, std::size_t index)
{
    return {{QStringLiteral("@iot.id"), static_cast<qint64>(index + 1)},
            {QStringLiteral("name"), words(s.word + " of " + s.name)},
            {QStringLiteral("unitOfMeasurement"), QJsonObject{{QStringLiteral("symbol"), words(s.unit)}}},
            {QStringLiteral("ObservedProperty"), QJsonObject{{QStringLiteral("name"), words(s.word)}}},
            {QStringLiteral("observedArea"), pointOf(s.position)}};
}

Reply xml(const QByteArray& type, const QByteArray& content)
{
    return {200,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<d2LogicalModel xmlns=\"http://datex2.eu/schema/2/2_0\" "
            "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" modelBaseVersion=\"2\"><payloadPublication xsi:type=\"" +
                type + "\" lang=\"en\">" + content + "</payloadPublication></d2LogicalModel>",
            {{"Content-Type", "application/xml"}}};
}

bool isTraffic(const RecordedStream& s) { return s.word == "flow" || s.word == "speed"; }

/// Streams of a road sensor share a site: index 1 is its flow, 2 its speed.
int siteIndex(const RecordedStream& s) { return s.word == "flow" ? 1 : 2; }

std::map<std::string, std::vector<const RecordedStream*>> sitesOf(const Recording& recording)
{
    std::map<std::string, std::vector<const RecordedStream*>> sites;
    for (const RecordedStream& s : recording.streams)
        if (isTraffic(s))
            sites[s.sensor].push_back(&s);
    return sites;
}

QByteArray escaped(const std::string& text) { return words(text).toHtmlEscaped().toUtf8(); }

}  // namespace

ReplayServer::ReplayServer(Recording recording, const FeedClock& clock, quint16 port, std::size_t page)
    : m_recording(std::move(recording)), m_clock(clock), m_page(page), m_server([this](const Request& r) { return answer(r); }, port)
{}

std::size_t ReplayServer::known(std::int64_t at_s) const
{
    std::size_t n = 0;
    for (const RecordedStream& s : m_recording.streams)
        for (const RecordedValue& v : s.values)
            n += test::known(s, v, at_s) ? 1 : 0;
    return n;
}

QByteArray ReplayServer::base() const { return QByteArray::fromStdString(m_server.url("/v1.1")); }

Reply ReplayServer::answer(const Request& request) const
{
    const QUrl url = QUrl::fromEncoded(request.path);
    const QUrlQuery query(url);
    const QByteArray path = url.path().toUtf8(), host = request.headers["host"];
    // A client behind a proxy must be led back to the proxy.
    const QByteArray address = "http:/" + QByteArray("/") + host + url.path(QUrl::FullyEncoded).toUtf8();
    if (path == "/v1.1/Things")
        return things(query, address);
    if (path == "/v1.1/Datastreams")
        return datastreams(query, address);
    if (path == "/v1.1/Observations")
        return observations(kAll, query, address);
    if (path.startsWith("/v1.1/Datastreams(") && path.endsWith(")/Observations"))
        return observations(path.mid(18, path.indexOf(')') - 18).toULongLong() - 1, query, address);
    if (path == "/datex2/sites.xml")
        return sites();
    if (path == "/datex2/measured.xml")
        return measured();
    if (path == "/gtfs-rt/vehicles.pb")
        return vehicles();
    if (path == "/csv/values.csv")
        return table(query);
    return {404, "nothing is replayed at this path"};
}

Reply ReplayServer::things(const QUrlQuery& query, const QByteArray& address) const
{
    std::map<std::string, std::vector<std::size_t>> sensors;
    for (std::size_t s = 0; s < m_recording.streams.size(); ++s)
        sensors[m_recording.streams[s].sensor].push_back(s);
    const Page page = pageOf(sensors.size(), m_page, query, address);
    QJsonArray values;
    std::size_t at = 0;
    for (const auto& [id, streams] : sensors)
        if (const std::size_t n = at++; n >= page.from && n < page.to) {
            QJsonArray list;
            for (const std::size_t s : streams)
                list.append(datastream(m_recording.streams[s], s));
            const RecordedStream& first = m_recording.streams[streams.front()];
            values.append(
                QJsonObject{{QStringLiteral("@iot.id"), words(id)},
                            {QStringLiteral("name"), words(first.name)},
                            {QStringLiteral("Locations"), QJsonArray{QJsonObject{{QStringLiteral("location"), pointOf(first.position)}}}},
                            {QStringLiteral("Datastreams"), list}});
        }
    return jsonPage(values, page);
}

Reply ReplayServer::datastreams(const QUrlQuery& query, const QByteArray& address) const
{
    const Page page = pageOf(m_recording.streams.size(), m_page, query, address);
    QJsonArray values;
    for (std::size_t s = page.from; s < page.to; ++s) {
        QJsonObject stream = datastream(m_recording.streams[s], s);
        stream[QStringLiteral("Thing")] = QJsonObject{{QStringLiteral("@iot.id"), words(m_recording.streams[s].sensor)},
                                                      {QStringLiteral("name"), words(m_recording.streams[s].name)}};
        values.append(stream);
    }
    return jsonPage(values, page);
}

Reply ReplayServer::observations(std::size_t only, const QUrlQuery& query, const QByteArray& address) const
{
    const std::int64_t now_s = m_clock.now_s();
    std::int64_t after_s = std::numeric_limits<std::int64_t>::min();
    if (const QString filter = query.queryItemValue(QStringLiteral("$filter"), QUrl::FullyDecoded); !filter.isEmpty()) {
        const QString wanted = QStringLiteral("phenomenonTime gt ");
        const auto time = filter.startsWith(wanted) ? parseIsoTime(filter.mid(wanted.size()).toStdString()) : std::nullopt;
        if (!time)
            return {400, R"({"code":400,"message":"this filter is not understood"})"};
        after_s = time->utc();
    }
    std::vector<std::pair<const RecordedValue*, std::size_t>> all;
    for (std::size_t s = 0; s < m_recording.streams.size(); ++s)
        if (only == kAll || only == s)
            for (const RecordedValue& v : m_recording.streams[s].values)
                if (v.start_s > after_s && test::known(m_recording.streams[s], v, now_s))
                    all.emplace_back(&v, s);
    std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.first->start_s < b.first->start_s; });
    const Page page = pageOf(all.size(), m_page, query, address);
    QJsonArray values;
    for (std::size_t i = page.from; i < page.to; ++i) {
        const auto& [v, s] = all[i];
        const std::int64_t end_s = v->start_s + m_recording.streams[s].period_s;
        values.append(QJsonObject{{QStringLiteral("phenomenonTime"), words(isoTime(v->start_s) + "/" + isoTime(end_s))},
                                  {QStringLiteral("resultTime"), words(isoTime(end_s + kReportDelay_s))},
                                  {QStringLiteral("result"), v->value},
                                  {QStringLiteral("Datastream@iot.navigationLink"),
                                   QString::fromLatin1(base()) + QStringLiteral("/Datastreams(%1)").arg(s + 1)}});
    }
    return jsonPage(values, page);
}

Reply ReplayServer::sites() const
{
    QByteArray content = "<publicationTime>" + QByteArray::fromStdString(isoTime(m_clock.now_s())) +
                         "</publicationTime><measurementSiteTable id=\"replay\" version=\"1\">";
    for (const auto& [id, streams] : sitesOf(m_recording)) {
        content += "<measurementSiteRecord id=\"" + escaped(id) + "\" version=\"1\"><measurementSiteName><values><value lang=\"en\">" +
                   escaped(streams.front()->name) + "</value></values></measurementSiteName>";
        for (const RecordedStream* s : streams)
            content += "<measurementSpecificCharacteristics index=\"" + QByteArray::number(siteIndex(*s)) +
                       "\"><measurementSpecificCharacteristics><period>" + QByteArray::number(s->period_s) +
                       "</period><specificMeasurementValueType>" + (siteIndex(*s) == 1 ? "trafficFlow" : "trafficSpeed") +
                       "</specificMeasurementValueType></measurementSpecificCharacteristics></measurementSpecificCharacteristics>";
        content += "<measurementSiteLocation xsi:type=\"Point\"><pointByCoordinates><pointCoordinates><latitude>" +
                   QByteArray::number(streams.front()->position.lat_deg, 'f', 6) + "</latitude><longitude>" +
                   QByteArray::number(streams.front()->position.lon_deg, 'f', 6) +
                   "</longitude></pointCoordinates></pointByCoordinates></measurementSiteLocation></measurementSiteRecord>";
    }
    return xml("MeasurementSiteTablePublication", content + "</measurementSiteTable>");
}

Reply ReplayServer::measured() const
{
    const std::int64_t now_s = m_clock.now_s();
    QByteArray content = "<publicationTime>" + QByteArray::fromStdString(isoTime(now_s)) + "</publicationTime>";
    for (const auto& [id, streams] : sitesOf(m_recording)) {
        QByteArray values;
        std::int64_t newest_s = 0;
        for (const RecordedStream* s : streams) {
            const auto after =
                std::partition_point(s->values.begin(), s->values.end(), [&](const RecordedValue& v) { return test::known(*s, v, now_s); });
            if (after == s->values.begin())
                continue;
            const RecordedValue& v = *std::prev(after);
            newest_s = std::max(newest_s, v.start_s);
            const bool flow = siteIndex(*s) == 1;
            values += "<measuredValue index=\"" + QByteArray::number(siteIndex(*s)) + "\"><measuredValue><basicData xsi:type=\"" +
                      (flow ? "TrafficFlow" : "TrafficSpeed") + "\"><measurementOrCalculationTime>" +
                      QByteArray::fromStdString(isoTime(v.start_s)) + "</measurementOrCalculationTime>" +
                      (flow ? "<vehicleFlow><vehicleFlowRate>" : "<averageVehicleSpeed><speed>") + QByteArray::number(v.value, 'g', 15) +
                      (flow ? "</vehicleFlowRate></vehicleFlow>" : "</speed></averageVehicleSpeed>") +
                      "</basicData></measuredValue></measuredValue>";
        }
        if (!values.isEmpty())
            content += "<siteMeasurements><measurementSiteReference id=\"" + escaped(id) + "\" version=\"1\"/><measurementTimeDefault>" +
                       QByteArray::fromStdString(isoTime(newest_s)) + "</measurementTimeDefault>" + values + "</siteMeasurements>";
    }
    return xml("MeasuredDataPublication", content);
}

Reply ReplayServer::vehicles() const
{
    const std::int64_t now_s = m_clock.now_s();
    const auto second = static_cast<int>(now_s % kDay_s);
    std::string body;
    protozero::pbf_writer feed(body);
    {
        protozero::pbf_writer header(feed, 1);
        header.add_string(1, "2.0");
        header.add_uint64(3, static_cast<std::uint64_t>(now_s));
    }
    for (const RecordedTrip& trip : m_recording.trips) {
        if (trip.stops.empty() || second < trip.stops.front().first || second >= trip.stops.back().first)
            continue;
        const auto after =
            std::upper_bound(trip.stops.begin(), trip.stops.end(), second, [](int t, const auto& stop) { return t < stop.first; });
        const auto& [t0, from] = *std::prev(after);
        const auto& [t1, to] = *after;
        const double part = t1 > t0 ? static_cast<double>(second - t0) / (t1 - t0) : 0;
        protozero::pbf_writer entity(feed, 2);
        entity.add_string(1, trip.trip);
        protozero::pbf_writer vehicle(entity, 4);
        {
            protozero::pbf_writer descriptor(vehicle, 1);
            descriptor.add_string(1, trip.trip);
            descriptor.add_string(5, trip.route);
        }
        {
            protozero::pbf_writer position(vehicle, 2);
            position.add_float(1, static_cast<float>(from.lat_deg + part * (to.lat_deg - from.lat_deg)));
            position.add_float(2, static_cast<float>(from.lon_deg + part * (to.lon_deg - from.lon_deg)));
        }
        vehicle.add_uint64(5, static_cast<std::uint64_t>(now_s));
    }
    return {200, QByteArray::fromStdString(body), {{"Content-Type", "application/x-protobuf"}}};
}

Reply ReplayServer::table(const QUrlQuery& query) const
{
    const std::int64_t now_s = m_clock.now_s();
    const auto from = parseIsoTime(query.queryItemValue(QStringLiteral("from"), QUrl::FullyDecoded).toStdString());
    QByteArray text = "date,sensor,quantity,unit,value\n";
    for (const RecordedStream& s : m_recording.streams)
        for (const RecordedValue& v : s.values)
            if (test::known(s, v, now_s) && (!from || v.start_s >= from->utc()))
                text += QByteArray::fromStdString(isoTime(v.start_s)) + "," + QByteArray::fromStdString(s.sensor) + "," +
                        QByteArray::fromStdString(s.word) + "," + QByteArray::fromStdString(s.unit) + "," +
                        QByteArray::number(v.value, 'g', 15) + "\n";
    return {200, text, {{"Content-Type", "text/csv"}}};
}

}  // namespace isopolis::test
