#pragma once
/// What sound meets on its way: houses, walls and ground, found quickly along any line.
///
///   NoiseScene scene;
///   scene.addBuilding(ring, top_m, absorption);   scene.addWall({{0, 0, 6}, {10, 0, 6}}, absorption);
///   scene.setGround(std::make_shared<FlatGround>(0.5));   scene.finish();
///   CutProfile profile = scene.cut({sx, sy, sz}, {rx, ry, rz});
///
/// Building roofs are flat. Heights are absolute (above the datum of the terrain). `finish` must be called once after the last
/// obstacle; then the scene is immutable and may be read by many threads.

#include "gis/core/geometry/geometry.h"
#include "simulation/noise/cut_profile.h"

#include <cstdint>
#include <memory>
#include <span>

namespace isopolis {

struct Point3 {
    double x = 0, y = 0, z = 0;
    Point2 flat() const { return {x, y}; }
    friend bool operator==(const Point3&, const Point3&) = default;
};

/// A place along a line where the ground changes: t in 0…1.
struct GroundBreak {
    double t = 0;
    bool topography = false;  ///< the slope changes here, else only the ground factor
};

/// Terrain height and ground factor anywhere.
class GroundModel {
public:
    virtual ~GroundModel() = default;
    virtual double heightAt(Point2 p) const = 0;
    virtual double factorAt(Point2 p) const = 0;
    /// Appends, in any order, where height or factor change between two points.
    virtual void breaks(Point2 from, Point2 to, std::vector<GroundBreak>& out) const = 0;
};

/// Level ground at height 0 of one kind.
class FlatGround : public GroundModel {
public:
    explicit FlatGround(double factor, double height_m = 0) : m_factor(factor), m_height_m(height_m) {}
    double heightAt(Point2) const override { return m_height_m; }
    double factorAt(Point2) const override { return m_factor; }
    void breaks(Point2, Point2, std::vector<GroundBreak>&) const override {}

private:
    double m_factor, m_height_m;
};

/// One face of an obstacle. Faces of a building run counter-clockwise: its outside lies to the right of a → b.
struct ObstacleFace {
    Point2 a, b;
    double topA = 0, topB = 0;
    std::uint32_t obstacle = 0;
};

struct Obstacle {
    bool building = false;
    std::uint32_t firstFace = 0, faceCount = 0;
    std::uint32_t alpha = 0;  ///< which absorption, see NoiseScene::alpha
};

class NoiseScene {
public:
    static constexpr std::uint32_t kNone = 0xffffffff;

    void addBuilding(const Ring& footprint, double top_m, const Octaves& absorption);
    void addWall(const std::vector<Point3>& top, const Octaves& absorption);
    void setGround(std::shared_ptr<const GroundModel> ground) { m_ground = std::move(ground); }
    void finish(double cell_m = 25);

    const GroundModel& ground() const { return *m_ground; }
    std::span<const ObstacleFace> faces() const { return m_faces; }
    std::span<const Obstacle> obstacles() const { return m_obstacles; }
    const Octaves& alpha(const Obstacle& o) const { return m_alphas[o.alpha]; }

    /// Profile of the straight line between two points; `ignore`: a face that does not count (the one sound is reflected by).
    CutProfile cut(Point3 source, Point3 receiver, std::uint32_t ignore = kNone) const;
    /// Appends a leg to a profile: the first point is not written (it is the last of the leg before).
    void appendLeg(CutProfile& profile, Point3 from, Point3 to, double fromX, std::uint32_t ignore) const;
    /// Obstacles that the line crosses in plan, ascending, each once.
    void crossed(Point2 from, Point2 to, std::vector<std::uint32_t>& obstacles) const;
    /// Faces whose box touches a box, ascending.
    void facesIn(const Box& box, std::vector<std::uint32_t>& faces) const;
    /// The building whose footprint holds the point, or kNone.
    std::uint32_t buildingAt(Point2 p) const;

private:
    template <class Visit>
    void alongLine(Point2 from, Point2 to, const Visit& visit) const;
    int columnOf(double x) const;
    int rowOf(double y) const;

    std::vector<ObstacleFace> m_faces;
    std::vector<Obstacle> m_obstacles;
    std::vector<Octaves> m_alphas;
    std::shared_ptr<const GroundModel> m_ground = std::make_shared<FlatGround>(0.0);
    Box m_extent;
    double m_cell_m = 25;
    int m_columns = 0, m_rows = 0;
    std::vector<std::uint32_t> m_cellBegin, m_cellFaces;
};

}  // namespace isopolis
