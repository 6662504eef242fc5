#include "gis/core/geometry/geometry.h"
#include "gis/core/geometry/raster.h"
#include "gis/core/geometry/spatial_grid.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace isopolis;

namespace {

/// A square of side 10 with a hole of side 4 in its middle.
const Polygon kFrame{.outer = {{0, 0}, {10, 0}, {10, 10}, {0, 10}}, .holes = {{{3, 3}, {7, 3}, {7, 7}, {3, 7}}}};
/// A U that is open to the north; its centroid lies in the opening.
const Polygon kHorseshoe{.outer = {{0, 0}, {10, 0}, {10, 10}, {8, 10}, {8, 2}, {2, 2}, {2, 10}, {0, 10}}};

}  // namespace

class TestGeometry : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void areaTakesHolesOffAndIgnoresOrientation()
    {
        QCOMPARE(area(kFrame), 84.0);
        Polygon turned = kFrame;
        std::reverse(turned.outer.begin(), turned.outer.end());
        QCOMPARE(area(turned), 84.0);
        QVERIFY(signedArea(turned.outer) < 0 && signedArea(kFrame.outer) > 0);
        QCOMPARE(area(MultiPolygon{kFrame, kHorseshoe}), 84.0 + 52.0);
    }

    void pointsInHolesAreOutside()
    {
        QVERIFY(contains(kFrame, {1, 1}));
        QVERIFY(!contains(kFrame, {5, 5}));
        QVERIFY(!contains(kFrame, {11, 5}));
        QVERIFY(contains(MultiPolygon{kFrame}, {8, 5}));
    }

    void centroidOfASymmetricAreaIsItsMiddle()
    {
        QCOMPARE(centroid(kFrame), (Point2{5, 5}));
        // Moved far from the origin, where sloppy formulas lose their digits.
        Polygon far = kFrame;
        for (Ring* ring : {&far.outer, &far.holes[0]})
            for (Point2& p : *ring)
                p = p + Point2{2.5e6, 1.2e6};
        const Point2 c = centroid(far);
        QVERIFY(std::abs(c.x - 2500005) < 1e-6 && std::abs(c.y - 1200005) < 1e-6);
    }

    void anInteriorPointLiesInsideEvenWhereTheCentroidDoesNot()
    {
        QVERIFY(!contains(kHorseshoe, centroid(kHorseshoe)));
        QVERIFY(contains(kHorseshoe, interiorPoint({kHorseshoe})));
        QVERIFY(contains(kFrame, interiorPoint({kFrame})));
    }

    void theNearestPointOfALineKnowsHowFarAlongItLies()
    {
        const Polyline line = {{0, 0}, {10, 0}, {10, 10}};
        const PointOnLine p = nearestOnLine(line, {12, 4});
        QCOMPARE(p.at, (Point2{10, 4}));
        QCOMPARE(p.distance_m, 2.0);
        QCOMPARE(p.along_m, 14.0);
        QCOMPARE(p.segment, std::size_t{1});
        QCOMPARE(pointAlong(line, 14), (Point2{10, 4}));
        QCOMPARE(pointAlong(line, -3), (Point2{0, 0}));
        QCOMPARE(pointAlong(line, 99), (Point2{10, 10}));
        QCOMPARE(length(line), 20.0);
    }

    void aLineCrossesAnAreaIfAnyPartLiesInIt()
    {
        const MultiPolygon area = {kFrame};
        QVERIFY(crosses(Polyline{{-5, 5}, {15, 5}}, area));
        QVERIFY(crosses(Polyline{{1, 1}, {2, 2}}, area));
        QVERIFY(!crosses(Polyline{{4, 4}, {6, 6}}, area));
        QVERIFY(!crosses(Polyline{{-5, -5}, {15, -5}}, area));
        QVERIFY(segmentsCross({0, 0}, {2, 2}, {0, 2}, {2, 0}));
        QVERIFY(!segmentsCross({0, 0}, {1, 1}, {3, 3}, {4, 2}));
    }

    void aGridFindsEachNeighbourOnceInOrder()
    {
        SpatialGrid grid({0, 0, 1000, 1000}, 50);
        for (std::uint32_t i = 0; i < 100; ++i)
            grid.insert(Box{10.0 * i, 0, 10.0 * i + 120, 300}, i);
        const auto found = grid.query(Box{400, 10, 410, 20});
        QVERIFY(std::is_sorted(found.begin(), found.end()));
        QVERIFY(std::adjacent_find(found.begin(), found.end()) == found.end());
        for (std::uint32_t i = 28; i <= 41; ++i)
            QVERIFY(std::binary_search(found.begin(), found.end(), i));
        QVERIFY(grid.query(Box{400, 900, 410, 910}).empty());
    }

    void aRasterIsLinearBetweenCellCentresAndUnknownOutside()
    {
        Raster raster{2, 2, {100, 200}, 10, {1, 3, 5, 7}};
        QCOMPARE(raster.sample({105, 205}), 1.0);
        QCOMPARE(raster.sample({110, 205}), 2.0);
        QCOMPARE(raster.sample({110, 210}), 4.0);
        QCOMPARE(raster.sample({101, 201}), 1.0);
        QVERIFY(std::isnan(raster.sample({99, 205})));
    }
};

QTEST_APPLESS_MAIN(TestGeometry)
#include "tst_geometry.moc"
