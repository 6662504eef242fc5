#include "simulation/air/far_field.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <mutex>

#include <fftw3.h>

namespace isopolis {

namespace {

constexpr double kStepsPerCell = 4;  // points of a line per cell width

struct FreeFftw {
    void operator()(void* memory) const { fftw_free(memory); }
};
template <class T>
using FftwArray = std::unique_ptr<T[], FreeFftw>;

FftwArray<double> realArray(std::size_t n) { return FftwArray<double>(fftw_alloc_real(n)); }
FftwArray<fftw_complex> complexArray(std::size_t n) { return FftwArray<fftw_complex>(fftw_alloc_complex(n)); }

/// FFTW makes plans in one thread at a time.
std::mutex& planner()
{
    static std::mutex mutex;
    return mutex;
}

/// The smallest product of 2, 3 and 5 that is not below n.
std::size_t goodSize(std::size_t n)
{
    for (;; ++n) {
        std::size_t rest = n;
        for (const std::size_t p : {2, 3, 5})
            while (rest % p == 0)
                rest /= p;
        if (rest == 1)
            return n;
    }
}

}  // namespace

struct FarField::Plans {
    fftw_plan forward = nullptr, backward = nullptr;
    ~Plans()
    {
        const std::lock_guard lock(planner());
        fftw_destroy_plan(forward);
        fftw_destroy_plan(backward);
    }
};

FarField::FarField(const Box& area, Point2 anchor, double cell_m, const AnnualKernel& kernel, const KernelSplit& split)
    : m_cell_m(cell_m), m_plans(std::make_unique<Plans>())
{
    // Sources lie up to one reach outside the area; the kernel wraps round, but never into the area.
    const double margin_m = kernel.reach_m() + 2 * cell_m;
    m_origin = {anchor.x - std::ceil((anchor.x - area.minX + margin_m) / cell_m) * cell_m,
                anchor.y - std::ceil((anchor.y - area.minY + margin_m) / cell_m) * cell_m};
    const auto size = [&](double from, double to) {
        return goodSize(static_cast<std::size_t>(std::ceil((to + margin_m - from) / cell_m)) + 1);
    };
    m_columns = size(m_origin.x, area.maxX);
    m_rows = size(m_origin.y, area.maxY);

    const std::size_t half = m_columns / 2 + 1;
    const FftwArray<double> real = realArray(nodes());
    const FftwArray<fftw_complex> spectrum = complexArray(m_rows * half);
    {
        const std::lock_guard lock(planner());
        const int rows = static_cast<int>(m_rows), columns = static_cast<int>(m_columns);
        m_plans->forward = fftw_plan_dft_r2c_2d(rows, columns, real.get(), spectrum.get(), FFTW_ESTIMATE);
        m_plans->backward = fftw_plan_dft_c2r_2d(rows, columns, spectrum.get(), real.get(), FFTW_ESTIMATE);
    }
    std::fill_n(real.get(), nodes(), 0.0);
    const int reach = static_cast<int>(std::ceil(kernel.reach_m() / cell_m));
    const auto wrap = [](int i, std::size_t n) { return static_cast<std::size_t>(i < 0 ? i + static_cast<int>(n) : i); };
    for (int dy = -reach; dy <= reach; ++dy)
        for (int dx = -reach; dx <= reach; ++dx) {
            const Point2 offset{dx * cell_m, dy * cell_m};
            real[wrap(dy, m_rows) * m_columns + wrap(dx, m_columns)] =
                split.farShare(std::hypot(offset.x, offset.y)) * kernel.at(offset) / static_cast<double>(nodes());
        }
    fftw_execute(m_plans->forward);
    m_spectrum.resize(m_rows * half);
    for (std::size_t i = 0; i < m_spectrum.size(); ++i)
        m_spectrum[i] = {spectrum[i][0], spectrum[i][1]};
}

FarField::~FarField() = default;

void FarField::deposit(const Polyline& line, std::vector<FarDeposit>& out) const
{
    std::map<std::uint32_t, double> metres;
    for (std::size_t s = 0; s + 1 < line.size(); ++s) {
        const double length_m = distance(line[s], line[s + 1]);
        const auto steps = static_cast<std::size_t>(std::max(1.0, std::ceil(length_m * kStepsPerCell / m_cell_m)));
        for (std::size_t k = 0; k < steps; ++k) {
            const Point2 p = line[s] + (line[s + 1] - line[s]) * ((static_cast<double>(k) + 0.5) / static_cast<double>(steps));
            const double x = (p.x - m_origin.x) / m_cell_m, y = (p.y - m_origin.y) / m_cell_m;
            if (!(x >= 0 && y >= 0 && x < static_cast<double>(m_columns - 1) && y < static_cast<double>(m_rows - 1)))
                continue;
            const auto c = static_cast<std::size_t>(x), r = static_cast<std::size_t>(y);
            const double u = x - static_cast<double>(c), v = y - static_cast<double>(r), piece = length_m / static_cast<double>(steps);
            const auto add = [&](std::size_t row, std::size_t column, double share) {
                metres[static_cast<std::uint32_t>(row * m_columns + column)] += share * piece;
            };
            add(r, c, (1 - u) * (1 - v));
            add(r, c + 1, u * (1 - v));
            add(r + 1, c, (1 - u) * v);
            add(r + 1, c + 1, u * v);
        }
    }
    for (const auto& [node, amount] : metres)
        out.push_back({node, static_cast<float>(amount)});
}

std::vector<double> FarField::convolve(std::span<const double> source) const
{
    const std::size_t n = m_spectrum.size();
    const FftwArray<double> real = realArray(nodes());
    const FftwArray<fftw_complex> spectrum = complexArray(n);
    std::copy(source.begin(), source.end(), real.get());
    fftw_execute_dft_r2c(m_plans->forward, real.get(), spectrum.get());
    for (std::size_t i = 0; i < n; ++i) {
        const std::complex<double> product = std::complex<double>(spectrum[i][0], spectrum[i][1]) * m_spectrum[i];
        spectrum[i][0] = product.real();
        spectrum[i][1] = product.imag();
    }
    fftw_execute_dft_c2r(m_plans->backward, spectrum.get(), real.get());
    return {real.get(), real.get() + nodes()};
}

double FarField::at(std::span<const double> field, Point2 place) const
{
    const double x = (place.x - m_origin.x) / m_cell_m, y = (place.y - m_origin.y) / m_cell_m;
    if (!(x >= 0 && y >= 0 && x < static_cast<double>(m_columns - 1) && y < static_cast<double>(m_rows - 1)))
        return 0;
    const auto c = static_cast<std::size_t>(x), r = static_cast<std::size_t>(y);
    const double u = x - static_cast<double>(c), v = y - static_cast<double>(r);
    const double* south = &field[r * m_columns + c];
    const double* north = south + m_columns;
    // Rounding of the transform may leave a trace below zero where there is nothing.
    return std::max(0.0, (1 - v) * ((1 - u) * south[0] + u * south[1]) + v * ((1 - u) * north[0] + u * north[1]));
}

}  // namespace isopolis
