// Turn restrictions of OpenStreetMap: what a relation says, which links it means, and what is wrong with broken ones.
#include "gis/io/osm/network_builder.h"
#include "gis/io/osm/osm_reader.h"
#include "temp_folder.h"

#include <QtTest>

#include <algorithm>

using namespace isopolis;

namespace {

struct Read {
    LocalFrame frame = *chooseFrame({11.0, 50.0});
    CityWindow window{*windowFromDegrees(ringOfDegrees(10.98, 49.99, 11.03, 50.02), frame)};
    AssumptionSet assumptions = *AssumptionSet::make({});
    IssueLog log;
    TempFolder folder;
    RoadTables roads;
    std::vector<ImportCount> counts;
    std::vector<Issue> issues;

    explicit Read(const OsmText& osm)
    {
        const OsmData data = *readOsm(folder.write("town.osm", osm.xml()), frame, window, assumptions, log);
        counts = data.counts;
        roads = buildNetwork(data.ways, data.restrictions, {}, log);
        issues = log.take();
    }
    /// "10#1>2 to 12#2>6: 7"
    std::vector<std::string> bans() const
    {
        std::vector<std::string> all;
        const auto name = [&](LinkId id) { return roads.links[id].externalId.substr(8); };
        for (const TurnBan& ban : roads.turnBans)
            all.push_back(name(ban.from) + " to " + name(ban.to) + ": " + std::to_string(ban.modes.bits()));
        std::sort(all.begin(), all.end());
        return all;
    }
    std::string said(const std::string& code) const
    {
        std::string all;
        for (const Issue& issue : issues)
            if (issue.code == code)
                all += (all.empty() ? "" : " | ") + issue.feature;
        return all;
    }
    std::uint64_t considered() const
    {
        for (const ImportCount& c : counts)
            if (c.kind == "turn restrictions")
                return c.considered;
        return 0;
    }
    std::uint64_t applied() const
    {
        for (const ImportCount& c : roads.counts)
            if (c.kind == "turn restrictions")
                return c.kept;
        return 0;
    }
};

std::string member(const std::string& type, int id, const std::string& role)
{
    return "<member type='" + type + "' ref='" + std::to_string(id) + "' role='" + role + "'/>";
}

std::string turn(int from, int via, int to, const std::string& kind, const std::string& more = {})
{
    return member("way", from, "from") + member("node", via, "via") + member("way", to, "to") + tag("type", "restriction") +
           tag("restriction", kind) + more;
}

//         4
//         │ 12
//   1 ─10─ 2 ─11─ 3 ─ 9     way 11 goes on to 9; 8 is a node in the middle of way 11, between 3 and 9
//         │ 13
//         5                  14 runs 1-6-5 and 15 runs 4-7-9, so that all is connected
OsmText crossing()
{
    OsmText osm;
    osm.node(1, 0, 1).node(2, 1, 1).node(3, 2, 1).node(8, 3, 1).node(9, 4, 1).node(4, 1, 2).node(5, 1, 0).node(6, 0, 0).node(7, 4, 2);
    const std::string street = tag("highway", "residential");
    osm.way(10, {1, 2}, street).way(11, {2, 3, 8, 9}, street).way(12, {2, 4}, street).way(13, {2, 5}, street);
    osm.way(14, {1, 6, 5}, street).way(15, {4, 7, 9}, street);
    return osm;
}

}  // namespace

class TestTurnRestrictions : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aForbiddenTurnIsAPairOfLinks()
    {
        const Read r(crossing().relation(1, turn(10, 2, 12, "no_left_turn")));
        QCOMPARE(r.bans(), std::vector<std::string>{"10#1>2 to 12#2>4: 15"});
        QCOMPARE(r.considered(), std::uint64_t{1});
        QCOMPARE(r.applied(), std::uint64_t{1});
    }

    void whatIsExceptedMayTurn()
    {
        const Read r(crossing()
                         .relation(1, turn(10, 2, 12, "no_left_turn", tag("except", "psv; bicycle")))
                         .relation(2, member("way", 10, "from") + member("node", 2, "via") + member("way", 13, "to") +
                                          tag("type", "restriction") + tag("restriction:hgv", "no_right_turn")));
        QCOMPARE(r.bans(), (std::vector<std::string>{"10#1>2 to 12#2>4: 3", "10#1>2 to 13#2>5: 2"}));
    }

    void theOnlyWayAllowedForbidsTheOthersAndTurningBack()
    {
        const Read r(crossing().relation(1, turn(10, 2, 11, "only_straight_on")));
        QCOMPARE(r.bans(), (std::vector<std::string>{"10#1>2 to 10#2>1: 15", "10#1>2 to 12#2>4: 15", "10#1>2 to 13#2>5: 15"}));
    }

    void severalOnlyRulesOfOneStreetAreJoined()
    {
        const Read r(crossing().relation(1, turn(10, 2, 11, "only_straight_on")).relation(2, turn(10, 2, 13, "only_right_turn")));
        QCOMPARE(r.bans(), (std::vector<std::string>{"10#1>2 to 10#2>1: 15", "10#1>2 to 12#2>4: 15"}));
        QVERIFY(!r.said("turn_restriction_joined").empty());
    }

    // A via node within one way is no junction by itself; with a restriction it has to be one.
    void aNodeWithARestrictionStaysANode()
    {
        const Read r(crossing().relation(1, turn(11, 8, 11, "no_u_turn")));
        QCOMPARE(r.bans(), (std::vector<std::string>{"11#2>8 to 11#8>2: 15", "11#9>8 to 11#8>9: 15"}));
        const Read without(crossing());
        QVERIFY(without.bans().empty());
        QCOMPARE(without.roads.nodes.size() + 1, r.roads.nodes.size());
    }

    void entriesAndExitsMayHaveSeveralWays()
    {
        const Read entry(crossing().relation(1, member("way", 10, "from") + member("way", 12, "from") + member("node", 2, "via") +
                                                    member("way", 13, "to") + tag("type", "restriction") + tag("restriction", "no_entry")));
        QCOMPARE(entry.bans(), (std::vector<std::string>{"10#1>2 to 13#2>5: 15", "12#4>2 to 13#2>5: 15"}));
        const Read exit(crossing().relation(1, member("way", 10, "from") + member("node", 2, "via") + member("way", 12, "to") +
                                                   member("way", 13, "to") + tag("type", "restriction") + tag("restriction", "no_exit")));
        QCOMPARE(exit.bans(), (std::vector<std::string>{"10#1>2 to 12#2>4: 15", "10#1>2 to 13#2>5: 15"}));
    }

    void brokenOnesAreListedByIdAndTheRestApplies()
    {
        const std::string kind = tag("type", "restriction") + tag("restriction", "no_left_turn");
        OsmText osm = crossing();
        osm.way(20, {2, 6}, tag("highway", "proposed"));
        osm.way(21, {2, 7}, tag("highway", "residential") + tag("oneway", "-1"));                                // leads to 2 only
        osm.relation(1, member("way", 10, "from") + member("node", 2, "via") + kind);                            // no to
        osm.relation(2, turn(10, 2, 99, "no_left_turn"));                                                        // missing
        osm.relation(3, turn(10, 3, 12, "no_left_turn"));                                                        // not there
        osm.relation(4, turn(10, 2, 21, "no_left_turn"));                                                        // wrong way
        osm.relation(5, turn(10, 2, 20, "no_left_turn"));                                                        // no street
        osm.relation(6, turn(10, 2, 12, "no_dancing"));                                                          // unknown
        osm.relation(7, turn(10, 2, 12, "no_left_turn", tag("hour_on", "7:00")));                                // hours
        osm.relation(8, member("way", 10, "from") + member("way", 11, "via") + member("way", 15, "to") + kind);  // via way
        osm.relation(9, turn(15, 9, 11, "no_left_turn"));                                                        // fine
        osm.relation(10, member("way", 10, "from") + member("node", 2, "via") + member("way", 12, "to") + tag("type", "restriction") +
                             tag("restriction:conditional", "no_left_turn @ (07:00-09:00)"));
        osm.relation(11, turn(10, 2, 12, "no_left_turn", tag("except", "motor_vehicle;bicycle")));
        osm.relation(12, member("way", 10, "from") + member("way", 12, "from") + member("node", 2, "via") + member("way", 13, "to") + kind);
        osm.relation(13, turn(98, 97, 99, "no_left_turn"));  // another city's
        const Read r(osm);
        QCOMPARE(r.bans(), std::vector<std::string>{"15#7>9 to 11#9>3: 15"});
        QCOMPARE(r.considered(), std::uint64_t{12});
        QCOMPARE(r.applied(), std::uint64_t{1});
        QCOMPARE(r.said("turn_restriction_members"), std::string("osm:relation/1 | osm:relation/12"));
        QCOMPARE(r.said("turn_restriction_missing"), std::string("osm:relation/2"));
        QCOMPARE(r.said("turn_restriction_not_found"), std::string("osm:relation/3 | osm:relation/4"));
        QCOMPARE(r.said("turn_restriction_no_street"), std::string("osm:relation/5"));
        QCOMPARE(r.said("turn_restriction_kind"), std::string("osm:relation/6"));
        QCOMPARE(r.said("turn_restriction_hours"), std::string("osm:relation/7 | osm:relation/10"));
        QCOMPARE(r.said("turn_restriction_via_way"), std::string("osm:relation/8"));
        QCOMPARE(r.said("turn_restriction_vehicles"), std::string("osm:relation/11"));
    }

    void aStreetThroughTheJunctionIsNotGuessed()
    {
        OsmText osm = crossing();
        osm.node(30, 2, 2).way(31, {30, 3}, tag("highway", "residential")).way(32, {30, 4}, tag("highway", "residential"));
        osm.relation(1, turn(31, 3, 11, "no_left_turn"));  // into which half of way 11?
        const Read r(osm);
        QVERIFY(r.bans().empty());
        QCOMPARE(r.said("turn_restriction_not_found"), std::string("osm:relation/1"));
    }

    void nobodyIsLeftWithoutAWayOn()
    {
        OsmText osm = crossing();
        for (int to = 10; to <= 13; ++to)
            osm.relation(to, turn(10, 2, to, to == 10 ? "no_u_turn" : "no_left_turn"));
        const Read r(osm);
        QVERIFY(r.bans().empty());
        QVERIFY(!r.said("turn_restriction_trap").empty());
    }

    void membersWithoutNumberDoNoHarm()
    {
        std::string many;
        for (int i = 0; i < 5000; ++i)
            many += member("way", 10, "from");
        const Read r(crossing().relation(1, many + member("node", 2, "via") + member("way", 12, "to") + tag("type", "restriction") +
                                                tag("restriction", "no_entry")));
        QVERIFY(r.bans().empty());
    }
};

QTEST_GUILESS_MAIN(TestTurnRestrictions)
#include "tst_turn_restrictions.moc"
