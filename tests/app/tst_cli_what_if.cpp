/// Which conclusions flip with another value of a parameter, with the real program; and what it says to values out of range.

#include "support/cli.h"

#include <QTest>

using namespace isopolis::test;

namespace {
const QString kScheme = QStringLiteral("Calm the Old Bridge");
}

class TstCliWhatIf : public QObject {
    Q_OBJECT

private:
    Cli m_cli;

    QJsonObject ask(const QStringList& more) const
    {
        const CliAnswer answer = m_cli.run(QStringList{"--json", "what-if", "town.gpkg", kScheme} + more);
        if (answer.code != 0)
            qWarning("%s%s", answer.err.constData(), answer.out.constData());
        return answer.json();
    }

private Q_SLOTS:
    void initTestCase()
    {
        QCOMPARE(m_cli.run({"city", "sample", "town.gpkg", "--population", "8000"}).code, 0);
        QCOMPARE(m_cli.run({"scenario", "add", "town.gpkg", "--from", ISOPOLIS_SOURCE_DIR "/assets/sample/old_bridge.scenario.json"}).code,
                 0);
    }

    void theValueOfTheComparisonFlipsNothing()
    {
        const QJsonObject same = ask({"--set", "traffic.bpr.beta=4"});
        QCOMPARE(same["flips"].toInt(-1), 0);
        QVERIFY(same["holds"].toInt() > 100);
        QCOMPARE(same["conclusions"].toArray().size(), same["holds"].toInt());
        for (const QJsonValue& r : same["rankings"].toArray())
            QVERIFY(r["kendall_tau_b"].isNull() || r["kendall_tau_b"].toDouble() > 1 - 1e-12);
    }

    /// Without a threshold every change counts, so that verdicts flip while figures stay.
    void withoutAThresholdVerdictsFlipAndFiguresStay()
    {
        const QJsonObject answer = ask({"--set", "equity.threshold.no2=0", "--all"});
        const QJsonArray set = answer["set"].toArray();
        QCOMPARE(set.size(), 1);
        QCOMPARE(set[0]["value"].toDouble(-1), 0.0);
        QVERIFY(set[0]["compared_value"].toDouble() > 0 && !set[0]["source"].toString().isEmpty());
        int flips = 0;
        for (const QJsonValue& c : answer["conclusions"].toArray()) {
            QCOMPARE(c["flips"].toBool(), c["compared"]["says"] != c["what_if"]["says"]);
            flips += c["flips"].toBool();
            if (c["flips"].toBool())
                QCOMPARE(c["indicator"].toString(), QStringLiteral("no2_ug_m3"));
        }
        QVERIFY(flips > 0);
        QCOMPARE(answer["flips"].toInt(), flips);
        // The same figures, other words: values do not move.
        for (const QJsonValue& c : answer["conclusions"].toArray())
            if (c["kind"] == QLatin1String("place"))
                QCOMPARE(c["compared"]["value"], c["what_if"]["value"]);
    }

    void theSwitchingValueLiesInTheRange()
    {
        const QJsonObject answer = ask({"--set", "equity.threshold.no2=0", "--switch", "--pairs", "6"});
        const QJsonObject found = answer["switch"].toObject();
        QCOMPARE(found["conclusion"].toString(), QStringLiteral("no2_ug_m3/sign/everyone"));
        QVERIFY(found["pairs_of_runs"].toInt() >= 2 && found["pairs_of_runs"].toInt() <= 6);
        QCOMPARE(found["below"].isNull(), found["at_low"] == found["says"]);
        QCOMPARE(found["above"].isNull(), found["at_high"] == found["says"]);
    }

    void valuesAreKeptInABranch()
    {
        QCOMPARE(ask({"--set", "traffic.bpr.beta=5", "--keep", "Steeper"})["kept"].toString(), QStringLiteral("Steeper"));
        const CliAnswer shown = m_cli.run({"--json", "scenario", "list", "town.gpkg"});
        bool found = false;
        for (const QJsonValue& s : shown.json()["scenarios"].toArray())
            found = found || (s["name"] == QLatin1String("Steeper") && s["base"].toString() == kScheme);
        QVERIFY(found);
        QCOMPARE(m_cli.run({"what-if", "town.gpkg", kScheme, "--set", "traffic.bpr.beta=5", "--keep", "Steeper"}).code, 1);
    }

    void wrongValuesAreRefusedInWords()
    {
        const CliAnswer outside = m_cli.run({"--json", "what-if", "town.gpkg", kScheme, "--set", "traffic.bpr.beta=99"});
        QCOMPARE(outside.code, 1);
        QCOMPARE(outside.error()["message"].toString(), QStringLiteral("99 is outside the range 1 to 10"));
        const CliAnswer unknown = m_cli.run({"--json", "what-if", "town.gpkg", kScheme, "--set", "traffic.bpr.betta=4"});
        QCOMPARE(unknown.code, 1);
        QVERIFY(unknown.error()["cure"].toString().contains(QStringLiteral("traffic.bpr.beta")));
        QCOMPARE(m_cli.run({"what-if", "town.gpkg", kScheme, "--set", "traffic.bpr.beta"}).code, 1);
        QCOMPARE(m_cli.run({"what-if", "town.gpkg", kScheme}).code, 2);
        QCOMPARE(
            m_cli.run({"what-if", "town.gpkg", kScheme, "--switch", "--set", "traffic.bpr.beta=5", "--set", "traffic.bpr.alpha=0.2"}).code,
            2);
    }

    void itReadsForPeople()
    {
        const QByteArray out = m_cli.run({"what-if", "town.gpkg", kScheme, "--set", "equity.threshold.no2=0"}).out;
        for (const char* words : {"What if '", "Range 0 to ", " conclusions hold, ", "Kendall's tau", "✗ flips"})
            QVERIFY2(out.contains(words), words);
    }
};

QTEST_GUILESS_MAIN(TstCliWhatIf)
#include "tst_cli_what_if.moc"
