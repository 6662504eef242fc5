// `layer`: the same results as `compare` prints, in files that other programs open.
#include "support/cli.h"

#include <QtTest>

#include <cmath>

using namespace isopolis::test;

class TstCliLayer : public QObject {
    Q_OBJECT
    Cli m_cli;

private slots:
    void initTestCase()
    {
        QCOMPARE(m_cli.run({"city", "sample", "town.gpkg", "--population", "6000", "--seed", "2"}).code, 0);
        m_cli.write("scheme.scenario.json", "{\"name\": \"Cleaner\", \"interventions\": [{\"name\": \"Fleet\", \"operations\": "
                                            "[{\"type\": \"fleet_shift\", \"electric_share\": 0.5}]}]}");
        const CliAnswer added = m_cli.run({"scenario", "add", "town.gpkg", "--from", "scheme.scenario.json"});
        QVERIFY2(added.code == 0, added.err.constData());
    }

    void neighbourhoodsHoldWhatCompareSays()
    {
        const CliAnswer written =
            m_cli.run({"--json", "layer", "town.gpkg", "--scenario", "Cleaner", "--layer", "neighbourhoods", "--output", "areas.geojson"});
        QVERIFY2(written.code == 0, written.err.constData());
        const QJsonArray features = QJsonDocument::fromJson(m_cli.read("areas.geojson")).object()[QStringLiteral("features")].toArray();
        QVERIFY(features.size() >= 2);
        QCOMPARE(written.json()[QStringLiteral("rows")].toInt(), static_cast<int>(features.size()));
        double before = 0, after = 0, people = 0;
        for (const QJsonValue& each : features) {
            const QJsonObject values = each.toObject()[QStringLiteral("properties")].toObject();
            const double residents = values[QStringLiteral("residents")].toDouble();
            people += residents;
            before += residents * values[QStringLiteral("no2_ug_m3_before")].toDouble();
            after += residents * values[QStringLiteral("no2_ug_m3_after")].toDouble();
            QVERIFY(std::abs(values[QStringLiteral("no2_ug_m3_change")].toDouble() -
                             (values[QStringLiteral("no2_ug_m3_after")].toDouble() -
                              values[QStringLiteral("no2_ug_m3_before")].toDouble())) < 1e-9);
        }
        QVERIFY(people > 1000 && after < before);  // half of the cars are electric
    }

    void streetsAndOtherEndings()
    {
        for (const char* name : {"streets.gpkg", "streets.csv"}) {
            const CliAnswer written = m_cli.run({"layer", "town.gpkg", "--layer", "streets", "--output", name});
            QVERIFY2(written.code == 0, written.err.constData());
            QVERIFY(QFile::exists(m_cli.path(name)));
        }
        const CliAnswer wrong = m_cli.run({"layer", "town.gpkg", "--layer", "streets", "--output", "streets.shp"});
        QCOMPARE(wrong.code, 1);
        QVERIFY2(wrong.err.contains(".geojson"), wrong.err.constData());
    }
};

QTEST_GUILESS_MAIN(TstCliLayer)
#include "tst_cli_layer.moc"
