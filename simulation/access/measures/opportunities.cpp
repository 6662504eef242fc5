#include "simulation/access/measures/opportunities.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace isopolis {

namespace {

/// Calls `f(row)` for each place.
template <class F>
PlaceValues perPlace(const CostMatrix& costs, const F& f)
{
    PlaceValues out(costs.places());
    for (const AccessPlaceId place : idsOf(out))
        out[place] = f(place, costs.from(place));
    return out;
}

double at(const PlaceValues& values, std::uint32_t place) { return values[AccessPlaceId(place)]; }

double within(const CostRow& row, const PlaceValues& opportunities, double cutoff)
{
    double sum = 0;
    for (std::size_t k = 0; k < row.size(); ++k)
        if (row.cost[k] <= cutoff)
            sum += at(opportunities, row.to[k]);
    return sum;
}

double median(std::vector<double>& values)
{
    std::sort(values.begin(), values.end());
    const std::size_t half = values.size() / 2;
    return values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
}

/// Positions in a row, cheapest first; equal costs in the order of places.
std::vector<std::uint32_t> byCost(const CostRow& row)
{
    std::vector<std::uint32_t> order(row.size());
    std::iota(order.begin(), order.end(), 0U);
    std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) { return row.cost[a] < row.cost[b]; });
    return order;
}

}  // namespace

std::size_t CutoffInterval::count() const
{
    // 0.1 steps add up to a little more or less than the end that was meant.
    constexpr double kRounding = 1e-9;
    return step > 0 && high >= low ? static_cast<std::size_t>((high - low) / step + kRounding) + 1 : 1;
}

PlaceValues cumulative(const CostMatrix& costs, const PlaceValues& opportunities, double cutoff)
{
    return perPlace(costs, [&](AccessPlaceId, const CostRow& row) { return within(row, opportunities, cutoff); });
}

PlaceValues cumulativeInterval(const CostMatrix& costs, const PlaceValues& opportunities, const CutoffInterval& interval)
{
    const std::size_t n = interval.count();
    std::vector<double> counts(n);
    return perPlace(costs, [&](AccessPlaceId, const CostRow& row) {
        for (std::size_t k = 0; k < n; ++k)
            counts[k] = within(row, opportunities, interval.low + static_cast<double>(k) * interval.step);
        return std::floor(median(counts));
    });
}

PlaceValues gravity(const CostMatrix& costs, const PlaceValues& opportunities, const Decay& decay)
{
    return perPlace(costs, [&](AccessPlaceId, const CostRow& row) {
        double sum = 0;
        for (std::size_t k = 0; k < row.size(); ++k)
            sum += at(opportunities, row.to[k]) * weightAt(decay, row.cost[k]);
        return sum;
    });
}

PlaceValues costToClosest(const CostMatrix& costs, const PlaceValues& opportunities, double wanted)
{
    return perPlace(costs, [&](AccessPlaceId, const CostRow& row) {
        double found = 0;
        for (const std::uint32_t k : byCost(row)) {
            const double here = at(opportunities, row.to[k]);
            found += here;
            if (here > 0 && found >= wanted)
                return row.cost[k];
        }
        return std::numeric_limits<double>::infinity();
    });
}

PlaceValues balancingCost(const CostMatrix& costs, const PlaceValues& opportunities, const PlaceValues& people, double step)
{
    double largest = 0;
    for (std::size_t i = 0; i < costs.places(); ++i)
        for (const double cost : costs.from(AccessPlaceId::fromIndex(i)).cost)
            largest = std::max(largest, cost);
    return perPlace(costs, [&](AccessPlaceId place, const CostRow& row) {
        if (people[place] == 0)
            return 0.0;
        double found = 0;
        for (const std::uint32_t k : byCost(row)) {
            found += at(opportunities, row.to[k]);
            if (!(found > people[place]))
                continue;
            const double balanced = std::ceil(row.cost[k] / step) * step;
            return balanced <= largest ? balanced : std::numeric_limits<double>::quiet_NaN();
        }
        return std::numeric_limits<double>::quiet_NaN();
    });
}

}  // namespace isopolis
