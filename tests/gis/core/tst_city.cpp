#include "gis/core/city/city.h"

#include <QTest>

#include <cmath>
#include <functional>

using namespace isopolis;

namespace {

///   A ----main street---- B     one neighbourhood "West" around A, one bus line from A to B
CityData smallCity()
{
    CityData d;
    d.name = "Small";
    const NodeId a = d.nodes.push({{0, 0}, "t:node/A"}), b = d.nodes.push({{100, 0}, "t:node/B"});
    const RoadWayId way = d.ways.push({"t:way/1", "Main Street", RoadClass::Primary});
    for (const bool forward : {true, false}) {
        RoadLink link;
        link.from = forward ? a : b;
        link.to = forward ? b : a;
        link.way = way;
        link.reverse = LinkId(forward ? 1 : 0);
        link.externalId = forward ? "t:way/1#A>B" : "t:way/1#B>A";
        link.geometry = forward ? Polyline{{0, 0}, {100, 0}} : Polyline{{100, 0}, {0, 0}};
        link.length_m = 100;
        link.speed_kmh = 50;
        link.modes = ModeSet::all();
        d.links.push(link);
    }
    d.groups = {{"young", "Young people"}};
    d.neighbourhoods.push({"t:hood/1", "West", {{{{-50, -50}, {50, -50}, {50, 50}, {-50, 50}}, {}}}, 100, 30000, 20, {25}});
    d.activity.push_back({{0, 0}, NeighbourhoodId(0), 100, 20});
    const StopId s = d.transit.stops.push({"t:stop/A", "A", {0, 0}}), t = d.transit.stops.push({"t:stop/B", "B", {100, 0}});
    d.transit.lines.push({"t:line/1", "Bus 1", "bus", {{0, 0}, {100, 0}}, {{{s, t}, {0, 60}, {0, 60}, {3600}}}});
    return d;
}

using Damage = std::function<void(CityData&)>;

}  // namespace

Q_DECLARE_METATYPE(Damage)

class TestCity : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void soundDataMakeACity()
    {
        const auto city = City::create(smallCity());
        QVERIFY(city.has_value());
        QCOMPARE((*city)->population(), 100.0);
        QCOMPARE((*city)->roads().linksOf("t:way/1").size(), std::size_t{2});
        QCOMPARE((*city)->roads().linksOf("t:way/1#A>B").size(), std::size_t{1});
        QCOMPARE((*city)->roads().linksNamed("Main Street").size(), std::size_t{2});
        QVERIFY((*city)->roads().linksOf("t:way/2").empty());
        QCOMPARE((*city)->roads().out(NodeId(0)).size(), std::size_t{1});
        QCOMPARE((*city)->findNeighbourhood("West"), NeighbourhoodId(0));
        QCOMPARE((*city)->neighbourhoodAt({10, 10}), NeighbourhoodId(0));
        QVERIFY(!(*city)->neighbourhoodAt({80, 0}).valid());
    }

    void unsoundDataAreRefusedWithTheFeatureNamed_data()
    {
        QTest::addColumn<Damage>("damage");
        QTest::addColumn<QString>("feature");
        const auto row = [](const char* name, const char* feature, Damage damage) { QTest::newRow(name) << damage << QString(feature); };
        row("a link to nowhere", "t:way/1#A>B", [](CityData& d) { d.links[LinkId(0)].to = NodeId(7); });
        row("a link of no way", "t:way/1#B>A", [](CityData& d) { d.links[LinkId(1)].way = RoadWayId(); });
        row("a reverse that is not there", "t:way/1#A>B", [](CityData& d) { d.links[LinkId(0)].reverse = LinkId(9); });
        row("a speed of nothing", "t:way/1#A>B", [](CityData& d) { d.links[LinkId(0)].speed_kmh = 0; });
        row("an unknown length", "t:way/1#A>B", [](CityData& d) { d.links[LinkId(0)].length_m = kUnknown; });
        row("a link of one point", "t:way/1#A>B", [](CityData& d) { d.links[LinkId(0)].geometry.resize(1); });
        row("a node at infinity", "t:node/B", [](CityData& d) { d.nodes[NodeId(1)].at.x = std::numeric_limits<double>::infinity(); });
        row("fewer than no people", "t:hood/1", [](CityData& d) { d.neighbourhoods[NeighbourhoodId(0)].population = -1; });
        row("a group without a count", "t:hood/1", [](CityData& d) { d.neighbourhoods[NeighbourhoodId(0)].groups.clear(); });
        row("people in no neighbourhood", "activity", [](CityData& d) { d.activity[0].neighbourhood = NeighbourhoodId(3); });
        row("a bus to nowhere", "t:line/1", [](CityData& d) { d.transit.lines[TransitLineId(0)].patterns[0].stops[1] = StopId(5); });
        row("a timetable with gaps", "t:line/1", [](CityData& d) { d.transit.lines[TransitLineId(0)].patterns[0].arrival_s.pop_back(); });
    }

    void unsoundDataAreRefusedWithTheFeatureNamed()
    {
        QFETCH(Damage, damage);
        QFETCH(QString, feature);
        CityData data = smallCity();
        damage(data);
        const auto city = City::create(std::move(data));
        QVERIFY(!city.has_value());
        QCOMPARE(QString::fromStdString(city.error().feature), feature);
        QVERIFY2(city.error().text().find(feature.toStdString()) != std::string::npos, city.error().text().c_str());
    }

    void theRevisionChangesWithEveryPartOfTheContent()
    {
        const auto revision = [](const Damage& change) {
            CityData data = smallCity();
            change(data);
            return (*City::create(std::move(data)))->revision();
        };
        const Hash base = revision([](CityData&) {});
        QCOMPARE(revision([](CityData&) {}), base);
        const Damage changes[] = {[](CityData& d) { d.links[LinkId(0)].lanes = 2; },
                                  [](CityData& d) { d.neighbourhoods[NeighbourhoodId(0)].groups[0] = 26; },
                                  [](CityData& d) { d.transit.lines[TransitLineId(0)].patterns[0].starts_s[0] += 60; },
                                  [](CityData& d) { d.background.no2 = 10; },
                                  [](CityData& d) { d.buildings.push({}); },
                                  [](CityData& d) { d.synthetic = true; }};
        for (const Damage& change : changes)
            QVERIFY(revision(change) != base);
    }
};

QTEST_APPLESS_MAIN(TestCity)
#include "tst_city.moc"
