// Live over HTTP, from a server on the loopback to the store: polled politely, stored once, honest about outages and privacy.

#include "app/feeds/feed_runner.h"
#include "simulation/project/sensor_store.h"

#include "tests/servers/loopback_server.h"
#include "tests/support/must.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace isopolis;
using namespace isopolis::test;

namespace {

/// A SensorThings page of hours [from, to) of January 1, 2009.
QByteArray page(int from, int to, const QByteArray& next = {})
{
    QByteArray text = "{";
    if (!next.isEmpty())
        text += "\"@iot.nextLink\":\"" + next + "\",";
    text += "\"value\":[";
    for (int h = from; h < to; ++h)
        text += QByteArray(h > from ? "," : "") + "{\"phenomenonTime\":\"2009-01-01T" + QByteArray::number(h).rightJustified(2, '0') +
                ":00:00Z\",\"result\":" + QByteArray::number(h + 0.5) +
                ",\"Datastream\":{\"@iot.id\":7,\"name\":\"no2 here\",\"unitOfMeasurement\":{\"symbol\":\"ug/m3\"}}}";
    return text + "]}";
}

struct Desk {
    QTemporaryDir folder;
    std::filesystem::path project() const { return folder.filePath(QStringLiteral("town.gpkg")).toStdString(); }

    FeedSource source(const std::string& url, FeedKind kind = FeedKind::SensorThings) const
    {
        FeedSource s;
        s.kind = kind;
        s.profile.name = "net";
        s.profile.period_s = 3600;
        s.url = url;
        s.poll_s = 0.2;
        return s;
    }

    /// Runs for a while; what was said.
    QStringList run(const FeedSource& source, double seconds) const
    {
        QStringList said;
        auto pipeline = must(FeedPipeline::open(project(), {source}));
        FeedRunner runner(*pipeline, folder.filePath(QStringLiteral("mqtt")).toStdString(),
                          [&said](const std::string& word) { said.append(QString::fromStdString(word)); });
        must(runner.start());
        must(runner.runFor(seconds));
        return said;
    }
    std::size_t stored() const { return must(must(SensorStore::open(sensorStorePath(project()))).count()); }

    bool anyFileHolds(const QByteArray& bytes) const
    {
        for (const QFileInfo& info : QDir(folder.path()).entryInfoList(QDir::Files)) {
            QFile file(info.filePath());
            if (!file.open(QIODevice::ReadOnly) || file.readAll().contains(bytes))
                return true;
        }
        return false;
    }
};

}  // namespace

class TestFeedHttp : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anUnchangedFeedIsAnsweredWithNotModified()
    {
        const Desk desk;
        LoopbackServer server([](const Request& r) {
            return r.headers["if-none-match"] == "\"v1\"" ? Reply{304, {}} : Reply{200, page(0, 3), {{"ETag", "\"v1\""}}};
        });
        desk.run(desk.source(server.url("/Datastreams(7)/Observations")), 1.2);
        QCOMPARE(desk.stored(), std::size_t{3});
        QVERIFY2(server.requests().size() >= 3, qPrintable(QString::number(server.requests().size())));
        QVERIFY(!server.requests()[0].headers.contains("if-none-match"));
        QCOMPARE(server.requests()[1].headers["if-none-match"], QByteArray("\"v1\""));
        QVERIFY(server.requests()[0].headers["user-agent"].startsWith("Isopolis"));
        QVERIFY(must(FeedStore::openOrCreate(sensorStorePath(desk.project()))).outages()->empty());
        // The next start goes on where this one ended.
        const qsizetype before = server.requests().size();
        desk.run(desk.source(server.url("/Datastreams(7)/Observations")), 0.3);
        QCOMPARE(server.requests()[before].headers["if-none-match"], QByteArray("\"v1\""));
    }

    void theCatalogueNamesWhatTheMessagesDoNot()
    {
        const Desk desk;
        LoopbackServer server([](const Request& r) {
            if (r.path.contains("expand=Thing"))
                return Reply{200, R"json({"value":[{"@iot.id":7,"name":"no2 here","unitOfMeasurement":{"symbol":"ug/m3"},
                    "ObservedProperty":{"name":"NO2"},"Thing":{"@iot.id":1,"name":"Station"}}]})json"};
            return Reply{200, R"json({"value":[{"phenomenonTime":"2009-01-01T00:00:00Z","result":41.5,
                "Datastream@iot.navigationLink":"http:\/\/sta.example\/v1.1\/Datastreams(7)"}]})json"};
        });
        FeedSource source = desk.source(server.url("/Observations"));
        source.poll_s = 60;
        source.catalogueUrl = server.url("/Datastreams?$expand=Thing,ObservedProperty");
        const QStringList said = desk.run(source, 1);
        QVERIFY2(said.isEmpty(), qPrintable(said.join(QLatin1Char(' '))));
        QCOMPARE(server.requests().size(), qsizetype{2});
        QVERIFY(server.requests()[0].path.contains("Datastreams"));
        QCOMPARE(desk.stored(), std::size_t{1});
        auto store = must(SensorStore::open(sensorStorePath(desk.project())));
        const auto latest = must(store.latest());
        QCOMPARE(latest.front().quantity, std::string("no2_ug_m3"));
        QCOMPARE(latest.front().value, 41.5);
        const auto elsewhere = readFeedSource(
            R"json({"name": "x", "kind": "sensorthings", "url": "https:\/\/a.example\/O", "catalogue_url": "https:\/\/b.example\/D"})json",
            "f");
        QVERIFY(!elsewhere);
    }

    void pagesAreFollowedAtHomeAlone()
    {
        const Desk desk;
        const LoopbackServer* self = nullptr;
        LoopbackServer server([&self](const Request& r) {
            const QByteArray base = QByteArray::fromStdString(self->url("/Datastreams(7)/Observations"));
            if (r.path.contains("skip=6"))
                return Reply{200, page(6, 9, "http:\x2f/127.0.0.1:1/Datastreams(7)/Observations?$skip=9")};  // leads elsewhere
            if (r.path.contains("skip=3"))
                return Reply{200, page(3, 6, base + "?$skip=6")};
            return Reply{200, page(0, 3, base + "?$skip=3")};
        });
        self = &server;
        FeedSource source = desk.source(server.url("/Datastreams(7)/Observations"));
        source.poll_s = 60;
        const QStringList said = desk.run(source, 1.5);
        QVERIFY2(said.isEmpty(), qPrintable(said.join(QLatin1Char('\n'))));
        QCOMPARE(desk.stored(), std::size_t{9});
        QCOMPARE(server.requests().size(), qsizetype{3});
    }

    void anOutageIsWaitedOutAndFilled()
    {
        const Desk desk;
        int asked = 0;
        LoopbackServer server([&asked](const Request&) {
            ++asked;
            if (asked == 2 || asked == 3)
                return Reply{503, "busy", {{"Retry-After", "1"}}};
            return Reply{200, asked == 1 ? page(0, 2) : page(0, 8)};
        });
        const QStringList said = desk.run(desk.source(server.url("/Datastreams(7)/Observations")), 4);
        QCOMPARE(desk.stored(), std::size_t{8});
        QVERIFY2(said.join(QLatin1Char(' ')).contains(QLatin1String("status 503")), qPrintable(said.join(QLatin1Char('\n'))));
        const auto outages = must(must(FeedStore::openOrCreate(sensorStorePath(desk.project()))).outages());
        QCOMPARE(outages.size(), std::size_t{1});
        QVERIFY(outages[0].to_s >= outages[0].from_s);
        QCOMPARE(outages[0].backfilled, std::int64_t{6});
    }

    void aRefusalStopsAndIsNotHammered()
    {
        const Desk desk;
        LoopbackServer server([](const Request&) { return Reply{403, "no"}; });
        const QStringList said = desk.run(desk.source(server.url("/x")), 5);
        QCOMPARE(server.requests().size(), qsizetype{1});
        QVERIFY2(said.join(QLatin1Char(' ')).contains(QLatin1String("refuses access (403)")), qPrintable(said.join(QLatin1Char('\n'))));
    }

    void brokenOffAnswersAndForeignRedirectsAreNotStored()
    {
        const Desk desk;
        LoopbackServer cut([](const Request&) { return Reply{200, page(0, 9), {}, 200}; });
        desk.run(desk.source(cut.url("/Datastreams(7)/Observations")), 0.8);
        QCOMPARE(desk.stored(), std::size_t{0});
        LoopbackServer other([](const Request&) { return Reply{200, page(0, 9)}; });
        LoopbackServer away([&other](const Request&) {
            return Reply{302, {}, {{"Location", QByteArray::fromStdString(other.url("/y"))}}};
        });
        desk.run(desk.source(away.url("/Datastreams(7)/Observations")), 0.8);
        QCOMPARE(desk.stored(), std::size_t{0});
        QCOMPARE(other.requests().size(), qsizetype{0});
    }

    void keysGoIntoHeadersAndNowhereElse()
    {
        const Desk desk;
        LoopbackServer server([](const Request& r) {
            return r.headers["x-api-key"] == "sesame-99" ? Reply{200, page(0, 2)} : Reply{401, {}};
        });
        FeedSource source = desk.source(server.url("/Datastreams(7)/Observations"));
        source.secret = "isopolis/net";
        source.secretHeader = "X-API-Key";
        qputenv("ISOPOLIS_SECRET_NET", "sesame-99");
        desk.run(source, 0.6);
        qunsetenv("ISOPOLIS_SECRET_NET");
        QCOMPARE(desk.stored(), std::size_t{2});
        QVERIFY(!desk.anyFileHolds("sesame-99"));
    }

    void singleTravelTimesNeverReachTheDisk()
    {
        const Desk desk;
        const auto anpr = [](int n, int first) {
            QByteArray text = "<d2LogicalModel xmlns:xsi=\"x\"><payloadPublication xsi:type=\"MeasuredDataPublication\">";
            for (int i = 0; i < n; ++i)
                text += "<siteMeasurements><measurementSiteReference "
                        "id=\"ANPR1\"/><measurementTimeDefault>2020-01-01T00:00:00Z</measurementTimeDefault>"
                        "<measuredValue index=\"1\"><basicData xsi:type=\"TravelTimeData\"><travelTime><duration>" +
                        QByteArray::number(first + 1000 * i) + ".25</duration></travelTime></basicData></measuredValue></siteMeasurements>";
            return text + "</payloadPublication></d2LogicalModel>";
        };
        FeedSource source = desk.source({}, FeedKind::Datex2);
        source.profile.period_s = 0;
        auto pipeline = must(FeedPipeline::open(desk.project(), {source}));
        RawItem raw{.src = pipeline->id(0),
                    .recv_us = 1577836800000000,
                    .body = anpr(7, 70123).toStdString(),
                    .contentType = {},
                    .topicOrUrl = "anpr",
                    .etag = {}};
        must(pipeline->inbox().put(raw));
        must(pipeline->closeJourneys(1577836800 + 600));
        must(pipeline->drain(10));
        auto store = must(SensorStore::open(sensorStorePath(desk.project())));
        QCOMPARE(must(store.series("net:ANPR1", "travel_time_s", 0, 2000000000)).at(0).value, 73123.25);  // the median of seven
        QCOMPARE(must(store.series("net:ANPR1", "journeys", 0, 2000000000)).at(0).value, 7.0);
        for (const char* single : {"70123.25", "71123.25", "76123.25"})
            QVERIFY2(!desk.anyFileHolds(single), single);
        // Four are too few: nothing at all is told.
        raw.body = anpr(4, 80123).toStdString();
        must(pipeline->inbox().put(raw));
        must(pipeline->closeJourneys(1577836800 + 1200));
        must(pipeline->drain(10));
        QCOMPARE(must(store.series("net:ANPR1", "journeys", 0, 2000000000)).size(), std::size_t{1});
    }

    void whoOptsOutIsForgottenAndKeptOut()
    {
        const Desk desk;
        FeedSource source = desk.source({}, FeedKind::SensorCommunity);
        source.profile.period_s = 0;
        source.optOutAreas = {{{13.0, 52.0}, {14.0, 52.0}, {14.0, 53.0}, {13.0, 53.0}}};
        auto pipeline = must(FeedPipeline::open(desk.project(), {source}));
        const auto put = [&](int minute) {
            QByteArray text = "[";
            for (const char* who : {"111111", "222222", "333333"})
                text += QByteArray(text.size() > 1 ? "," : "") + "{\"timestamp\":\"2019-04-25 01:" + QByteArray::number(minute) +
                        ":12\",\"location\":{\"latitude\":\"" + (who[0] == '3' ? "52.5" : "48.77777") +
                        "\",\"longitude\":\"13.3\"},\"sensor\":{\"id\":" + who +
                        "},\"sensordatavalues\":[{\"value\":\"19.13\",\"value_type\":\"P1\"}]}";
            must(pipeline->inbox().put({.src = pipeline->id(0),
                                        .recv_us = 1556160000000000,
                                        .body = (text + "]").toStdString(),
                                        .contentType = {},
                                        .topicOrUrl = "x",
                                        .etag = {}}));
            must(pipeline->drain(10));
        };
        put(10);
        put(20);
        auto store = must(SensorStore::open(sensorStorePath(desk.project())));
        QCOMPARE(must(store.count()), std::size_t{4});  // the third stands in the area
        for (const StreamStatus& s : must(pipeline->store().status()))
            QVERIFY(s.sensor != "net:333333");
        QCOMPARE(must(pipeline->forget(0, {.sensors = {"111111"}, .areas = {}}, "asked for", 1556160000)), std::size_t{2});
        QVERIFY(!desk.anyFileHolds("111111"));
        put(30);
        QCOMPARE(must(store.count()), std::size_t{3});
        QVERIFY(must(store.series("net:111111", "pm10_ug_m3", 0, 2000000000)).empty());
    }

    void brokenMessagesTurnASourceAmberAndRedAndNeverStopIt()
    {
        const Desk desk;
        auto pipeline = must(FeedPipeline::open(desk.project(), {desk.source({})}));
        const auto put = [&](const QByteArray& body) {
            must(pipeline->inbox().put({.src = pipeline->id(0),
                                        .recv_us = 1230768000000000,
                                        .body = body.toStdString(),
                                        .contentType = {},
                                        .topicOrUrl = "Datastreams(7)/Observations",
                                        .etag = {}}));
            must(pipeline->drain(10));
        };
        for (int i = 0; i < 5; ++i)
            put("{" + QByteArray::number(i));
        QVERIFY(pipeline->tally(0).colour() == SourceColour::Amber);
        for (int i = 5; i < 20; ++i)
            put("{" + QByteArray::number(i));
        QVERIFY(pipeline->tally(0).colour() == SourceColour::Red);
        QCOMPARE(must(pipeline->store().quarantined(100)).size(), std::size_t{20});
        put(page(0, 4));
        QVERIFY(pipeline->tally(0).colour() == SourceColour::Green);
        QCOMPARE(desk.stored(), std::size_t{4});
        // Replay of the same inbox changes nothing.
        const Hash before = must(pipeline->store().contentHash());
        must(pipeline->store().replayAll());
        must(pipeline->drain(100));
        QVERIFY(must(pipeline->store().contentHash()) == before);
    }
};

QTEST_GUILESS_MAIN(TestFeedHttp)
#include "tst_feed_http.moc"
