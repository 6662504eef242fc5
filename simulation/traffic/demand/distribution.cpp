#include "simulation/traffic/demand/distribution.h"

#include "simulation/traffic/city/gravity.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <string>

namespace isopolis {

namespace {

constexpr double kEqualTotals = 1e-6;

tl::unexpected<Error> bad(const std::string& what, const std::string& cure)
{
    return unexpected(Error{ErrorCode::BadValue, what}.cure(cure));
}

double sumOf(const std::vector<double>& v) { return std::accumulate(v.begin(), v.end(), 0.0); }

Expected<void> checkMargin(const std::vector<double>& margin, std::size_t size, const std::string& name)
{
    if (margin.size() != size)
        return bad("there are " + std::to_string(margin.size()) + " " + name + " for " + std::to_string(size) + " rows or columns of costs",
                   "Give one figure for each.");
    for (std::size_t i = 0; i < size; ++i)
        if (!std::isfinite(margin[i]) || margin[i] < 0)
            return bad(name + " " + std::to_string(i + 1) + " is negative or no number", "Trips are counts: 0 or more.");
    return {};
}

Expected<void> check(const OdTable& cost, const std::vector<double>& productions, const std::vector<double>& attractions,
                     const Deterrence& f)
{
    if (auto rows = checkMargin(productions, cost.rows, "productions"); !rows)
        return rows;
    if (auto columns = checkMargin(attractions, cost.columns, "attractions"); !columns)
        return columns;
    const double p = sumOf(productions), a = sumOf(attractions);
    if (std::abs(p - a) > kEqualTotals * std::max(p, a))
        return bad("productions sum to " + std::to_string(p) + " and attractions to " + std::to_string(a),
                   "Scale the attractions to the productions first.");
    for (std::size_t k = 0; k < cost.values.size(); ++k)
        if (std::isnan(cost.values[k]) || cost.values[k] < 0 || (cost.values[k] == 0 && f.beta < 0))
            return bad("the cost of row " + std::to_string(k / cost.columns + 1) + ", column " + std::to_string(k % cost.columns + 1) +
                           " is negative or no number (or 0 under a negative power)",
                       "Costs are minutes: 0 or more, infinity for no way.");
    return {};
}

Distributed balanced(const OdTable& cost, const std::vector<double>& productions, const std::vector<double>& attractions,
                     const Deterrence& f, double tolerance, int maxIterations, const OdTable& measured)
{
    Distributed d;
    d.trips = OdTable(cost.rows, cost.columns);
    // A factor per row changes nothing in the balanced trips: measured from the row's least cost, strong deterrence does not underflow.
    for (std::size_t r = 0; r < cost.rows; ++r) {
        const double* row = cost.values.data() + r * cost.columns;
        const double least = cost.columns > 0 ? *std::min_element(row, row + cost.columns) : 0;
        const double factor = std::isfinite(least) ? std::exp(f.gamma * least) : 0;
        for (std::size_t c = 0; c < cost.columns; ++c)
            d.trips.at(r, c) = std::isfinite(row[c]) ? (f.beta != 0 ? factor * f(row[c]) : std::exp(-f.gamma * (row[c] - least))) : 0;
    }
    const Furness fit = furness(d.trips.values, productions, attractions, tolerance, maxIterations);
    d.error = fit.error;
    d.iterations = fit.iterations;
    d.converged = fit.converged;
    double trips = 0, minutes = 0;
    for (std::size_t k = 0; k < cost.values.size(); ++k)
        if (d.trips.values[k] > 0) {
            trips += d.trips.values[k];
            minutes += d.trips.values[k] * measured.values[k];
        }
    d.meanCost = trips > 0 ? minutes / trips : std::numeric_limits<double>::quiet_NaN();
    return d;
}

}  // namespace

double OdTable::total() const { return sumOf(values); }

double Deterrence::operator()(double cost) const
{
    if (!std::isfinite(cost))
        return 0;
    return (beta != 0 ? std::pow(cost, beta) : 1) * std::exp(-gamma * cost);
}

Expected<Distributed> distribute(const OdTable& cost, const std::vector<double>& productions, const std::vector<double>& attractions,
                                 const Deterrence& f, double tolerance, int maxIterations)
{
    if (auto fine = check(cost, productions, attractions, f); !fine)
        return unexpected(fine.error());
    return balanced(cost, productions, attractions, f, tolerance, maxIterations, cost);
}

Expected<Calibrated> calibrateDeterrence(const OdTable& cost, const std::vector<double>& productions,
                                         const std::vector<double>& attractions, double beta, double meanCost, const OdTable* measured,
                                         double tolerance, int maxIterations)
{
    if (!(meanCost > 0) || !std::isfinite(meanCost))
        return bad("the observed mean cost is not a positive number", "Give the mean trip in minutes.");
    if (auto fine = check(cost, productions, attractions, {beta, 0}); !fine)
        return unexpected(fine.error());
    if (measured != nullptr && measured->values.size() != cost.values.size())
        return bad("the table to take the mean of has another size than the costs", "Give one figure for each cost.");
    const auto at = [&](double gamma) {
        return balanced(cost, productions, attractions, {beta, gamma}, kMarginTolerance, 2000, measured != nullptr ? *measured : cost);
    };
    Calibrated best{0, 0, at(0)};
    if (!(best.trips.meanCost > 0))
        return bad("there are no trips to calibrate with", "Check productions and attractions.");
    if (meanCost > best.trips.meanCost * (1 + tolerance))
        return bad("the observed mean of " + std::to_string(meanCost) + " min is longer than the " + std::to_string(best.trips.meanCost) +
                       " min of trips that ignore cost",
                   "Check the unit of the observed mean and the costs.");
    // The mean falls as γ grows; low and high bracket the solution.
    double low = 0, high = std::numeric_limits<double>::infinity();
    double before = 0, meanBefore = best.trips.meanCost, gamma = 1 / meanCost;
    const double everyTrip = best.trips.trips.total();
    while (best.iterations < maxIterations && std::abs(best.trips.meanCost - meanCost) > tolerance * meanCost) {
        best.trips = at(gamma);
        // So strong a deterrence that places are reached by nobody: the mean would fall by losing trips.
        if (std::abs(best.trips.trips.total() - everyTrip) > kEqualTotals * everyTrip)
            break;
        best.gamma = gamma;
        ++best.iterations;
        const double mean = best.trips.meanCost;
        (mean > meanCost ? low : high) = gamma;
        const double step = mean - meanBefore;
        double next = step != 0 ? ((meanCost - meanBefore) * gamma - (meanCost - mean) * before) / step : gamma * mean / meanCost;
        if (!(next > low && next < high))
            next = std::isfinite(high) ? (low + high) / 2 : 2 * gamma;
        before = gamma;
        meanBefore = mean;
        gamma = next;
    }
    if (std::abs(best.trips.meanCost - meanCost) > tolerance * meanCost ||
        std::abs(best.trips.trips.total() - everyTrip) > kEqualTotals * everyTrip)
        return bad("no deterrence gives a mean of " + std::to_string(meanCost) + " min: after " + std::to_string(best.iterations) +
                       " steps the trips take " + std::to_string(best.trips.meanCost) + " min",
                   "The places that trips must reach lie too far apart for so short a mean.");
    return best;
}

}  // namespace isopolis
