#include "gis/core/sample/sample_city.h"
#include "gis/core/sample/sample_week.h"

#include "gis/core/geometry/spatial_grid.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <set>

using namespace isopolis;

namespace {

CityPtr sampleCity(double population, std::uint64_t seed)
{
    auto data = makeSampleCity({.population = population, .seed = seed});
    if (!data)
        return nullptr;
    auto city = City::create(std::move(*data));
    return city ? *city : nullptr;
}

/// Nodes that a mode reaches from a start, along or against the links' direction.
std::vector<char> reached(const RoadNetwork& roads, Mode mode, NodeId start, bool forward)
{
    std::vector<std::vector<NodeId>> next(roads.nodes().size());
    for (const RoadLink& link : roads.links())
        if (link.modes.has(mode))
            next[(forward ? link.from : link.to).index()].push_back(forward ? link.to : link.from);
    std::vector<char> seen(next.size(), 0);
    std::vector<NodeId> stack = {start};
    while (!stack.empty()) {
        const NodeId at = stack.back();
        stack.pop_back();
        if (seen[at.index()])
            continue;
        seen[at.index()] = 1;
        stack.insert(stack.end(), next[at.index()].begin(), next[at.index()].end());
    }
    return seen;
}

/// Links of a mode that are not part of one strongly connected whole.
int strayLinks(const RoadNetwork& roads, Mode mode)
{
    const NodeId start = roads.links()[roads.linksOf("sample:way/old-bridge").front()].from;
    const auto there = reached(roads, mode, start, true), back = reached(roads, mode, start, false);
    int strays = 0;
    for (const RoadLink& link : roads.links())
        if (link.modes.has(mode))
            for (const NodeId node : {link.from, link.to})
                strays += !(there[node.index()] && back[node.index()]);
    return strays;
}

SpatialGrid gridOfStreets(const City& city)
{
    SpatialGrid grid(city.extent(), 50);
    for (const LinkId id : idsOf(city.roads().links()))
        grid.insert(bounds(city.roads().links()[id].geometry), id.value());
    return grid;
}

Polyline closed(const Ring& ring)
{
    Polyline line(ring.begin(), ring.end());
    line.push_back(ring.front());
    return line;
}

bool overlap(const Ring& a, const Ring& b)
{
    // Corners drawn a little inwards, since walls may touch.
    const auto inner = [](const Ring& ring) {
        Ring smaller;
        const Point2 c = centroid(Polygon{ring, {}});
        for (const Point2 p : ring)
            smaller.push_back(c + (p - c) * 0.95);
        return smaller;
    };
    return crosses(closed(inner(a)), {Polygon{inner(b), {}}});
}

}  // namespace

class TestSampleCity : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        m_city = sampleCity(50000, 1);
        QVERIFY(m_city);
    }

    void citiesOfAllSizesAndSeedsAreSound()
    {
        for (const double population : {2000.0, 7000.0, 23000.0})
            for (const std::uint64_t seed : {2, 3, 4, 5}) {
                const CityPtr city = sampleCity(population, seed);
                QVERIFY(city);
                QCOMPARE(city->population(), population);
                QVERIFY(!city->roads().linksOf("sample:way/old-bridge").empty());
                QCOMPARE(strayLinks(city->roads(), Mode::Car), 0);
                QCOMPARE(strayLinks(city->roads(), Mode::Walk), 0);
                QVERIFY(city->findNeighbourhood("Old Town").valid());
            }
        QVERIFY(!makeSampleCity({.population = 10}).has_value());
        QVERIFY(!makeSampleCity({.population = 1e9}).has_value());
        QVERIFY(!makeSampleCity({.population = std::nan("")}).has_value());
    }

    void sameOptionsSameBits()
    {
        QCOMPARE(sampleCity(50000, 1)->revision(), m_city->revision());
        QVERIFY(sampleCity(50000, 2)->revision() != m_city->revision());
    }

    void itSaysThatItIsInvented()
    {
        QVERIFY(m_city->synthetic());
        for (const SourceRecord& source : m_city->sources())
            QVERIFY(source.title.find("invented") != std::string::npos);
    }

    void carsAndPeopleGetEverywhereAndBack()
    {
        QCOMPARE(strayLinks(m_city->roads(), Mode::Car), 0);
        QCOMPARE(strayLinks(m_city->roads(), Mode::Walk), 0);
        int oneWay = 0, roundabouts = 0, deadEnds = 0;
        std::vector<int> cars(m_city->roads().nodes().size(), 0);
        for (const RoadLink& link : m_city->roads().links()) {
            QCOMPARE(link.geometry.front(), m_city->roads().nodes()[link.from].at);
            QCOMPARE(link.geometry.back(), m_city->roads().nodes()[link.to].at);
            cars[link.from.index()] += link.modes.has(Mode::Car);
            roundabouts += m_city->roads().ways()[link.way].roundabout;
            oneWay += link.modes.has(Mode::Car) && !m_city->roads().links()[link.reverse].modes.has(Mode::Car);
        }
        for (const int n : cars)
            deadEnds += n == 1;
        QVERIFY(oneWay > 30 && roundabouts > 10 && deadEnds > 30);
        QVERIFY(m_city->roads().links().size() > 3000 && m_city->roads().links().size() < 6000);
    }

    void roadsCrossTheRiverOnBridgesOnly()
    {
        int bridges = 0;
        for (const LandArea& area : m_city->areas()) {
            if (area.kind != AreaKind::Water)
                continue;
            for (const LinkId id : idsOf(m_city->roads().links()))
                if (crosses(m_city->roads().links()[id].geometry, area.outline)) {
                    QVERIFY2(m_city->roads().wayOf(id).structure == Structure::Bridge, m_city->roads().links()[id].externalId.c_str());
                    ++bridges;
                }
        }
        QVERIFY(bridges >= 8);  // both directions of at least four
    }

    void buildingsKeepOffStreetsRiverAndEachOther()
    {
        const SpatialGrid streets = gridOfStreets(*m_city);
        SpatialGrid standing(m_city->extent(), 50);
        QVERIFY(m_city->buildings().size() > 8000 && m_city->buildings().size() < 15000);
        const LandArea& river = m_city->areas().front();
        QCOMPARE(river.kind, AreaKind::Water);
        for (const BuildingId id : idsOf(m_city->buildings())) {
            const Building& b = m_city->buildings()[id];
            const Box box = bounds(b.footprint);
            QVERIFY(b.height_m > 2 && b.height_m < 90 && std::isfinite(b.ground_m));
            for (const std::uint32_t link : streets.query(box))
                QVERIFY2(!crosses(m_city->roads().links()[LinkId(link)].geometry, b.footprint), b.externalId.c_str());
            for (const Point2 p : b.footprint.front().outer)
                QVERIFY2(!contains(river.outline, p), b.externalId.c_str());
            for (const std::uint32_t other : standing.query(box))
                QVERIFY2(!overlap(b.footprint.front().outer, m_city->buildings()[BuildingId(other)].footprint.front().outer),
                         b.externalId.c_str());
            standing.insert(box, id.value());
        }
    }

    void treesKeepOffHousesStreetsAndWater()
    {
        QVERIFY(m_city->trees().size() > 2000);
        const SpatialGrid streets = gridOfStreets(*m_city);
        SpatialGrid standing(m_city->extent(), 50);
        for (const BuildingId id : idsOf(m_city->buildings()))
            standing.insert(bounds(m_city->buildings()[id].footprint), id.value());
        const LandArea& river = m_city->areas().front();
        for (const Tree& tree : m_city->trees()) {
            QVERIFY(tree.height_m >= 7 && tree.height_m <= 22 && tree.crown_m > 2 && tree.crown_m < 15);
            QVERIFY(!contains(river.outline, tree.at));
            for (const std::uint32_t link : streets.query(tree.at, 5))
                QVERIFY(nearestOnLine(m_city->roads().links()[LinkId(link)].geometry, tree.at).distance_m > 5);
            for (const std::uint32_t building : standing.query(tree.at, 1))
                QVERIFY(!contains(m_city->buildings()[BuildingId(building)].footprint, tree.at));
        }
    }

    void peopleAddUp()
    {
        QCOMPARE(m_city->population(), 50000.0);
        double people = 0, jobs = 0, poorest = 0;
        std::vector<double> byNeighbourhood(m_city->neighbourhoods().size(), 0);
        for (const ActivityPoint& p : m_city->activity()) {
            byNeighbourhood[p.neighbourhood.index()] += p.people;
            people += p.people;
            jobs += p.jobs;
        }
        QVERIFY(std::abs(people - 50000) < 1e-6 && std::abs(jobs - 26000) < 1e-6);
        std::set<std::string> names;
        for (const NeighbourhoodId id : idsOf(m_city->neighbourhoods())) {
            const Neighbourhood& n = m_city->neighbourhoods()[id];
            QVERIFY2(n.population >= 1500 && n.population <= 6000, n.name.c_str());
            QVERIFY(std::abs(byNeighbourhood[id.index()] - n.population) < 1e-6);
            QVERIFY(std::abs(n.groups[0] + n.groups[1] + n.groups[2] + n.groups[3] + n.groups[4] - n.population) < 1e-9);
            for (std::size_t g = 5; g < n.groups.size(); ++g)
                QVERIFY(n.groups[g] > 0 && n.groups[g] < n.population);
            QVERIFY2(names.insert(n.name).second, n.name.c_str());
            poorest += n.groups[0];
        }
        QVERIFY(std::abs(poorest - 10000) < 10);  // a fifth of all, up to rounding
    }

    void neighbourhoodsTileTheTownAndDoNotCrossTheRiver()
    {
        double own = 0;
        for (const ActivityPoint& p : m_city->activity()) {
            int within = 0;
            for (const Neighbourhood& n : m_city->neighbourhoods())
                within += contains(n.outline, p.at);
            QVERIFY(within <= 1);
            own += contains(m_city->neighbourhoods()[p.neighbourhood].outline, p.at);
        }
        // The middle of a cell's houses may lie across the street from all of them.
        QVERIFY(own > 0.97 * static_cast<double>(m_city->activity().size()));
        for (const Neighbourhood& n : m_city->neighbourhoods())
            for (const Polygon& part : n.outline)
                QVERIFY2(!crosses(closed(part.outer), m_city->areas().front().outline), n.name.c_str());
    }

    void incomeFallsFromWestToEast()
    {
        double n = 0, x = 0, y = 0, xx = 0, yy = 0, xy = 0, least = 1e9, most = 0;
        for (const Neighbourhood& h : m_city->neighbourhoods()) {
            const double east = centroid(h.outline).x - m_city->frame().origin.x;
            n += 1;
            x += east;
            y += h.income;
            xx += east * east;
            yy += h.income * h.income;
            xy += east * h.income;
            least = std::min(least, h.income);
            most = std::max(most, h.income);
        }
        const double correlation = (n * xy - x * y) / std::sqrt((n * xx - x * x) * (n * yy - y * y));
        QVERIFY2(correlation < -0.5, qPrintable(QString::number(correlation)));
        QVERIFY(most > 1.3 * least);
    }

    void linesRunBothWaysOnTheClock()
    {
        QVERIFY(m_city->transit().lines.size() >= 5);
        std::set<std::string> modes, names;
        for (const TransitLine& line : m_city->transit().lines) {
            modes.insert(line.mode);
            QCOMPARE(line.patterns.size(), std::size_t{2});
            for (const TransitPattern& p : line.patterns) {
                QVERIFY(p.stops.size() >= 5 && p.starts_s.size() > 60);
                QVERIFY(std::is_sorted(p.starts_s.begin(), p.starts_s.end()));
                for (std::size_t i = 1; i < p.stops.size(); ++i) {
                    const double minutes = (p.arrival_s[i] - p.departure_s[i - 1]) / 60.0;
                    const double metres = distance(m_city->transit().stops[p.stops[i]].at, m_city->transit().stops[p.stops[i - 1]].at);
                    QVERIFY(minutes > 0 && metres / 1000 / (minutes / 60) < 40);
                }
            }
        }
        for (const TransitStop& stop : m_city->transit().stops)
            QVERIFY2(names.insert(stop.name).second, stop.name.c_str());
        QCOMPARE(modes, (std::set<std::string>{"bus", "tram"}));
    }

    void theWeekHasItsRushHoursAndIsTheSameEachTime()
    {
        const auto week = recordedWeek(*m_city, 1);
        QVERIFY(week == recordedWeek(*m_city, 1));
        double rush = 0, night = 0, no2 = 0;
        int rushCount = 0, nightCount = 0, no2Count = 0;
        std::set<std::string> known, heard;
        for (const Sensor& s : m_city->sensors())
            known.insert(s.externalId);
        for (const SampleObservation& o : week) {
            QVERIFY(o.at_s > kSampleWeekStart_s && o.at_s <= kSampleWeekEnd_s && o.value >= 0);
            heard.insert(o.sensor);
            const auto day = (o.at_s - 1 - kSampleWeekStart_s) / 86400, hour = (o.at_s - 1 - kSampleWeekStart_s) % 86400 / 3600;
            if (o.quantity == "flow_veh_h" && day < 5 && (hour == 8 || hour == 17)) {
                rush += o.value;
                ++rushCount;
            }
            if (o.quantity == "flow_veh_h" && hour == 2) {
                night += o.value;
                ++nightCount;
            }
            if (o.quantity == "no2_ug_m3") {
                no2 += o.value;
                ++no2Count;
            }
        }
        QCOMPARE(heard, known);
        QVERIFY(rush / rushCount > 6 * night / nightCount);
        QVERIFY(no2 / no2Count > 8 && no2 / no2Count < 40);
    }

    void theReadySchemeFitsTheCity()
    {
        QFile file(ISOPOLIS_SOURCE_DIR "/assets/sample/old_bridge.scenario.json");
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QJsonObject scheme = QJsonDocument::fromJson(file.readAll()).object();
        int targets = 0;
        for (const QJsonValue& intervention : scheme["interventions"].toArray())
            for (const QJsonValue& operation : intervention["operations"].toArray()) {
                const std::string target = operation["target"].toString().toStdString();
                const std::string kind = "neighbourhood:";
                if (target.starts_with(kind))
                    QVERIFY2(m_city->findNeighbourhood(target.substr(kind.size())).valid(), target.c_str());
                else
                    QVERIFY2(!m_city->roads().linksOf(target).empty(), target.c_str());
                ++targets;
            }
        QVERIFY(targets >= 4);
    }

private:
    CityPtr m_city;
};

QTEST_APPLESS_MAIN(TestSampleCity)
#include "tst_sample_city.moc"
