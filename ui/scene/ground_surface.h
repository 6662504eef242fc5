#pragma once
/// The ground as a mesh of triangles, and what it takes to lay flat shapes on it so that they neither float nor sink.
///
///   GroundSurface ground(city->terrain());       // an empty raster makes a plane at height 0
///   ground.drape(a, b, c, out);                  // pieces of triangle abc, each within one triangle of the mesh
///
/// Heights are linear within each triangle; beyond the mesh the edge goes on. Unknown cells take their neighbours' height.

#include "gis/core/geometry/raster.h"

#include <array>

namespace isopolis {

class GroundSurface {
public:
    GroundSurface() = default;
    explicit GroundSurface(const Raster& terrain);

    bool flat() const { return m_heights.empty(); }
    double height(Point2 p) const;
    Point2 gradient(Point2 p) const;  ///< rise per metre east and north
    /// The same smoothed over neighbouring cells, level outside: for light, which would show the triangles.
    Point2 smoothGradient(Point2 p) const;
    double lowest() const { return m_lowest; }
    double highest() const { return m_highest; }
    const Box& bounds() const { return m_bounds; }
    int columns() const { return m_columns; }  ///< of cells; nodes are one more
    int rows() const { return m_rows; }
    double nodeHeight(int column, int row) const;
    Point2 nodeAt(int column, int row) const;

    using Triangle = std::array<Point2, 3>;
    void drape(Point2 a, Point2 b, Point2 c, std::vector<Triangle>& out) const;
    /// The line with extra points wherever it crosses an edge of the mesh.
    Polyline split(const Polyline& line) const;

private:
    struct Cell {
        int column = 0, row = 0;
        double u = 0, v = 0;  ///< 0…1 within the cell
    };
    Cell cellAt(Point2 p) const;
    bool even(int column, int row) const;
    Point2 nodeGradient(int column, int row) const;

    Box m_bounds;
    int m_columns = 0, m_rows = 0;
    double m_cell_m = 1, m_lowest = 0, m_highest = 0;
    std::vector<float> m_heights;
};

}  // namespace isopolis
