// Prints how the running window takes live data: 2,000 observations of one MQTT burst, and the longest gap of its event loop meanwhile.
//   bench_live_burst FOLDER [OBSERVATIONS]
// Needs a display, mosquitto and mosquitto_pub; makes a sample city in FOLDER. A frame of 30 a second lasts 33 ms: what the loop is kept
// from for longer is seen. The gaps without any data, and of the map painted anew alone, are printed too: a software renderer has gaps of
// its own.

#include "app/feeds/feed_runner.h"
#include "app/main_window.h"
#include "app/project_session.h"
#include "gis/io/crs.h"
#include "simulation/project/sensor_store.h"
#include "ui/jobs/auto_run.h"
#include "ui/live/live_twin.h"
#include "ui/viewport/viewport.h"

#include <nlohmann/json.hpp>

#include <QApplication>
#include <QDateTime>
#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QTcpServer>
#include <QTcpSocket>
#include <QThread>
#include <QTimer>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <map>
#include <set>
#include <thread>

using namespace isopolis;

namespace {

constexpr int kFrame_ms = 33, kQuiet_ms = 5000, kPatience_ms = 120'000;

/// Gaps between two rounds of the event loop.
class Gaps : public QObject {
public:
    Gaps()
    {
        m_timer.setInterval(0);
        m_timer.setObjectName(QStringLiteral("gaps"));
        connect(&m_timer, &QTimer::timeout, this, [this] {
            const double gap = static_cast<double>(m_since.nsecsElapsed()) / 1e6;
            m_since.start();
            m_longest = std::max(m_longest, gap);
            m_beyond += gap > kFrame_ms ? 1 : 0;
            QThread::usleep(500);  // an idle loop that spins would take the time from those that work
        });
    }
    void begin()
    {
        m_longest = 0;
        m_beyond = 0;
        m_since.start();
        m_timer.start();
    }
    void tell(const char* what) const
    {
        std::printf("  %-34s longest gap %7.1f ms, %d beyond %d ms\n", what, m_longest, m_beyond, kFrame_ms);
    }

private:
    QTimer m_timer;
    QElapsedTimer m_since;
    double m_longest = 0;
    int m_beyond = 0;
};

/// How long the window's thread is held, event by event. Painting is told from the rest: a software renderer takes its time for a frame,
/// whatever brought it about.
class Held : public QApplication {
public:
    using QApplication::QApplication;

    bool notify(QObject* receiver, QEvent* event) override
    {
        if (m_depth > 0)
            return QApplication::notify(receiver, event);
        ++m_depth;
        const QEvent::Type type = event->type();
        const QByteArray who = QByteArray(receiver->metaObject()->className()) + ' ' + receiver->objectName().toUtf8();
        QElapsedTimer t;
        t.start();
        const bool done = QApplication::notify(receiver, event);
        note(type, who, static_cast<double>(t.nsecsElapsed()) / 1e6);
        --m_depth;
        return done;
    }
    void begin()
    {
        m_work.clear();
        m_frames.clear();
    }
    void tell() const
    {
        double longest = 0, total = 0;
        for (const auto& [what, times] : m_work)
            for (const double ms : times)
                longest = std::max(longest, ms), total += ms;
        std::printf("    work between frames: longest %.1f ms, %.0f ms in all\n", longest, total);
        for (const auto& [what, times] : m_work)
            if (const double most = *std::max_element(times.begin(), times.end()); most >= kTold_ms)
                std::printf("      %6.1f ms at most, %4zu times: %s\n", most, times.size(), what.constData());
        std::vector<double> frames = m_frames;
        std::sort(frames.begin(), frames.end());
        if (!frames.empty())
            std::printf("    frames: %zu, median %.1f ms, longest %.1f ms\n", frames.size(), frames[frames.size() / 2], frames.back());
    }

private:
    static constexpr double kTold_ms = 5;
    void note(QEvent::Type type, const QByteArray& who, double ms)
    {
        if (type == QEvent::UpdateRequest || type == QEvent::Paint || type == QEvent::Expose)
            m_frames.push_back(ms);
        else if (who != "QTimer gaps")  // our own, which waits
            m_work[who + " event " + QByteArray::number(type)].push_back(ms);
    }
    int m_depth = 0;
    std::map<QByteArray, std::vector<double>> m_work;
    std::vector<double> m_frames;
};

void spin(int ms)
{
    QEventLoop loop;
    QTimer::singleShot(ms, &loop, &QEventLoop::quit);
    loop.exec();
}

template <class F>
bool until(const F& done, int patience_ms = kPatience_ms)
{
    QElapsedTimer t;
    for (t.start(); t.elapsed() < patience_ms;) {
        if (done())
            return true;
        spin(5);
    }
    return false;
}

/// One entity of NGSI-LD a line: each at a place of its own, all over the city.
QByteArray messages(int count, const City& city)
{
    const auto projector = Projector::forFrame(city.frame());
    Box box;
    for (const Neighbourhood& n : city.neighbourhoods())
        box.add(bounds(n.outline));
    const int columns = std::max(1, static_cast<int>(std::ceil(std::sqrt(count))));
    const std::string now = QDateTime::currentDateTimeUtc().toString(Qt::ISODate).toStdString();
    std::string lines;
    for (int i = 0; projector && i < count; ++i) {
        const Point2 at = projector->inverse(box.minX + box.width() * (i % columns + 0.5) / columns,
                                             box.minY + box.height() * (i / columns + 0.5) / columns);
        lines += nlohmann::json{{"id", "k" + std::to_string(i)},
                                {"type", "AirQualityObserved"},
                                {"dateObserved", now},
                                {"no2", 20 + i % 50},
                                {"location", {{"type", "Point"}, {"coordinates", {at.x, at.y}}}}}
                     .dump() +
                 '\n';
    }
    return QByteArray::fromStdString(lines);
}

int fail(const char* why)
{
    std::fprintf(stderr, "%s\n", why);
    return 1;
}

}  // namespace

int main(int argc, char** argv)
{
    Held application(argc, argv);
    if (argc < 2)
        return fail("bench_live_burst FOLDER [OBSERVATIONS]");
    const QString folder = QString::fromLocal8Bit(argv[1]), project = folder + QStringLiteral("/burst.gpkg");
    const int burst = argc > 2 ? std::atoi(argv[2]) : 2000;
    for (const char* name : {"/burst.gpkg", "/burst.sensors.db", "/burst.sensors.db-wal", "/burst.sensors.db-shm", "/burst.feeds.json"})
        QFile::remove(folder + QLatin1String(name));
    if (auto made = createSampleProject(project.toStdString(), {.population = 20000, .seed = 1}, IfExists::Replace); !made)
        return fail(made.error().text().c_str());

    QTcpServer probe;
    probe.listen(QHostAddress::LocalHost);
    const int port = probe.serverPort();
    probe.close();
    QFile conf(folder + QStringLiteral("/broker.conf"));
    if (!conf.open(QIODevice::WriteOnly) ||
        conf.write("listener " + QByteArray::number(port) + " 127.0.0.1\nallow_anonymous true\nmax_queued_messages 10000\n") < 0)
        return fail("the folder cannot be written to");
    conf.close();
    QProcess broker;
    broker.start(QStringLiteral("mosquitto"), {QStringLiteral("-c"), conf.fileName()});
    QFile list(folder + QStringLiteral("/burst.feeds.json"));
    if (!list.open(QIODevice::WriteOnly) ||
        list.write("{\"sources\": [{\"name\": \"burst\", \"kind\": \"ngsi\", \"url\": \"mqtt:/" + QByteArray("/127.0.0.1:") +
                   QByteArray::number(port) +
                   "\", \"topics\": [\"burst/air\"], \"purpose\": \"bench\", \"legal_basis\": \"none\", \"licence\": \"CC0\"}]}") < 0)
        return fail("the folder cannot be written to");
    list.close();

    WindowServices services = realServices();
    services.settingsFile = folder + QStringLiteral("/settings.ini");
    MainWindow window(std::move(services));
    window.resize(1400, 900);
    window.show();
    window.openProject(project);
    if (!until([&] { return window.document().isOpen() && window.runs().state() == AutoRun::State::Current; }))
        return fail("the project did not open");
    auto* twin = window.findChild<LiveTwin*>();
    auto* desk = window.findChild<FeedDesk*>();
    if (!twin || !desk)
        return fail("the window has no live twin");
    twin->pause();
    desk->start();
    if (!until([&] {
            const auto sources = desk->sources();
            return !sources.empty() && sources[0].phase == FeedPhase::Listening;
        }))
        return fail("the broker was not reached");
    twin->goLive();
    spin(3000);

    Gaps gaps;
    std::printf("window with the sample city, %d observations of as many sensors in one burst\n", burst);
    application.begin();
    gaps.begin();
    spin(kQuiet_ms);
    gaps.tell("no data, 5 s");
    application.tell();
    application.begin();
    gaps.begin();
    for (int i = 0; i < 10; ++i) {
        for (QWidget* each : window.viewport().findChildren<QWidget*>())
            each->update();
        spin(100);
    }
    gaps.tell("the map painted anew ten times");
    application.tell();

    const QByteArray lines = messages(burst, *window.document().city());
    const std::filesystem::path store = sensorStorePath(project.toStdString());
    std::atomic<double> first{-1}, all{-1};
    std::atomic<bool> stop{false};
    std::thread watcher([&] {  // not in the window's thread, which is what is measured
        QElapsedTimer t;
        t.start();
        auto reader = SensorStore::open(store);
        const std::size_t before = reader && reader->latest() ? reader->latest()->size() : 0;
        while (!stop && reader) {
            const auto latest = reader->latest();
            const std::size_t n = latest ? latest->size() - before : 0;
            if (n > 0 && first < 0)
                first = static_cast<double>(t.elapsed());
            if (n >= static_cast<std::size_t>(burst)) {
                all = static_cast<double>(t.elapsed());
                return;
            }
            QThread::msleep(2);
        }
    });
    QProcess publisher;
    publisher.start(QStringLiteral("mosquitto_pub"),
                    {QStringLiteral("-h"), QStringLiteral("127.0.0.1"), QStringLiteral("-p"), QString::number(port), QStringLiteral("-q"),
                     QStringLiteral("1"), QStringLiteral("-t"), QStringLiteral("burst/air"), QStringLiteral("-l")});
    publisher.waitForStarted();
    spin(500);
    application.begin();
    gaps.begin();
    QElapsedTimer sincePublished;
    double acknowledged = -1;
    QObject::connect(&publisher, &QProcess::finished, &publisher, [&] { acknowledged = static_cast<double>(sincePublished.elapsed()); });
    sincePublished.start();
    publisher.write(lines);
    publisher.closeWriteChannel();
    const bool came = until([&] { return all >= 0; }, 60'000);
    stop = true;
    watcher.join();
    gaps.tell("until all are in `latest`");
    application.tell();
    const auto took = static_cast<double>(sincePublished.elapsed());
    until([&] { return acknowledged >= 0; }, 5000);
    std::printf("  %-34s %7.0f ms after the burst began; mosquitto_pub was done after %.0f ms\n", "all in `latest`", took, acknowledged);
    if (came)
        std::printf("  %-34s %7.0f ms after the first of them\n", "all in `latest`", all - first);
    application.begin();
    gaps.begin();
    const bool shown =
        until([&] { return twin->snapshot() && twin->snapshot()->sensors.size() >= static_cast<std::size_t>(burst); }, 30'000);
    spin(kQuiet_ms);
    gaps.tell("while they are shown, 5 s");
    application.tell();
    desk->stop();
    until([&] { return !desk->running(); }, 10'000);
    broker.terminate();
    broker.waitForFinished(5000);
    return came && shown ? 0 : 1;
}
