// `transit` on the command line: journeys, times to every neighbourhood, a matrix of points, and what wrong input gets.
#include "support/cli.h"

#include <QtTest>

using namespace isopolis::test;

class CliTransitTest : public QObject {
    Q_OBJECT
    Cli m_cli;
    QJsonArray m_places;

private Q_SLOTS:
    void initTestCase()
    {
        QCOMPARE(m_cli.run({"city", "sample", "town.gpkg", "--population", "20000"}).code, 0);
        const CliAnswer all = m_cli.run({"transit", "town.gpkg", "--from", "sample:neighbourhood/1", "--json"});
        QVERIFY2(all.code == 0, all.out + all.err);
        m_places = all.json()["neighbourhoods"].toArray();
        QVERIFY(m_places.size() > 3);
    }

    void aJourneyHasLegsThatJoin()
    {
        const QString far = m_places.last().toObject()["id"].toString();
        const QJsonObject answer = m_cli
                                       .run({"--json", "transit", "town.gpkg", "--from", "sample:neighbourhood/1", "--to", far, "--depart",
                                             "08:00", "--window", "30"})
                                       .json();
        const QJsonArray legs = answer["journey"].toObject()["legs"].toArray();
        QVERIFY(!legs.isEmpty());
        for (qsizetype i = 1; i < legs.size(); ++i)
            QVERIFY(legs[i].toObject()["departure"].toString() >= legs[i - 1].toObject()["arrival"].toString());
        const QJsonObject times = answer["travel_time"].toObject();
        QVERIFY(times["p5_min"].toDouble() <= times["p50_min"].toDouble() && times["p50_min"].toDouble() <= times["p95_min"].toDouble());
        QCOMPARE(times["not_reachable"].toDouble(), 0.0);
    }

    void aMatrixIsWrittenWhole()
    {
        m_cli.write("points.csv", "id,lon,lat\na,3.0,46.0\nb,3.004,46.001\n");
        const CliAnswer made =
            m_cli.run({"--json", "transit", "town.gpkg", "--matrix", "points.csv", "--output", "out.csv", "--window", "10"});
        QVERIFY2(made.code == 0, made.err);
        QCOMPARE(made.json()["pairs"].toInt(), 4);
        QCOMPARE(made.json()["departures"].toInt(), 10);
        const QList<QByteArray> lines = m_cli.read("out.csv").split('\n');
        QCOMPARE(lines.size(), qsizetype(6));
        QCOMPARE(lines[0], QByteArray("from,to,p5_min,p25_min,p50_min,p75_min,p95_min,not_reachable"));
        QVERIFY2(lines[2].startsWith("a,b,") && lines[2].endsWith(",0.0000"), lines[2]);
    }

    void wrongInputGetsOneSentence_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("code");
        QTest::addColumn<QByteArray>("word");
        m_cli.write("empty.csv", "id,lon,lat\n");
        m_cli.write("words.csv", "id,lon,lat\na,east,north\n");
        m_cli.write("other.csv", "name,x,y\na,1,2\n");
        const auto row = [](const char* name, const QStringList& rest, int code, const char* word) {
            QTest::newRow(name) << (QStringList{"transit", "town.gpkg"} + rest) << code << QByteArray(word);
        };
        row("no question", {}, 2, "--from");
        row("two questions", {"--from", "3,47", "--matrix", "empty.csv", "--output", "o.csv"}, 2, "--");
        row("nowhere", {"--from", "Atlantis"}, 1, "LON,LAT");
        row("no time", {"--from", "sample:neighbourhood/1", "--depart", "7.30"}, 1, "07:30");
        row("no points", {"--matrix", "empty.csv", "--output", "o.csv"}, 1, "points");
        row("no numbers", {"--matrix", "words.csv", "--output", "o.csv"}, 1, "row 2");
        row("no columns", {"--matrix", "other.csv", "--output", "o.csv"}, 1, "id, lon and lat");
        row("no scenario", {"--from", "sample:neighbourhood/1", "--scenario", "none"}, 1, "none");
    }
    void wrongInputGetsOneSentence()
    {
        QFETCH(QStringList, arguments);
        QFETCH(int, code);
        QFETCH(QByteArray, word);
        const CliAnswer answer = m_cli.run(arguments);
        QCOMPARE(answer.code, code);
        QVERIFY2(answer.err.contains(word), answer.err);
        QVERIFY(m_cli.read("o.csv").isEmpty());
    }
};

QTEST_GUILESS_MAIN(CliTransitTest)
#include "tst_cli_transit.moc"
