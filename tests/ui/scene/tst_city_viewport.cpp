#include "ui/scene/scene_city.h"
#include "ui/viewport/city_viewport.h"
#include "ui/viewport/map_picture.h"
#include "ui/viewport/null_viewport.h"

#include <QSignalSpy>
#include <QTest>
#include <QTimer>
#include <QVBoxLayout>

using namespace isopolis;

namespace isopolis::test {

class ResizeCounter : public QObject {
public:
    bool eventFilter(QObject*, QEvent* event) override
    {
        resizes += event->type() == QEvent::Resize ? 1 : 0;
        return false;
    }
    int resizes = 0;
};

}  // namespace isopolis::test

class TestCityViewport : public QObject {
    Q_OBJECT
    CityPtr m_city = test::sceneCity();

    static double shareOf(const QImage& image, QColor colour)
    {
        int n = 0;
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x)
                n += image.pixelColor(x, y) == colour ? 1 : 0;
        }
        return static_cast<double>(n) / (image.width() * image.height());
    }

private Q_SLOTS:
    void initTestCase()
    {
        qRegisterMetaType<Pick>();
        CityViewport probe;
        if (!probe.available())
            QSKIP("OpenGL is not available on this display");
    }
    void theWindowShowsTheCityAndItsColours()
    {
        CityViewport view;
        view.setReducedMotion(true);
        view.resize(640, 480);
        view.setCity(m_city);
        view.setMapMode(true);
        view.setOverlay(test::twoColours({0x0A, 0x3A, 0x82}, {0xEF, 0xB6, 0x81}));
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        QTRY_VERIFY_WITH_TIMEOUT(view.isComplete(), 20000);
        const QImage grabbed = view.grab().toImage();
        QVERIFY(shareOf(grabbed, QColor(0x0A, 0x3A, 0x82)) > 0.1);
        QVERIFY(shareOf(grabbed, QColor(0xEF, 0xB6, 0x81)) > 0.1);
        const QImage picture = view.picture({400, 300});
        QCOMPARE(picture.size(), QSize(400, 300));
        QVERIFY(shareOf(picture, QColor(0xEF, 0xB6, 0x81)) > 0.1);
        QVERIFY(view.accessibleDescription().contains(QStringLiteral("Mini")));
    }
    void aLargeCityIsMadeInTheBackground()
    {
        CityData data = test::sceneCityData();
        for (int i = 0; i < 1600; ++i)
            data.buildings.push({.externalId = "b:" + std::to_string(i),
                                 .footprint = test::square(-380 + 4 * (i % 40), 20 + 4 * (i / 40), 1),
                                 .height_m = 6});
        const auto city = City::create(std::move(data));
        QVERIFY(city.has_value());
        const auto coloured = [](const QImage& image) { return shareOf(image, QColor(0xEF, 0xB6, 0x81)) > 0.1; };
        const auto shown = [&](CityViewport& view) {
            view.setReducedMotion(true);
            view.resize(640, 480);
            view.show();
            view.setCity(*city);
            view.setMapMode(true);
            view.setOverlay(test::twoColours({0x0A, 0x3A, 0x82}, {0xEF, 0xB6, 0x81}));
            view.setSelection({.neighbourhood = NeighbourhoodId(1)});
        };
        CityViewport view, hurried;
        shown(view);
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        const MapView from = view.mapView();
        QTRY_VERIFY_WITH_TIMEOUT(coloured(view.grab().toImage()), 10000);
        QCOMPARE(view.mapView().centre, from.centre);
        QCOMPARE(view.pickAt(view.screenPosition({300, -120})).neighbourhood, NeighbourhoodId(1));
        // A picture does not wait.
        shown(hurried);
        QVERIFY(QTest::qWaitForWindowExposed(&hurried));
        hurried.setCity(m_city);
        hurried.setCity(*city);
        hurried.setOverlay(test::twoColours({0x0A, 0x3A, 0x82}, {0xEF, 0xB6, 0x81}));
        QVERIFY(coloured(hurried.picture({400, 300})));
        // The shadow of another hour comes a moment later.
        view.setMapMode(false);
        view.setOverlay({});
        const QImage afternoon = view.picture({400, 300});
        view.setSun({90, 15});
        QCOMPARE(view.picture({400, 300}), afternoon);
        QTRY_VERIFY_WITH_TIMEOUT(view.picture({400, 300}) != afternoon, 10000);
    }
    void aLayoutThatSettlesInStepsResizesTheSurfaceOnce()
    {
        CityViewport view;
        view.setReducedMotion(true);
        view.resize(640, 480);
        view.setCity(m_city);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        QTRY_VERIFY_WITH_TIMEOUT(view.isComplete(), 20000);
        auto* surface = view.findChild<QWidget*>(QStringLiteral("mapSurface"));
        QVERIFY(surface);
        test::ResizeCounter counter;
        surface->installEventFilter(&counter);
        for (const QSize size : {QSize(500, 400), QSize(620, 410), QSize(580, 420)})
            view.resize(size);
        QTRY_COMPARE(surface->size(), QSize(580, 420));
        QCOMPARE(counter.resizes, 1);
        QTRY_VERIFY_WITH_TIMEOUT(view.isComplete(), 20000);
    }
    void aMovingMapIsDrawnInFullOnceItRests()
    {
        CityViewport view;
        view.setReducedMotion(true);
        view.resize(320, 240);
        view.setCity(m_city);
        view.setMapMode(true);
        view.setOverlay(test::twoColours({0x0A, 0x3A, 0x82}, {0xEF, 0xB6, 0x81}));
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        QTRY_VERIFY_WITH_TIMEOUT(view.isComplete(), 20000);
        for (int i = 0; i < 8; ++i) {
            QTest::keyClick(&view, i % 2 == 0 ? Qt::Key_Left : Qt::Key_Right);
            QTest::qWait(10);
        }
        QTest::qWait(300);
        QTRY_VERIFY_WITH_TIMEOUT(view.isComplete(), 20000);
        QVERIFY(shareOf(view.grab().toImage(), QColor(0xEF, 0xB6, 0x81)) > 0.1);
    }
    void onlyWholePicturesAreShown()
    {
        const Colour blue{0x0A, 0x3A, 0x82}, green{0x20, 0x80, 0x40}, sand{0xEF, 0xB6, 0x81};
        CityViewport view;
        view.setReducedMotion(true);
        view.resize(320, 240);
        view.setCity(m_city);
        view.setMapMode(true);
        view.setLegendVisible(false);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        QWidget* surface = view.findChild<QWidget*>(QStringLiteral("mapSurface"));
        QVERIFY(surface);
        const auto pictureOf = [&](Colour colour) {
            view.setOverlay(test::twoColours(colour, colour));
            return QTest::qWaitFor([&] { return view.isComplete(); }, 20000) ? surface->grab().toImage() : QImage();
        };
        const QImage inGreen = pictureOf(green), inBlue = pictureOf(blue);
        QVERIFY(!inGreen.isNull() && !inBlue.isNull() && inGreen != inBlue);
        // One colour follows the other before its picture is whole: a mixture is never seen.
        const QImage inSand = pictureOf(sand);
        QCOMPARE(pictureOf(blue), inBlue);
        QImage now = inBlue;
        for (int turn = 0; turn < 5000 && now != inGreen; ++turn) {
            if (turn % 2 == 0 && turn < 8)
                view.setOverlay(turn % 4 == 0 ? test::twoColours(sand, sand) : test::twoColours(green, green));
            QCoreApplication::processEvents();
            now = surface->grab().toImage();
            QVERIFY(now == inBlue || now == inSand || now == inGreen);
        }
        QCOMPARE(now, inGreen);
        // What changes at every turn of the loop is seen all the same.
        QTimer busy;
        bool even = false;
        connect(&busy, &QTimer::timeout, &view, [&] {
            even = !even;
            view.setSelection({.neighbourhood = NeighbourhoodId(even ? 0 : 1)});
        });
        view.setOverlay(test::twoColours(blue, blue));
        busy.start(0);
        QTRY_VERIFY_WITH_TIMEOUT(shareOf(surface->grab().toImage(), QColor(blue.r, blue.g, blue.b)) > 0.1, 20000);
        busy.stop();
        // A map that is moved without pause is drawn, too: each picture is finished, and the next begins where the camera is then.
        view.setSelection({});
        view.setOverlay(test::twoColours(green, green));
        bool left = false;
        QTimer moving;
        connect(&moving, &QTimer::timeout, &view, [&] { QTest::keyClick(&view, (left = !left) ? Qt::Key_Left : Qt::Key_Right); });
        moving.start(0);
        QTRY_VERIFY_WITH_TIMEOUT(shareOf(surface->grab().toImage(), QColor(green.r, green.g, green.b)) > 0.1, 20000);
        moving.stop();
        QTRY_VERIFY_WITH_TIMEOUT(view.isComplete(), 20000);
        QVERIFY(shareOf(surface->grab().toImage(), QColor(blue.r, blue.g, blue.b)) < 0.01);
    }
    void aClickPicksWhatIsUnderThePointer()
    {
        CityViewport view;
        view.setReducedMotion(true);
        view.resize(640, 480);
        view.setCity(m_city);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        view.showAll();
        QSignalSpy clicks(&view, &CityViewport::clicked);
        QTest::mouseClick(&view, Qt::LeftButton, {}, view.screenPosition({-300, -120}));
        QTest::mouseClick(&view, Qt::LeftButton, {}, view.screenPosition({300, -120}));
        QCOMPARE(clicks.size(), 2);
        QCOMPARE(clicks[0][0].value<Pick>().neighbourhood, NeighbourhoodId(0));
        QCOMPARE(clicks[1][0].value<Pick>().neighbourhood, NeighbourhoodId(1));
        QSignalSpy cancelled(&view, &CityViewport::cancelRequested);
        QTest::mouseClick(&view, Qt::RightButton, {}, {300, 200});
        QTest::keyClick(&view, Qt::Key_Escape);
        QCOMPARE(cancelled.size(), 2);
    }
    void theFormerOverlayFadesUnlessMotionIsReduced()
    {
        const QColor blue(0x0A, 0x3A, 0x82), sand(0xEF, 0xB6, 0x81), green(0x20, 0x80, 0x40);
        CityViewport view;
        view.resize(640, 480);
        view.setCity(m_city);
        view.setMapMode(true);
        Overlay first = test::twoColours({0x0A, 0x3A, 0x82}, {0xEF, 0xB6, 0x81}),
                second = test::twoColours({0x20, 0x80, 0x40}, {0x20, 0x80, 0x40});
        first.key = "first";
        second.key = "second";
        view.setOverlay(first);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        QTRY_VERIFY(shareOf(view.grab().toImage(), blue) > 0.1);
        view.setOverlay(second);
        const QImage midway = view.grab().toImage();
        QVERIFY(shareOf(midway, green) < 0.01);  // the former picture still lies above it
        QTRY_VERIFY(shareOf(view.grab().toImage(), green) > 0.2);
        QCOMPARE(shareOf(view.grab().toImage(), blue), 0.0);
        view.setReducedMotion(true);
        view.setOverlay(first);
        QTRY_VERIFY_WITH_TIMEOUT(shareOf(view.grab().toImage(), blue) > 0.1, 5000);
        QVERIFY(shareOf(view.grab().toImage(), sand) > 0.1);
    }
    void twoFingersComeNearerAndTurn()
    {
        CityViewport view;
        view.setReducedMotion(true);
        view.resize(640, 480);
        view.setCity(m_city);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        view.showAll();
        const MapView before = view.mapView();
        const Point2 between = view.pickAt({320, 240}).ground, first = view.pickAt({300, 240}).ground;
        QSignalSpy clicks(&view, &CityViewport::clicked);
        const std::unique_ptr<QPointingDevice> screen(QTest::createTouchDevice());
        // Apart, about the middle of the map.
        QTest::touchEvent(&view, screen.get()).press(0, {300, 240}).press(1, {340, 240});
        for (int step = 1; step <= 8; ++step)
            QTest::touchEvent(&view, screen.get()).move(0, {300 - 10 * step, 240}).move(1, {340 + 10 * step, 240});
        const MapView nearer = view.mapView();
        QVERIFY2(nearer.distance_m < 0.6 * before.distance_m, qPrintable(QString::number(nearer.distance_m / before.distance_m)));
        QVERIFY(distance(view.pickAt({320, 240}).ground, between) < 10);
        // Round each other by a quarter.
        QTest::touchEvent(&view, screen.get()).move(0, {245, 182}).move(1, {395, 298});
        QTest::touchEvent(&view, screen.get()).move(0, {320, 140}).move(1, {320, 340});
        QTest::touchEvent(&view, screen.get()).release(0, {320, 140}).release(1, {320, 340});
        QVERIFY2(std::abs(view.mapView().heading_deg - nearer.heading_deg) > 45, qPrintable(QString::number(view.mapView().heading_deg)));
        // What was under the first finger has gone with it.
        QVERIFY(distance(view.pickAt({320, 140}).ground, first) < 0.5 * distance(view.pickAt({320, 340}).ground, first));
        QCOMPARE(clicks.size(), 0);
    }
    void aDragMovesTheGroundWithThePointer()
    {
        CityViewport view;
        view.setReducedMotion(true);
        view.resize(640, 480);
        view.setCity(m_city);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        const Point2 grabbed = view.pickAt({300, 300}).ground;
        QTest::mousePress(&view, Qt::LeftButton, {}, {300, 300});
        QTest::mouseMove(&view, {340, 280});
        QTest::mouseMove(&view, {380, 260});
        QTest::mouseRelease(&view, Qt::LeftButton, {}, {380, 260});
        QVERIFY(distance(view.pickAt({380, 260}).ground, grabbed) < 1);
        QTest::keyClick(&view, Qt::Key_Plus);
        QTest::keyClick(&view, Qt::Key_PageUp);
        QTest::keyClick(&view, Qt::Key_Home);
        QVERIFY(view.rect().contains(view.screenPosition({0, 0})));
    }
    void movingTheMapToAnotherWindowKeepsItsContent()
    {
        QWidget first, second;
        auto* view = new CityViewport;
        for (QWidget* window : {&first, &second}) {
            new QVBoxLayout(window);
            window->layout()->setContentsMargins(0, 0, 0, 0);
            window->resize(400, 300);
        }
        view->setCity(m_city);
        view->setMapMode(true);
        view->setOverlay(test::twoColours({0x0A, 0x3A, 0x82}, {0xEF, 0xB6, 0x81}));
        for (int round = 0; round < 3; ++round) {
            for (QWidget* window : {&first, &second}) {
                window->layout()->addWidget(view);
                window->show();
                QVERIFY(QTest::qWaitForWindowExposed(window));
                QTRY_VERIFY_WITH_TIMEOUT(view->isComplete(), 20000);
                QVERIFY(shareOf(window->grab().toImage(), QColor(0xEF, 0xB6, 0x81)) > 0.1);
            }
        }
    }
    void picturesWithoutAWindowCanBeMadeBesideOne()
    {
        CityViewport view;
        view.resize(320, 240);
        view.setCity(m_city);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        const Expected<QImage> image = mapPicture({.city = m_city,
                                                   .overlay = test::twoColours({1, 2, 3}, {0xEF, 0xB6, 0x81}),
                                                   .size = {320, 240},
                                                   .camera = CameraPreset::FlatMap});
        QVERIFY2(image.has_value(), image ? "" : image.error().text().c_str());
        QVERIFY(shareOf(*image, QColor(0xEF, 0xB6, 0x81)) > 0.1);
        QTest::qWait(30);
        QVERIFY(!view.picture({100, 100}).isNull());
        QVERIFY(!mapPicture({.city = nullptr}));
        QVERIFY(!mapPicture({.city = m_city, .size = {10, 10}}));
    }
    void theStandInKeepsWhatItIsGiven()
    {
        NullViewport view;
        view.setCity(m_city);
        QCOMPARE(view.pickOf(NeighbourhoodId(1)).neighbourhood, NeighbourhoodId(1));
        QVERIFY(!view.available());
        QVERIFY(view.pickAt({-100, 3}).link.valid());
    }
};

QTEST_MAIN(TestCityViewport)
#include "tst_city_viewport.moc"
