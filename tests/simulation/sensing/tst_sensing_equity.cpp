#include "simulation/sensing/sensing_equity.h"
#include "support/mini_city.h"

#include <QTest>

#include <cmath>

using namespace isopolis;
using namespace isopolis::test;

namespace {

/// Four places on a line, 4 km apart, the poorest in the west.
///
///   Poor ──── Low ──── High ──── Rich
AppliedScenario town()
{
    MiniCity mini;
    mini.node("A", 0, 0).node("B", 4000, 0).node("C", 8000, 0).node("D", 12000, 0);
    mini.street("A B C D");
    mini.zone("Poor", "A", {.people = 1000, .income = 10000}).zone("Low", "B", {.people = 1000, .income = 20000});
    mini.zone("High", "C", {.people = 1000, .income = 30000}).zone("Rich", "D", {.people = 1000, .income = 40000});
    AppliedScenario a;
    a.city = mini.make();
    for (const RoadLink& link : a.city->roads().links())
        a.links.push({link.speed_kmh, link.lanes, link.modes});
    return a;
}

SensingEquityRequest withSensorsAt(std::vector<Point2> places)
{
    SensingEquityRequest r;
    for (const Point2& at : places)
        r.sensors.push_back({"s" + std::to_string(r.sensors.size()), at, DeviceClass::Reference});
    return r;
}

const GroupSensing& groupOf(const SensingEquity& e, const std::string& key)
{
    return *std::find_if(e.groups.begin(), e.groups.end(), [&](const GroupSensing& g) { return g.key == key; });
}

}  // namespace

class TestSensingEquity : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whereASensorStandsFiguresAreSurerThanElsewhere()
    {
        const SensingEquity e = sensingEquity(town(), withSensorsAt({{12050, 50}}));
        QCOMPARE(e.sensors, std::size_t{1});
        QCOMPARE(e.outside, std::size_t{0});
        const auto& n = e.neighbourhoods;
        QCOMPARE(n[3].sensors, std::size_t{1});
        QCOMPARE(n[0].sensors, std::size_t{0});
        for (std::size_t k = 0; k + 1 < n.size(); ++k)
            QVERIFY(n[k].sigma > n[k + 1].sigma && n[k].widening > n[k + 1].widening);
        QVERIFY(n[0].sigma <= 1 && n[0].sigma > 0.9);
        QVERIFY(std::abs(n[3].widening - 1) < 1e-9);
        QVERIFY(std::abs(n[0].nearest_m - std::hypot(12050.0, 50.0)) < 1e-6);
    }

    void whoIsNotSeenIsTold()
    {
        const SensingEquity e = sensingEquity(town(), withSensorsAt({{12050, 50}, {8000, 20}}));
        QCOMPARE(groupOf(e, "everyone").unseen_percent, 50.0);
        QCOMPARE(groupOf(e, "income_1").unseen_percent, 100.0);
        QCOMPARE(groupOf(e, "income_5").unseen_percent, 0.0);
        QVERIFY(groupOf(e, "income_1").meanWidening > groupOf(e, "income_5").meanWidening);
        QVERIFY(groupOf(e, "income_1").meanNearest_m > groupOf(e, "income_5").meanNearest_m);
    }

    void withoutAnySensorNobodyIsSeen()
    {
        const SensingEquity e = sensingEquity(town(), withSensorsAt({}));
        QCOMPARE(groupOf(e, "everyone").unseen_percent, 100.0);
        QVERIFY(std::isnan(groupOf(e, "everyone").meanNearest_m));
        for (const NeighbourhoodSensing& n : e.neighbourhoods)
            QVERIFY(n.sigma == 1 && n.widening == 1);
    }

    void theNextSensorsGoWhereTheyTellMostAndToTheWorstOffFirst()
    {
        SensingEquityRequest r = withSensorsAt({});
        r.suggestions = 2;
        r.worstOffWeight = 1;  // everybody alike: the middle of the line tells most
        const auto alike = sensingEquity(town(), r);
        QVERIFY(alike.suggestions[0].neighbourhood.index() == 1 || alike.suggestions[0].neighbourhood.index() == 2);
        r.worstOffWeight = 10;
        const auto fair = sensingEquity(town(), r);
        QVERIFY(fair.suggestions[0].neighbourhood.index() <= 1);
        QVERIFY(fair.suggestions[0].worstOffVarianceDrop_percent >= fair.suggestions[0].varianceDrop_percent);
        QVERIFY(fair.suggestions[0].varianceDrop_percent > fair.suggestions[1].varianceDrop_percent * 0.1);
        QVERIFY(fair.suggestions[0].neighbourhood != fair.suggestions[1].neighbourhood);
    }

    void anUnsurerSensorTellsLess()
    {
        SensingEquityRequest r = withSensorsAt({{12050, 50}});
        const double reference = sensingEquity(town(), r).neighbourhoods[3].sigma;
        r.sensors[0].device = DeviceClass::Citizen;
        QVERIFY(sensingEquity(town(), r).neighbourhoods[3].sigma > reference);
    }
};

QTEST_APPLESS_MAIN(TestSensingEquity)
#include "tst_sensing_equity.moc"
