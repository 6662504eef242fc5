#pragma once
/// Destinations of one purpose on the logsums of its modes.
///
///   Expected<PlacedTrips> placed = placeTrips(Purpose::HomeWork, split, ends, 0.065, 0);   placed->trips.at(row, zone);

#include "simulation/traffic/demand/mode_split.h"

namespace isopolis {

/// Productions of rows that reach something, and attractions that somebody reaches, with one total.
struct ReachedMargins {
    std::vector<double> rows, columns;
    double unplaced = 0;  ///< trips of rows that reach nothing
};

ReachedMargins reachedMargins(const OdTable& cost, const std::vector<double>& production, const std::vector<double>& attraction);

struct PlacedTrips {
    OdTable trips;
    double unplaced = 0, error = 0;
    bool converged = true;
};

Expected<PlacedTrips> placeTrips(Purpose purpose, const ModeSplit& split, const TripEnds& ends, double gamma, double beta);

/// Minutes from door to door by the chosen modes.
OdTable minutesByModes(const ModeSplit& split, const TripEnds& ends, const ModeCosts& costs, const DemandSettings& settings);

}  // namespace isopolis
