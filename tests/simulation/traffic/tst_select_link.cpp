#include "simulation/traffic/select_link.h"
#include "tests/simulation/traffic/tntp_reference.h"

#include <QTest>

using namespace isopolis;

namespace {

Equilibrium solved(const AssignmentNetwork& network, const AssignmentDemand& demand)
{
    QuietControl control(1);
    return solveEquilibrium(network, demand, {.relativeGap = 1e-10, .keepRoutes = true, .proportional = true}, control).value();
}

SelectLink usersOf(const Equilibrium& e, const std::vector<std::uint32_t>& links) { return selectLink(*e.routes, links).value(); }

/// The selected trips enter and leave each node alike, but for those that begin or end there, and fill the link itself.
void waysAreConserved(const AssignmentNetwork& network, const Equilibrium& e, std::uint32_t link, const SelectLink& users)
{
    const std::vector<double> ways = selectedFlow(*e.routes, link).value();
    QVERIFY(std::abs(ways[link] - e.flow[link]) < 1e-6);
    std::vector<double> balance(network.nodeCount(), 0);
    for (const SelectLinkPair& pair : users.pairs) {
        balance[pair.from] += pair.trips;
        balance[pair.to] -= pair.trips;
    }
    for (std::size_t l = 0; l < ways.size(); ++l) {
        QVERIFY(ways[l] >= 0 && ways[l] <= e.flow[l] + 1e-6);
        balance[network.tail(l)] -= ways[l];
        balance[network.head(l)] += ways[l];
    }
    for (const double rest : balance)
        QVERIFY(std::abs(rest) < 1e-6);
}

}  // namespace

class TestSelectLink : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tripsOverALinkAreNamedByOriginDestinationAndClass()
    {
        // 0 ──a──▶ 2 ──c──▶ 1     cars and lorries go 0 → 1; cars also 2 → 1 (zone 2)
        const VolumeDelay delay{1, 100, 0.15, 4};
        const AssignmentNetwork net = AssignmentNetwork::create({3, 3, 0}, {{0, 2, delay}, {2, 1, delay}}).value();
        OdDemand cars(3), lorries(3);
        cars.add(0, 1, 30);
        cars.add(2, 1, 5);
        lorries.add(0, 1, 10);
        const Equilibrium e = solved(net, {{{{.name = "cars"}, cars}, {{.name = "lorries", .pcu = 2}, lorries}}, {}});
        const SelectLink users = usersOf(e, {1});
        QCOMPARE(users.pairs.size(), std::size_t{3});
        QCOMPARE(users.trips, (std::vector<double>{35, 10}));
        QCOMPARE(users.pcu, 55.0);
        QVERIFY(users.pairs[1].from == 2 && users.pairs[1].to == 1 && users.pairs[1].userClass == 0 && users.pairs[1].trips == 5);
        QVERIFY(users.pairs[2].from == 0 && users.pairs[2].userClass == 1 && users.pairs[2].trips == 10);
        // Both links as a screen line: nobody counts twice.
        QCOMPARE(usersOf(e, {0, 1}).pcu, 55.0);
        QCOMPARE(selectLink(*e.routes, std::vector<std::uint32_t>{2}).error().code, ErrorCode::NotFound);
    }

    void theTripsOverEveryLinkOfSiouxFallsAddUpToItsFlow()
    {
        const auto sioux = tntpReference("SiouxFalls", "SiouxFalls");
        if (!sioux)
            QSKIP(kNoTntp);
        const Equilibrium e = solved(sioux->network, {{{{.name = "all"}, sioux->demand}}, {}});
        for (std::uint32_t l = 0; l < 76; ++l) {
            const SelectLink users = usersOf(e, {l});
            double sum = 0;
            for (const SelectLinkPair& pair : users.pairs)
                sum += pair.trips;
            QVERIFY(std::abs(sum - e.flow[l]) < 1e-6 && std::abs(users.pcu - e.flow[l]) < 1e-6);
            waysAreConserved(sioux->network, e, l, users);
        }
        QCOMPARE(selectedFlow(*e.routes, 76).error().code, ErrorCode::NotFound);
    }

    //       ┌─b▶ 3 ─d─┐
    // 0 ─a▶ 2         ▼ 4 ─f▶ 1      whoever takes b came over a, and goes on over d and f; nobody of them over c or e
    //       └─c▶ 5 ─e─┘
    void theWaysOfTheTripsAreThoseThroughTheStreet()
    {
        const VolumeDelay delay{1, 100, 0.15, 4};
        const AssignmentNetwork net =
            AssignmentNetwork::create({2, 6, 2}, {{0, 2, delay}, {2, 3, delay}, {2, 5, delay}, {3, 4, delay}, {5, 4, delay}, {4, 1, delay}})
                .value();
        OdDemand cars(2), lorries(2);
        cars.add(0, 1, 30);
        lorries.add(0, 1, 10);
        const Equilibrium e = solved(net, {{{{.name = "cars"}, cars}, {{.name = "lorries", .pcu = 2}, lorries}}, {}});
        const std::vector<double> ways = selectedFlow(*e.routes, 1).value();
        const double users = usersOf(e, {1}).trips[0] + usersOf(e, {1}).trips[1];
        QVERIFY(std::abs(users - 20) < 1e-3);
        for (const std::size_t l : {0U, 1U, 3U, 5U})
            QVERIFY(std::abs(ways[l] - users) < 1e-9);
        QVERIFY(ways[2] == 0 && ways[4] == 0);
    }
};

QTEST_APPLESS_MAIN(TestSelectLink)
#include "tst_select_link.moc"
