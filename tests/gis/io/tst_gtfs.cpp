// GTFS feeds, good and bad: what becomes a timetable, and that every defect is told with its line.
#include "gis/io/gtfs/gtfs_network.h"
#include "gis/io/gtfs/gtfs_reader.h"
#include "gis/io/zip_archive.h"
#include "temp_folder.h"

#include <QtTest>

#include <algorithm>
#include <cmath>

#include <zip.h>

using namespace isopolis;

namespace {

/// Three stops 700 m apart at 50° N, one bus line, one Monday-to-Friday service of May 2019.
GtfsTexts smallFeed()
{
    return {{"stops.txt", "stop_id,stop_name,stop_lat,stop_lon\nA,Alpha,50.0,11.00\nB,Beta,50.0,11.01\nC,Gamma,50.0,11.02\n"},
            {"routes.txt", "route_id,route_short_name,route_long_name,route_type\nR,7,Harbour,3\n"},
            {"calendar.txt", "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\n"
                             "W,1,1,1,1,1,0,0,20190501,20190531\n"},
            {"trips.txt", "route_id,service_id,trip_id\nR,W,t1\nR,W,t2\n"},
            {"stop_times.txt", "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n"
                               "t1,08:00:00,08:00:00,A,1\nt1,08:05:00,08:05:30,B,2\nt1,08:10:00,08:10:00,C,3\n"
                               "t2,25:00:00,25:00:00,A,1\nt2,25:05:00,25:05:30,B,2\nt2,25:10:00,25:10:00,C,3\n"}};
}

GtfsTexts with(GtfsTexts feed, const std::string& file, const std::string& text)
{
    feed[file] = text;
    return feed;
}

GtfsTexts plus(GtfsTexts feed, const std::string& file, const std::string& rows)
{
    feed[file] += rows;
    return feed;
}

struct Read {
    Expected<GtfsFeed> feed = GtfsFeed();
    std::vector<Issue> issues;
    bool says(std::string_view code, std::string_view file = {}, std::string_view feature = {}) const
    {
        return std::any_of(issues.begin(), issues.end(), [&](const Issue& i) {
            return i.code == code && (file.empty() || i.file == "feed/" + std::string(file)) && (feature.empty() || i.feature == feature);
        });
    }
};

Read read(const GtfsTexts& texts)
{
    IssueLog log;
    Read out;
    out.feed = readGtfs("feed", texts, log);
    out.issues = log.take();
    return out;
}

GtfsDate day(int year, unsigned month, unsigned d) { return std::chrono::year(year) / std::chrono::month(month) / std::chrono::day(d); }

struct Built {
    TransitNetwork network;
    std::vector<ImportCount> counts;
    std::vector<Issue> issues;
};

Built build(const GtfsFeed& feed, GtfsDate on, double east = 11.1)
{
    const LocalFrame frame = *chooseFrame({11.0, 50.0});
    const CityWindow window(*windowFromDegrees(ringOfDegrees(10.9, 49.9, east, 50.1), frame));
    IssueLog log;
    Built built;
    GtfsNetworkBuilder builder(built.network, window, frame, log);
    built.counts = *builder.add(feed, "feed", "bus", on);
    built.issues = log.take();
    return built;
}

std::string zipOf(const std::vector<std::pair<std::string, std::string>>& files)
{
    const TempFolder folder;
    const auto path = folder.path("feed.zip");
    zip_t* zip = zip_open(path.c_str(), ZIP_CREATE, nullptr);
    for (const auto& [name, text] : files)
        zip_file_add(zip, name.c_str(), zip_source_buffer(zip, text.data(), text.size(), 0), ZIP_FL_ENC_UTF_8);
    zip_close(zip);
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

class TestGtfs : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tripsWithEqualStopsAndTimesAreOnePatternOfDepartures()
    {
        const Read r = read(smallFeed());
        QVERIFY(r.feed && r.issues.empty());
        const Built b = build(*r.feed, day(2019, 5, 13));
        QCOMPARE(b.network.lines.size(), std::size_t{1});
        const TransitLine& line = b.network.lines[TransitLineId(0)];
        QCOMPARE(QString::fromStdString(line.externalId), QStringLiteral("gtfs:route/R"));
        QCOMPARE(QString::fromStdString(line.name), QStringLiteral("7 Harbour"));
        QCOMPARE(line.patterns.size(), std::size_t{1});
        QVERIFY(line.patterns[0].arrival_s == (std::vector<int>{0, 300, 600}));
        QVERIFY(line.patterns[0].departure_s == (std::vector<int>{0, 330, 600}));
        QVERIFY(line.patterns[0].starts_s == (std::vector<int>{8 * 3600, 25 * 3600}));  // past midnight stays past 24:00
        QCOMPARE(line.geometry.size(), std::size_t{3});                                 // no shape: from stop to stop
        QVERIFY(build(*r.feed, day(2019, 5, 12)).network.lines.empty());                // a Sunday
    }

    void daysFollowTheCalendarAndItsExceptions()
    {
        const Read r =
            read(plus(plus(smallFeed(), "calendar_dates.txt", "service_id,date,exception_type\nW,20190513,2\nW,20190512,1\nX,20190514,1\n"),
                      "trips.txt", "R,X,t3\n"));
        QVERIFY(r.feed && r.says("too_few_calls"));
        QCOMPARE(tripsOn(*r.feed, day(2019, 5, 13)), std::uint64_t{0});
        QCOMPARE(tripsOn(*r.feed, day(2019, 5, 12)), std::uint64_t{2});
        QCOMPARE(tripsOn(*r.feed, day(2019, 6, 3)), std::uint64_t{0});
        const auto best = busiestDay({&*r.feed});
        QVERIFY(best && best->date == day(2019, 5, 1) && best->trips == 2);  // the first of equal weekdays
        QCOMPARE(QString::fromStdString(dayText(best->date)), QStringLiteral("Wednesday 2019-05-01"));
    }

    void aServiceThatNeverRunsIsNamed()
    {
        const Read r = read(plus(
            plus(smallFeed(), "calendar.txt", "N,0,0,0,0,0,0,0,20190501,20190531\nM,1,0,0,0,0,0,0,20190507,20190510\n"), "trips.txt", ""));
        IssueLog log;
        noteIdleServices(*r.feed, log);
        const auto issues = log.take();
        QCOMPARE(issues.size(), std::size_t{2});
        QVERIFY(issues[0].code == "service_never_runs" && issues[0].feature == "N" && issues[1].feature == "M");
    }

    void frequenciesBecomeDepartures()
    {
        const Read r = read(with(smallFeed(), "frequencies.txt",
                                 "trip_id,start_time,end_time,headway_secs\nt1,07:00:00,08:00:00,600\n"
                                 "t1,08:00:00,08:20:00,1200\nt1,09:00:00,10:00:00,0\n"));
        QVERIFY(r.says("bad_frequency", "frequencies.txt", "line 4"));
        const auto starts = build(*r.feed, day(2019, 5, 13)).network.lines[TransitLineId(0)].patterns[0].starts_s;
        QVERIFY(starts == (std::vector<int>{25200, 25800, 26400, 27000, 27600, 28200, 28800, 25 * 3600}));
    }

    void missingTimesAreInterpolatedByDistanceAndCounted()
    {
        GtfsTexts f = with(smallFeed(), "stops.txt", "stop_id,stop_name,stop_lat,stop_lon\nA,A,50,11.00\nB,B,50,11.01\nC,C,50,11.04\n");
        f["stop_times.txt"] =
            "trip_id,arrival_time,departure_time,stop_id,stop_sequence\nt1,8:00:00,8:00:00,A,1\nt1,,,B,2\nt1,8:08:00,,C,3\nt1,,,A,4\n";
        const Read r = read(f);
        QCOMPARE(r.feed->interpolatedTimes, std::uint64_t{1});
        QVERIFY(r.says("interpolated_times") && r.says("untimed_end"));
        QCOMPARE(r.feed->trips.size(), std::size_t{1});
        QCOMPARE(r.feed->trips[0].calls.size(), std::size_t{3});
        QCOMPARE(r.feed->trips[0].calls[1].arrival_s, 8 * 3600 + 120);  // a quarter of the way
    }

    void theWindowCutsTripsAndStopsBetweenStay()
    {
        const Read r = read(smallFeed());
        const Built cut = build(*r.feed, day(2019, 5, 13), 11.015);  // C lies outside
        const TransitPattern& p = cut.network.lines[TransitLineId(0)].patterns[0];
        QCOMPARE(p.stops.size(), std::size_t{2});
        QCOMPARE(cut.network.stops.size(), std::size_t{2});
        QVERIFY(build(*r.feed, day(2019, 5, 13), 11.005).network.lines.empty());  // one stop is no ride
    }

    void rulesForChangesAreKept()
    {
        const Read r = read(with(smallFeed(), "transfers.txt",
                                 "from_stop_id,to_stop_id,transfer_type,min_transfer_time\nA,B,2,240\nB,C,3,\nA,A,1,\nX,A,2,1\n"));
        QVERIFY(r.says("unknown_stop", "transfers.txt", "line 5"));
        const Built b = build(*r.feed, day(2019, 5, 13));
        QVERIFY(b.network.transfers == (std::vector<TransitTransfer>{{StopId(0), StopId(1), 240, false}, {StopId(1), StopId(2), 0, true}}));
    }

    void faresWithoutRulesHoldForAllLines()
    {
        const Read r = read(with(smallFeed(), "fare_attributes.txt",
                                 "fare_id,price,currency_type,payment_method,transfers\nsingle,4.7,BRL,0,0\nday,12,BRL,0,\n"));
        QCOMPARE(r.feed->currency, std::string("BRL"));
        QCOMPARE(r.feed->routes[0].fare, 4.7);  // the cheaper one
        QVERIFY(r.says("fare_changes", "fare_attributes.txt"));
        const Built b = build(*r.feed, day(2019, 5, 13));
        QCOMPARE(b.network.currency, std::string("BRL"));
        QCOMPARE(b.network.lines[TransitLineId(0)].fare, 4.7);
        QVERIFY(std::isnan(build(*read(smallFeed()).feed, day(2019, 5, 13)).network.lines[TransitLineId(0)].fare));
    }

    void rulesGiveLinesFaresOfTheirOwnAndZonesAreSimplified()
    {
        GtfsTexts f = plus(smallFeed(), "routes.txt", "S,8,Hill,3\nT,9,Far,3\n");
        f["fare_attributes.txt"] = "fare_id,price,currency_type,payment_method,transfers\nlow,2,EUR,0,0\nhigh,5,EUR,0,0\nzone,3,EUR,0,1\n";
        f["fare_rules.txt"] =
            "fare_id,route_id,origin_id,destination_id\nhigh,R,,\nlow,S,,\nzone,T,1,2\nhigh,T,1,3\nzone,NOPE,,\nnone,R,,\n";
        const Read r = read(f);
        QCOMPARE(r.feed->routes[0].fare, 5.0);
        QCOMPARE(r.feed->routes[1].fare, 2.0);
        QCOMPARE(r.feed->routes[2].fare, 3.0);  // the lowest of its zones
        QVERIFY(r.says("fare_zones", "fare_attributes.txt") && r.says("unknown_route", "fare_rules.txt", "line 6") &&
                r.says("unknown_fare", "fare_rules.txt", "line 7"));
    }

    void feedsInTwoCurrenciesKeepTheFirst()
    {
        const char* head = "fare_id,price,currency_type,payment_method,transfers\n";
        const GtfsFeed francs = *read(with(smallFeed(), "fare_attributes.txt", std::string(head) + "a,3,CHF,0,0\n")).feed;
        const GtfsFeed euros = *read(with(smallFeed(), "fare_attributes.txt", std::string(head) + "a,2,EUR,0,0\n")).feed;
        const LocalFrame frame = *chooseFrame({11.0, 50.0});
        const CityWindow window(*windowFromDegrees(ringOfDegrees(10.9, 49.9, 11.1, 50.1), frame));
        IssueLog log;
        TransitNetwork network;
        GtfsNetworkBuilder builder(network, window, frame, log);
        QVERIFY(builder.add(francs, "one", "a", day(2019, 5, 13)) && builder.add(euros, "two", "b", day(2019, 5, 13)));
        QCOMPARE(network.currency, std::string("CHF"));
        QCOMPARE(network.lines[TransitLineId(0)].fare, 3.0);
        QVERIFY(std::isnan(network.lines[TransitLineId(1)].fare));
        const std::vector<Issue> issues = log.take();
        QVERIFY(std::any_of(issues.begin(), issues.end(), [](const Issue& i) { return i.code == "fare_currency" && i.file == "two"; }));
    }

    //   entrance E ─stairs 60 s─ A    ─walk 40 m, 30 s at 1.33 m/s─ hall H ─20 stairs, 12 s─ B    E ─lift 90 s─ B
    void changesInsideStationsTakeTheFastestChainOfWays()
    {
        GtfsTexts f = smallFeed();
        f["stops.txt"] = "stop_id,stop_name,stop_lat,stop_lon,location_type,parent_station\nM,Main,50.0,11.0,1,\nA,Alpha,50.0,11.00,0,M\n"
                         "B,Beta,50.0,11.01,0,M\nC,Gamma,50.0,11.02,0,\nE,Door,50.0,11.0,2,M\nH,Hall,50.0,11.0,3,M\nK,Bay,,,4,B\n";
        f["pathways.txt"] = "pathway_id,from_stop_id,to_stop_id,pathway_mode,is_bidirectional,length,traversal_time,stair_count\n"
                            "1,E,A,2,1,,60,\n2,A,H,1,1,39.9,,\n3,H,K,2,1,,,20\n4,E,B,5,0,,90,\n5,M,A,1,1,1,1,\n";
        const Read r = read(f);
        QVERIFY(r.feed);
        QVERIFY(r.says("pathway_to_station", "pathways.txt", "line 6"));
        QCOMPARE(r.feed->pathways.size(), std::size_t{4});
        IssueLog log;
        const auto changes = pathwayTransfers(*r.feed, {.walk_ms = 1.33, .stair_s = 0.6}, log);
        QCOMPARE(changes.size(), std::size_t{2});
        QVERIFY(changes[0].from == 1 && changes[0].to == 2 && changes[1].from == 2 && changes[1].to == 1);
        QCOMPARE(changes[0].minTime_s, 42);
        QCOMPARE(changes[1].minTime_s, 42);
        // A has stairs and B a lift to it: only A is not for wheelchairs.
        const std::vector<Issue> issues = log.take();
        QCOMPARE(issues.size(), std::size_t{1});
        QVERIFY(issues[0].code == "not_step_free" && issues[0].feature == "M" && issues[0].message.starts_with("1 platform is"));
    }

    void whatTransfersSayComesBeforePathways()
    {
        GtfsTexts f = with(smallFeed(), "pathways.txt",
                           "pathway_id,from_stop_id,to_stop_id,pathway_mode,is_bidirectional,traversal_time\n"
                           "1,A,B,1,1,50\n2,B,A,1,1,40\n");  // a circle of ways does no harm
        f["transfers.txt"] = "from_stop_id,to_stop_id,transfer_type,min_transfer_time\nA,B,2,240\n";
        IssueLog log;
        TransitNetwork network;
        const LocalFrame frame = *chooseFrame({11.0, 50.0});
        const CityWindow window(*windowFromDegrees(ringOfDegrees(10.9, 49.9, 11.1, 50.1), frame));
        GtfsNetworkBuilder builder(network, window, frame, log);
        QVERIFY(builder.add(*read(f).feed, "feed", "bus", day(2019, 5, 13), {.walk_ms = 1.33, .stair_s = 0.6}));
        QVERIFY(network.transfers == (std::vector<TransitTransfer>{{StopId(0), StopId(1), 240, false}, {StopId(1), StopId(0), 40, false}}));
    }

    void everyDefectIsReportedWhereItStandsAndTheRestIsRead_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QByteArray>("rows");
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("where");
        const auto row = [](const char* name, const char* file, const char* rows, const char* code, const char* where) {
            QTest::newRow(name) << file << QByteArray(rows) << code << where;
        };
        row("a stop at 0, 0", "stops.txt", "Z,Nowhere,0,0\n", "bad_coordinates", "line 5");
        row("a stop without numbers", "stops.txt", "Z,Nowhere,north,east\n", "bad_coordinates", "line 5");
        row("a stop twice", "stops.txt", "A,Again,50,11\n", "duplicate_id", "line 5");
        row("a row that is too short", "stops.txt", "Z\n", "short_row", "line 5");
        row("a row that is too long", "stops.txt", "Z,Zed,50,11,more\n", "wrong_column_count", "line 5");
        row("blank lines do not count", "stops.txt", "\n\r\n  \nZ,Zed,0,0\n", "bad_coordinates", "line 8");
        row("a quoted line break counts", "stops.txt", "Z,\"Zed\nstreet\",50,11\nY,Y,0,0\n", "bad_coordinates", "line 7");
        row("a quote that never ends", "stops.txt", "Z,\"Zed,50,11\n", "open_quote", "line 5");
        row("Latin-1 text", "stops.txt", "Z,Caf\xE9,50,11\n", "not_utf8", "");
        row("a trip twice", "trips.txt", "R,W,t1\n", "duplicate_id", "line 4");
        row("a trip without a route", "trips.txt", "Q,W,t9\n", "unknown_route", "line 4");
        row("a trip without a service", "trips.txt", "R,Q,t9\n", "unknown_service", "line 4");
        row("a trip without calls", "trips.txt", "R,W,t9\n", "too_few_calls", "trip t9");
        row("a call at an unknown stop", "stop_times.txt", "t1,8:20:00,8:20:00,NOPE,4\n", "unknown_stop", "line 8");
        row("a call of an unknown trip", "stop_times.txt", "t9,8:20:00,8:20:00,A,4\n", "unknown_trip", "line 8");
        row("time going backwards", "stop_times.txt", "t1,7:20:00,7:20:00,A,4\n", "time_backwards", "line 8");
        row("a departure before its arrival", "stop_times.txt", "t1,8:20:00,8:19:00,A,4\n", "departure_before_arrival", "line 8");
        row("no time", "stop_times.txt", "t1,noon,noon,A,4\n", "bad_time", "line 8");
        row("a call twice", "stop_times.txt", "t1,8:20:00,8:20:00,A,3\n", "duplicate_call", "line 8");
        row("a number that is none", "stop_times.txt", "t1,8:20:00,8:20:00,A,x\n", "bad_number", "line 8");
        row("a day that is none", "calendar.txt", "V,1,1,1,1,1,1,1,20190231,20190301\n", "bad_date", "line 3");
        row("an exception of no kind", "calendar_dates.txt", "service_id,date,exception_type\nW,20190513,7\n", "bad_exception", "line 2");
        row("a shape without a place", "shapes.txt", "shape_id,shape_pt_lat,shape_pt_lon,shape_pt_sequence\nS,,,1\n", "bad_shape_point",
            "line 2");
        row("fares of version 2 are not read", "fare_products.txt", "fare_product_id\n", "not_used", "");
        const char* fares = "fare_id,price,currency_type,payment_method,transfers\n";
        const auto fare = [&](const char* name, const char* more, const char* code, const char* where) {
            QTest::newRow(name) << "fare_attributes.txt" << QByteArray(fares) + more << code << where;
        };
        fare("a fare below nothing", "F,-1,EUR,0,0\n", "bad_fare", "line 2");
        fare("a fare without money", "F,1,,0,0\n", "bad_fare", "line 2");
        fare("a fare that is no number", "F,free,EUR,0,0\n", "bad_fare", "line 2");
        fare("fares in two currencies", "F,1,EUR,0,0\nG,1,USD,0,0\n", "fare_currency", "line 3");
        fare("a fare twice", "F,1,EUR,0,0\nF,2,EUR,0,0\n", "duplicate_id", "line 3");
        const char* ways = "pathway_id,from_stop_id,to_stop_id,pathway_mode,is_bidirectional,length,traversal_time,stair_count\n";
        const auto way = [&](const char* name, const char* more, const char* code) {
            QTest::newRow(name) << "pathways.txt" << QByteArray(ways) + more << code << "line 2";
        };
        way("a pathway to nowhere", "p,A,NOPE,1,1,10,,\n", "unknown_stop");
        way("a pathway to itself", "p,A,A,1,1,10,,\n", "pathway_to_itself");
        way("a negative time", "p,A,B,1,1,,-5,\n", "bad_pathway");
        way("a negative length", "p,A,B,1,1,-1,,\n", "bad_pathway");
        way("a way of no kind", "p,A,B,9,1,10,,\n", "bad_pathway");
        way("a time without end", "p,A,B,1,1,,1e300,\n", "bad_pathway");
    }
    void everyDefectIsReportedWhereItStandsAndTheRestIsRead()
    {
        QFETCH(QString, file);
        QFETCH(QByteArray, rows);
        QFETCH(QString, code);
        QFETCH(QString, where);
        const Read r = read(plus(smallFeed(), file.toStdString(), rows.toStdString()));
        // That a trip has no calls is seen only where the calls are read.
        const QString place = code == QStringLiteral("too_few_calls") ? QStringLiteral("stop_times.txt") : file;
        QVERIFY2(r.says(code.toStdString(), place.toStdString(), where.toStdString()),
                 r.issues.empty() ? "no issue" : (r.issues[0].code + " " + r.issues[0].file + " " + r.issues[0].feature).c_str());
        QVERIFY(r.feed);
        const bool tripLost = code == QStringLiteral("time_backwards");
        QCOMPARE(r.feed->trips.size(), std::size_t{tripLost ? 1U : 2U});
        QCOMPARE(build(*r.feed, day(2019, 5, 13)).network.lines.size(), std::size_t{1});
    }

    void aFeedWithoutCalendarRunsEveryDayAndSaysSo()
    {
        GtfsTexts f = smallFeed();
        f.erase("calendar.txt");
        const Read r = read(f);
        QVERIFY(r.feed && r.says("no_calendar"));
        QCOMPARE(build(*r.feed, day(1999, 1, 1)).network.lines.size(), std::size_t{1});
    }

    void aByteOrderMarkBlanksAndOtherOrderOfColumnsDoNotMatter()
    {
        const Read r = read(with(smallFeed(), "stops.txt",
                                 "\xEF\xBB\xBF STOP_LAT , stop_lon, stop_id ,stop_name\r\n50.0, 11.00,A , "
                                 "Alpha\r\n50.0,11.01,B,Beta\r\n50.0,11.02,C,\"Gam\"\"ma\"\r\n"));
        QVERIFY(r.feed && r.issues.empty());
        QCOMPARE(QString::fromStdString(r.feed->stops[2].name), QStringLiteral("Gam\"ma"));
    }

    void twoTripsOfOneTimeCountOnceAndCallsWithoutPlaceAreLeftOut()
    {
        GtfsTexts f = plus(plus(smallFeed(), "trips.txt", "R,W,t3\n"), "stop_times.txt",
                           "t3,08:00:00,08:00:00,A,1\nt3,08:05:00,08:05:30,B,2\nt3,08:10:00,08:10:00,C,3\n");
        QCOMPARE(build(*read(f).feed, day(2019, 5, 13)).counts[2].kept, std::uint64_t{2});
        f = plus(f, "stops.txt", "Z,Z,0,0\n");
        f = plus(f, "stop_times.txt", "t1,8:20:00,8:20:00,Z,4\n");
        const Built b = build(*read(f).feed, day(2019, 5, 13));
        QVERIFY(std::any_of(b.issues.begin(), b.issues.end(), [](const Issue& i) { return i.code == "unplaced_calls"; }));
    }

    void incompleteFeedsAreRefusedInOneSentence()
    {
        for (const char* file : {"stops.txt", "routes.txt", "trips.txt", "stop_times.txt"}) {
            GtfsTexts f = smallFeed();
            f.erase(file);
            const Read r = read(f);
            QVERIFY(!r.feed && r.feed.error().message.find(file) != std::string::npos && !r.feed.error().remedy.empty());
            f[file] = "";
            QVERIFY(!read(f).feed);
        }
    }

    void archivesAreReadInMemoryWhateverFolderTheyNameAndBombsAreRefused()
    {
        const auto zip = ZipArchive::fromBytes(
            "z", zipOf({{"../../etc/stops.txt", "evil"}, {"feed/trips.txt", "a"}, {"trips.txt", "b"}, {"__MACOSX/._x.txt", "x"}}), {});
        QVERIFY(zip);
        QVERIFY(zip->names() == (std::vector<std::string>{"stops.txt", "trips.txt"}));
        QCOMPARE(QString::fromStdString(*zip->read("trips.txt")), QStringLiteral("b"));
        QVERIFY(!zip->read("none.txt"));
        const std::string bomb = zipOf({{"stop_times.txt", std::string(std::size_t{40} << 20, '0')}});
        QVERIFY(bomb.size() < (std::size_t{1} << 20));
        QCOMPARE(ZipArchive::fromBytes("z", bomb, {}).error().code, ErrorCode::Unsupported);
        ZipLimits few;
        few.entries = 1;
        QVERIFY(!ZipArchive::fromBytes("z", zipOf({{"a", "1"}, {"b", "2"}}), few));
        few = {};
        few.entryBytes = 3;
        QVERIFY(!ZipArchive::fromBytes("z", zipOf({{"a", "1234"}}), few));
    }

    void everyCutAndEveryFlippedByteOfAnArchiveIsRefusedOrRead()
    {
        std::vector<std::pair<std::string, std::string>> files;
        for (const auto& [name, text] : smallFeed())
            files.emplace_back(name, text);
        const std::string whole = zipOf(files);
        for (std::size_t n = 0; n < whole.size(); n += 31) {
            QVERIFY(!ZipArchive::fromBytes("z", whole.substr(0, n), {}));
            std::string flipped = whole;
            flipped[n] = static_cast<char>(flipped[n] ^ 0x41);
            if (const auto zip = ZipArchive::fromBytes("z", flipped, {}))
                for (const std::string& name : zip->names())
                    if (const auto text = zip->read(name); text && smallFeed().contains(name))
                        QVERIFY(*text == smallFeed().at(name));  // the checksum guards the content
        }
    }

    void publicFeedsAreRead()
    {
        const std::filesystem::path data = std::filesystem::path(ISOPOLIS_SOURCE_DIR) / "../shared/data";
        if (!std::filesystem::exists(data))
            QSKIP("the shared data are not here");
        IssueLog log;
        const auto buses = readGtfs(data / "porto_alegre/transit/poa_eptc_gtfs.zip", log);
        QVERIFY(buses);
        // Counts of the feed's description: 3,986 stops, 115 routes, 2,374 trips, 130,019 stop times.
        QCOMPARE(buses->stops.size(), std::size_t{3986});
        QCOMPARE(buses->routes.size(), std::size_t{115});
        QCOMPARE(buses->trips.size(), std::size_t{2374});
        QCOMPARE(buses->stopTimeRows, std::uint64_t{130019});
        QCOMPARE(buses->currency, std::string("BRL"));
        QVERIFY(std::all_of(buses->routes.begin(), buses->routes.end(), [](const GtfsRoute& route) { return route.fare == 4.7; }));
        const auto trains = readGtfs(data / "porto_alegre/transit/poa_trensurb_gtfs.zip", log);
        QVERIFY(trains && trains->stops.size() == 24 && trains->routes.size() == 2 && trains->trips.size() == 1248);
        const auto redding = readGtfs(data / "feeds/gtfs-rt/raba-gtfs-static.zip", log);
        QVERIFY(redding);
        const auto fares = readGtfs(data / "porto_alegre/transit/fares_poa.zip", log);
        QVERIFY(!fares && fares.error().message.find("stops.txt") != std::string::npos);
        const auto best = busiestDay({&*buses, &*trains});
        QVERIFY(best && std::chrono::weekday(best->date).iso_encoding() <= 5);
        qInfo("busiest day %s with %llu trips; interpolated %llu; Redding %zu trips", dayText(best->date).c_str(),
              static_cast<unsigned long long>(best->trips), static_cast<unsigned long long>(buses->interpolatedTimes),
              redding->trips.size());
    }
};

QTEST_APPLESS_MAIN(TestGtfs)
#include "tst_gtfs.moc"
