// Messages of others, as recorded: each gives exactly the counts that its publisher's data have.

#include "gis/feeds/feed_time.h"
#include "gis/feeds/payload.h"

#include "feed_files.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <algorithm>
#include <map>
#include <numeric>
#include <set>

using namespace isopolis;
using namespace isopolis::test;

namespace {

struct Expect {
    const char* file;
    FeedKind kind;
    std::size_t observations, rejected, sensors;
};

/// Counts of the DATA.md files, or counted in the message by another program.
constexpr Expect kExpected[] = {
    {"datex2/ntis-midas-loops-2015-04-29T0938.xml", FeedKind::Datex2, 2044, 0, 108},
    {"datex2/ntis-tmu-loops-a.xml", FeedKind::Datex2, 3845, 0, 111},
    {"datex2/ntis-event-1.xml", FeedKind::Datex2, 0, 0, 0},
    {"datex2/ntis-vms-status.xml", FeedKind::Datex2, 0, 0, 0},
    {"datex2/fr-tipi-speeds.xml", FeedKind::Datex2, 4, 0, 2},
    {"datex2/nl-ndw-situations-v3.xml", FeedKind::Datex2, 0, 0, 0},
    {"datex2/nl-ndw-measured-v3-excerpt.xml", FeedKind::Datex2, 7, 0, 3},
    {"sensorthings/server-v1.1/obs-page1.json", FeedKind::SensorThings, 20, 0, 1},
    {"sensorthings/server-v1.1/obs-page2.json", FeedKind::SensorThings, 20, 0, 1},
    {"sensorthings/server-v1.1/obs-page3.json", FeedKind::SensorThings, 20, 0, 1},
    {"sensorthings/server-v1.1/obs-filter-time.json", FeedKind::SensorThings, 6, 0, 0},
    {"sensorthings/server-v1.1/obs-filter-result.json", FeedKind::SensorThings, 10, 0, 0},
    {"sensorthings/server-v1.1/obs-select.json", FeedKind::SensorThings, 50, 0, 1},
    {"sensorthings/server-v1.1/obs-dataarray.json", FeedKind::SensorThings, 30, 0, 1},
    {"sensorthings/server-v1.1/datastreams-latest.json", FeedKind::SensorThings, 4, 0, 5},
    {"sensorthings/server-v1.1/things-expand.json", FeedKind::SensorThings, 0, 0, 4},
    {"sensorthings/frost-docs/STA-Basic-Requests-4.json", FeedKind::SensorThings, 0, 0, 1},
    {"openaq/v3-get_location_1.json", FeedKind::OpenAq, 0, 0, 1},
    {"openaq/v3-list_locations.json", FeedKind::OpenAq, 0, 0, 6},
    {"openaq/v3-list_location_sensors_3.json", FeedKind::OpenAq, 1, 0, 1},
    {"openaq/v3-list_parameter_latest_2.json", FeedKind::OpenAq, 7, 0, 7},
    {"openaq/v3-list_parameters.json", FeedKind::OpenAq, 0, 0, 0},
    {"openaq/v3-list_sensor_measurements_limit_5.json", FeedKind::OpenAq, 5, 0, 0},
    {"purpleair/v1-get_sensors_response.json", FeedKind::PurpleAir, 0, 0, 5},
    {"purpleair/v1-get_sensor_response.json", FeedKind::PurpleAir, 6, 0, 1},
    {"sensor-community/airrohr-v1-upstream.json", FeedKind::SensorCommunity, 10, 0, 3},
    {"uk-air/sos-rest-upstream-stations-irceline.json", FeedKind::SosRest, 0, 0, 2},
    {"uk-air/sos-rest-upstream-timeseries-irceline.json", FeedKind::SosRest, 8, 0, 2},
    {"telraam/example-report-row.json", FeedKind::Telraam, 5, 0, 1},
    {"madrid/sample_pm_xml.xml", FeedKind::Madrid, 6, 0, 3},
    {"madrid/sample_pm_xml_minimal.xml", FeedKind::Madrid, 2, 0, 1},
    {"gtfs-rt/king-county-metro-vehiclepositions-1.pb", FeedKind::GtfsRealtime, 627, 0, 0},
    {"gtfs-rt/nyct-b-division.pb", FeedKind::GtfsRealtime, 156 + 2719, 0, 0},
    {"gtfs-rt/raba-trip-updates.pb", FeedKind::GtfsRealtime, 41, 0, 0},
    {"gtfs-rt/raba-vehicle-positions.pb", FeedKind::GtfsRealtime, 22, 0, 0},
    {"gtfs-rt/bullrunner-vehiclepositions.pb", FeedKind::GtfsRealtime, 10, 0, 0},
    {"gtfs-rt/minimal-vehicle-position.pb", FeedKind::GtfsRealtime, 1, 0, 0},
    {"gtfs-rt/vp-no-occupancy.pb", FeedKind::GtfsRealtime, 1, 0, 0},
    {"recorded/london-2009/stations.csv", FeedKind::Csv, 0, 0, 4},
    {"recorded/metr-la/sensors.csv", FeedKind::Csv, 0, 0, 207},
};

std::size_t sensorsOf(const ParseResult& r)
{
    std::set<std::string> ids;
    for (const SensorNote& note : r.sensors)
        ids.insert(note.id);
    for (const Datastream& stream : r.newStreams)
        if (!stream.sensor.empty())
            ids.insert(stream.sensor);
    return ids.size();
}

Catalogue london()
{
    Catalogue catalogue;
    catalogue.profile = {.name = "london", .zone = {}, .period_s = 3600, .device = DeviceClass::Reference};
    for (const char* column : {"nox", "no2", "pm2.5", "pm10"})
        catalogue.profile.csv.columns[column] = {.pointer = {}, .quantity = column, .unit = "ug/m3"};
    return catalogue;
}

}  // namespace

class TestFeedPayloads : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyRecordedMessageGivesItsCounts_data()
    {
        QTest::addColumn<int>("row");
        for (std::size_t i = 0; i < std::size(kExpected); ++i)
            QTest::newRow(kExpected[i].file) << static_cast<int>(i);
    }
    void everyRecordedMessageGivesItsCounts()
    {
        if (!haveRecorded())
            QSKIP("../shared/data/feeds is not beside the checkout");
        QFETCH(const int, row);
        const Expect& e = kExpected[row];
        const RawItem message = recorded(QLatin1String(e.file));
        QCOMPARE(detectFeedKind(message), std::optional(e.kind));
        const ParseResult r = parsePayload(e.kind, message, {});
        QVERIFY2(!r.refused, r.refused ? r.refused->reason.c_str() : "");
        QVERIFY2(r.rejected.size() == e.rejected, r.rejected.empty() ? "" : r.rejected.front().reason.c_str());
        QCOMPARE(r.accepted.size(), e.observations);
        if (e.kind != FeedKind::GtfsRealtime)
            QCOMPARE(sensorsOf(r), e.sensors);
        // The same message gives the same bits, and every observation has a stream.
        const ParseResult again = parsePayload(e.kind, message, {});
        QVERIFY(again.accepted == r.accepted && again.newStreams == r.newStreams);
        for (const Obs& o : r.accepted)
            QVERIFY(o.ds.index() < r.newStreams.size());
    }

    void whatHoldsNoObservationsIsRefusedInOneSentence_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("word");
        const auto row = [](const char* file, FeedKind kind, const char* word) {
            QTest::newRow(file) << QString::fromLatin1(file) << static_cast<int>(kind) << QString::fromLatin1(word);
        };
        row("sensorthings/server-v1.1/err-404.json", FeedKind::SensorThings, "404");
        row("sensorthings/server-v1.1/err-bad-filter.json", FeedKind::SensorThings, "Failed to parse");
        row("sensorthings/server-v1.1/err-bad-prop.json", FeedKind::SensorThings, "400");
        row("sensorthings/server-v1.1/root.json", FeedKind::SensorThings, "");
        row("purpleair/v1-error_invalid_api_key_response.json", FeedKind::PurpleAir, "ApiKeyInvalidError");
        row("purpleair/v1-error_missing_api_key_response.json", FeedKind::PurpleAir, "ApiKeyMissingError");
        row("airnow/observation-current.json", FeedKind::SensorThings, "");
        row("mqtt/sparkplug-b-session.jsonl", FeedKind::MqttJson, "");
    }
    void whatHoldsNoObservationsIsRefusedInOneSentence()
    {
        if (!haveRecorded())
            QSKIP("../shared/data/feeds is not beside the checkout");
        QFETCH(const QString, file);
        QFETCH(const int, kind);
        QFETCH(const QString, word);
        const ParseResult r = parsePayload(static_cast<FeedKind>(kind), recorded(file), {});
        QVERIFY(r.accepted.empty());
        if (file.startsWith(QLatin1String("airnow")) || file.endsWith(QLatin1String("root.json"))) {
            QVERIFY(r.refused || !r.rejected.empty());
            return;
        }
        QVERIFY(r.refused.has_value());
        QVERIFY2(QString::fromStdString(r.refused->reason).contains(word), r.refused->reason.c_str());
    }

    void theSourcesOwnErrorsAreKeptAsFailed()
    {
        if (!haveRecorded())
            QSKIP("../shared/data/feeds/datex2 is not beside the checkout");
        const ParseResult midas = parsePayload(FeedKind::Datex2, recorded("datex2/ntis-midas-loops-2015-04-29T0938.xml"), {});
        QCOMPARE(withFlag(midas, Quality::Fail), std::size_t{76});
        const ParseResult tmu = parsePayload(FeedKind::Datex2, recorded("datex2/ntis-tmu-loops-a.xml"), {});
        QCOMPARE(withFlag(tmu, Quality::Fail), std::size_t{310});
        QCOMPARE(tmu.counts.at("site_measurements"), std::size_t{555});
        // Two sites are 14 minutes late; the others speak of 09:38 British summer time.
        std::map<std::int64_t, std::set<std::string>> sites;
        for (const Obs& o : midas.accepted)
            sites[o.t].insert(midas.newStreams[o.ds.index()].sensor);
        QCOMPARE(sites.size(), std::size_t{2});
        QCOMPARE(sites[parseIsoTime("2015-04-29T08:38:00Z")->utc()].size(), std::size_t{106});
        QCOMPARE(sites[parseIsoTime("2015-04-29T08:25:00Z")->utc()].size(), std::size_t{2});
        // 96 km/h is 26.67 m/s; a minute long, from its beginning.
        const Obs& first = midas.accepted.front();
        QCOMPARE(first.v, 96.0 / 3.6);
        QCOMPARE(first.dur, 60U);
        QCOMPARE(midas.newStreams[first.ds.index()].quantity, std::string("speed_m_s"));
        QCOMPARE(midas.newStreams[first.ds.index()].reportedUnit, std::string("km/h"));
    }

    void frenchSixMinutesEndAtTheirStampAndDutchMinutesBegin()
    {
        if (!haveRecorded())
            QSKIP("../shared/data/feeds/datex2 is not beside the checkout");
        const ParseResult tipi = parsePayload(FeedKind::Datex2, recorded("datex2/fr-tipi-speeds.xml"), {});
        QCOMPARE(isoTime(tipi.accepted.front().t), std::string("2026-07-25T06:24:00Z"));
        QCOMPARE(tipi.accepted.front().dur, 360U);
        QCOMPARE(tipi.accepted.front().v, 1010.0);  // veh/h: a rate stays a rate
        QCOMPARE(tipi.accepted[1].v, 112.0 / 3.6);
        QVERIFY(tipi.accepted[0].ds != tipi.accepted[1].ds);  // both have index 0

        const ParseResult ndw = parsePayload(FeedKind::Datex2, recorded("datex2/nl-ndw-measured-v3-excerpt.xml"), {});
        QCOMPARE(isoTime(ndw.accepted.front().t), std::string("2026-10-01T18:55:00Z"));
        QCOMPARE(withFlag(ndw, Quality::Missing), std::size_t{1});  // speed -1: no vehicle passed
        QVERIFY(has(ndw.accepted.back().q, Mark::Sentinel));
        QCOMPARE(parsePayload(FeedKind::Datex2, recorded("datex2/nl-ndw-situations-v3.xml"), {}).counts.count("situations"),
                 std::size_t{1});
    }

    void transitFeedsCountEntitiesVehiclesAndStopTimes()
    {
        if (!haveRecorded())
            QSKIP("../shared/data/feeds/gtfs-rt is not beside the checkout");
        const ParseResult nyct = parsePayload(FeedKind::GtfsRealtime, recorded("gtfs-rt/nyct-b-division.pb"), {});
        QCOMPARE(nyct.counts.at("entities"), std::size_t{312});
        QCOMPARE(nyct.counts.at("trip_updates"), std::size_t{156});
        QCOMPARE(nyct.counts.at("stop_times"), std::size_t{2719});
        QCOMPARE(nyct.counts.at("vehicles"), std::size_t{156});
        const ParseResult king = parsePayload(FeedKind::GtfsRealtime, recorded("gtfs-rt/king-county-metro-vehiclepositions-1.pb"), {});
        QCOMPARE(king.vehicles.size(), std::size_t{627});
        for (const Datastream& s : king.newStreams)
            QVERIFY(s.privacy == PrivacyClass::B);
        const ParseResult raba = parsePayload(FeedKind::GtfsRealtime, recorded("gtfs-rt/raba-trip-updates.pb"), {});
        QCOMPARE(raba.counts.at("trip_updates"), std::size_t{9});
        QCOMPARE(raba.counts.at("stop_times"), std::size_t{41});
    }

    void pagesGoOnWithoutLossOrRepeat()
    {
        if (!haveRecorded())
            QSKIP("../shared/data/feeds/sensorthings is not beside the checkout");
        Catalogue catalogue;
        catalogue.apply(parsePayload(FeedKind::SensorThings, recorded("sensorthings/server-v1.1/things-expand.json"), catalogue));
        QCOMPARE(catalogue.streams.size(), std::size_t{16});
        std::vector<std::int64_t> times;
        for (const char* page : {"obs-page1", "obs-page2", "obs-page3"}) {
            const ParseResult r = parsePayload(
                FeedKind::SensorThings,
                recorded(QStringLiteral("sensorthings/server-v1.1/%1.json").arg(QLatin1String(page)), "/Datastreams(10)/Observations"),
                catalogue);
            QVERIFY(r.newStreams.empty() && r.changedStreams.empty());  // the catalogue knows the stream
            QVERIFY(!r.nextLink.empty());
            for (const Obs& o : r.accepted)
                times.push_back(o.t);
            QCOMPARE(catalogue.streams[r.accepted.front().ds.index()].quantity, std::string("no2_ug_m3"));
            QCOMPARE(catalogue.streams[r.accepted.front().ds.index()].sensor, std::string("3"));
        }
        QCOMPARE(times.size(), std::size_t{60});
        for (std::size_t i = 1; i < times.size(); ++i)
            QCOMPARE(times[i] - times[i - 1], std::int64_t{3600});
    }

    void aYearOfLondonHasTheSumsOfItsTable()
    {
        if (!haveRecorded())
            QSKIP("../shared/data/feeds/recorded is not beside the checkout");
        const RawItem table = recorded("recorded/london-2009/observations.csv");
        const ParseResult year = parsePayload(FeedKind::Csv, table, london());
        QCOMPARE(year.accepted.size(), std::size_t{115352});
        QCOMPARE(year.rejected.size(), std::size_t{0});
        QCOMPARE(year.newStreams.size(), std::size_t{14});  // two of the four stations have no PM2.5 or PM10
        const std::int64_t begin = civilSeconds(2009, 1, 1), end = civilSeconds(2009, 1, 8);
        QCOMPARE(std::count_if(year.accepted.begin(), year.accepted.end(), [&](const Obs& o) { return o.t >= begin && o.t < end; }), 2006);
    }

    void aWeekOfLosAngelesFollowsItsOwnClock()
    {
        if (!haveRecorded())
            QSKIP("../shared/data/feeds/recorded is not beside the checkout");
        Catalogue catalogue;
        catalogue.profile = {.name = "la", .zone = "America/Los_Angeles", .period_s = 300};
        catalogue.profile.csv.layout = CsvLayout::Wide;
        catalogue.profile.csv.time = "row";
        catalogue.profile.csv.quantity = "speed";
        catalogue.profile.csv.unit = "mph";
        catalogue.profile.csv.timeFormat = "row";
        catalogue.profile.csv.epoch_s = civilSeconds(2012, 3, 1);
        const ParseResult week = parsePayload(FeedKind::Csv, recorded("recorded/metr-la/speed_mph_5min.csv"), catalogue);
        QVERIFY2(!week.refused && week.rejected.empty(), week.rejected.empty() ? "" : week.rejected.front().reason.c_str());
        QCOMPARE(week.accepted.size(), std::size_t{417312});
        QCOMPARE(week.newStreams.size(), std::size_t{207});
        QCOMPARE(isoTime(week.accepted.front().t), std::string("2012-03-01T08:00:00Z"));
        QCOMPARE(isoTime(week.accepted.back().t), std::string("2012-03-08T07:55:00Z"));
        QCOMPARE(week.accepted[1].v, 67.625 * 0.44704);
    }

    void contextBrokersSayTheSameInEveryEncoding()
    {
        if (!haveRecorded())
            QSKIP("../shared/data/feeds/ngsi-ld is not beside the checkout");
        for (const char* ending : {".json", "-normalized.json", ".jsonld", "-normalized.jsonld"}) {
            const QString name = QStringLiteral("ngsi-ld/TrafficFlowObserved-example%1").arg(QLatin1String(ending));
            const RawItem message = recorded(name);
            QVERIFY2(detectFeedKind(message) == FeedKind::Ngsi, qPrintable(name));
            const ParseResult r = parsePayload(FeedKind::Ngsi, message, {});
            QVERIFY2(r.rejected.empty() && !r.refused, qPrintable(name));
            QCOMPARE(r.accepted.size(), std::size_t{4});  // intensity, occupancy, speed, headway
            std::map<std::string, double> values;
            for (const Obs& o : r.accepted) {
                QCOMPARE(isoTime(o.t), std::string("2016-12-07T11:10:00Z"));
                QCOMPARE(o.dur, 300U);
                values[r.newStreams[o.ds.index()].quantity] = o.v;
            }
            QCOMPARE(values["count_veh"], 197.0);
            QCOMPARE(values["speed_m_s"], 52.6 / 3.6);
            QCOMPARE(values["occupancy_share"], 0.76);
        }
        for (const char* ending : {".json", "-normalized.json", ".jsonld", "-normalized.jsonld", "-geojsonfeature.json"}) {
            const QString name = QStringLiteral("ngsi-ld/AirQualityObserved-example%1").arg(QLatin1String(ending));
            const ParseResult r = parsePayload(FeedKind::Ngsi, recorded(name), {});
            QVERIFY2(r.rejected.empty() && !r.refused, qPrintable(name));
            QVERIFY2(r.accepted.size() >= 9, qPrintable(name));
        }
    }

    void aSparkplugSessionIsReadByItsAliases()
    {
        QFile file(feedsFolder() + QStringLiteral("mqtt/sparkplug-b-session.jsonl"));
        if (!file.open(QIODevice::ReadOnly))
            QSKIP("../shared/data/feeds is not beside the checkout");
        Catalogue catalogue;
        catalogue.profile.period_s = 60;
        std::size_t values = 0, nulls = 0, deaths = 0;
        std::vector<double> no2;
        std::vector<std::string> dead;
        RawItem last;
        while (!file.atEnd()) {
            const QJsonObject line = QJsonDocument::fromJson(file.readLine()).object();
            RawItem message =
                item(QByteArray::fromHex(line["payload_hex"].toString().toLatin1()).toStdString(), line["topic"].toString().toStdString());
            QCOMPARE(detectFeedKind(message), std::optional(FeedKind::SparkplugB));
            ParseResult r = parsePayload(FeedKind::SparkplugB, message, catalogue);
            QVERIFY(!r.refused && r.rejected.empty());
            catalogue.apply(r);
            values += r.accepted.size();
            nulls += r.counts["null_metrics"];
            deaths += r.counts["deaths"];
            for (const auto& [who, since] : r.deaths)
                dead.push_back(who);
            last = message;
            // The name left out, as the standard allows after a birth: the alias alone tells.
            for (const Obs& o : r.accepted)
                if (catalogue.streams[o.ds.index()].quantity == "no2_ug_m3")
                    no2.push_back(o.v);
        }
        QCOMPARE(values, std::size_t{3 + 3 + 2 + 3 + 2 + 3});
        QCOMPARE(nulls, std::size_t{1});
        QCOMPARE(deaths, std::size_t{2});
        QCOMPARE(dead, (std::vector<std::string>{"City/Junction12/Loop3", "City/Junction12"}));
        // The death of a session that a newer birth has replaced comes late, and says nothing.
        QCOMPARE(catalogue.births.at("City/Junction12"), 0.0);
        last.recv_us = 77'000'000;
        QCOMPARE(parsePayload(FeedKind::SparkplugB, last, catalogue).deaths,
                 (std::vector<std::pair<std::string, std::int64_t>>{{"City/Junction12", 77}}));
        Catalogue reborn = catalogue;
        reborn.births["City/Junction12"] = 1;
        QVERIFY(parsePayload(FeedKind::SparkplugB, last, reborn).deaths.empty());
        QCOMPARE(no2, (std::vector<double>{0, 39.25, 41.25, 43.25}));
        QCOMPARE(catalogue.streams.size(), std::size_t{3});
        // Alias 3 without a name: field 2 of a metric of DDATA, a double of 12.5.
        const std::string bare("\x08\x80\xd0\x95\xff\xbc\x31\x12\x0d\x10\x03\x20\x0a\x69\x00\x00\x00\x00\x00\x00\x29\x40", 22);
        const ParseResult r = parsePayload(FeedKind::SparkplugB, item(bare, "spBv1.0/City/DDATA/Junction12/Loop3"), catalogue);
        QCOMPARE(r.accepted.size(), std::size_t{1});
        QCOMPARE(r.accepted[0].v, 12.5);
        QCOMPARE(catalogue.streams[r.accepted[0].ds.index()].quantity, std::string("no2_ug_m3"));
        QCOMPARE(parsePayload(FeedKind::SparkplugB, item(bare, "spBv1.0/City/DDATA/Other/Loop3"), catalogue).rejected.size(),
                 std::size_t{1});
        QVERIFY(parsePayload(FeedKind::SparkplugB, item(bare, "city/k12"), catalogue).refused.has_value());
    }

    void unitsAreConvertedOnceAndKept()
    {
        if (!haveRecorded())
            QSKIP("../shared/data/feeds is not beside the checkout");
        const ParseResult telraam = parsePayload(FeedKind::Telraam, recorded("telraam/example-report-row.json"), {});
        std::map<std::string, double> values;
        for (const Obs& o : telraam.accepted)
            values[telraam.newStreams[o.ds.index()].quantity] = o.v;
        QVERIFY(std::abs(values["count_car"] - 120.7 * 0.7536) < 1e-12);  // as counted, not as extrapolated
        const ParseResult purple = parsePayload(FeedKind::PurpleAir, recorded("purpleair/v1-get_sensor_response.json"), {});
        for (const Obs& o : purple.accepted)
            if (purple.newStreams[o.ds.index()].quantity == "temperature_c")
                QVERIFY(std::abs(o.v - (69 - 32) * 5 / 9.0) < 1e-12);
        const ParseResult madrid = parsePayload(FeedKind::Madrid, recorded("madrid/sample_pm_xml.xml"), {});
        QCOMPARE(withFlag(madrid, Quality::Fail), std::size_t{2});  // error=S
        QCOMPARE(isoTime(madrid.accepted.front().t), std::string("2024-06-15T12:25:04Z"));
        QCOMPARE(madrid.accepted.front().v, 120.0);
    }
};

QTEST_APPLESS_MAIN(TestFeedPayloads)
#include "tst_feed_payloads.moc"
