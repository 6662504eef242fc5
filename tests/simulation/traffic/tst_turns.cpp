#include "simulation/traffic/equilibrium.h"
#include "simulation/traffic/turns.h"

#include <QTest>

using namespace isopolis;

namespace {

///   0 ─a▶ 2 ─b▶ 3 ─c▶ 1       straight on b, c takes 2 + 2, the way round d, e 2 + 5
///         └─d─▶ 4 ─e──▶ 1     f leads from 3 back to 2
AssignmentNetwork town()
{
    const auto link = [](std::uint32_t from, std::uint32_t to, double time) { return AssignmentLink{from, to, {time, 0, 0, 0}}; };
    return AssignmentNetwork::create({2, 5, 2}, {link(0, 2, 1), link(2, 3, 2), link(3, 1, 2), link(2, 4, 2), link(4, 1, 5), link(3, 2, 1)})
        .value();
}

std::vector<double> flowsOf(const AssignmentNetwork& network, double& cost)
{
    OdDemand demand(2);
    demand.add(0, 1, 10);
    QuietControl control(1);
    const Equilibrium e = solveEquilibrium(network, demand, {.relativeGap = 1e-10}, control).value();
    cost = e.totalCost / 10;
    return e.flow;
}

}  // namespace

class TestTurns : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aBannedTurnIsNotTakenAndALinkKeepsItsPlace()
    {
        const auto banned = expandTurns(town(), {{.from = 0, .to = 1, .delay = 0, .banned = true}});
        QVERIFY(banned && banned->expandedNodes == 1 && banned->oldLinks == 6);
        double cost = 0;
        const std::vector<double> flow = flowsOf(banned->network, cost);
        QCOMPARE(cost, 8.0);
        QVERIFY(flow[0] == 10 && flow[1] == 0 && flow[3] == 10 && flow[4] == 10);
        // Only node 2 was taken apart: one node for a, one for each of b and d.
        QCOMPARE(banned->network.nodeCount(), std::size_t{8});
    }

    void aDelayCountsOnThatTurnOnly()
    {
        double cost = 0;
        const auto little = expandTurns(town(), {{.from = 0, .to = 1, .delay = 2.5}});
        QCOMPARE(flowsOf(little->network, cost)[1], 10.0);
        QCOMPARE(cost, 7.5);
        const auto much = expandTurns(town(), {{.from = 0, .to = 1, .delay = 3.5}});
        QCOMPARE(flowsOf(much->network, cost)[1], 0.0);
        QCOMPARE(cost, 8.0);
    }

    void nobodyTurnsBackExceptAtADeadEnd()
    {
        const std::vector<TurnRule> bans = uTurnBans(town());
        // b then f at node 3 (c leads on), and f then b at node 2 (d leads on).
        QCOMPARE(bans.size(), std::size_t{2});
        QVERIFY(bans[0].from == 1 && bans[0].to == 5 && bans[0].banned);
        QVERIFY(bans[1].from == 5 && bans[1].to == 1);
        double cost = 0;
        flowsOf(expandTurns(town(), bans)->network, cost);
        QCOMPARE(cost, 5.0);
    }

    void refusesTurnsThatCannotBe()
    {
        QCOMPARE(expandTurns(town(), {{.from = 0, .to = 9}}).error().code, ErrorCode::NotFound);
        QCOMPARE(expandTurns(town(), {{.from = 0, .to = 2}}).error().code, ErrorCode::BadValue);
        QCOMPARE(expandTurns(town(), {{.from = 0, .to = 1, .delay = -1}}).error().code, ErrorCode::BadValue);
    }
};

QTEST_APPLESS_MAIN(TestTurns)
#include "tst_turns.moc"
