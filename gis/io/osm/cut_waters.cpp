#include "gis/io/osm/cut_waters.h"

#include "gis/core/geometry/spatial_grid.h"
#include "gis/io/polygon_ops.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace isopolis {

namespace {

constexpr std::size_t kFewestBuildings = 20;   // fewer decide nothing
constexpr double kMostBuildingsOnWater = 0.1;  // of the land's buildings per area: house boats, boathouses, bridges' kiosks
constexpr double kGridCell_m = 200;
constexpr double kReach_m = 300;  // from the last node that the extract holds to the edge

using Edge = std::pair<std::pair<double, double>, std::pair<double, double>>;

Edge edgeOf(Point2 a, Point2 b)
{
    const std::pair<double, double> p{a.x, a.y}, q{b.x, b.y};
    return p < q ? Edge{p, q} : Edge{q, p};
}

/// Straight lines from ends of shores that meet no other shore to the nearest place on the window's edge, if that is near: an
/// extract lacks the member that crosses its edge. Returns the longest of them, 0 if there is none.
double reachForTheEdge(std::vector<Polyline>& shores, const CityWindow& window)
{
    std::map<std::pair<double, double>, std::size_t> ends;
    for (const Polyline& line : shores)
        for (const Point2 end : {line.front(), line.back()})
            ++ends[{end.x, end.y}];
    double longest_m = 0;
    for (const auto& [at, count] : ends) {
        const Point2 end{at.first, at.second};
        if (count % 2 == 0 || !window.contains(end))
            continue;
        PointOnLine nearest{end, kReach_m};
        for (const Polygon& part : window.outline()) {
            Ring edge = part.outer;
            edge.push_back(edge.front());
            const PointOnLine here = nearestOnLine(edge, end);
            if (here.distance_m < nearest.distance_m)
                nearest = here;
        }
        if (nearest.distance_m >= kReach_m || !(nearest.distance_m > 0))
            continue;
        const Point2 beyond = end + (nearest.at - end) * (1 + 1 / nearest.distance_m);  // a metre further, so that it surely crosses
        shores.push_back({end, beyond});
        longest_m = std::max(longest_m, nearest.distance_m);
    }
    return longest_m;
}

/// 0 or 1 for each face, neighbours across a shore differing; empty if that is impossible or the faces hang not together.
std::vector<int> twoColours(const std::vector<Polygon>& faces)
{
    std::map<Edge, std::vector<std::size_t>> sides;
    for (std::size_t f = 0; f < faces.size(); ++f) {
        const auto add = [&](const Ring& ring) {
            for (std::size_t i = 0; i < ring.size(); ++i)
                sides[edgeOf(ring[i], ring[(i + 1) % ring.size()])].push_back(f);
        };
        add(faces[f].outer);
        for (const Ring& hole : faces[f].holes)
            add(hole);
    }
    std::vector<std::vector<std::size_t>> neighbours(faces.size());
    for (const auto& [edge, of] : sides)
        if (of.size() == 2) {
            neighbours[of[0]].push_back(of[1]);
            neighbours[of[1]].push_back(of[0]);
        }
    std::vector<int> colour(faces.size(), -1);
    std::vector<std::size_t> open = {0};
    colour[0] = 0;
    while (!open.empty()) {
        const std::size_t f = open.back();
        open.pop_back();
        for (const std::size_t other : neighbours[f]) {
            if (colour[other] == colour[f])
                return {};
            if (colour[other] < 0) {
                colour[other] = 1 - colour[f];
                open.push_back(other);
            }
        }
    }
    if (std::find(colour.begin(), colour.end(), -1) != colour.end())
        return {};
    return colour;
}

/// The colour that is water, or -1 if the buildings do not decide.
int waterColour(const std::vector<Polygon>& faces, const std::vector<int>& colour, const std::vector<Point2>& buildings)
{
    double area_m2[2] = {0, 0};
    std::size_t count[2] = {0, 0};
    SpatialGrid grid(bounds(buildings), kGridCell_m);
    for (std::size_t b = 0; b < buildings.size(); ++b)
        grid.insert(Box{buildings[b].x, buildings[b].y, buildings[b].x, buildings[b].y}, static_cast<std::uint32_t>(b));
    for (std::size_t f = 0; f < faces.size(); ++f) {
        area_m2[colour[f]] += area(faces[f]);
        for (const std::uint32_t b : grid.query(bounds(faces[f])))
            count[colour[f]] += contains(faces[f], buildings[b]) ? 1 : 0;
    }
    if (count[0] + count[1] < kFewestBuildings || !(area_m2[0] > 0) || !(area_m2[1] > 0))
        return -1;
    const double density[2] = {static_cast<double>(count[0]) / area_m2[0], static_cast<double>(count[1]) / area_m2[1]};
    const int emptier = density[0] < density[1] ? 0 : 1;
    return density[emptier] <= kMostBuildingsOnWater * density[1 - emptier] ? emptier : -1;
}

}  // namespace

void CutWaters::relation(std::int64_t id, std::string name, std::vector<std::int64_t> memberWays)
{
    for (const std::int64_t way : memberWays)
        m_lines.try_emplace(way);
    m_waters[id] = {std::move(name), std::move(memberWays)};
}

void CutWaters::way(std::int64_t id, Polyline piece)
{
    const auto found = m_lines.find(id);
    if (found != m_lines.end() && piece.size() >= 2)
        found->second.push_back(std::move(piece));
}

std::vector<std::int64_t> CutWaters::close(const std::vector<std::int64_t>& incomplete, const CityWindow& window, OsmData& data,
                                           IssueLog& log) const
{
    std::vector<std::int64_t> added;
    std::vector<Point2> buildings;
    for (const Building& building : data.buildings)
        buildings.push_back(interiorPoint(building.footprint));
    for (const std::int64_t id : incomplete) {
        const auto water = m_waters.find(id);
        if (water == m_waters.end())
            continue;
        std::vector<Polyline> shores;
        for (const std::int64_t way : water->second.ways)
            for (const Polyline& piece : m_lines.at(way))
                if (bounds(piece).intersects(window.box()))
                    shores.push_back(piece);
        const double reach_m = reachForTheEdge(shores, window);
        const auto faces = shores.empty() ? Expected<std::vector<Polygon>>(std::vector<Polygon>{}) : facesBetween(shores, window.outline());
        if (!faces || faces->size() < 2)
            continue;
        const std::vector<int> colour = twoColours(*faces);
        const int wet = colour.empty() ? -1 : waterColour(*faces, colour, buildings);
        if (wet < 0)
            continue;
        LandArea area{"osm:relation/" + std::to_string(id), AreaKind::Water, {}, water->second.name};
        for (std::size_t f = 0; f < faces->size(); ++f)
            if (colour[f] == wet)
                area.outline.push_back((*faces)[f]);
        data.areas.push_back(std::move(area));
        added.push_back(id);
        log.note("cut_water",
                 "the extract lacks members of this water; its shore is closed along the edge of the city's window" +
                     (reach_m > 0 ? ", up to " + std::to_string(std::lround(reach_m)) + " m from the last known place" : std::string()),
                 "osm:relation/" + std::to_string(id));
    }
    return added;
}

}  // namespace isopolis
