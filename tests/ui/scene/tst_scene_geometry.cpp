#include "ui/scene/ground_surface.h"
#include "ui/scene/mesh.h"
#include "ui/scene/shaders.h"
#include "ui/scene/sun.h"
#include "ui/scene/triangulate.h"

#include <QTest>

#include <cmath>
#include <numbers>

using namespace isopolis;

namespace {

double areaOf(const std::vector<std::array<Point2, 3>>& triangles)
{
    double sum = 0;
    for (const auto& [a, b, c] : triangles)
        sum += std::abs((b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)) / 2;
    return sum;
}

Raster hill()
{
    Raster raster{.columns = 40, .rows = 30, .origin = {1000, 2000}, .cell_m = 25, .values = {}};
    for (int r = 0; r < raster.rows; ++r) {
        for (int c = 0; c < raster.columns; ++c)
            raster.values.push_back(static_cast<float>(300 + 40 * std::sin(c * 0.2) + 25 * std::cos(r * 0.3)));
    }
    return raster;
}

}  // namespace

class TestSceneGeometry : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void trianglesCoverAPolygonExactlyOnce()
    {
        // ┌──────────┐      a comb of teeth, then a ring with two holes, then a circle of many points
        // │ ┌┐ ┌┐ ┌┐ │
        // └─┘└─┘└─┘└─┘
        Polygon comb;
        for (int i = 0; i < 12; ++i) {
            comb.outer.push_back({i * 10.0, 0});
            comb.outer.push_back({i * 10.0 + 5, 0});
            comb.outer.push_back({i * 10.0 + 5, 80});
            comb.outer.push_back({i * 10.0 + 10, 80});
        }
        comb.outer.push_back({120, 100});
        comb.outer.push_back({0, 100});
        Polygon holed{.outer = {{0, 0}, {100, 0}, {100, 60}, {0, 60}},
                      .holes = {{{10, 10}, {30, 10}, {30, 40}, {10, 40}}, {{50, 20}, {50, 50}, {90, 50}, {90, 20}}}};
        Polygon circle;
        for (int i = 0; i < 900; ++i)
            circle.outer.push_back({5e5 + 400 * std::cos(i * std::numbers::pi / 450), 2e5 + 300 * std::sin(i * std::numbers::pi / 450)});
        for (const Polygon& polygon : {comb, holed, circle})
            QVERIFY(std::abs(areaOf(triangulated(polygon)) - area(polygon)) < 1e-4 * area(polygon));
    }
    void aRoofPlaneAroundACourtLeavesItOpenAndWalled()
    {
        // 20 m × 20 m with a court of 4 m × 4 m, joined to the rim by a seam from the corner (0, 0).
        const RoofFace face{{{0, 0}, {8, 8}, {8, 12}, {12, 12}, {12, 8}, {8, 8}, {0, 0}, {20, 0}, {20, 20}, {0, 20}},
                            {6, 7, 7, 7, 7, 7, 6, 6, 8, 8}};
        const std::vector<std::uint32_t> roof = earClipped(face.outline);
        std::vector<std::array<Point2, 3>> triangles;
        for (std::size_t i = 0; i + 2 < roof.size(); i += 3)
            triangles.push_back({face.outline[roof[i]], face.outline[roof[i + 1]], face.outline[roof[i + 2]]});
        QVERIFY(std::abs(areaOf(triangles) - (400 - 16)) < 1e-9);
        SceneFrame frame;
        frame.ground = std::make_shared<GroundSurface>();
        BuildingMesh mesh(frame);
        Building yard;
        yard.footprint = {Polygon{.outer = {{0, 0}, {20, 0}, {20, 20}, {0, 20}}}};
        yard.height_m = 8;
        yard.roof = {face};
        mesh.add(yard, 0);
        QCOMPARE(mesh.triangles(), std::size_t{8 + 2 * (4 + 4)});  // no wall along the seam
    }
    void eachFaceEndsInACornerThatCarriesItsNormal()
    {
        SceneFrame frame;
        frame.ground = std::make_shared<GroundSurface>();
        BuildingMesh mesh(frame);
        mesh.add(MultiPolygon{{.outer = {{0, 0}, {20, 0}, {20, 10}, {0, 10}}, .holes = {{{5, 4}, {5, 6}, {9, 6}, {9, 4}}}}}, 12, 3);
        mesh.add(MultiPolygon{{.outer = {{40, 0}, {60, 0}, {66, 10}, {50, 18}, {40, 10}}}}, 9, 4);
        Building gabled;
        gabled.footprint = {Polygon{.outer = {{80, 0}, {90, 0}, {90, 10}, {80, 10}}}};
        gabled.height_m = 8;
        gabled.roof = {{{{80, 0}, {90, 0}, {90, 5}, {80, 5}}, {5, 5, 8, 8}}, {{{80, 5}, {90, 5}, {90, 10}, {80, 10}}, {8, 8, 5, 5}}};
        mesh.add(gabled, 5);
        TreeMesh trees(frame);
        trees.add(Tree{.at = {100, 0}}, 0, 1);
        std::size_t faces = 0, corners = 0;
        for (const auto& tiles : {mesh.finishByTile(), trees.finishByTile()})
            for (const auto& [key, group] : tiles)
                for (unsigned i = 0; i < group->getNumChildren(); ++i) {
                    const osg::Geometry& geometry = *group->getChild(i)->asGeometry();
                    const auto& at = static_cast<const osg::Vec3Array&>(*geometry.getVertexArray());
                    const auto& data = static_cast<const osg::Vec4Array&>(*geometry.getVertexAttribArray(kDataAttribute));
                    const osg::PrimitiveSet& indices = *geometry.getPrimitiveSet(0);
                    corners += at.size();
                    for (unsigned t = 0; t + 2 < indices.getNumIndices(); t += 3, ++faces) {
                        const unsigned a = indices.index(t), b = indices.index(t + 1), c = indices.index(t + 2);
                        osg::Vec3f normal = (at[b] - at[a]) ^ (at[c] - at[a]);
                        normal.normalize();
                        const float down = data[c].z() > 2 ? 4.0F : 0.0F;
                        QVERIFY(std::abs(data[c].z() - down - normal.x()) < 2e-3F && std::abs(data[c].w() - normal.y()) < 2e-3F);
                        QCOMPARE(down > 0, normal.z() < -1e-5F);
                        QCOMPARE(data[a].x(), data[c].x());  // and of one slot
                    }
                }
        // No corner had to be copied for it: the scene stays as small as it was.
        QCOMPARE(faces, std::size_t{(16 + 8) + (10 + 3) + (12 + 4) + (6 + 12 + 12 + 6)});
        QCOMPARE(corners, std::size_t{(16 + 8 * 3) + 10 + (8 + 6 * 4) + (6 + 18 + 1)});
    }
    void theSunStandsWhereTheAlmanacSays()
    {
        // Greenwich, 2026-03-20T12:07:30Z: equinox (14:46Z), true noon (equation of time −7.5 min).
        const SunPosition equinox = sunAt({0, 51.4779}, 1774008450);
        QVERIFY(std::abs(equinox.height_deg - (90 - 51.4779)) < 0.15 && std::abs(equinox.azimuth_deg - 180) < 0.3);
        // Geneva, 2026-06-21, around true noon (13:37 summer time): 90° − 46.2° + 23.44°.
        const SunPosition midsummer = sunAt({6.14, 46.2}, 1782041820);
        QVERIFY(std::abs(midsummer.height_deg - 67.24) < 0.1 && std::abs(midsummer.azimuth_deg - 180) < 1.5);
        QVERIFY(sunAt({6.14, 46.2}, 1782041820 - 43200).height_deg < -15);
        // Mornings in the east, evenings in the west; south of the equator noon is in the north.
        QVERIFY(sunAt({6.14, 46.2}, 1782041820 - 5 * 3600).azimuth_deg < 120 &&
                sunAt({6.14, 46.2}, 1782041820 + 5 * 3600).azimuth_deg > 240);
        const double azimuth = sunAt({0, -33}, 1774008450).azimuth_deg;
        QVERIFY(azimuth < 1 || azimuth > 359);
    }
    void brokenPolygonsAreSurvived()
    {
        QVERIFY(triangulated({}).empty());
        QVERIFY(triangulated({.outer = {{0, 0}, {1, 1}}}).empty());
        QVERIFY(triangulated({.outer = {{0, 0}, {0, 0}, {5, 5}, {5, 5}, {9, 9}}}).empty());
        const Polygon bow{.outer = {{0, 0}, {10, 10}, {10, 0}, {0, 10}}};
        QVERIFY(areaOf(triangulated(bow)) <= 100);
        const Polygon doubled{.outer = {{0, 0}, {10, 0}, {10, 0}, {10, 10}, {10, 10}, {0, 10}, {0, 0}}};
        QVERIFY(std::abs(areaOf(triangulated(doubled)) - 100) < 1e-6);
    }
    void drapedPiecesLieOnTheMeshAndKeepTheArea()
    {
        const GroundSurface ground(hill());
        QVERIFY(!ground.flat());
        std::vector<GroundSurface::Triangle> pieces;
        ground.drape({900, 1900}, {1900, 2100}, {1300, 2900}, pieces);
        QVERIFY(std::abs(areaOf(pieces) - areaOf({{Point2{900, 1900}, {1900, 2100}, {1300, 2900}}})) < 1e-3);
        for (const auto& [a, b, c] : pieces) {  // linear within a piece but for two centimetres: no part of it floats or sinks
            const Point2 middle = (a + b + c) * (1.0 / 3);
            QVERIFY(std::abs((ground.height(a) + ground.height(b) + ground.height(c)) / 3 - ground.height(middle)) < 0.02);
        }
    }
    void aSplitLineFollowsTheGround()
    {
        const GroundSurface ground(hill());
        const Polyline line = ground.split({{1010, 2015}, {1890, 2650}});
        QVERIFY(line.size() > 50);
        for (std::size_t i = 1; i < line.size(); ++i) {
            const double middle = ground.height((line[i - 1] + line[i]) * 0.5);
            QVERIFY(std::abs(middle - 0.5 * (ground.height(line[i - 1]) + ground.height(line[i]))) < 1e-6);
        }
    }
    void gapsInTheTerrainAreFilledFromTheirNeighbours()
    {
        Raster raster = hill();
        for (int c = 10; c < 20; ++c)
            raster.at(c, 12) = std::nanf("");
        const GroundSurface ground(raster);
        const double height = ground.height(raster.centreOf(15, 12));
        QVERIFY(height >= ground.lowest() && height <= ground.highest() && ground.lowest() > 200);
        Raster empty = hill();
        std::fill(empty.values.begin(), empty.values.end(), std::nanf(""));
        QVERIFY(GroundSurface(empty).flat());
    }
};

QTEST_APPLESS_MAIN(TestSceneGeometry)
#include "tst_scene_geometry.moc"
