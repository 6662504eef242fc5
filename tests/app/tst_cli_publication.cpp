/// What is handed on with results, with the real program: a manifest that gives the same results again, a folder that describes itself, the
/// origin of any figure; and what is said to wrong input.

#include "support/cli.h"

#include <QCryptographicHash>
#include <QDir>
#include <QTest>

using namespace isopolis::test;

namespace {
const QString kScheme = QStringLiteral("Calm the Old Bridge");
}

class TstCliPublication : public QObject {
    Q_OBJECT

private:
    Cli m_cli;

    QJsonObject file(const QString& name) const { return QJsonDocument::fromJson(m_cli.read(name)).object(); }

private Q_SLOTS:
    void initTestCase()
    {
        QCOMPARE(m_cli.run({"city", "sample", "town.gpkg", "--population", "8000"}).code, 0);
        QCOMPARE(m_cli.run({"scenario", "add", "town.gpkg", "--from", ISOPOLIS_SOURCE_DIR "/assets/sample/old_bridge.scenario.json"}).code,
                 0);
        const CliAnswer compared =
            m_cli.run({"--json", "compare", "town.gpkg", "--scenario", kScheme, "--manifest", "town.manifest.json", "--crate", "crate"});
        QVERIFY2(compared.code == 0, compared.err + compared.out);
    }

    void theHashOfTheResultsIsThatOfTheFile()
    {
        const QJsonObject manifest = file("town.manifest.json");
        QCOMPARE(manifest["format"].toString(), QStringLiteral("isopolis-manifest"));
        const QByteArray results = m_cli.read("crate/results.json");
        QCOMPARE(manifest["results"].toObject()["sha256"].toString().toLatin1(),
                 QCryptographicHash::hash(results, QCryptographicHash::Sha256).toHex());
        const QJsonObject answer = m_cli.run({"--json", "compare", "town.gpkg", "--scenario", kScheme}).json();
        QCOMPARE(QJsonDocument::fromJson(results).object(), answer);
        QVERIFY(!m_cli.read("crate/manifest.json").contains(m_cli.path().toUtf8()));
    }

    void aFolderDescribesItsFiles()
    {
        const QJsonArray graph = file("crate/ro-crate-metadata.json")["@graph"].toArray();
        QStringList parts;
        for (const QJsonValue& entity : graph)
            if (entity["@id"] == QLatin1String("./"))
                for (const QJsonValue& part : entity["hasPart"].toArray())
                    parts << part["@id"].toString();
        parts << QStringLiteral("ro-crate-metadata.json");
        parts.sort();
        QCOMPARE(QDir(m_cli.path("crate")).entryList(QDir::Files, QDir::Name), parts);
        for (const QJsonValue& entity : graph)
            if (entity["@type"] == QLatin1String("File"))
                QCOMPARE(entity["sha256"].toString().toLatin1(),
                         QCryptographicHash::hash(m_cli.read("crate/" + entity["@id"].toString()), QCryptographicHash::Sha256).toHex());
    }

    void theSameResultsComeOutAgainAtAnyNumberOfThreads()
    {
        const CliAnswer again = m_cli.run({"--json", "--threads", "1", "reproduce", "town.gpkg", "town.manifest.json"});
        QVERIFY2(again.code == 0, again.err + again.out);
        QVERIFY(again.json()["equal"].toBool() && again.json()["differences"].toArray().isEmpty());
        QCOMPARE(again.json()["found_sha256"], again.json()["expected_sha256"]);
    }

    void otherResultsAreSaid()
    {
        QByteArray manifest = m_cli.read("town.manifest.json");
        const QByteArray hash = file("town.manifest.json")["results"].toObject()["sha256"].toString().toLatin1();
        m_cli.write("other.json", QByteArray(manifest).replace(hash, QByteArray(64, 'a')));
        const CliAnswer other = m_cli.run({"--json", "reproduce", "town.gpkg", "other.json"});
        QCOMPARE(other.code, 1);
        QVERIFY(!other.json()["equal"].toBool(true) && other.json()["differences"].toArray().size() == 1);
        // A scheme that was changed in the manifest is not the one that it names.
        m_cli.write("edited.json", QByteArray(manifest).replace("\"enabled\": true", "\"enabled\": false"));
        const CliAnswer edited = m_cli.run({"--json", "reproduce", "town.gpkg", "edited.json"});
        QCOMPARE(edited.code, 1);
        QCOMPARE(edited.error()["code"].toString(), QStringLiteral("bad_file"));
        QCOMPARE(m_cli.run({"city", "sample", "else.gpkg", "--population", "8000", "--seed", "2"}).code, 0);
        const CliAnswer elsewhere = m_cli.run({"--json", "reproduce", "else.gpkg", "town.manifest.json"});
        QCOMPARE(elsewhere.code, 1);
        QCOMPARE(elsewhere.error()["code"].toString(), QStringLiteral("conflict"));
        for (const char* name : {"town.gpkg", "none.json"})
            QCOMPARE(m_cli.run({"--json", "reproduce", "town.gpkg", name}).code, 1);
    }

    void anyFigureTellsItsOrigin()
    {
        const CliAnswer compared = m_cli.run({"--json", "compare", "town.gpkg", "--scenario", kScheme});
        const QJsonObject no2 = compared.json()["equity"].toObject()["no2_ug_m3"].toObject();
        const CliAnswer why = m_cli.run({"--json", "explain", "town.gpkg", "--scenario", kScheme, "--figure",
                                         "equity/no2_ug_m3/indices_before/gini", "--prov", "gini.prov.json"});
        QVERIFY2(why.code == 0, why.err + why.out);
        const QJsonObject figure = why.json()["figure"].toObject();
        QCOMPARE(figure["value"], no2["indices_before"].toObject()["gini"]);
        QCOMPARE(figure["operation"].toString(), QStringLiteral("ratio"));
        const QJsonObject prov = file("gini.prov.json");
        QVERIFY(prov["entity"].toObject().contains(QStringLiteral("iso:figure/equity/no2_ug_m3/indices_before/gini")));
        QVERIFY(prov["agent"].toObject().contains(QStringLiteral("iso:program")));
        const CliAnswer words = m_cli.run({"explain", "town.gpkg", "--scenario", kScheme, "--figure", "equity/no2_ug_m3/better"});
        QCOMPARE(words.code, 0);
        QVERIFY2(words.out.contains("threshold: ") && words.out.contains("people"), words.out);
    }

    void wrongQuestionsAreRefused()
    {
        const QStringList base{"--json", "explain", "town.gpkg", "--scenario", kScheme};
        QCOMPARE(m_cli.run(base).code, 2);
        QCOMPARE(m_cli.run(base + QStringList{"--neighbourhood", "x"}).code, 2);
        const CliAnswer none = m_cli.run(base + QStringList{"--figure", "equity/none"});
        QCOMPARE(none.code, 1);
        QCOMPARE(none.error()["code"].toString(), QStringLiteral("not_found"));
        QVERIFY(!none.error()["cure"].toString().isEmpty());
        QCOMPARE(m_cli.run(base + QStringList{"--figure", "people_without_income", "--prov", "no/such/folder.json"}).code, 1);
        // Nothing of others is overwritten.
        QVERIFY(QDir(m_cli.path()).mkdir("mine"));
        m_cli.write("mine/letter.txt", "Dear");
        const CliAnswer full = m_cli.run({"--json", "compare", "town.gpkg", "--scenario", kScheme, "--crate", "mine"});
        QCOMPARE(full.code, 1);
        QCOMPARE(full.error()["code"].toString(), QStringLiteral("conflict"));
        QCOMPARE(QDir(m_cli.path("mine")).entryList(QDir::Files), QStringList{"letter.txt"});
        QCOMPARE(m_cli.run({"compare", "town.gpkg", "--scenario", kScheme, "--crate", "town.gpkg"}).code, 1);
        QCOMPARE(m_cli.run({"compare", "town.gpkg", "--scenario", kScheme, "--crate", "crate"}).code, 0);  // an earlier one is renewed
    }
};

QTEST_GUILESS_MAIN(TstCliPublication)
#include "tst_cli_publication.moc"
