#include "gis/core/geometry/spatial_grid.h"

#include <algorithm>
#include <cmath>

namespace isopolis {

namespace {
// Bounds the memory of a grid over a hostile extent.
constexpr double kMaximumSide = 4000;
}  // namespace

SpatialGrid::SpatialGrid(const Box& extent, double cell_m) : m_extent(extent)
{
    if (m_extent.empty())
        m_extent = {0, 0, 1, 1};
    m_cell_m = std::max({cell_m, m_extent.width() / kMaximumSide, m_extent.height() / kMaximumSide, 1e-3});
    m_columns = static_cast<int>(m_extent.width() / m_cell_m) + 1;
    m_rows = static_cast<int>(m_extent.height() / m_cell_m) + 1;
    m_cells.resize(static_cast<std::size_t>(m_columns) * static_cast<std::size_t>(m_rows));
}

int SpatialGrid::column(double x) const
{
    return static_cast<int>(std::clamp(std::floor((x - m_extent.minX) / m_cell_m), 0.0, static_cast<double>(m_columns - 1)));
}

int SpatialGrid::row(double y) const
{
    return static_cast<int>(std::clamp(std::floor((y - m_extent.minY) / m_cell_m), 0.0, static_cast<double>(m_rows - 1)));
}

void SpatialGrid::insert(const Box& box, std::uint32_t item)
{
    if (m_cells.empty() || box.empty())
        return;
    for (int r = row(box.minY); r <= row(box.maxY); ++r)
        for (int c = column(box.minX); c <= column(box.maxX); ++c)
            m_cells[static_cast<std::size_t>(r) * static_cast<std::size_t>(m_columns) + static_cast<std::size_t>(c)].push_back(item);
}

std::vector<std::uint32_t> SpatialGrid::query(const Box& box) const
{
    std::vector<std::uint32_t> found;
    if (m_cells.empty())
        return found;
    for (int r = row(box.minY); r <= row(box.maxY); ++r)
        for (int c = column(box.minX); c <= column(box.maxX); ++c) {
            const auto& cell = m_cells[static_cast<std::size_t>(r) * static_cast<std::size_t>(m_columns) + static_cast<std::size_t>(c)];
            found.insert(found.end(), cell.begin(), cell.end());
        }
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
}

}  // namespace isopolis
