// What tags mean, as pure functions.
#include "gis/io/osm/osm_tags.h"

#include <QtTest>

#include <cmath>

using namespace isopolis;

namespace {

struct Reading {
    AssumptionSet assumptions = *AssumptionSet::make({});
    IssueLog log;
    std::optional<RoadRule> road(std::vector<std::pair<std::string_view, std::string_view>> tags)
    {
        return roadRule(OsmTags(std::move(tags)), assumptions, "osm:way/7", log);
    }
    std::optional<BuildingRule> building(std::vector<std::pair<std::string_view, std::string_view>> tags, double footprint_m2 = 200)
    {
        return buildingRule(OsmTags(std::move(tags)), footprint_m2, assumptions, "osm:way/7", log);
    }
};

ModeSet blocked(std::vector<std::pair<std::string_view, std::string_view>> tags) { return blockedByBarrier(OsmTags(std::move(tags))); }

bool near(double a, double b) { return std::abs(a - b) < 1e-6; }

}  // namespace

class TestOsmTags : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void speedsCarryTheirUnits();
    void oneWayStreetsLetCarsPassInOneDirectionAndWalkersInBoth();
    void theMostSpecialAccessKeyWins();
    void lanesAreSharedBetweenTheDirections();
    void cycleLanesServeTheirDirection();
    void whatIsAssumedSaysSo();
    void heightsFollowTheRule();
    void nonsenseIsReportedWithTheObjectsId();
};

void TestOsmTags::speedsCarryTheirUnits()
{
    QVERIFY(near(*parseSpeed("30 mph"), 48.28032));
    QCOMPARE(*parseSpeed("50"), 50.0);
    QCOMPARE(*parseSpeed("80 km/h"), 80.0);
    QCOMPARE(*parseSpeed("CH:urban"), 50.0);
    QCOMPARE(*parseSpeed("DE:zone30"), 30.0);
    QCOMPARE(*parseSpeed("DE:zone:20"), 20.0);
    QCOMPARE(*parseSpeed("50; 30"), 50.0);
    for (const char* bad : {"", "fast", "-5", "999", "50 furlongs", "DE:zone"})
        QVERIFY2(!parseSpeed(bad), bad);
}

void TestOsmTags::oneWayStreetsLetCarsPassInOneDirectionAndWalkersInBoth()
{
    Reading r;
    const auto back = r.road({{"highway", "primary"}, {"oneway", "-1"}});
    QVERIFY(!back->forward.modes.has(Mode::Car) && back->forward.modes.has(Mode::Walk));
    QVERIFY(back->backward.modes.has(Mode::Car));
    const auto circle = r.road({{"highway", "tertiary"}, {"junction", "roundabout"}});
    QVERIFY(circle->way.roundabout && circle->forward.modes.has(Mode::Car) && !circle->backward.modes.has(Mode::Car));
    const auto motorway = r.road({{"highway", "motorway"}});
    QVERIFY(motorway->forward.modes.has(Mode::Lorry) && motorway->backward.modes.empty() && !motorway->forward.modes.has(Mode::Walk));
    const auto contraflow = r.road({{"highway", "residential"}, {"oneway", "yes"}, {"oneway:bicycle", "no"}});
    QVERIFY(contraflow->backward.modes.has(Mode::Cycle) && !contraflow->backward.modes.has(Mode::Car));
    QVERIFY(!r.road({{"highway", "proposed"}}).has_value());
}

void TestOsmTags::theMostSpecialAccessKeyWins()
{
    Reading r;
    const auto busOnly = r.road({{"highway", "service"}, {"motor_vehicle", "no"}, {"bus", "designated"}});
    QVERIFY(!busOnly->forward.modes.has(Mode::Car) && !busOnly->forward.modes.has(Mode::Lorry));
    QVERIFY(busOnly->forward.modes.has(Mode::Bus) && busOnly->forward.modes.has(Mode::Walk));
    const auto private_ = r.road({{"highway", "service"}, {"access", "private"}, {"foot", "yes"}});
    QVERIFY(private_->forward.modes == ModeSet(Mode::Walk));
    const auto noLorries = r.road({{"highway", "residential"}, {"hgv", "no"}});
    QVERIFY(noLorries->forward.modes.has(Mode::Car) && !noLorries->forward.modes.has(Mode::Lorry));
    const auto track = r.road({{"highway", "track"}, {"motor_vehicle", "yes"}});
    QVERIFY(track->forward.modes.has(Mode::Car));
    QVERIFY(blocked({{"barrier", "bollard"}}).has(Mode::Car));
    QVERIFY(!blocked({{"barrier", "bollard"}}).has(Mode::Walk));
    QVERIFY(blocked({{"barrier", "gate"}}).empty());
    QVERIFY(blocked({{"barrier", "gate"}, {"motor_vehicle", "private"}}).has(Mode::Car));
}

void TestOsmTags::lanesAreSharedBetweenTheDirections()
{
    Reading r;
    const auto three = r.road({{"highway", "primary"}, {"lanes", "3"}, {"lanes:forward", "2"}});
    QCOMPARE(three->forward.lanes, 2.0);
    QCOMPARE(three->backward.lanes, 1.0);
    const auto four = r.road({{"highway", "primary"}, {"lanes", "4"}});
    QCOMPARE(four->forward.lanes, 2.0);
    const auto busLane = r.road({{"highway", "primary"}, {"oneway", "yes"}, {"lanes", "3"}, {"lanes:psv", "1"}});
    QCOMPARE(busLane->forward.lanes, 2.0);
}

void TestOsmTags::cycleLanesServeTheirDirection()
{
    Reading r;
    const auto facilities = [&](std::vector<std::pair<std::string_view, std::string_view>> tags) {
        tags.emplace_back("highway", "tertiary");
        const auto road = r.road(std::move(tags));
        return std::pair(road->forward.cycle, road->backward.cycle);
    };
    constexpr auto none = CycleFacility::None, painted = CycleFacility::Painted, kept = CycleFacility::Protected;
    QVERIFY(facilities({{"cycleway", "lane"}}) == std::pair(painted, painted));
    QVERIFY(facilities({{"cycleway:right", "track"}}) == std::pair(kept, none));
    QVERIFY(facilities({{"cycleway:left", "lane"}, {"cycleway:right", "track"}}) == std::pair(kept, painted));
    QVERIFY(facilities({{"cycleway:both", "separate"}}) == std::pair(none, none));
    QVERIFY(facilities({{"cycleway", "shared_lane"}}) == std::pair(none, none));
    QVERIFY(facilities({{"oneway", "yes"}, {"cycleway:left", "lane"}}) == std::pair(painted, none));
    QVERIFY(facilities({{"oneway", "yes"}, {"cycleway:left", "opposite_lane"}}) == std::pair(none, painted));
}

void TestOsmTags::whatIsAssumedSaysSo()
{
    Reading r;
    const auto bare = r.road({{"highway", "secondary"}});
    QVERIFY(bare->forward.speedOrigin == ValueOrigin::Assumed && bare->forward.lanesOrigin == ValueOrigin::Assumed);
    QCOMPARE(bare->forward.speed_kmh, r.assumptions.peek("roads.speed_kmh.secondary"));
    const auto tagged = r.road({{"highway", "secondary"}, {"maxspeed:backward", "30"}, {"lanes", "2"}});
    QVERIFY(tagged->forward.speedOrigin == ValueOrigin::Assumed && tagged->backward.speedOrigin == ValueOrigin::Tagged);
    QCOMPARE(tagged->backward.speed_kmh, 30.0);
    QVERIFY(tagged->forward.lanesOrigin == ValueOrigin::Tagged);
    const auto used = r.assumptions.used();
    QVERIFY(std::any_of(used.begin(), used.end(),
                        [](const CityAssumption& a) { return a.id == "roads.speed_kmh.secondary" && !a.source.empty(); }));
}

void TestOsmTags::heightsFollowTheRule()
{
    Reading r;
    QVERIFY(near(*parseMetres("12'6\""), 3.81));
    QVERIFY(near(*parseMetres("40 ft"), 12.192));
    QCOMPARE(*parseMetres("12,5 m"), 12.5);
    const auto tagged = r.building({{"building", "yes"}, {"height", "21"}, {"building:levels", "3"}});
    QVERIFY(tagged->origin == HeightOrigin::Height && near(tagged->height_m, 21));
    const auto levels = r.building({{"building", "apartments"}, {"building:levels", "4"}});
    QVERIFY(levels->origin == HeightOrigin::Levels && near(levels->height_m, 4 * r.assumptions.peek(kStoreyHeight)));
    QVERIFY(levels->use == BuildingUse::Residential);
    const auto unknown = r.building({{"building", "yes"}});
    QVERIFY(unknown->origin == HeightOrigin::Default && near(unknown->height_m, r.assumptions.peek(kDefaultHeight)));
    QVERIFY(r.building({{"building", "garage"}})->outbuilding);
    QVERIFY(r.building({{"building", "yes"}}, 12)->outbuilding);
    QVERIFY(!r.building({{"building", "no"}}).has_value());
}

void TestOsmTags::nonsenseIsReportedWithTheObjectsId()
{
    Reading r;
    const auto road = r.road({{"highway", "primary"}, {"maxspeed", "fast"}, {"lanes", "many"}, {"layer", "top"}});
    QVERIFY(road.has_value());
    r.building({{"building", "yes"}, {"height", "tall"}, {"building:levels", "1;3"}});
    const auto issues = r.log.take();
    QCOMPARE(issues.size(), std::size_t{5});
    for (const Issue& issue : issues) {
        QCOMPARE(issue.feature, std::string("osm:way/7"));
        QVERIFY(!issue.field.empty());
    }
}

QTEST_GUILESS_MAIN(TestOsmTags)
#include "tst_osm_tags.moc"
