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
        }
    }
};

QTEST_APPLESS_MAIN(TestSelectLink)
#include "tst_select_link.moc"
