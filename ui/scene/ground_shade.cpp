#include "ui/scene/ground_shade.h"

#include <algorithm>
#include <cmath>

namespace isopolis {
namespace {

constexpr int kMostCells = 2048;
constexpr double kFinestCell_m = 1, kCoarsestCell_m = 7, kLongestShadow_m = 120;
constexpr double kShadow = 0.24, kContact = 0.22;  ///< share of light that the sun's shadow and near walls take

class Mask {
public:
    Mask(const Box& box, double cell_m, int columns, int rows)
        : m_box(box), m_cell_m(cell_m), m_columns(columns), m_rows(rows),
          m_values(static_cast<std::size_t>(columns) * static_cast<std::size_t>(rows), 0)
    {}
    void fill(const Ring& ring, Point2 shift)
    {
        const Box box = bounds(ring);
        const int first = std::max(0, row(box.minY + shift.y)), last = std::min(m_rows - 1, row(box.maxY + shift.y));
        std::vector<double> cuts;
        for (int r = first; r <= last; ++r) {
            const double y = m_box.minY + (r + 0.5) * m_cell_m - shift.y;
            cuts.clear();
            for (std::size_t i = 0; i < ring.size(); ++i) {
                const Point2 a = ring[i], b = ring[(i + 1) % ring.size()];
                if ((a.y > y) != (b.y > y))
                    cuts.push_back(a.x + (y - a.y) / (b.y - a.y) * (b.x - a.x) + shift.x);
            }
            std::sort(cuts.begin(), cuts.end());
            for (std::size_t i = 0; i + 1 < cuts.size(); i += 2) {
                const int from = std::max(0, column(cuts[i] + 0.5 * m_cell_m)),
                          to = std::min(m_columns - 1, column(cuts[i + 1] - 0.5 * m_cell_m));
                for (int c = from; c <= to; ++c)
                    m_values[index(c, r)] = 255;
            }
        }
    }
    /// Mean over a square of 2 × radius + 1 cells.
    void blur(int radius)
    {
        std::vector<std::uint8_t> line(static_cast<std::size_t>(std::max(m_columns, m_rows)));
        for (int r = 0; r < m_rows; ++r)
            blurLine(index(0, r), 1, m_columns, radius, line);
        for (int c = 0; c < m_columns; ++c)
            blurLine(index(c, 0), static_cast<std::size_t>(m_columns), m_rows, radius, line);
    }
    const std::vector<std::uint8_t>& values() const { return m_values; }

private:
    int column(double x) const { return static_cast<int>(std::clamp(std::floor((x - m_box.minX) / m_cell_m), -1e6, 1e6)); }
    int row(double y) const { return static_cast<int>(std::clamp(std::floor((y - m_box.minY) / m_cell_m), -1e6, 1e6)); }
    std::size_t index(int c, int r) const
    {
        return static_cast<std::size_t>(r) * static_cast<std::size_t>(m_columns) + static_cast<std::size_t>(c);
    }
    void blurLine(std::size_t start, std::size_t stride, int n, int radius, std::vector<std::uint8_t>& line)
    {
        int sum = 0;
        for (int i = 0; i < n; ++i)
            line[static_cast<std::size_t>(i)] = m_values[start + static_cast<std::size_t>(i) * stride];
        for (int i = -radius; i < n; ++i) {
            if (i + radius < n)
                sum += line[static_cast<std::size_t>(i + radius)];
            if (i - radius - 1 >= 0)
                sum -= line[static_cast<std::size_t>(i - radius - 1)];
            if (i >= 0)
                m_values[start + static_cast<std::size_t>(i) * stride] = static_cast<std::uint8_t>(sum / (2 * radius + 1));
        }
    }

    Box m_box;
    double m_cell_m;
    int m_columns, m_rows;
    std::vector<std::uint8_t> m_values;
};

}  // namespace

GroundShade makeGroundShade(const City& city, const AppliedScenario* applied, const osg::Vec3f& sun)
{
    Box box;
    for (const Building& building : city.buildings())
        box.add(bounds(building.footprint));
    GroundShade shade;
    if (box.empty())
        return shade;
    box = box.grown(kLongestShadow_m + 10);
    const double cell = std::max(kFinestCell_m, std::max(box.width(), box.height()) / kMostCells);
    if (cell > kCoarsestCell_m)
        return shade;
    const int columns = static_cast<int>(box.width() / cell) + 1, rows = static_cast<int>(box.height() / cell) + 1;
    Mask shadow(box, cell, columns, rows), contact(box, cell, columns, rows);
    const double perHeight = 1 / std::max(0.2F, sun.z());
    for (const BuildingId id : idsOf(city.buildings())) {
        if (applied && !applied->stands(id))
            continue;
        const Building& building = city.buildings()[id];
        const double reach = std::min(building.height_m * perHeight, kLongestShadow_m);
        const Point2 vector{-sun.x() * reach, -sun.y() * reach};
        const int steps = 1 + static_cast<int>(std::hypot(vector.x, vector.y) / (1.5 * cell));
        for (const Polygon& polygon : building.footprint) {
            contact.fill(polygon.outer, {});
            for (int i = 0; i <= steps; ++i)
                shadow.fill(polygon.outer, vector * (static_cast<double>(i) / steps));
        }
    }
    shadow.blur(1);
    const int wide = std::max(1, static_cast<int>(std::lround(5 / cell)));
    contact.blur(wide);
    contact.blur(wide);
    shade.box = {box.minX, box.minY, box.minX + columns * cell, box.minY + rows * cell};
    shade.columns = columns;
    shade.rows = rows;
    shade.light.resize(shadow.values().size());
    for (std::size_t i = 0; i < shade.light.size(); ++i) {
        const double light = (1 - kShadow * shadow.values()[i] / 255.0) * (1 - kContact * contact.values()[i] / 255.0);
        shade.light[i] = static_cast<std::uint8_t>(std::lround(255 * light));
    }
    return shade;
}

}  // namespace isopolis
