#include "simulation/noise/path_search.h"

#include "simulation/noise/diffraction.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace isopolis {

namespace {

constexpr double kClear_m = 1e-6;
constexpr double kBesideCorner_m = 0.01;  // side paths pass corners at this distance, so that they touch no wall

double cross(Point2 a, Point2 b) { return a.x * b.y - a.y * b.x; }
double dot(Point2 a, Point2 b) { return a.x * b.x + a.y * b.y; }

double distance3(Point3 a, Point3 b) { return std::hypot(b.x - a.x, b.y - a.y, b.z - a.z); }

struct Blocked {
    bool homogeneous = false, favourable = false;
};

Blocked blocked(const CutProfile& profile)
{
    const CutPoint &s = profile.points.front(), &r = profile.points.back();
    const PlanePoint from{s.x, s.z}, to{r.x, r.z};
    return {findEdges(profile, RayFrame(from, to, false)).blocked, findEdges(profile, RayFrame(from, to, true)).blocked};
}

/// Corners of obstacles that stand above the inclined plane through source and receiver.
class SidePoints {
public:
    SidePoints(const NoiseScene& scene, Point3 s, Point3 r) : m_scene(scene), m_s(s), m_r(r), m_along(r.flat() - s.flat())
    {
        m_length2 = dot(m_along, m_along);
    }

    void add(const Obstacle& o)
    {
        for (std::uint32_t i = 0; i < o.faceCount; ++i) {
            const ObstacleFace& f = m_scene.faces()[o.firstFace + i];
            const double a = f.topA - planeAt(f.a), b = f.topB - planeAt(f.b);
            if (a > 0)
                put(f.a);
            if (b > 0)
                put(f.b);
            if ((a > 0) != (b > 0))
                put(f.a + (f.b - f.a) * (a / (a - b)));
        }
    }

    /// The taut string on one side, without its ends; empty if nothing stands there.
    std::vector<Point2> chain(bool left) const
    {
        std::vector<Point2> points{m_s.flat(), m_r.flat()};
        for (const Point2 p : left ? m_left : m_right)
            points.push_back(p);
        if (points.size() == 2)
            return {};
        // Convex hull by gift wrapping from the source to the receiver: few points, any order.
        std::vector<Point2> found;
        Point2 at = m_s.flat();
        for (std::size_t guard = 0; guard <= points.size(); ++guard) {
            std::optional<Point2> best;
            for (const Point2 p : points) {
                if (p == at)
                    continue;
                if (!best) {
                    best = p;
                    continue;
                }
                const double turn = cross(*best - at, p - at) * (left ? 1 : -1);
                if (turn > 0 || (turn == 0 && dot(p - at, p - at) > dot(*best - at, *best - at)))
                    best = p;
            }
            if (!best || *best == m_r.flat())
                return found;
            found.push_back(*best);
            at = *best;
        }
        return {};
    }

private:
    double planeAt(Point2 p) const { return m_s.z + dot(p - m_s.flat(), m_along) / m_length2 * (m_r.z - m_s.z); }
    void put(Point2 p)
    {
        const double side = cross(m_along, p - m_s.flat());
        if (side > 0)
            m_left.push_back(p);
        else if (side < 0)
            m_right.push_back(p);
    }

    const NoiseScene& m_scene;
    Point3 m_s, m_r;
    Point2 m_along;
    double m_length2 = 0;
    std::vector<Point2> m_left, m_right;
};

/// Corners moved a little away from the obstacle they belong to.
std::vector<Point2> besideCorners(Point2 from, const std::vector<Point2>& corners, Point2 to, bool left)
{
    std::vector<Point2> moved;
    for (std::size_t i = 0; i < corners.size(); ++i) {
        const Point2 before = i == 0 ? from : corners[i - 1], behind = i + 1 == corners.size() ? to : corners[i + 1];
        const Point2 in = corners[i] - before, out = behind - corners[i];
        const Point2 a = in * (1 / std::hypot(in.x, in.y)), b = out * (1 / std::hypot(out.x, out.y));
        const Point2 away{-(a.y + b.y), a.x + b.x};
        const double length_m = std::hypot(away.x, away.y);
        moved.push_back(length_m > 0 ? corners[i] + away * ((left ? kBesideCorner_m : -kBesideCorner_m) / length_m) : corners[i]);
    }
    return moved;
}

/// A path through corners, unfolded; heights rise evenly along the way.
CutProfile unfolded(const NoiseScene& scene, Point3 s, const std::vector<Point2>& corners, Point3 r)
{
    std::vector<Point3> way{s};
    double total = 0;
    Point2 at = s.flat();
    for (const Point2 c : corners) {
        total += distance(at, c);
        way.push_back({c.x, c.y, total});
        at = c;
    }
    total += distance(at, r.flat());
    for (std::size_t i = 1; i < way.size(); ++i)
        way[i].z = s.z + way[i].z / total * (r.z - s.z);
    way.push_back(r);
    CutProfile profile = scene.cut(s, way[1]);
    double x = profile.points.back().x;
    for (std::size_t i = 1; i + 1 < way.size(); ++i) {
        CutPoint& corner = profile.points.back();
        corner.kind = CutKind::VerticalEdge;
        scene.appendLeg(profile, way[i], way[i + 1], x, NoiseScene::kNone);
        x += distance(way[i].flat(), way[i + 1].flat());
        CutPoint next;
        next.kind = CutKind::Receiver;
        next.x = x;
        next.z = way[i + 1].z;
        next.ground = scene.ground().heightAt(way[i + 1].flat());
        next.G = scene.ground().factorAt(way[i + 1].flat());
        profile.points.push_back(next);
    }
    return profile;
}

void addSidePaths(const NoiseScene& scene, Point3 s, Point3 r, const Blocked& where, double detour_m, std::vector<SoundPath>& paths)
{
    std::vector<std::uint32_t> obstacles;
    scene.crossed(s.flat(), r.flat(), obstacles);
    SidePoints points(scene, s, r);
    for (const std::uint32_t o : obstacles)
        points.add(scene.obstacles()[o]);
    for (const bool left : {false, true}) {
        const std::vector<Point2> hull = points.chain(left);
        if (hull.empty())
            continue;
        double way_m = distance(hull.back(), r.flat());
        Point2 at = s.flat();
        for (const Point2 p : hull) {
            way_m += distance(at, p);
            at = p;
        }
        if (way_m > distance(s.flat(), r.flat()) + detour_m)
            continue;
        const std::vector<Point2> corners = besideCorners(s.flat(), hull, r.flat(), left);
        paths.push_back({left ? PathKind::LateralLeft : PathKind::LateralRight, unfolded(scene, s, corners, r), distance3(s, r),
                         where.homogeneous, where.favourable});
    }
}

/// Where a face reflects sound from s to r; nothing if it does not.
std::optional<Point3> mirrorPoint(const NoiseScene& scene, const ObstacleFace& f, Point3 s, Point3 r)
{
    const Point2 face = f.b - f.a;
    const double sideS = cross(face, s.flat() - f.a), sideR = cross(face, r.flat() - f.a);
    const bool outside = scene.obstacles()[f.obstacle].building ? sideS < 0 && sideR < 0 : sideS * sideR > 0;
    if (!outside)
        return std::nullopt;
    const double length_m = std::hypot(face.x, face.y), ds = std::abs(sideS) / length_m, dr = std::abs(sideR) / length_m;
    if (ds < kClear_m || dr < kClear_m)
        return std::nullopt;
    const double us = dot(s.flat() - f.a, face) / dot(face, face), ur = dot(r.flat() - f.a, face) / dot(face, face);
    const double share = ds / (ds + dr), u = us + share * (ur - us);
    if (!(u > 0 && u < 1))
        return std::nullopt;
    const Point2 at = f.a + face * u;
    const double z = s.z + share * (r.z - s.z);
    if (z > f.topA + u * (f.topB - f.topA) || z < scene.ground().heightAt(at))
        return std::nullopt;
    return Point3{at.x, at.y, z};
}

void addReflections(const NoiseScene& scene, Point3 s, Point3 r, double reach_m, std::vector<SoundPath>& paths)
{
    const double direct = distance3(s, r), limit = direct + reach_m;
    Box box;
    box.add(s.flat());
    box.add(r.flat());
    std::vector<std::uint32_t> faces;
    scene.facesIn(box.grown(reach_m), faces);
    for (const std::uint32_t index : faces) {
        const ObstacleFace& f = scene.faces()[index];
        const std::optional<Point3> mirror = mirrorPoint(scene, f, s, r);
        if (!mirror || distance3(s, *mirror) + distance3(*mirror, r) > limit)
            continue;
        const double first = distance(s.flat(), mirror->flat());
        CutProfile profile = scene.cut(s, *mirror, index);
        CutPoint& at = profile.points.back();
        at.kind = CutKind::Reflection;
        at.wallTop = f.topA + distance(f.a, mirror->flat()) / distance(f.a, f.b) * (f.topB - f.topA);
        at.absorption = scene.alpha(scene.obstacles()[f.obstacle]);
        scene.appendLeg(profile, *mirror, r, first, index);
        CutPoint last;
        last.kind = CutKind::Receiver;
        last.x = first + distance(mirror->flat(), r.flat());
        last.z = r.z;
        last.ground = scene.ground().heightAt(r.flat());
        last.G = scene.ground().factorAt(r.flat());
        profile.points.push_back(last);
        paths.push_back({PathKind::Reflected, std::move(profile), direct, true, true});
    }
}

}  // namespace

std::vector<SoundPath> searchPaths(const NoiseScene& scene, Point3 source, Point3 receiver, const PathSettings& settings)
{
    std::vector<SoundPath> paths;
    paths.push_back({PathKind::Direct, scene.cut(source, receiver), distance3(source, receiver), true, true});
    const Blocked where = blocked(paths.front().profile);
    if (settings.lateral && (where.homogeneous || where.favourable))
        addSidePaths(scene, source, receiver, where, settings.detour_m, paths);
    if (settings.reflections > 0)
        addReflections(scene, source, receiver, settings.detour_m, paths);
    return paths;
}

PathTerms evaluate(const SoundPath& path, const Medium& medium)
{
    if (path.kind == PathKind::Direct || path.kind == PathKind::Reflected)
        return verticalPath(path.profile, medium);
    PathTerms terms = lateralPath(path.profile, path.direct_m, medium);
    for (ConditionTerms* c : {&terms.homogeneous, &terms.favourable}) {
        c->exists = c == &terms.homogeneous ? path.homogeneousExists : path.favourableExists;
        if (!c->exists)
            c->attenuation.fill(-kSilent_dB);
    }
    return terms;
}

}  // namespace isopolis
