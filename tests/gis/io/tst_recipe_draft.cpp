// What a file is taken for, which columns are guessed, what is still missing, and that the recipe which comes of it reads back.
#include "gis/io/recipe_draft.h"
#include "temp_folder.h"

#include <QtTest>

using namespace isopolis;

namespace {

const char* const kBlocks = "{\"type\": \"FeatureCollection\", \"features\": [{\"type\": \"Feature\","
                            "\"properties\": {\"CODE\": \"a\", \"Nom\": \"Centre\", \"pop_2020\": 1000, \"revenu\": 41000}, \"geometry\": "
                            "{\"type\": \"Polygon\", \"coordinates\": [[[11.0, 50.0], [11.002, 50.0], [11.002, 50.001], [11.0, 50.0]]]}}]}";

FileLook must(const std::filesystem::path& file)
{
    auto look = lookAt(file);
    if (!look)
        throw std::runtime_error(look.error().text());
    return *look;
}

std::string words(const RecipeDraft& draft)
{
    std::string all;
    for (const DraftProblem& problem : problemsOf(draft))
        all += problem.message + " ";
    return all;
}

}  // namespace

class TestRecipeDraft : public QObject {
    Q_OBJECT
private slots:
    void filesAreRecognised()
    {
        const TempFolder folder;
        OsmText osm;
        osm.node(1, 0, 0).node(2, 3, 0).node(3, 3, 3).way(10, {1, 2, 3, 1}, tag("highway", "residential"));
        QVERIFY(must(folder.write("town.osm", osm.xml())).kinds.front() == SourceKind::Osm);
        const FileLook blocks = must(folder.write("blocks.geojson", kBlocks));
        QVERIFY(blocks.kinds.front() == SourceKind::Neighbourhoods);
        QCOMPARE(blocks.rows.size(), std::size_t{1});
        QCOMPARE(blocks.rows[0].size(), blocks.columns.size());
        const FileLook counts = must(folder.write("traffic_counts.csv", "id;lon;lat;AADT\n1;11.0;50.0;8200\n2;11.001;50.0;900\n"));
        QVERIFY(counts.kinds.front() == SourceKind::Counts);
        QCOMPARE(counts.rows.size(), std::size_t{2});
        QVERIFY(must(folder.write("wind.csv", "time,dd,ff\n2024-01-01T00:00Z,210,3.2\n")).kinds.front() == SourceKind::Weather);
        QVERIFY(must(folder.write("lakes.geojson", kBlocks)).kinds.front() == SourceKind::Areas);
        QVERIFY(!lookAt(folder.path("missing.gpkg")));
        const auto image = lookAt(folder.write("photo.jpg", "no map"));
        QVERIFY(!image || image->kinds.empty());
    }

    void columnsAreGuessedByTheirNames()
    {
        const TempFolder folder;
        const SourceDraft draft = draftOf(must(folder.write("blocks.geojson", kBlocks)));
        QCOMPARE(draft.fields.at("id"), std::string("CODE"));
        QCOMPARE(draft.fields.at("name"), std::string("Nom"));
        QCOMPARE(draft.fields.at("population"), std::string("pop_2020"));
        QCOMPARE(draft.fields.at("income"), std::string("revenu"));
        QVERIFY(!draft.fields.contains("jobs"));
        const auto fields = likelyFields(SourceKind::ZonePoints, {"x", "y", "pop"});
        QCOMPARE(fields.at("lon"), std::string("x"));
        QCOMPARE(fields.at("lat"), std::string("y"));
    }

    void whatIsMissingIsSaidAndTheRecipeReadsBack()
    {
        const TempFolder folder;
        OsmText osm;
        osm.node(1, 0, 0).node(2, 3, 0).node(3, 3, 3).way(10, {1, 2, 3, 1}, tag("highway", "residential"));
        RecipeDraft draft;
        draft.sources.push_back(draftOf(must(folder.write("blocks.geojson", kBlocks))));
        QVERIFY(words(draft).find("no name") != std::string::npos);
        QVERIFY(words(draft).find("no map of streets") != std::string::npos);
        QVERIFY(words(draft).find("licence") != std::string::npos);
        QVERIFY(words(draft).find("income column") != std::string::npos);
        draft.name = "Small \"town\"";
        draft.sources.push_back(draftOf(must(folder.write("town.osm", osm.xml()))));
        SourceDraft& blocks = draft.sources.front();
        blocks.licence = "CC0-1.0";
        blocks.attribution = "invented";
        blocks.incomeMeaning = "median income, EUR a year";
        QCOMPARE(words(draft), std::string());
        blocks.personal = true;
        QVERIFY(words(draft).find("legal basis") != std::string::npos);
        blocks.purpose = "planning";
        blocks.legalBasis = "consent";
        blocks.retention = "two years";
        QCOMPARE(words(draft), std::string());
        const auto recipe = parseRecipe("town.city.json", recipeText(draft, folder.path("")), folder.path(""));
        QVERIFY2(recipe, recipe ? "" : recipe.error().text().c_str());
        QCOMPARE(recipe->name, draft.name);
        QCOMPARE(recipe->sources.size(), std::size_t{2});
        QCOMPARE(recipe->sources[0].column("population"), std::string("pop_2020"));
        QVERIFY(std::filesystem::equivalent(recipe->sources[1].path, folder.path("town.osm")));
        // Without neighbourhoods squares take their place.
        draft.sources.erase(draft.sources.begin());
        const auto grid = parseRecipe("town.city.json", recipeText(draft, folder.path("")), folder.path(""));
        QVERIFY2(grid, grid ? "" : grid.error().text().c_str());
        QVERIFY(grid->sources.back().kind == SourceKind::Grid);
    }
};

QTEST_APPLESS_MAIN(TestRecipeDraft)
#include "tst_recipe_draft.moc"
