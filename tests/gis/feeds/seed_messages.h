#pragma once
/// One small sound message of each kind, typed by hand: where mutations and fuzzing begin.
///
///   for (const SeedMessage& seed : seedMessages()) parsePayload(seed.kind, item(seed.body, seed.topic), seed.catalogue);
///
/// Each gives at least one observation.

#include "feed_files.h"

namespace isopolis::test {

struct SeedMessage {
    FeedKind kind;
    std::string body;
    std::string topic = {};
    Catalogue catalogue = {};
};

inline std::vector<SeedMessage> seedMessages()
{
    std::vector<SeedMessage> all = {
        {FeedKind::SensorThings,
         R"({"value":[{"phenomenonTime":"2020-01-01T00:00:00Z/2020-01-01T01:00:00Z","result":1.5,"Datastream":{"@iot.id":7}},
            {"dataArray":[[1,"2020-01-01T02:00:00Z"]],"components":["result","phenomenonTime"],"Datastream":{"@iot.id":"x"}}]})"},
        {FeedKind::GtfsRealtime,
         std::string(
             "\x0a\x0d\x0a\x03\x32\x2e\x30\x10\x00\x18\x8c\xb3\xc2\x89\x06\x12\x25\x0a\x01\x31\x22\x20\x0a\x03\x2a\x01\x46\x12\x0f\x0d"
             "\x9f\x87\xe0\x41\x15\xdc\xd5\xa4\xc2\x1d\x00\x00\x34\x43\x42\x06\x0a\x04\x31\x35\x33\x36\x48\x00"
             "\x12\x1a\x0a\x01\x32\x1a\x15\x0a\x04\x0a\x02\x74\x31\x12\x0d\x08\x01\x12\x04\x08\x3c\x10\x64\x22\x03\x73\x31\x31",
             82)},
        {FeedKind::Datex2,
         R"(<d2LogicalModel xmlns:xsi="x"><payloadPublication xsi:type="MeasuredDataPublication"><siteMeasurements>
            <measurementSiteReference id="S&amp;1"/><measurementTimeDefault>2020-01-01T00:00:00+01:00</measurementTimeDefault>
            <measuredValue index="1"><measuredValue><basicData xsi:type="TrafficFlow"><vehicleFlow><dataError>false</dataError>
            <vehicleFlowRate>60</vehicleFlowRate></vehicleFlow></basicData></measuredValue></measuredValue></siteMeasurements>
            </payloadPublication></d2LogicalModel>)"},
        {FeedKind::Csv, "date,site,no2,pm10\n2020-01-01T00:00:00Z,\"a,\"\"b\",12.5,7\n2020-01-01T01:00:00Z,a,NA,8\n"},
        {FeedKind::OpenAq,
         R"({"meta":{"name":"openaq-api"},"results":[{"value":8.15,"datetime":{"utc":"2025-07-09T01:30:00Z"},"sensorsId":1,"locationsId":1}]})"},
        {FeedKind::SensorCommunity,
         R"([{"timestamp":"2019-04-25 01:51:12","location":{"latitude":"52.5","longitude":"13.3"},"sensor":{"id":1},
            "sensordatavalues":[{"value":"19.13","value_type":"P1"}]}])"},
        {FeedKind::PurpleAir,
         R"({"api_version":"V1","time_stamp":1667503589,"data_time_stamp":1667503531,"fields":["sensor_index","humidity"],"data":[[131075,33]]})"},
        {FeedKind::SosRest, R"({"10744":{"values":[{"timestamp":1556056800000,"value":18.5},{"timestamp":1556060400000,"value":-99}]}})"},
        {FeedKind::Ngsi,
         R"({"id":"urn:1","type":"AirQualityObserved","dateObserved":{"type":"DateTime","value":"2016-03-15T11:00:00/2016-03-15T12:00:00"},
            "no2":{"type":"Number","value":69,"metadata":{"unitCode":{"value":"GQ"}}},"location":{"value":{"coordinates":[-3.7,40.4]}}})"},
        {FeedKind::Telraam,
         R"({"report":[{"segment_id":9,"date":"2024-06-12T11:00:00.000Z","interval":"hourly","uptime":0.75,"car":120.7}]})"},
        {FeedKind::Madrid, "<pms><fecha_hora>15/06/2024 14:30:04</fecha_hora><pm><idelem>9841</idelem><intensidad>120</intensidad>"
                           "<ocupacion>15</ocupacion><error>N</error></pm></pms>"},
    };
    // One metric "Air/NO2" with an alias, its unit and the value 40.5, of a device's birth.
    all.push_back(
        {FeedKind::SparkplugB,
         std::string("\x08\x80\xd0\x95\xff\xbc\x31\x12\x33\x0a\x07\x41\x69\x72\x2f\x4e\x4f\x32\x10\x03\x18\x80\xd0\x95\xff\xbc\x31\x20\x0a"
                     "\x4a\x14\x0a\x07\x65\x6e\x67\x55\x6e\x69\x74\x12\x09\x08\x0c\x42\x05\x75\x67\x2f\x6d\x33\x69\x00\x00\x00\x00\x00\x40"
                     "\x44\x40\x18\x01",
                     62),
         "spBv1.0/City/DBIRTH/Junction12/Loop3"});
    SeedMessage mqtt{FeedKind::MqttJson, R"({"at":"2020-01-01T00:00:00Z","no2":"21.5","pm":{"2_5":8}})", "city/k12/air", {}};
    mqtt.catalogue.profile.mqtt.push_back(
        {.topic = "city/{sensor}/air", .time = "/at", .sensor = {}, .readings = {{"/no2", "no2", "ppb"}, {"/pm/2_5", "pm25", ""}}});
    all.push_back(mqtt);
    return all;
}

}  // namespace isopolis::test
