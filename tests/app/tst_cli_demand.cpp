/// Demand on the command line: what a run tells of trips, given matrices, and a survey against the model.

#include "support/cli.h"

#include <QTest>

#include <cmath>

using namespace isopolis::test;

class TestCliDemand : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QCOMPARE(m_cli.run({"city", "sample", "town.gpkg", "--population", "8000"}).code, 0);
        const CliAnswer run = m_cli.run({"--json", "run", "town.gpkg"});
        QVERIFY2(run.code == 0, run.err);
        m_run = run.json();
        m_places = m_cli.run({"--json", "city", "info", "town.gpkg"}).json()["neighbourhoods"].toInt();
        QVERIFY(m_places > 1);
    }

    void aRunTellsTripsByPurposeModePeriodAndGroup()
    {
        const QJsonObject demand = m_run["demand"].toObject();
        double all = 0, groups = 0, shares = 0;
        for (const QJsonValue& purpose : demand["trips_day_by_purpose_mode_period"].toObject())
            for (const QJsonValue& mode : purpose.toObject())
                for (const QJsonValue& trips : mode.toObject())
                    all += trips.toDouble();
        for (const QJsonValue& fifth : demand["trips_day_by_income_fifth_car_mode"].toObject())
            for (const QJsonValue& car : fifth.toObject())
                for (const QJsonValue& trips : car.toObject())
                    groups += trips.toDouble();
        for (const QJsonValue& share : demand["mode_share"].toObject())
            shares += share.toDouble();
        QVERIFY(all > 8000);
        QVERIFY(std::abs(all - demand["trips_day"].toDouble()) < 1e-6 * all && std::abs(groups - all) < 1e-6 * all);
        QVERIFY(std::abs(shares - 1) < 1e-9);
        QCOMPARE(demand["response"].toString(), "routes");
        QVERIFY(demand["intrazonal_share"].toDouble() >= 0 && demand["mean_length_km"].toObject()["car"].toDouble() > 0);
    }

    void aGivenMatrixTakesThePlaceOfDemandAndIsNotStored()
    {
        m_cli.write("cars.csv", "from,to,trips\n1,2,40\n2,1,15.5\n");
        const CliAnswer run = m_cli.run({"--json", "run", "town.gpkg", "--matrix", "cars.csv"});
        QVERIFY2(run.code == 0, run.err);
        QCOMPARE(run.json()["traffic"].toObject()["trips_veh_h"].toDouble(), 55.5);
        QVERIFY2(run.err.contains("not stored"), run.err);
        QVERIFY(run.json()["result_hash"].toString() != m_run["result_hash"].toString());
        const QJsonObject again = m_cli.run({"--json", "run", "town.gpkg"}).json();
        QVERIFY(again["cached"].toBool());
        QCOMPARE(again["result_hash"].toString(), m_run["result_hash"].toString());
        // The same pairs as TNTP.
        QByteArray tntp =
            "<NUMBER OF ZONES> " + QByteArray::number(m_places) + "\n<END OF METADATA>\nOrigin 1\n 2 : 40;\nOrigin 2\n 1 : 15.5;\n";
        m_cli.write("cars.tntp", tntp);
        const CliAnswer other = m_cli.run({"--json", "run", "town.gpkg", "--matrix", "cars.tntp"});
        QVERIFY2(other.code == 0, other.err + other.out);
        QCOMPARE(other.json()["result_hash"].toString(), run.json()["result_hash"].toString());
    }

    void aWrongMatrixIsRefusedAndNamed_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("word");
        QTest::newRow("unknown zone") << "a.csv" << QByteArray("from,to,trips\n1,9999,4\n") << "9999";
        QTest::newRow("negative") << "b.csv" << QByteArray("from,to,trips\n1,2,-4\n") << "-4";
        QTest::newRow("other size") << "c.csv" << QByteArray(",1,2\n1,0,5\n2,5,0\n") << "neighbourhoods";
        QTest::newRow("other size, TNTP") << "d.tntp" << QByteArray("<NUMBER OF ZONES> 2\n<END OF METADATA>\nOrigin 1\n 2 : 5;\n")
                                          << "2 zones";
        QTest::newRow("other kind") << "e.txt" << QByteArray("1 2 3\n") << ".omx";
        QTest::newRow("not there") << "" << QByteArray() << "none.csv";
    }
    void aWrongMatrixIsRefusedAndNamed()
    {
        QFETCH(QString, file);
        QFETCH(QByteArray, text);
        QFETCH(QString, word);
        if (!file.isEmpty())
            m_cli.write(file, text);
        const CliAnswer answer = m_cli.run({"--json", "run", "town.gpkg", "--matrix", file.isEmpty() ? "none.csv" : file});
        QCOMPARE(answer.code, 1);
        QVERIFY2(answer.out.contains(word.toUtf8()), answer.out);
    }

    void aSurveyIsComparedWithTheModel()
    {
        const QJsonObject demand = m_run["demand"].toObject();
        const double car = demand["mode_share"].toObject()["car"].toDouble(), km = demand["mean_length_km"].toObject()["car"].toDouble();
        m_cli.write("survey.csv", "figure,mode,upper_km,value\nmode_share,car,," + QByteArray::number(car + 0.01) +
                                      "\nmean_length_km,car,," + QByteArray::number(km * 1.2) + "\n");
        const CliAnswer answer = m_cli.run({"--json", "validate", "town.gpkg", "--survey", "survey.csv"});
        QVERIFY2(answer.code == 0, answer.err + answer.out);
        int met = 0, missed = 0, open = 0;
        for (const QJsonValue& value : answer.json()["demand"].toObject()["criteria"].toArray()) {
            const QJsonObject c = value.toObject();
            const QString key = c["key"].toString();
            if (key == "mode_share_points.car")
                met += c["met"].toBool();
            else if (key == "mean_length_percent.car")
                missed += !c["met"].isNull() && !c["met"].toBool();
            else
                open += c["met"].isNull();
            QVERIFY(!c["source"].toString().isEmpty());
        }
        QCOMPARE(met, 1);
        QCOMPARE(missed, 1);
        QVERIFY(open > 5);
    }

    void aSurveyThatMakesNoSenseIsRefusedWithItsLine()
    {
        for (const auto& [text, word] : {std::pair{"figure,mode,upper_km,value\nmode_share,boat,,0.1\n", "boat"},
                                         {"figure,mode,upper_km,value\nmode_share,car,,1.5\n", "1.5"},
                                         {"figure,mode,upper_km,value\nlength_share,car,8,0.1\n", "upper_km"},
                                         {"figure,mode,value\nmode_share,car,0.1\n", "upper_km"}}) {
            m_cli.write("bad.csv", text);
            const CliAnswer answer = m_cli.run({"--json", "validate", "town.gpkg", "--survey", "bad.csv"});
            QCOMPARE(answer.code, 1);
            QVERIFY2(answer.out.contains(word), answer.out);
        }
    }

private:
    const Cli m_cli;
    QJsonObject m_run;
    int m_places = 0;
};

QTEST_APPLESS_MAIN(TestCliDemand)
#include "tst_cli_demand.moc"
