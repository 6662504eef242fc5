#include "scripted_dialogs.h"

#include "app/action_table.h"
#include "app/main_window.h"
#include "app/project_session.h"
#include "ui/jobs/auto_run.h"
#include "ui/viewport/viewport.h"

#include <QAction>
#include <QApplication>
#include <QDir>
#include <QFile>
#include <QLabel>
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

/// The whole job with the real map on a real display, by mouse and keys: open, draw, run, select, why, export.
class TestWindowDisplay : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void theWholeJobByMouseAndKeys();
    void darkAndFlatAreDrawnToo();
    void aSmallScreenIsEnough();
    void cleanupTestCase() { m_window.reset(); }

private:
    void awaitResults() { QTRY_COMPARE_WITH_TIMEOUT(m_window->runs().state(), AutoRun::State::Current, kPatience_ms); }
    /// With ISOPOLIS_SHOTS=folder the pictures are kept, to be looked at.
    QImage shot(const char* name);
    QTemporaryDir m_folder;
    std::shared_ptr<ScriptedDialogs> m_dialogs = std::make_shared<ScriptedDialogs>();
    std::unique_ptr<MainWindow> m_window;
};

void TestWindowDisplay::initTestCase()
{
    const QString project = m_folder.filePath(QStringLiteral("sample.gpkg"));
    const auto made = createSampleProject(project.toStdString(), {.population = 8000, .seed = 1}, IfExists::Refuse);
    QVERIFY2(made, made ? "" : made.error().text().c_str());
    WindowServices services = realServices();
    services.dialogs = m_dialogs;
    services.settingsFile = m_folder.filePath(QStringLiteral("settings.ini"));
    m_window = std::make_unique<MainWindow>(std::move(services));
    m_window->actions()["reducedMotion"]->setChecked(true);
    m_window->resize(1560, 1100);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    m_window->openProject(project);
    QTRY_VERIFY_WITH_TIMEOUT(m_window->document().isOpen(), kPatience_ms);
    if (!m_window->viewport().available())
        QTest::qWait(500);
    if (!m_window->viewport().available())
        QSKIP("no OpenGL on this display");
    awaitResults();
}

QImage TestWindowDisplay::shot(const char* name)
{
    QTest::qWait(400);
    const QImage image = m_window->screen()->grabWindow(m_window->winId()).toImage();
    if (const QString folder = qEnvironmentVariable("ISOPOLIS_SHOTS"); !folder.isEmpty())
        image.save(QDir(folder).filePath(QString::fromLatin1(name) + QStringLiteral(".png")));
    return image;
}

void TestWindowDisplay::theWholeJobByMouseAndKeys()
{
    Viewport& map = m_window->viewport();
    ProjectDocument& document = m_window->document();
    const RoadNetwork& roads = document.city()->roads();
    const auto& flows = document.results().before->traffic.flow_veh_h;
    LinkId busiest(0);
    for (LinkId link : idsOf(roads.links()))
        if (flows[link] * roads.links()[link].length_m > flows[busiest] * roads.links()[busiest].length_m)
            busiest = link;
    const Point2 middle = pointAlong(roads.links()[busiest].geometry, roads.links()[busiest].length_m / 2);
    map.flyTo(Box{middle.x, middle.y, middle.x, middle.y}.grown(250));
    QTest::qWait(300);

    m_window->actions()["drawFilter"]->trigger();
    const QPoint at = map.screenPosition(middle);
    QVERIFY(map.rect().contains(at));
    QTest::mouseMove(&map, at);
    QTest::mouseClick(map.childAt(at) ? map.childAt(at) : &map, Qt::LeftButton, Qt::NoModifier,
                      map.childAt(at) ? map.childAt(at)->mapFrom(&map, at) : at);
    shot("drawing");
    QTRY_VERIFY(m_window->actions()["finishDrawing"]->isEnabled());
    QTest::keyClick(&map, Qt::Key_Return);
    QTRY_VERIFY(document.active() != nullptr);
    QVERIFY2(m_dialogs->told.isEmpty(), qPrintable(m_dialogs->told.join(QLatin1Char('\n'))));
    awaitResults();
    map.showAll();

    NeighbourhoodId most(0);
    const auto& scores = document.results().report->of(Indicator::No2).scores;
    for (NeighbourhoodId id : idsOf(scores))
        if (std::abs(scores[id].change) > std::abs(scores[most].change))
            most = id;
    document.select({.neighbourhood = most});
    QTRY_VERIFY_WITH_TIMEOUT(document.explanation() != nullptr, kPatience_ms);
    const QImage light = shot("light");
    // The map is drawn: many colours, not one ground.
    std::set<QRgb> colours;
    const QPoint corner = map.mapTo(m_window.get(), QPoint(0, 0));
    for (int y = 0; y < map.height(); y += 7)
        for (int x = 0; x < map.width(); x += 7)
            colours.insert(light.pixel(corner.x() + x, corner.y() + y));
    QVERIFY2(colours.size() > 50, qPrintable(QString::number(colours.size())));

    m_dialogs->reportPath = m_folder.filePath(QStringLiteral("report.pdf"));
    QVERIFY(m_window->actions()["exportReport"]->isEnabled());
    m_window->actions()["exportReport"]->trigger();
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(m_dialogs->reportPath) || !m_dialogs->told.isEmpty(), kPatience_ms);
    QVERIFY2(m_dialogs->told.isEmpty(), qPrintable(m_dialogs->told.join(QLatin1Char('\n'))));
    QFile report(m_dialogs->reportPath);
    QVERIFY(report.open(QIODevice::ReadOnly));
    QVERIFY(report.read(5) == "%PDF-");
}

void TestWindowDisplay::darkAndFlatAreDrawnToo()
{
    m_window->actions()["themeDark"]->trigger();
    m_window->actions()["flatMap"]->setChecked(true);
    OverlayChoice choice = m_window->document().overlay();
    choice.kind = OverlayKind::TrafficChange;
    m_window->document().setOverlay(choice);
    const QImage dark = shot("dark");
    // A dark window: its menu bar is darker than its text.
    QVERIFY(dark.pixelColor(dark.width() - 40, 10).lightness() < 100);
    choice.kind = OverlayKind::Indicator;
    choice.indicator = Indicator::JobsByCar;
    m_window->document().setOverlay(choice);
    for (const char* dock : {"tableDock", "parameterDock", "issueDock"}) {
        m_window->actions()[dock]->trigger();
        shot(dock);
    }
    m_window->actions()["themeLight"]->trigger();
    m_window->actions()["flatMap"]->setChecked(false);
    shot("light_again");
}

void TestWindowDisplay::aSmallScreenIsEnough()
{
    m_window->resize(1280, 740);
    QTRY_VERIFY2(m_window->width() <= 1280 && m_window->height() <= 740,
                 qPrintable(QStringLiteral("%1 x %2").arg(m_window->width()).arg(m_window->height())));
    QVERIFY(m_window->viewport().width() >= 320);
    m_window->actions()["winnersDock"]->trigger();
    shot("small");
}

int main(int argc, char** argv)
{
    QSurfaceFormat format = QSurfaceFormat::defaultFormat();
    format.setDepthBufferSize(24);
    format.setOption(QSurfaceFormat::DeprecatedFunctions);
    QSurfaceFormat::setDefaultFormat(format);
    QApplication application(argc, argv);
    TestWindowDisplay test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_window_display.moc"
