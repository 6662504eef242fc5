/// Central Geneva from its open data: the city is whole, other programs read the project, and a closed bridge is closed.

#include "support/cli.h"

#include <QDir>
#include <QSet>
#include <QStandardPaths>
#include <QTest>

#include <cmath>

using namespace isopolis::test;

class TstCliGeneva : public QObject {
    Q_OBJECT

private:
    Cli m_cli;
    QJsonObject m_built;

    CliAnswer job(QStringList arguments) const { return m_cli.run(QStringList{"--json"} + arguments); }

private Q_SLOTS:
    void initTestCase()
    {
        if (!QDir(ISOPOLIS_SOURCE_DIR "/../shared/data/geneva").exists())
            QSKIP("the open data of Geneva are not beside this checkout");
        const CliAnswer built = job({"city", "build", ISOPOLIS_SOURCE_DIR "/tests/data/recipes/geneva.city.json", "geneva.gpkg"});
        QVERIFY2(built.code == 0, built.err + built.out);
        m_built = built.json();
        m_cli.write("bridge.json", R"({"name": "Bridge", "interventions": [{"name": "Filter", "operations": [
            {"type": "traffic_filter", "target": "street:Pont du Mont-Blanc"}]}]})");
        m_cli.write("null.json", R"({"name": "Nothing", "interventions": []})");
        for (const char* scenario : {"bridge.json", "null.json"}) {
            const CliAnswer added = job({"scenario", "add", "geneva.gpkg", "--from", scenario});
            QVERIFY2(added.code == 0, added.err + added.out);
        }
    }

    void theMapIsWhole()
    {
        const QJsonObject counts = m_built["counts"].toObject();
        QVERIFY(counts["highways"].toObject()["considered"].toInt() > 14000);
        QVERIFY(m_built["buildings"].toInt() > 11500);
        QCOMPARE(m_built["neighbourhoods"].toInt(), 139);
        QVERIFY(m_built["traffic_counts"].toInt() > 100);
        for (const QJsonValue& issue : m_built["issues"].toArray())
            QVERIFY2(issue.toObject()["severity"].toString() != "error", qPrintable(issue.toObject()["message"].toString()));
    }

    void theSchemeThatDoesNothingIsTheBaseAtAnyNumberOfThreads()
    {
        QSet<QString> hashes;
        // Each in a project of its own, so that none is taken from the store.
        for (const auto& [threads, scenario] : {std::pair{"1", "base"}, {"2", "Nothing"}, {"4", "base"}}) {
            const QString project = QStringLiteral("geneva%1.gpkg").arg(threads);
            QVERIFY(QFile::copy(m_cli.path("geneva.gpkg"), m_cli.path(project)));
            const QJsonObject run = job({"--threads", threads, "run", project, "--scenario", scenario}).json();
            QCOMPARE(run["cached"].toBool(true), false);
            QVERIFY(run["traffic"].toObject()["converged"].toBool());
            QVERIFY(run["traffic"].toObject()["conservation_error_veh_h"].toDouble(1) <= 1e-6);
            hashes.insert(run["result_hash"].toString());
            QFile::remove(m_cli.path(project));
        }
        QCOMPARE(hashes.size(), 1);
        QCOMPARE(hashes.begin()->size(), 64);
    }

    void noCarCrossesAFilteredBridge()
    {
        const QJsonObject base = job({"run", "geneva.gpkg"}).json();
        const QJsonObject bridge = job({"run", "geneva.gpkg", "--scenario", "Bridge"}).json();
        QVERIFY(bridge["traffic"].toObject()["converged"].toBool());
        QCOMPARE(bridge["traffic"].toObject()["unassigned_veh_h"].toDouble(1), 0.0);
        // The same trips over fewer streets take longer.
        QVERIFY(std::abs(bridge["traffic"].toObject()["trips_veh_h"].toDouble() - base["traffic"].toObject()["trips_veh_h"].toDouble()) <
                1e-6);
        QVERIFY(bridge["traffic"].toObject()["total_time_veh_h"].toDouble() > base["traffic"].toObject()["total_time_veh_h"].toDouble());
        const QString ogrinfo = QStandardPaths::findExecutable("ogrinfo");
        if (ogrinfo.isEmpty())
            QSKIP("ogrinfo is not installed: flows on the bridge were not read");
        const auto busyLinks = [&](const QString& scenario) {
            const CliAnswer answer = m_cli.runProgram(
                ogrinfo,
                {"-q", "geneva.gpkg", "-dialect", "SQLite", "-sql",
                 "SELECT 'busy links: ' || count(*) AS answer FROM result_links WHERE street = 'Pont du Mont-Blanc' AND flow_veh_h > 0 "
                 "AND scenario = '" +
                     scenario + "'"});
            const qsizetype at = answer.out.indexOf("busy links: ");
            return at < 0 ? -1 : answer.out.mid(at + 12).trimmed().toInt();
        };
        QVERIFY(busyLinks("base") > 0);
        QCOMPARE(busyLinks("Bridge"), 0);
    }

    void otherProgramsReadTheProjectWithoutComplaint()
    {
        const QString ogrinfo = QStandardPaths::findExecutable("ogrinfo");
        if (ogrinfo.isEmpty())
            QSKIP("ogrinfo is not installed");
        const CliAnswer answer = m_cli.runProgram(ogrinfo, {"-al", "-so", "geneva.gpkg"});
        QCOMPARE(answer.code, 0);
        QCOMPARE(answer.err, QByteArray());
        for (const char* layer : {"road_links", "buildings", "neighbourhoods", "result_links", "result_neighbourhoods"})
            QVERIFY2(answer.out.contains(QByteArray("Layer name: ") + layer), layer);
        QVERIFY(answer.out.contains("CH1903+ / LV95"));
    }
};

QTEST_GUILESS_MAIN(TstCliGeneva)
#include "tst_cli_geneva.moc"
