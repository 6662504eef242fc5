/// The whole job on the command line, with the real program: results, their reproducibility, and what it says to wrong input.

#include "support/cli.h"

#include <QDataStream>
#include <QDir>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTest>

#include <cmath>

using namespace isopolis::test;

namespace {

const QString kScheme = QStringLiteral("Calm the Old Bridge");
const QStringList kIndicators{"no2_ug_m3",
                              "pm25_ug_m3",
                              "co2_kg_day",
                              "jobs_car_30min",
                              "jobs_walk_30min",
                              "car_time_min",
                              "jobs_cycle_30min",
                              "school_walk_min",
                              "clinic_walk_min",
                              "park_walk_min",
                              "jobs_by_transit",
                              "noise_lden_db",
                              "noise_highly_annoyed_pct"};

/// One square of streets with a house, and one neighbourhood around it.
void writeSmallTown(const Cli& cli)
{
    QByteArray osm = "<?xml version=\"1.0\"?>\n<osm version=\"0.6\" generator=\"test\">\n";
    const auto node = [&osm](int id, double lat, double lon) {
        osm += "<node id=\"" + QByteArray::number(id) + "\" version=\"1\" lat=\"" + QByteArray::number(lat, 'f', 4) + "\" lon=\"" +
               QByteArray::number(lon, 'f', 4) + "\"/>\n";
    };
    const auto way = [&osm](int id, std::initializer_list<int> nodes, const QByteArray& tags) {
        osm += "<way id=\"" + QByteArray::number(id) + "\" version=\"1\">";
        for (const int n : nodes)
            osm += "<nd ref=\"" + QByteArray::number(n) + "\"/>";
        osm += tags + "</way>\n";
    };
    for (int n = 0; n < 9; ++n)
        node(n + 1, 46.202 + 0.003 * (n / 3), 6.142 + 0.003 * (n % 3));
    node(100, 46.2035, 6.1435);
    node(101, 46.2035, 6.1438);
    node(102, 46.2037, 6.1438);
    node(103, 46.2037, 6.1435);
    const QByteArray street = "<tag k=\"highway\" v=\"residential\"/>";
    way(1, {1, 2, 3}, street);
    way(2, {4, 5, 6}, street);
    way(3, {7, 8, 9}, street);
    way(4, {1, 4, 7}, street);
    way(5, {2, 5, 8}, street);
    way(6, {3, 6, 9}, street);
    way(50, {100, 101, 102, 103, 100}, "<tag k=\"building\" v=\"apartments\"/>");
    cli.write("town.osm", osm + "</osm>\n");
    cli.write("areas.geojson", R"({"type": "FeatureCollection", "features": [{"type": "Feature",
        "properties": {"id": "a", "name": "Centre", "people": 1000}, "geometry": {"type": "Polygon",
        "coordinates": [[[6.141, 46.201], [6.149, 46.201], [6.149, 46.209], [6.141, 46.209], [6.141, 46.201]]]}}]})");
}

/// A recipe of the small town with the given files and column.
void writeRecipe(const Cli& cli, const QByteArray& osm, const QByteArray& areas, const QByteArray& column)
{
    cli.write("town.city.json",
              R"({"format": "isopolis-city-recipe", "version": 1, "name": "Small town", "crs": "EPSG:2056",
        "window": {"west": 6.14, "south": 46.20, "east": 6.15, "north": 46.21}, "sources": [
        {"id": "map", "kind": "osm", "path": ")" +
                  osm + R"(", "licence": "CC0-1.0", "attribution": "invented"},
        {"id": "areas", "kind": "neighbourhoods", "path": ")" +
                  areas + R"(", "fields": {"id": "id", "name": "name", "population": ")" + column +
                  R"("}, "licence": "CC0-1.0", "attribution": "invented"}]})");
}

/// A Shapefile of one square with the column `id`, and no .prj (ESRI Shapefile Technical Description, 1998).
void writeShapefileWithoutCrs(const Cli& cli)
{
    const double x[] = {6.141, 6.141, 6.149, 6.149, 6.141}, y[] = {46.201, 46.209, 46.209, 46.201, 46.201};
    constexpr qint32 kRecordBytes = 4 + 32 + 4 + 4 + 4 + 5 * 16;
    const auto header = [](QDataStream& out, qint32 bytes) {
        out.setFloatingPointPrecision(QDataStream::DoublePrecision);
        out.setByteOrder(QDataStream::BigEndian);
        out << qint32{9994} << qint32{0} << qint32{0} << qint32{0} << qint32{0} << qint32{0} << bytes / 2;
        out.setByteOrder(QDataStream::LittleEndian);
        out << qint32{1000} << qint32{5} << 6.141 << 46.201 << 6.149 << 46.209 << 0.0 << 0.0 << 0.0 << 0.0;
        out.setByteOrder(QDataStream::BigEndian);
    };
    QByteArray shp, shx;
    QDataStream shape(&shp, QIODevice::WriteOnly), index(&shx, QIODevice::WriteOnly);
    header(shape, 100 + 8 + kRecordBytes);
    header(index, 100 + 8);
    index << qint32{50} << kRecordBytes / 2;
    shape << qint32{1} << kRecordBytes / 2;
    shape.setByteOrder(QDataStream::LittleEndian);
    shape << qint32{5} << 6.141 << 46.201 << 6.149 << 46.209 << qint32{1} << qint32{5} << qint32{0};
    for (int i = 0; i < 5; ++i)
        shape << x[i] << y[i];
    QByteArray dbf("\x03\x7c\x01\x01\x01\x00\x00\x00\x41\x00\x06\x00", 12);
    dbf += QByteArray(20, '\0') + QByteArray("id\0\0\0\0\0\0\0\0\0C\0\0\0\0\x05\0", 18) + QByteArray(14, '\0') + "\r a    \x1a";
    cli.write("plain.shp", shp);
    cli.write("plain.shx", shx);
    cli.write("plain.dbf", dbf);
}

QByteArray scenarioWith(const QByteArray& operation)
{
    return R"({"name": "Try", "interventions": [{"name": "One", "operations": [)" + operation + "]}]}";
}

}  // namespace

class TstCli : public QObject {
    Q_OBJECT

private:
    Cli m_cli;

    CliAnswer job(QStringList arguments) const { return m_cli.run(QStringList{"--json"} + arguments); }
    /// A copy of the sample city, with its scenarios and runs as they are now.
    QString copyOfTown(const QString& name) const
    {
        QFile::remove(m_cli.path(name));
        QFile::copy(m_cli.path("town.gpkg"), m_cli.path(name));
        return name;
    }

private Q_SLOTS:
    void initTestCase()
    {
        const CliAnswer sample = job({"city", "sample", "town.gpkg", "--population", "8000"});
        QVERIFY2(sample.code == 0, sample.err);
        m_cli.write("null.json", R"({"name": "Nothing", "interventions": []})");
        const CliAnswer added =
            job({"scenario", "add", "town.gpkg", "--from", ISOPOLIS_SOURCE_DIR "/assets/sample/old_bridge.scenario.json"});
        QVERIFY2(added.code == 0, added.err + added.out);
        QCOMPARE(added.json()["name"].toString(), kScheme);
        QCOMPARE(job({"scenario", "add", "town.gpkg", "--from", "null.json"}).code, 0);
    }

    void everyCommandExplainsItself_data()
    {
        QTest::addColumn<QString>("command");
        QTest::addColumn<QString>("names");
        const QPair<const char*, const char*> commands[] = {
            {"", "city scenario run compare explain report shot access assign indices noise --json --threads"},
            {"city", "build sample check info"},
            {"city build", "RECIPE OUT --replace"},
            {"city sample", "OUT --population --seed --replace"},
            {"city check", "FILE --kind"},
            {"city info", "PROJECT"},
            {"scenario", "list add show remove"},
            {"scenario list", "PROJECT"},
            {"scenario add", "PROJECT NAME --from --base --replace"},
            {"scenario show", "PROJECT NAME"},
            {"scenario remove", "PROJECT NAME"},
            {"run", "PROJECT --scenario --set --matrix"},
            {"compare", "PROJECT --scenario --against"},
            {"explain", "PROJECT --scenario --against --neighbourhood --indicator no2_ug_m3"},
            {"report", "PROJECT --scenario --against --language --output --html --date"},
            {"shot", "PROJECT --overlay --scenario --output --width --height --date --time"},
            {"access", "PROJECT --matrix --land-use --measure --decay --mode --from --opportunity --isochrone --minutes --output 2sfca"},
            {"transit", "PROJECT --from --to --depart --window --step --scenario --matrix --output"},
            {"assign", "NETWORK TRIPS --matrix --gap --flows --algorithm"},
            {"validate", "PROJECT --scenario --csv --screenlines --survey"},
            {"indices", "TABLE --value --weight --rank --group --line --bad"},
            {"noise", "CASE --from source_xyz Lw_dB_per_octave"},
        };
        for (const auto& [command, names] : commands)
            QTest::newRow(*command ? command : "program") << command << names;
    }
    void everyCommandExplainsItself()
    {
        QFETCH(QString, command);
        QFETCH(QString, names);
        const CliAnswer help = m_cli.run(command.split(' ', Qt::SkipEmptyParts) + QStringList{"--help"});
        QCOMPARE(help.code, 0);
        for (const QString& name : names.split(' '))
            QVERIFY2(help.out.contains(name.toUtf8()), qPrintable(name + " is missing in\n" + help.out));
    }

    void wrongUsageExitsWithTwo_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QByteArray>("word");
        QTest::newRow("no command") << QStringList{} << QByteArray("subcommand");
        QTest::newRow("unknown command") << QStringList{"fly"} << QByteArray("fly");
        QTest::newRow("unknown option") << QStringList{"run", "town.gpkg", "--fast"} << QByteArray("--fast");
        QTest::newRow("missing argument") << QStringList{"run"} << QByteArray("PROJECT");
        QTest::newRow("out of range") << QStringList{"city", "sample", "x.gpkg", "--population", "5"} << QByteArray("--population");
        const auto shot = [](const char* row, const QStringList& sun, const char* word) {
            QTest::newRow(row) << QStringList{"shot", "town.gpkg", "--output", "sun.png"} + sun << QByteArray(word);
        };
        shot("no date", {"--date", "21 June", "--time", "18:30"}, "2026-06-21");
        shot("no day of its month", {"--date", "2026-02-30", "--time", "18:30"}, "'2026-02-30' is not a date");
        shot("no time", {"--date", "2026-06-21", "--time", "25:10"}, "18:30");
        shot("date without time", {"--date", "2026-06-21"}, "--time");
        shot("time without date", {"--time", "18:30"}, "--date");
        QTest::newRow("no number") << QStringList{"run", "town.gpkg", "--threads", "many"} << QByteArray("--threads");
    }
    void wrongUsageExitsWithTwo()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QByteArray, word);
        const CliAnswer people = m_cli.run(arguments);
        QCOMPARE(people.code, 2);
        QVERIFY2(people.err.contains(word), people.err);
        QVERIFY(people.out.isEmpty());
        const CliAnswer machine = m_cli.run(arguments + QStringList{"--json"});
        QCOMPARE(machine.code, 2);
        QCOMPARE(machine.error()["code"].toString(), "wrong_usage");
        QVERIFY2(machine.error()["message"].toString().contains(QString(word)), machine.out);
    }

    void aProjectSaysWhatIsInIt()
    {
        const QJsonObject info = job({"city", "info", "town.gpkg"}).json();
        QCOMPARE(info["population"].toDouble(), 8000.0);
        QVERIFY(info["synthetic"].toBool());
        QVERIFY(info["crs"].toString().startsWith("EPSG:"));
        for (const char* count : {"road_links", "car_links", "buildings", "neighbourhoods", "neighbourhoods_with_income", "sensors"})
            QVERIFY2(info[QLatin1String(count)].toInt() > 0, count);
        QCOMPARE(info["scenarios"].toArray().size(), 2);
        QVERIFY(!info["sources"].toArray().isEmpty());
    }

    void aScenarioComesBackAsItWasAdded()
    {
        const QJsonArray list = job({"scenario", "list", "town.gpkg"}).json()["scenarios"].toArray();
        QCOMPARE(list.size(), 2);
        const CliAnswer shown = job({"scenario", "show", "town.gpkg", kScheme});
        QCOMPARE(shown.code, 0);
        QFile file(ISOPOLIS_SOURCE_DIR "/assets/sample/old_bridge.scenario.json");
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QJsonArray written = QJsonDocument::fromJson(file.readAll()).object()["interventions"].toArray();
        const QJsonArray stored = shown.json()["interventions"].toArray();
        QCOMPARE(stored.size(), written.size());
        for (qsizetype i = 0; i < stored.size(); ++i) {
            QCOMPARE(stored[i].toObject()["name"], written[i].toObject()["name"]);
            QCOMPARE(stored[i].toObject()["operations"], written[i].toObject()["operations"]);
        }
        // What is shown can be added again, and shows the same.
        const QString other = copyOfTown("round.gpkg");
        m_cli.write("shown.json", shown.out);
        QCOMPARE(job({"scenario", "remove", other, kScheme}).code, 0);
        QCOMPARE(job({"scenario", "list", other}).json()["scenarios"].toArray().size(), 1);
        QCOMPARE(job({"scenario", "add", other, "--from", "shown.json"}).code, 0);
        QCOMPARE(job({"scenario", "show", other, kScheme}).out, shown.out);
    }

    void aRunConservesTripsAndIsComputedOnce()
    {
        const CliAnswer first = job({"run", "town.gpkg", "--scenario", kScheme});
        QVERIFY2(first.code == 0, first.err + first.out);
        const QJsonObject run = first.json(), traffic = run["traffic"].toObject();
        QCOMPARE(run["run_key"].toString().size(), 64);
        QCOMPARE(run["result_hash"].toString().size(), 64);
        QCOMPARE(run["cached"].toBool(true), false);
        for (const char* stage : {"traffic", "emissions", "air", "access"})
            QVERIFY2(run["stage_seconds"].toObject()[QLatin1String(stage)].toDouble() > 0, stage);
        QVERIFY(traffic["converged"].toBool());
        QVERIFY(traffic["trips_veh_h"].toDouble() > 100);
        QVERIFY(traffic["conservation_error_veh_h"].toDouble(1) <= 1e-6);
        QVERIFY(std::abs(traffic["relative_gap"].toDouble(1)) <= 1e-6);
        QCOMPARE(traffic["unassigned_veh_h"].toDouble(1), 0.0);
        QVERIFY(run["emissions"].toObject()["co2_t_day"].toDouble() > 0);
        const QJsonObject again = job({"run", "town.gpkg", "--scenario", kScheme}).json();
        QCOMPARE(again["cached"].toBool(), true);
        QCOMPARE(again["run_key"], run["run_key"]);
        QCOMPARE(again["result_hash"], run["result_hash"]);
        const QJsonObject base = job({"run", "town.gpkg"}).json();
        QVERIFY(base["result_hash"] != run["result_hash"]);
        // A parameter makes another run, whose results differ.
        const QJsonObject set = job({"run", copyOfTown("set.gpkg"), "--set", "traffic.bpr.beta=5"}).json();
        QVERIFY(set["run_key"].isString() && set["run_key"] != base["run_key"]);
    }

    void resultsAreTheSameBitsAtAnyNumberOfThreads()
    {
        QSet<QString> base, scheme;
        for (const char* threads : {"1", "2", "4"}) {
            const QString town = QStringLiteral("threads%1.gpkg").arg(threads);
            QCOMPARE(job({"city", "sample", town, "--population", "8000"}).code, 0);
            QCOMPARE(job({"scenario", "add", town, "--from", ISOPOLIS_SOURCE_DIR "/assets/sample/old_bridge.scenario.json"}).code, 0);
            const QJsonObject before = job({"--threads", threads, "run", town}).json();
            const QJsonObject after = job({"--threads", threads, "run", town, "--scenario", kScheme}).json();
            QCOMPARE(before["cached"].toBool(true), false);
            QCOMPARE(after["cached"].toBool(true), false);
            base.insert(before["result_hash"].toString());
            scheme.insert(after["result_hash"].toString());
        }
        QCOMPARE(base.size(), 1);
        QCOMPARE(scheme.size(), 1);
        QVERIFY(!base.contains(QString()) && base != scheme);
    }

    void aSchemeThatDoesNothingChangesNothing()
    {
        // In a project without runs, so that nothing comes from the store.
        QCOMPARE(job({"city", "sample", "fresh.gpkg", "--population", "8000"}).code, 0);
        QCOMPARE(job({"scenario", "add", "fresh.gpkg", "--from", "null.json"}).code, 0);
        const QJsonObject nothing = job({"run", "fresh.gpkg", "--scenario", "Nothing"}).json();
        QCOMPARE(nothing["cached"].toBool(true), false);
        QCOMPARE(nothing["result_hash"].toString(), job({"run", "town.gpkg"}).json()["result_hash"].toString());
        QVERIFY(!nothing["result_hash"].toString().isEmpty());
        const QJsonObject compared = job({"compare", "town.gpkg", "--scenario", "Nothing"}).json();
        int values = 0;
        for (const QJsonValue& place : compared["neighbourhoods"].toArray()) {
            const QJsonObject indicators = place.toObject()["indicators"].toObject();
            for (const QString& key : kIndicators) {
                QVERIFY(indicators[key].toObject()["change"].isDouble());
                QCOMPARE(indicators[key].toObject()["change"].toDouble(1), 0.0);
                QCOMPARE(indicators[key].toObject()["verdict"].toString(), "unchanged");
                ++values;
            }
        }
        QVERIFY(values >= 2 * kIndicators.size());
    }

    void compareTellsWhoGainsAndWhoLoses()
    {
        const CliAnswer answer = job({"compare", "town.gpkg", "--scenario", kScheme});
        QVERIFY2(answer.code == 0, answer.err);
        const QJsonObject compared = answer.json();
        QVERIFY(compared["run_before"].isString() && compared["run_before"] != compared["run_after"]);
        const QJsonArray places = compared["neighbourhoods"].toArray();
        QCOMPARE(places.size(), job({"city", "info", "town.gpkg"}).json()["neighbourhoods"].toInt());
        QMap<QString, double> peopleWorse;
        for (const QJsonValue& value : places) {
            const QJsonObject place = value.toObject();
            QVERIFY(place["id"].isString() && place["name"].isString());
            for (const QString& key : kIndicators) {
                const QJsonObject cell = place["indicators"].toObject()[key].toObject();
                const double before = cell["before"].toDouble(-1), after = cell["after"].toDouble(-1),
                             change = cell["change"].toDouble(NAN);
                QVERIFY2(std::abs(after - before - change) <= 1e-9 * (1 + std::abs(before)), qPrintable(key));
                QVERIFY((QStringList{"better", "worse", "unchanged"}.contains(cell["verdict"].toString())));
                if (cell["verdict"].toString() == "worse")
                    peopleWorse[key] += place["population"].toDouble();
                for (const char* field : {"low", "high", "p_better", "p_worse"})
                    QVERIFY2(cell.contains(QLatin1String(field)), field);
            }
        }
        for (const QString& key : kIndicators) {
            const QJsonObject equity = compared["equity"].toObject()[key].toObject();
            const auto people = [&equity](const char* group) { return equity[QLatin1String(group)].toDouble(NAN); };
            QVERIFY(std::abs(people("better") + people("worse") + people("unchanged") + people("no_data") - 8000) < 1e-6);
            QVERIFY(std::abs(people("worse") - peopleWorse[key]) < 1e-6);
            QCOMPARE(equity["by_quintile"].toArray().size(), 5);
            double quintiles = 0;
            for (const QJsonValue& q : equity["by_quintile"].toArray())
                quintiles += q.toObject()["people"].toDouble();
            QVERIFY(std::abs(quintiles + compared["people_without_income"].toDouble() - 8000) < 1e-6);
            QVERIFY(people("threshold") > 0);
            for (const char* part : {"indices_before", "indices_after", "refused"})
                QVERIFY2(equity[QLatin1String(part)].isObject(), part);
            QVERIFY(!equity["headline"].toString().isEmpty());
        }
    }

    void contributionsAddUpToTheChange()
    {
        for (const QString& indicator : {QStringLiteral("no2_ug_m3"), QStringLiteral("co2_kg_day"), QStringLiteral("car_time_min")}) {
            const CliAnswer answer =
                job({"explain", "town.gpkg", "--scenario", kScheme, "--neighbourhood", "Old Town", "--indicator", indicator});
            QVERIFY2(answer.code == 0, answer.err + answer.out);
            const QJsonObject why = answer.json();
            const double change = why["change"].toDouble(NAN), tolerance = 1e-9 * (1 + std::abs(why["before"].toDouble()));
            const auto sum = [&why](const char* list) {
                double total = 0;
                for (const QJsonValue& item : why[QLatin1String(list)].toArray())
                    total += item.toObject()["delta"].toDouble(NAN);
                return total;
            };
            QCOMPARE(why["interventions"].toArray().size(), 3);
            QVERIFY(std::abs(sum("interventions") + why["intervention_residual"].toDouble(NAN) - change) <= tolerance);
            if (!why["streets"].toArray().isEmpty())
                QVERIFY(std::abs(sum("streets") + why["street_residual"].toDouble(NAN) - change) <= tolerance);
            QVERIFY(!why["sentence"].toString().isEmpty());
            QVERIFY(!why["trace"].toObject()["inputs"].toArray().isEmpty());
        }
    }

    void theReportIsATaggedPdf()
    {
        const CliAnswer answer = job(
            {"report", "town.gpkg", "--scenario", kScheme, "--output", "report.pdf", "--html", "report.html", "--date", "1 January 2026"});
        QVERIFY2(answer.code == 0, answer.err + answer.out);
        QVERIFY(m_cli.read("report.pdf").startsWith("%PDF"));
        QVERIFY(m_cli.read("report.html").contains("Calm the Old Bridge"));
        const QString pdfinfo = QStandardPaths::findExecutable("pdfinfo");
        if (!pdfinfo.isEmpty()) {
            const QString text = QString::fromUtf8(m_cli.runProgram(pdfinfo, {"report.pdf"}).out);
            QVERIFY2(text.contains(QRegularExpression("Tagged:\\s+yes")), qPrintable(text));
            QVERIFY2(text.contains(kScheme), qPrintable(text));
        }
    }

    void aPictureHasTheSizeThatWasAsked()
    {
        const CliAnswer answer = job({"shot", "town.gpkg", "--output", "twin.png", "--width", "320", "--height", "200", "--overlay",
                                      "no2_ug_m3/change", "--scenario", kScheme});
        QVERIFY2(answer.code == 0, answer.err + answer.out);
        const QByteArray png = m_cli.read("twin.png");
        QVERIFY(png.startsWith("\x89PNG\r\n\x1a\n"));
        QDataStream size(png.mid(16, 8));
        quint32 width = 0, height = 0;
        size >> width >> height;
        QCOMPARE(width, 320u);
        QCOMPARE(height, 200u);
        // More than one colour: rows of an empty picture would all compress alike.
        QVERIFY(png.size() > 5000);
    }

    void wrongInputGetsOneSentenceAndChangesNothing_data()
    {
        writeSmallTown(m_cli);
        writeShapefileWithoutCrs(m_cli);
        m_cli.write("text.gpkg", "this is a letter, not a city\n");
        QByteArray noise;
        for (unsigned i = 0, x = 12345; i < 4000; ++i) {
            x = x * 1664525u + 1013904223u;
            noise += char(x >> 24);
        }
        m_cli.write("noise.osm.pbf", noise);
        m_cli.write("target.json", scenarioWith(R"({"type": "close_road", "target": "osm:way/1"})"));
        m_cli.write("key.json", R"({"name": "Try", "interventionz": []})");
        m_cli.write("type.json", scenarioWith(R"({"type": "close_rode", "target": "street:Ring Road"})"));
        m_cli.write("comma.json", R"({"name": "Try",)");
        m_cli.write("words.csv", "value,people\n1,10\nmany,20\n");
        m_cli.write("short_net.tntp", "<NUMBER OF ZONES> 2\n");
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QByteArrayList>("recipe");  // osm, areas, column; or empty
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("code");
        const auto row = [](const char* name, const QStringList& arguments, const char* file, const char* code,
                            const QByteArrayList& recipe = {}) { QTest::newRow(name) << arguments << recipe << file << code; };
        const QStringList build{"city", "build", "town.city.json", "out.gpkg"}, add{"scenario", "add", "town.gpkg", "--from"};
        row("text called gpkg", {"city", "info", "text.gpkg"}, "text.gpkg", "bad_file");
        row("missing project", {"run", "nowhere.gpkg"}, "nowhere.gpkg", "not_found");
        row("missing scenario file", add + QStringList{"nowhere.json"}, "nowhere.json", "not_found");
        row("unknown target", add + QStringList{"target.json"}, "target.json", "not_found");
        row("unknown key", add + QStringList{"key.json"}, "key.json", "bad_value");
        row("unknown operation", add + QStringList{"type.json"}, "type.json", "");
        row("bad JSON", add + QStringList{"comma.json"}, "comma.json", "bad_file");
        row("unknown scenario", {"run", "town.gpkg", "--scenario", "Nope"}, "town.gpkg", "not_found");
        row("existing output", {"city", "sample", "town.gpkg"}, "town.gpkg", "conflict");
        row("recipe with a wrong path", build, "nowhere.osm", "not_found", {"nowhere.osm", "areas.geojson", "people"});
        row("recipe with a wrong field", build, "areas.geojson", "not_found", {"town.osm", "areas.geojson", "poeple"});
        row("polygons without CRS", build, "plain.shp", "", {"town.osm", "plain.shp", "id"});
        row("damaged extract", build, "noise.osm.pbf", "bad_file", {"noise.osm.pbf", "areas.geojson", "people"});
        row("missing recipe", {"city", "build", "nowhere.city.json", "out.gpkg"}, "nowhere.city.json", "not_found");
        row("words for numbers", {"indices", "words.csv", "--value", "value", "--weight", "people"}, "words.csv", "bad_value");
        row("network without links", {"assign", "short_net.tntp", "short_net.tntp", "--flows", "out.csv"}, "short_net.tntp", "bad_file");
        row("no folder for the report", {"report", "town.gpkg", "--scenario", kScheme, "--output", "none/out.pdf"}, "none/out.pdf",
            "not_found");
        row("no folder for the picture", {"shot", "town.gpkg", "--output", "none/out.png"}, "none/out.png", "not_found");
    }
    void wrongInputGetsOneSentenceAndChangesNothing()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QByteArrayList, recipe);
        QFETCH(QString, file);
        QFETCH(QString, code);
        if (!recipe.isEmpty())
            writeRecipe(m_cli, recipe[0], recipe[1], recipe[2]);
        const QByteArray town = m_cli.read("town.gpkg");
        const QStringList files = QDir(m_cli.path()).entryList(QDir::AllEntries | QDir::Hidden);
        const CliAnswer machine = job(arguments);
        QCOMPARE(machine.code, 1);
        const QJsonObject error = machine.error();
        QVERIFY2(error["file"].toString().endsWith(file), machine.out);
        QVERIFY2(!error["message"].toString().isEmpty() && !error["code"].toString().isEmpty(), machine.out);
        if (!code.isEmpty())
            QCOMPARE(error["code"].toString(), code);
        const CliAnswer people = m_cli.run(arguments);
        QCOMPARE(people.code, 1);
        const QStringList lines = QString::fromUtf8(people.err).split('\n').filter("error: ");
        QCOMPARE(lines.size(), 1);
        QVERIFY2(lines[0].contains(file) && lines[0].contains(error["cure"].toString()), people.err);
        QCOMPARE(m_cli.read("town.gpkg"), town);
        QCOMPARE(QDir(m_cli.path()).entryList(QDir::AllEntries | QDir::Hidden), files);
    }

    void errorsCarryACure()
    {
        writeSmallTown(m_cli);
        writeRecipe(m_cli, "town.osm", "areas.geojson", "poeple");
        const QJsonObject field = job({"city", "build", "town.city.json", "out.gpkg"}).error();
        QVERIFY(field["cure"].toString().contains("people"));
        QVERIFY(field["field"].toString().contains("population"));
        const QJsonObject output = job({"city", "sample", "town.gpkg"}).error();
        QVERIFY(output["cure"].toString().contains("--replace"));
        const QJsonObject scenario = job({"run", "town.gpkg", "--scenario", "Nope"}).error();
        QVERIFY(scenario["cure"].toString().contains(kScheme));
        for (const QStringList& wrong : {QStringList{"no2_ug_m3/after", "--percent"}, QStringList{"traffic", "--group", "q1"},
                                         QStringList{"traffic/change", "--percent"}}) {
            const QJsonObject shot = job(QStringList{"shot", "town.gpkg", "--output", "out.png", "--overlay"} + wrong).error();
            QCOMPARE(shot["code"].toString(), QStringLiteral("bad_value"));
            QVERIFY(shot["cure"].toString().contains("no2_ug_m3/change"));
        }
    }

    void theSameRecipeWithoutItsFaultBuildsACity()
    {
        writeSmallTown(m_cli);
        writeRecipe(m_cli, "town.osm", "areas.geojson", "people");
        const CliAnswer built = job({"city", "build", "town.city.json", "small.gpkg"});
        QVERIFY2(built.code == 0, built.err + built.out);
        QVERIFY(std::abs(built.json()["population"].toDouble() - 1000) < 1e-6);
        QCOMPARE(built.json()["neighbourhoods"].toInt(), 1);
        QCOMPARE(built.json()["buildings"].toInt(), 1);
        QCOMPARE(built.json()["road_links"].toInt(), 24);
    }

    void twoRoutesShareTheTripsAsInTheTextbook_data()
    {
        QTest::addColumn<QString>("algorithm");
        QTest::newRow("bush") << "bush";
        QTest::newRow("bfw") << "bfw";
    }
    /// t₁ = 10 + v₁ and t₂ = 20 + v₂ with 30 trips: v₁ = 20, v₂ = 10, both take 30.
    void twoRoutesShareTheTripsAsInTheTextbook()
    {
        QFETCH(QString, algorithm);
        m_cli.write("two_net.tntp",
                    "<NUMBER OF ZONES> 2\n<NUMBER OF NODES> 3\n<FIRST THRU NODE> 1\n<NUMBER OF LINKS> 3\n<END OF METADATA>\n"
                    "~ init term capacity length fft b power speed toll type ;\n"
                    "1 2 10 1 10 1 1 0 0 1 ;\n1 3 10 1 15 0.6666666666666666 1 0 0 1 ;\n3 2 10 1 5 0 1 0 0 1 ;\n");
        m_cli.write("two_trips.tntp", "<NUMBER OF ZONES> 2\n<TOTAL OD FLOW> 30\n<END OF METADATA>\nOrigin 1\n2 : 30.0;\n");
        const CliAnswer answer =
            job({"assign", "two_net.tntp", "two_trips.tntp", "--gap", "1e-9", "--flows", "flows.csv", "--algorithm", algorithm});
        QVERIFY2(answer.code == 0, answer.err + answer.out);
        const QJsonObject result = answer.json();
        QVERIFY(result["relative_gap"].toDouble(1) <= 1e-9);
        QVERIFY(std::abs(result["total_system_travel_time"].toDouble() - 900) < 1e-4);
        QVERIFY(std::abs(result["objective"].toDouble() - 650) < 1e-4);
        QVERIFY(result["iterations"].isDouble() && result["seconds"].isDouble());
        const QByteArrayList rows = m_cli.read("flows.csv").trimmed().split('\n');
        QCOMPARE(rows.size(), 4);
        QCOMPARE(rows[0], QByteArray("from,to,flow,cost"));
        const double flows[] = {20, 10, 10}, costs[] = {30, 25, 5};
        for (qsizetype i = 0; i < 3; ++i) {
            QVERIFY(std::abs(rows[i + 1].split(',')[2].toDouble() - flows[i]) < 1e-4);
            QVERIFY(std::abs(rows[i + 1].split(',')[3].toDouble() - costs[i]) < 1e-4);
        }
        QVERIFY(!QFile::exists(m_cli.path("flows.csv.part")));
    }

    /// Incomes 10, 20, 30, 40, 50: Gini 4/15; A(½) = 1 − (mean of √x)² / 30; A(1) = 1 − geometric mean / 30; Theil and MLD by hand.
    void indicesOfASmallTableAreThoseOfTheTextbook()
    {
        m_cli.write("incomes.csv", "income,people,district\n10,1,a\n20,1,a\n30,1,a\n40,1,b\n50,1,b\n");
        const CliAnswer answer =
            job({"indices", "incomes.csv", "--value", "income", "--weight", "people", "--rank", "income", "--line", "25"});
        QVERIFY2(answer.code == 0, answer.err + answer.out);
        const QJsonObject result = answer.json(), atkinson = result["atkinson"].toObject();
        const auto near = [](const QJsonValue& value, double expected) { return std::abs(value.toDouble(NAN) - expected) < 5e-6; };
        QVERIFY2(near(result["gini"], 0.266667), answer.out);
        QVERIFY(near(atkinson["0.5"], 0.063153));
        QVERIFY(near(atkinson["1"], 0.131610));
        QVERIFY(near(result["theil_t"], 0.119688));
        QVERIFY(near(result["mld"], 0.141114));
        QVERIFY(near(result["hoover"], 0.2));
        // Ranked by itself, the concentration index is the Gini index; two of five are below the line of 25.
        QVERIFY(near(result["concentration_index"], 0.266667));
        QVERIFY(near(result["fgt0"], 0.4));
        QVERIFY(near(result["fgt1"], (15.0 / 25 + 5.0 / 25) / 5));
        const QJsonObject bad = job({"indices", "incomes.csv", "--value", "income", "--weight", "people", "--bad"}).json();
        QVERIFY(!bad["atkinson"].isObject());
        QVERIFY(!bad["refused"].toObject()["atkinson_0.5"].toString().isEmpty());
    }
};

QTEST_GUILESS_MAIN(TstCli)
#include "tst_cli.moc"
