// Prints how long the window's thread is kept from the user: while a project opens, while a run, the reading of files for a new city and a
// feed of 200 observations a second go on at once, and while their results are shown.
//   bench_ui_thread FOLDER PROJECT FILE_TO_IMPORT …
// PROJECT is copied to FOLDER first. Needs a display, mosquitto and mosquitto_pub. The map's frames are told apart: with a renderer in
// software they are the floor, see bench_scene. Beside the clock stands the thread's own processor time, which does not grow with what else
// the machine does.

#include "app/calculation_resources.h"
#include "app/import_dialog.h"
#include "app/main_window.h"
#include "app/project_session.h"
#include "ui/jobs/auto_run.h"
#include "ui/live/feed_desk.h"
#include "ui/live/live_twin.h"
#include "ui/viewport/city_viewport.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QKeyEvent>
#include <QMetaEnum>
#include <QProcess>
#include <QTcpServer>
#include <QTimer>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <functional>

#include <sys/resource.h>

using namespace isopolis;

namespace {

constexpr double kLimit_ms = 50;
constexpr int kBeat_ms = 5, kLeast_ms = 10'000, kPatience_ms = 240'000, kSteps = 24;

/// Pages of memory that the thread touched first: each costs a microsecond on most machines, and many times that on some virtual ones.
long newPages()
{
    rusage usage{};
    getrusage(RUSAGE_THREAD, &usage);
    return usage.ru_minflt;
}

double ownTime_ms()
{
    timespec t{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return 1e3 * static_cast<double>(t.tv_sec) + 1e-6 * static_cast<double>(t.tv_nsec);
}

struct Piece {
    double wall_ms = 0, own_ms = 0;
    long pages = 0;
    QString what;
};

/// Times every event that the loop hands out, and the beats of a timer between them.
class TimedApplication : public QApplication {
public:
    using QApplication::QApplication;
    bool notify(QObject* receiver, QEvent* event) override
    {
        if (m_depth > 0)
            return QApplication::notify(receiver, event);
        // Asked before: the receiver may be gone afterwards.
        const QEvent::Type type = event->type();
        const char* kind = receiver->metaObject()->className();
        const QString name = receiver->objectName();
        const double own = ownTime_ms();
        const long pages = newPages();
        QElapsedTimer timer;
        timer.start();
        ++m_depth;
        const bool done = QApplication::notify(receiver, event);
        --m_depth;
        const Piece piece{static_cast<double>(timer.nsecsElapsed()) / 1e6, ownTime_ms() - own, newPages() - pages, {}};
        const bool drawing = type == QEvent::UpdateRequest || type == QEvent::Paint || type == QEvent::Expose;
        Piece& longest = drawing ? drawn : other;
        if (piece.own_ms > longest.own_ms)
            longest = piece;
        if (piece.own_ms > 0.3 * kLimit_ms) {
            std::vector<Piece>& among = drawing ? drawings : pieces;
            among.push_back(piece);
            among.back().what = QStringLiteral("%1 %2: %3")
                                    .arg(QLatin1String(kind), name, QLatin1String(QMetaEnum::fromType<QEvent::Type>().valueToKey(type)));
        }
        return done;
    }
    void begin()
    {
        drawn = other = {};
        pieces.clear();
        drawings.clear();
    }
    Piece drawn, other;
    std::vector<Piece> pieces, drawings;

private:
    int m_depth = 0;
};

class Beats : public QObject {
public:
    Beats()
    {
        m_timer.setTimerType(Qt::PreciseTimer);
        m_timer.setInterval(kBeat_ms);
        connect(&m_timer, &QTimer::timeout, this, [this] {
            longest_ms = std::max(longest_ms, static_cast<double>(m_since.nsecsElapsed()) / 1e6);
            m_since.start();
        });
    }
    void begin()
    {
        longest_ms = 0;
        m_since.start();
        m_timer.start();
    }
    double longest_ms = 0;

private:
    QTimer m_timer;
    QElapsedTimer m_since;
};

void spin(int ms)
{
    QEventLoop loop;
    QTimer::singleShot(ms, &loop, &QEventLoop::quit);
    loop.exec();
}

bool until(const std::function<bool()>& done, int least_ms = 0)
{
    QElapsedTimer t;
    for (t.start(); t.elapsed() < kPatience_ms; spin(20))
        if (t.elapsed() >= least_ms && done())
            return true;
    return false;
}

int fail(const char* why)
{
    std::fprintf(stderr, "%s\n", why);
    return 1;
}

void tell(TimedApplication& application, const Beats& beats, const char* what)
{
    std::printf(
        "%s\n  longest gap between beats %.0f ms; longest piece of work %.0f ms (%.0f of the processor), of drawing %.0f ms (%.0f)\n", what,
        beats.longest_ms, application.other.wall_ms, application.other.own_ms, application.drawn.wall_ms, application.drawn.own_ms);
    for (auto* pieces : {&application.pieces, &application.drawings}) {
        std::sort(pieces->begin(), pieces->end(), [](const Piece& a, const Piece& b) { return a.own_ms > b.own_ms; });
        const auto beyond = std::count_if(pieces->begin(), pieces->end(), [](const Piece& p) { return p.own_ms > kLimit_ms; });
        std::printf("  %d piece(s) of %s beyond %.0f ms of the processor; the largest:\n", static_cast<int>(beyond),
                    pieces == &application.pieces ? "work" : "drawing", kLimit_ms);
        for (std::size_t i = 0; i < std::min<std::size_t>(6, pieces->size()); ++i)
            std::printf("    %6.0f ms (%.0f) %6ld new pages  %s\n", (*pieces)[i].wall_ms, (*pieces)[i].own_ms, (*pieces)[i].pages,
                        qPrintable((*pieces)[i].what));
    }
    std::fflush(stdout);
}

/// A street that cars use, slowed down.
Intervention slowedStreet(const City& city)
{
    for (const RoadLink& link : city.roads().links())
        if (link.modes.has(Mode::Car) && link.speed_kmh > 31)
            return {.name = "Slow it down", .operations = {SetSpeedLimit{{.target = link.externalId}, Speed::kmh(30)}}};
    return {};
}

}  // namespace

int main(int argc, char** argv)
{
    TimedApplication application(argc, argv);
    if (argc < 4)
        return fail("bench_ui_thread FOLDER PROJECT FILE_TO_IMPORT …");
    const QString folder = QString::fromLocal8Bit(argv[1]), project = folder + QStringLiteral("/thread.gpkg");
    std::error_code failed;
    std::filesystem::copy_file(argv[2], project.toStdString(), std::filesystem::copy_options::overwrite_existing, failed);
    if (failed)
        return fail("the project cannot be copied");
    for (const char* ending : {"sensors.db", "sensors.db-wal", "sensors.db-shm"})
        QFile::remove(folder + QStringLiteral("/thread.") + QLatin1String(ending));
    QStringList files;
    for (int i = 3; i < argc; ++i)
        files << QString::fromLocal8Bit(argv[i]);

    QTcpServer probe;
    probe.listen(QHostAddress::LocalHost);
    const QByteArray port = QByteArray::number(probe.serverPort());
    probe.close();
    QFile conf(folder + QStringLiteral("/broker.conf")), list(folder + QStringLiteral("/thread.feeds.json"));
    if (!conf.open(QIODevice::WriteOnly) || conf.write("listener " + port + " 127.0.0.1\nallow_anonymous true\n") < 0 ||
        !list.open(QIODevice::WriteOnly) ||
        list.write("{\"sources\": [{\"name\": \"stream\", \"kind\": \"mqtt_json\", \"url\": \"mqtt:/" + QByteArray("/127.0.0.1:") + port +
                   "\", \"topics\": [\"air\"], \"purpose\": \"bench\", \"legal_basis\": \"none\", \"licence\": \"CC0\", \"mqtt\": "
                   "[{\"topic\": \"air\", \"time\": \"/t\", \"sensor\": \"/s\", \"readings\": [{\"pointer\": \"/no2\", \"quantity\": "
                   "\"no2\", \"unit\": \"ug/m3\"}]}]}]}") < 0)
        return fail("the folder cannot be written to");
    conf.close();
    list.close();
    QProcess broker;
    broker.start(QStringLiteral("mosquitto"), {QStringLiteral("-c"), conf.fileName()});

    keepFreedMemory();  // as the program does
    WindowServices services = realServices();
    services.settingsFile = folder + QStringLiteral("/settings.ini");
    services.projectFolder = folder;
    MainWindow window(std::move(services));
    window.resize(1400, 900);
    window.show();
    spin(1500);
    Beats beats;
    const auto begin = [&] {
        application.begin();
        beats.begin();
    };
    const auto current = [&] { return window.runs().state() == AutoRun::State::Current; };

    begin();
    window.openProject(project);
    if (!until([&] { return window.document().isOpen() && current(); }, kLeast_ms / 2))
        return fail("the project did not open");
    if (const auto* map = dynamic_cast<CityViewport*>(&window.viewport()))
        std::printf("%s, %zu buildings, %zu streets; the map is drawn by %s\n", argv[2], window.document().city()->buildings().size(),
                    window.document().city()->roads().links().size(), qPrintable(map->rendererName()));
    tell(application, beats, "a project is opened, its run found or calculated");

    auto* desk = window.findChild<FeedDesk*>();
    auto* twin = window.findChild<LiveTwin*>();
    if (!desk || !twin)
        return fail("the window has no feeds");
    desk->start();
    if (!until([&] { return !desk->sources().empty() && desk->sources()[0].phase == FeedPhase::Listening; }))
        return fail("the broker was not reached");
    twin->goLive();
    QProcess publisher;
    publisher.start(QStringLiteral("mosquitto_pub"),
                    {QStringLiteral("-h"), QStringLiteral("127.0.0.1"), QStringLiteral("-p"), QString::fromLatin1(port),
                     QStringLiteral("-t"), QStringLiteral("air"), QStringLiteral("-l")});
    publisher.waitForStarted();
    QTimer stream;
    int sent = 0;
    QObject::connect(&stream, &QTimer::timeout, &publisher, [&] {
        QByteArray lines;
        for (int i = 0; i < 20; ++i, ++sent)
            lines += "{\"s\":\"k" + QByteArray::number(sent % 300) +
                     "\",\"t\":" + QByteArray::number(static_cast<qint64>(std::time(nullptr))) +
                     ",\"no2\":" + QByteArray::number(20 + sent % 50) + "}\n";
        publisher.write(lines);
    });
    ImportDialog wizard(folder, &window);
    wizard.setAttribute(Qt::WA_DeleteOnClose, false);
    wizard.show();
    begin();
    stream.start(100);
    wizard.add(files);
    if (!window.document().addIntervention(slowedStreet(*window.document().city())))
        return fail("the street could not be slowed down");
    if (!until([&] { return current() && !wizard.looking(); }, kLeast_ms))
        return fail("the run or the reading did not end");
    tell(application, beats, "an edit and its run, files read for a new city, and a feed of 200 observations a second, at once");
    wizard.close();

    begin();
    for (const OverlayKind kind :
         {OverlayKind::Traffic, OverlayKind::TrafficChange, OverlayKind::StreetCo2, OverlayKind::Transit, OverlayKind::Indicator}) {
        OverlayChoice choice = window.document().overlay();
        choice.kind = kind;
        // From the loop, as a click would be, so that it is timed.
        QTimer::singleShot(0, &window, [&window, choice] { window.document().setOverlay(choice); });
        spin(1200);
    }
    tell(application, beats, "the map shows one result after the other, the feed goes on");
    // The map is turned, moved and brought nearer, as with the keys, while the feed goes on.
    begin();
    std::vector<double> frames;
    auto* map = dynamic_cast<CityViewport*>(&window.viewport());
    for (int step = 0; map && step < 4 * kSteps; ++step) {
        const Qt::Key key = step < kSteps       ? Qt::Key_Left
                            : step < 2 * kSteps ? Qt::Key_Right
                            : step < 3 * kSteps ? Qt::Key_Plus
                                                : Qt::Key_Up;
        const Qt::KeyboardModifiers with = step < kSteps ? Qt::ShiftModifier : Qt::NoModifier;
        if (step >= 2 * kSteps && step < 3 * kSteps && step % 5 != 0)
            continue;
        QCoreApplication::postEvent(map, new QKeyEvent(QEvent::KeyPress, key, with));
        spin(60);
        frames.push_back(map->frameTime_ms());
    }
    if (!frames.empty()) {
        const auto longest = std::max_element(frames.begin(), frames.end()) - frames.begin();
        std::sort(frames.begin(), frames.end());
        std::printf("%zu frames of the scene alone: median %.0f ms, longest %.0f ms (number %d)\n", frames.size(),
                    frames[frames.size() / 2], frames.back(), static_cast<int>(longest) + 1);
    }
    tell(application, beats, "the map is turned, moved and brought nearer, the feed goes on");
    stream.stop();
    std::printf("%d observations were sent\n", sent);
    desk->stop();
    until([&] { return !desk->running(); });
    publisher.closeWriteChannel();
    publisher.waitForFinished(5000);
    broker.terminate();
    broker.waitForFinished(5000);
    return 0;
}
