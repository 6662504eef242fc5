#include <QTest>

#include "simulation/scenario/one_of_each.h"
#include "simulation/scenario/parameter_spec.h"
#include "simulation/scenario/scenario.h"
#include "simulation/scenario/scenario_parameters.h"
#include "simulation/traffic/traffic_parameters.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <set>

using namespace isopolis;

namespace {

Scenario named(std::string name, std::string base, std::vector<Intervention> interventions = {})
{
    return {.name = std::move(name), .base = std::move(base), .interventions = std::move(interventions)};
}

Intervention closing(std::string name, std::string target) { return {std::move(name), {CloseRoad{{.target = std::move(target)}}}}; }

Scenario withEverything() { return named("all", "", {{"Everything", test::oneOfEach()}}); }

}  // namespace

class ScenarioTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aBranchIsItsBasesFirstThenItself()
    {
        Scenario a = named("a", "base", {closing("A", "osm:way/1")}), b = named("b", "a", {closing("B", "osm:way/2")});
        QVERIFY(a.parameters.set(kJoinDistance, {50, "base", ""}));
        QVERIFY(a.parameters.set(kBprBeta, {5, "base", ""}));
        QVERIFY(b.parameters.set(kJoinDistance, {70, "branch", ""}));
        b.seed = 9;
        const auto flat = flattened(b, {b, a});
        QVERIFY(flat);
        QCOMPARE(flat->name, std::string("b"));
        QVERIFY(flat->base.empty());
        QCOMPARE(flat->interventions.size(), std::size_t(2));
        QCOMPARE(flat->interventions[0].name, std::string("A"));
        QCOMPARE(flat->parameters.value(kJoinDistance), 70.0);
        QCOMPARE(flat->parameters.value(kBprBeta), 5.0);
        QCOMPARE(flat->seed, std::uint64_t(9));
        QCOMPARE(*flattened(*flat, {b, a}), *flat);
    }

    void circlesAndUnknownBasesAreRefusedWithACure()
    {
        const Scenario a = named("a", "c"), b = named("b", "a"), c = named("c", "b");
        const auto circle = flattened(a, {a, b, c});
        QVERIFY(!circle);
        QCOMPARE(circle.error().code, ErrorCode::Conflict);
        const auto self = flattened(named("x", "x"), {named("x", "x")});
        QCOMPARE(self.error().code, ErrorCode::Conflict);
        const auto unknown = flattened(named("d", "Brigde"), {named("Bridge", "")});
        QCOMPARE(unknown.error().code, ErrorCode::NotFound);
        QVERIFY(unknown.error().text().find("“Bridge”") != std::string::npos);
    }

    void theHashIsOfWhatChangesResults()
    {
        const Scenario plain = withEverything();
        const Hash hash = hashScenario(plain);
        Scenario same = plain;
        same.name = "other name";
        same.description = "words";
        same.interventions[0].note = "more words";
        same.interventions[0].cost = 1e6;
        same.interventions.push_back({"switched off", test::oneOfEach(), false});
        same.interventions.push_back({"without operations", {}});
        QVERIFY(same.parameters.set(kBprBeta, {kBprBeta.standard, "the standard value", ""}));
        QCOMPARE(hashScenario(same), hash);

        Scenario closing = named("n", "", {{"one name", {CloseRoad{{.target = "osm:way/1"}}}}});
        const Hash before = hashScenario(closing);
        closing.interventions[0].name = "another name";
        QCOMPARE(hashScenario(closing), before);
    }

    void theHashNoticesEveryOperationParameterAndTheSeed()
    {
        std::set<Hash> seen = {hashScenario(named("empty", ""))};
        const auto isNew = [&seen](const Scenario& s) { return seen.insert(hashScenario(s)).second; };
        for (const Operation& operation : test::oneOfEach())
            QVERIFY2(isNew(named("one", "", {{"x", {operation}}})), std::string(operationType(operation)).c_str());
        Scenario swapped = withEverything();
        QVERIFY(isNew(swapped));
        std::swap(swapped.interventions[0].operations[0], swapped.interventions[0].operations[1]);
        QVERIFY(isNew(swapped));
        Scenario changed = withEverything();
        changed.seed = 2;
        QVERIFY(isNew(changed));
        QVERIFY(changed.parameters.set(kBprBeta, {4.5, "", ""}));
        QVERIFY(isNew(changed));
    }

    void theHashNoticesEachValueOfAnOperation()
    {
        const std::vector<Operation> original = test::oneOfEach();
        const std::vector<std::function<void(std::vector<Operation>&)>> edits = {
            [](auto& o) { std::get<CloseRoad>(o[0]).where.target += "0"; },
            [](auto& o) { std::get<SetSpeedLimit>(o[1]).where.area[0].holes[0][0].x += 1; },
            [](auto& o) { std::get<SetSpeedLimit>(o[1]).limit = Speed::kmh(31); },
            [](auto& o) { std::get<SetLanes>(o[2]).lanes = 2; },
            [](auto& o) { std::get<OneWay>(o[3]).direction = OneWay::Direction::Forward; },
            [](auto& o) { std::get<AddRoad>(o[5]).axis[1].y += 1; },
            [](auto& o) { std::get<AddRoad>(o[5]).roadClass = RoadClass::Tertiary; },
            [](auto& o) { std::get<AddRoad>(o[5]).limit = Speed::kmh(50); },
            [](auto& o) { std::get<AddRoad>(o[5]).lanes = 2; },
            [](auto& o) { std::get<AddRoad>(o[5]).bothDirections = true; },
            [](auto& o) { std::get<LowEmissionZone>(o[6]).minimumEuroPetrol = 4; },
            [](auto& o) { std::get<LowEmissionZone>(o[6]).minimumEuroDiesel = 4; },
            [](auto& o) { std::get<LowEmissionZone>(o[6]).compliance = 1; },
            [](auto& o) { std::get<LowEmissionZone>(o[7]).target += "0"; },
            [](auto& o) { std::get<FleetShift>(o[8]).electricShare = 0.5; },
            [](auto& o) { std::get<AddBuilding>(o[9]).height = Length::m(30); },
            [](auto& o) { std::get<AddBuilding>(o[9]).residents = 1; },
            [](auto& o) { std::get<AddBuilding>(o[9]).jobs = 1; },
            [](auto& o) { std::get<CycleLane>(o[10]).kind = CycleFacility::Protected; },
            [](auto& o) { std::get<CycleLane>(o[10]).where.target += "0"; },
            [](auto& o) { std::get<AddTransitLine>(o[11]).mode = "rail"; },
            [](auto& o) { std::get<AddTransitLine>(o[11]).stops[1].x += 1; },
            [](auto& o) { std::get<AddTransitLine>(o[11]).headway_min = 8; },
            [](auto& o) { std::get<AddTransitLine>(o[11]).speed = Speed::kmh(20); },
            [](auto& o) { std::get<AddTransitLine>(o[11]).first_s += 60; },
            [](auto& o) { std::get<AddTransitLine>(o[11]).last_s += 60; },
            [](auto& o) { std::get<AddTransitLine>(o[11]).bothDirections = true; },
            [](auto& o) { std::get<ChangeHeadway>(o[12]).target += "0"; },
            [](auto& o) { std::get<ChangeHeadway>(o[12]).headway_min = 5; },
            [](auto& o) { std::get<ChangeHeadway>(o[12]).from_s = 0; },
            [](auto& o) { std::get<ChangeHeadway>(o[12]).to_s = 7200; },
            [](auto& o) { std::get<SetTransitSpeed>(o[13]).factor = 1.2; },
            [](auto& o) { std::get<MoveStop>(o[14]).to.y += 1; },
            [](auto& o) { std::get<WithdrawLine>(o[15]).target += "0"; },
            [](auto& o) { std::get<NoiseBarrier>(o[16]).axis[1].x += 1; },
            [](auto& o) { std::get<NoiseBarrier>(o[16]).height = Length::m(4); },
            [](auto& o) { std::get<RoadSurface>(o[17]).where.target += "0"; },
            [](auto& o) { std::get<RoadSurface>(o[17]).surface = "NL03"; },
            [](auto& o) { std::get<AdjustDemand>(o[18]).name += "0"; },
            [](auto& o) {
                std::get<AdjustDemand>(o[18]).factors = DemandFactors::create({"neighbourhood:A", "edge:n/1"}, {{0, 1, 2}}).value();
            },
            [](auto& o) { std::get<GreenSpace>(o[19]).name += "0"; },
            [](auto& o) { std::get<GreenSpace>(o[19]).area[0].outer[0].x += 1; },
            [](auto& o) { std::get<GreenSpace>(o[20]).target += "0"; },
            [](auto& o) { std::get<RemoveBuilding>(o[21]).target += "0"; },
            [](auto& o) { std::get<RemoveBuilding>(o[21]).residents = 2; },
            [](auto& o) { std::get<RemoveBuilding>(o[21]).jobs.reset(); },
            [](auto& o) { std::get<RemoveBuilding>(o[22]).residents = 0; },  // nobody is not the estimate
            [](auto& o) { std::get<BusLane>(o[23]).where.target += "0"; },
            [](auto& o) { std::get<RoadCharge>(o[24]).where.area[0].outer[0].x += 1; },
            [](auto& o) { std::get<RoadCharge>(o[24]).charge_eur += 1e-15; },
            [](auto& o) { std::get<RoadCharge>(o[25]).where.target += "0"; }};
        std::set<Hash> seen = {hashScenario(withEverything())};
        for (std::size_t i = 0; i < edits.size(); ++i) {
            Scenario edited = withEverything();
            edits[i](edited.interventions[0].operations);
            QVERIFY2(seen.insert(hashScenario(edited)).second, std::to_string(i).c_str());
        }
    }

    void everyParameterIsInTheCatalogueOnceWithUsableFigures()
    {
        const auto all = allParameters();
        QVERIFY(all.size() > 60);
        for (std::size_t i = 0; i < all.size(); ++i) {
            const ParameterSpec& spec = *all[i];
            const std::string id(spec.id);
            QVERIFY2(i == 0 || all[i - 1]->id < spec.id, id.c_str());
            QVERIFY2(spec.low <= spec.standard && spec.standard <= spec.high && spec.low < spec.high, id.c_str());
            QVERIFY2(!spec.label.empty() && !spec.meaning.empty() && !spec.source.empty(), id.c_str());
            QCOMPARE(findParameter(id), &spec);
        }
        QCOMPARE(findParameter("no.such"), nullptr);
    }

    void overridesStayInTheRangeOfTheirSource()
    {
        ParameterSet set;
        QCOMPARE(set.set("traffic.bpr.bta", {4, "", ""}).error().remedy, std::string("Did you mean “traffic.bpr.beta”?"));
        QVERIFY(!set.set(kBprBeta, {kBprBeta.high + 1, "", ""}));
        QVERIFY(!set.set(kBprBeta, {std::nan(""), "", ""}));
        QVERIFY(set.overrides().empty());
        QVERIFY(set.set("traffic.bpr.beta", {5, "survey", "table 4"}));
        QVERIFY(set.overridden(kBprBeta));
        set.reset(kBprBeta);
        QCOMPARE(set, ParameterSet());
        QCOMPARE(set.value(kBprBeta), kBprBeta.standard);
    }
};

QTEST_APPLESS_MAIN(ScenarioTest)
#include "tst_scenario.moc"
