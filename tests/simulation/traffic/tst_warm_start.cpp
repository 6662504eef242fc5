#include "simulation/traffic/equilibrium.h"
#include "tests/simulation/traffic/tntp_reference.h"

#include <QTest>

using namespace isopolis;

namespace {

Equilibrium solved(const AssignmentNetwork& network, const OdDemand& demand, const EquilibriumOptions& options, int threads = 1)
{
    QuietControl control(threads);
    Expected<Equilibrium> e = solveEquilibrium(network, demand, options, control);
    if (!e)
        throw std::runtime_error(e.error().text());
    return std::move(*e);
}

/// A grid of `side` × `side` with streets both ways, every third node a zone. Node n of the grid is node n of the network.
struct Grid {
    AssignmentNetwork network;
    OdDemand demand;
};
Grid grid(std::uint32_t side)
{
    std::vector<AssignmentLink> links;
    const auto add = [&](std::uint32_t a, std::uint32_t b) {
        links.push_back({a, b, {1 + 0.1 * (a % 7), 250.0 + 40 * (b % 5), 0.15, 4}});
        links.push_back({b, a, {1 + 0.1 * (b % 7), 250.0 + 40 * (a % 5), 0.15, 4}});
    };
    for (std::uint32_t y = 0; y < side; ++y)
        for (std::uint32_t x = 0; x < side; ++x) {
            if (x + 1 < side)
                add(side * y + x, side * y + x + 1);
            if (y + 1 < side)
                add(side * y + x, side * y + x + side);
        }
    const std::size_t nodes = std::size_t{side} * side;
    Grid g{AssignmentNetwork::create({nodes, nodes, 0}, std::move(links)).value(), OdDemand(nodes)};
    const auto every = static_cast<std::uint32_t>(side > 20 ? 97 : 5);
    for (std::uint32_t i = 0; i < nodes; i += every)
        for (std::uint32_t j = 0; j < nodes; j += every)
            g.demand.add(i, j, (3 + (i * j) % 11) * (side > 20 ? 2 : 1));
    return g;
}

/// The network without the links of `closed`, and where each link went.
AssignmentNetwork without(const AssignmentNetwork& network, const std::vector<std::uint32_t>& closed, std::vector<std::uint32_t>& linkNow)
{
    std::vector<AssignmentLink> links;
    linkNow.clear();
    for (std::uint32_t l = 0; l < network.linkCount(); ++l) {
        const bool gone = std::find(closed.begin(), closed.end(), l) != closed.end();
        linkNow.push_back(gone ? ~0U : static_cast<std::uint32_t>(links.size()));
        if (!gone)
            links.push_back(network.link(l));
    }
    return AssignmentNetwork::create({network.zoneCount(), network.nodeCount(), 0}, std::move(links)).value();
}

double worst(const std::vector<double>& a, const std::vector<double>& b)
{
    double most = 0;
    for (std::size_t l = 0; l < a.size(); ++l)
        most = std::max(most, std::abs(a[l] - b[l]));
    return most;
}

}  // namespace

class TestWarmStart : public QObject {
    Q_OBJECT

    static void sizes()
    {
        QTest::addColumn<int>("side");
        QTest::newRow("full bushes") << 12;
        QTest::newRow("lean bushes") << 40;
    }

private Q_SLOTS:
    void afterAClosureTheAnswerIsThatOfAColdStart_data() { sizes(); }
    void afterAClosureTheAnswerIsThatOfAColdStart()
    {
        QFETCH(int, side);
        const Grid g = grid(static_cast<std::uint32_t>(side));
        const Equilibrium base = solved(g.network, g.demand, {.relativeGap = 1e-9, .keepRoutes = true});
        QVERIFY(base.converged && base.routes);
        std::size_t busiest = 0;
        for (std::size_t l = 0; l < base.flow.size(); ++l)
            busiest = base.flow[l] > base.flow[busiest] ? l : busiest;
        std::vector<std::uint32_t> linkNow;
        const AssignmentNetwork closed = without(g.network, {static_cast<std::uint32_t>(busiest)}, linkNow);
        const Equilibrium cold = solved(closed, g.demand, {.relativeGap = 1e-11});
        const Equilibrium warm = solved(closed, g.demand, {.relativeGap = 1e-11, .warm = {base.routes, linkNow}});
        QVERIFY(warm.converged && cold.converged);
        QVERIFY(std::abs(warm.objective / cold.objective - 1) < 1e-10);
        QVERIFY2(worst(warm.flow, cold.flow) < 0.01, qPrintable(QString::number(worst(warm.flow, cold.flow))));
        QVERIFY(std::abs(auditEquilibrium(closed, g.demand, warm.flow, {})) < 2e-11);
        // The same state gives the same bits, on one thread or two.
        QVERIFY(solved(closed, g.demand, {.relativeGap = 1e-11, .warm = {base.routes, linkNow}}, 2).flow == warm.flow);
    }

    void aCoarseAnswerIsTheSameAtAnyNumberOfThreads_data() { sizes(); }
    void aCoarseAnswerIsTheSameAtAnyNumberOfThreads()
    {
        QFETCH(int, side);
        const Grid g = grid(static_cast<std::uint32_t>(side));
        const Equilibrium base = solved(g.network, g.demand, {.relativeGap = 1e-7, .keepRoutes = true});
        for (const std::uint32_t gone : {0U, 17U, 202U, 411U}) {
            std::vector<std::uint32_t> linkNow;
            const AssignmentNetwork closed = without(g.network, {gone}, linkNow);
            EquilibriumOptions options{.relativeGap = 1e-6, .warm = {base.routes, linkNow}};
            const Equilibrium one = solved(closed, g.demand, options);
            QVERIFY(one.converged && one.relativeGap <= 1e-6);
            // The gap is that of the flows, found by a program of its own, and nobody is lost.
            QVERIFY(std::abs(auditEquilibrium(closed, g.demand, one.flow, {}) - one.relativeGap) < 1e-10);
            QCOMPARE(one.assigned, base.assigned);
            const Equilibrium two = solved(closed, g.demand, options, 2);
            QVERIFY(two.flow == one.flow && two.relativeGap == one.relativeGap);
            // With routes asked for, the flows are the same, and the routes add up to them.
            options.keepRoutes = true;
            const Equilibrium kept = solved(closed, g.demand, options);
            QVERIFY(kept.flow == one.flow);
            const Equilibrium again = solved(closed, g.demand, {.relativeGap = 1e-6, .warm = {kept.routes}});
            QCOMPARE(again.iterations, 0);
            QVERIFY(worst(again.flow, one.flow) < 1e-9);
        }
    }

    void placesThatLoseTheirOnlyWayAreReachedByAnother()
    {
        // 0 → 1 → 2 → 3 and back the other way round: with 1 → 2 closed, 2 is reached through 3, which had its trips from 2 before.
        const auto ring = [](bool open) {
            std::vector<AssignmentLink> links;
            for (const auto& [a, b, minutes] :
                 {std::tuple{0U, 1U, 1.0}, {1U, 2U, 1.0}, {2U, 3U, 1.0}, {0U, 4U, 3.0}, {4U, 3U, 3.0}, {3U, 2U, 1.0}})
                if (open || a != 1)
                    links.push_back({a, b, {minutes, 100, 0.15, 4}});
            return AssignmentNetwork::create({5, 5, 0}, std::move(links)).value();
        };
        OdDemand demand(5);
        demand.add(0, 2, 20);
        demand.add(0, 3, 10);
        demand.add(0, 1, 5);
        const AssignmentNetwork before = ring(true), after = ring(false);
        const Equilibrium base = solved(before, demand, {.relativeGap = 1e-9, .keepRoutes = true});
        const Equilibrium warm = solved(after, demand, {.relativeGap = 1e-9, .warm = {base.routes, {0, ~0U, 1, 2, 3, 4}}});
        QCOMPARE(warm.iterations, 0);
        QCOMPARE(warm.flow, (std::vector<double>{5, 0, 30, 30, 20}));
    }

    void aFineAnswerHasTheObjectiveOfAColdStart_data() { sizes(); }
    void aFineAnswerHasTheObjectiveOfAColdStart()
    {
        QFETCH(int, side);
        const Grid g = grid(static_cast<std::uint32_t>(side));
        const Equilibrium base = solved(g.network, g.demand, {.relativeGap = 1e-6, .keepRoutes = true});
        std::vector<std::uint32_t> linkNow;
        const AssignmentNetwork closed = without(g.network, {3, 88, 131}, linkNow);
        const Equilibrium cold = solved(closed, g.demand, {.relativeGap = 1e-12});
        const Equilibrium warm = solved(closed, g.demand, {.relativeGap = 1e-12, .warm = {base.routes, linkNow}});
        QVERIFY(warm.converged && cold.converged);
        QVERIFY2(std::abs(warm.objective / cold.objective - 1) < 1e-12, qPrintable(QString::number(warm.objective / cold.objective - 1)));
    }

    void classesWithBansGoOnToo()
    {
        const Grid g = grid(12);
        const auto demandOf = [&](const std::vector<std::uint8_t>& banned) {
            AssignmentDemand demand;
            demand.classes.push_back({{.name = "cars"}, g.demand});
            UserClass lorries{.name = "lorries", .pcu = 2};
            lorries.banned.assign(banned.begin(), banned.end());
            OdDemand few(g.demand.zoneCount());
            for (std::uint32_t z = 5; z < 140; z += 5)
                few.add(0, z, 2);
            demand.classes.push_back({lorries, few});
            return demand;
        };
        std::vector<std::uint8_t> none(g.network.linkCount(), 0), some = none;
        some[0] = some[40] = 1;
        QuietControl control(1);
        const auto base = solveEquilibrium(g.network, demandOf(none), {.relativeGap = 1e-9, .keepRoutes = true}, control);
        QVERIFY(base.has_value());
        const auto cold = solveEquilibrium(g.network, demandOf(some), {.relativeGap = 1e-11}, control);
        const auto warm = solveEquilibrium(g.network, demandOf(some), {.relativeGap = 1e-11, .warm = {base->routes}}, control);
        QVERIFY(cold && warm && warm->converged);
        QVERIFY(std::abs(warm->objective / cold->objective - 1) < 1e-11);
        QCOMPARE(warm->classes[1].flow[0], 0.0);
        const auto coarse = solveEquilibrium(g.network, demandOf(some), {.relativeGap = 1e-5, .warm = {base->routes}}, control);
        QVERIFY(coarse && coarse->converged && coarse->classes[1].flow[0] == 0);
    }

    void aStartFromTheAnswerItselfNeedsNoStep()
    {
        const Grid g = grid(12);
        const Equilibrium base = solved(g.network, g.demand, {.relativeGap = 1e-9, .keepRoutes = true});
        const Equilibrium again = solved(g.network, g.demand, {.relativeGap = 1e-9, .warm = {base.routes}});
        QCOMPARE(again.iterations, 0);
        QVERIFY(worst(again.flow, base.flow) < 1e-9);
    }

    void aClosedRoadThatNobodyUsedChangesNothing_data() { sizes(); }
    void aClosedRoadThatNobodyUsedChangesNothing()
    {
        QFETCH(int, side);
        const Grid g = grid(static_cast<std::uint32_t>(side));
        const Equilibrium base = solved(g.network, g.demand, {.relativeGap = 1e-9, .keepRoutes = true});
        std::uint32_t unused = 0;
        while (unused < base.flow.size() && base.flow[unused] > 0)
            ++unused;
        QVERIFY(unused < base.flow.size());
        std::vector<std::uint32_t> linkNow;
        const AssignmentNetwork closed = without(g.network, {unused}, linkNow);
        const Equilibrium warm = solved(closed, g.demand, {.relativeGap = 1e-9, .warm = {base.routes, linkNow}});
        QCOMPARE(warm.iterations, 0);
        for (std::uint32_t l = 0; l < linkNow.size(); ++l)
            QVERIFY(l == unused || warm.flow[linkNow[l]] == base.flow[l]);
    }

    void newRoadsNewTripsAndOtherCapacitiesAreTakenUp()
    {
        const Grid g = grid(12);
        const Equilibrium base = solved(g.network, g.demand, {.relativeGap = 1e-9, .keepRoutes = true});
        std::vector<AssignmentLink> links = g.network.links();
        for (std::size_t l = 0; l < links.size(); l += 9)
            links[l].delay.capacity *= 0.8;
        std::vector<std::uint32_t> linkNow;
        for (std::uint32_t l = 0; l < links.size(); ++l)
            linkNow.push_back(l);
        links.push_back({0, 143, {2, 200, 0.15, 4}});
        const AssignmentNetwork changed = AssignmentNetwork::create({144, 144, 0}, links).value();
        OdDemand more = g.demand;
        more.add(1, 77, 40);
        more.add(0, 140, 25);
        const Equilibrium cold = solved(changed, more, {.relativeGap = 1e-11});
        const Equilibrium warm = solved(changed, more, {.relativeGap = 1e-11, .warm = {base.routes, linkNow}});
        QVERIFY(warm.converged && warm.flow.back() > 1);
        QVERIFY(std::abs(warm.objective / cold.objective - 1) < 1e-10);
        QVERIFY(worst(warm.flow, cold.flow) < 0.01);
    }

    void cutOffPlacesAreCountedAfterAWarmStartToo_data() { sizes(); }
    void cutOffPlacesAreCountedAfterAWarmStartToo()
    {
        // A corner loses both ways in: trips to it have no way any more, and those that were on their way there leave the streets.
        QFETCH(int, side);
        const Grid g = grid(static_cast<std::uint32_t>(side));
        const auto corner = static_cast<std::uint32_t>(side * side - 1);
        OdDemand toCorner = g.demand;
        toCorner.add(0, corner, 9);
        toCorner.add(side > 20 ? 97 : 5, corner, 4);
        const Equilibrium without9 = solved(g.network, g.demand, {.relativeGap = 1e-6, .keepRoutes = true});
        const Equilibrium with9 = solved(g.network, toCorner, {.relativeGap = 1e-6, .keepRoutes = true});
        std::vector<std::uint32_t> closed, linkNow;
        for (std::uint32_t l = 0; l < g.network.linkCount(); ++l)
            if (g.network.head(l) == corner)
                closed.push_back(l);
        const AssignmentNetwork cut = without(g.network, closed, linkNow);
        const Equilibrium cold = solved(cut, toCorner, {.relativeGap = 1e-6});
        for (const Equilibrium* base : {&without9, &with9}) {
            const double before = base == &with9 ? 13 : 0;
            QCOMPARE(base->flow[closed[0]] + base->flow[closed[1]], before);
            const Equilibrium warm = solved(cut, toCorner, {.relativeGap = 1e-6, .warm = {base->routes, linkNow}});
            QVERIFY(warm.converged);
            QCOMPARE(warm.unreachableTo, cold.unreachableTo);
            QCOMPARE(warm.unreachableFrom, cold.unreachableFrom);
            QCOMPARE(warm.unreachableTo[corner], 13.0);
            QCOMPARE(warm.unreachableFrom[0], 9.0);
            QCOMPARE(warm.assigned, cold.assigned);
            QVERIFY(std::abs(warm.objective / cold.objective - 1) < 2e-6);
            QVERIFY(std::abs(auditEquilibrium(cut, toCorner, warm.flow, {}) - warm.relativeGap) < 1e-10);
        }
    }

    void eachClosureOfManyMeetsItsGap_data() { sizes(); }
    void eachClosureOfManyMeetsItsGap()
    {
        QFETCH(int, side);
        const Grid g = grid(static_cast<std::uint32_t>(side));
        const Equilibrium base = solved(g.network, g.demand, {.relativeGap = 1e-7, .keepRoutes = true});
        std::vector<std::uint32_t> byFlow;
        for (std::uint32_t l = 0; l < g.network.linkCount(); ++l)
            if (base.flow[l] > 0)
                byFlow.push_back(l);
        std::stable_sort(byFlow.begin(), byFlow.end(), [&](std::uint32_t a, std::uint32_t b) { return base.flow[a] > base.flow[b]; });
        for (std::size_t k = 0; k < 12; ++k) {
            const std::uint32_t gone = byFlow[k * byFlow.size() / 12];
            std::vector<std::uint32_t> linkNow;
            const AssignmentNetwork closed = without(g.network, {gone}, linkNow);
            const Equilibrium cold = solved(closed, g.demand, {.relativeGap = 1e-7});
            const Equilibrium warm = solved(closed, g.demand, {.relativeGap = 1e-6, .warm = {base.routes, linkNow}});
            QVERIFY(warm.converged && warm.relativeGap <= 1e-6);
            QCOMPARE(warm.assigned, cold.assigned);
            // What a gap leaves of the objective is at most the gap's share of the cost.
            QVERIFY(warm.objective - cold.objective <= 1e-6 * warm.totalCost);
            QVERIFY(cold.objective - warm.objective <= 1e-7 * cold.totalCost);
            QVERIFY(std::abs(auditEquilibrium(closed, g.demand, warm.flow, {}) - warm.relativeGap) < 1e-10);
        }
    }

    void refusesTheRoutesOfAnotherCity()
    {
        const Grid g = grid(12), other = grid(11);
        const Equilibrium base = solved(other.network, other.demand, {.relativeGap = 1e-4, .keepRoutes = true});
        QuietControl control(1);
        const auto refused = [&](WarmStart warm) {
            const auto e = solveEquilibrium(g.network, g.demand, {.warm = std::move(warm)}, control);
            return !e && e.error().code == ErrorCode::BadValue;
        };
        QVERIFY(refused({base.routes}));
        const Equilibrium own = solved(g.network, g.demand, {.relativeGap = 1e-4, .keepRoutes = true});
        QVERIFY(refused({own.routes, std::vector<std::uint32_t>(3, 0)}));
        QVERIFY(refused({own.routes, std::vector<std::uint32_t>(g.network.linkCount(), 0)}));
    }

    void chicagoWithOneRoadClosedIsReachedFromTheOldAnswer()
    {
        const auto chicago = tntpReference("Chicago-Sketch", "ChicagoSketch");
        if (!chicago)
            QSKIP(kNoTntp);
        EquilibriumOptions options{.relativeGap = 1e-6, .tollWeight = 0.02, .distanceWeight = 0.04, .keepRoutes = true};
        const Equilibrium base = solved(chicago->network, chicago->demand, options);
        std::size_t busiest = 0;
        for (std::size_t l = 0; l < base.flow.size(); ++l)
            if (chicago->network.tail(l) >= 387 && chicago->network.head(l) >= 387 && base.flow[l] < 4300 &&
                base.flow[l] > base.flow[busiest])
                busiest = l;
        std::vector<std::uint32_t> linkNow;
        const AssignmentNetwork closed = without(chicago->network, {static_cast<std::uint32_t>(busiest)}, linkNow);
        options.keepRoutes = false;
        options.relativeGap = 1e-5;
        const Equilibrium cold = solved(closed, chicago->demand, options);
        options.warm = {base.routes, linkNow};
        const Equilibrium warm = solved(closed, chicago->demand, options);
        QVERIFY(warm.converged);
        QVERIFY(std::abs(warm.objective / cold.objective - 1) < 1e-5);
        QVERIFY(warm.iterations < cold.iterations);
    }
};

QTEST_APPLESS_MAIN(TestWarmStart)
#include "tst_warm_start.moc"
