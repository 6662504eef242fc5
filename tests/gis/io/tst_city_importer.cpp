// From a recipe to a city: a hand-made town, and Geneva where its files are present.
#include "gis/io/city_importer.h"
#include "gis/io/crs.h"
#include "temp_folder.h"

#include <QtTest>

#include <algorithm>
#include <cmath>
#include <numeric>

using namespace isopolis;

namespace {

//   row 3   9 ─ 10   8: school node               two zones meet at column 2:
//   row 2   │ B │ C                               "West" with 30 couples and 40 singles, "East" without numbers
//   row 0   1 ── 2 ── 3 ── 4   one street
std::string townXml()
{
    OsmText osm;
    osm.node(1, 0, 0).node(2, 1, 0).node(3, 2, 0).node(4, 4, 0).node(5, 0, 3).node(6, 4, 3);
    osm.way(10, {1, 2, 3, 4, 6, 5, 1}, tag("highway", "residential") + tag("name", "Main Street"));
    osm.node(20, 0, 1).node(21, 1, 1).node(22, 1, 2).node(23, 0, 2);
    osm.way(30, {20, 21, 22, 23, 20}, tag("building", "apartments") + tag("building:levels", "2"));
    osm.node(24, 3, 1).node(25, 4, 1).node(26, 4, 2).node(27, 3, 2);
    osm.way(31, {24, 25, 26, 27, 24}, tag("building", "office") + tag("building:levels", "3"));
    osm.node(40, 1, 1, tag("amenity", "school") + tag("name", "First School"));
    osm.node(41, 2, 2, tag("highway", "traffic_signals"));
    return osm.xml();
}

// Zones of 2 columns × 3 rows; the third zone lies half outside the window (east of 11.03).
constexpr const char* kZones = R"({"type": "FeatureCollection", "features": [
  {"type": "Feature", "properties": {"name": "West", "couples": 30, "singles": 40, "income": 50000}, "geometry":
    {"type": "Polygon", "coordinates": [[[10.999, 49.999], [11.0028, 49.999], [11.0028, 50.01], [10.999, 50.01], [10.999, 49.999]]]}},
  {"type": "Feature", "properties": {"name": "East", "couples": null, "singles": null, "income": null}, "geometry":
    {"type": "Polygon", "coordinates": [[[11.0028, 49.999], [11.01, 49.999], [11.01, 50.01], [11.0028, 50.01], [11.0028, 49.999]]]}},
  {"type": "Feature", "properties": {"name": "Edge", "couples": 0, "singles": 100, "income": 70000}, "geometry":
    {"type": "Polygon", "coordinates": [[[11.025, 50.0], [11.035, 50.0], [11.035, 50.01], [11.025, 50.01], [11.025, 50.0]]]}},
  {"type": "Feature", "properties": {"name": "Elsewhere", "couples": 5, "singles": 5, "income": 1}, "geometry":
    {"type": "Polygon", "coordinates": [[[12.0, 50.0], [12.01, 50.0], [12.01, 50.01], [12.0, 50.01], [12.0, 50.0]]]}}]})";

constexpr const char* kAssumptions = R"([
  {"id": "per_couple", "value": 3, "low": 2, "high": 4, "source": "test"}, {"id": "per_single", "value": 1.5, "low": 1, "high": 2, "source": "test"},
  {"id": "people.jobs_per_resident", "value": 0.5, "low": 0.3, "high": 1, "source": "test"}])";

constexpr const char* kZoneSource =
    R"({"id": "zones", "kind": "neighbourhoods", "path": "zones.geojson", "licence": "none", "attribution": "test",
  "fields": {"id": "name", "name": "name", "income": "income",
             "population": [{"field": "couples", "times": "per_couple"}, {"field": "singles", "times": "per_single"}]},
  "income_meaning": "EUR a year"})";

std::string recipe(const std::string& zones, const std::string& more = {})
{
    return std::string(R"({"format": "isopolis-city-recipe", "version": 1, "name": "Town", "assumptions": )") + kAssumptions +
           R"(, "sources": [{"id": "osm", "kind": "osm", "path": "town.osm", "licence": "ODbL", "attribution": "test"}, )" + zones + more +
           R"(], "background": {"no2_ug_m3": 12, "origin": "test"}})";
}

struct Town {
    TempFolder folder;
    Expected<ImportOutcome> made;
    explicit Town(const std::string& recipeText) : made(unexpected(Error{}))
    {
        folder.write("town.osm", townXml());
        folder.write("zones.geojson", kZones);
        folder.write("counts.csv",
                     "id;x;y;tjm;year\n1;11.001;50.0001;1200;2019\n2;11.001;49.9999;0;2019\n3;;;500;2019\n4;11.02;50.019;700;1\n");
        made = importCity(folder.write("town.city.json", recipeText), {});
    }
    const City& city() const { return *made->city; }
    const Neighbourhood& zone(const std::string& name) const { return city().neighbourhoods()[city().findNeighbourhood(name)]; }
    std::size_t issues(const std::string& code) const
    {
        return static_cast<std::size_t>(
            std::count_if(made->report.issues.begin(), made->report.issues.end(), [&](const Issue& i) { return i.code == code; }));
    }
};

constexpr const char* kCountSource = R"(, {"id": "counts", "kind": "counts", "path": "counts.csv", "licence": "none", "attribution": "test",
  "fields": {"id": "id", "lon": "x", "lat": "y", "veh_day": "tjm", "year": "year"}})";

std::filesystem::path dataOf(const char* city) { return std::filesystem::path(ISOPOLIS_SOURCE_DIR) / ".." / "shared" / "data" / city; }
std::filesystem::path recipeOf(const std::string& city)
{
    return std::filesystem::path(ISOPOLIS_SOURCE_DIR) / "tests" / "data" / "recipes" / (city + ".city.json");
}

}  // namespace

class TestCityImporter : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aMissingColumnIsReplacedByNamedAssumptions();
    void zonesPartlyOutsideCountInProportion();
    void peopleAndJobsLiveAndWorkInTheBuildings();
    void unknownIncomeStaysUnknown();
    void countsFindTheirRoadAndBadOnesAreReported();
    void aGridStandsInForZones();
    void sourcesEnterTheRegisterWithTheirFingerprint();
    void lightsAndOwnEmissionFactorsAreTakenAsTheyAre();
    void theSameFilesMakeTheSameCity();
    void aStoppedImportSaysSo();
    void genevaHasItsStreetsBuildingsAndNeighbourhoods();
    void portoAlegreAndBayreuthBuild();
};

void TestCityImporter::aMissingColumnIsReplacedByNamedAssumptions()
{
    const Town town(recipe(kZoneSource));
    QVERIFY2(town.made.has_value(), town.made ? "" : town.made.error().text().c_str());
    QVERIFY(std::abs(town.zone("West").population - (30 * 3 + 40 * 1.5)) < 1e-6);
    const auto& used = town.city().assumptions();
    for (const char* id : {"per_couple", "per_single", "people.jobs_per_resident", "building.storey_height_m"})
        QVERIFY2(std::any_of(used.begin(), used.end(), [&](const CityAssumption& a) { return a.id == id; }), id);
    QVERIFY(std::none_of(used.begin(), used.end(), [](const CityAssumption& a) { return a.id == "people.residents_per_m2_floor"; }));
}

void TestCityImporter::zonesPartlyOutsideCountInProportion()
{
    const Town town(recipe(kZoneSource));
    QVERIFY(std::abs(town.zone("Edge").population - 75) < 0.5);  // half of 100 singles × 1.5
    QCOMPARE(town.issues("partly_outside"), std::size_t{1});
    QVERIFY(!town.city().findNeighbourhood("Elsewhere").valid());
    QCOMPARE(town.made->report.count("neighbourhoods")->considered, std::uint64_t{4});
    QCOMPARE(town.made->report.count("neighbourhoods")->kept, std::uint64_t{3});
}

void TestCityImporter::peopleAndJobsLiveAndWorkInTheBuildings()
{
    const Town town(recipe(kZoneSource));
    double people = 0, jobs = 0;
    for (const ActivityPoint& point : town.city().activity()) {
        people += point.people;
        jobs += point.jobs;
    }
    const double population = town.city().population();
    QVERIFY(std::abs(people - population) < 1e-6);
    QVERIFY(std::abs(jobs - 0.5 * population) < 1e-6);
    // The offices stand in the East, the flats in the West. The school's node is a place of work of 100 m² in the West.
    QVERIFY(town.zone("East").jobs > 20 * town.zone("West").jobs);
    QVERIFY(town.zone("West").jobs > 0);
    QCOMPARE(town.city().places().size(), std::size_t{1});
}

void TestCityImporter::unknownIncomeStaysUnknown()
{
    const Town town(recipe(kZoneSource));
    QCOMPARE(town.zone("West").income, 50000.0);
    QVERIFY(std::isnan(town.zone("East").income));
    QCOMPARE(town.issues("missing_income"), std::size_t{1});
    QCOMPARE(town.issues("missing_population"), std::size_t{1});
    QCOMPARE(town.city().incomeMeaning(), std::string("EUR a year"));
}

void TestCityImporter::countsFindTheirRoadAndBadOnesAreReported()
{
    const Town town(recipe(kZoneSource, kCountSource));
    QVERIFY2(town.made.has_value(), town.made ? "" : town.made.error().text().c_str());
    QCOMPARE(town.city().counts().size(), std::size_t{2});
    const TrafficCount& count = town.city().counts().front();
    QVERIFY(count.link.valid());
    QCOMPARE(town.city().roads().wayOf(count.link).name, std::string("Main Street"));
    QCOMPARE(count.veh_day, 1200.0);
    QVERIFY(std::isnan(count.am_peak_veh_h));
    QCOMPARE(count.year, 2019);
    QCOMPARE(town.city().counts().back().year, 0);
    QCOMPARE(town.issues("no_volume"), std::size_t{1});
    QCOMPARE(town.issues("bad_coordinates"), std::size_t{1});
    QCOMPARE(town.issues("no_road_near"), std::size_t{1});
}

void TestCityImporter::aGridStandsInForZones()
{
    const Town town(recipe(R"({"id": "grid", "kind": "grid", "cell_m": 500, "licence": "none", "attribution": "test"})"));
    QVERIFY2(town.made.has_value(), town.made ? "" : town.made.error().text().c_str());
    // Two storeys of flats on about 100 m × 100 m.
    const double expected = 2 * area(town.city().buildings()[BuildingId(0)].footprint) * 0.018;
    QVERIFY(std::abs(town.city().population() - expected) < 1e-6);
    QCOMPARE(town.issues("population_assumed"), std::size_t{1});
    QVERIFY(std::isnan(town.city().neighbourhoods().begin()->income));
}

void TestCityImporter::lightsAndOwnEmissionFactorsAreTakenAsTheyAre()
{
    const Town without(recipe(kZoneSource));
    QCOMPARE(without.city().trafficLights().size(), std::size_t{1});
    QVERIFY(without.city().factors().text.empty());
    TempFolder folder;
    folder.write("town.osm", townXml());
    folder.write("zones.geojson", kZones);
    const std::string text = "VehCat;Year;Component;TrafficSit;Gradient;EFA\npass. car;2020;NOx;URB/Local/50/Freeflow;0%;0.3\n";
    folder.write("own.csv", text);
    const auto made = importCity(
        folder.write("town.city.json",
                     recipe(kZoneSource, R"(, {"id": "own", "kind": "emission_factors", "path": "own.csv", "licence": "HBEFA, ours alone",
                                            "attribution": "INFRAS"})")),
        {});
    QVERIFY2(made.has_value(), made ? "" : made.error().text().c_str());
    const FactorSheet& sheet = made->city->factors();
    QCOMPARE(sheet.text, text);
    QCOMPARE(sheet.file, std::string("own.csv"));
    QCOMPARE(sheet.sha256, sha256(text).hex());
    QVERIFY(made->city->revision() != without.city().revision());
    QVERIFY(std::any_of(made->city->sources().begin(), made->city->sources().end(),
                        [&](const SourceRecord& s) { return s.id == "own" && s.hash == sheet.sha256; }));
}

void TestCityImporter::sourcesEnterTheRegisterWithTheirFingerprint()
{
    const Town town(recipe(kZoneSource));
    QCOMPARE(town.city().sources().size(), std::size_t{2});
    QCOMPARE(town.city().sources()[1].hash, sha256(kZones).hex());
    QCOMPARE(town.city().sources()[1].location, std::string("zones.geojson"));
    QCOMPARE(town.city().populationSource(), std::string("zones"));
}

void TestCityImporter::theSameFilesMakeTheSameCity()
{
    const Town first(recipe(kZoneSource, kCountSource)), second(recipe(kZoneSource, kCountSource));
    QCOMPARE(first.city().revision().hex(), second.city().revision().hex());
}

void TestCityImporter::aStoppedImportSaysSo()
{
    TempFolder folder;
    folder.write("town.osm", townXml());
    folder.write("zones.geojson", kZones);
    ImportOptions options;
    options.progress = [](std::string_view, double fraction) { return fraction < 0.5; };
    const auto made = importCity(folder.write("town.city.json", recipe(kZoneSource)), options);
    QVERIFY(!made.has_value());
    QVERIFY(made.error().code == ErrorCode::Cancelled);
}

void TestCityImporter::genevaHasItsStreetsBuildingsAndNeighbourhoods()
{
    if (!std::filesystem::exists(dataOf("geneva")))
        QSKIP("the files of Geneva are not on this machine");
    const auto made = importCity(recipeOf("geneva"), {});
    QVERIFY2(made.has_value(), made ? "" : made.error().text().c_str());
    const City& city = *made->city;
    QVERIFY(made->report.count("highways")->considered > 14000);
    QVERIFY(made->report.count("buildings")->kept > 11500);
    QCOMPARE(city.neighbourhoods().size(), std::size_t{139});
    QCOMPARE(city.frame().crs, std::string("EPSG:2056"));
    QVERIFY(std::any_of(made->report.issues.begin(), made->report.issues.end(),
                        [](const Issue& i) { return i.code == "empty_geometry" && i.feature == "feature 238"; }));
    QVERIFY(!city.roads().linksNamed("Pont du Mont-Blanc").empty());
    const auto matched = std::count_if(city.counts().begin(), city.counts().end(), [](const TrafficCount& c) { return c.link.valid(); });
    QVERIFY(matched > 110);
    double frequency = 0;
    for (const WindClass& wind : city.weather().rose)
        frequency += wind.frequency;
    QVERIFY(std::abs(frequency - 1) < 1e-9);
    QVERIFY(city.population() > 120000 && city.population() < 220000);
}

void TestCityImporter::portoAlegreAndBayreuthBuild()
{
    if (!std::filesystem::exists(dataOf("porto_alegre")) || !std::filesystem::exists(dataOf("bayreuth")))
        QSKIP("the files of Porto Alegre and Bayreuth are not on this machine");
    const auto porto = importCity(recipeOf("porto_alegre"), {});
    QVERIFY2(porto.has_value(), porto ? "" : porto.error().text().c_str());
    QCOMPARE(porto->city->neighbourhoods().size(), std::size_t{1227});
    QCOMPARE(std::llround(porto->city->population()), 812935LL);
    const auto& places = porto->city->places();
    QCOMPARE(
        std::count_if(places.begin(), places.end(), [](const Place& p) { return p.externalId.find("/schools/") != std::string::npos; }),
        194);
    const auto bayreuth = importCity(recipeOf("bayreuth"), {});
    QVERIFY2(bayreuth.has_value(), bayreuth ? "" : bayreuth.error().text().c_str());
    QCOMPARE(bayreuth->city->frame().crs, std::string("EPSG:32632"));
    QCOMPARE(bayreuth->city->buildings().size(), std::size_t{4267});
    for (const Building& building : bayreuth->city->buildings())
        QVERIFY(building.ground_m > 280 && building.ground_m < 610);
}

QTEST_GUILESS_MAIN(TestCityImporter)
#include "tst_city_importer.moc"
