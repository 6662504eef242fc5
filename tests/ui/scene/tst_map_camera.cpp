#include "ui/scene/map_camera.h"

#include <QTest>

using namespace isopolis;

namespace {

MapCamera oblique()
{
    MapCamera camera;
    camera.setViewport(1280, 800);
    camera.setCentre({500000, 200000}, 370);
    camera.setDistance(2500);
    camera.setHeading(33);
    camera.setPitch(40);
    return camera;
}

}  // namespace

class TestMapCamera : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void projectAndGroundAtAreInverse()
    {
        for (const bool flat : {false, true}) {
            MapCamera camera = oblique();
            camera.setFlat(flat);
            for (const Point2 pixel : {Point2{640, 400}, {10, 790}, {1270, 500}, {300, 60}}) {
                const auto ground = camera.groundAt(pixel, 370);
                QVERIFY(ground);
                const auto back = camera.project({ground->x, ground->y, 370});
                QVERIFY(back && distance(*back, pixel) < 1e-6);
            }
        }
    }
    void matricesAgreeWithProject()
    {
        for (const bool flat : {false, true}) {
            MapCamera camera = oblique();
            camera.setFlat(flat);
            const Point2 origin{499000, 201000};
            const Matrix4 view = camera.view(origin), projection = camera.projection(150);
            const Point3 world{500210, 200130, 402};
            const std::array<double, 4> p{world.x - origin.x, world.y - origin.y, world.z, 1};
            std::array<double, 4> eye{}, clip{};
            for (std::size_t c = 0; c < 4; ++c) {
                for (std::size_t r = 0; r < 4; ++r)
                    eye[c] += p[r] * view[4 * r + c];
            }
            for (std::size_t c = 0; c < 4; ++c) {
                for (std::size_t r = 0; r < 4; ++r)
                    clip[c] += eye[r] * projection[4 * r + c];
            }
            const Point2 pixel{(clip[0] / clip[3] + 1) * 640, (1 - clip[1] / clip[3]) * 400};
            const auto expected = camera.project(world);
            QVERIFY(expected && distance(*expected, pixel) < 1e-5);
            QVERIFY(clip[2] / clip[3] > -1 && clip[2] / clip[3] < 1);
        }
    }
    void panKeepsTheGroundUnderThePointer()
    {
        MapCamera camera = oblique();
        const auto grabbed = camera.groundAt({300, 600}, 370);
        camera.pan({300, 600}, {520, 410}, 370);
        const auto now = camera.groundAt({520, 410}, 370);
        QVERIFY(grabbed && now && distance(*grabbed, *now) < 1e-6);
    }
    void zoomKeepsTheGroundUnderThePointer()
    {
        MapCamera camera = oblique();
        const auto before = camera.groundAt({1000, 250}, 370);
        camera.zoomAt({1000, 250}, 2, 370);
        QCOMPARE(camera.distance_m(), 1250.0);
        const auto after = camera.groundAt({1000, 250}, 370);
        QVERIFY(before && after && distance(*before, *after) < 1e-6);
    }
    void headingIsTheDirectionThatIsUp()
    {
        MapCamera camera = oblique();
        camera.setPitch(90);
        camera.setHeading(90);
        const auto east = camera.project({500100, 200000, 370});
        QVERIFY(east && std::abs(east->x - 640) < 1e-6 && east->y < 400);
    }
    void orbitStaysWithinItsLimits()
    {
        MapCamera camera = oblique();
        camera.orbit(-720, -500);
        QCOMPARE(camera.pitch_deg(), MapCamera::kMinPitch_deg);
        QVERIFY(camera.heading_deg() >= 0 && camera.heading_deg() < 360);
        camera.orbit(0, 500);
        QCOMPARE(camera.pitch_deg(), MapCamera::kMaxPitch_deg);
    }
    void fitShowsTheWholeBox()
    {
        for (const bool flat : {false, true}) {
            MapCamera camera = oblique();
            camera.setFlat(flat);
            const Box box{498000, 199000, 503000, 202500};
            camera.fit(box, 370);
            double widest = 0;
            for (const Point2 corner : {Point2{box.minX, box.minY}, {box.maxX, box.minY}, {box.maxX, box.maxY}, {box.minX, box.maxY}}) {
                const auto p = camera.project({corner.x, corner.y, 370});
                QVERIFY(p && p->x >= -1 && p->x <= 1281 && p->y >= -1 && p->y <= 801);
                widest = std::max({widest, std::abs(p->x - 640) / 640, std::abs(p->y - 400) / 400});
            }
            QVERIFY(widest > 0.8);  // and no more than that
        }
    }
    void theSkyIsNotGround()
    {
        MapCamera camera = oblique();
        camera.setPitch(MapCamera::kMinPitch_deg);
        camera.setCentre({0, 0}, 0);
        QVERIFY(!camera.groundAt({640, 0}, 5000));  // a plane above the eye
    }
    void nearTheGroundTheEyeStaysAboveTheHouses()
    {
        MapCamera camera = oblique();
        camera.setPitch(MapCamera::kMinPitch_deg);
        camera.setDistance(120);
        QVERIFY(camera.eye().z - camera.centreHeight_m() > 29.9);
        camera.setDistance(60);
        QVERIFY(std::abs(camera.pitch_deg() - 18) < 1e-9);
        // What was asked for comes back with the distance.
        camera.setDistance(3000);
        QCOMPARE(camera.pitch_deg(), MapCamera::kMinPitch_deg);
    }
    void flightsTurnTheShorterWay()
    {
        MapCamera a = oblique(), b = oblique();
        a.setHeading(350);
        b.setHeading(20);
        QVERIFY(std::abs(MapCamera::between(a, b, 0.5).heading_deg() - 5) < 1e-9);
        QVERIFY(MapCamera::between(a, b, 1) == b);
    }
};

QTEST_APPLESS_MAIN(TestMapCamera)
#include "tst_map_camera.moc"
