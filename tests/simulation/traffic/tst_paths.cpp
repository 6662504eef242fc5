#include <QTest>

#include "gis/core/sample/sample_city.h"
#include "simulation/scenario/apply_scenario.h"
#include "simulation/traffic/city/car_graph.h"
#include "simulation/traffic/city/city_network.h"
#include "simulation/traffic/paths/nested_dissection.h"
#include "simulation/traffic/paths/path_sweep.h"

#include <queue>

using namespace isopolis;

namespace {

/// Costs are whole milliseconds: sums of them are exact in doubles, so distances must be equal to the bit.
struct Streets {
    PathTopology topology;
    std::vector<double> ms;
};

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

/// Any graph: loops, parallel arcs, parts without a way to each other, arcs of no cost.
Streets scattered(std::uint32_t nodes, std::uint32_t arcs, std::uint32_t seed)
{
    Draw draw(seed);
    Streets s;
    for (std::uint32_t i = 0; i < nodes; ++i)
        s.topology.at.push_back({static_cast<double>(draw(1000)), static_cast<double>(draw(1000))});
    for (std::uint32_t i = 0; i < arcs; ++i) {
        s.topology.arcs.push_back({draw(nodes), draw(nodes)});
        s.ms.push_back(draw(10) == 0 ? 0 : draw(5000));
    }
    return s;
}

/// A town of square blocks with one-way streets and closed ones.
Streets blocks(std::uint32_t side, std::uint32_t seed)
{
    Draw draw(seed);
    Streets s;
    for (std::uint32_t i = 0; i < side * side; ++i)
        s.topology.at.push_back({100.0 * (i % side), 100.0 * (i / side)});
    for (std::uint32_t i = 0; i < side * side; ++i)
        for (const std::uint32_t j : {i + 1, i + side}) {
            if (j >= side * side || (j == i + 1 && j % side == 0))
                continue;
            s.topology.arcs.push_back({i, j});
            s.ms.push_back(1000 + draw(20000));
            s.topology.arcs.push_back({j, i});
            s.ms.push_back(draw(6) == 0 ? kNoPath : 1000 + draw(20000));
        }
    return s;
}

/// The car network of the sample city at free flow.
Streets sampleCity(double people)
{
    auto data = makeSampleCity({.population = people});
    const auto city = City::create(std::move(*data));
    const auto applied = applyScenario(*city, {});
    Streets s;
    for (const RoadNode& node : (*city)->roads().nodes())
        s.topology.at.push_back(node.at);
    for (const LinkId link : carGraph(*applied).links) {
        s.topology.arcs.push_back({applied->from(link).value(), applied->to(link).value()});
        s.ms.push_back(std::round(3600 * applied->length_m(link) / applied->links[link].speed_kmh));
    }
    return s;
}

std::vector<double> dijkstra(const Streets& s, const std::vector<PathStart>& starts)
{
    std::vector<std::vector<std::size_t>> out(s.topology.nodes());
    for (std::size_t a = 0; a < s.topology.arcs.size(); ++a)
        out[s.topology.arcs[a].tail].push_back(a);
    std::vector<double> cost(s.topology.nodes(), kNoPath);
    std::priority_queue<std::pair<double, std::uint32_t>, std::vector<std::pair<double, std::uint32_t>>, std::greater<>> queue;
    for (const PathStart& start : starts)
        if (start.cost < cost[start.node]) {
            cost[start.node] = start.cost;
            queue.emplace(start.cost, start.node);
        }
    while (!queue.empty()) {
        const auto [there, node] = queue.top();
        queue.pop();
        if (there > cost[node])
            continue;
        for (const std::size_t a : out[node])
            if (const double next = there + s.ms[a]; next < cost[s.topology.arcs[a].head]) {
                cost[s.topology.arcs[a].head] = next;
                queue.emplace(next, s.topology.arcs[a].head);
            }
    }
    return cost;
}

/// All queries of some origins against plain Dijkstra.
void compare(const Streets& s, std::size_t origins, int threads)
{
    const PathHierarchy hierarchy(s.topology, threads);
    const PathCosts costs = hierarchy.customise(s.ms, threads);
    const auto n = static_cast<std::uint32_t>(s.topology.nodes());
    Draw draw(99);
    std::vector<std::vector<PathStart>> starts;
    std::vector<std::uint32_t> wanted;
    for (std::size_t i = 0; i < origins; ++i) {
        starts.push_back({{draw(n), 0}});
        if (i % 3 == 1)
            starts.back().push_back({draw(n), static_cast<double>(draw(9000))});
        wanted.push_back(draw(n));
    }
    const PathTargets all(hierarchy);
    PathSweep sweep(hierarchy, all);
    PointQuery query(hierarchy);
    const std::vector<double> matrix = manyToMany(hierarchy, costs, starts, wanted, threads);
    for (std::size_t first = 0; first < origins; first += PathSweep::kLanes) {
        const std::size_t lanes = std::min(PathSweep::kLanes, origins - first);
        sweep.run(costs, std::span(starts).subspan(first, lanes));
        for (std::size_t lane = 0; lane < lanes; ++lane) {
            const auto& origin = starts[first + lane];
            const std::vector<double> expected = dijkstra(s, origin);
            for (std::uint32_t node = 0; node < n; ++node) {
                QCOMPARE(sweep.cost(lane, node), expected[node]);
                if (origin.size() == 1 && node % 17 == 0)
                    QCOMPARE(query.cost(origin[0].node, node, costs), expected[node]);
            }
            for (std::size_t d = 0; d < wanted.size(); ++d)
                QCOMPARE(matrix[(first + lane) * wanted.size() + d], expected[wanted[d]]);
        }
    }
}

}  // namespace

class PathsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void distancesAreThoseOfDijkstra_data()
    {
        QTest::addColumn<int>("which");
        QTest::newRow("one node") << 0;
        QTest::newRow("a few scattered") << 1;
        QTest::newRow("sparse and torn") << 2;
        QTest::newRow("dense") << 3;
        QTest::newRow("blocks") << 4;
        QTest::newRow("sample city") << 5;
    }

    void distancesAreThoseOfDijkstra()
    {
        QFETCH(int, which);
        switch (which) {
        case 0: compare(scattered(1, 3, 1), 2, 1); break;
        case 1:
            for (std::uint32_t seed = 1; seed < 40; ++seed)
                compare(scattered(5 + seed, 3 * seed, seed), 5, 1);
            break;
        case 2: compare(scattered(600, 700, 7), 12, 2); break;
        case 3: compare(scattered(60, 900, 3), 12, 1); break;
        case 4: compare(blocks(40, 5), 17, 2); break;
        default: compare(sampleCity(30000), 9, 2); break;
        }
    }

    void nobodyAndNowhereAreNoTrouble()
    {
        const PathHierarchy nothing(PathTopology{}, 1);
        QCOMPARE(nothing.customise({}, 1).up.size(), std::size_t(0));
        QCOMPARE(manyToMany(nothing, nothing.customise({}, 1), {}, {}, 1).size(), std::size_t(0));
    }

    void theOrderHoldsEachNodeOnceAtAnyNumberOfThreads()
    {
        const Streets s = sampleCity(60000);
        const auto one = dissectionOrder(s.topology, 1), four = dissectionOrder(s.topology, 4);
        QVERIFY(one == four);
        std::vector<bool> seen(s.topology.nodes(), false);
        for (const std::uint32_t node : one) {
            QVERIFY(!seen[node]);
            seen[node] = true;
        }
        QCOMPARE(one.size(), s.topology.nodes());
    }

    void customisingHasTheSameBitsAtAnyNumberOfThreads()
    {
        Streets s = blocks(120, 3);
        for (double& cost : s.ms)
            cost /= 7;  // no whole numbers any more
        const PathHierarchy hierarchy(s.topology, 1);
        const PathCosts one = hierarchy.customise(s.ms, 1), four = hierarchy.customise(s.ms, 4);
        QVERIFY(one.up == four.up);
        QVERIFY(one.down == four.down);
    }

    void farAwayChangesMoveNoBit()
    {
        Streets s = blocks(30, 11);
        for (double& cost : s.ms)
            cost /= 7;
        const PathHierarchy hierarchy(s.topology, 1);
        PointQuery query(hierarchy);
        const double before = query.cost(0, 95, hierarchy.customise(s.ms, 1));
        s.ms.back() = s.ms[s.ms.size() - 2] *= 3;  // the far corner
        QVERIFY(query.cost(0, 95, hierarchy.customise(s.ms, 1)) == before);
        QVERIFY(before < kNoPath);
    }
};

QTEST_APPLESS_MAIN(PathsTest)
#include "tst_paths.moc"
