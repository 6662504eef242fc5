// Bad recipes and bad files: one sentence that names file, field and cure, and nothing built.
#include "gis/io/city_recipe.h"
#include "gis/io/file_check.h"
#include "temp_folder.h"

#include <QtTest>

#include <algorithm>

#include <gdal_priv.h>
#include <ogrsf_frmts.h>
#include <osmium/io/pbf_output.hpp>
#include <osmium/io/reader.hpp>
#include <osmium/io/writer.hpp>
#include <osmium/io/xml_input.hpp>

using namespace isopolis;

namespace {

constexpr const char* kHead = R"({"format": "isopolis-city-recipe", "version": 1, "name": "T", "sources": [)";
constexpr const char* kOsm = R"({"id": "osm", "kind": "osm", "path": "town.osm", "licence": "x", "attribution": "x"})";
constexpr const char* kGrid = R"({"id": "g", "kind": "grid", "licence": "x", "attribution": "x"})";

/// The error of a recipe, which must name a path in it and a cure.
Error refusal(const std::string& text)
{
    const auto recipe = parseRecipe("r.city.json", text, ".");
    if (recipe)
        return Error{ErrorCode::Internal, "was accepted"};
    return recipe.error();
}

std::string smallTown()
{
    OsmText osm;
    for (int i = 0; i < 4000; ++i)
        osm.node(i + 1, i % 20, i % 37);
    osm.way(1, {1, 2, 3, 4, 5, 6}, tag("highway", "residential"));
    osm.way(2, {1, 2, 23, 22, 1}, tag("building", "house"));
    return osm.xml();
}

void writePbf(const std::filesystem::path& xml, const std::filesystem::path& pbf)
{
    osmium::io::Reader reader(osmium::io::File(xml.string(), "osm"));
    osmium::io::Writer writer(osmium::io::File(pbf.string(), "pbf"), reader.header());
    while (osmium::memory::Buffer buffer = reader.read())
        writer(std::move(buffer));
    writer.close();
}

/// One square without any coordinate system.
void writeShapefile(const std::filesystem::path& file)
{
    RegisterOGRShape();
    GDALDataset* data = GetGDALDriverManager()->GetDriverByName("ESRI Shapefile")->Create(file.c_str(), 0, 0, 0, GDT_Unknown, nullptr);
    OGRLayer* layer = data->CreateLayer("zones", nullptr, wkbPolygon, nullptr);
    OGRFeature feature(layer->GetLayerDefn());
    OGRPolygon square;
    auto* ring = new OGRLinearRing;
    for (const auto& [x, y] : {std::pair{0.0, 0.0}, {0.0, 9.0}, {9.0, 9.0}, {9.0, 0.0}, {0.0, 0.0}})
        ring->addPoint(x, y);
    square.addRingDirectly(ring);
    feature.SetGeometry(&square);
    QCOMPARE(layer->CreateFeature(&feature), OGRERR_NONE);
    GDALClose(data);
}

void isHelpful(const Error& error, const std::filesystem::path& file)
{
    QVERIFY2(error.file == file.string(), error.text().c_str());
    QVERIFY2(!error.message.empty() && !error.remedy.empty(), error.text().c_str());
}

}  // namespace

class TestHostileFiles : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aWrongEntryOfARecipeIsNamedByItsPath();
    void aRecipeThatIsNoRecipeIsRefused();
    void aWrongPathAndAWrongColumnAreNamed();
    void aTextCalledGeoPackageIsNoGeoPackage();
    void aTruncatedExtractIsRefused();
    void polygonsWithoutCoordinateSystemAreRefused();
    void goodFilesAreDescribed();
};

void TestHostileFiles::aWrongEntryOfARecipeIsNamedByItsPath()
{
    const std::string osm = kOsm;
    const std::pair<std::string, std::string> cases[] = {
        {osm + R"(], "nmae": 1})", "nmae"},
        {R"({"id": "osm", "kind": "osm", "path": "a", "licence": "x"}]})", "sources[0].attribution"},
        {R"({"id": "a", "kind": "oms", "path": "a", "licence": "x", "attribution": "x"}]})", "sources[0].kind"},
        {osm + ", " + osm + "]}", "sources[1].id"},
        {osm + R"(], "window": {"west": 7, "south": 46, "east": 6, "north": 47}})", "window"},
        {osm + R"(], "weather": {"origin": "x", "rose": [{"from_deg": 0, "speed_ms": 2, "frequency": 0.4}]}})", "weather.rose"},
        {R"({"id": "osm", "kind": "osm", "path": "/vsicurl/http://x/a.pbf", "licence": "x", "attribution": "x"}]})", "sources[0].path"},
        {R"({"id": "c", "kind": "counts", "path": "a", "licence": "x", "attribution": "x", "fields": {"veh_day": [{"field": "a"}, {"field": "b"}]}}]})",
         "sources[0].fields.veh_day"},
        {R"({"id": "p", "kind": "osm", "path": "a", "licence": "x", "attribution": "x", "personal": true}]})", "sources[0]"},
    };
    for (const auto& [text, path] : cases) {
        const Error error = refusal(kHead + text);
        QCOMPARE(error.field, path);
        QCOMPARE(error.file, std::string("r.city.json"));
        QVERIFY(!error.remedy.empty());
    }
}

void TestHostileFiles::aRecipeThatIsNoRecipeIsRefused()
{
    for (const std::string& text : {std::string("{"), std::string("[]"), std::string("{}"), std::string(1000, '['),
                                    std::string("\xFF\xFE{}"), std::string(R"({"format": "x", "version": 1, "name": "x", "sources": []})"),
                                    std::string(R"({"format": "isopolis-city-recipe", "version": 9, "name": "x", "sources": []})")}) {
        const Error error = refusal(text);
        QVERIFY2(error.file == "r.city.json" && !error.remedy.empty(), error.text().c_str());
    }
}

void TestHostileFiles::aWrongPathAndAWrongColumnAreNamed()
{
    TempFolder folder;
    const auto file = folder.write("r.city.json", std::string(kHead) + kOsm + ", " + kGrid + "]}");
    const auto missing = importCity(file, {});
    QVERIFY(!missing.has_value());
    isHelpful(missing.error(), folder.path("town.osm"));
    QCOMPARE(missing.error().field, std::string("sources[0].path"));

    folder.write("town.osm", smallTown());
    folder.write("counts.csv", "id,lon,lat,n\n1,11,50,3\n");
    folder.write("r.city.json",
                 std::string(kHead) + kOsm + ", " + kGrid + R"(, {"id": "c", "kind": "counts", "path": "counts.csv", "licence": "x",
        "attribution": "x", "fields": {"lon": "lon", "lat": "lat", "veh_day": "TJM"}}]})");
    const auto column = importCity(file, {});
    QVERIFY(!column.has_value());
    isHelpful(column.error(), folder.path("counts.csv"));
    QCOMPARE(column.error().field, std::string("sources.c.fields.veh_day"));
    QVERIFY(column.error().remedy.find("id, lon, lat, n") != std::string::npos);
}

void TestHostileFiles::aTextCalledGeoPackageIsNoGeoPackage()
{
    TempFolder folder;
    for (const char* name : {"a.gpkg", "a.shp", "a.geojson", "a.fgb", "a.tif", "a.osm.pbf", "a.osm"}) {
        const auto file = folder.write(name, "Dear colleague,\nplease find attached the streets of our town.\n");
        const auto check = checkFile(file);
        QVERIFY2(!check.has_value(), name);
        isHelpful(check.error(), file);
        const auto empty = checkFile(folder.write(name, ""));
        QVERIFY2(!empty.has_value(), name);
    }
    QVERIFY(!checkFile(folder.path("absent.gpkg")).has_value());
    QVERIFY(!checkFile(folder.write("a.exe", "x")).has_value());
}

void TestHostileFiles::aTruncatedExtractIsRefused()
{
    TempFolder folder;
    writePbf(folder.write("town.osm", smallTown()), folder.path("town.osm.pbf"));
    QVERIFY(checkFile(folder.path("town.osm.pbf")).has_value());
    const auto size = std::filesystem::file_size(folder.path("town.osm.pbf"));
    for (const double share : {0.02, 0.3, 0.9}) {
        std::filesystem::copy_file(folder.path("town.osm.pbf"), folder.path("cut.osm.pbf"),
                                   std::filesystem::copy_options::overwrite_existing);
        std::filesystem::resize_file(folder.path("cut.osm.pbf"), static_cast<std::uintmax_t>(static_cast<double>(size) * share));
        const auto check = checkFile(folder.path("cut.osm.pbf"));
        QVERIFY(!check.has_value());
        isHelpful(check.error(), folder.path("cut.osm.pbf"));
    }
}

void TestHostileFiles::polygonsWithoutCoordinateSystemAreRefused()
{
    TempFolder folder;
    writeShapefile(folder.path("zones.shp"));
    const auto check = checkFile(folder.path("zones.shp"));
    QVERIFY(check.has_value());
    QVERIFY(!check->usable);
    QCOMPARE(check->issues.front().field, std::string("crs"));
    folder.write("town.osm", smallTown());
    const auto made =
        importCity(folder.write("r.city.json", std::string(kHead) + kOsm +
                                                   R"(, {"id": "z", "kind": "neighbourhoods", "path": "zones.shp", "licence": "x",
        "attribution": "x"}]})"),
                   {});
    QVERIFY(!made.has_value());
    isHelpful(made.error(), folder.path("zones.shp"));
    QCOMPARE(made.error().field, std::string("crs"));
    QVERIFY(made.error().remedy.find(".prj") != std::string::npos);
}

void TestHostileFiles::goodFilesAreDescribed()
{
    TempFolder folder;
    const auto osm = checkFile(folder.write("town.osm", smallTown()));
    QVERIFY(osm.has_value() && osm->usable && osm->kind == "osm");
    QVERIFY(std::any_of(osm->counts.begin(), osm->counts.end(),
                        [](const ImportCount& c) { return c.kind == "highways" && c.considered == 1; }));
    const auto csv = checkFile(folder.write("p.csv", "name,lon,lat\na,11,50\nb,x,y\n"));
    QVERIFY(csv.has_value() && csv->usable);
    QCOMPARE(csv->counts.front().kept, std::uint64_t{1});
    QCOMPARE(csv->issues.size(), std::size_t{1});
    const auto json = checkFile(folder.write(
        "p.geojson", R"({"type": "Feature", "properties": {"n": 1}, "geometry": {"type": "Point", "coordinates": [11, 50]}})"));
    QVERIFY2(json.has_value(), json ? "" : json.error().text().c_str());
    QCOMPARE(json->fields, (std::vector<std::string>{"n"}));
    QVERIFY(json->crs.find("4326") != std::string::npos);
}

QTEST_GUILESS_MAIN(TestHostileFiles)
#include "tst_hostile_files.moc"
