#include "simulation/traffic/route_state.h"
#include "simulation/traffic/select_link.h"
#include "tests/simulation/traffic/tntp_reference.h"

#include <QTest>
#include <numeric>

using namespace isopolis;

namespace {

Equilibrium solved(const AssignmentNetwork& network, const AssignmentDemand& demand, EquilibriumOptions options = {.relativeGap = 1e-12},
                   int threads = 1)
{
    options.keepRoutes = true;
    QuietControl control(threads);
    Expected<Equilibrium> e = solveEquilibrium(network, demand, options, control);
    if (!e)
        throw std::runtime_error(e.error().text());
    return std::move(*e);
}

/// Flow per origin and link of one class.
std::vector<std::vector<double>> flowsOfOrigins(const Equilibrium& e, std::uint32_t userClass = 0)
{
    std::vector<std::vector<double>> flow(e.routes->zones, std::vector<double>(e.flow.size(), 0));
    for (const Bush& bush : e.routes->bushes)
        for (std::size_t s = 0; s < bush.link.size() && bush.userClass == userClass; ++s)
            flow[bush.origin][bush.link[s]] += bush.flow[s];
    return flow;
}

bool near(double a, double b, double tolerance = 1e-6) { return std::abs(a - b) < tolerance; }

/// 0 ─┐                 ┌─▶ 2     links 2·3 and 4·5 are two segments from node 3 to node 6; the first has three times the capacity
/// 1 ─┴▶ 3 ══▶ 4/5 ══▶ 6      links 6 and 7 are two more segments from 6 to 2
AssignmentNetwork segments()
{
    const VolumeDelay free{1, 0, 0, 0}, wide{10, 300, 1, 1}, narrow{10, 100, 1, 1};
    return AssignmentNetwork::create(
               {3, 7, 0},
               {{0, 3, free}, {1, 3, free}, {3, 4, wide}, {4, 6, free}, {3, 5, narrow}, {5, 6, free}, {6, 2, wide}, {6, 2, narrow}})
        .value();
}

OdDemand twoOrigins(double first, double second)
{
    OdDemand demand(3);
    demand.add(0, 2, first);
    demand.add(1, 2, second);
    return demand;
}

/// The network and its trips with the zones in another order.
TntpReference permuted(const TntpReference& reference, const std::vector<std::uint32_t>& to)
{
    const AssignmentNetwork& network = reference.network;
    const auto now = [&](std::uint32_t node) { return node < to.size() ? to[node] : node; };
    std::vector<AssignmentLink> links = network.links();
    for (AssignmentLink& link : links) {
        link.from = now(link.from);
        link.to = now(link.to);
    }
    OdDemand demand(to.size());
    for (std::size_t o = 0; o < to.size(); ++o)
        for (const OdDemand::Pair& pair : reference.demand.from(o))
            demand.add(to[o], to[pair.to], pair.trips);
    return {AssignmentNetwork::create({network.zoneCount(), network.nodeCount(), network.firstThrough()}, std::move(links)).value(),
            std::move(demand),
            {}};
}

}  // namespace

class TestProportionality : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void onTwoSegmentsEverybodySplitsAsTheTotalsDo()
    {
        // t = 10 + x/30 and 10 + x/10 are equal at 3 : 1. The most likely split gives each origin that ratio on both stretches, and the
        // four routes of an origin are 9 : 3 : 3 : 1, since nothing ties the second choice to the first.
        const Equilibrium e =
            solved(segments(), {{{{.name = "all"}, twoOrigins(30, 10)}}, {}}, {.relativeGap = 1e-12, .proportional = true});
        QVERIFY(e.proportionality.done && e.proportionality.totalsError < 1e-12 && e.proportionality.costSlack < 1e-6);
        const auto flow = flowsOfOrigins(e);
        for (const std::size_t l : {2, 3, 6})
            QVERIFY(near(flow[0][l], 22.5) && near(flow[1][l], 7.5));
        for (const std::size_t l : {4, 5, 7})
            QVERIFY(near(flow[0][l], 7.5) && near(flow[1][l], 2.5));
        // By inclusion and exclusion: wide twice = wide first + wide then − wide at all.
        const auto trips = [&](std::vector<std::uint32_t> links) { return selectLink(*e.routes, links).value().pairs[0].trips; };
        QVERIFY(near(trips({2}) + trips({6}) - trips({2, 6}), 30 * 9.0 / 16));
    }

    void classesOfEqualCostSplitAlikeAndOthersKeepTheirOwnWays()
    {
        // Lorries count twice and split as cars do; the third class may not use the wide road and has no choice there.
        const AssignmentDemand demand{{{{.name = "cars"}, twoOrigins(20, 6)},
                                       {{.name = "lorries", .pcu = 2}, twoOrigins(2, 3)},
                                       {{.name = "banned", .banned = {0, 0, 1, 0, 0, 0, 0, 0}}, twoOrigins(0, 1)}},
                                      {}};
        const Equilibrium e = solved(segments(), demand, {.relativeGap = 1e-12, .proportional = true});
        QVERIFY(e.proportionality.done);
        const auto cars = flowsOfOrigins(e, 0), lorries = flowsOfOrigins(e, 1), banned = flowsOfOrigins(e, 2);
        // In all 37 = 27.75 + 9.25 at the equilibrium; 36 of them choose, 27.75 wide.
        for (const std::size_t o : {0, 1}) {
            const double trips = o == 0 ? 20 : 6, pcu = o == 0 ? 4 : 6;
            QVERIFY(near(cars[o][2], trips * 27.75 / 36) && near(lorries[o][2], pcu * 27.75 / 36));
            QVERIFY(near(cars[o][6], trips * 0.75) && near(lorries[o][7], pcu * 0.25));
        }
        QVERIFY(near(banned[1][2], 0) && near(banned[1][4], 1) && near(banned[1][6], 0.75));
        QVERIFY(near(e.classes[1].flow[2], 5 * 27.75 / 36));
    }

    void withoutProportionalityNothingIsSaidAndTotalsAreTheSame()
    {
        const AssignmentDemand demand{{{{.name = "all"}, twoOrigins(30, 10)}}, {}};
        const Equilibrium plain = solved(segments(), demand);
        const Equilibrium shared = solved(segments(), demand, {.relativeGap = 1e-12, .proportional = true});
        QVERIFY(!plain.proportionality.done);
        for (std::size_t l = 0; l < plain.flow.size(); ++l)
            QVERIFY(near(plain.flow[l], shared.flow[l], 1e-12));
    }

    void theOrderOfZonesDoesNotMatter_data()
    {
        QTest::addColumn<QString>("folder");
        QTest::addColumn<QString>("stem");
        QTest::addColumn<double>("toll");
        QTest::addColumn<double>("distance");
        QTest::addColumn<int>("factor");
        QTest::newRow("Sioux Falls") << "SiouxFalls"
                                     << "SiouxFalls" << 0.0 << 0.0 << 7;
        QTest::newRow("Anaheim") << "Anaheim"
                                 << "Anaheim" << 0.0 << 0.0 << 5;
        QTest::newRow("Chicago Sketch") << "Chicago-Sketch"
                                        << "ChicagoSketch" << 0.02 << 0.04 << 37;
    }
    void theOrderOfZonesDoesNotMatter()
    {
        QFETCH(QString, folder);
        QFETCH(QString, stem);
        QFETCH(double, toll);
        QFETCH(double, distance);
        QFETCH(int, factor);
        const auto reference = tntpReference(qPrintable(folder), qPrintable(stem));
        if (!reference)
            QSKIP(kNoTntp);
        const auto zones = static_cast<std::uint32_t>(reference->network.zoneCount());
        std::vector<std::uint32_t> to(zones);
        for (std::uint32_t z = 0; z < zones; ++z)
            to[z] = (z * static_cast<std::uint32_t>(factor) + 11) % zones;
        const TntpReference other = permuted(*reference, to);
        const EquilibriumOptions options{.relativeGap = 1e-12, .proportional = true};
        const auto all = [&](const OdDemand& trips) {
            return AssignmentDemand{{{{.name = "all", .tollWeight = toll, .distanceWeight = distance}, trips}}, {}};
        };
        const Equilibrium here = solved(reference->network, all(reference->demand), options);
        const Equilibrium there = solved(other.network, all(other.demand), options, 2);
        QVERIFY(here.proportionality.done && there.proportionality.done);
        QVERIFY(here.proportionality.totalsError < 1e-12 && there.proportionality.totalsError < 1e-12);
        QVERIFY(here.proportionality.moved > 1);  // the solver alone leaves them open
        QVERIFY(here.relativeGap < 1e-12 && std::abs(auditEquilibrium(reference->network, reference->demand, here.flow,
                                                                      {.tollWeight = toll, .distanceWeight = distance})) < 2e-12);
        const auto a = flowsOfOrigins(here), b = flowsOfOrigins(there);
        double worst = 0;
        for (std::size_t l = 0; l < here.flow.size(); ++l)
            for (std::uint32_t o = 0; o < zones && here.flow[l] > 0; ++o)
                worst = std::max(worst, std::abs(a[o][l] - b[to[o]][l]) / here.flow[l]);
        QVERIFY2(worst < 1e-6, qPrintable(QString::number(worst)));
    }

    void twoClassesOfSiouxFallsHaveTheirShareOnEveryLink()
    {
        const auto sioux = tntpReference("SiouxFalls", "SiouxFalls");
        if (!sioux)
            QSKIP(kNoTntp);
        AssignmentDemand demand;
        for (const double share : {0.3, 0.7}) {
            OdDemand part(24);
            for (std::size_t o = 0; o < 24; ++o)
                for (const OdDemand::Pair& pair : sioux->demand.from(o))
                    part.add(o, pair.to, share * pair.trips);
            demand.classes.push_back({{.name = share > 0.5 ? "most" : "few"}, part});
        }
        const Equilibrium e = solved(sioux->network, demand, {.relativeGap = 1e-12, .proportional = true});
        const Equilibrium again = solved(sioux->network, demand, {.relativeGap = 1e-12, .proportional = true}, 2);
        const auto few = flowsOfOrigins(e, 0), most = flowsOfOrigins(e, 1);
        for (std::size_t l = 0; l < 76; ++l)
            for (std::size_t o = 0; o < 24; ++o)
                QVERIFY(near(few[o][l] * 7, most[o][l] * 3, 1e-6 * e.flow[l]));
        QVERIFY(flowsOfOrigins(again, 0) == few && again.flow == e.flow && again.proportionality.steps == e.proportionality.steps);
    }
};

QTEST_APPLESS_MAIN(TestProportionality)
#include "tst_proportionality.moc"
