#include "simulation/traffic/zone_costs.h"

#include <QTest>

#include <cmath>

using namespace isopolis;

namespace {

/// Numbers without a pattern that are the same on every machine.
class Draw {
public:
    explicit Draw(std::uint32_t seed) : m_state(seed) {}
    std::uint32_t operator()(std::uint32_t n)
    {
        m_state = m_state * 6364136223846793005ULL + 1442695040888963407ULL;
        return static_cast<std::uint32_t>((m_state >> 33) * n >> 31);
    }

private:
    std::uint64_t m_state;
};

struct Case {
    AssignmentNetwork network;
    std::vector<double> cost;
};

/// Streets between near neighbours in a strip, one way and two ways, parallel ones and loops; links of no cost (rings of them too) and
/// closed ones; an island; zones that may not be crossed with several connectors, and a zone without any.
Case strip(std::uint32_t nodes, std::uint32_t zones, std::uint32_t firstThrough, std::uint32_t seed, bool places)
{
    Draw draw(seed);
    Case c;
    std::vector<AssignmentLink> links;
    const auto add = [&](std::uint32_t from, std::uint32_t to) {
        links.push_back({from, to, VolumeDelay{1, 0, 0, 0}});
        const std::uint32_t kind = draw(20);
        c.cost.push_back(kind < 4 ? 0 : kind == 4 ? std::numeric_limits<double>::infinity() : 0.01 + 0.00137 * draw(20000));
    };
    const std::uint32_t island = nodes - 40;
    for (std::uint32_t n = firstThrough; n < nodes; ++n)
        for (int k = 0; k < 3; ++k) {
            const std::uint32_t low = n < island ? firstThrough : island, high = n < island ? island : nodes;
            const std::uint32_t to = std::clamp(n + draw(60), low + 30, high + 29) - 30;
            add(n, to);
            if (draw(3) != 0)
                add(to, n);
        }
    for (std::uint32_t z = 0; z + 1 < firstThrough; ++z)
        for (int k = 0; k < 4; ++k) {
            const std::uint32_t at = firstThrough + draw(nodes - firstThrough);
            add(z, at);
            add(at, z);
        }
    if (firstThrough > 3)
        add(1, 2);  // from centre to centre
    std::vector<Point2> at;
    for (std::uint32_t n = 0; n < nodes && places; ++n)
        at.push_back({10.0 * n, static_cast<double>(draw(50))});
    c.network = AssignmentNetwork::create({zones, nodes, firstThrough}, std::move(links), std::move(at)).value();
    return c;
}

}  // namespace

class TestStreetTrees : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void waysAreThoseOfDijkstra_data()
    {
        QTest::addColumn<int>("nodes");
        QTest::addColumn<int>("firstThrough");
        QTest::addColumn<bool>("places");
        QTest::newRow("small, searched") << 300 << 20 << true;
        QTest::newRow("with places") << 1500 << 20 << true;
        QTest::newRow("without places") << 1500 << 20 << false;
        QTest::newRow("zones may be crossed") << 900 << 0 << true;
    }
    void waysAreThoseOfDijkstra()
    {
        QFETCH(int, nodes);
        QFETCH(int, firstThrough);
        QFETCH(bool, places);
        for (std::uint32_t seed = 1; seed <= 6; ++seed) {
            const auto n = static_cast<std::uint32_t>(nodes);
            const Case c = strip(n, 20, static_cast<std::uint32_t>(firstThrough), seed, places);
            QCOMPARE(c.network.streets()->usesHierarchy(), nodes >= 500);
            std::vector<double> units;
            for (const double guess : {1e-3, 40.0, 1e7}) {  // too short, about right; too long makes the rounding coarse
                const StreetCosts costs(c.network, c.cost, guess, 1);
                StreetTrees trees(c.network);
                ShortestPaths paths(c.network), exact(c.network);
                const std::uint32_t origins[] = {0, 3, 5, 19, 7};
                trees.run(costs, origins);
                ZoneCosts zones(c.network);
                zones.run(costs, origins);
                for (std::size_t lane = 0; lane < 5; ++lane) {
                    const StreetTree tree = trees.tree(lane);
                    for (std::uint32_t zone = 0; zone < 20; ++zone)
                        if (guess > 1e6)  // to the bit, where no way is too long for the unit
                            QCOMPARE(zones.cost(lane, zone), tree.cost(zone));
                        else if (tree.reached(zone))
                            QVERIFY(std::abs(zones.cost(lane, zone) - tree.cost(zone)) <= 1e-9 * (1 + tree.cost(zone)));
                        else
                            QVERIFY(!(zones.cost(lane, zone) < kNoPath));
                    units.clear();
                    for (std::uint32_t l = 0; l < c.network.linkCount(); ++l)
                        units.push_back(tree.linkUnits(l));
                    exact.run(origins[lane], units);
                    paths.run(origins[lane], c.cost);
                    for (std::uint32_t node = 0; node < n; ++node) {
                        QCOMPARE(tree.units(node), exact.cost(node));  // to the bit
                        QCOMPARE(tree.reached(node), paths.reached(node));
                        if (!tree.reached(node) || node == origins[lane]) {
                            QCOMPARE(tree.via(node), kNoLink);
                            continue;
                        }
                        const std::uint32_t via = tree.via(node);
                        QVERIFY(via != kNoLink && c.network.head(via) == node);
                        QVERIFY(c.network.passable(c.network.tail(via), origins[lane]));
                        // Costs rise along every way, over links of no cost too: no ring can close.
                        QVERIFY(tree.units(c.network.tail(via)) < tree.units(node));
                        QCOMPARE(tree.units(c.network.tail(via)) + tree.linkUnits(via), tree.units(node));
                        if (guess < 1e6)
                            QVERIFY(std::abs(tree.cost(node) - paths.cost(node)) <= 1e-12 * std::max(paths.cost(node), 1.0));
                    }
                }
            }
        }
    }

    void theOrderOfNodesChangesNoBit()
    {
        const Case c = strip(1500, 20, 20, 9, true), plain = strip(1500, 20, 20, 9, false);
        // The same streets with one link less, in the order of the whole.
        std::vector<AssignmentLink> links = c.network.links();
        links.erase(links.begin() + 100);
        std::vector<double> cost = c.cost;
        cost.erase(cost.begin() + 100);
        const auto network = [&](bool follow) {
            std::vector<Point2> at;
            for (std::uint32_t n = 0; n < 1500; ++n)
                at.push_back({10.0 * n, 0});
            AssignmentNetwork whole = AssignmentNetwork::create({20, 1500, 20}, c.network.links(), at).value();
            AssignmentNetwork part = AssignmentNetwork::create({20, 1500, 20}, links, at).value();
            (void)whole.streets();
            if (follow)
                part.orderLike(whole);
            return part;
        };
        const AssignmentNetwork followed = network(true), own = network(false);
        AssignmentNetwork same = AssignmentNetwork::create({20, 1500, 20}, c.network.links()).value();
        (void)plain.network.streets();
        same.orderLike(plain.network);
        QCOMPARE(same.streets(), plain.network.streets());
        const std::uint32_t origins[] = {4, 8};
        const auto costsOf = [&](const AssignmentNetwork& on, const std::vector<double>& of) {
            std::vector<double> all;
            const StreetCosts costs(on, of, 40, 2);
            StreetTrees trees(on);
            trees.run(costs, origins);
            for (std::size_t lane = 0; lane < 2; ++lane)
                for (std::uint32_t n = 0; n < 1500; ++n) {
                    all.push_back(trees.tree(lane).cost(n));
                    all.push_back(trees.tree(lane).via(n));
                }
            return all;
        };
        QVERIFY(costsOf(followed, cost) == costsOf(own, cost));
        QVERIFY(costsOf(c.network, c.cost) == costsOf(plain.network, c.cost));
    }

    void extremeCostsAreNoTrouble()
    {
        Case c = strip(800, 20, 20, 4, true);
        for (std::size_t l = 0; l < c.cost.size(); ++l)
            if (std::isfinite(c.cost[l]))
                c.cost[l] = l % 3 == 0 ? 1e290 : l % 3 == 1 ? 1e-300 : 0;
        StreetTrees trees(c.network);
        ShortestPaths paths(c.network);
        const std::uint32_t origin = 2;
        for (const double guess : {0.0, 1e-310, 1.0, 1e300}) {
            const StreetCosts costs(c.network, c.cost, guess, 1);
            trees.run(costs, {&origin, 1});
            paths.run(origin, c.cost);
            for (std::uint32_t n = 0; n < 800; ++n) {
                QCOMPARE(trees.tree(0).reached(n), paths.reached(n));
                if (paths.cost(n) > 1e280 && paths.reached(n) && guess < 1e299)
                    QVERIFY(std::abs(trees.tree(0).cost(n) / paths.cost(n) - 1) < 1e-12);
            }
        }
    }

    void aGraphThatIsNoStreetNetworkIsSearched()
    {
        Draw draw(5);
        std::vector<AssignmentLink> links;
        for (std::uint32_t l = 0; l < 24000; ++l)
            links.push_back({draw(1200), draw(1200), VolumeDelay{1, 0, 0, 0}});
        const AssignmentNetwork dense = AssignmentNetwork::create({1200, 1200, 0}, std::move(links)).value();
        QVERIFY(!dense.streets()->usesHierarchy());
    }
};

QTEST_APPLESS_MAIN(TestStreetTrees)
#include "tst_street_trees.moc"
