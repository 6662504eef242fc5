#include <QTest>

#include "simulation/scenario/one_of_each.h"
#include "simulation/scenario/operation_limits.h"
#include "simulation/scenario/scenario_json.h"
#include "simulation/scenario/scenario_parameters.h"

#include <nlohmann/json.hpp>

#include <fstream>

using namespace isopolis;

namespace {

constexpr std::string_view kFile = "scheme.scenario.json";

Expected<Point2> plane(double longitude, double latitude) { return Point2{longitude * 1000, latitude * 1000}; }

std::string withOperation(const std::string& operation)
{
    return R"({"name":"s","interventions":[{"name":"i","operations":[{"type":"fleet_shift","electric_share":0.1},)" + operation + "]}]}";
}

nlohmann::json schema()
{
    std::ifstream file(ISOPOLIS_SOURCE_DIR "/assets/scenario.schema.json");
    return nlohmann::json::parse(file);
}

}  // namespace

class ScenarioJsonTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatIsWrittenReadsBackToTheSameBits()
    {
        Scenario s{.name = "Scheme ü", .base = "other", .interventions = {{"A", test::oneOfEach(), false, 0.1 + 0.2, "note"}, {"B", {}}}};
        s.seed = ~0ULL;
        s.description = "line one\nline two";
        QVERIFY(s.parameters.set(kJoinDistance, {100.0 / 3, "reason", "evidence"}));
        const std::string text = scenarioToJson(s);
        const auto back = scenarioFromJson(text, kFile, {});
        QVERIFY2(back.has_value(), back ? "" : back.error().text().c_str());
        QCOMPARE(*back, s);
        QCOMPARE(scenarioToJson(*back), text);
        QCOMPARE(hashScenario(*back), hashScenario(s));
    }

    void longitudesAreTurnedIntoTheCitysCoordinates()
    {
        const std::string square = R"({"type":"Polygon","coordinates":[[[1,2],[3,2],[3,4],[1,2]]]})";
        const auto s = scenarioFromJson(withOperation(R"({"type":"close_road","geometry":)" + square + "}"), kFile, plane);
        QVERIFY(s);
        const auto& area = std::get<CloseRoad>(s->interventions[0].operations[1]).where.area;
        QCOMPARE(area[0].outer, (Ring{{1000, 2000}, {3000, 2000}, {3000, 4000}}));
    }

    void errorsNameFilePathAndCure_data()
    {
        QTest::addColumn<QString>("json");
        QTest::addColumn<QString>("field");
        QTest::addColumn<QString>("cure");
        const auto row = [](const char* name, const std::string& json, const char* field, const char* cure) {
            QTest::newRow(name) << QString::fromStdString(json) << field << cure;
        };
        const char* op = "interventions[0].operations[1]";
        const auto at = [op](const char* key) { return std::string(op) + "." + key; };
        row("not JSON", "{\"name\": \"s\",\n  oops}", "", "comma");
        row("no object", "[1]", "", "examples");
        row("no name", "{}", "name", "Add it");
        row("unknown key", R"({"name":"s","intervention":[]})", "intervention", "Did you mean “interventions”?");
        row("not a list", R"({"name":"s","interventions":{}})", "interventions", "square brackets");
        row("other crs", R"({"name":"s","crs":"EPSG:2056"})", "crs", "city");
        row("seed", R"({"name":"s","seed":-1})", "seed", "1");
        row("unknown parameter", R"({"name":"s","parameters":{"traffic.bpr.bata":4}})", "parameters.traffic.bpr.bata",
            "“traffic.bpr.beta”");
        row("parameter range", R"({"name":"s","parameters":{"traffic.bpr.beta":1e9}})", "parameters.traffic.bpr.beta", "range");
        row("operation type", withOperation(R"({"type":"close_raod","target":"x"})"), at("type").c_str(), "“close_road”");
        row("missing value", withOperation(R"({"type":"set_lanes","target":"x"})"), at("lanes").c_str(), "Add it");
        row("unit forgotten", withOperation(R"({"type":"set_speed_limit","target":"x","speed":30})"), at("speed").c_str(), "“speed_kmh”");
        row("text for number", withOperation(R"({"type":"set_lanes","target":"x","lanes":"2"})"), at("lanes").c_str(), "without quotation");
        row("no place", withOperation(R"({"type":"close_road"})"), at("target").c_str(), "osm:way");
        row("two places", withOperation(R"({"type":"close_road","target":"x","geometry":{}})"), at("target").c_str(), "either");
        row("metres as degrees",
            withOperation(R"({"type":"add_road","geometry":{"type":"LineString","coordinates":[[6,46],[2500000,1100000]]}})"),
            at("geometry.coordinates[1]").c_str(), "city");
        row("wrong geometry", withOperation(R"({"type":"add_building","geometry":{"type":"Point","coordinates":[6,46]}})"),
            at("geometry.type").c_str(), "Polygon");
        row("road class",
            withOperation(R"({"type":"add_road","road_class":"residental","geometry":{"type":"LineString","coordinates":[]}})"),
            at("road_class").c_str(), "“residential”");
        row("half a vehicle class", withOperation(R"({"type":"low_emission_zone","target":"x","minimum_euro_diesel":4.5})"),
            at("minimum_euro_diesel").c_str(), "4");
    }

    void errorsNameFilePathAndCure()
    {
        QFETCH(QString, json);
        QFETCH(QString, field);
        QFETCH(QString, cure);
        const auto s = scenarioFromJson(json.toStdString(), kFile, plane);
        QVERIFY(!s);
        QCOMPARE(s.error().file, std::string(kFile));
        QCOMPARE(QString::fromStdString(s.error().field), field);
        QVERIFY2(QString::fromStdString(s.error().remedy).contains(cure), s.error().text().c_str());
    }

    void hostileFilesAreRefusedNotSuffered()
    {
        QVERIFY(!scenarioFromJson("", kFile, plane));
        QVERIFY(!scenarioFromJson(std::string(1000000, '['), kFile, plane));
        QVERIFY(!scenarioFromJson(std::string(40U << 20U, ' '), kFile, plane));
        QVERIFY(!scenarioFromJson("{\"name\":\"\xff\xfe\"}", kFile, plane));
        QVERIFY(!scenarioFromJson(R"({"name":"s","interventions":[{"name":"i","cost":1e999}]})", kFile, plane));
        std::string many = R"({"name":"s","interventions":[)";
        for (int i = 0; i < 10001; ++i)
            many += R"({"name":"i"},)";
        many.back() = ']';
        const auto refused = scenarioFromJson(many + "}", kFile, plane);
        QVERIFY(!refused);
        QVERIFY(refused.error().message.find("more than 10000") != std::string::npos);
    }

    void theSchemaDescribesEveryOperation()
    {
        const auto document = schema();
        std::vector<std::string> listed;
        for (const auto& entry : document["$defs"]["operation"]["oneOf"])
            listed.push_back(entry["$ref"].get<std::string>().substr(std::string("#/$defs/").size()));
        for (const Operation& operation : test::oneOfEach()) {
            const std::string type(operationType(operation));
            QVERIFY2(std::find(listed.begin(), listed.end(), type) != listed.end(), type.c_str());
            const auto& definition = document["$defs"][type];
            QCOMPARE(definition["properties"]["type"]["const"].get<std::string>(), type);
            QCOMPARE(definition["title"].get<std::string>(), std::string(operationLabel(operation)));
            QVERIFY2(!definition["examples"].empty(), type.c_str());
            // What we write uses described keys only.
            const auto written = nlohmann::json::parse(scenarioToJson({.name = "s", .interventions = {{"i", {operation}}}}));
            for (const auto& [key, value] : written["interventions"][0]["operations"][0].items())
                QVERIFY2(definition["properties"].contains(key), (type + "." + key).c_str());
        }
        QCOMPARE(listed.size(), std::variant_size_v<Operation>);
    }

    void theSchemaHoldsTheSameLimitsAsTheProgram()
    {
        const auto document = schema();
        const auto check = [&](const char* type, const char* key, ValueRange range) {
            const auto& property = document["$defs"][type]["properties"][key];
            QCOMPARE(property["minimum"].get<double>(), range.low);
            QCOMPARE(property["maximum"].get<double>(), range.high);
        };
        check("set_speed_limit", "speed_kmh", kSpeedRange_kmh);
        check("add_road", "speed_kmh", kSpeedRange_kmh);
        check("set_lanes", "lanes", kLanesRange);
        check("low_emission_zone", "compliance", kShareRange);
        check("road_charge", "charge_eur", kChargeRange_eur);
        check("low_emission_zone", "minimum_euro_diesel", kEuroRange);
        check("fleet_shift", "electric_share", kShareRange);
        check("add_building", "height_m", kHeightRange_m);
        check("add_building", "residents", kPeopleRange);
        check("add_transit_line", "headway_min", kHeadwayRange_min);
        check("add_transit_line", "speed_kmh", kTransitSpeedRange_kmh);
        check("change_headway", "headway_min", kHeadwayRange_min);
        check("set_transit_speed", "factor", kTransitFactorRange);
        check("noise_barrier", "height_m", kBarrierHeightRange_m);
    }

    void theExamplesOfTheSchemaAreRead()
    {
        const auto document = schema();
        std::size_t read = 0;
        for (const auto& example : document["examples"]) {
            const auto s = scenarioFromJson(example.dump(), kFile, plane);
            QVERIFY2(s.has_value(), s ? "" : s.error().text().c_str());
            ++read;
        }
        for (const auto& [name, definition] : document["$defs"].items()) {
            if (!definition.contains("examples") || !definition.contains("properties") || !definition["properties"].contains("type"))
                continue;
            for (const auto& example : definition["examples"]) {
                const auto s = scenarioFromJson(withOperation(example.dump()), kFile, plane);
                QVERIFY2(s.has_value(), s ? "" : s.error().text().c_str());
                QCOMPARE(std::string(operationType(s->interventions[0].operations[1])), name);
                ++read;
            }
        }
        QVERIFY(read >= 2 + std::variant_size_v<Operation>);
    }
};

QTEST_APPLESS_MAIN(ScenarioJsonTest)
#include "tst_scenario_json.moc"
