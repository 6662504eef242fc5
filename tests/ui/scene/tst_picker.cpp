#include "ui/scene/picker.h"

#include "ui/scene/scene_city.h"

#include <QTest>

using namespace isopolis;

namespace {

Ray down(double x, double y) { return {{x, y, 1000}, {0, 0, -1}}; }
Ray between(Point3 from, Point3 to)
{
    const Point3 d{to.x - from.x, to.y - from.y, to.z - from.z};
    const double n = std::sqrt(d.x * d.x + d.y * d.y + d.z * d.z);
    return {from, {d.x / n, d.y / n, d.z / n}};
}

}  // namespace

class TestPicker : public QObject {
    Q_OBJECT
    CityPtr m_city = test::sceneCity();
    Picker m_picker{m_city, nullptr, std::make_shared<GroundSurface>()};

private Q_SLOTS:
    void fromAboveTheRoofIsHit()
    {
        QCOMPARE(m_picker.pick(down(100, 60), {}).building, BuildingId(0));
        QVERIFY(!m_picker.pick(down(60, 60), {}).building.valid());
    }
    void theHoleOfACourtyardIsNotABuilding()
    {
        QCOMPARE(m_picker.pick(down(-145, 80), {}).building, BuildingId(1));
        QVERIFY(!m_picker.pick(down(-120, 80), {}).building.valid());
    }
    void aTowerHidesWhatIsBehindIt()
    {
        // Obliquely from the west, low: the ray meets the ground far behind the tower.
        const Ray ray = between({-100, 60, 60}, {300, 60, -1});
        const Pick pick = m_picker.pick(ray, {});
        QCOMPARE(pick.building, BuildingId(0));
        QVERIFY(pick.ground.x > 250);
        QCOMPARE(pick.neighbourhood, NeighbourhoodId(1));
        QVERIFY(!m_picker.pick(ray, {.buildings = false}).building.valid());
    }
    void theNearestStreetWithinReachIsFound()
    {
        const Pick pick = m_picker.pick(down(-100, 6), {.reach_m = 10});
        QVERIFY(pick.link.valid());
        QCOMPARE(m_city->roads().wayOf(pick.link).name, std::string("West Street"));
        QVERIFY(!m_picker.pick(down(-100, 30), {.reach_m = 10}).link.valid());
    }
    void neighbourhoodsAreFoundAndTheSkyIsNot()
    {
        QCOMPARE(m_picker.pick(down(-250, -100), {}).neighbourhood, NeighbourhoodId(0));
        QVERIFY(!m_picker.pick(down(5000, 5000), {}).neighbourhood.valid());
        QVERIFY(!m_picker.pick(between({0, 0, 10}, {100, 0, 50}), {}).onGround);
    }
    void onAHillTheGroundIsMetWhereItIs()
    {
        Raster raster{.columns = 20, .rows = 20, .origin = {-500, -500}, .cell_m = 50, .values = {}};
        for (int i = 0; i < 400; ++i)
            raster.values.push_back(static_cast<float>(5 * (i % 20)));  // rises to the east
        const auto ground = std::make_shared<GroundSurface>(raster);
        const Picker picker(m_city, nullptr, ground);
        Point2 at;
        QVERIFY(picker.groundHit(between({-400, 0, 300}, {200, 0, ground->height({200, 0})}), at));
        QVERIFY(distance(at, {200, 0}) < 0.01);
    }
    void addedRoadsArePickedToo()
    {
        AppliedScenario applied;
        applied.city = m_city;
        for (const RoadLink& link : m_city->roads().links())
            applied.links.push({link.speed_kmh, link.lanes, link.modes});
        applied.links.push({50, 1, ModeSet::all()});
        applied.addedLinks.push_back({.from = NodeId(0),
                                      .to = NodeId(2),
                                      .geometry = {{-200, -150}, {200, -150}},
                                      .length_m = 400,
                                      .name = "New",
                                      .externalId = "new:1/1#f"});
        const Picker picker(m_city, std::make_shared<AppliedScenario>(applied), std::make_shared<GroundSurface>());
        QCOMPARE(picker.pick(down(0, -148), {}).link, LinkId::fromIndex(m_city->roads().links().size()));
    }
    void aBuildingOfTheSchemeHidesWhatIsBehindIt()
    {
        AppliedScenario applied;
        applied.city = m_city;
        for (const RoadLink& link : m_city->roads().links())
            applied.links.push({link.speed_kmh, link.lanes, link.modes});
        // A wall of a house west of the tower, higher than the ray that would meet the tower.
        const MultiPolygon house{{.outer = {{20, 40}, {30, 40}, {30, 80}, {20, 80}}}};
        const Ray ray = between({-100, 60, 60}, {300, 60, -1});
        for (const bool high : {false, true}) {
            AddedBuilding made;
            made.footprint = house;
            made.height_m = high ? 100 : 1;
            applied.addedBuildings = {made};
            const Picker picker(m_city, std::make_shared<AppliedScenario>(applied), std::make_shared<GroundSurface>());
            const Pick pick = picker.pick(ray, {});
            QCOMPARE(pick.building.valid(), !high);
            QCOMPARE(std::abs(pick.surface.x - 20) < 1e-6, high);
            QCOMPARE(picker.pick(ray, {.buildings = false}).surface, pick.ground);
        }
    }
};

QTEST_APPLESS_MAIN(TestPicker)
#include "tst_picker.moc"
