#include "ui/scene/mesh.h"

#include "ui/scene/shaders.h"
#include "ui/scene/triangulate.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <tuple>

namespace isopolis {
namespace {

constexpr std::size_t kMostVertices = 65000;  ///< 16-bit indices
constexpr std::size_t kMostIndexed = 65535;
const osg::Vec2f kNoNormal(9, 9);
constexpr double kFootprintTolerance_m = 0.25, kLineTolerance_m = 0.4;
constexpr double kSharpestMitre = 0.45;  ///< cosine of half the turn; sharper corners are not lengthened further
constexpr double kRamp_m = 28;           ///< over which a bridge rises
constexpr double kHorizon_m = 120000;

/// Without points that do not bend the line.
Polyline simplified(const Polyline& line, bool closed)
{
    Polyline out;
    for (Point2 p : line) {
        while (out.size() >= 2) {
            const Point2 a = out[out.size() - 2], b = out.back();
            const double base = distance(a, p);
            const double off = std::abs((b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x));
            if (base < 1e-6 || off / base > kLineTolerance_m * 0.25 || distance(a, b) > base)
                break;
            out.pop_back();
        }
        if (out.empty() || distance(out.back(), p) > 0.05)
            out.push_back(p);
    }
    if (closed && out.size() > 2 && distance(out.front(), out.back()) < 0.05)
        out.pop_back();
    return out;
}

osg::Vec4f areaData(const GroundSurface& ground, Point2 p, std::size_t slot)
{
    const Point2 slope = ground.smoothGradient(p);
    return {static_cast<float>(slot), static_cast<float>(slope.x), static_cast<float>(slope.y), 0};
}

Point2 direction(Point2 a, Point2 b)
{
    const double d = distance(a, b);
    return d > 0 ? (b - a) * (1 / d) : Point2{1, 0};
}

}  // namespace

void MeshTiles::open(Point2 at, std::size_t vertices)
{
    const auto cell = [this](double v) { return static_cast<int>(std::clamp(std::floor(v / m_frame.tile_m), -1e6, 1e6)); };
    Tile& tile = m_tiles[{cell(at.x - m_frame.origin.x), cell(at.y - m_frame.origin.y)}];
    if (tile.positions->size() + vertices > kMostVertices)
        flush(tile);
    m_open = &tile;
    m_base = static_cast<unsigned>(tile.positions->size());
}

void MeshTiles::vertex(const osg::Vec3f& position, const osg::Vec4f& data, const osg::Vec4f& style)
{
    m_open->positions->push_back(position);
    m_open->data->push_back(m_kind == Kind::Faceted ? osg::Vec4f(data.x(), data.y(), kNoNormal.x(), kNoNormal.y()) : data);
    if (m_kind == Kind::Styled)
        m_open->style->push_back(style);
}

void MeshTiles::triangle(unsigned a, unsigned b, unsigned c)
{
    if (std::max({a, b, c}) + m_base > kMostVertices)
        return;
    std::array<unsigned, 3> corners{m_base + a, m_base + b, m_base + c};
    if (m_kind == Kind::Faceted)
        corners = endingInOwnCorner(corners);
    for (const unsigned i : corners)
        m_open->indices->push_back(static_cast<GLushort>(i));
    ++m_triangles;
}

/// The triangle turned so that it ends in a corner which carries its normal: one that already does, or one without any (the lowest, since
/// roofs share the upper ones), or a copy.
std::array<unsigned, 3> MeshTiles::endingInOwnCorner(std::array<unsigned, 3> corners)
{
    osg::Vec3Array& at = *m_open->positions;
    osg::Vec4Array& data = *m_open->data;
    osg::Vec3d normal = osg::Vec3d(at[corners[1]] - at[corners[0]]) ^ osg::Vec3d(at[corners[2]] - at[corners[0]]);
    normal.normalize();
    const osg::Vec2f code(static_cast<float>(normal.x() + (normal.z() < -1e-6 ? 4 : 0)), static_cast<float>(normal.y()));
    const auto carried = [&data](unsigned i) { return osg::Vec2f(data[i].z(), data[i].w()); };
    constexpr float kAlike = 1e-3F;
    std::size_t last = 3;
    for (const std::size_t i : {std::size_t{1}, std::size_t{0}, std::size_t{2}}) {
        if (carried(corners[i]) != kNoNormal && (carried(corners[i]) - code).length() < kAlike) {
            last = i;
            break;
        }
        if (carried(corners[i]) == kNoNormal && (last == 3 || data[corners[i]].y() < data[corners[last]].y()))
            last = i;
    }
    if (last == 3) {
        // As far as 16-bit indices reach: beyond that a face has the light of its neighbour.
        if (at.size() >= kMostIndexed)
            return corners;
        last = 2;
        at.push_back(osg::Vec3f(at[corners[2]]));
        data.push_back(osg::Vec4f(data[corners[2]]));
        corners[2] = static_cast<unsigned>(at.size()) - 1;
    }
    osg::Vec4f& end = data[corners[last]];
    end = {end.x(), end.y(), code.x(), code.y()};
    return {corners[(last + 1) % 3], corners[(last + 2) % 3], corners[last]};
}

void MeshTiles::flush(Tile& tile)
{
    const osg::ref_ptr<osg::Group> done = tile.done;
    if (!tile.indices->empty()) {
        osg::ref_ptr<osg::Geometry> geometry = new osg::Geometry;
        geometry->setUseDisplayList(false);
        geometry->setUseVertexBufferObjects(true);
        geometry->setVertexArray(tile.positions);
        geometry->setVertexAttribArray(kDataAttribute, tile.data, osg::Array::BIND_PER_VERTEX);
        if (m_kind == Kind::Styled)
            geometry->setVertexAttribArray(kStyleAttribute, tile.style, osg::Array::BIND_PER_VERTEX);
        geometry->addPrimitiveSet(tile.indices);
        done->addChild(geometry);
    }
    tile = Tile();
    tile.done = done;
}

std::map<std::pair<int, int>, osg::ref_ptr<osg::Group>> MeshTiles::finishByTile()
{
    std::map<std::pair<int, int>, osg::ref_ptr<osg::Group>> groups;
    for (auto& [key, tile] : m_tiles) {
        flush(tile);
        groups[key] = tile.done;
    }
    m_tiles.clear();
    return groups;
}

osg::ref_ptr<osg::Group> MeshTiles::finish()
{
    osg::ref_ptr<osg::Group> all = new osg::Group;
    for (const auto& [key, group] : finishByTile()) {
        for (unsigned i = 0; i < group->getNumChildren(); ++i)
            all->addChild(group->getChild(i));
    }
    return all;
}

void AreaMesh::add(const MultiPolygon& outline, std::size_t slot)
{
    for (const Polygon& polygon : outline)
        add(polygon, slot);
}

void AreaMesh::add(const Polygon& outline, std::size_t slot)
{
    const GroundSurface& ground = *m_frame.ground;
    std::vector<GroundSurface::Triangle> pieces;
    for (const auto& [a, b, c] : triangulated(outline))
        ground.drape(a, b, c, pieces);
    for (const GroundSurface::Triangle& piece : pieces) {
        m_tiles.open((piece[0] + piece[1] + piece[2]) * (1.0 / 3), 3);
        for (Point2 p : piece)
            m_tiles.vertex(m_frame.local(p, ground.height(p)), areaData(ground, p, slot));
        m_tiles.triangle(0, 1, 2);
    }
}

void RibbonMesh::add(const Polyline& input, const RibbonStyle& style)
{
    const GroundSurface& ground = *m_frame.ground;
    Polyline closedInput = input;
    if (style.closed && !input.empty())
        closedInput.push_back(input.front());
    Polyline line = ground.split(simplified(closedInput, false));
    if (style.closed && line.size() > 2)
        line.pop_back();
    const std::size_t n = line.size();
    if (n < 2)
        return;
    if (n > 20000) {  // pieces that fit into one tile's indices
        const auto middle = line.begin() + 19999;
        RibbonStyle part = style;
        part.closed = false;
        add(Polyline(line.begin(), middle + 1), part);
        add(Polyline(middle, line.end()), part);
        return;
    }
    std::vector<double> along(n, 0);
    for (std::size_t i = 1; i < n; ++i)
        along[i] = along[i - 1] + distance(line[i - 1], line[i]);
    const double total = along.back();
    const bool caps = style.caps && !style.closed && style.side == RibbonSide::Both;
    m_tiles.open(bounds(line).centre(), 2 * n + 6);
    const double first = style.side == RibbonSide::Both ? -1 : 0;
    const auto put = [&](std::size_t i, Point2 offset, double side, double cap) {
        const Point2 slope = ground.gradient(line[i]);
        const double ramp = std::min({kRamp_m, total / 2 + 1e-9});
        const double rise = style.lift_m > 0 ? style.lift_m * std::clamp(std::min(along[i], total - along[i]) / ramp, 0.0, 1.0) : 0;
        const osg::Vec3f at = m_frame.local(line[i], ground.height(line[i]) + rise);
        m_tiles.vertex(at,
                       {static_cast<float>(offset.x), static_cast<float>(offset.y),
                        static_cast<float>(offset.x * slope.x + offset.y * slope.y), static_cast<float>(side)},
                       {static_cast<float>(style.halfWidth_m), static_cast<float>(style.leastHalfWidth_px),
                        static_cast<float>(style.slot) + static_cast<float>(cap) * 0.25F, static_cast<float>(along[i])});
    };
    const auto at = [&](std::size_t i, int step) { return line[(i + n + static_cast<std::size_t>(step + static_cast<int>(n))) % n]; };
    for (std::size_t i = 0; i < n; ++i) {
        const bool start = i == 0 && !style.closed, end = i + 1 == n && !style.closed;
        const Point2 in = start ? direction(line[0], line[1]) : direction(at(i, -1), line[i]);
        const Point2 out = end ? in : direction(line[i], at(i, 1));
        Point2 tangent = in + out;
        const double size = std::hypot(tangent.x, tangent.y);
        tangent = size > 1e-9 ? tangent * (1 / size) : in;
        const double mitre = 1 / std::max(kSharpestMitre, tangent.x * in.x + tangent.y * in.y);
        const Point2 right{tangent.y * mitre, -tangent.x * mitre};
        put(i, right * first, first, 0);
        put(i, right, 1, 0);
    }
    const auto count = static_cast<unsigned>(n);
    for (unsigned i = 0; i + (style.closed ? 0U : 1U) < count; ++i) {
        const unsigned a = 2 * i, b = 2 * ((i + 1) % count);
        m_tiles.triangle(a, a + 1, b);
        m_tiles.triangle(a + 1, b + 1, b);
    }
    if (!caps)
        return;
    unsigned next = 2 * count;
    for (const bool atEnd : {false, true}) {
        const std::size_t i = atEnd ? n - 1 : 0;
        const Point2 out = atEnd ? direction(line[n - 2], line[n - 1]) : direction(line[1], line[0]);
        const Point2 tangent = atEnd ? out : out * -1;
        const Point2 right{tangent.y, -tangent.x};
        put(i, out - right, -1, 1);
        put(i, out + right, 1, 1);
        const unsigned base = atEnd ? 2 * (count - 1) : 0;
        m_tiles.triangle(base, base + 1, next);
        m_tiles.triangle(base + 1, next + 1, next);
        next += 2;
    }
}

double groundUnder(const GroundSurface& ground, const Polygon& footprint)
{
    if (ground.flat() || footprint.outer.empty())
        return 0;
    double lowest = ground.height(footprint.outer.front());
    for (Point2 p : footprint.outer)
        lowest = std::min(lowest, ground.height(p));
    return lowest;
}

void BuildingMesh::add(const MultiPolygon& footprint, double height_m, std::size_t slot)
{
    for (const Polygon& polygon : footprint)
        add(polygon, height_m, slot);
}

void BuildingMesh::add(const Polygon& footprint, double height_m, std::size_t slot)
{
    Polygon clean{.outer = cleanedRing(footprint.outer, kFootprintTolerance_m)};
    if (clean.outer.size() < 3 || clean.outer.size() > 10000 || !(height_m > 0))
        return;
    for (const Ring& hole : footprint.holes) {
        Ring ring = cleanedRing(hole, kFootprintTolerance_m);
        if (ring.size() >= 3 && ring.size() < 10000)
            clean.holes.push_back(std::move(ring));
    }
    const double base = groundUnder(*m_frame.ground, clean), top = base + height_m;
    const Point2 where = clean.outer.front();
    const auto data = [slot](double height) { return osg::Vec4f(static_cast<float>(slot), static_cast<float>(height), 0, 0); };
    const auto walls = [&](const Ring& ring, bool hole) {
        m_tiles.open(where, 2 * ring.size());
        for (Point2 p : ring) {
            m_tiles.vertex(m_frame.local(p, base), data(0));
            m_tiles.vertex(m_frame.local(p, top), data(height_m));
        }
        const auto n = static_cast<unsigned>(ring.size());
        for (unsigned i = 0; i < n; ++i) {
            const unsigned a = 2 * i, b = 2 * ((i + 1) % n);
            m_tiles.triangle(a, hole ? a + 1 : b, hole ? b : a + 1);
            m_tiles.triangle(b, hole ? a + 1 : b + 1, hole ? b + 1 : a + 1);
        }
    };
    const std::vector<std::uint32_t> roof =
        clean.holes.empty() && clean.outer.size() <= 160 ? earClipped(clean.outer) : std::vector<std::uint32_t>{};
    walls(clean.outer, false);
    for (std::size_t i = 0; i + 2 < roof.size(); i += 3)
        m_tiles.triangle(2 * roof[i] + 1, 2 * roof[i + 1] + 1, 2 * roof[i + 2] + 1);
    for (const Ring& hole : clean.holes)
        walls(hole, true);
    if (!roof.empty())
        return;
    for (const auto& piece : triangulated(clean)) {
        m_tiles.open(where, 3);
        for (Point2 p : piece)
            m_tiles.vertex(m_frame.local(p, top), data(height_m));
        m_tiles.triangle(0, 1, 2);
    }
}

void BuildingMesh::add(const Building& building, std::size_t slot)
{
    if (building.roof.empty() || building.footprint.empty())
        return add(building.footprint, building.height_m, slot);
    double base = std::numeric_limits<double>::infinity();
    for (const Polygon& polygon : building.footprint)
        base = std::min(base, groundUnder(*m_frame.ground, polygon));
    const Point2 where = building.roof.front().outline.front();
    using Corner = std::tuple<double, double, double>;
    std::map<std::pair<Corner, Corner>, int> rims;  // edges of one plane only, in its direction
    const auto data = [slot](double height) { return osg::Vec4f(static_cast<float>(slot), static_cast<float>(height), 0, 0); };
    for (const RoofFace& face : building.roof) {
        Ring ring = face.outline;
        std::vector<double> height_m = face.height_m;
        if (signedArea(ring) < 0) {
            std::reverse(ring.begin(), ring.end());
            std::reverse(height_m.begin(), height_m.end());
        }
        const std::vector<std::uint32_t> triangles = ring.size() <= 1000 ? earClipped(ring) : std::vector<std::uint32_t>{};
        m_tiles.open(where, ring.size());
        for (std::size_t i = 0; i < ring.size(); ++i)
            m_tiles.vertex(m_frame.local(ring[i], base + height_m[i]), data(height_m[i]));
        for (std::size_t i = 0; i + 2 < triangles.size(); i += 3)
            m_tiles.triangle(triangles[i], triangles[i + 1], triangles[i + 2]);
        for (std::size_t i = 0; i < ring.size(); ++i) {
            const std::size_t next = (i + 1) % ring.size();
            const Corner a{ring[i].x, ring[i].y, height_m[i]}, b{ring[next].x, ring[next].y, height_m[next]};
            if (const auto met = rims.find({b, a}); met != rims.end())
                rims.erase(met);
            else
                rims[{a, b}] = 1;
        }
    }
    for (const auto& [edge, one] : rims) {
        const auto& [ax, ay, az] = edge.first;
        const auto& [bx, by, bz] = edge.second;
        m_tiles.open(where, 4);
        m_tiles.vertex(m_frame.local({ax, ay}, base), data(0));
        m_tiles.vertex(m_frame.local({ax, ay}, base + az), data(az));
        m_tiles.vertex(m_frame.local({bx, by}, base), data(0));
        m_tiles.vertex(m_frame.local({bx, by}, base + bz), data(bz));
        m_tiles.triangle(0, 2, 1);
        m_tiles.triangle(2, 3, 1);
    }
}

void TreeMesh::add(const Tree& tree, std::size_t crownSlot, std::size_t trunkSlot)
{
    constexpr unsigned kSides = 6, kTrunkSides = 3;
    const double height_m = tree.height_m > 0 ? tree.height_m : kHeight_m;
    const double radius_m = 0.5 * (tree.crown_m > 0 ? tree.crown_m : kCrownOfHeight * height_m);
    const double ground = m_frame.ground->height(tree.at);
    // Neighbours are turned differently, by their place, so that a row does not look stamped.
    const double turn = std::fmod(std::abs(tree.at.x * 0.7 + tree.at.y * 1.3), 1.0);
    const auto ring = [&](double share, double radius, unsigned sides, std::size_t slot) {
        for (unsigned i = 0; i < sides; ++i) {
            const double angle = 2 * std::numbers::pi * (i + turn) / sides;
            // No height above ground: the building shader would draw windows.
            m_tiles.vertex(
                m_frame.local({tree.at.x + radius * std::cos(angle), tree.at.y + radius * std::sin(angle)}, ground + share * height_m),
                {static_cast<float>(slot), 0.5F, 0, 0});
        }
    };
    const auto band = [&](unsigned below, unsigned above, unsigned sides) {
        for (unsigned i = 0; i < sides; ++i) {
            const unsigned next = (i + 1) % sides;
            m_tiles.triangle(below + i, below + next, above + i);
            m_tiles.triangle(below + next, above + next, above + i);
        }
    };
    m_tiles.open(tree.at, 2 * kTrunkSides + 3 * kSides + 1);
    ring(0, 0.03 * height_m, kTrunkSides, trunkSlot);
    ring(0.3, 0.03 * height_m, kTrunkSides, trunkSlot);
    const unsigned low = 2 * kTrunkSides;
    ring(0.22, 0.55 * radius_m, kSides, crownSlot);
    ring(0.48, radius_m, kSides, crownSlot);
    ring(0.82, 0.62 * radius_m, kSides, crownSlot);
    m_tiles.vertex(m_frame.local(tree.at, ground + height_m), {static_cast<float>(crownSlot), 0.5F, 0, 0});
    band(0, kTrunkSides, kTrunkSides);
    band(low, low + kSides, kSides);
    band(low + kSides, low + 2 * kSides, kSides);
    const unsigned top = low + 3 * kSides;
    for (unsigned i = 0; i < kSides; ++i)
        m_tiles.triangle(low + 2 * kSides + i, low + 2 * kSides + (i + 1) % kSides, top);
}

void DistantBuildings::add(const MultiPolygon& footprint, double height_m, std::size_t slot)
{
    const double size = area(footprint);
    if (!(size > 0) || !(height_m > 0))
        return;
    const Point2 at = centroid(footprint);
    const auto cell = [this](double v) { return static_cast<int>(std::clamp(std::floor(v / m_cell_m), -1e8, 1e8)); };
    Cell& c = m_cells[{cell(at.x), cell(at.y)}];
    c.area_m2 += size;
    c.volume_m3 += size * height_m;
    c.moment = c.moment + at * size;
    if (size > c.largest_m2) {
        c.largest_m2 = size;
        c.slot = slot;
    }
}

void DistantBuildings::addTo(BuildingMesh& mesh) const
{
    for (const auto& [key, c] : m_cells) {
        const Point2 at = c.moment * (1 / c.area_m2);
        const double half = 0.5 * std::sqrt(c.area_m2);
        mesh.add(MultiPolygon{{.outer = {{at.x - half, at.y - half},
                                         {at.x + half, at.y - half},
                                         {at.x + half, at.y + half},
                                         {at.x - half, at.y + half}}}},
                 c.volume_m3 / c.area_m2, c.slot);
    }
}

osg::ref_ptr<osg::Node> makeGround(const SceneFrame& frame, const Box& city, std::size_t slot)
{
    const GroundSurface& ground = *frame.ground;
    MeshTiles tiles(frame, MeshTiles::Kind::Plain);
    const auto quad = [&](const std::array<Point2, 4>& corners) {
        Point2 middle = (corners[0] + corners[2]) * 0.5;
        tiles.open(middle, 4);
        for (Point2 p : corners)
            tiles.vertex(frame.local(p, ground.height(p)), areaData(ground, p, slot));
        // The diagonal of GroundSurface: from the second to the fourth corner.
        tiles.triangle(0, 1, 3);
        tiles.triangle(1, 2, 3);
    };
    std::vector<double> xs, ys;
    const Box box = ground.flat() ? city : ground.bounds();
    const int columns = ground.flat() ? 1 : ground.columns(), rows = ground.flat() ? 1 : ground.rows();
    for (int c = 0; c <= columns; ++c)
        xs.push_back(ground.flat() ? (c == 0 ? box.minX : box.maxX) : ground.nodeAt(c, 0).x);
    for (int r = 0; r <= rows; ++r)
        ys.push_back(ground.flat() ? (r == 0 ? box.minY : box.maxY) : ground.nodeAt(0, r).y);
    xs.insert(xs.begin(), box.minX - kHorizon_m);
    xs.push_back(box.maxX + kHorizon_m);
    ys.insert(ys.begin(), box.minY - kHorizon_m);
    ys.push_back(box.maxY + kHorizon_m);
    for (std::size_t r = 0; r + 1 < ys.size(); ++r) {
        for (std::size_t c = 0; c + 1 < xs.size(); ++c)
            quad({{{xs[c], ys[r]}, {xs[c + 1], ys[r]}, {xs[c + 1], ys[r + 1]}, {xs[c], ys[r + 1]}}});
    }
    return tiles.finish();
}

}  // namespace isopolis
