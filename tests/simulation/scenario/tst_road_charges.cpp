// Where a road charge is paid: into areas, along streets.
//
//   A ----- B ----- C ----- D     500 m each; A-B-C is "West Road" (one object), C-D "East Road", one way C > D
#include "simulation/scenario/apply_scenario.h"
#include "simulation/scenario/road_charges.h"
#include "support/mini_city.h"

#include <QtTest>

using namespace isopolis;

namespace {

struct Town {
    test::MiniCity mini;
    CityPtr city;
    Town()
    {
        mini.node("A", 0, 0).node("B", 500, 0).node("C", 1000, 0).node("D", 1500, 0).node("X", 500, 400).node("Y", 1000, 400);
        mini.street("A B C", {.name = "West Road"}).oneWay("C D", {.name = "East Road"});
        mini.street("B X", {.name = "Path", .roadClass = RoadClass::Footway, .modes = Mode::Walk}).street("Y C", {.name = "Side"});
        mini.zone("West", "B", {.people = 100}).zone("East", "D", {.jobs = 50});
        city = mini.make();
    }
    Expected<AppliedScenario> apply(std::vector<Operation> operations) const
    {
        return applyScenario(city, {.name = "s", .interventions = {{"Scheme", std::move(operations)}}});
    }
    double at(const AppliedScenario& applied, const char* link) const
    {
        const auto found = applied.roadCharge_eur.find(mini.link(link));
        return found == applied.roadCharge_eur.end() ? 0 : found->second;
    }
};

MultiPolygon box(double x0, double y0, double x1, double y1) { return {Polygon{.outer = {{x0, y0}, {x1, y0}, {x1, y1}, {x0, y1}}}}; }

AppliedScenario must(Expected<AppliedScenario> applied)
{
    if (!applied)
        throw std::runtime_error(applied.error().text());
    return *applied;
}

bool says(const AppliedScenario& applied, std::string_view code, std::string_view words = "")
{
    return std::any_of(applied.issues.begin(), applied.issues.end(),
                       [&](const Issue& i) { return i.code == code && i.message.find(words) != std::string::npos; });
}

}  // namespace

class RoadChargesTest : public QObject {
    Q_OBJECT
private slots:
    void drivingIntoAnAreaCostsAndDrivingOutOrInsideDoesNot()
    {
        const Town town;
        const AppliedScenario applied = must(town.apply({RoadCharge{{.area = box(300, -100, 1200, 100)}, 5}}));
        QCOMPARE(town.at(applied, "A>B"), 5.0);
        QCOMPARE(town.at(applied, "Y>C"), 5.0);
        for (const char* free : {"B>A", "B>C", "C>B", "C>D", "C>Y"})
            QCOMPARE(town.at(applied, free), 0.0);
        QCOMPARE(applied.roadCharge_eur.size(), std::size_t{2});  // and no footpath
        QVERIFY(applied.issues.empty());
        // Through a corner and out again costs once.
        QCOMPARE(town.at(must(town.apply({RoadCharge{{.area = box(200, -50, 300, 50)}, 2}})), "A>B"), 2.0);
    }

    void aNeighbourhoodIsACordon()
    {
        const Town town;
        const AppliedScenario applied = must(town.apply({RoadCharge{{.target = "neighbourhood:West"}, 4}}));
        QCOMPARE(town.at(applied, "A>B"), 4.0);
        QCOMPARE(town.at(applied, "C>B"), 4.0);
        QCOMPARE(town.at(applied, "B>C"), 0.0);
        QCOMPARE(applied.chargedAreas.size(), std::size_t{1});
    }

    void aStreetCostsByItsLengthInEachDirection()
    {
        const Town town;
        const AppliedScenario applied = must(town.apply({RoadCharge{{.target = "street:West Road"}, 3}}));
        for (const char* link : {"A>B", "B>C", "B>A", "C>B"})
            QCOMPARE(town.at(applied, link), 1.5);
        QCOMPARE(town.at(applied, "C>D"), 0.0);
        QVERIFY(says(applied, "charge_by_length", "1000 m of it costs 3.00 euro"));
        QVERIFY(says(applied, "charge_by_length", "3.00 euro a kilometre"));
        QCOMPARE(town.at(must(town.apply({RoadCharge{{.target = "street:East Road"}, 3}})), "C>D"), 3.0);
        QVERIFY(says(must(town.apply({RoadCharge{{.target = "street:Path"}, 3}})), "changes_nothing"));  // no cars there
    }

    void chargesAddUp()
    {
        const Town town;
        const AppliedScenario applied =
            must(town.apply({RoadCharge{{.target = "street:West Road"}, 3}, RoadCharge{{.area = box(300, -100, 1200, 100)}, 5},
                             RoadCharge{{.area = box(400, -100, 1200, 100)}, 1}}));
        QCOMPARE(town.at(applied, "A>B"), 7.5);
        QCOMPARE(town.at(applied, "B>C"), 1.5);
    }

    void aRoadThatIsBuiltLaterCostsToo()
    {
        const Town town;
        const AddRoad road{.name = "Way in", .axis = {{0, 0}, {500, 200}, {1000, 0}}, .roadClass = RoadClass::Primary};
        for (const bool before : {true, false}) {
            std::vector<Operation> both{RoadCharge{{.area = box(300, -100, 1200, 300)}, 5}};
            both.insert(before ? both.begin() : both.end(), road);
            const AppliedScenario applied = must(town.apply(both));
            QCOMPARE(applied.addedLinks.size(), std::size_t{2});
            std::size_t charged = 0;
            for (const auto& [link, eur] : applied.roadCharge_eur)
                charged += applied.isAdded(link) ? 1 : 0;
            QCOMPARE(charged, std::size_t{1});  // in, not out
        }
    }

    void whatCannotBeIsToldOrRefused()
    {
        const Town town;
        QVERIFY(says(must(town.apply({RoadCharge{{.area = box(-500, -500, 3000, 3000)}, 5}})), "nobody_pays"));
        QVERIFY(must(town.apply({RoadCharge{{.area = box(600, 200, 700, 300)}, 5}})).roadCharge_eur.empty());
        QVERIFY(says(must(town.apply({RoadCharge{{.area = box(300, -100, 1200, 100)}, 0}})), "changes_nothing"));
        for (const double bad : {-1.0, 101.0, std::nan("")}) {
            const auto refused = town.apply({RoadCharge{{.area = box(300, -100, 1200, 100)}, bad}});
            QVERIFY(!refused && refused.error().field == "charge_eur");
        }
        QVERIFY(!town.apply({RoadCharge{{.target = "street:Nowhere"}, 5}}));
        QVERIFY(!town.apply({RoadCharge{{.target = "neighbourhood:Nowhere"}, 5}}));
        QVERIFY(!town.apply({RoadCharge{{}, 5}}));
    }
};

QTEST_APPLESS_MAIN(RoadChargesTest)
#include "tst_road_charges.moc"
