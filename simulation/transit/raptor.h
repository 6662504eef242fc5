#pragma once
/// Round-based search of earliest arrivals: one round a ride.
///
///   Raptor search(model);
///   search.clear();
///   for (int at = last; at >= first; at -= 60) {        // from the latest departure to the earliest, labels kept
///       search.depart(model.stopsNear(door), at);
///       for (std::uint32_t stop : search.improved()) … search.rideArrival(stop);
///   }
///
/// `ride(k, stop)`: earliest arrival by a ride with at most k boardings, of all departures since `clear`; `ready(k, stop)`: earliest time
/// at the stop by a ride, a walk after one, or the walk to the first stop. Seconds after midnight of the service day.
/// Departures must not ascend between two `clear`s: labels of a later departure are upper bounds for an earlier one (range-RAPTOR).
/// An arrival is looked for up to `longest_s` after the departure; a label of a later departure may lie beyond and is the caller's to
/// judge. No memory is taken in a search. One Raptor a thread.
/// Ties: of equal arrivals the one with fewer rides stays, then that of the route that comes first.
/// Source: Delling, Pajor & Werneck 2012, Round-Based Public Transit Routing, ALENEX; range queries section 4.2 there.

#include "simulation/transit/transit_model.h"

namespace isopolis {

class Raptor {
public:
    static constexpr int kNever = 1 << 30;
    /// How a label came about, for itineraries.
    struct Parent {
        std::uint32_t route = ~0U, trip = 0, board = 0, alight = 0;  ///< a ride: positions in the route
        std::uint32_t walkFrom = ~0U;                                ///< a walk: the stop that it came from, if any
        int walk_s = 0;
    };

    /// With `trace`, parents are kept (for one departure); without, nothing is spent on them.
    explicit Raptor(const TransitModel& model, bool trace = false);
    void clear();
    /// `egress` are stops with the walk to a single destination: arrivals that cannot improve on it are pruned.
    void depart(std::span<const StopWalk> access, int departure_s, std::span<const StopWalk> egress = {});

    int rounds() const { return m_rounds; }
    int ride(int k, std::uint32_t stop) const { return m_ride[at(k, stop)]; }
    int ready(int k, std::uint32_t stop) const { return m_ready[at(k, stop)]; }
    int rideArrival(std::uint32_t stop) const { return ride(m_rounds, stop); }
    /// Stops whose `rideArrival` the last departure made earlier, each once, in the order of their finding.
    std::span<const std::uint32_t> improved() const { return m_improved; }
    const Parent& rideParent(int k, std::uint32_t stop) const { return m_rideParent[at(k, stop)]; }
    const Parent& readyParent(int k, std::uint32_t stop) const { return m_readyParent[at(k, stop)]; }

private:
    std::size_t at(int k, std::uint32_t stop) const { return static_cast<std::size_t>(k) * m_stops + stop; }
    void board(int k);
    void scan(int k, std::uint32_t route, std::uint32_t first);
    void walk(int k);
    void lowerRide(int k, std::uint32_t stop, int arrival, const Parent& parent);
    void lowerReady(int k, std::uint32_t stop, int time, const Parent& parent);

    const TransitModel& m_model;
    bool m_trace;
    int m_rounds;
    std::size_t m_stops;
    int m_latest = kNever;  ///< no arrival after this
    bool m_hasTarget = false;
    int m_targetBest = kNever;
    std::vector<int> m_ride, m_ready;
    std::vector<int> m_egress_s;  ///< per stop, −1: no way from there to the destination
    std::vector<std::uint32_t> m_marked, m_next, m_ridden, m_improved, m_routes;
    std::vector<std::uint32_t> m_firstPosition;  ///< per route, ~0: not queued
    std::vector<std::uint8_t> m_isMarked, m_isRidden, m_isImproved;
    std::vector<Parent> m_rideParent, m_readyParent;
};

}  // namespace isopolis
