#include "simulation/traffic/equilibrium.h"
#include "tests/simulation/traffic/tntp_reference.h"

#include <QTest>

using namespace isopolis;

namespace {

Equilibrium solved(const AssignmentNetwork& network, const AssignmentDemand& demand, EquilibriumOptions options = {.relativeGap = 1e-12})
{
    QuietControl control(1);
    Expected<Equilibrium> e = solveEquilibrium(network, demand, options, control);
    if (!e)
        throw std::runtime_error(e.error().text());
    return std::move(*e);
}

OdDemand trips(double count)
{
    OdDemand demand(2);
    demand.add(0, 1, count);
    return demand;
}

/// 0 ══╤═ road A ═╤══ 1     two roads side by side, t = 10 + x/10 each; A costs a toll of 2
///     └─ road B ─┘
AssignmentNetwork twoRoads()
{
    const VolumeDelay delay{10, 100, 1, 1};
    return AssignmentNetwork::create({2, 2, 0}, {{0, 1, delay, 2, 5}, {0, 1, delay, 0, 5}}).value();
}

bool near(double a, double b, double tolerance = 1e-6) { return std::abs(a - b) < tolerance; }

}  // namespace

class TestClasses : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whoseTimeIsDearPaysTheTollAndTheOthersDriveRound()
    {
        // Tolls of 2 weigh 1 minute for the rich, 8 for the poor: the poor all take B, the rich fill A until it costs what B does.
        const AssignmentDemand demand{{{{.name = "rich", .tollWeight = 0.5}, trips(60)}, {{.name = "poor", .tollWeight = 4}, trips(40)}},
                                      {}};
        const Equilibrium e = solved(twoRoads(), demand);
        QVERIFY(e.converged);
        QVERIFY(near(e.classes[1].flow[0], 0) && near(e.classes[1].flow[1], 40));
        // 10 + x/10 + 1 = 10 + (100 − x)/10  ⇒  x = 45
        QVERIFY(near(e.classes[0].flow[0], 45) && near(e.classes[0].flow[1], 15));
        QVERIFY(near(e.classes[0].cost[0], e.classes[0].cost[1]));
        QVERIFY(e.classes[1].cost[0] > e.classes[1].cost[1] + 6);
        for (const ClassResult& c : e.classes)
            QVERIFY(std::abs(c.relativeGap) < 1e-12);
    }

    void aLorryTakesTheRoomOfTwoCars()
    {
        const AssignmentDemand demand{{{{.name = "cars"}, trips(50)}, {{.name = "lorries", .pcu = 2}, trips(30)}}, {}};
        const Equilibrium e = solved(twoRoads(), demand);
        QVERIFY(near(e.flow[0] + e.flow[1], 110) && near(e.flow[0], 55));
        QVERIFY(near(e.classes[1].flow[0] + e.classes[1].flow[1], 30));
        QCOMPARE(e.classes[1].assigned, 30.0);
        QCOMPARE(e.assigned, 80.0);
    }

    void aBannedClassStaysOffTheRoadWhateverItCosts()
    {
        const AssignmentDemand demand{{{{.name = "cars"}, trips(50)}, {{.name = "lorries", .pcu = 1, .banned = {0, 1}}, trips(200)}}, {}};
        const Equilibrium e = solved(twoRoads(), demand);
        QCOMPARE(e.classes[1].flow[1], 0.0);
        QVERIFY(near(e.classes[1].flow[0], 200));
        QVERIFY(near(e.classes[0].flow[1], 50) && std::isinf(e.classes[1].cost[1]));
        const AssignmentDemand shut{{{{.name = "lorries", .banned = {1, 1}}, trips(7)}}, {}};
        const Equilibrium none = solved(twoRoads(), shut);
        QCOMPARE(none.unreachableFrom, (std::vector<double>{7, 0}));
        QVERIFY(none.assigned == 0 && none.flow == (std::vector<double>{0, 0}));
    }

    void busesThatAreThereAnywayTakeRoomAndAreNotMoved()
    {
        const AssignmentDemand demand{{{{.name = "cars"}, trips(100)}}, {40, 0}};
        const Equilibrium e = solved(twoRoads(), demand);
        QVERIFY(near(e.flow[0], 30) && near(e.flow[1], 70));
        QVERIFY(near(e.cost[0], e.cost[1]) && near(e.cost[0], 17));
    }

    void oneClassIsTheSameAsNoClassesBitForBit()
    {
        const AssignmentNetwork net = twoRoads();
        QuietControl control(1);
        const EquilibriumOptions options{.relativeGap = 1e-12, .tollWeight = 0.5, .distanceWeight = 0.1};
        const Expected<Equilibrium> plain = solveEquilibrium(net, trips(90), options, control);
        const Equilibrium one = solved(net, {{{{.name = "cars", .tollWeight = 0.5, .distanceWeight = 0.1}, trips(90)}}, {}}, options);
        QVERIFY(plain && plain->flow == one.flow && plain->objective == one.objective && plain->classes.empty());
    }

    void classesThatDoNotDifferAddUpToTheEquilibriumOfAll()
    {
        const auto sioux = tntpReference("SiouxFalls", "SiouxFalls");
        if (!sioux)
            QSKIP(kNoTntp);
        AssignmentDemand demand;
        for (const double share : {0.7, 0.3}) {
            OdDemand part(24);
            for (std::size_t o = 0; o < 24; ++o)
                for (const OdDemand::Pair& pair : sioux->demand.from(o))
                    part.add(o, pair.to, share * pair.trips);
            demand.classes.push_back({{.name = share > 0.5 ? "most" : "few"}, part});
        }
        const Equilibrium e = solved(sioux->network, demand);
        QVERIFY(near(e.objective / 42.31335287107440e5, 1, 1e-12));
        for (std::size_t l = 0; l < 76; ++l)
            QVERIFY(near(e.classes[0].flow[l] + e.classes[1].flow[l], sioux->flows[l].volume, 1e-3));
    }

    void refusesFiguresThatDoNotFit()
    {
        QuietControl control(1);
        const auto refused = [&](const AssignmentDemand& demand) {
            const auto e = solveEquilibrium(twoRoads(), demand, {}, control);
            return !e && e.error().code == ErrorCode::BadValue;
        };
        QVERIFY(refused({}));
        QVERIFY(refused({{{{.name = "a", .pcu = 0}, trips(1)}}, {}}));
        QVERIFY(refused({{{{.name = "a", .extraCost = {1}}, trips(1)}}, {}}));
        QVERIFY(refused({{{{.name = "a", .tollWeight = -1}, trips(1)}}, {}}));
        QVERIFY(refused({{{{.name = "a"}, trips(1)}}, {1}}));
        QVERIFY(refused({{{{.name = "a"}, trips(-1)}}, {}}));
    }
};

QTEST_APPLESS_MAIN(TestClasses)
#include "tst_classes.moc"
