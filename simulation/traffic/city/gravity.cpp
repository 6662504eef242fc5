#include "simulation/traffic/city/gravity.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace isopolis {

namespace {
// The error must fall below this part of itself within so many iterations.
constexpr int kPatience = 25;
constexpr double kProgress = 0.98;
}  // namespace

Furness furness(std::vector<double>& t, const std::vector<double>& rows, const std::vector<double>& columns, double tolerance,
                int maxIterations)
{
    const std::size_t m = rows.size(), n = columns.size();
    Furness result;
    double largest = 0;
    for (const double margin : rows)
        largest = std::max(largest, margin);
    for (const double margin : columns)
        largest = std::max(largest, margin);
    if (largest <= 0) {
        std::fill(t.begin(), t.end(), 0.0);
        result.converged = true;
        return result;
    }
    // Factors a and b, not the cells, are iterated: one pass over the seeds for each side.
    std::vector<double> a(m, 1), b(n, 1), sum(n);
    const auto sumColumns = [&] {
        std::fill(sum.begin(), sum.end(), 0.0);
        for (std::size_t i = 0; i < m; ++i)
            if (a[i] > 0)
                for (std::size_t j = 0; j < n; ++j)
                    sum[j] += a[i] * t[i * n + j];
    };
    const auto sumRow = [&](std::size_t i) {
        double s = 0;
        for (std::size_t j = 0; j < n; ++j)
            s += t[i * n + j] * b[j];
        return s;
    };
    double errorBefore = std::numeric_limits<double>::infinity();
    while (result.iterations < maxIterations && !result.converged) {
        ++result.iterations;
        double error = 0;
        for (std::size_t i = 0; i < m; ++i) {
            if (rows[i] <= 0) {
                a[i] = 0;
                continue;
            }
            const double s = sumRow(i);
            // The columns held after the step before, so what the rows miss now is all that is missing.
            if (s > 0)
                error = std::max(error, std::abs(a[i] * s - rows[i]) / largest);
            a[i] = s > 0 ? rows[i] / s : 0;
        }
        sumColumns();
        for (std::size_t j = 0; j < n; ++j)
            b[j] = sum[j] > 0 ? columns[j] / sum[j] : 0;
        result.error = error;
        result.converged = result.iterations > 1 && error <= tolerance;
        // Margins that do not fit together: the factors would run away without an end.
        if (result.iterations % kPatience == 0) {
            if (error > kProgress * errorBefore)
                break;
            errorBefore = error;
        }
    }
    for (std::size_t i = 0; i < m; ++i)
        for (std::size_t j = 0; j < n; ++j)
            t[i * n + j] *= a[i] * b[j];
    return result;
}

Balanced balance(ZoneMatrix seed, const std::vector<double>& rows, const std::vector<double>& columns, double tolerance, int maxIterations)
{
    Balanced result{std::move(seed)};
    const Furness fit = furness(result.trips.values, rows, columns, tolerance, maxIterations);
    result.error = fit.error;
    result.iterations = fit.iterations;
    result.converged = fit.converged;
    return result;
}

ZoneMatrix deterrence(const ZoneMatrix& cost, double gamma)
{
    ZoneMatrix f(cost.zones);
    for (std::size_t k = 0; k < cost.values.size(); ++k)
        f.values[k] = std::isfinite(cost.values[k]) ? std::exp(-gamma * cost.values[k]) : 0;
    return f;
}

}  // namespace isopolis
