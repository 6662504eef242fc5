/// Demand fitted to counts and the air corrected by sensors, on the command line, in the sample city.

#include "support/cli.h"

#include <QTest>

using namespace isopolis::test;

class TestCliCalibrate : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        const CliAnswer made = m_cli.run({"--json", "city", "sample", "town.gpkg", "--population", "8000"});
        QVERIFY2(made.code == 0, made.out + made.err);
    }

    void theFitIsAScenarioWithItsSourceAndRunUsesIt()
    {
        const CliAnswer answer = m_cli.run({"--json", "calibrate", "town.gpkg", "--name", "Fitted", "--csv", "counts.csv"});
        QVERIFY2(answer.code == 0, answer.out + answer.err);
        const QJsonObject fit = answer.json();
        QCOMPARE(fit["scenario"].toString(), "Fitted");
        const QJsonObject used = fit["used"].toObject(), aside = fit["held_out"].toObject();
        QVERIFY(used["after"]["n"].toInt() > 0 && aside["after"]["n"].toInt() > 0);
        QVERIFY(used["after"]["mean_geh"].toDouble() <= used["before"]["mean_geh"].toDouble());
        QVERIFY(!fit["source"].toString().isEmpty() && fit["criteria"].toArray().size() >= 6);
        QFile table(m_cli.path("counts.csv"));
        QVERIFY(table.open(QIODevice::ReadOnly) && table.readAll().count('\n') == fit["counts"].toArray().size() + 1);

        const QJsonObject base = m_cli.run({"--json", "run", "town.gpkg"}).json();
        const CliAnswer run = m_cli.run({"--json", "run", "town.gpkg", "--scenario", "Fitted"});
        QVERIFY2(run.code == 0, run.out + run.err);
        QVERIFY(run.json()["run_key"].toString() != base["run_key"].toString());
        bool told = false;
        for (const QJsonValue& issue : run.json()["diagnostics"].toArray())
            told = told || issue.toObject()["code"].toString() == "demand_adjusted";
        QVERIFY2(told, run.out.right(2000));

        QCOMPARE(m_cli.run({"--json", "calibrate", "town.gpkg", "--name", "Fitted"}).error()["code"].toString(), "conflict");
        QCOMPARE(m_cli.run({"--json", "calibrate", "town.gpkg", "--scenario", "Fitted", "--name", "Twice"}).error()["code"].toString(),
                 "conflict");
        const CliAnswer shown = m_cli.run({"--json", "scenario", "show", "town.gpkg", "Fitted"});
        QVERIFY2(shown.out.contains("adjust_demand"), shown.out.left(500));
    }

    void whoIsSeenBySensorsIsTold()
    {
        const CliAnswer answer = m_cli.run({"--json", "feed", "coverage", "town.gpkg", "--places", "3"});
        QVERIFY2(answer.code == 0, answer.out + answer.err);
        QCOMPARE(answer.json()["suggestions"].toArray().size(), 3);
        QCOMPARE(answer.json()["groups"][0]["group"].toString(), "everyone");
        for (const QJsonValue& n : answer.json()["neighbourhoods"].toArray())
            QVERIFY(n.toObject()["sigma_share"].toDouble() <= 1 && n.toObject()["interval_widening"].toDouble() > 0);
        QCOMPARE(m_cli.run({"--json", "feed", "coverage", "town.gpkg", "--quantity", "smell"}).code, 2);
    }

    void theAirIsCorrectedOrItIsSaidWhyNot()
    {
        const CliAnswer answer = m_cli.run({"--json", "feed", "correct", "town.gpkg", "--scenario", "Fitted"});
        QVERIFY2(answer.code == 0, answer.out + answer.err);
        const QJsonObject air = answer.json();
        QVERIFY(!air["sentence"].toString().isEmpty() && !air["stations"].toArray().isEmpty());
        const bool applied = air["applied"].toBool();
        for (const QJsonValue& value : air["neighbourhoods"].toArray()) {
            const QJsonObject n = value.toObject();
            if (n["modelled_ug_m3"].isNull())
                continue;
            QVERIFY(n["sigma_ug_m3"].toDouble() >= 0);
            if (!applied)
                QVERIFY(qAbs(n["corrected_ug_m3"].toDouble() - n["modelled_ug_m3"].toDouble()) < 1e-6);
        }
    }

private:
    Cli m_cli;
};

QTEST_GUILESS_MAIN(TestCliCalibrate)
#include "tst_cli_calibrate.moc"
