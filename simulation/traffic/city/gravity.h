#pragma once
/// Doubly constrained trip distribution: T_ij = a_i b_j P_i A_j f(c_ij), balanced to its margins.
///
///   Balanced t = balance(deterrence(times, 0.1), productions, attractions);   t.trips.at(i, j);
///
/// Margins must have equal totals. A row whose seeds are all zero stays empty. `error` is the largest distance of a row or column that has
/// seeds from its margin, relative to the largest margin; `converged` tells whether it fell to `tolerance`.
/// Source: Wilson 1967; Furness 1965 (iterative proportional fitting).

#include "simulation/traffic/traffic_result.h"

#include <vector>

namespace isopolis {

/// Iterative proportional fitting of a table of any shape, in place (rows × columns, row by row). Same rules as `balance`.
struct Furness {
    double error = 0;
    int iterations = 0;
    bool converged = false;
};
Furness furness(std::vector<double>& table, const std::vector<double>& rows, const std::vector<double>& columns, double tolerance,
                int maxIterations);

struct Balanced {
    ZoneMatrix trips;
    double error = 0;
    int iterations = 0;
    bool converged = false;
};

Balanced balance(ZoneMatrix seed, const std::vector<double>& rows, const std::vector<double>& columns, double tolerance = 1e-9,
                 int maxIterations = 2000);

/// exp(−γ·c); 0 where c is infinite.
ZoneMatrix deterrence(const ZoneMatrix& cost, double gamma);

}  // namespace isopolis
