// Parsers on messages typed by hand: clocks, units, mappings, and what hostile or broken messages become.

#include "gis/feeds/feed_source.h"
#include "gis/feeds/feed_time.h"
#include "gis/feeds/json_value.h"
#include "gis/feeds/payload.h"
#include "gis/feeds/quantity_table.h"

#include "feed_files.h"

#include <QTest>

#include <cmath>
#include <set>

#include <zlib.h>

using namespace isopolis;
using namespace isopolis::test;

namespace {

std::string gzip(const std::string& text)
{
    z_stream z{};
    deflateInit2(&z, 9, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
    std::string in = text, out(deflateBound(&z, in.size()), '\0');
    z.next_in = reinterpret_cast<Bytef*>(in.data());
    z.avail_in = static_cast<uInt>(in.size());
    z.next_out = reinterpret_cast<Bytef*>(out.data());
    z.avail_out = static_cast<uInt>(out.size());
    deflate(&z, Z_FINISH);
    out.resize(z.total_out);
    deflateEnd(&z);
    return out;
}

/// A year of hourly stamps as a local clock shows them: one hour missing in spring, one twice in autumn.
std::string localYear(const std::string& zone, int year)
{
    std::string text = "date,site,no2\n";
    const ZoneClock clock(zone);
    for (std::int64_t utc = civilSeconds(year, 1, 1); utc < civilSeconds(year + 1, 1, 1); utc += 3600) {
        // The local time is the civil second that resolves to this moment.
        for (const int offset : {-36000, -21600, -18000, 0, 3600, 7200, 19800})
            if (const std::int64_t civil = utc + offset;
                clock.resolve(civil, utc - 3600).kind != ZoneClock::Kind::NeverWas && clock.resolve(civil, utc - 3600).utc_s == utc) {
                std::string stamp = isoTime(civil);
                stamp.pop_back();
                text += stamp + ",a,20\n";
                break;
            }
    }
    return text;
}

const char* const kMqtt = R"({"name": "air", "kind": "mqtt_json", "mqtt": [
  {"topic": "city/{sensor}/air", "time": "/at", "readings": [
    {"pointer": "/no2", "quantity": "no2", "unit": "ppb"}, {"pointer": "/pm/2_5", "quantity": "pm2.5", "unit": "µg/m³"}]},
  {"topic": "loops/+/{sensor}/{quantity}"}]})";

}  // namespace

class TestFeedParsers : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void timesAreReadWithTheirOffset()
    {
        QCOMPARE(parseIsoTime("2015-04-29T09:38:00.000+01:00")->utc(), std::int64_t{1430296680});
        QCOMPARE(parseIsoTime("2009-01-01T00:00:00Z")->utc(), std::int64_t{1230768000});
        QCOMPARE(parseIsoTime("2009-01-01 00:00")->offset_s.has_value(), false);
        QCOMPARE(parseIsoTime("2023-04-01T00:30:00+0530")->utc(), civilSeconds(2023, 3, 31, 19, 0));
        QCOMPARE(parseIsoTime("2008-12-31T24:00:00Z")->utc(), civilSeconds(2009, 1, 1));
        QCOMPARE(parseSlashTime("15/06/2024 14:30:04", true)->civil_s, civilSeconds(2024, 6, 15, 14, 30, 4));
        for (const char* bad : {"", "2009", "2009-13-01", "2009-02-30T00:00:00Z", "2009-01-01T25:00", "2009-01-01T00:00:00+99:00",
                                "2009-01-01T00:00:00Zx", "20090101T000000Z", "2009-01-01T00:00:61Z", "2009-01-01T00:00:00.Z"})
            QVERIFY2(!parseIsoTime(bad), bad);
    }

    void localYearsHaveAllOfTheirHoursAndNoneTwice_data()
    {
        QTest::addColumn<QString>("zone");
        for (const char* zone : {"Europe/London", "Europe/Madrid", "America/Chicago", "Asia/Kolkata", "Pacific/Tahiti"})
            QTest::newRow(zone) << QString::fromLatin1(zone);
    }
    void localYearsHaveAllOfTheirHoursAndNoneTwice()
    {
        QFETCH(const QString, zone);
        Catalogue catalogue;
        catalogue.profile.zone = zone.toStdString();
        catalogue.profile.period_s = 3600;
        const ParseResult r = parseText(FeedKind::Csv, localYear(zone.toStdString(), 2009), catalogue);
        QCOMPARE(r.rejected.size(), std::size_t{0});
        QCOMPARE(r.accepted.size(), std::size_t{8760});
        for (std::size_t i = 0; i < r.accepted.size(); ++i)
            QCOMPARE(r.accepted[i].t, civilSeconds(2009, 1, 1) + 3600 * static_cast<std::int64_t>(i));  // none shifted, none marked
        QVERIFY(!has(r.accepted.front().q, Mark::AmbiguousHour));
    }

    void theHourOfAutumnAloneIsMarkedAndThatOfSpringRefused()
    {
        Catalogue catalogue;
        catalogue.profile.zone = "Europe/London";
        const ParseResult autumn = parseText(FeedKind::Csv, "date,site,no2\n2009-10-25 01:30,a,20\n", catalogue);
        QCOMPARE(isoTime(autumn.accepted.at(0).t), std::string("2009-10-25T00:30:00Z"));
        QVERIFY(has(autumn.accepted[0].q, Mark::AmbiguousHour));
        const ParseResult both = parseText(FeedKind::Csv, "date,site,no2\n2009-10-25 01:30,a,20\n2009-10-25 01:30,a,30\n", catalogue);
        QCOMPARE(isoTime(both.accepted.at(1).t), std::string("2009-10-25T01:30:00Z"));
        const ParseResult spring = parseText(FeedKind::Csv, "date,site,no2\n2009-03-29 01:30,a,20\n2009-03-29 02:30,a,21\n", catalogue);
        QCOMPARE(spring.accepted.size(), std::size_t{1});
        QCOMPARE(isoTime(spring.accepted[0].t), std::string("2009-03-29T01:30:00Z"));
        QCOMPARE(spring.rejected.at(0).offset, std::size_t{14});
        QVERIFY(spring.rejected[0].reason.find("spring") != std::string::npos);
        catalogue.profile.zone = "Mars/Olympus";
        QVERIFY(parseText(FeedKind::Csv, "date,site,no2\n2009-03-29 01:30,a,20\n", catalogue).refused);
    }

    void gasesInPpbBecomeMicrogramsAtTheNetworksTemperature()
    {
        // Factors of the European and the US reference condition, µg/m³ per ppb.
        const std::tuple<const char*, double, double> kPublished[] = {
            {"no2", 1.913, 1.881}, {"no", 1.247, 1.227}, {"o3", 1.995, 1.962}, {"so2", 2.663, 2.619}};
        for (const auto& [gas, eu, us] : kPublished) {
            QVERIFY2(std::abs(unitConversion(*findQuantity(gas), "ppb", 20)->factor - eu) < 1.5e-3, gas);
            QVERIFY2(std::abs(unitConversion(*findQuantity(gas), "ppb", 25)->factor - us) < 1.5e-3, gas);
        }
        QVERIFY(std::abs(unitConversion(*findQuantity("co"), "ppm", 20)->factor - 1164) < 1);
        QVERIFY(!unitConversion(*findQuantity("pm10"), "ppb", 20));  // dust has no molar mass
        QVERIFY(!unitConversion(*findQuantity("no2"), "km/h", 20));
        for (const char* spelling : {"µg/m³", "ug/m3", "ug.m-3", "µg m⁻³", "GQ"})
            QVERIFY2(unitConversion(*findQuantity("pm10"), spelling, 20).has_value(), spelling);
        for (const QuantityInfo& q : allQuantities())
            QVERIFY(unitConversion(q, q.unit, 20) && findQuantity(q.key) == &q);
    }

    void aMappingFindsSensorsAndReadingsInPlainJson()
    {
        auto source = readFeedSource(kMqtt, "air.json");
        QVERIFY2(source.has_value(), source ? "" : source.error().text().c_str());
        Catalogue catalogue;
        catalogue.profile = source->profile;
        const ParseResult r =
            parseText(FeedKind::MqttJson, R"({"at": 1700000100, "no2": "21.5", "pm": {"2_5": 8}})", catalogue, "city/k12/air");
        QCOMPARE(r.accepted.size(), std::size_t{2});
        QCOMPARE(r.newStreams[0].sensor, std::string("k12"));
        QVERIFY(std::abs(r.accepted[0].v - 21.5 * 1.913) < 0.02);  // numbers as text, ppb
        QCOMPARE(r.accepted[0].t, std::int64_t{1700000100});
        const ParseResult late = parseText(FeedKind::MqttJson, R"({"pm": {"2_5": 8}})", catalogue, "city/k12/air");
        QCOMPARE(late.accepted.at(0).t, std::int64_t{1700000000});  // its arrival
        QVERIFY(has(late.accepted[0].q, Mark::ReceiveTime));
        QCOMPARE(parseText(FeedKind::MqttJson, "42", catalogue, "loops/north/d7/flow").accepted.at(0).v, 42.0);
        QVERIFY(parseText(FeedKind::MqttJson, "42", catalogue, "other/topic").refused);
        const ParseResult word = parseText(FeedKind::MqttJson, R"({"no2": "high"})", catalogue, "city/k12/air");
        QCOMPARE(word.rejected.size(), std::size_t{1});
    }

    void sensorThingsOverMqttAndWithFreeOrderOfComponents()
    {
        const ParseResult push =
            parseText(FeedKind::SensorThings,
                      R"({"@iot.id": 9007199254740993, "phenomenonTime": "2020-01-01T00:00:00Z/2020-01-01T00:15:00Z", "result": "12.5"})",
                      {}, "v1.1/Datastreams('a-7')/Observations");
        QCOMPARE(push.accepted.size(), std::size_t{1});
        QCOMPARE(push.accepted[0].dur, 900U);
        QCOMPARE(push.newStreams[0].foreignId, std::string("a-7"));
        const ParseResult expanded =
            parseText(FeedKind::SensorThings,
                      R"({"phenomenonTime":"2020-01-01T00:00:00+01:00","result":3,"Datastream":{"@iot.id":9007199254740993,
            "name":"NO2 in the street","unitOfMeasurement":{"symbol":"ppb"}}})");
        QCOMPARE(expanded.newStreams.at(0).foreignId, std::string("9007199254740993"));  // beyond 2^53
        QCOMPARE(expanded.newStreams[0].quantity, std::string("no2_ug_m3"));
        QVERIFY(std::abs(expanded.accepted[0].v - 3 * 1.913) < 0.01);
        QCOMPARE(isoTime(expanded.accepted[0].t), std::string("2019-12-31T23:00:00Z"));
        const ParseResult rows =
            parseText(FeedKind::SensorThings, R"([{"Datastream":{"@iot.id":1},"components":["result","@iot.id","phenomenonTime"],
            "dataArray":[[1,7,"2020-01-01T00:00:00Z"],[2,8,"not a time"],[true,9,"2020-01-01T02:00:00Z"],[4]]}])");
        QCOMPARE(rows.accepted.size(), std::size_t{1});
        QCOMPARE(rows.rejected.size(), std::size_t{3});
    }

    void siteTablesTellPeriodsAndPlaces()
    {
        const ParseResult table =
            parseText(FeedKind::Datex2,
                      R"(<d2LogicalModel xmlns:xsi="x"><payloadPublication xsi:type="MeasurementSiteTablePublication"><measurementSiteTable>
            <measurementSiteRecord id="S1" version="1"><measurementSiteName><values><value lang="nl">A2 links</value></values></measurementSiteName>
            <measurementSpecificCharacteristics index="1"><measurementSpecificCharacteristics><period>300</period><specificLane>lane1</specificLane>
            <specificMeasurementValueType>trafficFlow</specificMeasurementValueType></measurementSpecificCharacteristics></measurementSpecificCharacteristics>
            <measurementSiteLocation><locationForDisplay><latitude>52.1</latitude><longitude>4.9</longitude></locationForDisplay></measurementSiteLocation>
            </measurementSiteRecord></measurementSiteTable></payloadPublication></d2LogicalModel>)");
        QVERIFY(!table.refused);
        Catalogue catalogue;
        catalogue.apply(table);
        QCOMPARE(catalogue.sites.at("S1").channels.at(1).period_s, 300U);
        const ParseResult r = parseText(
            FeedKind::Datex2, R"(<d2LogicalModel xmlns:xsi="x"><payloadPublication xsi:type="MeasuredDataPublication"><siteMeasurements>
            <measurementSiteReference id="S1"/><measurementTimeDefault>2020-01-01T00:00:00Z</measurementTimeDefault>
            <measuredValue index="1"><measuredValue><basicData xsi:type="TrafficFlow"><vehicleFlow><vehicleFlowRate>60</vehicleFlowRate></vehicleFlow>
            </basicData></measuredValue></measuredValue></siteMeasurements></payloadPublication></d2LogicalModel>)",
            catalogue);
        QCOMPARE(r.accepted.at(0).dur, 300U);
        QVERIFY(r.newStreams.at(0).position == (GeoPosition{4.9, 52.1}));
    }

    void singleTravelTimesKeepPlacesOfTheirOwn()
    {
        std::string text = R"(<d2LogicalModel xmlns:xsi="x"><payloadPublication xsi:type="MeasuredDataPublication">)";
        for (int i = 0; i < 3; ++i)
            text +=
                R"(<siteMeasurements><measurementSiteReference id="ANPR1"/><measurementTimeDefault>2020-01-01T00:00:00Z</measurementTimeDefault>
                <measuredValue index="1"><basicData xsi:type="TravelTimeData"><travelTime><duration>)" +
                std::to_string(100 + i) +
                "</duration></travelTime><freeFlowTravelTime><duration>80</duration></freeFlowTravelTime></basicData></measuredValue></"
                "siteMeasurements>";
        const ParseResult r = parseText(FeedKind::Datex2, text + "</payloadPublication></d2LogicalModel>");
        QCOMPARE(r.accepted.size(), std::size_t{3});
        std::set<std::uint16_t> orders;
        for (const Obs& o : r.accepted) {
            orders.insert(o.ord);
            QVERIFY(o.v >= 100);
        }
        QCOMPARE(orders.size(), std::size_t{3});
        QVERIFY(r.newStreams.at(0).privacy == PrivacyClass::B);
    }

    void damagedMessagesAreRefusedWithAReasonAndAPlace_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("word");
        const auto row = [](const char* name, FeedKind kind, const QByteArray& body, const char* word) {
            QTest::newRow(name) << static_cast<int>(kind) << body << QString::fromLatin1(word);
        };
        row("deep json", FeedKind::SensorThings, QByteArray(100000, '['), "64 levels");
        row("cut json", FeedKind::OpenAq, R"({"results":[{"value":1)", "cut off");
        row("no utf-8", FeedKind::Ngsi, QByteArray("{\"id\":\"\xff\xfe\"}"), "UTF-8");
        row("nan", FeedKind::OpenAq, R"({"results":[{"value":NaN}]})", "no JSON value");
        row("long text", FeedKind::Ngsi, "{\"id\":\"" + QByteArray(2 << 20, 'x') + "\"}", "1 MB");
        row("billion laughs", FeedKind::Datex2,
            R"(<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;&b;&b;">]><d2LogicalModel>&c;</d2LogicalModel>)",
            "document type");
        row("external entity", FeedKind::Madrid, R"(<!DOCTYPE pms SYSTEM "/etc/passwd"><pms/>)", "document type");
        row("deep xml", FeedKind::Datex2, QByteArray("<a>").repeated(5000), "64 levels");
        row("cut xml", FeedKind::Datex2, "<d2LogicalModel><payloadPublication>", "damaged");
        row("html", FeedKind::Datex2, "<html><body>Not found</body></html>", "no publication");
        row("soap fault", FeedKind::Datex2, "<Envelope><Body><Fault><faultstring>No access</faultstring></Fault></Body></Envelope>",
            "No access");
        row("empty answer", FeedKind::SensorCommunity, "", "too much to do");
        row("no protobuf", FeedKind::GtfsRealtime, "<html>", "");
        row("no header", FeedKind::GtfsRealtime, QByteArray("\x12\x03\x0a\x01\x41", 5), "header");
        row("no table", FeedKind::Csv, "hello", "no header");
        row("no time", FeedKind::Csv, "a,b\n1,2\n", "no column of times");
        row("bomb", FeedKind::Csv, QByteArray::fromStdString(gzip(std::string(80'000'000, 'a'))), "200 times");
        row("cut gzip", FeedKind::Csv, QByteArray::fromStdString(gzip("date,no2\n2009-01-01,3\n")).chopped(9), "cut off");
    }
    void damagedMessagesAreRefusedWithAReasonAndAPlace()
    {
        QFETCH(const int, kind);
        QFETCH(const QByteArray, body);
        QFETCH(const QString, word);
        const ParseResult r = parseText(static_cast<FeedKind>(kind), body.toStdString());
        QVERIFY(r.refused.has_value());
        QVERIFY(r.accepted.empty() && r.newStreams.empty());
        QVERIFY2(QString::fromStdString(r.refused->reason).contains(word), r.refused->reason.c_str());
        QVERIFY(r.refused->offset <= static_cast<std::size_t>(body.size()));
    }

    void oneBadItemCostsOnlyItself()
    {
        const std::string body = R"({"results":[
            {"value":1,"parameter":{"name":"pm25","units":"µg/m³"},"period":{"datetimeFrom":{"utc":"2023-03-01T05:00:00Z"},"datetimeTo":{"utc":"2023-03-01T05:30:00Z"}}},
            {"value":1e999,"parameter":{"name":"pm25","units":"µg/m³"},"period":{"datetimeFrom":{"utc":"2023-03-01T05:30:00Z"},"datetimeTo":{"utc":"2023-03-01T06:00:00Z"}}},
            {"value":3,"parameter":{"name":"pm25","units":"furlong"},"period":{"datetimeFrom":{"utc":"1823-03-01T05:30:00Z"},"datetimeTo":{"utc":"1823-03-01T06:00:00Z"}}},
            {"value":4,"parameter":{"name":"pm25","units":"µg/m³"},"period":{"datetimeFrom":{"utc":"2923-03-01T05:30:00Z"},"datetimeTo":{"utc":"2923-03-01T06:00:00Z"}}}]})";
        const ParseResult r = parseText(FeedKind::OpenAq, body, {}, "/v3/sensors/3/measurements");
        QCOMPARE(r.accepted.size(), std::size_t{1});
        QCOMPARE(r.newStreams.at(0).foreignId, std::string("3"));
        QCOMPARE(r.rejected.size(), std::size_t{3});
        QCOMPARE(r.rejected[0].offset, body.find("{\"value\":1e999"));
    }

    void flagsOfTheSourceAreKept()
    {
        const auto telraam = [](const char* uptime) {
            return parseText(FeedKind::Telraam,
                             std::string(R"({"report":[{"segment_id":7,"date":"2024-06-12T11:00:00.000Z","interval":"hourly","uptime":)") +
                                 uptime + R"(,"car":100}]})");
        };
        QCOMPARE(qualityFlag(telraam("0.4").accepted.at(0).q), Quality::Fail);
        QCOMPARE(qualityFlag(telraam("0.7").accepted.at(0).q), Quality::Suspect);
        QCOMPARE(qualityFlag(telraam("0.9").accepted.at(0).q), Quality::NotEvaluated);
        QCOMPARE(telraam("7").rejected.size(), std::size_t{1});
        const ParseResult sos = parseText(
            FeedKind::SosRest, R"({"17":{"values":[{"timestamp":1556056800000,"value":-99},{"timestamp":1556060400000,"value":-0.5}]}})");
        QCOMPARE(qualityFlag(sos.accepted.at(0).q), Quality::Missing);
        QCOMPARE(qualityFlag(sos.accepted.at(1).q), Quality::NotEvaluated);  // small negatives are noise of instruments
        QVERIFY(has(sos.accepted[1].q, Mark::Provisional));
    }

    void tablesWithDecimalCommaMarksAndLongRows()
    {
        Catalogue catalogue;
        catalogue.profile.csv = {.layout = CsvLayout::Long, .decimal = ',', .timeFormat = "dmy"};
        const ParseResult r =
            parseText(FeedKind::Csv,
                      "\xEF\xBB\xBF"
                      "date;site;quantity;value;unit\r\n31/12/2009 23:00;\"a;b\";no2;12,5;µg/m³\r\n31/12/2009 23:00;a;co;0,4;mg/m3\r\n",
                      catalogue);
        QCOMPARE(r.accepted.size(), std::size_t{2});
        QCOMPARE(r.accepted[0].v, 12.5);
        QCOMPARE(r.newStreams[0].sensor, std::string("a;b"));
        QCOMPARE(r.accepted[1].v, 400.0);
    }

    void sourcesWithKeysInTheirAddressAreRefused()
    {
        const std::pair<const char*, const char*> kBad[] = {{R"({"name":"a","kind":"openaq","url":"https:@@x.org/?api_key=1"})", "url"},
                                                            {R"({"name":"a","kind":"openaq","url":"https:@@me:secret@x.org/"})", "url"},
                                                            {R"({"name":"a","kind":"openaq","url":"file:@@/etc/passwd"})", "url"},
                                                            {R"({"name":"a","kind":"telepathy"})", "kind"},
                                                            {R"({"name":"a","kind":"csv","zone":"Mars/Olympus"})", "zone"},
                                                            {R"({"name":"a","kind":"csv","period_s":-5})", "period_s"}};
        for (const auto& [json, field] : kBad) {
            // A tool of the build takes two slashes in a raw text for a comment.
            const QByteArray text = QByteArray(json).replace("@@", "//");
            const auto source = readFeedSource(text.toStdString(), "x.feeds.json");
            QVERIFY2(!source && source.error().field == field, json);
        }
        const char* twice = R"({"sources":[{"name":"a","kind":"csv"},{"name":"a","kind":"csv"}]})";
        QVERIFY(!readFeedSources(twice, "x"));
        QVERIFY(!readFeedSources("[]", "x"));
    }

    void jsonIsReadByTheLetter()
    {
        for (const char* bad :
             {"", "{", "[1,]", "{\"a\":1,}", "01", "1.", "-", "1e", "\"\\x\"", "\"\\u12\"", "tru", "1 2", "{'a':1}", "\"\n\""})
            QVERIFY2(!JsonDocument::parse(bad), bad);
        const std::string text = R"({"a":{"b/c":[10,{"~":"é😀\n"}]},"n":-0.5e-3})";
        const auto json = JsonDocument::parse(text);
        QVERIFY(json.has_value());
        QCOMPARE(json->root().pointer("/a/b~1c/1/~0").text(), std::string_view("é\xF0\x9F\x98\x80\n"));
        QCOMPARE(json->root()["n"].number(), std::optional(-0.0005));
        QVERIFY(!json->root().pointer("/a/x/9") && !json->root().pointer("bad"));
    }
};

QTEST_APPLESS_MAIN(TestFeedParsers)
#include "tst_feed_parsers.moc"
