#include "gis/core/city/city.h"

#include <algorithm>

namespace isopolis {

namespace {

void add(Hasher& h, Point2 p) { h.add(p.x).add(p.y); }

void add(Hasher& h, const std::vector<Point2>& points)
{
    h.add(std::uint64_t{points.size()});
    for (const Point2 p : points)
        add(h, p);
}

void add(Hasher& h, const MultiPolygon& polygons)
{
    h.add(std::uint64_t{polygons.size()});
    for (const Polygon& polygon : polygons) {
        add(h, polygon.outer);
        h.add(std::uint64_t{polygon.holes.size()});
        for (const Ring& hole : polygon.holes)
            add(h, hole);
    }
}

template <class Items, class Each>
void addAll(Hasher& h, const Items& items, const Each& each)
{
    h.add(static_cast<std::uint64_t>(items.size()));
    for (const auto& item : items)
        each(item);
}

void addRoads(Hasher& h, const RoadNetwork& roads)
{
    addAll(h, roads.nodes(), [&](const RoadNode& n) {
        add(h, n.at);
        h.add(n.externalId);
    });
    addAll(h, roads.ways(), [&](const RoadWay& w) {
        h.add(w.externalId)
            .add(w.name)
            .add(static_cast<int>(w.roadClass))
            .add(static_cast<int>(w.structure))
            .add(w.layer)
            .add(w.roundabout)
            .add(w.surface);
    });
    addAll(h, roads.links(), [&](const RoadLink& l) {
        h.add(l.from.value()).add(l.to.value()).add(l.way.value()).add(l.reverse.value()).add(l.externalId);
        add(h, l.geometry);
        h.add(l.length_m).add(l.speed_kmh).add(l.lanes).add(int{l.modes.bits()});
        h.add(static_cast<int>(l.speedOrigin)).add(static_cast<int>(l.lanesOrigin)).add(static_cast<int>(l.cycle));
    });
}

void addPeople(Hasher& h, const CityData& d)
{
    addAll(h, d.groups, [&](const GroupDefinition& g) { h.add(g.key).add(g.label); });
    addAll(h, d.neighbourhoods, [&](const Neighbourhood& n) {
        h.add(n.externalId).add(n.name);
        add(h, n.outline);
        h.add(n.population).add(n.income).add(n.jobs);
        addAll(h, n.groups, [&](double count) { h.add(count); });
    });
    addAll(h, d.activity, [&](const ActivityPoint& p) {
        add(h, p.at);
        h.add(p.neighbourhood.value()).add(p.people).add(p.jobs);
    });
}

void addPlaces(Hasher& h, const CityData& d)
{
    addAll(h, d.buildings, [&](const Building& b) {
        h.add(b.externalId);
        add(h, b.footprint);
        h.add(b.height_m).add(b.ground_m).add(static_cast<int>(b.heightOrigin)).add(static_cast<int>(b.use));
    });
    addAll(h, d.areas, [&](const LandArea& a) {
        h.add(a.externalId).add(static_cast<int>(a.kind)).add(a.name);
        add(h, a.outline);
    });
    addAll(h, d.places, [&](const Place& p) {
        h.add(p.externalId).add(p.name).add(static_cast<int>(p.kind));
        add(h, p.at);
        h.add(p.capacity);
    });
    // Cities whose roofs are all flat keep the hash that they had before roofs were known; the same holds for trees.
    if (std::any_of(d.buildings.begin(), d.buildings.end(), [](const Building& b) { return !b.roof.empty(); })) {
        h.add("roofs");
        addAll(h, d.buildings, [&](const Building& b) {
            addAll(h, b.roof, [&](const RoofFace& face) {
                add(h, face.outline);
                addAll(h, face.height_m, [&](double height) { h.add(height); });
            });
        });
    }
    if (!d.trees.empty()) {
        h.add("trees");
        addAll(h, d.trees, [&](const Tree& t) {
            add(h, t.at);
            h.add(t.height_m).add(t.crown_m);
        });
    }
}

void addTransit(Hasher& h, const TransitNetwork& transit)
{
    addAll(h, transit.stops, [&](const TransitStop& s) {
        h.add(s.externalId).add(s.name);
        add(h, s.at);
    });
    const auto numbers = [&](const std::vector<int>& values) { addAll(h, values, [&](int v) { h.add(v); }); };
    addAll(h, transit.lines, [&](const TransitLine& l) {
        h.add(l.externalId).add(l.name).add(l.mode);
        add(h, l.geometry);
        addAll(h, l.patterns, [&](const TransitPattern& p) {
            addAll(h, p.stops, [&](StopId s) { h.add(s.value()); });
            numbers(p.arrival_s);
            numbers(p.departure_s);
            numbers(p.starts_s);
        });
    });
    // Older cities have none of these, and keep their hash.
    if (!transit.transfers.empty())
        addAll(h, transit.transfers,
               [&](const TransitTransfer& t) { h.add(t.from.value()).add(t.to.value()).add(t.minTime_s).add(t.forbidden); });
    if (!transit.serviceDay.empty())
        h.add("service day").add(transit.serviceDay);
    if (!transit.currency.empty()) {
        h.add("fares").add(transit.currency);
        addAll(h, transit.lines, [&](const TransitLine& l) { h.add(l.fare); });
    }
}

void addObserved(Hasher& h, const CityData& d)
{
    addAll(h, d.counts, [&](const TrafficCount& c) {
        h.add(c.externalId);
        add(h, c.at);
        h.add(c.veh_day).add(c.workday_veh_day).add(c.am_peak_veh_h).add(c.pm_peak_veh_h).add(c.year).add(c.direction).add(c.link.value());
    });
    addAll(h, d.sensors, [&](const Sensor& s) {
        h.add(s.externalId).add(s.name).add(static_cast<int>(s.kind));
        add(h, s.at);
        h.add(s.height_m).add(s.quantities);
    });
    h.add(d.terrain.columns).add(d.terrain.rows).add(d.terrain.cell_m);
    add(h, d.terrain.origin);
    addAll(h, d.terrain.values, [&](float v) { h.add(double{v}); });
    addAll(h, d.weather.rose, [&](const WindClass& w) { h.add(w.from_deg).add(w.speed_ms).add(w.frequency); });
    if (!d.weather.hours.empty()) {
        h.add("hours").add(static_cast<std::uint64_t>(d.weather.hours.size()));
        for (const WeatherHour& w : d.weather.hours)
            h.add(static_cast<std::uint64_t>(w.hour)).add(w.from_deg).add(w.speed_ms).add(w.cloud).add(w.temperature_c);
    }
    h.add(d.weather.height_m).add(d.weather.temperature_c).add(d.weather.origin);
    h.add(d.background.no2).add(d.background.pm25).add(d.background.o3).add(d.background.origin);
}

}  // namespace

Hash hashCity(const CityData& d, const RoadNetwork& roads)
{
    Hasher h;
    h.add("isopolis city 1").add(d.name).add(d.synthetic).add(d.frame.crs).add(d.frame.longitude).add(d.frame.latitude);
    add(h, d.frame.origin);
    h.add(d.extent.minX).add(d.extent.minY).add(d.extent.maxX).add(d.extent.maxY);
    addRoads(h, roads);
    if (!d.turnBans.empty()) {
        h.add("turn bans");
        addAll(h, d.turnBans, [&](const TurnBan& t) { h.add(t.from.value()).add(t.to.value()).add(int{t.modes.bits()}); });
    }
    // Older cities have none of these, and keep their hash.
    if (!d.trafficLights.empty()) {
        h.add("traffic lights");
        addAll(h, d.trafficLights, [&](Point2 at) { add(h, at); });
    }
    if (!d.factors.text.empty())
        h.add("emission factors").add(d.factors.text);
    addPeople(h, d);
    addPlaces(h, d);
    addTransit(h, d.transit);
    addObserved(h, d);
    addAll(h, d.sources, [&](const SourceRecord& s) {
        h.add(s.id).add(s.title).add(s.publisher).add(s.licence).add(s.attribution).add(s.hash).add(s.personal);
    });
    addAll(h, d.assumptions, [&](const CityAssumption& a) { h.add(a.id).add(a.value).add(a.low).add(a.high).add(a.source); });
    return h.finish();
}

}  // namespace isopolis
