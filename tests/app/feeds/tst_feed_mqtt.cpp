// Live over MQTT with a real broker: TLS with an authority of its own, a password, our program killed ten times and the broker
// restarted three times, and every message of QoS 1 is stored once. A burst of 2,000 is shown at once; a gap in Sparkplug's numbers asks
// for a birth.

#include "app/feeds/feed_runner.h"
#include "simulation/project/sensor_store.h"
#include "tests/support/must.h"

#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace isopolis;
using namespace isopolis::test;

namespace {

constexpr int kMessages = 300, kKills = 10, kRestarts = 3;
constexpr std::int64_t kBegin_s = 1600000000;

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

/// A source of the broker with nothing but these topics.
FeedSource onlyOf(FeedSource source, const char* name, FeedKind kind, const char* topic)
{
    source.kind = kind;
    source.profile.name = name;
    source.profile.mqtt = {{.topic = topic, .time = "/t", .sensor = "/s", .readings = {{"/no2", "no2", "µg/m³"}}}};
    source.topics = {topic};
    return source;
}

QByteArray varint(std::uint64_t n)
{
    QByteArray bytes;
    for (; n > 127; n >>= 7U)
        bytes += static_cast<char>(n | 128U);
    return bytes + static_cast<char>(n);
}

/// A payload of Sparkplug B with one metric of type Double; a birth gives it its name.
QByteArray sparkplug(int seq, bool birth, double value)
{
    QByteArray metric = birth ? "\x0a" + varint(7) + "Air/NO2" : QByteArray();
    metric += "\x10" + varint(5) + "\x20" + varint(10) + "\x69" + QByteArray(reinterpret_cast<const char*>(&value), sizeof value);
    if (birth)  // properties: engUnit
        metric += "\x4a" + varint(21) + "\x0a" + varint(7) + "engUnit" + "\x12" + varint(10) + "\x08" + varint(12) + "\x42" + varint(6) +
                  QByteArray("\xc2\xb5g/m3");
    return "\x08" + varint(static_cast<std::uint64_t>(kBegin_s + seq) * 1000) + "\x12" + varint(static_cast<std::uint64_t>(metric.size())) +
           metric + "\x18" + varint(static_cast<std::uint64_t>(seq));
}

/// What the test starts, kills and starts again: this same program as a listener.
int listen(const char* project, const char* port, const char* ca, Durability durability)
{
    int argc = 0;
    QCoreApplication application(argc, nullptr);
    auto pipeline = must(FeedPipeline::open(project, {sourceOf(std::atoi(port), ca)}, durability));
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
        for (const char* name : {"ISOPOLIS_SECRET_BROKER", "ISOPOLIS_SECRET_BURST", "ISOPOLIS_SECRET_NODES"})
            qputenv(name, "open-sesame");
        startBroker();
    }

    void cleanupTestCase()
    {
        m_listener.kill();
        m_listener.waitForFinished();
        m_broker.terminate();
        m_broker.waitForFinished(5000);
        for (const char* name : {"ISOPOLIS_SECRET_BROKER", "ISOPOLIS_SECRET_BURST", "ISOPOLIS_SECRET_NODES"})
            qunsetenv(name);
    }

    void everyMessageIsStoredOnceThroughKillsAndRestarts_data()
    {
        QTest::addColumn<bool>("power");
        QTest::newRow("program crash") << false;
        QTest::newRow("power-loss strict") << true;
    }
    void everyMessageIsStoredOnceThroughKillsAndRestarts()
    {
        QFETCH(const bool, power);
        m_durability = power ? "strict" : "crash";
        m_project = m_folder.filePath(QLatin1String(m_durability) + QStringLiteral(".gpkg")).toStdString();
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
        m_listener.kill();
        m_listener.waitForFinished();
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

    void twoThousandObservationsAreShownAtOnce()
    {
        constexpr int kBurst = 2000;
        QTemporaryDir folder;
        const std::filesystem::path town = folder.filePath("town.gpkg").toStdString();
        auto pipeline = must(FeedPipeline::open(
            town, {onlyOf(sourceOf(m_port, m_folder.filePath("ca.pem").toStdString()), "burst", FeedKind::MqttJson, "burst/air")}));
        FeedRunner runner(*pipeline, folder.filePath("mqtt").toStdString(), [](const std::string&) {});
        QVERIFY(runner.start());
        runner.listen();
        QTRY_VERIFY_WITH_TIMEOUT((m_listening += m_broker.readAll()).contains("Sending SUBACK to isopolis-burst"), 15000);
        QByteArray lines;
        for (int i = 0; i < kBurst; ++i)
            lines += "{\"s\":\"k" + QByteArray::number(i) + "\",\"t\":" + QByteArray::number(static_cast<qint64>(kBegin_s)) +
                     ",\"no2\":" + QByteArray::number(20 + i % 50) + "}\n";
        QProcess p;
        p.setWorkingDirectory(m_folder.path());
        p.start(program("mosquitto_pub"), {"-h", "localhost", "-p", QString::number(m_port), "--cafile", "ca.pem", "-u", "isopolis", "-P",
                                           "open-sesame", "-q", "1", "-t", "burst/air", "-l"});
        QVERIFY(p.waitForStarted());
        // From the first message on: to begin with, the publisher has to connect.
        p.write(lines);
        p.closeWriteChannel();
        const auto seen = [&] {
            auto store = must(SensorStore::open(sensorStorePath(town)));
            return must(store.latest()).size();
        };
        while (pipeline->tally(0).messages == 0 && p.state() == QProcess::Running)
            QTest::qWait(1);
        QElapsedTimer since;
        since.start();
        while (since.elapsed() < 20000 && (pipeline->tally(0).observations < kBurst || seen() < kBurst))
            QTest::qWait(5);
        qInfo("%d observations in `latest` after %lld ms", kBurst, static_cast<long long>(since.elapsed()));
        QCOMPARE(seen(), std::size_t{kBurst});
        QVERIFY2(since.elapsed() < 3000, "three times the bar of a second, for a machine that has other things to do");
        p.waitForFinished(10000);
    }

    void aGapInSparkplugAsksForABirth()
    {
        QTemporaryDir folder;
        const std::filesystem::path town = folder.filePath("town.gpkg").toStdString();
        auto pipeline = must(FeedPipeline::open(
            town, {onlyOf(sourceOf(m_port, m_folder.filePath("ca.pem").toStdString()), "nodes", FeedKind::SparkplugB, "spBv1.0/#")}));
        FeedRunner runner(*pipeline, folder.filePath("mqtt").toStdString(), [](const std::string&) {});
        QVERIFY(runner.start());
        runner.listen();
        QTRY_VERIFY_WITH_TIMEOUT((m_listening += m_broker.readAll()).contains("Sending SUBACK to isopolis-nodes"), 15000);
        // Commands come back to us too, as what is no value: the listener of the test counts them.
        QProcess commands;
        commands.start(program("mosquitto_sub"), {"-h", "localhost", "-p", QString::number(m_port), "--cafile", m_folder.filePath("ca.pem"),
                                                  "-u", "isopolis", "-P", "open-sesame", "-t", "spBv1.0/+/NCMD/#", "-F", "%t %x"});
        QTRY_VERIFY_WITH_TIMEOUT((m_listening += m_broker.readAll()).count("spBv1.0/+/NCMD/#") > 0, 15000);
        const auto publish = [&](const char* type, const QByteArray& payload) {
            write(m_folder.filePath("payload"), payload);
            QVERIFY(run(m_folder.path(), program("mosquitto_pub"),
                        {"-h", "localhost", "-p", QString::number(m_port), "--cafile", "ca.pem", "-u", "isopolis", "-P", "open-sesame",
                         "-q", "1", "-t", QStringLiteral("spBv1.0/city/%1/edge").arg(QLatin1String(type)), "-f", "payload"}));
        };
        publish("NBIRTH", sparkplug(0, true, 40));
        publish("NDATA", sparkplug(1, false, 41));
        publish("NDATA", sparkplug(2, false, 42));
        QTRY_COMPARE_WITH_TIMEOUT(pipeline->tally(0).observations, std::size_t{3}, 10000);
        QVERIFY(commands.readAllStandardOutput().isEmpty());
        publish("NDATA", sparkplug(4, false, 44));  // 3 is missing
        publish("NDATA", sparkplug(6, false, 46));  // and 5; the node is asked once in a while only
        QByteArray asked;
        QTRY_VERIFY_WITH_TIMEOUT((asked += commands.readAllStandardOutput()).contains('\n'), 10000);
        QTest::qWait(500);
        asked += commands.readAllStandardOutput();
        QCOMPARE(asked.count('\n'), 1);
        QVERIFY2(asked.startsWith("spBv1.0/city/NCMD/edge "), asked.constData());
        QVERIFY(QByteArray::fromHex(asked.mid(asked.indexOf(' ') + 1)).contains("Node Control/Rebirth"));
        QTRY_COMPARE_WITH_TIMEOUT(pipeline->tally(0).observations, std::size_t{5}, 10000);
        commands.kill();
        commands.waitForFinished();
    }

private:
    const std::string& project() const { return m_project; }

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
        m_listener.start(QCoreApplication::applicationFilePath(), {"--listen", QString::fromStdString(project()), QString::number(m_port),
                                                                   m_folder.filePath("ca.pem"), QLatin1String(m_durability)});
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
    std::string m_project;
    const char* m_durability = "crash";
    QProcess m_broker, m_listener;
    QByteArray m_listening;
};

int main(int argc, char** argv)
{
    if (argc == 6 && std::string_view(argv[1]) == "--listen")
        return listen(argv[2], argv[3], argv[4], std::string_view(argv[5]) == "strict" ? Durability::PowerLoss : Durability::ProgramCrash);
    QCoreApplication application(argc, argv);
    TestFeedMqtt test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_feed_mqtt.moc"
