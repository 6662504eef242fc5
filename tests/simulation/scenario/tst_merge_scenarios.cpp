// Two scenarios put together: what each adds to what both stand on, contradictions listed and decided, equal things once.
#include <QTest>

#include "simulation/scenario/merge_scenarios.h"
#include "simulation/scenario/one_of_each.h"
#include "simulation/traffic/traffic_parameters.h"

using namespace isopolis;

namespace {

Intervention slowed(std::string name, std::string target, double kmh)
{
    return {.name = std::move(name), .operations = {SetSpeedLimit{{.target = std::move(target)}, Speed::kmh(kmh)}}};
}

Intervention closed(std::string name, std::string target)
{
    return {.name = std::move(name), .operations = {CloseRoad{{.target = std::move(target)}}}};
}

std::vector<std::string> namesOf(const Scenario& scenario)
{
    std::vector<std::string> names;
    for (const Intervention& each : scenario.interventions)
        names.push_back(each.name);
    return names;
}

using Names = std::vector<std::string>;
using Kind = MergeConflict::Kind;

}  // namespace

class MergeScenarios : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void bothStandOnWhatTheyShare()
    {
        const Scenario root{.name = "root", .interventions = {closed("Root", "osm:way/1")}};
        const Scenario a{.name = "a", .base = "root", .interventions = {closed("A", "osm:way/2")}};
        const Scenario a2{.name = "a2", .base = "a", .interventions = {closed("A2", "osm:way/3")}};
        const Scenario b{.name = "b", .base = "root", .interventions = {closed("B", "osm:way/4")}};
        const std::vector<Scenario> all{root, a, a2, b};
        auto merge = ScenarioMerge::of(a2, b, all);
        QVERIFY(merge);
        QCOMPARE(merge->base(), std::string("root"));
        QVERIFY(merge->conflicts().empty());
        const Scenario both = merge->merged("both", {});
        QCOMPARE(both.name, std::string("both"));
        QCOMPARE(both.base, std::string("root"));
        QVERIFY(namesOf(both) == Names({"A", "A2", "B"}));
        // Nothing is lost or doubled: the whole of it is the bases' and both sides' interventions.
        QVERIFY(namesOf(*flattened(both, all)) == Names({"Root", "A", "A2", "B"}));
        // With a branch of itself it is that branch; strangers stand on the city as it is.
        QVERIFY(namesOf(ScenarioMerge::of(a, a2, all)->merged("x", {})) == Names({"A2"}));
        const Scenario stranger{.name = "s", .interventions = {closed("S", "osm:way/9")}};
        merge = ScenarioMerge::of(stranger, a, {root, a, stranger});
        QVERIFY(merge->base().empty());
        QVERIFY(namesOf(merge->merged("x", {})) == Names({"S", "Root", "A"}));
    }

    void whatIsEqualIsTakenOnce()
    {
        const Scenario a{.name = "a", .interventions = {closed("Bridge", "osm:way/1"), slowed("Slow", "osm:way/2", 30)}};
        const Scenario b{.name = "b",
                         .interventions = {closed("Bridge", "osm:way/1"), slowed("Calm", "osm:way/2", 30), closed("B", "osm:way/3")}};
        const auto merge = ScenarioMerge::of(a, b, {a, b});
        QVERIFY(merge->conflicts().empty());
        QVERIFY(namesOf(merge->merged("x", {})) == Names({"Bridge", "Slow", "B"}));
    }

    void contradictionsAreListedAndDecided()
    {
        Scenario a{.name = "a",
                   .interventions = {slowed("Slow", "osm:way/1", 30), closed("Square", "osm:way/5"), slowed("Off", "osm:way/7", 20)}};
        Scenario b{.name = "b",
                   .interventions = {slowed("Walk", "osm:way/1", 7), closed("Square", "osm:way/6"), slowed("On", "osm:way/7", 50)}};
        a.interventions[2].enabled = false;  // what is off contradicts nothing
        b.interventions[0].operations.push_back(CloseRoad{{.target = "osm:way/8"}});
        QVERIFY(a.parameters.set(kBprBeta, {5, "a", ""}));
        QVERIFY(b.parameters.set(kBprBeta, {6, "b", ""}));
        const auto merge = ScenarioMerge::of(a, b, {a, b});
        QVERIFY(merge);
        const std::vector<MergeConflict>& conflicts = merge->conflicts();
        QCOMPARE(conflicts.size(), std::size_t(3));
        QVERIFY(conflicts[0].kind == Kind::Measure && conflicts[0].subject == "osm:way/1");
        QVERIFY(conflicts[0].first == "Slow" && conflicts[0].second == "Walk");
        QVERIFY(std::get<SetSpeedLimit>(*conflicts[0].secondOperation).limit == Speed::kmh(7));
        QVERIFY(conflicts[1].kind == Kind::Named && conflicts[1].subject == "Square");
        QVERIFY(conflicts[2].kind == Kind::Assumption && conflicts[2].subject == kBprBeta.id);
        QCOMPARE(conflicts[2].secondValue, 6.0);
        const Scenario first = merge->merged("x", {});
        QVERIFY(namesOf(first) == Names({"Slow", "Square", "Off", "Walk", "On"}));
        QVERIFY(first.interventions[3].operations == std::vector<Operation>{CloseRoad{{.target = "osm:way/8"}}});
        QVERIFY(first.interventions[1] == a.interventions[1]);
        QCOMPARE(first.parameters.value(kBprBeta), 5.0);
        const Scenario second = merge->merged("x", {MergeSide::Second, MergeSide::Second, MergeSide::Second});
        QVERIFY(namesOf(second) == Names({"Off", "Walk", "Square", "On"}));  // "Slow" has nothing left
        QVERIFY(second.interventions[1] == b.interventions[0]);
        QVERIFY(second.interventions[2] == b.interventions[1]);
        QCOMPARE(second.parameters.value(kBprBeta), 6.0);
    }

    void placesAndLanesContradictWhereOnlyOneCanHold()
    {
        const BusLane quay{{.target = "street:Quay"}};
        const Scenario a{.name = "a",
                         .interventions = {{"Lane", {quay}},
                                           {"House", {RemoveBuilding{"osm:way/7", 40, 0}}},
                                           {"Park", {GreenSpace{"Meadow", test::squareAt(0, 0, 90)}}}}};
        const Scenario b{.name = "b",
                         .interventions = {{"Buses", {quay}},
                                           {"Old house", {RemoveBuilding{"osm:way/7"}}},
                                           {"Green", {GreenSpace{"Square", test::squareAt(0, 0, 50)}}}}};
        const auto merge = ScenarioMerge::of(a, b, {a, b});
        QCOMPARE(merge->conflicts().size(), std::size_t(1));  // who leaves with the house; parks may stand beside each other
        QCOMPARE(merge->conflicts()[0].subject, std::string("osm:way/7"));
        QVERIFY(namesOf(merge->merged("x", {})) == Names({"Lane", "House", "Park", "Green"}));
        QVERIFY(namesOf(merge->merged("x", {MergeSide::Second})) == Names({"Lane", "Park", "Old house", "Green"}));
    }

    void everyOperationMeetsItself()
    {
        const Scenario a{.name = "a", .interventions = {{"All", test::oneOfEach()}}};
        Scenario b = a;
        b.name = "b";
        b.interventions[0].name = "All again";
        const auto merge = ScenarioMerge::of(a, b, {a, b});
        QVERIFY(merge);
        QVERIFY(merge->conflicts().empty());
        QVERIFY(merge->merged("x", {}).interventions[0] == a.interventions[0]);
    }

    void nonsenseIsRefused()
    {
        const Scenario a{.name = "a"}, lost{.name = "b", .base = "nowhere"};
        QCOMPARE(ScenarioMerge::of(a, a, {a}).error().code, ErrorCode::BadValue);
        QCOMPARE(ScenarioMerge::of(a, lost, {a, lost}).error().code, ErrorCode::NotFound);
    }
};

QTEST_APPLESS_MAIN(MergeScenarios)
#include "tst_merge_scenarios.moc"
