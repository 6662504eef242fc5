// Parks and buildings that go: what is held, who leaves, what is refused and what is only told.
#include <QTest>

#include "simulation/scenario/apply_scenario.h"
#include "simulation/scenario/building_people.h"
#include "simulation/scenario/one_of_each.h"
#include "support/mini_city.h"

using namespace isopolis;
using test::squareAt;

namespace {

/// West (300 residents, 40 jobs) holds three houses of one height: 300 m² of homes, 100 m² of mixed use, 100 m² of offices. A fourth one
/// stands outside all neighbourhoods.
struct Town {
    test::MiniCity mini;
    CityPtr city;
    Town()
    {
        mini.node("A", 0, 0).node("B", 1000, 0).street("A B", {.name = "High Street"});
        mini.zone("West", "A", {.people = 300, .jobs = 40}).zone("East", "B", {.people = 50, .jobs = 50});
        mini.data.activity = {
            {{-50, 0}, NeighbourhoodId(0), 100, 30}, {{50, 0}, NeighbourhoodId(0), 200, 10}, {{1000, 0}, NeighbourhoodId(1), 50, 50}};
        house("t:building/homes", -60, 10, 15, 20, BuildingUse::Residential);
        house("t:building/mixed", 40, 10, 10, 10, BuildingUse::Mixed);
        house("t:building/offices", 40, 40, 10, 10, BuildingUse::Commercial);
        house("t:building/far", 500, 0, 10, 10, BuildingUse::Residential);
        city = mini.make();
    }
    void house(const char* id, double x, double y, double w, double d, BuildingUse use)
    {
        mini.data.buildings.push({.externalId = id,
                                  .footprint = {Polygon{.outer = {{x, y}, {x + w, y}, {x + w, y + d}, {x, y + d}}}},
                                  .height_m = 10,
                                  .use = use});
    }
    Expected<AppliedScenario> apply(std::vector<Operation> operations) const
    {
        return applyScenario(city, {.name = "s", .interventions = {{"Scheme", std::move(operations)}}});
    }
};

AppliedScenario must(Expected<AppliedScenario> applied)
{
    if (!applied)
        throw std::runtime_error(applied.error().text());
    return *applied;
}

QStringList codes(const AppliedScenario& applied)
{
    QStringList list;
    for (const Issue& issue : applied.issues)
        list << QString::fromStdString(issue.code);
    return list;
}

bool near(double a, double b) { return std::abs(a - b) < 1e-9; }

}  // namespace

class PlaceOperationsTest : public QObject {
    Q_OBJECT
private slots:
    void aParkIsHeldWithItsSizeOnce()
    {
        const Town town;
        const MultiPolygon meadow = squareAt(200, 200, 100);
        const AppliedScenario applied = must(town.apply(
            {GreenSpace{"Meadow", meadow}, GreenSpace{"Again", meadow}, GreenSpace{.name = "Field", .target = "neighbourhood:East"}}));
        QCOMPARE(applied.addedParks.size(), std::size_t(2));
        QCOMPARE(applied.addedParks[0].name, std::string("Meadow"));
        QCOMPARE(applied.addedParks[0].size_m2, 10000.0);
        QVERIFY(applied.addedParks[1].area == town.city->neighbourhoods()[NeighbourhoodId(1)].outline);
        QCOMPARE(codes(applied), QStringList{"changes_nothing"});
        const AppliedScenario plain = must(town.apply({}));
        QVERIFY(applied.links == plain.links && applied.activity() == plain.activity() && applied.buildingsAsMapped());
    }

    void aParkTooSmallToWalkToAndHousesInItAreTold()
    {
        const Town town;
        const AppliedScenario small = must(town.apply({GreenSpace{"Pocket", squareAt(200, 200, 20)}}));
        QCOMPARE(codes(small), QStringList{"small_park"});
        QVERIFY(small.issues[0].message.find("400 m² is smaller than") != std::string::npos);
        const AppliedScenario over =
            must(town.apply({RemoveBuilding{"t:building/mixed", 0, 0}, GreenSpace{.name = "P", .target = "neighbourhood:West"}}));
        QCOMPARE(codes(over), QStringList{"buildings_in_park"});
        QVERIFY(over.issues[0].message.starts_with("2 buildings"));  // the third one is gone
    }

    void aBuildingTakesItsShareOfTheFloorAreaAlong()
    {
        const Town town;
        // Homes: 300 m² and 0.7 of 100 m²; work: 0.3 of 100 m² and 100 m².
        const BuildingPeople guess = buildingPeople(*town.city, {BuildingId(1)}, 0.7);
        QVERIFY(near(guess.residents, 300 * 70.0 / 370) && near(guess.jobs, 40 * 30.0 / 130) && near(guess.floorShare, 0.2));
        const AppliedScenario applied = must(town.apply({RemoveBuilding{"t:building/mixed"}}));
        QCOMPARE(codes(applied), QStringList{"estimated_people"});
        QVERIFY2(applied.issues[0].message.find("20 % of the floor area of “West”") != std::string::npos,
                 applied.issues[0].message.c_str());
        QVERIFY2(applied.issues[0].message.find("57 residents and 9 jobs leave") != std::string::npos, applied.issues[0].message.c_str());
        QVERIFY(!applied.stands(BuildingId(1)) && applied.stands(BuildingId(0)) && applied.stands(BuildingId(2)));
        // They leave the place of activity next to it.
        const auto points = applied.activity();
        QVERIFY(points[0] == town.city->activity()[0] && points[2] == town.city->activity()[2]);
        QVERIFY(near(points[1].people, 200 - guess.residents) && near(points[1].jobs, 10 - guess.jobs));
        QVERIFY(near(applied.shareLeft()[NeighbourhoodId(0)], 1 - guess.residents / 300));
        QCOMPARE(applied.shareLeft()[NeighbourhoodId(1)], 1.0);
    }

    void whoIsKnownToLeaveLeavesNearestFirstAndNoMoreThanLiveThere()
    {
        const Town town;
        const AppliedScenario applied = must(town.apply({RemoveBuilding{"t:building/mixed", 250, 0}}));
        QVERIFY(codes(applied).isEmpty());
        QCOMPARE(applied.activity()[1].people, 0.0);
        QCOMPARE(applied.activity()[0].people, 50.0);
        QCOMPARE(applied.activity()[1].jobs, 10.0);
        const AppliedScenario all =
            must(town.apply({RemoveBuilding{"t:building/mixed", 250, 0}, RemoveBuilding{"t:building/homes", 70, 50}}));
        QCOMPARE(codes(all), QStringList{"more_than_live_there"});
        QCOMPARE(all.removedBuildings[1].residents, 50.0);
        QCOMPARE(all.activity()[0].people + all.activity()[1].people, 0.0);
        QCOMPARE(all.activity()[0].jobs + all.activity()[1].jobs, 0.0);
        const AppliedScenario far = must(town.apply({RemoveBuilding{"t:building/far", 5, 5}}));
        QCOMPARE(codes(far), QStringList{"outside_neighbourhoods"});
        QVERIFY(far.activity() == town.city->activity() && !far.stands(BuildingId(3)));
    }

    void aBuildingOfTheSchemeGoesAsIfItHadNeverBeen()
    {
        const Town town;
        const AddBuilding tower{"Tower", squareAt(0, 60, 20), Length::m(40), 500, 100};
        const AppliedScenario applied = must(town.apply({tower, tower, RemoveBuilding{"new:Scheme/1"}}));
        QCOMPARE(applied.addedBuildings.size(), std::size_t(1));
        QCOMPARE(applied.addedBuildings[0].externalId, std::string("new:Scheme/2"));
        const AppliedScenario none = must(town.apply({tower, RemoveBuilding{"new:Scheme/1"}, RemoveBuilding{"new:Scheme/1"}}));
        QCOMPARE(codes(none), QStringList{"changes_nothing"});
        QVERIFY(none.buildingsAsMapped() && none.activity() == town.city->activity());
        // Switched off, its removal changes nothing: each subset of the interventions can be calculated.
        const auto off = must(applyScenario(
            town.city,
            {.name = "s", .interventions = {{"Towers", {tower}, false}, {"Second thoughts", {RemoveBuilding{"new:Towers/1"}}}}}));
        QVERIFY(off.buildingsAsMapped());
        QCOMPARE(codes(off), QStringList{"changes_nothing"});
    }

    void aBuildingIsTakenAwayOnce()
    {
        const Town town;
        const AppliedScenario applied =
            must(town.apply({RemoveBuilding{"t:building/homes", 10, 0}, RemoveBuilding{"t:building/homes", 20, 0}}));
        QCOMPARE(codes(applied), QStringList{"changes_nothing"});
        QCOMPARE(applied.removedBuildings.size(), std::size_t(1));
        QCOMPARE(applied.removedBuildings[0].residents, 10.0);
    }

    void badOnesAreRefusedWithACure_data()
    {
        QTest::addColumn<int>("which");
        QTest::addColumn<QString>("words");
        auto row = [n = 0](const char* name, const char* words) mutable { QTest::newRow(name) << n++ << QString::fromUtf8(words); };
        row("no area", "the park has no area");
        row("both", "both a neighbourhood and an area");
        row("unknown neighbourhood", "Did you mean “West”?");
        row("flat", "the area is empty");
        row("no building", "Did you mean “t:building/homes”?");
        row("unnamed", "names no building");
        row("too many", "field residents");
        row("nobody less than none", "field jobs");
        row("people of a new one", "Leave out residents and jobs.");
        row("a building to come", "there is no such building");
    }
    void badOnesAreRefusedWithACure()
    {
        QFETCH(int, which);
        QFETCH(QString, words);
        const Town town;
        const std::vector<Operation> bad = {GreenSpace{.name = "P"},
                                            GreenSpace{"P", squareAt(0, 0, 9), "neighbourhood:West"},
                                            GreenSpace{.target = "neighbourhood:Wets"},
                                            GreenSpace{"P", {Polygon{.outer = {{0, 0}, {1, 1}, {2, 2}}}}},
                                            RemoveBuilding{"t:building/hoems"},
                                            RemoveBuilding{},
                                            RemoveBuilding{"t:building/homes", 2e6},
                                            RemoveBuilding{"t:building/homes", {}, -1},
                                            RemoveBuilding{"new:Scheme/1", 5},
                                            RemoveBuilding{"new:Scheme/3"}};
        const auto applied =
            town.apply({AddBuilding{"Tower", squareAt(0, 60, 20), Length::m(40), 500, 100}, bad[static_cast<std::size_t>(which)],
                        AddBuilding{"Later", squareAt(0, 60, 20), Length::m(40), 5, 1}});
        QVERIFY(!applied);
        const QString text = QString::fromStdString(applied.error().text());
        QVERIFY2(text.contains("intervention “Scheme”, operation 2"), qPrintable(text));
        QVERIFY2(text.contains(words), qPrintable(text));
        QVERIFY2(!applied.error().remedy.empty(), qPrintable(text));
    }
};

QTEST_APPLESS_MAIN(PlaceOperationsTest)
#include "tst_place_operations.moc"
