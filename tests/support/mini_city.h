#pragma once
/// A city of a few named nodes and streets, for tests.
///
///   MiniCity mini;
///   mini.node("A", 0, 0).node("B", 1000, 0).node("C", 500, 400);
///   mini.street("A B", {.name = "Bridge", .roadClass = RoadClass::Primary});   // both directions
///   mini.street("A C B", {.speed_kmh = 30});                                   // one way object, two links each direction
///   mini.oneWay("B A");
///   mini.zone("West", "A", {.people = 1000}).zone("East", "B", {.jobs = 500});
///   CityPtr city = mini.make();   mini.link("A>B");   mini.zoneId("West");
///
/// External ids: nodes "mini:node/A", ways "mini:way/A-C-B" (what scenarios target), links "mini:way/A-C-B#A>C". A zone is a square
/// around its node with one activity point there. `make()` throws std::runtime_error with the reason if City refuses the data.

#include "gis/core/city/city.h"

#include <map>
#include <sstream>
#include <stdexcept>

namespace isopolis::test {

struct MiniStreet {
    std::string name = {};
    RoadClass roadClass = RoadClass::Secondary;
    double speed_kmh = 50, lanes = 1;
    ModeSet modes = ModeSet::all();
    double length_m = 0;  ///< 0: straight distance
    Structure structure = Structure::Ground;
};

struct MiniZone {
    double people = 0, jobs = 0, income = kUnknown;
    double side_m = 200;
    std::vector<double> groups = {};
};

class MiniCity {
public:
    CityData data;

    MiniCity()
    {
        data.name = "Mini";
        data.synthetic = true;
    }

    MiniCity& node(const std::string& name, double x, double y)
    {
        m_nodes[name] = data.nodes.push(RoadNode{{x, y}, "mini:node/" + name});
        data.extent.add(Point2{x, y});
        return *this;
    }

    MiniCity& street(const std::string& names, const MiniStreet& street = {}) { return add(names, street, true); }
    MiniCity& oneWay(const std::string& names, const MiniStreet& street = {}) { return add(names, street, false); }

    MiniCity& zone(const std::string& name, const std::string& atNode, const MiniZone& zone = {})
    {
        const Point2 at = data.nodes[nodeId(atNode)].at;
        const double h = zone.side_m / 2;
        Neighbourhood n;
        n.externalId = "mini:zone/" + name;
        n.name = name;
        n.outline = {Polygon{.outer = {{at.x - h, at.y - h}, {at.x + h, at.y - h}, {at.x + h, at.y + h}, {at.x - h, at.y + h}}}};
        n.population = zone.people;
        n.jobs = zone.jobs;
        n.income = zone.income;
        n.groups = zone.groups;
        for (const Polygon& part : n.outline)
            data.extent.add(bounds(part));
        const NeighbourhoodId id = data.neighbourhoods.push(std::move(n));
        m_zones[name] = id;
        if (zone.people > 0 || zone.jobs > 0)
            data.activity.push_back({at, id, zone.people, zone.jobs});
        return *this;
    }

    CityPtr make() const
    {
        Expected<CityPtr> city = City::create(data);
        if (!city)
            throw std::runtime_error(city.error().text());
        return *city;
    }

    NodeId nodeId(const std::string& name) const { return find(m_nodes, name); }
    LinkId link(const std::string& fromTo) const { return find(m_links, fromTo); }  ///< "A>B"
    ZoneId zoneId(const std::string& name) const { return ZoneId(find(m_zones, name).value()); }
    NeighbourhoodId neighbourhood(const std::string& name) const { return find(m_zones, name); }

private:
    template <class Id>
    static Id find(const std::map<std::string, Id>& ids, const std::string& name)
    {
        const auto it = ids.find(name);
        if (it == ids.end())
            throw std::runtime_error("no '" + name + "' in this mini city");
        return it->second;
    }

    MiniCity& add(const std::string& names, const MiniStreet& street, bool bothWays)
    {
        std::vector<std::string> chain;
        std::istringstream in(names);
        std::string wayId = "mini:way/";
        for (std::string name; in >> name; chain.push_back(name))
            wayId += (chain.empty() ? "" : "-") + name;
        RoadWay way;
        way.externalId = wayId;
        way.name = street.name;
        way.roadClass = street.roadClass;
        way.structure = street.structure;
        const RoadWayId id = data.ways.push(std::move(way));
        for (std::size_t i = 0; i + 1 < chain.size(); ++i) {
            const LinkId forth = addLink(chain[i], chain[i + 1], id, street);
            if (!bothWays)
                continue;
            const LinkId back = addLink(chain[i + 1], chain[i], id, street);
            data.links[forth].reverse = back;
            data.links[back].reverse = forth;
        }
        return *this;
    }

    LinkId addLink(const std::string& from, const std::string& to, RoadWayId way, const MiniStreet& street)
    {
        RoadLink link;
        link.from = nodeId(from);
        link.to = nodeId(to);
        link.way = way;
        link.externalId = data.ways[way].externalId + "#" + from + ">" + to;
        link.geometry = {data.nodes[link.from].at, data.nodes[link.to].at};
        link.length_m = street.length_m > 0 ? street.length_m : distance(link.geometry[0], link.geometry[1]);
        link.speed_kmh = street.speed_kmh;
        link.lanes = street.lanes;
        link.modes = street.modes;
        link.speedOrigin = link.lanesOrigin = ValueOrigin::Tagged;
        return m_links[from + ">" + to] = data.links.push(std::move(link));
    }

    std::map<std::string, NodeId> m_nodes;
    std::map<std::string, LinkId> m_links;
    std::map<std::string, NeighbourhoodId> m_zones;
};

}  // namespace isopolis::test
