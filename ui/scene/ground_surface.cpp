#include "ui/scene/ground_surface.h"

#include <algorithm>
#include <cmath>

namespace isopolis {
namespace {

/// Finer meshes cost frame time without being seen under a city.
constexpr int kMostCells = 80;
/// A cell whose corners lie in one plane but for this much is not cut along its diagonal.
constexpr double kEven_m = 0.02;

/// Unknown nodes take the mean of their known neighbours, ring by ring.
void fillUnknown(std::vector<float>& heights, int nodes, int rows)
{
    for (int round = 0; round < nodes + rows; ++round) {
        std::vector<std::pair<std::size_t, float>> found;
        bool missing = false;
        for (int r = 0; r < rows; ++r) {
            for (int c = 0; c < nodes; ++c) {
                const auto at = static_cast<std::size_t>(r * nodes + c);
                if (!std::isnan(heights[at]))
                    continue;
                missing = true;
                float sum = 0;
                int n = 0;
                for (const auto& [dc, dr] : {std::pair{-1, 0}, {1, 0}, {0, -1}, {0, 1}}) {
                    const int cc = c + dc, rr = r + dr;
                    if (cc < 0 || rr < 0 || cc >= nodes || rr >= rows)
                        continue;
                    const float h = heights[static_cast<std::size_t>(rr * nodes + cc)];
                    if (!std::isnan(h)) {
                        sum += h;
                        ++n;
                    }
                }
                if (n > 0)
                    found.emplace_back(at, sum / static_cast<float>(n));
            }
        }
        for (const auto& [at, height] : found)
            heights[at] = height;
        if (!missing || found.empty())
            return;
    }
}

/// Keeps the part of a convex polygon where a·x + b·y <= c.
void clip(std::vector<Point2>& polygon, double a, double b, double c)
{
    std::vector<Point2> kept;
    kept.reserve(polygon.size() + 1);
    for (std::size_t i = 0; i < polygon.size(); ++i) {
        const Point2 p = polygon[i], q = polygon[(i + 1) % polygon.size()];
        const double dp = a * p.x + b * p.y - c, dq = a * q.x + b * q.y - c;
        if (dp <= 0)
            kept.push_back(p);
        if ((dp < 0 && dq > 0) || (dp > 0 && dq < 0))
            kept.push_back(p + (q - p) * (dp / (dp - dq)));
    }
    polygon.swap(kept);
}

}  // namespace

GroundSurface::GroundSurface(const Raster& terrain)
{
    if (terrain.empty() || terrain.columns < 2 || terrain.rows < 2)
        return;
    const Box box = terrain.bounds();
    m_cell_m = std::max(terrain.cell_m, std::max(box.width(), box.height()) / kMostCells);
    m_columns = std::max(1, static_cast<int>(std::floor(box.width() / m_cell_m)));
    m_rows = std::max(1, static_cast<int>(std::floor(box.height() / m_cell_m)));
    m_bounds = {box.minX, box.minY, box.minX + m_columns * m_cell_m, box.minY + m_rows * m_cell_m};
    std::vector<float> heights;
    heights.reserve(static_cast<std::size_t>((m_columns + 1) * (m_rows + 1)));
    bool known = false;
    for (int r = 0; r <= m_rows; ++r) {
        for (int c = 0; c <= m_columns; ++c) {
            heights.push_back(static_cast<float>(terrain.sample({m_bounds.minX + c * m_cell_m, m_bounds.minY + r * m_cell_m})));
            known = known || !std::isnan(heights.back());
        }
    }
    if (!known)
        return;
    fillUnknown(heights, m_columns + 1, m_rows + 1);
    m_heights = std::move(heights);
    m_lowest = *std::min_element(m_heights.begin(), m_heights.end());
    m_highest = *std::max_element(m_heights.begin(), m_heights.end());
}

double GroundSurface::nodeHeight(int column, int row) const
{
    return m_heights[static_cast<std::size_t>(row) * static_cast<std::size_t>(m_columns + 1) + static_cast<std::size_t>(column)];
}

Point2 GroundSurface::nodeAt(int column, int row) const { return {m_bounds.minX + column * m_cell_m, m_bounds.minY + row * m_cell_m}; }

GroundSurface::Cell GroundSurface::cellAt(Point2 p) const
{
    const double x = std::clamp((p.x - m_bounds.minX) / m_cell_m, 0.0, static_cast<double>(m_columns));
    const double y = std::clamp((p.y - m_bounds.minY) / m_cell_m, 0.0, static_cast<double>(m_rows));
    const int column = std::min(static_cast<int>(x), m_columns - 1), row = std::min(static_cast<int>(y), m_rows - 1);
    return {column, row, x - column, y - row};
}

// Each cell is cut along the diagonal u + v = 1.
double GroundSurface::height(Point2 p) const
{
    if (flat())
        return 0;
    const Cell c = cellAt(p);
    const double h10 = nodeHeight(c.column + 1, c.row), h01 = nodeHeight(c.column, c.row + 1);
    if (c.u + c.v <= 1) {
        const double h00 = nodeHeight(c.column, c.row);
        return h00 + c.u * (h10 - h00) + c.v * (h01 - h00);
    }
    const double h11 = nodeHeight(c.column + 1, c.row + 1);
    return h11 + (1 - c.u) * (h01 - h11) + (1 - c.v) * (h10 - h11);
}

Point2 GroundSurface::gradient(Point2 p) const
{
    if (flat() || !m_bounds.contains(p))
        return {};
    const Cell c = cellAt(p);
    const double h10 = nodeHeight(c.column + 1, c.row), h01 = nodeHeight(c.column, c.row + 1);
    if (c.u + c.v <= 1) {
        const double h00 = nodeHeight(c.column, c.row);
        return {(h10 - h00) / m_cell_m, (h01 - h00) / m_cell_m};
    }
    const double h11 = nodeHeight(c.column + 1, c.row + 1);
    return {(h11 - h01) / m_cell_m, (h11 - h10) / m_cell_m};
}

bool GroundSurface::even(int column, int row) const
{
    const double bend =
        nodeHeight(column, row) + nodeHeight(column + 1, row + 1) - nodeHeight(column + 1, row) - nodeHeight(column, row + 1);
    return std::abs(bend) < kEven_m;
}

Point2 GroundSurface::nodeGradient(int column, int row) const
{
    if (column == 0 || row == 0 || column == m_columns || row == m_rows)
        return {};  // the land beyond is level: light passes over without a seam
    return {(nodeHeight(column + 1, row) - nodeHeight(column - 1, row)) / (2 * m_cell_m),
            (nodeHeight(column, row + 1) - nodeHeight(column, row - 1)) / (2 * m_cell_m)};
}

Point2 GroundSurface::smoothGradient(Point2 p) const
{
    if (flat() || !m_bounds.contains(p))
        return {};
    const Cell c = cellAt(p);
    const Point2 south = nodeGradient(c.column, c.row) * (1 - c.u) + nodeGradient(c.column + 1, c.row) * c.u;
    const Point2 north = nodeGradient(c.column, c.row + 1) * (1 - c.u) + nodeGradient(c.column + 1, c.row + 1) * c.u;
    return south * (1 - c.v) + north * c.v;
}

void GroundSurface::drape(Point2 a, Point2 b, Point2 c, std::vector<Triangle>& out) const
{
    if (flat()) {
        out.push_back({a, b, c});
        return;
    }
    Box box;
    for (Point2 p : {a, b, c})
        box.add(p);
    // Beyond the mesh its edge goes on: a strip of cells without end on each side.
    const Cell low = cellAt({box.minX, box.minY}), high = cellAt({box.maxX, box.maxY});
    const int firstColumn = box.minX < m_bounds.minX ? -1 : low.column, lastColumn = box.maxX > m_bounds.maxX ? m_columns : high.column;
    const int firstRow = box.minY < m_bounds.minY ? -1 : low.row, lastRow = box.maxY > m_bounds.maxY ? m_rows : high.row;
    for (int row = firstRow; row <= lastRow; ++row) {
        for (int column = firstColumn; column <= lastColumn; ++column) {
            const Point2 corner = nodeAt(column, row);
            std::vector<Point2> cell{a, b, c};
            if (column >= 0)
                clip(cell, -1, 0, -corner.x);
            if (column < m_columns)
                clip(cell, 1, 0, corner.x + m_cell_m);
            if (row >= 0)
                clip(cell, 0, -1, -corner.y);
            if (row < m_rows)
                clip(cell, 0, 1, corner.y + m_cell_m);
            const bool strip = column < 0 || row < 0 || column >= m_columns || row >= m_rows;
            if (strip || even(column, row)) {
                for (std::size_t i = 2; i < cell.size(); ++i)
                    out.push_back({cell[0], cell[i - 1], cell[i]});
                continue;
            }
            const double diagonal = corner.x + corner.y + m_cell_m;
            for (const double sign : {1.0, -1.0}) {
                std::vector<Point2> half = cell;
                clip(half, sign, sign, sign * diagonal);
                for (std::size_t i = 2; i < half.size(); ++i)
                    out.push_back({half[0], half[i - 1], half[i]});
            }
        }
    }
}

Polyline GroundSurface::split(const Polyline& line) const
{
    if (flat() || line.size() < 2)
        return line;
    Polyline out{line.front()};
    for (std::size_t i = 1; i < line.size(); ++i) {
        const Point2 p = line[i - 1], q = line[i];
        std::vector<double> cuts;
        const auto cross = [&cuts](double from, double to) {
            // A segment of absurd length crosses no more edges than the mesh has.
            const double low = std::max(std::min(from, to), -1.0), high = std::min(std::max(from, to), 2.0 * kMostCells + 2);
            for (double k = std::ceil(low); k <= high; k += 1)
                cuts.push_back((k - from) / (to - from));
        };
        const double px = (p.x - m_bounds.minX) / m_cell_m, qx = (q.x - m_bounds.minX) / m_cell_m;
        const double py = (p.y - m_bounds.minY) / m_cell_m, qy = (q.y - m_bounds.minY) / m_cell_m;
        cross(px, qx);
        cross(py, qy);
        cross(px + py, qx + qy);
        std::sort(cuts.begin(), cuts.end());
        double last = 0;
        for (const double t : cuts) {
            if (t > last + 1e-6 && t < 1 - 1e-6) {
                out.push_back(p + (q - p) * t);
                last = t;
            }
        }
        out.push_back(q);
    }
    return out;
}

}  // namespace isopolis
