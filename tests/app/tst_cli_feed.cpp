/// Live sensors on the command line: what a message would become, files into the store, what is there.

#include "support/cli.h"

#include <QDir>
#include <QTest>

using namespace isopolis::test;

namespace {

const QByteArray kSources = R"({"sources": [{"name": "air", "kind": "csv", "zone": "Europe/London", "period_s": 3600,
    "csv": {"layout": "columns", "columns": {"no2": {"quantity": "no2", "unit": "ppb"}}}}]})";

}  // namespace

class TestCliFeed : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aMessageIsReadAndNothingIsStored()
    {
        m_cli.write("a.csv", "date,site,no2\n2009-07-01T01:00:00Z,x,20\n2009-07-01T02:00:00Z,x,high\n");
        const CliAnswer answer = m_cli.run({"--json", "feed", "parse", "a.csv"});
        QVERIFY2(answer.code == 0, answer.out + answer.err);
        const QJsonObject json = answer.json();
        QCOMPARE(json["kind"].toString(), "csv");
        QCOMPARE(json["observations"].toInt(), 1);
        QCOMPARE(json["rejected"].toInt(), 1);
        QCOMPARE(json["sensors"].toInt(), 1);
        QCOMPARE(json["first"].toString(), "2009-07-01T01:00:00Z");
        QCOMPARE(json["problems"][0]["offset"].toInt(), 40);
        QVERIFY(!json["problems"][0]["reason"].toString().isEmpty());
        QVERIFY(m_cli.run({"feed", "parse", "a.csv"}).out.contains("observations"));
        QCOMPARE(QDir(m_cli.path()).entryList({"*.db"}).size(), 0);
    }

    void whatCannotBeReadIsRefusedWithTheReason()
    {
        m_cli.write("bad.json", R"({"@iot.nextLink": "x", "value": [)");
        const CliAnswer answer = m_cli.run({"--json", "feed", "parse", "bad.json"});
        QCOMPARE(answer.code, 1);
        QCOMPARE(answer.json()["observations"].toInt(), 0);
        QVERIFY(!answer.error()["message"].toString().isEmpty());
        m_cli.write("what.bin", QByteArray(100, '\x03'));
        QCOMPARE(m_cli.run({"--json", "feed", "parse", "what.bin"}).error()["code"].toString(), "unsupported");
        QCOMPARE(m_cli.run({"--json", "feed", "parse", "none.csv"}).error()["code"].toString(), "not_found");
        QCOMPARE(m_cli.run({"--json", "feed", "parse", "a.csv", "--kind", "telepathy"}).code, 2);
    }

    void filesAreImportedOnceAndReplayChangesNothing()
    {
        m_cli.write("town.feeds.json", kSources);
        m_cli.write("day.csv", "date,site,no2\n2009-07-01 01:00,x,20\n2009-07-01 02:00,x,30\n");
        for (int i = 0; i < 2; ++i) {
            const CliAnswer answer = m_cli.run({"--json", "feed", "import", "town.gpkg", "day.csv", "--source", "air"});
            QVERIFY2(answer.code == 0, answer.out + answer.err);
            QCOMPARE(answer.json()["sources"][0]["observations"].toInt(), i == 0 ? 2 : 0);
        }
        const CliAnswer status = m_cli.run({"--json", "feed", "status", "town.gpkg"});
        const QJsonObject stream = status.json()["streams"][0].toObject();
        QCOMPARE(stream["sensor"].toString(), "air:x");
        QCOMPARE(stream["quantity"].toString(), "no2_ug_m3");
        QCOMPARE(stream["at"].toString(), "2009-07-01T01:00:00Z");  // British summer time
        QVERIFY(qAbs(stream["value"].toDouble() - 30 * 1.913) < 0.02);
        QCOMPARE(stream["quality"].toString(), "pass");
        const CliAnswer replay = m_cli.run({"--json", "feed", "replay", "town.gpkg"});
        QCOMPARE(replay.json()["messages"].toInt(), 1);
        QCOMPARE(replay.json()["content_before"].toString(), replay.json()["content_after"].toString());
        QCOMPARE(m_cli.run({"--json", "feed", "import", "town.gpkg", "day.csv", "--source", "nobody"}).error()["code"].toString(),
                 "not_found");
        QCOMPARE(m_cli.run({"--json", "feed", "run", "town.gpkg", "--for", "1"}).error()["code"].toString(), "not_found");
        QCOMPARE(m_cli.run({"--json", "feed", "status", "other.gpkg"}).error()["code"].toString(), "not_found");
    }

private:
    const Cli m_cli;
};

QTEST_APPLESS_MAIN(TestCliFeed)
#include "tst_cli_feed.moc"
