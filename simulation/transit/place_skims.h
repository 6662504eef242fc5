#pragma once
/// Journeys by public transport between places as the choice of mode sees them: time in vehicles, time outside, changes.
///
///   PlaceSkims skims = placeSkims(*model, places, {.first_s = 7 * 3600, .length_s = 3600, .step_s = 600}, control);
///   skims.inVehicle_min[from * n + to];
///
/// Means over the departures of a window, each with the earliest arrival by at least one ride; of equal arrivals that with fewest rides.
/// Outside is all that is not in a vehicle: walks, waiting at stops and at the door until the journey begins.
/// What surprises: a pair that fewer than half of the departures reach is infinite; walks without a ride are another mode. From a place to
/// itself there is no journey. Places without coordinates reach nothing. Parallel over origins; same bits at any number of threads.
/// Cancelled: empty. Source: Delling, Pajor & Werneck 2012; skims by purpose and component as in UK TAG unit M3.2.

#include "simulation/transit/transit_model.h"
#include "simulation/transit/transit_result.h"

namespace isopolis {

struct PlaceSkims {
    std::size_t places = 0;
    std::vector<double> inVehicle_min, outside_min, changes;  ///< row = origin; infinite together
    std::vector<double> dearestFare = {}, allFares = {};      ///< of a journey's rides: the dearest, and their sum; empty without fares
};

/// `fares` of one ride by line, empty if unknown.
PlaceSkims placeSkims(const TransitModel& model, const std::vector<Point2>& places, const DepartureWindow& window, RunControl& control,
                      const IdVector<TransitLineId, double>& fares = {});

/// Fares by line; a line without one is taken to cost what lines with one cost on average. Empty if the timetable has no fares.
IdVector<TransitLineId, double> lineFares(const TransitNetwork& network);

}  // namespace isopolis
