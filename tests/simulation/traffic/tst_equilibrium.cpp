#include "simulation/traffic/equilibrium.h"
#include "simulation/traffic/tntp.h"

#include <QFile>
#include <QTest>

using namespace isopolis;

namespace {

Equilibrium solved(const AssignmentNetwork& network, const OdDemand& demand, EquilibriumOptions options = {.relativeGap = 1e-10},
                   int threads = 1)
{
    QuietControl control(threads);
    Expected<Equilibrium> e = solveEquilibrium(network, demand, options, control);
    if (!e)
        throw std::runtime_error(e.error().text());
    return std::move(*e);
}

AssignmentNetwork network(AssignmentSize size, std::vector<AssignmentLink> links)
{
    return AssignmentNetwork::create(size, std::move(links)).value();
}

/// Four nodes, one trip relation 0 → 1 over the diamond 2, 3; link 2 → 3 is the one whose absence is better for all.
AssignmentNetwork braess()
{
    const auto linear = [](double constant, double perVehicle) { return VolumeDelay{constant, 1, perVehicle / constant, 1}; };
    return network(
        {2, 4, 0},
        {{0, 2, linear(1e-8, 10)}, {0, 3, linear(50, 1)}, {2, 1, linear(50, 1)}, {2, 3, linear(10, 1)}, {3, 1, linear(1e-8, 10)}});
}

OdDemand trips(std::size_t zones, std::size_t from, std::uint32_t to, double count)
{
    OdDemand demand(zones);
    demand.add(from, to, count);
    return demand;
}

struct Published {
    const char *folder, *stem;
    double toll, distance, objective;
    double flowTolerance;  ///< negative: flows are not unique (links of constant time)
};

EquilibriumOptions options(const Published& p, double gap) { return {EquilibriumAlgorithm::Bush, gap, 100, p.toll, p.distance}; }

QByteArray contentOf(const Published& p, const char* kind)
{
    QFile file(QStringLiteral(ISOPOLIS_SOURCE_DIR "/../shared/data/reference/tntp/%1/%2_%3.tntp").arg(p.folder, p.stem, kind));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

std::string_view view(const QByteArray& bytes) { return {bytes.constData(), static_cast<std::size_t>(bytes.size())}; }

}  // namespace

class TestEquilibrium : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void braessDiamondSendsTwoCarsOnEachRouteAtCost92_data()
    {
        QTest::addColumn<int>("algorithm");
        QTest::newRow("bush") << static_cast<int>(EquilibriumAlgorithm::Bush);
        QTest::newRow("bfw") << static_cast<int>(EquilibriumAlgorithm::BiconjugateFrankWolfe);
    }
    void braessDiamondSendsTwoCarsOnEachRouteAtCost92()
    {
        QFETCH(int, algorithm);
        const Equilibrium e = solved(braess(), trips(2, 0, 1, 6), {static_cast<EquilibriumAlgorithm>(algorithm), 1e-9});
        const double expected[] = {4, 2, 2, 2, 4};
        for (std::size_t l = 0; l < 5; ++l)
            QVERIFY2(std::abs(e.flow[l] - expected[l]) < 1e-4, qPrintable(QString::number(e.flow[l])));
        QVERIFY(std::abs(e.cost[0] + e.cost[2] - 92) < 1e-3);
        QVERIFY(e.converged);
        // Without the middle road everybody needs 83: the paradox.
        std::vector<AssignmentLink> links = braess().links();
        links.erase(links.begin() + 3);
        const Equilibrium without = solved(network({2, 4, 0}, links), trips(2, 0, 1, 6));
        QVERIFY(std::abs(without.totalCost / 6 - 83) < 1e-6);
    }

    void originsThatContendForCrowdedStreetsAgreeSoon_data()
    {
        QTest::addColumn<double>("trips");
        QTest::addColumn<double>("power");
        QTest::newRow("four times the capacity") << 400.0 << 4.0;
        QTest::newRow("four times the capacity, steep") << 400.0 << 8.0;
        QTest::newRow("nine times the capacity") << 800.0 << 4.0;
    }
    void originsThatContendForCrowdedStreetsAgreeSoon()
    {
        // Zones 0 and 1 reach zone 2 over street 3 or 4; street 3 is a minute nearer for zone 1. So zone 0 has to leave that one, but each
        // step of Newton's method moves a tiny part of what has to move, because the other zone answers: without longer shifts this takes
        // thousands of rounds.
        QFETCH(double, trips);
        QFETCH(double, power);
        const VolumeDelay crowded{1, 100, 0.15, power};
        const auto fixed = [](double minutes) { return VolumeDelay{minutes, 0, 0, 1}; };
        const AssignmentNetwork n =
            network({3, 5, 3}, {{0, 3, fixed(1)}, {0, 4, fixed(1)}, {1, 3, fixed(1)}, {1, 4, fixed(2)}, {3, 2, crowded}, {4, 2, crowded}});
        OdDemand demand(3);
        demand.add(0, 2, trips);
        demand.add(1, 2, 1.25 * trips);
        const Equilibrium e = solved(n, demand, {.relativeGap = 1e-9, .maxIterations = 100});
        QVERIFY2(e.converged, qPrintable(QString::number(e.relativeGap)));
        // By hand: zone 0 leaves street 3 to zone 1, which uses both, so that street 3 costs it the minute more that it is nearer.
        QVERIFY2(e.flow[0] < 1e-3 * trips, qPrintable(QString::number(e.flow[0])));
        QVERIFY2(std::abs(e.cost[4] - e.cost[5] - 1) < 1e-3, qPrintable(QString::number(e.cost[4] - e.cost[5])));
    }

    void tollsAndLengthsCountWithTheirWeights()
    {
        // t = 10 + x/10 on both; the toll of 2 at weight 3 and the length of 4 at weight 0.5 differ by 4: x1 + 6 = x2 + 2, in tenths.
        const VolumeDelay delay{10, 100, 1, 1};
        const AssignmentNetwork two = network({2, 2, 0}, {{0, 1, delay, 2, 0}, {0, 1, delay, 0, 4}});
        const Equilibrium e = solved(two, trips(2, 0, 1, 100), {.relativeGap = 1e-12, .tollWeight = 3, .distanceWeight = 0.5});
        QVERIFY(std::abs(e.flow[0] - 30) < 1e-6 && std::abs(e.flow[1] - 70) < 1e-6);
        QVERIFY(std::abs(e.totalCost - e.totalTime - (30 * 6 + 70 * 2)) < 1e-6);
        // ∫(10 + x/10) = 10x + x²/20
        QVERIFY(std::abs(e.objective - (300 + 45 + 180 + 700 + 245 + 140)) < 1e-6);
    }

    void noTripPassesThroughAZoneAndPairsWithoutAWayAreCounted()
    {
        // 0 → 1 → 2 would be the short way, but node 1 is a zone below the first through node; 3 is the way round.
        const VolumeDelay constant{1, 0, 0, 0}, slow{5, 0, 0, 0};
        const AssignmentNetwork net = network({3, 4, 3}, {{0, 1, constant}, {1, 2, constant}, {0, 3, slow}, {3, 2, slow}});
        OdDemand demand(3);
        demand.add(0, 2, 10);
        demand.add(0, 1, 7);
        demand.add(2, 0, 4);
        demand.add(1, 1, 3);
        const Equilibrium e = solved(net, demand);
        QCOMPARE(e.flow, (std::vector<double>{7, 0, 10, 10}));
        QCOMPARE(e.unreachableFrom, (std::vector<double>{0, 0, 4}));
        QCOMPARE(e.unreachableTo, (std::vector<double>{4, 0, 0}));
        QCOMPARE(e.intrazonal, 3.0);
        QCOMPARE(e.assigned, 17.0);
    }

    void publishedEquilibriaAreReached_data()
    {
        QTest::addColumn<Published>("published");
        QTest::newRow("Sioux Falls") << Published{"SiouxFalls", "SiouxFalls", 0, 0, 42.31335287107440e5, 1};
        QTest::newRow("Anaheim") << Published{"Anaheim", "Anaheim", 0, 0, 1286032.171096, 1};
        QTest::newRow("Barcelona") << Published{"Barcelona", "Barcelona", 0, 0, 1265654.92203176, -1};
        QTest::newRow("Chicago Sketch") << Published{"Chicago-Sketch", "ChicagoSketch", 0.02, 0.04, 17313018.7387477, 1};
    }
    void publishedEquilibriaAreReached()
    {
        QFETCH(Published, published);
        const QByteArray net = contentOf(published, "net"), od = contentOf(published, "trips"), known = contentOf(published, "flow");
        if (net.isEmpty())
            QSKIP("the TNTP networks may not be redistributed and are not beside this repository");
        const auto network = parseTntpNetwork(view(net));
        const auto demand = parseTntpTrips(view(od));
        const auto flows = parseTntpFlows(view(known));
        QVERIFY(network && demand && flows);
        const Equilibrium loose = solved(*network, *demand, options(published, 1e-7));
        QVERIFY(loose.converged && loose.relativeGap <= 1e-7);
        QVERIFY(std::abs(loose.objective / published.objective - 1) < 1e-6);
        const Equilibrium tight = solved(*network, *demand, options(published, 1e-10));
        QVERIFY(tight.converged && tight.relativeGap <= 1e-10 && tight.relativeGap > -1e-13);
        QVERIFY(std::abs(tight.objective / published.objective - 1) < 1e-10);
        QVERIFY(std::abs(auditEquilibrium(*network, *demand, tight.flow, options(published, 1e-10)) - tight.relativeGap) < 1e-13);
        const Equilibrium best = solved(*network, *demand, options(published, 1e-12));
        QCOMPARE(flows->size(), network->linkCount());
        for (std::size_t l = 0; l < flows->size() && published.flowTolerance > 0; ++l) {
            QCOMPARE((*flows)[l].from, network->tail(l));
            QVERIFY(std::abs((*flows)[l].volume - best.flow[l]) < 0.001 * published.flowTolerance);
            if (network->linkCount() == 76)
                QVERIFY(std::abs((*flows)[l].volume - loose.flow[l]) < published.flowTolerance);
        }
    }

    void frankWolfeAgreesWithTheBushes()
    {
        const Published sioux{"SiouxFalls", "SiouxFalls", 0, 0, 0, 0};
        const QByteArray net = contentOf(sioux, "net"), od = contentOf(sioux, "trips");
        if (net.isEmpty())
            QSKIP("the TNTP networks may not be redistributed and are not beside this repository");
        const Equilibrium e =
            solved(*parseTntpNetwork(view(net)), *parseTntpTrips(view(od)), {EquilibriumAlgorithm::BiconjugateFrankWolfe, 1e-6, 5000});
        QVERIFY(e.converged);
        QVERIFY(std::abs(e.objective / 42.31335287107440e5 - 1) < 1e-6);
    }

    void threadsDoNotChangeOneBit_data() { braessDiamondSendsTwoCarsOnEachRouteAtCost92_data(); }
    void threadsDoNotChangeOneBit()
    {
        QFETCH(int, algorithm);
        // A grid of 12 × 12 with uneven capacities, every fifth node a zone.
        std::vector<AssignmentLink> links;
        const auto add = [&](std::uint32_t a, std::uint32_t b) {
            links.push_back({a, b, {1 + 0.1 * (a % 7), 300.0 + 40 * (b % 5), 0.15, 4}});
            links.push_back({b, a, {1 + 0.1 * (b % 7), 300.0 + 40 * (a % 5), 0.15, 4}});
        };
        for (std::uint32_t y = 0; y < 12; ++y)
            for (std::uint32_t x = 0; x < 12; ++x) {
                if (x < 11)
                    add(12 * y + x, 12 * y + x + 1);
                if (y < 11)
                    add(12 * y + x, 12 * y + x + 12);
            }
        const AssignmentNetwork grid = network({144, 144, 0}, links);
        OdDemand demand(144);
        for (std::uint32_t i = 0; i < 144; i += 5)
            for (std::uint32_t j = 0; j < 144; j += 5)
                demand.add(i, j, 3 + (i * j) % 11);
        const EquilibriumOptions options{static_cast<EquilibriumAlgorithm>(algorithm), 1e-5, 400};
        const Equilibrium one = solved(grid, demand, options, 1);
        QVERIFY(one.converged && one.iterations > 2);
        for (const int threads : {2, 4}) {
            const Equilibrium more = solved(grid, demand, options, threads);
            QVERIFY(more.flow == one.flow && more.gaps == one.gaps && more.objective == one.objective);
        }
    }

    void refusesWhatDoesNotFit()
    {
        QVERIFY(!AssignmentNetwork::create({2, 2, 0}, {{0, 5, {}}}));
        QVERIFY(!AssignmentNetwork::create({2, 2, 0}, {{0, 1, {std::nan(""), 1, 1, 1}}}));
        QuietControl control;
        QCOMPARE(solveEquilibrium(braess(), OdDemand(3), {}, control).error().code, ErrorCode::BadValue);
        QCOMPARE(solveEquilibrium(braess(), trips(2, 0, 1, -1), {}, control).error().code, ErrorCode::BadValue);
        const Equilibrium idle = solved(braess(), OdDemand(2));
        QVERIFY(idle.converged && idle.relativeGap == 0 && idle.totalCost == 0);
    }
};

QTEST_APPLESS_MAIN(TestEquilibrium)
#include "tst_equilibrium.moc"
