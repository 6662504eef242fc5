// Two states of the city in two whole maps of the real viewport: each in its own colours, one camera, one selection, one legend.
#include "ui/scene/scene_city.h"
#include "ui/viewport/city_viewport.h"
#include "ui/viewport/map_panes.h"
#include "ui/viewport/map_picture.h"

#include <QDir>
#include <QSignalSpy>
#include <QTest>

using namespace isopolis;

namespace {

const QColor kBlue(0x0A, 0x3A, 0x82), kSand(0xEF, 0xB6, 0x81), kGreen(0x20, 0x80, 0x40), kPink(0xC0, 0x50, 0x90);

Colour of(const QColor& c)
{
    return {static_cast<std::uint8_t>(c.red()), static_cast<std::uint8_t>(c.green()), static_cast<std::uint8_t>(c.blue())};
}

double shareOf(const QImage& image, const QColor& colour)
{
    int n = 0;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            n += image.pixelColor(x, y) == colour ? 1 : 0;
    return static_cast<double>(n) / (image.width() * image.height());
}

QImage half(const QImage& image, MapSide side)
{
    const MapPanes panes(MapPanes::Number::Two, image.width());
    return image.copy(panes.left(side), 0, panes.width(), image.height());
}

}  // namespace

class TestSideBySide : public QObject {
    Q_OBJECT
    CityPtr m_city = test::sceneCity();
    std::unique_ptr<CityViewport> m_view;

    std::shared_ptr<const LeftSide> left(Divided how) const
    {
        auto left = std::make_shared<LeftSide>();
        left->overlay = test::twoColours(of(kGreen), of(kPink));
        left->overlay.legend = {.title = "NO2", .classes = {{.colour = of(kGreen), .to = 10}, {.colour = of(kPink), .from = 10, .to = 20}}};
        left->how = how;
        left->title = QStringLiteral("Before: today");
        left->rightTitle = QStringLiteral("With: Bridge");
        return left;
    }
    QImage shown()
    {
        if (!QTest::qWaitFor([this] { return m_view->isComplete(); }, 20000))
            return {};
        QImage image = m_view->grab().toImage();
        if (const QString folder = qEnvironmentVariable("ISOPOLIS_SHOTS"); !folder.isEmpty())
            image.save(QDir(folder).filePath(QString::fromLatin1(QTest::currentTestFunction()) + QStringLiteral(".png")));
        return image;
    }

private Q_SLOTS:
    void initTestCase()
    {
        qRegisterMetaType<Pick>();
        CityViewport probe;
        if (!probe.available())
            QSKIP("OpenGL is not available on this display");
    }
    void init()
    {
        m_view = std::make_unique<CityViewport>();
        m_view->setReducedMotion(true);
        m_view->resize(807, 480);
        m_view->setCity(m_city);
        m_view->setMapMode(true);
        Overlay overlay = test::twoColours(of(kBlue), of(kSand));
        overlay.legend = left(Divided::SideBySide)->overlay.legend;
        m_view->setOverlay(overlay);
        m_view->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
        m_view->setDivided(left(Divided::SideBySide));
    }
    void cleanup() { m_view.reset(); }

    void eachHalfShowsItsOwnColours()
    {
        for (const bool picture : {false, true}) {
            const QImage image = picture ? m_view->picture({903, 500}) : shown();
            QVERIFY(!image.isNull());
            const QImage before = half(image, MapSide::Left), after = half(image, MapSide::Right);
            for (const QColor& colour : {kGreen, kPink}) {
                QVERIFY2(shareOf(before, colour) > 0.1, qPrintable(QString::number(shareOf(before, colour))));
                QCOMPARE(shareOf(after, colour), 0.0);
            }
            for (const QColor& colour : {kBlue, kSand}) {
                QVERIFY2(shareOf(after, colour) > 0.1, qPrintable(QString::number(shareOf(after, colour))));
                QCOMPARE(shareOf(before, colour), 0.0);
            }
        }
    }
    void theTwoShowTheSamePlaces()
    {
        const QImage image = shown();
        const QImage before = half(image, MapSide::Left), after = half(image, MapSide::Right);
        // In the middle of a neighbourhood and away from letters and boxes, where one is green the other is blue.
        int compared = 0;
        for (int y = 60; y < image.height() - 160; y += 3)
            for (int x = 10; x < before.width() - 60; x += 3) {
                const QColor a = before.pixelColor(x, y), b = after.pixelColor(x, y);
                if (a != kGreen && a != kPink)
                    continue;
                if (b != kBlue && b != kSand)
                    continue;
                ++compared;
                QCOMPARE(a == kGreen, b == kBlue);
            }
        QVERIFY2(compared > 500, qPrintable(QString::number(compared)));
    }
    void oneCameraMovesBoth()
    {
        const QRectF west = m_view->mapRect(MapSide::Left), east = m_view->mapRect(MapSide::Right);
        QVERIFY(west.size() == east.size() && west.right() < east.left());
        const QPointF shift = east.topLeft() - west.topLeft();
        const auto linked = [&] {
            for (const QPointF at : {QPointF(50, 90), QPointF(200, 240), QPointF(390, 450)})
                if (!(m_view->pickAt(at).ground == m_view->pickAt(at + shift).ground))
                    return false;
            return true;
        };
        m_view->setMapMode(false);
        for (const QPoint from : {QPoint(330, 300), QPoint(470, 300)}) {
            const Point2 held = m_view->pickAt(from).ground;
            QTest::mousePress(m_view.get(), Qt::LeftButton, {}, from);
            // Over into the other map: it is one drag.
            for (const int by : {20, 60, 120})
                QTest::mouseMove(m_view.get(), from + QPoint(from.x() < 400 ? by : -by, -10));
            const QPoint by(from.x() < 400 ? 120 : -120, -10);
            QTest::mouseRelease(m_view.get(), Qt::LeftButton, {}, from + by);
            QVERIFY(linked());
            // What was taken hold of lies beyond the map's edge by as much as the pointer does.
            const QPointF away = m_view->screenPosition(held) - (QPointF(from + by) + (from.x() < 400 ? shift : QPointF()));
            QVERIFY2(away.manhattanLength() < 4, qPrintable(QStringLiteral("%1, %2").arg(away.x()).arg(away.y())));
        }
        const MapView before = m_view->mapView();
        QTest::keyClick(m_view.get(), Qt::Key_Plus);
        QTest::keyClick(m_view.get(), Qt::Key_Left, Qt::ShiftModifier);
        QVERIFY(m_view->mapView().distance_m < before.distance_m && m_view->mapView().heading_deg != before.heading_deg);
        QVERIFY(linked());
        m_view->goTo({{-200, 20}, 700, 30, 60});
        QVERIFY(linked());
        m_view->flyTo(Box{100, -100, 300, 100});
        QVERIFY(linked());
        QVERIFY(east.contains(m_view->screenPosition({100, 0})) && east.contains(m_view->screenPosition({300, 0})));
    }
    void wheelAndPointerHoldTheGroundInEither()
    {
        for (const QPointF at : {QPointF(120, 250), QPointF(520, 250)}) {
            const Point2 ground = m_view->pickAt(at).ground;
            QWheelEvent turn(at, m_view->mapToGlobal(at), {}, {0, 240}, Qt::NoButton, {}, Qt::NoScrollPhase, false);
            QCoreApplication::sendEvent(m_view.get(), &turn);
            QVERIFY(distance(m_view->pickAt(at).ground, ground) < 0.5);
        }
    }
    void picksSayInWhichMapTheyAre()
    {
        m_view->showAll();
        QSignalSpy clicks(m_view.get(), &CityViewport::clicked), lefts(m_view.get(), &CityViewport::leftClicked);
        QSignalSpy hovers(m_view.get(), &CityViewport::hovered), leftHovers(m_view.get(), &CityViewport::leftHovered);
        const QPoint right = m_view->screenPosition({-300, -120});
        const QPoint leftOfIt = right - (m_view->mapRect(MapSide::Right).topLeft() - m_view->mapRect(MapSide::Left).topLeft()).toPoint();
        QVERIFY(m_view->mapRect(MapSide::Left).contains(leftOfIt));
        QTest::mouseClick(m_view.get(), Qt::LeftButton, {}, leftOfIt);
        QCOMPARE(lefts.size(), 1);
        QCOMPARE(clicks.size(), 0);
        QCOMPARE(lefts[0][0].value<Pick>().neighbourhood, NeighbourhoodId(0));
        QTest::mouseClick(m_view.get(), Qt::LeftButton, {}, right);
        QCOMPARE(clicks.size(), 1);
        QCOMPARE(clicks[0][0].value<Pick>().neighbourhood, NeighbourhoodId(0));
        hovers.clear();
        leftHovers.clear();
        QTest::mouseMove(m_view.get(), leftOfIt + QPoint(3, 0));
        QCOMPARE(leftHovers.size(), 1);
        QCOMPARE(hovers.size(), 0);
        QTest::mouseMove(m_view.get(), right + QPoint(3, 0));
        QCOMPARE(hovers.size(), 1);
        // Keys pick in the scheme's map.
        QTest::keyClick(m_view.get(), Qt::Key_Return);
        QCOMPARE(clicks.size(), 2);
        QCOMPARE(lefts.size(), 1);
    }
    void selectionAndPointerAreShownInBoth()
    {
        m_view->showAll();
        const QImage plain = shown();
        const auto differing = [&](const QImage& a, const QImage& b) {
            int n = 0;
            for (int y = 0; y < a.height(); ++y)
                for (int x = 0; x < a.width(); ++x)
                    n += a.pixel(x, y) != b.pixel(x, y) ? 1 : 0;
            return n;
        };
        m_view->setSelection({.neighbourhood = NeighbourhoodId(1)});
        const QImage selected = shown();
        for (const MapSide side : {MapSide::Left, MapSide::Right})
            QVERIFY(differing(half(plain, side), half(selected, side)) > 200);
        m_view->setSelection({});
        const QPoint at = m_view->screenPosition({-300, -120});
        QTest::mouseMove(m_view.get(), at + QPoint(1, 1));
        QTest::mouseMove(m_view.get(), at);
        const QImage hovered = shown();
        for (const MapSide side : {MapSide::Left, MapSide::Right})
            QVERIFY(differing(half(plain, side), half(hovered, side)) > 100);
    }
    void itIsSaidInWords()
    {
        const QString words = m_view->accessibleDescription();
        QVERIFY2(words.contains(QStringLiteral("Before: today")) && words.contains(QStringLiteral("With: Bridge")), qPrintable(words));
        m_view->setDivided(left(Divided::Swipe));
        QVERIFY(!m_view->accessibleDescription().contains(QStringLiteral("Bridge")));
    }
    void oneMapAgainIsAsItWas()
    {
        m_view->setDivided(nullptr);
        const MapView one = m_view->mapView();
        m_view->setDivided(left(Divided::SideBySide));
        const MapView two = m_view->mapView();
        QVERIFY(two.centre == one.centre && two.distance_m > one.distance_m);  // further away, so that as much is seen
        auto* divider = m_view->findChild<QWidget*>(QStringLiteral("swipeHandle"));
        QVERIFY(!divider->isVisible());
        m_view->setDivided(left(Divided::Swipe));
        QVERIFY(divider->isVisible());
        QVERIFY(std::abs(m_view->mapView().distance_m - one.distance_m) < 1e-6 * one.distance_m);
        const QImage swiped = shown();
        QVERIFY(shareOf(swiped.copy(0, 0, 380, 480), kGreen) > 0.1);
        m_view->setDivided(nullptr);
        const QImage single = shown();
        QVERIFY(shareOf(single, kGreen) < 0.002);  // the legend's field
        QVERIFY(shareOf(single, kBlue) > 0.1 && shareOf(single, kSand) > 0.1);
        // In the middle, where the gap was, lies the map.
        QVERIFY(m_view->pickAt({403, 240}).onGround);
    }
    void aPictureWithoutAWindowHasBothToo()
    {
        MapPictureRequest before{
            .city = m_city, .overlay = left(Divided::SideBySide)->overlay, .size = {811, 400}, .camera = CameraPreset::FlatMap};
        MapPictureRequest after = before;
        after.overlay.neighbourhoods = test::twoColours(of(kBlue), of(kSand)).neighbourhoods;
        const Expected<QImage> both = mapPicture(before, after);
        QVERIFY2(both.has_value(), both ? "" : both.error().text().c_str());
        QCOMPARE(both->size(), QSize(811, 400));
        QVERIFY(shareOf(half(*both, MapSide::Left), kGreen) > 0.1 && shareOf(half(*both, MapSide::Right), kBlue) > 0.1);
        QCOMPARE(shareOf(half(*both, MapSide::Right), kGreen), 0.0);
        before.size = {80, 400};  // two of 37 pixels
        QVERIFY(!mapPicture(before, after));
    }
};

QTEST_MAIN(TestSideBySide)
#include "tst_side_by_side.moc"
