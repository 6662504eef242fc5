#include "gis/io/osm/osm_collector.h"

#include "gis/core/geometry/spatial_grid.h"

#include <algorithm>
#include <cmath>

namespace isopolis {

namespace {

constexpr double kGridCell_m = 200;

std::string wayId(std::int64_t id) { return "osm:way/" + std::to_string(id); }
bool known(Point2 p) { return std::isfinite(p.x); }

constexpr double kTallestTree_m = 120, kWidestCrown_m = 60;
/// Trees of a row are not mapped one by one; street trees usually stand 8 to 12 m apart.
constexpr double kRowSpacing_m = 10, kLongestRow_m = 20000;

/// NaN for what is no length or out of range.
double lengthTag(std::string_view tag, double most_m)
{
    const auto metres = parseMetres(tag);
    return metres && *metres > 0 && *metres <= most_m ? *metres : kUnknown;
}

}  // namespace

OsmCollector::OsmCollector(const CityWindow& window, AssumptionSet& assumptions, IssueLog& log)
    : m_window(window), m_assumptions(assumptions), m_log(log)
{}

ModeSet OsmCollector::blockedAt(std::int64_t node) const
{
    const auto found = m_barriers.find(node);
    return found == m_barriers.end() ? ModeSet() : found->second;
}

void OsmCollector::node(std::int64_t id, Point2 at, const OsmTags& tags)
{
    const ModeSet blocked = blockedByBarrier(tags);
    if (!blocked.empty())
        m_barriers.emplace(id, blocked);
    if (!m_window.contains(at))
        return;
    const std::string externalId = "osm:node/" + std::to_string(id);
    const std::size_t before = m_data.places.size();
    place(externalId, at, kUnknown, tags);
    if (m_data.places.size() > before)
        m_placeNodes.push_back(before);
    // Signals that only let people cross stop traffic all the same (directive (EU) 2015/996, 2.2.6: crossings with traffic lights).
    if (tags.is("highway", "traffic_signals") || (tags.is("highway", "crossing") && tags.is("crossing", "traffic_signals")))
        m_data.trafficLights.push_back(at);
    if (isWorkplace(tags))
        m_data.workplaces.push_back({at});
    if (tags.is("natural", "tree")) {
        ++m_trees.considered;
        ++m_trees.kept;
        m_data.trees.push_back({at, lengthTag(tags.get("height"), kTallestTree_m), lengthTag(tags.get("diameter_crown"), kWidestCrown_m)});
    }
    if (tags.is("highway", "bus_stop") || tags.is("railway", "tram_stop") || tags.is("railway", "station") || tags.is("railway", "halt"))
        m_data.stops.push_back({externalId, std::string(tags.get("name")), at});
}

void OsmCollector::way(std::int64_t id, std::vector<OsmVertex> vertices, const OsmTags& tags)
{
    if (!tags.has("highway"))
        return;
    ++m_highways.considered;
    m_seen.insert(id);
    const auto rule = roadRule(tags, m_assumptions, wayId(id), m_log);
    if (!rule)
        return;
    const auto missing = std::count_if(vertices.begin(), vertices.end(), [](const OsmVertex& v) { return !known(v.at); });
    if (missing > 0)
        m_log.note("missing_nodes", "the extract lacks " + std::to_string(missing) + " nodes of the way; the street ends there", wayId(id));
    road(id, std::move(vertices), *rule);
}

/// Cuts the way into runs of segments that lie at least partly in the window.
void OsmCollector::road(std::int64_t id, std::vector<OsmVertex> vertices, const RoadRule& rule)
{
    std::vector<OsmVertex> run;
    bool any = false;
    const auto flush = [&] {
        if (run.size() >= 2) {
            m_data.ways.push_back({id, rule, run});
            any = true;
        }
        run.clear();
    };
    for (std::size_t i = 0; i < vertices.size(); ++i) {
        OsmVertex vertex = vertices[i];
        if (!known(vertex.at)) {
            if (!run.empty())
                run.back().atEdge = true;
            flush();
            continue;
        }
        if (!run.empty() && run.back().node == vertex.node)
            continue;
        vertex.atEdge = !m_window.contains(vertex.at) || (i > 0 && !known(vertices[i - 1].at));
        const bool outside = !m_window.contains(vertex.at);
        const bool segmentInside = !run.empty() && (!outside || m_window.contains(run.back().at));
        if (!segmentInside)
            flush();
        run.push_back(vertex);
        if (segmentInside && outside) {
            flush();
            run.push_back(vertex);
        }
    }
    flush();
    if (any) {
        ++m_highways.kept;
        m_streets.insert(id);
    }
}

void OsmCollector::restriction(std::int64_t id, const std::vector<OsmMember>& members, std::optional<Point2> viaAt, const OsmTags& tags)
{
    const auto isEnd = [](const OsmMember& m) { return m.type == OsmMember::Type::Way && (m.role == "from" || m.role == "to"); };
    if (viaAt ? !m_window.contains(*viaAt)
              : std::none_of(members.begin(), members.end(), [&](const OsmMember& m) { return isEnd(m) && m_streets.contains(m.id); }))
        return;
    ++m_restrictions.considered;
    const std::vector<OsmRestriction> rules = restrictionRules(id, tags, members, m_log);
    if (rules.empty())
        return;
    for (const OsmMember& m : members)
        if (isEnd(m) && !m_streets.contains(m.id)) {
            const bool seen = m_seen.contains(m.id);
            m_log.warn(seen ? "turn_restriction_no_street" : "turn_restriction_missing",
                       "the turn restriction is left out: " + wayId(m.id) + " (" + m.role + ") " +
                           (seen ? "is no street of today in the city" : "is not in the extract"),
                       "osm:relation/" + std::to_string(id));
            return;
        }
    m_data.restrictions.insert(m_data.restrictions.end(), rules.begin(), rules.end());
}

void OsmCollector::treeRow(const Polyline& line)
{
    const double whole_m = length(line);
    if (!(whole_m > 0) || whole_m > kLongestRow_m)
        return;
    for (double along_m = 0; along_m <= whole_m; along_m += kRowSpacing_m)
        if (const Point2 at = pointAlong(line, along_m); m_window.contains(at))
            m_data.trees.push_back({at});
    ++m_trees.considered;
    ++m_trees.kept;
}

void OsmCollector::area(const std::string& externalId, MultiPolygon outline, const OsmTags& tags)
{
    if (tags.has("building")) {
        building(externalId, outline, tags);
    } else if (const auto kind = areaKind(tags)) {
        ++m_areas.considered;
        if (m_window.touches(outline)) {
            ++m_areas.kept;
            m_data.areas.push_back({externalId, *kind, outline, std::string(tags.get("name"))});
        }
    }
    if (const auto kind = placeKind(tags); kind && !outline.empty()) {
        const Point2 at = interiorPoint(outline);
        if (m_window.contains(at)) {
            place(externalId, at, isopolis::area(outline), tags);
            m_placeAreas.emplace_back(*kind, std::move(outline));
        }
    }
}

void OsmCollector::building(const std::string& externalId, MultiPolygon& outline, const OsmTags& tags)
{
    const double footprint_m2 = isopolis::area(outline);
    auto rule = buildingRule(tags, footprint_m2, m_assumptions, externalId, m_log);
    if (!rule)
        return;
    ++m_buildings.considered;
    if (!(footprint_m2 > 0)) {
        m_log.warn("empty_geometry", "the building has no area", externalId);
        return;
    }
    if (!m_window.touches(outline))
        return;
    ++m_buildings.kept;
    Building building;
    building.externalId = externalId;
    building.footprint = outline;
    building.height_m = rule->height_m;
    building.heightOrigin = rule->origin;
    building.use = rule->use;
    m_data.buildings.push_back(std::move(building));
    m_data.buildingUseKnown.push_back(rule->useKnown || rule->outbuilding);
    m_data.outbuilding.push_back(rule->outbuilding);
}

void OsmCollector::place(const std::string& externalId, Point2 at, double area_m2, const OsmTags& tags)
{
    const auto kind = placeKind(tags);
    if (!kind)
        return;
    ++m_places.considered;
    ++m_places.kept;
    m_data.places.push_back({externalId, std::string(tags.get("name")), *kind, at, *kind == PlaceKind::Park ? area_m2 : kUnknown});
}

/// `building=yes` takes the use of the land it stands on.
void OsmCollector::useLandForBuildings()
{
    SpatialGrid grid(m_window.box(), kGridCell_m);
    for (std::size_t i = 0; i < m_data.areas.size(); ++i) {
        const AreaKind kind = m_data.areas[i].kind;
        if (kind == AreaKind::Residential || kind == AreaKind::Commercial || kind == AreaKind::Industrial)
            grid.insert(bounds(m_data.areas[i].outline), static_cast<std::uint32_t>(i));
    }
    std::size_t position = 0;
    for (Building& building : m_data.buildings) {
        if (m_data.buildingUseKnown[position++])
            continue;
        const Point2 at = interiorPoint(building.footprint);
        for (const std::uint32_t candidate : grid.query(at, 0)) {
            const LandArea& land = m_data.areas[candidate];
            if (!contains(land.outline, at))
                continue;
            building.use = land.kind == AreaKind::Residential  ? BuildingUse::Residential
                           : land.kind == AreaKind::Commercial ? BuildingUse::Commercial
                                                               : BuildingUse::Industrial;
            break;
        }
    }
}

/// A school is often mapped twice: as an area and as a point inside it.
void OsmCollector::dropPlacesInsideTheirArea()
{
    SpatialGrid grid(m_window.box(), kGridCell_m);
    for (std::size_t i = 0; i < m_placeAreas.size(); ++i)
        grid.insert(bounds(m_placeAreas[i].second), static_cast<std::uint32_t>(i));
    std::vector<bool> drop(m_data.places.size(), false);
    for (const std::size_t i : m_placeNodes) {
        const Place& place = m_data.places[i];
        if (place.kind == PlaceKind::Shop)
            continue;
        for (const std::uint32_t candidate : grid.query(place.at, 0))
            drop[i] = drop[i] || (m_placeAreas[candidate].first == place.kind && contains(m_placeAreas[candidate].second, place.at));
        if (drop[i]) {
            --m_places.kept;
            m_log.note("mapped_twice", "the place is also mapped as an area; the area is kept", place.externalId);
        }
    }
    std::size_t position = 0;
    std::erase_if(m_data.places, [&](const Place&) { return drop[position++]; });
}

OsmData OsmCollector::take()
{
    useLandForBuildings();
    dropPlacesInsideTheirArea();
    m_data.counts = {m_highways, m_buildings, m_areas, m_places};
    if (m_trees.considered > 0)
        m_data.counts.push_back(m_trees);
    if (m_restrictions.considered > 0)
        m_data.counts.push_back(m_restrictions);
    return std::move(m_data);
}

}  // namespace isopolis
