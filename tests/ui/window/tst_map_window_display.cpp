// The real map moves to a window of its own and back, several times: it is drawn, picked, coloured and divided as before, whether its
// OpenGL context goes with it or is made anew.
#include "scripted_dialogs.h"

#include "app/action_table.h"
#include "app/main_window.h"
#include "app/map_place.h"
#include "app/project_session.h"
#include "ui/jobs/auto_run.h"
#include "ui/viewport/viewport.h"

#include <QAction>
#include <QApplication>
#include <QDir>
#include <QScreen>
#include <QSurfaceFormat>
#include <QTemporaryDir>
#include <QTest>

#include <set>

using namespace isopolis;
using namespace isopolis::test;

namespace {
constexpr int kPatience_ms = 180000;
}

class TestMapWindowDisplay : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        const QString project = m_folder.filePath(QStringLiteral("sample.gpkg"));
        const auto made = createSampleProject(project.toStdString(), {.population = 8000, .seed = 1}, IfExists::Refuse);
        QVERIFY2(made, made ? "" : made.error().text().c_str());
        WindowServices services = realServices();
        services.dialogs = std::make_shared<ScriptedDialogs>();
        services.settingsFile = m_folder.filePath(QStringLiteral("settings.ini"));
        m_window = std::make_unique<MainWindow>(std::move(services));
        m_window->actions()["reducedMotion"]->setChecked(true);
        m_window->resize(1400, 1000);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        m_window->openProject(project);
        QTRY_VERIFY_WITH_TIMEOUT(m_window->document().isOpen(), kPatience_ms);
        if (!m_window->viewport().available())
            QSKIP("no OpenGL on this display");
        ProjectDocument& document = m_window->document();
        for (const RoadLink& link : document.city()->roads().links())
            if (link.modes.has(Mode::Car) && link.speed_kmh > 31) {
                QVERIFY(document.addIntervention(
                    {.name = "Slow it down", .operations = {SetSpeedLimit{{.target = link.externalId}, Speed::kmh(30)}}}));
                break;
            }
        QTRY_COMPARE_WITH_TIMEOUT(m_window->runs().state(), AutoRun::State::Current, kPatience_ms);
    }
    void cleanupTestCase() { m_window.reset(); }

    void severalMovesThereAndBack()
    {
        Viewport& map = m_window->viewport();
        ProjectDocument& document = m_window->document();
        for (int round = 0; round < 3; ++round) {
            for (const bool out : {true, false}) {
                m_window->actions()["mapWindow"]->setChecked(out);
                QCOMPARE(m_window->mapPlace().away(), out);
                QVERIFY(QTest::qWaitForWindowExposed(map.window()));
                map.window()->activateWindow();
                const QByteArray place = QByteArray::number(round) + (out ? " out" : " back");

                // Drawn: on the screen, and as a picture. Colours change with what is shown.
                OverlayChoice choice = document.overlay();
                choice.kind = OverlayKind::Indicator;
                choice.moment = Moment::After;
                choice.indicator = Indicator::No2;
                document.setOverlay(choice);
                const QImage air = shot(("map_window_" + QByteArray::number(round) + (out ? "_out" : "_back")).constData());
                QVERIFY2(colours(air) > 50, place + ": " + QByteArray::number(colours(air)));
                choice.indicator = Indicator::JobsByTransit;
                document.setOverlay(choice);
                const QImage jobs = shot(nullptr);
                QVERIFY2(differing(air, jobs) > 0.02, place + ": " + QByteArray::number(differing(air, jobs)));
                QVERIFY2(colours(map.picture({400, 300})) > 50, place);

                // Picked where it is seen.
                const NeighbourhoodId wanted(out ? 0 : 1);
                const Point2 inside = interiorPoint(document.city()->neighbourhoods()[wanted].outline);
                map.flyTo(Box{inside.x, inside.y, inside.x, inside.y}.grown(150));
                Pick picked;
                const auto connection = connect(&map, &Viewport::clicked, this, [&](const Pick& pick) { picked = pick; });
                QTest::mouseClick(&map, Qt::LeftButton, Qt::NoModifier, map.screenPosition(inside));
                disconnect(connection);
                QVERIFY2(picked.neighbourhood == wanted, place);
                map.showAll();

                // Divided: before and after go along; the halves are drawn.
                m_window->actions()["divideMap"]->setChecked(true);
                auto* divider = map.findChild<QWidget*>("swipeHandle");
                QTRY_VERIFY_WITH_TIMEOUT(divider && divider->isVisible(), kPatience_ms);  // its scene is made in the background
                const QImage both = shot(("map_window_divided_" + QByteArray::number(round) + (out ? "_out" : "_back")).constData());
                QVERIFY2(colours(both.copy(0, 0, both.width() / 2, both.height())) > 50, place);
                QVERIFY2(colours(both.copy(both.width() / 2, 0, both.width() / 2, both.height())) > 50, place);
                if (round > 0)  // the first time it moves undivided
                    continue;
                m_window->actions()["divideMap"]->setChecked(false);
            }
        }
        m_window->actions()["divideMap"]->setChecked(false);
    }

    void aFullScreenIsFilled()
    {
        m_window->actions()["mapFullScreen"]->setChecked(true);
        QWidget& own = *m_window->mapPlace().ownWindow();
        QVERIFY(QTest::qWaitForWindowExposed(&own));
        QTRY_COMPARE(own.size(), own.screen()->size());
        QVERIFY(colours(shot("map_full_screen")) > 50);
        own.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&own));
        QTest::keyClick(&m_window->viewport(), Qt::Key_Escape);
        QTRY_VERIFY(own.height() < own.screen()->size().height());
        QVERIFY(m_window->mapPlace().away());
        // Closed as a window manager closes it.
        own.close();
        QVERIFY(!m_window->mapPlace().away());
        QVERIFY(colours(shot("map_after_full_screen")) > 50);
    }

private:
    /// Of the map as it is on the screen. With ISOPOLIS_SHOTS=folder the pictures are kept, to be looked at.
    QImage shot(const char* name)
    {
        QTest::qWait(400);
        QWidget& map = m_window->viewport();
        const QImage all = map.screen()->grabWindow(0).toImage();
        if (const QString folder = qEnvironmentVariable("ISOPOLIS_SHOTS"); name && !folder.isEmpty())
            all.save(QDir(folder).filePath(QString::fromLatin1(name) + QStringLiteral(".png")));
        return all.copy(QRect(map.mapToGlobal(QPoint(0, 0)), map.size()));
    }
    static std::size_t colours(const QImage& image)
    {
        std::set<QRgb> seen;
        for (int y = 0; y < image.height(); y += 5)
            for (int x = 0; x < image.width(); x += 5)
                seen.insert(image.pixel(x, y));
        return seen.size();
    }
    static double differing(const QImage& a, const QImage& b)
    {
        int all = 0, different = 0;
        for (int y = 0; y < std::min(a.height(), b.height()); y += 5)
            for (int x = 0; x < std::min(a.width(), b.width()); x += 5, ++all)
                different += a.pixel(x, y) != b.pixel(x, y);
        return static_cast<double>(different) / std::max(1, all);
    }
    QTemporaryDir m_folder;
    std::unique_ptr<MainWindow> m_window;
};

int main(int argc, char** argv)
{
    QSurfaceFormat format = QSurfaceFormat::defaultFormat();
    format.setDepthBufferSize(24);
    format.setOption(QSurfaceFormat::DeprecatedFunctions);
    QSurfaceFormat::setDefaultFormat(format);
    // The program shares contexts, so that the map's lives on. Without it the context is made anew at each move, which must do as well.
    int failed = 0;
    for (const bool shared : {false, true}) {
        QCoreApplication::setAttribute(Qt::AA_ShareOpenGLContexts, shared);
        QApplication application(argc, argv);
        TestMapWindowDisplay test;
        failed += QTest::qExec(&test, argc, argv);
    }
    return failed;
}

#include "tst_map_window_display.moc"
