#include "simulation/noise/noise_scene.h"

#include <algorithm>
#include <cmath>

namespace isopolis {

namespace {

constexpr double kMaximumSide = 2000;  // cells a side: bounds memory over a hostile extent
constexpr double kEdgeOfLine = 1e-6;   // share of a line: what lies nearer to its ends does not cross it

double cross(Point2 a, Point2 b) { return a.x * b.y - a.y * b.x; }

/// Where a face crosses a line: t along the line, u along the face.
struct Crossing {
    double t = 0, u = 0;
    std::uint32_t face = 0;
};

/// A stretch of roof along a line.
struct RoofStretch {
    double begin = 0, end = 0, top = 0;
};

/// Where roofs overlap the highest one counts; roofs that touch stay two.
void mergeRoofs(std::vector<RoofStretch>& roofs)
{
    std::sort(roofs.begin(), roofs.end(), [](const RoofStretch& a, const RoofStretch& b) {
        return a.begin != b.begin ? a.begin < b.begin : a.end != b.end ? a.end < b.end : a.top < b.top;
    });
    const auto overlaps = [](const RoofStretch& a, const RoofStretch& b) { return b.begin < a.end; };
    if (std::adjacent_find(roofs.begin(), roofs.end(), overlaps) == roofs.end())
        return;
    std::vector<double> cuts;
    for (const RoofStretch& r : roofs) {
        cuts.push_back(r.begin);
        cuts.push_back(r.end);
    }
    std::sort(cuts.begin(), cuts.end());
    cuts.erase(std::unique(cuts.begin(), cuts.end()), cuts.end());
    std::vector<RoofStretch> merged;
    for (std::size_t i = 1; i < cuts.size(); ++i) {
        const double middle = (cuts[i - 1] + cuts[i]) / 2;
        const RoofStretch* highest = nullptr;
        for (const RoofStretch& r : roofs)
            if (r.begin <= middle && middle <= r.end && (!highest || r.top > highest->top))
                highest = &r;
        if (!highest)
            continue;
        if (!merged.empty() && merged.back().end == cuts[i - 1] && merged.back().top == highest->top)
            merged.back().end = cuts[i];
        else
            merged.push_back({cuts[i - 1], cuts[i], highest->top});
    }
    roofs = std::move(merged);
}

/// What a leg of a path is made of, kept between calls: no memory is asked for in the inner loop.
struct LegBuffers {
    std::vector<Crossing> crossings;
    std::vector<RoofStretch> roofs;
    std::vector<GroundBreak> breaks;
    std::vector<CutPoint> points;
};

LegBuffers& buffers()
{
    thread_local LegBuffers b;
    b.crossings.clear();
    b.roofs.clear();
    b.breaks.clear();
    b.points.clear();
    return b;
}

}  // namespace

void NoiseScene::addBuilding(const Ring& footprint, double top_m, const Octaves& absorption)
{
    if (footprint.size() < 3)
        return;
    if (m_alphas.empty() || m_alphas.back() != absorption)
        m_alphas.push_back(absorption);
    Obstacle o{true, static_cast<std::uint32_t>(m_faces.size()), 0, static_cast<std::uint32_t>(m_alphas.size() - 1)};
    Ring ring = footprint;
    if (signedArea(ring) < 0)
        std::reverse(ring.begin(), ring.end());
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const Point2 a = ring[i], b = ring[(i + 1) % ring.size()];
        if (a == b)
            continue;
        m_faces.push_back({a, b, top_m, top_m, static_cast<std::uint32_t>(m_obstacles.size())});
        ++o.faceCount;
    }
    m_obstacles.push_back(o);
}

void NoiseScene::addWall(const std::vector<Point3>& top, const Octaves& absorption)
{
    if (m_alphas.empty() || m_alphas.back() != absorption)
        m_alphas.push_back(absorption);
    Obstacle o{false, static_cast<std::uint32_t>(m_faces.size()), 0, static_cast<std::uint32_t>(m_alphas.size() - 1)};
    for (std::size_t i = 1; i < top.size(); ++i) {
        if (top[i - 1].flat() == top[i].flat())
            continue;
        m_faces.push_back({top[i - 1].flat(), top[i].flat(), top[i - 1].z, top[i].z, static_cast<std::uint32_t>(m_obstacles.size())});
        ++o.faceCount;
    }
    m_obstacles.push_back(o);
}

int NoiseScene::columnOf(double x) const
{
    return static_cast<int>(std::clamp(std::floor((x - m_extent.minX) / m_cell_m), 0.0, static_cast<double>(m_columns - 1)));
}

int NoiseScene::rowOf(double y) const
{
    return static_cast<int>(std::clamp(std::floor((y - m_extent.minY) / m_cell_m), 0.0, static_cast<double>(m_rows - 1)));
}

void NoiseScene::finish(double cell_m)
{
    m_extent = {};
    for (const ObstacleFace& f : m_faces) {
        m_extent.add(f.a);
        m_extent.add(f.b);
    }
    if (m_extent.empty())
        m_extent.add(Point2{});
    m_extent = m_extent.grown(1);
    m_cell_m = std::max({cell_m, m_extent.width() / kMaximumSide, m_extent.height() / kMaximumSide});
    m_columns = static_cast<int>(m_extent.width() / m_cell_m) + 1;
    m_rows = static_cast<int>(m_extent.height() / m_cell_m) + 1;
    const auto cells = static_cast<std::size_t>(m_columns) * static_cast<std::size_t>(m_rows);
    m_cellBegin.assign(cells + 1, 0);
    const auto forCells = [&](const ObstacleFace& f, const auto& visit) {
        const int c0 = columnOf(std::min(f.a.x, f.b.x)), c1 = columnOf(std::max(f.a.x, f.b.x));
        const int r0 = rowOf(std::min(f.a.y, f.b.y)), r1 = rowOf(std::max(f.a.y, f.b.y));
        for (int r = r0; r <= r1; ++r)
            for (int c = c0; c <= c1; ++c)
                visit(static_cast<std::size_t>(r) * static_cast<std::size_t>(m_columns) + static_cast<std::size_t>(c));
    };
    for (const ObstacleFace& f : m_faces)
        forCells(f, [&](std::size_t cell) { ++m_cellBegin[cell + 1]; });
    for (std::size_t i = 0; i < cells; ++i)
        m_cellBegin[i + 1] += m_cellBegin[i];
    m_cellFaces.resize(m_cellBegin[cells]);
    std::vector<std::uint32_t> next(m_cellBegin.begin(), m_cellBegin.end() - 1);
    for (std::uint32_t i = 0; i < m_faces.size(); ++i)
        forCells(m_faces[i], [&](std::size_t cell) { m_cellFaces[next[cell]++] = i; });
}

/// Visits the cells that the line passes through, row by row; a cell holds its faces in ascending order.
template <class Visit>
void NoiseScene::alongLine(Point2 from, Point2 to, const Visit& visit) const
{
    if (m_faces.empty())
        return;
    const int r0 = rowOf(std::min(from.y, to.y)), r1 = rowOf(std::max(from.y, to.y));
    const double dy = to.y - from.y, dx = to.x - from.x;
    for (int r = r0; r <= r1; ++r) {
        // The part of the line in this row; outer rows reach beyond the extent.
        double t0 = 0, t1 = 1;
        if (dy != 0) {
            const double low = m_extent.minY + r * m_cell_m, high = low + m_cell_m;
            double a = ((r == 0 ? std::min(from.y, to.y) : low) - from.y) / dy;
            double b = ((r == m_rows - 1 ? std::max(from.y, to.y) : high) - from.y) / dy;
            if (a > b)
                std::swap(a, b);
            t0 = std::clamp(a, 0.0, 1.0);
            t1 = std::clamp(b, 0.0, 1.0);
        }
        const double xa = from.x + t0 * dx, xb = from.x + t1 * dx;
        const int c0 = columnOf(std::min(xa, xb) - kEdgeOfLine), c1 = columnOf(std::max(xa, xb) + kEdgeOfLine);
        for (int c = c0; c <= c1; ++c) {
            const auto cell = static_cast<std::size_t>(r) * static_cast<std::size_t>(m_columns) + static_cast<std::size_t>(c);
            for (std::uint32_t i = m_cellBegin[cell]; i < m_cellBegin[cell + 1]; ++i)
                visit(m_cellFaces[i]);
        }
    }
}

namespace {

/// False if they do not cross. The face is half open, so that a line through a corner crosses one of its two faces.
bool crossing(const ObstacleFace& f, Point2 from, Point2 along, Crossing& out)
{
    const Point2 face = f.b - f.a, gap = f.a - from;
    const double sideA = cross(along, gap), sideB = cross(along, f.b - from);
    if ((sideA >= 0) == (sideB >= 0))
        return false;
    const double denominator = cross(along, face);
    out.t = cross(gap, face) / denominator;
    out.u = sideA / (sideA - sideB);
    return true;
}

}  // namespace

void NoiseScene::crossed(Point2 from, Point2 to, std::vector<std::uint32_t>& obstacles) const
{
    obstacles.clear();
    alongLine(from, to, [&](std::uint32_t face) {
        Crossing c;
        if (crossing(m_faces[face], from, to - from, c) && c.t > 0 && c.t < 1)
            obstacles.push_back(m_faces[face].obstacle);
    });
    std::sort(obstacles.begin(), obstacles.end());
    obstacles.erase(std::unique(obstacles.begin(), obstacles.end()), obstacles.end());
}

void NoiseScene::facesIn(const Box& box, std::vector<std::uint32_t>& faces) const
{
    faces.clear();
    if (m_faces.empty() || !box.intersects(m_extent))
        return;
    for (int r = rowOf(box.minY); r <= rowOf(box.maxY); ++r)
        for (int c = columnOf(box.minX); c <= columnOf(box.maxX); ++c) {
            const auto cell = static_cast<std::size_t>(r) * static_cast<std::size_t>(m_columns) + static_cast<std::size_t>(c);
            faces.insert(faces.end(), m_cellFaces.begin() + m_cellBegin[cell], m_cellFaces.begin() + m_cellBegin[cell + 1]);
        }
    std::sort(faces.begin(), faces.end());
    faces.erase(std::unique(faces.begin(), faces.end()), faces.end());
}

std::uint32_t NoiseScene::buildingAt(Point2 p) const
{
    if (m_faces.empty() || !m_extent.contains(p))
        return kNone;
    // A ray to the west edge: a building with an odd number of crossings holds the point.
    std::vector<std::uint32_t> hit, seen;
    alongLine({m_extent.minX - 1, p.y}, p, [&](std::uint32_t face) {
        Crossing c;
        if (m_obstacles[m_faces[face].obstacle].building &&
            crossing(m_faces[face], {m_extent.minX - 1, p.y}, {p.x - m_extent.minX + 1, 0}, c) && c.t > 0 && c.t <= 1)
            seen.push_back(face);
    });
    std::sort(seen.begin(), seen.end());
    seen.erase(std::unique(seen.begin(), seen.end()), seen.end());
    for (std::size_t i = 0; i < seen.size();) {
        const std::uint32_t obstacle = m_faces[seen[i]].obstacle;
        std::size_t n = 0;
        for (; i < seen.size() && m_faces[seen[i]].obstacle == obstacle; ++i)
            ++n;
        if (n % 2 == 1)
            return obstacle;
    }
    return kNone;
}

void NoiseScene::appendLeg(CutProfile& profile, Point3 from, Point3 to, double fromX, std::uint32_t ignore) const
{
    LegBuffers& b = buffers();
    const Point2 start = from.flat(), along = to.flat() - start;
    const double length_m = std::hypot(along.x, along.y);
    if (!(length_m > 0))
        return;
    const auto placed = [&](CutKind kind, double t, double z, double groundBehind) {
        const Point2 at = start + along * t;
        CutPoint p;
        p.kind = kind;
        p.x = fromX + t * length_m;
        p.ground = m_ground->heightAt(at);
        p.z = z;
        p.G = groundBehind;
        b.points.push_back(p);
    };
    const auto factorBehind = [&](double t) { return m_ground->factorAt(start + along * std::min(1.0, t + 1e-3 / length_m)); };
    alongLine(start, to.flat(), [&](std::uint32_t face) {
        Crossing c;
        if (face != ignore && crossing(m_faces[face], start, along, c) && c.t > kEdgeOfLine && c.t < 1 - kEdgeOfLine) {
            c.face = face;
            b.crossings.push_back(c);
        }
    });
    std::sort(b.crossings.begin(), b.crossings.end(), [](const Crossing& x, const Crossing& y) { return x.face < y.face; });
    b.crossings.erase(
        std::unique(b.crossings.begin(), b.crossings.end(), [](const Crossing& x, const Crossing& y) { return x.face == y.face; }),
        b.crossings.end());
    for (std::size_t i = 0; i < b.crossings.size();) {
        const std::uint32_t obstacle = m_faces[b.crossings[i].face].obstacle;
        std::size_t end = i;
        while (end < b.crossings.size() && m_faces[b.crossings[end].face].obstacle == obstacle)
            ++end;
        if (!m_obstacles[obstacle].building) {
            for (; i < end; ++i) {
                const ObstacleFace& f = m_faces[b.crossings[i].face];
                const double t = b.crossings[i].t;
                placed(CutKind::ThinWall, t, f.topA + b.crossings[i].u * (f.topB - f.topA), factorBehind(t));
            }
            continue;
        }
        std::sort(b.crossings.begin() + static_cast<std::ptrdiff_t>(i), b.crossings.begin() + static_cast<std::ptrdiff_t>(end),
                  [](const Crossing& x, const Crossing& y) { return x.t != y.t ? x.t < y.t : x.face < y.face; });
        const double top = m_faces[b.crossings[i].face].topA;
        // An odd number means that one end of the leg lies inside the building: that end is taken as standing just outside.
        for (std::size_t k = i; k + 1 < end; k += 2)
            if (b.crossings[k + 1].t > b.crossings[k].t)
                b.roofs.push_back({b.crossings[k].t, b.crossings[k + 1].t, top});
        i = end;
    }
    mergeRoofs(b.roofs);
    for (const RoofStretch& roof : b.roofs) {
        placed(CutKind::BuildingEnter, roof.begin, roof.top, factorBehind(roof.begin));
        placed(CutKind::BuildingExit, roof.end, roof.top, factorBehind(roof.end));
    }
    m_ground->breaks(start, to.flat(), b.breaks);
    for (const GroundBreak& g : b.breaks) {
        if (!(g.t > kEdgeOfLine) || !(g.t < 1 - kEdgeOfLine))
            continue;
        placed(g.topography ? CutKind::Topography : CutKind::Ground, g.t, 0, factorBehind(g.t));
        b.points.back().z = b.points.back().ground;
    }
    std::sort(b.points.begin(), b.points.end(), [](const CutPoint& x, const CutPoint& y) {
        // At one place a house ends before the next begins.
        const auto order = [](CutKind k) { return k == CutKind::BuildingExit ? 0 : k == CutKind::BuildingEnter ? 2 : 1; };
        return x.x != y.x ? x.x < y.x : order(x.kind) != order(y.kind) ? order(x.kind) < order(y.kind) : x.z < y.z;
    });
    profile.points.insert(profile.points.end(), b.points.begin(), b.points.end());
}

CutProfile NoiseScene::cut(Point3 source, Point3 receiver, std::uint32_t ignore) const
{
    CutProfile profile;
    const Point2 along = receiver.flat() - source.flat();
    const double length_m = std::hypot(along.x, along.y), little = length_m > 0 ? std::min(1.0, 1e-3 / length_m) : 0;
    profile.sourceG = m_ground->factorAt(source.flat());
    CutPoint s;
    s.kind = CutKind::Source;
    s.z = source.z;
    s.ground = m_ground->heightAt(source.flat());
    s.G = m_ground->factorAt(source.flat() + along * little);
    profile.points.push_back(s);
    appendLeg(profile, source, receiver, 0, ignore);
    CutPoint r;
    r.kind = CutKind::Receiver;
    r.x = length_m;
    r.z = receiver.z;
    r.ground = m_ground->heightAt(receiver.flat());
    r.G = m_ground->factorAt(receiver.flat());
    profile.points.push_back(r);
    return profile;
}

}  // namespace isopolis
