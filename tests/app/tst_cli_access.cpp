/// The access command: tables of travel costs, a project, isochrones, and what it says to wrong input.

#include "support/cli.h"

#include <QTest>

#include <cmath>

using namespace isopolis::test;

class TstCliAccess : public QObject {
    Q_OBJECT

    Cli m_cli;

    CliAnswer json(QStringList arguments) const { return m_cli.run(QStringList{"access", "--json"} + arguments); }
    QStringList table(const QStringList& more) const { return QStringList{"--matrix", "times.csv", "--land-use", "places.csv"} + more; }
    double valueOf(const CliAnswer& answer, const QString& id) const
    {
        for (const QJsonValue& place : answer.json()["places"].toArray())
            if (place.toObject()["id"].toString() == id)
                return place.toObject()["value"].toDouble(-1);
        return -2;
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_cli.write("places.csv", "id,population,jobs,schools\na,100,10,0\nb,50,,2\nc,0,40,1\n");
        m_cli.write("times.csv", "from_id,to_id,travel_time\na,a,0\na,b,12.5\na,c,31\nb,c,30\nb,x,1\n");
        QVERIFY(m_cli.run({"city", "sample", "town.gpkg", "--population", "20000"}).code == 0);
    }

    void measuresOfATableAreThoseByHand()
    {
        const CliAnswer jobs = json(table({"--measure", "cumulative", "--cut-off", "30", "--opportunity", "jobs"}));
        QVERIFY2(jobs.code == 0, jobs.out + jobs.err);
        QCOMPARE(valueOf(jobs, "a"), 10.0);
        QCOMPARE(valueOf(jobs, "b"), 40.0);
        QCOMPARE(valueOf(jobs, "c"), 0.0);
        QCOMPARE(jobs.json()["pairs_left_out"].toInt(), 1);
        QCOMPARE(valueOf(json(table({"--measure", "closest", "--opportunity", "schools", "--number", "3"})), "a"), 31.0);
        QCOMPARE(valueOf(json(table({"--measure", "cumulative", "--passive", "--cut-off", "40"})), "c"), 150.0);
        const double weighted = valueOf(json(table({"--measure", "gravity", "--decay", "exponential:0.1", "--opportunity", "jobs"})), "a");
        QVERIFY(std::abs(weighted - (10 + 40 * std::exp(-3.1))) < 1e-9);
        QCOMPARE(valueOf(json(table({"--measure", "2sfca", "--decay", "binary:31", "--opportunity", "jobs"})), "b"), 40.0 / 150);
    }

    void aProjectAnswersByNeighbourhoodAndByPoint()
    {
        for (const QString mode : {"walk", "cycle"})
            for (const QString what : {"jobs", "schools", "health", "shops", "parks"}) {
                const CliAnswer answer = json({"town.gpkg", "--mode", mode, "--opportunity", what, "--measure", "closest"});
                QVERIFY2(answer.code == 0, answer.out + answer.err);
                QVERIFY(!answer.json()["neighbourhoods"].toArray().isEmpty());
            }
        const CliAnswer car = json({"town.gpkg", "--mode", "car", "--cut-off", "10"});
        QVERIFY2(car.code == 0, car.out + car.err);
        const CliAnswer foot = json({"town.gpkg", "--mode", "walk", "--cut-off", "10"});
        double byCar = 0, onFoot = 0;
        for (const QJsonValue& n : car.json()["neighbourhoods"].toArray())
            byCar += n.toObject()["mean"].toDouble();
        for (const QJsonValue& n : foot.json()["neighbourhoods"].toArray())
            onFoot += n.toObject()["mean"].toDouble();
        QVERIFY(byCar > onFoot && onFoot > 0);
        const QString first = foot.json()["neighbourhoods"].toArray()[0].toObject()["id"].toString();
        QCOMPARE(json({"town.gpkg", "--from", first}).json()["neighbourhoods"].toArray().size(), 1);
    }

    void anIsochroneIsGeoJson()
    {
        const CliAnswer info = m_cli.run({"access", "--json", "town.gpkg", "--opportunity", "jobs"});
        const QString id = info.json()["neighbourhoods"].toArray()[0].toObject()["id"].toString();
        const CliAnswer reach =
            json({"town.gpkg", "--mode", "walk", "--from", id, "--isochrone", "--minutes", "5", "15", "--output", "reach.geojson"});
        QVERIFY2(reach.code == 0, reach.out + reach.err);
        const QJsonArray features = QJsonDocument::fromJson(m_cli.read("reach.geojson")).object()["features"].toArray();
        QCOMPARE(features.size(), 2);
        const auto km2 = [&](int k) { return features[k].toObject()["properties"].toObject()["area_km2"].toDouble(); };
        QVERIFY(km2(0) > 0 && km2(1) > km2(0));
        QCOMPARE(features[0].toObject()["geometry"].toObject()["type"].toString(), "MultiPolygon");
    }

    void wrongInputGetsOneSentence_data()
    {
        QTest::addColumn<QByteArray>("times");
        QTest::addColumn<QByteArray>("places");
        QTest::addColumn<QStringList>("more");
        QTest::addColumn<QString>("feature");
        QTest::addColumn<QString>("field");
        const QByteArray places = "id,population,jobs\na,1,2\nb,3,4\n", times = "from_id,to_id,travel_time\na,b,3\n";
        const QStringList jobs{"--opportunity", "jobs"};
        QTest::newRow("no number") << QByteArray("from_id,to_id,travel_time\na,b,3\na,a,soon\n") << places << jobs << "row 3"
                                   << "travel_time";
        QTest::newRow("negative") << QByteArray("from_id,to_id,travel_time\na,b,-3\n") << places << jobs << "row 2"
                                  << "travel_time";
        QTest::newRow("no column") << QByteArray("from,to,minutes\na,b,3\n") << places << jobs << "row 1"
                                   << "from_id";
        QTest::newRow("short row") << QByteArray("from_id,to_id,travel_time\na,b\n") << places << jobs << "row 2"
                                   << "";
        QTest::newRow("damaged archive") << QByteArray("\x1f\x8b\x08\x00rubbish that is no archive") << places << jobs << "row 1"
                                         << "";
        QTest::newRow("endless line") << QByteArray(3 << 20, 'x') << places << jobs << "row 1"
                                      << "";
        QTest::newRow("jobs as text") << times << QByteArray("id,population,jobs\na,1,many\n") << jobs << "row 2"
                                      << "jobs";
        QTest::newRow("named twice") << times << QByteArray("id,population,jobs\na,1,2\na,1,2\n") << jobs << "row 3"
                                     << "id";
        QTest::newRow("unknown column") << times << places << QStringList{"--opportunity", "castles"} << ""
                                        << "castles";
        QTest::newRow("other ids") << QByteArray("from_id,to_id,travel_time\np,q,3\n") << places << jobs << ""
                                   << "";
        QTest::newRow("no decay") << times << places << QStringList{"--measure", "gravity", "--decay", "steep"} << ""
                                  << "decay";
    }

    void wrongInputGetsOneSentence()
    {
        QFETCH(QByteArray, times);
        QFETCH(QByteArray, places);
        QFETCH(QStringList, more);
        QFETCH(QString, feature);
        QFETCH(QString, field);
        m_cli.write("bad_times.csv", times);
        m_cli.write("bad_places.csv", places);
        const CliAnswer answer = json(QStringList{"--matrix", "bad_times.csv", "--land-use", "bad_places.csv"} + more);
        QCOMPARE(answer.code, 1);
        QCOMPARE(answer.error()["feature"].toString(), feature);
        QCOMPARE(answer.error()["field"].toString(), field);
        QVERIFY2(!answer.error()["cure"].toString().isEmpty(), answer.out);
    }

    void wrongUsageExitsWithTwo()
    {
        for (const QStringList& wrong : {QStringList{}, QStringList{"town.gpkg", "--matrix", "times.csv", "--land-use", "places.csv"},
                                         QStringList{"--matrix", "times.csv"}, QStringList{"town.gpkg", "--isochrone"},
                                         QStringList{"town.gpkg", "--opportunity", "castles"}, QStringList{"town.gpkg", "--mode", "fly"}})
            QCOMPARE(json(wrong).code, 2);
        QCOMPARE(json({"town.gpkg", "--from", "Atlantis"}).error()["field"].toString(), "--from");
        QCOMPARE(json({"missing.gpkg"}).code, 1);
    }
};

QTEST_GUILESS_MAIN(TstCliAccess)
#include "tst_cli_access.moc"
