// Where files lie, and what is said of those that lie wrong: the right system, a wrong one, exchanged axes, none, layers far apart.
#include "gis/io/place_check.h"
#include "temp_folder.h"

#include <QtTest>

#include <algorithm>
#include <cmath>
#include <numbers>

using namespace isopolis;

namespace {

LayerSample sampleIn(const std::string& crs, Box extent)
{
    return {.crs = crs, .shapes = {{{extent.minX, extent.minY}, {extent.maxX, extent.maxY}}}, .extent = extent};
}

const Box kGenevaDegrees{6.10, 46.17, 6.18, 46.23};
const Box kGenevaSwiss{2497000, 1114000, 2503000, 1121000};  // EPSG:2056

SourceDraft draftFrom(const std::filesystem::path& file, SourceKind kind)
{
    SourceDraft source;
    source.file = file;
    source.kind = kind;
    return source;
}

std::vector<PlaceProblem> problems(const CityPlacement& placed)
{
    std::vector<PlaceProblem> all;
    for (const PlaceFinding& finding : placed.findings)
        all.push_back(finding.problem);
    return all;
}

using Problems = std::vector<PlaceProblem>;

}  // namespace

class TestPlaceCheck : public QObject {
    Q_OBJECT
private slots:
    void areasOfUseComeFromTheDatabase()
    {
        const auto swiss = crsFacts("EPSG:2056");
        QVERIFY(swiss && swiss->area && !swiss->geographic);
        QCOMPARE(swiss->code, std::string("EPSG:2056"));
        QVERIFY2(swiss->area->name.find("Switzerland") != std::string::npos, swiss->area->name.c_str());
        QVERIFY(swiss->area->contains({6.14, 46.2}) && !swiss->area->contains({13.4, 52.5}));
        QVERIFY(crsFacts("EPSG:4326")->geographic);
        for (const char* typed : {"", "E", "EP", "EPSG", "EPSG:", ":", "EPSG:20561234", "nonsense", "WGS 84"})
            QVERIFY2(!crsFacts(typed), typed);
        // New Zealand's lies across the date line.
        const auto zealand = crsFacts("EPSG:2193");
        QVERIFY(zealand && zealand->area && zealand->area->contains({174.8, -41.3}));
    }

    void theRightSystemIsWithinItsArea()
    {
        const LayerSample streets = sampleIn("EPSG:4326", kGenevaDegrees), blocks = sampleIn("EPSG:2056", kGenevaSwiss);
        const CityPlacement placed = placeCity({{&streets, "", true}, {&blocks, "", false}}, "EPSG:2056");
        QVERIFY(problems(placed) == Problems());
        QVERIFY(placed.within && placed.centre);
        QVERIFY(std::abs(placed.centre->lon - 6.14) < 1e-6 && std::abs(placed.centre->lat - 46.2) < 1e-6);
        QVERIFY(placed.layers[1].extent.intersects(kGenevaDegrees));
        QVERIFY(std::abs(placed.layers[1].shapes.at(0).at(0).y - 46.17) < 0.02);
        QCOMPARE(placeCity({{&streets, "", true}}, "auto").city.code, std::string("EPSG:32632"));
    }

    void aWrongSystemIsToldWithACure()
    {
        const LayerSample streets = sampleIn("EPSG:4326", kGenevaDegrees);
        // The same numbers in another country's grid lie elsewhere.
        const LayerSample blocks = sampleIn("EPSG:27700", kGenevaSwiss);
        QVERIFY(problems(placeCity({{&streets, "", true}, {&blocks, "", false}}, "auto")) == Problems({PlaceProblem::OutsideArea}));
        // Stating the right one cures it.
        QVERIFY(problems(placeCity({{&streets, "", true}, {&blocks, "EPSG:2056", false}}, "auto")) == Problems());
        QVERIFY(problems(placeCity({{&streets, "", true}, {&blocks, "EPSG:none", false}}, "auto")) == Problems({PlaceProblem::UnknownCrs}));
        // The city's own system may be of another place, too.
        const CityPlacement other = placeCity({{&streets, "", true}}, "EPSG:28992");
        QVERIFY(problems(other) == Problems({PlaceProblem::OutsideCity}));
        QVERIFY(!other.within);
        QCOMPARE(other.findings[0].suggestion, std::string("EPSG:32632"));
    }

    void degreesAndMetresAreToldApart()
    {
        const LayerSample degrees = sampleIn("EPSG:2056", kGenevaDegrees), metres = sampleIn("EPSG:4326", kGenevaSwiss);
        const CityPlacement asMetres = placeCity({{&degrees, "", false}}, "auto");
        QVERIFY(problems(asMetres) == Problems({PlaceProblem::DegreesAsMetres}));
        QCOMPARE(asMetres.findings[0].suggestion, std::string("EPSG:4326"));
        const CityPlacement asDegrees = placeCity({{&metres, "", false}}, "EPSG:2056");
        QVERIFY(problems(asDegrees) == Problems({PlaceProblem::MetresAsDegrees}));
        QCOMPARE(asDegrees.findings[0].suggestion, std::string("EPSG:2056"));
    }

    void exchangedAxesAreFound()
    {
        const LayerSample streets = sampleIn("EPSG:4326", kGenevaDegrees);
        const LayerSample stations = sampleIn("EPSG:4326", {46.17, 6.10, 46.23, 6.18});
        QVERIFY(problems(placeCity({{&streets, "", true}, {&stations, "", false}}, "auto")) == Problems({PlaceProblem::SwappedAxes}));
        const LayerSample metres = sampleIn("EPSG:2056", {1114000, 2497000, 1121000, 2503000});
        QVERIFY(problems(placeCity({{&metres, "", false}}, "auto")) == Problems({PlaceProblem::SwappedAxes}));
        const LayerSample auckland = sampleIn("EPSG:4326", {-37, 174, -36, 175});  // no latitude is 174°
        QVERIFY(problems(placeCity({{&auckland, "", false}}, "auto")) == Problems({PlaceProblem::SwappedAxes}));
    }

    void withoutASystemNothingIsPlaced()
    {
        const LayerSample degrees = sampleIn("", kGenevaDegrees), metres = sampleIn("", kGenevaSwiss);
        const CityPlacement placed = placeCity({{&degrees, "", false}, {&metres, "", false}}, "EPSG:2056");
        QVERIFY(problems(placed) == Problems({PlaceProblem::NoCrs, PlaceProblem::NoCrs}));
        QVERIFY(placed.layers[0].shapes.empty() && placed.layers[0].extent.empty() && !placed.centre);
        QCOMPARE(placed.findings[0].suggestion, std::string("EPSG:4326"));
        QCOMPARE(placed.findings[1].suggestion, std::string("EPSG:2056"));
        QVERIFY(problems(placeCity({{&metres, "EPSG:2056", false}}, "EPSG:2056")) == Problems());
    }

    void layersFarApartAreTold()
    {
        const LayerSample geneva = sampleIn("EPSG:4326", kGenevaDegrees), berlin = sampleIn("EPSG:4326", {13.3, 52.4, 13.5, 52.6});
        const LayerSample near = sampleIn("EPSG:4326", {6.2, 46.3, 6.3, 46.4});
        const CityPlacement placed = placeCity({{&berlin, "", false}, {&geneva, "", true}, {&near, "", false}}, "auto");
        QVERIFY(problems(placed) == Problems({PlaceProblem::FarAway}));
        QCOMPARE(placed.findings[0].layer, std::optional<std::size_t>(0));
        QVERIFY2(std::abs(placed.findings[0].distance_km - 865) < 15, qPrintable(QString::number(placed.findings[0].distance_km)));
    }

    void shapesHaveNoMorePointsThanAreSeen()
    {
        LayerSample blocks = sampleIn("EPSG:4326", kGenevaDegrees);
        Polyline round;
        for (int i = 0; i <= 20000; ++i)
            round.push_back({6.14 + 0.03 * std::cos(i * std::numbers::pi / 10000), 46.2 + 0.03 * std::sin(i * std::numbers::pi / 10000)});
        round.back() = round.front();
        const Polyline tiny = {{6.12, 46.2}, {6.120001, 46.2}, {6.120001, 46.200001}, {6.12, 46.2}}, place = {{6.13, 46.21}};
        blocks.shapes = {round, tiny, place};
        const CityPlacement placed = placeCity({{&blocks, "", false}}, "auto");
        const std::vector<Polyline>& shapes = placed.layers.at(0).shapes;
        QCOMPARE(shapes.size(), std::size_t{3});
        QVERIFY2(shapes[0].size() > 500 && shapes[0].size() < 4000, qPrintable(QString::number(shapes[0].size())));
        QVERIFY(shapes[0].front() == shapes[0].back());
        // No point of the ring lies far from those that are kept.
        for (const Point2& p : round)
            QVERIFY(std::any_of(shapes[0].begin(), shapes[0].end(),
                                [&](Point2 kept) { return std::abs(p.x - kept.x) + std::abs(p.y - kept.y) < 0.08 / 1000 * 2.01; }));
        QCOMPARE(shapes[1].size(), std::size_t{2});  // not taken for a place
        QCOMPARE(shapes[2].size(), std::size_t{1});
    }

    void aLayerLeftOutTakesItsFindingsAlong()
    {
        const LayerSample geneva = sampleIn("EPSG:4326", kGenevaDegrees), berlin = sampleIn("EPSG:4326", {13.3, 52.4, 13.5, 52.6});
        const LayerSample metres = sampleIn("EPSG:4326", kGenevaSwiss);
        const std::vector<LayerToPlace> all = {{&geneva, "", true}, {&berlin, "", false}, {&metres, "", false}};
        const CityPlacement placed = placeCity(all, "auto");
        QVERIFY(problems(placed) == Problems({PlaceProblem::FarAway, PlaceProblem::MetresAsDegrees}));
        const CityPlacement less = withoutLayer(placed, 1);
        QCOMPARE(less.layers.size(), std::size_t{2});
        QVERIFY(problems(less) == Problems({PlaceProblem::MetresAsDegrees}));
        QCOMPARE(less.findings[0].layer, std::optional<std::size_t>(1));
        QVERIFY(problems(withoutLayer(placed, 3)) == problems(placed));
        // Where the answer is no longer wanted the database is not asked any further.
        int asked = 0;
        const CityPlacement stopped = placeCity(all, "auto", [&asked] { return ++asked > 1; });
        QCOMPARE(stopped.layers.size(), std::size_t{1});
        QVERIFY(stopped.city.code.empty());
    }

    void filesAreSampledAsTheyStand()
    {
        const TempFolder folder;
        std::string table = "id;lon;lat\n";
        for (int i = 0; i < 3000; ++i)
            table += std::to_string(i) + ";" + std::to_string(6.1 + i * 1e-5) + ";46.2\n";
        SourceDraft counts = draftFrom(folder.write("counts.csv", table), SourceKind::Counts);
        counts.fields = {{"lon", "lon"}, {"lat", "lat"}};
        const auto sample = sampleOf(counts);
        QVERIFY(sample && sample->shapes.size() >= 400 && sample->shapes.size() <= 600);
        QVERIFY(std::abs(sample->extent.maxX - 6.12999) < 1e-9);
        counts.fields = {{"lon", "lat"}, {"lat", "lon"}};
        QVERIFY(sampleOf(counts)->extent.minX == 46.2);
        QVERIFY(sampleOf(draftFrom(folder.write("wind.csv", "dd,ff\n1,2\n"), SourceKind::Weather))->extent.empty());
        QVERIFY(!sampleOf(draftFrom(folder.path("none.gpkg"), SourceKind::Areas)));
        const auto blocks =
            sampleOf(draftFrom(folder.write("blocks.geojson",
                                            R"({"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"name": "a"},
                "geometry": {"type": "Polygon", "coordinates": [[[11, 50], [11.002, 50], [11.002, 50.001], [11, 50]]]}}]})"),
                               SourceKind::Neighbourhoods));
        QVERIFY(blocks && !blocks->crs.empty() && blocks->shapes.size() == 1 && blocks->shapes[0].size() == 4);
    }

    void aShapefileWithoutSystemIsKeptAndAskedFor()
    {
        const TempFolder folder;
        // FlatGeobuf, Shapefile and GeoPackage may lack a system; the smallest one to write by hand is a Shapefile of one point.
        const auto word = [](std::int32_t value, bool big) {
            std::string bytes(4, '\0');
            for (int i = 0; i < 4; ++i)
                bytes[static_cast<std::size_t>(big ? 3 - i : i)] = static_cast<char>((value >> (8 * i)) & 0xff);
            return bytes;
        };
        const auto real = [](double value) { return std::string(reinterpret_cast<const char*>(&value), 8); };
        const double x = 2500000, y = 1118000;
        std::string header = word(9994, true) + std::string(20, '\0') + word((100 + 28) / 2, true) + word(1000, false) + word(1, false) +
                             real(x) + real(y) + real(x) + real(y) + std::string(32, '\0');
        const std::string shp = header + word(1, true) + word(10, true) + word(1, false) + real(x) + real(y);
        header.replace(24, 4, word((100 + 8) / 2, true));
        folder.write("stations.shp", shp);
        folder.write("stations.shx", header + word(50, true) + word(10, true));
        const auto look = lookAt(folder.path("stations.shp"));
        QVERIFY2(look, look ? "" : look.error().text().c_str());
        QVERIFY(look->crsMissing && !look->kinds.empty());
        RecipeDraft draft;
        draft.name = "Town";
        draft.sources = {draftOf(*look)};
        SourceDraft& source = draft.sources.front();
        const auto asked = [&] {
            const auto all = problemsOf(draft);
            return std::count_if(all.begin(), all.end(),
                                 [](const DraftProblem& p) { return p.message.find("coordinate system") != std::string::npos; });
        };
        QCOMPARE(asked(), 1);
        source.crs = "EPSG:99999";
        QCOMPARE(asked(), 1);
        source.crs = "EPSG:2056";
        QCOMPARE(asked(), 0);
        const auto sample = sampleOf(source);
        QVERIFY(sample && sample->crs.empty());
        const CityPlacement placed = placeCity({{&*sample, source.crs, false}}, "auto");
        QVERIFY(placed.findings.empty() && std::abs(placed.centre->lat - 46.2) < 0.02);
        source.licence = source.attribution = "mine";
        source.what = "air";
        const auto recipe = parseRecipe("town.city.json", recipeText(draft, folder.path("")), folder.path(""));
        QVERIFY2(recipe, recipe ? "" : recipe.error().text().c_str());
        QCOMPARE(recipe->sources.front().crs, std::string("EPSG:2056"));
    }
};

QTEST_APPLESS_MAIN(TestPlaceCheck)
#include "tst_place_check.moc"
