#include "simulation/traffic/demand/destination_choice.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace isopolis {

namespace {
double sumOf(const std::vector<double>& v) { return std::accumulate(v.begin(), v.end(), 0.0); }
}  // namespace

/// Minutes from door to door by the chosen modes.
OdTable minutesByModes(const ModeSplit& split, const TripEnds& ends, const ModeCosts& costs, const DemandSettings& s)
{
    const std::size_t zones = costs.car_km.zones;
    OdTable minutes(ends.rows.size(), zones);
    for (std::size_t r = 0; r < ends.rows.size(); ++r)
        for (std::size_t j = 0; j < zones; ++j) {
            const std::size_t k = ends.rows[r].zone * zones + j;
            const ByMode<double> time = {split.car_min.values[k] + s.carTerminal_min,
                                         costs.transit_min.zones > 0 ? costs.transit_min.values[k] : 0, costs.cycle_min.values[k],
                                         costs.walk_min.values[k]};
            double mean = 0;
            for (std::size_t m = 0; m < kTripModeCount; ++m)
                if (!split.share[m].values.empty() && split.share[m].at(r, j) > 0)
                    mean += split.share[m].at(r, j) * time[m];
            minutes.at(r, j) = mean;
        }
    return minutes;
}

ReachedMargins reachedMargins(const OdTable& cost, const std::vector<double>& production, const std::vector<double>& attraction)
{
    ReachedMargins m{production, attraction};
    std::vector<char> reached(cost.columns, 0);
    for (std::size_t r = 0; r < cost.rows; ++r) {
        bool any = false;
        if (production[r] > 0)
            for (std::size_t j = 0; j < cost.columns; ++j)
                if (attraction[j] > 0 && std::isfinite(cost.at(r, j))) {
                    any = true;
                    reached[j] = 1;
                }
        if (!any) {
            m.unplaced += m.rows[r];
            m.rows[r] = 0;
        }
    }
    for (std::size_t j = 0; j < cost.columns; ++j)
        if (!reached[j])
            m.columns[j] = 0;
    const double rows = sumOf(m.rows), columns = sumOf(m.columns);
    for (double& c : m.columns)
        c *= columns > 0 ? rows / columns : 0;
    return m;
}

Expected<PlacedTrips> placeTrips(Purpose purpose, const ModeSplit& split, const TripEnds& ends, double gamma, double beta)
{
    const std::size_t p = indexOf(purpose);
    const ReachedMargins margins = reachedMargins(split.logsum_min, ends.production[p], ends.attraction[p]);
    auto d = distribute(split.logsum_min, margins.rows, margins.columns, {beta, gamma});
    if (!d)
        return unexpected(d.error());
    return PlacedTrips{std::move(d->trips), margins.unplaced, d->error, d->converged};
}

}  // namespace isopolis
