#include "simulation/scenario/car_access.h"

#include "support/mini_city.h"

#include <QTest>

using namespace isopolis;
using namespace isopolis::test;

/// Ring A-B-C; a spur C-D-E; an island F-G that no street joins to the rest.
class TestCarAccess : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void whatLiesBehindAFilterIsLost();
    void aRingIsReachedFromItsOtherSide();
    void oneWayStreetsCanTakeTheWayOut();
    void whatWasOutOfReachIsNotLostAgain();
    void aNewRoadThatJoinsTheIslandAloneIsNamed();

private:
    static CityPtr city()
    {
        MiniCity mini;
        mini.node("A", 0, 0).node("B", 800, 0).node("C", 400, 600).node("D", 400, 1200).node("E", 400, 1500);
        mini.node("F", 5000, 0).node("G", 5400, 0);
        mini.street("A B", {.name = "Base"}).street("B C", {.name = "Right"}).street("C A", {.name = "Left"});
        mini.street("C D", {.name = "Spur"}).street("D E", {.name = "End"}).street("F G", {.name = "Island"});
        return mini.make();
    }
    static QStringList lost(const std::vector<Operation>& operations)
    {
        const CityPtr town = city();
        const auto before = applyScenario(town, Scenario{}),
                   after = applyScenario(town, {.name = "Plan", .interventions = {{.name = "i", .operations = operations}}});
        if (!before || !after)
            return {QStringLiteral("cannot be applied")};
        QStringList names;
        for (const LinkId id : streetsWithoutCars(*before, *after))
            names << QString::fromStdString(after->name(id));
        names.removeDuplicates();
        return names;
    }
};

void TestCarAccess::whatLiesBehindAFilterIsLost()
{
    QCOMPARE(lost({}), QStringList());
    // The filtered street itself is still reached from C.
    QCOMPARE(lost({TrafficFilter{{.target = "mini:way/C-D"}}}), QStringList{QStringLiteral("End")});
    QCOMPARE(lost({TrafficFilter{{.target = "mini:way/D-E"}}}), QStringList());
    // Nothing but the filter counts: a lower limit closes nothing.
    QCOMPARE(lost({SetSpeedLimit{{.target = "mini:way/C-D"}, Speed::kmh(20)}}), QStringList());
}

void TestCarAccess::aRingIsReachedFromItsOtherSide()
{
    QCOMPARE(lost({CloseRoad{{.target = "mini:way/A-B"}}}), QStringList());
    QCOMPARE(lost({CloseRoad{{.target = "mini:way/B-C"}}, CloseRoad{{.target = "mini:way/C-A"}}}),
             QStringList{QStringLiteral("Base")});  // cut from C, which keeps the spur
}

void TestCarAccess::oneWayStreetsCanTakeTheWayOut()
{
    // Into the spur, and never out again.
    QCOMPARE(lost({OneWay{{.target = "mini:way/C-D"}}}), QStringList{QStringLiteral("End")});
    QCOMPARE(lost({OneWay{{.target = "mini:way/A-B"}}}), QStringList());
}

void TestCarAccess::whatWasOutOfReachIsNotLostAgain() { QCOMPARE(lost({CloseRoad{{.target = "mini:way/F-G"}}}), QStringList()); }

void TestCarAccess::aNewRoadThatJoinsTheIslandAloneIsNamed()
{
    QCOMPARE(lost({AddRoad{.name = "Second", .axis = {{5000, 0}, {5200, 200}, {5400, 0}}}}), QStringList{QStringLiteral("Second")});
    QCOMPARE(lost({AddRoad{.name = "Chord", .axis = {{0, 0}, {400, 1200}}}}), QStringList());
}

QTEST_APPLESS_MAIN(TestCarAccess)
#include "tst_car_access.moc"
