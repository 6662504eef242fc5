// CSV tables, vector layers and rasters, and what is done with bad ones.
#include "gis/io/format/csv_reader.h"
#include "gis/io/format/raster_reader.h"
#include "gis/io/format/vector_reader.h"
#include "gis/io/polygon_ops.h"
#include "gis/io/wind_rose.h"
#include "temp_folder.h"

#include <QtTest>

#include <cmath>

#include <gdal_priv.h>
#include <ogrsf_frmts.h>

using namespace isopolis;

namespace {

const LocalFrame& frame()
{
    static const LocalFrame f = *chooseFrame({11.0, 50.0});
    return f;
}

/// A 4 × 3 GeoTIFF around 11° E, 50° N whose value is 100 + column, with one missing pixel.
void writeTiff(const std::filesystem::path& file, bool withCrs)
{
    GDALRegister_GTiff();
    GDALDataset* data = GetGDALDriverManager()->GetDriverByName("GTiff")->Create(file.c_str(), 4, 3, 1, GDT_Float32, nullptr);
    double place[6] = {10.99, 0.005, 0, 50.01, 0, -0.005};
    data->SetGeoTransform(place);
    if (withCrs) {
        OGRSpatialReference wgs84;
        wgs84.SetFromUserInput("EPSG:4326");
        data->SetSpatialRef(&wgs84);
    }
    float values[12];
    for (int i = 0; i < 12; ++i)
        values[i] = i == 0 ? -9999.0F : 100.0F + static_cast<float>(i % 4);
    data->GetRasterBand(1)->SetNoDataValue(-9999);
    QCOMPARE(data->GetRasterBand(1)->RasterIO(GF_Write, 0, 0, 4, 3, values, 4, 3, GDT_Float32, 0, 0, nullptr), CE_None);
    GDALClose(data);
}

constexpr const char* kZones = R"({"type": "FeatureCollection", "features": [
  {"type": "Feature", "properties": {"name": "A", "people": 10}, "geometry":
    {"type": "Polygon", "coordinates": [[[11.0, 50.0], [11.01, 50.0], [11.01, 50.01], [11.0, 50.01], [11.0, 50.0]]]}},
  {"type": "Feature", "properties": {"name": "no place", "people": null}, "geometry": null},
  {"type": "Feature", "properties": {"name": "bow tie", "people": 3}, "geometry":
    {"type": "Polygon", "coordinates": [[[11.02, 50.0], [11.03, 50.01], [11.03, 50.0], [11.02, 50.01], [11.02, 50.0]]]}}]})";

}  // namespace

class TestTables : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void csvIsReadWithQuotesMarksAndAnySeparator();
    void csvRowsThatDoNotFitAreReported();
    void coordinatesOutOfReachLoseTheRowsPlaceOnly();
    void polygonsComeInMetresAndBrokenOnesAreReported();
    void terrainIsResampledAndMissingPixelsStayUnknown();
    void nearestZonesOfALatticeAreHexagons();
    void calmHoursCountInAllDirections();
};

void TestTables::csvIsReadWithQuotesMarksAndAnySeparator()
{
    IssueLog log;
    const auto table = parseCsv("t", "\xEF\xBB\xBFid;name;value\r\n1;\"a \"\"b\"\"; c\";2,5\r\n\r\n2;\"two\nlines\";\r\n", log);
    QVERIFY(table.has_value());
    QCOMPARE(table->columns, (std::vector<std::string>{"id", "name", "value"}));
    QCOMPARE(table->rows.size(), std::size_t{2});
    QCOMPARE(table->rows[0][1], std::string("a \"b\"; c"));
    QCOMPARE(table->rows[1][1], std::string("two\nlines"));
    QCOMPARE(*number(FieldValue(table->rows[0][2])), 2.5);
    QVERIFY(!number(FieldValue(table->rows[1][2])).has_value());
    const auto latin = parseCsv("t", "name,x\nGen\xE8ve,1\n", log);
    QCOMPARE(latin->rows[0][0], std::string("Genève"));
    QCOMPARE(log.take().front().code, std::string("not_utf8"));
}

void TestTables::csvRowsThatDoNotFitAreReported()
{
    IssueLog log;
    const auto table = parseCsv("t", "a,b\n1,2\n1,2,3\n4\n5,6\n", log);
    QCOMPARE(table->rows.size(), std::size_t{2});
    const auto issues = log.take();
    QCOMPARE(issues.size(), std::size_t{2});
    QCOMPARE(issues[0].feature, std::string("row 3"));
    QVERIFY(!parseCsv("t", "a,b\n1,\"never closed\n", log).has_value());
    QVERIFY(!parseCsv("t", std::string("a\0b", 3), log).has_value());
}

void TestTables::coordinatesOutOfReachLoseTheRowsPlaceOnly()
{
    TempFolder folder;
    IssueLog log;
    const auto file = folder.write("p.csv", "id,lon,lat\na,11.0,50.0\nb,,\nc,abc,50\n");
    const auto table = readCsvPoints(file, {"lon", "lat", ""}, frame(), log);
    QCOMPARE(table->features.size(), std::size_t{3});
    QVERIFY(distance(*table->features[0].anchor(), frame().origin) < 0.01);
    QVERIFY(!table->features[1].anchor() && !table->features[2].anchor());
    QCOMPARE(log.take().size(), std::size_t{2});
    const auto wrong = readCsvPoints(file, {"longitude", "lat", ""}, frame(), log);
    QVERIFY(!wrong && wrong.error().remedy.find("id, lon, lat") != std::string::npos);
}

void TestTables::polygonsComeInMetresAndBrokenOnesAreReported()
{
    TempFolder folder;
    IssueLog log;
    const auto table = readVector(folder.write("zones.geojson", kZones), "", frame(), log);
    QVERIFY2(table.has_value(), table ? "" : table.error().text().c_str());
    QCOMPARE(table->features.size(), std::size_t{3});
    // 0.01° × 0.01° at 50° N: 717 m × 1112 m on the ellipsoid.
    QVERIFY(std::abs(area(table->features[0].polygons) - 717.0 * 1112.0) < 0.005 * 717 * 1112);
    QCOMPARE(table->features[2].polygons.size(), std::size_t{2});
    QCOMPARE(*number(table->features[0].values[*table->column("people")]), 10.0);
    QVERIFY(missing(table->features[1].values[*table->column("people")]));
    std::vector<std::string> codes;
    for (const Issue& issue : log.take())
        if (issue.severity == Severity::Warning)
            codes.push_back(issue.code + " " + issue.feature);
    QCOMPARE(codes, (std::vector<std::string>{"empty_geometry feature 1", "invalid_geometry feature 2"}));
}

void TestTables::terrainIsResampledAndMissingPixelsStayUnknown()
{
    TempFolder folder;
    IssueLog log;
    writeTiff(folder.path("t.tif"), true);
    const Point2 o = frame().origin;
    const auto terrain = readTerrain(folder.path("t.tif"), Box{o.x, o.y, o.x, o.y}.grown(300), frame(), 50, log);
    QVERIFY2(terrain.has_value(), terrain ? "" : terrain.error().text().c_str());
    // 11.0° E is the border of the second and third column: halfway between 101 and 102.
    QVERIFY(std::abs(terrain->raster.sample(o) - 101.5) < 0.1);
    const auto whole = readTerrain(folder.path("t.tif"), Box{o.x, o.y, o.x, o.y}.grown(1500), frame(), 50, log);
    const Point2 missingPixel = *toCity(frame(), 10.9925, 50.0075);
    QVERIFY(std::isnan(whole->raster.sample(missingPixel)));
    QVERIFY(!readTerrain(folder.path("t.tif"), Box{o.x + 1e5, o.y, o.x + 1e5, o.y}.grown(300), frame(), 50, log).has_value());
    writeTiff(folder.path("nowhere.tif"), false);
    const auto nowhere = readTerrain(folder.path("nowhere.tif"), Box{o.x, o.y, o.x, o.y}.grown(300), frame(), 50, log);
    QVERIFY(!nowhere && nowhere.error().field == "crs" && !nowhere.error().remedy.empty());
}

void TestTables::nearestZonesOfALatticeAreHexagons()
{
    std::vector<Point2> centres;
    const double step = 300;
    for (int row = 0; row < 7; ++row)
        for (int column = 0; column < 7; ++column)
            centres.push_back({step * (column + (row % 2) * 0.5), step * std::sqrt(3.0) / 2 * row});
    const auto zones = nearestZones(centres, 400);
    const Ring& inner = zones[3 * 7 + 3];
    QVERIFY(std::abs(area(Polygon{inner}) - step * step * std::sqrt(3.0) / 2) < 1e-6 * step * step);
    const auto twice = nearestZones({{0, 0}, {0, 0}, {100, 0}}, 50);
    QVERIFY(twice[1].empty() && !twice[0].empty() && !twice[2].empty());
}

void TestTables::calmHoursCountInAllDirections()
{
    const auto rose = windRose({{90, 4.2}, {90, 4.4}, {355, 2.0}, {0, 0}}, 0.5);
    double sum = 0, calm = 0;
    for (const WindClass& wind : rose) {
        sum += wind.frequency;
        calm += wind.speed_ms == 0.5 ? wind.frequency : 0;
    }
    QVERIFY(std::abs(sum - 1) < 1e-12);
    QVERIFY(std::abs(calm - 0.25) < 1e-12);
    QCOMPARE(rose.front().from_deg, 0.0);  // 355° belongs to the northern sector
    QVERIFY(std::abs(rose.back().speed_ms - 4.3) < 1e-12);
}

QTEST_GUILESS_MAIN(TestTables)
#include "tst_tables.moc"
