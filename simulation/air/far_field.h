#pragma once
/// The far part of all streets together: emission on a grid, convolved with the far part of the annual kernel.
///
///   FarField far(area, {.x = minX, .y = minY}, 10, kernel, split);
///   far.deposit(polyline, cells);                        // metres of the line by grid node
///   std::vector<double> field = far.convolve(source);    // source: g/s by node; field: µg/m³ by node
///   far.at(field, place);                                // bilinear between nodes
///
/// Nodes are `cell_m` apart; one lies on `anchor`, so that the centres of a raster's cells are nodes. Lines are spread linearly over the
/// four nodes around each of their points, which keeps amounts and centres of gravity. The grid reaches one kernel's reach beyond the area;
/// beyond that nothing counts. Same bits at any number of threads: plans are FFTW's estimated ones, made without timing. Source:
/// particle-mesh sums, Hockney & Eastwood 1988; FFTW 3, Frigo & Johnson 2005.

#include "simulation/air/annual_kernel.h"

#include <complex>
#include <memory>

namespace isopolis {

/// Metres of a line that count at a node.
struct FarDeposit {
    std::uint32_t node = 0;
    float metres = 0;
};

class FarField {
public:
    FarField(const Box& area, Point2 anchor, double cell_m, const AnnualKernel& kernel, const KernelSplit& split);
    ~FarField();
    FarField(const FarField&) = delete;
    FarField& operator=(const FarField&) = delete;

    std::size_t nodes() const { return m_rows * m_columns; }
    /// Appends the line's nodes, ascending.
    void deposit(const Polyline& line, std::vector<FarDeposit>& out) const;
    /// Callable from several threads at once.
    std::vector<double> convolve(std::span<const double> source) const;
    /// Within the area; 0 outside the grid.
    double at(std::span<const double> field, Point2 place) const;

private:
    struct Plans;
    Point2 m_origin;  ///< of node 0
    double m_cell_m = 10;
    std::size_t m_rows = 0, m_columns = 0;
    std::unique_ptr<Plans> m_plans;
    std::vector<std::complex<double>> m_spectrum;
};

}  // namespace isopolis
