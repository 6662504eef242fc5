#pragma once
/// A regular grid of values in the city's frame; row 0 is the southern row, values are at cell centres.

#include "gis/core/geometry/geometry.h"

#include <cmath>
#include <limits>

namespace isopolis {

struct Raster {
    int columns = 0, rows = 0;
    Point2 origin;              ///< south-west corner of the grid, m
    double cell_m = 1;          ///< side of a square cell
    std::vector<float> values;  ///< rows × columns; NaN where nothing is known

    bool empty() const { return values.empty(); }
    float at(int column, int row) const
    {
        return values[static_cast<std::size_t>(row) * static_cast<std::size_t>(columns) + static_cast<std::size_t>(column)];
    }
    float& at(int column, int row)
    {
        return values[static_cast<std::size_t>(row) * static_cast<std::size_t>(columns) + static_cast<std::size_t>(column)];
    }
    Box bounds() const { return {origin.x, origin.y, origin.x + columns * cell_m, origin.y + rows * cell_m}; }
    Point2 centreOf(int column, int row) const { return {origin.x + (column + 0.5) * cell_m, origin.y + (row + 0.5) * cell_m}; }
    /// Bilinear between cell centres, clamped to the edge; NaN outside the grid or beside unknown cells.
    double sample(Point2 p) const;
    friend bool operator==(const Raster&, const Raster&) = default;
};

}  // namespace isopolis
