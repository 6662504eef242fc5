// What is handed to others: canonical JSON, PROV-JSON, manifests and the description of a folder of results.

#include <QTest>

#include "simulation/equity/hand_made_city.h"
#include "simulation/explain/figures/figure_tree.h"
#include "simulation/report/export/canonical_json.h"
#include "simulation/report/export/manifest.h"
#include "simulation/report/export/research_crate.h"
#include "simulation/report/export/results_json.h"
#include "tests/support/must.h"

#include <bit>
#include <limits>
#include <set>

#include <nlohmann/json.hpp>

using namespace isopolis;
using namespace isopolis::test;
using nlohmann::json;

namespace {

Study paperStudy()
{
    std::vector<test::Square> squares;
    for (std::size_t i = 0; i < 10; ++i)
        squares.push_back(
            {.people = 100, .income = 1000.0 * static_cast<double>(i + 1), .jobs = 10, .name = i == 3 ? "L’Été \"du\" Lac" : ""});
    Study study;
    study.city = test::handMadeCity(squares);
    Run before = test::handMadeRun(study.city);
    study.scenario.name = "Quiet streets";
    study.scenario.interventions.push_back({.name = "Filter", .operations = {TrafficFilter{.where = {.target = "osm:way/1"}}}});
    (void)study.scenario.parameters.set("equity.threshold.no2", {.value = 0.5, .reason = "agreed with the council", .evidence = "minutes"});
    Run after = before;
    before.key.scenario = hashScenario({});
    after.key.scenario = hashScenario(study.scenario);
    after.applied.parameters = before.applied.parameters = study.scenario.parameters;
    for (std::size_t i = 0; i < 3; ++i)
        after.air.no2Mean_ug_m3[NeighbourhoodId::fromIndex(i)] -= 1.0 + static_cast<double>(i) / 3;
    study.before = std::make_shared<const Run>(before);
    study.after = std::make_shared<const Run>(after);
    study.report = assess(*study.city, before, after, {.parameters = study.scenario.parameters});
    return study;
}

const char* const kSample = "{\"numbers\": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001], "
                            "\"string\": \"\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\\"\\/\", \"literals\": [null, true, false]}";
const char* const kKeys =
    "{\"\\u20ac\": \"Euro Sign\", \"\\r\": \"Carriage Return\", \"\\ufb33\": \"Hebrew Letter Dalet With Dagesh\", \"1\": \"One\", "
    "\"\\ud83d\\ude00\": \"Emoji: Grinning Face\", \"\\u0080\": \"Control\", \"\\u00f6\": \"Latin Small Letter O With Diaeresis\"}";

}  // namespace

class ExportTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_study = paperStudy(); }

    // RFC 8785, appendix B, table "ECMAScript-compatible JSON number serialization samples".
    void numbersAreWrittenAsTheStandardSays()
    {
        const std::pair<std::uint64_t, const char*> cases[] = {{0x0000000000000000, "0"},
                                                               {0x8000000000000000, "0"},
                                                               {0x0000000000000001, "5e-324"},
                                                               {0x8000000000000001, "-5e-324"},
                                                               {0x7fefffffffffffff, "1.7976931348623157e+308"},
                                                               {0xffefffffffffffff, "-1.7976931348623157e+308"},
                                                               {0x4340000000000000, "9007199254740992"},
                                                               {0xc340000000000000, "-9007199254740992"},
                                                               {0x4430000000000000, "295147905179352830000"},
                                                               {0x44b52d02c7e14af5, "9.999999999999997e+22"},
                                                               {0x44b52d02c7e14af6, "1e+23"},
                                                               {0x44b52d02c7e14af7, "1.0000000000000001e+23"},
                                                               {0x444b1ae4d6e2ef4e, "999999999999999700000"},
                                                               {0x444b1ae4d6e2ef4f, "999999999999999900000"},
                                                               {0x444b1ae4d6e2ef50, "1e+21"},
                                                               {0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7"},
                                                               {0x3eb0c6f7a0b5ed8d, "0.000001"},
                                                               {0x41b3de4355555553, "333333333.3333332"},
                                                               {0x41b3de4355555554, "333333333.33333325"},
                                                               {0x41b3de4355555555, "333333333.3333333"},
                                                               {0x41b3de4355555556, "333333333.3333334"},
                                                               {0x41b3de4355555557, "333333333.33333343"},
                                                               {0xbecbf647612f3696, "-0.0000033333333333333333"},
                                                               {0x43143ff3c1cb0959, "1424953923781206.2"}};
        for (const auto& [bits, text] : cases) {
            QCOMPARE(canonicalNumber(std::bit_cast<double>(bits)), std::string(text));
            QCOMPARE(must(canonicalJson(json(std::bit_cast<double>(bits)))), std::string(text));
        }
        for (const double none : {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()})
            QVERIFY(!canonicalJson(json::array({none})).has_value());
    }

    // RFC 8785, sections 3.2.2 and 3.2.3: the sample object, and members sorted by UTF-16 code units.
    void objectsAreWrittenAsTheStandardSays()
    {
        const json sample = json::parse(kSample);
        QCOMPARE(must(canonicalJson(sample)),
                 std::string("{\"literals\":[null,true,false],\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],"
                             "\"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}"));
        const json keys = json::parse(kKeys);
        const std::string text = must(canonicalJson(keys));
        std::size_t at = 0;
        for (const char* value : {"Carriage Return", "One", "Control", "Latin Small", "Euro Sign", "Emoji", "Hebrew"}) {
            const std::size_t next = text.find(value);
            QVERIFY2(next != std::string::npos && next > at, value);
            at = next;
        }
        QVERIFY(!canonicalJson(json("\xff")).has_value());
        QVERIFY(!canonicalJson(json("\xed\xa0\x80")).has_value());  // half of a surrogate pair
        QCOMPARE(must(canonicalHash(json::object())).hex(), sha256("{}").hex());
    }

    // W3C PROV-JSON, member submission of 24 April 2013: structures by kind, relations whose ends exist, typed literals.
    void provenanceNamesOnlyWhatItDescribes()
    {
        const auto figure = traceFigureAt(m_study, "equity/no2_ug_m3/by_quintile/q1/change");
        QVERIFY(figure.has_value());
        const json prov = json::parse(provJson(*figure, "Isopolis").dump());
        const std::set<std::string> kinds{"prefix",         "entity",          "activity",         "agent", "wasGeneratedBy", "used",
                                          "wasDerivedFrom", "wasAttributedTo", "wasAssociatedWith"};
        for (const auto& [kind, members] : prov.items()) {
            QVERIFY2(kinds.contains(kind) && members.is_object(), kind.c_str());
            for (const auto& [name, member] : members.items())
                QVERIFY2(kind == "prefix" || (name.find(':') != std::string::npos && member.is_object()), name.c_str());
        }
        const std::pair<const char*, std::pair<std::pair<const char*, const char*>, std::pair<const char*, const char*>>> relations[] = {
            {"wasGeneratedBy", {{"prov:entity", "entity"}, {"prov:activity", "activity"}}},
            {"used", {{"prov:activity", "activity"}, {"prov:entity", "entity"}}},
            {"wasDerivedFrom", {{"prov:generatedEntity", "entity"}, {"prov:usedEntity", "entity"}}},
            {"wasAttributedTo", {{"prov:entity", "entity"}, {"prov:agent", "agent"}}},
            {"wasAssociatedWith", {{"prov:activity", "activity"}, {"prov:agent", "agent"}}}};
        for (const auto& [kind, ends] : relations) {
            QVERIFY2(prov.contains(kind) && !prov[kind].empty(), kind);
            for (const json& relation : prov[kind])
                for (const auto& [role, of] : {ends.first, ends.second})
                    QVERIFY2(prov[of].contains(relation.at(role).get<std::string>()), role);
        }
        for (const json& entity : prov["entity"]) {
            QVERIFY(entity.at("prov:label").is_string());
            if (entity.contains("prov:value"))
                QVERIFY(entity["prov:value"].at("$").is_string() && entity["prov:value"].at("type") == "xsd:double");
        }
        const json& top = prov["entity"]["iso:figure/equity/no2_ug_m3/by_quintile/q1/change"];
        QCOMPARE(std::stod(top["prov:value"]["$"].get<std::string>()), figure->value);
        for (const auto& [name, entity] : prov["entity"].items())
            for (const char c : name)
                QVERIFY2(static_cast<unsigned char>(c) > ' ' && static_cast<unsigned char>(c) < 0x7F && c != '"', name.c_str());
        QVERIFY(prov["entity"].contains("iso:data/census") && prov["agent"].contains("iso:owner/census"));
        QCOMPARE(provJson(*figure, "Isopolis").dump(), prov.dump());
    }

    void aManifestHoldsAllThatIsNeeded()
    {
        const json manifest = must(manifestJson(m_study, Scenario{.name = "base"}, {.program = "Isopolis 0", .build = "test"}));
        QCOMPARE(manifest["city"]["revision"].get<std::string>(), m_study.city->revision().hex());
        QCOMPARE(manifest["engine"].get<int>(), m_study.after->key.engine);
        QCOMPARE(manifest["scheme"]["sha256"].get<std::string>(), m_study.after->key.scenario.hex());
        QCOMPARE(manifest["parameters"].size(), allParameters().size());
        QCOMPARE(manifest["sources"].size(), m_study.city->sources().size());
        QVERIFY(manifest["sources"][0].contains("licence") && manifest["sources"][0].contains("sha256"));
        const auto changed = std::find_if(manifest["parameters"].begin(), manifest["parameters"].end(),
                                          [](const json& p) { return p["id"] == "equity.threshold.no2"; });
        QVERIFY((*changed)["value"] == 0.5 && (*changed)["standard"] == 0.4 && (*changed)["reason"] == "agreed with the council");
        // Anybody can check the hash with sha256sum on the canonical text.
        QCOMPARE(manifest["results"]["sha256"].get<std::string>(), sha256(must(canonicalJson(resultsJson(m_study)))).hex());
    }

    void aManifestReadsBackAndKnowsOtherResults()
    {
        const json manifest = must(manifestJson(m_study, Scenario{.name = "base"}, {.program = "Isopolis 0", .build = "test"}));
        const Recipe recipe = must(readManifest(manifest.dump(), "m.json"));
        QCOMPARE(hashScenario(recipe.after).hex(), hashScenario(m_study.scenario).hex());
        QCOMPARE(recipe.after.parameters.value(*findParameter("equity.threshold.no2")), 0.5);
        QVERIFY(differences(recipe, m_study).empty());
        Study other = m_study;
        Run nudged = *m_study.after;
        double& value = nudged.air.no2Mean_ug_m3[NeighbourhoodId(4)];
        value = std::nextafter(value, 1000.0);
        other.after = std::make_shared<const Run>(nudged);
        other.report = assess(*other.city, *other.before, *other.after, {.parameters = other.scenario.parameters});
        const auto found = differences(recipe, other);
        QCOMPARE(found.size(), std::size_t{1});  // one bit of one figure
        QVERIFY(found.front().find(recipe.results.hex()) != std::string::npos);
    }

    void whatIsNoManifestIsRefused()
    {
        const json good = must(manifestJson(m_study, Scenario{.name = "base"}, {.program = "Isopolis 0", .build = "test"}));
        std::vector<std::string> texts{"", "{", "[]", "1", "{}", "\xff\xfe", std::string(100000, '[')};
        for (const char* member : {"format", "version", "city", "before", "scheme", "runs", "results", "engine"}) {
            json bad = good;
            bad.erase(member);
            texts.push_back(bad.dump());
            for (const json& wrong : {json(nullptr), json("x"), json(-1), json::array({1}), json::object()}) {
                bad[member] = wrong;
                texts.push_back(bad.dump());
            }
        }
        json edited = good;
        edited["scheme"]["document"]["interventions"][0]["enabled"] = false;
        texts.push_back(edited.dump());
        edited = good;
        edited["scheme"]["document"]["parameters"]["equity.threshold.no2"]["value"] = 0.1;
        texts.push_back(edited.dump());
        for (const std::string& text : texts) {
            const auto recipe = readManifest(text, "m.json");
            QVERIFY2(!recipe.has_value(), text.substr(0, 200).c_str());
            QVERIFY2(!recipe.error().message.empty() && recipe.error().file == "m.json", text.substr(0, 200).c_str());
        }
    }

    // RO-Crate 1.1: the descriptor, the root with its required members, files in hasPart, and no reference into nothing.
    void aCrateDescribesItself()
    {
        const std::vector<CrateFile> files{{"results.json", "Results", "application/json", "{}"},
                                           {"scheme.scenario.json", "Scheme", "application/json", "{\"name\": 1}"},
                                           {"report.pdf", "Report", "application/pdf", "%PDF"}};
        const json crate = crateMetadata(m_study, files, {.published = "2026-05-01", .program = "Isopolis", .version = "0.1.0"});
        QCOMPARE(crate["@context"].get<std::string>(), std::string("https://w3id.org/ro/crate/1.1/context"));
        std::map<std::string, json> entities;
        for (const json& entity : crate["@graph"]) {
            QVERIFY(entity.at("@id").is_string() && entity.contains("@type"));
            QVERIFY2(entities.emplace(entity["@id"], entity).second, "an entity occurs twice");
        }
        const json& descriptor = entities.at("ro-crate-metadata.json");
        QCOMPARE(descriptor["@type"].get<std::string>(), std::string("CreativeWork"));
        QCOMPARE(descriptor["conformsTo"]["@id"].get<std::string>(), std::string("https://w3id.org/ro/crate/1.1"));
        QCOMPARE(descriptor["about"]["@id"].get<std::string>(), std::string("./"));
        const json& root = entities.at("./");
        QCOMPARE(root["@type"].get<std::string>(), std::string("Dataset"));
        for (const char* member : {"name", "description", "datePublished", "license"})
            QVERIFY2(root.contains(member) && !root[member].empty(), member);
        QCOMPARE(root["hasPart"].size(), files.size());
        for (const json& part : root["hasPart"]) {
            const json& file = entities.at(part["@id"]);
            QCOMPARE(file["@type"].get<std::string>(), std::string("File"));
            QVERIFY(file.contains("encodingFormat"));
        }
        QCOMPARE(entities.at("report.pdf")["sha256"].get<std::string>(), sha256("%PDF").hex());
        const json& action = entities.at("#comparison");
        QCOMPARE(action["@type"].get<std::string>(), std::string("CreateAction"));
        QCOMPARE(action["object"].size(), std::size_t{4});  // the scheme, two data sets, one changed parameter
        QCOMPARE(action["result"].size(), std::size_t{2});
        QVERIFY(entities.at("#licence")["description"].get<std::string>().find("ODbL") != std::string::npos);
        QCOMPARE(entities.at("#parameter-equity.threshold.no2")["value"].get<double>(), 0.5);
        // Every reference within the crate resolves; others are web addresses.
        const std::function<void(const json&)> check = [&](const json& value) {
            if (value.is_object() && value.size() == 1 && value.contains("@id")) {
                const std::string id = value["@id"];
                QVERIFY2(entities.contains(id) || id.starts_with("https://"), id.c_str());
            }
            if (value.is_structured())
                for (const json& member : value)
                    check(member);
        };
        check(crate["@graph"]);
    }

private:
    Study m_study;
};

QTEST_GUILESS_MAIN(ExportTest)
#include "tst_export.moc"
