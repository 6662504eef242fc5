#pragma once
/// One journey from door to door, leg by leg; departures at a stop; what is within reach at one time.
///
///   Journey j = findJourney(*model, home, work, 7 * 3600 + 1800);
///   if (j.found()) for (const JourneyLeg& leg : j.legs) …
///   for (const StopDeparture& d : departuresAt((*model)->timetable, stop, 8 * 3600, 10)) …
///   IdVector<NodeId, double> minutes = reachByTransit(*model, home, 8 * 3600);   // per junction: an isochrone
///
/// What surprises: of the journeys with the earliest arrival the one with fewest rides is given; a walk all the way wins over a ride
/// that is not faster. Times are seconds after midnight of the service day. `reachByTransit` is for the map: it takes arrivals at stops
/// minute by minute, which shortens the reach of last walks by up to 80 m; figures come from travel_times.h.

#include "simulation/transit/transit_model.h"

namespace isopolis {

struct JourneyLeg {
    TransitLineId line;  ///< invalid: a walk
    StopId from, to;     ///< invalid: the door
    int departure_s = 0, arrival_s = 0;
    std::vector<StopId> stops;  ///< of a ride, from boarding to alighting
    bool isWalk() const { return !line.valid(); }
};

struct Journey {
    int departure_s = 0, arrival_s = -1;
    int rides = 0;
    std::vector<JourneyLeg> legs;
    bool found() const { return arrival_s >= 0; }
    double minutes() const { return (arrival_s - departure_s) / 60.0; }
};

Journey findJourney(const TransitModel& model, Point2 from, Point2 to, int departure_s);

struct StopDeparture {
    TransitLineId line;
    StopId towards;  ///< last stop of the trip
    int departure_s = 0;
};
/// The next departures from a stop, at most `most`, by time and then line.
std::vector<StopDeparture> departuresAt(const Timetable& timetable, StopId stop, int from_s, std::size_t most);

/// Minutes from a place to each junction of the streets, by ride and on foot, leaving at one time; infinite where it takes too long.
IdVector<NodeId, double> reachByTransit(const TransitModel& model, Point2 from, int departure_s);

}  // namespace isopolis
