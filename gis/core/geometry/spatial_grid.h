#pragma once
/// A bucket grid over boxes: candidates near a point or in a box, each once, in ascending order.
///
///   SpatialGrid grid(cityBounds, 100.0);  grid.insert(box, index);  for (auto i : grid.query(box)) …

#include "gis/core/geometry/geometry.h"

#include <cstdint>

namespace isopolis {

class SpatialGrid {
public:
    SpatialGrid() = default;
    SpatialGrid(const Box& extent, double cell_m);
    void insert(const Box& box, std::uint32_t item);
    std::vector<std::uint32_t> query(const Box& box) const;
    std::vector<std::uint32_t> query(Point2 p, double radius_m) const { return query(Box{p.x, p.y, p.x, p.y}.grown(radius_m)); }

private:
    int column(double x) const;
    int row(double y) const;
    Box m_extent;
    double m_cell_m = 1;
    int m_columns = 0, m_rows = 0;
    std::vector<std::vector<std::uint32_t>> m_cells;
};

}  // namespace isopolis
