#pragma once
/// Where the map is looked at from. Pure mathematics: no OpenGL, no window.
///
///   MapCamera camera;  camera.setViewport(1280, 800);  camera.fit(box, 0);
///   camera.pan({400, 300}, {420, 300});            // the ground under the first pixel moves under the second
///
/// Screen coordinates are device pixels, origin top left, y down. World coordinates are the city's metres, z up.
/// `heading` is the compass direction that is up on the screen; `pitch` is 90° straight from above. `flat` is a parallel
/// projection from above, north up.

#include "gis/core/geometry/geometry.h"

#include <array>
#include <optional>

namespace isopolis {

struct Point3 {
    double x = 0, y = 0, z = 0;
    friend bool operator==(const Point3&, const Point3&) = default;
};

struct Ray {
    Point3 origin, direction;  ///< direction has length 1
};

/// Row vectors times matrix, as OpenSceneGraph does; the memory layout is OpenGL's.
using Matrix4 = std::array<double, 16>;

class MapCamera {
public:
    static constexpr double kMinPitch_deg = 7, kMaxPitch_deg = 90, kMinDistance_m = 60, kMaxDistance_m = 400000;
    static constexpr double kFieldOfView_deg = 32;  ///< vertical

    void setViewport(int width_px, int height_px);
    int width() const { return m_width; }
    int height() const { return m_height; }
    void setFlat(bool flat) { m_flat = flat; }
    bool flat() const { return m_flat; }
    void setCentre(Point2 centre, double height_m);
    Point2 centre() const { return m_centre; }
    double centreHeight_m() const { return m_centreHeight_m; }
    void setDistance(double metres);
    double distance_m() const { return m_distance_m; }
    void setHeading(double degrees);
    double heading_deg() const { return m_flat ? 0 : m_heading_deg; }
    void setPitch(double degrees);
    /// Near the ground the view looks down more steeply than asked for, or the eye would stand among the walls.
    double pitch_deg() const;
    /// The centre never leaves this box (if it is not empty).
    void setLimits(const Box& box) { m_limits = box; }

    Point3 eye() const;
    Ray ray(Point2 pixel) const;
    /// Where a pixel's ray meets the plane z = height; nothing above the horizon.
    std::optional<Point2> groundAt(Point2 pixel, double height_m) const;
    /// Pixel of a world point; nothing if it lies behind the eye.
    std::optional<Point2> project(Point3 world) const;
    double metresPerPixel() const;  ///< at the centre

    void pan(Point2 fromPixel, Point2 toPixel, double height_m);
    void panPixels(double dx, double dy);                       ///< moves the map content
    void zoomAt(Point2 pixel, double factor, double height_m);  ///< factor above 1 comes nearer; the ground under the pixel stays
    void orbit(double headingBy_deg, double pitchBy_deg);       ///< about the centre
    /// Shows the whole box, with a margin; keeps heading and pitch.
    void fit(const Box& box, double height_m, double margin = 0.06);
    /// Between two cameras, 0…1: for flights.
    static MapCamera between(const MapCamera& from, const MapCamera& to, double share);

    /// World minus `origin` to eye space.
    Matrix4 view(Point2 origin) const;
    /// `top_m`: height of the tallest thing above the centre's ground.
    Matrix4 projection(double top_m) const;
    friend bool operator==(const MapCamera&, const MapCamera&) = default;

private:
    struct Axes {
        Point3 right, up, back;
    };
    Axes axes() const;
    double eyeDistance() const;
    void clampCentre();

    Point2 m_centre;
    double m_centreHeight_m = 0, m_distance_m = 2000, m_heading_deg = 0, m_pitch_deg = 45;
    int m_width = 1, m_height = 1;
    bool m_flat = false;
    Box m_limits;
};

}  // namespace isopolis
