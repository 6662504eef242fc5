// Live over MQTT with a real broker: TLS with an authority of its own, a password, our program killed ten times and the broker
// restarted three times, and every message of QoS 1 is stored once.

#include "app/feeds/feed_runner.h"
#include "simulation/project/sensor_store.h"

#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace isopolis;

namespace {

constexpr int kMessages = 300, kKills = 10, kRestarts = 3;
constexpr std::int64_t kBegin_s = 1600000000;

template <class T>
T must(Expected<T> value)
{
    if (!value)
        qFatal("%s", value.error().text().c_str());
    return std::move(*value);
}

QString program(const char* name)
{
    return QStandardPaths::findExecutable(QString::fromLatin1(name), {QStringLiteral("/usr/sbin"), QStringLiteral("/usr/bin")});
}

bool run(const QString& folder, const QString& what, const QStringList& arguments)
{
    QProcess p;
    p.setWorkingDirectory(folder);
    p.start(what, arguments);
    return p.waitForFinished(30000) && p.exitCode() == 0;
}

void write(const QString& path, const QByteArray& text)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
        qFatal("cannot write %s", qPrintable(path));
}

int freePort()
{
    QTcpServer server;
    return server.listen(QHostAddress::LocalHost) ? server.serverPort() : 0;
}

FeedSource sourceOf(int port, const std::string& ca)
{
    FeedSource s;
    s.kind = FeedKind::MqttJson;
    s.profile.name = "broker";
    s.profile.period_s = 60;
    s.profile.mqtt.push_back({.topic = "city/{sensor}/air", .time = "/t", .sensor = {}, .readings = {{"/no2", "no2", "µg/m³"}}});
    s.url = "mqtts:/" + std::string("/localhost:") + std::to_string(port);
    s.topics = {"city/+/air"};
    s.user = "isopolis";
    s.secret = "isopolis/broker";
    s.caFile = ca;
    return s;
}

/// What the test starts, kills and starts again: this same program as a listener.
int listen(const char* project, const char* port, const char* ca)
{
    int argc = 0;
    QCoreApplication application(argc, nullptr);
    auto pipeline = must(FeedPipeline::open(project, {sourceOf(std::atoi(port), ca)}));
    FeedRunner runner(*pipeline, std::filesystem::path(project).parent_path() / "mqtt",
                      [](const std::string& word) { std::fprintf(stderr, "%s\n", word.c_str()); });
    if (auto started = runner.start(); !started)
        return 2;
    return runner.runFor(0) ? 0 : 1;
}

}  // namespace

class TestFeedMqtt : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        for (const char* name : {"mosquitto", "mosquitto_pub", "mosquitto_passwd", "openssl"})
            if (program(name).isEmpty())
                QSKIP(qPrintable(QStringLiteral("%1 is not installed").arg(QLatin1String(name))));
        const QString dir = m_folder.path();
        m_port = freePort();
        const QString ssl = program("openssl");
        QVERIFY(run(dir, ssl,
                    {"req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "ca.key", "-out", "ca.pem", "-days", "2", "-subj",
                     "/CN=Test authority"}));
        QVERIFY(run(dir, ssl,
                    {"req", "-newkey", "rsa:2048", "-nodes", "-keyout", "server.key", "-out", "server.csr", "-subj", "/CN=localhost"}));
        write(dir + "/ext", "subjectAltName=DNS:localhost,IP:127.0.0.1\n");
        QVERIFY(run(dir, ssl,
                    {"x509", "-req", "-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-out", "server.pem",
                     "-days", "2", "-extfile", "ext"}));
        QVERIFY(run(dir, ssl,
                    {"req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "other.key", "-out", "other.pem", "-days", "2", "-subj",
                     "/CN=Another authority"}));
        write(dir + "/passwords", {});
        QVERIFY(run(dir, program("mosquitto_passwd"), {"-b", "passwords", "isopolis", "open-sesame"}));
        write(dir + "/broker.conf",
              "per_listener_settings false\nlistener " + QByteArray::number(m_port) +
                  " 127.0.0.1\ncafile ca.pem\ncertfile server.pem\nkeyfile server.key\nallow_anonymous false\npassword_file passwords\n"
                  "persistence true\npersistence_location " +
                  dir.toUtf8() + "/\nmax_queued_messages 10000\nautosave_interval 1\n" +
                  (geteuid() == 0 ? QByteArray("user root\n") : QByteArray()));
        qputenv("ISOPOLIS_SECRET_BROKER", "open-sesame");
        startBroker();
    }

    void cleanupTestCase()
    {
        m_listener.kill();
        m_listener.waitForFinished();
        m_broker.terminate();
        m_broker.waitForFinished(5000);
        qunsetenv("ISOPOLIS_SECRET_BROKER");
    }

    void everyMessageIsStoredOnceThroughKillsAndRestarts()
    {
        startListener();
        QTRY_VERIFY_WITH_TIMEOUT(subscribed(), 15000);
        int kills = 0, restarts = 0;
        for (int n = 0; n < kMessages; n += 10) {
            publish(n, 10);
            if (n % 30 == 20 && kills < kKills) {
                ::kill(static_cast<pid_t>(m_listener.processId()), SIGKILL);
                m_listener.waitForFinished();
                ++kills;
                publish(1000 + n, 0);
                startListener();
            }
            if (n % 90 == 50 && restarts < kRestarts) {
                m_broker.terminate();
                QVERIFY(m_broker.waitForFinished(10000));
                startBroker();
                ++restarts;
            }
        }
        QCOMPARE(kills, kKills);
        QCOMPARE(restarts, kRestarts);
        QTRY_COMPARE_WITH_TIMEOUT(stored(), std::size_t{kMessages}, 60000);
        QTest::qWait(1500);
        QCOMPARE(stored(), std::size_t{kMessages});
        auto store = must(SensorStore::open(sensorStorePath(project())));
        const auto series = must(store.series("broker:k12", "no2_ug_m3", 0, kBegin_s * 2));
        for (std::size_t i = 0; i < series.size(); ++i)
            QCOMPARE(series[i].value, static_cast<double>(i) + 0.25);
        QVERIFY(must(store.replaced("broker:k12", "no2_ug_m3")).empty());
    }

    void aWrongPasswordStopsAndAWrongAuthorityIsNeverTrusted()
    {
        QTemporaryDir other;
        const auto said = [&](const char* password, const QString& ca) {
            qputenv("ISOPOLIS_SECRET_BROKER", password);
            QStringList words;
            auto pipeline = must(FeedPipeline::open(other.filePath("x.gpkg").toStdString(), {sourceOf(m_port, ca.toStdString())}));
            FeedRunner runner(*pipeline, other.filePath("mqtt").toStdString(),
                              [&](const std::string& w) { words.append(QString::fromStdString(w)); });
            if (!runner.start() || !runner.runFor(6))
                words.append("fault");
            qputenv("ISOPOLIS_SECRET_BROKER", "open-sesame");
            return words.join(QLatin1Char(' '));
        };
        const QString password = said("wrong", m_folder.filePath("ca.pem"));
        QVERIFY2(password.contains("refuses access"), qPrintable(password));
        QVERIFY(!password.contains("wrong"));
        const QString authority = said("open-sesame", m_folder.filePath("other.pem"));
        QVERIFY2(authority.contains("cannot be reached"), qPrintable(authority));
    }

private:
    std::string project() const { return m_folder.filePath("town.gpkg").toStdString(); }

    std::size_t stored() const
    {
        const auto path = sensorStorePath(project());
        if (!std::filesystem::exists(path))
            return 0;
        auto store = SensorStore::open(path);
        auto n = store ? store->count() : unexpected(store.error());
        return n ? *n : 0;
    }

    bool subscribed()
    {
        m_listening += m_broker.readAll();
        return m_listening.contains("Sending SUBACK to isopolis-broker");
    }

    void startBroker()
    {
        m_broker.setWorkingDirectory(m_folder.path());
        m_broker.setProcessChannelMode(QProcess::MergedChannels);
        m_broker.start(program("mosquitto"), {"-v", "-c", "broker.conf"});
        QVERIFY(m_broker.waitForStarted());
        QElapsedTimer time;
        for (time.start(); time.elapsed() < 10000;) {
            QTcpSocket socket;
            socket.connectToHost(QStringLiteral("127.0.0.1"), static_cast<quint16>(m_port));
            if (socket.waitForConnected(200))
                return;
            QTest::qWait(50);
        }
        QFAIL("the broker did not start");
    }

    void startListener()
    {
        m_listener.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_listener.start(QCoreApplication::applicationFilePath(),
                         {"--listen", QString::fromStdString(project()), QString::number(m_port), m_folder.filePath("ca.pem")});
        QVERIFY(m_listener.waitForStarted());
    }

    /// Messages n … n + count − 1, each with a minute and a value of its own.
    void publish(int n, int count)
    {
        QByteArray lines;
        for (int i = n; i < n + count; ++i)
            lines +=
                "{\"t\":" + QByteArray::number(static_cast<qint64>(kBegin_s + 60 * i)) + ",\"no2\":" + QByteArray::number(i + 0.25) + "}\n";
        if (lines.isEmpty())
            return;
        QProcess p;
        p.setWorkingDirectory(m_folder.path());
        p.start(program("mosquitto_pub"), {"-h", "localhost", "-p", QString::number(m_port), "--cafile", "ca.pem", "-u", "isopolis", "-P",
                                           "open-sesame", "-q", "1", "-t", "city/k12/air", "-l"});
        p.write(lines);
        p.closeWriteChannel();
        QVERIFY(p.waitForFinished(20000));
        QCOMPARE(p.exitCode(), 0);
    }

    QTemporaryDir m_folder;
    int m_port = 0;
    QProcess m_broker, m_listener;
    QByteArray m_listening;
};

int main(int argc, char** argv)
{
    if (argc == 5 && std::string_view(argv[1]) == "--listen")
        return listen(argv[2], argv[3], argv[4]);
    QCoreApplication application(argc, argv);
    TestFeedMqtt test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_feed_mqtt.moc"
