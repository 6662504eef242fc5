// Layers for other programs: read back by GDAL as they were written.
#include "gis/io/crs.h"
#include "gis/io/format/layer_writer.h"
#include "temp_folder.h"

#include <QtTest>

#include <cmath>
#include <fstream>
#include <sstream>

#include <gdal_priv.h>
#include <ogrsf_frmts.h>

using namespace isopolis;

namespace {

FeatureLayer areas()
{
    FeatureLayer layer{"areas", *frameFromCode("EPSG:2056", {6.14, 46.2}), {}, {}, "© somebody"};
    layer.fields = {{"name", FieldKind::Text}, {"no2", FieldKind::Number}, {"fifth", FieldKind::Whole}};
    const Polygon holed{.outer = {{2500000, 1118000}, {2500200, 1118000}, {2500200, 1118200}, {2500000, 1118200}},
                        .holes = {{{2500050, 1118050}, {2500100, 1118050}, {2500100, 1118100}, {2500050, 1118100}}}};
    layer.rows.push_back({.polygons = {holed}, .lines = {}, .values = {std::string("Quay, \"old\""), 21.125, 3.0}});
    layer.rows.push_back({.polygons = {Polygon{.outer = {{2501000, 1118000}, {2501000, 1118100}, {2501100, 1118100}}}},
                          .lines = {},
                          .values = {std::string("Größe"), std::nan(""), std::nan("")}});
    return layer;
}

FeatureLayer streets()
{
    FeatureLayer layer{"streets", areas().frame, {{"flow", FieldKind::Number}}, {}, {}};
    layer.rows.push_back({.polygons = {}, .lines = {{{2500000, 1118000}, {2500300, 1118400}}}, .values = {812.5}});
    return layer;
}

GDALDatasetUniquePtr opened(const std::filesystem::path& path)
{
    GDALAllRegister();
    return GDALDatasetUniquePtr(GDALDataset::Open(path.c_str(), GDAL_OF_VECTOR));
}

/// GeoJSON's standard asks for a line where several were possible and there is one.
const OGRLineString& firstLine(const OGRFeature& feature)
{
    const OGRGeometry& geometry = *feature.GetGeometryRef();
    return wkbFlatten(geometry.getGeometryType()) == wkbLineString ? *geometry.toLineString()
                                                                   : *geometry.toMultiLineString()->getGeometryRef(0);
}

std::string textOf(const std::filesystem::path& path)
{
    std::stringstream all;
    all << std::ifstream(path, std::ios::binary).rdbuf();
    return all.str();
}

}  // namespace

class TestLayerWriter : public QObject {
    Q_OBJECT
private slots:
    void aGeoPackageKeepsSystemShapesAndValues()
    {
        const TempFolder folder;
        const auto path = folder.path("areas.gpkg");
        const auto written = writeLayer(areas(), path);
        QVERIFY2(written, written ? "" : written.error().text().c_str());
        const auto data = opened(path);
        QVERIFY(data && data->GetLayerCount() == 1);
        OGRLayer& layer = *data->GetLayer(0);
        QCOMPARE(std::string(layer.GetName()), std::string("areas"));
        QCOMPARE(std::string(layer.GetSpatialRef()->GetAuthorityCode(nullptr)), std::string("2056"));
        QCOMPARE(static_cast<int>(layer.GetFeatureCount()), 2);
        const OGRFeatureUniquePtr first(layer.GetNextFeature()), second(layer.GetNextFeature());
        QCOMPARE(std::string(first->GetFieldAsString("name")), std::string("Quay, \"old\""));
        QCOMPARE(first->GetFieldAsDouble("no2"), 21.125);
        QCOMPARE(first->GetFieldAsInteger("fifth"), 3);
        QVERIFY(std::abs(first->GetGeometryRef()->toMultiPolygon()->get_Area() - (40000 - 2500)) < 1e-6);
        QVERIFY(first->GetGeometryRef()->IsValid());
        QVERIFY(second->IsFieldNull(second->GetFieldIndex("no2")) && second->IsFieldNull(second->GetFieldIndex("fifth")));
    }
    void geoJsonIsInLongitudeAndLatitude()
    {
        const TempFolder folder;
        const auto path = folder.path("streets.geojson");
        const auto written = writeLayer(streets(), path);
        QVERIFY2(written, written ? "" : written.error().text().c_str());
        const auto data = opened(path);
        QVERIFY(data && data->GetLayerCount() == 1);
        const OGRFeatureUniquePtr street(data->GetLayer(0)->GetNextFeature());
        QCOMPARE(street->GetFieldAsDouble("flow"), 812.5);
        const OGRLineString& line = firstLine(*street);
        const auto expected = toLonLat(areas().frame, {2500000, 1118000});
        QVERIFY(expected && std::abs(line.getX(0) - expected->lon) < 1e-6 && std::abs(line.getY(0) - expected->lat) < 1e-6);
    }
    void aTableHasNoGeometryAndQuotesItsTexts()
    {
        const TempFolder folder;
        QVERIFY(writeLayer(areas(), folder.path("areas.csv")));
        QCOMPARE(QByteArray::fromStdString(textOf(folder.path("areas.csv"))),
                 QByteArray("name,no2,fifth\n\"Quay, \"\"old\"\"\",21.125,3\nGröße,,\n"));
    }
    void theSampleCitysOwnPlaneHasAPlaceOnEarth()
    {
        const TempFolder folder;
        FeatureLayer layer = streets();
        layer.frame = LocalFrame{.crs = "local", .wkt = {}, .name = "own", .longitude = 10, .latitude = 50, .origin = {2500000, 1118000}};
        QVERIFY(writeLayer(layer, folder.path("a.gpkg")));
        QVERIFY(writeLayer(layer, folder.path("a.geojson")));
        const auto data = opened(folder.path("a.geojson"));
        const OGRFeatureUniquePtr street(data->GetLayer(0)->GetNextFeature());
        const OGRLineString& line = firstLine(*street);
        QVERIFY(std::abs(line.getX(0) - 10) < 1e-6 && std::abs(line.getY(0) - 50) < 1e-6);
    }
    void aFailureLeavesWhatWasThere()
    {
        const TempFolder folder;
        folder.write("kept.txt", "kept");
        const auto wrong = writeLayer(streets(), folder.path("kept.txt"));
        QVERIFY(!wrong);
        QCOMPARE(wrong.error().code, ErrorCode::Unsupported);
        QVERIFY2(wrong.error().text().find(".geojson") != std::string::npos, wrong.error().text().c_str());
        QCOMPARE(textOf(folder.path("kept.txt")), std::string("kept"));
        const auto nowhere = writeLayer(streets(), folder.path("no/such/folder/a.gpkg"));
        QVERIFY(!nowhere);
        QCOMPARE(nowhere.error().code, ErrorCode::Io);
        // A second time over the first.
        for (int i = 0; i < 2; ++i)
            QVERIFY(writeLayer(streets(), folder.path("twice.gpkg")));
        QCOMPARE(static_cast<int>(opened(folder.path("twice.gpkg"))->GetLayer(0)->GetFeatureCount()), 1);
    }
};

QTEST_APPLESS_MAIN(TestLayerWriter)
#include "tst_layer_writer.moc"
