// Buildings of CityJSON and CityGML: what a city keeps of them, and what happens to files that are wrong.
#include "gis/io/models3d/building_model.h"
#include "gis/io/models3d/model_import.h"
#include "temp_folder.h"

#include <QtTest>

#include <algorithm>
#include <cmath>

using namespace isopolis;

namespace {

/// JSON written with apostrophes, so that it can be read here.
std::string quoted(std::string text)
{
    std::replace(text.begin(), text.end(), '\'', '"');
    return text;
}

/// A house of 10 m × 6 m with a gable roof, eaves at 5 m and ridge at 8 m, at (85000, 446000) in EPSG:28992, on ground at 2 m.
std::string gable(const std::string& semantics = quoted(
                      ",'semantics':{'surfaces':[{'type':'GroundSurface'},{'type':'WallSurface'},{'type':'RoofSurface'}],"
                      "'values':[[0,1,1,1,1,2,2]]}"))
{
    return quoted("{'type':'CityJSON','version':'2.0','metadata':{'referenceSystem':'https://www.opengis.net/def/crs/EPSG/0/28992'},"
                  "'transform':{'scale':[0.001,0.001,0.001],'translate':[85000,446000,0]},"
                  "'vertices':[[0,0,2000],[10000,0,2000],[10000,6000,2000],[0,6000,2000],[0,0,7000],[10000,0,7000],[10000,6000,7000],[0,"
                  "6000,7000],"
                  "[0,3000,10000],[10000,3000,10000]],"
                  "'CityObjects':{'house':{'type':'Building','attributes':{'measuredHeight':8000},'geometry':[{'type':'Solid','lod':'2','"
                  "boundaries':"
                  "[[[[0,3,2,1]],[[0,1,5,4]],[[1,2,6,9,5]],[[2,3,7,6]],[[3,0,4,8,7]],[[4,5,9,8]],[[6,7,8,9]]]]") +
           semantics + "}]}}}";
}

Projector own()
{
    LocalFrame frame;
    frame.crs = "EPSG:28992";
    return std::move(*Projector::between("EPSG:28992", frame));
}

struct Told {
    TempFolder folder;
    IssueLog log;
    QString json(const std::string& text)
    {
        const auto read = readCityJson(folder.write("a.city.json", text), log);
        return read ? QString() : QString::fromStdString(read.error().text());
    }
    QString gml(const std::string& text)
    {
        const auto read = readCityGml(folder.write("a.gml", text), log);
        return read ? QString() : QString::fromStdString(read.error().text());
    }
};

}  // namespace

class TestModels3d : public QObject {
    Q_OBJECT

private slots:
    void aGableRoofKeepsItsPlanes()
    {
        for (const bool told : {true, false}) {  // with and without stated meanings of the surfaces
            TempFolder folder;
            IssueLog log;
            const auto file = readCityJson(folder.write("house.city.json", told ? gable() : gable("")), log);
            QVERIFY2(file, file ? "" : file.error().text().c_str());
            QCOMPARE(file->crs, std::string("EPSG:28992"));
            QCOMPARE(file->buildings.size(), std::size_t{1});
            const auto house = toBuilding(file->buildings[0], own(), log);
            QVERIFY(house.has_value());
            QCOMPARE(house->externalId, std::string("house"));
            QVERIFY(std::abs(area(house->footprint) - 60) < 1e-6);
            QVERIFY(std::abs(house->height_m - 8) < 1e-9 && std::abs(house->ground_m - 2) < 1e-9);
            QCOMPARE(house->roof.size(), std::size_t{2});
            double plan_m2 = 0;
            for (const RoofFace& face : house->roof) {
                plan_m2 += area(Polygon{face.outline});
                QCOMPARE(*std::min_element(face.height_m.begin(), face.height_m.end()), 5.0);
                QCOMPARE(*std::max_element(face.height_m.begin(), face.height_m.end()), 8.0);
            }
            QVERIFY(std::abs(plan_m2 - 60) < 1e-6);
        }
    }
    void courtsWithinAPlaneStayOpen()
    {
        // 20 m × 20 m under one slope of 1 in 10, with two courts of 4 m × 4 m and 2 m × 2 m.
        const auto slope = [](double x, double y) { return ModelPoint{85000 + x, 446000 + y, 10 + 0.1 * x}; };
        const auto square = [&](double x, double y, double side) {
            return ModelRing{slope(x, y), slope(x + side, y), slope(x + side, y + side), slope(x, y + side)};
        };
        ModelSurface ground{SurfaceMeaning::Ground, square(0, 0, 20), {}};
        for (ModelPoint& p : ground.outer)
            p.z = 2;
        const BuildingModel model{"yard", {ground, {SurfaceMeaning::Roof, square(0, 0, 20), {square(8, 8, 4), square(3, 14, 2)}}}};
        IssueLog log;
        const auto yard = toBuilding(model, own(), log);
        QVERIFY(yard.has_value());
        QCOMPARE(yard->roof.size(), std::size_t{1});
        const RoofFace& face = yard->roof.front();
        QCOMPARE(face.outline.size(), std::size_t{4 + (4 + 2) + (4 + 2)});  // a seam to each court and back
        QCOMPARE(face.height_m.size(), face.outline.size());
        QVERIFY(std::abs(signedArea(face.outline) - (400 - 16 - 4)) < 1e-6);
        for (std::size_t i = 0; i < face.outline.size(); ++i)
            QVERIFY(std::abs(face.height_m[i] - (8 + 0.1 * (face.outline[i].x - face.outline[0].x))) < 1e-6);
    }
    void codesOfSystemsAreUnderstood()
    {
        QCOMPARE(epsgCode("https://www.opengis.net/def/crs/EPSG/0/28992"), std::string("EPSG:28992"));
        QCOMPARE(epsgCode("urn:ogc:def:crs,crs:EPSG:6.12:25833,crs:EPSG:6.12:5783"), std::string("EPSG:25833"));
        QCOMPARE(epsgCode("urn:ogc:def:crs:EPSG::2056"), std::string("EPSG:2056"));
        QCOMPARE(epsgCode("EPSG:3068"), std::string("EPSG:3068"));
        QCOMPARE(epsgCode("urn:adv:crs:ETRS89_UTM32"), std::string());
    }
    void brokenFilesGetOneSentence()
    {
        Told told;
        QVERIFY(told.json("{").contains(QStringLiteral("it is no JSON")));
        QVERIFY(told.json(quoted("{'type':'FeatureCollection'}")).contains(QStringLiteral("its type is not CityJSON")));
        QVERIFY(told.json(quoted("{'type':'CityJSON','version':'9.0'}")).contains(QStringLiteral("'9.0'")));
        QVERIFY(told.json(quoted("{'type':'CityJSON','version':'1.1','CityObjects':{},'vertices':[[0,0]]}"))
                    .contains(QStringLiteral("vertex 0")));
        QVERIFY(told.json(quoted("{'type':'CityJSON','version':'1.1','CityObjects':{},'vertices':[]}"))
                    .contains(QStringLiteral("no building")));
        std::string outside = gable();
        outside.replace(outside.find("[[0,3,2,1]]"), 11, "[[0,3,2,99]]");
        QCOMPARE(told.json(outside), QString());
        QCOMPARE(told.log.take().back().code, std::string("bad_surface"));
        QVERIFY(told.gml("<a/>").contains(QStringLiteral("no CityModel")));
        QVERIFY(told.gml("<CityModel><open>").contains(QStringLiteral("line 1")));
        QVERIFY(told.gml("<!DOCTYPE a [<!ENTITY b 'c'>]><CityModel/>").contains(QStringLiteral("a document type is not allowed")));
        QVERIFY(told.gml("<CityModel><Building><lod1Solid><Polygon><exterior><LinearRing><posList>1 2 "
                         "x</posList></LinearRing></exterior></Polygon>"
                         "</lod1Solid></Building></CityModel>")
                    .contains(QStringLiteral("'x' is no coordinate")));
    }
    void everyCutOfAFileIsRefusedOrRead()
    {
        Told told;
        const std::string whole = gable();
        for (std::size_t n = 1; n < whole.size(); n += 7)
            told.json(whole.substr(0, n));
        QVERIFY(!told.json(whole.substr(0, whole.size() - 1)).isEmpty());
    }
    void publishedModelsAreRead_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("buildings");
        QTest::addColumn<QString>("crs");
        QTest::addColumn<bool>("roofs");
        QTest::newRow("Rotterdam, CityJSON 2.0") << "rotterdam_delfshaven.city.json" << 853 << "EPSG:28992" << true;
        QTest::newRow("Zurich, CityJSON 1.1") << "zurich_subset_lod2.city.json" << 161 << "EPSG:2056" << true;
        QTest::newRow("Potsdam, CityGML LoD1") << "potsdam_lod1.gml" << 97 << "EPSG:25833" << false;
        QTest::newRow("text sequence") << "lod2_buildings.city.jsonl" << 100 << "" << true;
    }
    void publishedModelsAreRead()
    {
        QFETCH(QString, name);
        QFETCH(int, buildings);
        QFETCH(QString, crs);
        QFETCH(bool, roofs);
        const auto path = std::filesystem::path(ISOPOLIS_SOURCE_DIR) / "../shared/data/models3d" / name.toStdString();
        if (!std::filesystem::exists(path))
            QSKIP("the shared models are not here");
        IssueLog log;
        const auto file = readBuildingModels(path, log);
        QVERIFY2(file, file ? "" : file.error().text().c_str());
        QCOMPARE(static_cast<int>(file->buildings.size()), buildings);
        QCOMPARE(QString::fromStdString(file->crs), crs);
        LocalFrame frame;
        frame.crs = crs.isEmpty() ? "EPSG:3068" : crs.toStdString();
        const Projector projector = std::move(*Projector::between(frame.crs, frame));
        int kept = 0, roofed = 0;
        for (const BuildingModel& model : file->buildings)
            if (const auto building = toBuilding(model, projector, log)) {
                ++kept;
                roofed += building->roof.empty() ? 0 : 1;
                QVERIFY(building->height_m < 130);
                QVERIFY(area(building->footprint) > 0.05);  // masts are buildings, too
            }
        QVERIFY2(kept > 0.97 * buildings, qPrintable(QString::number(kept)));
        QVERIFY2(roofs ? roofed > buildings / 4 : roofed == 0, qPrintable(QString::number(roofed)));
    }
    void aModelTakesThePlaceOfTheMapsBuildings()
    {
        TempFolder folder;
        IssueLog log;
        folder.write("house.city.json", gable());
        LocalFrame frame;
        frame.crs = "EPSG:28992";
        const auto box = [](double x, double y, double side) {
            return MultiPolygon{Polygon{.outer = {{x, y}, {x + side, y}, {x + side, y + side}, {x, y + side}}}};
        };
        IdVector<BuildingId, Building> buildings;
        buildings.push({.externalId = "osm:way/1", .footprint = box(85001, 446001, 5), .height_m = 15, .use = BuildingUse::Residential});
        buildings.push({.externalId = "osm:way/2", .footprint = box(85050, 446001, 5), .height_m = 15, .use = BuildingUse::Public});
        std::vector<bool> outbuilding = {false, true};
        RecipeSource source;
        source.path = folder.path("house.city.json");
        const CityWindow window(box(84900, 445900, 300));
        const auto count = importModels(source, window, frame, buildings, outbuilding, log);
        QVERIFY(count && count->kept == 1 && count->considered == 1);
        QCOMPARE(buildings.size(), std::size_t{2});
        QCOMPARE(buildings[BuildingId(0)].externalId, std::string("osm:way/2"));
        QCOMPARE(buildings[BuildingId(1)].externalId, std::string("house"));
        QCOMPARE(buildings[BuildingId(1)].use, BuildingUse::Residential);
        QCOMPARE(outbuilding, (std::vector<bool>{true, false}));
    }
};

QTEST_GUILESS_MAIN(TestModels3d)
#include "tst_models3d.moc"
