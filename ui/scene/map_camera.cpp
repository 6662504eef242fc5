#include "ui/scene/map_camera.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace isopolis {
namespace {

constexpr double kRadians = std::numbers::pi / 180;
/// A parallel projection needs its eye above everything; how far does not show.
constexpr double kFlatEye_m = 6000;
/// The eye stays as high above the centre's ground as a house, if that asks for no steeper view than this.
constexpr double kLeastEye_m = 30, kSteepestLeast_deg = 18;

Point3 cross(const Point3& a, const Point3& b) { return {a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x}; }
double dot(const Point3& a, const Point3& b) { return a.x * b.x + a.y * b.y + a.z * b.z; }
double halfTan() { return std::tan(MapCamera::kFieldOfView_deg / 2 * kRadians); }

}  // namespace

void MapCamera::setViewport(int width_px, int height_px)
{
    m_width = std::max(1, width_px);
    m_height = std::max(1, height_px);
}

void MapCamera::setCentre(Point2 centre, double height_m)
{
    m_centre = centre;
    m_centreHeight_m = height_m;
    clampCentre();
}

void MapCamera::setDistance(double metres) { m_distance_m = std::clamp(metres, kMinDistance_m, kMaxDistance_m); }

void MapCamera::setHeading(double degrees)
{
    m_heading_deg = std::fmod(degrees, 360);
    if (m_heading_deg < 0)
        m_heading_deg += 360;
}

void MapCamera::setPitch(double degrees) { m_pitch_deg = std::clamp(degrees, kMinPitch_deg, kMaxPitch_deg); }

double MapCamera::pitch_deg() const
{
    if (m_flat)
        return 90;
    const double least = std::asin(std::min(1.0, kLeastEye_m / m_distance_m)) / kRadians;
    return std::max(m_pitch_deg, std::min(least, kSteepestLeast_deg));
}

void MapCamera::clampCentre()
{
    if (m_limits.empty())
        return;
    m_centre.x = std::clamp(m_centre.x, m_limits.minX, m_limits.maxX);
    m_centre.y = std::clamp(m_centre.y, m_limits.minY, m_limits.maxY);
}

double MapCamera::eyeDistance() const { return m_flat ? kFlatEye_m : m_distance_m; }

MapCamera::Axes MapCamera::axes() const
{
    const double heading = heading_deg() * kRadians, pitch = pitch_deg() * kRadians;
    const Point3 right{std::cos(heading), -std::sin(heading), 0};
    const Point3 back{-std::cos(pitch) * std::sin(heading), -std::cos(pitch) * std::cos(heading), std::sin(pitch)};
    return {right, cross(back, right), back};
}

Point3 MapCamera::eye() const
{
    const Point3 back = axes().back;
    const double d = eyeDistance();
    return {m_centre.x + back.x * d, m_centre.y + back.y * d, m_centreHeight_m + back.z * d};
}

Ray MapCamera::ray(Point2 pixel) const
{
    const Axes a = axes();
    const double scale = 2 * halfTan() / m_height;
    const double right = (pixel.x - 0.5 * m_width) * scale, up = (0.5 * m_height - pixel.y) * scale;
    Point3 from = eye();
    if (m_flat) {
        const double r = right * m_distance_m, u = up * m_distance_m;
        from = {from.x + a.right.x * r + a.up.x * u, from.y + a.right.y * r + a.up.y * u, from.z + a.right.z * r + a.up.z * u};
        return {from, {-a.back.x, -a.back.y, -a.back.z}};
    }
    Point3 d{a.right.x * right + a.up.x * up - a.back.x, a.right.y * right + a.up.y * up - a.back.y,
             a.right.z * right + a.up.z * up - a.back.z};
    const double norm = std::sqrt(dot(d, d));
    return {from, {d.x / norm, d.y / norm, d.z / norm}};
}

std::optional<Point2> MapCamera::groundAt(Point2 pixel, double height_m) const
{
    const Ray r = ray(pixel);
    const double t = (height_m - r.origin.z) / r.direction.z;
    // Rays that run almost along the ground would throw the map to the horizon.
    if (!std::isfinite(t) || t <= 0 || r.direction.z > -0.01)
        return std::nullopt;
    return Point2{r.origin.x + t * r.direction.x, r.origin.y + t * r.direction.y};
}

std::optional<Point2> MapCamera::project(Point3 world) const
{
    const Axes a = axes();
    const Point3 e = eye(), v{world.x - e.x, world.y - e.y, world.z - e.z};
    const double depth = m_flat ? m_distance_m : -dot(v, a.back);
    if (depth <= 1e-6)
        return std::nullopt;
    const double scale = 0.5 * m_height / (halfTan() * depth);
    return Point2{0.5 * m_width + dot(v, a.right) * scale, 0.5 * m_height - dot(v, a.up) * scale};
}

double MapCamera::metresPerPixel() const { return 2 * halfTan() * m_distance_m / m_height; }

void MapCamera::pan(Point2 fromPixel, Point2 toPixel, double height_m)
{
    const auto from = groundAt(fromPixel, height_m), to = groundAt(toPixel, height_m);
    if (!from || !to)
        return;
    m_centre = m_centre + (*from - *to);
    clampCentre();
}

void MapCamera::panPixels(double dx, double dy)
{
    const Point2 middle{0.5 * m_width, 0.5 * m_height};
    pan(middle, {middle.x + dx, middle.y + dy}, m_centreHeight_m);
}

void MapCamera::zoomAt(Point2 pixel, double factor, double height_m)
{
    if (!(factor > 0))
        return;
    const auto before = groundAt(pixel, height_m);
    setDistance(m_distance_m / factor);
    const auto after = groundAt(pixel, height_m);
    if (!before || !after)
        return;
    m_centre = m_centre + (*before - *after);
    clampCentre();
}

void MapCamera::orbit(double headingBy_deg, double pitchBy_deg)
{
    setHeading(m_heading_deg + headingBy_deg);
    setPitch((m_flat ? m_pitch_deg : pitch_deg()) + pitchBy_deg);
}

void MapCamera::fit(const Box& box, double height_m, double margin)
{
    if (box.empty())
        return;
    setCentre(box.centre(), height_m);
    const std::array<Point2, 4> corners{{{box.minX, box.minY}, {box.maxX, box.minY}, {box.maxX, box.maxY}, {box.minX, box.maxY}}};
    const double half = 1 - 2 * margin;
    // Perspective has no closed form here: the smallest distance at which all corners are on the screen is searched, and the
    // middle of their screen positions is centred.
    for (int round = 0; round < 4; ++round) {
        double low = kMinDistance_m, high = kMaxDistance_m;
        double minY = 0, maxY = 0, left = 0, right = 0;
        for (int i = 0; i < 50; ++i) {
            setDistance(std::sqrt(low * high));
            minY = 1e300;
            maxY = -1e300;
            left = 1e300;
            right = -1e300;
            bool visible = true;
            for (Point2 corner : corners) {
                const auto p = project({corner.x, corner.y, height_m});
                visible = visible && p.has_value();
                if (!p)
                    break;
                left = std::min(left, p->x);
                right = std::max(right, p->x);
                minY = std::min(minY, p->y);
                maxY = std::max(maxY, p->y);
            }
            const bool fits = visible && right - left <= half * m_width && maxY - minY <= half * m_height;
            (fits ? high : low) = m_distance_m;
        }
        setDistance(high);
        pan({0.5 * (left + right), 0.5 * (minY + maxY)}, {0.5 * m_width, 0.5 * m_height}, height_m);
    }
}

MapCamera MapCamera::between(const MapCamera& from, const MapCamera& to, double share)
{
    const double s = std::clamp(share, 0.0, 1.0);
    MapCamera c = to;
    double turn = std::fmod(to.m_heading_deg - from.m_heading_deg + 540, 360) - 180;
    c.setHeading(from.m_heading_deg + s * turn);
    c.setPitch(from.m_pitch_deg + s * (to.m_pitch_deg - from.m_pitch_deg));
    c.setDistance(from.m_distance_m * std::pow(to.m_distance_m / from.m_distance_m, s));
    c.m_centre = from.m_centre + (to.m_centre - from.m_centre) * s;
    c.m_centreHeight_m = from.m_centreHeight_m + s * (to.m_centreHeight_m - from.m_centreHeight_m);
    return c;
}

Matrix4 MapCamera::view(Point2 origin) const
{
    const Axes a = axes();
    Point3 e = eye();
    e.x -= origin.x;
    e.y -= origin.y;
    return {a.right.x, a.up.x, a.back.x, 0, a.right.y,        a.up.y,        a.back.y,        0,
            a.right.z, a.up.z, a.back.z, 0, -dot(e, a.right), -dot(e, a.up), -dot(e, a.back), 1};
}

Matrix4 MapCamera::projection(double top_m) const
{
    const double aspect = static_cast<double>(m_width) / m_height, t = halfTan();
    if (m_flat) {
        const double halfHeight = t * m_distance_m, halfWidth = halfHeight * aspect, near = 1, far = 2 * kFlatEye_m;
        return {1 / halfWidth, 0, 0, 0, 0, 1 / halfHeight, 0, 0, 0, 0, -2 / (far - near), 0, 0, 0, -(far + near) / (far - near), 1};
    }
    // The nearest thing that can be seen is a roof at the lower edge of the screen.
    const double above = m_distance_m * std::sin(pitch_deg() * kRadians) - top_m;
    const double steepest = std::sin(std::min(90.0, pitch_deg() + kFieldOfView_deg / 2) * kRadians);
    const double near = std::max(m_distance_m * 0.01, 0.9 * above / steepest * std::cos(kFieldOfView_deg / 2 * kRadians));
    const double far = m_distance_m * 12 + 20000;
    return {1 / (t * aspect), 0, 0, 0, 0, 1 / t, 0, 0, 0, 0, -(far + near) / (far - near), -1, 0, 0, -2 * far * near / (far - near), 0};
}

}  // namespace isopolis
