// `shot`: light and shadow of the hour that is asked for.
#include "support/cli.h"

#include <QtTest>

using namespace isopolis::test;

class TstCliShot : public QObject {
    Q_OBJECT
    Cli m_cli;

    std::pair<CliAnswer, QByteArray> taken(const QStringList& sun)
    {
        const CliAnswer answer = m_cli.run(QStringList{"--json", "shot", "town.gpkg", "--output", "sun.png", "--width", "320", "--height",
                                                       "200", "--zoom", "3", "--no-labels"} +
                                           sun);
        return {answer, m_cli.read("sun.png")};
    }

private slots:
    void initTestCase() { QCOMPARE(m_cli.run({"city", "sample", "town.gpkg", "--population", "3000", "--seed", "2"}).code, 0); }

    void aPictureHasTheSunOfItsHour()
    {
        const auto [standard, inStandardLight] = taken({});
        QVERIFY2(standard.code == 0, (standard.err + standard.out).constData());
        QCOMPARE(standard.json()["sun_azimuth_deg"].toDouble(), 228.0);
        const auto [early, inTheMorning] = taken({"--date", "2026-06-21", "--time", "9:00"});
        const auto [late, atNoon] = taken({"--date", "2026-06-21", "--time", "12:00"});
        QVERIFY2(early.code == 0 && late.code == 0, (early.err + late.err).constData());
        QVERIFY(late.json()["sun_azimuth_deg"].toDouble() > early.json()["sun_azimuth_deg"].toDouble() + 10);
        QVERIFY(inTheMorning != atNoon);
        QVERIFY(inTheMorning != inStandardLight);
        // Half a year apart, midday is lower.
        const auto [winter, inWinter] = taken({"--date", "2026-12-21", "--time", "12:00"});
        QVERIFY(winter.json()["sun_height_deg"].toDouble() < late.json()["sun_height_deg"].toDouble() - 10);
        QVERIFY(inWinter != atNoon);
    }
    void theViewGoesWhereItIsAskedTo()
    {
        const auto [standard, over] = taken({});
        const auto [low, flat] = taken({"--pitch", "10"});
        QVERIFY2(low.code == 0, (low.err + low.out).constData());
        QVERIFY(flat != over);
        const auto [there, elsewhere] = taken({"--at", "0", "95"});
        QCOMPARE(there.code, 1);
        QVERIFY(there.json()["error"].toObject()["cure"].toString().contains("--at"));
        QCOMPARE(taken({"--pitch", "3"}).first.code, 2);
    }
    void twoMapsStandSideBySide()
    {
        const QStringList shot{"--json", "shot", "town.gpkg", "--width", "640", "--height", "240", "--map", "--no-labels"};
        const CliAnswer one = m_cli.run(shot + QStringList{"--output", "one.png", "--overlay", "traffic"});
        const CliAnswer two = m_cli.run(shot + QStringList{"--output", "two.png", "--overlay", "traffic", "--side-by-side"});
        QVERIFY2(one.code == 0 && two.code == 0, (one.err + two.err).constData());
        QCOMPARE(two.json()["width_px"].toInt(), 640);
        QVERIFY(m_cli.read("one.png") != m_cli.read("two.png"));
        const CliAnswer change = m_cli.run(shot + QStringList{"--output", "no.png", "--overlay", "traffic/change", "--side-by-side"});
        QVERIFY(change.code != 0 && change.out.contains("--side-by-side"));
    }
    void aFileOfShapesHoldsTextAndTheMapFromAbove()
    {
        const QStringList shot{"shot", "town.gpkg", "--width", "640", "--height", "400", "--overlay", "traffic", "--output"};
        const CliAnswer answer = m_cli.run(shot + QStringList{"town.svg"});
        QVERIFY2(answer.code == 0, (answer.err + answer.out).constData());
        QVERIFY(answer.out.contains("from above"));
        const QByteArray svg = m_cli.read("town.svg");
        QVERIFY(svg.startsWith("<?xml") && svg.contains("<text") && svg.contains("<desc>Map from above."));
        const CliAnswer both = m_cli.run(shot + QStringList{"both.svg", "--side-by-side"});
        QVERIFY2(both.code == 0, both.err.constData());
        QCOMPARE(m_cli.read("both.svg").count("<svg "), 3);
    }
    void peopleReadWhereTheSunStands()
    {
        const QStringList shot{"shot", "town.gpkg", "--output", "sun.png", "--width", "64", "--height", "64", "--date", "2026-06-21"};
        const CliAnswer noon = m_cli.run(shot + QStringList{"--time", "12:00"}), night = m_cli.run(shot + QStringList{"--time", "0:30"});
        QVERIFY2(noon.out.contains("the sun stands"), noon.out.constData());
        QVERIFY2(night.out.contains("below the horizon"), night.out.constData());
    }
};

QTEST_GUILESS_MAIN(TstCliShot)
#include "tst_cli_shot.moc"
