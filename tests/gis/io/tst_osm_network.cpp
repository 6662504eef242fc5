// From a small OSM file to a clean network, buildings and land.
#include "gis/io/osm/network_builder.h"
#include "gis/io/osm/osm_reader.h"
#include "temp_folder.h"

#include <QtTest>

#include <algorithm>
#include <cmath>

using namespace isopolis;

namespace {

struct Read {
    LocalFrame frame = *chooseFrame({11.0, 50.0});
    CityWindow window{*windowFromDegrees(ringOfDegrees(10.98, 49.99, 11.03, 50.02), frame)};
    AssumptionSet assumptions = *AssumptionSet::make({});
    IssueLog log;
    TempFolder folder;
    OsmData data;
    RoadTables roads;

    explicit Read(const OsmText& osm)
    {
        data = *readOsm(folder.write("town.osm", osm.xml()), frame, window, assumptions, log);
        roads = buildNetwork(data.ways, data.restrictions, {.simplify_m = 0.5, .gateway_m = 80}, log);
    }
    const RoadLink* link(const std::string& id) const
    {
        const auto found = std::find_if(roads.links.begin(), roads.links.end(), [&](const RoadLink& l) { return l.externalId == id; });
        return found == roads.links.end() ? nullptr : &*found;
    }
    std::vector<Issue> issues(const std::string& code)
    {
        std::vector<Issue> out;
        for (const Issue& issue : taken.empty() ? taken = log.take() : taken)
            if (issue.code == code)
                out.push_back(issue);
        return out;
    }
    std::vector<Issue> taken;
};

//   4 ─── 3 ─── 5        way 10: 1-2-3-4-1 (a square block, two-way)
//   │     │              way 11: 3-5 (one-way to a dead end: cars could never come back)
//   1 ─── 2 ─── 6 ─── 7  way 12: 2-6-7 (dead-end street, bollard at 6), way 13: 20-21 far away
OsmText town()
{
    OsmText osm;
    osm.node(1, 0, 0).node(2, 1, 0).node(3, 1, 1).node(4, 0, 1).node(5, 2, 1);
    osm.node(6, 2, 0, tag("barrier", "bollard")).node(7, 3, 0).node(20, 5, 8).node(21, 6, 8);
    osm.way(10, {1, 2, 3, 4, 1}, tag("highway", "residential") + tag("name", "Ring"));
    osm.way(11, {3, 5}, tag("highway", "residential") + tag("oneway", "yes"));
    osm.way(12, {2, 6, 7}, tag("highway", "residential"));
    osm.way(13, {20, 21}, tag("highway", "service"));
    return osm;
}

}  // namespace

class TestOsmNetwork : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void streetsAreSplitWhereOthersMeetThem();
    void trafficLightsOfJunctionsAndCrossingsAreKept();
    void aBollardStopsCarsAndLetsWalkersThrough();
    void onlyTheConnectedPartStaysOpenToCars();
    void aLoopHasNoLinkFromANodeToItself();
    void cutCarriagewaysMeetInAGateway();
    void shapesAreKeptWithinTheTolerance();
    void multipolygonsKeepTheirHoles();
    void brokenObjectsAreReportedAndTheRestIsRead();
    void treesAreReadOneByOneAndInRows();
    void theOrderOfReadingIsAlwaysTheSame();
};

void TestOsmNetwork::trafficLightsOfJunctionsAndCrossingsAreKept()
{
    OsmText osm = town();
    osm.node(30, 1, 2, tag("highway", "traffic_signals")).node(31, 2, 2, tag("highway", "crossing") + tag("crossing", "traffic_signals"));
    osm.node(32, 3, 2, tag("highway", "crossing") + tag("crossing", "zebra")).node(33, 90, 90, tag("highway", "traffic_signals"));
    const Read read(osm);
    QCOMPARE(read.data.trafficLights.size(), std::size_t{2});
    QVERIFY(read.data.trafficLights[0] != read.data.trafficLights[1]);
    QVERIFY(Read(town()).data.trafficLights.empty());
}

void TestOsmNetwork::streetsAreSplitWhereOthersMeetThem()
{
    Read r(town());
    const RoadLink* link = r.link("osm:way/10#1>2");
    QVERIFY(link != nullptr);
    QVERIFY(std::abs(link->length_m - 100) < 1.5);
    QVERIFY(r.roads.links.contains(link->reverse));
    QCOMPARE(r.roads.links[link->reverse].externalId, std::string("osm:way/10#2>1"));
    QVERIFY(r.link("osm:way/10#2>3") != nullptr);
    QVERIFY(r.link("osm:way/10#3>1") != nullptr);  // through node 4, where no other street meets
    QCOMPARE(r.roads.ways[link->way].name, std::string("Ring"));
    QVERIFY(link->modes == ModeSet::all());
}

void TestOsmNetwork::aBollardStopsCarsAndLetsWalkersThrough()
{
    Read r(town());
    int openToCars = 0, openToWalkers = 0;
    for (const RoadLink& link : r.roads.links) {
        if (r.roads.ways[link.way].externalId != "osm:way/12")
            continue;
        openToCars += link.modes.has(Mode::Car) ? 1 : 0;
        openToWalkers += link.modes.has(Mode::Walk) ? 1 : 0;
    }
    QCOMPARE(openToCars, 2);     // 2 → stub → 2, the street before the bollard
    QCOMPARE(openToWalkers, 6);  // street, stub and the street behind, both ways
}

void TestOsmNetwork::onlyTheConnectedPartStaysOpenToCars()
{
    Read r(town());
    const RoadLink* deadEnd = r.link("osm:way/11#3>5");
    QVERIFY(deadEnd != nullptr && deadEnd->modes == (ModeSet(Mode::Walk)));
    QVERIFY(r.link("osm:way/13#20>21") == nullptr);
    const auto found = r.issues("disconnected_roads");
    QVERIFY(std::any_of(found.begin(), found.end(), [](const Issue& i) { return i.feature.find("osm:way/13") != std::string::npos; }));
    const RoadTables& roads = r.roads;
    const RoadNetwork network(roads.nodes, roads.ways, roads.links);
    for (const RoadLink& link : network.links())
        QVERIFY(!link.modes.empty() && link.from != link.to);
}

void TestOsmNetwork::aLoopHasNoLinkFromANodeToItself()
{
    OsmText osm;
    osm.node(1, 0, 0).node(2, 1, 0).node(3, 2, 0).node(4, 2, 1).node(5, 1, 1);
    osm.way(10, {1, 2}, tag("highway", "residential")).way(11, {2, 3, 4, 5, 2}, tag("highway", "residential"));
    Read r(osm);
    double length_m = 0;
    for (const RoadLink& link : r.roads.links) {
        QVERIFY(link.from != link.to);
        length_m += r.roads.ways[link.way].externalId == "osm:way/11" ? link.length_m : 0;
    }
    QVERIFY(std::abs(length_m - 800) < 8);  // 400 m of street in both directions
}

//  window's edge ┆   2 ←─────── 1 ─── 4    two carriageways that leave the window 50 m apart
//                ┆  (3 ───────→ 5 ─── 4)
void TestOsmNetwork::cutCarriagewaysMeetInAGateway()
{
    const auto primary = tag("highway", "primary") + tag("oneway", "yes");
    OsmText osm;
    osm.node(1, 0, 0).node(2, -20, 0).node(3, -20, -1).node(5, 0, -1).node(4, 1, 0).node(6, 1, -1);
    osm.way(10, {1, 2}, primary).way(11, {3, 5}, primary);
    osm.way(12, {1, 4, 6, 5}, tag("highway", "primary")).way(13, {1, 5}, tag("highway", "primary"));
    Read near(osm);
    QCOMPARE(near.issues("gateway").size(), std::size_t{0});  // 100 m apart: too far for 80 m
    const RoadTables joined = buildNetwork(near.data.ways, near.data.restrictions, {.simplify_m = 0.5, .gateway_m = 120}, near.log);
    const auto out =
        std::find_if(joined.links.begin(), joined.links.end(), [](const RoadLink& l) { return l.externalId == "osm:way/10#1>2"; });
    const auto in =
        std::find_if(joined.links.begin(), joined.links.end(), [](const RoadLink& l) { return l.externalId == "osm:way/11#3>5"; });
    QVERIFY(out != joined.links.end() && in != joined.links.end());
    QVERIFY(out->to == in->from);
    QVERIFY(out->modes.has(Mode::Car) && in->modes.has(Mode::Car));
    QVERIFY(out->geometry.back() == joined.nodes[out->to].at);
}

void TestOsmNetwork::shapesAreKeptWithinTheTolerance()
{
    Polyline arc;
    for (int i = 0; i <= 200; ++i)
        arc.push_back({100 * std::cos(i * 0.01), 100 * std::sin(i * 0.01)});
    const Polyline thin = simplified(arc, 0.5);
    QVERIFY(thin.size() < arc.size() / 4);
    QVERIFY(thin.front() == arc.front() && thin.back() == arc.back());
    for (const Point2 p : arc)
        QVERIFY(nearestOnLine(thin, p).distance_m <= 0.5);
    Read r(OsmText().node(1, 0, 0).node(2, 1, 0).node(3, 2, 0).way(10, {1, 2, 3}, tag("highway", "residential")));
    QCOMPARE(r.link("osm:way/10#1>3")->geometry.size(), std::size_t{2});
}

void TestOsmNetwork::multipolygonsKeepTheirHoles()
{
    OsmText osm;
    osm.node(1, 0, 0).node(2, 3, 0).node(3, 3, 3).node(4, 0, 3).node(5, 1, 1).node(6, 2, 1).node(7, 2, 2).node(8, 1, 2);
    osm.node(30, 0, 5).node(31, 1, 5);
    osm.way(1, {1, 2, 3, 4, 1}, "").way(2, {5, 6, 7, 8, 5}, "").way(3, {30, 31}, tag("highway", "residential"));
    osm.relation(9, "<member type='way' ref='1' role='outer'/><member type='way' ref='2' role='inner'/>" + tag("type", "multipolygon") +
                        tag("building", "apartments") + tag("building:levels", "5"));
    Read r(osm);
    QCOMPARE(r.data.buildings.size(), std::size_t{1});
    const Building& block = r.data.buildings.front();
    QCOMPARE(block.externalId, std::string("osm:relation/9"));
    QCOMPARE(block.footprint.front().holes.size(), std::size_t{1});
    QVERIFY(std::abs(area(block.footprint) - 80000) < 2000);
    QVERIFY(block.heightOrigin == HeightOrigin::Levels);
}

void TestOsmNetwork::brokenObjectsAreReportedAndTheRestIsRead()
{
    OsmText osm;
    osm.node(1, 0, 0).node(2, 1, 0).node(3, 1, 1).node(4, 0, 1);
    osm.way(10, {1, 2}, tag("highway", "residential"));
    osm.way(11, {1, 3, 2, 4, 1}, tag("building", "yes"));                           // crosses itself
    osm.way(12, {2, 3, 99}, tag("highway", "residential") + tag("maxspeed", "?"));  // node 99 is missing
    Read r(osm);
    QCOMPARE(r.issues("self_intersection").size(), std::size_t{1});
    QCOMPARE(r.issues("self_intersection").front().feature, std::string("osm:way/11"));
    QCOMPARE(r.issues("missing_nodes").front().feature, std::string("osm:way/12"));
    QCOMPARE(r.issues("bad_maxspeed").front().field, std::string("maxspeed"));
    QVERIFY(r.link("osm:way/12#2>3") != nullptr);
}

void TestOsmNetwork::treesAreReadOneByOneAndInRows()
{
    OsmText osm = town();
    osm.node(30, 1, 2, tag("natural", "tree") + tag("height", "14.5 m") + tag("diameter_crown", "7"));
    osm.node(31, 2, 2, tag("natural", "tree") + tag("height", "tall"));
    osm.node(32, 0, 3).node(33, 1, 3);
    osm.node(34, 900, 3, tag("natural", "tree"));  // far outside
    osm.way(40, {32, 33}, tag("natural", "tree_row"));
    const Read read(osm);
    QCOMPARE(read.data.trees.size(), std::size_t{2 + 11});  // a row of 100 m, a tree every 10 m
    QCOMPARE(read.data.trees[0].height_m, 14.5);
    QCOMPARE(read.data.trees[0].crown_m, 7.0);
    QVERIFY(std::isnan(read.data.trees[1].height_m) && std::isnan(read.data.trees[1].crown_m));
    for (std::size_t i = 3; i < read.data.trees.size(); ++i)
        QVERIFY(std::abs(distance(read.data.trees[i - 1].at, read.data.trees[i].at) - 10) < 1e-6);
}

void TestOsmNetwork::theOrderOfReadingIsAlwaysTheSame()
{
    const Read first(town()), second(town());
    QVERIFY(first.roads.links == second.roads.links);
    QVERIFY(first.roads.nodes == second.roads.nodes);
}

QTEST_GUILESS_MAIN(TestOsmNetwork)
#include "tst_osm_network.moc"
