#pragma once
/// A timetable laid out for searching: routes of trips with equal stops that never overtake each other, as flat arrays of seconds.
///
///   const Timetable timetable(city.transit(), issues);
///   for (std::uint32_t route = 0; route < timetable.routeCount(); ++route)
///       timetable.departure(route, trip, position);
///
/// What surprises: a line becomes several routes, one per sequence of stops; trips that overtake others are split off into further
/// ones, so that within a route the next trip is never earlier at any stop. Order (and with it every tie) follows lines and patterns.
/// Arrivals lie trip by trip, departures stop by stop: a ride reads the one along, the choice of a trip searches the other.
/// Patterns whose times go backwards are left out with an issue.

#include "gis/core/city/city.h"

#include <span>

namespace isopolis {

class Timetable {
public:
    /// A route that calls at a stop, and as which of its stops.
    struct Call {
        std::uint32_t route, position;
    };

    Timetable() = default;
    Timetable(const TransitNetwork& network, std::vector<Issue>& issues);

    std::size_t stopCount() const { return m_callBegin.empty() ? 0 : m_callBegin.size() - 1; }
    std::size_t routeCount() const { return m_line.size(); }
    std::size_t tripCount() const { return m_tripTotal; }
    std::size_t eventCount() const { return m_arrival.size(); }
    TransitLineId line(std::uint32_t route) const { return m_line[route]; }
    std::uint32_t trips(std::uint32_t route) const { return m_trips[route]; }
    /// Stops of a route in order.
    std::span<const std::uint32_t> stops(std::uint32_t route) const
    {
        return {m_stops.data() + m_stopBegin[route], m_stopBegin[route + 1] - m_stopBegin[route]};
    }
    /// Arrivals of one trip, by position.
    const int* arrivals(std::uint32_t route, std::uint32_t trip) const
    {
        return m_arrival.data() + m_timeBegin[route] + static_cast<std::size_t>(trip) * stops(route).size();
    }
    /// Departures at one position, by trip, ascending.
    const int* departures(std::uint32_t route, std::uint32_t position) const
    {
        return m_departure.data() + m_timeBegin[route] + static_cast<std::size_t>(position) * m_trips[route];
    }
    int arrival(std::uint32_t route, std::uint32_t trip, std::uint32_t position) const { return arrivals(route, trip)[position]; }
    int departure(std::uint32_t route, std::uint32_t trip, std::uint32_t position) const { return departures(route, position)[trip]; }
    std::span<const Call> calls(std::size_t stop) const
    {
        return {m_calls.data() + m_callBegin[stop], m_callBegin[stop + 1] - m_callBegin[stop]};
    }

private:
    struct Trip;
    void addLine(TransitLineId id, const TransitLine& line, std::vector<Issue>& issues);
    void addRoute(TransitLineId line, const std::vector<StopId>& stops, const std::vector<const Trip*>& trips);
    void indexCalls(std::size_t stops);

    std::vector<TransitLineId> m_line;
    std::vector<std::uint32_t> m_trips, m_stops;
    std::vector<std::size_t> m_stopBegin = {0}, m_timeBegin, m_callBegin;
    std::vector<int> m_arrival, m_departure;
    std::vector<Call> m_calls;
    std::size_t m_tripTotal = 0;
};

}  // namespace isopolis
