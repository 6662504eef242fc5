#pragma once
/// Terrain from break lines and spot heights: a triangulated surface that follows every line.
///
///   Expected<TerrainTin> tin = TerrainTin::build(lines);   // each {from, to} with heights
///   tin->heightAt({120, 30});   tin->breaks(a, b, out);    // where the line a-b crosses an edge
///
/// A Delaunay triangulation (Bowyer–Watson) in which lines that it misses are split, at points that lie on them or in the middle, until it
/// holds them. Outside the hull the height is that of the nearest corner. For cases of some thousand points; a city uses its raster.
/// Errors: more than kMostPoints points, coordinates that are not finite.

#include "gis/core/expected.h"
#include "simulation/noise/noise_scene.h"

namespace isopolis {

struct TerrainLine {
    Point3 from, to;
};

class TerrainTin {
public:
    static constexpr std::size_t kMostPoints = 4000;
    static Expected<TerrainTin> build(const std::vector<TerrainLine>& lines);
    double heightAt(Point2 p) const;
    void breaks(Point2 from, Point2 to, std::vector<GroundBreak>& out) const;
    bool empty() const { return m_triangles.empty(); }

private:
    struct Triangle {
        std::array<std::uint32_t, 3> corner;
    };
    bool insert(Point3 p);
    bool hasEdge(std::uint32_t a, std::uint32_t b) const;
    std::uint32_t indexOf(Point2 p) const;
    std::uint32_t pointOn(const TerrainLine& line) const;  ///< a point that divides the line, or NoiseScene::kNone

    std::vector<Point3> m_points;
    std::vector<Triangle> m_triangles;
};

}  // namespace isopolis
