#include "simulation/noise/terrain_tin.h"

#include <algorithm>
#include <map>

namespace isopolis {

namespace {

constexpr double kSame_m = 1e-6;
constexpr double kShortestPiece_m = 0.5;
constexpr double kOnLine_m = 1e-3;
constexpr std::uint32_t kFrame = 4;  // the first four points frame the terrain and are no terrain
constexpr double kLevel = 1e-9;

double cross(Point2 o, Point2 a, Point2 b) { return (a.x - o.x) * (b.y - o.y) - (a.y - o.y) * (b.x - o.x); }

/// Positive if p lies inside the circle through a, b, c (counter-clockwise).
double inCircle(Point2 a, Point2 b, Point2 c, Point2 p)
{
    const double ax = a.x - p.x, ay = a.y - p.y, bx = b.x - p.x, by = b.y - p.y, cx = c.x - p.x, cy = c.y - p.y;
    return (ax * ax + ay * ay) * (bx * cy - cx * by) - (bx * bx + by * by) * (ax * cy - cx * ay) +
           (cx * cx + cy * cy) * (ax * by - bx * ay);
}

}  // namespace

std::uint32_t TerrainTin::indexOf(Point2 p) const
{
    for (std::uint32_t i = kFrame; i < m_points.size(); ++i)
        if (distance(m_points[i].flat(), p) <= kSame_m)
            return i;
    return NoiseScene::kNone;
}

bool TerrainTin::insert(Point3 p)
{
    if (indexOf(p.flat()) != NoiseScene::kNone)
        return false;
    const auto index = static_cast<std::uint32_t>(m_points.size());
    m_points.push_back(p);
    // The hole: all triangles whose circle holds the point; its rim is each edge that only one of them has.
    std::map<std::pair<std::uint32_t, std::uint32_t>, int> rim;
    std::vector<Triangle> kept;
    for (const Triangle& t : m_triangles) {
        const auto& [a, b, c] = t.corner;
        if (inCircle(m_points[a].flat(), m_points[b].flat(), m_points[c].flat(), p.flat()) <= 0) {
            kept.push_back(t);
            continue;
        }
        for (std::size_t i = 0; i < 3; ++i)
            ++rim[{t.corner[i], t.corner[(i + 1) % 3]}];
    }
    for (const auto& [edge, count] : rim)
        if (count == 1 && !rim.contains({edge.second, edge.first}) &&
            cross(m_points[edge.first].flat(), m_points[edge.second].flat(), p.flat()) > 0)
            kept.push_back({{edge.first, edge.second, index}});
    m_triangles = std::move(kept);
    return true;
}

bool TerrainTin::hasEdge(std::uint32_t a, std::uint32_t b) const
{
    return std::any_of(m_triangles.begin(), m_triangles.end(), [&](const Triangle& t) {
        return std::count(t.corner.begin(), t.corner.end(), a) + std::count(t.corner.begin(), t.corner.end(), b) == 2;
    });
}

std::uint32_t TerrainTin::pointOn(const TerrainLine& line) const
{
    const Point2 a = line.from.flat(), b = line.to.flat();
    for (std::uint32_t i = kFrame; i < m_points.size(); ++i) {
        const Point2 p = m_points[i].flat();
        if (distance(p, a) > kOnLine_m && distance(p, b) > kOnLine_m &&
            distance(p, a) + distance(p, b) <= distance(a, b) + kOnLine_m / 1000)
            return i;
    }
    return NoiseScene::kNone;
}

Expected<TerrainTin> TerrainTin::build(const std::vector<TerrainLine>& lines)
{
    TerrainTin tin;
    const auto refuse = [](const char* what) {
        return unexpected(Error{ErrorCode::BadValue, what}.about("topo_lines").cure("Simplify the terrain or leave lines out."));
    };
    Box box;
    for (const TerrainLine& line : lines)
        for (const Point3& p : {line.from, line.to}) {
            if (!std::isfinite(p.x) || !std::isfinite(p.y) || !std::isfinite(p.z))
                return refuse("a coordinate of the terrain is not a finite number");
            box.add(p.flat());
        }
    if (lines.empty())
        return tin;
    const double margin = 10 * std::max({box.width(), box.height(), 1.0});
    const Box frame = box.grown(margin);
    tin.m_points = {{frame.minX, frame.minY, 0}, {frame.maxX, frame.minY, 0}, {frame.maxX, frame.maxY, 0}, {frame.minX, frame.maxY, 0}};
    tin.m_triangles = {{{0, 1, 2}}, {{0, 2, 3}}};
    std::vector<TerrainLine> open = lines;
    for (const TerrainLine& line : lines) {
        tin.insert(line.from);
        tin.insert(line.to);
        if (tin.m_points.size() > kMostPoints)
            return refuse("the terrain has more points than a case may have (4000)");
    }
    while (!open.empty()) {
        std::vector<TerrainLine> missed;
        for (const TerrainLine& line : open) {
            const std::uint32_t a = tin.indexOf(line.from.flat()), b = tin.indexOf(line.to.flat());
            if (a == b || tin.hasEdge(a, b) || distance(line.from.flat(), line.to.flat()) < kShortestPiece_m)
                continue;
            if (const std::uint32_t on = tin.pointOn(line); on != NoiseScene::kNone) {
                missed.push_back({line.from, tin.m_points[on]});
                missed.push_back({tin.m_points[on], line.to});
                continue;
            }
            const Point3 middle{(line.from.x + line.to.x) / 2, (line.from.y + line.to.y) / 2, (line.from.z + line.to.z) / 2};
            tin.insert(middle);
            missed.push_back({line.from, middle});
            missed.push_back({middle, line.to});
            if (tin.m_points.size() > kMostPoints)
                return refuse("the terrain's lines cross each other too often to be joined to a surface");
        }
        open = std::move(missed);
    }
    std::erase_if(tin.m_triangles, [](const Triangle& t) {
        return std::any_of(t.corner.begin(), t.corner.end(), [](std::uint32_t c) { return c < kFrame; });
    });
    return tin;
}

double TerrainTin::heightAt(Point2 p) const
{
    for (const Triangle& t : m_triangles) {
        const Point3 &a = m_points[t.corner[0]], &b = m_points[t.corner[1]], &c = m_points[t.corner[2]];
        const double wa = cross(b.flat(), c.flat(), p), wb = cross(c.flat(), a.flat(), p), wc = cross(a.flat(), b.flat(), p);
        const double sum = wa + wb + wc, slack = -kLevel * std::abs(sum);
        if (wa >= slack && wb >= slack && wc >= slack && sum > 0)
            return (wa * a.z + wb * b.z + wc * c.z) / sum;
    }
    double nearest = 1e300, z = 0;
    for (std::size_t i = kFrame; i < m_points.size(); ++i)
        if (const double d = distance(m_points[i].flat(), p); d < nearest) {
            nearest = d;
            z = m_points[i].z;
        }
    return z;
}

void TerrainTin::breaks(Point2 from, Point2 to, std::vector<GroundBreak>& out) const
{
    const Point2 along = to - from;
    const std::size_t before = out.size();
    for (const Triangle& t : m_triangles)
        for (std::size_t i = 0; i < 3; ++i) {
            const Point2 a = m_points[t.corner[i]].flat(), b = m_points[t.corner[(i + 1) % 3]].flat();
            const double sideA = cross(from, to, a), sideB = cross(from, to, b);
            if ((sideA >= 0) == (sideB >= 0))
                continue;
            const Point2 at = a + (b - a) * (sideA / (sideA - sideB));
            const double squared = along.x * along.x + along.y * along.y;
            out.push_back({((at.x - from.x) * along.x + (at.y - from.y) * along.y) / squared, true});
        }
    // An edge belongs to two triangles; and where the slope does not change there is nothing to break.
    const auto begin = out.begin() + static_cast<std::ptrdiff_t>(before);
    std::sort(begin, out.end(), [](const GroundBreak& a, const GroundBreak& b) { return a.t < b.t; });
    out.erase(std::unique(begin, out.end(), [](const GroundBreak& a, const GroundBreak& b) { return b.t - a.t < kLevel; }), out.end());
    std::vector<GroundBreak> kept;
    double lastT = 0, lastZ = heightAt(from);
    for (std::size_t i = before; i < out.size(); ++i) {
        const double t = out[i].t;
        if (!(t > 0 && t < 1))
            continue;
        const double nextT = i + 1 < out.size() ? std::min(out[i + 1].t, 1.0) : 1;
        const double z = heightAt(from + along * t), nextZ = heightAt(from + along * nextT);
        const double straight = lastZ + (nextZ - lastZ) * (t - lastT) / (nextT - lastT);
        if (std::abs(z - straight) <= 1e-6)
            continue;
        kept.push_back(out[i]);
        lastT = t;
        lastZ = z;
    }
    out.resize(before);
    out.insert(out.end(), kept.begin(), kept.end());
}

}  // namespace isopolis
