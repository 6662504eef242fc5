#include "ui/scene/city_scene.h"

#include "ui/scene/offscreen_target.h"
#include "ui/scene/picker.h"
#include "ui/scene/scene_city.h"
#include "ui/scene/scene_renderer.h"
#include "ui/scene/shader_warmup.h"
#include "ui/scene/snapshot.h"

#include <QTest>

using namespace isopolis;

namespace {

constexpr Colour kWest{0x0A, 0x3A, 0x82}, kEast{0xEF, 0xB6, 0x81};

MapCamera cameraOf(const CityScene& scene, bool flat)
{
    MapCamera camera;
    camera.setViewport(320, 240);
    camera.setFlat(flat);
    camera.setPitch(45);
    camera.fit(scene.bounds(), 0);
    return camera;
}

Colour pixelAt(const Snapshot& image, const MapCamera& camera, Point3 world)
{
    const auto p = camera.project(world);
    return p ? image.at(static_cast<int>(p->x), static_cast<int>(p->y)) : Colour{};
}

}  // namespace

class TestCityScene : public QObject {
    Q_OBJECT
    CityPtr m_city = test::sceneCity();

private Q_SLOTS:
    void theSceneHoldsWhatTheCityHolds()
    {
        CityScene scene(ShaderDialect::Glsl120);
        const std::size_t empty = scene.counts().drawables;
        scene.setCity(m_city);
        const SceneCounts counts = scene.counts();
        QCOMPARE(counts.buildings, std::size_t(2));
        QCOMPARE(counts.neighbourhoods, std::size_t(2));
        QCOMPARE(counts.roadPieces, std::size_t(2));
        QCOMPARE(counts.buildingTriangles, std::size_t((8 + 2) + (16 + 8)));  // walls and roofs
        QVERIFY(counts.drawables > empty);
        scene.setCity(nullptr);
        QCOMPARE(scene.counts().drawables, empty);
    }
    void closuresAndNewBuildingsOfASchemeAreMarked()
    {
        auto applied = std::make_shared<AppliedScenario>();
        applied->city = m_city;
        for (const RoadLink& link : m_city->roads().links())
            applied->links.push({link.speed_kmh, link.lanes, link.modes});
        for (const unsigned i : {0U, 1U})
            applied->links[LinkId(i)].modes = ModeSet(Mode::Walk);
        applied->addedBuildings.push_back({.footprint = test::square(0, -100, 20), .height_m = 20, .neighbourhood = {}, .name = "New"});
        CityScene scene(ShaderDialect::Glsl120);
        scene.setCity(m_city);
        scene.setApplied(applied);
        QCOMPARE(scene.counts().closedLinks, std::size_t(1));  // both directions are one mark
        QCOMPARE(scene.counts().buildings, std::size_t(3));
        scene.setApplied(nullptr);
        QCOMPARE(scene.counts().closedLinks, std::size_t(0));
        QCOMPARE(scene.counts().buildings, std::size_t(2));
    }
    void aBuildingThatGoesIsNotDrawnAndAParkIsGreen()
    {
        auto applied = std::make_shared<AppliedScenario>();
        applied->city = m_city;
        for (const RoadLink& link : m_city->roads().links())
            applied->links.push({link.speed_kmh, link.lanes, link.modes});
        applied->removedBuildings.push_back({.building = BuildingId(0), .neighbourhood = {}, .at = {}});
        applied->addedParks.push_back({.area = test::square(-300, -120, 60), .name = "Meadow", .size_m2 = 14400});
        CityScene scene(ShaderDialect::Glsl120);
        scene.setCity(m_city);
        const std::size_t all = scene.counts().buildingTriangles, drawables = scene.counts().drawables;
        scene.setApplied(applied);
        QCOMPARE(scene.counts().buildingTriangles, all - 10);  // the tower: eight triangles of walls, two of roof
        QVERIFY(scene.counts().drawables > drawables);
        const Picker after(m_city, applied, std::make_shared<GroundSurface>());
        QVERIFY(!after.pick({{100, 60, 1000}, {0, 0, -1}}, {}).building.valid());
        scene.setApplied(nullptr);
        QCOMPARE(scene.counts().buildingTriangles, all);
        scene.setOptions({.flat = true});
        const MapCamera camera = cameraOf(scene, true);
        const Expected<Snapshot> without = renderSnapshot(scene, camera);
        if (!without && without.error().code == ErrorCode::Unsupported)
            QSKIP("OpenGL through EGL is not available here");
        scene.setApplied(applied);
        const Expected<Snapshot> with = renderSnapshot(scene, camera);
        QVERIFY(with && without);
        const Colour meadow = pixelAt(*with, camera, {-300, -120, 0}), mapped = pixelAt(*with, camera, {-320, 120, 0});
        QVERIFY(meadow == mapped && !(meadow == pixelAt(*without, camera, {-300, -120, 0})));
    }
    void buildingsTakeTheColourOfTheirNeighbourhood()
    {
        CityScene scene(ShaderDialect::Glsl120);
        scene.setCity(m_city);
        const Colour plain = scene.buildingColour(BuildingId(1));
        scene.setOverlay(test::twoColours(kWest, kEast));
        const Colour tinted = scene.buildingColour(BuildingId(1));
        QVERIFY(!(tinted == plain));
        QVERIFY(tinted.b > tinted.r + 40);  // blue like kWest
        scene.setOverlay({});
        QVERIFY(scene.buildingColour(BuildingId(1)) == plain);
    }
    void theMapShowsExactlyTheLegendsColours()
    {
        for (const bool dark : {false, true}) {
            const auto scene =
                makeScene({.city = m_city, .overlay = test::twoColours(kWest, kEast), .options = {.dark = dark, .flat = true}},
                          ShaderDialect::Glsl120);
            const MapCamera camera = cameraOf(*scene, true);
            const Expected<Snapshot> image = renderSnapshot(*scene, camera);
            if (!image && image.error().code == ErrorCode::Unsupported)
                QSKIP("OpenGL through EGL is not available here");
            QVERIFY(image.has_value());
            QVERIFY(pixelAt(*image, camera, {-300, -120, 0}) == kWest);
            QVERIFY(pixelAt(*image, camera, {-60, 120, 0}) == kWest);
            QVERIFY(pixelAt(*image, camera, {300, -120, 0}) == kEast);
            QVERIFY(!(pixelAt(*image, camera, {300, 150, 0}) == kEast));  // the pond stays water
        }
    }
    void the3dViewShowsTheTowerWhereThePickerFindsIt()
    {
        const auto scene = makeScene({.city = m_city}, ShaderDialect::Glsl120);
        MapCamera camera = cameraOf(*scene, false);
        camera.setDistance(400);
        camera.setCentre({100, 60}, 0);
        const Expected<Snapshot> with = renderSnapshot(*scene, camera);
        if (!with && with.error().code == ErrorCode::Unsupported)
            QSKIP("OpenGL through EGL is not available here");
        scene->setOptions({.buildings = false});
        const Expected<Snapshot> without = renderSnapshot(*scene, camera);
        QVERIFY(with && without);
        const Picker picker(m_city, nullptr, scene->ground());
        int agreed = 0, asked = 0;
        for (int y = 10; y < 240; y += 20) {
            for (int x = 10; x < 320; x += 20) {
                const bool drawn = !(with->at(x, y) == without->at(x, y));
                const bool found = picker.pick(camera.ray({x + 0.5, y + 0.5}), {}).building.valid();
                // Shadow changes ground pixels too: what is found must be drawn.
                asked += found ? 1 : 0;
                agreed += found && drawn ? 1 : 0;
            }
        }
        QVERIFY(asked >= 5);
        QVERIFY(agreed >= asked - 1);
    }
    void aLowSunWarmsTheWallsThatItReaches()
    {
        const auto warmth = [this](const SunPosition& sun) {  // of the western wall of the tower: red against blue
            const auto scene = makeScene({.city = m_city, .options = {.sun = sun}}, ShaderDialect::Glsl120);
            MapCamera camera = cameraOf(*scene, false);
            camera.setDistance(300);
            camera.setCentre({100, 60}, 0);
            camera.setHeading(60);
            const Expected<Snapshot> image = renderSnapshot(*scene, camera);
            if (!image)
                return std::pair(0.0, image.error().code == ErrorCode::Unsupported);
            const Colour wall = pixelAt(*image, camera, {85, 60, 35});
            return std::pair(static_cast<double>(wall.r) / wall.b, false);
        };
        const auto [noon, unsupported] = warmth({180, 60});
        if (unsupported)
            QSKIP("OpenGL through EGL is not available here");
        const double evening = warmth({270, 8}).first, night = warmth({300, -10}).first;
        QVERIFY2(evening > noon, qPrintable(QStringLiteral("%1 %2").arg(evening).arg(noon)));
        QVERIFY(night < evening);
    }
    void aLowSunChangesTheGroundButNoColourThatSaysSomething()
    {
        if (!OffscreenContext().current())
            QSKIP("OpenGL through EGL is not available here");
        constexpr SunPosition evening{285, 6};
        const auto seen = [this](const SunPosition& sun, const Overlay& overlay, Point3 at) {
            const auto scene = makeScene({.city = m_city, .overlay = overlay, .options = {.sun = sun}}, ShaderDialect::Glsl120);
            const MapCamera camera = cameraOf(*scene, false);
            const Expected<Snapshot> image = renderSnapshot(*scene, camera);
            return image ? pixelAt(*image, camera, at) : Colour{};
        };
        // South of the street, out of every shadow.
        constexpr Point3 lawn{0, -190, 0};
        const Colour noon = seen(kStandardSun, {}, lawn), late = seen(evening, {}, lawn);
        QVERIFY2(late.b + 15 < noon.b, qPrintable(QStringLiteral("%1 %2").arg(late.b).arg(noon.b)));
        const Overlay overlay = test::twoColours(kWest, kEast);
        QVERIFY(seen(evening, overlay, {-100, -60, 0}) == kWest);
        QVERIFY(seen(evening, overlay, {100, -60, 0}) == kEast);
    }
    void theSkyIsSeenWhereTheViewReachesAboveTheHorizon()
    {
        if (!OffscreenContext().current())
            QSKIP("OpenGL through EGL is not available here");
        const auto top = [this](double pitch_deg, const SunPosition& sun, bool dark) {
            const auto scene = makeScene({.city = m_city, .options = {.dark = dark, .sun = sun}}, ShaderDialect::Glsl120);
            MapCamera camera = cameraOf(*scene, false);
            camera.setPitch(pitch_deg);
            const Expected<Snapshot> image = renderSnapshot(*scene, camera);
            return image ? std::pair(image->at(160, 1), scene->background()) : std::pair(Colour{}, Colour{});
        };
        const auto [sky, haze] = top(MapCamera::kMinPitch_deg, kStandardSun, false);
        QVERIFY2(sky.b > sky.r + 20 && sky.r < haze.r - 20, qPrintable(QStringLiteral("%1 %2").arg(sky.r).arg(sky.b)));
        const auto [night, nightHaze] = top(MapCamera::kMinPitch_deg, {0, -20}, false);
        QVERIFY(night.b < sky.b - 40);
        const auto [dark, darkHaze] = top(MapCamera::kMinPitch_deg, kStandardSun, true);
        QVERIFY(dark.b < 80);
        // Looking down there is none: ground and haze alone.
        const auto [ground, again] = top(45, kStandardSun, false);
        QVERIFY(ground.b < ground.r + 20);
    }
    void aPictureMadeInPiecesIsTheWholePicture()
    {
        const OffscreenContext context;
        if (!context.current())
            QSKIP("OpenGL through EGL is not available here");
        const auto scene = makeScene({.city = m_city, .overlay = test::twoColours(kWest, kEast)}, ShaderDialect::Glsl120);
        const MapCamera camera = cameraOf(*scene, false);
        const OffscreenFramebuffer buffer(camera.width(), camera.height());
        SceneRenderer whole(ShaderDialect::Glsl120), slow(ShaderDialect::Glsl120);
        whole.draw(*scene, camera, buffer.id(), true);
        const std::vector<std::uint8_t> wanted = buffer.read();
        whole.release(*scene);
        // Nothing was sent to this renderer yet: it shows the sky and says that something is missing.
        slow.draw(*makeScene({}, ShaderDialect::Glsl120), camera, buffer.id(), true);
        QVERIFY(!slow.drawReady(*scene, camera, buffer.id()));
        const std::vector<std::uint8_t> first = buffer.read();
        QVERIFY(first != wanted);
        int pieces = 1;
        while (!slow.prepare(*scene, camera, buffer.id(), 0.001) && pieces < 1000) {
            QVERIFY(buffer.read() == first);  // preparing draws nothing
            ++pieces;
        }
        QVERIFY2(pieces > 5 && pieces < 1000, qPrintable(QString::number(pieces)));
        QVERIFY(slow.drawReady(*scene, camera, buffer.id()));
        QVERIFY(buffer.read() == wanted);
        // What changes is missing again until it is prepared, and only that.
        scene->setSelection({.neighbourhood = NeighbourhoodId(1)});
        QVERIFY(!slow.drawReady(*scene, camera, buffer.id()));
        QVERIFY(buffer.read() == wanted);
        QVERIFY(slow.prepare(*scene, camera, buffer.id(), 1e6));
        QVERIFY(slow.drawReady(*scene, camera, buffer.id()));
        QVERIFY(buffer.read() != wanted);
        slow.release(*scene);
    }
    void aPictureInPiecesIsTheSamePicture()
    {
        const OffscreenContext context;
        if (!context.current())
            QSKIP("OpenGL through EGL is not available here");
        Overlay overlay = test::twoColours(kWest, {kEast.r, kEast.g, kEast.b, 120});  // what is seen through comes after what lies below
        const auto scene =
            makeScene({.city = m_city, .overlay = overlay, .selection = {.neighbourhood = NeighbourhoodId(1)}}, ShaderDialect::Glsl120);
        const MapCamera camera = cameraOf(*scene, false);
        const OffscreenFramebuffer other(camera.width(), camera.height()), buffer(camera.width(), camera.height());
        SceneRenderer renderer(ShaderDialect::Glsl120);
        renderer.draw(*scene, camera, buffer.id(), true);
        const std::vector<std::uint8_t> wanted = buffer.read();
        const auto draw = [&](double budget_ms, ScreenPart part = {}) {
            int pieces = 1;
            for (; !renderer.drawPiece(*scene, camera, buffer.id(), budget_ms, part) && pieces < 1000; ++pieces) {
            }
            return pieces;
        };
        renderer.draw(*makeScene({}, ShaderDialect::Glsl120), camera, buffer.id(), true);
        QVERIFY(buffer.read() != wanted);
        QVERIFY(renderer.beginPieces(*scene, camera, buffer.id()));
        const int pieces = draw(0);
        QVERIFY2(pieces > 3 && pieces <= 9, qPrintable(QString::number(pieces)));
        QVERIFY(buffer.read() == wanted);
        // With time enough it is one, and what is drawn elsewhere meanwhile does no harm.
        QVERIFY(renderer.beginPieces(*scene, camera, buffer.id()));
        QCOMPARE(draw(1e9), 1);
        QVERIFY(renderer.beginPieces(*scene, camera, buffer.id()));
        QVERIFY(!renderer.drawPiece(*scene, camera, buffer.id(), 0));
        renderer.draw(*scene, camera, other.id(), true);
        renderer.prepare(*scene, camera, buffer.id(), 5);
        draw(0);
        QVERIFY(buffer.read() == wanted);
        // A side of a divided map leaves the other alone.
        QVERIFY(renderer.beginPieces(*scene, camera, buffer.id(), {0.5, 1}));
        draw(0, {0.5, 1});
        const std::vector<std::uint8_t> half = buffer.read();
        const auto row =
            static_cast<std::size_t>(camera.width()) * (half.size() / (static_cast<std::size_t>(camera.width()) * camera.height()));
        for (std::size_t from = 0; from < half.size(); from += row)
            QVERIFY(std::equal(half.begin() + static_cast<std::ptrdiff_t>(from), half.begin() + static_cast<std::ptrdiff_t>(from + row / 2),
                               wanted.begin() + static_cast<std::ptrdiff_t>(from)));
        // What goes from the scene before its turn is not drawn, and the rest is; what is new is said to be lacking.
        QVERIFY(renderer.beginPieces(*scene, camera, buffer.id()));
        scene->setOverlay({});
        QVERIFY(draw(0) < 1000);
        scene->setSelection({.neighbourhood = NeighbourhoodId(0)});
        QVERIFY(!renderer.beginPieces(*scene, camera, buffer.id()));
        renderer.release(*scene);
    }
    void allShadersAreTranslatedBeforehandUnlessStopped()
    {
        int asked = 0;
        if (!warmUpShaders([&asked] { return ++asked < 0; }))
            QSKIP("OpenGL through EGL is not available here");
        QVERIFY(asked >= 32);  // plain, areas, streets and squares; as a map and in 3D; from near and from afar
        QVERIFY(!warmUpShaders([] { return true; }));
    }
    void patternsMarkTheSignOnTopOfTheColour()
    {
        Overlay overlay = test::twoColours(kEast, kEast);
        overlay.neighbourhoods[NeighbourhoodId(0)].pattern = Pattern::Worse;
        const auto scene = makeScene({.city = m_city, .overlay = overlay, .options = {.flat = true}}, ShaderDialect::Glsl120);
        const MapCamera camera = cameraOf(*scene, true);
        const Expected<Snapshot> image = renderSnapshot(*scene, camera);
        if (!image && image.error().code == ErrorCode::Unsupported)
            QSKIP("OpenGL through EGL is not available here");
        QVERIFY(image.has_value());
        const auto shareOfExact = [&](double fromX, double toX) {
            int exact = 0, all = 0;
            for (double x = fromX; x < toX; x += 2) {
                for (double y = -180; y < -60; y += 2, ++all)
                    exact += pixelAt(*image, camera, {x, y, 0}) == kEast ? 1 : 0;
            }
            return static_cast<double>(exact) / all;
        };
        const double hatched = shareOfExact(-380, -260), plain = shareOfExact(260, 380);
        QVERIFY(plain > 0.99);
        QVERIFY(hatched > 0.3 && hatched < 0.95);
    }
    void treesStandInTheTwinAndNotOnTheMap()
    {
        CityData data = test::sceneCityData();
        data.trees = {{{300, -150}, 30, 24}};
        const CityPtr city = *City::create(std::move(data));
        for (const bool flat : {false, true}) {
            const auto with = makeScene({.city = city, .options = {.flat = flat}}, ShaderDialect::Glsl120);
            const auto without = makeScene({.city = m_city, .options = {.flat = flat}}, ShaderDialect::Glsl120);
            const MapCamera camera = cameraOf(*without, flat);
            const Expected<Snapshot> seen = renderSnapshot(*with, camera), bare = renderSnapshot(*without, camera);
            if (!seen && seen.error().code == ErrorCode::Unsupported)
                QSKIP("OpenGL through EGL is not available here");
            QVERIFY(seen && bare);
            const Colour tree = pixelAt(*seen, camera, {300, -150, 18}), ground = pixelAt(*bare, camera, {300, -150, 18});
            QCOMPARE(tree == ground, flat);
            if (!flat)
                QVERIFY(tree.g > tree.r && tree.g > tree.b);
        }
    }
    void sizesOutOfRangeAreRefused()
    {
        MapCamera camera;
        camera.setViewport(9000, 10);
        const Expected<Snapshot> image = renderSnapshot({.city = m_city}, camera);
        QVERIFY(!image);
    }
};

QTEST_APPLESS_MAIN(TestCityScene)
#include "tst_city_scene.moc"
