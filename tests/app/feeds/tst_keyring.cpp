// Keys of sources in a real keyring: kept, read, taken out, in no file of ours; and what happens where there is none. The keyring is a
// gnome-keyring of the test's own, on a session bus of its own, with a folder of its own: nobody's keys are touched.
#include "tests/servers/loopback_server.h"
#include "tests/support/cli.h"
#include "tests/support/must.h"

#include "app/live_feeds.h"
#include "gis/feeds/connect/secrets.h"

#include <QDirIterator>
#include <QFile>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace isopolis;
using namespace isopolis::test;

namespace {

constexpr int kPatience_ms = 30000;
constexpr const char *kInside = "ISOPOLIS_TEST_KEYRING", *kKey = "sesame-9017-open";

const QByteArray kAnswer = "{\"value\": [{\"@iot.id\": \"p\", \"@iot.selfLink\": \"Things\", \"name\": \"Park\", \"Datastreams\": []}]}";

FeedSource source()
{
    FeedSource s;
    s.profile.name = "park";
    s.secret = "isopolis-test/park";
    return s;
}

FeedDraft draft(const std::string& url)
{
    FeedDraft d;
    d.name = QStringLiteral("park");
    d.kind = QStringLiteral("sensorthings");
    d.url = QString::fromStdString(url);
    d.secret = QStringLiteral("isopolis-test/park");
    d.purpose = QStringLiteral("test");
    d.legalBasis = QStringLiteral("none");
    d.licence = QStringLiteral("CC0");
    d.poll_s = 1;
    return d;
}

/// Names of files below a folder that hold the key.
QStringList telltales(const QString& folder)
{
    QStringList found;
    QDirIterator files(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        if (file.open(QIODevice::ReadOnly) && file.readAll().contains(kKey))
            found << file.fileName();
    }
    return found;
}

LoopbackServer guarded()
{
    return LoopbackServer([](const Request& r) {
        return r.headers["authorization"] == QByteArray("Bearer ") + kKey ? Reply{200, kAnswer} : Reply{401, {}};
    });
}

}  // namespace

/// In a session bus with an unlocked keyring.
class TestKeyring : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { unlock(); }
    void cleanupTestCase() { lock(); }

    void aKeyIsKeptReadAndTakenOut()
    {
        const auto none = secretOf(source());
        QVERIFY(!none);
        QVERIFY2(none.error().message.find("has no entry") != std::string::npos, none.error().message.c_str());
        must(storeSecret(source(), kKey));
        QCOMPARE(must(secretOf(source())).key, std::string(kKey));
        FeedSource other = source();
        other.secret = "isopolis-test/lake";
        QVERIFY(!secretOf(other));
        must(forgetSecret(source()));
        QVERIFY(!secretOf(source()));
        must(forgetSecret(source()));  // nothing to do
    }

    void theWindowKeepsAKeyAndDoesNotAskAgain()
    {
        LoopbackServer server = guarded();
        QTemporaryDir folder;
        {
            LiveFeeds feeds;
            feeds.openProject(folder.filePath(QStringLiteral("keys.gpkg")));
            QSignalSpy needed(&feeds, &FeedDesk::secretNeeded), failed(&feeds, &FeedDesk::failed);
            feeds.add(draft(server.url("/feed")));
            QTRY_COMPARE_WITH_TIMEOUT(feeds.sources().size(), std::size_t{1}, kPatience_ms);
            feeds.start();
            QTRY_COMPARE_WITH_TIMEOUT(needed.count(), 1, kPatience_ms);
            feeds.giveSecret(QStringLiteral("park"), QString::fromLatin1(kKey), true);
            QTRY_COMPARE_WITH_TIMEOUT(feeds.sources()[0].phase, FeedPhase::Listening, kPatience_ms);
            QCOMPARE(failed.count(), 0);
        }
        {
            LiveFeeds again;
            again.openProject(folder.filePath(QStringLiteral("keys.gpkg")));
            QSignalSpy needed(&again, &FeedDesk::secretNeeded);
            QTRY_COMPARE_WITH_TIMEOUT(again.sources().size(), std::size_t{1}, kPatience_ms);
            again.start();
            QTRY_COMPARE_WITH_TIMEOUT(again.sources()[0].phase, FeedPhase::Listening, kPatience_ms);
            QCOMPARE(needed.count(), 0);
        }
        QVERIFY(QDir(folder.path()).entryList(QDir::Files).size() >= 2);  // the list of sources and the store
        QCOMPARE(telltales(folder.path()), QStringList());
        QCOMPARE(telltales(qEnvironmentVariable("HOME")), QStringList());  // settings, logs, and the keyring's own file, which is ciphered
        must(forgetSecret(source()));
    }

    void byCommandTooAndNeverOnTheCommandLine()
    {
        const Cli cli;
        cli.write(QStringLiteral("town.feeds.json"),
                  "{\"sources\": [{\"name\": \"park\", \"kind\": \"sensorthings\", \"url\": \"http://127.0.0.1:1/\", \"secret\": "
                  "\"isopolis-test/park\", \"purpose\": \"test\", \"legal_basis\": \"none\", \"licence\": \"CC0\"}]}");
        const auto run = [&](const QStringList& more, const QByteArray& in) {
            QProcess process;
            process.setWorkingDirectory(cli.path());
            process.start(QStringLiteral(ISOPOLIS_BIN_DIR "/isopolis-cli"),
                          QStringList{QStringLiteral("feed"), QStringLiteral("key"), QStringLiteral("town.gpkg"),
                                      QStringLiteral("--source"), QStringLiteral("park")} +
                              more);
            process.write(in);
            process.closeWriteChannel();
            if (!process.waitForFinished(kPatience_ms))
                return -1;
            if ((process.readAllStandardOutput() + process.readAllStandardError()).contains(kKey))
                return -2;
            return process.exitCode();
        };
        QCOMPARE(run({}, QByteArray(kKey) + '\n'), 0);
        QCOMPARE(must(secretOf(source())).key, std::string(kKey));
        QCOMPARE(run({QStringLiteral("--forget")}, {}), 0);
        QVERIFY(!secretOf(source()));
        QVERIFY(run({}, "\n") > 0);
        QCOMPARE(telltales(cli.path()), QStringList());
    }

    /// Last, and read by another program: libsecret does not find its way back to a keyring that was started anew.
    void aKeyOutlivesTheKeyringsProcess()
    {
        must(storeSecret(source(), kKey));
        lock();
        unlock();
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QString::fromLatin1(kInside), QStringLiteral("read"));
        QProcess other;
        other.setProcessEnvironment(environment);
        other.start(QCoreApplication::applicationFilePath(), QStringList());
        QVERIFY(other.waitForFinished(kPatience_ms));
        QCOMPARE(other.exitCode(), 0);
    }

private:
    void unlock()
    {
        m_daemon.start(QStringLiteral("gnome-keyring-daemon"),
                       {QStringLiteral("--foreground"), QStringLiteral("--components=secrets"), QStringLiteral("--unlock")});
        QVERIFY(m_daemon.waitForStarted());
        m_daemon.write("a password of the test");
        m_daemon.closeWriteChannel();
        const auto owned = [] {
            QProcess ask;
            ask.start(QStringLiteral("dbus-send"),
                      {QStringLiteral("--session"), QStringLiteral("--print-reply"), QStringLiteral("--dest=org.freedesktop.DBus"),
                       QStringLiteral("/"), QStringLiteral("org.freedesktop.DBus.NameHasOwner"),
                       QStringLiteral("string:org.freedesktop.secrets")});
            return ask.waitForFinished() && ask.readAllStandardOutput().contains("true");
        };
        QTRY_VERIFY2_WITH_TIMEOUT(owned(), m_daemon.readAllStandardError().constData(), kPatience_ms);
    }
    void lock()
    {
        m_daemon.terminate();
        QVERIFY(m_daemon.waitForFinished());
    }
    QProcess m_daemon;
};

class TestKeyringOutside : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void withAKeyring()
    {
        for (const char* program : {"dbus-run-session", "gnome-keyring-daemon", "dbus-send"})
            if (QStandardPaths::findExecutable(QString::fromLatin1(program)).isEmpty())
                QSKIP(qPrintable(QStringLiteral("%1 is not installed: no keyring to test with").arg(QString::fromLatin1(program))));
        QTemporaryDir home;
        QVERIFY(QFile::setPermissions(home.path(), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        for (const char* folder : {"HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR"})
            environment.insert(QString::fromLatin1(folder), home.path());
        environment.insert(QString::fromLatin1(kInside), QStringLiteral("1"));
        environment.remove(QStringLiteral("DISPLAY"));  // nobody is there to be asked
        QProcess session;
        session.setProcessEnvironment(environment);
        session.setProcessChannelMode(QProcess::ForwardedChannels);
        session.start(QStringLiteral("dbus-run-session"), {QStringLiteral("--"), QCoreApplication::applicationFilePath()});
        QVERIFY(session.waitForFinished(5 * kPatience_ms));
        QCOMPARE(session.exitStatus(), QProcess::NormalExit);
        QCOMPARE(session.exitCode(), 0);
    }

    /// The key is asked for, used, and said not to be kept.
    void withoutAKeyring()
    {
        qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere");
        const auto none = secretOf(source());
        QVERIFY(!none);
        QVERIFY2(none.error().message.find("no keyring can be asked") != std::string::npos, none.error().message.c_str());
        QVERIFY(!storeSecret(source(), kKey));
        LoopbackServer server = guarded();
        QTemporaryDir folder;
        LiveFeeds feeds;
        feeds.openProject(folder.filePath(QStringLiteral("keys.gpkg")));
        QSignalSpy needed(&feeds, &FeedDesk::secretNeeded), failed(&feeds, &FeedDesk::failed);
        feeds.add(draft(server.url("/feed")));
        QTRY_COMPARE_WITH_TIMEOUT(feeds.sources().size(), std::size_t{1}, kPatience_ms);
        feeds.start();
        QTRY_COMPARE_WITH_TIMEOUT(needed.count(), 1, 2 * kPatience_ms);
        QVERIFY(server.requests().isEmpty());
        feeds.giveSecret(QStringLiteral("park"), QString::fromLatin1(kKey), true);
        QTRY_COMPARE_WITH_TIMEOUT(failed.count(), 1, 2 * kPatience_ms);
        const QString said = failed[0][0].toString();
        QVERIFY2(said.contains(QStringLiteral("did not take the key")) && said.contains(QStringLiteral("until the program ends")),
                 qPrintable(said));
        QVERIFY(!said.contains(QString::fromLatin1(kKey)));
        QTRY_COMPARE_WITH_TIMEOUT(feeds.sources()[0].phase, FeedPhase::Listening, kPatience_ms);
        feeds.stop();
        QTRY_VERIFY_WITH_TIMEOUT(!feeds.running(), kPatience_ms);
        QCOMPARE(telltales(folder.path()), QStringList());
    }
};

int main(int argc, char** argv)
{
    QCoreApplication application(argc, argv);
    if (qEnvironmentVariable(kInside) == QStringLiteral("read")) {
        const auto key = secretOf(source());
        return key && key->key == kKey && forgetSecret(source()) && !secretOf(source()) ? 0 : 1;
    }
    if (qEnvironmentVariableIsSet(kInside)) {
        TestKeyring inside;
        return QTest::qExec(&inside, argc, argv);
    }
    TestKeyringOutside outside;
    return QTest::qExec(&outside, argc, argv);
}
#include "tst_keyring.moc"
