#pragma once
/// What residents reach by public transport, per neighbourhood, and travel times between places.

#include "gis/core/error.h"
#include "gis/core/ids.h"

#include <string>
#include <vector>

namespace isopolis {

/// Departures at a fixed step: first, first + step, … in [first, first + length).
struct DepartureWindow {
    int first_s = 7 * 3600, length_s = 3600, step_s = 60;
    std::size_t count() const { return step_s > 0 && length_s > 0 ? static_cast<std::size_t>((length_s + step_s - 1) / step_s) : 0; }
    int departure(std::size_t i) const { return first_s + static_cast<int>(i) * step_s; }
    friend bool operator==(const DepartureWindow&, const DepartureWindow&) = default;
};

inline constexpr int kTravelPercentiles[] = {5, 25, 50, 75, 95};
inline constexpr std::size_t kTravelPercentileCount = 5;

/// Door to door times over the departures of a window, minutes. Infinite: not reachable in that share of the departures.
struct TravelTime {
    double percentile_min[kTravelPercentileCount] = {};
    double notReachable = 0;  ///< share of the departures
    friend bool operator==(const TravelTime&, const TravelTime&) = default;
};

struct TravelTimeMatrix {
    std::size_t origins = 0, destinations = 0;
    std::vector<TravelTime> times;  ///< by origin, then destination; empty if cancelled
    const TravelTime& at(std::size_t from, std::size_t to) const { return times[from * destinations + to]; }
};

struct TransitResult {
    IdVector<NeighbourhoodId, double> jobsByTransit;  ///< mean over people and departures; NaN where nobody lives or no timetable is known
    double cutoff_min = 0;
    DepartureWindow window;
    bool timetable = false;  ///< false: `issues` says why there are no figures
    std::vector<Issue> issues;
    friend bool operator==(const TransitResult&, const TransitResult&) = default;
};

}  // namespace isopolis
