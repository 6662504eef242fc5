// Stations for the correction of the air: the city's own and those that only a feed knows, with how far they are trusted.
#include "tests/support/mini_city.h"
#include "tests/support/must.h"

#include "simulation/project/feed_store.h"
#include "simulation/project/sensor_store.h"
#include "simulation/project/stored_stations.h"

#include <QTemporaryDir>
#include <QTest>

using namespace isopolis;
using namespace isopolis::test;

namespace {

constexpr std::int64_t kMonday_s = 1709510400;

Datastream stream(const char* sensor, GeoPosition at, DeviceClass device, PrivacyClass privacy = PrivacyClass::D)
{
    return {.foreignId = sensor,
            .sensor = sensor,
            .quantity = "no2_ug_m3",
            .reportedUnit = "ug/m3",
            .period_s = 3600,
            .device = device,
            .privacy = privacy,
            .position = at};
}

Obs row(std::uint32_t ds, int hour, double v, Quality flag = Quality::Pass)
{
    return {.ds = DatastreamId(ds), .t = kMonday_s + hour * 3600, .dur = 3600, .v = v, .q = quality(flag), .resultTime = -1};
}

}  // namespace

class TestStoredStations : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everySensorWithAPlaceInTheCityIsAStation()
    {
        QTemporaryDir folder;
        const std::filesystem::path project = folder.filePath(QStringLiteral("town.gpkg")).toStdString();
        MiniCity mini;
        mini.node("A", 0, 0).node("B", 1000, 0).street("A B");
        mini.zone("West", "A", {.people = 100}).zone("East", "B", {.people = 100});
        mini.data.sensors.push({.externalId = "own", .name = "Town hall", .kind = SensorKind::Air, .at = {10, 10}});
        const CityPtr city = mini.make();
        QVERIFY(must(storedStations(project, *city, AirQuantity::No2)).empty());  // no store
        const std::vector<StoredObservation> own = {{.sensor = "own",
                                                     .quantity = "no2_ug_m3",
                                                     .start_s = kMonday_s,
                                                     .duration_s = 3600,
                                                     .value = 30,
                                                     .quality = Quality::Pass,
                                                     .result_s = -1}};
        QVERIFY(SensorStore::create(sensorStorePath(project), own).has_value());
        FeedStore store = must(FeedStore::openOrCreate(sensorStorePath(project)));
        const SourceId src = must(store.source("net", "sensorthings"));
        // A tenth of a degree is a kilometre on this map.
        const IngestBatch batch{.streams = {stream("reference", {0.1, 0}, DeviceClass::Reference),
                                            stream("balcony", {0.09, 0}, DeviceClass::Reference, PrivacyClass::C),
                                            stream("far", {5, 0}, DeviceClass::Reference),
                                            stream("broken", {0, 0}, DeviceClass::Reference)},
                                .rows = {row(0, 0, 41), row(0, 1, 42), row(1, 0, 50), row(2, 0, 60), row(3, 0, 70, Quality::Fail)},
                                .problems = {}};
        must(store.put({.src = src, .recv_us = kMonday_s * 1'000'000, .body = "a", .contentType = {}, .topicOrUrl = {}, .etag = {}}));
        must(store.ingest(1, src, batch));
        const auto all = must(storedStations(project, *city, AirQuantity::No2, [](double lon, double lat) {
            return std::optional(Point2{lon * 10000, lat * 10000});
        }));
        QCOMPARE(all.size(), std::size_t{3});
        QCOMPARE(all[0].id, std::string("net:balcony"));
        QCOMPARE(all[0].device, DeviceClass::Citizen);  // whatever its list says
        QCOMPARE(all[1].id, std::string("net:reference"));
        QCOMPARE(all[1].device, DeviceClass::Reference);
        QCOMPARE(all[1].values.size(), std::size_t{2});
        QCOMPARE(all[1].values[1].value, 42.0);
        QCOMPARE(all[1].at.x, 1000.0);
        QCOMPARE(all[2].id, std::string("own"));
        QCOMPARE(all[2].device, DeviceClass::Reference);
        // Without the way to the city's plane only its own are known.
        QCOMPARE(must(storedStations(project, *city, AirQuantity::No2)).size(), std::size_t{1});
        QVERIFY(must(storedStations(project, *city, AirQuantity::Pm25)).empty());
    }
};

QTEST_APPLESS_MAIN(TestStoredStations)
#include "tst_stored_stations.moc"
