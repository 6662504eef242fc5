#include "simulation/air/canyons.h"

#include "simulation/air/air_parameters.h"
#include "simulation/run/parallel.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace isopolis {

namespace {

constexpr double kStep_m = 15, kShortest_m = 20, kStraight = 0.9, kLowest_m = 3;
constexpr double kGridCell_m = 50;
constexpr double kLeastFetch_m = 20;
constexpr double kDegree = std::numbers::pi / 180;
constexpr std::array<double, 6> kWindNodes_ms{0.5, 1, 2, 3.5, 5.5, 9};
constexpr double kMicrogramsPerGram = 1e6;
constexpr std::size_t kUnitBlocks = 64;

/// Where a sight line meets a building.
struct Wall {
    double distance_m = 0, height_m = 0;
};

/// Position along a→b (0…1) where it crosses c→d; nothing if it does not.
std::optional<double> crossing(Point2 a, Point2 b, Point2 c, Point2 d)
{
    const Point2 r = b - a, s = d - c, o = c - a;
    const double det = r.x * s.y - r.y * s.x;
    if (det == 0)
        return std::nullopt;
    const double t = (o.x * s.y - o.y * s.x) / det, u = (o.x * r.y - o.y * r.x) / det;
    return t >= 0 && t <= 1 && u >= 0 && u <= 1 ? std::optional(t) : std::nullopt;
}

class Walls {
public:
    explicit Walls(const AppliedScenario& applied) : m_applied(applied)
    {
        Box extent;
        for (const BuildingId id : idsOf(applied.city->buildings()))
            if (applied.stands(id))
                add(applied.city->buildings()[id].footprint, applied.city->buildings()[id].height_m, extent);
        for (const AddedBuilding& building : applied.addedBuildings)
            add(building.footprint, building.height_m, extent);
        if (extent.empty())
            extent.add(Point2{});
        m_grid = SpatialGrid(extent.grown(1), kGridCell_m);
        for (std::size_t i = 0; i < m_walls.size(); ++i)
            m_grid.insert(m_walls[i].box, static_cast<std::uint32_t>(i));
    }

    std::optional<Wall> seen(Point2 from, Point2 direction, double reach_m) const
    {
        const Point2 to = from + direction * reach_m;
        std::optional<Wall> nearest;
        for (const std::uint32_t i : m_grid.query(from + direction * (0.5 * reach_m), 0.5 * reach_m))
            for (const Polygon& part : *m_walls[i].footprint) {
                const Ring& ring = part.outer;
                for (std::size_t k = 0; k < ring.size(); ++k)
                    if (const auto t = crossing(from, to, ring[k], ring[(k + 1) % ring.size()]))
                        if (!nearest || *t * reach_m < nearest->distance_m)
                            nearest = Wall{*t * reach_m, m_walls[i].height_m};
            }
        return nearest;
    }

private:
    struct Entry {
        const MultiPolygon* footprint;
        double height_m;
        Box box;
    };
    void add(const MultiPolygon& footprint, double height_m, Box& extent)
    {
        if (footprint.empty() || !(height_m >= kLowest_m))
            return;
        m_walls.push_back({&footprint, height_m, bounds(footprint)});
        extent.add(m_walls.back().box);
    }
    const AppliedScenario& m_applied;
    std::vector<Entry> m_walls;
    SpatialGrid m_grid;
};

double median(std::vector<double> values)
{
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

struct CanyonRules {
    double ratio, cover, widest_m;
};

std::optional<CanyonStreet> canyonOf(const AppliedScenario& applied, const RoadLine& line, const Walls& walls, const CanyonRules& rules)
{
    const LinkId link = line.links[0].valid() ? line.links[0] : line.links[1];
    const Polyline& axis = *line.geometry.line;
    if (applied.isAdded(link) || applied.city->roads().wayOf(link).structure != Structure::Ground || axis.size() < 2)
        return std::nullopt;
    const Point2 chord = axis.back() - axis.front();
    const double length_m = line.geometry.length_m, straight_m = std::hypot(chord.x, chord.y);
    if (length_m < kShortest_m || straight_m < kStraight * length_m)
        return std::nullopt;
    const Point2 left{-chord.y / straight_m, chord.x / straight_m};
    const auto samples = static_cast<std::size_t>(std::max(2.0, std::floor(length_m / kStep_m)));
    std::vector<double> widths, leftHeights, rightHeights;
    for (std::size_t i = 0; i < samples; ++i) {
        const Point2 at = pointAlong(axis, length_m * (static_cast<double>(i) + 0.5) / static_cast<double>(samples));
        const auto l = walls.seen(at, left, rules.widest_m), r = walls.seen(at, left * -1, rules.widest_m);
        if (!l || !r || l->distance_m + r->distance_m > rules.widest_m)
            continue;
        widths.push_back(l->distance_m + r->distance_m);
        leftHeights.push_back(l->height_m);
        rightHeights.push_back(r->height_m);
    }
    if (widths.empty() || static_cast<double>(widths.size()) < rules.cover * static_cast<double>(samples))
        return std::nullopt;
    CanyonStreet street;
    street.leftHeight_m = median(leftHeights);
    street.rightHeight_m = median(rightHeights);
    street.shape.width_m = std::max(median(widths), kLowest_m);
    street.shape.height_m = 0.5 * (street.leftHeight_m + street.rightHeight_m);
    if (street.shape.height_m < rules.ratio * street.shape.width_m)
        return std::nullopt;
    street.shape.length1_m = street.shape.length2_m = std::max(0.5 * length_m, kLeastFetch_m);
    street.shape.axis_deg = std::atan2(chord.x, chord.y) / kDegree;
    // Wind from the right comes over the right-hand buildings.
    street.shape.sectors = {{street.shape.axis_deg, street.shape.axis_deg + 180, street.rightHeight_m},
                            {street.shape.axis_deg + 180, street.shape.axis_deg + 360, street.leftHeight_m}};
    return street;
}

}  // namespace

std::vector<CanyonStreet> findCanyons(const AppliedScenario& applied, std::span<const RoadLine> lines)
{
    const ParameterSet& p = applied.parameters;
    const CanyonRules rules{p.value(kCanyonRatio), p.value(kCanyonCover), p.value(kCanyonWidest)};
    std::vector<CanyonStreet> canyons;
    if (applied.city->buildings().size() + applied.addedBuildings.size() == 0)
        return canyons;
    const Walls walls(applied);
    for (std::size_t i = 0; i < lines.size(); ++i)
        if (auto street = canyonOf(applied, lines[i], walls, rules)) {
            street->line = static_cast<std::uint32_t>(i);
            canyons.push_back(*street);
        }
    return canyons;
}

CanyonClimate canyonClimate(std::span<const WindClass> winds)
{
    CanyonClimate climate;
    climate.wind_ms.assign(kWindNodes_ms.begin(), kWindNodes_ms.end());
    climate.weight.resize(kWindNodes_ms.size());
    for (auto& row : climate.weight)
        row.fill(0);
    double sum = 0;
    for (const WindClass& wind : winds) {
        const double u = std::clamp(wind.speed_ms, kWindNodes_ms.front(), kWindNodes_ms.back());
        const auto above = std::upper_bound(kWindNodes_ms.begin() + 1, kWindNodes_ms.end() - 1, u);
        const auto node = static_cast<std::size_t>(above - kWindNodes_ms.begin());
        const double part = (u - kWindNodes_ms[node - 1]) / (kWindNodes_ms[node] - kWindNodes_ms[node - 1]);
        const double step = 360.0 / static_cast<double>(CanyonClimate::kDirections);
        const auto direction = static_cast<std::size_t>(std::lround(wind.from_deg / step)) % CanyonClimate::kDirections;
        climate.weight[node - 1][direction] += (1 - part) * wind.frequency;
        climate.weight[node][direction] += part * wind.frequency;
        sum += wind.frequency;
    }
    for (auto& row : climate.weight)
        for (double& w : row)
            w = sum > 0 ? w / sum : 0;
    return climate;
}

CanyonUnits canyonUnit(const CanyonStreet& street, const CanyonClimate& climate, double stirring, const OspmSettings& settings)
{
    constexpr std::size_t n = CanyonClimate::kDirections;
    const double step = 360.0 / static_cast<double>(n);
    CanyonUnits units;
    for (std::size_t node = 0; node < climate.wind_ms.size(); ++node) {
        std::array<double, n> side1{}, side2{};
        for (std::size_t d = 0; d < n; ++d) {
            const OspmTerms t =
                ospmDirection(street.shape, {climate.wind_ms[node], step * (static_cast<double>(d) + 0.5), stirring}, settings);
            side1[d] = t.side1;
            side2[d] = t.side2;
        }
        // Sector average around each direction; cell d spans d·step … (d+1)·step.
        const double half = ospmSector_deg(settings.roofWind * climate.wind_ms[node]) / step;
        const auto reach = static_cast<int>(std::ceil(half));
        for (std::size_t d = 0; d < n; ++d) {
            const double w = climate.weight[node][d];
            if (w <= 0)
                continue;
            double sum1 = 0, sum2 = 0;
            for (int k = -reach; k < reach; ++k) {
                const double overlap = std::min(half, k + 1.0) - std::max(-half, static_cast<double>(k));
                if (overlap <= 0)
                    continue;
                const auto cell = static_cast<std::size_t>((static_cast<int>(d) + k + 2 * static_cast<int>(n)) % static_cast<int>(n));
                sum1 += overlap * side1[cell];
                sum2 += overlap * side2[cell];
            }
            units.left += w * sum1 / (2 * half);
            units.right += w * sum2 / (2 * half);
        }
    }
    units.left *= kMicrogramsPerGram;
    units.right *= kMicrogramsPerGram;
    return units;
}

double canyonUnitAt(const CanyonStreet& street, const CanyonUnits& units, double offset_m)
{
    const double left = std::clamp(0.5 + offset_m / street.shape.width_m, 0.0, 1.0);
    return left * units.left + (1 - left) * units.right;
}

OspmSettings canyonSettings(const ParameterSet& parameters)
{
    OspmSettings settings;
    settings.roofWind = parameters.value(kRoofWind);
    settings.trafficStir = parameters.value(kCanyonStir);
    settings.receptorHeight_m = parameters.value(kReceptorHeight);
    return settings;
}

CanyonIndex::CanyonIndex(std::span<const CanyonStreet> canyons, std::span<const RoadLine> lines, double depth_m)
    : m_canyons(canyons), m_lines(lines), m_depth_m(depth_m)
{
    Box extent;
    for (const CanyonStreet& street : canyons) {
        extent.add(lines[street.line].bounds);
        m_widest_m = std::max(m_widest_m, street.shape.width_m);
    }
    if (extent.empty())
        extent.add(Point2{});
    m_grid = SpatialGrid(extent.grown(1), kGridCell_m);
    for (std::size_t i = 0; i < canyons.size(); ++i)
        m_grid.insert(lines[canyons[i].line].bounds, static_cast<std::uint32_t>(i));
}

std::optional<CanyonIndex::Place> CanyonIndex::at(Point2 home) const
{
    std::optional<Place> place;
    if (m_canyons.empty())
        return place;
    double nearest = 1e300;
    for (const std::uint32_t i : m_grid.query(home, 0.5 * m_widest_m + m_depth_m)) {
        const Polyline& axis = *m_lines[m_canyons[i].line].geometry.line;
        const PointOnLine foot = nearestOnLine(axis, home);
        if (foot.distance_m > 0.5 * m_canyons[i].shape.width_m + m_depth_m || foot.distance_m >= nearest)
            continue;
        nearest = foot.distance_m;
        const Point2 along = axis.back() - axis.front(), offset = home - foot.at;
        const bool left = along.x * offset.y - along.y * offset.x > 0;
        place = Place{i, left, left ? foot.distance_m : -foot.distance_m};
    }
    return place;
}

CanyonParts canyonParts(const AppliedScenario& applied, std::span<const RoadLine> lines, const IdVector<LinkId, double>& stirring,
                        std::span<const WindClass> winds, const IdVector<ReceptorId, Receptor>& receptors, RunControl& control)
{
    const ParameterSet& p = applied.parameters;
    CanyonParts parts;
    parts.ofReceptor.resize(receptors.size());
    const std::vector<CanyonStreet> canyons = findCanyons(applied, lines);
    parts.canyons = canyons.size();
    if (canyons.empty())
        return parts;
    const CanyonIndex index(canyons, lines, p.value(kCanyonDepth));
    std::vector<std::optional<CanyonIndex::Place>> places(receptors.size());
    std::vector<bool> lived(canyons.size());
    for (const ReceptorId id : idsOf(receptors))
        if ((places[id.index()] = index.at(receptors[id].at))) {
            lived[places[id.index()]->canyon] = true;
            parts.people += receptors[id].people;
        }

    const OspmSettings settings = canyonSettings(p);
    const CanyonClimate climate = canyonClimate(winds);
    std::vector<CanyonUnits> units(canyons.size());
    parallelBlocks(canyons.size(), kUnitBlocks, control.threads(), [&](std::size_t, std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end && !control.cancelled(); ++i) {
            if (!lived[i])
                continue;
            double stir = 0;
            for (const LinkId link : lines[canyons[i].line].links)
                stir += stirring.contains(link) ? stirring[link] : 0;
            units[i] = canyonUnit(canyons[i], climate, stir, settings);
        }
    });
    const double facing = p.value(kCanyonFacing);
    for (std::size_t i = 0; i < places.size(); ++i)
        if (const auto& place = places[i])
            parts.ofReceptor[i] =
                CanyonPart{canyons[place->canyon].line, facing * (place->left ? units[place->canyon].left : units[place->canyon].right)};
    return parts;
}

}  // namespace isopolis
