#include "simulation/traffic/assignment_issues.h"

#include <QTest>

using namespace isopolis;

namespace {

constexpr VolumeDelay kStreet{1, 1000, 0.15, 4};

/// Zones 1 and 2 on a road, zone 3 on an island with zone 4, zone 5 without any road; 6 and 7 are junctions.
std::vector<AssignmentLink> islands()
{
    return {{0, 5, kStreet}, {5, 0, kStreet}, {5, 1, kStreet}, {1, 5, kStreet},
            {2, 6, kStreet}, {6, 3, kStreet}, {3, 6, kStreet}, {6, 2, kStreet}};
}

Equilibrium solved(const AssignmentNetwork& network, const OdDemand& demand)
{
    QuietControl control(1);
    return solveEquilibrium(network, demand, {}, control).value();
}

bool says(const std::vector<Issue>& issues, std::string_view code, std::string_view feature, std::string_view words)
{
    return std::any_of(issues.begin(), issues.end(), [&](const Issue& i) {
        return i.code == code && i.feature == feature && i.message.find(words) != std::string::npos;
    });
}

}  // namespace

class TestAssignmentIssues : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nothingDoubtfulIsNothingSaid()
    {
        const auto network = AssignmentNetwork::create({5, 7, 5}, islands()).value();
        OdDemand demand(5);
        demand.add(0, 1, 100);
        demand.add(4, 4, 7);  // within a zone: needs no road
        QVERIFY(assignmentIssues(network, solved(network, demand)).empty());
    }

    void linksOfCapacityZeroAreNamedAndCounted()
    {
        std::vector<AssignmentLink> links = islands();
        links[2].delay.capacity = 0;
        links[5].delay.capacity = 0;
        links[6].delay = {2, 0, 0, 0};  // of constant time on purpose
        const auto network = AssignmentNetwork::create({5, 7, 5}, links).value();
        OdDemand demand(5);
        demand.add(0, 1, 5000);
        const Equilibrium e = solved(network, demand);
        const auto issues = assignmentIssues(network, e);
        QCOMPARE(issues.size(), std::size_t{1});
        QVERIFY(says(issues, "capacity_0", "link 6-2", "2 links have capacity 0"));
        QVERIFY(says(issues, "capacity_0", "link 6-2", ": 6-2, 7-4"));
        QCOMPARE(e.flow[2], 5000.0);
        QCOMPARE(e.cost[2], 1.0);
        // Of many the first ten are named.
        for (AssignmentLink& link : links)
            link.delay = {1, 0, 0.15, 4};
        links.insert(links.end(), 4, links[0]);
        const auto many = AssignmentNetwork::create({5, 7, 5}, links).value();
        QVERIFY(says(assignmentIssues(many, solved(many, demand)), "capacity_0", "link 1-6", "12 links have"));
        QVERIFY(says(assignmentIssues(many, solved(many, demand)), "capacity_0", "link 1-6", "and 2 more"));
    }

    void aZoneWithoutARoadIsNamedWithItsTrips()
    {
        const auto network = AssignmentNetwork::create({5, 7, 5}, islands()).value();
        OdDemand demand(5);
        demand.add(0, 1, 100);
        demand.add(0, 4, 3.25);
        demand.add(4, 1, 8);
        const Equilibrium e = solved(network, demand);
        const auto issues = assignmentIssues(network, e);
        QVERIFY(says(issues, "zone_without_road", "zone 5", "8.00 trips start where no road leaves, in zone 5"));
        QVERIFY(says(issues, "zone_without_road", "zone 5", "3.25 trips end where no road arrives, in zone 5"));
        QVERIFY(says(issues, "no_way", "zone 1", "3.25 trips find no way"));
        QCOMPARE(issues.size(), std::size_t{3});
        QCOMPARE(e.assigned, 100.0);
    }

    void anIslandIsNamedWithItsTrips()
    {
        const auto network = AssignmentNetwork::create({5, 7, 5}, islands()).value();
        OdDemand demand(5);
        demand.add(0, 2, 10);
        demand.add(2, 0, 4);
        demand.add(3, 1, 6);
        demand.add(3, 2, 9);
        const Equilibrium e = solved(network, demand);
        const auto issues = assignmentIssues(network, e);
        QCOMPARE(issues.size(), std::size_t{1});
        QVERIFY2(says(issues, "no_way", "zone 1", "20.00 trips find no way to their destination; they start in 3 zones: 1, 3, 4"),
                 issues[0].message.c_str());
        QCOMPARE(e.unreachableFrom, (std::vector<double>{10, 0, 4, 6, 0}));
        QCOMPARE(e.unreachableTo, (std::vector<double>{4, 6, 10, 0, 0}));
        QCOMPARE(e.assigned, 9.0);
    }

    void negativeTripsAreRefusedAndNamed()
    {
        const auto network = AssignmentNetwork::create({5, 7, 5}, islands()).value();
        for (const double trips : {-1.0, std::nan(""), std::numeric_limits<double>::infinity()}) {
            OdDemand demand(5);
            demand.add(0, 1, 10);
            demand.add(2, 3, trips);
            QuietControl control(1);
            const auto e = solveEquilibrium(network, demand, {}, control);
            QVERIFY(!e && e.error().code == ErrorCode::BadValue);
            QVERIFY2(e.error().text().find("zone 3 to 4") != std::string::npos, e.error().text().c_str());
        }
    }
};

QTEST_APPLESS_MAIN(TestAssignmentIssues)
#include "tst_assignment_issues.moc"
