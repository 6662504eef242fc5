#pragma once
/// Travel times over all departures of a window, from places to places, by public transport and on foot.
///
///   TravelTimeMatrix m = travelTimes(*model, homes, works, {.first_s = 7 * 3600}, control);   m.at(0, 3).percentile_min[2];
///
/// Percentiles are of the times of all departures (nearest rank): a journey that waits 20 minutes for the only bus counts as it is.
/// Parallel over origins; the same bits at any number of threads.

#include "simulation/transit/raptor.h"
#include "simulation/transit/transit_result.h"

namespace isopolis {

/// Places with the stops around them, laid out for spreading arrivals at stops to places.
class TransitPlaces {
public:
    TransitPlaces(const TransitModel& model, const std::vector<Point2>& places, RunControl& control);
    std::size_t size() const { return m_joints.size(); }
    std::span<const StopWalk> stopsOf(std::size_t place) const
    {
        return {m_walks.data() + m_walkBegin[place], m_walkBegin[place + 1] - m_walkBegin[place]};
    }
    struct PlaceWalk {
        std::uint32_t place;
        int walk_s;
    };
    std::span<const PlaceWalk> placesOf(std::uint32_t stop) const
    {
        return {m_places.data() + m_placeBegin[stop], m_placeBegin[stop + 1] - m_placeBegin[stop]};
    }
    const WalkJoint& joint(std::size_t place) const { return m_joints[place]; }
    std::size_t apart() const;  ///< places without a street

private:
    std::vector<WalkJoint> m_joints;
    std::vector<std::size_t> m_walkBegin, m_placeBegin;
    std::vector<StopWalk> m_walks;
    std::vector<PlaceWalk> m_places;
};

/// Arrivals at all places for the departures of a window, from one origin after the other. One a thread.
class RangeSearch {
public:
    RangeSearch(const TransitModel& model, const TransitPlaces& destinations);
    /// Calls `each(departure, times)` from the latest departure to the earliest; `times[d]` is in seconds, `kTooLong` beyond `longest_s`.
    template <class Each>
    void run(const WalkJoint& origin, std::span<const StopWalk> access, const DepartureWindow& window, const Each& each)
    {
        begin(origin);
        for (std::size_t i = window.count(); i-- > 0;) {
            step(access, window.departure(i));
            each(i, std::span<const int>(m_times));
        }
    }
    static constexpr int kTooLong = 1 << 29;

private:
    void begin(const WalkJoint& origin);
    void step(std::span<const StopWalk> access, int departure_s);
    const TransitModel& m_model;
    const TransitPlaces& m_destinations;
    Raptor m_search;
    WalkSearch m_walks;
    std::vector<int> m_direct_s, m_arrival_s, m_times;
};

TravelTimeMatrix travelTimes(const TransitModel& model, const std::vector<Point2>& origins, const std::vector<Point2>& destinations,
                             const DepartureWindow& window, RunControl& control);

}  // namespace isopolis
