#include "simulation/noise/city_noise.h"

#include "simulation/noise/noise_parameters.h"
#include "simulation/noise/tram_noise.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace isopolis {

namespace {

constexpr double kGroundCell_m = 10, kMostCells = 3000;  // cells a side
constexpr double kTerrainStep_m = 25;                    // finer terrain is sampled at this distance
constexpr double kBeforeFacade_m = 0.5;
constexpr std::size_t kFacadesPerBuilding = 4;
constexpr double kShortestFacade_m = 3;
constexpr double kTramPiece_m = 200;

Issue note(Severity severity, std::string code, std::string message)
{
    return {.severity = severity, .code = std::move(code), .message = std::move(message), .file = {}, .feature = {}, .field = {}};
}

/// Ground factors of mapped areas on a grid, heights of the terrain raster.
class CityGround : public GroundModel {
public:
    CityGround(const AppliedScenario& applied, double otherwise) : m_terrain(applied.city->terrain())
    {
        const City& city = *applied.city;
        m_box = city.extent();
        if (m_box.empty())
            m_box.add(Point2{});
        m_cell_m = std::max({kGroundCell_m, m_box.width() / kMostCells, m_box.height() / kMostCells});
        m_columns = static_cast<int>(m_box.width() / m_cell_m) + 1;
        m_rows = static_cast<int>(m_box.height() / m_cell_m) + 1;
        m_factor.assign(static_cast<std::size_t>(m_columns) * static_cast<std::size_t>(m_rows), static_cast<float>(otherwise));
        m_otherwise = otherwise;
        for (const AreaKind kind : {AreaKind::Green, AreaKind::Water}) {
            for (const LandArea& area : city.areas())
                if (area.kind == kind)
                    paint(area.outline, kind == AreaKind::Green ? 1.0F : 0.0F);
            if (kind == AreaKind::Green)  // a new park stays beside the water, as the mapped ones do
                for (const AddedPark& park : applied.addedParks)
                    paint(park.area, 1.0F);
        }
    }

    double heightAt(Point2 p) const override
    {
        const double z = m_terrain.empty() ? 0 : m_terrain.sample(p);
        return std::isfinite(z) ? z : 0;
    }
    double factorAt(Point2 p) const override
    {
        const int c = static_cast<int>(std::floor((p.x - m_box.minX) / m_cell_m)),
                  r = static_cast<int>(std::floor((p.y - m_box.minY) / m_cell_m));
        if (c < 0 || r < 0 || c >= m_columns || r >= m_rows)
            return m_otherwise;
        return static_cast<double>(
            m_factor[static_cast<std::size_t>(r) * static_cast<std::size_t>(m_columns) + static_cast<std::size_t>(c)]);
    }
    void breaks(Point2 from, Point2 to, std::vector<GroundBreak>& out) const override
    {
        const double length_m = distance(from, to);
        const auto at = [&](double t) { return from + (to - from) * t; };
        const int steps = std::max(1, static_cast<int>(std::ceil(length_m / m_cell_m)));
        double last = factorAt(from);
        for (int i = 1; i <= steps; ++i) {
            const double t = static_cast<double>(i) / steps, factor = factorAt(at(t));
            if (factor != last)
                out.push_back({t - 0.5 / steps, false});
            last = factor;
        }
        if (m_terrain.empty())
            return;
        const int pieces = std::max(1, static_cast<int>(std::ceil(length_m / std::max(kTerrainStep_m, m_terrain.cell_m))));
        for (int i = 1; i < pieces; ++i)
            out.push_back({static_cast<double>(i) / pieces, true});
    }

private:
    /// Row by row, between the crossings of the outlines with the row's middle.
    void paint(const MultiPolygon& area, float factor)
    {
        std::vector<double> crossings;
        for (const Polygon& part : area) {
            const Box box = bounds(part);
            const auto cell = [&](double v, int n) {
                return static_cast<int>(std::clamp(std::floor(v / m_cell_m), -1.0, static_cast<double>(n)));
            };
            for (int r = std::max(0, cell(box.minY - m_box.minY, m_rows)); r <= std::min(m_rows - 1, cell(box.maxY - m_box.minY, m_rows));
                 ++r) {
                const double y = m_box.minY + (r + 0.5) * m_cell_m;
                crossings.clear();
                addCrossings(part.outer, y, crossings);
                for (const Ring& hole : part.holes)
                    addCrossings(hole, y, crossings);
                std::sort(crossings.begin(), crossings.end());
                for (std::size_t k = 0; k + 1 < crossings.size(); k += 2)
                    for (int c = std::max(0, cell(crossings[k] - m_box.minX + 0.5 * m_cell_m, m_columns));
                         c < std::min(m_columns, cell(crossings[k + 1] - m_box.minX + 0.5 * m_cell_m, m_columns)); ++c)
                        m_factor[static_cast<std::size_t>(r) * static_cast<std::size_t>(m_columns) + static_cast<std::size_t>(c)] = factor;
            }
        }
    }
    static void addCrossings(const Ring& ring, double y, std::vector<double>& out)
    {
        for (std::size_t i = 0; i < ring.size(); ++i) {
            const Point2 a = ring[i], b = ring[(i + 1) % ring.size()];
            if ((a.y > y) != (b.y > y))
                out.push_back(a.x + (y - a.y) / (b.y - a.y) * (b.x - a.x));
        }
    }

    const Raster& m_terrain;
    Box m_box;
    double m_cell_m = 10, m_otherwise = 0;
    int m_columns = 1, m_rows = 1;
    std::vector<float> m_factor;
};

/// Footprints in the order in which the scene numbers its obstacles.
using Footprints = std::vector<Ring>;

Footprints addObstacles(const AppliedScenario& applied, NoiseScene& scene)
{
    Footprints footprints;
    Octaves alpha{};
    alpha.fill(applied.parameters.value(kFacadeAbsorption));
    const auto put = [&](const MultiPolygon& parts, double height_m) {
        for (const Polygon& part : parts) {
            if (part.outer.size() < 3 || !(height_m > 0))
                continue;
            const double base_m = scene.ground().heightAt(part.outer.front());
            scene.addBuilding(part.outer, base_m + height_m, alpha);
            footprints.push_back(part.outer);
        }
    };
    for (const BuildingId id : idsOf(applied.city->buildings()))
        if (applied.stands(id))
            put(applied.city->buildings()[id].footprint, applied.city->buildings()[id].height_m);
    for (const AddedBuilding& b : applied.addedBuildings)
        put(b.footprint, b.height_m);
    Octaves hard{};  // a barrier reflects all that it does not screen
    for (const AddedBarrier& b : applied.barriers) {
        std::vector<Point3> top;
        for (const Point2 p : b.axis)
            top.push_back({p.x, p.y, scene.ground().heightAt(p) + b.height_m});
        scene.addWall(top, hard);
    }
    return footprints;
}

/// The opposite link if it comes later and runs over the same points.
LinkId partnerOf(const AppliedScenario& applied, LinkId link)
{
    if (applied.isAdded(link))
        return {};
    const auto& links = applied.city->roads().links();
    const LinkId other = links[link].reverse;
    if (!links.contains(other) || other == link || links[other].reverse != link)
        return {};
    const Polyline &a = links[link].geometry, &b = links[other].geometry;
    return a.size() == b.size() && std::equal(a.begin(), a.end(), b.rbegin()) ? other : LinkId{};
}

void addLines(const AppliedScenario& applied, CityNoise& view, std::vector<Issue>& issues)
{
    std::size_t tunnels = 0, inside = 0;
    std::string firstInside;
    const auto hears = [&](LinkId link) {
        // What the map allows, so that a closure leaves the lines as they are.
        return applied.isAdded(link) || !applied.city->roads().links()[link].modes.without(ModeSet(Mode::Cycle) | Mode::Walk).empty();
    };
    for (const LinkId link : idsOf(applied.links)) {
        const LinkId partner = partnerOf(applied, link);
        if (partner.valid() && partner < link)
            continue;
        if (!hears(link) && !(partner.valid() && hears(partner)))
            continue;
        if (!applied.isAdded(link) && applied.city->roads().wayOf(link).structure == Structure::Tunnel) {
            ++tunnels;
            continue;
        }
        const Polyline& axis = applied.geometry(link);
        if (axis.size() < 2 || !(length(axis) > 0))
            continue;
        if (view.scene.buildingAt(pointAlong(axis, length(axis) / 2)) != NoiseScene::kNone && ++inside == 1)
            firstInside = applied.externalId(link);
        view.lines.push_back({{link, partner}, axis, bounds(axis)});
    }
    if (tunnels > 0)
        issues.push_back(note(Severity::Note, "tunnel_noise",
                              std::to_string(tunnels) + " streets in tunnels are not heard; their portals are not modelled."));
    if (inside > 0) {
        issues.push_back(note(Severity::Warning, "road_in_building",
                              std::to_string(inside) +
                                  " streets run through a building of the map; that building does not screen them. The first is named."));
        issues.back().feature = firstInside;
    }
}

/// Tram lines in pieces short enough that only those near a receptor are looked at.
void addTrams(const AppliedScenario& applied, CityNoise& view, std::vector<Issue>& issues)
{
    if (!(applied.parameters.value(kTrams) > 0.5))
        return;
    std::size_t lines = 0;
    const auto& all = applied.transit().lines;
    for (const TransitLineId id : idsOf(all)) {
        if (!isTram(all[id]) || !tramPassages(all[id]).any())
            continue;
        ++lines;
        Polyline piece;
        double length_m = 0;
        const auto flush = [&] {
            if (piece.size() >= 2 && length_m > 0)
                view.lines.push_back({{}, piece, bounds(piece), id});
            if (!piece.empty())
                piece = {piece.back()};
            length_m = 0;
        };
        const Polyline& way = all[id].geometry;
        piece.push_back(way.front());
        for (std::size_t i = 1; i < way.size(); ++i) {
            const double whole_m = distance(way[i - 1], way[i]);
            const int parts = std::max(1, static_cast<int>(std::ceil(whole_m / kTramPiece_m)));
            for (int part = 1; part <= parts; ++part) {
                piece.push_back(part == parts ? way[i] : way[i - 1] + (way[i] - way[i - 1]) * (static_cast<double>(part) / parts));
                length_m += whole_m / parts;
                if (length_m >= kTramPiece_m)
                    flush();
            }
        }
        flush();
    }
    if (lines > 0)
        issues.push_back(note(Severity::Note, "tram_noise",
                              std::to_string(lines) +
                                  " tram lines of the timetable are heard beside the roads, in a simplified way: see the "
                                  "model card."));
}

/// Points before the longest sides of a house.
std::vector<Point2> facades(const Ring& footprint)
{
    struct Side {
        Point2 at;
        double length_m;
    };
    std::vector<Side> sides;
    const double turn = signedArea(footprint) > 0 ? 1 : -1;
    for (std::size_t i = 0; i < footprint.size(); ++i) {
        const Point2 a = footprint[i], b = footprint[(i + 1) % footprint.size()], along = b - a;
        const double length_m = std::hypot(along.x, along.y);
        if (length_m < kShortestFacade_m)
            continue;
        const Point2 out{turn * along.y / length_m, -turn * along.x / length_m};
        sides.push_back({(a + b) * 0.5 + out * kBeforeFacade_m, length_m});
    }
    std::stable_sort(sides.begin(), sides.end(), [](const Side& a, const Side& b) { return a.length_m > b.length_m; });
    std::vector<Point2> points;
    for (std::size_t i = 0; i < std::min(sides.size(), kFacadesPerBuilding); ++i)
        points.push_back(sides[i].at);
    return points;
}

void addReceptors(const AppliedScenario& applied, const Footprints& footprints, CityNoise& view, std::vector<Issue>& issues)
{
    std::map<std::tuple<double, double, NeighbourhoodId>, double> places;
    std::vector<std::tuple<double, double, NeighbourhoodId>> order;
    for (const ActivityPoint& point : applied.activity()) {
        if (!(point.people > 0))
            continue;
        const auto key = std::tuple{point.at.x, point.at.y, point.neighbourhood};
        if (places.try_emplace(key, 0.0).second)
            order.push_back(key);
        places[key] += point.people;
    }
    std::size_t enclosed = 0;
    std::string firstEnclosed;
    for (const auto& key : order) {
        const Point2 at{std::get<0>(key), std::get<1>(key)};
        const std::uint32_t house = view.scene.buildingAt(at);
        std::vector<Point2> points;
        if (house != NoiseScene::kNone) {
            for (const Point2 p : facades(footprints[house]))
                if (view.scene.buildingAt(p) == NoiseScene::kNone)
                    points.push_back(p);
            if (points.empty() && ++enclosed == 1 && applied.city->neighbourhoods().contains(std::get<2>(key)))
                firstEnclosed = applied.city->neighbourhoods()[std::get<2>(key)].externalId;
        }
        const bool atFacade = !points.empty();
        if (!atFacade)
            points.push_back(at);
        for (const Point2 p : points)
            view.receptors.push_back(
                {p, view.scene.ground().heightAt(p), std::get<2>(key), places[key] / static_cast<double>(points.size()), atFacade});
    }
    if (enclosed > 0) {
        issues.push_back(note(Severity::Warning, "receptor_in_building",
                              std::to_string(enclosed) + " places where people live lie inside houses without a free façade; the house "
                                                         "around them does not screen them. The neighbourhood of the first is named."));
        issues.back().feature = firstEnclosed;
    }
}

}  // namespace

CityNoise cityNoise(const AppliedScenario& applied, std::vector<Issue>& issues)
{
    CityNoise view;
    if (applied.city->terrain().empty())
        issues.push_back(note(Severity::Note, "no_terrain", "The city has no terrain; noise is calculated on level ground."));
    if (applied.city->buildings().empty())
        issues.push_back(note(Severity::Note, "no_buildings", "The city has no buildings; noise spreads over open ground."));
    view.scene.setGround(std::make_shared<CityGround>(applied, applied.parameters.value(kNoiseGround)));
    const Footprints footprints = addObstacles(applied, view.scene);
    view.scene.finish();
    addLines(applied, view, issues);
    addTrams(applied, view, issues);
    addReceptors(applied, footprints, view, issues);
    return view;
}

Hash noiseGeometryHash(const AppliedScenario& applied)
{
    Hasher h;
    h.add("noise geometry").add(applied.city->revision());
    const auto addPoints = [&](const std::vector<Point2>& points) {
        h.add(static_cast<std::uint64_t>(points.size()));
        for (const Point2 p : points)
            h.add(p.x).add(p.y);
    };
    for (const AddedLink& link : applied.addedLinks)
        addPoints(link.geometry);
    for (const AddedBuilding& b : applied.addedBuildings) {
        h.add(b.height_m).add(b.residents).add(b.neighbourhood.value());
        for (const Polygon& part : b.footprint)
            addPoints(part.outer);
    }
    for (const RemovedBuilding& gone : applied.removedBuildings)
        h.add("gone").add(gone.building.value()).add(gone.residents);
    for (const AddedPark& park : applied.addedParks) {
        h.add("park").add(static_cast<std::uint64_t>(park.area.size()));
        for (const Polygon& part : park.area) {
            addPoints(part.outer);
            for (const Ring& hole : part.holes)
                addPoints(hole);
        }
    }
    for (const AddedBarrier& b : applied.barriers) {
        h.add(b.height_m);
        addPoints(b.axis);
    }
    if (applied.changedTransit && applied.parameters.value(kTrams) > 0.5)
        for (const TransitLine& line : applied.changedTransit->lines)
            if (isTram(line) && tramPassages(line).any()) {
                h.add("tram");
                addPoints(line.geometry);
            }
    for (const ParameterSpec* p :
         {&kTrams, &kNoiseTemperature, &kNoiseGround, &kFacadeAbsorption, &kNoiseReach, &kNoiseDetailReach, &kNoiseReceptorHeight})
        h.add(applied.parameters.value(*p));
    return h.finish();
}

}  // namespace isopolis
