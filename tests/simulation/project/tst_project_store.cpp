// The project file: what is stored comes back bit for bit, other programs read it, and neither crash nor bad file harms it.

// moc 6.4 stumbles over these headers, and needs none of them.
#ifndef Q_MOC_RUN
#include "simulation/project/project_store.h"
#include "simulation/run/model_chain.h"
#include "support/mini_city.h"
#include "tests/support/must.h"
#endif

#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

using namespace isopolis;
using namespace isopolis::test;

namespace {

CityPtr town(bool fares = true)
{
    test::MiniCity mini;
    mini.data.groups = {{"q1", "Lowest income"}, {"Q1", "Same column name"}};
    mini.node("A", 0, 0).node("B", 1000, 0).node("C", 500, 400);
    mini.street("A B", {.name = "Bridge", .roadClass = RoadClass::Primary}).street("A C B", {.speed_kmh = 30});
    mini.zone("West", "A", {.people = 1000.25, .income = 30000.1, .groups = {10, kUnknown}});
    mini.zone("East", "B", {.people = 400, .jobs = 900, .groups = {1, 2}});
    CityData& d = mini.data;
    d.frame = {.crs = "EPSG:2056", .wkt = "", .name = "CH1903+ / LV95", .longitude = 6.1, .latitude = 46.2, .origin = {0.1, 0.2}};
    const Polygon withHole{.outer = {{0, 0}, {90, 0}, {90, 90}, {0, 90}}, .holes = {{{10, 10}, {20, 10}, {20, 20}}}};
    d.buildings.push({.externalId = "osm:way/1",
                      .footprint = {withHole},
                      .height_m = 12.3,
                      .ground_m = 0.1,
                      .heightOrigin = HeightOrigin::Levels,
                      .use = BuildingUse::Mixed});
    d.areas.push_back({.externalId = "osm:way/2", .kind = AreaKind::Water, .outline = {withHole, withHole}, .name = "Lac \"Léman\""});
    d.places.push_back({.externalId = "p", .name = "School", .kind = PlaceKind::School, .at = {5, 6}});
    if (fares)  // what the schemas after the first added
        d.trees = {{{3, 4}, 12.5, 6}, {{7, 8}}};
    const StopId a = d.transit.stops.push({"s1", "First", {0, 0}}), b = d.transit.stops.push({"s2", "Second", {900, 0}});
    d.transit.lines.push({"l1", "12", "tram", {{0, 0}, {900, 0}}, {{{a, b}, {0, 100}, {0, 120}, {25000, 90000}}}, fares ? 3.5 : kUnknown});
    d.transit.currency = fares ? "CHF" : "";
    d.counts.push_back({.externalId = "c1", .at = {400, 1}, .veh_day = 12000, .year = 2019, .direction = "N", .link = LinkId(0)});
    d.sensors.push({.externalId = "x", .name = "Air", .kind = SensorKind::Air, .at = {1, 2}, .quantities = "no2_ug_m3"});
    d.terrain = {
        .columns = 2, .rows = 2, .origin = {0, 0}, .cell_m = 500, .values = {1.5F, 2.5F, std::numeric_limits<float>::quiet_NaN(), -0.0F}};
    d.weather = {.rose = {{225, 3.3, 0.6}, {45, 1.1, 0.4}}, .height_m = 10, .temperature_c = kUnknown, .origin = "typed in"};
    d.background = {.no2 = 9.7, .pm25 = 8.1, .o3 = 1.0 / 3, .origin = "typed in"};
    SourceRecord& source = d.sources.emplace_back();
    source.id = "osm";
    source.licence = "ODbL";
    source.attribution = "© OpenStreetMap contributors";
    source.personal = true;
    CityAssumption& assumption = d.assumptions.emplace_back();
    assumption.id = "a";
    assumption.value = 2.7;
    assumption.source = "typed in";
    d.populationSource = "osm";
    return mini.make();
}

struct Desk {
    QTemporaryDir folder;
    std::filesystem::path file(const char* name = "town.gpkg") const { return folder.filePath(QString::fromLatin1(name)).toStdString(); }
};

Scenario scheme(const std::string& name, const std::string& base = {})
{
    Scenario s{.name = name, .base = base};
    s.interventions.push_back({.name = "Close it", .operations = {CloseRoad{{.target = "mini:way/A-B"}}}, .note = "for a week"});
    return s;
}

}  // namespace

class ProjectStoreTest : public QObject {
    Q_OBJECT
private slots:
    void aCityComesBackBitForBit()
    {
        const Desk place;
        const CityPtr city = town();
        must(ProjectStore::create(place.file(), *city));
        auto store = must(ProjectStore::open(place.file()));
        const CityPtr back = must(store.loadCity());
        QCOMPARE(back->revision().hex(), city->revision().hex());
        QCOMPARE(back->sources()[0].attribution, city->sources()[0].attribution);
        QCOMPARE(back->neighbourhoods()[NeighbourhoodId(0)].groups[0], 10.0);
        QVERIFY(back->areas()[0] == city->areas()[0]);
        QCOMPARE(back->trees().size(), std::size_t{2});
        QVERIFY(back->trees()[0] == city->trees()[0] && std::isnan(back->trees()[1].height_m));
        QVERIFY(back->transit() == city->transit());
    }

    void otherProgramsReadEveryLayerWithoutAWarning()
    {
        const QString ogrinfo = QStandardPaths::findExecutable(QStringLiteral("ogrinfo"));
        if (ogrinfo.isEmpty())
            QSKIP("ogrinfo is not installed here");
        const Desk place;
        must(ProjectStore::create(place.file(), *town()));
        QProcess process;
        process.start(ogrinfo, {QStringLiteral("-al"), QStringLiteral("-so"), QString::fromStdString(place.file().string())});
        QVERIFY(process.waitForFinished());
        const QByteArray out = process.readAllStandardOutput(), complaints = process.readAllStandardError();
        QCOMPARE(process.exitCode(), 0);
        QVERIFY2(complaints.isEmpty(), complaints.constData());
        for (const char* layer : {"road_links", "buildings", "neighbourhoods", "transit_stops", "sensors", "result_links",
                                  "result_neighbourhoods", "source_register"})
            QVERIFY2(out.contains(QByteArray("Layer name: ") + layer), layer);
        QVERIFY(out.contains("CH1903+"));
    }

    void scenariosAreKeptInOrderAndGuardTheirBranches()
    {
        const Desk place;
        auto store = must(ProjectStore::create(place.file(), *town()));
        must(store.saveScenario(scheme("one")));
        Scenario branch = scheme("two", "one");
        QVERIFY(branch.parameters.set("traffic.bpr.beta", {.value = 5, .reason = "counted", .evidence = {}}));
        must(store.saveScenario(branch));
        must(store.saveScenario(scheme("one")));  // replaced in place, not moved behind
        const auto all = must(store.scenarios());
        QCOMPARE(all.size(), std::size_t{2});
        QVERIFY(all[0] == scheme("one"));
        QVERIFY(all[1] == branch);
        const auto refused = store.removeScenario("one");
        QVERIFY(!refused && refused.error().code == ErrorCode::Conflict);
        must(store.removeScenario("two"));
        must(store.removeScenario("one"));
        QVERIFY(must(store.scenarios()).empty());
        QCOMPARE(store.removeScenario("one").error().code, ErrorCode::NotFound);
    }

    void whatCouldNotBeReadBackIsNotSaved()
    {
        const Desk place;
        auto store = must(ProjectStore::create(place.file(), *town()));
        Scenario endless = scheme("one");
        endless.description = std::string(30000, 'x');
        QVERIFY(!store.saveScenario(endless));
        QVERIFY(!store.saveAllScenarios({scheme("two"), endless}));
        QVERIFY(must(store.scenarios()).empty());
    }

    void aRunIsFoundByItsKeyWithTheSameBits()
    {
        const Desk place;
        const CityPtr city = town();
        QuietControl control(1);
        const RunPtr run = must(runChain(city, scheme("one"), control));
        auto store = must(ProjectStore::create(place.file(), *city));
        QVERIFY(!must(store.findRun(run->key, run->applied)));
        must(store.saveRun(*run));
        const RunPtr back = must(store.findRun(run->key, run->applied));
        QVERIFY(back);
        QCOMPARE(resultHash(*back).hex(), resultHash(*run).hex());
        QVERIFY(back->traffic == run->traffic);
    }

    void damagedResultsAreNeverShown()
    {
        const Desk place;
        const CityPtr city = town();
        QuietControl control(1);
        const RunPtr run = must(runChain(city, scheme("one"), control));
        {
            auto store = must(ProjectStore::create(place.file(), *city));
            must(store.saveRun(*run));
        }
        const QString sqlite = QStandardPaths::findExecutable(QStringLiteral("sqlite3"));
        if (sqlite.isEmpty())
            QSKIP("sqlite3 is not installed here");
        QCOMPARE(QProcess::execute(
                     sqlite, {QString::fromStdString(place.file().string()), QStringLiteral("UPDATE isopolis_runs SET result_hash = 'x'")}),
                 0);
        auto store = must(ProjectStore::open(place.file()));
        QVERIFY(!must(store.findRun(run->key, run->applied)));
        QCOMPARE(QProcess::execute(sqlite, {QString::fromStdString(place.file().string()),
                                            QStringLiteral("UPDATE isopolis_runs SET results = x'28b52ffd20ff'")}),
                 0);
        const auto found = store.findRun(run->key, run->applied);
        QVERIFY(!found && found.error().code == ErrorCode::BadFile);
    }

    void foreignAndNewerFilesAreRefusedInOneSentence()
    {
        const Desk place;
        QFile text(QString::fromStdString(place.file("text.gpkg").string()));
        QVERIFY(text.open(QIODevice::WriteOnly));
        text.write("this is not a database, only a text with a brave name\n");
        text.close();
        const auto refused = ProjectStore::open(place.file("text.gpkg"));
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::BadFile);
        QVERIFY(refused.error().text().find("text.gpkg") != std::string::npos && !refused.error().remedy.empty());
        QCOMPARE(ProjectStore::open(place.file("none.gpkg")).error().code, ErrorCode::NotFound);

        must(ProjectStore::create(place.file(), *town()));
        const auto again = ProjectStore::create(place.file(), *town());
        QVERIFY(!again && again.error().code == ErrorCode::Conflict);
        const QString sqlite = QStandardPaths::findExecutable(QStringLiteral("sqlite3"));
        if (sqlite.isEmpty())
            QSKIP("sqlite3 is not installed here");
        QCOMPARE(QProcess::execute(sqlite, {QString::fromStdString(place.file().string()),
                                            QStringLiteral("UPDATE isopolis_meta SET value = '99' WHERE key = 'schema_version'")}),
                 0);
        const auto newer = ProjectStore::open(place.file());
        QVERIFY(!newer && newer.error().code == ErrorCode::Unsupported);
        QVERIFY(newer.error().remedy.find("Update") != std::string::npos);
    }

    void aProjectOfTheFirstSchemaIsBroughtForward()
    {
        const QString sqlite = QStandardPaths::findExecutable(QStringLiteral("sqlite3"));
        if (sqlite.isEmpty())
            QSKIP("sqlite3 is not installed here");
        const Desk place;
        const CityPtr city = town(false);
        must(ProjectStore::create(place.file(), *city));
        // What schemas 2 to 4 added is taken away again.
        QCOMPARE(QProcess::execute(sqlite, {QString::fromStdString(place.file().string()),
                                            QStringLiteral("DELETE FROM gpkg_data_columns WHERE table_name = 'transit_transfers' "
                                                           "OR column_name IN ('jobs_by_transit', 'cycle_facility', 'jobs_cycle_30min', "
                                                           "'school_walk_min', 'clinic_walk_min', 'park_walk_min');"
                                                           "DELETE FROM gpkg_contents WHERE table_name = 'transit_transfers';"
                                                           "DROP TABLE transit_transfers;"
                                                           "DELETE FROM gpkg_data_columns WHERE table_name = 'turn_bans' "
                                                           "OR column_name = 'fare';"
                                                           "DELETE FROM gpkg_contents WHERE table_name = 'turn_bans';"
                                                           "DROP TABLE turn_bans;"
                                                           "DELETE FROM gpkg_data_columns WHERE table_name = 'trees';"
                                                           "DELETE FROM gpkg_geometry_columns WHERE table_name = 'trees';"
                                                           "DELETE FROM gpkg_contents WHERE table_name = 'trees';"
                                                           "DROP TABLE trees;"
                                                           "DELETE FROM gpkg_data_columns WHERE column_name = 'roof';"
                                                           "ALTER TABLE buildings DROP COLUMN roof;"
                                                           "ALTER TABLE transit_lines DROP COLUMN fare;"
                                                           "ALTER TABLE result_neighbourhoods DROP COLUMN jobs_by_transit;"
                                                           "ALTER TABLE result_neighbourhoods DROP COLUMN jobs_cycle_30min;"
                                                           "ALTER TABLE result_neighbourhoods DROP COLUMN school_walk_min;"
                                                           "ALTER TABLE result_neighbourhoods DROP COLUMN clinic_walk_min;"
                                                           "ALTER TABLE result_neighbourhoods DROP COLUMN park_walk_min;"
                                                           "ALTER TABLE road_links DROP COLUMN cycle_facility;"
                                                           "UPDATE isopolis_meta SET value = '1' WHERE key = 'schema_version';")}),
                 0);
        auto store = must(ProjectStore::open(place.file()));
        const CityPtr back = must(store.loadCity());
        QCOMPARE(back->revision().hex(), city->revision().hex());
        QProcess process;
        process.start(
            sqlite, {QString::fromStdString(place.file().string()),
                     QStringLiteral("SELECT value FROM isopolis_meta WHERE key = 'schema_version'; SELECT count(*) FROM transit_transfers; "
                                    "SELECT count(jobs_by_transit) FROM result_neighbourhoods; "
                                    "SELECT geometry_type_name FROM gpkg_geometry_columns WHERE table_name = 'trees'")});
        QVERIFY(process.waitForFinished());
        QCOMPARE(process.readAllStandardOutput(), QByteArray("4\n0\n0\nPOINT\n"));
    }

    void aTimetableKeepsItsDaySourcesAndTransfers()
    {
        test::MiniCity mini;
        mini.node("A", 0, 0).node("B", 1000, 0).street("A B").zone("West", "A", {.people = 1});
        TransitNetwork& t = mini.data.transit;
        const StopId a = t.stops.push({"s1", "First", {0, 0}}), b = t.stops.push({"s2", "Second", {900, 0}});
        t.transfers = {{a, b, 240, false}, {b, b, 0, true}};
        t.serviceDay = "2019-05-13";
        t.sources = "buses,trains";
        t.currency = "BRL";
        t.lines.push({"l1", "1", "bus", {{0, 0}, {900, 0}}, {{{a, b}, {0, 100}, {0, 120}, {25000}}}, 4.05});
        t.lines.push({"l2", "2", "bus", {{0, 0}, {900, 0}}, {{{a, b}, {0, 100}, {0, 120}, {25000}}}});
        const Desk place;
        const CityPtr city = mini.make();
        must(ProjectStore::create(place.file(), *city));
        auto store = must(ProjectStore::open(place.file()));
        const CityPtr back = must(store.loadCity());
        const TransitNetwork &was = city->transit(), &is = back->transit();
        QVERIFY(is.stops == was.stops && is.transfers == was.transfers);
        QCOMPARE(is.currency, std::string("BRL"));
        QCOMPARE(is.lines[TransitLineId(0)].fare, 4.05);
        QVERIFY(std::isnan(is.lines[TransitLineId(1)].fare));
        QCOMPARE(back->revision().hex(), city->revision().hex());
        t.transfers[0].minTime_s = 241;
        QVERIFY(mini.make()->revision() != city->revision());
    }

    void forbiddenTurnsComeBackAndAreChecked()
    {
        test::MiniCity mini;
        mini.node("A", 0, 0).node("B", 1000, 0).node("C", 1000, 900).street("A B").street("B C").zone("West", "A", {.people = 1});
        const CityPtr without = mini.make();
        mini.data.turnBans = {{mini.link("A>B"), mini.link("B>C"), ModeSet(Mode::Car) | Mode::Cycle}};
        const Desk place;
        const CityPtr city = mini.make();
        QVERIFY(city->revision() != without->revision());
        must(ProjectStore::create(place.file(), *city));
        {
            auto store = must(ProjectStore::open(place.file()));
            const CityPtr back = must(store.loadCity());
            QVERIFY(back->turnBans() == city->turnBans());
            QCOMPARE(back->revision().hex(), city->revision().hex());
        }
        const QString sqlite = QStandardPaths::findExecutable(QStringLiteral("sqlite3"));
        if (sqlite.isEmpty())
            QSKIP("sqlite3 is not installed here");
        const char* broken[] = {"UPDATE turn_bans SET to_link = 99", "UPDATE turn_bans SET from_link = NULL",
                                "UPDATE turn_bans SET to_link = from_link"};
        for (const char* sql : broken) {
            QCOMPARE(QProcess::execute(sqlite, {QString::fromStdString(place.file().string()), QString::fromLatin1(sql)}), 0);
            auto store = must(ProjectStore::open(place.file()));
            QVERIFY(!store.loadCity());
        }
    }

    void lightsAndOwnFactorsComeBackAndFactorsCanBeChanged()
    {
        test::MiniCity mini;
        mini.node("A", 0, 0).node("B", 1000, 0).street("A B").zone("West", "A", {.people = 1});
        const CityPtr plain = mini.make();
        mini.data.trafficLights = {{1.25, -3}, {900.125, 0.5}};
        const CityPtr lit = mini.make();
        QVERIFY(lit->revision() != plain->revision());
        const Desk place;
        must(ProjectStore::create(place.file(), *lit));
        const FactorSheet sheet{"own.csv", sha256("a;b\n").hex(), "a;b\n\"quoted\", ü\n"};
        {
            auto store = must(ProjectStore::open(place.file()));
            QVERIFY(must(store.loadCity())->trafficLights() == lit->trafficLights());
            const CityPtr with = must(store.useFactors(sheet));
            QVERIFY(with->factors() == sheet && with->revision() != lit->revision());
        }
        auto store = must(ProjectStore::open(place.file()));
        const CityPtr back = must(store.loadCity());
        QVERIFY(back->factors() == sheet);
        mini.data.factors = sheet;
        QCOMPARE(back->revision().hex(), mini.make()->revision().hex());
        QCOMPARE(must(store.useFactors({}))->revision().hex(), lit->revision().hex());
        QCOMPARE(must(store.loadCity())->revision().hex(), lit->revision().hex());
        mini.data.trafficLights = {{std::nan(""), 0}};
        QVERIFY(!City::create(mini.data));
    }

    void everyTruncationOfAProjectIsRefusedOrRead()
    {
        const Desk place;
        must(ProjectStore::create(place.file(), *town()));
        QFile whole(QString::fromStdString(place.file().string()));
        QVERIFY(whole.open(QIODevice::ReadOnly));
        const QByteArray bytes = whole.readAll();
        int refusals = 0;
        for (qsizetype part = 1; part < 20; ++part) {
            QFile cut(QString::fromStdString(place.file("cut.gpkg").string()));
            QVERIFY(cut.open(QIODevice::WriteOnly | QIODevice::Truncate));
            cut.write(bytes.left(bytes.size() * part / 20));
            cut.close();
            auto opened = ProjectStore::open(place.file("cut.gpkg"));
            refusals += !opened || !opened->loadCity() ? 1 : 0;
        }
        QCOMPARE(refusals, 19);
    }

    void killedDuringSavesTwentyTimesItOpensWithTheLastCommittedState()
    {
        const Desk place;
        must(ProjectStore::create(place.file(), *town()));
        for (int round = 0; round < 20; ++round) {
            int ends[2];
            QCOMPARE(pipe(ends), 0);
            const pid_t child = fork();
            if (child == 0) {
                auto store = must(ProjectStore::open(place.file()));
                for (int i = 1;; ++i) {
                    Scenario s = scheme("crash");
                    s.description = std::to_string(i) + std::string(15000, 'x');
                    must(store.saveScenario(s));
                    // Told only after the commit: what was told must be found again.
                    if (write(ends[1], &i, sizeof i) != sizeof i)
                        _exit(1);
                }
            }
            close(ends[1]);
            int told = 0;
            // Killed after a few saves, at a moment that differs from round to round.
            for (int saves = 0; saves < 2 + round % 3; ++saves)
                QCOMPARE(read(ends[0], &told, sizeof told), static_cast<ssize_t>(sizeof told));
            usleep(static_cast<useconds_t>(317 * round));
            kill(child, SIGKILL);
            waitpid(child, nullptr, 0);
            for (int more = 0; read(ends[0], &more, sizeof more) == static_cast<ssize_t>(sizeof more);)
                told = more;
            close(ends[0]);
            auto store = must(ProjectStore::open(place.file()));
            const auto all = must(store.scenarios());
            QCOMPARE(all.size(), std::size_t{1});
            const int found = std::stoi(all[0].description);
            QVERIFY2(found == told || found == told + 1, qPrintable(QStringLiteral("told %1, found %2").arg(told).arg(found)));
            QCOMPARE(must(store.loadCity())->revision().hex(), town()->revision().hex());
        }
    }
};

QTEST_APPLESS_MAIN(ProjectStoreTest)
#include "tst_project_store.moc"
