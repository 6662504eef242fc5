#include "simulation/noise/diffraction.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace isopolis {

namespace {

constexpr double kSmallestRadius_m = 1000, kRadiusPerDistance = 8;
constexpr double kSingleEdge_m = 0.3;  // edges closer than this act as one
constexpr double kTouch_m = 1e-9;

bool isEdge(const CutPoint& p, bool onRoof)
{
    switch (p.kind) {
    case CutKind::ThinWall:
    case CutKind::BuildingEnter:
    case CutKind::BuildingExit: return true;
    case CutKind::Topography: return !onRoof;
    default: return false;
    }
}

double heightOf(const CutPoint& p) { return p.kind == CutKind::Topography ? p.ground : p.z; }

double cross(PlanePoint o, PlanePoint a, PlanePoint b) { return (a.x - o.x) * (b.z - o.z) - (a.z - o.z) * (b.x - o.x); }

}  // namespace

RayFrame::RayFrame(PlanePoint s, PlanePoint r, bool curvedRays) : source(s), receiver(r), curved(curvedRays)
{
    chord_m = std::hypot(r.x - s.x, r.z - s.z);
    radius_m = std::max(kSmallestRadius_m, kRadiusPerDistance * chord_m);
}

double RayFrame::rayLength(PlanePoint a, PlanePoint b) const
{
    const double straight = std::hypot(b.x - a.x, b.z - a.z);
    return curved ? 2 * radius_m * std::asin(std::min(1.0, straight / (2 * radius_m))) : straight;
}

double RayFrame::chordAt(double x) const
{
    const double dx = receiver.x - source.x;
    return dx > 0 ? source.z + (x - source.x) / dx * (receiver.z - source.z) : std::max(source.z, receiver.z);
}

double RayFrame::rise(double x) const
{
    const double dx = receiver.x - source.x;
    if (!curved || !(dx > 0))
        return 0;
    // Foot on the chord, then the vertical up to the circle, to second order in the slope of the chord.
    const double half = chord_m / 2, t = (x - source.x) / dx * chord_m - half;
    const double sag = std::sqrt(radius_m * radius_m - t * t) - std::sqrt(radius_m * radius_m - half * half);
    return sag * chord_m / dx;
}

EdgeSearch findEdges(const CutProfile& profile, const RayFrame& frame)
{
    const std::vector<CutPoint>& points = profile.points;
    EdgeSearch found;
    // The upper hull of source, edges and receiver, in a frame where the arc is straight.
    std::array<PlanePoint, kMostEdges + 1> hull;
    hull[0] = frame.source;
    double nearest = -std::numeric_limits<double>::infinity();
    std::size_t nearestIndex = 0;
    bool onRoof = false, hasNearest = false;
    const auto put = [&](PlanePoint p, std::size_t index) {
        while (found.edges.size() > 0 && cross(hull[found.edges.size() - 1], hull[found.edges.size()], p) >= 0)
            found.edges.pop();
        if (found.edges.size() < kMostEdges) {
            found.edges.push(index);
            hull[found.edges.size()] = p;
        }
    };
    for (std::size_t i = 1; i + 1 < points.size(); ++i) {
        const CutPoint& p = points[i];
        const bool edge = isEdge(p, onRoof);
        if (p.kind == CutKind::BuildingEnter)
            onRoof = true;
        else if (p.kind == CutKind::BuildingExit)
            onRoof = false;
        if (!edge || !(p.x > frame.source.x) || !(p.x < frame.receiver.x))
            continue;
        const double z = heightOf(p), over = z - frame.chordAt(p.x) - frame.rise(p.x);
        if (over > kTouch_m) {
            found.blocked = true;
            put({p.x, z - frame.rise(p.x)}, i);
        } else if (!found.blocked) {
            const PlanePoint at{p.x, z};
            const double delta = pathDifference(frame, frame.source, std::span<const PlanePoint>(&at, 1), frame.receiver);
            if (delta > nearest) {
                nearest = delta;
                nearestIndex = i;
                hasNearest = true;
            }
        }
    }
    if (found.blocked) {
        while (found.edges.size() > 0 && cross(hull[found.edges.size() - 1], hull[found.edges.size()], frame.receiver) >= 0)
            found.edges.pop();
    } else if (hasNearest) {
        found.nearEdge = true;
        found.edges.push(nearestIndex);
    }
    return found;
}

double pathDifference(const RayFrame& frame, PlanePoint a, std::span<const PlanePoint> edges, PlanePoint b)
{
    double round = 0;
    PlanePoint at = a;
    for (const PlanePoint& edge : edges) {
        round += frame.rayLength(at, edge);
        at = edge;
    }
    round += frame.rayLength(at, b);
    const double straight = frame.rayLength(a, b);
    if (edges.size() != 1)
        return round - straight;
    const PlanePoint o = edges[0];
    const double chord = b.x > a.x ? a.z + (o.x - a.x) / (b.x - a.x) * (b.z - a.z) : std::max(a.z, b.z);
    if (o.z >= chord)
        return round - straight;
    if (!frame.curved)
        return straight - round;
    const PlanePoint foot{o.x, chord};
    return 2 * frame.rayLength(a, foot) + 2 * frame.rayLength(foot, b) - round - straight;
}

double diffractionTerm(double delta_m, double wavelength_m, double spread_m)
{
    double several = 1;
    if (spread_m > kSingleEdge_m) {
        const double square = 25 * wavelength_m * wavelength_m / (spread_m * spread_m);
        several = (1 + square) / (1.0 / 3 + square);
    }
    const double argument = 40 * several * delta_m / wavelength_m;
    return argument >= -2 ? 10 * std::log10(3 + argument) : 0;
}

}  // namespace isopolis
