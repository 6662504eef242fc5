// Two maps side by side under one camera: where they lie, and that what is done in one happens in the other.
#include "ui/scene/map_camera.h"
#include "ui/viewport/map_panes.h"

#include <QTest>

using namespace isopolis;

class TestMapPanes : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void oneMapIsTheWholePicture()
    {
        const MapPanes one(MapPanes::Number::One, 640);
        QCOMPARE(one.width(), 640);
        QCOMPARE(one.left(MapSide::Right), 0);
        for (const double x : {0.0, 10.0, 319.0, 639.0})
            QCOMPARE(one.sideAt(x), MapSide::Right);
    }
    void twoMapsAreEquallyWideAndFillThePicture()
    {
        for (int width = 1; width < 2000; ++width) {
            const MapPanes two(MapPanes::Number::Two, width);
            QVERIFY(two.width() >= 1);
            QCOMPARE(two.left(MapSide::Left), 0);
            QCOMPARE(two.left(MapSide::Right) + two.width(), width);
            if (width > MapPanes::kGap_px + 2) {
                const int gap = two.left(MapSide::Right) - two.width();
                QVERIFY2(gap == MapPanes::kGap_px || gap == MapPanes::kGap_px + 1, qPrintable(QString::number(width)));
                QCOMPARE(two.sideAt(two.width() - 1), MapSide::Left);
                QCOMPARE(two.sideAt(two.left(MapSide::Right)), MapSide::Right);
            }
        }
    }
    // However long the two are moved by turns, the same point of both shows the same place.
    void movesInEitherMapNeverDriftApart()
    {
        const MapPanes panes(MapPanes::Number::Two, 1283);
        MapCamera camera;
        camera.setViewport(panes.width(), 700);
        camera.setCentre({2500000, 1118000}, 380);
        camera.setDistance(3000);
        camera.setPitch(50);
        const auto inMap = [&](Point2 pixel) { return Point2{pixel.x - panes.left(panes.sideAt(pixel.x)), pixel.y}; };
        const auto twin = [&](Point2 pixel) { return Point2{pixel.x + panes.left(MapSide::Right), pixel.y}; };
        for (int i = 0; i < 400; ++i) {
            const double offset = i % 2 == 0 ? 0 : panes.left(MapSide::Right);
            const Point2 at{offset + 100 + i % 17 * 20, 200.0 + i % 13 * 30}, to{at.x + 11 - i % 23, at.y + 9 - i % 19};
            const auto held = camera.groundAt(inMap(at), 380);
            camera.pan(inMap(at), inMap(to), 380);
            QVERIFY(distance(*camera.groundAt(inMap(to), 380), *held) < 1e-6);
            camera.zoomAt(inMap(to), i % 3 == 0 ? 1.3 : 0.88, 380);
            QVERIFY(distance(*camera.groundAt(inMap(to), 380), *held) < 1e-6);
            camera.orbit(i % 7 - 3, 0);
            const Point2 left{40 + i % 500 * 1.0, 300};
            QCOMPARE(*camera.groundAt(inMap(left), 380), *camera.groundAt(inMap(twin(left)), 380));
        }
    }
};

QTEST_MAIN(TestMapPanes)
#include "tst_map_panes.moc"
