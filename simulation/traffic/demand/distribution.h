#pragma once
/// Doubly constrained gravity model with rows of any kind: T_rj = a_r b_j P_r A_j f(c_rj), f(c) = c^β e^(−γc).
///
///   Expected<Distributed> t = distribute(cost, productions, attractions, {.beta = 0, .gamma = 0.08});
///   Expected<Calibrated> c = calibrateDeterrence(cost, productions, attractions, 0, 14.5);   // γ for a mean trip of 14.5 min
///
/// A row is a zone or a group of people in a zone; columns are zones. Costs are generalised minutes; infinity: no way, no trips. Margins
/// must be finite, not negative and of equal totals (to 1e-6). `error` is the largest miss of a margin relative to the largest one.
/// `calibrateDeterrence` follows Hyman: γ₀ = 1/c*, then the secant on the mean cost, kept within the bracket that is known. The mean may be
/// taken of another measure than the cost that deters (`measured`, e.g. minutes on the way where the cost is a logsum).
/// Errors: BadValue for margins or costs that make no sense (row and column named), or a mean cost that no γ ≥ 0 reaches.
/// Source: Wilson 1967, Transportation Research 1(3); Hyman 1969, Environment and Planning 1(1); Williams 1976, Environment and Planning
/// A 8.

#include "gis/core/expected.h"

#include <cstddef>
#include <vector>

namespace isopolis {

/// A table of rows × columns, row by row.
struct OdTable {
    std::size_t rows = 0, columns = 0;
    std::vector<double> values;
    OdTable() = default;
    OdTable(std::size_t r, std::size_t c, double value = 0) : rows(r), columns(c), values(r * c, value) {}
    double& at(std::size_t row, std::size_t column) { return values[row * columns + column]; }
    double at(std::size_t row, std::size_t column) const { return values[row * columns + column]; }
    double total() const;
};

struct Deterrence {
    double beta = 0, gamma = 0.1;
    double operator()(double cost) const;  ///< 0 for infinite cost
};

struct Distributed {
    OdTable trips;
    double error = 0, meanCost = 0;  ///< mean over trips, NaN without trips
    int iterations = 0;
    bool converged = false;
};

inline constexpr double kMarginTolerance = 1e-9;

Expected<Distributed> distribute(const OdTable& cost, const std::vector<double>& productions, const std::vector<double>& attractions,
                                 const Deterrence& f, double tolerance = kMarginTolerance, int maxIterations = 2000);

struct Calibrated {
    double gamma = 0;
    int iterations = 0;
    Distributed trips;
};

Expected<Calibrated> calibrateDeterrence(const OdTable& cost, const std::vector<double>& productions,
                                         const std::vector<double>& attractions, double beta, double meanCost,
                                         const OdTable* measured = nullptr, double tolerance = 1e-6, int maxIterations = 60);

}  // namespace isopolis
