#include "simulation/access/iso_area.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <unordered_map>

namespace isopolis {

namespace {

constexpr double kHalf = 0.5;
/// An edge never runs through a cell's centre: rings would touch themselves there.
constexpr double kNearest = 0.02;

enum Side : int { Bottom, Right, Top, Left };
struct Piece {
    Side from, to;
};
/// Pieces of edge in a square of four cells, the inside on their left; by corners inside: 1 bottom left, 2 bottom right, 4 top right,
/// 8 top left.
constexpr std::array<std::array<Piece, 2>, 16> kPieces = {{
    {{{Bottom, Bottom}, {Bottom, Bottom}}},
    {{{Bottom, Left}, {Bottom, Bottom}}},
    {{{Right, Bottom}, {Bottom, Bottom}}},
    {{{Right, Left}, {Bottom, Bottom}}},
    {{{Top, Right}, {Bottom, Bottom}}},
    {{{Bottom, Left}, {Top, Right}}},
    {{{Top, Bottom}, {Bottom, Bottom}}},
    {{{Top, Left}, {Bottom, Bottom}}},
    {{{Left, Top}, {Bottom, Bottom}}},
    {{{Bottom, Top}, {Bottom, Bottom}}},
    {{{Right, Bottom}, {Left, Top}}},
    {{{Right, Top}, {Bottom, Bottom}}},
    {{{Left, Right}, {Bottom, Bottom}}},
    {{{Bottom, Right}, {Bottom, Bottom}}},
    {{{Left, Bottom}, {Bottom, Bottom}}},
    {{{Bottom, Bottom}, {Bottom, Bottom}}},
}};

class Tracer {
public:
    Tracer(const Raster& values, double limit) : m_values(values), m_limit(limit) {}

    std::vector<Ring> rings()
    {
        for (int row = -1; row < m_values.rows; ++row)
            for (int column = -1; column < m_values.columns; ++column)
                square(column, row);
        std::vector<Ring> all;
        // Starts in the order of the grid, so that the same grid gives the same polygons.
        for (const std::int64_t start : m_starts) {
            Ring ring;
            for (auto at = m_next.find(start); at != m_next.end();) {
                ring.push_back(pointOf(at->first));
                const std::int64_t follower = at->second;
                m_next.erase(at);
                at = m_next.find(follower);
            }
            if (ring.size() >= 3)
                all.push_back(std::move(ring));
        }
        return all;
    }

private:
    double value(int column, int row) const
    {
        const bool inside = column >= 0 && row >= 0 && column < m_values.columns && row < m_values.rows;
        const double v = inside ? static_cast<double>(m_values.at(column, row)) : std::nan("");
        return std::isfinite(v) ? v : std::numeric_limits<double>::infinity();
    }
    bool within(int column, int row) const { return value(column, row) <= m_limit; }

    /// A number for the edge between two neighbouring cells.
    std::int64_t edge(int column, int row, bool upright) const
    {
        return 2 * ((row + std::int64_t{1}) * (m_values.columns + std::int64_t{2}) + column + 1) + (upright ? 1 : 0);
    }
    std::int64_t sideOf(int column, int row, Side side) const
    {
        switch (side) {
        case Bottom: return edge(column, row, false);
        case Right: return edge(column + 1, row, true);
        case Top: return edge(column, row + 1, false);
        case Left: break;
        }
        return edge(column, row, true);
    }

    void square(int column, int row)
    {
        const int corners = (within(column, row) ? 1 : 0) + (within(column + 1, row) ? 2 : 0) + (within(column + 1, row + 1) ? 4 : 0) +
                            (within(column, row + 1) ? 8 : 0);
        for (const Piece& piece : kPieces[static_cast<std::size_t>(corners)])
            if (piece.from != piece.to) {
                m_starts.push_back(sideOf(column, row, piece.from));
                m_next.emplace(m_starts.back(), sideOf(column, row, piece.to));
            }
    }

    Point2 pointOf(std::int64_t edge) const
    {
        const std::int64_t cell = edge / 2, width = m_values.columns + std::int64_t{2};
        const int column = static_cast<int>(cell % width) - 1, row = static_cast<int>(cell / width) - 1;
        const bool upright = edge % 2 != 0;
        const int toColumn = upright ? column : column + 1, toRow = upright ? row + 1 : row;
        const double a = value(column, row), b = value(toColumn, toRow);
        const double share = std::isfinite(a) && std::isfinite(b) && a != b ? (m_limit - a) / (b - a) : kHalf;
        return m_values.centreOf(column, row) * (1 - std::clamp(share, kNearest, 1 - kNearest)) +
               m_values.centreOf(toColumn, toRow) * std::clamp(share, kNearest, 1 - kNearest);
    }

    const Raster& m_values;
    double m_limit;
    std::vector<std::int64_t> m_starts;
    std::unordered_map<std::int64_t, std::int64_t> m_next;
};

}  // namespace

MultiPolygon areaWithin(const Raster& values, double limit)
{
    MultiPolygon polygons;
    std::vector<Ring> holes;
    for (Ring& ring : Tracer(values, limit).rings()) {
        if (signedArea(ring) > 0)
            polygons.push_back({std::move(ring)});
        else
            holes.push_back(std::move(ring));
    }
    std::vector<Box> boxes;
    std::vector<double> areas;
    for (const Polygon& polygon : polygons) {
        boxes.push_back(bounds(polygon));
        areas.push_back(area(polygon));
    }
    for (Ring& hole : holes) {
        std::size_t owner = polygons.size();
        for (std::size_t i = 0; i < polygons.size(); ++i)
            if (boxes[i].contains(hole.front()) && (owner == polygons.size() || areas[i] < areas[owner]) &&
                contains(polygons[i].outer, hole.front()))
                owner = i;
        if (owner < polygons.size())
            polygons[owner].holes.push_back(std::move(hole));
    }
    return polygons;
}

}  // namespace isopolis
